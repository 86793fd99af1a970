//! Which files belong to a policy: a file together with the files that it imports.
//!
//! Imported files come first, in the order of their imports, each once; then the file that imports them.
//! Who owns the files gives them through a [`Shelf`], so that nothing here touches a disk: the program hands out
//! files, an editor hands out its open windows.

pub mod rules;

use std::collections::{BTreeMap, BTreeSet};

use crate::ast;
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parse;
use crate::source::{FileId, Sources, Span};
use crate::suggest;

/// A file before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What makes it this file and no other, however it is reached.
    pub key: String,
    /// The name under which people know it.
    pub name: String,
}

/// Where files come from.
pub trait Shelf {
    /// The file that `path` means in an import of `importer`.
    ///
    /// # Errors
    /// See [`Absence`].
    fn locate(&mut self, importer: &Place, path: &str) -> Result<Place, Absence>;

    /// The text of a file.
    ///
    /// # Errors
    /// The reason why it cannot be read, as the end of "… cannot be read: …".
    fn read(&mut self, place: &Place) -> Result<String, String>;
}

/// Why an import leads to no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// There is no such file.
    Missing {
        /// The paths that would have led to one.
        candidates: Vec<String>,
    },
    /// It lies outside the project.
    Outside,
    /// It is there, but is nothing that can be read; the reason is the end of "… cannot be read: …".
    Unreadable {
        /// Why.
        reason: String,
    },
}

/// The files of one policy, read.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Their trees, in the order in which the reader will see them.
    pub documents: Vec<ast::Document>,
    /// The same files, in the same order.
    pub files: Vec<FileId>,
    /// What is wrong with their spelling and their imports.
    pub diagnostics: Diagnostics,
}

impl Loaded {
    /// Whether one of the files has a `policy` block.
    #[must_use]
    pub fn has_policy(&self) -> bool {
        self.documents.iter().any(has_policy)
    }

    /// Reports that no file has a `policy` block, unless a piece that cannot be read might be it.
    #[must_use]
    pub fn missing_policy(&self) -> Option<Diagnostic> {
        let may_be = |item: &ast::Item| matches!(item, ast::Item::Policy(_) | ast::Item::Broken(_));
        if self.documents.iter().flat_map(|document| &document.items).any(may_be) {
            return None;
        }
        let start = self.documents.last()?.span.start;
        Some(
            Diagnostic::new(
                &rules::MISSING_POLICY,
                Span::new(start, start),
                "this document has no `policy` block, so it has no title and no name",
            )
            .help("begin it with `policy my-company \"Privacy policy\" { }`"),
        )
    }
}

fn has_policy(document: &ast::Document) -> bool {
    document.items.iter().any(|item| matches!(item, ast::Item::Policy(_)))
}

/// A file of a [`Loader`]: its place in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry(usize);

/// Reads each file once, however many policies share it.
#[derive(Debug)]
pub struct Loader {
    sources: Sources,
    files: Vec<File>,
    by_key: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct File {
    id: FileId,
    place: Place,
    document: ast::Document,
    diagnostics: Diagnostics,
    imports: Vec<Edge>,
}

/// An import that leads to a file.
#[derive(Debug, Clone, Copy)]
struct Edge {
    span: Span,
    to: Entry,
}

impl Loader {
    /// A loader that puts what it reads behind these sources.
    #[must_use]
    pub const fn new(sources: Sources) -> Self {
        Self { sources, files: Vec::new(), by_key: BTreeMap::new() }
    }

    /// All that was read.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// All that was read, when no more is to be read.
    #[must_use]
    pub fn into_sources(self) -> Sources {
        self.sources
    }

    /// Every file that was read, in the order of reading.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + use<> {
        (0..self.files.len()).map(Entry)
    }

    /// Where a file comes from.
    #[must_use]
    pub fn place(&self, entry: Entry) -> Option<&Place> {
        self.files.get(entry.0).map(|file| &file.place)
    }

    /// Its place in the sources.
    #[must_use]
    pub fn file(&self, entry: Entry) -> Option<FileId> {
        self.files.get(entry.0).map(|file| file.id)
    }

    /// Whether a file itself has a `policy` block.
    #[must_use]
    pub fn is_policy(&self, entry: Entry) -> bool {
        self.files.get(entry.0).is_some_and(|file| has_policy(&file.document))
    }

