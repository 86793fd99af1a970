//! What is new about a flow: the smallest set of slots that has to be relaxed before the other policy said the same.
//!
//! Single slots first, then pairs; what is still left is a new practice. The order of the slots decides between two
//! explanations of the same size, so that every changed flow has exactly one name.

use fixedbitset::FixedBitSet;

use super::rule::ChangeRule;
use crate::model::Kind;
use crate::semantics::Meaning;
use crate::semantics::half::{Cell, Origin, Side};
use crate::semantics::region::{BudgetExceeded, Diagrams, Region};
use crate::semantics::space::{Classified, Dimension, FactId, FactKey, Space};

/// A slot that can be relaxed, or a group of facts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// Its name in reports.
    pub(super) word: &'static str,
    /// The rule of what is new in it alone.
    pub(super) rule: ChangeRule,
    relaxed: Relaxed,
}

#[derive(Debug, PartialEq, Eq)]
enum Relaxed {
    Dimensions(&'static [Dimension]),
    /// The data, in the same form.
    Data,
    /// The form of the same data.
    Form,
    Facts(Facts),
}

/// Facts of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facts {
    /// That a consent was given within some time.
    Lapse,
    Consent,
    Safeguard,
    Choice,
    Condition,
    Person,
}

const fn axis(word: &'static str, rule: ChangeRule, relaxed: Relaxed) -> Axis {
    Axis { word, rule, relaxed }
}

/// The slots: what people agreed to first, then who, what and why.
const AXES: [Axis; 17] = [
    axis("lapse", ChangeRule::ConsentLengthened, Relaxed::Facts(Facts::Lapse)),
    axis("consent", ChangeRule::ConsentDropped, Relaxed::Facts(Facts::Consent)),
    axis("safeguard", ChangeRule::SafeguardDropped, Relaxed::Facts(Facts::Safeguard)),
    axis("choice", ChangeRule::ChoiceIgnored, Relaxed::Facts(Facts::Choice)),
    axis("condition", ChangeRule::ConditionDropped, Relaxed::Facts(Facts::Condition)),
    axis("person", ChangeRule::PersonAdded, Relaxed::Facts(Facts::Person)),
    axis("place", ChangeRule::PersonAdded, Relaxed::Dimensions(&[Dimension::Place])),
    axis("recipient", ChangeRule::RecipientAdded, Relaxed::Dimensions(&[Dimension::Recipient])),
    axis("data", ChangeRule::DataAdded, Relaxed::Data),
    axis("purpose", ChangeRule::PurposeAdded, Relaxed::Dimensions(&[Dimension::Purpose])),
    axis("recipient-region", ChangeRule::TransferAdded, Relaxed::Dimensions(&[Dimension::RecipientRegion])),
    axis("source", ChangeRule::SourceAdded, Relaxed::Dimensions(&[Dimension::Source])),
    axis("channel", ChangeRule::ChannelAdded, Relaxed::Dimensions(&[Dimension::Channel])),
    axis("actor", ChangeRule::ActorAdded, Relaxed::Dimensions(&[Dimension::Actor])),
    axis(
        "combination",
        ChangeRule::CombinationAdded,
        Relaxed::Dimensions(&[Dimension::Second, Dimension::SecondSubject]),
    ),
    axis("region", ChangeRule::RegionAdded, Relaxed::Dimensions(&[Dimension::Region])),
    // Last: where anonymous data may go anywhere, another form explains almost everything.
    axis("form", ChangeRule::FormLoosened, Relaxed::Form),
];

/// In which order the slots of a pair are named: the first gives the rule.
const FIRST_OF_PAIR: [usize; 17] = [7, 8, 9, 10, 13, 14, 11, 12, 15, 5, 6, 1, 2, 4, 3, 0, 16];

/// Changed flows with what is new about them; no axis for a new practice.
pub(super) struct Part {
    pub(super) axes: Vec<&'static Axis>,
    pub(super) region: Region,
}

/// What the other policy says: what is new is measured against it.
pub(super) struct Base<'m> {
    meaning: &'m Meaning,
    side: Side,
    /// For each sort of facts, those of the space.
    facts: Vec<(Facts, Vec<FactId>)>,
    /// The classes of data that hold the same data in some form.
    same_data: Vec<FixedBitSet>,
    /// The classes of data in one form.
    same_form: Vec<FixedBitSet>,
}

