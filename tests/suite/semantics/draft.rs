//! Random policies as drafts: trees that can be written down as text and made smaller piece by piece.

use std::fmt::Write as _;

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

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A list with what is taken out of it.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub(crate) enum Exception {
    Nothing,
    Elsewhere,
    In(Vec<String>),
}

/// A statement or a tracker.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Empty for a question.
    pub(crate) label: String,
    /// Everything before the object.
    pub(crate) head: String,
    pub(crate) is_tracker: bool,
    pub(crate) object: List,
    /// `from`, `with`, `in`, `to` with the second list of some verbs.
    pub(crate) second: Option<Clause>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) exception: Exception,
}

/// A section.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) name: String,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) lines: Vec<Line>,
}

/// A policy.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) law: Vec<String>,
    pub(crate) covers: Vec<String>,
    pub(crate) sections: Vec<Section>,
    pub(crate) questions: Vec<Line>,
}

// --- writing ---

impl List {
    fn of(items: &[&str]) -> Self {
        Self { only: false, items: items.iter().map(|item| (*item).to_owned()).collect(), except: Vec::new() }
    }

    fn write(&self, text: &mut String) {
        let _ = write!(text, "{}", self.items.join(", "));
        if !self.except.is_empty() {
            let _ = write!(text, " except {}", self.except.join(", "));
        }
    }
}

impl Clause {
    fn write(&self, text: &mut String) {
        let _ = write!(text, " {}{} ", if self.list.only { "only " } else { "" }, self.word);
        self.list.write(text);
        if let Some(region) = &self.region {
            text.push_str(" in ");
            region.write(text);
        }
    }
}

impl Line {
    /// Whether it says what is done with data.
    pub(crate) fn is_practice(&self) -> bool {
        !self.is_tracker && ["offer", "bind", "have no"].iter().all(|verb| !self.head.ends_with(verb))
    }

    /// Whether it offers a right, or says that none is offered.
    pub(crate) fn is_offer(&self) -> bool {
        self.head.ends_with("offer")
    }

    /// Whether its label is a fact: that a person has used the choice.
    pub(crate) fn is_choice(&self) -> bool {
        self.head == "we offer"
            && self.object.items.iter().any(|right| right.contains("opt-out") || right == "choice")
    }

    pub(crate) fn write(&self, text: &mut String) {
        if self.is_tracker {
            let _ = write!(text, "    tracker {} \"{}\" {}", self.label, self.label, self.head);
        } else {
            let _ = write!(
                text,
                "    {}: {} {}",
                self.label,
                self.head,
                if self.object.only { "only " } else { "" }
            );
            self.object.write(text);
        }
        if let Some(second) = &self.second {
            second.write(text);
        }
        self.clauses.iter().for_each(|clause| clause.write(text));
        match &self.exception {
            Exception::Nothing => {}
            Exception::Elsewhere => text.push_str(" except as stated elsewhere"),
            Exception::In(labels) => {
                let _ = write!(text, " except as stated in {}", labels.join(", "));
            }
        }
        text.push('\n');
    }
}

impl Section {
    pub(crate) fn write(&self, text: &mut String) {
        let _ = write!(text, "section {} \"{}\"", self.name, self.name);
        self.clauses.iter().for_each(|clause| clause.write(text));
        text.push_str(" {\n");
        self.lines.iter().for_each(|line| line.write(text));
        text.push_str("}\n");
    }
}

impl Draft {
    pub(crate) fn header(&self) -> String {
        let mut text = "policy random \"Random\" {\n".to_owned();
        for (key, values) in [("law", &self.law), ("covers", &self.covers)] {
            if !values.is_empty() {
                let _ = writeln!(text, "    {key} {}", values.join(", "));
            }
        }
        text.push_str("}\n");
        text
    }

    pub(crate) fn text(&self) -> String {
        let mut text = self.header();
        self.sections.iter().for_each(|section| section.write(&mut text));
        for question in &self.questions {
            text.push_str("expect ");
            question.write(&mut text);
        }
        text
    }

    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.sections.iter_mut().flat_map(|section| &mut section.lines).chain(&mut self.questions)
    }
}

// --- other labels ---

