//! The gate: which changes stop a merge, who may wave them through, and how that ends.
//!
//! ```text
//! reports (diff) ──┐
//! grades (data) ───┼── judge ──▶ account ──▶ every output
//! settings (base) ─┤
//! records ─────────┘
//! ```
//!
//! The comparison says what changed; nothing here changes that. How grave a change is comes from data (`stdlib/gate/`),
//! what stops a merge from the settings of the *old* version, so that nobody opens the gate for his own change.

pub mod account;
pub mod day;
pub mod finding;
pub mod grade;
pub mod record;
pub mod settings;
pub mod verdict;

mod judge;
mod text;

pub use account::{Account, Comparison};
pub use finding::Finding;
pub use judge::{Case, Judgement, judge};
pub use record::Record;
pub use settings::Settings;
pub use verdict::Verdict;
