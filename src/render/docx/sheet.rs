//! What a document of Word is made of: paragraphs with styles, and tables, one after another.

use crate::render::page::{Anchor, Href, Text};

/// Whether something stands in both versions, or in one of them alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Change {
    /// It is in both, or there is one version only.
    #[default]
    Kept,
    /// It is in the new version alone.
    In,
    /// It is in the old version alone.
    Out,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    Paragraph(Paragraph),
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    pub(super) style: Style,
    pub(super) list: Option<List>,
    /// The places of the page that begin with it.
    pub(super) anchors: Vec<Anchor>,
    pub(super) runs: Vec<Run>,
    /// Whether the end of the paragraph stands in both versions.
    pub(super) mark: Change,
}

/// The place of a paragraph in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    pub(super) kind: ListKind,
    /// How many lists there are around this one.
    pub(super) depth: u8,
}

/// By what an item of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    /// A bullet.
    Bullets,
    /// A number.
    Numbers {
        /// Which of the numbered lists of the document it is.
        list: usize,
        /// The first number of that list.
        start: u64,
    },
    /// Nothing: a further paragraph of an item.
    Continued,
    /// The number of a section.
    Sections,
}

/// Words that look alike and lead to the same place; a line break stands as `\n`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Look,
    pub(super) target: Option<Target>,
    pub(super) change: Change,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Look {
    pub(super) is_strong: bool,
    pub(super) is_stressed: bool,
    pub(super) is_code: bool,
}

/// Where words lead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Target {
    /// A place of the document.
    Place(Anchor),
    /// A place elsewhere.
    Address(Href),
}

/// A table with its caption above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) caption: Paragraph,
    pub(super) n_columns: usize,
    /// The first one has the headings of the columns.
    pub(super) rows: Vec<Row>,
    pub(super) change: Change,
}

/// A row; one cell alone is the name of the rows that follow.
///
/// A cell is one paragraph, because Word cannot take back the end of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Paragraph>,
    pub(super) is_heading: bool,
    pub(super) change: Change,
}

impl Element {
    /// All of its paragraphs, those in cells among them.
    pub(super) fn paragraphs(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        let (own, rows): (_, &mut [Row]) = match self {
            Element::Paragraph(paragraph) => (paragraph, &mut []),
            Element::Table(table) => (&mut table.caption, &mut table.rows),
        };
        std::iter::once(own).chain(rows.iter_mut().flat_map(|row| &mut row.cells))
    }
}

impl Paragraph {
    /// A paragraph that begins no place of the page.
    pub(super) fn new(style: Style, runs: Vec<Run>) -> Self {
        Self { style, runs: joined(runs), ..Self::default() }
    }

    /// The paragraph as the place to which links lead.
    pub(super) fn at(mut self, anchor: Anchor) -> Self {
        if !anchor.is_empty() {
            self.anchors.insert(0, anchor);
        }
        self
    }
}

impl Run {
    /// Plain words.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words that must not be overlooked.
    pub(super) fn strong(text: &Text) -> Self {
        let look = Look { is_strong: true, ..Look::default() };
        Self { text: text.as_str().to_owned(), look, ..Self::default() }
    }
}

/// Neighbours that differ in nothing but their words as one.
pub(super) fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if (last.look, &last.target, last.change) == (run.look, &run.target, run.change) => {
                last.text.push_str(&run.text);
            }
            Some(_) | None => joined.push(run),
        }
    }
    joined
}

/// What a paragraph is; its looks are those of the style of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Style {
    #[default]
    Body,
    Company,
    Title,
    Fact,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    ContentsHeading,
    Contents,
    ListItem,
    Quote,
    Code,
    Divider,
    Remark,
    Definition,
    Caption,
    ColumnHeading,
    Cell,
    Role,
    Closing,
    End,
    NextPolicy,
}

impl Style {
    /// Every style of paragraphs.
    pub(super) const ALL: &[Style] = &[
        Style::Body,
        Style::Company,
        Style::Title,
        Style::Fact,
        Style::Heading1,
        Style::Heading2,
        Style::Heading3,
        Style::Heading4,
        Style::Heading5,
        Style::Heading6,
        Style::ContentsHeading,
        Style::Contents,
        Style::ListItem,
        Style::Quote,
        Style::Code,
        Style::Divider,
        Style::Remark,
        Style::Definition,
        Style::Caption,
        Style::ColumnHeading,
        Style::Cell,
        Style::Role,
        Style::Closing,
        Style::End,
        Style::NextPolicy,
    ];

    /// What a paragraph calls it, and what Word shows: the styles that Word comes with keep their names.
    pub(super) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Style::Body => ("BodyText", "Body Text"),
            Style::Company => ("Company", "Company"),
            Style::Title => ("Title", "Title"),
            Style::Fact => ("Fact", "Fact"),
            Style::Heading1 => ("Heading1", "heading 1"),
            Style::Heading2 => ("Heading2", "heading 2"),
            Style::Heading3 => ("Heading3", "heading 3"),
            Style::Heading4 => ("Heading4", "heading 4"),
            Style::Heading5 => ("Heading5", "heading 5"),
            Style::Heading6 => ("Heading6", "heading 6"),
            Style::ContentsHeading => ("ContentsHeading", "Contents Heading"),
            Style::Contents => ("Contents", "Contents"),
            Style::ListItem => ("ListParagraph", "List Paragraph"),
            Style::Quote => ("Quote", "Quote"),
            Style::Code => ("Code", "Code"),
            Style::Divider => ("Divider", "Divider"),
            Style::Remark => ("Remark", "Remark"),
            Style::Definition => ("Definition", "Definition"),
            Style::Caption => ("Caption", "caption"),
            Style::ColumnHeading => ("TableHeading", "Table Heading"),
            Style::Cell => ("TableText", "Table Text"),
            Style::Role => ("Role", "Role"),
            Style::Closing => ("Closing", "Closing Line"),
            Style::End => ("End", "End"),
            Style::NextPolicy => ("NextPolicy", "Next Policy"),
        }
    }

    /// The style of a heading, from 1.
    pub(super) const fn heading(level: u8) -> Self {
        match level {
            0 | 1 => Style::Heading1,
            2 => Style::Heading2,
            3 => Style::Heading3,
            4 => Style::Heading4,
            5 => Style::Heading5,
            _ => Style::Heading6,
        }
    }
}