impl Draft {
    /// Whoever speaks of a label speaks of others in its place.
    pub(crate) fn refer(&mut self, label: &str, others: &[&str]) {
        let replaced = |names: &mut Vec<String>| {
            if let Some(place) = names.iter().position(|name| name == label) {
                names.splice(place..=place, others.iter().map(|other| (*other).to_owned()));
            }
        };
        for line in self.lines_mut() {
            if let Exception::In(labels) = &mut line.exception {
                replaced(labels);
            }
            if line.is_offer() {
                let from = line.clauses.iter_mut().filter(|clause| clause.word == "from");
                from.for_each(|clause| replaced(&mut clause.list.items));
            }
        }
    }

    /// Whoever speaks of a choice that was used speaks of another one.
    fn refer_to_choice(&mut self, label: &str, other: &str) {
        let lines = self.sections.iter_mut().flat_map(|section| {
            let of_lines = section.lines.iter_mut().flat_map(|line| &mut line.clauses);
            section.clauses.iter_mut().chain(of_lines)
        });
        let questions = self.questions.iter_mut().flat_map(|line| &mut line.clauses);
        let is_fact = |clause: &&mut Clause| matches!(clause.word, "when" | "unless" | "with" | "under");
        for clause in lines.chain(questions).filter(is_fact) {
            for item in &mut clause.list.items {
                let words = item.split(' ').map(|word| if word == label { other } else { word });
                *item = words.collect::<Vec<_>>().join(" ");
            }
        }
    }
}

/// The same with other labels; a tracker is named by what it is.
pub(crate) fn relabelled(mut draft: Draft) -> Draft {
    let lines = draft.sections.iter().flat_map(|section| &section.lines).filter(|line| !line.is_tracker);
    let labels: Vec<(String, bool)> = lines.map(|line| (line.label.clone(), line.is_choice())).collect();
    for (label, is_choice) in labels {
        let other = format!("new-{label}");
        draft.refer(&label, &[&other]);
        if is_choice {
            draft.refer_to_choice(&label, &other);
        }
        for line in draft.sections.iter_mut().flat_map(|section| &mut section.lines) {
            if line.label == label && !line.is_tracker {
                line.label.clone_from(&other);
            }
        }
    }
    draft
}

// --- making ---

const DATA: &[&str] = &[
    "contact",
    "contact.email",
    "contact.phone",
    "log",
    "address",
    "health",
    "weather",
    "identity",
    "reachability",
    "any data",
    "any personal data",
    "any personal data",
    "any identifying data",
    "any special-category data",
    "any not personal data",
    "any sensitive data",
    "contact",
    "contact.email",
];
const FORMS: &[&str] = &["readable", "hashed", "encrypted", "aggregated"];
const PURPOSES: &[&str] =
    &["service", "ads", "ads.targeted", "growth", "research", "earning", "any purpose", "service", "ads"];
const RECIPIENTS: &[&str] = &[
    "staff",
    "processors",
    "processors.hosts",
    "third-parties",
    "advertisers",
    "helpers",
    "the-public",
    "partners",
    "anyone",
];
const ACTORS: &[&str] = &["staff", "processors", "third-parties", "advertisers"];
const SUBJECTS: &[&str] = &["people", "children", "employees", "any subject"];
const SOURCES: &[&str] = &["person", "device", "any source"];
const CHANNELS: &[&str] = &["products", "website", "app", "letters", "any channel"];
const REGIONS: &[&str] = &["eea", "us", "us.california", "any region"];
const FACTS: &[&str] = &["consent", "express-consent", "compelled", "urgent", "registering", "leaving"];
const SAFEGUARDS: &[&str] = &["clauses", "clauses.strict"];
const TOPICS: &[&str] = &[
    "automated-decisions",
    "sale",
    "ai-training",
    "advertising",
    "targeted-advertising",
    "sharing-for-advertising",
    "special-categories",
];

const VERBS: &[&str] = &[
    "collect",
    "collect",
    "derive",
    "combine",
    "use",
    "use",
    "view",
    "decide from",
    "train on",
    "store",
    "disclose",
    "disclose",
    "sell",
    "publish",
];

/// Names of facts: labels of what is no offer may be such a name, and are never the fact.
const FACT_NAMES: &[&str] =
    &["consent", "express-consent", "compelled", "urgent", "registering", "leaving", "clauses"];
/// Names of other things: any label may be such a name.
const NAMES: &[&str] = &[
    "contact.email",
    "health",
    "service",
    "ads",
    "staff",
    "advertisers",
    "people",
    "person",
    "app",
    "us",
    "access",
    "opt-out",
    "sale",
    "known",
];
/// Words of the language: labels of what is no choice and no tracker may be such a word.
const WORDS: &[&str] = &["never", "no", "about", "only", "for", "offer", "use", "any", "with", "hashed"];

