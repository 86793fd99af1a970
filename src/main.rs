//! The program `candor`: reads arguments and files, asks the library, prints.
//!
//! All input and output is here and in the modules below; the library does none.

#![expect(clippy::disallowed_methods, reason = "files, clock and environment belong to the binary")]

mod cli;
mod files;
mod git;

use std::process::ExitCode;

/// A short run spends much of its time on memory, and this allocator half as much as that of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
