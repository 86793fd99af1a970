//! The one place where XML is written: every element is closed, and every word is escaped.

/// An XML file that is being written.
#[derive(Debug)]
pub(super) struct Xml(String);

impl Xml {
    /// An empty file.
    pub(super) fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// The whole file.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// An element with something inside.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing inside.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.0.push_str("/>");
    }

    /// An element whose only attribute is its value.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Words.
    pub(super) fn text(&mut self, text: &str) {
        text.chars().for_each(|character| self.character(character));
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '"' => self.0.push_str("&quot;"),
            '\t' | '\n' | '\r' => self.0.push(' '),
            // XML has no way to write these, and a file that holds one is not opened at all.
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => self.0.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever stands in a word or an attribute, the file can be read, and says it.
        #[test]
        fn every_word_is_read_again(words in ".{0,40}", control in "[\u{0}-\u{1f}\u{fffe}\u{ffff}]{0,3}") {
            let mut xml = Xml::new();
            let said = format!("{words}{control}");
            xml.element("a", &[("b", &said)], |xml| xml.text(&said));
            let text = xml.finish();
            let document = roxmltree::Document::parse(&text).expect("it is XML");
            let root = document.root_element();
            let kept: String = said
                .chars()
                .map(|character| if "\t\n\r".contains(character) { ' ' } else { character })
                .filter(|character| !matches!(character, '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
                .collect();
            prop_assert_eq!(root.attribute("b"), Some(kept.as_str()));
            prop_assert_eq!(root.text().unwrap_or_default(), kept.as_str());
        }
    }
}
