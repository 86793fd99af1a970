//! The two sides of a comparison: from the way in which somebody names a version to the policy of that version.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use candor::diagnostic::Diagnostics;
use candor::diff::report::Version;
use candor::gate::record::{self, Record};
use candor::gate::settings::{self, Settings};
use candor::load::{Entry, Loader, Shelf};
use candor::model::Policy;
use candor::semantics::Understood;
use candor::source::Sources;

use super::Failure;
use crate::files::{self, Disk, Input, Trouble, Wanted, shown};
use crate::git::{self, GitTrouble, Repository, Tree};

/// A version, as somebody named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Spec {
    /// A file or folder of this machine.
    Disk(PathBuf),
    /// What is typed or piped in.
    StandardInput,
    /// A commit: `git:REF` or `git:REF:PATH`.
    Git { revision: String, path: Option<String> },
    /// What is staged for the next commit: `staged` or `staged:PATH`.
    Staged { path: Option<String> },
    /// The last version that this branch has in common with another: `merge-base` or `merge-base:REF`.
    MergeBase { target: Option<String> },
    /// The version of which the settings say that it is published.
    Published,
}

impl Spec {
    /// Reads what somebody typed. Whatever looks like nothing else is a path.
    pub(crate) fn of(text: &str) -> Self {
        let rest = |word: &str| match text.strip_prefix(word) {
            Some("") => Some(None),
            Some(rest) => {
                rest.strip_prefix(':').filter(|rest| !rest.is_empty()).map(|rest| Some(rest.to_owned()))
            }
            None => None,
        };
        if text == "-" {
            return Self::StandardInput;
        }
        if text == "published" {
            return Self::Published;
        }
        if let Some(revision) = text.strip_prefix("git:") {
            return match revision.split_once(':') {
                Some((revision, path)) => Self::Git {
                    revision: revision.to_owned(),
                    path: Some(path.to_owned()).filter(|it| !it.is_empty()),
                },
                None => Self::Git { revision: revision.to_owned(), path: None },
            };
        }
        if let Some(path) = rest("staged") {
            return Self::Staged { path };
        }
        if let Some(target) = rest("merge-base") {
            return Self::MergeBase { target };
        }
        Self::Disk(PathBuf::from(text))
    }
}

/// Where the file of a policy is, so that what lies beside it can be found.
#[derive(Debug, Clone)]
pub(crate) enum Home {
    /// On this machine.
    Disk { file: PathBuf },
    /// In a version of a repository.
    Git { tree: Rc<Tree>, file: String },
    /// Nowhere: it was piped in, or there is none.
    Nowhere,
}

/// A policy of one version.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) policy: Understood,
    pub(crate) sources: Sources,
    /// What is wrong with it.
    pub(crate) diagnostics: Diagnostics,
    pub(crate) version: Version,
    pub(crate) home: Home,
}

impl Side {
    /// The name in its `policy` block.
    pub(crate) fn name(&self) -> Option<&str> {
        self.policy.header.as_ref().map(|header| header.name.as_str())
    }
}

/// How much of a policy is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What it says: enough to compare it.
    Meaning,
    /// What is wrong with it as well.
    Faults,
}

/// Reads versions. What two versions share is read once.
#[derive(Debug)]
pub(crate) struct Reader {
    folder: PathBuf,
    repository: OnceCell<Result<Repository, GitTrouble>>,
    trees: RefCell<BTreeMap<String, Rc<Tree>>>,
}

