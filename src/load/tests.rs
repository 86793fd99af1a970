use std::collections::BTreeMap;

use super::{Absence, Loader, Place, Shelf};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// A shelf in memory: the name of a file is its path.
struct Memory(BTreeMap<&'static str, &'static str>);

impl Shelf for Memory {
    fn locate(&mut self, _: &Place, path: &str) -> Result<Place, Absence> {
        match (path.starts_with('/'), self.0.contains_key(path)) {
            (true, _) => Err(Absence::Outside),
            (false, true) => Ok(place(path)),
            (false, false) => {
                Err(Absence::Missing { candidates: self.0.keys().map(ToString::to_string).collect() })
            }
        }
    }

    fn read(&mut self, place: &Place) -> Result<String, String> {
        self.0.get(place.key.as_str()).map(ToString::to_string).ok_or_else(|| "it is gone".to_owned())
    }
}

fn place(path: &str) -> Place {
    Place { key: path.to_owned(), name: path.to_owned() }
}

/// Reads the first file and returns the names in reading order, and the findings.
fn load(files: &[(&'static str, &'static str)]) -> (Vec<String>, Vec<Diagnostic>) {
    let mut shelf = Memory(files.iter().copied().collect());
    let mut loader = Loader::new(Sources::new());
    let root = loader.read(&mut shelf, place(files[0].0)).unwrap();
    let loaded = loader.load(root);
    let name = |id: &crate::source::FileId| loader.sources().file(*id).name().to_owned();
    (loaded.files.iter().map(name).collect(), loaded.diagnostics.iter().cloned().collect())
}

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|one| one.rule.code).collect()
}

#[test]
fn imports_come_first_in_their_order_and_once() {
    let (names, found) = load(&[
        ("main", "import \"b\"\nimport \"a\"\nimport \"b\"\n"),
        ("a", "import \"shared\"\n"),
        ("b", "import \"shared\"\n"),
        ("shared", ""),
    ]);
    assert_eq!(names, ["shared", "b", "a", "main"]);
    assert_eq!(codes(&found), [""; 0]);
}

#[test]
fn a_circle_is_one_finding_with_each_of_its_imports() {
    let (names, found) = load(&[("a", "import \"b\"\n"), ("b", "import \"c\"\n"), ("c", "import \"b\"\n")]);
    assert_eq!(names, ["c", "b", "a"]);
    assert_eq!(codes(&found), ["import-cycle"]);
    assert_eq!(found[0].message, "these files import each other: `c`, `b`");
    let labels: Vec<&str> = found[0].labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["imports `c`", "imports `b`"]);
}

#[test]
fn a_circle_is_the_same_finding_wherever_it_is_entered() {
    let mut shelf = Memory(BTreeMap::from([("a", "import \"b\"\n"), ("b", "import \"a\"\n")]));
    let mut loader = Loader::new(Sources::new());
    let roots = ["a", "b"].map(|name| loader.read(&mut shelf, place(name)).unwrap());
    let [first, second] = roots.map(|root| loader.load(root).diagnostics.iter().next().cloned().unwrap());
    assert_eq!((first.message, first.labels[0].span), (second.message, second.labels[0].span));
}

#[test]
fn a_file_that_imports_itself_is_told_so() {
    let (_, found) = load(&[("a", "import \"a\"\n")]);
    assert_eq!(found[0].message, "`a` imports itself");
}

#[test]
fn an_import_that_leads_nowhere_is_found_where_it_stands() {
    let (names, found) = load(&[("main", "import \"wrods\"\nimport \"/etc/words\"\n"), ("words", "")]);
    assert_eq!(names, ["main"]);
    assert_eq!(codes(&found), ["import-not-found", "import-outside"]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `words`?"));
}

#[test]
fn files_that_nobody_imports_belong_to_no_policy() {
    let mut shelf = Memory(BTreeMap::from([
        ("policy", "import \"words\"\npolicy one \"One\" { }\n"),
        ("words", ""),
        ("left-over", "import \"part\"\n"),
        ("part", ""),
        ("circle-a", "import \"circle-b\"\n"),
        ("circle-b", "import \"circle-a\"\n"),
    ]));
    let mut loader = Loader::new(Sources::new());
    let names: Vec<&str> = shelf.0.keys().copied().collect();
    let entries: Vec<_> = names.iter().map(|name| loader.read(&mut shelf, place(name)).unwrap()).collect();
    let roots = loader.policies(&entries);
    let named = |list: &[super::Entry]| -> Vec<String> {
        list.iter().filter_map(|entry| loader.place(*entry)).map(|place| place.name.clone()).collect()
    };
    assert_eq!(named(&roots.policies), ["policy"]);
    assert_eq!(named(&roots.unused), ["left-over", "circle-a"]);
}

#[test]
fn a_long_chain_of_imports_is_read_to_its_end() {
    struct Chain;
    impl Shelf for Chain {
        fn locate(&mut self, _: &Place, path: &str) -> Result<Place, Absence> {
            Ok(place(path))
        }
        fn read(&mut self, place: &Place) -> Result<String, String> {
            let at: u32 = place.key.parse().map_err(|_| "no number".to_owned())?;
            Ok(if at < 20_000 { format!("import \"{}\"\n", at + 1) } else { String::new() })
        }
    }
    let mut loader = Loader::new(Sources::new());
    let root = loader.read(&mut Chain, place("0")).unwrap();
    assert_eq!(loader.load(root).documents.len(), 20_001);
}
