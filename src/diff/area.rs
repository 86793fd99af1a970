//! Sets of flows as boxes of names, and back: what a report shows, and what an acknowledgement holds.
//!
//! The names are those of the vocabulary, so that a box can be read again when the policy around it has changed.

use std::collections::{BTreeMap, HashMap};

use fixedbitset::FixedBitSet;

use super::report::Area;
use crate::model::{Kind, ProtectedState, Slot, TermId, Trait, Traits, What};
use crate::semantics::describe;
use crate::semantics::half::Cell;
use crate::semantics::region::FlowBox;
use crate::semantics::space::{Act, Atom, Classified, Dimension, FactId, FactKey, Formula, Known, Space};

/// Whether one of some verbs has a slot.
pub(super) fn has_slot(acts: &FixedBitSet, dimension: Dimension) -> bool {
    acts.ones().any(|act| Act::ALL[act].has(dimension))
}

/// Stands before forms in which data are not meant.
const NOT: &str = "not ";

/// So many entries are read at a glance.
const FEW: usize = 3;

/// Writes sets of flows down in names.
pub(super) struct Names<'s> {
    pub(super) space: &'s Classified,
    /// Everything of a kind that has a name, with its atoms, the widest first.
    named: HashMap<Kind, Vec<(What, FixedBitSet)>>,
}

/// Flows of verbs with the same slots.
struct Part {
    acts: FixedBitSet,
    /// What the restricted slots hold.
    slots: Vec<(Dimension, FixedBitSet)>,
    facts: Vec<(FactId, bool)>,
}

/// What a slot holds.
#[derive(Default)]
pub(super) struct Holding {
    /// Terms with all below them, and all data of a trait.
    pub(super) named: Vec<What>,
    /// What is taken out of them.
    pub(super) except: Vec<What>,
    /// What has no name of its own.
    pub(super) rest: Vec<Atom>,
}

impl<'s> Names<'s> {
    pub(super) fn new(space: &'s Classified) -> Self {
        Self { space, named: HashMap::new() }
    }

    /// Boxes in names, and whether each of them, read again, is what it was made of.
    ///
    /// A slot says nothing about a verb that does not have it: whoever may collect from some sources and use may use,
    /// wherever the data come from. So the verbs of a box that have other slots stand apart.
    pub(super) fn areas(&mut self, boxes: &[FlowBox]) -> (Vec<Area>, bool) {
        let mut parts: Vec<Part> = Vec::new();
        for part in boxes.iter().flat_map(|one| self.parts(one)) {
            match parts.iter_mut().find(|known| (&known.slots, &known.facts) == (&part.slots, &part.facts)) {
                Some(known) => known.acts.union_with(&part.acts),
                None => parts.push(part),
            }
        }
        let is_more = |(place, part): (usize, &Part)| {
            let mut others = parts.iter().enumerate().filter(|(other, _)| *other != place);
            !others.any(|(_, other)| part.is_within(other))
        };
        let parts: Vec<&Part> =
            parts.iter().enumerate().filter(|one| is_more(*one)).map(|(_, part)| part).collect();
        let areas: Vec<Area> = parts.iter().map(|part| self.area(part)).collect();
        let is_exact = areas.iter().zip(&parts).all(|(area, part)| self.says(area, part));
        (areas, is_exact)
    }

    /// The verbs of a box by the slots that restrict them.
    fn parts(&self, flow_box: &FlowBox) -> Vec<Part> {
        let restricted: Vec<Dimension> = Dimension::ALL
            .into_iter()
            .filter(|dimension| *dimension != Dimension::Verb && self.is_restricted(flow_box, *dimension))
            .collect();
        let mut facts = flow_box.facts.clone();
        facts.sort();
        let part = |(dimensions, acts): (Vec<Dimension>, FixedBitSet)| {
            let slot = |dimension: Dimension| (dimension, self.atoms(flow_box, dimension));
            Part { acts, slots: dimensions.into_iter().map(slot).collect(), facts: facts.clone() }
        };
        by_slots(&self.atoms(flow_box, Dimension::Verb), &restricted).into_iter().map(part).collect()
    }

