//! Composition: two steps say of flows what one step over both says.
//!
//! For policies a, b and c of one vocabulary, of all flows that can be under each of them:
//!
//! * what became permitted from a to c is what became so from a to b and stayed so, or became so from b to c and was not
//!   permitted in a: `gained(a,c) = gained(a,b) − lost(b,c) + gained(b,c) − lost(a,b)`; what was lost likewise;
//! * where neither step moves a permission and nobody is offered a choice, promises add up in the same way.
//!   Elsewhere a comparison tells of the permission and not again of the promise, so that two steps do not tell enough.
//!
//! Only the reports are held against each other: the oracle says nothing here but which flows can be.

use super::edits::edited;
use super::walk::{Walked, each, joint, of_flows};
use super::{Whole, compared, has_same_words, whole};
use crate::semantics::draft::{Choices, Line};
use crate::semantics::number;

const COUNT: u64 = 400;

/// What happened in two steps, from what happened in each.
const fn composed(first: [u128; 2], second: [u128; 2]) -> [u128; 2] {
    let ([gained, lost], [gained_then, lost_then]) = (first, second);
    [(gained & !lost_then) | (gained_then & !lost), (lost & !gained_then) | (lost_then & !gained)]
}

fn has_offers(whole: &Whole) -> bool {
    whole.draft.sections.iter().flat_map(|section| &section.lines).any(Line::offers_choice)
}

#[test]
fn two_steps_tell_what_one_tells() {
    let (mut n_triples, mut n_moved) = (0, 0);
    for at in 0..COUNT {
        let mut choices = Choices::new(number("CANDOR_SEED", 1).wrapping_mul(15_485_863).wrapping_add(at));
        let a = whole(&mut choices);
        let (b, first) = edited(&a, &mut choices);
        let (c, second) = edited(&b, &mut choices);
        if !has_same_words(&a, &b) || !has_same_words(&b, &c) {
            continue;
        }
        let all = [&a, &b, &c];
        let (Some(read_a), Some(read_b), Some(read_c)) = (a.read(), b.read(), c.read()) else { continue };
        let Some(sides) = joint(&all) else { continue };
        let reports = [(&read_a, &read_b), (&read_b, &read_c), (&read_a, &read_c)]
            .map(|(old, new)| compared(old, new, &[]));
        let groups: Vec<_> = reports.iter().map(|report| of_flows(report).collect()).collect();
        let is_silent = all.into_iter().any(has_offers);
        let walked = each(&sides, &groups, &mut |spot| {
            // Permitted, no longer permitted; no longer ruled out, ruled out.
            let parts = |told: &[u128; 4]| {
                let [gained, lost, withdrawn, made] = told.map(|told| told & spot.possible);
                ([gained, lost], [made, withdrawn])
            };
            let [(first, promised), (second, promised_then), (both, promised_in_both)] =
                [parts(&spot.told[0]), parts(&spot.told[1]), parts(&spot.told[2])];
            let expected = composed(first, second);
            for (name, one, other) in [("gained", expected[0], both[0]), ("lost", expected[1], both[1])] {
                if one != other {
                    return Err((one ^ other, format!("{name} is not what both steps say, of")));
                }
            }
            let moved = [first, second].into_iter().flatten().fold(0, |all, one| all | one);
            let still = if is_silent { 0 } else { !moved };
            let expected = composed(promised, promised_then);
            for (name, one, other) in
                [("made", expected[0], promised_in_both[0]), ("withdrawn", expected[1], promised_in_both[1])]
            {
                if (one ^ other) & still != 0 {
                    let wrong = (one ^ other) & still;
                    return Err((wrong, format!("{name} is not what both steps say, of")));
                }
            }
            Ok(moved)
        });
        match walked {
            Walked::Refused | Walked::TooLarge => {}
            Walked::Differs(found) => panic!(
                "{first}; then {second}: {found}\n{}\n---- then ----\n{}\n---- then ----\n{}\n{}",
                a.shown(),
                b.shown(),
                c.shown(),
                reports.iter().map(super::walk::shown).collect::<Vec<_>>().join("----\n")
            ),
            Walked::Agrees { n_moved: moved, .. } => {
                n_triples += 1;
                n_moved += u64::from(moved > 0);
            }
        }
    }
    eprintln!("{n_triples} triples, {n_moved} of them with a change");
    assert!(n_triples > COUNT / 10 && n_moved > COUNT / 25, "too few: {n_triples}, {n_moved}");
}
