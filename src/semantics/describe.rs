//! Sets of flows in the words of the language itself, so that what a message shows can be asked and expected again.

use fixedbitset::FixedBitSet;

use super::half::Aspect;
use super::region::{BudgetExceeded, Diagrams, FlowBox, Region};
use super::space::{Atom, COMPANY, Datum, Dimension, FactId, FactKey, Known, STATES, Space, WithProcessors};
use crate::language::{Act, Number, Verb};
use crate::model::{Kind, KnownTerm, Period, Set, SetItem, TermId, Trait, Vocabulary, What};
use crate::source::Span;

/// A box: `disclose contact.email to advertisers for any purpose when not express-consent`.
#[must_use]
pub fn flow_box(diagrams: &Diagrams, flow_box: &FlowBox) -> String {
    let space = diagrams.space();
    let atoms = |dimension: Dimension| {
        let classes = space.classes(dimension);
        let members = flow_box.classes[dimension as usize]
            .ones()
            .flat_map(|class| classes.members[class].iter().copied());
        super::space::bits(space.n_atoms(dimension), members)
    };
    sentence(space, &atoms, &flow_box.facts, None)
}

/// The data of some flows; `None` where they are about any datum.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn data_of(diagrams: &Diagrams, region: &Region) -> Result<Option<String>, BudgetExceeded> {
    let space = diagrams.space();
    let within = diagrams.classes_of(region, Dimension::Datum)?;
    if within.count_ones(..) == space.n_classes(Dimension::Datum) {
        return Ok(None);
    }
    let members = within.ones().flat_map(|class| space.classes(Dimension::Datum).members[class].iter());
    let atoms = super::space::bits(space.n_atoms(Dimension::Datum), members.copied());
    Ok(data(space, &atoms))
}

/// An example of the flows of a box: one name for every slot that the box restricts, and the facts that it needs.
#[must_use]
pub fn witness(diagrams: &Diagrams, flow_box: &FlowBox) -> String {
    example(diagrams, flow_box, None, None)
}

/// The same, with an act where the box has it.
#[must_use]
pub fn witness_of_act(diagrams: &Diagrams, flow_box: &FlowBox, act: Option<Act>) -> String {
    example(diagrams, flow_box, None, act)
}

/// The same of flows of keeping, which are written as the deletions that they rule out: how long data are kept is said in the
/// words that are given.
#[must_use]
pub fn witness_of_keeping(diagrams: &Diagrams, flow_box: &FlowBox, ends: &str) -> String {
    example(diagrams, flow_box, Some(ends), None)
}

fn example(diagrams: &Diagrams, flow_box: &FlowBox, kept: Option<&str>, act: Option<Act>) -> String {
    let space = diagrams.space();
    let atoms = |dimension: Dimension| {
        let classes = space.classes(dimension);
        let n_atoms = space.n_atoms(dimension);
        let members = flow_box.classes[dimension as usize]
            .ones()
            .flat_map(|class| classes.members[class].iter().copied());
        let within = super::space::bits(n_atoms, members);
        if is_whole(space, dimension, &within) && dimension != Dimension::Verb {
            return within;
        }
        let wanted = act.map(|act| act as usize).filter(|act| within.contains(*act));
        if let (Dimension::Verb, Some(act)) = (dimension, wanted) {
            return super::space::bits(n_atoms, std::iter::once(act));
        }
        let called = |atom: usize| (under_its_name(space, dimension, atom, &within), atom);
        // What a name says whole comes before what needs exceptions; and the shortest name is the most general thing
        // that is still one thing.
        let key = |(whole, atom): &(Option<FixedBitSet>, usize)| {
            (whole.is_none(), plainness(space, dimension, *atom))
        };
        let chosen = within.ones().map(called).min_by_key(key);
        chosen.map_or_else(
            || super::space::bits(n_atoms, std::iter::empty()),
            |(whole, atom)| whole.unwrap_or_else(|| super::space::bits(n_atoms, std::iter::once(atom))),
        )
    };
    sentence(space, &atoms, &flow_box.facts, kept)
}

