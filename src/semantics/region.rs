//! Sets of flows as decision diagrams. The only user of the diagram library.
//!
//! A dimension with *k* classes takes ⌈log₂ k⌉ variables, a fact takes one; codes that name no class stand for the last
//! one. Sets are kept without the constraints of the domain, facts that imply or exclude each other; a question about a
//! set adds those that concern its own facts ([`Diagrams::feasible`]), so that a set stays as small as what it says.

mod kin;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use biodivine_lib_bdd::{
    Bdd, BddNode, BddPartialValuation, BddPointer, BddValuation, BddVariable, BddVariableSet, op_function,
};
use fixedbitset::FixedBitSet;
use kin::{Kin, kin_of};

use super::half::Cell;
use super::space::{Classified, Dimension, FactId, Formula, Relation, SetId, Space};
use crate::model::Kind;

/// A set of flows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Region(Bdd);

impl Region {
    /// Whether it holds nothing at all, not even what is impossible.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.0.is_false()
    }
}

/// The budget is spent: the question cannot be decided with the nodes allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetExceeded;

/// How many nodes one diagram may have. Real policies need hundreds; a million take a second and tens of megabytes.
pub const NODE_BUDGET: usize = 1 << 20;

/// How many diagrams of the largest size the passes may combine and make: many that are within their budget, one after
/// another, would not end either.
const DIAGRAMS_BUDGET: usize = 32;

/// How many halves let the passes make another diagram of the largest size.
const HALVES_PER_DIAGRAM: usize = 512;

/// Makes and combines sets of flows over one space.
#[derive(Debug)]
pub struct Diagrams {
    space: Classified,
    variables: BddVariableSet,
    places: Vec<BddVariable>,
    /// The first variable of each dimension, and how many it has.
    bits: Vec<(usize, usize)>,
    first_fact: usize,
    budget: usize,
    /// The nodes of each set of each dimension, made when they are first needed.
    trees: Vec<Vec<OnceLock<Vec<BddNode>>>>,
    /// The constraints that concern some facts, likewise.
    domains: RwLock<HashMap<Vec<FactId>, Bdd>>,
    /// What the facts have to do with each other, found when it is first needed.
    kin: OnceLock<Vec<Kin>>,
    bound: Vec<(FixedBitSet, FactId)>,
    largest: AtomicUsize,
    /// How many nodes were read and made so far, and how many may be; `None` where each diagram alone is limited.
    spent: AtomicUsize,
    allowance: Option<usize>,
}

type Outcome<T> = Result<T, BudgetExceeded>;

impl Diagrams {
    /// Diagrams over a classified space.
    ///
    /// `bound` says which safeguard holds for disclosures to which recipients (classes).
    ///
    /// # Errors
    /// When there are more facts than a diagram can have variables.
    pub fn new(
        space: Classified,
        bound: Vec<(FixedBitSet, FactId)>,
        budget: usize,
    ) -> Result<Self, BudgetExceeded> {
        let mut bits = Vec::new();
        let mut n_variables = 0;
        for dimension in Dimension::ALL {
            let n_classes = space.n_classes(dimension).max(1);
            let width = usize::BITS as usize - (n_classes - 1).leading_zeros() as usize;
            bits.push((n_variables, width));
            n_variables += width;
        }
        let first_fact = n_variables;
        n_variables += space.facts.len();
        let count =
            u16::try_from(n_variables).ok().filter(|count| *count < u16::MAX).ok_or(BudgetExceeded)?;
        let variables = BddVariableSet::new_anonymous(count);
        let places = variables.variables();
        let unmade =
            |dimension| std::iter::repeat_with(OnceLock::new).take(space.n_sets(dimension)).collect();
        let trees = Dimension::ALL.into_iter().map(unmade).collect();
        Ok(Self {
            space,
            variables,
            places,
            bits,
            first_fact,
            budget,
            trees,
            domains: RwLock::default(),
            kin: OnceLock::new(),
            bound,
            largest: AtomicUsize::new(0),
            spent: AtomicUsize::new(0),
            allowance: None,
        })
    }

