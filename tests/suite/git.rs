//! The commands that compare, in real repositories of their own; and the workflow and the hook of the book.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::fixture;

const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// A policy with these recipients; each is a change of one word.
pub(crate) fn policy(recipients: &str) -> String {
    format!(
        "policy shop \"The shop's policy\" {{\n    effective 2026-03-01\n    law eu\n}}\n\
         controller shop \"The Shop\" {{\n    email \"privacy@shop.example\"\n}}\n\
         section sharing \"Sharing\" {{\n\
         \x20   orders:\n        we collect contact.email from users for service.delivery\n        based on contract\n        kept for 1 year after request-resolved\n\n\
         \x20   partners:\n        we may disclose contact.email to {recipients} for service.delivery\n}}\n"
    )
}

/// A repository in a folder of its own, with an environment in which nothing of this machine is seen.
pub(crate) struct Repository {
    folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder"), environment: Vec::new() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, program: &str) -> Command {
        let path = std::env::var("PATH").unwrap_or_default();
        let bin = Path::new(CANDOR).parent().expect("the program is in a folder").display();
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", format!("{bin}:{path}"))
            .env("HOME", self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ann")
            .env("GIT_AUTHOR_EMAIL", "ann@example.org")
            .env("GIT_COMMITTER_NAME", "Ann")
            .env("GIT_COMMITTER_EMAIL", "ann@example.org")
            .env("GIT_AUTHOR_DATE", "2026-02-03T10:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-02-03T10:00:00Z")
            .envs(self.environment.iter().cloned());
        command
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.command("git").args(arguments).output().expect("Git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
        self
    }

    pub(crate) fn commit(&self, message: &str) -> &Self {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self
    }

    pub(crate) fn branch(&self, name: &str) -> &Self {
        self.git(&["checkout", "-q", "-b", name]);
        self
    }

    pub(crate) fn candor(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(CANDOR).args(arguments).output().expect("Candor runs"))
    }

    pub(crate) fn shell(&self, script: &str) -> Said {
        Said::of(&self.command("sh").args(["-e", "-c", script]).output().expect("the shell runs"))
    }
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) data: String,
    pub(crate) talk: String,
    status: Option<i32>,
}

impl Said {
    fn of(output: &Output) -> Self {
        Self {
            data: String::from_utf8_lossy(&output.stdout).into_owned(),
            talk: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code(),
        }
    }

