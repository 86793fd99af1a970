//! The closed words of the language, each written down once.
//!
//! A list of words is one `words!` table. From a row come the variant, every form in which it is written, the word by
//! which the published rules call it, and its description. Both trees, the formatter, the repair of broken text and the
//! rules take their words from here; only the grammar repeats them, and a test holds it against these tables.
//!
//! What a word means is not said here: whoever has to decide that matches on the variant and leaves none out, so that a
//! new row does not compile before everything that must know of it does.

use serde::{Deserialize, Serialize};

/// The word as it is written: the published one, unless the row says how it is written instead.
macro_rules! written {
    ($published:literal) => {
        $published
    };
    ($published:literal $word:literal) => {
        $word
    };
}

/// Whether a row keeps its word out of the published rules.
macro_rules! is_kept {
    () => {
        false
    };
    (skip) => {
        true
    };
}

/// Lists of words, a row for each: `Variant "published" [written "as written"] [| "another form"]…`.
///
/// A description above a row is published with it. Where no row of a list has one, each is the word itself.
macro_rules! words {
    ($(
        $(#[doc = $about:literal])+
        $list:ident {$(
            $(#[doc = $doc:literal])*
            $(#[serde($skip:ident)])?
            $variant:ident $published:literal $(written $word:literal)? $(| $form:literal)*
        ),+ $(,)?}
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $list {$(
            #[doc = concat!("`", written!($published $($word)?), "`")]
            ///
            $(#[doc = $doc])*
            #[serde(rename = $published)]
            $(#[serde($skip)])?
            $variant,
        )+}

        impl $list {
            /// Every word of the list, in its order.
            pub const ALL: [Self; [$($published),+].len()] = [$(Self::$variant),+];

            /// What the list is about.
            pub const ABOUT: &'static str = concat!($($about),+).trim_ascii();

            /// Every form in which it is written, the usual one first.
            #[must_use]
            pub const fn forms(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[written!($published $($word)?) $(, $form)*],)+
                }
            }

            /// The usual form; empty if it is said by leaving the word out.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => written!($published $($word)?),)+
                }
            }

            /// The word by which the published rules call it.
            #[must_use]
            pub const fn published(self) -> &'static str {
                match self {
                    $(Self::$variant => $published,)+
                }
            }

            /// Whether the published rules know it.
            #[must_use]
            pub const fn is_published(self) -> bool {
                match self {
                    $(Self::$variant => !is_kept!($($skip)?),)+
                }
            }

            /// What it means, in one line; empty if that is the word itself.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("", $($doc),*).trim_ascii(),)+
                }
            }

            /// The one that is written like this.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                let is_it = |one: &Self| !word.is_empty() && one.forms().contains(&word);
                Self::ALL.into_iter().find(is_it)
            }
        }
    )+};
}