/// Everything in the form of an atom that its name covers; `None` if it has no name, or not all of that lies within a set.
fn under_its_name(
    space: &Space,
    dimension: Dimension,
    atom: usize,
    within: &FixedBitSet,
) -> Option<FixedBitSet> {
    let term = match space.atom(dimension, atom).0 {
        Atom::Term(term) | Atom::Rest(term) => term,
        Atom::Company | Atom::State(_) => {
            return Some(super::space::bits(within.len(), std::iter::once(atom)));
        }
        Atom::Unnamed(_) => return None,
    };
    let under = space.under(Space::kind(dimension)?, term)?;
    let form = space.datum(dimension, atom).form;
    let members = under.ones().map(|atom| space.place_of(dimension, Datum { atom, form }));
    let under = super::space::bits(space.n_atoms(dimension), members);
    under.is_subset(within).then_some(under)
}

/// Named before unnamed, readable before other forms, short names before long ones.
fn plainness(space: &Space, dimension: Dimension, idx: usize) -> (usize, usize, usize, String) {
    let (atom, form) = space.atom(dimension, idx);
    let vocabulary = &space.policy.vocabulary;
    let form = form.map_or(0, |form| usize::from(!KnownTerm::Readable.is(vocabulary.term(form))));
    match atom {
        Atom::Company | Atom::State(_) => (0, form, 0, String::new()),
        Atom::Term(term) | Atom::Rest(term) => {
            let name = vocabulary.term(term).name.to_string();
            (0, form, name.len(), name)
        }
        Atom::Unnamed(_) => (1, form, 0, String::new()),
    }
}

/// Facts joined by `and`.
#[must_use]
pub fn facts(space: &Space, facts: &[(FactId, bool)]) -> String {
    let vocabulary = &space.policy.vocabulary;
    let words = |(id, value): &(FactId, bool)| fact(vocabulary, space.facts.key(*id), *value);
    facts.iter().map(words).collect::<Vec<_>>().join(" and ")
}

/// That a fact is true, or is not.
#[must_use]
pub fn fact(vocabulary: &Vocabulary, fact: FactKey, value: bool) -> String {
    let not = if value { "" } else { "not " };
    match fact {
        FactKey::Term(term) => format!("{not}{}", vocabulary.term(term).name),
        FactKey::Given(term, period) => format!("{not}{}", given(vocabulary, term, period)),
        FactKey::Subject(term) => format!("the person is {not}among {}", vocabulary.term(term).name),
        FactKey::Known(class) => format!("it is {not}known that {}", known(vocabulary, class)),
    }
}

/// A consent that was given within some time: `consent given within 2 years`.
#[must_use]
pub fn given(vocabulary: &Vocabulary, consent: TermId, period: Period) -> String {
    format!("{}{GIVEN_WITHIN}{}", vocabulary.term(consent).name, period.words())
}

/// What stands between the name of a consent and the time within which it was given.
const GIVEN_WITHIN: &str = " given within ";

/// Reads what [`given`] says, of a name in front of it as well: the name, and the time where one is said.
#[must_use]
pub fn split_given(text: &str) -> Option<(&str, Option<Period>)> {
    match text.split_once(GIVEN_WITHIN) {
        Some((name, period)) => Some((name, Some(Period::of_words(period)?))),
        None => Some((text, None)),
    }
}

/// What is known of a class of which the policy says `never knowingly`.
fn known(vocabulary: &Vocabulary, class: Known) -> String {
    let name = |term: TermId| &vocabulary.term(term).name;
    match class {
        Known::Subject(term) => format!("the person is among {}", name(term)),
        Known::Data(term) => format!("the data are {}", name(term)),
        Known::DataWith(one, is_negated) => {
            format!("the data are {}{}", if is_negated { "not " } else { "" }, one.word())
        }
    }
}