    pub(crate) const fn status(&self) -> Option<i32> {
        self.status
    }

    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn has(self, words: &str) -> Self {
        assert!(self.data.contains(words) || self.talk.contains(words), "`{words}` is missing in {self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn has_not(self, words: &str) -> Self {
        assert!(!self.data.contains(words) && !self.talk.contains(words), "`{words}` is in {self:?}");
        self
    }
}

/// A repository with the policy on `main`, at work on a branch.
pub(crate) fn at_work() -> Repository {
    let repository = Repository::new();
    repository.write("policy.candor", &policy("processors")).commit("The policy").branch("work");
    repository
}

#[test]
fn only_what_the_branch_itself_changes_is_told() {
    let repository = at_work();
    repository.candor(&["diff"]).ends(0).has("means the same");
    repository.candor(&["gate"]).ends(0).has("Nothing stops the merge.");
    // What happens on the other branch in the meantime is not the doing of this one.
    repository.git(&["checkout", "-q", "main"]);
    repository.write("policy.candor", &policy("processors, advertisers")).commit("Advertisers");
    repository.git(&["checkout", "-q", "work"]);
    repository.candor(&["diff"]).ends(0).has("means the same");
    repository.candor(&["diff", "git:main", "git:work"]).has("1 in favour of people");
    repository.write("policy.candor", &policy("processors, partners"));
    repository.candor(&["diff"]).ends(0).has("recipient-added").has_not("advertisers");
    repository.candor(&["diff", "--exit-code"]).ends(1);
    repository.candor(&["gate"]).ends(1).has("stops the merge").has("candor ack ");
    repository.candor(&["gate", "policy.candor", "--fail-on", "consent"]).has("recipient-added");
}

#[test]
fn versions_can_be_named_in_every_way() {
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    repository.write("policy.candor", &policy("processors, partners, advertisers"));
    repository.git(&["add", "-A"]);
    repository.write("old.txt", "").write("other/old.candor", &policy("processors"));
    repository.candor(&["diff", "git:main:policy.candor", "git:HEAD:policy.candor"]).ends(0).has("partners");
    repository.candor(&["diff", "git:main", "staged:policy.candor"]).ends(0).has("advertisers");
    repository.candor(&["diff", "other/old.candor", "policy.candor"]).ends(0).has("advertisers");
    repository.candor(&["diff", "merge-base:main", "policy.candor"]).ends(0).has("recipient-added");
    let piped = repository.shell("cat other/old.candor | candor diff git:HEAD:policy.candor -").ends(0);
    piped.has("recipient-removed");
    let same = |arguments: &[&str]| {
        repository.candor(arguments).ends(0).data.lines().skip(2).map(str::to_owned).collect::<Vec<_>>()
    };
    repository.write("same.candor", &policy("processors, partners"));
    assert_eq!(
        same(&["diff", "git:main:policy.candor", "git:HEAD:policy.candor"]),
        same(&["diff", "other/old.candor", "same.candor"])
            .into_iter()
            .map(|line| line
                .replace("other/old.candor", "policy.candor")
                .replace("same.candor", "policy.candor"))
            .collect::<Vec<_>>(),
        "a version is the same, however it is named"
    );
    repository.candor(&["diff", "rules.json", "policy.candor"]).ends(3).has("no such file");
}

#[test]
fn what_cannot_be_read_ends_with_its_own_status() {
    let repository = at_work();
    for name in ["git:--output=stolen", "git:-x", "merge-base:--all"] {
        repository.candor(&["gate", "--against", name]).ends(2).has("begins with a hyphen");
    }
    assert!(!repository.path().join("stolen").exists());
    repository.candor(&["gate", "--against", "git:nowhere"]).ends(3).has("no version `nowhere`");
    let fetch = "git fetch origin +refs/heads/dev:refs/remotes/origin/dev";
    repository.candor(&["gate", "--against", "merge-base:origin/dev"]).ends(3).has(fetch);
    repository.candor(&["gate", "--against", "git:main:gone.candor"]).ends(3);
    repository.candor(&["gate", "gone.candor"]).ends(4);
    repository.candor(&["gate", "--nonsense"]).ends(2);
    repository.write("policy.candor", "policy shop \"Shop\" {").commit("Broken");
    repository.candor(&["gate"]).ends(4).has("has errors");
    repository.branch("next").write("policy.candor", &policy("processors")).commit("Mended");
    repository.candor(&["gate", "--against", "git:work"]).ends(3).has("has errors");
    repository.write("candor.toml", "[gate]\nfail-om = \"error\"\n");
    repository.candor(&["gate"]).ends(2).has("fail-om");

    let fresh = Repository::new();
    fresh.write("readme", "").commit("Nothing yet").branch("work");
    fresh.write("policy.candor", &policy("processors")).commit("The policy");
    fresh.candor(&["gate"]).ends(3).has("--allow-empty-base");
    fresh.candor(&["gate", "--allow-empty-base"]).ends(1).has("practice-added");

    let nowhere = tempfile::tempdir().expect("a folder");
    std::fs::write(nowhere.path().join("policy.candor"), policy("processors"))
        .expect("a file can be written");
    let mut command = fresh.command(CANDOR);
    let output = command
        .current_dir(nowhere.path())
        .env("GIT_CEILING_DIRECTORIES", nowhere.path())
        .arg("gate")
        .output();
    Said::of(&output.expect("Candor runs")).ends(3).has("in no Git repository");
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("readme", "").commit("Meanwhile");
    let address = format!("file://{}", repository.path().display());
    let clone = Repository { folder: tempfile::tempdir().expect("a folder"), environment: Vec::new() };
    clone.git(&["clone", "-q", "--depth", "1", "--no-single-branch", "--branch", "work", &address, "."]);
    clone.candor(&["gate"]).ends(3).has("git fetch --unshallow origin").has("fetch-depth: 0");
    clone.git(&["fetch", "-q", "--unshallow", "origin"]);
    clone.candor(&["gate"]).ends(1).has("partners");
}

#[test]
fn nothing_that_a_repository_brings_with_it_is_run() {
    let mut repository = at_work();
    let trap = repository.path().join("sprung");
    let spring = format!("#!/bin/sh\ntouch '{}'\ncat\n", trap.display());
    repository.write("trap.sh", &spring);
    for hook in ["post-checkout", "pre-commit", "post-index-change", "reference-transaction"] {
        repository.write(&format!(".git/hooks/{hook}"), &spring);
    }
    repository.shell("chmod +x trap.sh .git/hooks/*").ends(0);
    let program = repository.path().join("trap.sh").display().to_string();
    for (key, value) in [
        ("core.fsmonitor", program.as_str()),
        ("core.pager", &program),
        ("core.sshCommand", &program),
        ("diff.external", &program),
        ("diff.candor.textconv", &program),
        ("filter.trap.smudge", &program),
        ("filter.trap.clean", &program),
        ("gpg.program", &program),
        ("log.showSignature", "true"),
    ] {
        repository.shell(&format!("git config {key} '{value}'")).ends(0);
    }
    repository.write(".gitattributes", "*.candor diff=candor filter=trap\n");
    repository.write("policy.candor", &policy("processors, partners"));
    let _ = std::fs::remove_file(&trap);
    // Variables that make Git do something else are those of whoever runs the gate, and are left out as well.
    repository.environment = vec![
        ("GIT_EXTERNAL_DIFF".to_owned(), program.clone()),
        ("GIT_DIR".to_owned(), "/nowhere".to_owned()),
        ("GIT_CONFIG_COUNT".to_owned(), "1".to_owned()),
        ("GIT_CONFIG_KEY_0".to_owned(), "core.fsmonitor".to_owned()),
        ("GIT_CONFIG_VALUE_0".to_owned(), program),
    ];
    repository.candor(&["gate"]).ends(1).has("recipient-added");
    repository.candor(&["log"]).ends(0);
    repository.candor(&["blame", "disclose contact.email to processors"]).ends(0);
    repository.candor(&["diff", "staged"]).ends(0);
    assert!(!trap.exists(), "something of the repository was run");
}

#[test]
fn imports_and_links_stay_in_their_version() {
    let repository = Repository::new();
    let whole = policy("ours");
    let part = |covers: &str| format!("recipient ours \"our partners\" includes {covers}\n");
    repository.write("policy.candor", &format!("import \"parts/terms.candor\"\n{whole}"));
    repository.write("parts/terms.candor", &part("processors")).commit("Begin").branch("work");
    repository.write("parts/terms.candor", &part("processors, advertisers"));
    repository
        .candor(&["diff", "--exit-code", "git:HEAD", "git:HEAD"])
        .ends(0)
        .has_not("recipient-")
        .has_not("source-changed");
    repository.candor(&["diff", "policy.candor"]).ends(0).has("recipient-added");
    // What an import names may be a link inside of the repository, and no link out of it.
    repository.shell("mv parts/terms.candor real.candor && ln -s ../real.candor parts/terms.candor").ends(0);
    repository.commit("A link");
    repository.candor(&["diff", "--exit-code", "git:HEAD", "policy.candor"]).ends(0).has_not("recipient-");
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("terms.candor"), part("anyone")).expect("a file can be written");
    let out = outside.path().join("terms.candor").display().to_string();
    repository.shell(&format!("ln -sf '{out}' parts/terms.candor")).ends(0);
    repository.commit("A link out");
    repository.candor(&["diff", "git:HEAD", "git:main"]).ends(3).has("outside the project");
    repository.candor(&["diff", "git:main", "git:HEAD"]).ends(4).has_not("Now permitted");
}

