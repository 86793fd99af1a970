//! A policy that turns on a set of requirements that does not exist.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;
use crate::{profiles, suggest};

rule!(pub(crate) RULE, "unknown-profile", Error, "a policy turns on a set of requirements that does not exist");

pub(super) fn report(policy: &Policy, found: &mut Diagnostics) {
    for (name, span) in policy.header.iter().flat_map(|header| &header.profiles) {
        if profiles::names().any(|known| known == name) {
            continue;
        }
        let help = match suggest::nearest(name, profiles::names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "there are {}",
                profiles::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        found.push(
            Diagnostic::new(&RULE, *span, format!("there is no profile `{name}`")).at("not known").help(help),
        );
    }
}
