//! The closed words of the language, each written down once.
//!
//! A list of words is one `words!` table. From a row come the variant, every form in which it is written, the word by
//! which the published rules call it, and its description. Both trees, the formatter, the repair of broken text and the
//! rules take their words from here; only the grammar repeats them, and a test holds it against these tables.
//!
//! What a word means is not said here: whoever has to decide that matches on the variant and leaves none out, so that a
//! new row does not compile before everything that must know of it does.

use std::sync::LazyLock;

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

/// The languages in which the page has words, by their primary tag: those of `render/compose/*.ftl`, which a test compares.
pub const PAGE_LANGUAGES: [&str; 1] = ["en"];

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

            /// The word with which the usual form begins.
            #[must_use]
            pub fn opening(self) -> &'static str {
                first_word(self.word())
            }

            /// The one of which a form begins with this word.
            #[must_use]
            pub fn opened_by(word: &str) -> Option<Self> {
                let is_it = |one: &Self| one.forms().iter().any(|form| first_word(form) == word);
                Self::ALL.into_iter().find(is_it)
            }

            /// Every word in every form.
            pub fn every_word() -> impl Iterator<Item = &'static str> {
                Self::ALL.into_iter().flat_map(Self::forms).flat_map(|form| form.split_whitespace())
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

/// The first word of a form; empty if nothing is written.
fn first_word(form: &'static str) -> &'static str {
    form.split_once(' ').map_or(form, |(first, _)| first)
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
        Require "require" | "requires",
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
        /// What is kept for this purpose lasts, whatever is asked to be deleted. It has a field of its own in the rules.
        #[serde(skip)]
        OutlastsDeletion "outlasts-deletion",
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

    /// The words that join verbs.
    JoinWord {
        /// What is done: the one and the other.
        And "and",
        /// What is not done: neither the one nor the other.
        Or "or",
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

    /// What a flow does: something with data, or something that a person can rely on.
    Act {
        Collect "collect",
        Derive "derive",
        Combine "combine",
        Use "use",
        View "view",
        Decide "decide",
        Train "train",
        Store "store",
        Disclose "disclose",
        Sell "sell",
        Require "require",
        Delete "delete",
        Offer "offer",
        Protect "protect",
        Notify "notify",
        Bind "bind",
        Have "have",
        State "state",
        Disclaim "disclaim",
        Advise "advise",
    }

    /// The words that open a clause.
    ClauseWord {
        From "from",
        About "about",
        Through "through",
        To "to",
        For "for",
        With "with",
        When "when",
        Unless "unless",
        Under "under",
        BasedOn "based-on" written "based on",
        Required "required",
        Optional "optional",
        Kept "kept",
        Over "over",
        Before "at-least" written "at least",
        Within "within",
        Promptly "promptly",
        Beforehand "beforehand",
        In "in",
    }

    /// How the page calls the people that a section is about.
    AddressWord {
        /// It speaks to them.
        AsYou "as-you" written "as you",
    }

    /// The words that open a tail, in the order in which tails stand.
    TailWord {
        Later "later",
        ExceptAsStated "except-as-stated" written "except as stated",
        Otherwise "otherwise",
        Because "because",
        Says "says",
        Note "note",
        Example "example",
        Cites "cites",
        Traces "traces",
    }

    /// The words that open an end of a retention.
    EndWord {
        Indefinitely "indefinitely",
        For "for",
        While "while",
        Until "until",
        Needed "needed" written "as long as needed for",
        ItsPurposes "its-purposes" written "as long as needed for its purposes",
        LongerThan "longer-than" written "longer than",
    }

    /// The words that say how a term stands to others.
    RelationWord {
        IsAKindOf "is-a-kind-of" written "is a kind of",
        Includes "includes",
        Means "means",
        Excludes "excludes",
        MayContain "may-contain" written "may contain",
    }

    /// The forms in which data can be.
    FormWord {
        Aggregated "aggregated",
        DeIdentified "de-identified",
        Anonymous "anonymous",
        Hashed "hashed",
        Pseudonymised "pseudonymised",
        Encrypted "encrypted",
        Truncated "truncated",
        Limited "limited",
        Readable "readable",
    }

    /// How long a tracker lasts, if not for a length of time.
    LifetimeWord {
        /// Until the browser is closed.
        Session "session",
        /// Until somebody deletes it.
        Persistent "persistent",
        /// The author does not know.
        Unknown "unknown",
    }

    /// What a requirement can ask for by its name alone: a clause, a tail, an attribute, whatever it says.
    NeedWord {
        About "about",
        Address "address",
        BasedOn "based-on",
        Because "because",
        Cites "cites",
        Contact "contact",
        Effective "effective",
        Email "email",
        Fee "fee",
        For "for",
        Form "form",
        From "from",
        IdentityCheck "identity-check",
        Interest "interest",
        Kept "kept",
        Language "language",
        Lasting "lasting",
        Necessity "necessity",
        Phone "phone",
        Posted "posted",
        Retention "retention",
        Stores "stores",
        Through "through",
        To "to",
        Under "under",
        Updated "updated",
        Using "using",
        Website "website",
        When "when",
        With "with",
        Within "within",
    }

    /// The words with which an item of a file or a section begins, besides kinds and roles.
    ItemWord {
        Policy "policy",
        Section "section",
        Import "import",
        Expect "expect",
        Require "require",
        Tracker "tracker",
        Text "text",
        Link "link",
        Term "term",
        Table "table",
    }

    /// By what the rows of a table are made that an author places.
    TableWord {
        /// A row for what is done for one purpose.
        Purpose "purpose",
        /// A row for data of one category of which the same is said.
        Category "category",
        /// A row for one recipient.
        Recipient "recipient",
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

/// Words that hold sentences together and belong to no list.
const JOINING: &[&str] = &[
    "after",
    "and",
    "any",
    "anyone",
    "before",
    "by",
    "elsewhere",
    "except",
    "given",
    "has",
    "in",
    "is",
    "lasting",
    "not",
    "of",
    "on",
    "only",
    "or",
    "then",
    "using",
    "we",
    "whichever",
];

/// Words that belong to a phrase, and may be names all the same: where they stand no name can.
const FREE: &[&str] = &["a", "kind", "policy", "purposes", "you"];

/// The words that cannot be names, in their order. A name may contain one, never be one.
#[must_use]
pub fn reserved() -> &'static [&'static str] {
    static RESERVED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut words: Vec<&'static str> = JOINING.to_vec();
        words.extend(Verb::every_word());
        words.extend(Modality::every_word());
        words.extend(ClauseWord::every_word());
        words.extend(AddressWord::every_word());
        words.extend(TailWord::every_word());
        words.extend(EndWord::every_word());
        words.extend(RelationWord::every_word());
        words.extend(FormWord::every_word());
        words.extend(ItemWord::every_word());
        words.extend(Bound::every_word());
        words.extend(Whichever::every_word());
        words.extend(Quantifier::every_word());
        words.retain(|word| !FREE.contains(word));
        words.sort_unstable();
        words.dedup();
        words
    });
    &RESERVED
}

/// Whether a word cannot be a name.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    reserved().binary_search(&word).is_ok()
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
        first_word(self.form(number))
    }

    /// The verb that begins with a word, and the number for which that is the form.
    #[must_use]
    pub fn of_first_word(word: &str) -> Option<(Self, Number)> {
        let verb = Self::opened_by(word)?;
        Some((verb, if verb.opening() == word { Number::Plural } else { Number::Singular }))
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
            | Self::Require
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

    /// That form with the word that stands before the object: `decide from`.
    #[must_use]
    pub fn phrase(self, number: Number) -> String {
        let words = std::iter::once(self.form(number)).chain(self.before_object());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether it can be joined with others before one object: a practice that takes its data directly, and demands
    /// nothing behind them.
    #[must_use]
    pub const fn can_be_joined(self) -> bool {
        match self {
            Self::Collect | Self::Use | Self::View | Self::Disclose | Self::Sell | Self::Publish => true,
            Self::Derive
            | Self::Combine
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Require
            | Self::Retain
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

    /// What it speaks of. What holds of a whole family is said of the family: a new verb is sorted here, once.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store => Family::Handling,
            Self::Disclose | Self::Sell | Self::Publish => Family::Sharing,
            Self::Require => Family::Demand,
            Self::Retain | Self::Delete => Family::Keeping,
            Self::Offer => Family::Right,
            Self::Protect | Self::Notify | Self::Bind => Family::Undertaking,
            Self::HaveNo => Family::Absence,
            Self::State | Self::Disclaim | Self::Advise => Family::Words,
        }
    }

    /// Whether it says what happens to data, so that it permits or prohibits flows.
    #[must_use]
    pub const fn is_practice(self) -> bool {
        matches!(self.family(), Family::Handling | Family::Sharing)
    }
}

/// What a verb speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// What somebody does with data that stay with him.
    Handling,
    /// Giving data to others.
    Sharing,
    /// What people have to provide.
    Demand,
    /// How long data are kept, and when they are deleted.
    Keeping,
    /// What people are entitled to.
    Right,
    /// What somebody undertakes to do besides: to protect, to tell, to bind others.
    Undertaking,
    /// What there is not.
    Absence,
    /// What is said, and does nothing.
    Words,
}

