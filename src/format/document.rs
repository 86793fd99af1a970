//! The items of a file and of its sections, each as phrases.

use super::Plurals;
use super::layout::{Atom, Gap, Join, Phrase, STEP, Text, WIDTH};
use super::sentence;
use crate::ast::{self, Item, Relation};
use crate::language::ItemWord;
use crate::source::Span;

/// Everything that is written of a document, comments aside.
pub(super) fn phrases(document: &ast::Document, text: Text<'_>, plurals: &Plurals<'_>) -> Vec<Phrase> {
    let mut pen = Pen { text, plurals, phrases: Vec::new(), item_start: 0 };
    pen.items(&document.items, 0);
    pen.phrases.iter_mut().for_each(Phrase::anchor);
    pen.phrases
}

struct Pen<'a> {
    text: Text<'a>,
    plurals: &'a Plurals<'a>,
    phrases: Vec<Phrase>,
    /// The first phrase of the item at hand.
    item_start: usize,
}

/// Where the brace of a block goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brace {
    /// Behind what opens the block, if that is one line; on its own line otherwise.
    Beside,
    /// On its own line, because a sentence stands before it.
    Alone,
}

impl Pen<'_> {
    fn items(&mut self, items: &[Item], indent: usize) {
        let widths = verdict_widths(items);
        let mut last: Option<Standing> = None;
        for (item, width) in items.iter().zip(widths) {
            let first = self.phrases.len();
            self.item_start = first;
            self.item(item, indent, width);
            let own = self.phrases.get_mut(first..).unwrap_or_default();
            let standing = standing(item, own);
            if let Some(phrase) = own.first_mut() {
                phrase.gap = match last.is_some_and(|last| last == standing && standing != Standing::Apart) {
                    true => Gap::AsWritten,
                    false => Gap::Always,
                };
            }
            last = Some(standing);
        }
    }

    fn item(&mut self, item: &Item, indent: usize, verdict_width: usize) {
        match item {
            Item::Import(ast::Import { span, path }) => {
                let mut phrase = Phrase::new(indent);
                let word = ItemWord::Import.word();
                phrase.word(word, sentence::first_word(*span, word));
                phrase.push(Atom::of_text(path));
                self.phrases.push(phrase);
            }
            Item::Policy(block) => self.block(ItemWord::Policy.word(), block, indent),
            Item::Party(ast::Party { role, block }) => self.block(&role.text, block, indent),
            Item::Declaration(declaration) => self.declaration(declaration, indent),
            Item::Section(section) => self.section(section, indent),
            Item::Statement(statement) => self.statement(statement, indent),
            Item::Tracker(tracker) => self.tracker(tracker, indent),
            Item::Prose(prose) => self.prose(prose, indent),
            Item::Link(link) => self.link(link, indent),
            Item::Definition(definition) => self.definition(definition, indent),
            Item::Table(table) => self.table(table, indent),
            Item::Expect(expect) => self.expect(expect, indent, verdict_width),
            Item::Acknowledgement(acknowledgement) => self.acknowledgement(acknowledgement, indent),
            Item::Require(require) => self.require(require, indent),
            // A file with a broken piece is refused before it gets here.
            Item::Broken(_) => {}
        }
    }

    fn doc(&mut self, doc: &ast::Doc, indent: usize) {
        for line in doc {
            let mut phrase = Phrase::new(indent);
            phrase.word(format!("/// {}", line.text).trim_end(), line.span);
            self.phrases.push(phrase);
        }
    }

    fn block(&mut self, keyword: &str, block: &ast::Block, indent: usize) {
        let ast::Block { span: _, doc, name, title, attributes } = block;
        self.doc(doc, indent);
        let mut phrase = opening(keyword, name, indent);
        phrase.push(Atom::of_text(title));
        self.phrases.push(phrase);
        if keyword == ItemWord::Policy.word() || !attributes.is_empty() {
            self.attributes(attributes, indent, Brace::Beside);
        }
    }

    fn declaration(&mut self, declaration: &ast::Declaration, indent: usize) {
        let ast::Declaration { span: _, doc, kind, name, label, relations, traits, attributes } = declaration;
        self.doc(doc, indent);
        let mut head = Phrase::new(indent);
        head.push(sentence::of_name(kind));
        head.push(sentence::of_name(name));
        head.atoms.extend(label.as_ref().map(Atom::of_text));
        let mut lines = vec![head];
        for (at, relation) in relations.iter().enumerate() {
            let own = relation_phrase(relation, indent + STEP);
            let left = match lines.last_mut() {
                Some(head) if at == 0 => beside(head, own, declaration, relation),
                _ => Some(own),
            };
            lines.extend(left);
        }
        let mut phrase = Phrase::new(indent + STEP);
        for (at, trait_) in traits.iter().enumerate() {
            if traits.iter().take(at).all(|known| known.text != trait_.text) {
                phrase.push(sentence::of_name(trait_).joined(Join::Soft));
            }
        }
        match lines.last_mut() {
            Some(last) if !phrase.atoms.is_empty() && last.is_one_line() => last.append(phrase, Join::Soft),
            _ if !phrase.atoms.is_empty() => lines.push(phrase),
            _ => {}
        }
        self.phrases.extend(lines);
        if !attributes.is_empty() {
            self.attributes(attributes, indent, Brace::Beside);
        }
    }

    /// `{`, attributes, `}`
    fn attributes(&mut self, attributes: &[ast::Attribute], indent: usize, brace: Brace) {
        let open = self.open_brace(indent, brace);
        let width = attributes.iter().map(|attribute| attribute.key.text.chars().count()).max().unwrap_or(0);
        for (at, attribute) in attributes.iter().enumerate() {
            let ast::Attribute { span: _, key, values, see } = attribute;
            let mut phrase = Phrase::new(indent + STEP);
            phrase.hang = indent + STEP + width + 1;
            phrase.gap = if at == 0 { Gap::Never } else { Gap::AsWritten };
            phrase.word(format!("{:width$}", key.text), key.span);
            phrase.list(values.iter().map(value).collect());
            if let Some(see) = see {
                phrase.push(Atom::new("see", None).joined(Join::Soft));
                phrase.push(Atom::of_text(see));
            }
            self.phrases.push(phrase);
        }
        let end = self.phrases.last().map_or(open, |phrase| phrase.end().max(open));
        let mut close = Phrase::new(indent);
        close.gap = Gap::Close;
        close.word("}", self.mark(end, '}'));
        self.phrases.push(close);
    }

    /// Writes `{` and says where it stood.
    fn open_brace(&mut self, indent: usize, brace: Brace) -> u32 {
        // Clauses are sorted by now, so that the last one in the source may be any of the last phrases.
        let own = self.phrases.get(self.item_start..).unwrap_or_default();
        let end = own.iter().map(Phrase::end).max().unwrap_or(0);
        let place = self.mark(end, '{');
        let open = Atom::new("{", place);
        match self.phrases.last_mut() {
            Some(head) if brace == Brace::Beside && head.indent == indent && head.is_one_line() => {
                head.push(open)
            }
            _ => {
                let mut alone = Phrase::new(indent);
                alone.push(open);
                self.phrases.push(alone);
            }
        }
        place.map_or(end, |place| place.end)
    }

    /// The next mark of this kind behind a place, texts and comments skipped.
    fn mark(&self, from: u32, mark: char) -> Option<Span> {
        let rest = self.text.after(from);
        let (mut is_text, mut is_comment) = (false, false);
        for (at, c) in rest.char_indices() {
            match c {
                '\n' | '\r' => (is_text, is_comment) = (false, false),
                _ if is_comment => {}
                '"' => is_text = !is_text,
                '/' if !is_text && rest.get(at + 1..).is_some_and(|rest| rest.starts_with('/')) => {
                    is_comment = true
                }
                c if c == mark && !is_text => {
                    let start = from + u32::try_from(at).ok()?;
                    return Some(Span::new(start, start + 1));
                }
                _ => {}
            }
        }
        None
    }

    fn section(&mut self, section: &ast::Section, indent: usize) {
        let ast::Section { span: _, doc, name, title, clauses, items, close: end } = section;
        self.doc(doc, indent);
        let mut head = opening(ItemWord::Section.word(), name, indent);
        head.push(Atom::of_text(title));
        let clauses = sentence::clauses(clauses, indent + STEP);
        let mut whole = head.clone();
        clauses.iter().for_each(|clause| whole.append(clause.clone(), Join::Space));
        if whole.width() + 2 <= WIDTH && !whole.has_prose() {
            self.phrases.push(whole);
        } else {
            self.phrases.push(head);
            self.phrases.extend(clauses);
        }
        self.open_brace(indent, Brace::Beside);
        self.items(items, indent + STEP);
        let mut close = Phrase::new(indent);
        close.gap = Gap::Close;
        close.word("}", *end);
        self.phrases.push(close);
    }

    fn statement(&mut self, statement: &ast::Statement, indent: usize) {
        let ast::Statement { span: _, doc, label, title, sentence, tails, attributes } = statement;
        self.doc(doc, indent);
        let mut inner = indent;
        if let Some(label) = label {
            let mut phrase = Phrase::new(indent);
            match title {
                None => phrase.word(format!("{}:", label.text), label.span),
                // The colon belongs to both, on one line with them.
                Some(title) => {
                    phrase.word(label.text.clone(), label.span);
                    phrase.word(format!("\"{}\":", title.text), title.span);
                }
            }
            self.phrases.push(phrase);
            inner += STEP;
        }
        let clause_indent = indent + STEP;
        let sentence::Parts { opening: mut first, head, clauses } =
            sentence::parts(sentence, inner, clause_indent, self.plurals);
        match head {
            Some(head) if first.width() + 1 + head.width() - head.indent <= WIDTH && first.fits() => {
                first.append(head, Join::Space);
                self.phrases.push(first);
            }
            head => {
                self.phrases.push(first);
                self.phrases.extend(head);
            }
        }
        self.phrases.extend(clauses);
        self.tails(tails, clause_indent);
        if !attributes.is_empty() {
            self.attributes(attributes, clause_indent, Brace::Alone);
        }
    }

    fn tails(&mut self, tails: &[ast::Tail], indent: usize) {
        self.phrases.extend(tails.iter().map(|tail| sentence::tail(tail, indent)));
    }

    fn tracker(&mut self, tracker: &ast::Tracker, indent: usize) {
        let ast::Tracker {
            span: _,
            doc,
            name,
            label,
            technology,
            by,
            stores,
            lasting,
            clauses,
            tails,
            attributes,
        } = tracker;
        self.doc(doc, indent);
        let mut head = opening(ItemWord::Tracker.word(), name, indent);
        head.push(Atom::of_text(label));
        head.push(Atom::new("is a kind of", None).joined(Join::Soft));
        head.push(sentence::of_name(technology));
        if let Some(by) = by {
            head.push(Atom::new("by", None).joined(Join::Soft));
            head.push(sentence::of_name(by));
        }
        self.phrases.push(head);
        let inner = indent + STEP;
        self.phrases.extend(stores.iter().map(|stores| sentence::stores(stores, inner)));
        self.phrases.extend(sentence::clauses(clauses, inner));
        for one in lasting {
            let mut phrase = Phrase::new(inner);
            phrase.word("lasting", None);
            match one {
                ast::Lasting::Word(word) => phrase.push(sentence::of_name(word)),
                ast::Lasting::Duration(duration) => sentence::duration(&mut phrase, duration),
            }
            self.phrases.push(phrase);
        }
        self.tails(tails, inner);
        if !attributes.is_empty() {
            self.attributes(attributes, inner, Brace::Alone);
        }
    }

    fn prose(&mut self, prose: &ast::Prose, indent: usize) {
        let ast::Prose { span: _, doc, name, title, body, tails } = prose;
        self.doc(doc, indent);
        let mut phrase = opening(ItemWord::Text.word(), name, indent);
        phrase.atoms.extend(title.as_ref().map(Atom::of_text));
        phrase.push(Atom::of_text(body));
        self.phrases.push(phrase);
        self.tails(tails, indent + STEP);
    }

    fn link(&mut self, link: &ast::Link, indent: usize) {
        let ast::Link { span: _, doc, name, label, address, tails } = link;
        self.doc(doc, indent);
        let mut phrase = opening(ItemWord::Link.word(), name, indent);
        phrase.push(Atom::of_text(label));
        phrase.push(Atom::of_text(address).joined(Join::Soft));
        self.phrases.push(phrase);
        self.tails(tails, indent + STEP);
    }

    /// A definition with tails, or one that is too long for its line, stands on a line of its own.
    fn definition(&mut self, definition: &ast::Definition, indent: usize) {
        let ast::Definition { span: _, doc, name, word, meaning, tails } = definition;
        self.doc(doc, indent);
        let mut phrase = opening(ItemWord::Term.word(), name, indent);
        phrase.push(Atom::of_text(word));
        let join = match (meaning.is_prose, tails.is_empty()) {
            (true, _) => Join::Space,
            (false, true) => Join::Soft,
            (false, false) => Join::Break,
        };
        phrase.push(Atom::of_text(meaning).joined(join));
        self.phrases.push(phrase);
        self.tails(tails, indent + STEP);
    }

    fn table(&mut self, table: &ast::Table, indent: usize) {
        let ast::Table { span: _, doc, name, by, preceding, tails } = table;
        self.doc(doc, indent);
        let mut phrase = opening(ItemWord::Table.word(), name, indent);
        phrase.push(Atom::new("by", None));
        phrase.push(sentence::of_name(by));
        if let Some(duration) = preceding {
            phrase.push(Atom::new("for the preceding", None).joined(Join::Soft));
            sentence::duration(&mut phrase, duration);
        }
        self.phrases.push(phrase);
        self.tails(tails, indent + STEP);
    }

    fn expect(&mut self, expect: &ast::Expect, indent: usize, verdict_width: usize) {
        let ast::Expect { span: _, doc, verdict, flow } = expect;
        self.doc(doc, indent);
        let words = format!("{}:", verdict_words(verdict));
        let mut phrase = Phrase::new(indent);
        phrase.word(format!("{} {words:verdict_width$}", ItemWord::Expect.word()), verdict.span);
        let sentence::Parts { opening, head, clauses } = sentence::parts(flow, indent, indent, self.plurals);
        phrase.append(opening, Join::Space);
        head.into_iter().chain(clauses).for_each(|part| phrase.append(part, Join::Soft));
        self.phrases.push(phrase);
    }

    fn acknowledgement(&mut self, acknowledgement: &ast::Acknowledgement, indent: usize) {
        let ast::Acknowledgement { span: _, doc, code, labels, because } = acknowledgement;
        self.doc(doc, indent);
        let mut phrase = Phrase::new(indent);
        phrase.word(format!("{} finding {}", ItemWord::Expect.word(), code.text), code.span);
        if !labels.is_empty() {
            phrase.word("in", None);
            sentence::names(&mut phrase, labels);
        }
        self.phrases.push(phrase);
        let mut reason = Phrase::new(indent + STEP);
        reason.word("because", None);
        reason.push(Atom::of_text(because));
        self.phrases.push(reason);
    }

    fn require(&mut self, require: &ast::Require, indent: usize) {
        let ast::Require { span: _, doc, name, title, requirement, when, tails } = require;
        self.doc(doc, indent);
        let mut phrase = Phrase::new(indent);
        phrase.word(format!("{} {}:", ItemWord::Require.word(), name.text), name.span);
        phrase.atoms.extend(title.as_ref().map(Atom::of_text));
        self.phrases.push(phrase);
        let inner = indent + STEP;
        let mut lines = quantified(requirement, None, inner);
        let when = when.as_ref().map(|when| quantified(when, Some("when"), inner)).unwrap_or_default();
        match (lines.as_mut_slice(), when.as_slice()) {
            ([one], [condition]) if one.width() + 1 + condition.width() - condition.indent <= WIDTH => {
                one.append(condition.clone(), Join::Space);
            }
            _ => lines.extend(when),
        }
        self.phrases.extend(lines);
        self.tails(tails, inner);
    }
}

