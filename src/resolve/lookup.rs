//! From a written name to a term, or to a message that says what is near.

use super::{Bearer, Label, Names, rules};
use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language;
use crate::model::{self, Kind, TermId};
use crate::source::Span;
use crate::suggest::{self, Near};

impl Names {
    /// What the names of a policy mean, for a question to it.
    #[must_use]
    pub fn of(policy: &model::Policy) -> Self {
        let mut names = Self { vocabulary: policy.vocabulary.clone(), ..Self::default() };
        let mut label = |name: &str, span: Span, bearer: Bearer| {
            names.labels.insert(name.to_owned(), Label { span, whole: span, bearer });
        };
        for section in &policy.sections {
            label(&section.name, section.span, Bearer::Section(section.id));
        }
        for statement in policy.written().filter_map(<[_]>::first) {
            label(&statement.label, statement.label_span, Bearer::Statement(statement.id));
        }
        let trackers = policy.trackers.iter().map(|tracker| (&tracker.named, Bearer::Tracker));
        let prose = policy.prose.iter().map(|prose| (&prose.named, Bearer::Text));
        let links = policy.links.iter().map(|link| (&link.named, Bearer::Link));
        let definitions = policy.definitions.iter().map(|definition| (&definition.named, Bearer::Definition));
        let tables = policy.tables.iter().map(|table| (&table.named, Bearer::Table));
        for (named, bearer) in trackers.chain(prose).chain(links).chain(definitions).chain(tables) {
            label(&named.name, named.span, bearer);
        }
        names
    }

    /// The term that a name means where this kind is expected; reports a name that means nothing of that kind.
    pub fn term(&self, kind: Kind, name: &ast::Name, diagnostics: &mut Diagnostics) -> Option<TermId> {
        if let Some(id) = self.vocabulary.find(kind, &name.text) {
            self.check_deprecated(id, name, diagnostics);
            return Some(id);
        }
        // A reserved or a broken name is already reported where it stands.
        if !language::is_reserved(&name.text) && !self.broken.contains(&name.text) {
            diagnostics.push(self.unknown(kind, name));
        }
        None
    }

    /// A slot; items that mean nothing are reported and left out. The flag says whether any was.
    pub fn set(&self, kind: Kind, set: &ast::Set, diagnostics: &mut Diagnostics) -> (model::Set, bool) {
        let mut is_damaged = false;
        let mut items = |list: &[ast::SetItem]| -> Vec<model::SetItem> {
            list.iter()
                .filter_map(|item| {
                    let resolved = self.set_item(kind, item, diagnostics);
                    is_damaged |= resolved.is_none();
                    resolved
                })
                .collect()
        };
        let resolved = model::Set { items: items(&set.items), except: items(&set.except) };
        (resolved, is_damaged)
    }

