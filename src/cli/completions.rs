//! `candor completions`: scripts with which a shell completes commands and options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Print a script with which a shell completes commands and options
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor completions bash > ~/.local/share/bash-completion/completions/candor
  candor completions zsh  > ~/.zfunc/_candor
  candor completions fish > ~/.config/fish/completions/candor.fish")]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "candor", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
