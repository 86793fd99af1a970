//! Candor: policy as code for privacy.
//!
//! A policy is text; [`compile`] reads it, finds every fault in one run, and gives the model from which the page, the
//! rules and the checks are made. The whole way fits one screen:
//!
//! ```text
//! text ── parse ──▶ ast ── resolve ──▶ names ── lower ──▶ model ── check ──▶ diagnostics
//!                                                           │
//!                                                           ├── render ──▶ page, Markdown, rules
//!                                                           │
//! model of another version ─────────────────────────────────┴── diff ──▶ changes ── gate ──▶ outputs
//! ```
//!
//! Passes never fail: each returns what it made and what it found. The library never touches a file.

pub mod language;
pub mod source;
pub mod suggest;

pub mod diagnostic;

pub mod ast;
pub mod model;

pub mod load;
pub mod parse;
pub mod stdlib;

pub mod lower;
pub mod resolve;

pub mod semantics;

pub mod check;
pub mod format;
pub mod render;
pub mod rules;

pub mod ask;
pub mod diff;
pub mod gate;
pub mod guard;
pub mod outputs;
pub mod profiles;
pub mod publish;

pub mod findings;

pub use ask::ask;

use diagnostic::Diagnostics;
use semantics::Understood;
use source::{FileId, Sources};

/// A policy with everything that was found on the way.
#[derive(Debug)]
pub struct Compilation {
    /// The files of the policy, behind those of the standard vocabulary.
    pub sources: Sources,
    /// What the policy says, and what that means. It can be kept, and asked from several threads.
    pub policy: Understood,
    /// What is wrong with it, in the order of the text.
    pub diagnostics: Diagnostics,
}

/// Compiles one policy.
///
/// `files` are the ids, in `sources`, of its files in the order in which the reader will see them.
/// `sources` must start with the standard vocabulary ([`stdlib::sources`]).
///
/// ```
/// let mut sources = candor::stdlib::sources();
/// let file = sources.add("shop.candor", r#"
///     section orders "Your orders" {
///         delivery:
///             we collect contact.postal-address from users for service.delivery
///     }
/// "#);
/// let compilation = candor::compile(sources, &[file]);
/// assert_eq!(compilation.policy.statements.len(), 1);
/// ```
#[must_use]
pub fn compile(sources: Sources, files: &[FileId]) -> Compilation {
    let (documents, mut diagnostics) = parse_all(&sources, files);
    let (policy, found) = analyse(&documents);
    diagnostics.extend(found);
    diagnostics.sort();
    Compilation { sources, policy, diagnostics }
}

/// Compiles a policy whose files are read already, such as those of a [`load::Loaded`].
#[must_use]
pub fn analyse(documents: &[ast::Document]) -> (Understood, Diagnostics) {
    let (policy, mut diagnostics) = read(documents);
    diagnostics.extend(check::check(&policy, policy.meaning().ok()));
    diagnostics.sort();
    (policy, diagnostics)
}

/// What a policy says, and what is wrong with how it says it: [`analyse`] without the checks of what it means.
#[must_use]
pub fn read(documents: &[ast::Document]) -> (Understood, Diagnostics) {
    let (names, mut diagnostics) = resolve::resolve(stdlib::vocabulary(), documents, model::Origin::Policy);
    let (policy, found) = lower::lower(documents, names);
    diagnostics.extend(found);
    diagnostics.sort();
    (policy.into(), diagnostics)
}

fn parse_all(sources: &Sources, files: &[FileId]) -> (Vec<ast::Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let parse = |file: &FileId| {
        let (document, found) = parse::parse(sources, *file);
        diagnostics.extend(found);
        document
    };
    (files.iter().map(parse).collect(), diagnostics)
}
