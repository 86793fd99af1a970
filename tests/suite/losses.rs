//! Nothing is lost: what an author wrote stands on the page, or is refused, or says nothing.
//!
//! Whatever can be cut out of a text that is a policy still, is cut out (`losses/cuts.rs`), and what is left must say
//! something else in every form of the page, or mean the same. Every verb is tried with every clause (`losses/walk.rs`),
//! random policies with any piece (`random`), and every text in quotation marks is looked for (`losses/quoted.rs`).
//! `CANDOR_POLICIES=5000 cargo test losses` tries more policies; `CANDOR_SEED` starts elsewhere.

mod cuts;
mod hashed;
mod quoted;
mod random;
mod walk;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use candor::ast;
use candor::diagnostic::rule::Severity;
use candor::model::{Origin, Vocabulary};
use candor::parse::parse;
use candor::render::compose::Composer;
use candor::render::page::{Item, Page, Section, Table};
use candor::render::{html, markdown};
use candor::semantics::Understood;
use candor::semantics::digest::digest;
use candor::source::Sources;

use crate::semantics::{WORDS, words};

/// The forms in which people read a page.
const FORMS: [&str; 3] = ["HTML", "fragment", "Markdown"];

/// In which words a policy is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum World {
    /// The small vocabulary, where a policy is read soon.
    Small,
    /// The standard vocabulary.
    Standard,
}

/// A policy that can be read, with its page.
struct Tried {
    text: String,
    document: ast::Document,
    /// Where its text begins among the sources.
    base: u32,
    policy: Understood,
    sources: Sources,
    page: OnceCell<Page>,
    /// Nothing where the meaning is beyond the budget.
    digest: OnceCell<Option<String>>,
}

