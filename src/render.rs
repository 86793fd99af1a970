//! Backends: what stands on a page, and the forms in which it is published.

pub mod compose;
pub mod html;
pub mod json;
pub mod markdown;
pub mod page;
pub mod prose;
#[cfg(test)]
mod sample;

use std::cell::OnceCell;

use crate::model::{Policy, StatementId};
use crate::semantics;
use crate::source::Sources;

/// A form in which a policy is published.
#[derive(Debug)]
pub struct Backend {
    /// What it is called: `html`.
    pub name: &'static str,
    /// What stands behind the name of the policy in the name of the file.
    pub ending: &'static str,
    render: fn(&Publication<'_>) -> String,
}

/// Every backend.
pub static BACKENDS: &[Backend] = &[
    Backend { name: "html", ending: ".html", render: |policy| html::page(policy.page()) },
    Backend { name: "fragment", ending: ".fragment.html", render: |policy| html::fragment(policy.page()) },
    Backend { name: "md", ending: ".md", render: |policy| markdown::markdown(policy.page()) },
    Backend { name: "json", ending: ".json", render: |policy| policy.rules() },
];

impl Backend {
    /// The file of a policy of this name.
    #[must_use]
    pub fn file_name(&self, policy: &str) -> String {
        format!("{policy}{}", self.ending)
    }

    /// The policy in this form.
    #[must_use]
    pub fn render(&self, publication: &Publication<'_>) -> String {
        (self.render)(publication)
    }
}

/// A policy without errors that is to be published, under a name.
#[derive(Debug)]
pub struct Publication<'a> {
    policy: &'a Policy,
    sources: &'a Sources,
    name: &'a str,
    /// Composed once, when the first backend asks for it.
    page: OnceCell<page::Page>,
}

impl<'a> Publication<'a> {
    /// A policy and the name of its files.
    #[must_use]
    pub const fn new(policy: &'a Policy, sources: &'a Sources, name: &'a str) -> Self {
        Self { policy, sources, name, page: OnceCell::new() }
    }

    fn page(&self) -> &page::Page {
        self.page.get_or_init(|| compose::compose(self.policy))
    }

    fn rules(&self) -> String {
        let sentences = compose::sentence_texts(self.policy);
        let sentence = |id: StatementId| sentences.get(id.index()).cloned().unwrap_or_default();
        let mut rules = json::rules(self.policy, self.sources, &sentence, &format!("{}.html", self.name));
        // A policy that cannot be decided within its budget has no meaning to take a digest of.
        rules.policy.meaning_hash = semantics::understand(self.policy, &[])
            .and_then(|meaning| semantics::digest::digest(&meaning))
            .ok();
        rules.policy.wording_hash = Some(semantics::digest::of_text(&markdown::markdown(self.page())));
        json::to_json(&rules)
    }
}
