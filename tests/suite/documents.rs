//! Documents of Word: that they are made as Word wants them, and that a redline is both versions.
//!
//! How they look is shown by `LibreOffice`: `tests/documents/`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use candor::render::compose;
use candor::render::docx::{docx, redline};
use candor::render::page::Page;
use roxmltree::{Document, Node};

use crate::semantics::draft::Choices;
use crate::semantics::number;
use crate::{differences, renders};

/// Which version is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// All changes are rejected.
    Old,
    /// All changes are accepted.
    New,
}

impl Version {
    /// The mark of what the other version alone has.
    const fn gone(self) -> &'static str {
        match self {
            Version::Old => "ins",
            Version::New => "del",
        }
    }
}

/// The files of a package.
fn files(package: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).expect("it is a package");
    let mut files = BTreeMap::new();
    for number in 0..zip.len() {
        let mut file = zip.by_index(number).expect("it is there");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("it is text");
        let name = file.name().expect("it has a name").into_owned();
        files.insert(name, text);
    }
    files
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn child<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Option<Node<'a, 'b>> {
    node.children().find(|node| node.tag_name().name() == name)
}

/// What Word shows of one version: a line for each paragraph and for each cell of a row.
struct Reader<'a> {
    version: Version,
    addresses: BTreeMap<&'a str, &'a str>,
    lists: BTreeMap<&'a str, String>,
    lines: Vec<String>,
    /// What is left of a paragraph whose end is gone: it belongs to the next one.
    carried: Runs,
}

/// Words, each with how they look and where they lead.
type Runs = Vec<(String, String)>;

fn read(package: &[u8], version: Version) -> Vec<String> {
    let files = files(package);
    let parse = |name: &str| Document::parse(&files[name]).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let (body, relations, numbering) =
        (parse("word/document.xml"), parse("word/_rels/document.xml.rels"), parse("word/numbering.xml"));
    let mut reader = Reader {
        version,
        addresses: relations
            .descendants()
            .filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?)))
            .collect(),
        lists: numbering
            .root_element()
            .children()
            .filter(|node| node.tag_name().name() == "num")
            .filter_map(|node| {
                let kind = value(child(node, "abstractNumId")?, "val")?;
                let start = node.descendants().find(|node| node.tag_name().name() == "startOverride");
                let start = start.and_then(|start| value(start, "val")).unwrap_or_default();
                Some((value(node, "numId")?, format!("{kind}/{start}")))
            })
            .collect(),
        lines: Vec::new(),
        carried: Runs::new(),
    };
    let body = child(body.root_element(), "body").expect("a document has a body");
    for node in body.children() {
        match node.tag_name().name() {
            "p" => reader.paragraph(node),
            "tbl" => reader.table(node),
            "sectPr" => {}
            other => panic!("no place for {other}"),
        }
    }
    assert!(reader.carried.is_empty(), "the last paragraph has an end in every version");
    reader.lines
}

