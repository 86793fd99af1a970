//! What stands on a page, already composed as words.
//!
//! A [`Page`] is plain data: it knows nothing of the policy model behind it and nothing of the format in which it will be published.
//! Whoever composes it decides the words and their order; the backends decide markup and looks, never content.
//!
//! # Design
//!
//! Strings which reach a reader come from authors, so they are kept in three types that can only be built clean:
//! [`Text`] holds no invisible or reordering characters, [`Anchor`] is always a usable `id`, [`Href`] always leads to a place that a policy may link to.
//! A backend then has one duty left, the escaping of its own format.

use std::fmt::{self, Write as _};

use crate::model::Link;

/// A whole policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The language of all its words, as a BCP 47 tag.
    pub language: Text,
    /// The direction in which that language is written.
    pub direction: Direction,
    /// The title of the policy, the only heading of the first level.
    pub title: Text,
    /// Who speaks, as a short name above the title.
    pub company: Text,
    /// Dates and other key facts below the title.
    pub facts: Vec<Fact>,
    /// What is said before the first section: what the policy covers, how it is accepted.
    pub introduction: Vec<Item>,
    /// The summary of all practices: one row for each kind of data.
    pub glance: Option<Table>,
    /// The document, in the order of its author.
    pub sections: Vec<Section>,
    /// Definitions to which [`Inline::Term`] leads.
    pub glossary: Vec<Definition>,
    /// The controller and everyone else who can be asked.
    pub contacts: Vec<Party>,
    /// Closing lines: earlier versions, other formats.
    pub footer: Vec<Vec<Inline>>,
    /// The fixed words of a page in its language.
    pub labels: Labels,
}

/// The fixed words of a page, which no author writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The first link of the page, for people who use a keyboard.
    pub skip: Text,
    /// Heading of the list of sections.
    pub contents: Text,
    /// Heading of the summary table.
    pub glance: Text,
    /// Heading of the glossary.
    pub glossary: Text,
    /// Heading of the contacts.
    pub contacts: Text,
    /// Spoken name of a `§` link; the name of what it leads to is put behind it.
    pub permalink: Text,
}

impl Default for Labels {
    fn default() -> Self {
        Labels {
            skip: "Skip to the policy".into(),
            contents: "Contents".into(),
            glance: "At a glance".into(),
            glossary: "Definitions".into(),
            contacts: "Contact".into(),
            permalink: "Permanent link".into(),
        }
    }
}

/// The direction in which a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// As in English.
    #[default]
    LeftToRight,
    /// As in Arabic and Hebrew.
    RightToLeft,
}

impl Direction {
    /// The value of the attribute `dir`.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// A label and its value: a date, an address, an opt-out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// The label, without a colon.
    pub label: Text,
    /// The value as a person reads it.
    pub value: Vec<Inline>,
    /// The value as a machine reads it, when it is a date: `2013-03-23`.
    pub datetime: Option<Text>,
}

/// A part of the document with a title.
///
/// Headings get their level from the nesting alone, so that the outline never has a gap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Where links to this section lead.
    pub anchor: Anchor,
    /// Its number among all sections, as in `2.1`; empty if sections have none.
    pub number: Text,
    /// Its heading.
    pub title: Text,
    /// What it says, its parts among it, in the order of its author.
    pub items: Vec<Item>,
}

impl Section {
    /// The section with this number, and those inside with theirs.
    #[must_use]
    pub fn numbered(mut self, number: &str) -> Self {
        self.number = number.into();
        let mut parts = 0_usize;
        self.items = self
            .items
            .into_iter()
            .map(|item| match item {
                Item::Section(part) => {
                    parts += 1;
                    Item::Section(part.numbered(&format!("{number}.{parts}")))
                }
                Item::Statement(_)
                | Item::Prose(_)
                | Item::Table(_)
                | Item::Definition(_)
                | Item::Link(_) => item,
            })
            .collect();
        self
    }

    /// The sections inside.
    pub fn parts(&self) -> impl Iterator<Item = &Section> {
        self.items.iter().filter_map(|item| match item {
            Item::Section(part) => Some(part),
            Item::Statement(_) | Item::Prose(_) | Item::Table(_) | Item::Definition(_) | Item::Link(_) => {
                None
            }
        })
    }
}

/// One thing said in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A sentence of the policy which has a meaning for the compiler.
    Statement(Statement),
    /// The author's own prose.
    Prose(Prose),
    /// Rows of the same shape, such as trackers.
    Table(Table),
    /// A word and its meaning, where the author put them.
    Definition(Definition),
    /// A link that stands alone.
    Link(Pointer),
    /// A part with a title of its own.
    Section(Section),
}