fn opening(keyword: &str, name: &ast::Name, indent: usize) -> Phrase {
    let mut phrase = Phrase::new(indent);
    phrase.word(format!("{keyword} {}", name.text), name.span);
    phrase
}

fn relation_phrase(relation: &Relation, indent: usize) -> Phrase {
    let mut phrase = Phrase::new(indent);
    phrase.word(relation.word().word(), None);
    match relation {
        Relation::IsAKindOf(names)
        | Relation::Includes(names)
        | Relation::Excludes(names)
        | Relation::MayContain(names) => sentence::names(&mut phrase, names),
        Relation::Means(set) => sentence::set(&mut phrase, set),
    }
    phrase
}

/// Puts the first relation of a term beside its name if both fit on a line. Otherwise a list goes under its word,
/// and a single name takes its word with it to the next line.
fn beside(
    head: &mut Phrase,
    own: Phrase,
    declaration: &ast::Declaration,
    relation: &Relation,
) -> Option<Phrase> {
    let behind = match declaration.relations.len() {
        1 => {
            let brace = if declaration.attributes.is_empty() { 0 } else { 2 };
            declaration.traits.iter().map(|trait_| trait_.text.len() + 1).sum::<usize>() + brace
        }
        _ => 0,
    };
    if head.width() + 1 + own.width() - own.indent + behind <= WIDTH && !own.has_prose() {
        head.append(own, Join::Space);
        return None;
    }
    let is_list = own.atoms.len() > 2 && !matches!(relation, Relation::IsAKindOf(_));
    let word_fits = own.atoms.first().is_some_and(|word| head.width() + 1 + word.text.len() <= WIDTH);
    if !is_list || !word_fits {
        return Some(own);
    }
    let mut atoms = own.atoms.into_iter();
    head.atoms.extend(atoms.next());
    for (at, atom) in atoms.enumerate() {
        head.push(if at == 0 { atom.joined(Join::Break) } else { atom });
    }
    None
}

