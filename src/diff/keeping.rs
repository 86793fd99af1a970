//! How long data are kept, and when they are deleted: the same data in the same cases on both sides.
//!
//! What is kept is compared by the order of retentions; of deletions, each old one needs new ones that together delete in
//! the same cases, as soon and as surely.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use fixedbitset::FixedBitSet;

use super::align::Aligned;
use super::area::Names;
use super::change::{Both, Told};
use super::denied;
use super::report::Change;
use super::rule::ChangeRule;
use super::scope::{self, Age, Cases, Part, Scope};
use crate::model::{Kind, Lifetime, TermId, TrackerId, Verb, Vocabulary};
use crate::semantics::describe;
use crate::semantics::half::Owner;
use crate::semantics::lasting::is_as_soon;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::retention::{self, Deleting, Keeping, Sense, Term};
use crate::semantics::space::{Reading, Space};
use crate::semantics::standing::Occasion;

type Outcome<T> = Result<T, BudgetExceeded>;

/// What a scope says of its data.
enum Says {
    Keeps(Kept),
    Deletes(Deleted),
    /// Nothing about keeping: it is excepted by another.
    Else,
}

/// How long something is kept.
struct Kept {
    keeping: Keeping,
    /// In which form it is kept after that, and how long.
    later: Vec<(Option<TermId>, Term)>,
}

/// On what something is deleted.
struct Deleted {
    deleting: Deleting,
    /// That the events have happened.
    happened: Region,
}

/// Everything that both policies say about keeping and deleting.
#[derive(Default)]
struct Schedule {
    scopes: Vec<Scope>,
    /// What each scope says.
    says: Vec<Says>,
    /// The scopes that each scope excepts.
    holes: Vec<Vec<usize>>,
}

/// What changed, with the data of which it is true.
type Found = Vec<(Told, FixedBitSet)>;

/// Every change of retention and of deletion.
pub(super) fn changes(both: &Both<'_>) -> Outcome<Vec<Change>> {
    let mut schedule = Schedule::default();
    for age in [Age::Old, Age::New] {
        schedule.add(both, age)?;
    }
    let space = both.new_meaning.diagrams.space();
    let compared = Compared { both, schedule: &schedule, cases: Cases::new(both)? };
    let mut found = Found::new();
    for part in scope::parts(space, &schedule.scopes) {
        for sense in [Sense::Kept, Sense::Floor, Sense::Ceiling] {
            compared.keepings(&part, sense, &mut found)?;
        }
        compared.deletions(&part, &mut found)?;
    }
    let mut names = Names::new(space);
    let change = |(told, data): (Told, FixedBitSet)| {
        let about = both.speakers[1].data(&names.data_slot(&data).set);
        both.told(told, vec![names.data_area(&data)], &about)
    };
    Ok(found
        .into_iter()
        .map(change)
        .chain(lifetimes(both))
        .chain(technologies(both))
        .chain(denied::changes(both)?)
        .collect())
}

/// How long trackers last that both policies have.
fn lifetimes(both: &Both<'_>) -> Vec<Change> {
    let [old, new] = both.aligned();
    let mut changes = Vec::new();
    for owner in new.parts() {
        let Owner::Tracker(id) = owner else { continue };
        let known = old.part_named(new.label(owner));
        let Some(Owner::Tracker(was)) = known else { continue };
        let (before, after) = (old.trackers[was.index()].lifetime(), new.trackers[id.index()].lifetime());
        let rule = match (before, after) {
            (None, None) => continue,
            (None, Some(_)) => ChangeRule::RetentionStated,
            (Some(_), None) => ChangeRule::RetentionWithdrawn,
            (Some(Lifetime::Period(before)), Some(Lifetime::Period(after))) => {
                match retention::compare_periods(after, before) {
                    Some(Ordering::Equal) => continue,
                    Some(Ordering::Less) => ChangeRule::RetentionShortened,
                    Some(Ordering::Greater) => ChangeRule::RetentionLengthened,
                    None => ChangeRule::RetentionChanged,
                }
            }
            (Some(before), Some(after)) if before == after => continue,
            (Some(_), Some(_)) => ChangeRule::RetentionChanged,
        };
        let words = |age: Age, lasting: Option<Lifetime>| {
            lasting.map(|lasting| both.speaker_of(age).lifetime(lasting))
        };
        let told = Told {
            rule,
            before: words(Age::Old, before),
            after: words(Age::New, after),
            old: vec![Owner::Tracker(was)],
            new: vec![owner],
        };
        changes.push(both.told(told, Vec::new(), &new.trackers[id.index()].label));
    }
    changes
}

