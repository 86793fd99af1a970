//! Sentences and statements.

use super::attribute::attributes_of;
use super::clause::{takes_among, takes_over};
use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::{ClauseWord, Family, Number};
use crate::model::{self, Field, Kind, Verb};
use crate::resolve::Bearer;
use crate::source::Span;

impl Lowering<'_> {
    /// A whole statement: one for each of its verbs, of which the first is its number. `header` holds the clauses of the
    /// sections around it, outermost first.
    pub(super) fn statement(
        &mut self,
        statement: &ast::Statement,
        section: model::SectionId,
        header: &[&[ast::Clause]],
    ) -> model::StatementId {
        let first = model::StatementId::at(self.policy.statements.len());
        self.check_require(&statement.sentence);
        self.check_only_in_prohibition(&statement.sentence);
        self.check_only_of_keeping(&statement.sentence);
        self.check_refusal(statement);
        self.check_clauses(&statement.sentence);
        let n_reported = self.diagnostics.len();
        let mut sentences: Vec<model::Sentence> =
            statement.sentence.verbs().map(|verb| self.sentence(&statement.sentence, verb)).collect();
        for sentence in &mut sentences {
            self.inherit(sentence, header);
            self.check_mandatory(sentence);
        }
        // What is wrong for each of the verbs is told once.
        self.diagnostics.once_from(n_reported);
        let tails = self.tails(&statement.tails);
        let is_damaged = tails.is_damaged || sentences.iter().any(|sentence| sentence.is_damaged);
        self.check_later(&sentences, tails.later.as_ref());
        sentences.iter().for_each(|sentence| self.check_otherwise(&statement.tails, sentence));
        let known = attributes_of(statement.sentence.verb.kind);
        let attributes = self.attributes(&statement.attributes, known, "statement");
        let (label, label_span) = match &statement.label {
            Some(label) => (label.text.clone(), label.span),
            // Already reported; a name that nobody can write keeps the address of the sentence unique.
            None => (format!("_{}", first.index()), statement.sentence.span),
        };
        let title = self.title(statement, section);
        let count = sentences.len();
        for (place, sentence) in sentences.into_iter().enumerate() {
            let id = model::StatementId::at(self.policy.statements.len());
            self.policy.statements.push(model::Statement {
                id,
                joined: model::Joined { place, count },
                label: label.clone(),
                title: title.clone(),
                label_span,
                span: statement.span,
                section,
                sentence: model::Sentence { is_damaged, ..sentence },
                choice: self.names.choices.get(&id).copied(),
                later: tails.later.clone(),
                exception: tails.exception.clone(),
                words: tails.words.clone(),
                attributes: attributes.clone(),
            });
        }
        self.check_says(first);
        first
    }

    /// The title of a statement. Readers must be able to tell it from those of the other statements beside it.
    fn title(&mut self, statement: &ast::Statement, section: model::SectionId) -> Option<String> {
        let written = statement.title.as_ref()?;
        let title = written.text.trim();
        if title.is_empty() {
            self.report(
                Diagnostic::new(
                    &rules::STATEMENT_TITLE,
                    written.span,
                    "the title of this statement is empty",
                )
                .at("nothing to read")
                .help("write a title for readers, or leave it out"),
            );
            return None;
        }
        let is_same = |other: &&model::Statement| {
            let named =
                other.title.as_ref().is_some_and(|known| known.to_lowercase() == title.to_lowercase());
            other.section == section && named
        };
        if let Some(first) = self.policy.statements.iter().find(is_same) {
            let first = first.label_span;
            self.report(
                Diagnostic::clash(
                    &rules::STATEMENT_TITLE,
                    (first, "this statement has the same"),
                    (written.span, "used again here"),
                    format!("two statements of this section have the title “{title}”"),
                )
                .help("give one of the two another title: readers would not know which of them is meant"),
            );
        }
        Some(title.to_owned())
    }

    /// What a sentence says with one of its verbs: only the clauses that this verb takes are its own.
    pub(super) fn sentence(&mut self, sentence: &ast::Sentence, verb: &ast::VerbWord) -> model::Sentence {
        let (word, verb) = (verb, verb.kind);
        let (object, is_damaged) = self.plain_slot(verb.object_kind(), &sentence.object.set);
        let object = model::Slot { is_only: sentence.object.only.is_some(), ..object };
        let mut lowered =
            model::Sentence { is_damaged, ..model::Sentence::plain(sentence.span, verb, object) };
        lowered.modality = modality_of(sentence);
        match &sentence.actor {
            ast::Actor::We(_) => {}
            ast::Actor::Recipient(name) => match self.term(Kind::Recipient, name) {
                Some(term) => lowered.actor = model::Actor::Recipient(term, name.span),
                None => lowered.is_damaged = true,
            },
        }
        self.check_modal(sentence, verb);
        self.check_number(sentence, word, &lowered);
        self.head(&sentence.head, &mut lowered);
        for clause in &sentence.clauses {
            if takes_among(verb, clause.kind.word(), &sentence.clauses) {
                self.clause(clause, &mut lowered);
            }
        }
        lowered
    }

    fn head(&mut self, head: &ast::Head, lowered: &mut model::Sentence) {
        match head {
            ast::Head::Nothing => {}
            ast::Head::From(set) => self.fill(Field::Second, set, lowered),
            ast::Head::With { set, of } => {
                self.fill(Field::Second, set, lowered);
                if let Some(of) = of {
                    self.fill(Field::SecondSubject, of, lowered);
                }
            }
            ast::Head::In(region) => {
                self.fill(Field::Region, &region.set, lowered);
                if let Some(slot) = &mut lowered.slots.region {
                    slot.is_only = region.only.is_some();
                }
            }
            ast::Head::Ends(Some(retention)) => self.keep(retention, lowered),
            ast::Head::Ends(None) => {
                lowered.retention = Some(model::Retention::nothing(lowered.object.span));
                lowered.is_ceiling = true;
            }
            ast::Head::On { event, promptness } => {
                let timing = match promptness {
                    Some(ast::Promptness::Promptly(_)) => Some(model::Timing::Promptly),
                    Some(ast::Promptness::Within(duration)) => {
                        self.period(duration).map(model::Timing::Within)
                    }
                    None => None,
                };
                match self.fact(event) {
                    Some(event) => lowered.deletion = Some(model::Deletion { event, timing }),
                    None => lowered.is_damaged = true,
                }
            }
            ast::Head::Using { states, measures } => {
                lowered.states = states.clone();
                lowered.states.sort_unstable();
                lowered.states.dedup();
                if let Some(measures) = measures {
                    self.fill(Field::Measures, measures, lowered);
                }
            }
            ast::Head::Of { region, events } => {
                if let Some(region) = region {
                    self.fill(Field::SubjectRegion, region, lowered);
                }
                self.fill(Field::Events, events, lowered);
            }
            ast::Head::To(duties) => self.fill(Field::Duties, duties, lowered),
        }
    }

    fn keep(&mut self, retention: &ast::Retention, lowered: &mut model::Sentence) {
        match self.retention(retention, lowered.modality) {
            Some((retention, is_ceiling)) => {
                lowered.retention = Some(retention);
                lowered.is_ceiling = is_ceiling;
            }
            None => lowered.is_damaged = true,
        }
    }

    fn fill(&mut self, field: Field, set: &ast::Set, lowered: &mut model::Sentence) {
        let (slot, is_damaged) = self.plain_slot(field.kind(), set);
        *lowered.slots.get_mut(field) = Some(slot);
        lowered.is_damaged |= is_damaged;
    }

    /// Puts a clause into its place; a second one of the same kind is already reported and replaces the first.
    pub(super) fn clause(&mut self, clause: &ast::Clause, lowered: &mut model::Sentence) {
        let is_offer = lowered.verb == Verb::Offer;
        match &clause.kind {
            ast::ClauseKind::From(set) if is_offer => self.from_labels(set, lowered),
            ast::ClauseKind::From(set) => self.fill_from(Field::Source, set, clause, lowered),
            ast::ClauseKind::About(set, region, as_you) => {
                if let Some(place) = as_you {
                    self.report(
                        Diagnostic::new(
                            &rules::CLAUSE_NOT_TAKEN,
                            *place,
                            "`as you` belongs to the header of a section",
                        )
                        .at("does not belong here")
                        .help("a section speaks to its readers as a whole: write it behind `about` in the header"),
                    );
                }
                self.fill_from(Field::Subject, set, clause, lowered);
                if let Some(region) = region {
                    self.check_one_region(region, lowered);
                    self.fill(Field::SubjectRegion, region, lowered);
                }
            }
            ast::ClauseKind::Through(set) => self.fill_from(Field::Channel, set, clause, lowered),
            ast::ClauseKind::To(set, region) if is_offer => {
                self.fill_from(Field::Subject, set, clause, lowered);
                if let Some(region) = region {
                    self.fill(Field::SubjectRegion, region, lowered);
                }
            }
            ast::ClauseKind::To(set, region) => {
                self.fill_from(Field::Recipient, set, clause, lowered);
                if let Some(region) = region {
                    self.fill(Field::RecipientRegion, region, lowered);
                }
            }
            ast::ClauseKind::For(set) => self.fill_from(Field::Purpose, set, clause, lowered),
            ast::ClauseKind::With(_)
            | ast::ClauseKind::When(_)
            | ast::ClauseKind::Unless(_)
            | ast::ClauseKind::Under(_) => match self.fact_clause(clause) {
                Some(fact) => lowered.facts.push(fact),
                None => lowered.is_damaged = true,
            },
            ast::ClauseKind::BasedOn(bases) => {
                let (bases, is_damaged) = self.bases(bases);
                lowered.bases = bases;
                lowered.is_damaged |= is_damaged;
            }
            ast::ClauseKind::Required => lowered.necessity = Some(model::Necessity::Required),
            ast::ClauseKind::Optional => lowered.necessity = Some(model::Necessity::Optional),
            ast::ClauseKind::Kept(retention) => self.keep(retention, lowered),
            ast::ClauseKind::Over(set) => self.fill_from(Field::Over, set, clause, lowered),
            ast::ClauseKind::Before(duration) => {
                lowered.timing = self.period(duration).map(model::Timing::Before)
            }
            ast::ClauseKind::Within(duration) => {
                lowered.timing = self.period(duration).map(model::Timing::Within)
            }
            ast::ClauseKind::Promptly => lowered.timing = Some(model::Timing::Promptly),
            ast::ClauseKind::Beforehand => lowered.timing = Some(model::Timing::Beforehand),
            ast::ClauseKind::In(set) => self.fill_from(Field::Region, set, clause, lowered),
        }
    }

    fn fill_from(
        &mut self,
        field: Field,
        set: &ast::Set,
        clause: &ast::Clause,
        lowered: &mut model::Sentence,
    ) {
        let (slot, is_damaged) = self.slot(field.kind(), set, clause);
        *lowered.slots.get_mut(field) = Some(slot);
        lowered.is_damaged |= is_damaged;
    }

    /// Whoever is told is the person of whom the notice tells, and is in one place.
    fn check_one_region(&mut self, region: &ast::Set, lowered: &model::Sentence) {
        if let Some(first) = lowered.slots.subject_region.as_ref().filter(|_| lowered.verb == Verb::Notify) {
            self.report(
                Diagnostic::clash(
                    &rules::DUPLICATE_CLAUSE,
                    (first.span, "first here"),
                    (region.span, "again here"),
                    "it is said twice where the people are".to_owned(),
                )
                .help("say it once, behind those who are told: `notify users in eea of …`"),
            );
        }
    }

    /// `offer opt-out from newsletters`: statements, links or texts by their labels.
    fn from_labels(&mut self, set: &ast::Set, lowered: &mut model::Sentence) {
        for item in &set.items {
            let ast::SetItemKind::Name(name) = &item.kind else {
                self.report(
                    Diagnostic::new(
                        &rules::UNKNOWN_LABEL,
                        item.span,
                        "the labels of statements are expected here",
                    )
                    .at("not a label")
                    .help("name the statements from which people can withdraw; write `over` for data"),
                );
                lowered.is_damaged = true;
                continue;
            };
            match self.names.labels.get(&name.text).map(|known| (known.bearer, known.span)) {
                Some((
                    Bearer::Statement(_)
                    | Bearer::Section(_)
                    | Bearer::Tracker
                    | Bearer::Text
                    | Bearer::Link
                    | Bearer::Definition
                    | Bearer::Table,
                    _,
                )) => lowered.from_labels.push((name.text.clone(), name.span)),
                Some((Bearer::Requirement, span)) => {
                    self.not_a_statement(name, span);
                    lowered.is_damaged = true;
                }
                // Reported where it stands.
                Some((Bearer::Misplaced, _)) => lowered.is_damaged = true,
                None => {
                    self.unknown_label(name);
                    lowered.is_damaged = true;
                }
            }
        }
    }

    /// Takes over what the headers around say and the statement lacks.
    ///
    /// Its own facts add to those of the header; of anything else, what it says itself goes first, then the innermost
    /// header.
    pub(super) fn inherit(&mut self, sentence: &mut model::Sentence, header: &[&[ast::Clause]]) {
        for clauses in header.iter().rev() {
            for clause in *clauses {
                let word = clause.kind.word();
                let takes_over = takes_over(sentence.verb, sentence.modality.is_negative(), word);
                if !takes_over || is_filled(sentence, word) {
                    continue;
                }
                self.taken_over.insert(clause.span);
                // Nothing is permitted that `only` could limit, nor does a period exclude anything.
                let plain = ast::Clause { only: None, ..clause.clone() };
                let is_plain =
                    permits_nothing(sentence.verb, sentence.modality) || sentence.verb == Verb::Retain;
                let clause = if is_plain { &plain } else { clause };
                // A faulty header is reported once, where it is checked.
                let n_reported = self.diagnostics.len();
                let mut carrier =
                    model::Sentence::plain(sentence.span, sentence.verb, sentence.object.clone());
                self.clause(clause, &mut carrier);
                self.diagnostics.truncate(n_reported);
                merge(sentence, carrier);
            }
        }
        self.check_only_with_unless(sentence);
    }

    /// `to` for `disclose` and `sell`, unless something is forbidden: then an absent `to` means anyone.
    fn check_mandatory(&mut self, sentence: &model::Sentence) {
        if needs_recipient(sentence.verb)
            && sentence.slots.recipient.is_none()
            && !sentence.modality.is_negative()
            && !sentence.is_damaged
        {
            self.report(
                Diagnostic::new(
                    &rules::MISSING_CLAUSE,
                    sentence.span,
                    format!("`{}` does not say to whom", sentence.verb.word()),
                )
                .at("`to` is missing")
                .help("add `to` with those who receive the data, or `to anyone`"),
            );
        }
    }

    fn check_later(&mut self, sentences: &[model::Sentence], later: Option<&model::Later>) {
        // All verbs of a statement stand behind one modal word.
        if let (Some(sentence), Some(later)) = (sentences.first(), later)
            && sentence.modality != model::Modality::DoNotYet
        {
            self.report(
                Diagnostic::new(
                    &rules::LATER_WITHOUT_NOT_YET,
                    later.span,
                    "`later` announces what this statement does not say to be absent",
                )
                .at("only behind `do not yet`")
                .with(sentence.span, "the statement")
                .help("write `do not yet` before the verb, or make a statement of its own out of it"),
            );
        }
    }

    /// "We never use it only for advertising" could mean that we use it for advertising and more.
    fn check_only_in_prohibition(&mut self, sentence: &ast::Sentence) {
        if let Some(only) =
            first_only(sentence).filter(|_| permits_nothing(sentence.verb.kind, modality_of(sentence)))
        {
            self.report(
                Diagnostic::new(
                    &rules::ONLY_IN_PROHIBITION,
                    only,
                    "`only` says nothing where nothing is permitted",
                )
                .at("could be read as \"not only\"")
                .help("take the `only` away; or say what is permitted, without `never`, and keep it"),
            );
        }
    }

    /// "Only to processors unless they consent": to others as well then, or to nobody? A header around it counts in.
    fn check_only_with_unless(&mut self, sentence: &model::Sentence) {
        let unless = sentence.facts.iter().find(|clause| clause.word == model::FactWord::Unless);
        let slots = || std::iter::once(&sentence.object).chain(sentence.slots.filled().map(|(_, slot)| slot));
        let fact = sentence.facts.iter().find(|clause| clause.is_only);
        let only = fact.map(|clause| clause.span).or(slots().find(|slot| slot.is_only).map(|slot| slot.span));
        let Some((unless, only)) = unless.zip(only) else { return };
        let help = match fact {
            Some(_) => "write one condition: `only when a or c`",
            None => {
                "write `when not c` if nothing is done then; or say in a statement of its own what is done then"
            }
        };
        self.report(
            Diagnostic::clash(
                &rules::ONLY_WITH_UNLESS,
                (only, "`only` excludes everything else"),
                (unless.span, "makes an exception to that"),
                "`unless` stands beside `only`",
            )
            .help(help),
        );
    }

    /// `required` says of a statement that what it collects is compulsory; the verb alone is for promises and questions.
    fn check_require(&mut self, sentence: &ast::Sentence) {
        let is_promise = sentence.modal.as_ref().is_some_and(|modal| modal.kind == model::Modality::Never);
        if sentence.verb.kind == Verb::Require && !is_promise {
            let help = "write `required` on the statement that collects the data, or `never require` to promise the opposite";
            self.report(
                Diagnostic::new(
                    &rules::MODAL_NOT_TAKEN,
                    sentence.verb.span,
                    "`require` stands only behind `never`",
                )
                .at("says nothing by itself")
                .help(help),
            );
        }
    }

    /// Data practices take every modal word. Words (`state`, `disclaim`, …) are said or not said.
    fn check_modal(&mut self, sentence: &ast::Sentence, verb: Verb) {
        let Some(modal) = &sentence.modal else { return };
        let fits = !takes_only_currently(verb) || modal.kind == model::Modality::Currently;
        if !fits {
            let help = if verb == Verb::HaveNo { "write `we have no …`" } else { "write the verb alone" };
            self.report(
                Diagnostic::new(
                    &rules::MODAL_NOT_TAKEN,
                    modal.span,
                    format!("`{}` takes no modal word but `currently`", verb.word()),
                )
                .at("has no meaning here")
                .help(help),
            );
        }
    }

    /// `google-analytics collects`, `staff view`, `we collect`.
    fn check_number(&mut self, sentence: &ast::Sentence, verb: &ast::VerbWord, lowered: &model::Sentence) {
        let (number, who) = match lowered.actor {
            model::Actor::We => (Number::Plural, "we".to_owned()),
            model::Actor::Recipient(term, _) => {
                let term = self.names.vocabulary.term(term);
                let is_singular = lowered.modality.is_finite() && !term.traits.has(model::Trait::Plural);
                let number = if is_singular { Number::Singular } else { Number::Plural };
                (number, term.name.to_string())
            }
        };
        if matches!(&sentence.actor, ast::Actor::Recipient(_)) && lowered.actor == model::Actor::We {
            return;
        }
        if verb.written_for != number {
            let right = verb.kind.first_word(number);
            self.report(
                Diagnostic::new(
                    &rules::VERB_FORM,
                    verb.span,
                    format!("the verb does not agree with `{who}`"),
                )
                .at("wrong form of the verb")
                .help(format!("write `{right}`; `candor fmt` does it for you"))
                .fix(verb.span, right),
            );
        }
    }
}