/// Of a hundred lines, where those start that offer a choice.
const OFFERS: usize = 74;
/// Where those start that offer no choice.
const OTHER_OFFERS: usize = 82;

/// Makes drafts.
///
/// Each draft speaks of a few things only, so that its sentences meet.
pub(crate) struct Author<'a> {
    choices: &'a mut Choices,
    labels: Vec<String>,
    /// The labels that are facts.
    offers: Vec<String>,
    verbs: Vec<&'static str>,
    data: Vec<&'static str>,
    purposes: Vec<&'static str>,
    recipients: Vec<&'static str>,
    subjects: Vec<&'static str>,
    channels: Vec<&'static str>,
    regions: Vec<&'static str>,
    facts: Vec<&'static str>,
}

impl<'a> Author<'a> {
    pub(crate) fn new(choices: &'a mut Choices) -> Self {
        let mut some = |names: &[&'static str], most: usize| -> Vec<&'static str> {
            let count = 1 + choices.below(most);
            (0..count).map(|_| names[choices.below(names.len())]).collect()
        };
        let (verbs, data, purposes) = (some(VERBS, 3), some(DATA, 4), some(PURPOSES, 3));
        let (recipients, subjects, channels) = (some(RECIPIENTS, 3), some(SUBJECTS, 2), some(CHANNELS, 2));
        let (regions, facts) = (some(REGIONS, 2), some(FACTS, 3));
        Self {
            choices,
            labels: Vec::new(),
            offers: Vec::new(),
            verbs,
            data,
            purposes,
            recipients,
            subjects,
            channels,
            regions,
            facts,
        }
    }

    pub(crate) fn draft(&mut self) -> Draft {
        let n_lines = 1 + self.choices.below(5);
        let kinds: Vec<usize> = (0..n_lines).map(|_| self.choices.below(100)).collect();
        self.labels = kinds.iter().enumerate().map(|(at, kind)| self.label(at, *kind)).collect();
        // A label stands once.
        for at in 1..n_lines {
            if self.labels[..at].contains(&self.labels[at]) {
                self.labels[at] = format!("s{}", at + 1);
            }
        }
        let is_offer = |at: &usize| (OFFERS..OTHER_OFFERS).contains(&kinds[*at]);
        self.offers = (0..n_lines).filter(is_offer).map(|at| self.labels[at].clone()).collect();
        let mut draft =
            Draft { law: Vec::new(), covers: Vec::new(), sections: Vec::new(), questions: Vec::new() };
        if self.choices.percent(20) {
            draft.law = vec![self.choices.one(&["us", "us.california", "eea"]).to_owned()];
        }
        if self.choices.percent(15) {
            draft.covers = vec![self.choices.one(&["website", "app", "letters"]).to_owned()];
        }
        let mut left = n_lines;
        while left > 0 {
            let count = 1 + self.choices.below(left);
            let start = n_lines - left;
            let clauses = if self.choices.percent(25) { self.header_clauses() } else { Vec::new() };
            let lines = (start..start + count).map(|at| self.line(at, kinds[at])).collect();
            let name = format!("part{}", draft.sections.len() + 1);
            draft.sections.push(Section { name, clauses, lines });
            left -= count;
        }
        draft.questions = (0..6).map(|_| self.question()).collect();
        draft
    }

    /// A label: often the name of something else, as far as that is legal.
    fn label(&mut self, at: usize, kind: usize) -> String {
        let names: &[&[&str]] = match kind {
            OFFERS..OTHER_OFFERS => &[NAMES],
            OTHER_OFFERS..84 => &[NAMES, WORDS],
            0..OFFERS | 84..92 => &[FACT_NAMES, NAMES, WORDS],
            _ => &[FACT_NAMES],
        };
        match self.choices.percent(50) {
            true => {
                let names = names[self.choices.below(names.len())];
                self.choices.one(names).to_owned()
            }
            false => format!("s{}", at + 1),
        }
    }

    fn header_clauses(&mut self) -> Vec<Clause> {
        let mut words = vec!["about", "through", "for", "when", "with", "to"];
        self.choices.shuffle(&mut words);
        let count = 1 + self.choices.below(2);
        words.into_iter().take(count).map(|word| self.clause(word)).collect()
    }

    fn line(&mut self, at: usize, kind: usize) -> Line {
        let label = self.labels[at].clone();
        let mut line = match kind {
            0..OFFERS => self.practice(),
            OFFERS..OTHER_OFFERS => self.offer(),
            OTHER_OFFERS..84 => self.other_offer(),
            84..88 => self.bind(),
            88..92 => self.absence(),
            _ => self.tracker(),
        };
        line.label = label;
        if self.choices.percent(18) {
            line.exception = self.exception();
        }
        line
    }

    fn exception(&mut self) -> Exception {
        if self.choices.percent(30) {
            return Exception::Elsewhere;
        }
        let count = 1 + self.choices.below(2);
        let mut labels: Vec<String> = (0..count)
            .map(|_| self.choices.below(self.labels.len()))
            .map(|at| self.labels[at].clone())
            .collect();
        labels.dedup();
        Exception::In(labels)
    }

    fn practice(&mut self) -> Line {
        let modal = self.choices.one(&[
            "",
            "may ",
            "may ",
            "currently ",
            "never ",
            "never ",
            "never knowingly ",
            "do not yet ",
            "try to ",
        ]);
        let negative = matches!(modal, "never " | "never knowingly " | "do not yet ");
        let verb = self.verb();
        let actor = if self.choices.percent(15) { self.choices.one(ACTORS) } else { "we" };
        let mut line = self.sentence(&format!("{actor} {modal}{verb}"), verb);
        if negative {
            line.clauses.retain(|clause| clause.word != "to" || self.choices.percent(70));
            return line;
        }
        // An `only` here and there; `unless` does not stand beside `only when`.
        let can_exclude = |clause: &Clause| {
            matches!(clause.word, "from" | "about" | "through" | "to" | "for" | "with" | "when")
        };
        let has_unless = line.clauses.iter().any(|clause| clause.word == "unless");
        for clause in line.clauses.iter_mut().filter(|clause| can_exclude(clause)) {
            clause.list.only =
                self.choices.percent(25) && !(has_unless && matches!(clause.word, "with" | "when"));
        }
        if let Some(second) = line.second.as_mut().filter(|second| second.word == "in") {
            second.list.only = self.choices.percent(40);
        }
        line.object.only = self.choices.percent(12);
        line
    }

    /// One of the verbs of the draft, or what follows from it.
    fn verb(&mut self) -> &'static str {
        let verb = self.verbs[self.choices.below(self.verbs.len())];
        match (verb, self.choices.below(4)) {
            ("collect" | "view" | "train on" | "decide from", 0) => "use",
            ("use", 0) => ["view", "decide from", "train on", "combine"][self.choices.below(4)],
            ("disclose" | "publish", 0) => "sell",
            ("disclose", 1) => "use",
            _ => verb,
        }
    }