/// Which trackers that both policies have are of another technology.
fn technologies(both: &Both<'_>) -> Vec<Change> {
    let [old, new] = both.aligned();
    let of = |policy: Aligned<'_>, id: TrackerId| {
        let technology = policy.vocabulary.term(policy.trackers[id.index()].technology);
        (technology.name.to_string(), technology.label.to_string())
    };
    let mut changes = Vec::new();
    for owner in new.parts() {
        let (Owner::Tracker(id), Some(Owner::Tracker(was))) = (owner, old.part_named(new.label(owner)))
        else {
            continue;
        };
        let ((before, old_words), (after, new_words)) = (of(old, was), of(new, id));
        if before != after {
            let told = Told {
                rule: ChangeRule::TechnologyChanged,
                before: Some(old_words),
                after: Some(new_words),
                old: vec![Owner::Tracker(was)],
                new: vec![owner],
            };
            changes.push(both.told(told, Vec::new(), &new.trackers[id.index()].label));
        }
    }
    changes
}

/// Adds what changed; what is true of other data as well grows by these.
fn push(told: Told, data: &FixedBitSet, found: &mut Found) {
    match found.iter_mut().find(|(known, _)| *known == told) {
        Some((_, known)) => known.union_with(data),
        None => found.push((told, data.clone())),
    }
}

impl Schedule {
    /// Adds what one policy says.
    fn add(&mut self, both: &Both<'_>, age: Age) -> Outcome<()> {
        let first = self.scopes.len();
        let meaning = both.meaning_of(age);
        let space = meaning.diagrams.space();
        let (keepings, deletings) = retention::schedule(space);
        for keeping in keepings {
            let mut later = later(space, &keeping);
            if keeping.sense == Sense::Kept {
                // What is kept in another form after that is kept as if a sentence of its own said so.
                for (form, term) in std::mem::take(&mut later) {
                    match form {
                        None => later.push((None, term)),
                        Some(form) => {
                            let data = in_form(space, &keeping.data, form);
                            let stage = Keeping { data, term, ..keeping.clone() };
                            let scope = Scope::of_keeping(both, age, stage.part, stage.data.clone())?;
                            self.push(scope, Says::Keeps(Kept { keeping: stage, later: Vec::new() }));
                        }
                    }
                }
            }
            let scope = Scope::of_keeping(both, age, keeping.part, keeping.data.clone())?;
            self.push(scope, Says::Keeps(Kept { keeping, later }));
        }
        for deleting in deletings {
            for occasion in &meaning.standing(deleting.part).occasions {
                self.deletion(both, age, &deleting, occasion)?;
            }
        }
        // What is excepted and speaks of nothing like it.
        let excepting: Vec<Owner> = self.scopes[first..].iter().map(|scope| scope.owner).collect();
        for owner in excepting {
            for other in scope::excepted(space, owner) {
                if !self.scopes[first..].iter().any(|scope| scope.owner == other) {
                    self.push(Scope::new(both, age, other, scope::data_of(space, other))?, Says::Else);
                }
            }
        }
        self.find_holes(space, first);
        Ok(())
    }

    fn push(&mut self, scope: Scope, says: Says) {
        self.scopes.push(scope);
        self.says.push(says);
        self.holes.push(Vec::new());
    }

    fn deletion(
        &mut self,
        both: &Both<'_>,
        age: Age,
        deleting: &Deleting,
        occasion: &Occasion,
    ) -> Outcome<()> {
        let diagrams = &both.new_meaning.diagrams;
        let happened = diagrams.formula(&occasion.happened)?;
        let scope = Scope::new(both, age, deleting.part, Some(deleting.data.clone()))?;
        let scope = scope.within(both, &occasion.region(diagrams)?)?;
        self.push(scope, Says::Deletes(Deleted { deleting: deleting.clone(), happened }));
        Ok(())
    }

