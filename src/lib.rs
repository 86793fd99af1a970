//! Candor: policy as code for privacy.

pub mod ast;
pub mod diagnostic;
pub mod lower;
pub mod model;
pub mod parse;
pub mod render;
pub mod resolve;
pub mod source;
pub mod suggest;
