//! The policy as Markdown, for repositories, archives and readers who want plain text.
//!
//! It says the same as the web page and keeps its addresses.
//! Every string of an author is escaped, so that a label cannot become markup of the document into which this text is pasted.

use crate::render::page::{
    Anchor, Block, Definition, Entry, Fact, Inline, Item, Page, Party, Prose, Remark, Row, Section,
    Statement, Table, Text, anchors, resumed,
};

/// The policy as Markdown with pipe tables.
#[must_use]
pub fn markdown(page: &Page) -> String {
    let mut out = Writer::default();
    if !page.company.is_empty() {
        out.block(&guarded(&text(&page.company)));
    }
    out.heading(1, &Anchor::default(), &text(&page.title));
    out.list(page.facts.iter().map(fact));
    let contents = page.contents();
    if !contents.is_empty() {
        out.heading(2, &Anchor::default(), &text(&page.labels.contents));
        out.block(&entries(&contents, 0).join("\n"));
    }
    out.items(&page.introduction, 2);
    if let Some(table) = &page.glance {
        out.heading(2, &Anchor::from(anchors::GLANCE), &text(&page.labels.glance));
        out.table(table);
    }
    for section in &page.sections {
        out.section(section, 2);
    }
    if !page.glossary.is_empty() {
        out.heading(2, &Anchor::from(anchors::GLOSSARY), &text(&page.labels.glossary));
        out.list(page.glossary.iter().map(|entry| {
            format!("{}**{}**: {}", place(&entry.anchor), text(&entry.term), words(&entry.meaning))
        }));
    }
    if !page.contacts.is_empty() {
        out.heading(2, &Anchor::from(anchors::CONTACTS), &text(&page.labels.contacts));
        for party in &page.contacts {
            out.party(party);
        }
    }
    if !page.footer.is_empty() {
        out.block("---");
        for line in &page.footer {
            out.block(&words(line));
        }
    }
    out.text
}

/// Collects blocks with one empty line between them.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn block(&mut self, block: &str) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.text.push('\n');
    }

    fn heading(&mut self, level: u8, anchor: &Anchor, title: &str) {
        let marks = "#".repeat(usize::from(level.min(6)));
        self.block(&format!("{marks} {}{title}", place(anchor)));
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        self.block(&items.map(|item| prefixed(&item, "- ", "  ")).collect::<Vec<_>>().join("\n"));
    }

    fn section(&mut self, section: &Section, level: u8) {
        self.heading(level, &section.anchor, &numbered(section.number.as_str(), &section.title));
        self.items(&section.items, level.saturating_add(1));
    }

    fn items(&mut self, items: &[Item], level: u8) {
        for (is_resumed, item) in resumed(items) {
            if is_resumed {
                self.block("---");
            }
            match item {
                Item::Section(section) => self.section(section, level),
                Item::Statement(statement) => self.statement(statement, level),
                Item::Prose(prose) => self.prose(prose, level),
                Item::Table(table) => {
                    self.table(table);
                    self.remarks(&table.remarks);
                }
                Item::Definition(item) => {
                    self.block(&definition(item));
                    self.remarks(&item.remarks);
                }
                Item::Link(pointer) => {
                    self.block(&format!("{}{}", place(&pointer.anchor), words(&pointer.words)));
                    self.remarks(&pointer.remarks);
                }
            }
        }
    }

    fn prose(&mut self, prose: &Prose, level: u8) {
        if let Some(title) = &prose.title {
            self.heading(level, &prose.anchor, &text(title));
            self.block(&blocks(&prose.blocks, level.saturating_add(1)));
        } else if let [Block::Paragraph(lead), rest @ ..] = prose.blocks.as_slice() {
            self.block(&format!("{}{}", place(&prose.anchor), words(lead)));
            self.block(&blocks(rest, level));
        } else {
            self.block(&place(&prose.anchor));
            self.block(&blocks(&prose.blocks, level));
        }
        self.remarks(&prose.remarks);
    }

    fn statement(&mut self, statement: &Statement, level: u8) {
        let title = statement.run_in().map(|title| Inline::strong(title.as_str()));
        let lead = match title {
            None => words(&statement.lead),
            // What begins a line means something, and the sentence does not begin this one.
            Some(title) => format!("{} {}", words(&[title]), words(&statement.lead)),
        };
        self.block(&format!("{}{}", place(&statement.anchor), lead.trim_end()));
        self.block(&blocks(&statement.more, level));
        self.remarks(&statement.remarks);
    }

    fn remarks(&mut self, remarks: &[Remark]) {
        for remark in remarks {
            self.block(&self::remark(remark));
        }
    }

    fn table(&mut self, table: &Table) {
        let columns: Vec<String> = table.columns.iter().map(text).collect();
        let mut lines =
            vec![pipes(&columns), pipes(&columns.iter().map(|_| "---".to_owned()).collect::<Vec<_>>())];
        lines.extend(table.rows.iter().map(|row| pipes(&cells(row, columns.len()))));
        self.block(&format!("{}{}", place(&table.anchor), guarded(&text(&table.caption))));
        self.block(&lines.join("\n"));
    }

    fn party(&mut self, party: &Party) {
        self.heading(3, &party.anchor, &text(&party.name));
        self.block(&guarded(&text(&party.role)));
        self.list(party.facts.iter().map(fact));
    }
}