impl Reader {
    /// A reader in whose folder, or above, the repository is.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), repository: OnceCell::new(), trees: RefCell::default() }
    }

    /// A reader for a version: where that is a path, its repository is meant.
    pub(crate) fn for_spec(spec: &Spec) -> Self {
        match spec {
            Spec::Disk(path) if path.is_dir() => Self::of(path),
            Spec::Disk(path) => Self::of(&files::folder_of(path).unwrap_or_default()),
            Spec::StandardInput
            | Spec::Git { .. }
            | Spec::Staged { .. }
            | Spec::MergeBase { .. }
            | Spec::Published => Self::of(Path::new(".")),
        }
    }

    pub(crate) fn repository(&self) -> Result<&Repository, Failure> {
        self.repository.get_or_init(|| Repository::of(&self.folder)).as_ref().map_err(|it| it.clone().into())
    }

    pub(crate) fn tree(&self, commit: &str) -> Result<Rc<Tree>, Failure> {
        if let Some(known) = self.trees.borrow().get(commit) {
            return Ok(Rc::clone(known));
        }
        let tree = Rc::new(self.repository()?.tree(commit)?);
        self.trees.borrow_mut().insert(commit.to_owned(), Rc::clone(&tree));
        Ok(tree)
    }

    /// The commit of a version, where it has one.
    pub(crate) fn commit(&self, spec: &Spec) -> Result<Option<String>, Failure> {
        match spec {
            Spec::Git { revision, .. } => Ok(Some(self.repository()?.commit(revision)?)),
            Spec::MergeBase { target } => {
                let repository = self.repository()?;
                let target = target.clone().map_or_else(|| repository.target(), Ok)?;
                Ok(Some(repository.merge_base("HEAD", &target)?))
            }
            Spec::Disk(_) | Spec::StandardInput | Spec::Staged { .. } | Spec::Published => Ok(None),
        }
    }

    /// Reads a version. `like` is the other side: where only a version is named, its policy is meant.
    pub(crate) fn read(&self, spec: &Spec, like: Option<&Side>, depth: Depth) -> Result<Side, Failure> {
        match spec {
            Spec::Disk(path) => read_disk(path, depth),
            Spec::StandardInput => read_standard_input(depth),
            Spec::Published => Err(Failure::NoPublished),
            Spec::Staged { path } => {
                let tree = Rc::new(self.repository()?.staged()?);
                self.read_tree(tree, "staged", path.as_deref(), like, depth)
            }
            Spec::Git { revision, path } => {
                let tree = self.tree(&self.repository()?.commit(revision)?)?;
                self.read_tree(tree, &format!("git:{revision}"), path.as_deref(), like, depth)
            }
            Spec::MergeBase { .. } => {
                let commit = self.commit(spec)?.unwrap_or_default();
                self.read_tree(self.tree(&commit)?, "merge-base", None, like, depth)
            }
        }
    }

    /// Reads the policy of a tree.
    pub(crate) fn read_tree(
        &self,
        tree: Rc<Tree>,
        source: &str,
        path: Option<&str>,
        like: Option<&Side>,
        depth: Depth,
    ) -> Result<Side, Failure> {
        let repository = self.repository()?;
        let shelf = git::Version { repository, tree: &tree };
        let mut loader = Loader::new(candor::stdlib::sources());
        let named = match path {
            Some(path) => {
                let here = match path.starts_with("./") || path.starts_with("../") || path == "." {
                    true => files::real_folder(Path::new(".")).and_then(|folder| repository.path_of(&folder)),
                    false => Some(String::new()),
                };
                let joined = here.and_then(|here| git::joined(&here, path));
                let no_path = || GitTrouble::NoPath { path: path.to_owned(), revision: source.to_owned() };
                let joined = joined.ok_or_else(no_path)?;
                if !tree.has(&joined) && tree.below(&joined).next().is_none() {
                    return Err(no_path().into());
                }
                Some(joined)
            }
            None => like.and_then(|side| path_in_repository(side, repository)).filter(|path| tree.has(path)),
        };
        if let Some(file) = named.as_ref().filter(|file| is_rules(Path::new(file)) && tree.has(file)) {
            let text = repository.text(&tree, file)?.unwrap_or_default();
            let commit = (tree.name != "staged").then(|| tree.name.clone());
            let home = Home::Git { tree: Rc::clone(&tree), file: file.clone() };
            return Ok(read_rules((format!("{source}:{file}"), commit), file, text, home));
        }
        let (entry, file) = match named {
            Some(file) if tree.has(&file) => (read_one(&mut loader, shelf, &file)?, file),
            named => {
                let folder = named.unwrap_or_default();
                let name = like.and_then(Side::name);
                self.only_policy(&mut loader, shelf, &tree.policies(&folder), name, source)?
            }
        };
        let commit = (tree.name != "staged").then(|| tree.name.clone());
        let source = format!("{source}:{file}");
        Ok(finished(loader, entry, depth, (source, commit), Home::Git { tree, file }))
    }

    /// The only policy among some files, or the one of a name.
    fn only_policy(
        &self,
        loader: &mut Loader,
        shelf: git::Version<'_>,
        paths: &[String],
        name: Option<&str>,
        source: &str,
    ) -> Result<(Entry, String), Failure> {
        let mut entries = Vec::new();
        for path in paths {
            entries.push(read_one(loader, shelf, path)?);
        }
        let roots: Vec<Entry> = loader.policies(&entries).policies;
        let is_named = |entry: &&Entry| {
            let policy = compile(&loader.load(**entry), Depth::Meaning).0;
            policy.header.as_ref().is_some_and(|header| Some(header.name.as_str()) == name)
        };
        let of_name: Vec<&Entry> = roots.iter().filter(is_named).collect();
        let chosen = match (of_name.as_slice(), roots.as_slice()) {
            ([one], _) => Some(**one),
            ([], [one]) => Some(*one),
            _ => None,
        };
        match chosen {
            Some(entry) => {
                let place = loader.place(entry).map(|place| place.name.clone()).unwrap_or_default();
                Ok((entry, place))
            }
            None if roots.is_empty() => Err(Failure::NoPolicyIn { version: source.to_owned() }),
            None => Err(Failure::NotOnePolicy),
        }
    }

    /// The settings of the gate that hold for a policy, with the path of their file; the usual ones if there is none.
    pub(crate) fn settings(&self, home: &Home) -> Result<(Settings, Option<String>), Failure> {
        let (text, name) = match home {
            Home::Nowhere => return Ok((Settings::default(), None)),
            Home::Disk { file } => {
                let project = files::project_of(file.parent().unwrap_or(file));
                let folders = file.ancestors().skip(1).take_while(|folder| folder.starts_with(&project));
                let mut found = None;
                for path in folders.map(|folder| folder.join(settings::FILE)) {
                    if let Some(text) = files::read_if_there(&path)? {
                        let name = path.strip_prefix(&project).unwrap_or(&path);
                        found = Some((text, shown(name)));
                        break;
                    }
                }
                let Some(found) = found else { return Ok((Settings::default(), None)) };
                found
            }
            Home::Git { tree, file } => {
                let mut folder = git::parent(file);
                let path = loop {
                    let path = git::joined(folder, settings::FILE).unwrap_or_default();
                    if tree.has(&path) {
                        break Some(path);
                    }
                    if folder.is_empty() {
                        break None;
                    }
                    folder = git::parent(folder);
                };
                let Some(path) = path else { return Ok((Settings::default(), None)) };
                (self.repository()?.text(tree, &path)?.unwrap_or_default(), path)
            }
        };
        match settings::read(&text) {
            Ok(settings) => Ok((settings, Some(name))),
            Err(reason) => Err(Failure::Settings { file: name, reason }),
        }
    }

    /// The acknowledgements beside a policy: those that can be read, and those that cannot with the reason.
    pub(crate) fn records(&self, home: &Home) -> Result<(Vec<Record>, Vec<(String, String)>), Failure> {
        let mut texts: Vec<(String, String)> = Vec::new();
        match home {
            Home::Nowhere => {}
            Home::Disk { file } => {
                let folder = file.with_file_name(record::FOLDER);
                for name in files::names_in(&folder, ".toml") {
                    if let Some(text) = files::read_if_there(&folder.join(&name))? {
                        texts.push((name, text));
                    }
                }
            }
            Home::Git { tree, file } => {
                let folder = git::joined(git::parent(file), record::FOLDER).unwrap_or_default();
                let paths: Vec<&str> = tree.below(&folder).collect();
                for path in paths {
                    let name = path.get(folder.len() + 1..).unwrap_or_default();
                    if !name.contains('/')
                        && Path::new(name).extension().is_some_and(|ending| ending == "toml")
                    {
                        let text = self.repository()?.text(tree, path)?.unwrap_or_default();
                        texts.push((name.to_owned(), text));
                    }
                }
            }
        }
        let (mut records, mut unreadable) = (Vec::new(), Vec::new());
        for (name, text) in texts {
            match record::read(&name, &text) {
                Ok(record) => records.push(record),
                Err(reason) => unreadable.push((name, reason)),
            }
        }
        Ok((records, unreadable))
    }
}

