//! Reading and writing files: nothing else in the program touches a disk.
//!
//! # Where a project ends
//!
//! A policy may import files of its own project only. The project is the nearest folder with a `.git` at or above the
//! file or folder that was named; without one, it is that folder, or the folder of that file. Links are followed
//! before it is decided where a file lies.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Component, Path, PathBuf};

use candor::load::{Absence, Place, Shelf};

/// How a policy file ends.
pub(crate) const ENDING: &str = "candor";

/// How a file with tests of a policy ends. Such a file is no policy.
const TEST_ENDING: &str = ".test.candor";

/// The largest file that is read. A book has a megabyte; what is larger than this was named by mistake.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What the key of the standard input is; no path looks like it.
const STANDARD_INPUT: &str = "-";

/// Which files of a folder are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Policies and their parts.
    Policies,
    /// Tests as well.
    All,
}

/// What a path on the command line means.
#[derive(Debug)]
pub(crate) enum Input {
    /// One file, or the standard input.
    File(Place),
    /// The files in a folder and below, in the order of their names.
    Folder(Vec<Place>),
}

/// Why something could not be read or written: what it is, and the reason.
#[derive(Debug, thiserror::Error)]
#[error("`{}` cannot be {action}: {reason}", candor::diagnostic::render::inert(.path))]
pub(crate) struct Trouble {
    path: String,
    action: &'static str,
    reason: String,
}

impl Trouble {
    fn reading(path: &Path, reason: impl Into<String>) -> Self {
        Self { path: shown(path), action: "read", reason: reason.into() }
    }

    pub(crate) fn reading_named(name: &str, reason: String) -> Self {
        Self { path: name.to_owned(), action: "read", reason }
    }

    fn writing(path: &Path, error: &io::Error) -> Self {
        Self { path: shown(path), action: "written", reason: reason(error) }
    }
}

/// The files of this machine.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// For each file that was located: where its imports start and where they must end.
    homes: BTreeMap<String, Home>,
    /// Texts that are read in place of those on the disk, by the keys of their files.
    drafts: BTreeMap<String, String>,
    standard_input: String,
}

#[derive(Debug, Clone)]
struct Home {
    /// The folder of the file, without links.
    folder: PathBuf,
    /// The same folder as people know it.
    shown: PathBuf,
    /// The folder of the project.
    project: PathBuf,
}

impl Disk {
    /// The files of this machine, some of them with another text than they have so far.
    pub(crate) fn with(drafts: BTreeMap<String, String>) -> Self {
        Self { drafts, ..Self::default() }
    }

    /// Finds out what a path of the command line means.
    ///
    /// What cannot be read in a folder is added to `troubles`, so that the rest of the folder is read.
    pub(crate) fn open(
        &mut self,
        path: &Path,
        wanted: Wanted,
        troubles: &mut Vec<Trouble>,
    ) -> Result<Input, Trouble> {
        let metadata = fs::metadata(path).map_err(|error| Trouble::reading(path, reason(&error)))?;
        if !metadata.is_dir() {
            return self.file(path, None).map(Input::File);
        }
        let real = real(path)?;
        let project = project_of(&real);
        let mut places = Vec::new();
        for file in walk(path, wanted, troubles) {
            match self.file(&file, Some(&project)) {
                Ok(place) => places.push(place),
                Err(trouble) => troubles.push(trouble),
            }
        }
        Ok(Input::Folder(places))
    }

    /// Reads the standard input as if it were a file of this name.
    pub(crate) fn open_standard_input(&mut self, name: Option<&Path>) -> Result<Input, Trouble> {
        let shown_name = name.map_or_else(|| "<stdin>".to_owned(), shown);
        let fail = |reason: String| Trouble::reading_named(&shown_name, reason);
        self.standard_input = read_text(io::stdin().lock()).map_err(fail)?;
        let shown_folder = name.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        // The name may be that of a file that is not saved yet, in a folder that does not exist yet.
        let folder =
            folder_of(name.unwrap_or(Path::new(""))).or_else(|| std::path::absolute(&shown_folder).ok());
        let folder = lexical(&folder.unwrap_or_default());
        let project = project_of(&folder);
        self.homes.insert(STANDARD_INPUT.to_owned(), Home { folder, shown: shown_folder, project });
        Ok(Input::File(Place { key: STANDARD_INPUT.to_owned(), name: shown_name }))
    }

    /// What was read from the standard input, and not given to anybody yet.
    pub(crate) fn standard_input(&self) -> &str {
        &self.standard_input
    }

