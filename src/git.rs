//! Reading versions of files from a Git repository, without a checkout.
//!
//! `git` itself is run, as a child process: it knows every form in which a repository can be stored. What it is asked for
//! are objects alone, so nothing in the work tree is touched and nothing that a repository brings with it is run: no
//! hook, no filter, no text conversion, no signature program, no transport. A revision is never taken for an option.

mod objects;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use candor::load::{Absence, Place, Shelf};

use crate::files::{self, ENDING};
use objects::Objects;

/// How many links are followed, one behind the other.
const MOST_LINKS: usize = 16;

/// The modes of Git.
const LINK: &str = "120000";
const SUBMODULE: &str = "160000";

/// Why something could not be read from a repository.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum GitTrouble {
    #[error("the program `git` cannot be run: {reason}")]
    NoGit { reason: String },
    #[error("`{folder}` is in no Git repository")]
    NoRepository { folder: String },
    #[error("`{name}` begins with a hyphen, so it is not taken for a version")]
    OptionLike { name: String },
    #[error("there is no version `{name}` in this repository")]
    Unknown { name: String, remedy: Option<String> },
    #[error("`{one}` and `{other}` have no common version in this repository")]
    NoMergeBase { one: String, other: String, remedy: Option<String> },
    #[error("no branch is known into which this one is to be merged")]
    NoTarget,
    #[error("`{path}` is recorded in this repository, but its content is not here")]
    Missing { path: String, remedy: Option<String> },
    #[error("`{path}` is not in the version `{revision}`")]
    NoPath { path: String, revision: String },
    #[error("`{path}` is in the midst of a merge")]
    Unmerged { path: String },
    #[error("`git {command}` failed: {reason}")]
    Failed { command: String, reason: String },
}

impl GitTrouble {
    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::NoGit { .. } => Some("install Git, or name two files".to_owned()),
            Self::NoRepository { .. } => Some("name the old version: a file, or a folder".to_owned()),
            Self::OptionLike { .. } => Some("write `refs/heads/` before the name of a branch".to_owned()),
            Self::Unknown { remedy, .. }
            | Self::NoMergeBase { remedy, .. }
            | Self::Missing { remedy, .. } => remedy.clone(),
            Self::NoTarget => Some("name it: `--against merge-base:main`".to_owned()),
            Self::Unmerged { .. } => Some("finish the merge first".to_owned()),
            Self::NoPath { .. } | Self::Failed { .. } => None,
        }
    }
}

/// A repository with a work tree.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of the work tree.
    top: PathBuf,
    /// A process that hands out objects, started when the first is wanted.
    objects: RefCell<Option<Objects>>,
}

/// One commit of a history.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    /// Its full name.
    pub(crate) id: String,
    /// The commits before it.
    pub(crate) parents: Vec<String>,
    /// The day on which it was written, as `2026-03-01`.
    pub(crate) date: String,
    /// Who wrote it.
    pub(crate) author: String,
    /// The address of whoever wrote it.
    pub(crate) email: String,
    /// The first line of its message.
    pub(crate) subject: String,
}