/// What a permission is silent about, for messages.
#[must_use]
pub fn aspect(space: &Space, aspect: Aspect) -> String {
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
            Dimension::Region => "where it is done",
            Dimension::Place => "where the person is",
            Dimension::Verb
            | Dimension::Actor
            | Dimension::Datum
            | Dimension::Right
            | Dimension::State
            | Dimension::Measure
            | Dimension::Event
            | Dimension::Safeguard
            | Dimension::Topic => "this",
        }
        .to_owned(),
        Aspect::Fact(FactKey::Term(term) | FactKey::Given(term, _)) => {
            format!("`{}`", space.policy.vocabulary.term(term).name)
        }
        Aspect::Fact(FactKey::Subject(term)) => {
            format!("whether the person is among `{}`", space.policy.vocabulary.term(term).name)
        }
        Aspect::Fact(FactKey::Known(class)) => {
            format!("whether it is known that {}", known(&space.policy.vocabulary, class))
        }
    }
}

fn sentence(
    space: &Space,
    atoms: &dyn Fn(Dimension) -> FixedBitSet,
    fact_values: &[(FactId, bool)],
    kept: Option<&str>,
) -> String {
    let acts: Vec<Act> = atoms(Dimension::Verb).ones().map(|act| Act::ALL[act]).collect();
    let mut words = vec![
        actors(space, &atoms(Dimension::Actor)),
        match kept {
            Some(_) => Verb::Retain.phrase(Number::Plural),
            None => acts.iter().map(|act| act.verb().phrase(Number::Plural)).collect::<Vec<_>>().join(" or "),
        },
    ];
    let has = |dimension: Dimension| acts.iter().any(|act| act.slots().contains(&dimension));
    let is = |act: Act| acts.contains(&act);
    let (who, place, other_facts) = persons(space, &atoms(Dimension::Place), fact_values);
    let whom = |word: &str| {
        let place = place.as_ref().map(|place| format!(" in {place}")).unwrap_or_default();
        match (&who, place.is_empty()) {
            (None, true) => None,
            (who, _) => Some(format!("{word}{}{place}", who.as_deref().unwrap_or("people"))),
        }
    };
    let filled = |word: &str, dimension: Dimension| {
        let set = if has(dimension) { set(space, dimension, &atoms(dimension)) } else { None };
        set.map(|set| format!("{word}{set}"))
    };
    let any = |text: Option<String>, otherwise: &str| Some(text.unwrap_or_else(|| otherwise.to_owned()));
    let data = |word: &str| filled(word, Dimension::Datum);
    let mut add = |text: Option<String>| words.extend(text);
    match () {
        () if is(Act::Offer) => {
            add(any(filled("", Dimension::Right), "any right"));
            add(data("over "));
            add(whom("to "));
        }
        () if is(Act::Notify) => {
            add(any(whom(""), "people"));
            add(any(filled("of ", Dimension::Event), "of any event"));
            add(data("over "));
        }
        () if is(Act::Bind) => {
            add(any(filled("", Dimension::Recipient), "anyone"));
            add(any(filled("to ", Dimension::Safeguard), "to any safeguard"));
            add(data("over "));
            add(whom("about "));
        }
        () if has(Dimension::Topic) => {
            add(any(filled("", Dimension::Topic), "any topic"));
            add(data("over "));
            add(whom("about "));
        }
        () => {
            add(any(data(""), "any data"));
            add(kept.map(str::to_owned));
            add(filled(if is(Act::Derive) { "from " } else { "with " }, Dimension::Second));
            add(filled("of ", Dimension::SecondSubject));
            add(filled("in ", Dimension::Region));
            add(states(&atoms(Dimension::State), has(Dimension::State)));
            add(filled("using ", Dimension::Measure));
            add(filled("from ", Dimension::Source));
            add(filled("to ", Dimension::Recipient));
            add(filled("in ", Dimension::RecipientRegion));
            add(whom("about "));
        }
    }
    add(filled("through ", Dimension::Channel));
    add(filled("for ", Dimension::Purpose));
    if !other_facts.is_empty() {
        add(Some(format!("when {}", facts(space, &other_facts))));
    }
    words.join(" ")
}

