//! What only the page with everything on it shows.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use super::*;
use crate::render::sample::sample;

fn file(document: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_link_within_the_document_leads_somewhere() {
    let (page, mut changed) = (sample(), sample());
    changed.sections.reverse();
    changed.sections.pop();
    for document in
        [docx(&page), redline([(&page, &changed)]), redline([(&page, &changed), (&changed, &page)])]
    {
        let text = file(&document, "word/document.xml");
        let xml = roxmltree::Document::parse(&text).unwrap();
        let values = |element: &str, key: &str| -> Vec<String> {
            let nodes = xml.descendants().filter(|node| node.tag_name().name() == element);
            nodes
                .filter_map(|node| node.attributes().find(|one| one.name() == key))
                .map(|one| one.value().to_owned())
                .collect()
        };
        let places = values("bookmarkStart", "name");
        let known: BTreeSet<&String> = places.iter().collect();
        assert_eq!(known.len(), places.len(), "a name stands for one place");
        assert!(places.iter().all(|name| name.len() <= 40 && !name.contains(['-', '.'])));
        let links = values("hyperlink", "anchor");
        assert!(links.len() > 10);
        for link in links {
            assert!(known.contains(&link), "{link}");
        }
    }
}

#[test]
fn words_of_an_author_stay_words() {
    let document = docx(&sample());
    let text = file(&document, "word/document.xml");
    assert!(!text.contains("<script") && text.contains("&lt;script&gt;"));
    assert!(!text.contains(['\u{202e}', '\u{2066}']));
    let addresses = file(&document, "word/_rels/document.xml.rels");
    assert!(!addresses.to_lowercase().contains("javascript:"));
}

#[test]
fn outline_is_the_one_of_the_page() {
    let text = file(&docx(&sample()), "word/document.xml");
    let levels: Vec<u32> = text
        .match_indices("<w:pStyle w:val=\"Heading")
        .filter_map(|(start, name)| text[start + name.len()..].chars().next()?.to_digit(10))
        .collect();
    let html = crate::render::html::page(&sample());
    let (_, body) = html.split_once("<main").unwrap();
    let in_html: Vec<u32> = body
        .match_indices("<h")
        .filter_map(|(start, _)| body[start + 2..].chars().next()?.to_digit(10).map(|level| level - 1))
        .collect();
    assert_eq!(levels, in_html);
}

#[test]
fn the_same_page_is_the_same_file() {
    let page = sample();
    assert_eq!(docx(&page), docx(&page));
    assert_eq!(redline([(&page, &page)]), redline([(&page, &page)]));
    assert_eq!(
        file(&redline([(&page, &page)]), "word/document.xml"),
        file(&docx(&page), "word/document.xml"),
        "what did not change has no marks"
    );
}
