//! `candor new`: a first policy to change.

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Verdict};
use crate::files::{self, shown};

/// Write a first policy to start from
///
/// It is that of a small shop, with a place for the law, providers, cookies, transfers and complaints.
/// Lines that begin with `//:` are offers: take the mark away where one is true of you.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor new                 writes policy.candor in this folder
  candor new privacy         writes privacy/policy.candor
  candor new shop.candor     writes shop.candor")]
pub(crate) struct Arguments {
    /// A folder, or a file that ends in `.candor`
    #[arg(value_name = "FOLDER|FILE", default_value = ".")]
    path: PathBuf,
}

/// A small shop with a newsletter: one of each kind of statement that nearly every policy needs. What many need besides is
/// offered behind `//:`; with all offers taken it is as good a policy.
const STARTER: &str = include_str!("new/starter.candor");

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let is_file = arguments.path.extension().is_some_and(|ending| ending == files::ENDING);
    let path = if is_file { arguments.path.clone() } else { arguments.path.join("policy.candor") };
    let name = shown(&path);
    if !files::create(&path, STARTER.as_bytes())? {
        return Err(Failure::Exists { path: name });
    }
    terminal.data(&format!("{name}\n"))?;
    terminal.talk(&format!("change it to say what you do, then run `candor check {}`", quoted(&path)));
    Ok(Verdict::Fine)
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let name = shown(path);
    match name.contains(|c: char| c.is_whitespace() || "'\"\\$&;|<>()*?".contains(c)) {
        true => format!("'{}'", name.replace('\'', "'\\''")),
        false => name,
    }
}