    fn area(&mut self, part: &Part) -> Area {
        let mut slots = BTreeMap::new();
        for dimension in Dimension::ALL {
            let Some(atoms) = part.slot(dimension) else { continue };
            let entries = match Space::kind(dimension) {
                None => atoms.ones().map(|act| Act::ALL[act].word().to_owned()).collect(),
                Some(Kind::Data) => self.data_entries(atoms),
                Some(kind) => {
                    let holding = self.holding(kind, atoms, &FixedBitSet::new());
                    self.entries(&holding, "")
                }
            };
            slots.insert(dimension.word().to_owned(), entries);
        }
        let facts = part.facts.iter().map(|(fact, value)| (fact_name(self.space, *fact), *value)).collect();
        Area { slots, facts, is_ruled_out: false }
    }

    /// Whether an area, read again, is the part that it was made of.
    fn says(&self, area: &Area, part: &Part) -> bool {
        let is_same = |dimension: Dimension| {
            let entries =
                area.slots.get(dimension.word()).map(|entries| read_slot(self.space, dimension, entries));
            match (entries, part.slot(dimension)) {
                (Some(read), Some(atoms)) => read.as_ref() == Some(atoms),
                (None, None) => true,
                _ => false,
            }
        };
        let facts = area.facts.iter().map(|(name, value)| Some((fact_key(self.space, name)?, *value)));
        let mut facts: Vec<_> = facts.collect();
        let key = |fact: &FactId| self.space.facts.key(*fact);
        let mut stated: Vec<_> = part.facts.iter().map(|(fact, value)| Some((key(fact), *value))).collect();
        facts.sort();
        stated.sort();
        Dimension::ALL.into_iter().all(is_same) && facts == stated
    }

    /// Some data as a box.
    pub(super) fn data_area(&mut self, data: &FixedBitSet) -> Area {
        let slots = BTreeMap::from([("data".to_owned(), self.data_entries(data))]);
        Area { slots, ..Area::default() }
    }

    /// Some data as a slot.
    pub(super) fn data_slot(&mut self, data: &FixedBitSet) -> Slot {
        self.slot(Dimension::Datum, data)
    }

    /// Whether a box says something about a slot that its verbs have.
    pub(super) fn is_restricted(&self, flow_box: &FlowBox, dimension: Dimension) -> bool {
        let classes = &flow_box.classes[dimension as usize];
        if dimension == Dimension::Verb {
            return true;
        }
        let acts = self.atoms(flow_box, Dimension::Verb);
        has_slot(&acts, dimension) && !self.space.is_whole(dimension, classes)
    }

    pub(super) fn atoms(&self, flow_box: &FlowBox, dimension: Dimension) -> FixedBitSet {
        let classes = &self.space.classes(dimension);
        let mut atoms = FixedBitSet::with_capacity(self.space.n_atoms(dimension));
        for class in flow_box.classes[dimension as usize].ones() {
            classes.members[class].iter().for_each(|atom| atoms.insert(*atom));
        }
        atoms
    }

    /// Data by the forms in which they are meant, in the fewest entries that say exactly these.
    fn data_entries(&mut self, data: &FixedBitSet) -> Vec<String> {
        let groups = self.space.by_forms(data);
        let mut best = Vec::new();
        for (forms, atoms) in &groups {
            let holding = self.holding(Kind::Data, atoms, &others(&groups, forms));
            best.extend(self.entries(&holding, &self.suffix(forms)));
        }
        let largest = groups.iter().max_by_key(|(_, atoms)| atoms.count_ones(..));
        let Some((forms, most)) = largest.filter(|_| best.len() > FEW) else { return best };
        // A wide name in the forms that most of the data have, what else is there, and less what is not.
        let space = self.space;
        let named = self.named.entry(Kind::Data).or_insert_with(|| everything_named(space, Kind::Data));
        let is_wide = |covered: &FixedBitSet| 2 * covered.intersection_count(most) > most.count_ones(..);
        let wide: Vec<_> = named.iter().filter(|(_, covered)| is_wide(covered)).cloned().collect();
        for (what, covered) in wide {
            let meant = self.space.data_in(&covered, forms.iter().copied());
            let (mut more, mut less) = (data.clone(), meant.clone());
            more.difference_with(&meant);
            less.difference_with(data);
            let holding = Holding { named: vec![what], ..Holding::default() };
            let mut entries = self.entries(&holding, &self.suffix(forms));
            entries.extend(self.listed(&more));
            entries.extend(self.listed(&less).into_iter().map(|entry| format!("- {entry}")));
            if entries.len() < best.len() {
                best = entries;
            }
        }
        best
    }

