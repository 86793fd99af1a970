//! The web page: one file of HTML that runs nothing and loads nothing.
//!
//! The templates hold the markup and escape every string; this module only tells them on which level a heading stands.
//! A page is a whole document with its own style; a fragment is the same markup without style, for the inside of a site's own page.
//!
//! # Design
//!
//! Markup that nests without limit (sections, lists, emphasis) is a small template of its own, which a parent shows by a function or, where a heading may come, by a method which passes its level on.
//! Everything is visible when the page opens: text that must be unfolded is missing on paper and from a search, and a policy is not the place to hide things.

use askama::Template;
use sha2::{Digest, Sha256};

use crate::render::markdown;
use crate::render::page::{
    Anchor, Block, Cell, Entry, Fact, Inline, Item, Labels, Page, Remark, Row, Section, Table, Text, anchors,
    resumed,
};

/// The looks of a policy.
pub const STYLE: &str = include_str!("html/style.css");

/// The deepest heading that HTML has.
const DEEPEST_HEADING: u8 = 6;

/// The policy as a complete document.
#[must_use]
pub fn page(page: &Page) -> String {
    let policy = Policy { page, contents: page.contents(), level: 1, body: "main" }.to_string();
    let document = Document {
        page,
        policy: &policy,
        style: STYLE,
        style_hash: base64_digest(STYLE),
        content_anchor: anchors::CONTENT,
    };
    document.render().unwrap_or_else(|_| plain(page))
}

/// The policy for the inside of a site's own page, which has a heading of the first level already.
#[must_use]
pub fn fragment(page: &Page) -> String {
    let policy = Policy { page, contents: page.contents(), level: 2, body: "div" };
    policy.render().unwrap_or_else(|_| plain(page))
}

/// The words of the policy without a layout, for the case which should not occur: that a template cannot be filled.
fn plain(page: &Page) -> String {
    Plain { text: markdown::markdown(page) }.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "page.html", config = "src/render/html/askama.toml")]
struct Document<'page> {
    page: &'page Page,
    policy: &'page str,
    style: &'static str,
    style_hash: String,
    content_anchor: &'static str,
}

#[derive(Template)]
#[template(path = "policy.html", config = "src/render/html/askama.toml")]
struct Policy<'page> {
    page: &'page Page,
    contents: Vec<Entry<'page>>,
    /// The level of the title.
    level: u8,
    /// The element around the document: a page has a `main` of its own, a fragment lives in its site's.
    body: &'static str,
}

impl<'page> Policy<'page> {
    fn items(&self, items: &'page [Item]) -> Items<'page> {
        Items { items, level: self.level + 1, labels: &self.page.labels }
    }

    fn section(&self, section: &'page Section) -> SectionView<'page> {
        SectionView { section, level: self.level + 1, labels: &self.page.labels }
    }
}

#[derive(Template)]
#[template(path = "contents.html", config = "src/render/html/askama.toml")]
struct Contents<'page> {
    entries: &'page [Entry<'page>],
}

#[derive(Template)]
#[template(path = "facts.html", config = "src/render/html/askama.toml")]
struct Facts<'page> {
    facts: &'page [Fact],
}

#[derive(Template)]
#[template(path = "section.html", config = "src/render/html/askama.toml")]
struct SectionView<'page> {
    section: &'page Section,
    /// The level of its heading.
    level: u8,
    labels: &'page Labels,
}

impl<'page> SectionView<'page> {
    fn permalink(&self, anchor: &'page Anchor, name: &'page Text) -> Permalink<'page> {
        Permalink { anchor, name: name.as_str(), label: &self.labels.permalink }
    }

    fn items(&self, items: &'page [Item]) -> Items<'page> {
        Items { items, level: below(self.level), labels: self.labels }
    }
}

#[derive(Template)]
#[template(path = "permalink.html", config = "src/render/html/askama.toml")]
struct Permalink<'page> {
    anchor: &'page Anchor,
    name: &'page str,
    label: &'page Text,
}