impl Reader<'_> {
    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr").expect("a paragraph has a style");
        let mut runs = std::mem::take(&mut self.carried);
        for node in node.children() {
            self.content(node, "", &mut runs);
        }
        let mark = child(properties, "rPr");
        if mark.is_some_and(|mark| child(mark, self.version.gone()).is_some()) {
            self.carried = runs;
            return;
        }
        let style = child(properties, "pStyle").and_then(|style| value(style, "val")).unwrap_or_default();
        let list = child(properties, "numPr").map(|list| {
            let of = |name: &str| child(list, name).and_then(|node| value(node, "val")).unwrap_or_default();
            format!("{} {}", self.lists[of("numId")], of("ilvl"))
        });
        let indent = child(properties, "ind").and_then(|node| value(node, "left")).unwrap_or_default();
        let words: String = runs
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|runs| {
                let words: String = runs.iter().map(|(_, words)| words.as_str()).collect();
                format!("{{{}}}{words}", runs[0].0)
            })
            .collect();
        self.lines.push(format!("{style} {list:?} {indent}: {words}"));
    }

    fn content(&self, node: Node<'_, '_>, target: &str, runs: &mut Runs) {
        match node.tag_name().name() {
            name if name == self.version.gone() => {}
            "ins" | "del" => node.children().for_each(|node| self.content(node, target, runs)),
            "hyperlink" => {
                let address = value(node, "id").map(|id| self.addresses[id]);
                let target = address.or(value(node, "anchor")).expect("a link leads somewhere");
                node.children().for_each(|node| self.content(node, target, runs));
            }
            "r" => {
                let look = child(node, "rPr").map_or(Vec::new(), |looks| {
                    looks
                        .children()
                        .map(|look| format!("{} {:?}", look.tag_name().name(), value(look, "val")))
                        .collect()
                });
                for node in node.children() {
                    let words = match node.tag_name().name() {
                        "t" | "delText" => node.text().unwrap_or_default(),
                        "br" => "\n",
                        _ => continue,
                    };
                    runs.push((format!("{} {target}", look.join(",")), words.to_owned()));
                }
            }
            "pPr" | "bookmarkStart" | "bookmarkEnd" => {}
            other => panic!("no place for {other}"),
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        assert!(self.carried.is_empty(), "words cannot run into a table");
        for row in node.children().filter(|node| node.tag_name().name() == "tr") {
            let properties = child(row, "trPr").expect("a row has properties");
            if child(properties, self.version.gone()).is_some() {
                continue;
            }
            self.lines.push("row".to_owned());
            for cell in row.children().filter(|node| node.tag_name().name() == "tc") {
                let paragraphs: Vec<_> =
                    cell.children().filter(|node| node.tag_name().name() == "p").collect();
                assert_eq!(paragraphs.len(), 1);
                self.paragraph(paragraphs[0]);
                assert!(self.carried.is_empty(), "the end of a cell is no character");
            }
        }
    }
}

/// Word opens no file in which these do not stand in its order.
const ORDER: &[(&str, &[&str])] = &[
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "numPr",
            "pBdr",
            "tabs",
            "bidi",
            "spacing",
            "ind",
            "contextualSpacing",
            "outlineLvl",
            "rPr",
        ],
    ),
    ("rPr", &["ins", "del", "rStyle", "rFonts", "b", "i", "color", "sz", "szCs", "u", "lang"]),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    ("tblPr", &["tblStyle", "bidiVisual", "tblW", "tblBorders", "tblCellMar", "tblLook"]),
    ("tr", &["trPr", "tc"]),
    ("trPr", &["cantSplit", "tblHeader", "ins", "del"]),
    ("tc", &["tcPr", "p"]),
    ("tcPr", &["tcW", "gridSpan", "shd"]),
    ("style", &["name", "basedOn", "next", "qFormat", "pPr", "rPr", "tblPr", "tblStylePr"]),
    ("lvl", &["start", "numFmt", "suff", "lvlText", "lvlJc", "pPr"]),
    ("numbering", &["abstractNum", "num"]),
    ("sectPr", &["footerReference", "pgSz", "pgMar", "bidi"]),
];