#[test]
fn a_policy_that_is_moved_is_found_by_its_name() {
    let repository = at_work();
    repository.write("unrelated/other.candor", &policy("advertisers").replace("policy shop", "policy other"));
    repository.shell("mkdir legal && git mv policy.candor legal/privacy.candor").ends(0);
    repository.commit("Moved");
    repository.candor(&["gate", "legal/privacy.candor"]).ends(0).has("Nothing stops the merge.");
}

/// Acknowledges everything that stops the merge, as somebody else than its author.
pub(crate) fn acknowledge(repository: &Repository) -> Said {
    repository.candor(&[
        "ack",
        "--all",
        "--reason",
        "Agreed",
        "--by",
        "bea@example.org",
        "--on",
        "2026-02-03",
        "--channel",
        "email",
        "--send-on",
        "2026-03-01",
        "--effective",
        "2026-05-01",
        "--held-data",
        "not-touched",
    ])
}

#[test]
fn an_acknowledgement_covers_what_was_looked_at_and_no_more() {
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    repository.candor(&["ack"]).ends(0).has("recipient-added").has("1 change to acknowledge");
    repository.candor(&["ack", "--all"]).ends(2).has("needs a reason");
    repository.candor(&["ack", "ffffffffffff", "--reason", "x"]).ends(2).has("fingerprint");
    acknowledge(&repository).ends(0).has("acknowledgements/recipient-added-");
    repository.commit("Agreed");
    repository
        .candor(&["gate"])
        .ends(0)
        .has("acknowledged: recipient-added-")
        .has("Nothing stops the merge.");

    // Another wording, another place: the acknowledgement holds on.
    let moved = policy("partners, processors").replace("    orders:", "    bought:");
    repository.write("policy.candor", &format!("// Sorted.\n{moved}")).commit("Sorted");
    repository.candor(&["gate"]).ends(0).has("Nothing stops the merge.");

    // What goes beyond it is told, and only that.
    repository.write("policy.candor", &policy("processors, partners, advertisers"));
    let said = repository.candor(&["gate"]).ends(1);
    assert_eq!(said.data.matches("stops the merge\n").count(), 1, "{said:?}");

    // Once it is merged, nothing of it changes any more: it has to go, or it would let the same through again.
    repository.write("policy.candor", &policy("processors, partners")).commit("Back");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merged", "work"]);
    repository.branch("next");
    repository.candor(&["gate"]).ends(5).has("acknowledgement-stale");
    repository.candor(&["ack", "--tidy"]).ends(0).has("acknowledgements/history/recipient-added-");
    repository.candor(&["gate"]).ends(0);
}