fn fact(fact: &Fact) -> String {
    format!("**{}**: {}", text(&fact.label), words(&fact.value))
}

fn definition(definition: &Definition) -> String {
    format!("{}**{}** {}", place(&definition.anchor), text(&definition.term), words(&definition.meaning))
}

fn remark(remark: &Remark) -> String {
    format!("> *{}:* {}", text(&remark.label), words(&remark.words).replace('\n', "\n> "))
}

fn entries(entries: &[Entry<'_>], depth: usize) -> Vec<String> {
    entries
        .iter()
        .flat_map(|entry| {
            let title = numbered(entry.number, entry.title);
            let line = format!("{}- [{title}](#{})", "  ".repeat(depth), entry.anchor);
            std::iter::once(line).chain(self::entries(&entry.entries, depth + 1))
        })
        .collect()
}

/// A title behind its number, if it has one.
fn numbered(number: &str, title: &Text) -> String {
    if number.is_empty() { text(title) } else { format!("{number} {}", text(title)) }
}

fn pipes(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The cells of a row, as many as there are columns; a cell stands on one line.
fn cells(row: &Row, n_columns: usize) -> Vec<String> {
    let mut cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| {
            cell.iter().map(|phrase| words(phrase).replace("\\\n", " ")).collect::<Vec<_>>().join("; ")
        })
        .collect();
    // One cell alone is the name of the rows that follow.
    if let [name] = cells.as_mut_slice() {
        *name = format!("**{name}**");
    }
    cells.resize(n_columns, String::new());
    if let Some(first) = cells.first_mut() {
        first.insert_str(0, &place(&row.anchor));
    }
    cells
}

fn blocks(blocks: &[Block], level: u8) -> String {
    let mut out = String::new();
    let mut follows_list = false;
    for block in blocks {
        let is_list = matches!(block, Block::List { .. });
        if !out.is_empty() {
            // Two lists in a row would become one.
            out.push_str(if follows_list && is_list { "\n\n<!-- -->\n\n" } else { "\n\n" });
        }
        out.push_str(&self::block(block, level));
        follows_list = is_list;
    }
    out
}

fn block(block: &Block, level: u8) -> String {
    match block {
        Block::Paragraph(content) => words(content),
        Block::Heading { depth, words: title } => {
            let level = level.saturating_add(depth.saturating_sub(1)).min(6);
            format!("{} {}", "#".repeat(usize::from(level)), words(title).replace("\\\n", " "))
        }
        Block::List { start, items } => list(*start, items, level),
        Block::Quote(content) => prefixed(&blocks(content, level), "> ", "> "),
        Block::Code(lines) => {
            let fence = "`".repeat(lines.iter().map(longest_run).max().unwrap_or_default().max(2) + 1);
            let lines = lines.iter().map(Text::as_str).collect::<Vec<_>>().join("\n");
            format!("{fence}\n{lines}\n{fence}")
        }
        Block::Divider => "---".to_owned(),
    }
}

fn list(start: Option<u64>, items: &[Vec<Block>], level: u8) -> String {
    let tight = items.iter().all(|item| matches!(item.as_slice(), [Block::Paragraph(_)]));
    let numbers = start.unwrap_or_default()..;
    let items = items.iter().zip(numbers).map(|(item, number)| {
        let mark = start.map_or("- ".to_owned(), |_| format!("{number}. "));
        prefixed(&blocks(item, level), &mark, &" ".repeat(mark.len()))
    });
    items.collect::<Vec<_>>().join(if tight { "\n" } else { "\n\n" })
}

/// Text with one mark before its first line and another before all others.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut lines = text.lines();
    let head = format!("{first}{}", lines.next().unwrap_or_default());
    let tail = lines
        .map(|line| if line.is_empty() { others.trim_end().to_owned() } else { format!("{others}{line}") });
    std::iter::once(head).chain(tail).collect::<Vec<_>>().join("\n")
}

