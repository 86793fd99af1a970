//! The items of a document one by one, in the order in which `lower` meets them.

use super::Bearer;
use crate::ast::{self, Room};
use crate::model::{SectionId, StatementId};

/// An item.
pub(super) struct Found<'a> {
    pub(super) item: &'a ast::Item,
    /// What its label names; `None` if nobody can refer to it.
    pub(super) bearer: Option<Bearer>,
    /// What the nearest header around it says behind `through`.
    pub(super) through: Option<&'a ast::Set>,
}

impl Found<'_> {
    /// The number of a statement in the model; `None` if it does not come into the model, or is no statement.
    pub(super) const fn statement(&self) -> Option<StatementId> {
        match self.bearer {
            Some(Bearer::Statement(id)) => Some(id),
            _ => None,
        }
    }
}

/// Every item of some documents, those of a section behind it.
///
/// The statements and sections are numbered here and nowhere else; what stands where it does not belong has no number, for `lower`
/// makes nothing of it.
pub(super) fn items(documents: &[ast::Document]) -> Vec<Found<'_>> {
    let mut walk = Walk { found: Vec::new(), n_statements: 0, n_sections: 0 };
    for document in documents {
        walk.items(&document.items, Room::Outside, None);
    }
    walk.found
}

struct Walk<'a> {
    found: Vec<Found<'a>>,
    n_statements: usize,
    n_sections: usize,
}

impl<'a> Walk<'a> {
    fn items(&mut self, items: &'a [ast::Item], room: Room, through: Option<&'a ast::Set>) {
        for item in items {
            let in_place = |bearer| if item.belongs_in(room) { bearer } else { Bearer::Misplaced };
            let bearer = self.bearer(item).map(in_place);
            // `lower` makes one of each verb.
            if let (ast::Item::Statement(statement), Some(Bearer::Statement(_))) = (item, bearer) {
                self.n_statements += statement.sentence.verbs().count();
            }
            self.n_sections += usize::from(matches!(bearer, Some(Bearer::Section(_))));
            self.found.push(Found { item, bearer, through });
            if let ast::Item::Section(section) = item {
                self.items(&section.items, Room::Section, named_places(&section.clauses).or(through));
            }
        }
    }

    fn bearer(&self, item: &ast::Item) -> Option<Bearer> {
        match item {
            ast::Item::Section(_) => Some(Bearer::Section(SectionId::at(self.n_sections))),
            ast::Item::Statement(_) => Some(Bearer::Statement(StatementId::at(self.n_statements))),
            ast::Item::Tracker(_) => Some(Bearer::Tracker),
            ast::Item::Prose(_) => Some(Bearer::Text),
            ast::Item::Link(_) => Some(Bearer::Link),
            ast::Item::Definition(_) => Some(Bearer::Definition),
            ast::Item::Table(_) => Some(Bearer::Table),
            ast::Item::Require(_) => Some(Bearer::Requirement),
            ast::Item::Import(_)
            | ast::Item::Policy(_)
            | ast::Item::Party(_)
            | ast::Item::Declaration(_)
            | ast::Item::Expect(_)
            | ast::Item::Acknowledgement(_)
            | ast::Item::Broken(_) => None,
        }
    }
}

/// What some clauses say behind `through`.
pub(super) fn named_places(clauses: &[ast::Clause]) -> Option<&ast::Set> {
    clauses.iter().find_map(
        |clause| {
            if let ast::ClauseKind::Through(set) = &clause.kind { Some(set) } else { None }
        },
    )
}