    fn set_item(
        &self,
        kind: Kind,
        item: &ast::SetItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<model::SetItem> {
        let form = match &item.form {
            Some(form) if kind != Kind::Data => {
                diagnostics.push(
                    Diagnostic::new(
                        &rules::WRONG_KIND,
                        form.span,
                        format!(
                            "`{}` says in which form data are, but {} is expected here",
                            form.text,
                            kind.with_article()
                        ),
                    )
                    .at("a form")
                    .help("remove this word"),
                );
                None
            }
            Some(form) => Some(
                self.term(Kind::Form, form, diagnostics)
                    .or_else(|| self.vocabulary.find(Kind::Form, &form.text))?,
            ),
            None => None,
        };
        let what = match &item.kind {
            ast::SetItemKind::Name(name) => model::What::Term(self.term(kind, name, diagnostics)?),
            ast::SetItemKind::Anyone if matches!(kind, Kind::Recipient | Kind::Subject) => {
                model::What::Any { kind, trait_: None, is_negated: false }
            }
            ast::SetItemKind::Anyone => {
                diagnostics.push(wrong_noun(kind, "anyone", item.span));
                return None;
            }
            ast::SetItemKind::Any { is_negated, trait_, noun } => {
                self.any(kind, *is_negated, trait_.as_ref(), noun, item.span, diagnostics)?
            }
        };
        Some(model::SetItem { form, what, span: item.span })
    }

    fn any(
        &self,
        kind: Kind,
        is_negated: bool,
        trait_: Option<&ast::Name>,
        noun: &ast::Name,
        span: crate::source::Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<model::What> {
        let named = Kind::of_word(&noun.text)?;
        if named.namespace() != kind.namespace() {
            diagnostics.push(wrong_noun(kind, &format!("any {}", noun.text), span));
            return None;
        }
        let trait_ = match trait_ {
            Some(word) if kind != Kind::Data => {
                diagnostics.push(
                    Diagnostic::new(
                        &rules::MISPLACED_TRAIT,
                        word.span,
                        format!("`{}` is said of data, not of {}", word.text, kind.with_article()),
                    )
                    .at("said of data only")
                    .help("remove this word"),
                );
                None
            }
            Some(word) => model::Trait::of_word(&word.text),
            None => None,
        };
        Some(model::What::Any { kind: named, trait_, is_negated })
    }

    fn check_deprecated(&self, id: TermId, name: &ast::Name, diagnostics: &mut Diagnostics) {
        let term = self.vocabulary.term(id);
        if term.deprecated.is_empty() {
            return;
        }
        let diagnostic = Diagnostic::new(
            &rules::DEPRECATED_TERM,
            name.span,
            format!("`{}` should no longer be used", name.text),
        )
        .at(term.deprecated.to_string())
        .with(term.span, "declared here");
        diagnostics.push(match term.replaced_by {
            Some(other) => diagnostic.help(format!("use `{}` instead", self.vocabulary.term(other).name)),
            None => diagnostic,
        });
    }

    fn unknown(&self, kind: Kind, name: &ast::Name) -> Diagnostic {
        let text = name.text.as_str();
        let described = if kind.is_fact() { "consent, condition, event or safeguard" } else { kind.word() };
        if let Some((renamed, _)) = self
            .vocabulary
            .of_namespace(kind)
            .find(|(_, term)| term.formerly.iter().any(|old| &**old == text))
        {
            let now = &self.vocabulary.term(renamed).name;
            return Diagnostic::new(
                &rules::UNKNOWN_NAME,
                name.span,
                format!("there is no {described} called `{text}` any more"),
            )
            .at("the former name")
            .help(format!("write `{now}`, as it is called now"))
            .fix(name.span, &**now);
        }
        if let Some(near) = self.near(kind, text) {
            return Diagnostic::new(
                &rules::UNKNOWN_NAME,
                name.span,
                format!("there is no {described} called `{text}`"),
            )
            .at("not declared")
            .did_you_mean(near);
        }
        let other = Kind::ALL.into_iter().find_map(|other| self.vocabulary.find(other, text));
        if let Some(other) = other {
            let term = self.vocabulary.term(other);
            let expected =
                if kind.is_fact() { "a consent, condition, event or safeguard" } else { kind.with_article() };
            return Diagnostic::new(
                &rules::WRONG_KIND,
                name.span,
                format!("`{text}` is {}, not {expected}", term.kind.with_article()),
            )
            .at(format!("{expected} is expected here"))
            .with(term.span, "declared here")
            .help(format!("name {expected}, or declare one: `{} {text} \"…\"`", kind.word()));
        }
        Diagnostic::new(&rules::UNKNOWN_NAME, name.span, format!("there is no {described} called `{text}`"))
            .at("not declared")
            .help(format!(
                "declare it: `{} {text} \"what readers see\"`; or look for it with `candor vocab`",
                kind.word()
            ))
    }

    /// The name of this kind that was most likely meant. The last word of a dotted name counts as much as the whole.
    fn near(&self, kind: Kind, written: &str) -> Option<Near<'_>> {
        let terms = || self.vocabulary.of_namespace(kind).map(|(_, term)| &*term.name);
        let last_word = |name: &'_ str| -> usize { name.rfind('.').map_or(0, |dot| dot + 1) };
        let has_last = |name: &&str| name.get(last_word(name)..) == Some(written);
        let mut exact: Vec<&str> = terms().filter(has_last).collect();
        exact.sort_unstable();
        match exact.as_slice() {
            [only] => return Some(Near::sure(only)),
            [first, ..] => return Some(Near::guessed(first)),
            [] => {}
        }
        if let Some(near) = suggest::near(written, terms()) {
            return Some(near);
        }
        if written.contains('.') {
            return None;
        }
        let near = suggest::nearest(written, terms().filter_map(|name| name.get(last_word(name)..)))?;
        let mut whole: Vec<&str> = terms().filter(|name| name.get(last_word(name)..) == Some(near)).collect();
        whole.sort_unstable();
        whole.first().copied().map(Near::guessed)
    }

    /// Whether a label belongs to a piece that could not be read.
    #[must_use]
    pub fn is_broken(&self, label: &str) -> bool {
        self.broken.contains(label)
    }
}

fn wrong_noun(kind: Kind, found: &str, span: crate::source::Span) -> Diagnostic {
    let word = kind.word();
    Diagnostic::new(
        &rules::WRONG_KIND,
        span,
        format!("`{found}` cannot stand here, where {} is expected", kind.with_article()),
    )
    .at("another kind of thing")
    .help(format!("write `any {word}`, or name one"))
}
