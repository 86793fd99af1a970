//! The rules of change: one name for each way in which a policy can change, and its mirror.
//!
//! A changed flow is named after the smallest set of slots that has to be relaxed before the other policy said the same
//! about it (its *novelty*). Everything else is named after the order in which it is compared. How grave a rule is, and
//! whether people have to be told, is not decided here: that is data, by profile (`stdlib/gate/`).

/// One way in which a policy can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeRule {
    /// Its name, stable for ever.
    pub code: &'static str,
    /// The name of the same change made the other way round.
    pub mirror: &'static str,
    /// Which part of the meaning it is about.
    pub part: Part,
    /// Who gains by it.
    pub direction: Direction,
    /// What it says, in one sentence.
    pub summary: &'static str,
}

/// The parts of a policy that are compared, each by an order of its own.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What is permitted and what is prohibited.
    Flows,
    /// How long data are kept.
    Retention,
    /// Rights, choices, promises, notices, duties, legal bases.
    Guarantees,
    /// Whether something may happen, happens, or is announced.
    Certainty,
    /// Everything that is compared as text.
    Words,
}

/// In whose favour a change is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The company may do nothing new, and people lose nothing.
    Neutral,
    /// The company may do less, or people are promised more.
    Narrows,
    /// It cannot be compared: nobody knows in whose favour.
    Unknown,
    /// Some of it widens and some of it narrows: only of a whole report.
    Mixed,
    /// The company may do more, or people are promised less.
    Widens,
}

macro_rules! change_rules {
    ($($part:ident { $($code:literal / $mirror:literal $forth:ident/$back:ident $summary:literal / $back_summary:literal;)* })*) => {
        /// Every rule, mirrors side by side.
        pub const RULES: &[ChangeRule] = &[$($(
            ChangeRule { code: $code, mirror: $mirror, part: Part::$part, direction: Direction::$forth, summary: $summary },
            ChangeRule { code: $mirror, mirror: $code, part: Part::$part, direction: Direction::$back, summary: $back_summary },
        )*)*];
    };
}