/// Each item with whether it goes on with what a section inside has interrupted.
///
/// Without a sign of it, such an item would seem to belong to the section before it.
pub fn resumed(items: &[Item]) -> impl Iterator<Item = (bool, &Item)> {
    let mut follows_section = false;
    items.iter().map(move |item| {
        let is_section = matches!(item, Item::Section(_));
        (std::mem::replace(&mut follows_section, is_section) && !is_section, item)
    })
}

/// A sentence of the policy with its permanent address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// Where links to this statement lead.
    pub anchor: Anchor,
    /// Its title, which runs into the sentence: see [`Statement::run_in`].
    pub title: Option<Text>,
    /// The sentence itself.
    pub lead: Vec<Inline>,
    /// What the sentence introduces: a list that is too long to stand in a line, further paragraphs.
    pub more: Vec<Block>,
    /// Notes, examples and references beside it.
    pub remarks: Vec<Remark>,
}

impl Statement {
    /// A statement in its author's own wording: the first paragraph becomes the lead.
    #[must_use]
    pub fn from_blocks(anchor: Anchor, blocks: Vec<Block>) -> Self {
        let mut more = blocks;
        let lead = match more.first_mut() {
            Some(Block::Paragraph(words)) => {
                let words = std::mem::take(words);
                more.remove(0);
                words
            }
            Some(
                Block::Heading { .. }
                | Block::List { .. }
                | Block::Quote(_)
                | Block::Code(_)
                | Block::Divider,
            )
            | None => Vec::new(),
        };
        Statement { anchor, title: None, lead, more, remarks: Vec::new() }
    }

    /// The title as it stands before the sentence on the same line, ended by a mark.
    #[must_use]
    pub fn run_in(&self) -> Option<String> {
        let title = self.title.as_ref()?.as_str();
        let ends = title.trim_end_matches(['”', '"', ')']).ends_with(['.', '!', '?', '…', ':']);
        Some(if ends { title.to_owned() } else { format!("{title}.") })
    }

    /// What it is called: its title, or else its address.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(self.anchor.as_str(), Text::as_str)
    }
}

/// Something said beside a statement, a text, a definition or a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    /// What it is: "Note", "For example", "Law".
    pub label: Text,
    /// What it says.
    pub words: Vec<Inline>,
}

/// Prose between statements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// Where links to this prose lead.
    pub anchor: Anchor,
    /// Its title, if it has one; it becomes a heading below the section's.
    pub title: Option<Text>,
    /// Its paragraphs, from [`prose::parse`](crate::render::prose::parse).
    pub blocks: Vec<Block>,
    /// Notes, examples and references beside it.
    pub remarks: Vec<Remark>,
}

/// A table whose first column names the row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Where links to this table lead.
    pub anchor: Anchor,
    /// What the table shows.
    pub caption: Text,
    /// The headings of the columns.
    pub columns: Vec<Text>,
    /// The rows; each has as many cells as there are columns, or one alone: the name of the rows that follow.
    pub rows: Vec<Row>,
    /// Notes, examples and references beside it.
    pub remarks: Vec<Remark>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Where links to this row lead; empty if nothing links to it.
    pub anchor: Anchor,
    /// Its cells, the first one being the row's name.
    pub cells: Vec<Cell>,
}

/// A cell: one phrase, or several which are shown as a list.
pub type Cell = Vec<Vec<Inline>>;

/// A word and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definition {
    /// Where the word leads, wherever it occurs.
    pub anchor: Anchor,
    /// The word.
    pub term: Text,
    /// Its meaning.
    pub meaning: Vec<Inline>,
    /// Notes, examples and references beside it.
    pub remarks: Vec<Remark>,
}

/// A link that stands alone, with its permanent address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pointer {
    /// Where links to this pointer lead.
    pub anchor: Anchor,
    /// The link, from [`Inline::link`], and words around it.
    pub words: Vec<Inline>,
    /// Notes, examples and references beside it.
    pub remarks: Vec<Remark>,
}

/// Someone who can be asked: the controller, a representative, an authority.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Where links to this party lead.
    pub anchor: Anchor,
    /// Its part in the policy: "Controller", "Data protection officer".
    pub role: Text,
    /// Its name.
    pub name: Text,
    /// How to reach it.
    pub facts: Vec<Fact>,
}

/// A block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading inside prose.
    Heading {
        /// How far below the heading of its section, from 1.
        depth: u8,
        /// The heading.
        words: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// Words of somebody else.
    Quote(Vec<Block>),
    /// Lines which must stay as they are.
    Code(Vec<Text>),
    /// A change of subject.
    Divider,
}