    /// Data by the forms in which they are meant, nothing taken out.
    fn listed(&mut self, data: &FixedBitSet) -> Vec<String> {
        let space = self.space;
        let named = self.named.entry(Kind::Data).or_insert_with(|| everything_named(space, Kind::Data));
        let holdings: Vec<_> = space
            .by_forms(data)
            .into_iter()
            .map(|(forms, atoms)| (cover(space, Kind::Data, named, &atoms), forms))
            .collect();
        holdings.iter().flat_map(|(holding, forms)| self.entries(holding, &self.suffix(forms))).collect()
    }

    /// What stands behind the name of data in some forms: nothing for all of them.
    fn suffix(&self, forms: &[usize]) -> String {
        let all = self.space.forms.terms();
        let term = |form: &usize| self.space.policy.vocabulary.term(all[*form]);
        let names =
            |forms: &[usize]| forms.iter().map(|form| &*term(form).name).collect::<Vec<_>>().join(",");
        let personal = (0..all.len()).filter(|form| term(form).traits.has(Trait::Personal));
        let missing: Vec<usize> = (0..all.len()).filter(|form| !forms.contains(form)).collect();
        match () {
            () if missing.is_empty() => String::new(),
            () if personal.eq(forms.iter().copied()) => "@personal".to_owned(),
            () if missing.len() < forms.len() => format!("@{NOT}{}", names(&missing)),
            () => format!("@{}", names(forms)),
        }
    }

    /// The data that are there in readable form, or in any form where none is.
    pub(super) fn readable(&self, data: &FixedBitSet) -> Vec<usize> {
        let forms = &self.space.forms;
        let readable: Vec<usize> =
            data.ones().filter(|place| forms.datum(*place).form == forms.readable()).collect();
        if readable.is_empty() { data.ones().collect() } else { readable }
    }

    fn entries(&self, holding: &Holding, suffix: &str) -> Vec<String> {
        let name = |term: &TermId| &self.space.policy.vocabulary.term(*term).name;
        let named = |what: &What| match what {
            What::Term(term) => format!("{}{suffix}", name(term)),
            What::Any { trait_: None, .. } => format!("(any){suffix}"),
            What::Any { trait_: Some(one), is_negated, .. } => {
                format!("(any {}{}){suffix}", if *is_negated { "not " } else { "" }, one.word())
            }
        };
        let rest = holding.rest.iter().map(|atom| match atom {
            Atom::Company => format!("(company){suffix}"),
            Atom::State(state) => state.map_or("(not said)", ProtectedState::word).to_owned(),
            Atom::Term(term) => format!("{}{suffix}", name(term)),
            Atom::Rest(term) => format!("{} (other){suffix}", name(term)),
            Atom::Unnamed(traits) => {
                let words: Vec<&str> =
                    Trait::ALL.iter().filter(|one| traits.has(**one)).map(|one| one.word()).collect();
                match words.is_empty() {
                    true => format!("(unnamed){suffix}"),
                    false => format!("(unnamed {}){suffix}", words.join(" ")),
                }
            }
        });
        let mut entries: Vec<String> = holding.named.iter().map(named).chain(rest).collect();
        entries.sort();
        let mut except: Vec<String> =
            holding.except.iter().map(|what| format!("- {}", named(what))).collect();
        except.sort();
        entries.extend(except);
        entries
    }

