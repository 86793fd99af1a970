//! What is wrong with a policy that can be read: judges the model and builds nothing.
//!
//! Every rule has a file of its own; the list below is the table of contents.

pub(crate) mod absolute_promise;
pub(crate) mod acceptance_taken_for_consent;
pub(crate) mod acknowledged;
pub(crate) mod another_name;
pub(crate) mod basis_and_citation_disagree;
pub(crate) mod collected_for_prohibited_purpose;
pub(crate) mod collected_without_purpose;
pub(crate) mod collected_without_retention;
pub(crate) mod condition_never_holds;
pub(crate) mod consent_without_withdrawal;
pub(crate) mod contradiction;
pub(crate) mod definition_too_narrow;
pub(crate) mod deletion_against_retention;
pub(crate) mod disclosure_without_purpose;
pub(crate) mod exception_cycle;
pub(crate) mod exception_takes_nothing;
pub(crate) mod exception_without_opposite;
pub(crate) mod exceptions_meet;
pub(crate) mod hard_to_read;
pub(crate) mod interest_not_named;
pub(crate) mod lifetimes_disagree;
pub(crate) mod link_without_target;
pub(crate) mod minors_without_parental_consent;
pub(crate) mod narrowed_by_silence;
pub(crate) mod no_contact;
pub(crate) mod only_excludes_nothing;
pub(crate) mod opposite_roles;
pub(crate) mod others_collect;
pub(crate) mod partial_contradiction;
pub(crate) mod permission_cut_away;
mod practice;
pub(crate) mod redundant_permission;
pub(crate) mod retention_above_ceiling;
pub(crate) mod retention_above_parent;
pub(crate) mod retention_above_source;
pub(crate) mod safeguard_not_everywhere;
pub(crate) mod sale_without_choice;
pub(crate) mod sensitive_without_ground;
pub(crate) mod shorter_retention_not_excepted;
pub(crate) mod tracker_denies_itself;
pub(crate) mod transfer_without_safeguard;
pub(crate) mod undated_claim;
pub(crate) mod undecided;
pub(crate) mod unknown_profile;
pub(crate) mod unused_term;
pub(crate) mod unwritten_exception;
pub(crate) mod used_but_never_collected;
pub(crate) mod vague_words;
mod wording;

use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;
use crate::semantics::effect::ConflictKind;
use crate::semantics::half::Owner;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::{self, Meaning, describe};
use crate::source::Span;

