//! The author's prose: Markdown in, typed blocks out.
//!
//! Nothing which an author writes can become markup of a page:
//! raw HTML is shown as the text it is, an image is replaced by its description because a page loads nothing, and a link keeps only its words unless a policy may link there.
//! Quotation marks and dashes stay as they were typed, because the wording of a policy is not ours to change.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TextMergeStream};

use crate::render::page::{Block, Href, Inline, Text};

/// How deep quotations, lists and emphasis may nest.
/// Deeper ones lose their markup and keep their words; without a limit, a line of ten thousand `>` would exhaust the stack.
const DEEPEST: usize = 24;

/// A place `{name}` in prose and the words which are put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The name, without braces.
    pub name: String,
    /// The words.
    pub words: Vec<Inline>,
}

/// Reads dedented Markdown and fills its slots.
///
/// A slot is filled with words, never with Markdown, and never inside a code span or an address.
#[must_use]
pub fn parse(markdown: &str, slots: &[Slot]) -> Vec<Block> {
    let mut depth = 0;
    let events = TextMergeStream::new(Parser::new(markdown)).filter(move |event| {
        let outside = depth;
        if matches!(event, Event::Start(_)) {
            depth += 1;
        } else if matches!(event, Event::End(_)) {
            depth -= 1;
        } else {
            return true;
        }
        outside.max(depth) <= DEEPEST
    });
    Reader { events, slots, outline: Vec::new() }.blocks()
}

struct Reader<'prose, Events> {
    events: Events,
    slots: &'prose [Slot],
    /// The levels of the headings that are open at this place.
    outline: Vec<HeadingLevel>,
}

impl<'text, Events: Iterator<Item = Event<'text>>> Reader<'_, Events> {
    /// Blocks up to the end of what is open.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // An item of a tight list holds words without a paragraph around them.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            let block = match event {
                Event::End(_) => break,
                Event::Start(Tag::Paragraph) => Block::Paragraph(self.words()),
                Event::Start(Tag::Heading { level, .. }) => {
                    Block::Heading { depth: self.depth(level), words: self.words() }
                }
                Event::Start(Tag::BlockQuote(_)) => Block::Quote(self.blocks()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_))) => {
                    Block::Code(self.lines())
                }
                Event::Start(Tag::List(start)) => Block::List { start, items: self.items() },
                Event::Start(Tag::HtmlBlock) => Block::Paragraph(vec![Inline::text(self.raw().trim())]),
                Event::Rule => Block::Divider,
                inline @ (Event::Start(_)
                | Event::Text(_)
                | Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::TaskListMarker(_)) => {
                    self.word(inline, &mut loose);
                    continue;
                }
            };
            flush(&mut loose, &mut blocks);
            blocks.push(block);
        }
        flush(&mut loose, &mut blocks);
        blocks
    }

    /// The items of a list.
    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            if matches!(event, Event::Start(Tag::Item)) {
                items.push(self.blocks());
            } else {
                // Only below the deepest level, where items have lost their markup.
                let mut words = Vec::new();
                self.word(event, &mut words);
                items.push(vec![Block::Paragraph(words)]);
            }
        }
        items
    }

    /// Words up to the end of what is open.
    fn words(&mut self) -> Vec<Inline> {
        let mut words = Vec::new();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.word(event, &mut words);
        }
        words
    }

    /// Appends what one event inside a paragraph says.
    fn word(&mut self, event: Event<'text>, words: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.fill(&text, words),
            Event::Code(text) => words.push(Inline::Code(Text::from(&*text))),
            Event::SoftBreak => words.push(Inline::text(" ")),
            Event::HardBreak => words.push(Inline::Break),
            Event::Start(Tag::Emphasis) => words.push(Inline::Emphasis(self.words())),
            Event::Start(Tag::Strong) => words.push(Inline::Strong(self.words())),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let inside = unlinked(self.words());
                match Href::new(&dest_url) {
                    Some(href) => words.push(Inline::Link { words: inside, href }),
                    None => words.extend(inside),
                }
            }
            // An image, of which the description is left, and whatever else this dialect does not have.
            Event::Start(_) => words.extend(self.words()),
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => words.push(Inline::Text(Text::from(&*text))),
            Event::End(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    /// Appends text, with the words of a slot in the place of its name.
    fn fill(&self, text: &CowStr<'_>, words: &mut Vec<Inline>) {
        let mut rest: &str = text;
        let next = |rest: &str| {
            let found = self.slots.iter().filter_map(|slot| {
                let name = format!("{{{}}}", slot.name);
                rest.find(&name).map(|start| (start, start + name.len(), slot))
            });
            found.min_by_key(|(start, _, _)| *start)
        };
        while let Some((start, end, slot)) = next(rest) {
            words.extend(rest.get(..start).filter(|before| !before.is_empty()).map(Inline::text));
            words.extend(slot.words.iter().cloned());
            rest = rest.get(end..).unwrap_or_default();
        }
        if !rest.is_empty() {
            words.push(Inline::text(rest));
        }
    }

    /// The text up to the end of what is open, as it was written.
    fn raw(&mut self) -> String {
        let mut raw = String::new();
        for event in self.events.by_ref().take_while(|event| !matches!(event, Event::End(_))) {
            if let Event::Text(text) | Event::Html(text) = event {
                raw.push_str(&text);
            }
        }
        raw
    }

    fn lines(&mut self) -> Vec<Text> {
        self.raw().lines().map(Text::from).collect()
    }

    /// How deep a heading stands: levels count from the first one used and never skip one.
    fn depth(&mut self, level: HeadingLevel) -> u8 {
        while self.outline.last().is_some_and(|open| *open >= level) {
            self.outline.pop();
        }
        self.outline.push(level);
        u8::try_from(self.outline.len()).unwrap_or(u8::MAX)
    }
}

