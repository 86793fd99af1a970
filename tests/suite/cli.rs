//! The command line, as transcripts of sessions: `tests/cli/*.md`.
//!
//! Each page is one session in an empty folder. A block tagged `file NAME` makes a file; a block tagged `console` is
//! commands for the shell, each after `$ ` and followed by what it does: standard output, then standard error with
//! `! ` before each line, then the exit code in brackets where that is not zero.
//! `UPDATE=1 cargo test` writes the answers anew.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::fixture;

const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

#[test]
fn sessions_go_as_they_are_written() {
    let mut faults = Vec::new();
    let pages = fixture::files("tests/cli", ".md");
    assert!(!pages.is_empty());
    for page in pages {
        let written = fixture::read(&page);
        let folder = tempfile::tempdir().expect("a folder for the session");
        let played = play(&written, folder.path());
        if played == written {
            continue;
        }
        if fixture::is_update() {
            std::fs::write(&page, played).expect("the page can be written");
        } else {
            let first = written.lines().zip(played.lines()).position(|(one, other)| one != other);
            let line = first.map_or(written.lines().count().min(played.lines().count()), |at| at);
            let around = |text: &str| {
                text.lines().skip(line.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n")
            };
            faults.push(format!(
                "{}:{}: expected\n{}\n--- but found\n{}\n",
                fixture::shown(&page),
                line + 1,
                around(&written),
                around(&played)
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The page with the answers that its commands have now.
fn play(page: &str, folder: &Path) -> String {
    let mut played = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        played.push_str(line);
        played.push('\n');
        let Some(tag) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if tag == "console" {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                played.push_str(&format!("$ {command}\n{}", answer(command, folder)));
            }
        } else {
            if let Some(name) = tag.strip_prefix("file ") {
                let path = folder.join(name);
                std::fs::create_dir_all(path.parent().expect("a file is in a folder"))
                    .expect("a folder can be made");
                std::fs::write(path, format!("{}\n", block.join("\n"))).expect("a file can be written");
            }
            block.iter().for_each(|line| played.push_str(&format!("{line}\n")));
        }
        played.push_str("```\n");
    }
    played
}

fn answer(command: &str, folder: &Path) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let bin = Path::new(CANDOR).parent().expect("the program is in a folder").display();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{bin}:{path}"))
        .env("EXAMPLES", fixture::root().join("examples"))
        .output()
        .expect("the shell runs");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(" (no line end)\n");
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        text.push_str(format!("! {line}").trim_end());
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => text.push_str(&format!("[{code}]\n")),
        None => text.push_str("[ended by a signal]\n"),
    }
    text
}

/// A program that is ended when a test ends, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn watching_builds_again_after_a_change_and_ends_on_a_signal() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = folder.path().join("shop.candor");
    std::fs::write(&policy, "policy shop \"First title\" { }\n").expect("a file can be written");
    let child = Command::new(CANDOR)
        .args(["build", "shop.candor", "--watch", "--emit", "md"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut running = Running(child);
    let mut talk = BufReader::new(running.0.stderr.take().expect("it speaks"));
    let mut heard = String::new();
    let mut listen_until = |word: &str| {
        heard.clear();
        while !heard.contains(word) {
            assert_ne!(talk.read_line(&mut heard).expect("it speaks"), 0, "it ended after: {heard}");
        }
    };
    listen_until("watching");
    let page = folder.path().join("out/shop.md");
    assert!(fixture::read(&page).contains("First title"));
    // As an editor does it: a new file takes the place of the old one.
    let beside = folder.path().join("shop.candor.new");
    std::fs::write(&beside, "policy shop \"Second title\" { }\n").expect("a file can be written");
    std::fs::rename(&beside, &policy).expect("a file can be renamed");
    listen_until("watching");
    assert!(fixture::read(&page).contains("Second title"));
    // A fault does not end it, and what was published stays.
    std::fs::write(&policy, "policy shop \"Third title {\n").expect("a file can be written");
    listen_until("nothing was written");
    listen_until("watching");
    assert!(fixture::read(&page).contains("Second title"));

    let ended = Command::new("kill").arg(running.0.id().to_string()).status().expect("a signal can be sent");
    assert!(ended.success());
    let start = Instant::now();
    while running.0.try_wait().expect("it can be asked").is_none() {
        assert!(start.elapsed() < Duration::from_secs(5), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut child = Command::new(CANDOR)
        .args(["vocab", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let mut talk = String::new();
    child.stderr.take().expect("it speaks").read_to_string(&mut talk).expect("it speaks text");
    assert_eq!((talk.as_str(), child.wait().expect("it ends").code()), ("", Some(0)));
}

#[test]
fn a_person_is_shown_the_first_findings_and_a_program_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let text: String =
        (0..70).map(|n| format!("data word-{n} \"word {n}\" is a kind of nothing-{n}\n")).collect();
    std::fs::write(folder.path().join("many.candor"), text).expect("a file can be written");
    let check = |format: &str| {
        let arguments = ["check", "many.candor", "--format", format];
        let output =
            Command::new(CANDOR).args(arguments).current_dir(folder.path()).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("it is text")
    };
    // Errors are never left out: what is not drawn is told in a line.
    let human = check("human");
    assert_eq!(human.matches("unknown-name").count(), 70);
    assert_eq!(human.lines().filter(|line| line.contains(": error[unknown-name]: ")).count(), 20);
    assert_eq!(check("plain").lines().count(), 70);
    let json: serde_json::Value = serde_json::from_str(&check("json")).expect("it is JSON");
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(70));
}

#[test]
fn what_no_person_would_write_does_not_stop_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = 20_000;
    let hostile = [
        ("parentheses", format!("section a \"A\" {{ b: we use contact when {}consent }}", "(".repeat(deep))),
        ("negations", format!("section a \"A\" {{ b: we use contact when {}consent }}", "not ".repeat(deep))),
        (
            "conjunctions",
            format!("section a \"A\" {{ b: we use contact when consent{} }}", " and consent".repeat(deep)),
        ),
        ("sections", "section a \"A\" {\n".repeat(deep)),
        ("quotes", "\"".repeat(deep)),
        ("marks", "///\n".repeat(deep)),
        ("zeros", "\0".repeat(deep)),
        ("long name", format!("data {} \"x\"", "a.".repeat(deep))),
        ("long line", format!("data x \"{}\"", "é".repeat(deep))),
        ("parents", (0..3000).map(|n| format!("data d{n} \"d\" is a kind of d{}\n", n + 1)).collect()),
        ("commas", format!("section a \"A\" {{ b: we use contact{} }}", ", contact".repeat(deep))),
        ("nothing", String::new()),
    ];
    for (name, text) in hostile {
        let path = folder.path().join("hostile.candor");
        std::fs::write(&path, text).expect("a file can be written");
        for command in ["check", "build", "fmt"] {
            let output =
                Command::new(CANDOR).args([command, "hostile.candor"]).current_dir(folder.path()).output();
            let code = output.expect("it runs").status.code();
            assert!(matches!(code, Some(0..=2)), "{command} of {name} ended with {code:?}");
        }
    }
}