    /// The fewest names in the highest terms; one wide name with few exceptions where that is shorter.
    ///
    /// What is excepted is taken out of everything that is listed, so that nothing of `others` can be an exception.
    pub(super) fn holding(&mut self, kind: Kind, atoms: &FixedBitSet, others: &FixedBitSet) -> Holding {
        let space = self.space;
        let named = self.named.entry(kind).or_insert_with(|| everything_named(space, kind));
        let mut best = cover(space, kind, named, atoms);
        if best.len() <= 2 {
            return best;
        }
        for (what, covered) in named.iter() {
            let (mut missing, mut outside) = (covered.clone(), atoms.clone());
            missing.difference_with(atoms);
            outside.difference_with(covered);
            if missing.is_clear()
                || !missing.is_disjoint(others)
                || outside.count_ones(..) == atoms.count_ones(..)
            {
                continue;
            }
            let except = cover(space, kind, named, &missing);
            if !except.rest.is_empty() || 1 + except.named.len() >= best.len() {
                continue;
            }
            let more = cover(space, kind, named, &outside);
            if 1 + except.len() + more.len() < best.len() {
                let wide = std::iter::once(*what).chain(more.named).collect();
                best = Holding { named: wide, except: except.named, rest: more.rest };
            }
        }
        best
    }

    /// The flows of a box of names, as cells; none where a name of a slot is not known.
    ///
    /// What a name stood for that is not known is not there any more.
    pub(super) fn cells(space: &mut Space, area: &Area) -> Vec<Cell> {
        Self::cells_of(space, area).unwrap_or_default()
    }

    fn cells_of(space: &mut Space, area: &Area) -> Option<Vec<Cell>> {
        let mut sets = Vec::new();
        for dimension in Dimension::ALL {
            if let Some(entries) = area.slots.get(dimension.word()) {
                sets.push((dimension, read_slot(space, dimension, entries)?));
            }
        }
        let mut facts = Formula::True;
        for (name, value) in &area.facts {
            let fact = Formula::Fact(space.fact(fact_key(space, name)?));
            facts = facts.and(if *value { fact } else { fact.negated() });
        }
        let verbs = sets.iter().position(|(dimension, _)| *dimension == Dimension::Verb);
        let mut acts = FixedBitSet::with_capacity(Act::ALL.len());
        match verbs {
            Some(place) => acts = sets.remove(place).1,
            None => acts.insert_range(..),
        }
        let restricted: Vec<Dimension> = sets.iter().map(|(dimension, _)| *dimension).collect();
        let mut cells = Vec::new();
        for (dimensions, acts) in by_slots(&acts, &restricted) {
            let mut cell = Cell { sets: [None; Dimension::COUNT], facts: facts.clone() };
            cell.sets[Dimension::Verb as usize] = Some(space.intern(Dimension::Verb, acts));
            for (dimension, atoms) in sets.iter().filter(|(dimension, _)| dimensions.contains(dimension)) {
                cell.sets[*dimension as usize] = Some(space.intern(*dimension, atoms.clone()));
            }
            cells.push(cell);
        }
        Some(cells)
    }
}

impl Part {
    /// What the part holds in a slot; none where it does not restrict it.
    fn slot(&self, dimension: Dimension) -> Option<&FixedBitSet> {
        if dimension == Dimension::Verb {
            return Some(&self.acts);
        }
        self.slots.iter().find(|(known, _)| *known == dimension).map(|(_, atoms)| atoms)
    }

    fn is_within(&self, other: &Self) -> bool {
        let is_in = |(dimension, atoms): &(Dimension, FixedBitSet)| {
            self.slot(*dimension).is_some_and(|own| own.is_subset(atoms))
        };
        self.acts.is_subset(&other.acts)
            && other.slots.iter().all(is_in)
            && other.facts.iter().all(|fact| self.facts.contains(fact))
    }
}

/// Verbs by those among some slots that they have.
fn by_slots(acts: &FixedBitSet, restricted: &[Dimension]) -> BTreeMap<Vec<Dimension>, FixedBitSet> {
    let mut groups: BTreeMap<Vec<Dimension>, FixedBitSet> = BTreeMap::new();
    for act in acts.ones() {
        let has = |dimension: &&Dimension| Act::ALL[act].has(**dimension);
        let own: Vec<Dimension> = restricted.iter().filter(has).copied().collect();
        groups.entry(own).or_insert_with(|| FixedBitSet::with_capacity(acts.len())).insert(act);
    }
    groups
}

