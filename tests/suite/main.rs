//! The one test binary. What is expected stands in files beside it; see `book/src/contributing/testing.md`.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::cast_possible_truncation,
    clippy::cloned_ref_to_slice_refs,
    clippy::disallowed_methods,
    clippy::doc_markdown,
    clippy::expect_used,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::print_stderr,
    clippy::struct_excessive_bools,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test reads files, says what it saw, and stops where something is not as it should be"
)]

mod accepts;
mod asking;
mod attacks;
mod book;
mod cases;
mod changes;
mod cli;
mod compiled;
mod corrections;
mod differences;
mod digests;
mod documents;
mod evaluator;
mod fixture;
mod formats;
mod gate;
mod git;
mod glance;
mod language;
mod losses;
mod meaning;
mod new_rule;
mod oracle;
mod outputs;
mod profiles;
mod properties;
mod questions;
mod rejects;
mod renders;
mod rules;
mod semantics;
mod sentences;
mod terminates;
mod tidy;
mod vocabulary;
