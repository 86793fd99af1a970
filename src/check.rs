//! What is wrong with a policy that can be read: judges the model and builds nothing.
//!
//! Every rule has a file of its own; the list below is the table of contents.
//! `candor dev new-rule CODE` writes the files of a new one.

mod clash;
mod keeping;
mod practice;
mod wording;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::Rule;
use crate::model::{Policy, Target, Verb};
use crate::semantics::effect::{Conflict, ConflictKind, ExceptionFault};
use crate::semantics::half::Owner;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::{Meaning, describe};
use crate::source::Span;

/// How a rule is checked.
enum Check {
    /// It looks at the meaning.
    Meaning(fn(&Meaning, &mut Diagnostics) -> Result<(), BudgetExceeded>),
    /// It looks at the document, and needs no meaning.
    Document(fn(&Policy, &mut Diagnostics)),
    /// [`check`] itself finds it, in what the others found.
    Itself,
}

/// The rules, each with how it is checked: `module: How(function);`. One line adds a rule.
macro_rules! checks {
    ($($rule:ident: $how:ident $(($function:ident))?;)*) => {
        $(pub(crate) mod $rule;)*

        /// The rules, in the order of the book.
        pub(crate) static RULES: &[&Rule] = &[$(&$rule::RULE),*];

        const CHECKS: &[Check] = &[$(Check::$how $(($rule::$function))?),*];
    };
}

checks! {
    contradiction: Meaning(permissions_are_not_prohibited);
    partial_contradiction: Meaning(permissions_are_not_prohibited_in_part);
    unwritten_exception: Meaning(exceptions_are_written_as_such);
    opposite_roles: Meaning(recipients_have_roles_that_agree);
    tracker_denies_itself: Meaning(trackers_store_what_they_say);
    party_denied: Document(parties_are_there);
    claim_denied: Meaning(claims_are_not_denied);
    measure_denied: Meaning(measures_are_there);
    narrowed_by_silence: Meaning(permissions_name_what_prohibitions_restrict);
    right_narrowed: Meaning(rights_name_what_is_refused);
    permission_cut_away: Meaning(permissions_leave_something);
    exception_cycle: Meaning(exceptions_do_not_lead_back);
    exceptions_meet: Meaning(two_statements_do_not_except_all_others);
    exception_without_opposite: Meaning(exceptions_name_the_opposite);
    exception_takes_nothing: Meaning(exceptions_take_something);
    exception_takes_all: Meaning(exceptions_leave_something);
    two_retentions: Meaning(data_are_kept_for_one_time);
    two_answers: Meaning(one_thing_has_one_answer);
    retention_above_ceiling: Meaning(nothing_is_kept_longer_than_allowed);
    deletion_against_retention: Meaning(what_is_deleted_is_not_kept);
    deletion_refused: Meaning(requests_are_not_refused);
    retention_cancelled: Meaning(deletions_leave_retentions_a_time);
    retention_outlasts_deletion: Meaning(deletions_name_what_must_be_kept);
    shorter_retention_not_excepted: Meaning(general_retentions_except_shorter_ones);
    retention_above_parent: Meaning(general_retentions_except_longer_ones);
    retention_above_source: Meaning(derived_data_do_not_outlive_their_source);
    lifetimes_disagree: Meaning(lifetimes_agree);
    unknown_profile: Document(report);
    collected_without_purpose: Meaning(collected_data_have_a_purpose);
    disclosure_without_purpose: Meaning(disclosures_have_a_purpose);
    used_but_never_collected: Meaning(used_data_come_from_somewhere);
    choice_stops_nothing: Meaning(choices_stop_something);
    choice_without_effect: Meaning(choices_have_an_effect);
    sale_without_choice: Meaning(sales_can_be_refused);
    consent_without_withdrawal: Meaning(consent_can_be_withdrawn);
    acceptance_taken_for_consent: Document(acceptance_is_not_consent);
    interest_not_named: Document(interests_are_named);
    basis_and_citation_disagree: Document(citations_fit_the_basis);
    sensitive_without_ground: Meaning(protected_data_have_a_ground);
    automated_decision_without_ground: Meaning(decisions_have_a_ground);
    device_access_without_consent: Meaning(devices_are_left_alone_without_consent);
    marketing_objection_limited: Document(objections_to_marketing_have_no_condition);
    minors_without_parental_consent: Meaning(parents_agree_for_children);
    transfer_without_safeguard: Meaning(transfers_have_a_safeguard);
    safeguard_not_everywhere: Meaning(safeguards_hold_everywhere);
    safeguard_denied: Meaning(safeguards_are_there);
    duty_broken: Meaning(duties_are_kept);
    others_collect: Meaning(others_do_not_collect_what_we_do_not);
    condition_never_holds: Meaning(conditions_can_hold);
    statement_not_covered: Meaning(statements_are_about_what_is_covered);
    only_excludes_nothing: Meaning(only_excludes_something);
    nothing_left_out: Meaning(lists_leave_something_out);
    everything_left_out: Meaning(lists_leave_something);
    only_beside_more: Meaning(only_says_where_it_ends);
    collected_for_prohibited_purpose: Meaning(purposes_of_collection_are_permitted);
    disclosed_for_prohibited_purpose: Meaning(purposes_of_processors_are_permitted);
    purpose_beyond_collection: Meaning(uses_keep_to_the_purposes_of_collection);
    purpose_beyond_only: Meaning(purposes_keep_to_the_only);
    redundant_permission: Meaning(permissions_add_something);
    redundant_promise: Meaning(promises_add_something);
    collected_without_retention: Meaning(collected_data_have_an_end);
    kept_for_no_purpose: Meaning(what_is_kept_for_its_purposes_has_some);
    kept_indefinitely: Meaning(personal_data_are_kept_for_a_time);
    absolute_promise: Meaning(promises_leave_room_for_the_law);
    promise_as_law_permits: Document(promises_go_beyond_the_law);
    definition_too_narrow: Meaning(definitions_are_as_wide_as_the_law);
    narrower_than_its_name: Meaning(disclosures_name_what_readers_expect);
    another_name: Document(categories_have_one_name);
    unused_term: Document(own_terms_are_mentioned);
    undated_claim: Document(claims_about_the_present_have_a_date);
    no_contact: Document(somebody_can_be_reached);
    missing_date: Document(policies_bear_a_date);
    link_without_target: Document(links_lead_somewhere);
    vague_words: Document(sections_are_definite);
    hard_to_read: Document(sections_are_readable);
    language_without_words: Document(the_page_has_words_for_its_language);
    undecided: Itself;
    acknowledged: Itself;
}

