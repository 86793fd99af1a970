//! What can stand at a place, in words: for suggestions, and for the sentence "expected …".

use super::super::Rule;

const CLAUSES: &[&str] = &[
    "only", "from", "about", "through", "to", "for", "with", "when", "unless", "under", "based", "required",
    "optional", "kept", "over", "at", "within", "promptly", "in",
];
const TAILS: &[&str] =
    &["later", "except", "otherwise", "because", "says", "note", "example", "cites", "traces"];
const MODALS: &[&str] = &["never", "may", "currently", "do", "does", "try", "tries"];
const ENDS: &[&str] = &["indefinitely", "for", "while", "until", "as", "longer"];
const RELATIONS: &[&str] = &["is", "includes", "means", "excludes", "may"];
const TRAITS: &[&str] =
    &["personal", "identifying", "sensitive", "special-category", "public", "plural", "canary"];
const UNITS: &[&str] =
    &["minutes", "hours", "days", "business-days", "weeks", "months", "years", "day", "month", "year"];
const VERDICTS: &[&str] = &["permitted", "prohibited", "undisclosed", "not"];
const ROLES: &[&str] =
    &["controller", "company", "joint-controller", "representative", "data-protection-officer", "authority"];
const BLOCKS: &[&str] = &["policy", "controller", "company", "tracker"];

/// The words of the kinds, which are nouns too.
pub(super) const KINDS: &[&str] = &[
    "data",
    "purpose",
    "recipient",
    "subject",
    "source",
    "channel",
    "region",
    "event",
    "condition",
    "consent",
    "basis",
    "safeguard",
    "measure",
    "right",
    "form",
    "topic",
];

/// The forms in which data can be.
pub(super) const FORMS: &[&str] = &[
    "aggregated",
    "de-identified",
    "anonymous",
    "hashed",
    "pseudonymised",
    "encrypted",
    "truncated",
    "readable",
];

/// The verbs as an author writes them after `we`.
pub(super) const VERBS: &[&str] = &[
    "advise", "bind", "collect", "combine", "decide", "delete", "derive", "disclaim", "disclose", "have",
    "notify", "offer", "protect", "publish", "retain", "sell", "state", "store", "train", "use", "view",
];

/// Words with which a part of a file or of a section begins.
pub(super) const OPENERS: &[&str] = &[
    "policy",
    "section",
    "import",
    "expect",
    "require",
    "tracker",
    "text",
    "link",
    "term",
    "we",
    "controller",
    "company",
    "joint-controller",
    "representative",
    "authority",
];

/// Words that people write for a verb of the language.
pub(super) const OTHER_VERBS: &[(&str, &str)] = &[
    ("access", "view"),
    ("allow", "offer"),
    ("analyse", "use"),
    ("analyze", "use"),
    ("ask", "collect"),
    ("erase", "delete"),
    ("gather", "collect"),
    ("give", "disclose"),
    ("grant", "offer"),
    ("hold", "retain"),
    ("infer", "derive"),
    ("inform", "notify"),
    ("keep", "retain"),
    ("link", "combine"),
    ("obtain", "collect"),
    ("process", "use"),
    ("provide", "disclose"),
    ("receive", "collect"),
    ("record", "collect"),
    ("remove", "delete"),
    ("save", "retain"),
    ("secure", "protect"),
    ("send", "disclose"),
    ("share", "disclose"),
    ("tell", "notify"),
    ("track", "collect"),
    ("transfer", "disclose"),
];

/// Words that people write for another word of the language.
pub(super) const OTHER_WORDS: &[(&str, &str)] = &[
    ("aggregate", "aggregated"),
    ("allowed", "permitted"),
    ("anonymised", "anonymous"),
    ("anonymized", "anonymous"),
    ("consists", "includes"),
    ("contains", "includes"),
    ("deidentified", "de-identified"),
    ("denied", "prohibited"),
    ("earlier", "shorter"),
    ("excluding", "except"),
    ("forbidden", "prohibited"),
    ("forever", "indefinitely"),
    ("hrs", "hours"),
    ("if", "when"),
    ("including", "includes"),
    ("later", "longer"),
    ("mos", "months"),
    ("necessary", "needed"),
    ("permanently", "indefinitely"),
    ("plain", "readable"),
    ("pseudonymized", "pseudonymised"),
    ("since", "because"),
    ("soon", "promptly"),
    ("thru", "through"),
    ("towards", "to"),
    ("undefined", "undisclosed"),
    ("via", "through"),
    ("yr", "years"),
    ("yrs", "years"),
];

/// Words that people put before a name, and that a list of names does not have.
pub(super) const FILLERS: &[&str] =
    &["your", "our", "their", "his", "her", "its", "my", "the", "all", "some", "certain", "such", "other"];

/// Whether a word is a verb in one of its forms, or a modal word: what an actor stands before.
pub(super) fn is_deed(word: &str) -> bool {
    MODALS.contains(&word) || is_verb(word)
}

