//! The body of a document in `WordprocessingML`, with the addresses that it leads to.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::parts::{BULLETS, SECTIONS, first_list};
use super::sheet::{Change, Element, List, ListKind, Look, Paragraph, Row, Run, Style, Table, Target};
use super::xml::Xml;
use crate::render::page::{Anchor, Direction};

/// Who has made the changes.
const AUTHOR: &str = "Candor";
/// How many characters the name of a place may have in Word, and how many of them tell two places apart.
const LONGEST_NAME: usize = 40;
const MARK_OF_NAME: usize = 8;
/// How far a paragraph without a bullet of its own stands from the edge, for each list around it; in twentieths of a point.
pub(super) const INDENT: usize = 360;
/// What stands between the edges of the page, in the same unit.
const WIDTH: usize = 9070;

/// The body, and where its links lead.
#[derive(Debug)]
pub(super) struct Body {
    xml: Xml,
    direction: Direction,
    /// Addresses in the order in which they first occur.
    pub(super) addresses: Vec<String>,
    n_changes: usize,
    n_places: usize,
}

/// Writes the file of the body.
pub(super) fn body(elements: &[Element], direction: Direction) -> (String, Vec<String>) {
    let mut body = Body { xml: Xml::new(), direction, addresses: Vec::new(), n_changes: 0, n_places: 0 };
    let mut xml = std::mem::replace(&mut body.xml, Xml::new());
    xml.element(
        "w:document",
        &[
            ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
            ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ],
        |xml| {
            xml.element("w:body", &[], |xml| {
                elements.iter().for_each(|element| body.element(xml, element));
                section(xml, direction);
            });
        },
    );
    (xml.finish(), body.addresses)
}

/// The size of the paper and what stands at its foot.
fn section(xml: &mut Xml, direction: Direction) {
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rIdFooter")]);
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let edge = "1418";
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", edge),
                ("w:right", edge),
                ("w:bottom", edge),
                ("w:left", edge),
                ("w:header", "709"),
                ("w:footer", "709"),
                ("w:gutter", "0"),
            ],
        );
        match direction {
            Direction::LeftToRight => {}
            Direction::RightToLeft => xml.empty("w:bidi", &[]),
        }
    });
}

impl Body {
    fn element(&mut self, xml: &mut Xml, element: &Element) {
        match element {
            Element::Paragraph(paragraph) => self.paragraph(xml, paragraph),
            Element::Table(table) => {
                self.paragraph(xml, &table.caption);
                self.table(xml, table);
                // Two tables in a row would become one.
                let behind = Paragraph { mark: table.change, ..Paragraph::new(Style::End, Vec::new()) };
                self.paragraph(xml, &behind);
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, paragraph: &Paragraph) {
        let Paragraph { style, list, anchors, runs, mark } = paragraph;
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", style.names().0);
                if let Some(list) = list {
                    place_in_list(xml, *list);
                }
                if *mark != Change::Kept {
                    xml.element("w:rPr", &[], |xml| self.mark(xml, *mark));
                }
            });
            for anchor in anchors {
                let id = self.n_places.to_string();
                self.n_places += 1;
                xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &place(anchor))]);
                xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
            }
            for runs in runs.chunk_by(|one, other| one.target == other.target) {
                self.linked(xml, runs);
            }
        });
    }

    /// Says in the properties of something that it is put in or taken out.
    fn mark(&mut self, xml: &mut Xml, change: Change) {
        if let Some(name) = tag(change) {
            let id = self.number();
            xml.empty(name, &[("w:id", &id), ("w:author", AUTHOR)]);
        }
    }

    fn number(&mut self) -> String {
        self.n_changes += 1;
        self.n_changes.to_string()
    }

    /// Runs that lead to one place.
    fn linked(&mut self, xml: &mut Xml, runs: &[Run]) {
        let target = runs.first().and_then(|run| run.target.as_ref());
        let (key, value) = match target {
            None => return runs.iter().for_each(|run| self.run(xml, run)),
            Some(Target::Place(anchor)) => ("w:anchor", place(anchor)),
            Some(Target::Address(href)) => ("r:id", self.address(href.as_str())),
        };
        xml.element("w:hyperlink", &[(key, &value), ("w:history", "1")], |xml| {
            runs.iter().for_each(|run| self.run(xml, run));
        });
    }

    fn address(&mut self, address: &str) -> String {
        let known = self.addresses.iter().position(|known| known == address);
        let number = known.unwrap_or_else(|| {
            self.addresses.push(address.to_owned());
            self.addresses.len() - 1
        });
        format!("rId{number}")
    }

    fn run(&mut self, xml: &mut Xml, run: &Run) {
        match tag(run.change) {
            None => words(xml, run),
            Some(name) => {
                let id = self.number();
                xml.element(name, &[("w:id", &id), ("w:author", AUTHOR)], |xml| words(xml, run));
            }
        }
    }

    fn table(&mut self, xml: &mut Xml, table: &Table) {
        let width = (WIDTH / table.n_columns.max(1)).to_string();
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.value("w:tblStyle", "TableGrid");
                match self.direction {
                    Direction::LeftToRight => {}
                    Direction::RightToLeft => xml.empty("w:bidiVisual", &[]),
                }
                xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
                xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
            });
            xml.element("w:tblGrid", &[], |xml| {
                (0..table.n_columns).for_each(|_| xml.empty("w:gridCol", &[("w:w", &width)]));
            });
            table.rows.iter().for_each(|row| self.row(xml, row, table.n_columns));
        });
    }

    fn row(&mut self, xml: &mut Xml, row: &Row, n_columns: usize) {
        let width = WIDTH / n_columns.max(1);
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                if row.is_heading {
                    xml.empty("w:cantSplit", &[]);
                    xml.empty("w:tblHeader", &[]);
                }
                self.mark(xml, row.change);
            });
            for cell in &row.cells {
                let n_columns = n_columns - (row.cells.len() - 1).min(n_columns - 1);
                xml.element("w:tc", &[], |xml| {
                    xml.element("w:tcPr", &[], |xml| {
                        let width = (width * n_columns).to_string();
                        xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
                        if n_columns > 1 {
                            xml.value("w:gridSpan", &n_columns.to_string());
                        }
                    });
                    // The end of a cell is no character that could be taken back; its row is marked.
                    self.paragraph(xml, &Paragraph { mark: Change::Kept, ..cell.clone() });
                });
            }
        });
    }
}

