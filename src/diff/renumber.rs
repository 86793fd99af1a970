//! Gives every term in a policy another number, and takes out where things stand: two policies are compared by what they
//! say.

use crate::model::{Compared, Policy, Term, TermId, Walker};
use crate::source::Span;

/// The new number of each term, at the place of its old one.
#[derive(Clone, Copy)]
pub(super) struct Renumber<'a>(pub(super) &'a [TermId]);

impl Walker for Renumber<'_> {
    fn term(&mut self, term: TermId) -> TermId {
        self.0[term.index()]
    }

    fn place(&mut self, _: Span) -> Span {
        Span::default()
    }
}

impl Renumber<'_> {
    /// A term with what it names.
    pub(super) fn term_with_all(mut self, term: Term) -> Term {
        term.walked(&mut self)
    }

    /// What is compared of a policy, without its vocabulary.
    pub(super) fn policy(mut self, policy: &Policy) -> Policy {
        let compared = policy.compared();
        Policy {
            header: compared.header.walked(&mut self),
            parties: compared.parties.walked(&mut self),
            statements: compared.statements.walked(&mut self),
            trackers: compared.trackers.walked(&mut self),
            ..compared
        }
    }
}
