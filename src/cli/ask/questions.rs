//! Many questions: each line of a file, or of standard input as it comes in.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use candor::ask::{Answered, Asking, Lack, Line, MAX_LINE, Outcome};
use candor::semantics::Understood;
use candor::source::Sources;

use super::super::terminal::Terminal;
use super::super::{Failure, Verdict};
use super::UNDECIDED;
use crate::files;

/// How much is read at once. Lines that came in together are answered together, and nobody waits for more than came in.
const CHUNK: usize = 1 << 20;
/// The most lines that are answered together.
const MAX_LINES: usize = 4096;

/// Answers every line.
pub(super) fn answer(
    (sources, policy): (&Sources, &Understood),
    file: &Path,
    given: &[&str],
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    let input: Box<dyn Read> = match file.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(files::open(file)?),
    };
    let mut lines = Lines { input: BufReader::with_capacity(CHUNK, input), number: 0 };
    let asking = Asking::of(policy);
    let (mut is_faulty, mut is_undecided) = (false, false);
    let mut trouble = None;
    loop {
        let together = lines.together().map_err(|error| files::unreadable(file, &error))?;
        if together.is_empty() {
            break;
        }
        let goes_on = asking.lines(sources, &together, given, &mut |answered| {
            match answered.outcome.lack() {
                None => {}
                Some(Lack::Undecided) => is_undecided = true,
                Some(Lack::Error | Lack::Impossible | Lack::NoAnswer) => is_faulty = true,
            }
            terminal.json_line(&answered).unwrap_or_else(|failure| {
                trouble = Some(failure);
                false
            })
        });
        if !goes_on {
            break;
        }
    }
    match trouble {
        Some(failure) => Err(failure),
        None if is_faulty => Ok(Verdict::Findings),
        None if is_undecided => Ok(Verdict::Answer(UNDECIDED)),
        None => Ok(Verdict::Fine),
    }
}

/// Says once, whatever is asked, that the policy has errors.
pub(super) fn no_answer(outcome: Outcome, terminal: &Terminal) -> Result<Verdict, Failure> {
    terminal.json_line(&Answered { line: None, id: None, outcome })?;
    Ok(Verdict::Findings)
}

/// The lines of an input.
struct Lines<R> {
    input: BufReader<R>,
    /// How many were read.
    number: usize,
}

impl<R: Read> Lines<R> {
    /// The lines that are there together, those without anything on them left out; none at the end.
    fn together(&mut self) -> io::Result<Vec<Line>> {
        let mut lines = Vec::new();
        while let Some(line) = self.next()? {
            if line.bytes.as_ref().is_none_or(|bytes| !bytes.trim_ascii().is_empty()) {
                lines.push(line);
            }
            // What would have to be waited for is answered later.
            let is_next_there = self.input.buffer().contains(&b'\n');
            if !lines.is_empty() && (!is_next_there || lines.len() >= MAX_LINES) {
                break;
            }
        }
        Ok(lines)
    }

    /// The next line. Of one that is too long no more is kept than what shows it.
    fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut is_there = false;
        loop {
            let found = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                found => found?,
            };
            if found.is_empty() {
                break;
            }
            is_there = true;
            let end = found.iter().position(|byte| *byte == b'\n');
            let piece = &found[..end.unwrap_or(found.len())];
            let room = (MAX_LINE + 1).saturating_sub(bytes.len());
            bytes.extend_from_slice(&piece[..piece.len().min(room)]);
            let n_read = end.map_or(found.len(), |end| end + 1);
            self.input.consume(n_read);
            if end.is_some() {
                break;
            }
        }
        if !is_there {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(Line { number: self.number, bytes: Some(bytes).filter(|bytes| bytes.len() <= MAX_LINE) }))
    }
}