#[derive(Template)]
#[template(path = "items.html", config = "src/render/html/askama.toml")]
struct Items<'page> {
    items: &'page [Item],
    /// The level of a heading among the items.
    level: u8,
    labels: &'page Labels,
}

impl<'page> Items<'page> {
    fn blocks(&self, blocks: &'page [Block]) -> Blocks<'page> {
        Blocks { blocks, level: self.level }
    }

    fn section(&self, section: &'page Section) -> SectionView<'page> {
        SectionView { section, level: self.level, labels: self.labels }
    }

    fn blocks_below(&self, blocks: &'page [Block]) -> Blocks<'page> {
        Blocks { blocks, level: below(self.level) }
    }

    fn permalink(&self, anchor: &'page Anchor, name: &'page str) -> Permalink<'page> {
        Permalink { anchor, name, label: &self.labels.permalink }
    }
}

#[derive(Template)]
#[template(path = "table.html", config = "src/render/html/askama.toml")]
struct TableView<'page> {
    table: &'page Table,
}

impl<'page> TableView<'page> {
    /// The cells of a row with the headings of their columns.
    fn cells(&self, row: &'page Row) -> impl Iterator<Item = (&'page Text, &'page Cell)> {
        self.table.columns.iter().zip(&row.cells)
    }
}

#[derive(Template)]
#[template(path = "cell.html", config = "src/render/html/askama.toml")]
struct CellView<'page> {
    cell: &'page Cell,
}

#[derive(Template)]
#[template(path = "blocks.html", config = "src/render/html/askama.toml")]
struct Blocks<'page> {
    blocks: &'page [Block],
    /// The level of a heading of depth 1.
    level: u8,
}

impl<'page> Blocks<'page> {
    fn blocks(&self, blocks: &'page [Block]) -> Self {
        Blocks { blocks, level: self.level }
    }

    /// An item of a list: a single paragraph stands without an element of its own.
    fn item(&self, item: &'page [Block]) -> String {
        match item {
            [Block::Paragraph(words)] => self::words(words).to_string(),
            blocks => self.blocks(blocks).to_string(),
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template passes references")]
    fn heading(&self, depth: &u8) -> u8 {
        self.level.saturating_add(depth.saturating_sub(1)).min(DEEPEST_HEADING)
    }
}

#[derive(Template)]
#[template(path = "words.html", config = "src/render/html/askama.toml")]
struct Words<'page> {
    words: &'page [Inline],
}

#[derive(Template)]
#[template(path = "remarks.html", config = "src/render/html/askama.toml")]
struct Remarks<'page> {
    remarks: &'page [Remark],
}

#[derive(Template)]
#[template(path = "plain.html", config = "src/render/html/askama.toml")]
struct Plain {
    text: String,
}

// What needs no level is shown by a function: `{{ self::words(..)|safe }}`.

fn words(words: &[Inline]) -> Words<'_> {
    Words { words }
}

fn remarks(remarks: &[Remark]) -> Remarks<'_> {
    Remarks { remarks }
}

fn facts(facts: &[Fact]) -> Facts<'_> {
    Facts { facts }
}

fn entries<'page>(entries: &'page [Entry<'page>]) -> Contents<'page> {
    Contents { entries }
}

fn table(table: &Table) -> TableView<'_> {
    TableView { table }
}

fn cell(cell: &Cell) -> CellView<'_> {
    CellView { cell }
}

/// The level of a heading below one of this level.
fn below(level: u8) -> u8 {
    level.saturating_add(1).min(DEEPEST_HEADING)
}

/// The checksum of a style, as a content security policy names it.
#[must_use]
pub fn base64_digest(style: &str) -> String {
    base64(&Sha256::digest(style))
}

