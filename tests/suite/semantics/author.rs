//! Makes random drafts: every kind of statement, about few things, so that the sentences meet.

use std::fmt::Write as _;

use super::draft::{CHOICES, Choices, Clause, Draft, Ends, Exception, JOINABLE, Line, List, Section, USES};

/// Within which a consent is said to be given: two that are equal, two that cannot be compared.
const TIMES: &[&str] = &["1 year", "12 months", "2 years", "30 days", "1 month"];

const DATA: &[&str] = &[
    "contact",
    "contact",
    "contact",
    "contact.email",
    "contact.email",
    "contact.email",
    "contact.phone",
    "log",
    "address",
    "health",
    "weather",
    "identity",
    "reachability",
    "profile",
    "inferences",
    "trackers",
    "any data",
    "any personal data",
    "any personal data",
    "any personal data",
    "any identifying data",
    "any special-category data",
    "any not personal data",
    "any sensitive data",
];
const CONSENTS: &[&str] = &["consent", "express-consent"];
const FORMS: &[&str] = &["readable", "hashed", "encrypted", "aggregated"];
const PURPOSES: &[&str] = &[
    "service",
    "ads",
    "ads.targeted",
    "growth",
    "research",
    "earning",
    "any purpose",
    "service",
    "ads",
    "records",
    "records.tax",
    "anything",
];
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
    "acme",
];
const ACTORS: &[&str] = &["staff", "processors", "third-parties", "advertisers"];
const SUBJECTS: &[&str] = &["people", "children", "children", "employees", "any subject"];
const SOURCES: &[&str] = &["person", "device", "any source"];
const CHANNELS: &[&str] = &["products", "website", "app", "letters", "cookie", "any channel", "everywhere"];
const REGIONS: &[&str] = &["eea", "us", "us.california", "europe", "adequate", "swiss", "any region"];
const FACTS: &[&str] = &[
    "consent",
    "consent",
    "consent",
    "express-consent",
    "express-consent",
    "compelled",
    "urgent",
    "registering",
    "leaving",
    "active",
    "closing",
    "asking",
];
const EVENTS: &[&str] = &[
    "closing",
    "asking",
    "asking",
    "leaving",
    "moving",
    "ending",
    "requesting",
    "registering",
    "collection",
];
const SAFEGUARDS: &[&str] = &["clauses", "clauses.strict"];
const MEASURES: &[&str] = &["lock", "lock.strong", "guard", "any measure"];
const STATES: &[&str] = &["in transit", "at rest", "in use"];
const BASES: &[&str] = &[
    "consent",
    "consent.express",
    "contract",
    "interests",
    "legal-obligation",
    "consent, contract",
    "contract, interests",
];
const RIGHTS: &[&str] = &[
    "access",
    "access",
    "deletion",
    "deletion",
    "deletion.minors",
    "deletion.account",
    "way-out",
    "any right",
];
const TOPICS: &[&str] = &[
    "automated-decisions",
    "sale",
    "sale.lists",
    "ai-training",
    "profiling",
    "both",
    "advertising",
    "children-data",
    "special-categories",
    "transfers",
    "cookies",
    "other-cookies",
    "officer",
    "safety",
];
const PERIODS: &[&str] = &[
    "30 days",
    "1 month",
    "59 days",
    "2 months",
    "62 days",
    "1 year",
    "12 months",
    "52 weeks",
    "2 years",
    "10 business-days",
    "36 hours",
];
/// Names of terms of every kind, and words of the language: a label may be any of them.
const LABELS: &[&str] = &[
    "s1",
    "s2",
    "s3",
    "s4",
    "s5",
    "s6",
    "contact.email",
    "contact",
    "ads",
    "staff",
    "children",
    "people",
    "eea",
    "website",
    "access",
    "opt-out",
    "sale",
    "lock",
    "person",
    "data",
    "purpose",
    "readable",
    "contract",
    "choice",
    "asking",
    "consent",
    "active",
    "clauses",
    "use",
    "never",
    "for",
    "elsewhere",
];
/// Those that are facts: no offer is called so.
const FACT_LABELS: &[&str] = &["asking", "consent", "active", "clauses"];
/// Those that are words of the language: no choice is called so.
const RESERVED: &[&str] = &["use", "never", "for", "elsewhere", "readable"];

/// The modal words, those that begin with others first.
const MODALS: &[&str] = &["may ", "currently ", "try to ", "never knowingly ", "never ", "do not yet "];

/// Whether an exception can name a section.
const NAMES_SECTIONS: bool = true;

/// What a draft is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    Practices,
    Rights,
    Keeping,
    Promises,
    Claims,
}

/// What a line is.
#[derive(Clone)]
enum Plan {
    Practice,
    Tracker,
    Offer(Vec<&'static str>, &'static str),
    Retention,
    Deletion,
    Protection,
    Notice,
    Duty,
    Absence,
    Claim,
}

/// Makes drafts.
///
/// Each draft speaks of a few things only, so that its sentences meet.
pub(crate) struct Author<'a> {
    choices: &'a mut Choices,
    labels: Vec<String>,
    sections: Vec<String>,
    /// The labels that are facts.
    offers: Vec<String>,
    /// The lines so far.
    made: Vec<Line>,
    themes: Vec<Theme>,
    verbs: Vec<&'static str>,
    data: Vec<&'static str>,
    purposes: Vec<&'static str>,
    recipients: Vec<&'static str>,
    subjects: Vec<&'static str>,
    channels: Vec<&'static str>,
    regions: Vec<&'static str>,
    facts: Vec<&'static str>,
    events: Vec<&'static str>,
    periods: Vec<&'static str>,
    /// Within which consents are said to be given.
    times: Vec<&'static str>,
    topics: Vec<&'static str>,
    measures: Vec<&'static str>,
}

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

