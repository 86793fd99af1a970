//! What is promised beside flows: each retention, deletion, right and duty as what is said, and the flows of which it is
//! said.
//!
//! Of each flow of a statement the whole statement is said: a list is each of its items, and a statement over two lists is
//! each pair. So the flows of which the same is said are one set, in however many statements they were named. What is no
//! matter of one flow belongs to what is said: which events a deletion waits for, whether a retention outlasts deletions
//! (which depends on all of its purposes), whether a deletion names a form.

use std::collections::{BTreeMap, BTreeSet};

use super::Writer;
use super::clause::joined;
use crate::model::{Exception, Policy, Statement, Target, Timing, TrackerId, Verb};
use crate::semantics::half::{Half, Origin, Owner, Realm, Side};
use crate::semantics::lasting::half_lasting;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Act;
use crate::semantics::standing::Occasion;

type Outcome<T> = Result<T, BudgetExceeded>;

/// What is said, and the flows of which it is said.
type Pieces = Vec<(String, Region)>;

impl Writer<'_> {
    /// Everything that is promised beside flows, in order.
    pub(super) fn promises(&self) -> Outcome<Vec<String>> {
        let policy = &self.meaning.diagrams.space().policy;
        let Policy {
            header,
            trackers,
            // Read part by part below.
            statements: _,
            // Each is named where it is spoken of.
            vocabulary: _,
            // Where something stands, and who answers for it.
            parties: _,
            sections: _,
            top: _,
            // Words.
            prose: _,
            links: _,
            definitions: _,
            // Shown by the page alone.
            tables: _,
            // What the author says of the policy.
            expects: _,
            requires: _,
            acknowledgements: _,
            // They lead to the parts.
            names: _,
        } = &**policy;
        let mut pieces = Pieces::new();
        for part in policy.parts().filter(|part| !policy.part_sentence(*part).is_damaged) {
            let sentence = policy.part_sentence(part);
            if sentence.verb.is_practice() {
                pieces.extend(self.grounds(part)?);
            }
            let excepted = self.excepted(part)?;
            let mut promised = self.keeping(part)?;
            if let (Owner::Statement(id), true) = (part, is_promise(sentence.verb)) {
                promised.extend(self.relied_on(policy.statement(id))?);
            }
            pieces.extend(
                promised.into_iter().map(|(said, flows)| (joined(vec![said, excepted.clone()]), flows)),
            );
        }
        let mut promises = self.written(pieces)?;
        for place in 0..trackers.len() {
            promises.push(self.tracked(TrackerId::at(place))?);
        }
        promises.extend(header.as_ref().and_then(|header| self.covered(header)));
        promises.sort();
        Ok(promises)
    }

    /// Pieces in words, those of which the same is said as one; what is said of no possible flow is not said.
    fn written(&self, pieces: Pieces) -> Outcome<Vec<String>> {
        let diagrams = &self.meaning.diagrams;
        let mut together: BTreeMap<String, Vec<Region>> = BTreeMap::new();
        for (said, flows) in pieces {
            together.entry(said).or_default().push(flows);
        }
        let mut written = Vec::new();
        for (said, flows) in together {
            let flows = diagrams.union(flows)?;
            if !diagrams.is_empty(&flows)? {
                written.push(format!("{said}\nof {}", self.digest_of(&flows)?));
            }
        }
        Ok(written)
    }

    /// Why a practice may be done, of what is left of its flows.
    fn grounds(&self, part: Owner) -> Outcome<Pieces> {
        let sentence = self.meaning.diagrams.space().policy.part_sentence(part);
        let ground = self.ground(&sentence.bases, sentence.necessity);
        if ground.is_empty() {
            return Ok(Pieces::new());
        }
        let stated = self.meaning.halves_of(part).filter(|(_, half)| half.origin == Origin::Stated);
        let regions: Vec<Region> =
            stated.filter_map(|(place, _)| self.meaning.effect.regions.get(place).cloned()).collect();
        Ok(vec![(ground, self.meaning.diagrams.union(regions)?)])
    }

    /// How long a statement or a tracker keeps, in each of its stages.
    fn keeping(&self, part: Owner) -> Outcome<Pieces> {
        let space = self.meaning.diagrams.space();
        let sentence = space.policy.part_sentence(part);
        let kept = self.kept.get(&part).into_iter().flatten();
        let piece = |half: &&Half| {
            let mut said = match part {
                Owner::Statement(id) if sentence.verb == Verb::Retain => {
                    self.said_of_flows(space.policy.statement(id))
                }
                // It is kept for the same reason, however surely it is collected.
                Owner::Statement(_) | Owner::Tracker(_) => {
                    vec![Verb::Retain.word().to_owned(), self.ground(&sentence.bases, None)]
                }
            };
            let stage = |retention| self.stage(retention, half.stage, half.its_purposes.as_ref());
            said.extend(sentence.retention.as_ref().map(stage));
            // A later stage follows on one before it, and does not stand alone.
            if half.stage > 0 {
                said.push(format!("then {}", half.stage));
            }
            if !sentence.modality.is_negative() {
                said.extend(half_lasting(space, half).map(|lasting| format!("lasting {lasting:?}")));
            }
            Ok((joined(said), self.meaning.diagrams.cells(&half.cells)?))
        };
        kept.map(piece).collect()
    }

    /// What a statement says that is no retention: of the flows that it states, whatever takes some of them out again.
    pub(super) fn relied_on(&self, statement: &Statement) -> Outcome<Pieces> {
        let diagrams = &self.meaning.diagrams;
        let part = Owner::Statement(statement.id);
        let realm = Act::of(statement.sentence.verb).map(Realm::of);
        let is_stated = |half: &Half| half.origin == Origin::Stated && Some(half.realm) == realm;
        let occasions = &self.meaning.standing(part).occasions;
        let mut pieces = Pieces::new();
        for (_, half) in self.meaning.halves_of(part).filter(|(_, half)| is_stated(half)) {
            let mut said = self.said_of_flows(statement);
            let names_form = !half.leaves_what_is_not_personal(&diagrams.space().policy);
            if half.side == Side::Permission && names_form {
                said.push("whatever its form".to_owned());
            }
            let flows = diagrams.cells(&half.cells)?;
            if occasions.is_empty() {
                pieces.push((joined(said), flows));
                continue;
            }
            for occasion in occasions {
                let mut said = said.clone();
                said.push(self.occasion(occasion, statement)?);
                pieces.push((joined(said), diagrams.and(&flows, &occasion.region(diagrams)?)?));
            }
        }
        Ok(pieces)
    }

    /// After which events something is deleted. What must be true besides is told by the flows; only where there is time
    /// for the deletion does it matter that it stands behind `on`: then nothing is kept for that time.
    fn occasion(&self, occasion: &Occasion, statement: &Statement) -> Outcome<String> {
        let Occasion { events, cases, happened: _ } = occasion;
        let events: BTreeSet<String> = events.iter().map(|event| self.fact_name(*event)).collect();
        let events: Vec<String> = events.into_iter().collect();
        let sentence = &statement.sentence;
        let timing = sentence.timing.or(sentence.deletion.as_ref().and_then(|deletion| deletion.timing));
        let cases = if matches!(timing, Some(Timing::Within(_))) { self.when(cases)? } else { String::new() };
        Ok(format!("on {} {cases}", events.join(", ")).trim_end().to_owned())
    }

    /// What a statement or a tracker that promises something gives way to; nothing where it names nothing.
    fn excepted(&self, part: Owner) -> Outcome<String> {
        let exception = self.meaning.diagrams.space().policy.part_exception(part);
        Ok(exception.map(|exception| self.exception(exception)).transpose()?.unwrap_or_default())
    }

    /// What something gives way to, by what it says.
    pub(super) fn exception(&self, exception: &Exception) -> Outcome<String> {
        let policy = &self.meaning.diagrams.space().policy;
        let named = match exception {
            Exception::StatedElsewhere(_) => return Ok("except elsewhere".to_owned()),
            Exception::StatedIn(named) => {
                named.iter().flat_map(|(target, _): &(Target, _)| policy.parts_of(*target))
            }
        };
        let named: BTreeSet<Owner> = named.collect();
        let mut trackers = Vec::new();
        let mut pieces = Pieces::new();
        for part in named {
            match part {
                Owner::Statement(id) => pieces.extend(self.relied_on(policy.statement(id))?),
                Owner::Tracker(id) => {
                    trackers.push(format!("tracker {}", self.name(policy.trackers[id.index()].channel)));
                }
            }
            pieces.extend(self.keeping(part)?);
        }
        let mut said = self.written(pieces)?;
        said.extend(trackers);
        said.sort();
        Ok(format!("except {}", said.join("; ").replace('\n', ", ")))
    }
}

/// Whether a verb that says nothing of flows promises something; claims, disclaimers and advice are words.
pub(crate) const fn is_promise(verb: Verb) -> bool {
    match verb {
        Verb::Delete
        | Verb::Offer
        | Verb::Protect
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::Require => true,
        // What is kept is said stage by stage.
        Verb::Retain | Verb::State | Verb::Disclaim | Verb::Advise => false,
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish => false,
    }
}
