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
    /// The name of the same change made the other way round: its own where nobody can tell the two ways apart.
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
    /// What has to be true before something is permitted or ruled out: what meets a condition.
    Conditions,
    /// How long data are kept.
    Retention,
    /// Rights, choices, promises, notices, duties, legal bases.
    Guarantees,
    /// Whether something may happen, happens, or is announced.
    Certainty,
    /// Everything that is compared as text.
    Words,
}

impl Part {
    /// All parts, the gravest first.
    pub const ALL: [Self; 6] =
        [Self::Flows, Self::Conditions, Self::Retention, Self::Guarantees, Self::Certainty, Self::Words];

    /// Its name in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flows => "flows",
            Self::Conditions => "conditions",
            Self::Retention => "retention",
            Self::Guarantees => "guarantees",
            Self::Certainty => "certainty",
            Self::Words => "words",
        }
    }
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

macro_rules! first {
    ($first:literal $($rest:literal)?) => {
        $first
    };
}

macro_rules! change_rules {
    ($($part:ident {
        $($code:literal $direction:ident $summary:literal $(<=> $mirror:literal $back:ident $back_summary:literal)?;)*
    })*) => {
        /// Every rule, mirrors side by side.
        pub const RULES: &[ChangeRule] = &[$($(
            ChangeRule {
                code: $code,
                mirror: first!($($mirror)? $code),
                part: Part::$part,
                direction: Direction::$direction,
                summary: $summary,
            },
            $(ChangeRule {
                code: $mirror,
                mirror: $code,
                part: Part::$part,
                direction: Direction::$back,
                summary: $back_summary,
            },)?
        )*)*];
    };
}

change_rules! {
    Flows {
        "practice-added" Widens "something is done that the policy did not permit at all"
            <=> "practice-removed" Narrows "something is no longer permitted at all";
        "data-added" Widens "the same is done with more data"
            <=> "data-removed" Narrows "the same is done with less data";
        "form-loosened" Widens "the same is done with data in a form that reveals more"
            <=> "form-tightened" Narrows "the same is done only with data in a form that reveals less";
        "purpose-added" Widens "the same data are used for another purpose"
            <=> "purpose-removed" Narrows "a purpose is given up";
        "recipient-added" Widens "somebody else gets the same data"
            <=> "recipient-removed" Narrows "somebody no longer gets the data";
        "transfer-added" Widens "recipients in another region get the same data"
            <=> "transfer-removed" Narrows "recipients in a region no longer get the data";
        "source-added" Widens "the same data are collected from somewhere else"
            <=> "source-removed" Narrows "data are no longer collected from somewhere";
        "channel-added" Widens "the same is done through another channel"
            <=> "channel-removed" Narrows "a channel is given up";
        "actor-added" Widens "somebody else does the same"
            <=> "actor-removed" Narrows "somebody no longer does it";
        "combination-added" Widens "data are combined with, or derived from, other data"
            <=> "combination-removed" Narrows "data are no longer combined with, or derived from, other data";
        "storage-added" Widens "data are stored in another region"
            <=> "storage-removed" Narrows "data are no longer stored in a region";
        "person-added" Widens "the same is done to other people"
            <=> "person-removed" Narrows "the same is no longer done to some people";
        "consent-dropped" Widens "something no longer needs consent"
            <=> "consent-required" Narrows "something needs consent";
        "safeguard-dropped" Widens "something no longer needs a safeguard"
            <=> "safeguard-required" Narrows "something needs a safeguard";
        "condition-dropped" Widens "something no longer depends on a condition or an event"
            <=> "condition-required" Narrows "something depends on a condition or an event";
        "choice-ignored" Widens "something goes on although a person has refused it"
            <=> "choice-heeded" Narrows "something ends where a person refuses it";
        "promise-withdrawn" Widens "something that was ruled out is no longer ruled out, though nothing permits it yet"
            <=> "promise-made" Narrows "something is ruled out";
    }
    Conditions {
        "condition-loosened" Widens "a condition, consent, safeguard or class of people stands for something else, in favour of the company"
            <=> "condition-tightened" Narrows "a condition, consent, safeguard or class of people stands for something else, in favour of people";
        "condition-redefined" Unknown "a condition, consent, safeguard or class of people stands for something else";
    }
    Retention {
        "retention-lengthened" Widens "data are kept longer"
            <=> "retention-shortened" Narrows "data are kept for a shorter time";
        "retention-withdrawn" Widens "the policy no longer says how long data are kept"
            <=> "retention-stated" Narrows "the policy says how long data are kept";
        "retention-changed" Unknown "data are kept until another end, and neither end is always the earlier";
        "deletion-weakened" Widens "data are deleted later, or less surely"
            <=> "deletion-strengthened" Narrows "data are deleted sooner, or more surely";
    }
    Guarantees {
        "right-removed" Widens "people lose a right"
            <=> "right-added" Narrows "people are offered a right";
        "choice-removed" Widens "people lose a choice"
            <=> "choice-added" Narrows "people are offered a choice";
        "guarantee-removed" Widens "a promise about care, notice or contracts is gone"
            <=> "guarantee-added" Narrows "a promise about care, notice or contracts is made";
        "guarantee-shrunk" Widens "a right, choice or promise holds for less"
            <=> "guarantee-grown" Narrows "a right, choice or promise holds for more";
        "deadline-lengthened" Widens "something that people are promised takes longer"
            <=> "deadline-shortened" Narrows "something that people are promised comes sooner";
        "promise-weakened" Widens "something that was ruled out for good is ruled out for now only"
            <=> "promise-strengthened" Narrows "something that was ruled out for now only is ruled out for good";
        "becomes-required" Widens "people have to give data that were optional"
            <=> "becomes-optional" Narrows "data that people had to give are optional";
        "basis-changed" Unknown "the same is done on another legal basis";
    }
    Certainty {
        "becomes-certain" Neutral "what may happen is said to happen"
            <=> "becomes-possible" Neutral "what happens is said to be possible only";
        "announced" Neutral "something is announced for later"
            <=> "announcement-withdrawn" Neutral "an announcement is gone";
    }
    Words {
        "alarm-silenced" Widens "a statement is gone whose absence is a sign"
            <=> "alarm-raised" Neutral "a statement is made whose absence would be a sign";
        "controller-changed" Unknown "somebody else answers for the policy";
        "scope-changed" Unknown "the policy applies to something else, or under another law";
        "claim-changed" Unknown "the policy states, asks or disclaims something else";
        "contact-changed" Neutral "people reach the company in another way";
        "text-changed" Neutral "words changed that say nothing to a machine";
        "sentence-reworded" Neutral "a sentence has other words and the same meaning";
        "term-renamed" Neutral "a term has another label or definition";
        "now-named" Neutral "something that was covered without a name has a name now"
            <=> "no-longer-named" Neutral "something has no name of its own any more";
        "link-changed" Neutral "a link leads elsewhere";
        "date-unchanged" Neutral "the meaning changed, and the effective date did not"
            <=> "date-changed-alone" Neutral "the effective date changed, and the meaning did not";
        "source-changed" Neutral "the files differ, and the policy says the same";
    }
}

/// The rule of that name.
#[must_use]
pub fn find(code: &str) -> Option<&'static ChangeRule> {
    RULES.iter().find(|rule| rule.code == code)
}