/// The encoding in which a content security policy names a hash.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for place in 0..4 {
            let digit = DIGITS.get(bits >> (18 - 6 * place) & 63).filter(|_| place <= group.len());
            encoded.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::prose;
    use crate::render::sample::{HOSTILE, sample};

    /// The page that `tests/browser` opens; `UPDATE=1` writes it anew.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test reads and writes its own files")]
    fn page_is_the_one_checked_in_a_browser() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/sample.html");
        let page = page(&sample());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        assert!(
            page == std::fs::read_to_string(path).unwrap(),
            "tests/browser/sample.html is stale; run with UPDATE=1"
        );
    }

    #[test]
    fn no_author_can_write_markup() {
        let page = page(&sample());
        for forbidden in [
            "<script",
            "<img",
            "javascript:alert(1)\"",
            "onmouseover=\"",
            "data:text",
            "\u{202e}",
            "\u{2066}",
        ] {
            assert!(!page.contains(forbidden), "{forbidden} in the page");
        }
        assert!(page.contains("&#60;script&#62;alert(&#39;x&#39;)"), "the attempt is shown as text");
        assert!(HOSTILE.contains("<script>"));
    }

    #[test]
    fn style_matches_its_hash() {
        let page = page(&sample());
        let (_, style) = page.split_once("<style>").unwrap();
        let (style, _) = style.split_once("</style>").unwrap();
        assert!(page.contains(&format!("'sha256-{}'", base64(&Sha256::digest(style)))));
    }

    #[test]
    fn base64_is_padded() {
        let examples = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, encoded) in examples {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn headings_never_skip_a_level() {
        for (html, first) in [(page(&sample()), 1), (fragment(&sample()), 2)] {
            let levels: Vec<u32> = html
                .match_indices("<h")
                .filter_map(|(start, _)| html[start + 2..].chars().next()?.to_digit(10))
                .collect();
            assert_eq!(levels.iter().filter(|level| **level == first).count(), 1);
            assert_eq!(levels.first(), Some(&first));
            assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        }
    }

    #[test]
    fn a_section_inside_stands_where_its_author_put_it() {
        let html = page(&sample());
        let place = |mark: &str| html.find(mark).unwrap();
        let (before, inner) = (place(" id=\"collection.log-data\""), place(" id=\"collection.cookies\""));
        let (resumed, after) = (place("<hr class=\"candor-resumed\">"), place(" id=\"collection.unasked\""));
        assert!(before < inner && inner < resumed && resumed < after);
        // One section ends between them, the inner one: what follows is in the outer section again.
        assert_eq!(html[inner..after].matches("</section>").count(), 1);
        assert_eq!(html.matches("candor-resumed\">").count(), 1);
    }

    #[test]
    fn fragment_has_neither_style_nor_document() {
        let fragment = fragment(&sample());
        assert!(
            fragment.starts_with("<div class=\"candor-policy\"") && fragment.trim_end().ends_with("</div>")
        );
        for forbidden in ["<style", "<html", "<body", "<main", "style=", "<h1"] {
            assert!(!fragment.contains(forbidden), "{forbidden} in the fragment");
        }
    }

    proptest! {
        /// Whatever an author writes in prose, only elements of ours are on the page.
        #[test]
        fn prose_adds_no_element(markdown in r"[-<>a-z!/\[\]()`*#:&;=.\n ]{0,60}") {
            const OURS: [&str; 15] = [
                "p", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "pre", "code", "em", "strong", "a",
            ];
            let html = Blocks { blocks: &prose::parse(&markdown, &[]), level: 2 }.to_string();
            for element in html.split('<').skip(1) {
                let name = element.trim_start_matches('/').split(['>', ' ']).next().unwrap();
                prop_assert!(OURS.contains(&name) || matches!(name, "hr" | "br"), "{} in {}", name, html);
                if name == "a" && !element.starts_with('/') {
                    prop_assert!(element.starts_with("a class=\"candor-link\" href=\""), "{}", element);
                }
            }
        }
    }
}