/// The folder of the acknowledgements of a policy, as people know it.
pub(crate) fn records_folder(home: &Home, reader: &Reader) -> String {
    match home {
        Home::Nowhere => record::FOLDER.to_owned(),
        Home::Git { file, .. } => git::joined(git::parent(file), record::FOLDER).unwrap_or_default(),
        Home::Disk { file } => {
            let folder = file.with_file_name(record::FOLDER);
            let inner = reader.repository().ok().and_then(|repository| repository.path_of(&folder));
            inner.unwrap_or_else(|| record::FOLDER.to_owned())
        }
    }
}

/// A side without anything in it.
pub(crate) fn empty(like: &Side) -> Side {
    let sources = candor::stdlib::sources();
    let policy = compile(&candor::load::Loaded::default(), Depth::Meaning).0;
    let version =
        Version { source: "nothing".to_owned(), title: like.version.title.clone(), ..Version::default() };
    Side { policy, sources, diagnostics: Diagnostics::new(), version, home: Home::Nowhere }
}

/// The path of a policy as its repository knows it.
pub(crate) fn path_in_repository(side: &Side, repository: &Repository) -> Option<String> {
    match &side.home {
        Home::Disk { file } => repository.path_of(file),
        Home::Git { file, .. } => Some(file.clone()),
        Home::Nowhere => None,
    }
}

