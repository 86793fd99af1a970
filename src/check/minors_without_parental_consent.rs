//! Data of children without the consent of their parents.

use super::practice::{Practice, data_of_item, is_below_any, needs, personal_items, practices, stays_below};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Basis, KnownTerm, Policy, Sentence, Set, SetItem, Statement, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};
use crate::source::Span;

rule!(pub(crate) RULE, "minors-without-parental-consent", Warning, "data of children are processed without the consent of a parent");

/// Who can agree for a child, and what makes asking needless.
const AGREEING: &[KnownTerm] = &[
    KnownTerm::ParentalConsent,
    KnownTerm::SchoolConsent,
    KnownTerm::RepresentativeConsent,
    KnownTerm::LegalObligation,
    KnownTerm::Emergency,
];

pub(super) fn parents_agree_for_children(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let claims = claims(policy);
    let agrees = |term: TermId| is_below_any(policy, term, AGREEING);
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let Some(whom) = children(space, practice) else { continue };
        let protects = stays_below(
            space,
            Dimension::Purpose,
            practice.sentence.slots.purpose.as_ref(),
            &[KnownTerm::LegalPurposes, KnownTerm::Safety, KnownTerm::AgeCheck],
        );
        let returns = stays_below(
            space,
            Dimension::Recipient,
            practice.sentence.slots.recipient.as_ref(),
            &[KnownTerm::Parents, KnownTerm::ChildProtection],
        );
        let is_for_school = practice
            .sentence
            .bases
            .iter()
            .any(|basis| is_below_any(policy, basis.term, &[KnownTerm::SchoolOfficial]));
        // Where data stay and who sees them is decided by the collection, at which the parents were asked.
        let is_only_held = practice.is(&[Verb::Store, Verb::View]);
        if is_only_held
            || protects
            || returns
            || is_for_school
            || rests_on_something_else(policy, practice.sentence, &claims)
            || comes_from_parents(space, practice.sentence)
            || needs(meaning, practice.owner, agrees)?
        {
            continue;
        }
        let among = if whom.are_children { "" } else { ", children among them" };
        let finding = Diagnostic::new(
            &RULE,
            practice.span,
            format!(
                "`{}` is about `{}`{among}, and asks for no consent of a parent",
                practice.label, whom.name
            ),
        )
        .at(format!("{} without parental consent", practice.participle()));
        let finding = claims
            .iter()
            .fold(finding, |finding, claim| finding.with(*claim, "says that children are protected"));
        found.push(
            finding.help("add `with parental-consent`, or leave children out with `about … except children`"),
        );
    }
    Ok(())
}

/// Whether a statement names legal bases none of which is consent: a parent agrees for a child where the child would have to
/// agree (GDPR Art. 8). Of such bases the law on children's privacy of the United States, to which a policy may say that it
/// keeps, knows nothing.
fn rests_on_something_else(policy: &Policy, sentence: &Sentence, claims: &[Span]) -> bool {
    let is_consent = |basis: &Basis| is_below_any(policy, basis.term, &[KnownTerm::ConsentAsBasis]);
    claims.is_empty() && !sentence.bases.is_empty() && !sentence.bases.iter().any(is_consent)
}

/// Whether it is the parents who tell.
fn comes_from_parents(space: &Space, sentence: &Sentence) -> bool {
    stays_below(space, Dimension::Source, sentence.slots.source.as_ref(), &[KnownTerm::ParentsAsSource])
}

/// Where the policy says that it keeps to the law on children's privacy: each such practice belies it.
fn claims(policy: &Policy) -> Vec<Span> {
    let is_claim = |statement: &&Statement| {
        let sentence = &statement.sentence;
        let topics = sentence.object.set.items.iter();
        sentence.verb == Verb::State
            && !sentence.modality.is_negative()
            && topics.into_iter().any(|item| {
                matches!(item.what, What::Term(topic) if is_below_any(policy, topic, &[KnownTerm::ComplianceWithCoppa]))
            })
    };
    policy.statements.iter().filter(is_claim).map(|statement| statement.sentence.span).collect()
}

/// Whom a statement names.
struct Whom {
    name: String,
    /// Whether all of them are children, or only some.
    are_children: bool,
}

/// Whom a statement names, where that is children or people among whom are children, by their class or by their data.
fn children(space: &Space, practice: &Practice<'_>) -> Option<Whom> {
    let policy = &space.policy;
    let items = personal_items(space, practice.object);
    if items.is_empty() {
        return None;
    }
    let vocabulary = &policy.vocabulary;
    let whom =
        |term: TermId, are_children| Whom { name: vocabulary.term(term).name.to_string(), are_children };
    let youngest = vocabulary.known(KnownTerm::ChildrenUnder13);
    // Whoever leaves children out, or speaks of adults alone, is not meant.
    let left_out = |set: &Set| {
        let is_child = |item: &SetItem| {
            matches!(item.what, What::Term(term)
                if is_below_any(policy, term, &[KnownTerm::Minors]) || youngest.is_some_and(|one| vocabulary.is_below(one, term)))
        };
        set.except.iter().any(is_child)
    };
    let subject = practice.sentence.slots.subject.iter().filter(|slot| !left_out(&slot.set));
    let named = subject.flat_map(|slot| &slot.set.items).filter_map(|item| {
        let What::Term(term) = item.what else { return None };
        let are_children = is_below_any(policy, term, &[KnownTerm::Children]);
        let holds_children = is_below_any(policy, term, &[KnownTerm::Minors])
            && youngest.is_some_and(|youngest| vocabulary.is_below(youngest, term))
            || is_below_any(policy, term, &[KnownTerm::Students]);
        (are_children || holds_children).then(|| whom(term, are_children))
    });
    let child_data = space.under_known(KnownTerm::ChildData);
    let of_children = items.into_iter().filter_map(|item| match item.what {
        What::Term(term)
            if child_data
                .is_some_and(|below| data_of_item(space, item, practice.object).is_subset(below)) =>
        {
            Some(whom(term, true))
        }
        What::Term(_) | What::Any { .. } => None,
    });
    named.chain(of_children).next()
}