fn value(value: &ast::Value) -> Vec<Atom> {
    match value {
        ast::Value::Word(name) | ast::Value::Date(name) => vec![sentence::of_name(name)],
        ast::Value::Text(text) => vec![Atom::of_text(text)],
        ast::Value::Pair(name, text) => vec![sentence::of_name(name), Atom::of_text(text)],
        ast::Value::Duration(duration) => {
            let mut phrase = Phrase::new(0);
            sentence::duration(&mut phrase, duration);
            phrase.atoms
        }
    }
}

/// How an item stands among others: items of one kind that take one line each may stand without blank lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Apart,
    Import,
    Declaration,
    Party,
    Link,
    Definition,
    Table,
    Expect,
}

fn standing(item: &Item, phrases: &[Phrase]) -> Standing {
    let is_one_line = phrases.len() == 1 && phrases.iter().all(Phrase::fits);
    if !is_one_line && !matches!(item, Item::Expect(_)) {
        return Standing::Apart;
    }
    match item {
        Item::Expect(_) => Standing::Expect,
        Item::Import(_) => Standing::Import,
        Item::Declaration(_) => Standing::Declaration,
        Item::Party(_) => Standing::Party,
        Item::Link(_) => Standing::Link,
        Item::Definition(_) => Standing::Definition,
        Item::Table(_) => Standing::Table,
        Item::Policy(_)
        | Item::Section(_)
        | Item::Statement(_)
        | Item::Tracker(_)
        | Item::Prose(_)
        | Item::Acknowledgement(_)
        | Item::Require(_)
        | Item::Broken(_) => Standing::Apart,
    }
}