    /// What is kept gives way to what is kept otherwise, if it excepts it; a deletion to whatever it excepts.
    fn find_holes(&mut self, space: &Space, first: usize) {
        for place in first..self.scopes.len() {
            let excepted = scope::excepted(space, self.scopes[place].owner);
            let yields_to = |other: &usize| {
                let counts = match (&self.says[place], &self.says[*other]) {
                    // What a practice keeps takes nothing out of what others keep.
                    (Says::Keeps(_), Says::Keeps(_)) => {
                        space.policy.part_sentence(self.scopes[*other].owner).verb == Verb::Retain
                    }
                    (Says::Deletes(_), _) => true,
                    (Says::Keeps(_), Says::Deletes(_) | Says::Else) | (Says::Else, _) => false,
                };
                counts && excepted.contains(&self.scopes[*other].owner)
            };
            self.holes[place] = (first..self.scopes.len()).filter(yields_to).collect();
        }
    }

    fn kept(&self, place: usize, sense: Sense) -> Option<&Kept> {
        match &self.says[place] {
            Says::Keeps(kept) if kept.keeping.sense == sense => Some(kept),
            Says::Keeps(_) | Says::Deletes(_) | Says::Else => None,
        }
    }

    fn deleted(&self, place: usize) -> Option<&Deleted> {
        match &self.says[place] {
            Says::Deletes(deleted) => Some(deleted),
            Says::Keeps(_) | Says::Else => None,
        }
    }
}

/// Some data in a form and in those that reveal less.
fn in_form(space: &Space, data: &FixedBitSet, form: TermId) -> FixedBitSet {
    let mut atoms = FixedBitSet::with_capacity(space.atoms(Kind::Data).len());
    atoms.extend(data.ones().map(|place| space.forms.datum(place).atom));
    space.data_in(&atoms, space.forms.meant(Some(form), Reading::Permission).ones())
}

/// The stages of a retention behind the first one.
fn later(space: &Space, keeping: &Keeping) -> Vec<(Option<TermId>, Term)> {
    let sentence = space.policy.part_sentence(keeping.part);
    let its = keeping.its_purposes.as_ref();
    let stages = sentence.retention.iter().flat_map(|retention| &retention.stages).enumerate();
    let later = stages.skip(1);
    later.map(|(at, stage)| (stage.form, retention::term_of(space, sentence, at, its))).collect()
}

/// Compares what both sides say about one part after the other.
struct Compared<'c, 'r> {
    both: &'c Both<'r>,
    schedule: &'c Schedule,
    cases: Cases<'c, 'r>,
}

/// Some cases, with the retentions that hold in all of them, old and new.
type Piece<'k> = (Region, [Vec<&'k Kept>; 2]);

/// A part with more sorts of cases than these is not decided.
const MOST_PIECES: usize = 1 << 12;

