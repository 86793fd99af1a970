//! How often the sentences of random policies meet, so that what is compared is worth comparing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

use super::draft::{Author, Choices, Draft, Line};
use super::{number, read};
use crate::oracle::{Grain, Oracle, Verdict};

/// Counts of what has been seen.
#[derive(Default)]
pub(super) struct Measure {
    counts: BTreeMap<String, u64>,
    n_policies: u64,
}

impl Measure {
    fn count(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }

    /// What a draft is made of.
    pub(super) fn draft(&mut self, draft: &Draft) {
        self.n_policies += 1;
        for line in draft.lines() {
            self.count(format!("statement: {}", kind(line)));
            if line.has_only() {
                self.count("with only");
            }
            self.ends("keeping", line);
            if !line.joined.is_empty() {
                self.count(format!("joined: {}", kind(line)));
            }
            if line.verb != "store" && line.region().is_some() {
                self.count(format!("region: {}", kind(line)));
            }
            if line.lapses() {
                self.count(format!("lapse: {}", kind(line)));
            }
        }
        draft.questions.iter().for_each(|line| self.ends("question", line));
        for section in &draft.sections {
            section.clauses.iter().for_each(|clause| self.count(format!("header: {}", clause.word)));
            if section.inside.is_some() {
                self.count("section in a section");
            }
        }
    }

    /// Stages, and ends that say something of other words.
    fn ends(&mut self, of: &str, line: &Line) {
        let stages = line.ends.then.len() + usize::from(!line.ends.ends.is_empty());
        if stages > 1 {
            self.count(format!("{of}: in {stages} stages"));
        }
        for end in line.ends.ends.iter().chain(&line.ends.then) {
            for word in [" more ", "its purposes"] {
                if end.contains(word) {
                    self.count(format!("{of}: {}", word.trim()));
                }
            }
        }
    }

    /// What the oracle found.
    pub(super) fn oracle(&mut self, draft: &Draft, oracle: &Oracle) {
        for (line, verdict) in draft.questions.iter().zip(&oracle.verdicts) {
            self.count(format!("answer: {} {verdict:?}", line.verb));
        }
        for conflict in &oracle.conflicts {
            let (permission, prohibition) = (conflict.permission.1, conflict.prohibition.1);
            self.count(format!("conflict: {permission:?} {prohibition:?} {:?}", conflict.kind));
        }
        for cut in &oracle.cuts {
            self.count(format!("cut: {:?} {:?}", cut.permission.1, cut.prohibition.1));
        }
        for (what, n) in [
            ("deletion against retention", oracle.against.len()),
            ("retention outlasts deletion", oracle.outlasting.len()),
            ("kept for no purpose", oracle.for_no_purpose.len()),
            ("two retentions", oracle.two_retentions.len()),
            ("two answers", oracle.two_answers.len()),
            ("redundant promise", oracle.redundant.len()),
            ("exception takes nothing", oracle.faults.takes_nothing.len()),
            ("exception without opposite", oracle.faults.without_opposite.len()),
            ("circle of exceptions", usize::from(oracle.faults.is_circular)),
            ("too many facts", usize::from(oracle.is_too_large)),
        ] {
            (0..n).for_each(|_| self.count(format!("found: {what}")));
        }
    }

    pub(super) fn shown(&self) -> String {
        let mut text = format!("{} policies\n", self.n_policies);
        for (what, count) in &self.counts {
            let _ = writeln!(text, "{count:>8} {what}");
        }
        text
    }

    pub(super) fn of(&self, what: &str) -> u64 {
        self.counts.iter().filter(|(name, _)| name.starts_with(what)).map(|(_, count)| count).sum()
    }
}

fn kind(line: &Line) -> String {
    let verb = if line.is_tracker { "tracker" } else { line.verb };
    if line.is_negative() { format!("never {verb}") } else { verb.to_owned() }
}

/// What the drafts are made of, and what the oracle finds in them.
#[test]
fn the_sentences_of_drafts_meet() {
    let count = number("CANDOR_DRAFTS", 150);
    let mut measure = Measure::default();
    let (mut n_refused, mut slowest) = (0, (0, 0));
    for at in 0..count {
        let draft =
            Author::new(&mut Choices::new(number("CANDOR_SEED", 1).wrapping_mul(77_003).wrapping_add(at)))
                .draft();
        let (policy, questions) = match read(&draft.text()) {
            Ok(read) => read,
            Err(found) => {
                n_refused += 1;
                if std::env::var("CANDOR_SHOW").is_ok() {
                    eprintln!("{found}\n{}", draft.text());
                }
                continue;
            }
        };
        measure.draft(&draft);
        let start = Instant::now();
        let oracle = Oracle::of(&policy, &questions, Grain::Classes, None);
        slowest = slowest.max((start.elapsed().as_millis(), at));
        measure.oracle(&draft, &oracle);
    }
    eprintln!("{}{n_refused} refused; the slowest took {} ms: {}", measure.shown(), slowest.0, slowest.1);
    assert!(measure.of("found: too many facts") * 20 < count, "too many facts in too many drafts");
    assert!(n_refused * 10 < count, "too many drafts are refused: {n_refused} of {count}");
    for (what, share) in
        [("keeping: more", 10), ("keeping: its purposes", 15), ("question: its purposes", 20)]
    {
        assert!(measure.of(what) * share > count, "too few are drawn: {what}");
    }
    for verdict in [
        Verdict::Permitted,
        Verdict::PermittedIf,
        Verdict::Prohibited,
        Verdict::Undisclosed,
        Verdict::Mixed,
        Verdict::Impossible,
    ] {
        let suffix = format!(" {verdict:?}");
        assert!(measure.counts.keys().any(|name| name.ends_with(&suffix)), "no answer is {verdict:?}");
    }
}