words! {
    /// The verbs. `sell` and `publish` are narrower than `disclose`; `view`, `combine`, `derive`, `decide` and `train` are narrower than `use`.
    Verb {
        Collect "collect" | "collects",
        Derive "derive" | "derives",
        Combine "combine" | "combines",
        Use "use" | "uses",
        View "view" | "views",
        Decide "decide" | "decides",
        Train "train" | "trains",
        Store "store" | "stores",
        Disclose "disclose" | "discloses",
        Sell "sell" | "sells",
        Publish "publish" | "publishes",
        Retain "retain" | "retains",
        Delete "delete" | "deletes",
        Offer "offer" | "offers",
        Protect "protect" | "protects",
        Notify "notify" | "notifies",
        Bind "bind" | "binds",
        HaveNo "have-no" written "have no" | "has no",
        State "state" | "states",
        Disclaim "disclaim" | "disclaims",
        Advise "advise" | "advises",
    }

    /// How a statement is said.
    Modality {
        /// As a plain fact: it is done.
        Plain "plain" written "",
        /// It may be done.
        May "may",
        /// It is done as of the date of the policy.
        Currently "currently",
        /// It is attempted, not promised.
        TryTo "try-to" written "try to" | "tries to",
        /// It is not done.
        Never "never",
        /// It is not done knowingly.
        NeverKnowingly "never-knowingly" written "never knowingly",
        /// It is not done as of the date of the policy.
        DoNotYet "do-not-yet" written "do not yet" | "does not yet",
    }

    /// The kinds of terms.
    Kind {
        Data "data",
        Purpose "purpose",
        Recipient "recipient",
        Subject "subject",
        Source "source",
        Channel "channel",
        Region "region",
        Event "event",
        Condition "condition",
        Consent "consent",
        Safeguard "safeguard",
        Basis "basis",
        Measure "measure",
        Right "right",
        Form "form",
        Topic "topic",
    }

    /// The traits of terms.
    Trait {
        /// About a person who is known or can be found out.
        Personal "personal",
        /// Enough to tell who the person is, or to reach that person; always personal too.
        Identifying "identifying",
        /// A law somewhere asks for more care with it.
        Sensitive "sensitive",
        /// A special category in the sense of GDPR Art. 9(1); always personal too.
        SpecialCategory "special-category",
        /// Open to everyone.
        Public "public",
        /// The label takes a plural verb. That concerns its sentence alone, so it is not published among the traits.
        #[serde(skip)]
        Plural "plural",
        /// A claim whose removal is an alarm.
        Canary "canary",
    }

    /// The words that open a condition.
    FactWord {
        With "with",
        When "when",
        Unless "unless",
        Under "under",
    }

    /// Whether the person must provide the data.
    Necessity {
        Required "required",
        Optional "optional",
    }

    /// The states in which data are protected.
    ProtectedState {
        InTransit "in-transit" written "in transit",
        AtRest "at-rest" written "at rest",
        InUse "in-use" written "in use",
    }

    /// The units of time.
    Unit {
        Minutes "minutes" | "minute",
        Hours "hours" | "hour",
        Days "days" | "day",
        BusinessDays "business-days" | "business-day",
        Weeks "weeks" | "week",
        Months "months" | "month",
        Years "years" | "year",
    }

    /// How a length of time bounds.
    Bound {
        /// Neither shorter nor longer.
        Exactly "exactly" written "",
        /// Not longer.
        UpTo "up-to" written "up to",
        /// Not shorter.
        AtLeast "at-least" written "at least",
    }

    /// Which of several ends counts.
    Whichever {
        /// The last.
        Longer "longer",
        /// The first.
        Shorter "shorter",
    }

    /// The roles of parties.
    Role {
        Controller "controller" | "company",
        JointController "joint-controller",
        Representative "representative",
        DataProtectionOfficer "data-protection-officer",
        Authority "authority",
    }

    /// The answers to a question.
    Expected {
        /// Some rule permits it, and no rule prohibits it.
        Permitted "permitted",
        /// Some rule prohibits it.
        Prohibited "prohibited",
        /// No rule says anything about it.
        Undisclosed "undisclosed",
        /// The policy does not cover it.
        NotCovered "not-covered" written "not covered",
    }

    /// Where a term was declared.
    Origin {
        /// In the standard vocabulary.
        Standard "standard",
        /// In the policy.
        Policy "policy",
    }

    /// The sort of a rule, which follows from its verb.
    RuleKind {
        /// What happens to data: `collect` to `publish`.
        Practice "practice",
        /// How long data are kept.
        Retention "retention",
        /// When data are deleted.
        Deletion "deletion",
        /// A right or a choice of the person.
        Offer "offer",
        /// How data are protected.
        Protection "protection",
        /// Of what people are told.
        Notice "notice",
        /// To what recipients are bound.
        Duty "duty",
        /// What does not exist.
        Absence "absence",
        /// What is claimed.
        Claim "claim",
        /// What is not promised.
        Disclaimer "disclaimer",
        /// What people are advised to do.
        Advice "advice",
    }

    /// What a rule does to flows of data.
    Effect {
        /// It permits the flows in its slots while its facts hold.
        Permits "permits",
        /// It prohibits: with `never` and `do-not-yet` the flows in its slots; with `only` those outside; with `unless` those while the fact holds.
        Prohibits "prohibits",
    }

    /// Of which statements a requirement holds.
    Quantifier {
        Every "every",
        Some "some",
        No "no",
    }
}

/// Whether one or several do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Number {
    /// One third person.
    Singular,
    /// Several, or the company: `we`.
    Plural,
}

/// The form for a number, of a word whose second form, if it has one, is that for one third person.
const fn form_for(forms: &'static [&'static str], number: Number) -> &'static str {
    match (forms, number) {
        ([_, singular, ..], Number::Singular) => singular,
        ([word, ..], _) => word,
        ([], _) => "",
    }
}