/// A rule looks at the meaning and says what it finds.
type Check = fn(&Meaning<'_>, &mut Diagnostics) -> Result<(), BudgetExceeded>;

/// The rules that need the meaning.
const CHECKS: &[Check] = &[
    contradiction::permissions_are_not_prohibited,
    partial_contradiction::permissions_are_not_prohibited_in_part,
    opposite_roles::recipients_have_roles_that_agree,
    tracker_denies_itself::trackers_store_what_they_say,
    unwritten_exception::exceptions_are_written_as_such,
    narrowed_by_silence::permissions_name_what_prohibitions_restrict,
    permission_cut_away::permissions_leave_something,
    exception_cycle::exceptions_do_not_lead_back,
    exceptions_meet::two_statements_do_not_except_all_others,
    exception_without_opposite::exceptions_name_the_opposite,
    exception_takes_nothing::exceptions_take_something,
    retention_above_ceiling::nothing_is_kept_longer_than_allowed,
    deletion_against_retention::what_is_deleted_is_not_kept,
    shorter_retention_not_excepted::general_retentions_except_shorter_ones,
    retention_above_parent::general_retentions_except_longer_ones,
    retention_above_source::derived_data_do_not_outlive_their_source,
    lifetimes_disagree::lifetimes_agree,
    definition_too_narrow::definitions_are_as_wide_as_the_law,
    collected_without_purpose::collected_data_have_a_purpose,
    disclosure_without_purpose::disclosures_have_a_purpose,
    used_but_never_collected::used_data_come_from_somewhere,
    sale_without_choice::sales_can_be_refused,
    consent_without_withdrawal::consent_can_be_withdrawn,
    sensitive_without_ground::protected_data_have_a_ground,
    minors_without_parental_consent::parents_agree_for_children,
    transfer_without_safeguard::transfers_have_a_safeguard,
    safeguard_not_everywhere::safeguards_hold_everywhere,
    others_collect::others_do_not_collect_what_we_do_not,
    condition_never_holds::conditions_can_hold,
    only_excludes_nothing::only_excludes_something,
    collected_for_prohibited_purpose::purposes_of_collection_are_permitted,
    redundant_permission::permissions_add_something,
    collected_without_retention::collected_data_have_an_end,
    absolute_promise::promises_leave_room_for_the_law,
];

/// A rule that looks at the document and needs no meaning.
type DocumentCheck = fn(&Policy, &mut Diagnostics);

/// The rules that need no meaning.
const DOCUMENT_CHECKS: &[DocumentCheck] = &[
    acceptance_taken_for_consent::acceptance_is_not_consent,
    interest_not_named::interests_are_named,
    basis_and_citation_disagree::citations_fit_the_basis,
    unknown_profile::report,
    undated_claim::claims_about_the_present_have_a_date,
    no_contact::somebody_can_be_reached,
    link_without_target::links_lead_somewhere,
    unused_term::own_terms_are_mentioned,
    another_name::categories_have_one_name,
    vague_words::sections_are_definite,
    hard_to_read::sections_are_readable,
];

/// The notes that `--strict` turns into errors: what a reader of the text cannot know from its words.
const STRICT: &[&Rule] = &[&narrowed_by_silence::RULE];

/// Judges as strictly as Candor can: some notes count as errors.
pub fn strictly(found: &mut Diagnostics) {
    found.raise(|rule| STRICT.iter().any(|strict| std::ptr::eq(*strict, rule)));
}

/// Every check, one after the other; then the findings that the author knows of are taken out.
///
/// A policy without a meaning is one that could not be decided within its budget ([`semantics::understand`]).
#[must_use]
pub fn check(policy: &Policy, meaning: Option<&Meaning<'_>>) -> Diagnostics {
    let mut found = Diagnostics::new();
    for check in DOCUMENT_CHECKS {
        check(policy, &mut found);
    }
    let is_decided =
        meaning.is_some_and(|meaning| CHECKS.iter().all(|check| check(meaning, &mut found).is_ok()));
    if !is_decided {
        undecided::report(policy, &mut found);
    }
    acknowledged::take_out(policy, found)
}

/// Where the part of a document stands that a half belongs to.
fn span_of(policy: &Policy, owner: Owner) -> Span {
    match owner {
        Owner::Statement(id) => policy.statement(id).sentence.span,
        Owner::Tracker(id) => policy.trackers[id.index()].sentence.span,
    }
}

/// The label of the part of a document that a half belongs to.
fn label_of(policy: &Policy, owner: Owner) -> &str {
    match owner {
        Owner::Statement(id) => &policy.statement(id).label,
        Owner::Tracker(id) => &policy.trackers[id.index()].named.name,
    }
}

/// The first and largest box of a set, in words, and whether there is more.
fn in_words(meaning: &Meaning<'_>, region: &Region) -> Result<String, BudgetExceeded> {
    let (boxes, _) = meaning.diagrams.boxes(region, 2)?;
    let first = boxes.first().map(|one| describe::flow_box(&meaning.diagrams, one)).unwrap_or_default();
    Ok(if boxes.len() > 1 { format!("{first}; and more") } else { first })
}

/// One flow of a set, in words.
fn example(meaning: &Meaning<'_>, region: &Region) -> Result<String, BudgetExceeded> {
    let (boxes, _) = meaning.diagrams.boxes(region, 1)?;
    Ok(boxes.first().map(|one| describe::witness(&meaning.diagrams, one)).unwrap_or_default())
}

/// Whether a closer rule speaks of a conflict: one fault, one finding.
fn has_a_rule_of_its_own(meaning: &Meaning<'_>, conflict: &semantics::effect::Conflict) -> bool {
    opposite_roles::two_roles(meaning, conflict).is_some()
}

/// Both ways out: for whoever means the one statement, and for whoever means the other.
fn way_out(kind: ConflictKind, permits: &str, prohibits: &str) -> String {
    let in_prohibition = format!("add `except as stated in {permits}` to `{prohibits}`");
    let in_permission = format!("add `except as stated in {prohibits}` to `{permits}`");
    match kind {
        // An exception would leave nothing of the smaller of them.
        ConflictKind::Contradiction => {
            format!("If the permission is meant, {in_prohibition}; if it is not, take `{permits}` away")
        }
        ConflictKind::UnwrittenException => {
            format!("If the prohibition is meant, {in_permission}; if it is not, take `{prohibits}` away")
        }
        ConflictKind::Overlap => format!("Say which of them gives way: {in_prohibition}, or {in_permission}"),
    }
}

/// A permission and a prohibition that meet: both places, the overlap in words, one flow, both ways out.
fn conflict(
    meaning: &Meaning<'_>,
    rule: &'static Rule,
    conflict: &semantics::effect::Conflict,
    message: impl FnOnce(&str, &str) -> String,
) -> Result<Diagnostic, BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    let (permission, prohibition) =
        (meaning.halves[conflict.permission].owner, meaning.halves[conflict.prohibition].owner);
    let (permits, prohibits) = (label_of(policy, permission), label_of(policy, prohibition));
    let overlap = in_words(meaning, &conflict.overlap)?;
    let witness = example(meaning, &conflict.overlap)?;
    let example = if witness == overlap { String::new() } else { format!("; for example: {witness}") };
    Ok(Diagnostic::clash(
        rule,
        (span_of(policy, prohibition), "prohibited here"),
        (span_of(policy, permission), "permitted here"),
        message(permits, prohibits),
    )
    .help(format!("both are said of: {overlap}{example}. {}", way_out(conflict.kind, permits, prohibits))))
}
