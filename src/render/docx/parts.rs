//! The parts of a document beside its body: styles, numbers, the foot of the page, and what the document is.

use super::body::INDENT;
use super::sheet::Style;
use super::xml::Xml;
use crate::render::page::Direction;

/// The list of all bullets.
pub(super) const BULLETS: usize = 1;
/// The numbers of sections.
pub(super) const SECTIONS: usize = 2;

/// What a document is, for those who only look at its cover.
#[derive(Debug)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) company: &'a str,
    pub(super) language: &'a str,
    pub(super) direction: Direction,
}

/// What never changes from one document to the next: name and text of a file.
pub(super) const FIXED: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("parts/content-types.xml")),
    ("_rels/.rels", include_str!("parts/relations.xml")),
    ("docProps/app.xml", include_str!("parts/app.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
];

/// The number of a numbered list among all lists.
pub(super) const fn first_list(number: usize) -> usize {
    number + SECTIONS + 1
}

const SPACE: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");

/// Title, author and language. It has no time: the same policy is the same file.
pub(super) fn core(about: &About<'_>) -> String {
    let mut xml = Xml::new();
    xml.element(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
        |xml| {
            let values =
                [("dc:title", about.title), ("dc:creator", about.company), ("dc:language", about.language)];
            for (name, value) in values.into_iter().filter(|(_, value)| !value.is_empty()) {
                xml.element(name, &[], |xml| xml.text(value));
            }
        },
    );
    xml.finish()
}

/// The foot of each page: the title, and which page of how many it is.
pub(super) fn footer(about: &About<'_>) -> String {
    let mut xml = Xml::new();
    xml.element("w:ftr", &[SPACE], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", "Footer"));
            let words = |xml: &mut Xml, words: &str| {
                xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(words));
            };
            xml.element("w:r", &[], |xml| {
                words(xml, about.title);
                xml.empty("w:tab", &[]);
            });
            let field = |xml: &mut Xml, name: &str| {
                xml.element("w:fldSimple", &[("w:instr", name)], |xml| {
                    xml.element("w:r", &[], |xml| words(xml, "1"));
                });
            };
            field(xml, "PAGE");
            xml.element("w:r", &[], |xml| words(xml, " / "));
            field(xml, "NUMPAGES");
        });
    });
    xml.finish()
}

/// The lists: bullets, the numbers of sections, and a list for each that begins anew with these first numbers.
pub(super) fn numbering(starts: &[u64]) -> String {
    const LEVELS: usize = 9;
    let mut xml = Xml::new();
    let numbers = SECTIONS + 1;
    xml.element("w:numbering", &[SPACE], |xml| {
        for kind in [BULLETS, SECTIONS, numbers] {
            xml.element("w:abstractNum", &[("w:abstractNumId", &kind.to_string())], |xml| {
                xml.value(
                    "w:multiLevelType",
                    if kind == BULLETS { "hybridMultilevel" } else { "multilevel" },
                );
                for level in 0..LEVELS {
                    let numbers: Vec<String> = (1..=level + 1).map(|level| format!("%{level}")).collect();
                    let (format, text, indent) = match kind {
                        BULLETS => ("bullet", "•".to_owned(), INDENT * (level + 1)),
                        SECTIONS => ("decimal", numbers.join("."), 0),
                        _ => ("decimal", format!("%{}.", level + 1), INDENT * (level + 1)),
                    };
                    xml.element("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
                        xml.value("w:start", "1");
                        xml.value("w:numFmt", format);
                        if kind == SECTIONS {
                            xml.value("w:suff", "space");
                        }
                        xml.value("w:lvlText", &text);
                        xml.value("w:lvlJc", "left");
                        xml.element("w:pPr", &[], |xml| {
                            let hanging = if kind == SECTIONS { 0 } else { INDENT };
                            xml.empty(
                                "w:ind",
                                &[("w:left", &indent.to_string()), ("w:hanging", &hanging.to_string())],
                            );
                        });
                    });
                }
            });
        }
        let list = |xml: &mut Xml, number: usize, kind: usize, start: Option<u64>| {
            xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
                xml.value("w:abstractNumId", &kind.to_string());
                for level in 0..start.map_or(0, |_| LEVELS) {
                    xml.element("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
                        xml.value("w:startOverride", &start.unwrap_or(1).to_string());
                    });
                }
            });
        };
        list(xml, BULLETS, BULLETS, None);
        list(xml, SECTIONS, SECTIONS, None);
        for (number, start) in starts.iter().enumerate() {
            list(xml, first_list(number), numbers, Some(*start));
        }
    });
    xml.finish()
}

