//! What can stand at a place, in words: for suggestions, and for the sentence "expected …".

use super::super::Rule;
use crate::language::{
    Bound, ClauseWord, EndWord, Expected, FormWord, ItemWord, Kind, LifetimeWord, Modality, ProtectedState,
    Quantifier, RelationWord, Role, TableWord, TailWord, Trait, Unit, Verb,
};

/// The words with which clauses begin.
fn clauses() -> impl Iterator<Item = &'static str> {
    std::iter::once("only").chain(ClauseWord::ALL.map(ClauseWord::opening))
}

/// The words with which modal words begin, each once.
pub(super) fn modals() -> Vec<&'static str> {
    let forms = Modality::ALL.into_iter().flat_map(Modality::forms);
    let mut words: Vec<&str> = forms.filter_map(|form| form.split_whitespace().next()).collect();
    words.dedup();
    words
}

/// The words of the kinds, which are nouns too.
pub(super) fn kinds() -> [&'static str; Kind::ALL.len()] {
    Kind::ALL.map(Kind::word)
}

/// The forms in which data can be.
pub(super) fn forms() -> [&'static str; FormWord::ALL.len()] {
    FormWord::ALL.map(FormWord::word)
}

/// The verbs as an author writes them after `we`.
pub(super) fn verbs() -> [&'static str; Verb::ALL.len()] {
    let mut words = Verb::ALL.map(Verb::opening);
    words.sort_unstable();
    words
}

/// Words with which a part of a file or of a section begins.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    let items = ItemWord::ALL.map(ItemWord::word).into_iter();
    items.chain(["we"]).chain(Role::ALL.into_iter().flat_map(Role::forms).copied())
}

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

/// Those of them that mean the verb of the language wherever they stand: who gives may give notice as well, and who sends
/// may send to the person.
pub(super) const SAME_VERBS: &[&str] =
    &["erase", "gather", "inform", "infer", "keep", "obtain", "secure", "share"];

/// Words that people write for another word of the language.
pub(super) const OTHER_WORDS: &[(&str, &str)] = &[
    ("aggregate", "aggregated"),
    ("advance", "beforehand"),
    ("allowed", "permitted"),
    ("anonymised", "anonymous"),
    ("anonymized", "anonymous"),
    ("consists", "includes"),
    ("contains", "includes"),
    ("deidentified", "de-identified"),
    ("denied", "prohibited"),
    ("earlier", "shorter"),
    ("excluding", "except"),
    ("exclusively", "only"),
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
    ("prior", "beforehand"),
    ("since", "because"),
    ("solely", "only"),
    ("soon", "promptly"),
    ("thru", "through"),
    ("towards", "to"),
    ("undefined", "undisclosed"),
    ("upon", "on"),
    ("via", "through"),
    ("where", "when"),
    ("yr", "years"),
    ("yrs", "years"),
];

/// Those of them that mean that word wherever they stand.
pub(super) const SAME_WORDS: &[&str] = &[
    "anonymised",
    "anonymized",
    "deidentified",
    "excluding",
    "exclusively",
    "forbidden",
    "forever",
    "hrs",
    "if",
    "mos",
    "permanently",
    "pseudonymized",
    "solely",
    "thru",
    "upon",
    "via",
    "where",
    "yr",
    "yrs",
];

/// Words that people put beside a length of time that counts from another one.
pub(super) const FURTHER: &[&str] = &["another", "additional", "further", "extra"];

/// Words that people put before a name, and that a list of names does not have.
pub(super) const FILLERS: &[&str] =
    &["your", "our", "their", "his", "her", "its", "my", "the", "all", "some", "certain", "such", "other"];

/// Those of them that say nothing there. `all` and `some` say how much, and `other` what else.
pub(super) const IDLE_FILLERS: &[&str] = &["your", "our", "their", "his", "her", "its", "my", "the"];

/// Whether a word is a verb in one of its forms, or a modal word: what an actor stands before.
pub(super) fn is_deed(word: &str) -> bool {
    Modality::opened_by(word).is_some() || is_verb(word)
}

pub(super) fn is_verb(word: &str) -> bool {
    Verb::opened_by(word).is_some()
}

pub(super) fn is_form(word: &str) -> bool {
    FormWord::of_word(word).is_some()
}

pub(super) fn is_tail(word: &str) -> bool {
    TailWord::opened_by(word).is_some()
}

pub(super) fn is_clause(word: &str) -> bool {
    clauses().any(|clause| clause == word)
}

pub(super) fn is_relation(word: &str) -> bool {
    RelationWord::opened_by(word).is_some()
}

