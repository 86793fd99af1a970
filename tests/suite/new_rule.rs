//! What `candor dev new-rule` writes, into a copy of what it needs of this repository: it is in order from the beginning.

use std::path::Path;
use std::process::Command;

use crate::fixture::{self, Fixture};

const LIST: &str = "src/check.rs";

fn copy_of_the_repository() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder for the copy");
    for name in ["Cargo.toml", ".rustfmt.toml", LIST] {
        let path = copy.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        std::fs::copy(fixture::root().join(name), path).expect("a file can be copied");
    }
    copy
}

fn run(program: &str, arguments: &[&str], folder: &Path) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().expect("it can be run");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
}

fn written(judges: &str) -> tempfile::TempDir {
    let copy = copy_of_the_repository();
    let arguments = ["dev", "new-rule", "of-a-test", "people are told late", "--judges", judges];
    run(env!("CARGO_BIN_EXE_candor"), &arguments, copy.path());
    copy
}

#[test]
fn its_line_stands_once_in_the_list_and_nothing_else_is_changed() {
    for (judges, how) in [("document", "Document"), ("meaning", "Meaning")] {
        let copy = written(judges);
        let (before, after) =
            (fixture::read(&fixture::root().join(LIST)), fixture::read(&copy.path().join(LIST)));
        let line = format!("    of_a_test: {how}(it_holds);\n");
        assert_eq!(after.matches(&line).count(), 1, "{after}");
        assert_eq!(after.replace(&line, ""), before);
    }
}

#[test]
fn its_module_is_laid_out() {
    for judges in ["document", "meaning"] {
        let copy = written(judges);
        run("rustfmt", &["--edition", "2024", "--check", "src/check/of_a_test.rs"], copy.path());
    }
}

#[test]
fn its_page_has_what_a_page_needs() {
    let copy = written("document");
    let page = fixture::read(&copy.path().join("book/src/rules/of-a-test.md"));
    assert!(page.starts_with("# of-a-test\n\nPeople are told late.\n\n## "), "{page}");
    let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings, crate::book::HEADINGS);
}

#[test]
fn its_case_expects_the_new_finding_and_there_is_no_other() {
    let copy = written("document");
    let path = copy.path().join("tests/rejects/of-a-test/plain.candor");
    let case = Fixture::of(&fixture::read(&path));
    assert_eq!(case.codes().collect::<Vec<_>>(), ["warning[of-a-test]"]);
    let (_, found) = fixture::findings("plain.candor", &case.text);
    assert!(found.is_empty(), "{found:?}");
}
