//! Random policies as drafts: trees that can be written down as text.

use std::fmt::Write as _;

pub(crate) use super::author::Author;

/// A source of random choices: the same seed makes the same choices everywhere.
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of SplitMix64.
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub(crate) fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// One of some words, each with its share of the whole.
    pub(crate) fn weighted<'a>(&mut self, of: &[(&'a str, usize)]) -> &'a str {
        let whole = of.iter().map(|(_, share)| share).sum();
        let mut at = self.below(whole);
        for (word, share) in of {
            if at < *share {
                return word;
            }
            at -= share;
        }
        of[0].0
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A list with what is taken out of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) only: bool,
    pub(crate) items: Vec<String>,
    pub(crate) except: Vec<String>,
}

/// A clause: a word, a list or an expression, perhaps a region.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) word: &'static str,
    pub(crate) list: List,
    pub(crate) region: Option<List>,
}

/// What stands behind `except as stated`.
#[derive(Debug, Clone, Default)]
pub(crate) enum Exception {
    #[default]
    Nothing,
    Elsewhere,
    In(Vec<String>),
}

/// How long something is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ends {
    pub(crate) ends: Vec<String>,
    pub(crate) is_shorter: bool,
    /// What is kept then, stage by stage, each with its form and its ends.
    pub(crate) then: Vec<String>,
}

/// A statement, a tracker or a question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Of a question, the answer that it expects.
    pub(crate) label: String,
    /// Whether it has a title, which is made of its label.
    pub(crate) is_titled: bool,
    /// Everything before the object.
    pub(crate) head: String,
    /// The verb, as it is written; nothing for a tracker.
    pub(crate) verb: &'static str,
    /// Further verbs with the same object.
    pub(crate) joined: Vec<&'static str>,
    pub(crate) is_tracker: bool,
    pub(crate) object: List,
    /// The region behind the object of a notice.
    pub(crate) place: Option<List>,
    /// `in transit` and the like.
    pub(crate) states: Vec<&'static str>,
    /// Behind `retain`; on a practice, behind `kept`.
    pub(crate) ends: Ends,
    /// `from`, `with`, `in`, `to`, `on`, `of`, `using` with the second list of some verbs.
    pub(crate) second: Option<Clause>,
    /// `within 30 days` and the like.
    pub(crate) timing: Option<String>,
    pub(crate) clauses: Vec<Clause>,
    /// What is announced.
    pub(crate) later: Option<String>,
    pub(crate) exception: Exception,
}

/// A section.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) name: String,
    /// The name of the section around it.
    pub(crate) inside: Option<String>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) lines: Vec<Line>,
}

/// A policy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) law: Vec<String>,
    pub(crate) covers: Vec<String>,
    pub(crate) does_not_cover: Vec<String>,
    pub(crate) sections: Vec<Section>,
    pub(crate) questions: Vec<Line>,
}

/// The verbs that say what happens to data.
pub(crate) const PRACTICES: &[&str] = &[
    "collect",
    "derive",
    "combine",
    "use",
    "view",
    "decide from",
    "train on",
    "store",
    "disclose",
    "sell",
    "publish",
];

/// Those that are uses, which have a region.
pub(crate) const USES: &[&str] = &["use", "view", "decide from", "train on", "derive", "combine"];

/// Those that can be joined.
pub(crate) const JOINABLE: &[&str] = &["collect", "use", "view", "disclose", "sell", "publish"];

/// The rights that stop something when they are used.
pub(crate) const CHOICES: &[&str] = &[
    "choice",
    "opt-out",
    "opt-out.sale",
    "opt-out.ads",
    "objection",
    "withdrawal",
    "restriction",
    "both-ways",
];

/// Whether a practice with a verb can have a clause behind its object.
pub(crate) fn takes(verb: &str, word: &str) -> bool {
    match word {
        "from" => verb == "collect",
        "to" => matches!(verb, "disclose" | "sell"),
        _ => true,
    }
}

impl List {
    pub(crate) fn of(items: &[&str]) -> Self {
        Self { items: items.iter().map(|item| (*item).to_owned()).collect(), ..Self::default() }
    }

    /// Whether some item has a form word.
    pub(crate) fn names_form(&self) -> bool {
        self.items.iter().any(|item| item.contains(' ') && !item.starts_with("any "))
    }