impl Repository {
    /// The repository in which a folder lies.
    pub(crate) fn of(folder: &Path) -> Result<Self, GitTrouble> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut command = bare_command();
        command.current_dir(folder).args(["rev-parse", "--show-toplevel"]);
        let nowhere = || GitTrouble::NoRepository { folder: files::shown(folder) };
        if !folder.is_dir() {
            return Err(nowhere());
        }
        let output = command.output().map_err(|error| GitTrouble::NoGit { reason: error.to_string() })?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            // Git refuses repositories of other users; that must not look as if there were none.
            return Err(match said.contains("dubious ownership") {
                true => GitTrouble::Failed { command: "rev-parse".to_owned(), reason: first_line(&said) },
                false => nowhere(),
            });
        }
        let top = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        let top = files::real_folder(Path::new(&top)).ok_or_else(nowhere)?;
        Ok(Self { top, objects: RefCell::new(None) })
    }

    /// The path of a file or folder of the work tree as Git knows it; nothing for the top itself is an empty path.
    pub(crate) fn path_of(&self, path: &Path) -> Option<String> {
        let inner = path.strip_prefix(&self.top).ok()?;
        let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The full name of the commit that a revision means.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, GitTrouble> {
        if revision.starts_with('-') {
            return Err(GitTrouble::OptionLike { name: revision.to_owned() });
        }
        let wanted = format!("{revision}^{{commit}}");
        let found = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        match found {
            Some(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(GitTrouble::Unknown { name: revision.to_owned(), remedy: self.how_to_fetch(revision) }),
        }
    }

    /// The last commit that two commits have in common.
    pub(crate) fn merge_base(&self, one: &str, other: &str) -> Result<String, GitTrouble> {
        let (first, second) = (self.commit(one)?, self.commit(other)?);
        match self.run(&["merge-base", "--end-of-options", &first, &second])? {
            Some(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(GitTrouble::NoMergeBase {
                one: one.to_owned(),
                other: other.to_owned(),
                remedy: self.is_shallow().then(deepen),
            }),
        }
    }

    /// The branch into which the present one is to be merged, as the host or the repository knows it.
    pub(crate) fn target(&self) -> Result<String, GitTrouble> {
        for name in ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] {
            if let Some(branch) = std::env::var(name).ok().filter(|branch| !branch.is_empty()) {
                return Ok(format!("refs/remotes/origin/{branch}"));
            }
        }
        let head = self.run(&["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"])?;
        let known = [
            "refs/remotes/origin/main",
            "refs/remotes/origin/master",
            "refs/heads/main",
            "refs/heads/master",
        ];
        let names = head.iter().map(|name| name.trim()).chain(known);
        for name in names.filter(|name| !name.is_empty()) {
            if self.commit(name).is_ok() {
                return Ok(name.to_owned());
            }
        }
        Err(GitTrouble::NoTarget)
    }

    /// Every file of a commit.
    pub(crate) fn tree(&self, commit: &str) -> Result<Tree, GitTrouble> {
        let listed = self.bytes(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit])?;
        let mut files = BTreeMap::new();
        for entry in listed.split(|byte| *byte == 0) {
            // What has a name that is no text cannot be imported.
            let Ok(entry) = std::str::from_utf8(entry) else { continue };
            let Some((head, path)) = entry.split_once('\t') else { continue };
            let mut words = head.split(' ');
            if let (Some(mode), Some(_), Some(id)) = (words.next(), words.next(), words.next()) {
                files.insert(path.to_owned(), Entry { mode: mode.to_owned(), id: id.to_owned() });
            }
        }
        Ok(Tree { name: commit.to_owned(), files })
    }

    /// Every file as it is staged for the next commit.
    pub(crate) fn staged(&self) -> Result<Tree, GitTrouble> {
        let listed = self.bytes(&["ls-files", "--stage", "-z", "--full-name"])?;
        let mut files = BTreeMap::new();
        for entry in listed.split(|byte| *byte == 0) {
            let Ok(entry) = std::str::from_utf8(entry) else { continue };
            let Some((head, path)) = entry.split_once('\t') else { continue };
            let mut words = head.split(' ');
            if let (Some(mode), Some(id), Some(stage)) = (words.next(), words.next(), words.next()) {
                if stage != "0" {
                    return Err(GitTrouble::Unmerged { path: path.to_owned() });
                }
                files.insert(path.to_owned(), Entry { mode: mode.to_owned(), id: id.to_owned() });
            }
        }
        Ok(Tree { name: "staged".to_owned(), files })
    }

    /// The commits behind a revision and not behind another that touch a policy file, the newest first. Of a merge only
    /// the side is followed into which was merged, so that what came with it counts once, as the merge.
    pub(crate) fn history(&self, until: &str, without: Option<&str>) -> Result<Vec<Commit>, GitTrouble> {
        let mut arguments = vec![
            "log",
            "-z",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--topo-order",
            "--first-parent",
            "-m",
            "--no-patch",
            "--date=short",
            "--format=%H%x1f%P%x1f%ad%x1f%an%x1f%ae%x1f%s",
        ];
        arguments.extend(["--end-of-options", until]);
        let without = without.map(|revision| format!("^{revision}"));
        arguments.extend(without.as_deref());
        arguments.extend(["--", ":(top,glob)**/*.candor"]);
        let text = self.bytes(&arguments)?;
        let text = String::from_utf8_lossy(&text);
        let mut commits = Vec::new();
        for record in text.split('\0') {
            let fields: Vec<&str> = record.trim_start_matches('\n').split('\u{1f}').collect();
            let [id, parents, date, author, email, subject] = fields.as_slice() else { continue };
            commits.push(Commit {
                id: (*id).to_owned(),
                parents: parents.split_whitespace().map(str::to_owned).collect(),
                date: (*date).to_owned(),
                author: (*author).to_owned(),
                email: (*email).to_owned(),
                subject: (*subject).to_owned(),
            });
        }
        Ok(commits)
    }

    /// The names and addresses of those who changed policy files behind one revision and up to another.
    pub(crate) fn authors(&self, until: &str, since: &str) -> Result<Vec<String>, GitTrouble> {
        let without = format!("^{since}");
        let text = self.bytes(&[
            "log",
            "-z",
            "--no-show-signature",
            "--full-history",
            "--format=%an%x1f%ae",
            "--end-of-options",
            until,
            &without,
            "--",
            ":(top,glob)**/*.candor",
        ])?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let names = text.split(['\0', '\u{1f}']).map(|name| name.trim().to_owned());
        Ok(names.filter(|name| !name.is_empty()).collect())
    }

    /// The name and the address under which this repository would make a commit.
    pub(crate) fn identity(&self) -> Result<Vec<String>, GitTrouble> {
        let mut identity = Vec::new();
        for key in ["user.name", "user.email"] {
            let value = self.setting(key)?;
            identity.extend(value.filter(|value| !value.is_empty()));
        }
        Ok(identity)
    }

    /// A setting of this repository; `None` if nobody made it, which is no failure.
    fn setting(&self, key: &str) -> Result<Option<String>, GitTrouble> {
        const NOT_SET: i32 = 1;
        let no_git = |error: std::io::Error| GitTrouble::NoGit { reason: error.to_string() };
        let output = self.command().args(["config", "--get", key]).output().map_err(no_git)?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())),
            Some(NOT_SET) => Ok(None),
            _ => Err(GitTrouble::Failed {
                command: "config".to_owned(),
                reason: first_line(&String::from_utf8_lossy(&output.stderr)),
            }),
        }
    }

    /// The text of a file of a tree.
    pub(crate) fn text(&self, tree: &Tree, path: &str) -> Result<Option<String>, GitTrouble> {
        let Some(entry) = tree.files.get(path) else { return Ok(None) };
        let bytes = self.blob(&entry.id, path)?;
        let reason = |reason| GitTrouble::Failed { command: "cat-file".to_owned(), reason };
        files::text(bytes.as_slice()).map(Some).map_err(reason)
    }

    fn blob(&self, id: &str, path: &str) -> Result<Vec<u8>, GitTrouble> {
        let mut objects = self.objects.borrow_mut();
        if objects.is_none() {
            *objects = Some(Objects::start(self.command())?);
        }
        let failed = |reason: String| GitTrouble::Failed { command: "cat-file".to_owned(), reason };
        let Some(process) = objects.as_mut() else { return Err(failed("it did not start".to_owned())) };
        match process.read(id) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(GitTrouble::Missing {
                path: path.to_owned(),
                remedy: Some("run `git fetch --refetch`".to_owned()),
            }),
            Err(reason) => {
                // After a failure nobody knows what the process says next.
                *objects = None;
                Err(failed(reason))
            }
        }
    }

    fn is_shallow(&self) -> bool {
        let said = self.run(&["rev-parse", "--is-shallow-repository"]);
        said.ok().flatten().is_some_and(|text| text.trim() == "true")
    }

    /// The command that brings a revision here.
    fn how_to_fetch(&self, revision: &str) -> Option<String> {
        let bare = revision.strip_prefix("refs/remotes/").unwrap_or(revision);
        if let Some(branch) = bare.strip_prefix("origin/") {
            let branch = branch.split(['~', '^', '@', ':']).next().unwrap_or(branch);
            return Some(format!(
                "run `git fetch origin +refs/heads/{branch}:refs/remotes/origin/{branch}`{}",
                if self.is_shallow() { " and `git fetch --unshallow origin`" } else { "" }
            ));
        }
        if let Some(tag) = revision.strip_prefix("refs/tags/") {
            return Some(format!("run `git fetch origin refs/tags/{tag}:refs/tags/{tag}`"));
        }
        self.is_shallow().then(deepen)
    }

    /// What a command says, or nothing if it ends with a failure.
    fn run(&self, arguments: &[&str]) -> Result<Option<String>, GitTrouble> {
        let output = self
            .command()
            .args(arguments)
            .output()
            .map_err(|error| GitTrouble::NoGit { reason: error.to_string() })?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, GitTrouble> {
        let output = self
            .command()
            .args(arguments)
            .output()
            .map_err(|error| GitTrouble::NoGit { reason: error.to_string() })?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(GitTrouble::Failed {
                command: arguments.first().copied().unwrap_or_default().to_owned(),
                reason: first_line(&String::from_utf8_lossy(&output.stderr)),
            }),
        }
    }

    fn command(&self) -> Command {
        let mut command = bare_command();
        command.current_dir(&self.top);
        command
    }
}