impl<'a> Author<'a> {
    pub(crate) fn new(choices: &'a mut Choices) -> Self {
        let themes = match choices.below(10) {
            0..4 => vec![Theme::Practices],
            4..7 => vec![Theme::Keeping, Theme::Rights],
            7 => vec![Theme::Promises],
            8 => vec![Theme::Claims, Theme::Practices],
            _ => vec![Theme::Practices, Theme::Rights, Theme::Keeping, Theme::Promises, Theme::Claims],
        };
        let mut some = |names: &[&'static str], most: usize| -> Vec<&'static str> {
            let count = 1 + choices.below(most);
            (0..count).map(|_| names[choices.below(names.len())]).collect()
        };
        let (verbs, data, purposes) = (some(VERBS, 3), some(DATA, 3), some(PURPOSES, 3));
        let (recipients, subjects, channels) = (some(RECIPIENTS, 3), some(SUBJECTS, 2), some(CHANNELS, 2));
        let (regions, facts, events) = (some(REGIONS, 2), some(FACTS, 2), some(EVENTS, 2));
        let (periods, topics, measures) = (some(PERIODS, 2), some(TOPICS, 2), some(MEASURES, 2));
        let times = some(TIMES, 2);
        Self {
            choices,
            labels: Vec::new(),
            sections: Vec::new(),
            offers: Vec::new(),
            made: Vec::new(),
            themes,
            verbs,
            data,
            purposes,
            recipients,
            subjects,
            channels,
            regions,
            facts,
            events,
            periods,
            times,
            topics,
            measures,
        }
    }

    pub(crate) fn draft(&mut self) -> Draft {
        let n_lines = 2 + self.choices.below(6);
        let plans: Vec<Plan> = (0..n_lines).map(|_| self.plan()).collect();
        let mut free: Vec<&str> = LABELS.to_vec();
        self.choices.shuffle(&mut free);
        self.labels = plans.iter().enumerate().map(|(at, plan)| label(plan, at, &mut free)).collect();
        self.sections = free.iter().take(3).map(|name| (*name).to_owned()).collect();
        let offers = plans.iter().zip(&self.labels).filter(|(plan, _)| plan.is_choice());
        self.offers = offers.map(|(_, label)| label.clone()).collect();

        let mut draft = Draft::default();
        if self.choices.percent(25) {
            draft.law = vec![self.choices.one(&["us", "us.california", "eea", "europe"]).to_owned()];
        }
        if self.choices.percent(15) {
            draft.covers = vec![self.choices.one(&["website", "app", "letters"]).to_owned()];
        }
        if self.choices.percent(6) {
            draft.does_not_cover = vec![self.choices.one(&["app", "letters"]).to_owned()];
        }
        let mut left = n_lines;
        // The clauses of all headers around what is made.
        let mut headers: Vec<Clause> = Vec::new();
        while left > 0 {
            let count = if draft.sections.len() == 2 { left } else { 1 + self.choices.below(left) };
            let start = n_lines - left;
            let clauses = if self.choices.percent(25) { self.header_clauses() } else { Vec::new() };
            let lines: Vec<Line> =
                (start..start + count).map(|at| self.line(at, plans[at].clone())).collect();
            let around = draft.sections.last().map(|section| section.name.clone());
            let inside = around.filter(|_| self.choices.percent(30));
            headers.retain(|_| inside.is_some());
            let clauses = Self::without_both(Line { clauses, ..Line::default() }, &headers).clauses;
            headers.extend(clauses.iter().cloned());
            let lines = lines.into_iter().map(|line| Self::without_both(line, &headers)).collect();
            let name = self.sections[draft.sections.len()].clone();
            draft.sections.push(Section { name, inside, clauses, lines });
            left -= count;
        }
        let lines: Vec<Line> = draft.lines().cloned().collect();
        // A question has no title, and one verb.
        let asked = |line: Line| Line { is_titled: false, joined: Vec::new(), ..line };
        draft.questions = (0..8).map(|_| asked(self.question(&lines))).collect();
        draft
    }

    fn plan(&mut self) -> Plan {
        let theme = self.themes[self.choices.below(self.themes.len())];
        // Whatever a draft is about, one statement of so many is about something else.
        match (theme, self.choices.below(20)) {
            (_, 0) => Plan::Duty,
            (_, 1) => self.right(),
            (Theme::Practices, 2) => Plan::Absence,
            (Theme::Practices, 3 | 4) => Plan::Tracker,
            (Theme::Practices, 5) => self.offered(true),
            (Theme::Practices, _) => Plan::Practice,
            (Theme::Rights, 2..6) => Plan::Deletion,
            (Theme::Rights, 6) => Plan::Retention,
            (Theme::Rights, 7) => Plan::Practice,
            (Theme::Rights, _) => self.right(),
            (Theme::Keeping, 2..9) => Plan::Deletion,
            (Theme::Keeping, 9 | 10) => Plan::Practice,
            (Theme::Keeping, _) => Plan::Retention,
            (Theme::Promises, 2..9) => Plan::Protection,
            (Theme::Promises, 9..16) => Plan::Notice,
            (Theme::Promises, _) => Plan::Duty,
            (Theme::Claims, 2..8) => Plan::Absence,
            (Theme::Claims, 8..14) => Plan::Claim,
            (Theme::Claims, _) => Plan::Tracker,
        }
    }

    fn right(&mut self) -> Plan {
        let is_choice = self.choices.percent(25);
        self.offered(is_choice)
    }

    fn offered(&mut self, is_choice: bool) -> Plan {
        let mut rights: Vec<&'static str> = Vec::new();
        let pool = if is_choice { CHOICES } else { RIGHTS };
        rights.push(pool[self.choices.below(pool.len())]);
        if self.choices.percent(20) {
            let pool = if self.choices.percent(40) { CHOICES } else { RIGHTS };
            rights.push(pool[self.choices.below(pool.len())]);
        }
        let modals: &[(&'static str, usize)] = match is_choice {
            true => &[("", 80), ("may ", 8), ("never ", 8), ("try to ", 4)],
            false => &[
                ("", 50),
                ("may ", 6),
                ("currently ", 3),
                ("try to ", 5),
                ("never ", 26),
                ("never knowingly ", 4),
                ("do not yet ", 6),
            ],
        };
        let at = self.choices.below(modals.iter().map(|(_, share)| share).sum());
        let mut below = 0;
        let modal = modals.iter().find(|(_, share)| {
            below += share;
            at < below
        });
        Plan::Offer(rights, modal.map_or("", |(modal, _)| modal))
    }

    fn header_clauses(&mut self) -> Vec<Clause> {
        let mut words = vec![
            "about", "about", "through", "through", "for", "for", "when", "with", "unless", "under", "to",
            "from", "based on", "required", "kept",
        ];
        self.choices.shuffle(&mut words);
        words.dedup();
        let count = 1 + self.choices.below(3);
        let mut clauses: Vec<Clause> = Vec::new();
        for word in words {
            if clauses.len() < count && clauses.iter().all(|clause| clause.word != word) {
                let mut clause = self.clause(word);
                let can_exclude = matches!(word, "about" | "through" | "for" | "to" | "from");
                clause.list.only = can_exclude && self.choices.percent(8);
                clauses.extend(Self::naming_places(clause));
            }
        }
        clauses
    }

    fn line(&mut self, at: usize, plan: Plan) -> Line {
        let label = self.labels[at].clone();
        let again = match plan.names_choice() || matches!(plan, Plan::Tracker) {
            true => None,
            false => self.again(FACT_LABELS.contains(&label.as_str())),
        };
        let mut line = match plan {
            _ if again.is_some() => again.unwrap_or_default(),
            Plan::Practice => self.practice(),
            Plan::Tracker => self.tracker(),
            Plan::Offer(rights, modal) => self.offer(&rights, modal),
            Plan::Retention => self.retention(),
            Plan::Deletion => self.deletion(),
            Plan::Protection => self.protection(),
            Plan::Notice => self.notice(),
            Plan::Duty => self.duty(),
            Plan::Absence => self.absence(),
            Plan::Claim => self.claim(),
        };
        line.label = label;
        line.is_titled = !line.is_tracker && at % 3 == 1;
        line.joined.clear();
        if !line.is_tracker && JOINABLE.contains(&line.verb) && self.choices.percent(25) {
            self.join(&mut line);
        }
        if line.is_negative() {
            // A ban that says little meets more.
            line.clauses.retain(|_| self.choices.percent(60));
        }
        if self.choices.percent(22) {
            line.exception = self.exception(at);
        }
        line = Self::without_both(Self::without_terms(line), &[]);
        self.made.push(line.clone());
        line
    }

    /// Gives a practice one or two further verbs, with what they need or take.
    fn join(&mut self, line: &mut Line) {
        let mut verbs: Vec<&'static str> =
            JOINABLE.iter().copied().filter(|verb| *verb != line.verb).collect();
        self.choices.shuffle(&mut verbs);
        verbs.truncate(1 + usize::from(self.choices.percent(30)));
        let has = |line: &Line, word: &str| line.clauses.iter().any(|clause| clause.word == word);
        let gives = verbs.iter().any(|verb| matches!(*verb, "disclose" | "sell"));
        if gives && !has(line, "to") && (!line.is_negative() || self.choices.percent(50)) {
            let mut clause = self.clause("to");
            clause.list.only = !line.is_negative() && self.choices.percent(20);
            line.clauses.push(clause);
        }
        if verbs.contains(&"collect") && !has(line, "from") && self.choices.percent(25) {
            let clause = self.clause("from");
            line.clauses.push(clause);
        }
        if line.second.is_none() && verbs.iter().any(|verb| USES.contains(verb)) && self.choices.percent(20) {
            self.place(line);
        }
        line.joined = verbs;
    }

    /// What another line says, or nearly, or the contrary.
    fn again(&mut self, is_named_like_a_fact: bool) -> Option<Line> {
        let known = self.made.get(self.choices.below(self.made.len()));
        let known = known.filter(|line| !line.is_tracker && !line.names_choice())?.clone();
        if is_named_like_a_fact && known.verb == "offer" {
            return None;
        }
        if !self.choices.percent(38) {
            return None;
        }
        // With its first verb alone.
        let known = known.apart().swap_remove(0);
        let mut line = Line { exception: Exception::Nothing, later: None, ..known };
        if line.verb == "retain" && !line.is_negative() && self.choices.percent(40) {
            // For another length of time.
            return Some(self.answered_otherwise(line));
        }
        let has_modal = !matches!(line.verb, "have no" | "state" | "disclaim" | "advise");
        if has_modal && self.choices.percent(55) {
            let is_negative = line.is_negative();
            for modal in MODALS {
                line.head = line.head.replacen(modal, "", 1);
            }
            if !is_negative {
                line = Self::without_only(line);
                line.object.only = false;
                line.clauses.retain(|clause| !matches!(clause.word, "required" | "optional"));
                if line.verb != "retain" {
                    line.ends = Ends::default();
                }
                line.head = line.head.replacen(line.verb, &format!("never {}", line.verb), 1);
            }
            if line.verb == "retain" && is_negative {
                line.ends = self.ends();
            } else if line.verb == "retain" {
                line.ends = Ends { ends: vec![format!("longer than {}", self.period())], ..Ends::default() };
            }
        } else if (line.verb == "retain" || !line.ends.ends.is_empty()) && self.choices.percent(70) {
            line.ends = match line.verb == "retain" && line.is_negative() {
                true => Ends { ends: vec![format!("longer than {}", self.period())], ..Ends::default() },
                false => self.ends(),
            };
        }
        if self.choices.percent(40) {
            line.timing = self.timing(70, line.verb == "notify");
            line.timing = line.timing.filter(|_| matches!(line.verb, "offer" | "delete" | "notify"));
        }
        let is_offer = line.verb == "offer";
        let needs_to = matches!(line.verb, "disclose" | "sell");
        if needs_to && !line.is_negative() && line.clauses.iter().all(|clause| clause.word != "to") {
            line.clauses.push(self.clause("to"));
        }
        if self.choices.percent(35) {
            // Of one thing, with another answer.
            return Some(self.answered_otherwise(line));
        }
        line.clauses.retain(|clause| clause.word == "to" && needs_to || self.choices.percent(85));
        for clause in &mut line.clauses {
            if self.choices.percent(15) && !(is_offer && matches!(clause.word, "to" | "from")) {
                clause.list = List { only: clause.list.only, ..self.clause(clause.word).list };
            }
        }
        if self.choices.percent(25)
            && matches!(line.verb, "retain" | "delete" | "protect" | "collect" | "use")
        {
            line.object = List { only: line.object.only, ..self.data() };
        }
        Some(line)
    }

    /// The same line with another deadline, basis, or necessity.
    fn answered_otherwise(&mut self, mut line: Line) -> Line {
        line.clauses.retain(|clause| !matches!(clause.word, "required" | "optional"));
        if line.is_negative() {
            return line;
        }
        if line.is_practice() {
            let word = if self.choices.percent(50) { "required" } else { "optional" };
            line.clauses.push(Clause::new(word, List::default()));
        }
        if line.is_practice() || line.verb == "retain" {
            for clause in line.clauses.iter_mut().filter(|clause| clause.word == "based on") {
                clause.list = List::of(&[self.choices.one(BASES)]);
            }
        }
        if line.verb == "retain" && !line.ends.then.is_empty() && self.choices.percent(60) {
            return self.of_later_stage(line);
        }
        if line.verb == "retain" && self.choices.percent(70) {
            let after = match event_behind(&line.ends) {
                Some(event) if self.choices.percent(80) => format!(" after {event}"),
                None if self.choices.percent(60) => String::new(),
                _ => " after collection".to_owned(),
            };
            line.ends = Ends { ends: vec![format!("for {}{after}", self.period())], ..Ends::default() };
        }
        if matches!(line.verb, "offer" | "delete" | "notify") {
            line.timing = self.timing(90, line.verb == "notify");
        }
        line
    }

    /// Of a retention in stages, a later one alone, for some time after that with which the first one may end.
    fn of_later_stage(&mut self, mut line: Line) -> Line {
        let then = &line.ends.then[self.choices.below(line.ends.then.len())];
        let form = then.split(' ').next().unwrap_or_default().to_owned();
        for item in &mut line.object.items {
            let whole = FORMS.iter().find_map(|word| item.strip_prefix(&format!("{word} ")));
            *item = format!("{form} {}", whole.unwrap_or(item));
        }
        let after = event_behind(&line.ends).map_or_else(String::new, |event| format!(" after {event}"));
        line.ends =
            Ends { ends: vec![format!("for {}{after}", self.choices.one(PERIODS))], ..Ends::default() };
        line
    }

    /// What the line at a place excepts; now and then what leads in a circle.
    fn exception(&mut self, at: usize) -> Exception {
        if self.choices.percent(20) {
            return Exception::Elsewhere;
        }
        if NAMES_SECTIONS && self.choices.percent(15) {
            return Exception::In(vec![self.sections[0].clone()]);
        }
        let count = 1 + usize::from(self.choices.percent(25));
        let mut labels: Vec<String> = Vec::new();
        for _ in 0..count {
            let end = if self.choices.percent(94) { at } else { self.labels.len() };
            let label = &self.labels[self.choices.below(end)];
            let is_statement = !label.starts_with('t') || label.len() != 2;
            if is_statement && *label != self.labels[at] && !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        if labels.is_empty() { Exception::Nothing } else { Exception::In(labels) }
    }

    // --- statements ---

    /// A statement with an object and some clauses, each word with its share of a hundred.
    fn sentence(
        &mut self,
        head: String,
        verb: &'static str,
        object: List,
        words: &[(&'static str, usize)],
    ) -> Line {
        let mut line = Line { head, verb, object, ..Line::default() };
        for (word, share) in words {
            if self.choices.percent(*share) {
                let clause = self.clause(word);
                line.clauses.push(clause);
            }
        }
        line
    }

    fn actor(&mut self) -> &'static str {
        if self.choices.percent(13) { ACTORS[self.choices.below(ACTORS.len())] } else { "we" }
    }

    /// Puts `only` before some of the clauses of a permission.
    fn exclude(&mut self, line: &mut Line, share: usize) {
        // `unless` does not stand beside `only when`.
        let can_exclude = |clause: &Clause| {
            matches!(clause.word, "from" | "about" | "through" | "to" | "for" | "with" | "when")
        };
        let has_unless = line.clauses.iter().any(|clause| clause.word == "unless");
        let is_offer = line.verb == "offer";
        for clause in line.clauses.iter_mut().filter(|clause| can_exclude(clause)) {
            let is_shut =
                has_unless && matches!(clause.word, "with" | "when") || is_offer && clause.word == "from";
            clause.list.only = self.choices.percent(share) && !is_shut;
        }
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
        let verb = self.verb();
        let actor = self.actor();
        let mut line = self.behind(format!("{actor} {modal}{verb}"), verb);
        if line.is_negative() {
            if modal == "do not yet " && self.choices.percent(30) {
                line.later = Some(format!("with {}", self.facts[0]));
            }
            return line;
        }
        self.exclude(&mut line, 22);
        match line.second.as_mut() {
            Some(second) if second.word == "in" => second.list.only = self.choices.percent(40),
            Some(Clause { region: Some(region), .. }) => region.only = self.choices.percent(40),
            Some(_) | None => {}
        }
        line.object.only = self.choices.percent(10);
        if self.choices.percent(12) {
            line.clauses.push(Clause::new(
                if self.choices.percent(60) { "required" } else { "optional" },
                List::default(),
            ));
        }
        if self.choices.percent(16) {
            line.ends = self.ends();
        }
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

    /// A practice: everything behind the actor and the modal word.
    fn behind(&mut self, head: String, verb: &'static str) -> Line {
        let mut words = vec![
            ("for", 50),
            ("about", 15),
            ("through", 12),
            ("with", 10),
            ("when", 18),
            ("unless", 10),
            ("under", 6),
            ("based on", 10),
        ];
        match verb {
            "collect" => words.push(("from", 25)),
            "disclose" | "sell" => words.push(("to", 100)),
            _ => {}
        }
        let object = self.data();
        let mut line = self.sentence(head, verb, object, &words);
        line.second = match verb {
            "derive" => Some(Clause::new("from", self.data())),
            "combine" => Some(self.combined()),
            "store" => Some(Clause::new("in", self.list(&self.regions.clone()))),
            _ => None,
        };
        if USES.contains(&verb) && self.choices.percent(30) {
            self.place(&mut line);
        }
        line
    }

    /// Says of a use where it is done.
    fn place(&mut self, line: &mut Line) {
        let region = self.list(&self.regions.clone());
        match &mut line.second {
            Some(second) if second.word != "in" => second.region = Some(region),
            Some(_) | None => line.second = Some(Clause::new("in", region)),
        }
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
        Clause::new("with", list)
    }

    fn offer(&mut self, rights: &[&'static str], modal: &str) -> Line {
        let is_choice = rights.iter().any(|right| CHOICES.contains(right));
        let words = [
            ("over", 72),
            ("for", 22),
            ("to", 25),
            ("about", 4),
            ("through", 20),
            ("with", 3),
            ("when", 10),
            ("unless", 5),
            ("under", 2),
        ];
        let mut line = self.sentence(format!("we {modal}offer"), "offer", List::of(rights), &words);
        for clause in line.clauses.iter_mut().filter(|clause| clause.word == "to") {
            clause.list = self.list(&self.subjects.clone());
        }
        if line.clauses.iter().any(|clause| clause.word == "to") {
            line.clauses.retain(|clause| clause.word != "about");
        }
        if self.choices.percent(7) {
            let out = self.choices.one(if is_choice { CHOICES } else { RIGHTS });
            // A kind of what is offered.
            let is_kind = |right: &&str| *right == "any right" || out.starts_with(&format!("{right}."));
            line.object.except.extend(rights.iter().any(is_kind).then(|| out.to_owned()));
        }
        if self.choices.percent(if is_choice { 45 } else { 8 }) {
            let mut names = self.labels.clone();
            names.push(self.sections[0].clone());
            // A word of the language is read as such where a name is expected.
            names.retain(|name| !RESERVED.contains(&name.as_str()));
            names.extend(self.offers.first().cloned());
            let Some(label) = names.get(self.choices.below(names.len())).cloned() else { return line };
            line.clauses.retain(|clause| clause.word != "over" || self.choices.percent(30));
            line.clauses.push(Clause::new("from", List::of(&[&label])));
        }
        if !line.is_negative() {
            self.exclude(&mut line, 6);
        }
        line.timing = self.timing(25, false);
        line
    }

    fn timing(&mut self, share: usize, is_notice: bool) -> Option<String> {
        if !self.choices.percent(share) {
            return None;
        }
        let period = self.period();
        Some(match self.choices.below(5) {
            0 => "promptly".to_owned(),
            1 if is_notice && self.is_last_of_several(period) => "beforehand".to_owned(),
            1 if is_notice => format!("at least {period} before"),
            _ => format!("within {period}"),
        })
    }

    /// Whether a length of time gives way to what is said without one, and others are left.
    fn is_last_of_several(&self, period: &str) -> bool {
        self.periods.len() > 1 && self.periods.last() == Some(&period)
    }

    fn period(&mut self) -> &'static str {
        self.periods[self.choices.below(self.periods.len())]
    }

    fn event(&mut self) -> &'static str {
        self.events[self.choices.below(self.events.len())]
    }

    fn retention(&mut self) -> Line {
        if self.choices.percent(18) {
            let words = [("about", 12), ("through", 8), ("when", 8), ("for", 25)];
            let modal = self.choices.weighted(&[("never", 88), ("never knowingly", 12)]);
            let object = self.data();
            let mut line = self.sentence(format!("we {modal} retain"), "retain", object, &words);
            let after =
                if self.choices.percent(30) { format!(" after {}", self.event()) } else { String::new() };
            let period = self.period();
            // Without an end: not at all.
            if !(after.is_empty() && self.is_last_of_several(period)) {
                line.ends.ends = vec![format!("longer than {period}{after}")];
            }
            return line;
        }
        let modal = self.choices.weighted(&[("", 75), ("may ", 12), ("currently ", 5), ("try to ", 8)]);
        let actor = self.actor();
        let words = [
            ("for", 35),
            ("about", 12),
            ("through", 8),
            ("with", 4),
            ("when", 10),
            ("unless", 5),
            ("under", 2),
            ("based on", 15),
        ];
        let object = self.data();
        let mut line = self.sentence(format!("{actor} {modal}retain"), "retain", object, &words);
        line.ends = self.ends();
        line
    }

    fn ends(&mut self) -> Ends {
        let (ends, is_shorter) = self.stage();
        let mut then = Vec::new();
        let mut before = Before::of(&ends, is_shorter);
        for (form, share) in [("hashed", 55), ("aggregated", 60)] {
            if !self.choices.percent(share) {
                break;
            }
            let form = if then.is_empty() && self.choices.percent(35) { "aggregated" } else { form };
            if self.choices.percent(15) {
                then.push(form.to_owned());
                break;
            }
            let (mut ends, is_shorter) = self.stage();
            // What counts from the end before is the first or the last of the ends.
            let place = if self.choices.percent(50) { 0 } else { ends.len() - 1 };
            let others: Vec<String> =
                ends.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, end)| end.clone()).collect();
            let more = self.more(&before, &Before::of(&others, true));
            let counts = more.is_some();
            if let Some(more) = more {
                ends[place] = more;
            }
            let whichever = if is_shorter { "shorter" } else { "longer" };
            let whichever = if ends.len() > 1 { format!(" whichever is {whichever}") } else { String::new() };
            then.push(format!("{form} {}{whichever}", ends.join(" or ")));
            let own = Before::of(&ends, is_shorter);
            before = if counts { before.and(own) } else { own };
            if form == "aggregated" {
                break;
            }
        }
        Ends { ends, is_shorter, then }
    }

    /// The ends of one stage, and whether the first to come of them counts.
    fn stage(&mut self) -> (Vec<String>, bool) {
        let mut ends = vec![self.end()];
        if self.choices.percent(20) {
            ends.push(self.end());
        }
        (ends, self.choices.percent(40))
    }

    /// A length of time that counts from the end of the stage before, where there is such an end.
    fn more(&mut self, before: &Before, others: &Before) -> Option<String> {
        if before.is_endless || !self.choices.percent(75) {
            return None;
        }
        let bounds: &[&str] = match (before.has_least || others.has_least, before.has_most || others.has_most)
        {
            (true, true) => return None,
            (true, false) => &["", "at least "],
            (false, true) => &["", "up to "],
            (false, false) => &["", "", "", "at least ", "up to "],
        };
        let bound = self.choices.one(bounds);
        let period = self.period();
        let (amount, unit) = period.split_once(' ')?;
        Some(format!("for {bound}{amount} more {unit}"))
    }

    fn end(&mut self) -> String {
        if self.choices.percent(14) {
            return "as long as needed for its purposes".to_owned();
        }
        match self.choices.below(20) {
            0 => "indefinitely".to_owned(),
            1..4 => format!("while {}", self.one_fact("active")),
            4 | 5 => format!("until {}", self.event()),
            6 | 7 => {
                format!("as long as needed for {}", self.purposes[self.choices.below(self.purposes.len())])
            }
            kind => {
                let bound = match kind {
                    8 | 9 => "at least ",
                    10..13 => "up to ",
                    _ => "",
                };
                let after =
                    if self.choices.percent(50) { format!(" after {}", self.event()) } else { String::new() };
                format!("for {bound}{}{after}", self.period())
            }
        }
    }

    /// A fact or some facts in parentheses; sometimes one in particular.
    fn one_fact(&mut self, usual: &str) -> String {
        if self.choices.percent(45) {
            return usual.to_owned();
        }
        let facts = self.facts.clone();
        match self.choices.below(6) {
            0 => format!("({} or {usual})", self.choices.one(&facts)),
            1 => format!("({} and {usual})", self.choices.one(&facts)),
            2 => format!("not {}", self.choices.one(&facts)),
            _ => {
                let fact = self.choices.one(&facts).to_owned();
                self.lapsing(fact)
            }
        }
    }

    /// A fact; if it is a consent, perhaps within a time.
    fn lapsing(&mut self, fact: String) -> String {
        if !CONSENTS.contains(&fact.as_str()) || !self.choices.percent(60) {
            return fact;
        }
        format!("{fact} given within {}", self.choices.one(&self.times))
    }

    fn deletion(&mut self) -> Line {
        let modal = self.choices.weighted(&[
            ("", 52),
            ("may ", 6),
            ("try to ", 8),
            ("currently ", 3),
            ("never ", 22),
            ("never knowingly ", 4),
            ("do not yet ", 5),
        ]);
        let actor = self.actor();
        let words = [
            ("for", 20),
            ("about", 12),
            ("through", 7),
            ("with", 3),
            ("when", 10),
            ("unless", 6),
            ("under", 2),
        ];
        let object = self.data();
        let mut line = self.sentence(format!("{actor} {modal}delete"), "delete", object, &words);
        line.second = Some(Clause::new("on", List::of(&[&self.moment()])));
        line.timing = self.timing(45, false);
        if !line.is_negative() {
            self.exclude(&mut line, 6);
            line.object.only = self.choices.percent(3);
        }
        line
    }

    /// On which event something is deleted.
    fn moment(&mut self) -> String {
        let (one, other) = (self.event(), self.event());
        let fact = self.facts[self.choices.below(self.facts.len())].to_owned();
        let fact = self.lapsing(fact);
        match self.choices.below(12) {
            0 => format!("{one} or {other}"),
            1 => format!("{one} and {other}"),
            2 => format!("{one} and not {fact}"),
            3 => format!("{one} or ({other} and not {fact})"),
            4 => format!("({one} or {other}) and {fact}"),
            5 if self.choices.percent(30) => format!("not {one}"),
            _ => one.to_owned(),
        }
    }

    fn protection(&mut self) -> Line {
        let modal = self.choices.weighted(&[
            ("", 55),
            ("may ", 8),
            ("try to ", 8),
            ("currently ", 4),
            ("never ", 15),
            ("never knowingly ", 4),
            ("do not yet ", 6),
        ]);
        let words = [
            ("for", 15),
            ("about", 15),
            ("through", 15),
            ("with", 3),
            ("when", 14),
            ("unless", 6),
            ("under", 2),
        ];
        let object = self.data();
        let mut line = self.sentence(format!("we {modal}protect"), "protect", object, &words);
        line.second = Some(Clause::new("using", self.list(&self.measures.clone())));
        line.states = self.states();
        if !line.is_negative() {
            self.exclude(&mut line, 6);
            line.object.only = self.choices.percent(3);
        }
        line
    }

    fn states(&mut self) -> Vec<&'static str> {
        if self.choices.percent(45) {
            return Vec::new();
        }
        let mut states = vec![STATES[self.choices.below(3)]];
        let other = STATES[self.choices.below(3)];
        if self.choices.percent(30) && !states.contains(&other) {
            states.push(other);
        }
        states
    }

    fn notice(&mut self) -> Line {
        let modal = self.choices.weighted(&[
            ("", 60),
            ("may ", 8),
            ("try to ", 6),
            ("currently ", 4),
            ("never ", 12),
            ("never knowingly ", 4),
            ("do not yet ", 6),
        ]);
        let words = [
            ("over", 35),
            ("about", 5),
            ("through", 25),
            ("with", 3),
            ("when", 14),
            ("unless", 5),
            ("under", 2),
        ];
        let object = self.list(&self.subjects.clone());
        let mut line = self.sentence(format!("we {modal}notify"), "notify", object, &words);
        line.place = self.choices.percent(25).then(|| self.list(&self.regions.clone()));
        if line.place.is_some() {
            line.clauses.iter_mut().for_each(|clause| clause.region = None);
        }
        line.second = Some(Clause::new("of", self.list(&self.events.clone())));
        line.timing = self.timing(40, true);
        if !line.is_negative() {
            self.exclude(&mut line, 6);
        }
        line
    }

    fn duty(&mut self) -> Line {
        let modal = self.choices.weighted(&[("", 75), ("may ", 6), ("try to ", 7), ("never ", 12)]);
        let words = [("for", 8), ("over", 8), ("about", 6), ("through", 6), ("when", 10), ("unless", 4)];
        let object = self.list(&self.recipients.clone());
        let mut line = self.sentence(format!("we {modal}bind"), "bind", object, &words);
        line.second = Some(Clause::new("to", List::of(&[self.choices.one(SAFEGUARDS)])));
        line
    }

    fn topic(&mut self) -> List {
        self.list(&self.topics.clone())
    }

    fn absence(&mut self) -> Line {
        let words = [
            ("for", 15),
            ("over", 25),
            ("about", 18),
            ("through", 22),
            ("with", 3),
            ("when", 14),
            ("unless", 8),
            ("under", 2),
        ];
        let modal = self.choices.weighted(&[("", 90), ("currently ", 10)]);
        let object = self.topic();
        self.sentence(format!("we {modal}have no"), "have no", object, &words)
    }

    fn claim(&mut self) -> Line {
        let words = [
            ("for", 12),
            ("over", 20),
            ("about", 15),
            ("through", 15),
            ("with", 3),
            ("when", 12),
            ("unless", 8),
            ("under", 2),
        ];
        let verb = ["state", "disclaim", "advise"][self.choices.below(3)];
        let object = self.topic();
        self.sentence(format!("we {verb}"), verb, object, &words)
    }

    fn tracker(&mut self) -> Line {
        let by = if self.choices.percent(35) {
            format!(" by {}", self.choices.one(ACTORS))
        } else {
            String::new()
        };
        let head = format!("is a kind of cookie{by}");
        let mut line = Line { head, is_tracker: true, ..Line::default() };
        let stores = self.choices.below(3);
        if stores != 0 {
            let list = self.data();
            line.clauses.push(Clause::new("stores", list));
        }
        if stores != 1 {
            let noun = self.choices.one(&["no personal data", "no data", "no sensitive data"]);
            line.clauses.push(Clause::new("stores", List::of(&[noun])));
        }
        let words = [
            ("for", 55),
            ("from", 8),
            ("about", 15),
            ("through", 20),
            ("with", 18),
            ("unless", 10),
            ("when", 12),
            ("under", 2),
            ("based on", 8),
            ("required", 5),
        ];
        for (word, share) in words {
            if self.choices.percent(share) {
                let mut clause = self.clause(word);
                clause.list.only = word == "for" && self.choices.percent(30);
                line.clauses.extend(Self::naming_places(clause));
            }
        }
        if self.choices.percent(40) {
            let lasting = self.choices.one(&["session", "persistent", "unknown", "30 days"]);
            line.clauses.push(Clause::new("lasting", List::of(&[lasting])));
        }
        if self.choices.percent(8) {
            line.ends = self.ends();
        }
        line
    }

    /// A clause of a tracker, or of a header around one, which says by names where the tracker stands.
    fn naming_places(mut clause: Clause) -> Option<Clause> {
        if clause.word == "through" {
            clause.list.items.retain(|item| !item.starts_with("any"));
            clause.list.except.clear();
        }
        (!clause.list.items.is_empty() || clause.word != "through").then_some(clause)
    }

    // --- questions ---

    /// A question of any kind: a statement without a modal word, often one that the draft has, or nearly.
    fn question(&mut self, lines: &[Line]) -> Line {
        let known = lines.get(self.choices.below(lines.len())).filter(|_| self.choices.percent(65));
        let known = known.and_then(|line| {
            let verbs = line.apart();
            let at = self.choices.below(verbs.len());
            self.asked_about(&verbs[at])
        });
        let mut line = known.unwrap_or_else(|| self.new_question());
        line.label = "permitted".to_owned();
        line
    }

    /// Whether what a line says is so, or what is near to it.
    fn asked_about(&mut self, known: &Line) -> Option<Line> {
        let mut line = Self::without_only(known.clone());
        if line.is_tracker {
            return None;
        }
        for modal in MODALS {
            line.head = line.head.replacen(modal, "", 1);
        }
        line.exception = Exception::Nothing;
        line.later = None;
        if line.verb == "retain" && !line.ends.then.is_empty() && self.choices.percent(60) {
            line = self.of_later_stage(line);
        }
        line.ends.then.clear();
        for end in &mut line.ends.ends {
            *end = end.replace("longer than", "for");
        }
        if line.verb != "retain" {
            line.ends = Ends::default();
        } else if self.choices.percent(50) || line.ends.ends.is_empty() {
            line.ends = Ends { then: Vec::new(), ..self.ends() };
        }
        if self.choices.percent(40) {
            line.timing = None;
        }
        line.clauses.retain(|clause| !matches!(clause.word, "required" | "optional" | "kept"));
        line.clauses.retain(|clause| !(line.verb == "offer" && clause.word == "from"));
        if line.is_use() && self.choices.percent(30) {
            match line.second.as_mut().filter(|second| second.word != "in") {
                Some(second) => second.region = None,
                None => line.second = None,
            }
            if self.choices.percent(50) {
                self.place(&mut line);
            }
        }
        let is_optional = |word: &str| word != "to" || !matches!(line.verb, "disclose" | "sell");
        line.clauses.retain(|clause| !is_optional(clause.word) || self.choices.percent(78));
        let needs_to = matches!(line.verb, "disclose" | "sell");
        if needs_to && line.clauses.iter().all(|clause| clause.word != "to") {
            line.clauses.push(self.clause("to"));
        }
        let is_offer = line.verb == "offer";
        for clause in &mut line.clauses {
            if self.choices.percent(18) && !(is_offer && clause.word == "to") {
                clause.list = self.clause(clause.word).list;
            }
        }
        if line.object.items.len() > 1 && self.choices.percent(50) {
            line.object.items.truncate(1);
        }
        if matches!(line.verb, "retain" | "delete" | "protect") && self.choices.percent(20) {
            line.object = self.data();
        }
        Some(line)
    }

    fn new_question(&mut self) -> Line {
        let theme = self.themes[self.choices.below(self.themes.len())];
        match (theme, self.choices.below(12)) {
            (_, 0) => self.plain(Self::duty),
            (_, 1) => self.asked_right(),
            (Theme::Practices, _) => self.asked_practice(),
            (Theme::Rights, 2..5) => self.plain(Self::deletion),
            (Theme::Rights, _) => self.asked_right(),
            (Theme::Keeping, 2..6) => self.plain(Self::deletion),
            (Theme::Keeping, _) => self.asked_retention(),
            (Theme::Promises, 2..7) => self.plain(Self::protection),
            (Theme::Promises, _) => self.plain(Self::notice),
            (Theme::Claims, 2..7) => self.plain(Self::absence),
            (Theme::Claims, _) => self.plain(Self::claim),
        }
    }

    fn asked_practice(&mut self) -> Line {
        let (verb, actor) = (self.verb(), self.actor());
        self.behind(format!("{actor} {verb}"), verb)
    }

    fn asked_right(&mut self) -> Line {
        let pool = if self.choices.percent(25) { CHOICES } else { RIGHTS };
        let right = pool[self.choices.below(pool.len())];
        let line = self.offer(&[right], "");
        Self::without_only(line)
    }

    fn asked_retention(&mut self) -> Line {
        let actor = self.actor();
        let words = [("for", 35), ("about", 10), ("through", 8), ("when", 18), ("with", 3)];
        let object = self.data();
        let mut line = self.sentence(format!("{actor} retain"), "retain", object, &words);
        line.ends = self.ends();
        line.ends.then.clear();
        line
    }

    /// A statement of some kind that says that something is so.
    fn plain(&mut self, make: fn(&mut Self) -> Line) -> Line {
        loop {
            let line = make(self);
            let is_plain = ["may ", "try to ", "currently ", "never", "do not yet"];
            if !is_plain.iter().any(|modal| line.head.contains(modal)) {
                return Self::without_only(line);
            }
        }
    }

    /// What is refused is on no terms, and a period excludes nothing.
    fn without_terms(mut line: Line) -> Line {
        if line.is_negative() {
            let terms =
                ["based on", "required", "optional", "kept", "within", "promptly", "before", "beforehand"];
            line.clauses.retain(|clause| !terms.contains(&clause.word));
            line.timing = None;
            let is_limit = |end: &String| end.starts_with("longer than") || end == "indefinitely";
            line.ends.ends.retain(is_limit);
            line.ends.then.clear();
        }
        if line.verb == "retain" { Self::without_only(line) } else { line }
    }

    /// `unless` stands beside no `only`, those of the headers around it counted in.
    fn without_both(mut line: Line, headers: &[Clause]) -> Line {
        let is_unless = |clause: &Clause| clause.word == "unless";
        let is_only = |list: &List| list.only;
        if headers.iter().any(|clause| is_only(&clause.list) || clause.region.as_ref().is_some_and(is_only)) {
            line.clauses.retain(|clause| !is_unless(clause));
        }
        match headers.iter().chain(&line.clauses).any(is_unless) {
            true => Self::without_only(line),
            false => line,
        }
    }

    fn without_only(mut line: Line) -> Line {
        line.lists_mut().into_iter().for_each(|list| list.only = false);
        line
    }

    // --- clauses ---

    fn clause(&mut self, word: &'static str) -> Clause {
        let list = match word {
            "for" => self.list(&self.purposes.clone()),
            "about" => self.list(&self.subjects.clone()),
            "through" => self.list(&self.channels.clone()),
            "from" => self.list(SOURCES),
            "to" => self.list(&self.recipients.clone()),
            "over" => self.data(),
            "under" => self.fact(SAFEGUARDS),
            "based on" => List::of(&[self.choices.one(BASES)]),
            "required" | "optional" => List::default(),
            "kept" => List::of(&[&self.end()]),
            _ => self.fact(&self.facts.clone()),
        };
        let has_region = matches!(word, "about" | "to") && self.choices.percent(25);
        let region = has_region.then(|| self.list(&self.regions.clone()));
        Clause { word, list, region }
    }

    fn fact(&mut self, names: &[&str]) -> List {
        let one = |author: &mut Self| {
            let not = if author.choices.percent(15) { "not " } else { "" };
            // Whether a choice was used is a fact as well.
            let offered = author.offers.first().filter(|_| author.choices.percent(20));
            let name = offered.map_or_else(|| author.choices.one(names), String::as_str).to_owned();
            format!("{not}{}", author.lapsing(name))
        };
        let first = one(self);
        let fact = match self.choices.below(12) {
            0 => format!("{first} or {}", one(self)),
            1 => format!("{first} and {}", one(self)),
            2 => format!("{first} and not ({} or {})", one(self), one(self)),
            _ => first,
        };
        List::of(&[&fact])
    }

    fn list(&mut self, names: &[&str]) -> List {
        let mut list = List::of(&[self.choices.one(names)]);
        if self.choices.percent(25) {
            list.items.push(self.choices.one(names).to_owned());
        }
        if self.choices.percent(10) {
            let name = self.choices.one(names).to_owned();
            if !list.items.contains(&name) && !name.starts_with("any") && name != "anyone" {
                list.except.push(name);
            }
        }
        list
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
}

/// What counts of a stage for the one that counts from its end.
struct Before {
    is_endless: bool,
    has_least: bool,
    has_most: bool,
}

impl Before {
    fn of(ends: &[String], is_shorter: bool) -> Self {
        let has = |word: &str| ends.iter().any(|end| end.contains(word));
        let is_endless = |end: &String| end.contains("indefinitely");
        Self {
            is_endless: match is_shorter {
                true => ends.iter().all(is_endless),
                false => ends.iter().any(is_endless),
            },
            has_least: has("at least"),
            has_most: has("up to"),
        }
    }

    /// With a stage that counts from it.
    const fn and(self, next: Self) -> Self {
        Self {
            is_endless: next.is_endless,
            has_least: self.has_least || next.has_least,
            has_most: self.has_most || next.has_most,
        }
    }
}

impl Plan {
    /// Whether its label becomes a fact.
    fn is_choice(&self) -> bool {
        let is_negative =
            matches!(self, Self::Offer(_, modal) if modal.contains("never") || modal.contains("not yet"));
        self.names_choice() && !is_negative
    }

    fn names_choice(&self) -> bool {
        matches!(self, Self::Offer(rights, _) if rights.iter().any(|right| CHOICES.contains(right)))
    }
}

/// The event after or with which the first end comes.
fn event_behind(ends: &Ends) -> Option<String> {
    let first = ends.ends.first()?;
    let after = first.rsplit_once(" after ").map(|(_, event)| event);
    after.or_else(|| first.strip_prefix("until ")).map(str::to_owned)
}

/// A label that nobody has yet. That of a choice is the name of no fact, and that of a tracker the name of no channel.
fn label(plan: &Plan, at: usize, free: &mut Vec<&str>) -> String {
    if matches!(plan, Plan::Tracker) {
        return format!("t{at}");
    }
    let is_offer = matches!(plan, Plan::Offer(..));
    let is_taken = |name: &str| {
        is_offer && FACT_LABELS.contains(&name) || plan.names_choice() && RESERVED.contains(&name)
    };
    match free.iter().position(|name| !is_taken(name)) {
        Some(place) => free.remove(place).to_owned(),
        None => format!("s{at}x"),
    }
}