change_rules! {
    Flows {
        "practice-added" / "practice-removed" Widens/Narrows
            "something is done that the policy did not permit at all" / "something is no longer permitted at all";
        "data-added" / "data-removed" Widens/Narrows
            "the same is done with more data" / "the same is done with less data";
        "form-loosened" / "form-tightened" Widens/Narrows
            "the same is done with data in a form that reveals more" / "the same is done only with data in a form that reveals less";
        "purpose-added" / "purpose-removed" Widens/Narrows
            "the same data are used for another purpose" / "a purpose is given up";
        "recipient-added" / "recipient-removed" Widens/Narrows
            "somebody else gets the same data" / "somebody no longer gets the data";
        "transfer-added" / "transfer-removed" Widens/Narrows
            "recipients in another region get the same data" / "recipients in a region no longer get the data";
        "source-added" / "source-removed" Widens/Narrows
            "the same data are collected from somewhere else" / "data are no longer collected from somewhere";
        "channel-added" / "channel-removed" Widens/Narrows
            "the same is done through another channel" / "a channel is given up";
        "actor-added" / "actor-removed" Widens/Narrows
            "somebody else does the same" / "somebody no longer does it";
        "combination-added" / "combination-removed" Widens/Narrows
            "data are combined with, or derived from, other data" / "data are no longer combined with, or derived from, other data";
        "storage-added" / "storage-removed" Widens/Narrows
            "data are stored in another region" / "data are no longer stored in a region";
        "person-added" / "person-removed" Widens/Narrows
            "the same is done to other people" / "the same is no longer done to some people";
        "consent-dropped" / "consent-required" Widens/Narrows
            "something no longer needs consent" / "something needs consent";
        "safeguard-dropped" / "safeguard-required" Widens/Narrows
            "something no longer needs a safeguard" / "something needs a safeguard";
        "condition-dropped" / "condition-required" Widens/Narrows
            "something no longer depends on a condition or an event" / "something depends on a condition or an event";
        "choice-ignored" / "choice-heeded" Widens/Narrows
            "something goes on although a person has refused it" / "something ends where a person refuses it";
        "promise-withdrawn" / "promise-made" Widens/Narrows
            "something that was ruled out is no longer ruled out, though nothing permits it yet" / "something is ruled out";
    }
    Retention {
        "retention-lengthened" / "retention-shortened" Widens/Narrows
            "data are kept longer" / "data are kept for a shorter time";
        "retention-withdrawn" / "retention-stated" Widens/Narrows
            "the policy no longer says how long data are kept" / "the policy says how long data are kept";
        "retention-changed" / "retention-changed-back" Unknown/Unknown
            "data are kept until another end, and neither end is always the earlier" / "data are kept until another end, and neither end is always the earlier";
        "deletion-weakened" / "deletion-strengthened" Widens/Narrows
            "data are deleted later, or less surely" / "data are deleted sooner, or more surely";
    }
    Guarantees {
        "right-removed" / "right-added" Widens/Narrows
            "people lose a right" / "people are offered a right";
        "choice-removed" / "choice-added" Widens/Narrows
            "people lose a choice" / "people are offered a choice";
        "guarantee-removed" / "guarantee-added" Widens/Narrows
            "a promise about care, notice or contracts is gone" / "a promise about care, notice or contracts is made";
        "guarantee-shrunk" / "guarantee-grown" Widens/Narrows
            "a right, choice or promise holds for less" / "a right, choice or promise holds for more";
        "deadline-lengthened" / "deadline-shortened" Widens/Narrows
            "something that people are promised takes longer" / "something that people are promised comes sooner";
        "becomes-required" / "becomes-optional" Widens/Narrows
            "people have to give data that were optional" / "data that people had to give are optional";
        "basis-changed" / "basis-changed-back" Unknown/Unknown
            "the same is done on another legal basis" / "the same is done on another legal basis";
    }
    Certainty {
        "becomes-certain" / "becomes-possible" Neutral/Neutral
            "what may happen is said to happen" / "what happens is said to be possible only";
        "announced" / "announcement-withdrawn" Neutral/Neutral
            "something is announced for later" / "an announcement is gone";
    }
    Words {
        "alarm-silenced" / "alarm-raised" Widens/Neutral
            "a statement is gone whose absence is a sign" / "a statement is made whose absence would be a sign";
        "controller-changed" / "controller-changed-back" Unknown/Unknown
            "somebody else answers for the policy" / "somebody else answers for the policy";
        "scope-changed" / "scope-changed-back" Unknown/Unknown
            "the policy applies to something else, or under another law" / "the policy applies to something else, or under another law";
        "contact-changed" / "contact-changed-back" Neutral/Neutral
            "people reach the company in another way" / "people reach the company in another way";
        "text-changed" / "text-changed-back" Neutral/Neutral
            "words changed that say nothing to a machine" / "words changed that say nothing to a machine";
        "sentence-reworded" / "sentence-reworded-back" Neutral/Neutral
            "a sentence has other words and the same meaning" / "a sentence has other words and the same meaning";
        "term-renamed" / "term-renamed-back" Neutral/Neutral
            "a term has another label or definition" / "a term has another label or definition";
        "now-named" / "no-longer-named" Neutral/Neutral
            "something that was covered without a name has a name now" / "something has no name of its own any more";
        "link-changed" / "link-changed-back" Neutral/Neutral
            "a link leads elsewhere" / "a link leads elsewhere";
        "date-unchanged" / "date-changed-alone" Unknown/Neutral
            "the meaning changed, and the effective date did not" / "the effective date changed, and the meaning did not";
        "source-changed" / "source-changed-back" Neutral/Neutral
            "the files differ, and the policy says the same" / "the files differ, and the policy says the same";
    }
}

/// The rule of that name.
#[must_use]
pub fn find(code: &str) -> Option<&'static ChangeRule> {
    RULES.iter().find(|rule| rule.code == code)
}
