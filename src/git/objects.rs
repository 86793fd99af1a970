//! The process that hands out the objects of a repository.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::GitTrouble;

/// The largest file that is read, as on disk.
const LARGEST: u64 = 64 * 1024 * 1024;

/// `git cat-file --batch`, running.
#[derive(Debug)]
pub(super) struct Objects {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn start(mut command: Command) -> Result<Self, GitTrouble> {
        let failed = |reason: String| GitTrouble::NoGit { reason };
        let mut child = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => {
                Ok(Self { child, questions: Some(questions), answers: BufReader::new(answers) })
            }
            _ => Err(failed("it cannot be spoken to".to_owned())),
        }
    }

    /// An object, unless it is missing.
    pub(super) fn read(&mut self, id: &str) -> Result<Option<Vec<u8>>, String> {
        let silent = |error: std::io::Error| error.to_string();
        let Some(questions) = &mut self.questions else { return Err("it cannot be asked".to_owned()) };
        writeln!(questions, "{id}").and_then(|()| questions.flush()).map_err(silent)?;
        let mut head = String::new();
        self.answers.read_line(&mut head).map_err(silent)?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let size = match words.as_slice() {
            [_, "blob", size] => size.parse::<u64>().map_err(|_| "it says no size".to_owned())?,
            [_, "missing"] => return Ok(None),
            _ => return Err("it says something unexpected".to_owned()),
        };
        if size > LARGEST {
            return Err("a file is larger than 64 MB".to_owned());
        }
        let mut bytes = Vec::new();
        (&mut self.answers).take(size + 1).read_to_end(&mut bytes).map_err(silent)?;
        if bytes.pop() != Some(b'\n') {
            return Err("it ended too early".to_owned());
        }
        Ok(Some(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when nobody asks any more.
        self.questions = None;
        let _ = self.child.wait();
    }
}