impl<'m> Base<'m> {
    pub(super) fn new(meaning: &'m Meaning, side: Side) -> Self {
        let space = meaning.diagrams.space();
        let sorts =
            [Facts::Lapse, Facts::Consent, Facts::Safeguard, Facts::Choice, Facts::Condition, Facts::Person];
        let of_sort = |sort: Facts| {
            let facts = space.facts.iter().filter(|(_, key)| sort_of(space, *key) == sort);
            (sort, facts.map(|(fact, _)| fact).collect())
        };
        let classes = space.classes(Dimension::Datum);
        let mut same_data: Vec<(Vec<usize>, FixedBitSet)> = Vec::new();
        let mut same_form = vec![FixedBitSet::with_capacity(classes.members.len()); space.forms.places().end];
        for (class, members) in classes.members.iter().enumerate() {
            let data: Vec<usize> = members.iter().map(|place| space.forms.datum(*place).atom).collect();
            match same_data.iter_mut().find(|(known, _)| *known == data) {
                Some((_, group)) => group.insert(class),
                None => {
                    let mut group = FixedBitSet::with_capacity(classes.members.len());
                    group.insert(class);
                    same_data.push((data, group));
                }
            }
            for form in members.iter().map(|place| space.forms.datum(*place).form) {
                same_form[form].insert(class);
            }
        }
        Self {
            meaning,
            side,
            facts: sorts.into_iter().map(of_sort).collect(),
            same_data: same_data.into_iter().map(|(_, group)| group).collect(),
            same_form,
        }
    }

    /// What the base says about flows that differ from some in the relaxed slots only.
    fn relaxed(&self, axes: &[&Axis], flows: &Region, extent: &Extent) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let free: Vec<Dimension> = axes.iter().flat_map(|axis| axis.dimensions()).collect();
        let mut said = Vec::new();
        for (half, region) in self.meaning.halves.iter().zip(&self.meaning.effect.regions) {
            let is_meant = half.side == self.side && half.is_practice() && half.origin != Origin::Choice;
            if is_meant && meets(diagrams.space(), extent, &half.cells, &free) {
                let mut wider = region.clone();
                for axis in axes {
                    wider = self.relax(&wider, axis)?;
                }
                said.push(diagrams.and(&wider, flows)?);
            }
        }
        diagrams.union(said)
    }

    fn relax(&self, region: &Region, axis: &Axis) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let within = |groups: &[FixedBitSet]| {
            let mut wider = Vec::new();
            for group in groups {
                let slice = diagrams.slice(Dimension::Datum, group);
                let inside = diagrams.and(region, &slice)?;
                if diagrams.is_empty(&inside)? {
                    continue;
                }
                let forgotten = diagrams.forget(&inside, &[Dimension::Datum], &[])?;
                wider.push(diagrams.and(&forgotten, &slice)?);
            }
            diagrams.union(wider)
        };
        match &axis.relaxed {
            Relaxed::Dimensions(dimensions) => diagrams.forget(region, dimensions, &[]),
            Relaxed::Data => within(&self.same_form),
            Relaxed::Form => within(&self.same_data),
            Relaxed::Facts(sort) => {
                let facts = |sort: &Facts| -> Vec<FactId> {
                    let of_sort = self.facts.iter().filter(|(one, _)| one == sort);
                    of_sort.flat_map(|(_, facts)| facts).copied().collect()
                };
                match sort {
                    // Whoever has no need of a consent any more has no need of one that is young.
                    Facts::Consent => {
                        let all = [facts(&Facts::Consent), facts(&Facts::Lapse)].concat();
                        diagrams.forget(region, &[], &all)
                    }
                    // A consent of any age is a consent: that is kept.
                    Facts::Lapse => {
                        let consents = self.given()?;
                        diagrams.forget(&diagrams.and(region, &consents)?, &[], &facts(sort))
                    }
                    Facts::Safeguard | Facts::Choice | Facts::Condition | Facts::Person => {
                        diagrams.forget(region, &[], &facts(sort))
                    }
                }
            }
        }
    }
}