    /// Reads a file and all that it imports, unless they are read already.
    ///
    /// # Errors
    /// The reason why the file itself cannot be read; an import that cannot be followed is a finding.
    pub fn read(&mut self, shelf: &mut dyn Shelf, place: Place) -> Result<Entry, String> {
        if let Some(known) = self.by_key.get(&place.key) {
            return Ok(*known);
        }
        let text = shelf.read(&place)?;
        let first = self.add(place, text)?;
        // The files still to be searched for imports. A list instead of recursion: a chain of imports may be long.
        let mut open = vec![first];
        while let Some(entry) = open.pop() {
            open.extend(self.follow_imports(shelf, entry));
        }
        Ok(first)
    }

    fn add(&mut self, place: Place, text: String) -> Result<Entry, String> {
        if text.len() >= self.sources.room() {
            return Err("all files together are too large".to_owned());
        }
        let id = self.sources.add(place.name.clone(), text);
        let (document, diagnostics) = parse::parse(&self.sources, id);
        let entry = Entry(self.files.len());
        self.by_key.insert(place.key.clone(), entry);
        self.files.push(File { id, place, document, diagnostics, imports: Vec::new() });
        Ok(entry)
    }

    /// Reads what a file imports; returns the files that were not known before.
    fn follow_imports(&mut self, shelf: &mut dyn Shelf, entry: Entry) -> Vec<Entry> {
        let Some(file) = self.files.get(entry.0) else { return Vec::new() };
        let importer = file.place.clone();
        let wanted: Vec<ast::Import> = file.document.items.iter().filter_map(as_import).cloned().collect();
        let (mut edges, mut found, mut new) = (Vec::new(), Diagnostics::new(), Vec::new());
        for import in wanted {
            let n_before = self.files.len();
            match self.import(shelf, &importer, &import) {
                Ok(to) => edges.push(Edge { span: import.span, to }),
                Err(fault) => found.push(*fault),
            }
            new.extend((n_before..self.files.len()).map(Entry));
        }
        if let Some(file) = self.files.get_mut(entry.0) {
            file.imports = edges;
            file.diagnostics.extend(found);
        }
        new
    }

    fn import(
        &mut self,
        shelf: &mut dyn Shelf,
        importer: &Place,
        import: &ast::Import,
    ) -> Result<Entry, Box<Diagnostic>> {
        let fault = |absence| Box::new(absent(import, absence));
        let place = shelf.locate(importer, &import.path.text).map_err(fault)?;
        if let Some(known) = self.by_key.get(&place.key) {
            return Ok(*known);
        }
        let unreadable = |reason| fault(Absence::Unreadable { reason });
        let text = shelf.read(&place).map_err(unreadable)?;
        self.add(place, text).map_err(unreadable)
    }

    /// The policy of a file: what it imports, then the file itself.
    #[must_use]
    pub fn load(&self, root: Entry) -> Loaded {
        let walk = Walk::from(self, root);
        let mut loaded = Loaded::default();
        for file in walk.order.iter().filter_map(|entry| self.files.get(entry.0)) {
            loaded.documents.push(file.document.clone());
            loaded.files.push(file.id);
            loaded.diagnostics.extend(file.diagnostics.clone());
        }
        for cycle in walk.cycles {
            loaded.diagnostics.push(self.cycle(cycle));
        }
        loaded
    }

    /// The files among `entries` that stand for a policy each: those with a `policy` block, and, so that no file is
    /// left unread, those which none of them imports.
    #[must_use]
    pub fn policies(&self, entries: &[Entry]) -> Roots {
        let (policies, others): (Vec<Entry>, Vec<Entry>) =
            entries.iter().partition(|entry| self.is_policy(**entry));
        let mut reached: BTreeSet<Entry> = BTreeSet::new();
        let mut reach = |entry: Entry| reached.extend(Walk::from(self, entry).order);
        policies.iter().copied().for_each(&mut reach);
        let imported: BTreeSet<Entry> =
            self.files.iter().flat_map(|file| &file.imports).map(|edge| edge.to).collect();
        let mut unused = Vec::new();
        // First those that nobody imports; what is left after them are files that import each other in a circle.
        for is_imported in [false, true] {
            for entry in others.iter().filter(|entry| imported.contains(entry) == is_imported) {
                if !reached.contains(entry) {
                    reached.extend(Walk::from(self, *entry).order);
                    unused.push(*entry);
                }
            }
        }
        Roots { policies, unused }
    }