    /// A question: a practice without a modal word.
    fn question(&mut self) -> Line {
        let verb = self.verb();
        let actor = if self.choices.percent(15) { self.choices.one(ACTORS) } else { "we" };
        let mut line = self.sentence(&format!("{actor} {verb}"), verb);
        line.label = "permitted".to_owned();
        line
    }

    /// Everything behind the actor and the modal word.
    fn sentence(&mut self, head: &str, verb: &str) -> Line {
        let mut line = Line {
            label: String::new(),
            head: head.to_owned(),
            is_tracker: false,
            object: self.data(),
            second: None,
            clauses: Vec::new(),
            exception: Exception::Nothing,
        };
        let mut words = vec![
            ("for", 50),
            ("about", 15),
            ("through", 12),
            ("with", 12),
            ("when", 20),
            ("unless", 12),
            ("under", 8),
            ("based on", 8),
        ];
        match verb {
            "collect" => words.push(("from", 25)),
            "derive" => line.second = Some(Clause { word: "from", list: self.data(), region: None }),
            "combine" => line.second = Some(self.combined()),
            "store" => {
                line.second =
                    Some(Clause { word: "in", list: self.list(&self.regions.clone()), region: None })
            }
            "disclose" | "sell" => words.push(("to", 100)),
            _ => {}
        }
        for (word, share) in words {
            if self.choices.percent(share) {
                let clause = self.clause(word);
                line.clauses.push(clause);
            }
        }
        line
    }

    fn combined(&mut self) -> Clause {
        let mut list = self.data();
        if self.choices.percent(30) {
            // `of` stands behind the whole list.
            let last = if list.except.is_empty() { list.items.last_mut() } else { list.except.last_mut() };
            let subject = self.subjects[self.choices.below(self.subjects.len())];
            if let Some(last) = last {
                let _ = write!(last, " of {subject}");
            }
        }
        Clause { word: "with", list, region: None }
    }