#[test]
fn acknowledgements_are_held_against_what_the_old_version_says() {
    let repository = Repository::new();
    let settings = "[gate]\nprofiles = [\"gdpr\"]\n[gate.approvers]\nnotify = [\"carl\"]\n";
    repository.write("candor.toml", settings).write("policy.candor", &policy("processors"));
    repository.commit("Begin").branch("work");
    repository.write("policy.candor", &policy("processors, partners"));
    acknowledge(&repository).ends(0);
    repository.candor(&["gate"]).ends(5).has("approver-not-allowed").has("carl");
    // Whoever adds himself to those who may approve has weakened the gate.
    repository.write("candor.toml", &settings.replace("\"carl\"", "\"carl\", \"bea@example.org\""));
    repository.candor(&["gate"]).ends(1).has("gate-weakened").has("approver-not-allowed");
    repository.candor(&["gate", "--trust-new-settings"]).ends(0);
    repository.write("candor.toml", settings);
    repository.shell("sed -i 's/bea@example.org/carl/' acknowledgements/*.toml").ends(0);
    repository.candor(&["gate"]).ends(0);
    repository.shell("sed -i 's/^reason = .*/reason = \"\"/' acknowledgements/*.toml").ends(0);
    repository.candor(&["gate"]).ends(5).has("acknowledgement-incomplete");
    repository.shell("echo 'expires = 2026-02-28' | cat - acknowledgements/*.toml > all && mv all acknowledgements/a.toml").ends(0);
    repository.shell("rm acknowledgements/recipient*; sed -i 's/^reason = .*/reason = \"Agreed\"/' acknowledgements/a.toml").ends(0);
    repository.candor(&["gate", "--today", "2026-02-28"]).ends(0).has("acknowledgement-expires-soon");
    repository.candor(&["gate", "--today", "2026-03-01"]).ends(1).has("acknowledgement-expired");
}