impl Verb {
    /// The form that agrees with whoever acts.
    #[must_use]
    pub const fn form(self, number: Number) -> &'static str {
        form_for(self.forms(), number)
    }

    /// The first word of that form: the verb itself, without what belongs to it.
    #[must_use]
    pub fn first_word(self, number: Number) -> &'static str {
        let form = self.form(number);
        form.split_once(' ').map_or(form, |(first, _)| first)
    }

    /// The verb that begins with a word, and the number for which that is the form.
    #[must_use]
    pub fn of_first_word(word: &str) -> Option<(Self, Number)> {
        let begins = |verb: &Self, number| verb.first_word(number) == word;
        let of = |number| Some((Self::ALL.into_iter().find(|verb| begins(verb, number))?, number));
        of(Number::Plural).or_else(|| of(Number::Singular))
    }

    /// The word between the verb and its object, if there is one: `decide from`, `train on`.
    #[must_use]
    pub const fn before_object(self) -> Option<&'static str> {
        match self {
            Self::Decide => Some("from"),
            Self::Train => Some("on"),
            Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Publish
            | Self::Retain
            | Self::Delete
            | Self::Offer
            | Self::Protect
            | Self::Notify
            | Self::Bind
            | Self::HaveNo
            | Self::State
            | Self::Disclaim
            | Self::Advise => None,
        }
    }

    /// The kind of its object.
    #[must_use]
    pub const fn object_kind(self) -> Kind {
        match self {
            Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Publish
            | Self::Retain
            | Self::Delete
            | Self::Protect => Kind::Data,
            Self::Offer => Kind::Right,
            Self::Notify => Kind::Subject,
            Self::Bind => Kind::Recipient,
            Self::HaveNo | Self::State | Self::Disclaim | Self::Advise => Kind::Topic,
        }
    }

    /// Whether it says what happens to data, so that it permits or prohibits flows.
    #[must_use]
    pub const fn is_practice(self) -> bool {
        match self {
            Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Publish => true,
            Self::Retain
            | Self::Delete
            | Self::Offer
            | Self::Protect
            | Self::Notify
            | Self::Bind
            | Self::HaveNo
            | Self::State
            | Self::Disclaim
            | Self::Advise => false,
        }
    }
}

impl Modality {
    /// The form that agrees with whoever acts.
    #[must_use]
    pub const fn form(self, number: Number) -> &'static str {
        form_for(self.forms(), number)
    }

    /// The modal word of a form, and the number for which that is the form.
    #[must_use]
    pub fn of_form(form: &str) -> Option<(Self, Number)> {
        let one = Self::of_word(form)?;
        Some((one, if one.word() == form { Number::Plural } else { Number::Singular }))
    }

    /// Whether it agrees with whoever acts, and not the verb behind it: `does not yet collect`.
    #[must_use]
    pub const fn agrees(self) -> bool {
        self.forms().len() > 1
    }

    /// Whether the verb behind it agrees with whoever acts: `never collects`, but `may collect`.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        match self {
            Self::Plain | Self::Currently | Self::Never | Self::NeverKnowingly => true,
            Self::May | Self::TryTo | Self::DoNotYet => false,
        }
    }

    /// Whether the statement says that something is not done.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        match self {
            Self::Never | Self::NeverKnowingly | Self::DoNotYet => true,
            Self::Plain | Self::May | Self::Currently | Self::TryTo => false,
        }
    }

    /// Whether it is true only as of the date of the policy.
    #[must_use]
    pub const fn is_dated(self) -> bool {
        match self {
            Self::Currently | Self::DoNotYet => true,
            Self::Plain | Self::May | Self::TryTo | Self::Never | Self::NeverKnowingly => false,
        }
    }
}

impl Kind {
    /// The word with its article, for messages.
    #[must_use]
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Purpose => "a purpose",
            Self::Recipient => "a recipient",
            Self::Subject => "a subject",
            Self::Source => "a source",
            Self::Channel => "a channel",
            Self::Region => "a region",
            Self::Event => "an event",
            Self::Condition => "a condition",
            Self::Consent => "a consent",
            Self::Basis => "a legal basis",
            Self::Safeguard => "a safeguard",
            Self::Measure => "a measure",
            Self::Right => "a right",
            Self::Form => "a form",
            Self::Topic => "a topic",
        }
    }

    /// Whether terms of this kind are facts: true or false of one flow.
    #[must_use]
    pub const fn is_fact(self) -> bool {
        match self {
            Self::Event | Self::Condition | Self::Consent | Self::Safeguard => true,
            Self::Data
            | Self::Purpose
            | Self::Recipient
            | Self::Subject
            | Self::Source
            | Self::Channel
            | Self::Region
            | Self::Basis
            | Self::Measure
            | Self::Right
            | Self::Form
            | Self::Topic => false,
        }
    }

    /// The kind whose namespace this kind uses: the four kinds of facts share one.
    #[must_use]
    pub const fn namespace(self) -> Self {
        if self.is_fact() { Self::Condition } else { self }
    }
}

impl Origin {
    /// Whether it is the standard vocabulary.
    #[must_use]
    pub fn is_standard(&self) -> bool {
        *self == Self::Standard
    }
}

impl Unit {
    /// How many make a year, about.
    #[must_use]
    pub const fn per_year(self) -> u64 {
        match self {
            Self::Minutes => 525_600,
            Self::Hours => 8_760,
            Self::Days | Self::BusinessDays => 365,
            Self::Weeks => 52,
            Self::Months => 12,
            Self::Years => 1,
        }
    }
}