/// The looks of a style of paragraphs.
#[expect(clippy::struct_excessive_bools, reason = "a style of Word is a list of what is on and off")]
struct Looks {
    based_on: &'static str,
    next: Option<&'static str>,
    /// In half points.
    size: Option<&'static str>,
    is_strong: bool,
    is_stressed: bool,
    colour: Option<&'static str>,
    font: Option<&'static str>,
    /// Before and behind it, in twentieths of a point.
    space: (&'static str, &'static str),
    /// From the left, in the same unit.
    indent: Option<&'static str>,
    stays_with_next: bool,
    /// The level of a heading, from 0.
    outline: Option<&'static str>,
    line: Option<&'static str>,
    begins_page: bool,
    /// Whether neighbours of this style have no space between them.
    is_close: bool,
}

const PLAIN: Looks = Looks {
    based_on: "Normal",
    next: None,
    size: None,
    is_strong: false,
    is_stressed: false,
    colour: None,
    font: None,
    space: ("0", "120"),
    indent: None,
    stays_with_next: false,
    outline: None,
    line: None,
    begins_page: false,
    is_close: false,
};
const HEADING: Looks =
    Looks { next: Some("BodyText"), is_strong: true, space: ("240", "80"), stays_with_next: true, ..PLAIN };
const GREY: Option<&str> = Some("595959");

impl Style {
    fn looks(self) -> Looks {
        let heading = |size, outline| Looks { size: Some(size), outline: Some(outline), ..HEADING };
        match self {
            Style::Body => PLAIN,
            Style::Company => Looks { colour: GREY, is_strong: true, space: ("0", "0"), ..PLAIN },
            Style::Title => Looks { size: Some("44"), space: ("0", "200"), ..HEADING },
            Style::Fact | Style::Contents | Style::ListItem => Looks { is_close: true, ..PLAIN },
            Style::Heading1 => Looks { space: ("360", "120"), ..heading("32", "0") },
            Style::Heading2 => heading("26", "1"),
            Style::Heading3 => heading("23", "2"),
            Style::Heading4 => heading("22", "3"),
            Style::Heading5 => heading("21", "4"),
            Style::Heading6 => heading("20", "5"),
            Style::ContentsHeading => Looks { size: Some("26"), ..HEADING },
            Style::Quote => Looks { indent: Some("567"), is_stressed: true, ..PLAIN },
            Style::Code => Looks { font: Some(TYPEWRITER), size: Some("19"), ..PLAIN },
            Style::Divider => Looks { line: Some("A6A6A6"), space: ("0", "160"), ..PLAIN },
            Style::Remark => Looks { indent: Some("284"), colour: GREY, size: Some("20"), ..PLAIN },
            Style::Definition => PLAIN,
            Style::Caption => Looks { is_stressed: true, size: Some("20"), stays_with_next: true, ..PLAIN },
            Style::ColumnHeading => Looks {
                is_strong: true,
                stays_with_next: true,
                size: Some("19"),
                space: ("40", "40"),
                ..PLAIN
            },
            Style::Cell => Looks { size: Some("19"), space: ("40", "40"), ..PLAIN },
            Style::Role => Looks { colour: GREY, space: ("0", "40"), stays_with_next: true, ..PLAIN },
            Style::Closing => Looks { colour: GREY, size: Some("20"), ..PLAIN },
            Style::End => Looks { size: Some("4"), ..PLAIN },
            Style::NextPolicy => Looks { begins_page: true, space: ("0", "0"), ..PLAIN },
        }
    }
}

const TYPEWRITER: &str = "Consolas";
const FONT: &str = "Calibri";