/// The target of a link: Markdown has no other way to name a place.
fn place(anchor: &Anchor) -> String {
    if anchor.is_empty() { String::new() } else { format!("<a id=\"{anchor}\"></a>") }
}

/// Words which begin a line, so that the line cannot be taken for a heading, a list or code.
fn words(words: &[Inline]) -> String {
    guarded(&words.iter().map(word).collect::<String>())
}

/// Lines of words whose first characters mean nothing.
fn guarded(words: &str) -> String {
    words.split('\n').map(guarded_line).collect::<Vec<_>>().join("\n")
}

fn guarded_line(line: &str) -> String {
    let line = line.trim_start();
    let mark = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let (number, mark) = line.split_at(line.len() - mark.len());
    let means_something = match mark.chars().next() {
        Some('-' | '+' | '=') => number.is_empty(),
        Some('.' | ')') => !number.is_empty(),
        _ => false,
    };
    if means_something { format!("{number}\\{mark}") } else { line.to_owned() }
}

fn word(word: &Inline) -> String {
    match word {
        Inline::Text(words) => text(words),
        Inline::Strong(inside) => marked(&words(inside), "**"),
        Inline::Emphasis(inside) => marked(&words(inside), "*"),
        Inline::Code(code) => self::code(code),
        Inline::Term { text: words, anchor } | Inline::Reference { text: words, anchor } => {
            format!("[{}](#{anchor})", text(words))
        }
        Inline::Link { words: inside, href } => format!("[{}](<{href}>)", words(inside)),
        Inline::Break => "\\\n".to_owned(),
    }
}

/// Words between marks; a mark beside a space would be shown instead of obeyed.
fn marked(words: &str, mark: &str) -> String {
    let core = words.trim();
    match words.split_once(core) {
        Some((before, after)) if !core.is_empty() => format!("{before}{mark}{core}{mark}{after}"),
        _ => words.to_owned(),
    }
}

/// A code span, with a fence that is longer than any in the code.
fn code(code: &Text) -> String {
    // A table would end its cell at the bar, even inside of code.
    if code.as_str().contains('|') {
        return text(code);
    }
    let fence = "`".repeat(longest_run(code) + 1);
    // CommonMark takes away one space at each end, and needs it where the code begins or ends with a backtick.
    let space =
        if code.as_str().starts_with(['`', ' ']) || code.as_str().ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{code}{space}{fence}")
}

