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
        let fault = Diagnostic::new(&RULE, *span, format!("there is no profile `{name}`")).at("not known");
        found.push(match suggest::near(name, profiles::names()) {
            Some(near) => fault.did_you_mean(near),
            None => fault.help(format!(
                "there are {}",
                profiles::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
        });
    }
}
