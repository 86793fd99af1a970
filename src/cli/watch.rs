//! Doing a thing again whenever a policy file changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::inputs::{Inputs, Paths};
use super::terminal::Terminal;
use super::{Failure, Verdict};
use crate::files;

/// How long it must be quiet before work begins: an editor saves a file in several steps.
const QUIET: Duration = Duration::from_millis(80);

/// The folders to watch, each by itself or with all below it. Folders and not files, because editors replace files.
pub(crate) type Folders = BTreeMap<PathBuf, RecursiveMode>;

/// Works, then works again after each change, until the program is interrupted.
///
/// `work` returns the folders in which a change matters, which may be others after each round.
pub(crate) fn run(terminal: &Terminal, mut work: impl FnMut() -> Folders) -> Result<Verdict, Failure> {
    let (sender, receiver) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Nobody listens any more only when the program ends.
        let _ = sender.send(event);
    })?;
    let mut watched = Folders::new();
    loop {
        let wanted = work();
        for folder in watched.keys().filter(|folder| wanted.get(*folder) != watched.get(*folder)) {
            // A folder that is gone is no longer watched anyway.
            let _ = watcher.unwatch(folder);
        }
        for (folder, mode) in wanted.iter().filter(|(folder, mode)| watched.get(*folder) != Some(*mode)) {
            watcher.watch(folder, *mode)?;
        }
        watched = wanted;
        terminal.talk("watching for changes; Ctrl-C ends");
        wait(&receiver)?;
    }
}

/// Waits for a change that matters, and then until it is quiet.
fn wait(receiver: &Receiver<notify::Result<Event>>) -> Result<(), Failure> {
    loop {
        match receiver.recv() {
            Ok(event) => {
                if is_change(&event?) {
                    break;
                }
            }
            // The watcher lives as long as this function is called, so there is always a sender.
            Err(mpsc::RecvError) => return Ok(()),
        }
    }
    while receiver.recv_timeout(QUIET).is_ok() {}
    Ok(())
}

fn is_change(event: &Event) -> bool {
    let is_policy = |path: &PathBuf| path.extension().is_none_or(|ending| ending == files::ENDING);
    // Where so much happened that the system lost count, anything may have changed.
    event.need_rescan() || !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_policy)
}

/// The folders of everything that was named or read.
pub(crate) fn folders(paths: &Paths, inputs: &Inputs) -> Folders {
    let mut folders = Folders::new();
    let mut beside = |path: &Path| {
        if let Some(folder) = files::folder_of(path) {
            folders.entry(folder).or_insert(RecursiveMode::NonRecursive);
        }
    };
    for place in inputs.loader.entries().filter_map(|entry| inputs.loader.place(entry)) {
        beside(Path::new(&place.key));
    }
    paths.list().iter().filter(|path| !path.is_dir()).for_each(|path| beside(path));
    for folder in paths.list().iter().filter(|path| path.is_dir()).filter_map(|path| files::real_folder(path))
    {
        folders.insert(folder, RecursiveMode::Recursive);
    }
    folders
}