#[test]
fn many_small_changes_do_not_hide_a_large_one() {
    let repository = Repository::new();
    let settings =
        "[gate]\nagainst = [\"merge-base\", \"published\"]\npublished = \"git:refs/tags/published\"\n";
    repository.write("candor.toml", settings).write("policy.candor", &policy("processors")).commit("Begin");
    repository.git(&["tag", "published"]);
    // It came to the main branch past the gate.
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners").branch("work");
    repository.write("readme", "").commit("Nothing of note");
    repository.candor(&["gate", "--against", "merge-base"]).ends(0);
    repository.candor(&["gate"]).ends(1).has("recipient-added");
    acknowledge(&repository).ends(0);
    repository.candor(&["gate"]).ends(0);
    repository.git(&["tag", "-f", "published"]);
    repository.candor(&["gate"]).ends(5).has("acknowledgement-stale");
}

#[test]
fn the_history_is_that_of_the_meaning() {
    let repository = at_work();
    repository
        .write("policy.candor", &format!("// A remark.\n{}", policy("processors")))
        .commit("Only a remark");
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners come in");
    repository.write("policy.candor", &policy("processors")).commit("Partners go");
    repository.write("policy.candor", "policy shop \"Shop\" {").commit("A slip");
    repository.write("policy.candor", &policy("processors")).commit("The slip mended");
    let said = repository.candor(&["log"]).ends(0).has("Partners come in").has("+ error recipient-added");
    let said = said
        .has("Partners go")
        .has("- note recipient-removed")
        .has("the policy begins here")
        .has("has errors");
    said.has_not("Only a remark");
    let json = repository.candor(&["log", "--json", "main..work"]).ends(0);
    let list: serde_json::Value = serde_json::from_str(&json.data).expect("it is JSON");
    let subjects: Vec<&str> =
        list.as_array().into_iter().flatten().filter_map(|one| one["subject"].as_str()).collect();
    assert_eq!(subjects, ["The slip mended", "A slip", "Partners go", "Partners come in"]);
    repository.candor(&["log", "-n", "1"]).ends(0).has("The slip mended").has_not("Partners");

    let question = "disclose contact.email to partners for service.delivery";
    repository.candor(&["blame", question]).ends(0).has("The slip mended");
    let all = repository.candor(&["blame", question, "--all"]).ends(0);
    all.has("permitted: since")
        .has("Partners come in")
        .has("by: partners")
        .has("undisclosed: since")
        .has("Partners go");
    repository.candor(&["blame", "disclose nonsense"]).ends(1).has("nonsense");
}

#[test]
fn git_shows_sentences() {
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    repository.write(".gitattributes", "*.candor diff=candor\n");
    repository.git(&["config", "diff.candor.textconv", "candor textconv"]);
    let shown = repository.git(&["log", "-p", "-1", "--", "policy.candor"]);
    assert!(shown.contains("+partners: We may share your e-mail address"), "{shown}");
    assert!(!shown.contains("+        we may disclose"), "{shown}");
}

/// The block of the book behind a line that says that this test runs it.
fn block(language: &str) -> String {
    let page = fixture::read(&fixture::root().join("book/src/reference/workflow.md"));
    let start = page
        .find(&format!("\n```{language}\n"))
        .unwrap_or_else(|| panic!("the page has a block of {language}"));
    let text = &page[start + language.len() + 5..];
    text[..text.find("\n```").expect("the block ends")].to_owned() + "\n"
}