fn read_one(loader: &mut Loader, mut shelf: git::Version<'_>, path: &str) -> Result<Entry, Failure> {
    let place = shelf.place(path);
    loader.read(&mut shelf, place).map_err(|reason| Trouble::reading_named(path, reason).into())
}

/// The one policy, or the compiled rules, at a path of this machine; `-` is standard input.
pub(crate) fn read(path: &Path, depth: Depth) -> Result<Side, Failure> {
    if path.as_os_str() == "-" { read_standard_input(depth) } else { read_disk(path, depth) }
}

fn read_disk(path: &Path, depth: Depth) -> Result<Side, Failure> {
    if is_rules(path) {
        let name = shown(path);
        let missing = || Trouble::reading_named(&name, "there is no such file or folder".to_owned());
        let text = files::read_if_there(path)?.ok_or_else(missing)?;
        let home = Home::Disk { file: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()) };
        return Ok(read_rules((name.clone(), None), &name, text, home));
    }
    let mut disk = Disk::default();
    let mut loader = Loader::new(candor::stdlib::sources());
    let mut troubles = Vec::new();
    let input = disk.open(path, Wanted::Policies, &mut troubles)?;
    if let Some(trouble) = troubles.into_iter().next() {
        return Err(trouble.into());
    }
    let mut read = |disk: &mut Disk, place: candor::load::Place| {
        loader
            .read(disk, place.clone())
            .map_err(|reason| Failure::from(Trouble::reading_named(&place.name, reason)))
    };
    let entry = match input {
        Input::File(place) => read(&mut disk, place)?,
        Input::Folder(places) if places.is_empty() => {
            return Err(Failure::NothingToRead { folder: shown(path) });
        }
        Input::Folder(places) => {
            let mut entries = Vec::new();
            for place in places {
                entries.push(read(&mut disk, place)?);
            }
            let roots = loader.policies(&entries);
            match (roots.policies.as_slice(), roots.unused.as_slice()) {
                // The only file of a folder is its policy, even where its `policy` block cannot be read.
                ([one], _) | ([], [one]) => *one,
                _ => return Err(Failure::NotOnePolicy),
            }
        }
    };
    let (file, name) =
        loader.place(entry).map(|place| (PathBuf::from(&place.key), place.name.clone())).unwrap_or_default();
    Ok(finished(loader, entry, depth, (name, None), Home::Disk { file }))
}