impl Base<'_> {
    /// The flows in which every consent was given that was given within some time.
    fn given(&self) -> Result<Region, BudgetExceeded> {
        let (diagrams, space) = (&self.meaning.diagrams, self.meaning.diagrams.space());
        let mut all = diagrams.everything();
        for (lately, key) in space.facts.iter() {
            let FactKey::Given(consent, _) = key else { continue };
            let Some(given) = space.known_fact(FactKey::Term(consent)) else { continue };
            let never = diagrams.and(&diagrams.literal(lately, true), &diagrams.literal(given, false))?;
            all = diagrams.minus(&all, &never)?;
        }
        Ok(all)
    }
}

impl Axis {
    fn dimensions(&self) -> Vec<Dimension> {
        match self.relaxed {
            Relaxed::Dimensions(dimensions) => dimensions.to_vec(),
            Relaxed::Data | Relaxed::Form => vec![Dimension::Datum],
            Relaxed::Facts(_) => Vec::new(),
        }
    }
}

fn sort_of(space: &Space, key: FactKey) -> Facts {
    let vocabulary = &space.policy.vocabulary;
    match key {
        FactKey::Known(_) => Facts::Condition,
        FactKey::Given(..) => Facts::Lapse,
        FactKey::Subject(_) => Facts::Person,
        FactKey::Term(term) => match vocabulary.term(term).kind {
            Kind::Consent => Facts::Consent,
            Kind::Safeguard => Facts::Safeguard,
            Kind::Event
            | Kind::Condition
            | Kind::Data
            | Kind::Purpose
            | Kind::Recipient
            | Kind::Subject
            | Kind::Source
            | Kind::Channel
            | Kind::Region
            | Kind::Basis
            | Kind::Measure
            | Kind::Right
            | Kind::Form
            | Kind::Topic => match space.is_choice(term) {
                true => Facts::Choice,
                false => Facts::Condition,
            },
        },
    }
}

/// Divides changed flows by what is new about them.
pub(super) fn classify(
    diagrams: &Diagrams,
    base: &Base<'_>,
    flows: &Region,
) -> Result<Vec<Part>, BudgetExceeded> {
    let mut rest = flows.clone();
    let mut parts = Vec::new();
    let singles = AXES.iter().map(|axis| vec![axis]);
    let pairs = FIRST_OF_PAIR.iter().enumerate().flat_map(|(place, first)| {
        FIRST_OF_PAIR[place + 1..].iter().map(|second| vec![&AXES[*first], &AXES[*second]])
    });
    for axes in singles.chain(pairs) {
        if diagrams.is_empty(&rest)? {
            return Ok(parts);
        }
        let extent = extent(diagrams, &rest)?;
        let explained = base.relaxed(&axes, &rest, &extent)?;
        if !diagrams.is_empty(&explained)? {
            rest = diagrams.minus(&rest, &explained)?;
            parts.push(Part { axes, region: explained });
        }
    }
    if !diagrams.is_empty(&rest)? {
        parts.push(Part { axes: Vec::new(), region: rest });
    }
    Ok(parts)
}

/// The classes of each dimension that occur in a set of flows.
pub(super) struct Extent(Vec<FixedBitSet>);

/// The classes of each dimension that occur in a set of flows.
pub(super) fn extent(diagrams: &Diagrams, flows: &Region) -> Result<Extent, BudgetExceeded> {
    let mut classes = Vec::new();
    for dimension in Dimension::ALL {
        classes.push(diagrams.classes_of(flows, dimension)?);
    }
    Ok(Extent(classes))
}

/// Whether some cell can hold a flow of an extent, if some slots are let free. The space is that of the cells.
pub(super) fn meets(space: &Classified, extent: &Extent, cells: &[Cell], free: &[Dimension]) -> bool {
    let meets = |cell: &Cell| {
        Dimension::ALL.into_iter().filter(|dimension| !free.contains(dimension)).all(|dimension| {
            cell.sets[dimension as usize].is_none_or(|set| {
                !space.classes_in(dimension, set).is_disjoint(&extent.0[dimension as usize])
            })
        })
    };
    cells.iter().any(meets)
}