    /// A file with its home; `project` is given for the files of a folder, which must lie in the folder's project.
    fn file(&mut self, path: &Path, project: Option<&Path>) -> Result<Place, Trouble> {
        let real = real(path)?;
        if project.is_some_and(|project| !real.starts_with(project)) {
            return Err(Trouble::reading(path, "it is a link that leads out of the project"));
        }
        let folder = real.parent().unwrap_or(&real).to_owned();
        let project = project.map_or_else(|| project_of(&folder), Path::to_owned);
        let shown_folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let Some(key) = real.to_str() else {
            return Err(Trouble::reading(path, "its name is not UTF-8 text"));
        };
        let home = Home { folder, shown: shown_folder, project };
        self.homes.entry(key.to_owned()).or_insert(home);
        Ok(Place { key: key.to_owned(), name: shown(path) })
    }
}

impl Shelf for Disk {
    fn locate(&mut self, importer: &Place, path: &str) -> Result<Place, Absence> {
        let Some(home) = self.homes.get(&importer.key).cloned() else { return Err(Absence::Outside) };
        let written = Path::new(path);
        let wanted = lexical(&home.folder.join(written));
        // Where the words alone lead outside, nobody looks whether there is a file.
        if !written.is_relative() || !wanted.starts_with(&home.project) {
            return Err(Absence::Outside);
        }
        let Ok(real) = fs::canonicalize(&wanted) else {
            return Err(Absence::Missing { candidates: neighbours(&wanted, written) });
        };
        if !real.starts_with(&home.project) {
            return Err(Absence::Outside);
        }
        if path.is_empty() {
            return Err(Absence::Missing { candidates: Vec::new() });
        }
        let unreadable = |reason: &str| Err(Absence::Unreadable { reason: reason.to_owned() });
        if real.is_dir() {
            return unreadable("it is a folder");
        }
        if !real.is_file() {
            return unreadable("it is not an ordinary file");
        }
        if real.extension().is_none_or(|ending| ending != ENDING) {
            return unreadable("the names of policy files end in `.candor`");
        }
        let shown_path = lexical(&home.shown.join(written));
        self.file(&real, Some(&home.project))
            .map(|place| {
                let shown_folder = shown_path.parent().unwrap_or(Path::new("")).to_owned();
                if let Some(home) = self.homes.get_mut(&place.key) {
                    home.shown = shown_folder;
                }
                Place { name: shown(&shown_path), ..place }
            })
            .map_err(|trouble| Absence::Unreadable { reason: trouble.reason })
    }

    fn read(&mut self, place: &Place) -> Result<String, String> {
        if place.key == STANDARD_INPUT {
            return Ok(std::mem::take(&mut self.standard_input));
        }
        if let Some(draft) = self.drafts.get(&place.key) {
            return Ok(draft.clone());
        }
        read_text(File::open(&place.key).map_err(|error| reason(&error))?)
    }
}

/// The file with the tests of a policy, or the policy of a file with tests, if it is there.
pub(crate) fn companion(path: &Path) -> Option<PathBuf> {
    let other = match is_test(path) {
        true => {
            let name = path.file_name()?.to_str()?;
            path.with_file_name(format!("{}.{ENDING}", name.strip_suffix(TEST_ENDING)?))
        }
        false => test_file(path),
    };
    (path.is_file() && other.is_file()).then_some(other)
}

/// Whether a file holds tests.
pub(crate) fn is_test(path: &Path) -> bool {
    path.to_string_lossy().ends_with(TEST_ENDING)
}

/// The file with the tests of a policy.
pub(crate) fn test_file(policy: &Path) -> PathBuf {
    policy.with_extension(TEST_ENDING.trim_start_matches('.'))
}

/// Whether a place is the standard input.
pub(crate) fn is_standard_input(place: &Place) -> bool {
    place.key == STANDARD_INPUT
}

/// Text that was read from somewhere else than a disk.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
    read_text(bytes)
}

/// The text of a file, if there is one.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, Trouble> {
    match File::open(path) {
        Ok(file) => read_text(file).map(Some).map_err(|reason| Trouble::reading(path, reason)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::reading(path, reason(&error))),
    }
}

/// A file that is read piece by piece.
pub(crate) fn open(path: &Path) -> Result<File, Trouble> {
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// That a file cannot be read, or not to its end.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Trouble {
    Trouble::reading(path, reason(error))
}

/// The names of the files in a folder that end so, in their order; none if there is no such folder.
pub(crate) fn names_in(folder: &Path, ending: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name =
        |entry: fs::DirEntry| entry.path().is_file().then(|| entry.file_name().into_string().ok()).flatten();
    let mut names: Vec<String> =
        entries.flatten().filter_map(name).filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}

/// Reads text that is not too large and is UTF-8.
fn read_text(from: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err("it is larger than 64 MB".to_owned());
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("it is UTF-16 text; save it as UTF-8".to_owned());
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8 text (line {line})")
    })?;
    // The mark that some editors put at the start of a text is no part of it.
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// The policy files in a folder and below, in the order of their names. Hidden folders and links to folders are left out.
fn walk(folder: &Path, wanted: Wanted, troubles: &mut Vec<Trouble>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                troubles.push(Trouble::reading(&folder, reason(&error)));
                continue;
            }
        };
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !name.starts_with('.') {
                open.push(entry.path());
            } else if !is_folder && is_wanted(&name, wanted) && entry.path().is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

