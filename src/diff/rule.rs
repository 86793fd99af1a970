//! The rules of change: one name for each way in which a policy can change, and its mirror.
//!
//! A changed flow is named after the smallest set of slots that has to be relaxed before the other policy said the same
//! about it (its *novelty*). Everything else is named after the order in which it is compared. How grave a rule is, and
//! whether people have to be told, is not decided here: that is data, by profile (`stdlib/gate/`).

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
    /// Rights, choices, promises, notices, duties, and their refusals; legal bases.
    Guarantees,
    /// Whether something may happen, happens, or is announced; how firmly something is ruled out.
    Certainty,
    /// Everything that is compared as text.
    Words,
}

impl Part {
    /// All parts, the gravest first.
    pub const ALL: [Self; 6] =
        [Self::Flows, Self::Conditions, Self::Retention, Self::Guarantees, Self::Certainty, Self::Words];

    /// Whether what is told of it changed the meaning: what two policies of one meaning have in common, and their digest.
    #[must_use]
    pub const fn is_meaning(self) -> bool {
        match self {
            Self::Flows | Self::Conditions | Self::Retention | Self::Guarantees => true,
            Self::Certainty | Self::Words => false,
        }
    }

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
    ($first:ident $($rest:ident)?) => {
        ChangeRule::$first
    };
}

macro_rules! change_rules {
    ($($part:ident {
        $($rule:ident $code:literal $direction:ident $summary:literal
            $(<=> $mirror:ident $mirror_code:literal $back:ident $back_summary:literal)?;)*
    })*) => {
        /// One way in which a policy can change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ChangeRule {
            $($(
                #[doc = $summary]
                $rule,
                $(#[doc = $back_summary]
                $mirror,)?
            )*)*
        }

        impl ChangeRule {
            /// Every rule, mirrors side by side.
            pub const ALL: &[Self] = &[$($(Self::$rule, $(Self::$mirror,)?)*)*];

            /// Its name, stable for ever.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $($(Self::$rule => $code, $(Self::$mirror => $mirror_code,)?)*)*
                }
            }

            /// The same change made the other way round: the rule itself if nobody can tell the two ways apart.
            #[must_use]
            pub const fn mirror(self) -> Self {
                match self {
                    $($(Self::$rule => first!($($mirror)? $rule), $(Self::$mirror => Self::$rule,)?)*)*
                }
            }

            /// Which part of the meaning it is about.
            #[must_use]
            pub const fn part(self) -> Part {
                match self {
                    $($(Self::$rule $(| Self::$mirror)? => Part::$part,)*)*
                }
            }

            /// Who gains by it.
            #[must_use]
            pub const fn direction(self) -> Direction {
                match self {
                    $($(Self::$rule => Direction::$direction, $(Self::$mirror => Direction::$back,)?)*)*
                }
            }

            /// What it says, in one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $($(Self::$rule => $summary, $(Self::$mirror => $back_summary,)?)*)*
                }
            }
        }
    };
}