    /// The same for one piece of work that always takes the same steps: all of them together have a budget as well.
    #[must_use]
    pub(super) fn metered(mut self, n_halves: usize) -> Self {
        let n_diagrams = DIAGRAMS_BUDGET.max(n_halves / HALVES_PER_DIAGRAM);
        self.spent = AtomicUsize::new(0);
        self.allowance = Some(self.budget.saturating_mul(n_diagrams));
        self
    }

    /// The same once that work is done: whoever asks, in whatever order, is not told what others have spent.
    #[must_use]
    pub(super) fn unmetered(mut self) -> Self {
        self.allowance = None;
        self
    }

    /// The space over which the sets are.
    #[must_use]
    pub const fn space(&self) -> &Classified {
        &self.space
    }

    /// Which safeguard holds for disclosures to which recipients (classes).
    pub(super) fn bound(&self) -> &[(FixedBitSet, FactId)] {
        &self.bound
    }

    /// The nodes of the largest diagram that was made.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.largest.load(Ordering::Relaxed)
    }

    /// No flow.
    #[must_use]
    pub fn nothing(&self) -> Region {
        Region(self.variables.mk_false())
    }

    /// Every flow.
    #[must_use]
    pub fn everything(&self) -> Region {
        Region(self.variables.mk_true())
    }

    fn combine(
        &self,
        left: &Bdd,
        right: &Bdd,
        operation: fn(Option<bool>, Option<bool>) -> Option<bool>,
    ) -> Outcome<Bdd> {
        self.spend(left.size() + right.size())?;
        let made = Bdd::binary_op_with_limit(self.budget, left, right, operation).ok_or(BudgetExceeded)?;
        self.made(made)
    }

    /// Counts nodes that are read or made.
    fn spend(&self, nodes: usize) -> Outcome<()> {
        let Some(allowance) = self.allowance else { return Ok(()) };
        let spent = self.spent.fetch_add(nodes, Ordering::Relaxed).saturating_add(nodes);
        if spent > allowance { Err(BudgetExceeded) } else { Ok(()) }
    }

    fn made(&self, made: Bdd) -> Outcome<Bdd> {
        self.largest.fetch_max(made.size(), Ordering::Relaxed);
        self.spend(made.size())?;
        if made.size() > self.budget { Err(BudgetExceeded) } else { Ok(made) }
    }

    /// What is in both.
    ///
    /// # Errors
    /// When the budget is spent; so in all that follows.
    pub fn and(&self, left: &Region, right: &Region) -> Outcome<Region> {
        match (left.0.is_true(), right.0.is_true()) {
            (true, _) => Ok(right.clone()),
            (_, true) => Ok(left.clone()),
            _ => self.combine(&left.0, &right.0, op_function::and).map(Region),
        }
    }

    /// What is in either.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn or(&self, left: &Region, right: &Region) -> Outcome<Region> {
        match (left.0.is_false(), right.0.is_false()) {
            (true, _) => Ok(right.clone()),
            (_, true) => Ok(left.clone()),
            _ => self.combine(&left.0, &right.0, op_function::or).map(Region),
        }
    }

    /// What is in the first and not in the second.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn minus(&self, left: &Region, right: &Region) -> Outcome<Region> {
        if left.0.is_false() || right.0.is_false() {
            return Ok(left.clone());
        }
        self.combine(&left.0, &right.0, op_function::and_not).map(Region)
    }

    /// The union of many, built as a balanced tree so that intermediate results stay small.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn union(&self, regions: impl IntoIterator<Item = Region>) -> Outcome<Region> {
        let mut layer: Vec<Region> = regions.into_iter().collect();
        while layer.len() > 1 {
            let pairs = layer.chunks(2).map(|pair| match pair {
                [one, other] => self.or(one, other),
                [one] => Ok(one.clone()),
                _ => Ok(self.nothing()),
            });
            layer = pairs.collect::<Outcome<_>>()?;
        }
        Ok(layer.pop().unwrap_or_else(|| self.nothing()))
    }

    /// The classes of a dimension that are in a set, as a diagram over the bits of the dimension.
    fn classes(&self, dimension: Dimension, set: &FixedBitSet) -> Bdd {
        self.product([&*self.tree(dimension, set)], &self.variables.mk_true())
    }

    /// The nodes of a diagram over the bits of a dimension, each behind those to which it points.
    fn tree(&self, dimension: Dimension, set: &FixedBitSet) -> Vec<BddNode> {
        let (first, width) = self.bits[dimension as usize];
        let last = self.space.n_classes(dimension).saturating_sub(1);
        // Codes beyond the last class are taken for it.
        let is_in = |code: usize| BddPointer::from_bool(set.contains(code.min(last)));
        let mut nodes = self.variables.mk_true().to_nodes();
        let mut layer: Vec<BddPointer> = (0..1_usize << width).map(is_in).collect();
        for bit in (0..width).rev() {
            let variable = self.places[first + bit];
            let mut known: HashMap<(BddPointer, BddPointer), BddPointer> = HashMap::new();
            layer = layer
                .chunks(2)
                .map(|pair| match *pair {
                    [low, high] if low != high => *known.entry((low, high)).or_insert_with(|| {
                        nodes.push(BddNode::mk_node(variable, low, high));
                        BddPointer::from_index(nodes.len() - 1)
                    }),
                    _ => pair[0],
                })
                .collect();
        }
        match layer.first() {
            Some(root) if root.is_zero() => self.variables.mk_false().to_nodes(),
            _ => nodes,
        }
    }

    /// What is in all of some sets of classes and in a set that is about later variables alone.
    ///
    /// The sets are given from the last dimension to the first. They share no variable, so that their diagrams are put on
    /// top of each other: where one says yes, the one below goes on.
    fn product<'t>(&self, sets: impl IntoIterator<Item = &'t [BddNode]>, below: &Bdd) -> Bdd {
        if below.is_false() {
            return below.clone();
        }
        let mut nodes = below.clone().to_nodes();
        for set in sets {
            if set.len() < 2 {
                return self.variables.mk_false();
            }
            let (base, root) = (nodes.len() - 2, BddPointer::from_index(nodes.len() - 1));
            let moved = |pointer: BddPointer| match pointer.as_bool() {
                Some(false) => pointer,
                Some(true) => root,
                None => BddPointer::from_index(pointer.to_index() + base),
            };
            nodes.extend(
                set.iter()
                    .skip(2)
                    .map(|node| BddNode::mk_node(node.var, moved(node.low_link), moved(node.high_link))),
            );
        }
        // The nodes are in order by the way they were made.
        Bdd::from_nodes(&nodes).unwrap_or_else(|_| self.variables.mk_false())
    }

    fn set(&self, dimension: Dimension, id: SetId) -> &[BddNode] {
        let made = &self.trees[dimension as usize][id.index()];
        made.get_or_init(|| self.tree(dimension, self.space.classes_in(dimension, id)))
    }

    /// The flows whose class in a dimension is in a set of classes.
    #[must_use]
    pub fn slice(&self, dimension: Dimension, classes: &FixedBitSet) -> Region {
        Region(self.classes(dimension, classes))
    }

    /// The flows with the verbs and the actors of some cells, whatever else.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn frame(&self, cells: &[Cell]) -> Outcome<Region> {
        let framed = cells.iter().map(|cell| {
            let mut frame = Cell { sets: [None; Dimension::COUNT], facts: Formula::True };
            for dimension in [Dimension::Verb, Dimension::Actor] {
                frame.sets[dimension as usize] = cell.sets[dimension as usize];
            }
            frame
        });
        self.cells(&framed.collect::<Vec<_>>())
    }

    /// The flows of data in a form that is still personal.
    #[must_use]
    pub fn personal(&self) -> Region {
        self.slice(Dimension::Datum, &self.space.classes_of_personal_forms())
    }

    fn variable(&self, fact: FactId) -> BddVariable {
        self.places[self.first_fact + fact.index()]
    }

    /// The flows of which a formula is true.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn formula(&self, formula: &Formula) -> Outcome<Region> {
        Ok(match formula {
            Formula::True => self.everything(),
            Formula::False => self.nothing(),
            Formula::Fact(fact) => Region(self.variables.mk_var(self.variable(*fact))),
            Formula::Not(inner) => Region(self.formula(inner)?.0.not()),
            Formula::All(all) => {
                let mut joined = self.everything();
                for one in all {
                    joined = self.and(&joined, &self.formula(one)?)?;
                }
                joined
            }
            Formula::Any(any) => {
                let mut joined = self.nothing();
                for one in any {
                    joined = self.or(&joined, &self.formula(one)?)?;
                }
                joined
            }
        })
    }

    /// The flows of a cell.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn cell(&self, cell: &Cell) -> Outcome<Region> {
        let facts = self.formula(&cell.facts)?;
        let set = |dimension: Dimension| cell.sets[dimension as usize].map(|id| self.set(dimension, id));
        let sets = Dimension::ALL.into_iter().rev().filter_map(set);
        self.made(self.product(sets, &facts.0)).map(Region)
    }

    /// The flows of some cells.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn cells(&self, cells: &[Cell]) -> Outcome<Region> {
        let regions = cells.iter().map(|cell| self.cell(cell)).collect::<Outcome<Vec<_>>>()?;
        self.union(regions)
    }

    /// The part of a set that can be, as the vocabulary relates facts.
    ///
    /// Codes that name no class need no care: every set takes them for the last class, so that a set holds one of them
    /// only where it holds that class.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn feasible(&self, region: &Region) -> Outcome<Region> {
        if region.0.is_false() {
            return Ok(region.clone());
        }
        let domain = self.domain_of(self.facts_of(region))?;
        if domain.is_true() { Ok(region.clone()) } else { self.and(region, &Region(domain)) }
    }

    /// The part of a set that can be, in the facts of other sets as well as in its own.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn feasible_beside(&self, region: &Region, others: &[&Region]) -> Outcome<Region> {
        let sets = std::iter::once(&region).chain(others);
        let mut facts: Vec<FactId> = sets.flat_map(|set| self.facts_of(set)).collect();
        facts.sort_unstable();
        facts.dedup();
        self.and(region, &Region(self.domain_of(facts)?))
    }

    /// Whether no possible flow is in the set.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn is_empty(&self, region: &Region) -> Outcome<bool> {
        if region.0.is_false() {
            return Ok(true);
        }
        let domain = self.domain_of(self.facts_of(region))?;
        Ok(!domain.is_true() && self.and(region, &Region(domain))?.0.is_false())
    }

    /// The constraints that concern the facts of a set, in their order.
    fn domain_of(&self, facts: Vec<FactId>) -> Outcome<Bdd> {
        let known = self.domains.read().unwrap_or_else(PoisonError::into_inner).get(&facts).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let domain = self.domain(&facts)?;
        self.domains.write().unwrap_or_else(PoisonError::into_inner).insert(facts, domain.clone());
        Ok(domain)
    }

    /// Whether every possible flow of the first is in the second.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn is_within(&self, inner: &Region, outer: &Region) -> Outcome<bool> {
        self.is_empty(&self.minus(inner, outer)?)
    }

    /// Whether every possible flow of the first is in one of the others.
    ///
    /// One flow that is left is looked at after the other, and the set in which it is taken out: most sets need not be
    /// touched before there is a flow that none of them holds, or nothing is left.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn is_within_some(&self, inner: &Region, outers: &[&Region]) -> Outcome<bool> {
        let mut left = self.feasible_beside(inner, outers)?;
        while let Some(flow) = left.0.first_valuation() {
            let Some(holding) = outers.iter().find(|outer| outer.0.eval_in(&flow)) else { return Ok(false) };
            left = self.minus(&left, holding)?;
        }
        Ok(true)
    }

    fn kin(&self) -> &[Kin] {
        self.kin.get_or_init(|| kin_of(&self.space))
    }

    /// The constraints that concern some facts.
    ///
    /// Relations between facts are closed under the hierarchy, so that those among the facts of a set and the few that
    /// decide about them suffice: every other fact can be made true exactly where one of these implies it.
    fn domain(&self, in_sight: &[FactId]) -> Outcome<Bdd> {
        let mut domain = self.variables.mk_true();
        let facts = self.deciding_facts(in_sight);
        for one in &facts {
            let kin = &self.kin()[one.index()];
            for (other, relation) in &kin.related {
                if facts.binary_search(other).is_err() {
                    continue;
                }
                let (a, b) = (
                    self.variables.mk_var(self.variable(*one)),
                    self.variables.mk_var(self.variable(*other)),
                );
                let holds = match relation {
                    Relation::Implies => a.imp(&b),
                    Relation::Excludes => a.and(&b).not(),
                };
                domain = self.combine(&domain, &holds, op_function::and)?;
            }
            for meant in &kin.means {
                domain = self.combine(&domain, &self.is_one_of(*one, meant), op_function::and)?;
            }
        }
        for (recipients, fact) in &self.bound {
            if facts.contains(fact) {
                let acts = self.disclosing();
                let told =
                    self.combine(&acts, &self.classes(Dimension::Recipient, recipients), op_function::and)?;
                let holds = told.imp(&self.variables.mk_var(self.variable(*fact)));
                domain = self.combine(&domain, &holds, op_function::and)?;
            }
        }
        let helping = facts.iter().filter(|fact| in_sight.binary_search(fact).is_err());
        let helping: Vec<BddVariable> = helping.map(|fact| self.variable(*fact)).collect();
        if !helping.is_empty() {
            domain = domain.exists(&helping);
        }
        Ok(domain)
    }

    /// The facts that decide whether some facts can be true together: these, what closed facts mean, and the safeguards to
    /// which recipients are bound where these imply them or rule them out.
    fn deciding_facts(&self, facts: &[FactId]) -> Vec<FactId> {
        let kin = self.kin();
        let mut is_bound = vec![false; kin.len()];
        self.bound.iter().for_each(|(_, fact)| is_bound[fact.index()] = true);
        let excludes_bound = |fact: &FactId| {
            let mut related = kin[fact.index()].related.iter();
            related.any(|(other, relation)| *relation == Relation::Excludes && is_bound[other.index()])
        };
        let mut is_deciding = vec![false; kin.len()];
        let mut deciding: Vec<FactId> = Vec::new();
        let mut waiting: Vec<FactId> = facts.to_vec();
        waiting.extend(self.bound.iter().map(|(_, fact)| *fact).filter(excludes_bound));
        while let Some(fact) = waiting.pop() {
            if std::mem::replace(&mut is_deciding[fact.index()], true) {
                continue;
            }
            deciding.push(fact);
            waiting.extend(&kin[fact.index()].deciding);
            waiting.extend(self.bound.iter().map(|(_, bound)| *bound).filter(|bound| {
                let related = &kin[bound.index()].related;
                related.binary_search_by_key(&fact, |(other, _)| *other).is_ok()
            }));
        }
        deciding.sort_unstable();
        deciding
    }

    /// A fact that was closed with `means` is true only where one of those it means is.
    fn is_one_of(&self, fact: FactId, meant: &[FactId]) -> Bdd {
        let any = meant
            .iter()
            .fold(self.variables.mk_false(), |any, one| any.or(&self.variables.mk_var(self.variable(*one))));
        self.variables.mk_var(self.variable(fact)).imp(&any)
    }

    fn disclosing(&self) -> Bdd {
        let acts = [super::space::Act::Disclose, super::space::Act::Sell];
        let classes = self.space.classes(Dimension::Verb);
        let set = super::space::bits(
            self.space.n_classes(Dimension::Verb),
            acts.iter().map(|act| classes.class_of[*act as usize]),
        );
        self.classes(Dimension::Verb, &set)
    }

    /// A set without some dimensions: what is possible there for some class of each.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn forget_facts(&self, region: &Region) -> Outcome<Region> {
        let feasible = self.feasible(region)?;
        let facts: Vec<BddVariable> = self.places.iter().skip(self.first_fact).copied().collect();
        Ok(Region(feasible.0.exists(&facts)))
    }

    /// A set of facts alone: what is possible for some class of every dimension.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn forget_dimensions(&self, region: &Region) -> Outcome<Region> {
        let feasible = self.feasible(region)?;
        let dimensions: Vec<BddVariable> = self.places.iter().take(self.first_fact).copied().collect();
        Ok(Region(feasible.0.exists(&dimensions)))
    }

    /// A set without some dimensions and facts: what is possible for some class and some value of each.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn forget(&self, region: &Region, dimensions: &[Dimension], facts: &[FactId]) -> Outcome<Region> {
        let feasible = self.feasible(region)?;
        let mut variables: Vec<BddVariable> = facts.iter().map(|fact| self.variable(*fact)).collect();
        for dimension in dimensions {
            let (first, width) = self.bits[*dimension as usize];
            variables.extend(&self.places[first..first + width]);
        }
        Ok(Region(feasible.0.exists(&variables)))
    }

    /// The classes of a dimension that occur in a set.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn classes_of(&self, region: &Region, dimension: Dimension) -> Outcome<FixedBitSet> {
        let (first, width) = self.bits[dimension as usize];
        let is_other = |variable: BddVariable| !(first..first + width).contains(&variable.to_index());
        let alone = self.feasible(region)?.0.exists_trigger(is_other);
        let n_classes = self.space.n_classes(dimension);
        let occurs = |class: &usize| self.holds_class(&alone, dimension, *class);
        Ok(super::space::bits(n_classes, (0..n_classes).filter(occurs)))
    }

    /// The first possible flow of a set: a class for each dimension and a truth value for each fact. The first classes are
    /// tried first, and that a fact is not so, in the order of their names.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn first_point(&self, region: &Region) -> Outcome<Option<Point>> {
        let feasible = self.feasible(region)?;
        let Some(valuation) = feasible.0.first_valuation() else { return Ok(None) };
        // The dimensions stand before the facts, so that no order of facts has a part in their classes.
        let dimensions = self.places.iter().take(self.first_fact);
        let literals: Vec<(BddVariable, bool)> =
            dimensions.map(|variable| (*variable, valuation[*variable])).collect();
        let mut left = feasible.0.restrict(&literals);
        let mut facts = vec![false; self.space.facts.len()];
        for fact in self.facts_by_name(&Region(left.clone())) {
            let without = left.restrict(&[(self.variable(fact), false)]);
            let is_needed = without.is_false();
            facts[fact.index()] = is_needed;
            left = if is_needed { left.restrict(&[(self.variable(fact), true)]) } else { without };
        }
        let classes = Dimension::ALL.iter().map(|dimension| {
            let (first, width) = self.bits[*dimension as usize];
            (0..width).fold(0_usize, |code, bit| code << 1 | usize::from(valuation[self.places[first + bit]]))
        });
        let classes = classes
            .zip(Dimension::ALL)
            .map(|(code, dimension)| code.min(self.space.n_classes(dimension) - 1))
            .collect();
        Ok(Some(Point { classes, facts }))
    }

    /// Whether a flow is in the set.
    #[must_use]
    pub fn holds(&self, region: &Region, point: &Point) -> bool {
        let mut values = vec![false; self.places.len()];
        for (class, (first, width)) in point.classes.iter().zip(&self.bits) {
            for bit in 0..*width {
                values[first + bit] = class >> (width - 1 - bit) & 1 == 1;
            }
        }
        values.iter_mut().skip(self.first_fact).zip(&point.facts).for_each(|(value, fact)| *value = *fact);
        region.0.eval_in(&BddValuation::new(values))
    }

    /// A set in which two facts are one: the first stands for both.
    ///
    /// # Errors
    /// When the budget is spent.
    pub(super) fn as_one(&self, region: &Region, first: FactId, other: FactId) -> Outcome<Region> {
        let both = |value: bool| {
            let literals = [(self.variable(first), value), (self.variable(other), value)];
            self.and(&Region(region.0.restrict(&literals)), &self.literal(first, value))
        };
        self.or(&both(false)?, &both(true)?)
    }

    /// Whether a set depends on a fact.
    #[must_use]
    pub fn depends_on(&self, region: &Region, fact: FactId) -> bool {
        region.0.support_set().contains(&self.variable(fact))
    }

    /// The facts on which a set depends.
    #[must_use]
    pub fn facts_of(&self, region: &Region) -> Vec<FactId> {
        let mut is_tested = vec![false; self.space.facts.len()];
        for at in region.0.pointers().skip(2) {
            let fact = region.0.var_of(at).to_index().checked_sub(self.first_fact);
            if let Some(is_tested) = fact.and_then(|fact| is_tested.get_mut(fact)) {
                *is_tested = true;
            }
        }
        let all = is_tested.into_iter().enumerate().filter(|(_, is_tested)| *is_tested);
        all.map(|(place, _)| FactId::at(place)).collect()
    }

    /// The facts on which a set depends, in the order of their names.
    #[must_use]
    pub fn facts_by_name(&self, region: &Region) -> Vec<FactId> {
        let mut facts = self.facts_of(region);
        self.space.sort_by_name(&mut facts);
        facts
    }

    /// The flows in which a fact has a value.
    #[must_use]
    pub fn literal(&self, fact: FactId, value: bool) -> Region {
        Region(self.variables.mk_literal(self.variable(fact), value))
    }

    /// The largest boxes that cover a set, each with the classes of every dimension and the facts that must hold.
    ///
    /// Greedy and deterministic: the first flow not yet covered is widened in every dimension and freed of every fact as
    /// far as the set allows. At most `limit` boxes; the flag says whether that was enough.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn boxes(&self, region: &Region, limit: usize) -> Outcome<(Vec<FlowBox>, bool)> {
        let mut rest = self.feasible(region)?;
        let mut boxes = Vec::new();
        while boxes.len() < limit {
            let Some(point) = self.first_point(&rest)? else { return Ok((boxes, true)) };
            let flow_box = self.widen(region, &point)?;
            rest = self.minus(&rest, &self.box_region(&flow_box)?)?;
            boxes.push(flow_box);
        }
        Ok((boxes, self.is_empty(&rest)?))
    }

    /// The largest box around a point inside a set.
    fn widen(&self, region: &Region, point: &Point) -> Outcome<FlowBox> {
        let facts = self.facts_by_name(region);
        let mut flow_box = FlowBox {
            classes: point
                .classes
                .iter()
                .zip(Dimension::ALL)
                .map(|(class, dimension)| {
                    super::space::bits(self.space.n_classes(dimension), std::iter::once(*class))
                })
                .collect(),
            facts: facts.iter().map(|fact| (*fact, point.facts[fact.index()])).collect(),
        };
        // Facts first: what holds whatever the facts is the simplest to say. False ones before true ones.
        for value in [false, true] {
            for fact in &facts {
                let place = flow_box.facts.iter().position(|(other, truth)| other == fact && *truth == value);
                let Some(place) = place else { continue };
                let literal = flow_box.facts.remove(place);
                if !self.is_within(&self.box_region(&flow_box)?, region)? {
                    flow_box.facts.insert(place, literal);
                }
            }
        }
        for dimension in Dimension::ALL {
            // A class fits if the box with it alone instead lies inside the set, so that one look at what lies outside
            // tells about all of them.
            let place = dimension as usize;
            flow_box.classes[place].insert_range(..);
            let outside = self.minus(&self.box_region(&flow_box)?, region)?;
            flow_box.classes[place].difference_with(&self.classes_of(&outside, dimension)?);
        }
        Ok(flow_box)
    }

    /// The flows of a box.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn box_region(&self, flow_box: &FlowBox) -> Outcome<Region> {
        let literals: Vec<(BddVariable, bool)> =
            flow_box.facts.iter().map(|(fact, value)| (self.variable(*fact), *value)).collect();
        let facts = self.variables.mk_conjunctive_clause(&BddPartialValuation::from_values(&literals));
        let narrowed = Dimension::ALL.into_iter().rev().filter(|dimension| {
            flow_box.classes[*dimension as usize].count_ones(..) < self.space.n_classes(*dimension)
        });
        let sets: Vec<Vec<BddNode>> =
            narrowed.map(|dimension| self.tree(dimension, &flow_box.classes[dimension as usize])).collect();
        self.made(self.product(sets.iter().map(|set| &**set), &facts)).map(Region)
    }

    /// Whether a class is in a set that is about its dimension alone.
    fn holds_class(&self, set: &Bdd, dimension: Dimension, class: usize) -> bool {
        let (first, width) = self.bits[dimension as usize];
        let mut at = set.root_pointer();
        while at.as_bool().is_none() {
            let bit = self.places[first..first + width].iter().position(|place| *place == set.var_of(at));
            let Some(bit) = bit else { return true };
            at = if class >> (width - 1 - bit) & 1 == 1 { set.high_link_of(at) } else { set.low_link_of(at) };
        }
        at.is_one()
    }
}