/// Who the person is and where, as the language says it, and the facts that are left.
fn persons(
    space: &Space,
    place: &FixedBitSet,
    fact_values: &[(FactId, bool)],
) -> (Option<String>, Option<String>, Vec<(FactId, bool)>) {
    let name = |term: crate::model::TermId| space.policy.vocabulary.term(term).name.to_string();
    let (mut among, mut except, mut rest) = (None, Vec::new(), Vec::new());
    for (fact, value) in fact_values {
        match (space.facts.key(*fact), value) {
            (FactKey::Subject(term), true) if among.is_none() => among = Some(name(term)),
            (FactKey::Subject(term), false) => except.push(name(term)),
            _ => rest.push((*fact, *value)),
        }
    }
    let who = match (among, except.is_empty()) {
        (None, true) => None,
        (among, true) => among,
        (among, false) => {
            Some(format!("{} except {}", among.unwrap_or_else(|| "people".to_owned()), except.join(", ")))
        }
    };
    (who, set(space, Dimension::Place, place), rest)
}

/// In which states data are protected; `None` where it says nothing about that.
fn states(atoms: &FixedBitSet, is_relevant: bool) -> Option<String> {
    if !is_relevant || atoms.count_ones(..) == STATES.len() {
        return None;
    }
    let words = atoms.ones().filter_map(|state| STATES.get(state).copied().flatten());
    let words: Vec<&str> = words.map(crate::model::ProtectedState::word).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn actors(space: &Space, atoms: &FixedBitSet) -> String {
    if *atoms == space.company(WithProcessors::No)
        || *atoms == space.company(WithProcessors::Yes)
        || atoms.ones().eq(std::iter::once(COMPANY))
    {
        return "we".to_owned();
    }
    let mut others = atoms.clone();
    let has_company = others.contains(COMPANY);
    others.set(COMPANY, false);
    let named = names(space, Kind::Recipient, &others).join(", ");
    match (has_company, named.is_empty()) {
        (true, true) => "we".to_owned(),
        (true, false) => format!("we, {named}"),
        (false, _) => named,
    }
}

/// A slot; none where it is the whole dimension.
fn set(space: &Space, dimension: Dimension, atoms: &FixedBitSet) -> Option<String> {
    let kind = Space::kind(dimension)?;
    if matches!(dimension, Dimension::Datum | Dimension::Second) {
        return data(space, atoms);
    }
    match (is_whole(space, dimension, atoms), dimension) {
        (true, Dimension::Recipient) => Some("anyone".to_owned()),
        (true, _) => None,
        (false, _) => Some(names(space, kind, atoms).join(", ")),
    }
}

/// Whether a slot is not restricted. The company is nobody's recipient.
fn is_whole(space: &Space, dimension: Dimension, atoms: &FixedBitSet) -> bool {
    let is_other = Space::kind(dimension) == Some(Kind::Recipient) && !atoms.contains(COMPANY);
    atoms.count_ones(..) + usize::from(is_other) >= space.n_atoms(dimension)
}

/// Data, grouped by the forms in which they are meant.
fn data(space: &Space, atoms: &FixedBitSet) -> Option<String> {
    let mut groups: std::collections::BTreeMap<Vec<usize>, FixedBitSet> = std::collections::BTreeMap::new();
    for (forms, atoms) in space.by_forms(atoms) {
        // With the readable form, the form is not worth a word.
        let key = if forms.contains(&space.forms.readable()) { Vec::new() } else { forms };
        groups.entry(key).or_default().union_with(&atoms);
    }
    let shown: Vec<String> = groups
        .iter()
        .flat_map(|(forms, atoms)| {
            let forms: Vec<&str> = forms
                .iter()
                .filter_map(|form| space.forms.term(*form))
                .map(|form| &*space.policy.vocabulary.term(form).name)
                .collect();
            let prefix = if forms.is_empty() { String::new() } else { format!("{} ", forms.join("/")) };
            names(space, Kind::Data, atoms).into_iter().map(move |name| format!("{prefix}{name}"))
        })
        .collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// The fewest names in the highest terms: `contact except contact.phone` where that is shorter.
#[must_use]
pub fn names(space: &Space, kind: Kind, atoms: &FixedBitSet) -> Vec<String> {
    let mut lists = sets(space, kind, atoms);
    // What is taken out stands at the end, where it can be taken from nothing else.
    lists.sort_by_key(|list| !list.except.is_empty());
    let plain = lists.iter().filter(|list| list.except.is_empty()).flat_map(|list| &list.items);
    let plain = plain.map(|item| what(&space.policy.vocabulary, item.what));
    let others = lists.iter().filter(|list| !list.except.is_empty());
    plain.chain(others.map(|list| set_words(&space.policy.vocabulary, list))).collect()
}

/// A list as it is written: `contact, hashed account except contact.phone`.
#[must_use]
pub fn set_words(vocabulary: &Vocabulary, set: &Set) -> String {
    let item = |item: &SetItem| {
        let form = item.form.map(|form| format!("{} ", vocabulary.term(form).name)).unwrap_or_default();
        format!("{form}{}", what(vocabulary, item.what))
    };
    let list = |items: &[SetItem]| items.iter().map(item).collect::<Vec<_>>().join(", ");
    match set.except.is_empty() {
        true => list(&set.items),
        false => format!("{} except {}", list(&set.items), list(&set.except)),
    }
}

fn what(vocabulary: &Vocabulary, what: What) -> String {
    match what {
        What::Term(term) => vocabulary.term(term).name.to_string(),
        What::Any { kind: Kind::Recipient, trait_: None, .. } => "anyone".to_owned(),
        What::Any { kind, trait_: None, .. } => format!("any {}", kind.word()),
        What::Any { kind, trait_: Some(one), is_negated } => {
            format!("any {}{} {}", if is_negated { "not " } else { "" }, one.word(), kind.word())
        }
    }
}

/// Lists that together are exactly a set of atoms: one list where the language can say it in one.
///
/// A list is a union of names less a union of names, so that what a term covers beside its children is the term without
/// them. The company, which is nobody's recipient, is left out.
#[must_use]
pub fn sets(space: &Space, kind: Kind, atoms: &FixedBitSet) -> Vec<Set> {
    let mut atoms = atoms.clone();
    atoms.grow(space.atoms(kind).len());
    if kind == Kind::Recipient {
        atoms.set(COMPANY, false);
    }
    Names { candidates: candidates(space, kind) }.lists(&atoms)
}

/// Every name of a kind with what it covers: the widest first.
struct Names {
    candidates: Vec<(What, FixedBitSet)>,
}

impl Names {
    fn lists(&self, atoms: &FixedBitSet) -> Vec<Set> {
        if atoms.is_clear() {
            return Vec::new();
        }
        let (plain, rest) = self.inside(atoms, atoms);
        if rest.is_clear() && plain.len() <= 2 {
            return vec![list(plain, Vec::new())];
        }
        let most = if rest.is_clear() { plain.len() } else { usize::MAX };
        if let Some(short) = self.with_exceptions(atoms, &rest, most) {
            return vec![short];
        }
        let mut lists: Vec<Set> = (!plain.is_empty()).then(|| list(plain, Vec::new())).into_iter().collect();
        match self.with_exceptions(&rest, &rest, usize::MAX) {
            Some(others) => lists.push(others),
            None => lists.extend(rest.ones().filter_map(|atom| {
                let mut alone = FixedBitSet::with_capacity(rest.len());
                alone.insert(atom);
                self.with_exceptions(&alone, &alone, usize::MAX)
            })),
        }
        lists
    }

    /// One wide name, perhaps with others, less some names, where that takes fewer names than `most`. The wide name covers
    /// `rest`: what of the set no name inside it does.
    fn with_exceptions(&self, atoms: &FixedBitSet, rest: &FixedBitSet, most: usize) -> Option<Set> {
        let outside: Vec<&(What, FixedBitSet)> =
            self.candidates.iter().filter(|(_, covered)| covered.is_disjoint(atoms)).collect();
        let wide =
            |(_, covered): &&(What, FixedBitSet)| !covered.is_disjoint(atoms) && rest.is_subset(covered);
        let mut best = (most, None);
        for (what, covered) in self.candidates.iter().filter(wide) {
            let (mut missing, mut beside) = (covered.clone(), atoms.clone());
            missing.difference_with(atoms);
            beside.difference_with(covered);
            let (more, left) = self.inside(atoms, &beside);
            if !left.is_clear() {
                continue;
            }
            let room = best.0.saturating_sub(1 + more.len());
            let Some(except) = cut(&outside, missing, room).filter(|except| !except.is_empty()) else {
                continue;
            };
            let n_names = 1 + more.len() + except.len();
            if n_names < best.0 {
                best = (n_names, Some(list(std::iter::once(*what).chain(more).collect(), except)));
            }
        }
        best.1
    }

    /// The widest names inside a set that cover some of it, and what of that none of them covers.
    fn inside(&self, atoms: &FixedBitSet, some: &FixedBitSet) -> (Vec<What>, FixedBitSet) {
        let mut rest = some.clone();
        let mut names = Vec::new();
        for (what, covered) in &self.candidates {
            if rest.is_clear() {
                break;
            }
            if covered.is_subset(atoms) && !covered.is_disjoint(&rest) {
                rest.difference_with(covered);
                names.push(*what);
            }
        }
        (names, rest)
    }
}

/// Fewer than `room` of some names that cover a set, the ones that cover most of it first; of those the narrowest.
fn cut(names: &[&(What, FixedBitSet)], set: FixedBitSet, room: usize) -> Option<Vec<What>> {
    let mut rest = set;
    let mut chosen = Vec::new();
    while !rest.is_clear() {
        if chosen.len() + 1 >= room {
            return None;
        }
        let gain = |covered: &FixedBitSet| covered.intersection_count(&rest);
        let key = |(place, (_, covered)): &(usize, &&(What, FixedBitSet))| {
            (gain(covered), std::cmp::Reverse(covered.count_ones(..)), std::cmp::Reverse(*place))
        };
        let (_, (what, covered)) = names.iter().enumerate().max_by_key(key)?;
        if covered.is_disjoint(&rest) {
            return None;
        }
        rest.difference_with(covered);
        chosen.push(*what);
    }
    Some(chosen)
}

fn list(items: Vec<What>, except: Vec<What>) -> Set {
    Set { except: Set::of(except, Span::default()).items, ..Set::of(items, Span::default()) }
}

/// The traits that tell data without a name apart.
const DATA_TRAITS: [Trait; 5] =
    [Trait::Personal, Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public];

/// Every name of a kind with its atoms: the widest first, of two names for the same the shorter one.
fn candidates(space: &Space, kind: Kind) -> Vec<(What, FixedBitSet)> {
    let vocabulary = &space.policy.vocabulary;
    let mut all: Vec<(What, FixedBitSet)> = vocabulary
        .of_kind(kind)
        .filter_map(|(id, _)| Some((What::Term(id), space.under(kind, id)?.clone())))
        .collect();
    let traits = DATA_TRAITS.into_iter().filter(|_| kind == Kind::Data);
    let wanted = traits.flat_map(|one| [(Some(one), false), (Some(one), true)]);
    for (trait_, is_negated) in std::iter::once((None, false)).chain(wanted) {
        let what = What::Any { kind, trait_, is_negated };
        all.push((what, space.all_of(kind, what)));
    }
    all.retain(|(_, atoms)| !atoms.is_clear());
    let name = |one: What| what(vocabulary, one);
    all.sort_by_cached_key(|(one, atoms)| {
        let name = name(*one);
        (std::cmp::Reverse(atoms.count_ones(..)), name.len(), name)
    });
    all
}
