//! Findings that the author knows of: `expect finding CODE in LABEL because "…"`.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Acknowledgement, Policy};

rule!(pub(crate) RULE, "stale-acknowledgement", Error, "a finding is expected that is not there");

/// Takes out what is acknowledged, and reports acknowledgements that acknowledge nothing.
pub(super) fn take_out(policy: &Policy, found: Diagnostics) -> Diagnostics {
    let mut used = vec![false; policy.acknowledgements.len()];
    let mut left = Diagnostics::new();
    for diagnostic in found {
        let known = policy.acknowledgements.iter().position(|one| concerns(one, &diagnostic));
        match known {
            Some(idx) => used[idx] = true,
            None => left.push(diagnostic),
        }
    }
    for (acknowledgement, _) in policy.acknowledgements.iter().zip(used).filter(|(_, used)| !used) {
        let place = if acknowledgement.is_placed { " in these places" } else { "" };
        left.push(
            Diagnostic::new(
                &RULE,
                acknowledgement.span,
                format!("there is no finding `{}`{place}", acknowledgement.code),
            )
            .at("nothing to acknowledge")
            .help("remove this line, or correct the code or the labels"),
        );
    }
    left
}

fn concerns(acknowledgement: &Acknowledgement, diagnostic: &Diagnostic) -> bool {
    let is_inside =
        |span| acknowledgement.places.iter().any(|place: &crate::source::Span| place.contains(span));
    acknowledgement.code == diagnostic.rule.code
        && (!acknowledgement.is_placed || diagnostic.labels.iter().any(|label| is_inside(label.span)))
}