/// The length of the longest run of backticks.
fn longest_run(code: &Text) -> usize {
    code.as_str().split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

/// Text in which nothing is markup.
///
/// Beyond the common dialect this covers tables, strikethrough, formulas and the braces of site generators.
fn text(text: &Text) -> String {
    let mut escaped = String::new();
    let mut characters = text.as_str().chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek();
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' if next.is_none_or(|next| next.is_ascii_alphanumeric() || *next == '#') => {
                escaped.push_str("&amp;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '~' | '$' | '#' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // In front of a link it would make an image of it.
            '!' if next.is_none() => escaped.push_str("\\!"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::render::sample::sample;

    fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
        Parser::new_ext(markdown, Options::all())
    }

    #[test]
    fn no_author_can_write_markup() {
        let markdown = markdown(&sample());
        for event in events(&markdown) {
            #[allow(clippy::wildcard_enum_match_arm, reason = "the list is that of Markdown")]
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let place = html.starts_with("<a id=\"") && html.matches('"').count() == 2;
                    assert!(place || matches!(html.trim(), "</a>" | "<!-- -->"), "raw HTML: {html}");
                }
                Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(crate::render::page::Href::new(&dest_url).is_some(), "a link to {dest_url}");
                }
                _ => {}
            }
        }
        assert!(!markdown.contains(['\u{202e}', '\u{2066}']));
    }

    #[test]
    fn every_link_within_the_text_leads_somewhere() {
        let markdown = markdown(&sample());
        let mut n_links = 0;
        for event in events(&markdown) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && let Some(anchor) = dest_url.strip_prefix('#')
            {
                n_links += 1;
                assert!(markdown.contains(&format!("<a id=\"{anchor}\"></a>")), "{anchor}");
            }
        }
        assert!(n_links > 10);
    }

    #[test]
    fn outline_is_the_one_of_the_page() {
        let page = sample();
        let markdown = markdown(&page);
        let levels: Vec<HeadingLevel> = events(&markdown)
            .filter_map(
                |event| if let Event::Start(Tag::Heading { level, .. }) = event { Some(level) } else { None },
            )
            .collect();
        let html = crate::render::html::page(&page);
        let in_html: Vec<HeadingLevel> = html
            .match_indices("<h")
            .filter_map(|(start, _)| {
                HeadingLevel::try_from(html[start + 2..].chars().next()?.to_digit(10)? as usize).ok()
            })
            .collect();
        assert_eq!(levels, in_html);
    }

    #[test]
    fn a_section_inside_stands_where_its_author_put_it() {
        let markdown = markdown(&sample());
        let (_, behind) = markdown.split_once("<a id=\"collection.cookies.refuse\"></a>").unwrap();
        let (between, _) = behind.split_once("<a id=\"collection.unasked\"></a>").unwrap();
        assert!(between.ends_with("\n\n---\n\n") && !between.contains('#'), "{between}");
        assert!(markdown.find("collection.log-data\"></a>") < markdown.find("collection.cookies\"></a>"));
    }

    #[test]
    fn tables_keep_their_shape() {
        let markdown = markdown(&sample());
        let n_cells =
            events(&markdown).filter(|event| matches!(event, Event::End(TagEnd::TableCell))).count();
        assert_eq!(n_cells, 4 * (1 + 6) + 4 * (1 + 2));
    }

    #[test]
    fn page_reads_as_plain_text() {
        insta::assert_snapshot!(markdown(&sample()));
    }

    proptest! {
        /// Whatever an author writes in a label, a reader of the rendered Markdown sees just that.
        #[test]
        fn words_survive(before in r"[ -~]{0,12}", after in r"[ -~é\n]{0,12}") {
            let markdown = words(&[Inline::text(before.as_str()), Inline::text(after.as_str())]);
            let mut seen = String::new();
            for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH) {
                #[allow(clippy::wildcard_enum_match_arm, reason = "the list is that of Markdown")]
                match event {
                    Event::Text(text) => seen.push_str(&text),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    other => prop_assert!(false, "{:?} in {:?}", other, markdown),
                }
            }
            let said = format!("{}{}", Text::from(before), Text::from(after));
            prop_assert_eq!(seen.trim(), said.trim());
        }
    }
}
