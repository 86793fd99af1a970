//! A party beside a statement that there is none.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Modality, Policy, Role, Sentence, SetItem, Slots, TermId, Verb, What};

rule!(pub(crate) RULE, "party-denied", Error, "a party is named that the policy says it does not have");

pub(super) fn parties_are_there(policy: &Policy, found: &mut Diagnostics) {
    for party in &policy.parties {
        let topics: Vec<TermId> =
            topics(policy, party.role).into_iter().filter_map(|one| policy.vocabulary.known(one)).collect();
        let denials = topics.iter().map(|topic| {
            let denial = policy.statements.iter().find(|one| denies(policy, &one.sentence, *topic))?;
            Some((*topic, denial))
        });
        // What a party may be besides is not denied with the one of them.
        let Some(denials) = denials.collect::<Option<Vec<_>>>().filter(|denials| !denials.is_empty()) else {
            continue;
        };
        for (at, (topic, denial)) in denials.iter().enumerate() {
            if denials.iter().take(at).any(|(_, other)| other.id == denial.id) {
                continue;
            }
            let topic = &policy.vocabulary.term(*topic).name;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (party.span, "named here"),
                    (denial.sentence.span, "said not to be there"),
                    format!(
                        "`{}` says that there is no `{topic}`, and `{}` is named as one",
                        denial.label, party.name
                    ),
                )
                .help(format!(
                    "take `{}` away, or the block `{} {}`",
                    denial.label,
                    party.role.word(),
                    party.name
                )),
            );
        }
    }
}

/// What a party may be, by what a policy would say that it does not have. Which law a representative is for, the law of the
/// policy says where it is one of the two.
fn topics(policy: &Policy, role: Role) -> Vec<KnownTerm> {
    match role {
        Role::Controller => vec![KnownTerm::Controller],
        Role::JointController => vec![KnownTerm::JointControl],
        Role::DataProtectionOfficer => vec![KnownTerm::DataProtectionOfficer],
        Role::Authority => vec![KnownTerm::SupervisoryAuthority],
        Role::Representative => {
            let laws = policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
            let is_law = |region: KnownTerm| {
                let region = policy.vocabulary.known(region);
                laws.iter().any(|law| region.is_some_and(|region| policy.vocabulary.is_below(*law, region)))
            };
            match (is_law(KnownTerm::EuropeanEconomicArea), is_law(KnownTerm::UnitedKingdom)) {
                (true, false) => vec![KnownTerm::EuRepresentative],
                (false, true) => vec![KnownTerm::UkRepresentative],
                (true, true) | (false, false) => {
                    vec![KnownTerm::EuRepresentative, KnownTerm::UkRepresentative]
                }
            }
        }
    }
}

/// Whether a sentence says of a topic, without any limit, that there is none.
fn denies(policy: &Policy, sentence: &Sentence, topic: TermId) -> bool {
    let names = |item: &SetItem| match item.what {
        What::Term(term) => policy.vocabulary.is_below(topic, term),
        What::Any { kind, trait_, is_negated: _ } => kind == Kind::Topic && trait_.is_none(),
    };
    let set = &sentence.object.set;
    let is_limited = sentence.slots != Slots::EMPTY || !sentence.facts.is_empty();
    sentence.verb == Verb::HaveNo
        && matches!(sentence.modality, Modality::Plain | Modality::Currently)
        && !sentence.is_damaged
        && !is_limited
        && set.items.iter().any(names)
        && !set.except.iter().any(names)
}