fn deepen() -> String {
    "this clone has only a part of the history: run `git fetch --unshallow origin`, or give `fetch-depth: 0` to the \
     checkout action"
        .to_owned()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ").to_owned()
}

/// Git without what a repository, a hook or an environment could make it do beside reading.
fn bare_command() -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        // A hook that commits only some files has an index of its own, and means that one.
        if name.to_string_lossy().starts_with("GIT_") && name != "GIT_INDEX_FILE" {
            command.env_remove(name);
        }
    }
    let fixed: [(&str, &str); 6] = [
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_PAGER", "cat"),
        ("LC_ALL", "C"),
    ];
    let fixed = fixed.map(|(name, value)| (OsString::from(name), OsString::from(value)));
    command.envs(fixed).stdin(Stdio::null());
    command.arg("--no-pager");
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "protocol.allow=never",
        "log.showSignature=false",
    ] {
        command.args(["-c", setting]);
    }
    command
}

/// Every file of one version.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// The commit, or `staged`.
    pub(crate) name: String,
    files: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    mode: String,
    id: String,
}

impl Tree {
    /// Whether there is a file of this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The files in a folder and below, in the order of their names; an empty path is the whole tree.
    pub(crate) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.files.keys().map(String::as_str).filter(move |path| path.starts_with(&start))
    }

    /// The policy files in a folder and below; hidden folders are left out, as on disk.
    pub(crate) fn policies(&self, folder: &str) -> Vec<String> {
        let is_open = |path: &&str| !path.split('/').any(|part| part.starts_with('.'));
        let is_policy = |path: &&str| {
            Path::new(path).extension().is_some_and(|ending| ending == ENDING)
                && !files::is_test(Path::new(path))
        };
        self.below(folder).filter(is_open).filter(is_policy).map(str::to_owned).collect()
    }
}