    fn write(&self, text: &mut String) {
        let _ = write!(text, "{}", self.items.join(", "));
        if !self.except.is_empty() {
            let _ = write!(text, " except {}", self.except.join(", "));
        }
    }
}

impl Clause {
    pub(crate) const fn new(word: &'static str, list: List) -> Self {
        Self { word, list, region: None }
    }

    fn write(&self, text: &mut String) {
        let _ = write!(text, " {}{} ", if self.list.only { "only " } else { "" }, self.word);
        self.list.write(text);
        if let Some(region) = &self.region {
            // Where persons and recipients are goes with these; where something is done can be excluded alone.
            let is_only = region.only && self.names_data();
            text.push_str(if is_only { " only in " } else { " in " });
            region.write(text);
        }
    }

    /// Whether it has the second data of a verb.
    fn names_data(&self) -> bool {
        matches!(self.word, "from" | "with")
    }

    /// Whether what stands in it is true or false of a flow.
    pub(crate) fn is_of_facts(&self) -> bool {
        matches!(self.word, "with" | "when" | "unless" | "under" | "on")
            && !self.list.items.is_empty()
            && self.region.is_none()
    }
}

impl Ends {
    fn write(&self, text: &mut String) {
        let _ = write!(text, " {}", self.ends.join(" or "));
        if self.ends.len() > 1 {
            text.push_str(if self.is_shorter { " whichever is shorter" } else { " whichever is longer" });
        }
        for then in &self.then {
            let _ = write!(text, " then retain {then}");
        }
    }
}

impl Line {
    pub(crate) fn is_practice(&self) -> bool {
        !self.is_tracker && PRACTICES.contains(&self.verb)
    }

    pub(crate) fn is_use(&self) -> bool {
        !self.is_tracker && USES.contains(&self.verb)
    }

    /// Where it is done, if that is said.
    pub(crate) fn region(&self) -> Option<&List> {
        let second = self.second.as_ref()?;
        if second.word == "in" { Some(&second.list) } else { second.region.as_ref() }
    }

    /// Whether it speaks of a consent that lapses.
    pub(crate) fn lapses(&self) -> bool {
        let is_lapse = |text: &String| text.contains(" given within ");
        let items = self.lists().into_iter().flat_map(|list| &list.items);
        items.chain(&self.ends.ends).chain(&self.ends.then).any(is_lapse)
    }

    pub(crate) fn is_negative(&self) -> bool {
        ["never", "not yet"].iter().any(|word| self.head.contains(word))
    }

    /// Whether it is about what somebody knows.
    pub(crate) fn is_knowing(&self) -> bool {
        self.head.contains("never knowingly")
    }

    /// Whether its label is the fact that a choice was used.
    pub(crate) fn offers_choice(&self) -> bool {
        self.names_choice() && !self.is_negative()
    }

    pub(crate) fn names_choice(&self) -> bool {
        let is_choice = |right: &String| CHOICES.contains(&right.as_str());
        self.verb == "offer" && self.object.items.iter().any(is_choice)
    }

    /// `, view and disclose`
    fn further_verbs(&self) -> String {
        let Some((last, others)) = self.joined.split_last() else { return String::new() };
        let others: String = others.iter().map(|verb| format!(", {verb}")).collect();
        format!("{others} {} {last}", if self.is_negative() { "or" } else { "and" })
    }

    /// The same for each of its verbs, with what that verb takes, and a label for each.
    pub(crate) fn apart(&self) -> Vec<Self> {
        if self.joined.is_empty() {
            return vec![self.clone()];
        }
        let verbs = self.verbs();
        let one = |(at, verb): (usize, &'static str)| {
            let mut one = self.clone();
            one.joined.clear();
            one.verb = verb;
            one.head = format!("{}{verb}", self.head.trim_end_matches(self.verb));
            one.label = if at == 0 { self.label.clone() } else { format!("{}-{verb}", self.label) };
            one.clauses.retain(|clause| takes(verb, clause.word));
            one.second = one.second.filter(|second| second.word != "in" || USES.contains(&verb));
            one
        };
        verbs.enumerate().map(one).collect()
    }