/// All styles, with the language of every word.
pub(super) fn styles(about: &About<'_>) -> String {
    let mut xml = Xml::new();
    xml.element("w:styles", &[SPACE], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    font(xml, FONT);
                    xml.value("w:sz", "22");
                    xml.value("w:szCs", "22");
                    xml.empty("w:lang", &[("w:val", about.language), ("w:bidi", about.language)]);
                });
            });
            xml.element("w:pPrDefault", &[], |xml| {
                xml.element("w:pPr", &[], |xml| {
                    match about.direction {
                        Direction::LeftToRight => {}
                        Direction::RightToLeft => xml.empty("w:bidi", &[]),
                    }
                    xml.empty("w:spacing", &[("w:line", "264"), ("w:lineRule", "auto")]);
                });
            });
        });
        xml.element(
            "w:style",
            &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
            |xml| {
                xml.value("w:name", "Normal");
                xml.empty("w:qFormat", &[]);
            },
        );
        Style::ALL.iter().for_each(|known| paragraph_style(xml, *known));
        foot_style(xml);
        words_styles(xml);
        table_style(xml);
    });
    xml.finish()
}

fn font(xml: &mut Xml, name: &str) {
    xml.empty("w:rFonts", &[("w:ascii", name), ("w:hAnsi", name), ("w:cs", name)]);
}

fn paragraph_style(xml: &mut Xml, style: Style) {
    let (id, name) = style.names();
    let looks = style.looks();
    xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", id)], |xml| {
        xml.value("w:name", name);
        xml.value("w:basedOn", looks.based_on);
        if let Some(next) = looks.next {
            xml.value("w:next", next);
        }
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if looks.stays_with_next {
                xml.empty("w:keepNext", &[]);
                xml.empty("w:keepLines", &[]);
            }
            if looks.begins_page {
                xml.empty("w:pageBreakBefore", &[]);
            }
            if let Some(colour) = looks.line {
                xml.element("w:pBdr", &[], |xml| {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", colour)];
                    xml.empty("w:bottom", &line);
                });
            }
            let (before, after) = looks.space;
            xml.empty("w:spacing", &[("w:before", before), ("w:after", after)]);
            if let Some(indent) = looks.indent {
                xml.empty("w:ind", &[("w:left", indent)]);
            }
            if looks.is_close {
                xml.empty("w:contextualSpacing", &[]);
            }
            if let Some(level) = looks.outline {
                xml.value("w:outlineLvl", level);
            }
        });
        xml.element("w:rPr", &[], |xml| {
            if let Some(name) = looks.font {
                font(xml, name);
            }
            if looks.is_strong {
                xml.empty("w:b", &[]);
            }
            if looks.is_stressed {
                xml.empty("w:i", &[]);
            }
            if let Some(colour) = looks.colour {
                xml.value("w:color", colour);
            }
            if let Some(size) = looks.size {
                xml.value("w:sz", size);
                xml.value("w:szCs", size);
            }
        });
    });
}

fn foot_style(xml: &mut Xml) {
    xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", "Footer")], |xml| {
        xml.value("w:name", "footer");
        xml.value("w:basedOn", "Normal");
        xml.element("w:pPr", &[], |xml| {
            xml.element("w:tabs", &[], |xml| {
                xml.empty("w:tab", &[("w:val", "right"), ("w:pos", "9070")]);
            });
        });
        xml.element("w:rPr", &[], |xml| {
            xml.value("w:color", "595959");
            xml.value("w:sz", "17");
        });
    });
}

fn words_styles(xml: &mut Xml) {
    let mut style = |id: &str, name: &str, looks: &dyn Fn(&mut Xml)| {
        xml.element("w:style", &[("w:type", "character"), ("w:styleId", id)], |xml| {
            xml.value("w:name", name);
            xml.element("w:rPr", &[], |xml| looks(xml));
        });
    };
    style("Strong", "Strong", &|xml| xml.empty("w:b", &[]));
    style("Emphasis", "Emphasis", &|xml| xml.empty("w:i", &[]));
    style("CodeWords", "Code Words", &|xml| font(xml, TYPEWRITER));
    style("Hyperlink", "Hyperlink", &|xml| {
        xml.value("w:color", "0B5394");
        xml.value("w:u", "single");
    });
}

fn table_style(xml: &mut Xml) {
    xml.element("w:style", &[("w:type", "table"), ("w:styleId", "TableGrid")], |xml| {
        xml.value("w:name", "Table Grid");
        xml.element("w:tblPr", &[], |xml| {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "A6A6A6")];
                    xml.empty(side, &line);
                }
            });
            xml.element("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    xml.empty(side, &[("w:w", "85"), ("w:type", "dxa")]);
                }
            });
        });
        xml.element("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")]);
            });
        });
    });
}