/// The atoms of a slot; none where one of its names is not known.
fn read_slot(space: &Space, dimension: Dimension, entries: &[String]) -> Option<FixedBitSet> {
    let mut atoms = FixedBitSet::with_capacity(space.n_atoms(dimension));
    for entry in entries.iter().filter(|entry| !entry.starts_with("- ")) {
        atoms.union_with(&read_entry(space, dimension, entry)?);
    }
    for entry in entries.iter().filter_map(|entry| entry.strip_prefix("- ")) {
        atoms.difference_with(&read_entry(space, dimension, entry)?);
    }
    Some(atoms)
}

impl Holding {
    fn len(&self) -> usize {
        self.named.len() + self.except.len() + self.rest.len()
    }
}

/// Everything of a kind that has a name: its terms, and of data those of a trait. The widest first.
fn everything_named(space: &Space, kind: Kind) -> Vec<(What, FixedBitSet)> {
    let vocabulary = &space.policy.vocabulary;
    let under = |(id, _)| Some((What::Term(id), space.under(kind, id)?.clone()));
    let mut named: Vec<(What, FixedBitSet)> = vocabulary.of_kind(kind).filter_map(under).collect();
    let traits: &[Trait] = match kind == Kind::Data {
        true => {
            &[Trait::Personal, Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public]
        }
        false => &[],
    };
    let any = |trait_, is_negated| What::Any { kind, trait_, is_negated };
    let all = std::iter::once(any(None, false))
        .chain(traits.iter().flat_map(|one| [any(Some(*one), false), any(Some(*one), true)]));
    named.extend(all.map(|what| (what, space.all_of(kind, what))));
    named.retain(|(_, atoms)| !atoms.is_clear());
    let name = |what: &What| match what {
        What::Term(term) => (1, &*vocabulary.term(*term).name, false),
        What::Any { kind: _, trait_, is_negated } => (0, trait_.map_or("", Trait::word), *is_negated),
    };
    named.sort_by(|(a, one), (b, other)| {
        other.count_ones(..).cmp(&one.count_ones(..)).then_with(|| name(a).cmp(&name(b)))
    });
    named
}

fn cover(space: &Space, kind: Kind, named: &[(What, FixedBitSet)], atoms: &FixedBitSet) -> Holding {
    let mut left = atoms.clone();
    let mut holding = Holding::default();
    for (what, covered) in named {
        if left.is_clear() {
            break;
        }
        if covered.is_subset(atoms) && !covered.is_disjoint(&left) {
            left.difference_with(covered);
            holding.named.push(*what);
        }
    }
    holding.rest = left.ones().map(|atom| space.atoms(kind)[atom]).collect();
    holding
}

/// The atoms of an entry; none where its name is not known.
fn read_entry(space: &Space, dimension: Dimension, entry: &str) -> Option<FixedBitSet> {
    let length = space.n_atoms(dimension);
    let Some(kind) = Space::kind(dimension) else {
        let act = Act::of_word(entry)?;
        let mut atoms = FixedBitSet::with_capacity(length);
        atoms.insert(act as usize);
        return Some(atoms);
    };
    let (name, forms) = match entry.split_once('@') {
        Some((name, forms)) => (name, Some(forms)),
        None => (entry, None),
    };
    let atoms = read_name(space, kind, name)?;
    if kind != Kind::Data {
        return Some(atoms);
    }
    let vocabulary = &space.policy.vocabulary;
    let mut data = FixedBitSet::with_capacity(length);
    for (place, form) in space.forms.terms().iter().enumerate() {
        let is_meant = forms.is_none_or(|forms| {
            let (forms, is_negated) = forms.strip_prefix(NOT).map_or((forms, false), |forms| (forms, true));
            let is_listed = forms.split(',').any(|one| match one {
                "personal" => vocabulary.term(*form).traits.has(Trait::Personal),
                one => one == &*vocabulary.term(*form).name,
            });
            is_listed != is_negated
        });
        if is_meant {
            data.union_with(&space.data_in(&atoms, std::iter::once(place)));
        }
    }
    Some(data)
}