impl Block {
    /// A list without numbers, each item one phrase.
    pub fn list(phrases: impl IntoIterator<Item = Vec<Inline>>) -> Self {
        Block::List {
            start: None,
            items: phrases.into_iter().map(|words| vec![Block::Paragraph(words)]).collect(),
        }
    }
}

/// A run of words in a sentence.
///
/// Spaces belong to the words: nothing is put between two runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(Text),
    /// Words that must not be overlooked.
    Strong(Vec<Inline>),
    /// Stressed words.
    Emphasis(Vec<Inline>),
    /// Something to be typed or found as it is.
    Code(Text),
    /// A word that the glossary defines.
    Term {
        /// The word as it stands in this sentence.
        text: Text,
        /// Its definition.
        anchor: Anchor,
    },
    /// Another place of the same page.
    Reference {
        /// The name of that place.
        text: Text,
        /// That place.
        anchor: Anchor,
    },
    /// A place elsewhere.
    Link {
        /// What is clicked.
        words: Vec<Inline>,
        /// Where it leads.
        href: Href,
    },
    /// A new line, as in a postal address.
    Break,
}

impl Inline {
    /// Plain words.
    pub fn text(words: impl Into<Text>) -> Self {
        Inline::Text(words.into())
    }

    /// Words that must not be overlooked.
    pub fn strong(words: impl Into<Text>) -> Self {
        Inline::Strong(vec![Inline::Text(words.into())])
    }

    /// A word that the glossary defines.
    pub fn term(words: impl Into<Text>, anchor: impl Into<Anchor>) -> Self {
        Inline::Term { text: words.into(), anchor: anchor.into() }
    }

    /// Another place of the same page.
    pub fn reference(words: impl Into<Text>, anchor: impl Into<Anchor>) -> Self {
        Inline::Reference { text: words.into(), anchor: anchor.into() }
    }

    /// A place elsewhere; plain words if the address is not one to which a policy may link.
    pub fn link(words: impl Into<Text>, address: &str) -> Self {
        let text = Inline::Text(words.into());
        match Href::new(address) {
            Some(href) => Inline::Link { words: vec![text], href },
            None => text,
        }
    }
}

/// Words for a reader, without characters that hide or reorder other characters.
///
/// A line break becomes a space.
/// The marks which right-to-left scripts need (U+200E, U+200F) and joiners stay; embeddings, overrides and isolates go, because they can make a sentence read as its opposite.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(String);

