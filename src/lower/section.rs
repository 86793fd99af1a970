//! Sections and what stands in them.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::{ClauseWord, LifetimeWord, TableWord};
use crate::model::{self, Item, Kind, Verb};

impl Lowering<'_> {
    pub(super) fn section(
        &mut self,
        section: &ast::Section,
        parent: Option<model::SectionId>,
        header: &[&[ast::Clause]],
    ) -> model::SectionId {
        let id = model::SectionId::at(self.policy.sections.len());
        self.policy.sections.push(model::Section {
            id,
            name: section.name.text.clone(),
            title: section.title.text.clone(),
            span: section.name.span,
            parent,
            readers: None,
            items: Vec::new(),
        });
        self.check_header(&section.clauses);
        self.check_header_names(&section.clauses);
        let mut header = header.to_vec();
        header.push(&section.clauses);
        self.policy.sections[id.index()].readers = self.readers(&header);
        let items = section.items.iter().filter_map(|item| self.section_item(item, id, &header)).collect();
        self.policy.sections[id.index()].items = items;
        self.check_taken_over(section);
        id
    }

    /// The people to whom a section speaks, if the innermost header that is about people says `as you` of them.
    fn readers(&mut self, header: &[&[ast::Clause]]) -> Option<model::Readers> {
        let mut clauses = header.iter().rev().flat_map(|clauses| clauses.iter());
        let clause = clauses.find(|clause| clause.kind.word() == ClauseWord::About)?;
        let ast::ClauseKind::About(_, _, Some(_)) = &clause.kind else { return None };
        // What is wrong with it is reported where the header is checked.
        let n_reported = self.diagnostics.len();
        let nothing = model::Slot::plain(model::Set::of([], clause.span), clause.span);
        let mut carrier = model::Sentence::plain(clause.span, Verb::Collect, nothing);
        self.clause(&without_address(clause), &mut carrier);
        self.diagnostics.truncate(n_reported);
        let model::Slots { subject, subject_region, .. } = carrier.slots;
        Some(model::Readers { people: subject?, region: subject_region })
    }

    /// The names of a header are reported where they stand, whether or not a statement takes them over.
    fn check_header_names(&mut self, clauses: &[ast::Clause]) {
        for clause in clauses {
            let clause = &without_address(clause);
            let verb = if clause.kind.word() == ClauseWord::To { Verb::Disclose } else { Verb::Collect };
            let object = model::Slot::plain(model::Set::of([], clause.span), clause.span);
            self.clause(clause, &mut model::Sentence::plain(clause.span, verb, object));
        }
    }

    fn section_item(
        &mut self,
        item: &ast::Item,
        section: model::SectionId,
        header: &[&[ast::Clause]],
    ) -> Option<Item> {
        if !item.belongs_in(ast::Room::Section) {
            self.report(
                Diagnostic::new(&rules::MISPLACED_ITEM, item.name_span(), "this stands inside a section")
                    .at("belongs outside of all sections")
                    .help("move it before the section; a section holds only what the reader sees"),
            );
        }
        Some(match item {
            ast::Item::Statement(statement) => Item::Statement(self.statement(statement, section, header)),
            ast::Item::Section(inner) => Item::Section(self.section(inner, Some(section), header)),
            ast::Item::Tracker(tracker) => Item::Tracker(self.tracker(tracker, section, header)?),
            ast::Item::Prose(prose) => {
                let id = model::ProseId::at(self.policy.prose.len());
                let named = self.named(&prose.name, section, &prose.tails);
                let title = prose.title.as_ref().map(|title| title.text.clone());
                self.policy.prose.push(model::Prose { named, title, body: prose.body.text.clone() });
                Item::Prose(id)
            }
            ast::Item::Link(link) => {
                let id = model::LinkId::at(self.policy.links.len());
                let named = self.named(&link.name, section, &link.tails);
                let (label, address) = (link.label.text.clone(), link.address.text.clone());
                self.policy.links.push(model::Link {
                    named,
                    label,
                    address,
                    address_span: link.address.span,
                });
                Item::Link(id)
            }
            ast::Item::Definition(definition) => {
                let id = model::DefinitionId::at(self.policy.definitions.len());
                let named = self.named(&definition.name, section, &definition.tails);
                let (word, meaning) = (definition.word.text.clone(), definition.meaning.text.clone());
                self.policy.definitions.push(model::Definition { named, word, meaning });
                Item::Definition(id)
            }
            ast::Item::Table(table) => Item::Table(self.table(table, section)?),
            ast::Item::Expect(expect) => {
                self.expect(expect);
                return None;
            }
            ast::Item::Acknowledgement(acknowledgement) => {
                self.acknowledgement(acknowledgement);
                return None;
            }
            // Reported.
            ast::Item::Declaration(_)
            | ast::Item::Import(_)
            | ast::Item::Policy(_)
            | ast::Item::Party(_)
            | ast::Item::Require(_)
            | ast::Item::Broken(_) => return None,
        })
    }

    fn table(&mut self, table: &ast::Table, section: model::SectionId) -> Option<model::TableId> {
        let by = TableWord::of_word(&table.by.text)?;
        let preceding = match &table.preceding {
            Some(duration) => Some(self.period(duration)?),
            None => None,
        };
        let id = model::TableId::at(self.policy.tables.len());
        self.check_tails(&table.tails, |kind| {
            matches!(kind, ast::TailKind::Otherwise(_) | ast::TailKind::Because(_))
        });
        let named = self.named(&table.name, section, &table.tails);
        self.policy.tables.push(model::Table { named, by, preceding });
        Some(id)
    }

    fn named(&mut self, name: &ast::Name, section: model::SectionId, tails: &[ast::Tail]) -> model::Named {
        let lowered = self.tails(tails);
        self.check_tails(tails, |kind| {
            matches!(
                kind,
                ast::TailKind::Later(_)
                    | ast::TailKind::ExceptIn(_)
                    | ast::TailKind::ExceptElsewhere
                    | ast::TailKind::Says(_)
            )
        });
        model::Named { name: name.text.clone(), span: name.span, section, words: lowered.words }
    }

    /// Reports tails that only a statement can have.
    fn check_tails(&mut self, tails: &[ast::Tail], out_of_place: impl Fn(&ast::TailKind) -> bool) {
        for tail in tails.iter().filter(|tail| out_of_place(&tail.kind)) {
            self.report(
                Diagnostic::new(
                    &rules::MISPLACED_ITEM,
                    tail.span,
                    format!("`{}` belongs to a statement", tail.kind.word().word()),
                )
                .at("has no meaning here")
                .help("remove it, or make a statement out of this"),
            );
        }
    }

    fn tracker(
        &mut self,
        tracker: &ast::Tracker,
        section: model::SectionId,
        header: &[&[ast::Clause]],
    ) -> Option<model::TrackerId> {
        // Without its term the tracker was refused as a duplicate, which is reported.
        let channel = self.names.vocabulary.find(Kind::Channel, &tracker.name.text)?;
        let technology = self.names.vocabulary.find(Kind::Channel, &tracker.technology.text)?;
        let by = tracker.by.as_ref().and_then(|name| self.term(Kind::Recipient, name));
        let (stores, stores_no) = self.stored(tracker);
        let nothing = model::Slot::plain(model::Set::of([], tracker.span), tracker.span);
        let object = stores.clone().unwrap_or(nothing);
        let mut sentence = model::Sentence::plain(tracker.span, Verb::Collect, object);
        self.check_clauses_of(&[Verb::Collect], &tracker.clauses);
        for clause in &tracker.clauses {
            self.clause(clause, &mut sentence);
        }
        self.inherit(&mut sentence, header);
        self.check_where_it_stands(tracker, &sentence);
        let lasting = self.lasting(tracker);
        let tails = self.tails(&tracker.tails);
        self.check_tails(&tracker.tails, |kind| {
            matches!(kind, ast::TailKind::Later(_) | ast::TailKind::Says(_))
        });
        let attributes =
            self.attributes(&tracker.attributes, &["domain", "opt-out", "pattern", "policy"], "tracker");
        let id = model::TrackerId::at(self.policy.trackers.len());
        let named = model::Named {
            name: tracker.name.text.clone(),
            span: tracker.name.span,
            section,
            words: tails.words,
        };
        self.policy.trackers.push(model::Tracker {
            named,
            label: tracker.label.text.clone(),
            channel,
            technology,
            by,
            stores,
            stores_no,
            lasting,
            sentence,
            exception: tails.exception,
            attributes,
        });
        Some(id)
    }

    /// A tracker belongs to the places that its `through` names, which “anywhere but” does not.
    fn check_where_it_stands(&mut self, tracker: &ast::Tracker, sentence: &model::Sentence) {
        let Some(through) = &sentence.slots.channel else { return };
        let is_named = |item: &model::SetItem| matches!(item.what, model::What::Term(_));
        if !through.set.except.is_empty() || !through.set.items.iter().all(is_named) {
            self.report(
                Diagnostic::clash(
                    &rules::CLAUSE_NOT_TAKEN,
                    (through.span, "names no place"),
                    (tracker.name.span, "this tracker"),
                    format!("`through` does not name where `{}` stands", tracker.name.text),
                )
                .help("name each place, as in `through website`; or remove the clause"),
            );
        }
    }

    /// What is stored, and what is said not to be.
    fn stored(&mut self, tracker: &ast::Tracker) -> (Option<model::Slot>, Option<model::Slot>) {
        let (mut stores, mut stores_no): (Option<model::Slot>, Option<model::Slot>) = (None, None);
        for stored in &tracker.stores {
            let (slot, _) = self.plain_slot(Kind::Data, &stored.set);
            let place = if stored.is_negated { &mut stores_no } else { &mut stores };
            if let Some(first) = place {
                let first = first.span;
                self.report(doubled("stores", first, stored.span));
            } else {
                *place = Some(slot);
            }
        }
        (stores, stores_no)
    }

    fn lasting(&mut self, tracker: &ast::Tracker) -> Option<model::Lifetime> {
        if let [first, second, ..] = tracker.lasting.as_slice() {
            self.report(doubled("lasting", lasting_span(first), lasting_span(second)));
        }
        Some(match tracker.lasting.first()? {
            ast::Lasting::Duration(duration) => model::Lifetime::Period(self.period(duration)?),
            ast::Lasting::Word(word) => model::Lifetime::Word(LifetimeWord::of_word(&word.text)?),
        })
    }
}

/// A clause without `as you`, which says nothing of what is done.
fn without_address(clause: &ast::Clause) -> ast::Clause {
    let mut clause = clause.clone();
    if let ast::ClauseKind::About(_, _, as_you) = &mut clause.kind {
        *as_you = None;
    }
    clause
}

fn lasting_span(lasting: &ast::Lasting) -> crate::source::Span {
    match lasting {
        ast::Lasting::Word(word) => word.span,
        ast::Lasting::Duration(duration) => duration.span,
    }
}

fn doubled(word: &str, first: crate::source::Span, second: crate::source::Span) -> Diagnostic {
    Diagnostic::clash(
        &rules::DUPLICATE_CLAUSE,
        (first, "first here"),
        (second, "again here"),
        format!("`{word}` stands twice"),
    )
    .help(format!("put both into one `{word}`"))
}