fn is_wanted(name: &str, wanted: Wanted) -> bool {
    let is_policy =
        Path::new(name).extension().is_some_and(|ending| ending == ENDING) && !name.starts_with('.');
    is_policy && (wanted == Wanted::All || !name.ends_with(TEST_ENDING))
}

/// The files beside a missing one, written as the import was.
fn neighbours(wanted: &Path, written: &Path) -> Vec<String> {
    let Some(Ok(entries)) = wanted.parent().map(fs::read_dir) else { return Vec::new() };
    let name = |entry: fs::DirEntry| entry.file_name().to_str().map(str::to_owned);
    let mut names: Vec<String> =
        entries.flatten().filter_map(name).filter(|name| is_wanted(name, Wanted::Policies)).collect();
    names.sort();
    let folder = written.parent().unwrap_or(Path::new(""));
    names.iter().map(|name| shown(&folder.join(name))).collect()
}

/// The folder of the project in which a folder lies.
pub(crate) fn project_of(folder: &Path) -> PathBuf {
    let is_repository = |folder: &&Path| folder.join(".git").exists();
    folder.ancestors().find(is_repository).unwrap_or(folder).to_owned()
}

fn real(path: &Path) -> Result<PathBuf, Trouble> {
    fs::canonicalize(path).map_err(|error| Trouble::reading(path, reason(&error)))
}

/// A folder without links, if it is there.
pub(crate) fn real_folder(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok().filter(|path| path.is_dir())
}

/// The folder in which a file is or would be, without links, if that folder is there.
pub(crate) fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    real_folder(folder)
}

/// A path with its `.` and `..` worked out as words, links not followed.
fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            Component::ParentDir if clean.has_root() => {}
            Component::Prefix(_) | Component::RootDir | Component::ParentDir | Component::Normal(_) => {
                clean.push(part)
            }
        }
    }
    clean
}

/// A path as it is shown: with `/` on every system, and without a `./` at its start.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

/// What went wrong, in the words of the system without its number.
fn reason(error: &io::Error) -> String {
    #[allow(clippy::wildcard_enum_match_arm, reason = "the list is that of the operating system")]
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

/// What became of a file that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Its bytes are new.
    Changed,
    /// It had these bytes already and was left alone.
    Unchanged,
}

/// Whether a file has exactly these bytes.
pub(crate) fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::metadata(path).is_ok_and(|metadata| metadata.len() == bytes.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Gives a file these bytes, all at once: whoever reads it sees the old bytes or the new ones.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Written, Trouble> {
    if has_bytes(path, bytes) {
        return Ok(Written::Unchanged);
    }
    replace(path, bytes).map_err(|error| Trouble::writing(path, &error))?;
    Ok(Written::Changed)
}

/// Gives a file another text in place of the one that was read from it. The mark that some editors put at its start stays;
/// a file that somebody else has changed since is left alone.
pub(crate) fn rewrite(path: &Path, old: &str, new: &str) -> Result<(), Trouble> {
    let bytes = fs::read(path).map_err(|error| Trouble::writing(path, &error))?;
    let mark = "\u{FEFF}".as_bytes();
    let has_mark = bytes.starts_with(mark);
    if bytes.get(if has_mark { mark.len() } else { 0 }..) != Some(old.as_bytes()) {
        let reason = "somebody else has changed it meanwhile".to_owned();
        return Err(Trouble { path: shown(path), action: "written", reason });
    }
    let marked = if has_mark { [mark, new.as_bytes()].concat() } else { new.as_bytes().to_vec() };
    write(path, &marked).map(|_| ())
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| known.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file may not be changed"));
    }
    let mut file = beside().tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(known) = known {
        file.as_file().set_permissions(known.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

/// What makes a file beside another. Its permissions are those of any new file, from which the system takes what the
/// user's settings forbid.
fn beside() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".candor-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Makes a file that does not exist yet; says whether it did.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<bool, Trouble> {
    let fail = |error: &io::Error| Trouble::writing(path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(|error| fail(&error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(fail(&error)),
    }
}

/// Gives a file another place; nothing that is there already is overwritten.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Trouble> {
    let fail = |error: &io::Error| Trouble::writing(to, error);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    }
    if to.exists() {
        return Err(Trouble {
            path: shown(to),
            action: "written",
            reason: "there is such a file already".to_owned(),
        });
    }
    fs::rename(from, to).map_err(|error| fail(&error))
}

/// Makes a folder and those above it.
pub(crate) fn create_folder(path: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(path).map_err(|error| Trouble::writing(path, &error))
}
