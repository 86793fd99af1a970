//! Random policies, out of which anything is cut.

use super::cuts::{cut, part_at, places};
use super::{Totals, Tried, World, compared};
use crate::semantics::draft::{Author, Choices, Draft, List};
use crate::semantics::number;

/// So many pieces of a policy are tried.
const MOST: usize = 8;

/// More than stand in a line: what becomes a list below its sentence.
const LONG: [(&str, &[&str]); 3] = [
    (
        "data",
        &["contact.email", "contact.phone", "log", "address", "health", "weather", "identity", "inferences"],
    ),
    ("for", &["service", "ads", "ads.targeted", "growth", "research", "records", "records.tax"]),
    ("to", &["staff", "processors", "third-parties", "advertisers", "helpers", "partners", "acme"]),
];

/// Some of its lists as long as lists become.
fn lengthened(mut draft: Draft, choices: &mut Choices) -> Draft {
    for line in draft.sections.iter_mut().flat_map(|section| &mut section.lines) {
        if !choices.percent(30) {
            continue;
        }
        let (kind, names) = LONG[choices.below(LONG.len())];
        let longer = |list: &mut List| {
            list.items = names.iter().map(|name| (*name).to_owned()).collect();
            list.except.clear();
        };
        if kind == "data" && line.is_practice() {
            longer(&mut line.object);
        } else if line.verb != "offer" {
            line.clauses
                .iter_mut()
                .filter(|clause| clause.word == kind)
                .for_each(|clause| longer(&mut clause.list));
        }
    }
    draft
}

/// Random policies with a piece less, and the piece with what stands around it.
pub(super) fn random(count: u64, seed: u64, mut tried: impl FnMut(&Tried, &Tried, String)) {
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(3_000_017).wrapping_add(at));
        let mut draft = Author::new(&mut choices).draft();
        draft.questions.clear();
        let Ok(policy) = Tried::read(World::Small, &draft.text()) else { continue };
        let mut places = places(&policy);
        choices.shuffle(&mut places);
        let less =
            places.into_iter().filter_map(|place| Some((place, cut(World::Small, &policy, place).ok()?)));
        for (place, less) in less.take(MOST) {
            let piece = &policy.text[place.0..place.1];
            tried(&less, &policy, format!("without `{piece}`\n{}", policy.text));
        }
    }
}

#[test]
fn nothing_is_lost_of_random_policies() {
    let (count, seed) = (number("CANDOR_POLICIES", 200), number("CANDOR_SEED", 1));
    let mut totals = Totals::default();
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(2_000_003).wrapping_add(at));
        let mut draft = Author::new(&mut choices).draft();
        draft.questions.clear();
        let text = lengthened(draft, &mut choices).text();
        let policy = match Tried::read(World::Small, &text) {
            Ok(policy) => policy,
            Err(code) => {
                totals.refuse(code);
                continue;
            }
        };
        totals.n_policies += 1;
        let mut places = places(&policy);
        choices.shuffle(&mut places);
        let mut n_left = MOST;
        for place in places {
            if n_left == 0 {
                break;
            }
            let Ok(less) = cut(World::Small, &policy, place) else { continue };
            n_left -= 1;
            totals.n_cut += 1;
            let label = part_at(&policy, place);
            let label = label.as_deref();
            let came = compared(&policy, &less, label);
            totals.count(came, || {
                let line = label.map_or(text.as_str(), |label| {
                    let begins = |line: &&str| {
                        line.trim_start().starts_with(&format!("{label}:"))
                            || line.trim_start().starts_with(&format!("{label} \""))
                            || line.trim_start().starts_with(&format!("tracker {label} "))
                    };
                    text.lines().find(begins).unwrap_or_default()
                });
                format!("without `{}`\n{line}\n{}", &text[place.0..place.1], policy.told(label))
            });
        }
    }
    totals.end("random policies");
    assert!(totals.n_policies * 10 > count * 7, "too few policies can be read: {:?}", totals.codes);
    assert!(totals.n_cut > count * 4, "too little is taken out");
    assert!(totals.n_said * 2 > totals.n_cut, "too little of it is said");
    assert!(totals.n_undecided * 50 < totals.n_cut, "too much of it is undecided");
}