impl Tried {
    /// Reads a policy; the code of the first error where it is refused.
    fn read(world: World, text: &str) -> Result<Self, &'static str> {
        let mut sources = match world {
            World::Small => {
                let mut sources = Sources::new();
                sources.add("0.candor", WORDS);
                sources
            }
            World::Standard => candor::stdlib::sources(),
        };
        let file = sources.add("t.candor", text.to_owned());
        let (document, mut found) = parse(&sources, file);
        if let Some(error) = found.iter().find(|one| one.severity() == Severity::Error) {
            return Err(error.rule.code);
        }
        let (vocabulary, documents) = match world {
            World::Small => (Vocabulary::default(), vec![words(), document]),
            World::Standard => (candor::stdlib::vocabulary(), vec![document]),
        };
        let (names, faults) = candor::resolve::resolve(vocabulary, &documents, Origin::Policy);
        found.extend(faults);
        let (policy, faults) = candor::lower::lower(&documents, names);
        found.extend(faults);
        if let Some(error) = found.iter().find(|one| one.severity() == Severity::Error) {
            return Err(error.rule.code);
        }
        Ok(Self {
            text: text.to_owned(),
            document: documents.into_iter().next_back().expect("it was read"),
            base: sources.file(file).base(),
            policy: policy.into(),
            sources,
            page: OnceCell::new(),
            digest: OnceCell::new(),
        })
    }

    /// The page without its table at a glance: each sentence says by itself what it says.
    fn page(&self) -> &Page {
        self.page.get_or_init(|| Page { glance: None, ..Composer::new(&self.policy, None).page() })
    }

    fn digest(&self) -> Option<&str> {
        let computed = || self.policy.meaning().ok().and_then(|meaning| digest(meaning).ok());
        self.digest.get_or_init(computed).as_deref()
    }

    /// What people read of a statement or a tracker, or of the whole page, in each form.
    fn shown(&self, label: Option<&str>) -> Option<[String; 3]> {
        let alone;
        let page = match label {
            None => self.page(),
            Some(label) => {
                let item = item_of(&self.page().sections, label)?;
                alone = Page {
                    sections: vec![Section { items: vec![item], ..Section::default() }],
                    ..Page::default()
                };
                &alone
            }
        };
        Some([html::page(page), html::fragment(page), markdown::markdown(page)])
    }

    /// The statement or the tracker as the reader of a test sees it.
    fn told(&self, label: Option<&str>) -> String {
        let [_, _, markdown] = self.shown(label).unwrap_or_default();
        markdown
            .lines()
            .filter(|line| !line.trim_matches(['#', ' ']).is_empty())
            .skip(2)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The statement or the row of a table that has this name.
fn item_of(sections: &[Section], label: &str) -> Option<Item> {
    sections.iter().flat_map(|section| &section.items).find_map(|item| match item {
        Item::Statement(statement) if statement.anchor.as_str() == label => Some(item.clone()),
        Item::Table(table) => {
            let row = table.rows.iter().find(|row| row.anchor.as_str() == label)?;
            Some(Item::Table(Table { rows: vec![row.clone()], ..table.clone() }))
        }
        Item::Section(section) => item_of(std::slice::from_ref(section), label),
        _ => None,
    })
}

/// Whether a statement has a wording of its own, and another verb, mood or actor: these are in the author's words.
fn is_of_the_author(more: &Tried, less: &Tried, label: &str) -> bool {
    let sentences = [more, less].map(|one| {
        let statement = one.policy.statement_of(label)?;
        let deeds = one.policy.joined(statement.id).iter().map(|one| one.sentence.verb).collect::<Vec<_>>();
        let sentence = &statement.sentence;
        statement.words.says.as_ref().map(|_| (deeds, sentence.modality, sentence.actor))
    });
    matches!(sentences, [Some(one), Some(other)] if one != other)
}

/// What came of a policy and the same with less.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Came {
    /// Every form of the page says something else.
    Said,
    /// The meaning is the same.
    Meant,
    /// One of the two is beyond the budget.
    Undecided,
    /// Less is meant, and these forms say the same.
    Lost(Vec<&'static str>),
}

/// Compares a policy with the same that has less, or more, in one place.
fn compared(more: &Tried, less: &Tried, label: Option<&str>) -> Came {
    let (Some(one), Some(other)) = (more.shown(label), less.shown(label)) else { return Came::Said };
    let same: Vec<&str> = FORMS
        .into_iter()
        .zip(one.iter().zip(&other))
        .filter(|(_, (one, other))| one == other)
        .map(|(form, _)| form)
        .collect();
    if same.is_empty() || label.is_some_and(|label| is_of_the_author(more, less, label)) {
        return Came::Said;
    }
    match (more.digest(), less.digest()) {
        (Some(one), Some(other)) if one == other => Came::Meant,
        (Some(_), Some(_)) => Came::Lost(same),
        (None, _) | (_, None) => Came::Undecided,
    }
}

/// What a test went through, and what is wrong.
#[derive(Default)]
struct Totals {
    n_policies: u64,
    n_refused: u64,
    n_cut: u64,
    n_said: u64,
    n_meant: u64,
    n_undecided: u64,
    codes: BTreeSet<&'static str>,
    failures: Vec<String>,
}

impl Totals {
    fn count(&mut self, came: Came, failure: impl FnOnce() -> String) {
        match came {
            Came::Said => self.n_said += 1,
            Came::Meant => self.n_meant += 1,
            Came::Undecided => self.n_undecided += 1,
            Came::Lost(forms) => {
                let failure = format!("{} do not change: {}", forms.join(", "), failure());
                eprintln!("{failure}\n");
                self.failures.push(failure);
            }
        }
    }

    fn refuse(&mut self, code: &'static str) {
        self.n_refused += 1;
        self.codes.insert(code);
    }

    /// Fails where anything was lost, and says how much was tried.
    fn end(&self, what: &str) {
        eprintln!(
            "{what}: {} policies, {} pieces taken out; {} said, {} mean nothing, {} undecided; {} refused",
            self.n_policies, self.n_cut, self.n_said, self.n_meant, self.n_undecided, self.n_refused
        );
        let first: Vec<&str> = self.failures.iter().take(10).map(String::as_str).collect();
        assert!(first.is_empty(), "{} are lost:\n\n{}", self.failures.len(), first.join("\n\n"));
    }
}
