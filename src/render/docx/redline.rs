//! Two versions as one document: what only one of them has is marked as put in or taken out.
//!
//! What belongs together is found in two steps: what both versions say in the same words, in the same order; and between
//! these, what is most alike. Within a paragraph words are compared.
//! Whatever was paired, taking everything that is put in gives the new version, and leaving it out the old one.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::sheet::{Change, Element, List, ListKind, Paragraph, Row, Run, Style, Table, joined};
use crate::render::page::Anchor;

/// From which likeness on, in thousandths, two things are versions of one.
const ALIKE: usize = 500;
/// How much it says that both are the same place of the page: its author calls them by one name.
const SAME_PLACE: usize = 300;
/// Below which likeness a sentence is replaced as a whole, because what is left of it says nothing.
const TORN: usize = 350;
/// How many pairs are looked at between two things that are the same; in a larger gap nothing is paired.
const MOST_PAIRS: usize = 250_000;

/// Both versions of a document.
pub(super) fn both(old: Vec<Element>, new: Vec<Element>) -> Vec<Element> {
    let mut lists = BTreeMap::new();
    let mut elements: Vec<Element> = aligned(old, new)
        .into_iter()
        .map(|step| match step {
            Step::Both(Element::Paragraph(old), Element::Paragraph(new)) => {
                lists.extend(list_number(&old).zip(list_number(&new)));
                Element::Paragraph(paragraph(old, new))
            }
            Step::Both(Element::Table(old), Element::Table(new)) => Element::Table(table(old, new)),
            // Never paired: their forms differ.
            Step::Both(Element::Paragraph(_) | Element::Table(_), new) => new,
            Step::Old(element) => element.marked(Change::Out),
            Step::New(element) => element.marked(Change::In),
        })
        .collect();
    // What was taken out of a list goes on with the numbers of that list.
    for element in &mut elements {
        if let Element::Paragraph(Paragraph {
            list: Some(List { kind: ListKind::Numbers { list, .. }, .. }),
            ..
        }) = element
        {
            *list = lists.get(list).copied().unwrap_or(*list);
        }
    }
    name_places_once(&mut elements);
    elements
}

/// A place that both versions have is that of the new one.
fn name_places_once(elements: &mut [Element]) {
    let mut known = BTreeSet::new();
    for is_gone in [false, true] {
        for paragraph in elements.iter_mut().flat_map(Element::paragraphs) {
            if is_gone == (paragraph.mark == Change::Out) {
                paragraph.anchors.retain(|anchor| known.insert(anchor.clone()));
            }
        }
    }
}

/// Which numbered list of the document a paragraph is an item of.
fn list_number(paragraph: &Paragraph) -> Option<usize> {
    match paragraph.list?.kind {
        ListKind::Numbers { list, start: _ } => Some(list),
        ListKind::Bullets | ListKind::Continued | ListKind::Sections => None,
    }
}

fn table(old: Table, new: Table) -> Table {
    let rows = aligned(old.rows, new.rows).into_iter().map(|step| match step {
        Step::Both(old, new) => row(old, new),
        Step::Old(row) => row.marked(Change::Out),
        Step::New(row) => row.marked(Change::In),
    });
    Table {
        caption: paragraph(old.caption, new.caption),
        rows: rows.collect(),
        n_columns: new.n_columns,
        change: Change::Kept,
    }
}

fn row(old: Row, new: Row) -> Row {
    let cells = old.cells.into_iter().zip(new.cells).map(|(old, new)| paragraph(old, new)).collect();
    Row { cells, ..new }
}

fn paragraph(old: Paragraph, new: Paragraph) -> Paragraph {
    let mut anchors = new.anchors;
    // A link that was taken out still has to lead somewhere.
    let gone: Vec<Anchor> = old.anchors.into_iter().filter(|anchor| !anchors.contains(anchor)).collect();
    anchors.extend(gone);
    Paragraph { anchors, runs: words(&old.runs, &new.runs), ..new }
}

// --- what can be marked -------------------------------------------------------------------------

/// What can be put in or taken out as a whole, and be compared.
trait Part: Sized {
    /// What only parts of the same form have in common; parts of different forms are never paired.
    fn form(&self) -> Form;
    /// Its words.
    fn runs(&self) -> Vec<&Run>;
    /// The places of the page at which it begins.
    fn anchors(&self) -> &[Anchor];
    /// The whole part as something that only one version has.
    fn marked(self, change: Change) -> Self;
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// Its style, and the depth and the kind of its list.
    Paragraph(Style, Option<(u8, u64)>),
    /// The number of its columns.
    Table(usize),
    /// The number of its cells, and whether it has the headings.
    Row(usize, bool),
}