pub(super) fn is_verb(word: &str) -> bool {
    let singular = word.strip_suffix('s');
    VERBS.contains(&word)
        || singular.is_some_and(|base| VERBS.contains(&base) || base == "publishe")
        || matches!(word, "has" | "notifies")
}

pub(super) fn is_tail(word: &str) -> bool {
    TAILS.contains(&word)
}

pub(super) fn is_clause(word: &str) -> bool {
    CLAUSES.contains(&word)
}

pub(super) fn is_relation(word: &str) -> bool {
    RELATIONS.contains(&word)
}

/// The words with which a rule can begin. The parser names the outermost rule that failed at a place.
pub(super) fn openings(rule: Rule) -> Vec<String> {
    let known = match rule {
        Rule::clause | Rule::tracker_clause => CLAUSES,
        Rule::tail => TAILS,
        Rule::modal => MODALS,
        Rule::end | Rule::ends => ENDS,
        Rule::relation => RELATIONS,
        Rule::trait_word | Rule::trait_name => TRAITS,
        Rule::unit => UNITS,
        Rule::verdict => VERDICTS,
        Rule::party_role => ROLES,
        Rule::kind | Rule::noun => KINDS,
        Rule::form => FORMS,
        Rule::lifetime => &["session", "persistent", "unknown"],
        Rule::protect_state => &["in", "at"],
        Rule::quantifier => &["every", "some", "no"],
        Rule::selected_block => BLOCKS,
        Rule::up_to => &["up"],
        Rule::at_least => &["at"],
        Rule::whichever => &["whichever"],
        Rule::then_retain => &["then"],
        // A keyword rule has the name of its word.
        rule => return format!("{rule:?}").strip_prefix("kw_").map(str::to_owned).into_iter().collect(),
    };
    known.iter().map(|word| (*word).to_owned()).collect()
}

/// What was expected, for a reader who does not know the grammar.
pub(super) fn expected_in_words(expected: &[Rule]) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in expected {
        let shown = match rule {
            Rule::path | Rule::set_item | Rule::set | Rule::section_head | Rule::names | Rule::key => {
                vec!["a name".to_owned()]
            }
            Rule::string | Rule::prose | Rule::empty_string => vec!["a text in quotation marks".to_owned()],
            Rule::open => vec!["`{`".to_owned()],
            Rule::close => vec!["`}`".to_owned()],
            Rule::close_group => vec!["`)`".to_owned()],
            Rule::date => vec!["a date such as `2013-03-23`".to_owned()],
            Rule::number | Rule::duration => vec!["a length of time such as `30 days`".to_owned()],
            Rule::unit => vec!["`days`, `months` or `years`".to_owned()],
            rule => openings(*rule).iter().map(|word| format!("`{word}`")).collect(),
        };
        for word in shown {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    // A long list of words helps nobody: then it is one of a kind of words, whichever.
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if words.len() <= 4 => format!("{} or {last}", most.join(", ")),
        _ if expected.contains(&Rule::kw_collect) => "a verb such as `collect`".to_owned(),
        _ if expected.contains(&Rule::kind) => "`section`, or the kind of a term such as `data`".to_owned(),
        _ => "a clause such as `for service.core`, or the next statement".to_owned(),
    }
}

/// What should follow a word that needs something after it.
pub(super) fn what_follows(word: &str) -> &'static str {
    match word {
        "from" => "where the data come from",
        "to" => "who receives the data",
        "for" => "for which purpose",
        "with" | "when" | "unless" | "under" | "while" | "and" | "or" | "not" => {
            "which consent, condition, event or safeguard"
        }
        "through" => "through which channel",
        "about" => "about whom",
        "in" => "in which region",
        "of" | "over" => "of what",
        "using" => "by which measure",
        "on" | "until" | "after" => "on which event",
        _ => "what",
    }
}

/// Whether a name or a slot must follow this word.
pub(super) fn wants_name(word: &str) -> bool {
    is_verb(word) && word != "have" && word != "has"
        || matches!(
            word,
            "from"
                | "to"
                | "for"
                | "with"
                | "when"
                | "unless"
                | "under"
                | "through"
                | "about"
                | "in"
                | "of"
                | "over"
                | "using"
                | "on"
                | "by"
                | "until"
                | "after"
                | "and"
                | "or"
                | "not"
                | "only"
                | "except"
                | "while"
                | "includes"
                | "means"
                | "excludes"
                | "contain"
                | "lasting"
                | "no"
                | "kind"
        )
}

/// Two reserved words that belong together, so that the second is not a name that was left out.
pub(super) fn is_phrase(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("based" | "train" | "trains", "on")
            | ("decide" | "decides", "from")
            | ("up" | "try" | "tries", "to")
            | ("any" | "never" | "kind", _)
            | ("in", "use")
            | ("only", "any" | "anyone")
            | ("for", "up" | "at")
            | (_, "any" | "anyone" | "no")
    ) || first == "only" && is_clause(second)
        || is_verb(first) && second == "only"
        || FORMS.contains(&second)
}