fn flush(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

/// The same words without links, because a link cannot stand inside a link.
fn unlinked(words: Vec<Inline>) -> Vec<Inline> {
    words
        .into_iter()
        .flat_map(|word| match word {
            Inline::Term { text, .. } | Inline::Reference { text, .. } => vec![Inline::Text(text)],
            Inline::Link { words, .. } => unlinked(words),
            Inline::Strong(words) => vec![Inline::Strong(unlinked(words))],
            Inline::Emphasis(words) => vec![Inline::Emphasis(unlinked(words))],
            Inline::Text(_) | Inline::Code(_) | Inline::Break => vec![word],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(words: Vec<Inline>) -> Vec<Block> {
        vec![Block::Paragraph(words)]
    }

    #[test]
    fn raw_html_is_text() {
        assert_eq!(
            parse("a <b onclick=x>", &[]),
            paragraph(vec![Inline::text("a "), Inline::text("<b onclick=x>")])
        );
        assert_eq!(
            parse("<script>\nx\n</script>", &[]),
            paragraph(vec![Inline::text("<script> x </script>")])
        );
    }

    #[test]
    fn link_which_a_policy_may_not_have_keeps_its_words() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "/relative",
            "//host",
        ] {
            assert_eq!(
                parse(&format!("[words](<{address}>)"), &[]),
                paragraph(vec![Inline::text("words")]),
                "{address}"
            );
        }
        assert_eq!(
            parse("![picture](https://example.com/p.png)", &[]),
            paragraph(vec![Inline::text("picture")])
        );
    }

    #[test]
    fn slots_are_filled_with_words() {
        let slots = [
            Slot { name: "data".to_owned(), words: vec![Inline::term("*files*", "term-files")] },
            Slot { name: "recipients".to_owned(), words: vec![Inline::text("{data}")] },
        ];
        assert_eq!(
            parse("We give {data} to {recipients}, {nobody} and `{data}`.", &slots),
            paragraph(vec![
                Inline::text("We give "),
                Inline::term("*files*", "term-files"),
                Inline::text(" to "),
                Inline::text("{data}"),
                Inline::text(", {nobody} and "),
                Inline::Code("{data}".into()),
                Inline::text("."),
            ])
        );
    }

    #[test]
    fn a_link_never_holds_a_link() {
        let slots = [Slot { name: "data".to_owned(), words: vec![Inline::term("files", "term-files")] }];
        let blocks = parse("[our *{data}*](https://example.com/)", &slots);
        let words = vec![Inline::text("our "), Inline::Emphasis(vec![Inline::text("files")])];
        let href = Href::new("https://example.com/").unwrap();
        assert_eq!(blocks, paragraph(vec![Inline::Link { words, href }]));
    }

    #[test]
    fn headings_count_from_the_first_one() {
        let depths: Vec<u8> = parse("### a\n\n##### b\n\n#### c\n\n# d\n\n## e", &[])
            .iter()
            .filter_map(|block| if let Block::Heading { depth, .. } = block { Some(*depth) } else { None })
            .collect();
        assert_eq!(depths, [1, 2, 2, 1, 2]);
    }

    #[test]
    fn deep_nesting_keeps_its_words() {
        let blocks = format!("{:?}", parse(&format!("{}deep", "> ".repeat(20_000)), &[]));
        assert!(blocks.contains("deep"));
        assert_eq!(blocks.matches("Quote").count(), DEEPEST);
        let blocks = format!("{:?}", parse(&format!("{}deep", "- ".repeat(2_000)), &[]));
        assert!(blocks.contains("deep"));
    }
}
