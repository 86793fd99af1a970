//! What a policy that can be read may still lack: judges the model and builds nothing.

pub mod rules;

use crate::diagnostic::Diagnostics;
use crate::model::Policy;

/// Every check, one after the other.
#[must_use]
pub fn check(policy: &Policy) -> Diagnostics {
    let _ = policy;
    Diagnostics::new()
}