/// The commands of the steps of a workflow.
fn steps(workflow: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut lines = workflow.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((before, command)) = line.split_once("run: ") else { continue };
        let depth = before.len();
        match command {
            "|" => {
                let mut script = String::new();
                while let Some(line) =
                    lines.next_if(|line| line.trim().is_empty() || line.find(|c| c != ' ') > Some(depth - 2))
                {
                    script.push_str(line.trim());
                    script.push('\n');
                }
                steps.push(script);
            }
            command => steps.push(command.to_owned()),
        }
    }
    steps
}

#[test]
fn the_workflow_of_the_book_does_what_it_says() {
    let workflow = block("yaml");
    assert!(workflow.contains("fetch-depth: 0") && workflow.contains("permissions:"));
    let steps: Vec<String> =
        steps(&workflow).into_iter().filter(|step| !step.contains("cargo install")).collect();
    assert_eq!(steps.len(), 1, "{steps:?}");
    for (recipients, status) in [("processors", 0), ("processors, partners", 1)] {
        let origin = at_work();
        origin.write("policy.candor", &policy(recipients)).commit("The change");
        let mut clone =
            Repository { folder: tempfile::tempdir().expect("a folder"), environment: Vec::new() };
        clone.git(&["clone", "-q", "--branch", "work", &format!("file://{}", origin.path().display()), "."]);
        let summary = clone.path().join("summary.md");
        clone.environment = vec![
            ("GITHUB_BASE_REF".to_owned(), "main".to_owned()),
            ("GITHUB_STEP_SUMMARY".to_owned(), summary.display().to_string()),
        ];
        let said = clone.shell(&steps[0]).ends(status);
        assert!(said.data.starts_with("::notice title=Candor::"), "{said:?}");
        assert_eq!(said.data.contains("::error file=policy.candor,"), status == 1);
        assert!(fixture::read(&summary).starts_with("<!-- candor-report -->"));
        for name in ["candor.sarif", "candor.html"] {
            assert!(workflow.contains(name) && clone.path().join(name).is_file(), "{name}");
        }
    }
}

#[test]
fn the_hook_of_the_book_stops_what_is_staged() {
    let repository = at_work();
    repository.write(".git/hooks/pre-commit", &block("sh")).shell("chmod +x .git/hooks/pre-commit").ends(0);
    repository.write("readme", "x").shell("git add readme && git commit -q -m 'No policy'").ends(0);
    repository.write("policy.candor", &policy("processors, partners"));
    repository.shell("git add policy.candor && git commit -q -m Partners").ends(1).has("recipient-added");
    // What is not staged does not count.
    repository.git(&["reset", "-q"]);
    repository.write("readme", "y").shell("git add readme && git commit -q -m 'Still no policy'").ends(0);
    repository.shell("git commit -q -a -m Partners").ends(1).has("recipient-added");
}

