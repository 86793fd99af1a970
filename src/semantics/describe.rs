//! Sets of flows in the words of the language itself, so that what a message shows can be asked and expected again.

use fixedbitset::FixedBitSet;

use super::half::Aspect;
use super::region::{Diagrams, FlowBox};
use super::space::{Atom, Dimension, FactId, FactKey, Space, WithProcessors};
use crate::language::{Act, Number};
use crate::model::{Kind, Trait, Traits};

/// A box: `disclose contact.email to advertisers for any purpose when not express-consent`.
#[must_use]
pub fn flow_box(diagrams: &Diagrams<'_>, flow_box: &FlowBox) -> String {
    let space = diagrams.space();
    let atoms = |dimension: Dimension| {
        let classes = &space.classes[dimension as usize];
        let members = flow_box.classes[dimension as usize]
            .ones()
            .flat_map(|class| classes.members[class].iter().copied());
        super::space::bits(space.n_atoms(dimension), members)
    };
    sentence(space, &atoms, &flow_box.facts)
}

/// One flow of a box: a name for every slot that the box restricts, and the facts that it needs.
#[must_use]
pub fn witness(diagrams: &Diagrams<'_>, flow_box: &FlowBox) -> String {
    let space = diagrams.space();
    let atoms = |dimension: Dimension| {
        let classes = &space.classes[dimension as usize];
        let within = &flow_box.classes[dimension as usize];
        let n_atoms = space.n_atoms(dimension);
        if within.count_ones(..) == space.n_classes(dimension) && dimension != Dimension::Verb {
            return super::space::bits(n_atoms, 0..n_atoms);
        }
        let members = within.ones().flat_map(|class| classes.members[class].iter().copied());
        // The shortest name is the most general thing that is still one thing.
        let chosen = members.min_by_key(|atom| plainness(space, dimension, *atom));
        super::space::bits(n_atoms, chosen.into_iter())
    };
    sentence(space, &atoms, &flow_box.facts)
}

/// Named before unnamed, readable before other forms, short names before long ones.
fn plainness(space: &Space<'_>, dimension: Dimension, idx: usize) -> (usize, usize, usize, String) {
    let (atom, form) = space.atom(dimension, idx);
    let vocabulary = &space.policy.vocabulary;
    let form = form.map_or(0, |form| usize::from(&*vocabulary.term(form).name != "readable"));
    match atom {
        Atom::Company => (0, form, 0, String::new()),
        Atom::Term(term) | Atom::Rest(term) => {
            let name = vocabulary.term(term).name.to_string();
            (0, form, name.len(), name)
        }
        Atom::Unnamed(_) => (1, form, 0, String::new()),
    }
}

/// Facts joined by `and`.
#[must_use]
pub fn facts(space: &Space<'_>, facts: &[(FactId, bool)]) -> String {
    let shown: Vec<String> = facts.iter().map(|(fact, value)| fact_words(space, *fact, *value)).collect();
    shown.join(" and ")
}

fn fact_words(space: &Space<'_>, fact: FactId, value: bool) -> String {
    let not = if value { "" } else { "not " };
    let name = |term: crate::model::TermId| &space.policy.vocabulary.term(term).name;
    match space.facts[fact.0 as usize] {
        FactKey::Term(term) => format!("{not}{}", name(term)),
        FactKey::Subject(term) => format!(
            "the person is {}",
            if value { format!("among {}", name(term)) } else { format!("not among {}", name(term)) }
        ),
        FactKey::SubjectRegion(term) => format!("the person is {}in {}", not, name(term)),
        FactKey::Known => format!("who it is, is {not}known"),
    }
}

/// What a permission is silent about, for messages.
#[must_use]
pub fn aspect(space: &Space<'_>, aspect: Aspect) -> String {
    match aspect {
        Aspect::Form => "the form of the data".to_owned(),
        Aspect::Slot(dimension) => match dimension {
            Dimension::Purpose => "the purpose",
            Dimension::Channel => "the channel",
            Dimension::Source => "the source",
            Dimension::Recipient => "the recipient",
            Dimension::RecipientRegion => "the region of the recipient",
            Dimension::Second => "the other data",
            Dimension::SecondSubject => "whose the other data are",
            Dimension::Region => "the region",
            Dimension::Verb | Dimension::Actor | Dimension::Datum => "this",
        }
        .to_owned(),
        Aspect::Fact(FactKey::Term(term)) => format!("`{}`", space.policy.vocabulary.term(term).name),
        Aspect::Fact(FactKey::Subject(term)) => {
            format!("whether the person is among `{}`", space.policy.vocabulary.term(term).name)
        }
        Aspect::Fact(FactKey::SubjectRegion(term)) => {
            format!("whether the person is in `{}`", space.policy.vocabulary.term(term).name)
        }
        Aspect::Fact(FactKey::Known) => "whether it is known who the person is".to_owned(),
    }
}

