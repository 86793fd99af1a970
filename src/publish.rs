//! The forms in which a policy is published: its page, in several backends, and its rules.

use std::cell::OnceCell;

use crate::model::StatementId;
use crate::render::compose::Composer;
use crate::render::{docx, html, markdown, page};
use crate::rules;
use crate::semantics::space::Space;
use crate::semantics::{Meaning, Understood, digest};
use crate::source::Sources;

/// A form in which a policy is published.
#[derive(Debug)]
pub struct Backend {
    /// What it is called: `html`.
    pub name: &'static str,
    /// What stands behind the name of the policy in the name of the file.
    pub ending: &'static str,
    render: fn(&Publication<'_>) -> Vec<u8>,
}

/// Every backend.
pub static BACKENDS: &[Backend] = &[
    Backend { name: "html", ending: ".html", render: |policy| html::page(policy.page()).into_bytes() },
    Backend {
        name: "fragment",
        ending: ".fragment.html",
        render: |policy| html::fragment(policy.page()).into_bytes(),
    },
    Backend { name: "md", ending: ".md", render: |policy| markdown::markdown(policy.page()).into_bytes() },
    Backend { name: "docx", ending: ".docx", render: |policy| docx::docx(policy.page()) },
    Backend { name: "json", ending: ".json", render: |policy| policy.rules().into_bytes() },
];

impl Backend {
    /// The file of a policy of this name.
    #[must_use]
    pub fn file_name(&self, policy: &str) -> String {
        format!("{policy}{}", self.ending)
    }

    /// The policy in this form.
    #[must_use]
    pub fn render(&self, publication: &Publication<'_>) -> Vec<u8> {
        (self.render)(publication)
    }
}

/// A policy without errors that is to be published, under a name.
#[derive(Debug)]
pub struct Publication<'a> {
    policy: &'a Understood,
    sources: &'a Sources,
    name: &'a str,
    composer: OnceCell<Composer<'a>>,
    /// Composed once, when the first backend asks for it.
    page: OnceCell<page::Page>,
}

impl<'a> Publication<'a> {
    /// A policy and the name of its files.
    #[must_use]
    pub const fn new(policy: &'a Understood, sources: &'a Sources, name: &'a str) -> Self {
        Self { policy, sources, name, composer: OnceCell::new(), page: OnceCell::new() }
    }

    /// None where the policy cannot be decided within its budget.
    fn meaning(&self) -> Option<&Meaning> {
        self.policy.meaning().ok()
    }

    fn composer(&self) -> &Composer<'a> {
        self.composer.get_or_init(|| Composer::of(self.policy))
    }

    /// Its page.
    #[must_use]
    pub fn page(&self) -> &page::Page {
        self.page.get_or_init(|| self.composer().page())
    }

    /// Its rules, as JSON.
    #[must_use]
    pub fn rules(&self) -> String {
        let wording = digest::of_text(&markdown::markdown(self.page()));
        let sentences = self.composer().sentences();
        let sentence = |id: StatementId| sentences.get(id.index()).cloned().unwrap_or_default();
        let meaning = self.meaning();
        let page = format!("{}.html", self.name);
        let own_space;
        let space = match meaning {
            Some(meaning) => meaning.diagrams.space(),
            None => {
                own_space = Space::new(self.policy);
                &own_space
            }
        };
        let mut written = rules::write(self.policy, space, self.sources, &sentence, &page);
        written.policy.meaning_hash = meaning.and_then(|meaning| digest::digest(meaning).ok());
        written.policy.wording_hash = Some(wording);
        rules::to_json(&written)
    }
}