    fn clause(&mut self, word: &'static str) -> Clause {
        let list = match word {
            "for" => self.list(&self.purposes.clone()),
            "about" => self.list(&self.subjects.clone()),
            "through" => self.list(&self.channels.clone()),
            "from" => self.list(SOURCES),
            "to" => self.list(&self.recipients.clone()),
            "under" => self.fact(SAFEGUARDS),
            "based on" => List::of(&[self.choices.one(&[
                "consent",
                "consent.express",
                "contract",
                "consent, contract",
            ])]),
            _ => self.fact(&self.facts.clone()),
        };
        let has_region = matches!(word, "about" | "to") && self.choices.percent(25);
        let region = has_region.then(|| self.list(&self.regions.clone()));
        Clause { word, list, region }
    }

    fn fact(&mut self, names: &[&str]) -> List {
        let one = |choices: &mut Choices| {
            let not = if choices.percent(15) { "not " } else { "" };
            // Whether a choice was used is a fact as well.
            let offered = self.offers.first().filter(|_| choices.percent(20));
            let name = offered.map_or_else(|| choices.one(names), String::as_str);
            format!("{not}{name}")
        };
        let first = one(self.choices);
        let fact = match self.choices.below(10) {
            0 => format!("{first} or {}", one(self.choices)),
            1 => format!("{first} and {}", one(self.choices)),
            _ => first,
        };
        List { only: false, items: vec![fact], except: Vec::new() }
    }

    fn list(&mut self, names: &[&str]) -> List {
        let mut items = vec![self.choices.one(names).to_owned()];
        if self.choices.percent(25) {
            items.push(self.choices.one(names).to_owned());
        }
        let mut except = Vec::new();
        if self.choices.percent(12) {
            except.push(self.choices.one(names).to_owned());
        }
        List { only: false, items, except }
    }

    fn data(&mut self) -> List {
        let mut list = self.list(&self.data.clone());
        for item in list.items.iter_mut().chain(&mut list.except) {
            if self.choices.percent(15) {
                *item = format!("{} {item}", self.choices.one(FORMS));
            }
        }
        list
    }

    fn offer(&mut self) -> Line {
        let right = self.choices.one(&["opt-out", "opt-out", "choice", "access, opt-out"]);
        let mut line = Line {
            label: String::new(),
            head: "we offer".to_owned(),
            is_tracker: false,
            object: List::of(&[right]),
            second: None,
            clauses: Vec::new(),
            exception: Exception::Nothing,
        };
        if self.choices.percent(50) {
            // A word of the language cannot stand behind `from`.
            let labels = self.labels.iter().map(String::as_str);
            let mut names: Vec<&str> = labels.filter(|label| !WORDS.contains(label)).collect();
            names.push("part1");
            let label = self.choices.one(&names).to_owned();
            line.clauses.push(Clause {
                word: "from",
                list: List { only: false, items: vec![label], except: Vec::new() },
                region: None,
            });
        } else {
            if self.choices.percent(80) {
                let list = self.data();
                line.clauses.push(Clause { word: "over", list, region: None });
            }
            if self.choices.percent(50) {
                let list = self.list(&self.purposes.clone());
                line.clauses.push(Clause { word: "for", list, region: None });
            }
        }
        if self.choices.percent(25) {
            let list = self.list(&self.subjects.clone());
            line.clauses.push(Clause { word: "to", list, region: None });
        }
        if self.choices.percent(15) {
            let list = self.list(&self.channels.clone());
            line.clauses.push(Clause { word: "through", list, region: None });
        }
        line
    }

    /// An offer that is no choice: of another right, or of none.
    fn other_offer(&mut self) -> Line {
        let offer = self.offer();
        match self.choices.below(3) {
            0 => Line { object: List::of(&["access"]), ..offer },
            1 => Line { head: "we never offer".to_owned(), ..offer },
            _ => Line { head: "we do not yet offer".to_owned(), ..offer },
        }
    }

    fn bind(&mut self) -> Line {
        let mut line = Line {
            label: String::new(),
            head: "we bind".to_owned(),
            is_tracker: false,
            object: self.list(&self.recipients.clone()),
            second: Some(Clause {
                word: "to",
                list: List::of(&[self.choices.one(SAFEGUARDS)]),
                region: None,
            }),
            clauses: Vec::new(),
            exception: Exception::Nothing,
        };
        if self.choices.percent(25) {
            let word = ["when", "about", "for"][self.choices.below(3)];
            line.clauses.push(self.clause(word));
        }
        line
    }