impl<'c> Compared<'c, '_> {
    fn vocabulary(&self) -> &Vocabulary {
        Aligned::of(self.both.new_meaning).vocabulary()
    }

    fn keepings(&self, part: &Part, sense: Sense, found: &mut Found) -> Outcome<()> {
        for (_, [was, is]) in self.pieces(part, sense)? {
            let rule = match (was.is_empty(), is.is_empty()) {
                (true, true) => continue,
                (true, false) => match sense {
                    Sense::Floor => ChangeRule::RetentionLengthened,
                    Sense::Kept | Sense::Ceiling => ChangeRule::RetentionStated,
                },
                (false, true) => match sense {
                    Sense::Floor => ChangeRule::RetentionShortened,
                    Sense::Kept | Sense::Ceiling => ChangeRule::RetentionWithdrawn,
                },
                (false, false) => match order(self.vocabulary(), sense, &was, &is) {
                    Some(Ordering::Equal) => {
                        self.bases(&was, &is, &part.data, found);
                        continue;
                    }
                    Some(Ordering::Less) => ChangeRule::RetentionShortened,
                    Some(Ordering::Greater) => ChangeRule::RetentionLengthened,
                    None => ChangeRule::RetentionChanged,
                },
            };
            // What both say is not what changed.
            let [was, is] = [apart(&was, &is), apart(&is, &was)];
            let parts = |kept: &[&Kept]| kept.iter().map(|one| one.keeping.part).collect::<Vec<_>>();
            let purposes = was.iter().chain(&is).filter_map(|one| {
                let age =
                    if was.iter().any(|other| std::ptr::eq(*one, *other)) { Age::Old } else { Age::New };
                Some(((age, one.keeping.part), one.keeping.its_purposes.as_ref()?))
            });
            let words = Words::Keeping(purposes.collect());
            push(self.told(rule, parts(&was), parts(&is), &words), &part.data, found);
        }
        Ok(())
    }

    /// Tells on which other basis the same is kept as long. Those of practices are told of their flows.
    fn bases(&self, was: &[&Kept], is: &[&Kept], data: &FixedBitSet, found: &mut Found) {
        let based = |some: &[&Kept], age: Age| -> BTreeMap<Owner, BTreeSet<TermId>> {
            let policy = Aligned::of(self.both.meaning_of(age));
            let parts = some.iter().map(|kept| kept.keeping.part);
            let terms =
                |part: Owner| policy.part_sentence(part).bases.iter().map(|basis| basis.term).collect();
            parts.map(|part| (part, terms(part))).collect()
        };
        let [was, is] = [based(was, Age::Old), based(is, Age::New)];
        let apart = |some: &BTreeMap<Owner, BTreeSet<TermId>>,
                     age: Age,
                     others: &BTreeMap<Owner, BTreeSet<TermId>>| {
            let policy = Aligned::of(self.both.meaning_of(age));
            let lone = some.iter().filter(|(part, bases)| {
                let is_retain = policy.part_sentence(**part).verb == Verb::Retain;
                is_retain && !others.values().any(|known| known == *bases)
            });
            lone.map(|(part, _)| *part).collect::<Vec<_>>()
        };
        let (gone, come) = (apart(&was, Age::Old, &is), apart(&is, Age::New, &was));
        if !gone.is_empty() || !come.is_empty() {
            push(self.told(ChangeRule::BasisChanged, gone, come, &Words::Statement), data, found);
        }
    }

    /// Divides the cases of a part by which retentions hold in them.
    fn pieces(&self, part: &Part, sense: Sense) -> Outcome<Vec<Piece<'c>>> {
        let mut pieces: Vec<Piece<'c>> = vec![(self.cases.all(), Default::default())];
        for place in &part.holding {
            let Some(kept) = self.schedule.kept(*place, sense) else { continue };
            let Scope { age, .. } = self.schedule.scopes[*place];
            let cases = self.cases_of(*place, part)?;
            let mut divided = Vec::new();
            for (piece, holding) in pieces {
                let inside = self.cases.both(&piece, &cases)?;
                if self.cases.is_none(&inside)? {
                    divided.push((piece, holding));
                    continue;
                }
                let outside = self.cases.minus(&piece, &cases)?;
                if !self.cases.is_none(&outside)? {
                    divided.push((outside, holding.clone()));
                }
                let mut holding = holding;
                self.hold(&mut holding[usize::from(age == Age::New)], kept, age, sense);
                divided.push((inside, holding));
            }
            pieces = self.joined(divided)?;
            if pieces.len() > MOST_PIECES {
                return Err(BudgetExceeded);
            }
        }
        Ok(pieces)
    }

    /// Adds a retention to those that hold, of which the latest counts, or of ceilings the earliest: one that never counts
    /// beside another on the same legal bases tells no cases apart.
    fn hold(&self, holding: &mut Vec<&'c Kept>, kept: &'c Kept, age: Age, sense: Sense) {
        let policy = Aligned::of(self.both.meaning_of(age));
        let bases = |kept: &Kept| -> BTreeSet<TermId> {
            policy.part_sentence(kept.keeping.part).bases.iter().map(|basis| basis.term).collect()
        };
        let gives_way = |one: &Kept, other: &Kept| {
            let is_never_counted = match sense {
                Sense::Kept | Sense::Floor => is_within(self.vocabulary(), one, other),
                Sense::Ceiling => is_within(self.vocabulary(), other, one),
            };
            is_never_counted && bases(one) == bases(other)
        };
        if !holding.iter().any(|known| gives_way(kept, known)) {
            holding.retain(|known| !gives_way(known, kept));
            holding.push(kept);
        }
    }

    /// Some pieces, those in which the same retentions hold as one.
    fn joined(&self, pieces: Vec<Piece<'c>>) -> Outcome<Vec<Piece<'c>>> {
        let place = |holding: &[Vec<&'c Kept>; 2]| {
            holding
                .each_ref()
                .map(|side| side.iter().map(|kept| std::ptr::from_ref(*kept)).collect::<Vec<_>>())
        };
        let mut known: HashMap<[Vec<*const Kept>; 2], usize> = HashMap::new();
        let mut joined: Vec<Piece<'c>> = Vec::new();
        for (cases, holding) in pieces {
            match known.get(&place(&holding)) {
                Some(at) => joined[*at].0 = self.cases.either(&joined[*at].0, &cases)?,
                None => {
                    known.insert(place(&holding), joined.len());
                    joined.push((cases, holding));
                }
            }
        }
        Ok(joined)
    }

    fn cases_of(&self, place: usize, part: &Part) -> Outcome<Region> {
        self.cases.of(&self.schedule.scopes, place, &self.schedule.holes[place], part)
    }

    /// The deletions of one side that delete in some case of a part.
    fn deletions_of(&self, part: &Part, age: Age) -> Outcome<Vec<(&'c Deleted, Region)>> {
        let mut deletions = Vec::new();
        for place in part.holding.iter().filter(|place| self.schedule.scopes[**place].age == age) {
            let Some(deleted) = self.schedule.deleted(*place) else { continue };
            let cases = self.cases_of(*place, part)?;
            if !self.cases.is_none(&cases)? {
                deletions.push((deleted, cases));
            }
        }
        Ok(deletions)
    }

    fn deletions(&self, part: &Part, found: &mut Found) -> Outcome<()> {
        let [was, is] = [self.deletions_of(part, Age::Old)?, self.deletions_of(part, Age::New)?];
        let lost = self.not_covered(&was, &is)?;
        let won = self.not_covered(&is, &was)?;
        // What is replaced by something weaker or stronger is told once, from the side that has the better of it, and what
        // stands in its place is told with it.
        let told = match (lost.is_empty(), won.is_empty()) {
            (true, true) => return Ok(()),
            (false, _) => {
                let come = self.others(&is, &was)?;
                self.told(ChangeRule::DeletionWeakened, lost, come, &Words::Deletion)
            }
            (true, false) => {
                let gone = self.others(&was, &is)?;
                self.told(ChangeRule::DeletionStrengthened, gone, won, &Words::Deletion)
            }
        };
        push(told, &part.data, found);
        Ok(())
    }

    /// The deletions that in some case nobody among others makes good.
    fn not_covered(&self, some: &[(&Deleted, Region)], others: &[(&Deleted, Region)]) -> Outcome<Vec<Owner>> {
        let mut lacking = Vec::new();
        for (one, cases) in some {
            let mut left = cases.clone();
            for (other, cases) in others {
                if self.is_as_strong(other, one)? {
                    left = self.cases.minus(&left, cases)?;
                }
            }
            if !self.cases.is_none(&left)? {
                lacking.push(one.deleting.part);
            }
        }
        Ok(lacking)
    }

    /// The deletions that are not among others.
    fn others(&self, some: &[(&Deleted, Region)], others: &[(&Deleted, Region)]) -> Outcome<Vec<Owner>> {
        let mut found = Vec::new();
        for (one, cases) in some {
            let mut is_there = false;
            for (other, known) in others {
                is_there |= self.is_as_strong(one, other)?
                    && self.is_as_strong(other, one)?
                    && self.cases.is_within(cases, known)?
                    && self.cases.is_within(known, cases)?;
            }
            if !is_there {
                found.push(one.deleting.part);
            }
        }
        Ok(found)
    }

    /// Whether one deletion happens as soon and as surely as another.
    fn is_as_strong(&self, one: &Deleted, other: &Deleted) -> Outcome<bool> {
        let is_as_soon = is_as_soon(one.deleting.timing, other.deleting.timing);
        let is_as_sure = one.deleting.certainty >= other.deleting.certainty;
        // Whatever happened for the other has happened for this one.
        Ok(is_as_soon && is_as_sure && self.cases.is_within(&other.happened, &one.happened)?)
    }

    fn told(&self, rule: ChangeRule, mut was: Vec<Owner>, mut is: Vec<Owner>, words: &Words<'_>) -> Told {
        for statements in [&mut was, &mut is] {
            statements.sort_unstable();
            statements.dedup();
        }
        let told = |words: &Words<'_>, age: Age, statements: &[Owner]| {
            let words: Vec<String> = statements.iter().map(|one| words.of(self.both, age, *one)).collect();
            (!words.is_empty()).then(|| words.join("; "))
        };
        let all = |words: &Words<'_>| (told(words, Age::Old, &was), told(words, Age::New, &is));
        let (mut before, mut after) = all(words);
        // Where the time is the same, something else in the sentence is not.
        if before == after {
            (before, after) = all(&Words::Statement);
        }
        Told { rule, before, after, old: was, new: is }
    }
}