#[test]
fn several_forms_come_from_one_run() {
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners"));
    let folder: PathBuf = repository.path().join("out");
    let mut arguments = vec!["gate".to_owned()];
    for output in candor::outputs::OUTPUTS {
        arguments.push("--out".to_owned());
        arguments.push(format!("{0}=out/report.{0}", output.name));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    repository.candor(&arguments).ends(1).has("recipient-added");
    let document = std::fs::read(folder.join("report.docx")).expect("there is one");
    assert!(document.starts_with(b"PK"));
    for output in candor::outputs::OUTPUTS.iter().filter(|output| output.is_text()) {
        let text = fixture::read(&folder.join(format!("report.{}", output.name)));
        assert!(text.contains("partners"), "{}: {text}", output.name);
    }
    let html = fixture::read(&folder.join("report.html"));
    assert!(html.contains("id=\"new-1-partners\" data-change=\"widens\""), "the changed sentence is marked");
    repository.candor(&["gate", "--out", "pdf=x"]).ends(2).has("no format `pdf`");
}

/// A repository in which the rules lie that were published, and the settings say so.
fn with_published_rules() -> Repository {
    let repository = Repository::new();
    repository.write("policy.candor", &policy("processors"));
    repository.write("candor.toml", "[gate]\nagainst = [\"published\"]\npublished = \"public/shop.json\"\n");
    repository.candor(&["build", "--emit", "json", "--out", "public", "policy.candor"]).ends(0);
    repository.commit("The policy, published").branch("work");
    repository
}

#[test]
fn a_version_can_be_the_rules_that_were_published() {
    let repository = with_published_rules();
    repository.candor(&["diff", "public/shop.json", "policy.candor"]).ends(0).has("means the same");
    repository.candor(&["diff", "policy.candor", "public/shop.json"]).ends(0).has("means the same");
    repository.write("policy.candor", &policy("processors, partners"));
    let said = |old: &str| {
        let said = repository.candor(&["diff", old, "policy.candor"]).ends(0).has("recipient-added");
        said.data.lines().skip(2).map(|line| line.replace(old, "OLD")).collect::<Vec<_>>()
    };
    let of_text = said("git:main:policy.candor");
    assert_eq!(said("public/shop.json"), of_text);
    assert_eq!(said("git:main:public/shop.json"), of_text);
    let piped = repository.shell("cat public/shop.json | candor diff - policy.candor").ends(0);
    piped.has("recipient-added");
    let piped = repository.shell("candor diff policy.candor - < public/shop.json").ends(0);
    piped.has("recipient-removed");
}

#[test]
fn the_gate_compares_with_the_rules_that_were_published() {
    let repository = with_published_rules();
    repository.candor(&["gate"]).ends(0).has("Nothing stops the merge.");
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    repository.candor(&["gate"]).ends(1).has("recipient-added").has("public/shop.json");
    // What is published is read from the old version: this branch cannot bring other rules along.
    repository.candor(&["build", "--emit", "json", "--out", "public", "policy.candor"]).ends(0);
    repository.commit("Published before it is agreed");
    repository.candor(&["gate"]).ends(1).has("recipient-added");
    repository.candor(&["gate", "--against", "public/shop.json"]).ends(0);
}

#[test]
fn rules_that_cannot_be_trusted_are_not_compared() {
    let repository = with_published_rules();
    let altered = |from: &str, to: &str| {
        repository.shell(&format!("sed 's/{from}/{to}/' public/shop.json > altered.json")).ends(0);
        repository.candor(&["diff", "altered.json", "policy.candor"])
    };
    altered("processors", "partners").ends(3).has("rules-").has("nothing was compared");
    altered("\"may\"", "\"never\"").ends(3).has("rules-altered").has("altered.json");
    altered("\"version\": \"1.0\"", "\"version\": \"3.0\"").ends(3).has("rules-version");
    altered("^}", "").ends(3).has("rules-unreadable");
    repository.candor(&["diff", "policy.candor", "altered.json"]).ends(4).has("rules-unreadable");
}

#[test]
fn what_is_gone_is_shown_where_it_stood() {
    let repository = at_work();
    let whole = policy("processors");
    let (kept, _) = whole.split_once("\n    partners:").expect("the second statement");
    repository.write("policy.candor", &format!("{kept}}}\n"));
    // The statement before it ends in line 12.
    let spot = "file=policy.candor,line=12,title=";
    repository.candor(&["diff", "--format", "github"]).ends(0).has(spot).has("It stood in line 14");
    repository.candor(&["diff", "--format", "gitlab"]).ends(0).has("\"begin\": 12");
    repository.candor(&["diff", "--format", "sarif"]).ends(0).has("\"startLine\": 12");
    // Nothing is left before it but the section.
    let (head, rest) = whole.split_once("    orders:").expect("the first statement");
    let (_, rest) = rest.split_once("\n\n").expect("the second statement");
    repository.write("policy.candor", &format!("{head}{rest}"));
    repository.candor(&["diff", "--format", "github"]).ends(0).has("file=policy.candor,line=8,title=");
}
