//! The purposes for which data were collected.

use candor::model::{EndKind, Set, SetItem, Stage};

use super::act::Act;
use super::deeds::both;
use super::sentence::{Part, Reader};
use super::values::{Marks, Reading, Slot, Values, add};

/// Data of one statement that have the same purposes.
pub(crate) struct Share {
    /// One mark for each datum; all that the statement names, if its ends ask for no purposes.
    pub(crate) data: Option<Marks>,
    pub(crate) purposes: Marks,
}

impl Share {
    /// Those of some data in some forms that it has.
    pub(crate) fn of(&self, marks: Marks, values: &Values<'_>) -> Marks {
        match &self.data {
            Some(data) => both(&marks, &values.formed(data, &values.forms)),
            None => marks,
        }
    }

    /// Whether an end asks for the purposes of these data, and they have none.
    pub(crate) fn has_no_end(&self) -> bool {
        self.data.is_some() && !self.purposes.contains(&true)
    }
}

impl Reader<'_> {
    /// The data by their purposes, as far as the ends of some stages depend on these.
    pub(crate) fn shares(&self, stages: &[Stage]) -> Vec<Share> {
        if !stages.iter().any(asks_purposes) {
            let none = vec![false; self.values.count(Slot::Purpose)];
            return vec![Share { data: None, purposes: none }];
        }
        let mut shares: Vec<Share> = Vec::new();
        let n_data = self.values.count(Slot::Datum) / self.values.forms.len();
        for (datum, purposes) in self.purposes_of_data().into_iter().enumerate() {
            let at = shares.iter().position(|share| share.purposes == purposes).unwrap_or_else(|| {
                shares.push(Share { data: Some(vec![false; n_data]), purposes });
                shares.len() - 1
            });
            shares[at].data.iter_mut().for_each(|data| data[datum] = true);
        }
        shares
    }

    /// Whether some item of the data is kept as long as its purposes need it, and has none.
    pub(crate) fn is_kept_for_no_purpose(&self) -> bool {
        let mut stages = self.sentence.retention.iter().flat_map(|retention| &retention.stages);
        if !stages.any(asks_purposes) {
            return false;
        }
        let has_purpose: Marks =
            self.purposes_of_data().iter().map(|purposes| purposes.contains(&true)).collect();
        let object = &self.sentence.object.set;
        let has_some = |item: &SetItem| {
            let one = Set { items: vec![item.clone()], except: object.except.clone() };
            let data = self.values.formless(&self.values.data(&one, Reading::Permission));
            data.iter().zip(&has_purpose).any(|(is_in, has)| *is_in && *has)
        };
        !object.items.iter().all(has_some)
    }

    /// For each datum, the purposes for which it was collected.
    fn purposes_of_data(&self) -> Vec<Marks> {
        let parts = || self.said.parts.iter().filter(|part| counts(part));
        // What is kept on a practice was collected by it.
        let collections: Vec<Gift> = match self.part.act() {
            Act::Keep => {
                let collect = parts().filter(|part| matches!(part.act(), Act::Collect | Act::Derive));
                collect.map(|part| self.said.read(part).gift(false)).collect()
            }
            _ => vec![self.gift(false)],
        };
        let practices: Vec<Gift> = parts()
            .filter(|part| part.act().is_practice())
            .map(|part| self.said.read(part).gift(true))
            .collect();
        let n_data = self.values.count(Slot::Datum) / self.values.forms.len();
        let of_datum = |datum: usize| {
            let mut purposes = vec![false; self.values.count(Slot::Purpose)];
            let (mut is_collected, mut is_told) = (false, true);
            for collection in collections.iter().filter(|gift| gift.data[datum]) {
                is_collected = true;
                match &collection.purposes {
                    Some(own) => add(&mut purposes, own),
                    None => is_told = false,
                }
            }
            if !is_collected || !is_told {
                let others = practices.iter().filter(|gift| gift.data[datum]);
                others.filter_map(|gift| gift.purposes.as_ref()).for_each(|own| add(&mut purposes, own));
            }
            purposes
        };
        (0..n_data).map(of_datum).collect()
    }

    /// The data that the sentence holds in some form, with the purposes that it gives them.
    fn gift(&self, with_second: bool) -> Gift {
        let mut data = vec![false; self.values.count(Slot::Datum) / self.values.forms.len()];
        let second = self.second(Reading::Permission).map(|(_, marks)| marks).filter(|_| with_second);
        for marks in self.datum(Reading::Permission).iter().chain(&second) {
            add(&mut data, &self.values.formless(marks));
        }
        Gift { data, purposes: self.slot(Slot::Purpose).map(|(_, marks)| marks) }
    }
}

/// What a practice says of the purposes of data.
struct Gift {
    data: Marks,
    purposes: Option<Marks>,
}

/// Whether what a statement or a tracker says of purposes counts.
fn counts(part: &Part<'_>) -> bool {
    let is_idle = part.tracker.is_some_and(|tracker| tracker.stores.is_none());
    !part.is_negative() && !is_idle
}

fn asks_purposes(stage: &Stage) -> bool {
    stage.ends.iter().any(|end| end.kind == EndKind::ItsPurposes)
}