/// Whether a header may no longer fill the clause. Facts are never full: those of the header are added.
fn is_filled(sentence: &model::Sentence, word: ClauseWord) -> bool {
    match word {
        // What an offer is `from`, and whom it is `to`, is its own.
        ClauseWord::From | ClauseWord::To if sentence.verb == Verb::Offer => true,
        ClauseWord::From
        | ClauseWord::About
        | ClauseWord::Through
        | ClauseWord::To
        | ClauseWord::For
        | ClauseWord::Over
        | ClauseWord::In => Field::led_in_by(word.word()).any(|field| sentence.slots.has(field)),
        ClauseWord::BasedOn => !sentence.bases.is_empty(),
        ClauseWord::Required | ClauseWord::Optional => sentence.necessity.is_some(),
        ClauseWord::Kept => sentence.retention.is_some(),
        ClauseWord::With | ClauseWord::When | ClauseWord::Unless | ClauseWord::Under => false,
        // No header has these.
        ClauseWord::Before | ClauseWord::Beforehand | ClauseWord::Within | ClauseWord::Promptly => false,
    }
}

/// Puts what a header says into a sentence, marked as inherited.
fn merge(sentence: &mut model::Sentence, carrier: model::Sentence) {
    // Where whoever is told is says the notice itself.
    let is_own = |field: Field| field == Field::SubjectRegion && sentence.slots.has(field);
    let carried: Vec<_> = carrier.slots.filled().filter(|(field, _)| !is_own(*field)).collect();
    for (field, slot) in carried {
        *sentence.slots.get_mut(field) = Some(model::Slot { is_inherited: true, ..slot.clone() });
    }
    sentence
        .facts
        .extend(carrier.facts.into_iter().map(|fact| model::FactClause { is_inherited: true, ..fact }));
    sentence
        .bases
        .extend(carrier.bases.into_iter().map(|basis| model::Basis { is_inherited: true, ..basis }));
    sentence.necessity = sentence.necessity.or(carrier.necessity);
    if sentence.retention.is_none() {
        sentence.retention = carrier.retention;
    }
    sentence.is_damaged |= carrier.is_damaged;
}

/// The first `only` of a sentence, wherever it stands.
pub(super) fn first_only(sentence: &ast::Sentence) -> Option<Span> {
    let region = if let ast::Head::In(region) = &sentence.head { region.only } else { None };
    let clauses = sentence.clauses.iter().map(|clause| clause.only);
    [sentence.object.only, region].into_iter().chain(clauses).flatten().next()
}

/// Whether a verb has to say to whom.
const fn needs_recipient(verb: Verb) -> bool {
    match verb {
        Verb::Disclose | Verb::Sell => true,
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Publish
        | Verb::Require
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::Protect
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => false,
    }
}

/// Whether a verb is about words, which are said or not said: no other modal word fits.
const fn takes_only_currently(verb: Verb) -> bool {
    matches!(verb.family(), Family::Absence | Family::Words)
}

/// Whether it is said of something that it is not done, or not there.
fn permits_nothing(verb: Verb, modality: model::Modality) -> bool {
    modality.is_negative() || verb == Verb::HaveNo
}

fn modality_of(sentence: &ast::Sentence) -> model::Modality {
    sentence.modal.as_ref().map_or(model::Modality::Plain, |modal| modal.kind)
}