    /// Its verb, and those that are joined to it.
    pub(crate) fn verbs(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.verb).chain(self.joined.iter().copied())
    }

    pub(crate) fn has_only(&self) -> bool {
        self.lists().into_iter().any(|list| list.only)
    }

    pub(crate) fn write(&self, text: &mut String) {
        if self.is_tracker {
            let _ = write!(text, "    tracker {} \"{}\" {}", self.label, self.label, self.head);
        } else {
            let title = if self.is_titled { format!(" \"Of {}\"", self.label) } else { String::new() };
            let _ = write!(
                text,
                "    {}{title}: {}{} {}",
                self.label,
                self.head,
                self.further_verbs(),
                if self.object.only { "only " } else { "" }
            );
            self.object.write(text);
        }
        if let Some(place) = &self.place {
            text.push_str(" in ");
            place.write(text);
        }
        if !self.states.is_empty() {
            let _ = write!(text, " {}", self.states.join(", "));
        }
        let is_kept = self.verb != "retain" && !self.ends.ends.is_empty();
        if self.verb == "retain" {
            self.ends.write(text);
        }
        if let Some(second) = &self.second {
            second.write(text);
        }
        if let Some(timing) = &self.timing {
            let _ = write!(text, " {timing}");
        }
        self.clauses.iter().for_each(|clause| clause.write(text));
        if is_kept {
            text.push_str(" kept");
            self.ends.write(text);
        }
        if let Some(later) = &self.later {
            let _ = write!(text, " later {later}");
        }
        match &self.exception {
            Exception::Nothing => {}
            Exception::Elsewhere => text.push_str(" except as stated elsewhere"),
            Exception::In(labels) => {
                let _ = write!(text, " except as stated in {}", labels.join(", "));
            }
        }
        text.push('\n');
    }

    /// Every list of the line.
    pub(crate) fn lists(&self) -> Vec<&List> {
        let inner = self.second.iter().chain(&self.clauses);
        let inner = inner.flat_map(|clause| std::iter::once(&clause.list).chain(&clause.region));
        std::iter::once(&self.object).chain(&self.place).chain(inner).collect()
    }

    pub(crate) fn lists_mut(&mut self) -> Vec<&mut List> {
        let inner = self.second.iter_mut().chain(&mut self.clauses);
        let inner = inner.flat_map(|clause| std::iter::once(&mut clause.list).chain(&mut clause.region));
        std::iter::once(&mut self.object).chain(&mut self.place).chain(inner).collect()
    }
}

impl Draft {
    pub(crate) fn header(&self) -> String {
        let mut text = "policy random \"Random\" {\n    effective 2026-03-01\n".to_owned();
        let keys = [("law", &self.law), ("covers", &self.covers), ("does not cover", &self.does_not_cover)];
        for (key, values) in keys {
            if !values.is_empty() {
                let _ = writeln!(text, "    {key} {}", values.join(", "));
            }
        }
        text.push_str("}\n");
        text
    }

    pub(crate) fn text(&self) -> String {
        let mut text = self.header();
        self.outer().for_each(|section| self.write(section, &mut text));
        for question in &self.questions {
            text.push_str("expect ");
            question.write(&mut text);
        }
        text
    }

    /// Some of its practices with further verbs, and the same with each of these verbs in a statement of its own; `None`
    /// if it has no practice of which verbs can be joined.
    pub(crate) fn joined_and_apart(&self, choices: &mut Choices) -> Option<(Self, Self)> {
        let is_section = |name: &String| self.sections.iter().any(|section| section.name == *name);
        let mut joined = self.clone();
        for line in joined.sections.iter_mut().flat_map(|section| &mut section.lines) {
            // In one statement no verb is an exception to another, and apart it could be.
            let is_apart = match &line.exception {
                Exception::Nothing => true,
                Exception::Elsewhere => false,
                Exception::In(labels) => {
                    !labels.iter().any(|label| is_section(label) || *label == line.label)
                }
            };
            if line.is_tracker || !JOINABLE.contains(&line.verb) {
                continue;
            }
            // Further verbs are chosen anew.
            *line = line.apart().swap_remove(0);
            if !is_apart {
                continue;
            }
            // Whoever has no `to` cannot disclose, and what is shared is not to be only the first verb's.
            let has_to = matches!(line.verb, "disclose" | "sell") || line.is_negative();
            let fits =
                |verb: &&'static str| *verb != line.verb && (has_to || !matches!(*verb, "disclose" | "sell"));
            let mut verbs: Vec<&'static str> = JOINABLE.iter().copied().filter(fits).collect();
            choices.shuffle(&mut verbs);
            verbs.truncate(1 + choices.below(2));
            line.joined = verbs;
        }
        let mut apart = joined.clone();
        let mut parted = Vec::new();
        for section in &mut apart.sections {
            let lines = std::mem::take(&mut section.lines);
            for line in lines {
                let parts = line.apart();
                if parts.len() > 1 {
                    let labels: Vec<String> = parts.iter().map(|part| part.label.clone()).collect();
                    parted.push((line.label, labels));
                }
                section.lines.extend(parts);
            }
        }
        for (label, labels) in &parted {
            let all = |names: &mut Vec<String>| {
                if let Some(place) = names.iter().position(|name| name == label) {
                    names.splice(place..=place, labels.clone());
                }
            };
            for line in apart.lines_mut() {
                if let Exception::In(named) = &mut line.exception {
                    all(named);
                }
                let is_offer = line.verb == "offer";
                let from = line.clauses.iter_mut().filter(|clause| is_offer && clause.word == "from");
                from.for_each(|clause| all(&mut clause.list.items));
            }
        }
        (!parted.is_empty()).then_some((joined, apart))
    }