fn assert_well_made(case: &str, package: &[u8]) {
    let files = files(package);
    let types = &files["[Content_Types].xml"];
    let mut ids = Vec::new();
    for (name, text) in &files {
        let xml = Document::parse(text).unwrap_or_else(|fault| panic!("{case}, {name}: {fault}"));
        let is_known = name.ends_with(".rels") || name.starts_with('[');
        assert!(is_known || types.contains(&format!("PartName=\"/{name}\"")), "{case}: {name} has no type");
        for node in xml.descendants().filter(Node::is_element) {
            let tag = node.tag_name().name();
            if let Some((_, order)) = ORDER.iter().find(|(known, _)| *known == tag) {
                let places: Vec<usize> = node
                    .children()
                    .filter(Node::is_element)
                    .map(|child| {
                        let name = child.tag_name().name();
                        let place = order.iter().position(|known| *known == name);
                        place.unwrap_or_else(|| panic!("{case}: {name} in {tag}"))
                    })
                    .collect();
                assert!(places.is_sorted(), "{case}: the order of {tag}");
            }
            if matches!(tag, "ins" | "del") {
                assert_eq!(value(node, "author"), Some("Candor"));
                assert_eq!(value(node, "date"), None, "the same input gives the same bytes");
                ids.extend(value(node, "id").map(str::to_owned));
            }
        }
        // Every style and every list that is named is there.
        if name == "word/document.xml" {
            for node in xml.descendants() {
                let known = match node.tag_name().name() {
                    "pStyle" | "rStyle" | "tblStyle" => ("word/styles.xml", "styleId"),
                    "numId" => ("word/numbering.xml", "numId"),
                    _ => continue,
                };
                let named = value(node, "val").unwrap_or_default();
                assert!(files[known.0].contains(&format!("{}=\"{named}\"", known.1)), "{case}: {named}");
            }
        }
    }
    let n_ids = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "{case}: each change has a number of its own");
}

fn assert_both(case: &str, old: &Page, new: &Page) {
    let both = redline([(old, new)]);
    assert_well_made(case, &both);
    for (version, page) in [(Version::Old, old), (Version::New, new)] {
        let (read, whole) = (self::read(&both, version), self::read(&docx(page), version));
        for (one, other) in read.iter().zip(&whole) {
            assert_eq!(one, other, "{case}, {version:?}");
        }
        assert_eq!(read.len(), whole.len(), "{case}, {version:?}");
    }
}

#[test]
fn a_redline_is_both_versions() {
    let pages: Vec<(String, Page)> =
        renders::pages().into_iter().chain([("nothing".to_owned(), Page::default())]).collect();
    for (case, page) in &pages {
        assert_well_made(case, &docx(page));
        assert!(read(&docx(page), Version::New).len() > 1);
    }
    for pair in pages.windows(2) {
        let [(one, old), (other, new)] = pair else { continue };
        assert_both(&format!("{one} to {other}"), old, new);
        assert_both(&format!("{other} to {one}"), new, old);
    }
    for (old, new, _) in differences::pairs(number("CANDOR_SEED", 7), number("CANDOR_POLICIES", 30)) {
        if let (Some(one), Some(other)) = (old.read(), new.read()) {
            let [one, other] = [one, other].map(|read| compose::compose(&read.policy));
            assert_both(&old.shown(), &one, &other);
        }
    }
    for seed in 0..number("CANDOR_POLICIES", 10) {
        let whole = |seed| differences::whole(&mut Choices::new(seed)).read();
        if let (Some(one), Some(other)) = (whole(2 * seed), whole(2 * seed + 1)) {
            let [one, other] = [one, other].map(|read| compose::compose(&read.policy));
            assert_both(&format!("seed {seed}"), &one, &other);
        }
    }
}

/// A page of which every sentence differs is still told word by word, where words stayed.
#[test]
fn what_stayed_has_no_mark() {
    let (case, page) = renders::pages().into_iter().next().expect("there is a page");
    let mut changed = page.clone();
    changed.title = "Another title".into();
    changed.facts.remove(0);
    let both = redline([(&page, &changed)]);
    let files = files(&both);
    let xml = Document::parse(&files["word/document.xml"]).expect("it is XML");
    let said = |tag: &str| -> String {
        let marked = xml.descendants().filter(|node| node.tag_name().name() == tag);
        marked
            .flat_map(|node| node.descendants())
            .filter(Node::is_text)
            .filter_map(|node| node.text())
            .collect()
    };
    assert!(said("ins").contains("Another") && said("ins").len() < 40, "{case}: {}", said("ins"));
    assert!(said("del").len() < 100, "{case}: {}", said("del"));
}
