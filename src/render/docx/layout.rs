//! The page as paragraphs and tables, in its order.

use super::sheet::{Change, Element, List, ListKind, Look, Paragraph, Row, Run, Style, Table, Target};
use crate::render::page::{
    self, Anchor, Block, Definition, Entry, Fact, Inline, Item, Page, Party, Prose, Remark, Section,
    Statement, Text, anchors, resumed,
};

/// How deep a list of Word can stand in others.
const DEEPEST_LIST: u8 = 8;

/// Lays pages out, one after another.
#[derive(Debug, Default)]
pub(super) struct Layout {
    elements: Vec<Element>,
    /// The first number of each numbered list.
    pub(super) starts: Vec<u64>,
    /// What stands before each anchor, so that those of two policies do not meet.
    prefix: String,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// The style of its headings.
    level: u8,
    /// The style of its paragraphs.
    style: Style,
    /// The list around it.
    list: Option<List>,
}

impl Layout {
    /// The elements of a page.
    pub(super) fn page(&mut self, page: &Page, prefix: &str) -> Vec<Element> {
        let Page {
            language: _,
            direction: _,
            title,
            company,
            facts,
            introduction,
            glance,
            sections,
            glossary,
            contacts,
            footer,
            labels,
        } = page;
        prefix.clone_into(&mut self.prefix);
        if !company.is_empty() {
            self.words(Style::Company, vec![plain(company)]);
        }
        self.words(Style::Title, vec![plain(title)]);
        facts.iter().for_each(|fact| self.fact(fact));
        let contents = page.contents();
        if !contents.is_empty() {
            self.words(Style::ContentsHeading, vec![plain(&labels.contents)]);
            self.contents(&contents, 0);
        }
        self.items(introduction, 1);
        if let Some(table) = glance {
            self.heading(1, &anchors::GLANCE.into(), &labels.glance);
            self.table(table);
        }
        for section in sections {
            self.section(section, 1);
        }
        if !glossary.is_empty() {
            self.heading(1, &anchors::GLOSSARY.into(), &labels.glossary);
            glossary.iter().for_each(|entry| self.entry(entry));
        }
        if !contacts.is_empty() {
            self.heading(1, &anchors::CONTACTS.into(), &labels.contacts);
            contacts.iter().for_each(|party| self.party(party));
        }
        for line in footer {
            let runs = self.runs(line);
            self.words(Style::Closing, runs);
        }
        // Word cannot take back the end of the last paragraph, so there is one that is in every version.
        self.words(Style::End, Vec::new());
        std::mem::take(&mut self.elements)
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.elements.push(Element::Paragraph(paragraph));
    }

    fn words(&mut self, style: Style, runs: Vec<Run>) {
        self.paragraph(Paragraph::new(style, runs));
    }

    fn anchor(&self, anchor: &Anchor) -> Anchor {
        if anchor.is_empty() || self.prefix.is_empty() {
            return anchor.clone();
        }
        Anchor::from(format!("{}{anchor}", self.prefix))
    }

    fn heading(&mut self, level: u8, anchor: &Anchor, title: &Text) {
        let anchor = self.anchor(anchor);
        self.paragraph(Paragraph::new(Style::heading(level), vec![plain(title)]).at(anchor));
    }

