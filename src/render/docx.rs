//! The policy as a document of Word, and two versions of it as one document with tracked changes.
//!
//! It says the same as the web page, in its order; looks are those of styles, so that a firm can put its own in their place.
//!
//! # Design
//!
//! A page is laid out as paragraphs and tables ([`sheet`]), two such layouts are merged into one ([`redline`]), and whatever
//! comes of it is written by one hand ([`body`]).
//! The files are not compressed and bear no time, so the same policy gives the same bytes.

mod body;
mod layout;
mod parts;
mod redline;
mod sheet;
mod xml;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::render::page::{Direction, Page};
use layout::Layout;
use parts::About;
use sheet::{Element, Paragraph, Style};

/// The policy as a document of Word.
#[must_use]
pub fn docx(page: &Page) -> Vec<u8> {
    let mut layout = Layout::default();
    let elements = layout.page(page, "");
    package(&elements, &layout.starts, &about(page))
}

/// Pairs of versions, old and new, one after another: accepting all changes gives the new pages, rejecting them the old ones.
#[must_use]
pub fn redline<'page>(pairs: impl IntoIterator<Item = (&'page Page, &'page Page)>) -> Vec<u8> {
    let mut layout = Layout::default();
    let mut elements = Vec::new();
    let mut first = None;
    for (number, (old, new)) in pairs.into_iter().enumerate() {
        first = first.or(Some(new));
        let prefix = if number == 0 { String::new() } else { format!("candor--{number}-") };
        if number > 0 {
            elements.push(Element::Paragraph(Paragraph::new(Style::NextPolicy, Vec::new())));
        }
        let new = layout.page(new, &prefix);
        let old = layout.page(old, &prefix);
        elements.extend(redline::both(old, new));
    }
    let nothing = About { title: "", company: "", language: "en", direction: Direction::LeftToRight };
    package(&elements, &layout.starts, &first.map_or(nothing, about))
}

fn about(page: &Page) -> About<'_> {
    About {
        title: page.title.as_str(),
        company: page.company.as_str(),
        language: page.language.as_str(),
        direction: page.direction,
    }
}

fn package(elements: &[Element], starts: &[u64], about: &About<'_>) -> Vec<u8> {
    let (body, addresses) = body::body(elements, about.direction);
    let own = [
        ("docProps/core.xml", parts::core(about)),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", body::relations(&addresses)),
        ("word/styles.xml", parts::styles(about)),
        ("word/numbering.xml", parts::numbering(starts)),
        ("word/footer.xml", parts::footer(about)),
    ];
    let files = parts::FIXED.iter().copied().chain(own.iter().map(|(name, text)| (*name, text.as_str())));
    // Memory takes every file; what could fail is a file of more than four gigabytes.
    zipped(files).unwrap_or_default()
}

fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests;
