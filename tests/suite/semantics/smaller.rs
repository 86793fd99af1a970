//! Drafts that have one piece less, for making what fails small.

use super::draft::{Draft, Ends, Exception, Line, List};

impl Draft {
    /// Every draft that has one piece less.
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let mut smaller = Vec::new();
        let mut without = |change: &dyn Fn(&mut Self)| {
            let mut draft = self.clone();
            change(&mut draft);
            smaller.push(draft);
        };
        for section in 0..self.sections.len() {
            without(&|draft| drop(draft.sections.remove(section)));
            for line in 0..self.sections[section].lines.len() {
                without(&|draft| drop(draft.sections[section].lines.remove(line)));
            }
            for clause in 0..self.sections[section].clauses.len() {
                without(&|draft| drop(draft.sections[section].clauses.remove(clause)));
            }
            if self.sections[section].inside.is_some() {
                without(&|draft| draft.sections[section].inside = None);
            }
        }
        if self.questions.len() > 1 {
            let half = self.questions.len() / 2;
            without(&|draft| drop(draft.questions.drain(..half)));
            without(&|draft| draft.questions.truncate(half));
        }
        for question in 0..self.questions.len() {
            without(&|draft| drop(draft.questions.remove(question)));
        }
        without(&|draft| draft.law.clear());
        without(&|draft| draft.covers.clear());
        without(&|draft| draft.does_not_cover.clear());
        let lines: Vec<&Line> = self.lines().chain(&self.questions).collect();
        for (at, line) in lines.into_iter().enumerate() {
            for smaller_line in smaller_lines(line) {
                without(&|draft| {
                    if let Some(line) = draft.lines_mut().nth(at) {
                        line.clone_from(&smaller_line);
                    }
                });
            }
        }
        smaller.retain(|draft| draft.sections.iter().any(|section| !section.lines.is_empty()));
        smaller.retain(|draft| draft.text().len() < self.text().len());
        smaller
    }
}

/// Every line that has one piece less.
fn smaller_lines(line: &Line) -> Vec<Line> {
    let mut smaller = Vec::new();
    let mut without = |change: &dyn Fn(&mut Line)| {
        let mut line = line.clone();
        change(&mut line);
        smaller.push(line);
    };
    without(&|line| line.exception = Exception::Nothing);
    if let Exception::In(labels) = &line.exception {
        for label in labels.iter().filter(|_| labels.len() > 1) {
            without(&|line| line.exception = Exception::In(vec![label.clone()]));
        }
    }
    for verb in 0..line.joined.len() {
        without(&|line| line.joined.truncate(verb));
    }
    for one in line.apart().into_iter().filter(|_| !line.joined.is_empty()) {
        without(&|line| *line = Line { label: line.label.clone(), ..one.clone() });
    }
    without(&|line| line.later = None);
    without(&|line| line.timing = None);
    without(&|line| line.states.clear());
    without(&|line| line.place = None);
    if line.states.len() > 1 {
        without(&|line| line.states.truncate(1));
    }
    without(&|line| drop(line.ends.then.pop()));
    for stage in 0..line.ends.then.len() {
        without(&|line| drop(line.ends.then.remove(stage)));
    }
    if line.verb != "retain" {
        without(&|line| line.ends = Ends::default());
    }
    for end in (0..line.ends.ends.len()).filter(|_| line.ends.ends.len() > 1) {
        without(&|line| drop(line.ends.ends.remove(end)));
    }
    if line.second.as_ref().is_some_and(|second| second.region.is_some()) {
        without(&|line| line.second.iter_mut().for_each(|second| second.region = None));
    }
    if line.verb != "store" && line.second.as_ref().is_some_and(|second| second.word == "in") {
        without(&|line| line.second = None);
    }
    for clause in 0..line.clauses.len() {
        without(&|line| drop(line.clauses.remove(clause)));
        without(&|line| line.clauses[clause].region = None);
    }
    for (at, list) in line.lists().into_iter().enumerate() {
        for smaller_list in smaller_lists(list) {
            without(&|line| {
                if let Some(list) = line.lists_mut().into_iter().nth(at) {
                    list.clone_from(&smaller_list);
                }
            });
        }
    }
    smaller
}

/// Every list that has one piece less.
fn smaller_lists(list: &List) -> Vec<List> {
    let mut smaller = Vec::new();
    let mut without = |change: &dyn Fn(&mut List)| {
        let mut list = list.clone();
        change(&mut list);
        smaller.push(list);
    };
    without(&|list| list.only = false);
    for item in (0..list.items.len()).filter(|_| list.items.len() > 1) {
        without(&|list| drop(list.items.remove(item)));
    }
    for item in 0..list.except.len() {
        without(&|list| drop(list.except.remove(item)));
    }
    // One of several facts, without the words between them; a datum in no form of its own.
    for (at, item) in list.items.iter().enumerate() {
        let words = item.replace(['(', ')'], " ");
        for word in words.split_whitespace().filter(|word| !matches!(*word, "and" | "or" | "not" | "any")) {
            without(&|list| list.items[at] = word.to_owned());
        }
        // One of several facts with its time.
        for (place, _) in item.match_indices(" given within ") {
            let name = item[..place].rsplit([' ', '(']).next().unwrap_or_default();
            let time: Vec<&str> = item[place..].trim_end_matches(')').split_whitespace().take(4).collect();
            without(&|list| list.items[at] = format!("{name} {}", time.join(" ").replace(')', "")));
        }
    }
    smaller
}