fn sentence(
    space: &Space<'_>,
    atoms: &dyn Fn(Dimension) -> FixedBitSet,
    fact_values: &[(FactId, bool)],
) -> String {
    let acts: Vec<Act> = atoms(Dimension::Verb).ones().map(|act| Act::ALL[act]).collect();
    let mut words = vec![
        actors(space, &atoms(Dimension::Actor)),
        acts.iter().map(|act| act.verb().phrase(Number::Plural)).collect::<Vec<_>>().join(" or "),
    ];
    let has = |wanted: &[Act]| acts.iter().any(|act| wanted.contains(act));
    words.push(
        set(space, Dimension::Datum, &atoms(Dimension::Datum)).unwrap_or_else(|| "any data".to_owned()),
    );
    let mut clause = |word: &str, dimension: Dimension, is_relevant: bool| {
        if !is_relevant {
            return;
        }
        if let Some(set) = set(space, dimension, &atoms(dimension)) {
            words.push(format!("{word} {set}"));
        }
    };
    clause(
        if has(&[Act::Derive]) { "from" } else { "with" },
        Dimension::Second,
        has(&[Act::Derive, Act::Combine]),
    );
    clause("of", Dimension::SecondSubject, has(&[Act::Combine]));
    clause("in", Dimension::Region, has(&[Act::Store]));
    clause("from", Dimension::Source, has(&[Act::Collect]));
    clause("to", Dimension::Recipient, has(&[Act::Disclose, Act::Sell]));
    clause("in", Dimension::RecipientRegion, has(&[Act::Disclose, Act::Sell]));
    clause("through", Dimension::Channel, true);
    clause("for", Dimension::Purpose, true);
    if !fact_values.is_empty() {
        words.push(format!("when {}", facts(space, fact_values)));
    }
    words.join(" ")
}

fn actors(space: &Space<'_>, atoms: &FixedBitSet) -> String {
    if *atoms == space.company(WithProcessors::No)
        || *atoms == space.company(WithProcessors::Yes)
        || atoms.ones().eq(std::iter::once(0))
    {
        return "we".to_owned();
    }
    let mut others = atoms.clone();
    let has_company = others.contains(0);
    others.set(0, false);
    let named = names(space, Kind::Recipient, &others).join(", ");
    match (has_company, named.is_empty()) {
        (true, true) => "we".to_owned(),
        (true, false) => format!("we, {named}"),
        (false, _) => named,
    }
}

/// A slot; none where it is the whole dimension.
fn set(space: &Space<'_>, dimension: Dimension, atoms: &FixedBitSet) -> Option<String> {
    let kind = Space::kind(dimension)?;
    if matches!(dimension, Dimension::Datum | Dimension::Second) {
        return data(space, atoms);
    }
    let is_whole = atoms.count_ones(..) + usize::from(kind == Kind::Recipient && !atoms.contains(0))
        >= space.n_atoms(dimension);
    match (is_whole, dimension) {
        (true, Dimension::Recipient) => Some("anyone".to_owned()),
        (true, _) => None,
        (false, _) => Some(names(space, kind, atoms).join(", ")),
    }
}