/// The findings that `--strict` turns into errors: what a reader of the text cannot know from its words.
const STRICT: &[&Rule] =
    &[&narrowed_by_silence::RULE, &right_narrowed::RULE, &retention_outlasts_deletion::RULE];

/// Judges as strictly as Candor can: what is only understood and not said counts as an error.
pub fn strictly(found: &mut Diagnostics) {
    found.raise(|rule| STRICT.iter().any(|strict| std::ptr::eq(*strict, rule)));
}

/// Every check, one after the other; then the findings that the author knows of are taken out.
///
/// A policy without a meaning is one that could not be decided within its budget.
#[must_use]
pub fn check(policy: &Policy, meaning: Option<&Meaning>) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut is_decided = true;
    for check in CHECKS {
        match check {
            Check::Document(check) => check(policy, &mut found),
            Check::Meaning(check) if is_decided => {
                is_decided = meaning.is_some_and(|meaning| check(meaning, &mut found).is_ok());
            }
            Check::Meaning(_) | Check::Itself => {}
        }
    }
    if !is_decided {
        undecided::report(policy, "whether it contradicts itself is not known", &mut found);
    } else if meaning.is_some_and(|meaning| meaning.as_a_whole().is_err()) {
        undecided::report(policy, "what it says as a whole is not known", &mut found);
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

/// Where what an exception names stands.
fn target_span(policy: &Policy, target: Target) -> Span {
    match target {
        Target::Statement(id) => policy.statement(id).sentence.span,
        Target::Section(id) => policy.section(id).span,
    }
}

/// The label of the part of a document that a half belongs to.
fn label_of(policy: &Policy, owner: Owner) -> &str {
    match owner {
        Owner::Statement(id) => &policy.statement(id).label,
        Owner::Tracker(id) => &policy.trackers[id.index()].named.name,
    }
}

/// What an exception can name to mean a part: its label; of a tracker, which no exception can name, its section.
fn excepted_as(policy: &Policy, owner: Owner) -> &str {
    match owner {
        Owner::Statement(id) => &policy.statement(id).label,
        Owner::Tracker(_) => &policy.section(policy.part_section(owner)).name,
    }
}

/// What to do so that one part gives way to another.
fn add_exception(policy: &Policy, excepted: Owner, to: Owner) -> String {
    format!("add `except as stated in {}` to `{}`", excepted_as(policy, excepted), label_of(policy, to))
}

/// Labels as a reader enumerates them: `a`, `b` and `c`.
fn listed<'l>(labels: impl Iterator<Item = &'l str>) -> String {
    let mut quoted: Vec<String> = labels.map(|label| format!("`{label}`")).collect();
    // The verbs of a statement stand side by side.
    quoted.dedup();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The first and largest box of a set, in words, and whether there is more.
fn in_words(meaning: &Meaning, region: &Region) -> Result<String, BudgetExceeded> {
    let (boxes, _) = meaning.diagrams.boxes(region, 2)?;
    let first = boxes.first().map(|one| describe::flow_box(&meaning.diagrams, one)).unwrap_or_default();
    Ok(if boxes.len() > 1 { format!("{first}; and more") } else { first })
}

/// The data that a set is about, in words.
fn data_in_words(meaning: &Meaning, region: &Region) -> Result<String, BudgetExceeded> {
    Ok(describe::data_of(&meaning.diagrams, region)?.unwrap_or_else(|| "any data".to_owned()))
}

/// One flow of a set, in words.
fn example(meaning: &Meaning, region: &Region) -> Result<String, BudgetExceeded> {
    let (boxes, _) = meaning.diagrams.boxes(region, 1)?;
    Ok(boxes.first().map(|one| describe::witness(&meaning.diagrams, one)).unwrap_or_default())
}

/// The conflicts of a kind of which no closer rule speaks, one for each pair of statements.
///
/// Statements whose verbs are joined meet as a whole only where each of their verbs does.
fn conflicts(meaning: &Meaning, kind: ConflictKind) -> Vec<&Conflict> {
    let policy = &meaning.diagrams.space().policy;
    let all = &meaning.effect.conflicts;
    let owners = |one: &Conflict| {
        [one.permission, one.prohibition].map(|half| whole_of(policy, meaning.halves[half].owner))
    };
    let is_whole = |conflict: &Conflict| {
        let smaller = match conflict.kind {
            ConflictKind::Contradiction => conflict.permission,
            ConflictKind::UnwrittenException => conflict.prohibition,
            ConflictKind::Overlap => return false,
        };
        let owner_of = |one: &Conflict| match conflict.kind {
            ConflictKind::UnwrittenException => meaning.halves[one.prohibition].owner,
            ConflictKind::Contradiction | ConflictKind::Overlap => meaning.halves[one.permission].owner,
        };
        let meets = |part: &Owner| {
            let is_it = |one: &&Conflict| owner_of(one) == *part && owners(one) == owners(conflict);
            all.iter().filter(is_it).any(|one| one.kind == conflict.kind)
        };
        joined_with(policy, meaning.halves[smaller].owner).iter().all(meets)
    };
    let mut told: Vec<[Owner; 2]> = Vec::new();
    let mut found = Vec::new();
    for conflict in all {
        let is_so = match kind {
            ConflictKind::Overlap => conflict.kind == kind || !is_whole(conflict),
            ConflictKind::Contradiction | ConflictKind::UnwrittenException => {
                conflict.kind == kind && is_whole(conflict)
            }
        };
        if is_so && !has_a_rule_of_its_own(meaning, conflict) && is_first(policy, meaning, conflict, &told) {
            told.push(owners(conflict));
            found.push(conflict);
        }
    }
    found
}

/// Whether no other verbs of the same two statements have been told of: of single verbs each half is told.
fn is_first(policy: &Policy, meaning: &Meaning, conflict: &Conflict, told: &[[Owner; 2]]) -> bool {
    let owners = [conflict.permission, conflict.prohibition].map(|half| meaning.halves[half].owner);
    let is_joined = owners.iter().any(|owner| joined_with(policy, *owner).len() > 1);
    !is_joined || !told.contains(&owners.map(|owner| whole_of(policy, owner)))
}

/// A part and the other verbs of its statement.
fn joined_with(policy: &Policy, owner: Owner) -> Vec<Owner> {
    match owner {
        Owner::Statement(id) => policy.joined(id).iter().map(|one| Owner::Statement(one.id)).collect(),
        Owner::Tracker(_) => vec![owner],
    }
}

/// The first verb of the statement of a part, which stands for all of them.
fn whole_of(policy: &Policy, owner: Owner) -> Owner {
    joined_with(policy, owner).first().copied().unwrap_or(owner)
}

/// The faults of exceptions, but for those of a verb where the same exception is none for another verb of its statement.
fn exception_faults(meaning: &Meaning) -> impl Iterator<Item = &ExceptionFault> {
    let policy = &meaning.diagrams.space().policy;
    let faults = &meaning.effect.exception_faults;
    let target = |fault: &ExceptionFault| match fault {
        ExceptionFault::NoOpposite { owner, named, .. }
        | ExceptionFault::TakesNothing { owner, named, .. } => Some((*owner, *named)),
        ExceptionFault::Cycle { .. } | ExceptionFault::ElsewhereMeets(..) => None,
    };
    faults.iter().filter(move |fault| {
        let Some((owner, named)) = target(fault) else { return true };
        let is_vain = |one: &Owner| faults.iter().any(|fault| target(fault) == Some((*one, named)));
        joined_with(policy, owner).iter().all(is_vain)
    })
}

/// Whether a closer finding speaks of a conflict: one fault, one finding.
fn has_a_rule_of_its_own(meaning: &Meaning, conflict: &Conflict) -> bool {
    opposite_roles::two_roles(meaning, conflict).is_some() || is_told_of_a_topic(meaning, conflict)
}

/// Whether two statements meet in a flow and in the topic that the flow does: what is told is the topic.
fn is_told_of_a_topic(meaning: &Meaning, conflict: &Conflict) -> bool {
    let halves = |one: &Conflict| [one.permission, one.prohibition].map(|half| &meaning.halves[half]);
    let [permission, prohibition] = halves(conflict);
    let is_same = |one: &Conflict| {
        let [other, denied] = halves(one);
        other.is_of_topics() && other.owner == permission.owner && denied.owner == prohibition.owner
    };
    let denies = meaning.diagrams.space().policy.part_sentence(prohibition.owner).verb == Verb::HaveNo;
    denies && permission.is_practice() && meaning.effect.conflicts.iter().any(is_same)
}