impl Act {
    /// The verb that says it.
    #[must_use]
    pub const fn verb(self) -> Verb {
        match self {
            Self::Collect => Verb::Collect,
            Self::Derive => Verb::Derive,
            Self::Combine => Verb::Combine,
            Self::Use => Verb::Use,
            Self::View => Verb::View,
            Self::Decide => Verb::Decide,
            Self::Train => Verb::Train,
            Self::Store => Verb::Store,
            Self::Disclose => Verb::Disclose,
            Self::Sell => Verb::Sell,
            Self::Require => Verb::Require,
            Self::Delete => Verb::Delete,
            Self::Offer => Verb::Offer,
            Self::Protect => Verb::Protect,
            Self::Notify => Verb::Notify,
            Self::Bind => Verb::Bind,
            Self::Have => Verb::HaveNo,
            Self::State => Verb::State,
            Self::Disclaim => Verb::Disclaim,
            Self::Advise => Verb::Advise,
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

    /// How firmly something is said.
    #[must_use]
    pub const fn certainty(self) -> Certainty {
        match self {
            Self::May => Certainty::Possible,
            Self::TryTo => Certainty::Tried,
            Self::Plain | Self::Currently | Self::DoNotYet | Self::Never | Self::NeverKnowingly => {
                Certainty::Certain
            }
        }
    }
}

/// How firmly something is said, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It may happen, or not.
    Possible,
    /// It is tried, and may fail.
    Tried,
    /// It happens, or does not.
    Certain,
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