/// Data, grouped by the forms in which they are meant.
fn data(space: &Space<'_>, atoms: &FixedBitSet) -> Option<String> {
    let n_forms = space.forms.len().max(1);
    let n_atoms = space.atoms(Kind::Data).len();
    let readable =
        space.forms.iter().position(|form| &*space.policy.vocabulary.term(*form).name == "readable");
    let mut groups: std::collections::BTreeMap<Vec<usize>, FixedBitSet> = std::collections::BTreeMap::new();
    for atom in 0..n_atoms {
        let forms: Vec<usize> = (0..n_forms).filter(|form| atoms.contains(atom * n_forms + form)).collect();
        if forms.is_empty() {
            continue;
        }
        // With the readable form, the form is not worth a word.
        let key = if readable.is_some_and(|readable| forms.contains(&readable)) { Vec::new() } else { forms };
        groups.entry(key).or_insert_with(|| FixedBitSet::with_capacity(n_atoms)).insert(atom);
    }
    let shown: Vec<String> = groups
        .iter()
        .flat_map(|(forms, atoms)| {
            let forms: Vec<&str> = forms
                .iter()
                .filter_map(|form| space.forms.get(*form))
                .map(|form| &*space.policy.vocabulary.term(*form).name)
                .collect();
            let prefix = if forms.is_empty() { String::new() } else { format!("{} ", forms.join("/")) };
            names(space, Kind::Data, atoms).into_iter().map(move |name| format!("{prefix}{name}"))
        })
        .collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// The fewest names in the highest terms: `contact except contact.phone` where that is shorter.
#[must_use]
pub fn names(space: &Space<'_>, kind: Kind, atoms: &FixedBitSet) -> Vec<String> {
    let candidates = candidates(space, kind);
    let plain = cover(space, kind, &candidates, atoms);
    if plain.len() <= 2 {
        return plain;
    }
    // One wide name with few exceptions may say the same more shortly.
    let mut best = plain;
    for (name, covered) in &candidates {
        let mut missing = covered.clone();
        missing.difference_with(atoms);
        let mut outside = atoms.clone();
        outside.difference_with(covered);
        if missing.is_clear() || outside.count_ones(..) == atoms.count_ones(..) {
            continue;
        }
        let except = cover(space, kind, &candidates, &missing);
        let more = cover(space, kind, &candidates, &outside);
        if except.len() <= 2 && more.is_empty() && 1 + except.len() < best.len() {
            best = vec![format!("{name} except {}", except.join(", "))];
        }
    }
    best
}

/// Every name of a kind with its atoms: the widest first.
fn candidates(space: &Space<'_>, kind: Kind) -> Vec<(String, FixedBitSet)> {
    let vocabulary = &space.policy.vocabulary;
    let mut all: Vec<(String, FixedBitSet)> = vocabulary
        .of_kind(kind)
        .filter_map(|(id, term)| Some((term.name.to_string(), space.under(kind, id)?.clone())))
        .filter(|(_, atoms)| !atoms.is_clear())
        .collect();
    let n_atoms = space.atoms(kind).len();
    let any = |filter: &dyn Fn(Traits) -> bool| {
        let traits = |atom: &Atom| match atom {
            Atom::Company => None,
            Atom::Term(term) | Atom::Rest(term) => Some(vocabulary.term(*term).traits),
            Atom::Unnamed(traits) => Some(*traits),
        };
        let inside =
            space.atoms(kind).iter().enumerate().filter(|(_, atom)| traits(atom).is_some_and(filter));
        super::space::bits(n_atoms, inside.map(|(idx, _)| idx))
    };
    all.push((format!("any {}", kind.word()), any(&|_| true)));
    if kind == Kind::Data {
        for one in
            [Trait::Personal, Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public]
        {
            all.push((format!("any {} data", one.word()), any(&|traits| traits.has(one))));
            all.push((format!("any not {} data", one.word()), any(&|traits| !traits.has(one))));
        }
    }
    all.sort_by(|(a, one), (b, other)| other.count_ones(..).cmp(&one.count_ones(..)).then_with(|| a.cmp(b)));
    all
}

/// Names whose union is exactly a set, the widest first; what has no name of its own is called `other …`.
fn cover(
    space: &Space<'_>,
    kind: Kind,
    candidates: &[(String, FixedBitSet)],
    atoms: &FixedBitSet,
) -> Vec<String> {
    let mut rest = atoms.clone();
    let mut names = Vec::new();
    for (name, covered) in candidates {
        if rest.is_clear() {
            break;
        }
        if covered.is_subset(atoms) && !covered.is_disjoint(&rest) {
            rest.difference_with(covered);
            names.push(name.clone());
        }
    }
    for atom in rest.ones() {
        names.push(match space.atoms(kind)[atom] {
            Atom::Company => "we".to_owned(),
            Atom::Term(term) => space.policy.vocabulary.term(term).name.to_string(),
            // Alone, the remainder is the thing itself; beside others it is what they leave.
            Atom::Rest(term) if names.is_empty() && atoms.count_ones(..) == 1 => {
                space.policy.vocabulary.term(term).name.to_string()
            }
            Atom::Rest(term) => format!("other {}", space.policy.vocabulary.term(term).name),
            Atom::Unnamed(_) => format!("other {}", kind.word()),
        });
    }
    names.dedup();
    names
}
