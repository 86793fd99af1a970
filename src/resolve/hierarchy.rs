//! How terms stand to each other: parents, children, exclusions, and what passes down.

use std::collections::BTreeMap;

use super::declare::{Declared, LEAVES_OUT, Source};
use super::{Resolver, rules};
use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Set, SetItem, Term, TermId, Trait, What};
use crate::source::Span;

impl Resolver {
    /// Resolves the relations of every declaration, now that every name is known.
    pub(super) fn relate(&mut self, declared: &[&Declared<'_>]) {
        for one in declared {
            match one.declaration {
                Source::Declaration(declaration) => self.relate_declaration(one.id, declaration),
                Source::Tracker(tracker, _) => {
                    if let Some(parent) = self.find(Kind::Channel, &tracker.technology) {
                        self.put_under(one.id, parent);
                    }
                }
            }
        }
        // What a place means is known only now.
        for one in declared {
            if let Source::Tracker(_, Some(through)) = one.declaration {
                self.put_where_it_stands(one.id, through);
            }
        }
    }

    /// What a tracker on the website collects is collected on the website: whoever never does so has no such tracker.
    fn put_where_it_stands(&mut self, tracker: TermId, through: &ast::Set) {
        // What is wrong with the clause is reported where it is lowered.
        let (places, _) = self.names.set(Kind::Channel, through, &mut Diagnostics::new());
        for item in &places.items {
            let What::Term(place) = item.what else { continue };
            for place in self.names.vocabulary.meant(place) {
                self.put_under(tracker, place);
            }
        }
    }

    fn relate_declaration(&mut self, id: TermId, declaration: &ast::Declaration) {
        let kind = self.names.vocabulary.term(id).kind;
        self.put_under_dotted_parent(id, kind, &declaration.name);
        for relation in &declaration.relations {
            match relation {
                ast::Relation::IsAKindOf(parents) => {
                    for name in parents {
                        if let Some(parent) = self.find(kind, name) {
                            self.put_under(id, parent);
                        }
                    }
                }
                ast::Relation::Includes(children) => {
                    for name in children {
                        if let Some(child) = self.find(kind, name) {
                            self.put_under(child, id);
                        }
                    }
                }
                ast::Relation::Means(set) => self.relate_meaning(id, kind, set),
                ast::Relation::Excludes(others) => {
                    for name in others {
                        if let Some(other) = self.find(kind, name) {
                            self.exclude(id, other);
                        }
                    }
                }
                ast::Relation::MayContain(others) => {
                    for name in others {
                        if let Some(other) = self.find(kind, name) {
                            self.names.vocabulary.term_mut(id).may_contain.push(other);
                        }
                    }
                }
            }
        }
        let replaced_by =
            declaration.attributes.iter().filter(|attribute| attribute.key.text == "replaced-by");
        for value in replaced_by.flat_map(|attribute| &attribute.values) {
            if let ast::Value::Word(name) = value {
                self.names.vocabulary.term_mut(id).replaced_by = self.find(kind, name);
            }
        }
        let leaves_out = declaration.attributes.iter().filter(|one| one.key.text == LEAVES_OUT);
        for value in leaves_out.flat_map(|attribute| &attribute.values) {
            if let ast::Value::Word(name) = value {
                let left_out = self.find(kind, name);
                self.names.vocabulary.term_mut(id).leaves_out.extend(left_out);
            }
        }
        self.read_effects(id, &declaration.attributes);
    }

    /// A dot in a name says the parent.
    fn put_under_dotted_parent(&mut self, id: TermId, kind: Kind, name: &ast::Name) {
        let Some((parent, _)) = name.text.rsplit_once('.') else { return };
        let end = name.span.start + u32::try_from(parent.len()).unwrap_or(0);
        let parent = ast::Name { text: parent.to_owned(), span: Span::new(name.span.start, end) };
        if let Some(parent) = self.find(kind, &parent) {
            self.put_under(id, parent);
        }
    }

    /// `means`: the named terms stand below; the whole set is kept, because it may exclude and may say `any`.
    ///
    fn relate_meaning(&mut self, id: TermId, kind: Kind, set: &ast::Set) {
        if let Some(fault) = not_defined(&self.names.vocabulary.term(id).name, kind, set) {
            self.diagnostics.push(fault);
            return;
        }
        let (resolved, _) = self.names.set(kind, set, &mut self.diagnostics);
        if resolved.except.is_empty() {
            for item in &resolved.items {
                if let (What::Term(child), None) = (item.what, item.form) {
                    self.put_under(child, id);
                }
            }
        }
        self.names.vocabulary.term_mut(id).means = Some(resolved);
    }

    fn find(&mut self, kind: Kind, name: &ast::Name) -> Option<TermId> {
        self.names.term(kind, name, &mut self.diagnostics)
    }

    fn put_under(&mut self, child: TermId, parent: TermId) {
        let term = self.names.vocabulary.term_mut(child);
        if !term.parents.contains(&parent) {
            term.parents.push(parent);
            self.names.vocabulary.term_mut(parent).children.push(child);
        }
    }

    /// Exclusion holds both ways.
    fn exclude(&mut self, one: TermId, other: TermId) {
        for (one, other) in [(one, other), (other, one)] {
            let excludes = &mut self.names.vocabulary.term_mut(one).excludes;
            if !excludes.contains(&other) {
                excludes.push(other);
            }
        }
    }

    /// Reports cycles, breaks them, and passes traits down.
    pub(super) fn check_hierarchy(&mut self, declared: &[Declared<'_>]) {
        let starts: Vec<TermId> = declared.iter().map(|one| one.id).collect();
        let entangled = self.entangled();
        for start in starts.iter().filter(|start| entangled.get(start.index()) == Some(&true)) {
            while let Some(cycle) = self.cycle_from(*start) {
                self.report_cycle(&cycle);
                self.cut(&cycle);
            }
        }
        // Traits reach below the new terms too: a policy may put a standard term under a term of its own.
        let mut is_below = vec![false; self.names.vocabulary.len()];
        let mut open = starts.clone();
        while let Some(id) = open.pop() {
            let seen = is_below.get_mut(id.index()).is_none_or(|seen| std::mem::replace(seen, true));
            if !seen {
                open.extend(&self.names.vocabulary.term(id).children);
            }
        }
        let order = self.names.vocabulary.iter().map(|(id, _)| id);
        self.pass_down(order.filter(|id| is_below.get(id.index()) == Some(&true)).collect());
        self.take_from_children(&starts);
    }

    /// Data that consist of personal data are personal themselves. Whoever declares a standard term as one of its
    /// children says nothing about what else that standard term is.
    fn take_from_children(&mut self, declared: &[TermId]) {
        let vocabulary = &self.names.vocabulary;
        let is_personal = |id: &&TermId| vocabulary.term(**id).traits.has(Trait::Personal);
        // How many children of each term are not known to be personal.
        let mut n_open = BTreeMap::new();
        for id in declared {
            let term = vocabulary.term(*id);
            if term.kind == Kind::Data && !is_personal(&id) && consists_of_children(term) {
                n_open.insert(*id, term.children.len() - term.children.iter().filter(is_personal).count());
            }
        }
        let mut personal: Vec<TermId> =
            n_open.iter().filter(|(_, n_open)| **n_open == 0).map(|(id, _)| *id).collect();
        let mut at = 0;
        while let Some(id) = personal.get(at).copied() {
            at += 1;
            for parent in &vocabulary.term(id).parents {
                let Some(n_open) = n_open.get_mut(parent) else { continue };
                *n_open -= 1;
                if *n_open == 0 {
                    personal.push(*parent);
                }
            }
        }
        for id in personal {
            let term = self.names.vocabulary.term_mut(id);
            // What a term with `means` is follows from what it means.
            if term.means.is_none() {
                term.traits.insert(Trait::Personal);
            }
        }
    }

    /// Which terms could stand on a circle: what is left when terms with nothing above them are taken away again and
    /// again, and then those with nothing below them. In a hierarchy without a fault that is none.
    fn entangled(&self) -> Vec<bool> {
        let vocabulary = &self.names.vocabulary;
        let mut is_left = vec![true; vocabulary.len()];
        let sides: [fn(&Term) -> (&[TermId], &[TermId]); 2] =
            [|term| (&term.parents, &term.children), |term| (&term.children, &term.parents)];
        for side in sides {
            let count = |term: &Term| side(term).0.iter().filter(|id| is_left[id.index()]).count();
            let mut n_before: Vec<usize> = vocabulary.iter().map(|(_, term)| count(term)).collect();
            let mut free: Vec<TermId> =
                vocabulary.iter().map(|(id, _)| id).filter(|id| n_before[id.index()] == 0).collect();
            while let Some(id) = free.pop() {
                if !std::mem::replace(&mut is_left[id.index()], false) {
                    continue;
                }
                for next in side(vocabulary.term(id)).1 {
                    n_before[next.index()] = n_before[next.index()].saturating_sub(1);
                    if n_before[next.index()] == 0 {
                        free.push(*next);
                    }
                }
            }
        }
        is_left
    }

    /// A path from a term up to itself, if there is one.
    fn cycle_from(&self, start: TermId) -> Option<Vec<TermId>> {
        let mut came_from = std::collections::HashMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(id) = queue.pop_front() {
            for parent in &self.names.vocabulary.term(id).parents {
                if *parent == start {
                    let mut path = vec![id];
                    while let Some(previous) = path.last().and_then(|last| came_from.get(last)) {
                        path.push(*previous);
                    }
                    path.reverse();
                    return Some(path);
                }
                if !came_from.contains_key(parent) {
                    came_from.insert(*parent, id);
                    queue.push_back(*parent);
                }
            }
        }
        None
    }

    fn report_cycle(&mut self, cycle: &[TermId]) {
        let vocabulary = &self.names.vocabulary;
        let name = |id: &TermId| vocabulary.term(*id).name.clone();
        let Some(first) = cycle.first() else { return };
        let message = match cycle.len() {
            1 => format!("`{}` is declared as a kind of itself", name(first)),
            _ => format!("`{}` is in the end declared as a kind of itself", name(first)),
        };
        let mut diagnostic = Diagnostic::new(&rules::HIERARCHY_CYCLE, vocabulary.term(*first).span, message);
        for (idx, id) in cycle.iter().enumerate() {
            let above = name(cycle.get(idx + 1).unwrap_or(first));
            let text = format!("stands below `{above}`");
            diagnostic =
                if idx == 0 { diagnostic.at(text) } else { diagnostic.with(vocabulary.term(*id).span, text) };
        }
        self.diagnostics.push(
            diagnostic.help("take one of these out: `is a kind of`, `includes`, `means` or a dot in a name"),
        );
    }

    fn cut(&mut self, cycle: &[TermId]) {
        if let (Some(first), Some(last)) = (cycle.first(), cycle.last()) {
            self.names.vocabulary.term_mut(*last).parents.retain(|parent| parent != first);
            self.names.vocabulary.term_mut(*first).children.retain(|child| child != last);
        }
    }

    /// Gives each of these terms the traits of its parents, parents first. A form does not hand down that it is
    /// personal: what is anonymous stands below what is readable.
    fn pass_down(&mut self, terms: Vec<TermId>) {
        let pending: std::collections::BTreeSet<TermId> = terms.iter().copied().collect();
        let mut done = std::collections::BTreeSet::new();
        for id in terms {
            self.pass_down_to(id, &pending, &mut done);
        }
    }

    fn pass_down_to(
        &mut self,
        id: TermId,
        pending: &std::collections::BTreeSet<TermId>,
        done: &mut std::collections::BTreeSet<TermId>,
    ) {
        // An explicit stack: a hierarchy may be as deep as its author likes.
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if done.contains(&id) {
                continue;
            }
            let parents = self.names.vocabulary.term(id).parents.clone();
            let waiting: Vec<TermId> = parents
                .iter()
                .copied()
                .filter(|parent| pending.contains(parent) && !done.contains(parent))
                .collect();
            if !waiting.is_empty() {
                stack.push(id);
                stack.extend(waiting);
                continue;
            }
            done.insert(id);
            if self.names.vocabulary.term(id).kind == Kind::Form {
                continue;
            }
            for parent in parents {
                let traits = self.names.vocabulary.term(parent).traits;
                self.names.vocabulary.term_mut(id).traits.inherit(traits);
            }
        }
    }
}

/// Whether what is known of a term is all among its children.
fn consists_of_children(term: &Term) -> bool {
    let is_child = |item: &SetItem| item.form.is_none() && matches!(item.what, What::Term(_));
    let means_children = |set: &Set| set.except.is_empty() && set.items.iter().all(is_child);
    !term.children.is_empty() && term.means.as_ref().is_none_or(means_children)
}

/// Why a term cannot mean a set; `None` if it can.
///
/// A basis is a ground by itself, or a kind of one, and so is a safeguard: under which of several something stands is not
/// left open. What is true of a person or a case is true of it by name: “any but these” is nothing that could be found true.
/// A form says how data are held, and not which.
fn not_defined(name: &str, kind: Kind, set: &ast::Set) -> Option<Diagnostic> {
    let fault = |message: String, at: &str, help: String| {
        Diagnostic::new(&rules::WRONG_KIND, set.span, message).at(at).help(help)
    };
    let names = |item: &ast::SetItem| matches!(item.kind, ast::SetItemKind::Name(_));
    let are_names = set.except.is_empty() && set.items.iter().all(names);
    match kind {
        Kind::Basis => Some(fault(
            format!("`{name}` is declared to mean other bases, but a basis stands for itself"),
            "other bases",
            format!("write what `{name}` is a kind of, or name these bases behind `based on`"),
        )),
        Kind::Safeguard if set.items.len() > 1 || !are_names => Some(fault(
            format!("`{name}` is declared to mean several safeguards, but a safeguard stands for itself"),
            "other safeguards",
            "name these safeguards where they are meant: `under a and b` if both apply, `under a or b` if one does".to_owned(),
        )),
        Kind::Subject | Kind::Consent | Kind::Condition | Kind::Event if !are_names => Some(fault(
            format!("`{name}` does not say by names what it means"),
            "`any` or `except`",
            format!("name what `{name}` means; leave others out where it is used, as in `about customers except children`, or `when a and not b`"),
        )),
        Kind::Data if set.items.iter().chain(&set.except).any(|item| item.form.is_some()) => Some(fault(
            format!("`{name}` means data in a form, but a definition says which data are meant"),
            "with a form",
            format!("leave the form out, and write it where the data are used, as in `hashed {name}`"),
        )),
        Kind::Safeguard
        | Kind::Subject
        | Kind::Consent
        | Kind::Condition
        | Kind::Event
        | Kind::Data
        | Kind::Form
        | Kind::Source
        | Kind::Channel
        | Kind::Recipient
        | Kind::Purpose
        | Kind::Region
        | Kind::Right
        | Kind::Measure
        | Kind::Topic => None,
    }
}