fn verdict_words(verdict: &ast::Name) -> String {
    verdict.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For each item the width of the longest verdict among the expectations that it stands with, colon included.
fn verdict_widths(items: &[Item]) -> Vec<usize> {
    let width = |item: &Item| {
        if let Item::Expect(expect) = item { verdict_words(&expect.verdict).len() + 1 } else { 0 }
    };
    let mut widths: Vec<usize> = items.iter().map(width).collect();
    for run in widths.chunk_by_mut(|one, other| (*one > 0) == (*other > 0)) {
        let widest = run.iter().copied().max().unwrap_or(0);
        run.fill(widest);
    }
    widths
}

/// A requirement on one line, or with what it asks for on a line of its own.
fn quantified(quantified: &ast::Quantified, word: Option<&str>, indent: usize) -> Vec<Phrase> {
    let ast::Quantified { span, quantifier, selector, needs: wanted } = quantified;
    let mut phrase = Phrase::new(indent);
    let quantifier = quantifier.word();
    let first = word.map_or_else(|| quantifier.to_owned(), |word| format!("{word} {quantifier}"));
    phrase.word(first, Span::new(span.start, span.start + 1));
    match selector {
        ast::Selector::Block(name) => phrase.push(sentence::of_name(name)),
        ast::Selector::Action { verb, object, clauses } => {
            // A requirement selects by the verb alone, without the word that stands before its object.
            phrase.word(verb.kind.form(verb.written_for), verb.span);
            if let Some(object) = object {
                sentence::set(&mut phrase, object);
            }
            for clause in sentence::clauses(clauses, indent) {
                phrase.append(clause, Join::Soft);
            }
        }
    }
    let mut needs = Phrase::new(indent);
    for (at, need) in wanted.iter().enumerate() {
        needs.push(Atom::new(if at == 0 { "has" } else { "or" }, None).joined(Join::Soft));
        match need {
            ast::Need::Clause(clause) => needs.append(sentence::clause(clause, indent), Join::Space),
            ast::Need::Word(word) => needs.push(sentence::of_name(word)),
            ast::Need::Offer(rights) => {
                needs.word("offer", None);
                sentence::set(&mut needs, rights);
            }
        }
    }
    match needs.atoms.is_empty() || phrase.width() + 1 + needs.width() - needs.indent <= WIDTH {
        true => {
            phrase.append(needs, Join::Space);
            vec![phrase]
        }
        false => vec![phrase, needs],
    }
}