impl Part for Element {
    fn form(&self) -> Form {
        match self {
            Element::Paragraph(paragraph) => paragraph.form(),
            Element::Table(table) => Form::Table(table.n_columns),
        }
    }

    fn runs(&self) -> Vec<&Run> {
        match self {
            Element::Paragraph(paragraph) => paragraph.runs(),
            Element::Table(table) => {
                table.caption.runs.iter().chain(table.rows.iter().flat_map(Row::runs)).collect()
            }
        }
    }

    fn anchors(&self) -> &[Anchor] {
        match self {
            Element::Paragraph(paragraph) => &paragraph.anchors,
            Element::Table(table) => &table.caption.anchors,
        }
    }

    fn marked(self, change: Change) -> Self {
        match self {
            Element::Paragraph(paragraph) => Element::Paragraph(paragraph.marked(change)),
            Element::Table(table) => Element::Table(Table {
                caption: table.caption.marked(change),
                rows: table.rows.into_iter().map(|row| row.marked(change)).collect(),
                change,
                ..table
            }),
        }
    }
}

impl Part for Paragraph {
    fn form(&self) -> Form {
        let place = |list: List| {
            let kind = match list.kind {
                ListKind::Bullets => 0,
                ListKind::Continued => 1,
                ListKind::Sections => 2,
                ListKind::Numbers { list: _, start } => start.saturating_add(3),
            };
            (list.depth, kind)
        };
        Form::Paragraph(self.style, self.list.map(place))
    }

    fn runs(&self) -> Vec<&Run> {
        self.runs.iter().collect()
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn marked(self, change: Change) -> Self {
        let runs = self.runs.into_iter().map(|run| Run { change, ..run }).collect();
        Self { runs, mark: change, ..self }
    }
}

impl Part for Row {
    fn form(&self) -> Form {
        Form::Row(self.cells.len(), self.is_heading)
    }

    fn runs(&self) -> Vec<&Run> {
        self.cells.iter().flat_map(|cell| &cell.runs).collect()
    }

    fn anchors(&self) -> &[Anchor] {
        self.cells.first().map(|cell| cell.anchors.as_slice()).unwrap_or_default()
    }