fn read_standard_input(depth: Depth) -> Result<Side, Failure> {
    let mut disk = Disk::default();
    let mut loader = Loader::new(candor::stdlib::sources());
    let Input::File(place) = disk.open_standard_input(None)? else { return Err(Failure::NotOnePolicy) };
    let name = place.name.clone();
    // No policy begins with a brace.
    if disk.standard_input().trim_start().starts_with('{') {
        let text = disk.standard_input().to_owned();
        return Ok(read_rules((name.clone(), None), &name, text, Home::Nowhere));
    }
    let read = loader.read(&mut disk as &mut dyn Shelf, place);
    let entry = read.map_err(|reason| Trouble::reading_named(&name, reason))?;
    Ok(finished(loader, entry, depth, (name, None), Home::Nowhere))
}

/// Whether a path is that of compiled rules.
fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}

/// A side of which only the compiled rules are at hand.
fn read_rules((source, commit): (String, Option<String>), name: &str, text: String, home: Home) -> Side {
    let mut sources = candor::stdlib::sources();
    let file = sources.add(name, text);
    let (policy, diagnostics) = candor::rules::read(&mut sources, file, candor::stdlib::vocabulary());
    let version = version(&policy, source, commit);
    Side { policy, sources, diagnostics, version, home }
}

fn version(policy: &Policy, source: String, commit: Option<String>) -> Version {
    let header = policy.header.as_ref();
    Version {
        source,
        commit,
        title: header.map(|header| header.title.clone()).unwrap_or_default(),
        effective: header.and_then(|header| header.effective).map(|date| date.to_string()),
    }
}

fn finished(
    loader: Loader,
    entry: Entry,
    depth: Depth,
    (source, commit): (String, Option<String>),
    home: Home,
) -> Side {
    let loaded = loader.load(entry);
    let (policy, mut diagnostics) = compile(&loaded, depth);
    diagnostics.extend(loaded.diagnostics);
    diagnostics.sort();
    let version = version(&policy, source, commit);
    Side { policy, sources: loader.into_sources(), diagnostics, version, home }
}

fn compile(loaded: &candor::load::Loaded, depth: Depth) -> (Understood, Diagnostics) {
    match depth {
        Depth::Faults => candor::analyse(&loaded.documents),
        Depth::Meaning => candor::read(&loaded.documents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_named_in_these_ways() {
        let git = |revision: &str, path: Option<&str>| Spec::Git {
            revision: revision.to_owned(),
            path: path.map(str::to_owned),
        };
        assert_eq!(Spec::of("-"), Spec::StandardInput);
        assert_eq!(Spec::of("git:main"), git("main", None));
        assert_eq!(Spec::of("git:main:a/b.candor"), git("main", Some("a/b.candor")));
        assert_eq!(Spec::of("git:v1^:"), git("v1^", None));
        assert_eq!(Spec::of("merge-base"), Spec::MergeBase { target: None });
        assert_eq!(Spec::of("merge-base:dev"), Spec::MergeBase { target: Some("dev".to_owned()) });
        assert_eq!(Spec::of("staged:a.candor"), Spec::Staged { path: Some("a.candor".to_owned()) });
        assert_eq!(Spec::of("./staged"), Spec::Disk(PathBuf::from("./staged")));
        assert_eq!(Spec::of("merge-bases"), Spec::Disk(PathBuf::from("merge-bases")));
    }
}