    fn contents(&mut self, entries: &[Entry<'_>], depth: u8) {
        for entry in entries {
            let Entry { number, title, anchor, entries } = entry;
            let target = Some(Target::Place(self.anchor(&Anchor::from(*anchor))));
            let space = if number.is_empty() { "" } else { " " };
            let run = Run { target, ..Run::plain(format!("{number}{space}{title}")) };
            self.paragraph(Paragraph {
                list: Some(List { kind: ListKind::Continued, depth }),
                ..Paragraph::new(Style::Contents, vec![run])
            });
            self.contents(entries, deeper(depth));
        }
    }

    fn section(&mut self, section: &Section, level: u8) {
        let Section { anchor, number, title, items } = section;
        self.heading(level, anchor, title);
        // Word counts by itself, so that the numbers stay right in whatever is edited there.
        if let Some(Element::Paragraph(heading)) = self.elements.last_mut().filter(|_| !number.is_empty()) {
            let depth = level.saturating_sub(1).min(DEEPEST_LIST);
            heading.list = Some(List { kind: ListKind::Sections, depth });
        }
        self.items(items, level.saturating_add(1));
    }

    fn items(&mut self, items: &[Item], level: u8) {
        for (is_resumed, item) in resumed(items) {
            if is_resumed {
                self.words(Style::Divider, Vec::new());
            }
            match item {
                Item::Section(section) => self.section(section, level),
                Item::Statement(statement) => self.statement(statement, level),
                Item::Prose(prose) => self.prose(prose, level),
                Item::Table(table) => self.table(table),
                Item::Definition(definition) => {
                    let Definition { anchor, term, meaning, remarks } = definition;
                    let mut runs = vec![Run::strong(term), Run::plain(" ")];
                    runs.extend(self.runs(meaning));
                    self.placed(Style::Body, anchor, runs);
                    self.remarks(remarks);
                }
                Item::Link(pointer) => {
                    let page::Pointer { anchor, words, remarks } = pointer;
                    let runs = self.runs(words);
                    self.placed(Style::Body, anchor, runs);
                    self.remarks(remarks);
                }
            }
        }
    }

    fn placed(&mut self, style: Style, anchor: &Anchor, runs: Vec<Run>) {
        let anchor = self.anchor(anchor);
        self.paragraph(Paragraph::new(style, runs).at(anchor));
    }

    fn statement(&mut self, statement: &Statement, level: u8) {
        let Statement { anchor, title: _, lead, more, remarks } = statement;
        let mut runs = Vec::new();
        if let Some(title) = statement.run_in() {
            runs.extend([Run::strong(&Text::from(title)), Run::plain(" ")]);
        }
        runs.extend(self.runs(lead));
        self.placed(Style::Body, anchor, runs);
        self.blocks(more, Spot { level, style: Style::Body, list: None });
        self.remarks(remarks);
    }

    fn prose(&mut self, prose: &Prose, level: u8) {
        let Prose { anchor, title, blocks, remarks } = prose;
        let begins = self.elements.len();
        let level = match title {
            Some(title) => {
                self.heading(level, &Anchor::default(), title);
                level.saturating_add(1)
            }
            None => level,
        };
        self.blocks(blocks, Spot { level, style: Style::Body, list: None });
        let anchor = self.anchor(anchor);
        if let Some(Element::Paragraph(first)) = self.elements.get_mut(begins) {
            *first = std::mem::take(first).at(anchor);
        }
        self.remarks(remarks);
    }

    fn remarks(&mut self, remarks: &[Remark]) {
        for Remark { label, words } in remarks {
            let look = Look { is_stressed: true, ..Look::default() };
            let label = Run { look, ..Run::plain(format!("{label}:")) };
            let mut runs = vec![label, Run::plain(" ")];
            runs.extend(self.runs(words));
            self.words(Style::Remark, runs);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let Fact { label, value, datetime: _ } = fact;
        let mut runs = vec![Run::strong(label), Run::plain(": ")];
        runs.extend(self.runs(value));
        self.words(Style::Fact, runs);
    }

    fn entry(&mut self, entry: &Definition) {
        let Definition { anchor, term, meaning, remarks } = entry;
        let mut runs = vec![Run::strong(term), Run::plain(": ")];
        runs.extend(self.runs(meaning));
        self.placed(Style::Definition, anchor, runs);
        self.remarks(remarks);
    }

    fn party(&mut self, party: &Party) {
        let Party { anchor, role, name, facts } = party;
        self.heading(2, anchor, name);
        if !role.is_empty() {
            self.words(Style::Role, vec![plain(role)]);
        }
        facts.iter().for_each(|fact| self.fact(fact));
    }

    fn table(&mut self, table: &page::Table) {
        let page::Table { anchor, caption, columns, rows, remarks } = table;
        let cell = |text: &Text| Paragraph::new(Style::ColumnHeading, vec![plain(text)]);
        let heading =
            Row { cells: columns.iter().map(cell).collect(), is_heading: true, change: Change::Kept };
        let body: Vec<Row> = rows.iter().map(|row| self.row(row, columns.len())).collect();
        let anchor = self.anchor(anchor);
        self.elements.push(Element::Table(Table {
            caption: Paragraph::new(Style::Caption, vec![plain(caption)]).at(anchor),
            n_columns: columns.len(),
            rows: std::iter::once(heading).chain(body).collect(),
            change: Change::Kept,
        }));
        self.remarks(remarks);
    }

    fn row(&self, row: &page::Row, n_columns: usize) -> Row {
        let page::Row { anchor, cells } = row;
        let is_group = cells.len() == 1;
        let style = if is_group { Style::ColumnHeading } else { Style::Cell };
        let mut cells: Vec<Paragraph> = cells
            .iter()
            .map(|cell| {
                let mut runs = Vec::new();
                for phrase in cell {
                    if !runs.is_empty() {
                        runs.push(Run::plain(";\n"));
                    }
                    runs.extend(self.runs(phrase));
                }
                Paragraph::new(style, runs)
            })
            .collect();
        if !is_group {
            cells.resize(n_columns, Paragraph::new(style, Vec::new()));
        }
        if let Some(first) = cells.first_mut() {
            *first = std::mem::take(first).at(self.anchor(anchor));
        }
        Row { cells, is_heading: false, change: Change::Kept }
    }

    fn blocks(&mut self, blocks: &[Block], spot: Spot) {
        blocks.iter().for_each(|block| self.block(block, spot));
    }

    fn block(&mut self, block: &Block, spot: Spot) {
        let Spot { level, style, list } = spot;
        match block {
            Block::Paragraph(words) => {
                let runs = self.runs(words);
                self.paragraph(Paragraph { list, ..Paragraph::new(style, runs) });
            }
            Block::Heading { depth, words } => {
                let runs = self.runs(words);
                self.words(Style::heading(level.saturating_add(depth.saturating_sub(1))), runs);
            }
            Block::List { start, items } => {
                let depth = list.map_or(0, |list| deeper(list.depth));
                let kind = match start {
                    Some(start) => {
                        self.starts.push(*start);
                        ListKind::Numbers { list: self.starts.len() - 1, start: *start }
                    }
                    None => ListKind::Bullets,
                };
                let style = if style == Style::Body { Style::ListItem } else { style };
                for item in items {
                    let begins = self.elements.len();
                    let within = Some(List { kind: ListKind::Continued, depth });
                    self.blocks(item, Spot { level, style, list: within });
                    self.begins_item(begins, style, List { kind, depth });
                }
            }
            Block::Quote(blocks) => self.blocks(blocks, Spot { level, style: Style::Quote, list }),
            Block::Code(lines) => {
                let lines: Vec<&str> = lines.iter().map(Text::as_str).collect();
                let look = Look { is_code: true, ..Look::default() };
                let run = Run { look, ..Run::plain(lines.join("\n")) };
                self.paragraph(Paragraph { list, ..Paragraph::new(Style::Code, vec![run]) });
            }
            Block::Divider => self.words(Style::Divider, Vec::new()),
        }
    }

    /// Puts the bullet or the number before the first paragraph of an item; an item that begins with a list has one of its own.
    fn begins_item(&mut self, begins: usize, style: Style, list: List) {
        match self.elements.get_mut(begins) {
            Some(Element::Paragraph(first))
                if first.list == Some(List { kind: ListKind::Continued, depth: list.depth }) =>
            {
                first.list = Some(list);
            }
            Some(Element::Paragraph(_) | Element::Table(_)) | None => {
                let own = Paragraph { list: Some(list), ..Paragraph::new(style, Vec::new()) };
                self.elements.insert(begins, Element::Paragraph(own));
            }
        }
    }

    fn runs(&self, words: &[Inline]) -> Vec<Run> {
        let mut runs = Vec::new();
        for word in words {
            self.word(word, Look::default(), None, &mut runs);
        }
        runs
    }

    fn word(&self, word: &Inline, look: Look, target: Option<&Target>, runs: &mut Vec<Run>) {
        let run = |text: &str, look: Look, target: Option<Target>| Run { look, target, ..Run::plain(text) };
        match word {
            Inline::Text(text) => runs.push(run(text.as_str(), look, target.cloned())),
            Inline::Strong(inside) => {
                let look = Look { is_strong: true, ..look };
                inside.iter().for_each(|word| self.word(word, look, target, runs));
            }
            Inline::Emphasis(inside) => {
                let look = Look { is_stressed: true, ..look };
                inside.iter().for_each(|word| self.word(word, look, target, runs));
            }
            Inline::Code(text) => {
                runs.push(run(text.as_str(), Look { is_code: true, ..look }, target.cloned()));
            }
            Inline::Term { text, anchor } | Inline::Reference { text, anchor } => {
                runs.push(run(text.as_str(), look, Some(Target::Place(self.anchor(anchor)))));
            }
            Inline::Link { words, href } => {
                let target = match href.as_str().strip_prefix('#') {
                    Some(anchor) => Target::Place(self.anchor(&Anchor::from(anchor))),
                    None => Target::Address(href.clone()),
                };
                words.iter().for_each(|word| self.word(word, look, Some(&target), runs));
            }
            Inline::Break => runs.push(run("\n", look, target.cloned())),
        }
    }
}

fn plain(text: &Text) -> Run {
    Run::plain(text.as_str())
}

const fn deeper(depth: u8) -> u8 {
    if depth < DEEPEST_LIST { depth + 1 } else { depth }
}
