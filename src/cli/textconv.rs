//! `candor textconv`: a policy as its sentences, for `git diff` and `git log -p`.

use std::path::PathBuf;

use candor::load::Loader;
use candor::render::compose;
use candor::semantics::Understood;
use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Verdict};
use crate::files::{self, Disk, Input, Trouble, Wanted};

/// Print the sentences of a policy, one on each line, for Git
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  git config diff.candor.textconv \"candor textconv\"
  echo '*.candor diff=candor' >> .gitattributes
  git log -p policy.candor")]
pub(crate) struct Arguments {
    /// The file
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let mut disk = Disk::default();
    let mut loader = Loader::new(candor::stdlib::sources());
    // Git hands out a file of any name, alone: what it imports is not beside it.
    let Input::File(place) = disk.open(&arguments.file, Wanted::All, &mut Vec::new())? else {
        return Err(Failure::NothingToRead { folder: files::shown(&arguments.file) });
    };
    let name = place.name.clone();
    let entry = loader.read(&mut disk, place).map_err(|reason| Trouble::reading_named(&name, reason))?;
    let loaded = loader.load(entry);
    let is_broken = loaded
        .documents
        .iter()
        .flat_map(|it| &it.items)
        .any(|item| matches!(item, candor::ast::Item::Broken(_)));
    let own = loaded.files.last().map(|file| loader.sources().file(*file));
    let whole = own.map(|file| file.text().to_owned()).unwrap_or_default();
    if is_broken {
        return terminal.data(&whole).map(|()| Verdict::Fine);
    }
    let (names, _) = candor::resolve::resolve(
        candor::stdlib::vocabulary(),
        &loaded.documents,
        candor::model::Origin::Policy,
    );
    let (policy, _) = candor::lower::lower(&loaded.documents, names);
    if policy.statements.is_empty() {
        return terminal.data(&whole).map(|()| Verdict::Fine);
    }
    // What the page says of a statement can depend on others.
    let policy = Understood::from(policy);
    let sentences = compose::sentence_texts(&policy);
    for statement in policy.written().filter_map(|verbs| verbs.first()) {
        let sentence = sentences.get(statement.id.index()).cloned().unwrap_or_default();
        terminal.data(&format!("{}: {sentence}\n", statement.label))?;
    }
    Ok(Verdict::Fine)
}
