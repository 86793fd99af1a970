//! `candor diff`: what a change to a policy means.

use std::path::Path;

use candor::gate::account::Comparison;
use candor::gate::{Account, Verdict as Ending};
use clap::Args;

use super::comparing::{self, Ended, Outs};
use super::sides::{self, Depth, Reader, Spec};
use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Show what changed between two versions of a policy, by its meaning
///
/// A version is a file or folder, `git:REF` or `git:REF:PATH`, `staged`, `merge-base` or `merge-base:REF`, or `-`.
/// A file can be a policy, or the rules that were compiled from one (`.json`).
/// Without any, the last version that this branch has in common with the branch into which it is to be merged is
/// compared with the files as they are now. With one path, that policy is; with one other version, that is the old one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor diff old.candor new.candor              two files
  candor diff                                    what this branch changes
  candor diff policy.candor                      what this branch changes in that policy
  candor diff git:v1.2 git:HEAD                  two versions of a repository
  candor diff git:main:a.candor b.candor         a file of a version, and a file
  candor diff public/shop.json shop.candor       what was published, and the policy as it is
  candor diff --out html=report.html --out md=comment.md
  candor diff --exit-code                        end with 1 if the meaning changed

A command ends with 0, with 1 under --exit-code if the meaning changed; see `candor gate --help` for the others.")]
pub(crate) struct Arguments {
    /// The old and the new version
    #[arg(value_name = "OLD NEW", num_args = 0..=2)]
    versions: Vec<String>,
    /// A law whose grounds are shown, instead of all; can be repeated
    #[arg(long, value_name = "PROFILE", value_parser = comparing::profile_names())]
    profile: Vec<String>,
    /// Take a policy that is not in the old version for a new one
    #[arg(long)]
    allow_empty_base: bool,
    /// End with 1 if the meaning changed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    outs: Outs,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    match compare(arguments, terminal) {
        Ok((account, pages)) => {
            comparing::give_out(&arguments.outs, &account, &pages, terminal)?;
            let is_same = account.comparisons.iter().all(|one| one.report.is_same_meaning);
            Ok(match account.is_complete() {
                false => comparing::end(Ending::Contradiction),
                true if arguments.exit_code && !is_same => Verdict::Findings,
                true => Verdict::Fine,
            })
        }
        Err(Ended(verdict)) => Ok(verdict),
    }
}

fn compare(
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<(Account, Vec<candor::outputs::Pages>), Ended> {
    let merge_base = Spec::MergeBase { target: None };
    let (old, new) = match arguments.versions.as_slice() {
        [] => (merge_base, Spec::Disk(Path::new(".").to_owned())),
        [one] => match Spec::of(one) {
            path @ Spec::Disk(_) => (merge_base, path),
            staged @ Spec::Staged { .. } => (merge_base, staged),
            old @ (Spec::StandardInput | Spec::Git { .. } | Spec::MergeBase { .. } | Spec::Published) => {
                (old, Spec::Disk(Path::new(".").to_owned()))
            }
        },
        [old, new, ..] => (Spec::of(old), Spec::of(new)),
    };
    let reader = Reader::for_spec(&new);
    let new = comparing::read(&reader, &new, None, Depth::Meaning, Ending::NoNewVersion, terminal)?;
    let read = reader.read(&old, Some(&new), Depth::Meaning);
    let old = match read {
        Err(failure) if arguments.allow_empty_base && failure.is_no_policy() => sides::empty(&new),
        Err(failure) => {
            terminal.failure(&failure);
            return Err(Ended(comparing::end(failure.as_old_version())));
        }
        Ok(old) => comparing::usable(old, Ending::NoOldVersion, terminal)?,
    };
    let report = comparing::compare(&old, &new, &[], terminal)?;
    let pages = match comparing::wants_pages(&arguments.outs) {
        true => vec![comparing::pages(&old, &new)],
        false => Vec::new(),
    };
    let comparison = Comparison { against: old.version.source.clone(), report };
    Ok((Account::shown(vec![comparison], &comparing::profiles(&arguments.profile)), pages))
}
