//! The messages of the frames and the languages that have them: what the build script, `src/build/frames.rs`, read from
//! the resources beside this file.
//!
//! # Design
//!
//! A name that is put together when a sentence is composed can be wrong, and then the sentence lacks a part.
//! So every message is a variant here, and the code that chooses one by a verb or a rule is a `match` over all of them: a
//! new verb without a frame does not compile, nor does a frame that is not in the resource, nor a language that lacks one.
//! A message that nothing asks for is dead code.

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
