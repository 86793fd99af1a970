//! What stands on a page, and the forms in which people read it.

pub mod compose;
pub mod docx;
pub mod html;
pub mod markdown;
pub mod page;
pub mod prose;
#[cfg(test)]
mod sample;