    /// Reports a file that is part of no policy.
    #[must_use]
    pub fn unused(&self, entry: Entry) -> Option<Diagnostic> {
        let file = self.files.get(entry.0)?;
        // Where a piece cannot be read, that piece may be the `policy` block.
        if file.document.items.iter().any(|item| matches!(item, ast::Item::Broken(_))) {
            return None;
        }
        let start = file.document.span.start;
        Some(
            Diagnostic::new(
                &rules::UNUSED_FILE,
                Span::new(start, start),
                "this file has no `policy` block, and no policy imports it",
            )
            .help("import it where its words are used, or take it away"),
        )
    }

    fn cycle(&self, mut edges: Vec<Edge>) -> Diagnostic {
        // The same circle is the same finding, wherever it was entered.
        let first = edges.iter().enumerate().min_by_key(|(_, edge)| edge.span).map_or(0, |(at, _)| at);
        edges.rotate_left(first);
        let name = |edge: &Edge| self.place(edge.to).map_or("", |place| place.name.as_str());
        let names: Vec<&str> = edges.iter().map(name).collect();
        let mut diagnostic = match (edges.as_slice(), names.as_slice()) {
            ([edge], [name]) => {
                Diagnostic::new(&rules::IMPORT_CYCLE, edge.span, format!("`{name}` imports itself"))
                    .help("take the import away: a file knows its own words")
            }
            _ => {
                let span = edges.first().map_or(Span::default(), |edge| edge.span);
                let message = format!("these files import each other: `{}`", names.join("`, `"));
                Diagnostic::new(&rules::IMPORT_CYCLE, span, message).help(
                    "put what the files share into a file of its own, and import that from each of them",
                )
            }
        };
        for (idx, (edge, name)) in edges.iter().zip(&names).enumerate() {
            diagnostic = match idx {
                0 => diagnostic.at(format!("imports `{name}`")),
                _ => diagnostic.with(edge.span, format!("imports `{name}`")),
            };
        }
        diagnostic
    }
}

/// Which files stand for a policy.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// Files with a `policy` block.
    pub policies: Vec<Entry>,
    /// Files that are part of no policy.
    pub unused: Vec<Entry>,
}

/// A walk along the imports, depth first.
struct Walk {
    /// Every file that is reached, after all that it imports.
    order: Vec<Entry>,
    /// Every import that leads back to a file on the way to it, with that way.
    cycles: Vec<Vec<Edge>>,
}

impl Walk {
    fn from(loader: &Loader, root: Entry) -> Self {
        let mut walk = Self { order: Vec::new(), cycles: Vec::new() };
        let mut seen = BTreeSet::from([root]);
        // The way to the current file: each file with the number of its imports that were followed.
        let mut way: Vec<(Entry, usize)> = vec![(root, 0)];
        let mut edges: Vec<Edge> = Vec::new();
        while let Some((entry, n_followed)) = way.last_mut() {
            let imports = loader.files.get(entry.0).map_or(&[][..], |file| &file.imports);
            let Some(edge) = imports.get(*n_followed).copied() else {
                walk.order.push(*entry);
                way.pop();
                edges.pop();
                continue;
            };
            *n_followed += 1;
            if seen.insert(edge.to) {
                edges.push(edge);
                way.push((edge.to, 0));
            } else if let Some(start) = way.iter().position(|(entry, _)| *entry == edge.to) {
                walk.cycles.push(edges.iter().skip(start).copied().chain([edge]).collect());
            }
        }
        walk
    }
}

fn as_import(item: &ast::Item) -> Option<&ast::Import> {
    if let ast::Item::Import(import) = item { Some(import) } else { None }
}

fn absent(import: &ast::Import, absence: Absence) -> Diagnostic {
    let path = &import.path.text;
    let at = |rule: &'static Rule, message| Diagnostic::new(rule, import.path.span, message);
    match absence {
        Absence::Missing { candidates } => {
            let fault = at(&rules::IMPORT_NOT_FOUND, format!("there is no file `{path}`")).at("not found");
            match suggest::nearest(path, candidates.iter().map(String::as_str)) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None if path.contains('\\') => fault.help("write `/` between the names of folders"),
                None => fault.help("write the path from the folder of this file, such as `words.candor` or `../shared/words.candor`"),
            }
        }
        Absence::Outside => at(&rules::IMPORT_OUTSIDE, format!("`{path}` lies outside the project"))
            .at("outside the project")
            .help("put a copy of the file into the project; the book says where a project ends"),
        Absence::Unreadable { reason } => {
            at(&rules::IMPORT_UNREADABLE, format!("`{path}` cannot be read: {reason}")).at("cannot be read")
        }
    }
}

#[cfg(test)]
mod tests;
