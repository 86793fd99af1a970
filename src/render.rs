//! Backends: what stands on a page, and the forms in which it is published.

pub mod compose;
pub mod html;
pub mod json;
pub mod markdown;
pub mod page;
pub mod prose;
#[cfg(test)]
mod sample;