    fn absence(&mut self) -> Line {
        let mut line = Line {
            label: String::new(),
            head: "we have no".to_owned(),
            is_tracker: false,
            object: List::of(&[self.choices.one(TOPICS)]),
            second: None,
            clauses: Vec::new(),
            exception: Exception::Nothing,
        };
        if self.choices.percent(30) {
            let word = ["about", "through", "when", "unless"][self.choices.below(4)];
            line.clauses.push(self.clause(word));
        }
        line
    }

    fn tracker(&mut self) -> Line {
        let by = if self.choices.percent(35) {
            format!(" by {}", self.choices.one(ACTORS))
        } else {
            String::new()
        };
        let mut line = Line {
            label: String::new(),
            head: format!("is a kind of cookie{by}"),
            is_tracker: true,
            object: List::of(&[]),
            second: None,
            clauses: Vec::new(),
            exception: Exception::Nothing,
        };
        let stores = self.choices.below(3);
        if stores != 0 {
            let list = self.data();
            line.clauses.push(Clause { word: "stores", list, region: None });
        }
        if stores != 1 {
            let noun = self.choices.one(&["no personal data", "no data", "no sensitive data"]);
            line.clauses.push(Clause { word: "stores", list: List::of(&[noun]), region: None });
        }
        for (word, share) in [("for", 60), ("with", 20), ("unless", 15), ("about", 15), ("when", 15)] {
            if self.choices.percent(share) {
                let mut clause = self.clause(word);
                clause.list.only = word == "for" && self.choices.percent(30);
                line.clauses.push(clause);
            }
        }
        line
    }
}

// --- making smaller ---

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
        }
        for question in 0..self.questions.len() {
            without(&|draft| drop(draft.questions.remove(question)));
        }
        without(&|draft| draft.law.clear());
        without(&|draft| draft.covers.clear());
        let lines: Vec<&Line> =
            self.sections.iter().flat_map(|section| &section.lines).chain(&self.questions).collect();
        for (at, line) in lines.iter().enumerate() {
            let mut in_line = |change: &dyn Fn(&mut Line)| {
                without(&|draft| {
                    if let Some(line) = draft.lines_mut().nth(at) {
                        change(line);
                    }
                })
            };
            if !matches!(line.exception, Exception::Nothing) {
                in_line(&|line| line.exception = Exception::Nothing);
            }
            if let Exception::In(labels) = &line.exception {
                for label in labels.iter().filter(|_| labels.len() > 1) {
                    in_line(&|line| line.exception = Exception::In(vec![label.clone()]));
                }
            }
            for clause in 0..line.clauses.len() {
                in_line(&|line| drop(line.clauses.remove(clause)));
            }
            let n_lists = lists(line).len();
            for list in 0..n_lists {
                let (n_items, n_except, only) = {
                    let list = lists(line)[list];
                    (list.items.len(), list.except.len(), list.only)
                };
                let mut in_list = |change: &dyn Fn(&mut List)| {
                    in_line(&|line| {
                        if let Some(list) = lists_mut(line).into_iter().nth(list) {
                            change(list);
                        }
                    })
                };
                if only {
                    in_list(&|list| list.only = false);
                }
                for item in (0..n_items).filter(|_| n_items > 1) {
                    in_list(&|list| drop(list.items.remove(item)));
                }
                for item in 0..n_except {
                    in_list(&|list| drop(list.except.remove(item)));
                }
            }
            for clause in line
                .clauses
                .iter()
                .enumerate()
                .filter(|(_, clause)| clause.region.is_some())
                .map(|(at, _)| at)
            {
                in_line(&|line| line.clauses[clause].region = None);
            }
        }
        smaller.retain(|draft| draft.sections.iter().any(|section| !section.lines.is_empty()));
        smaller
    }
}

fn lists(line: &Line) -> Vec<&List> {
    std::iter::once(&line.object)
        .chain(line.second.iter().chain(&line.clauses).map(|clause| &clause.list))
        .collect()
}

fn lists_mut(line: &mut Line) -> Vec<&mut List> {
    std::iter::once(&mut line.object)
        .chain(line.second.iter_mut().chain(&mut line.clauses).map(|clause| &mut clause.list))
        .collect()
}