/// What is told of a statement.
enum Words<'k> {
    /// How long it keeps; where that depends on the purposes for which the data were collected, as long as these need it.
    Keeping(HashMap<(Age, Owner), &'k FixedBitSet>),
    /// When it deletes.
    Deletion,
    /// All that it says.
    Statement,
}

impl Words<'_> {
    fn of(&self, both: &Both<'_>, age: Age, part: Owner) -> String {
        let speaker = both.speaker_of(age);
        match self {
            Self::Keeping(purposes) => {
                let space = both.meaning_of(age).diagrams.space();
                let purposes = purposes.get(&(age, part));
                let named = purposes.map(|purposes| describe::sets(space, Kind::Purpose, purposes));
                // What no list of the language says whole is told as it is written.
                match named.as_deref() {
                    Some([named]) => speaker.keeping(part, Some(named)),
                    Some(_) | None => speaker.keeping(part, None),
                }
            }
            Self::Deletion => speaker.deletion(part),
            Self::Statement => speaker.part(part),
        }
    }
}

/// How the new retentions stand to the old ones. Of several, the latest counts; of ceilings, the earliest.
fn order(vocabulary: &Vocabulary, sense: Sense, was: &[&Kept], is: &[&Kept]) -> Option<Ordering> {
    let within = |some: &[&Kept], others: &[&Kept]| match sense {
        Sense::Kept | Sense::Floor => {
            some.iter().all(|one| others.iter().any(|other| is_within(vocabulary, one, other)))
        }
        Sense::Ceiling => others.iter().all(|other| some.iter().any(|one| is_within(vocabulary, one, other))),
    };
    match (within(is, was), within(was, is)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

/// Whether something is never kept longer than something else, in whatever form.
fn is_within(vocabulary: &Vocabulary, one: &Kept, other: &Kept) -> bool {
    let mut later = one.later.iter().zip(&other.later);
    retention::is_within(vocabulary, &one.keeping.term, &other.keeping.term)
        && one.later.len() <= other.later.len()
        && later.all(|((form, term), (known, limit))| {
            form == known && retention::is_within(vocabulary, term, limit)
        })
}

/// The retentions that some others do not have.
fn apart<'k>(some: &[&'k Kept], others: &[&Kept]) -> Vec<&'k Kept> {
    let is_same =
        |one: &Kept, other: &Kept| one.keeping.term == other.keeping.term && one.later == other.later;
    some.iter().copied().filter(|one| !others.iter().any(|other| is_same(one, other))).collect()
}