/// The element around what is put in or taken out.
const fn tag(change: Change) -> Option<&'static str> {
    match change {
        Change::Kept => None,
        Change::In => Some("w:ins"),
        Change::Out => Some("w:del"),
    }
}

fn place_in_list(xml: &mut Xml, list: List) {
    let List { kind, depth } = list;
    let number = match kind {
        ListKind::Bullets => BULLETS,
        ListKind::Sections => SECTIONS,
        ListKind::Numbers { list, start: _ } => first_list(list),
        ListKind::Continued => {
            let indent = (INDENT * (usize::from(depth) + 1)).to_string();
            return xml.empty("w:ind", &[("w:left", &indent)]);
        }
    };
    xml.element("w:numPr", &[], |xml| {
        xml.value("w:ilvl", &depth.to_string());
        xml.value("w:numId", &number.to_string());
    });
}

/// The words of a run, line by line.
fn words(xml: &mut Xml, run: &Run) {
    let Run { text, look, target, change } = run;
    let name = match change {
        Change::Kept | Change::In => "w:t",
        Change::Out => "w:delText",
    };
    xml.element("w:r", &[], |xml| {
        looks(xml, *look, target.is_some());
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                xml.empty("w:br", &[]);
            }
            if !line.is_empty() {
                xml.element(name, &[("xml:space", "preserve")], |xml| xml.text(line));
            }
        }
    });
}

/// A run has one style; what it is besides is said directly.
fn looks(xml: &mut Xml, look: Look, is_link: bool) {
    let Look { is_strong, is_stressed, is_code } = look;
    let style = match (is_link, is_code, is_strong, is_stressed) {
        (true, ..) => "Hyperlink",
        (false, true, ..) => "CodeWords",
        (false, false, true, _) => "Strong",
        (false, false, false, true) => "Emphasis",
        (false, false, false, false) => return,
    };
    xml.element("w:rPr", &[], |xml| {
        xml.value("w:rStyle", style);
        if is_strong && style != "Strong" {
            xml.empty("w:b", &[]);
        }
        if is_stressed && style != "Emphasis" {
            xml.empty("w:i", &[]);
        }
    });
}

/// The name of a place in Word: letters, digits and `_`, and not many of them; so a checksum keeps two places apart.
fn place(anchor: &Anchor) -> String {
    let word = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let words: String = anchor.as_str().chars().map(word).collect();
    let first = if words.starts_with(|first: char| first.is_ascii_alphabetic()) { "" } else { "p" };
    let words: String = format!("{first}{words}").chars().take(LONGEST_NAME - MARK_OF_NAME - 1).collect();
    let mark: String = Sha256::digest(anchor.as_str())
        .iter()
        .take(MARK_OF_NAME / 2)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{words}_{mark}")
}

/// The relations of the body: what the package has besides, and the addresses of links.
pub(super) fn relations(addresses: &[String]) -> String {
    let mut xml = Xml::new();
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    xml.element("Relationships", &[("xmlns", space)], |xml| {
        let kind = |name: &str| {
            format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}")
        };
        let own = BTreeMap::from([
            ("rIdFooter", ("footer", "footer.xml")),
            ("rIdNumbering", ("numbering", "numbering.xml")),
            ("rIdSettings", ("settings", "settings.xml")),
            ("rIdStyles", ("styles", "styles.xml")),
        ]);
        for (id, (name, file)) in own {
            xml.empty("Relationship", &[("Id", id), ("Type", &kind(name)), ("Target", file)]);
        }
        for (number, address) in addresses.iter().enumerate() {
            xml.empty(
                "Relationship",
                &[
                    ("Id", &format!("rId{number}")),
                    ("Type", &kind("hyperlink")),
                    ("Target", address),
                    ("TargetMode", "External"),
                ],
            );
        }
    });
    xml.finish()
}