    /// The sections that stand in no other.
    pub(crate) fn outer(&self) -> impl Iterator<Item = &Section> {
        let is_there = |name: &String| self.sections.iter().any(|section| section.name == *name);
        self.sections.iter().filter(move |section| !section.inside.as_ref().is_some_and(is_there))
    }

    /// Writes a section with those that stand in it.
    pub(crate) fn write(&self, section: &Section, text: &mut String) {
        let _ = write!(text, "section {} \"{}\"", section.name, section.name);
        section.clauses.iter().for_each(|clause| clause.write(text));
        text.push_str(" {\n");
        section.lines.iter().for_each(|line| line.write(text));
        let inner = self.sections.iter().filter(|inner| inner.inside.as_ref() == Some(&section.name));
        inner.for_each(|inner| self.write(inner, text));
        text.push_str("}\n");
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.sections.iter_mut().flat_map(|section| &mut section.lines).chain(&mut self.questions)
    }

    /// The same draft in which statements have other labels, wherever these stand; a tracker is named by what it is.
    pub(crate) fn relabelled(&self, other: impl Fn(&str) -> String) -> Self {
        let labels: Vec<&str> =
            self.lines().filter(|line| !line.is_tracker).map(|line| line.label.as_str()).collect();
        let choices: Vec<&str> =
            self.lines().filter(|line| line.offers_choice()).map(|line| line.label.as_str()).collect();
        let rename = |name: &mut String| {
            if labels.contains(&name.as_str()) {
                *name = other(name);
            }
        };
        // Whether a choice was used is a fact with the name of its offer.
        let rename_facts = |text: &mut String| {
            let is_break = |character: char| !character.is_alphanumeric() && !"-.".contains(character);
            let words = text.split_inclusive(is_break).map(|piece| {
                let word = piece.trim_end_matches(is_break);
                match choices.contains(&word) {
                    true => format!("{}{}", other(word), &piece[word.len()..]),
                    false => piece.to_owned(),
                }
            });
            *text = words.collect();
        };
        let mut renamed = self.clone();
        let headers = renamed.sections.iter_mut().flat_map(|section| &mut section.clauses);
        let facts = headers.filter(|clause| clause.is_of_facts());
        facts.flat_map(|clause| &mut clause.list.items).for_each(rename_facts);
        let questions = renamed.questions.len();
        let n_lines = renamed.lines_mut().count();
        for (at, line) in renamed.lines_mut().enumerate() {
            if at < n_lines - questions && !line.is_tracker {
                rename(&mut line.label);
            }
            if let Exception::In(labels) = &mut line.exception {
                labels.iter_mut().for_each(rename);
            }
            let is_offer = line.verb == "offer";
            for clause in line.second.iter_mut().chain(&mut line.clauses) {
                if clause.is_of_facts() {
                    clause.list.items.iter_mut().for_each(rename_facts);
                }
                if is_offer && clause.word == "from" {
                    clause.list.items.iter_mut().for_each(rename);
                }
            }
            line.ends.ends.iter_mut().chain(&mut line.ends.then).for_each(rename_facts);
            line.later.iter_mut().for_each(rename_facts);
        }
        renamed
    }
}