/// The files of one version, for a policy and its imports.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version<'a> {
    pub(crate) repository: &'a Repository,
    pub(crate) tree: &'a Tree,
}

impl Version<'_> {
    /// A file of this version.
    pub(crate) fn place(&self, path: &str) -> Place {
        Place { key: format!("{}:{path}", self.tree.name), name: path.to_owned() }
    }

    /// Where a path leads when links are followed.
    fn followed(&self, path: &str) -> Result<String, Absence> {
        let mut wanted = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Some(link) = self.first_link(&wanted) else { return Ok(wanted) };
            let unreadable = |reason: String| Absence::Unreadable { reason };
            let entry = self.tree.files.get(&link).map(|entry| entry.id.clone()).unwrap_or_default();
            let target =
                self.repository.blob(&entry, &link).map_err(|trouble| unreadable(trouble.to_string()))?;
            let target =
                String::from_utf8(target).map_err(|_| unreadable("a link leads to no text".to_owned()))?;
            let rest = wanted.get(link.len()..).unwrap_or_default().trim_start_matches('/').to_owned();
            let target = if rest.is_empty() { target } else { format!("{target}/{rest}") };
            wanted = joined(parent(&link), &target).ok_or(Absence::Outside)?;
        }
        Err(Absence::Unreadable { reason: "links lead in a circle".to_owned() })
    }

    /// The shortest beginning of a path that is a link.
    fn first_link(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.filter_map(|end| path.get(..end))
            .find(|begin| self.tree.files.get(*begin).is_some_and(|entry| entry.mode == LINK))
            .map(str::to_owned)
    }

    /// Whether a path leads into another repository.
    fn is_in_submodule(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.filter_map(|end| path.get(..end))
            .any(|begin| self.tree.files.get(begin).is_some_and(|entry| entry.mode == SUBMODULE))
    }
}

impl Shelf for Version<'_> {
    fn locate(&mut self, importer: &Place, path: &str) -> Result<Place, Absence> {
        let Some((_, from)) = importer.key.split_once(':') else { return Err(Absence::Outside) };
        let wanted = joined(parent(from), path).ok_or(Absence::Outside)?;
        let unreadable = |reason: &str| Err(Absence::Unreadable { reason: reason.to_owned() });
        let found = self.followed(&wanted)?;
        if self.is_in_submodule(&found) {
            return unreadable("it lies in another repository");
        }
        if !self.tree.has(&found) {
            if self.tree.below(&found).next().is_some() {
                return unreadable("it is a folder");
            }
            let folder = parent(&wanted);
            let beside = self.tree.policies(folder).into_iter().filter(|path| parent(path) == folder);
            let names = beside.map(|other| match parent(path) {
                "" => name(&other).to_owned(),
                folder => format!("{folder}/{}", name(&other)),
            });
            return Err(Absence::Missing { candidates: names.collect() });
        }
        if Path::new(&found).extension().is_none_or(|ending| ending != ENDING) {
            return unreadable("the names of policy files end in `.candor`");
        }
        Ok(self.place(&found))
    }

    fn read(&mut self, place: &Place) -> Result<String, String> {
        let path = place.key.split_once(':').map_or(place.key.as_str(), |(_, path)| path);
        let found = self.followed(path).map_err(|absence| match absence {
            Absence::Outside => "it is a link that leads out of the repository".to_owned(),
            Absence::Unreadable { reason } => reason,
            Absence::Missing { .. } => "there is no such file".to_owned(),
        })?;
        match self.repository.text(self.tree, &found) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err("there is no such file in this version".to_owned()),
            Err(trouble) => Err(trouble.to_string()),
        }
    }
}

/// The folder of a path.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path written in a folder, with its `.` and `..` worked out; nothing if it leads out of the repository.
pub(crate) fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