fn read_name(space: &Space, kind: Kind, name: &str) -> Option<FixedBitSet> {
    let all = space.atoms(kind);
    let only = |is_meant: &dyn Fn(&Atom) -> bool| {
        let mut atoms = FixedBitSet::with_capacity(all.len());
        for (place, _) in all.iter().enumerate().filter(|(_, atom)| is_meant(atom)) {
            atoms.insert(place);
        }
        (!atoms.is_clear()).then_some(atoms)
    };
    if name == "(company)" {
        return only(&|atom| *atom == Atom::Company);
    }
    if let Some(words) = name.strip_prefix("(any").and_then(|rest| rest.strip_suffix(')')) {
        let words = words.trim();
        let (word, is_negated) = words.strip_prefix("not ").map_or((words, false), |word| (word, true));
        let trait_ = if word.is_empty() { None } else { Some(Trait::of_word(word)?) };
        return Some(space.all_of(kind, What::Any { kind, trait_, is_negated }));
    }
    if let Some(words) = name.strip_prefix("(unnamed").and_then(|rest| rest.strip_suffix(')')) {
        let mut traits = Traits::default();
        for word in words.split_whitespace() {
            traits.insert(Trait::of_word(word)?);
        }
        return only(&|atom| *atom == Atom::Unnamed(traits));
    }
    let vocabulary = &space.policy.vocabulary;
    if let Some(name) = name.strip_suffix(" (other)") {
        let term = vocabulary.find(kind, name)?;
        return only(&|atom| matches!(atom, Atom::Rest(one) | Atom::Term(one) if *one == term));
    }
    space.under(kind, vocabulary.find(kind, name)?).cloned()
}

/// The name of a fact: of a consent, condition, event, safeguard or choice; `CONSENT given within 2 years`; `about NAME`;
/// `knowingly …`.
fn fact_name(space: &Space, fact: FactId) -> String {
    let name = |term: TermId| &space.policy.vocabulary.term(term).name;
    match space.facts.key(fact) {
        FactKey::Term(term) => name(term).to_string(),
        FactKey::Given(term, period) => describe::given(&space.policy.vocabulary, term, period),
        FactKey::Subject(term) => format!("about {}", name(term)),
        FactKey::Known(Known::Subject(term)) => format!("knowingly about {}", name(term)),
        FactKey::Known(Known::Data(term)) => format!("knowingly {}", name(term)),
        FactKey::Known(Known::DataWith(one, is_negated)) => {
            format!("knowingly any {}{}", if is_negated { "not " } else { "" }, one.word())
        }
    }
}

fn fact_key(space: &Space, name: &str) -> Option<FactKey> {
    let vocabulary = &space.policy.vocabulary;
    if let Some(class) = name.strip_prefix("knowingly about ") {
        return vocabulary.find(Kind::Subject, class).map(|class| FactKey::Known(Known::Subject(class)));
    }
    if let Some(class) = name.strip_prefix("knowingly any ") {
        let (is_negated, word) = match class.strip_prefix("not ") {
            Some(word) => (true, word),
            None => (false, class),
        };
        return Trait::of_word(word).map(|one| FactKey::Known(Known::DataWith(one, is_negated)));
    }
    if let Some(class) = name.strip_prefix("knowingly ") {
        return vocabulary.find(Kind::Data, class).map(|class| FactKey::Known(Known::Data(class)));
    }
    if let Some(name) = name.strip_prefix("about ") {
        return vocabulary.find(Kind::Subject, name).map(FactKey::Subject);
    }
    let (name, period) = describe::split_given(name)?;
    let term = vocabulary.find(Kind::Condition, name)?;
    Some(period.map_or(FactKey::Term(term), |period| FactKey::Given(term, period.in_largest_unit())))
}

/// The data that are listed in other forms than these.
pub(super) fn others(groups: &BTreeMap<Vec<usize>, FixedBitSet>, forms: &[usize]) -> FixedBitSet {
    let mut others = FixedBitSet::new();
    for (_, atoms) in groups.iter().filter(|(known, _)| *known != forms) {
        others.grow(atoms.len());
        others.union_with(atoms);
    }
    others
}