change_rules! {
    Flows {
        PracticeAdded "practice-added" Widens "something is done that the policy did not permit at all"
            <=> PracticeRemoved "practice-removed" Narrows "something is no longer permitted at all";
        DataAdded "data-added" Widens "the same is done with more data"
            <=> DataRemoved "data-removed" Narrows "the same is done with less data";
        FormLoosened "form-loosened" Widens "the same is done with data in a form that reveals more"
            <=> FormTightened "form-tightened" Narrows "the same is done only with data in a form that reveals less";
        PurposeAdded "purpose-added" Widens "the same data are used for another purpose"
            <=> PurposeRemoved "purpose-removed" Narrows "a purpose is given up";
        RecipientAdded "recipient-added" Widens "somebody else gets the same data"
            <=> RecipientRemoved "recipient-removed" Narrows "somebody no longer gets the data";
        TransferAdded "transfer-added" Widens "recipients in another region get the same data"
            <=> TransferRemoved "transfer-removed" Narrows "recipients in a region no longer get the data";
        SourceAdded "source-added" Widens "the same data are collected from somewhere else"
            <=> SourceRemoved "source-removed" Narrows "data are no longer collected from somewhere";
        ChannelAdded "channel-added" Widens "the same is done through another channel"
            <=> ChannelRemoved "channel-removed" Narrows "a channel is given up";
        ActorAdded "actor-added" Widens "somebody else does the same"
            <=> ActorRemoved "actor-removed" Narrows "somebody no longer does it";
        CombinationAdded "combination-added" Widens "data are combined with, or derived from, other data"
            <=> CombinationRemoved "combination-removed" Narrows "data are no longer combined with, or derived from, other data";
        RegionAdded "region-added" Widens "the same is done in another region: data are stored or used there"
            <=> RegionRemoved "region-removed" Narrows "the same is no longer done in a region: data are not stored or used there";
        PersonAdded "person-added" Widens "the same is done to other people"
            <=> PersonRemoved "person-removed" Narrows "the same is no longer done to some people";
        ConsentDropped "consent-dropped" Widens "something no longer needs consent"
            <=> ConsentRequired "consent-required" Narrows "something needs consent";
        ConsentLengthened "consent-lengthened" Widens "something goes on with a consent that would have lapsed"
            <=> ConsentShortened "consent-shortened" Narrows "something needs a consent that was given more lately";
        SafeguardDropped "safeguard-dropped" Widens "something no longer needs a safeguard"
            <=> SafeguardRequired "safeguard-required" Narrows "something needs a safeguard";
        ConditionDropped "condition-dropped" Widens "something no longer depends on a condition or an event"
            <=> ConditionRequired "condition-required" Narrows "something depends on a condition or an event";
        ChoiceIgnored "choice-ignored" Widens "something goes on although a person has refused it"
            <=> ChoiceHeeded "choice-heeded" Narrows "something ends where a person refuses it";
        PromiseWithdrawn "promise-withdrawn" Widens "something that was ruled out is no longer ruled out, though nothing permits it yet"
            <=> PromiseMade "promise-made" Narrows "something is ruled out";
    }
    Conditions {
        ConditionLoosened "condition-loosened" Widens "a condition, consent, safeguard or class of people stands for something else, in favour of the company"
            <=> ConditionTightened "condition-tightened" Narrows "a condition, consent, safeguard or class of people stands for something else, in favour of people";
        ConditionRedefined "condition-redefined" Unknown "a condition, consent, safeguard or class of people stands for something else";
    }
    Retention {
        RetentionLengthened "retention-lengthened" Widens "data are kept longer"
            <=> RetentionShortened "retention-shortened" Narrows "data are kept for a shorter time";
        RetentionWithdrawn "retention-withdrawn" Widens "the policy no longer says how long data are kept"
            <=> RetentionStated "retention-stated" Narrows "the policy says how long data are kept";
        RetentionChanged "retention-changed" Unknown "data are kept until another end, and neither end is always the earlier";
        DeletionWeakened "deletion-weakened" Widens "data are deleted later, or less surely"
            <=> DeletionStrengthened "deletion-strengthened" Narrows "data are deleted sooner, or more surely";
    }
    Guarantees {
        RightRemoved "right-removed" Widens "people lose a right"
            <=> RightAdded "right-added" Narrows "people are offered a right";
        ChoiceRemoved "choice-removed" Widens "people lose a choice"
            <=> ChoiceAdded "choice-added" Narrows "people are offered a choice";
        GuaranteeRemoved "guarantee-removed" Widens "a promise about care, notice or contracts, or of what is not there or not demanded, is gone"
            <=> GuaranteeAdded "guarantee-added" Narrows "a promise about care, notice or contracts, or of what is not there or not demanded, is made";
        GuaranteeShrunk "guarantee-shrunk" Widens "a right, choice or promise holds for less"
            <=> GuaranteeGrown "guarantee-grown" Narrows "a right, choice or promise holds for more";
        DeadlineLengthened "deadline-lengthened" Widens "something that people are promised takes longer"
            <=> DeadlineShortened "deadline-shortened" Narrows "something that people are promised comes sooner";
        RefusalAdded "refusal-added" Widens "a right, deletion, protection, notice or duty is refused that was left open"
            <=> RefusalWithdrawn "refusal-withdrawn" Narrows "a right, deletion, protection, notice or duty is no longer refused, though nothing promises it yet";
        BecomesRequired "becomes-required" Widens "people have to give data that were optional"
            <=> BecomesOptional "becomes-optional" Narrows "data that people had to give are optional";
        OptionalWithdrawn "optional-withdrawn" Widens "the policy no longer says that people need not give data"
            <=> OptionalStated "optional-stated" Narrows "the policy says that people need not give data";
        BasisChanged "basis-changed" Unknown "the same is done on another legal basis";
        TechnologyChanged "technology-changed" Unknown "what a tracker stores is collected by another technology";
        PromiseRestated "promise-restated" Unknown "a promise is written in other clauses: it is about the same, and whether they come to the same is for a reader to say";
        MeaningChanged "meaning-changed" Unknown "the meaning changed in a way that has no name";
    }
    Certainty {
        PromiseWeakened "promise-weakened" Widens "something is ruled out for now only that was ruled out for good, or knowingly only that was ruled out in any case"
            <=> PromiseStrengthened "promise-strengthened" Narrows "something is ruled out for good that was ruled out for now only, or in any case that was ruled out knowingly only";
        BecomesCertain "becomes-certain" Neutral "what may happen is said to happen"
            <=> BecomesPossible "becomes-possible" Neutral "what happens is said to be possible only";
        Announced "announced" Neutral "something is announced for later"
            <=> AnnouncementWithdrawn "announcement-withdrawn" Neutral "an announcement is gone";
    }
    Words {
        AlarmSilenced "alarm-silenced" Widens "a statement is gone whose absence is a sign"
            <=> AlarmRaised "alarm-raised" Neutral "a statement is made whose absence would be a sign";
        ControllerChanged "controller-changed" Unknown "somebody else answers for the policy";
        ScopeChanged "scope-changed" Unknown "the policy applies to something else, or under another law";
        ClaimChanged "claim-changed" Unknown "the policy states, asks or disclaims something else";
        ContactChanged "contact-changed" Neutral "people reach the company in another way";
        TextChanged "text-changed" Neutral "words changed that say nothing to a machine";
        SentenceReworded "sentence-reworded" Neutral "a sentence has other words and the same meaning";
        TermRenamed "term-renamed" Neutral "a term has another label or definition";
        NowNamed "now-named" Neutral "something that was covered without a name has a name now"
            <=> NoLongerNamed "no-longer-named" Neutral "something has no name of its own any more";
        LinkChanged "link-changed" Neutral "a link leads elsewhere";
        DateUnchanged "date-unchanged" Neutral "the meaning changed, and the effective date did not"
            <=> DateChangedAlone "date-changed-alone" Neutral "the effective date changed, and the meaning did not";
        SourceChanged "source-changed" Neutral "the files differ, and the policy says the same";
    }
}

impl Ord for ChangeRule {
    /// By name, as reports list them.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for ChangeRule {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The rule of that name.
#[must_use]
pub fn find(code: &str) -> Option<ChangeRule> {
    ChangeRule::ALL.iter().copied().find(|rule| rule.code() == code)
}