    fn marked(self, change: Change) -> Self {
        Self { cells: self.cells.into_iter().map(|cell| cell.marked(change)).collect(), change, ..self }
    }
}

// --- what belongs together ----------------------------------------------------------------------

/// What becomes of a part.
#[derive(Debug)]
enum Step<T> {
    Both(T, T),
    Old(T),
    New(T),
}

fn aligned<T: Part>(old: Vec<T>, new: Vec<T>) -> Vec<Step<T>> {
    let mut numbers = BTreeMap::new();
    let mut number = |part: &T| {
        let next = numbers.len();
        let key = (part.form(), part.runs().into_iter().cloned().collect::<Vec<_>>());
        *numbers.entry(key).or_insert(next)
    };
    let ids = [&old, &new].map(|parts| parts.iter().map(&mut number).collect::<Vec<_>>());
    let ops = capture_diff_slices(Algorithm::Myers, &ids[0], &ids[1]);
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    let mut steps = Vec::new();
    for op in ops {
        let (n_old, n_new) = (op.old_range().len(), op.new_range().len());
        let [olds, news]: [Vec<T>; 2] =
            [old.by_ref().take(n_old).collect(), new.by_ref().take(n_new).collect()];
        match op {
            DiffOp::Equal { .. } => {
                steps.extend(olds.into_iter().zip(news).map(|(old, new)| Step::Both(old, new)));
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                between(olds, news, &mut steps);
            }
        }
    }
    steps
}

/// Pairs what is most alike, in order; what has no pair of the old version stands before what has none of the new one.
fn between<T: Part>(old: Vec<T>, new: Vec<T>, steps: &mut Vec<Step<T>>) {
    let pairs = pairs(&old, &new);
    let (mut old, mut new) = (old.into_iter().enumerate(), new.into_iter().enumerate());
    let mut take = |old_end: usize, new_end: usize, steps: &mut Vec<Step<T>>| {
        while let Some((_, part)) = (old.len() > old_end).then(|| old.next()).flatten() {
            steps.push(Step::Old(part));
        }
        while let Some((_, part)) = (new.len() > new_end).then(|| new.next()).flatten() {
            steps.push(Step::New(part));
        }
        if let (Some((_, old)), Some((_, new))) = (old.next(), new.next()) {
            steps.push(Step::Both(old, new));
        }
    };
    // What is left of each side once a pair has come up, the pair included; and at last nothing.
    for (old_left, new_left) in pairs.into_iter().chain([(0, 0)]) {
        take(old_left, new_left, steps);
    }
}

/// The pairs that are most alike together, as what is left of both sides where they come up.
fn pairs<T: Part>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let [olds, news] = [old, new].map(|parts| parts.iter().map(Traits::of).collect::<Vec<_>>());
    let likeness: Vec<Vec<usize>> =
        olds.iter().map(|old| news.iter().map(|new| old.likeness(new)).collect()).collect();
    // best[i][j]: how much is alike at most in what begins with old i and new j.
    let mut best = vec![vec![0_usize; news.len() + 1]; olds.len() + 1];
    for i in (0..olds.len()).rev() {
        for j in (0..news.len()).rev() {
            let paired = likeness[i][j];
            let with = if paired == 0 { 0 } else { paired + best[i + 1][j + 1] };
            best[i][j] = with.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < olds.len() && j < news.len() {
        let paired = likeness[i][j];
        if paired > 0 && best[i][j] == paired + best[i + 1][j + 1] {
            found.push((olds.len() - i, news.len() - j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// What a part is compared by.
struct Traits {
    form: Form,
    anchors: BTreeSet<Anchor>,
    /// How often each word stands in it.
    words: BTreeMap<String, usize>,
    n_words: usize,
}

impl Traits {
    fn of(part: &impl Part) -> Self {
        let mut words = BTreeMap::new();
        let mut n_words = 0;
        for token in part.runs().into_iter().flat_map(tokens).filter(|token| is_word(&token.text)) {
            *words.entry(token.text).or_default() += 1;
            n_words += 1;
        }
        Self { form: part.form(), anchors: part.anchors().iter().cloned().collect(), words, n_words }
    }

    /// How much of both is the same, in thousandths; nothing where it is too little.
    fn likeness(&self, other: &Self) -> usize {
        if self.form != other.form {
            return 0;
        }
        let common: usize = self
            .words
            .iter()
            .map(|(word, n)| (*n).min(other.words.get(word).copied().unwrap_or_default()))
            .sum();
        let words = (2000 * common).checked_div(self.n_words + other.n_words).unwrap_or(1000);
        let place = if self.anchors.is_disjoint(&other.anchors) { 0 } else { SAME_PLACE };
        Some(words + place).filter(|likeness| *likeness >= ALIKE).unwrap_or_default()
    }
}

// --- words --------------------------------------------------------------------------------------

/// The words of a paragraph in both versions.
fn words(old: &[Run], new: &[Run]) -> Vec<Run> {
    let [old, new] = [old, new].map(|runs| runs.iter().flat_map(tokens).collect::<Vec<_>>());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let n_same: usize = ops
        .iter()
        .filter(|op| matches!(op, DiffOp::Equal { .. }))
        .flat_map(|op| &new[op.new_range()])
        .filter(|token| is_word(&token.text))
        .count();
    let n_words = old.iter().chain(&new).filter(|token| is_word(&token.text)).count();
    let mut merged = Merged::default();
    if 2000 * n_same < TORN * n_words {
        (merged.out, merged.new) = (old, new);
        merged.flush();
        return joined(merged.runs);
    }
    for (position, op) in ops.iter().enumerate() {
        let [olds, news] = [&old[op.old_range()], &new[op.new_range()]];
        let is_within = position > 0 && position + 1 < ops.len();
        match op {
            // A blank between two words that changed would tear what replaces them apart.
            DiffOp::Equal { .. } if !(is_within && news.iter().all(|token| !is_word(&token.text))) => {
                merged.flush();
                merged.runs.extend_from_slice(news);
            }
            DiffOp::Equal { .. } | DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                merged.out.extend_from_slice(olds);
                merged.new.extend_from_slice(news);
            }
        }
    }
    merged.flush();
    joined(merged.runs)
}

/// Runs, and what has changed behind them.
#[derive(Default)]
struct Merged {
    runs: Vec<Run>,
    out: Vec<Run>,
    new: Vec<Run>,
}

impl Merged {
    fn flush(&mut self) {
        let marked = |runs: &mut Vec<Run>, change| {
            std::mem::take(runs).into_iter().map(move |run| Run { change, ..run })
        };
        self.runs.extend(marked(&mut self.out, Change::Out));
        self.runs.extend(marked(&mut self.new, Change::In));
    }
}

/// The words of a run, and each mark between them, as runs of their own.
fn tokens(run: &Run) -> Vec<Run> {
    let mut tokens: Vec<Run> = Vec::new();
    let mut goes_on = false;
    for character in run.text.chars() {
        let is_of_word = is_of_word(character);
        match tokens.last_mut() {
            Some(last) if goes_on && is_of_word => last.text.push(character),
            Some(_) | None => tokens.push(Run { text: character.to_string(), ..run.clone() }),
        }
        goes_on = is_of_word;
    }
    tokens
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '\'' | '’' | '_')
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}
