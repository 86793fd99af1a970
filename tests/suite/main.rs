//! The one test binary. What is expected stands in files beside it; see `book/src/contributing/testing.md`.

mod accepts;
mod fixture;
mod formats;
mod meaning;
mod properties;
mod rejects;
mod rules;
mod terminates;
mod tidy;
