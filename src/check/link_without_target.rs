//! A link that leads nowhere.

use std::collections::HashSet;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{AttributeValue, Link, Origin, Policy};
use crate::source::Span;

rule!(pub(crate) RULE, "link-without-target", Warning, "a link leads nowhere");

pub(super) fn links_lead_somewhere(policy: &Policy, found: &mut Diagnostics) {
    let mut check = |span: Span, at: &str, address: &str| {
        match fault(policy, address) {
        None => {}
        Some(Fault::NoAddress) => found.push(
            Diagnostic::new(&RULE, span, match address.trim() {
                "" => format!("{at} leads to no address"),
                address => format!("{at} leads to `{address}`, which is not an address"),
            })
                .at("leads nowhere")
                .help("write the whole address, such as `https://shop.example/cookies` or `mailto:privacy@shop.example`, or `#` and a label of this policy"),
        ),
        Some(Fault::NoPart(name)) => found.push(
            Diagnostic::new(&RULE, span, format!("{at} leads to `{name}`, and no part of this policy is called so"))
                .at("leads nowhere")
                .help("write `#` and the name of a section or the label of a statement"),
        ),
    }
    };
    if let Some(header) = &policy.header {
        for earlier in &header.earlier {
            check(earlier.span, &format!("the version of {}", earlier.date), &earlier.address);
        }
        for companion in &header.companions {
            check(companion.span, &format!("the document “{}”", companion.title), &companion.address);
        }
    }
    for link in &policy.links {
        check(link.address_span, &format!("the link “{}”", link.label), &link.address);
    }
    for prose in &policy.prose {
        for address in addresses(&prose.body) {
            check(prose.named.span, &format!("a link in `{}`", prose.named.name), address);
        }
    }
    for statement in &policy.statements {
        for address in statement.words.says.iter().flat_map(|says| addresses(says)) {
            check(statement.words.says_span, &format!("a link in `{}`", statement.label), address);
        }
    }
    for party in &policy.parties {
        for (key, values) in party.attributes.iter().filter(|(key, _)| key == "website" || key == "form") {
            for value in values {
                if let AttributeValue::Text(address) = value {
                    check(party.span, &format!("`{key}` of `{}`", party.name), address);
                }
            }
        }
    }
    for (_, term) in policy.vocabulary.iter().filter(|(_, term)| term.origin == Origin::Policy) {
        let linked = ["policy", "opt-out", "website"];
        for (key, address) in term.addresses.iter().filter(|(key, _)| linked.contains(&&**key)) {
            check(term.span, &format!("`{key}` of `{}`", term.name), address);
        }
    }
}

enum Fault<'a> {
    /// No page can lead there.
    NoAddress,
    /// It leads to a part of this document that does not exist.
    NoPart(&'a str),
}

fn fault<'a>(policy: &Policy, address: &'a str) -> Option<Fault<'a>> {
    if !Link::can_lead_to(address) {
        return Some(Fault::NoAddress);
    }
    let name = address.trim().strip_prefix('#')?;
    (!parts(policy).contains(name)).then_some(Fault::NoPart(name))
}

/// What a link inside of a policy can lead to. Few links do, so nothing is kept.
fn parts(policy: &Policy) -> HashSet<String> {
    let sections = policy.sections.iter().map(|one| one.name.clone());
    let statements = policy.statements.iter().map(|one| one.label.clone());
    let named = policy
        .trackers
        .iter()
        .map(|one| &one.named)
        .chain(policy.prose.iter().map(|one| &one.named))
        .chain(policy.links.iter().map(|one| &one.named))
        .chain(policy.definitions.iter().map(|one| &one.named))
        .chain(policy.tables.iter().map(|one| &one.named))
        .map(|named| named.name.clone());
    let own = policy.vocabulary.iter().filter(|(_, term)| term.origin == Origin::Policy);
    let terms = own.map(|(_, term)| format!("{}--{}", term.kind.word(), term.name));
    sections.chain(statements).chain(named).chain(terms).collect()
}

/// The targets of the links in Markdown: what stands in parentheses behind brackets.
fn addresses(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](").skip(1).filter_map(|rest| {
        let target = rest.split_once(')')?.0.trim();
        Some(target.split_whitespace().next().unwrap_or(target))
    })
}
