//! What counts where two versions of a policy are compared: every field of what a policy is made of, each placed once.
//!
//! # Design
//!
//! A field says something of the meaning, it is wording, or it is nothing that a version could change: where a thing
//! stands, how it is found again, what follows from the rest. The tables below name every field of a type, so that a new
//! one does not compile until it is placed here. Whoever compares asks them, and does not decide again:
//!
//! * `meaning()` and `wording()` of a type are the fields that count. Their readers take them apart without `..`, so that
//!   a field that was placed among them leads to each of these readers, and one that was placed among `nothing` to none.
//! * A [`Walker`] is shown every field, in whatever group, down to its terms and places. So terms get other numbers, places
//!   are taken out, and lists that say the same in any order come into one, without a list of fields of their own.
//! * [`Compared::is_same`] compares what is in `meaning` or in `wording`, and looks at nothing else.

use jiff::civil::Date;

use super::{
    Actor, Attributes, Basis, Companion, Compared, Declared, Definition, Deletion, Earlier, End, EndKind,
    Exception, Fact, FactClause, Header, Later, Lifetime, Link, Named, Names, Party, Policy, Prose, Readers,
    Retention, Section, Sentence, Set, SetItem, Slot, Slots, Stage, Statement, Str, Table, Term, TermId,
    Timing, Tracker, Traits, Vocabulary, Walker, What, Words,
};
use crate::language::{FactWord, Kind, Modality, Necessity, ProtectedState, Role, Verb, Whichever};
use crate::source::Span;

/// A type, and its fields in groups: `meaning`, `wording`, `nothing`.
///
/// A group with a name in parentheses can be had as a type of that name, for which its fields say their types. Behind a
/// field may stand how a walker is shown it as a whole.
macro_rules! counts {
    (@view $type:ident $group:ident () {$($fields:tt)*}) => {};
    (@view $type:ident $group:ident ($view:ident) {$($field:ident: $of:ty,)*}) => {
        #[doc = concat!("The ", stringify!($group), " of a [`", stringify!($type), "`], where two versions are compared.")]
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "the fields of the type itself")]
        pub struct $view<'p> {
            $(pub $field: &'p $of,)*
        }

        impl $type {
            #[doc = concat!("What counts as its ", stringify!($group), ", where two versions are compared.")]
            #[must_use]
            pub const fn $group(&self) -> $view<'_> {
                $view { $($field: &self.$field,)* }
            }
        }
    };
    (@same nothing $this:ident $other:ident $($field:ident)*) => {{
        let _ = $other;
        true
    }};
    (@same $group:ident $this:ident $other:ident $($field:ident)*) => {
        $($this.$field.is_same(&$other.$field))&&*
    };
    ($($type:ident {
        $($group:ident $view:tt { $($field:ident $(: $of:ty)? $(=> $how:ident)?,)* })*
    })*) => {$(
        $(counts! { @view $type $group $view { $($field $(: $of)?,)* } })*

        impl Compared for $type {
            fn walked(self, walker: &mut impl Walker) -> Self {
                Self {
                    $($($field: {
                        let walked = self.$field.walked(walker);
                        $(let walked = walker.$how(walked);)?
                        walked
                    },)*)*
                }
            }

            fn is_same(&self, other: &Self) -> bool {
                $(counts!(@same $group self other $($field)*))&&*
            }
        }
    )*};
}

// What a policy is made of.
counts! {
    Header {
        meaning(HeaderMeaning) {
            covers: Vec<TermId>,
            does_not_cover: Vec<TermId>,
        }
        wording(HeaderWording) {
            title: String,
            effective: Option<Date>,
            law: Vec<TermId>,
            accepted_by: Vec<TermId>,
            acknowledged_by: Vec<TermId>,
        }
        nothing() {
            // How a version is called, told of both sides.
            name,
            posted,
            updated,
            version,
            vocabulary,
            span,
            file,
            // In which words and in which order the page is written, where it leads to, and what Candor is asked to look at.
            language,
            see,
            profiles,
            reading_grade,
            vague_words,
            glance,
            is_numbered,
            earlier,
            companions,
        }
    }
    Earlier {
        nothing() {
            date,
            address,
            span,
        }
    }
    Companion {
        nothing() {
            is_supplemented,
            name,
            title,
            address,
            span,
        }
    }
    Party {
        wording(PartyWording) {
            role: Role,
            name: String,
            label: String,
            attributes: Attributes,
        }
        nothing() {
            span,
        }
    }
    Section {
        wording(SectionWording) {
            title: String,
            readers: Option<Readers>,
        }
        nothing() {
            id,
            // By which it is found again.
            name,
            span,
            // The order of what stands on a page, and what stands around it.
            parent,
            items,
        }
    }
    Readers {
        wording() {
            people,
            region,
        }
    }
    Statement {
        meaning(StatementMeaning) {
            sentence: Sentence,
            exception: Option<Exception>,
            // The terms on which a right is offered.
            attributes: Attributes,
        }
        wording(StatementWording) {
            title: Option<String>,
            // It holds from another day on, if ever.
            later: Option<Later>,
            words: Words,
        }
        nothing() {
            id,
            // Each of its verbs is compared by itself, in whatever order they stand.
            joined,
            // By which it is found again.
            label,
            label_span,
            span,
            section,
            // Which fact it is follows from the label, whether there is one from the sentence.
            choice,
        }
    }
    Tracker {
        meaning(TrackerMeaning) {
            channel: TermId,
            technology: TermId,
            by: Option<TermId>,
            stores: Option<Slot>,
            stores_no: Option<Slot>,
            lasting: Option<Lifetime>,
            sentence: Sentence,
            exception: Option<Exception>,
        }
        wording(TrackerWording) {
            label: String,
            attributes: Attributes,
        }
        nothing() {
            named,
        }
    }
    Prose {
        wording(ProseWording) {
            title: Option<String>,
            body: String,
        }
        nothing() {
            named,
        }
    }
    Link {
        wording(LinkWording) {
            label: String,
            address: String,
        }
        nothing() {
            named,
            address_span,
        }
    }
    Definition {
        wording(DefinitionWording) {
            word: String,
            meaning: String,
        }
        nothing() {
            named,
        }
    }
    Table {
        nothing() {
            named,
            // How the page shows what the policy says by itself.
            by,
            preceding,
        }
    }
    Named {
        wording() {
            // What is noted beside a part that is no statement: told only as a change of the file.
            words,
        }
        nothing() {
            // By which it is found again.
            name,
            span,
            section,
        }
    }
    Term {
        meaning(TermMeaning) {
            kind: Kind,
            parents: Vec<TermId>,
            children: Vec<TermId>,
            traits: Traits,
            means: Option<Set>,
            excludes: Vec<TermId>,
            may_contain: Vec<TermId>,
            effects: Declared,
        }
        wording(TermWording) {
            label: Str,
            definition: Str,
            several: Str,
        }
        nothing() {
            // By which it is found again.
            name,
            span,
            origin,
            // What is said of it to those who write with it, or look it up elsewhere.
            leaves_out,
            mappings,
            formerly,
            deprecated,
            replaced_by,
            addresses,
        }
    }
}