/// A place in the diagram of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

/// What a place in a diagram asks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// Nothing: no flow is in the set here.
    No,
    /// Nothing: every flow is in the set here.
    Yes,
    /// The class of a slot.
    Slot(Dimension),
    /// A fact; where to go on if it is false, and if it is true.
    Fact(FactId, NodeId, NodeId),
}

/// Diagrams from inside.
impl Diagrams {
    /// Where the diagram of a set begins.
    pub(super) fn root(&self, region: &Region) -> NodeId {
        NodeId(region.0.root_pointer().to_index())
    }

    /// What is asked at a place.
    pub(super) fn look(&self, region: &Region, at: NodeId) -> Test {
        let at = BddPointer::from_index(at.0);
        if let Some(value) = at.as_bool() {
            return if value { Test::Yes } else { Test::No };
        }
        // The variables are numbered in their order.
        let place = region.0.var_of(at).to_index();
        let id = |pointer: BddPointer| NodeId(pointer.to_index());
        match place.checked_sub(self.first_fact) {
            Some(fact) => {
                Test::Fact(FactId::at(fact), id(region.0.low_link_of(at)), id(region.0.high_link_of(at)))
            }
            None => {
                let is_it = |(_, bits): &(Dimension, &(usize, usize))| place < bits.0 + bits.1;
                let found = Dimension::ALL.into_iter().zip(&self.bits).find(is_it);
                found.map_or(Test::No, |(dimension, _)| Test::Slot(dimension))
            }
        }
    }

