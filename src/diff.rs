//! What a change to a policy means: exactly what became permitted, forbidden, promised or withdrawn, and nothing else.
//!
//! ```text
//! old ──┐                        ┌── flows ───────┐
//!       ├─ side by side (pair) ──┼── retention ───┼──▶ report
//! new ──┘                        ├── guarantees ──┤
//!                                ├── certainty ───┤
//!                                └── words ───────┘
//! ```

pub mod acknowledgement;
mod align;
mod renumber;
pub mod report;
pub mod rule;

pub use report::{Change, Report};