// What a sentence is made of.
counts! {
    Sentence {
        meaning(SentenceMeaning) {
            actor: Actor,
            modality: Modality,
            verb: Verb,
            object: Slot,
            slots: Slots,
            from_labels: Vec<(String, Span)> => any_order,
            facts: Vec<FactClause> => any_order,
            bases: Vec<Basis> => any_order,
            necessity: Option<Necessity>,
            retention: Option<Retention>,
            is_ceiling: bool,
            deletion: Option<Deletion>,
            states: Vec<ProtectedState> => any_order,
            timing: Option<Timing>,
        }
        nothing() {
            span,
            // What is damaged is not compared.
            is_damaged,
        }
    }
    Slot {
        meaning(SlotMeaning) {
            set: Set,
            is_only: bool,
        }
        wording() {
            // What a header says holds as if each statement said it.
            is_inherited,
        }
        nothing() {
            span,
        }
    }
    Set {
        meaning(SetMeaning) {
            items: Vec<SetItem> => any_order,
            except: Vec<SetItem> => any_order,
        }
    }
    SetItem {
        meaning(SetItemMeaning) {
            form: Option<TermId>,
            what: What,
        }
        nothing() {
            span,
        }
    }
    FactClause {
        meaning(FactClauseMeaning) {
            word: FactWord,
            is_only: bool,
            fact: Fact => condition,
        }
        wording() {
            is_inherited,
        }
        nothing() {
            span,
        }
    }
    Basis {
        meaning(BasisMeaning) {
            term: TermId,
        }
        wording() {
            // In the author's words.
            interest,
            is_inherited,
        }
        nothing() {
            span,
        }
    }
    Retention {
        meaning(RetentionMeaning) {
            // One after the other.
            stages: Vec<Stage>,
        }
        nothing() {
            span,
        }
    }
    Stage {
        meaning(StageMeaning) {
            form: Option<TermId>,
            ends: Vec<End> => any_order,
            whichever: Whichever,
        }
    }
    End {
        meaning(EndMeaning) {
            kind: EndKind,
        }
        nothing() {
            span,
        }
    }
    Deletion {
        meaning(DeletionMeaning) {
            event: Fact => condition,
            timing: Option<Timing>,
        }
    }
    Later {
        wording() {
            facts,
            purpose,
            channel,
        }
        nothing() {
            span,
        }
    }
    Words {
        wording(WordsWording) {
            otherwise: Option<String>,
            because: Option<String>,
            says: Option<String>,
            note: Option<String>,
            example: Option<String>,
            cites: Vec<String>,
        }
        nothing() {
            says_span,
            // From which sentences of a source it was written.
            traces,
        }
    }
}

impl Policy {
    /// A copy of what is compared of a policy, its vocabulary apart: nothing of what it expects and requires of itself.
    #[must_use]
    pub fn compared(&self) -> Self {
        let Self {
            vocabulary: _,
            header,
            parties,
            sections,
            top,
            statements,
            trackers,
            prose,
            links,
            definitions,
            tables,
            expects: _,
            requires: _,
            acknowledgements: _,
            names: _,
        } = self;
        Self {
            vocabulary: Vocabulary::default(),
            header: header.clone(),
            parties: parties.clone(),
            sections: sections.clone(),
            top: top.clone(),
            statements: statements.clone(),
            trackers: trackers.clone(),
            prose: prose.clone(),
            links: links.clone(),
            definitions: definitions.clone(),
            tables: tables.clone(),
            expects: Vec::new(),
            requires: Vec::new(),
            acknowledgements: Vec::new(),
            names: Names::default(),
        }
    }
}