    /// Where to go on behind a slot, for a class of it.
    pub(super) fn follow(&self, region: &Region, at: NodeId, dimension: Dimension, class: usize) -> NodeId {
        let (first, width) = self.bits[dimension as usize];
        let mut at = BddPointer::from_index(at.0);
        while at.as_bool().is_none() {
            let place = region.0.var_of(at).to_index();
            if place < first || place >= first + width {
                break;
            }
            let is_high = class >> (width - 1 - (place - first)) & 1 == 1;
            at = if is_high { region.0.high_link_of(at) } else { region.0.low_link_of(at) };
        }
        NodeId(at.to_index())
    }

    /// The possible flows of a set, without the facts that make no difference among possible flows.
    ///
    /// The facts are tried in the order given.
    ///
    /// # Errors
    /// When the budget is spent.
    pub(super) fn essential(&self, region: &Region, order: &[FactId]) -> Outcome<Region> {
        let mut inside = self.feasible(region)?;
        let mut outside = self.feasible(&self.minus(&self.everything(), region)?)?;
        for fact in order {
            let fact = [self.variable(*fact)];
            let (wider, other) = (Region(inside.0.exists(&fact)), Region(outside.0.exists(&fact)));
            if self.and(&wider, &other)?.0.is_false() {
                (inside, outside) = (wider, other);
            }
        }
        Ok(inside)
    }
}

/// One flow: a class for each dimension, a truth value for each fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The classes, in the order of [`Dimension::ALL`].
    pub classes: Vec<usize>,
    /// The facts, in the order of the space.
    pub facts: Vec<bool>,
}

/// A product of sets of classes, and the facts that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowBox {
    /// The classes of each dimension, in the order of [`Dimension::ALL`].
    pub classes: Vec<FixedBitSet>,
    /// The facts that must have a value; all others are free.
    pub facts: Vec<(FactId, bool)>,
}

/// The kind of the terms of a dimension.
#[must_use]
pub const fn kind_of(dimension: Dimension) -> Option<Kind> {
    Space::kind(dimension)
}
