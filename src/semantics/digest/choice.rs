//! Names for the facts that choices were used, which do not depend on labels.
//!
//! A choice is known by what it stops: of two that stop the same, it makes no difference which was used. Where something
//! depends on a choice (`when REFUSAL`, `until REFUSAL`), it is known by everything that its offer says as well.

use std::collections::{BTreeMap, BTreeSet};

use super::{Writer, hexadecimal, vocabulary};
use crate::model::{StatementId, TermId};
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, FactId, FactKey};

/// A choice of a policy.
struct Choice {
    statement: StatementId,
    fact: FactId,
    /// Whether something depends on it.
    is_condition: bool,
}

impl Writer<'_> {
    /// Gives each choice the name of what it is. What a choice stops may depend on other choices, so that names are made
    /// until they tell no more choices apart.
    pub(super) fn name_choices(&mut self) -> Result<(), BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let spoken: BTreeSet<TermId> = vocabulary::facts(&space.policy);
        let choice = |(statement, term): (StatementId, TermId)| {
            let fact = space.known_fact(FactKey::Term(term))?;
            Some(Choice { statement, fact, is_condition: spoken.contains(&term) })
        };
        let offers = space.policy.statements.iter().filter_map(|one| Some((one.id, one.choice?)));
        let choices: Vec<Choice> = offers.filter_map(choice).collect();
        for choice in &choices {
            self.facts[choice.fact.index()] = "used choice".to_owned();
        }
        let mut n_told = 0;
        loop {
            let names = choices.iter().map(|choice| self.choice(choice)).collect::<Result<Vec<_>, _>>()?;
            let n_names = names.iter().collect::<BTreeSet<_>>().len();
            for (choice, name) in choices.iter().zip(names) {
                self.facts[choice.fact.index()] = name;
            }
            if n_names <= n_told {
                break;
            }
            n_told = n_names;
        }
        self.tell_twins_apart(&choices);
        Ok(())
    }

    /// Two offers that say the very same are two choices all the same, where something depends on each of them.
    fn tell_twins_apart(&mut self, choices: &[Choice]) {
        let policy = &self.meaning.diagrams.space().policy;
        let mut twins: BTreeMap<String, Vec<&Choice>> = BTreeMap::new();
        for choice in choices.iter().filter(|choice| choice.is_condition) {
            twins.entry(self.facts[choice.fact.index()].clone()).or_default().push(choice);
        }
        for (name, twins) in twins.into_iter().filter(|(_, twins)| twins.len() > 1) {
            for choice in twins {
                let label = &policy.statement(choice.statement).label;
                self.facts[choice.fact.index()] = format!("{name} as {label}");
            }
        }
    }

    fn choice(&self, choice: &Choice) -> Result<String, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let statement = diagrams.space().policy.statement(choice.statement);
        let mut halves = self.meaning.halves_of(Owner::Statement(statement.id));
        let mut name = match halves.find(|(_, half)| half.origin == Origin::Choice) {
            Some((_, half)) => {
                // What the choice stops, once it is used.
                let stopped = diagrams.cells(&half.cells)?;
                let stopped = diagrams.and(&stopped, &diagrams.literal(choice.fact, true))?;
                let stopped = diagrams.forget(&stopped, &[], &[choice.fact])?;
                format!("used choice {}", hexadecimal(&self.region(&stopped)?))
            }
            // One that stops nothing is known by what it is a choice of.
            None => {
                let rights = self.slot(Dimension::Right, &statement.sentence.object.set);
                format!("used choice that stops nothing{rights}")
            }
        };
        if choice.is_condition {
            for (said, flows) in self.relied_on(statement)? {
                name.push_str(&format!(" of {said} {}", self.digest_of(&flows)?));
            }
        }
        Ok(name)
    }
}