/// The words with which a rule can begin. The parser names the outermost rule that failed at a place.
#[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
pub(super) fn openings(rule: Rule) -> Vec<String> {
    let known: Vec<&str> = match rule {
        Rule::clause | Rule::tracker_clause => clauses().collect(),
        Rule::tail => TailWord::ALL.map(TailWord::opening).to_vec(),
        Rule::modal => modals(),
        Rule::end | Rule::ends => EndWord::ALL.map(EndWord::opening).to_vec(),
        Rule::relation => RelationWord::ALL.map(RelationWord::opening).to_vec(),
        Rule::trait_word | Rule::trait_name => Trait::ALL.map(Trait::word).to_vec(),
        Rule::unit => Unit::every_word().collect(),
        Rule::verdict => Expected::ALL.map(Expected::opening).to_vec(),
        Rule::party_role => Role::every_word().collect(),
        Rule::kind | Rule::noun => kinds().to_vec(),
        Rule::form => forms().to_vec(),
        Rule::table_by => TableWord::ALL.map(TableWord::word).to_vec(),
        Rule::lifetime => LifetimeWord::ALL.map(LifetimeWord::word).to_vec(),
        Rule::protect_state => {
            let mut words = ProtectedState::ALL.map(ProtectedState::opening).to_vec();
            words.dedup();
            words
        }
        Rule::quantifier => Quantifier::ALL.map(Quantifier::word).to_vec(),
        Rule::selected_block => [&["policy"], Role::Controller.forms(), &["tracker"]].concat(),
        Rule::up_to => vec![Bound::UpTo.opening()],
        Rule::at_least => vec![Bound::AtLeast.opening()],
        Rule::whichever => vec!["whichever"],
        Rule::then_retain => vec!["then"],
        // A keyword rule has the name of its word.
        rule => return format!("{rule:?}").strip_prefix("kw_").map(str::to_owned).into_iter().collect(),
    };
    known.iter().map(|word| (*word).to_owned()).collect()
}

/// What was expected, for a reader who does not know the grammar.
pub(super) fn expected_in_words(expected: &[Rule]) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in expected {
        #[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
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
    let fact = "which consent, condition, event or safeguard";
    match (ClauseWord::opened_by(word), word) {
        (Some(ClauseWord::From), _) => "where the data come from",
        (Some(ClauseWord::To), _) => "who receives the data",
        (Some(ClauseWord::For), _) => "for which purpose",
        (Some(ClauseWord::With | ClauseWord::When | ClauseWord::Unless | ClauseWord::Under), _) => fact,
        (Some(ClauseWord::Through), _) => "through which channel",
        (Some(ClauseWord::About), _) => "about whom",
        (Some(ClauseWord::In), _) => "in which region",
        (Some(ClauseWord::Over), _) => "of what",
        (Some(ClauseWord::BasedOn), _) => "on which legal basis",
        (
            Some(ClauseWord::Required | ClauseWord::Optional | ClauseWord::Promptly | ClauseWord::Beforehand),
            _,
        ) => "what",
        (Some(ClauseWord::Kept | ClauseWord::Before | ClauseWord::Within), _) => "how long",
        (None, "while" | "and" | "or" | "not") => fact,
        (None, "of") => "of what",
        (None, "using") => "by which measure",
        (None, "on" | "until" | "after") => "on which event",
        (None, _) => "what",
    }
}

/// Whether a name or a slot must follow this word.
pub(super) fn wants_name(word: &str) -> bool {
    let joins = [
        "of", "using", "on", "by", "until", "after", "and", "or", "not", "only", "except", "while",
        "includes", "means", "excludes", "contain", "lasting", "no", "kind",
    ];
    let is_open_verb = is_verb(word) && Verb::opened_by(word) != Some(Verb::HaveNo);
    is_open_verb || ClauseWord::opened_by(word).is_some_and(clause_wants_name) || joins.contains(&word)
}

const fn clause_wants_name(word: ClauseWord) -> bool {
    match word {
        ClauseWord::From
        | ClauseWord::About
        | ClauseWord::Through
        | ClauseWord::To
        | ClauseWord::For
        | ClauseWord::With
        | ClauseWord::When
        | ClauseWord::Unless
        | ClauseWord::Under
        | ClauseWord::Over
        | ClauseWord::In => true,
        // `based` is followed by `on`, the others by a number, an end or nothing.
        ClauseWord::BasedOn
        | ClauseWord::Required
        | ClauseWord::Optional
        | ClauseWord::Kept
        | ClauseWord::Before
        | ClauseWord::Within
        | ClauseWord::Promptly
        | ClauseWord::Beforehand => false,
    }
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
        || is_form(second)
}
