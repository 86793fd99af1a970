//! What every command that compares has in common: the comparison itself, and how its account is given out.

use std::path::PathBuf;

use candor::diff::acknowledgement::Acknowledgement;
use candor::diff::{self, Report};
use candor::gate::{Account, Verdict as Ending, grade};
use candor::outputs::{self, OUTPUTS, Output, Pages, Subject};
use candor::publish::Publication;
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::report::{self, Format};
use super::sides::{Depth, Reader, Side, Spec};
use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};
use crate::files;

/// In which forms the account is given out.
#[derive(Debug, Args)]
pub(crate) struct Outs {
    /// The form on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = names())]
    format: String,
    /// Write the account in a form into a file, `-` being standard output; can be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    out: Vec<(&'static str, PathBuf)>,
}

fn names() -> PossibleValuesParser {
    OUTPUTS.iter().map(|output| output.name).into()
}

fn output(text: &str) -> Result<(&'static str, PathBuf), String> {
    let names = || OUTPUTS.iter().map(|output| output.name).collect::<Vec<_>>().join(", ");
    let (name, file) = text.split_once('=').ok_or_else(|| "write it like `sarif=report.sarif`".to_owned())?;
    let found =
        outputs::find(name).ok_or_else(|| format!("there is no format `{name}`; there are {}", names()))?;
    match file {
        "" => Err("the name of the file is missing".to_owned()),
        file => Ok((found.name, PathBuf::from(file))),
    }
}

/// Checks the names of profiles; without any, all are meant.
pub(crate) fn profiles(named: &[String]) -> Vec<String> {
    match named.is_empty() {
        true => grade::names().map(str::to_owned).collect(),
        false => named.to_vec(),
    }
}

/// The names that a profile can have on the command line.
pub(crate) fn profile_names() -> PossibleValuesParser {
    grade::names().into()
}

/// A verdict of the gate as the end of a command.
pub(crate) fn end(ending: Ending) -> Verdict {
    Verdict::Answer(ending.status())
}

/// The side of a comparison that could not be read, and how the command ends for it.
#[derive(Debug)]
pub(crate) struct Ended(pub(crate) Verdict);

/// Reads a side, and tells what is wrong with it.
pub(crate) fn read(
    reader: &Reader,
    spec: &Spec,
    like: Option<&Side>,
    depth: Depth,
    ending: Ending,
    terminal: &Terminal,
) -> Result<Side, Ended> {
    let side = reader.read(spec, like, depth).map_err(|failure| {
        terminal.failure(&failure);
        // A version that is named in a way that nobody understands is a wrong argument.
        let is_argument = matches!(failure, Failure::Git(crate::git::GitTrouble::OptionLike { .. }));
        Ended(end(if is_argument { Ending::CannotRun } else { ending }))
    })?;
    usable(side, ending, terminal)
}

/// Tells what is wrong with a side; one with errors is not compared.
pub(crate) fn usable(side: Side, ending: Ending, terminal: &Terminal) -> Result<Side, Ended> {
    if !side.diagnostics.has_errors() {
        return Ok(side);
    }
    let shown = report::show(terminal, Stream::Talk, Format::Human, &side.sources, &side.diagnostics);
    if let Err(failure) = shown {
        terminal.failure(&failure);
    }
    let which = if ending == Ending::NoOldVersion { "old" } else { "new" };
    terminal
        .talk(&format!("the {which} version, {}, has errors, so nothing was compared", side.version.source));
    Err(Ended(end(ending)))
}

/// Compares two sides.
pub(crate) fn compare(
    old: &Side,
    new: &Side,
    acknowledged: &[Acknowledgement],
    terminal: &Terminal,
) -> Result<Report, Ended> {
    let [old, new] = [old, new].map(|side| diff::Side {
        policy: &side.policy,
        sources: &side.sources,
        version: &side.version,
    });
    diff::compare(old, new, acknowledged).map_err(|_| {
        terminal.failure(&Failure::Undecided);
        Ended(end(Ending::Undecided))
    })
}

/// Both policies as they are published, for the form that shows them.
pub(crate) fn pages(old: &Side, new: &Side) -> Pages {
    // The name is that of files to which a page does not lead.
    let page =
        |side: &Side| Publication::new(&side.policy, &side.sources, side.name().unwrap_or("")).page().clone();
    Pages { old: page(old), new: page(new) }
}

/// Whether a form is asked for that shows both policies.
pub(crate) fn wants_pages(outs: &Outs) -> bool {
    let names = outs.out.iter().map(|(name, _)| *name).chain([outs.format.as_str()]);
    names.filter_map(outputs::find).any(Output::shows_pages)
}

/// Gives the account out in every form that was asked for.
pub(crate) fn give_out(
    outs: &Outs,
    account: &Account,
    pages: &[Pages],
    terminal: &Terminal,
) -> Result<(), Failure> {
    let subject = Subject { account, pages };
    let mut is_taken = false;
    for (name, file) in &outs.out {
        let Some(output) = outputs::find(name) else { continue };
        let bytes = output.render(&subject);
        if file.as_os_str() == "-" {
            is_taken = true;
            terminal.bytes(&bytes)?;
            continue;
        }
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            files::create_folder(folder)?;
        }
        files::write(file, &bytes)?;
    }
    if is_taken {
        return Ok(());
    }
    let output: Option<&Output> = outputs::find(&outs.format);
    match output {
        Some(output) if output.name == "text" && terminal.has_color(Stream::Data) => {
            terminal.data(&outputs::text::text(account, outputs::text::Style::Colour))
        }
        // A terminal shows no document, and may obey what stands in one.
        Some(output) if !output.is_text() && terminal.is_watched(Stream::Data) => {
            Err(Failure::DocumentOnTerminal { format: output.name })
        }
        Some(output) => terminal.bytes(&output.render(&subject)),
        None => Ok(()),
    }
}

/// The exit statuses, for the help of the commands.
pub(crate) const STATUSES: &str = "\
Exit status:
  0   nothing stops the merge
  1   a change stops the merge
  2   the command could not run: wrong arguments, settings or files
  3   the old version cannot be found, or has errors
  4   the new version has errors
  5   only the acknowledgements stop the merge
  6   the versions are too entangled to be compared
  70  the comparison contradicts itself: a fault of Candor";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_status() {
        for ending in Ending::ALL {
            let line = format!("  {:<3} {}", ending.status(), ending.meaning());
            assert!(STATUSES.lines().any(|known| known == line), "{line}");
        }
        assert_eq!(STATUSES.lines().count(), Ending::ALL.len() + 1);
    }
}