impl Text {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Text(raw.replace("\r\n", "\n").chars().filter_map(readable).collect())
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Self {
        Text::from(raw.as_str())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The character as a reader may get it, if at all.
fn readable(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Embeddings, overrides and isolates; byte order mark, annotations and tags.
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        _ => (!character.is_control()).then_some(character),
    }
}

/// A place on the page: the value of an `id`.
///
/// Empty means that the place has no address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Anchor(String);

impl Anchor {
    /// The value of the `id`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the place has no address.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Anchor {
    fn from(raw: &str) -> Self {
        Anchor(
            raw.chars()
                .map(
                    |character| {
                        if character.is_alphanumeric() || "-._".contains(character) { character } else { '-' }
                    },
                )
                .collect(),
        )
    }
}

impl From<String> for Anchor {
    fn from(raw: String) -> Self {
        Anchor::from(raw.as_str())
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An address to which a policy may link: a web page, a mailbox, a telephone, a place on the page itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Href(String);

impl Href {
    /// The address, unless its scheme could run a program or leads into the reader's own machine.
    #[must_use]
    pub fn new(raw: &str) -> Option<Self> {
        Link::can_lead_to(raw).then(|| Href(encoded(raw.trim())))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Href {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The address with everything percent-encoded that could end an address in some format.
fn encoded(address: &str) -> String {
    let mut encoded = String::new();
    for character in address.chars() {
        if character.is_alphanumeric() || "-._~:/?#@!$&'*+,;=%[]".contains(character) {
            encoded.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// An entry of the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'page> {
    /// The number of the section; empty if it has none.
    pub number: &'page str,
    /// The title to show.
    pub title: &'page Text,
    /// Where it leads.
    pub anchor: &'page str,
    /// Its parts.
    pub entries: Vec<Entry<'page>>,
}

/// Addresses of the parts which the page itself adds.
/// They cannot meet a name of the policy, because no name has two hyphens in a row.
pub mod anchors {
    /// The heading of the list of contents.
    pub const CONTENTS: &str = "candor--contents";
    /// Where the skip link leads.
    pub const CONTENT: &str = "candor--content";
    /// The summary table.
    pub const GLANCE: &str = "candor--glance";
    /// The glossary.
    pub const GLOSSARY: &str = "candor--definitions";
    /// The contacts.
    pub const CONTACTS: &str = "candor--contact";
}

impl Page {
    /// The list of contents, in the order of the page.
    #[must_use]
    pub fn contents(&self) -> Vec<Entry<'_>> {
        let part = |title, anchor, present: bool| {
            present.then_some(Entry { number: "", title, anchor, entries: Vec::new() })
        };
        let glance = part(&self.labels.glance, anchors::GLANCE, self.glance.is_some());
        let glossary = part(&self.labels.glossary, anchors::GLOSSARY, !self.glossary.is_empty());
        let contacts = part(&self.labels.contacts, anchors::CONTACTS, !self.contacts.is_empty());
        glance.into_iter().chain(entries(self.sections.iter())).chain(glossary).chain(contacts).collect()
    }
}

fn entries<'page>(sections: impl Iterator<Item = &'page Section>) -> Vec<Entry<'page>> {
    sections
        .map(|section| Entry {
            number: section.number.as_str(),
            title: &section.title,
            anchor: section.anchor.as_str(),
            entries: entries(section.parts()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_no_hidden_characters() {
        assert_eq!(Text::from("a\u{202e}b\u{2066}c\u{0}d\u{7}e\u{feff}f\u{e0041}g").as_str(), "abcdefg");
        assert_eq!(Text::from("one\r\ntwo\tthree\u{2028}four").as_str(), "one two three four");
        assert_eq!(
            Text::from("\u{200f}שלום\u{200f} né 👩\u{200d}⚖️").as_str(),
            "\u{200f}שלום\u{200f} né 👩\u{200d}⚖️"
        );
    }

    #[test]
    fn address_leads_only_where_a_policy_may_link() {
        for refused in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
            "//host/path",
            "/path",
            "path",
            "https:/x",
            "https://",
            "#",
            "",
        ] {
            assert_eq!(Href::new(refused), None, "{refused:?}");
        }
        for kept in [
            "https://example.com/a?b=c&d=e#f",
            "HTTP://example.com",
            "mailto:a@b.example",
            "tel:+1555",
            "#place",
        ] {
            assert_eq!(Href::new(kept).unwrap().as_str(), kept);
        }
        assert_eq!(
            Href::new("https://e.example/\" onx=(1)>\u{202e}").unwrap().as_str(),
            "https://e.example/%22%20onx=%281%29%3E%E2%80%AE"
        );
    }

    #[test]
    fn anchor_is_always_an_id() {
        assert_eq!(Anchor::from("sharing.legal-requests").as_str(), "sharing.legal-requests");
        assert_eq!(Anchor::from("a b\"c<d>").as_str(), "a-b-c-d-");
    }

    #[test]
    fn first_paragraph_of_prose_leads_a_statement() {
        let words = |text| vec![Inline::text(text)];
        let blocks = vec![Block::Paragraph(words("one")), Block::Paragraph(words("two"))];
        let statement = Statement::from_blocks("s".into(), blocks);
        assert_eq!((statement.lead, statement.more), (words("one"), vec![Block::Paragraph(words("two"))]));
        let statement = Statement::from_blocks("s".into(), vec![Block::Divider]);
        assert_eq!((statement.lead, statement.more), (Vec::new(), vec![Block::Divider]));
    }

    #[test]
    fn contents_name_every_part_in_order() {
        let section =
            |title: &str| Section { title: title.into(), anchor: title.into(), ..Section::default() };
        let page = Page {
            glance: Some(Table::default()),
            sections: vec![Section {
                items: vec![
                    Item::Section(section("first")),
                    Item::Prose(Prose::default()),
                    Item::Section(section("second")),
                ],
                ..section("outer")
            }],
            contacts: vec![Party::default()],
            ..Page::default()
        };
        let contents = page.contents();
        let anchors: Vec<&str> = contents.iter().map(|entry| entry.anchor).collect();
        assert_eq!(anchors, [anchors::GLANCE, "outer", anchors::CONTACTS]);
        let parts: Vec<&str> = contents[1].entries.iter().map(|entry| entry.anchor).collect();
        assert_eq!(parts, ["first", "second"]);
    }

    #[test]
    fn only_what_stands_behind_a_section_resumes_the_outer_one() {
        let (prose, section) = (Item::Prose(Prose::default()), Item::Section(Section::default()));
        let items = [&prose, &section, &section, &prose, &prose, &section].map(Clone::clone);
        let resumed: Vec<bool> = resumed(&items).map(|(is_resumed, _)| is_resumed).collect();
        assert_eq!(resumed, [false, false, false, true, false, false]);
    }
}
