//! A second reader of the boxes of a report: from names to values, by the vocabulary of the new policy alone.

use candor::diff::report::{Area, Change};
use candor::diff::rule::Direction;
use candor::model::{TermId, Trait, Traits};

use crate::oracle::{Act, Slot, Value, Values};

/// What a box says happened to its flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Permitted,
    NoLongerPermitted,
    NoLongerRuledOut,
    RuledOut,
}

impl Sort {
    pub(crate) const ALL: [Self; 4] =
        [Self::Permitted, Self::NoLongerPermitted, Self::NoLongerRuledOut, Self::RuledOut];
}

/// A box: verbs, in some slots some values, facts that are true or false.
pub(crate) struct FlowBox {
    pub(crate) sort: Sort,
    pub(crate) verbs: Vec<Act>,
    /// One mark for each value of the new policy.
    pub(crate) slots: Vec<(Slot, Vec<bool>)>,
    pub(crate) facts: Vec<(String, bool)>,
}

const SLOTS: [(&str, Slot); 11] = [
    ("actor", Slot::Actor),
    ("data", Slot::Datum),
    ("place", Slot::Place),
    ("recipient", Slot::Recipient),
    ("recipient-region", Slot::RecipientRegion),
    ("purpose", Slot::Purpose),
    ("source", Slot::Source),
    ("channel", Slot::Channel),
    ("second-data", Slot::Second),
    ("second-subject", Slot::SecondSubject),
    ("region", Slot::Region),
];

/// All boxes of changes of flows.
pub(crate) fn boxes(changes: &[&Change], values: &Values<'_>) -> Result<Vec<FlowBox>, String> {
    let mut boxes = Vec::new();
    for change in changes {
        for area in &change.areas {
            let sort = match (change.direction, area.is_ruled_out) {
                (Direction::Widens, false) => Sort::Permitted,
                (Direction::Narrows, false) => Sort::NoLongerPermitted,
                (Direction::Widens, true) => Sort::NoLongerRuledOut,
                (Direction::Narrows, true) => Sort::RuledOut,
                (other, _) => return Err(format!("a change of flows that is {other:?}")),
            };
            boxes.push(flow_box(area, sort, values)?);
        }
    }
    Ok(boxes)
}

fn flow_box(area: &Area, sort: Sort, values: &Values<'_>) -> Result<FlowBox, String> {
    let mut verbs = Act::PRACTICES.to_vec();
    let mut slots = Vec::new();
    for (name, entries) in &area.slots {
        if name == "verb" {
            verbs.retain(|verb| entries.iter().any(|entry| entry == verb.word()));
            if verbs.len() != entries.len() {
                return Err(format!("verbs {entries:?}"));
            }
            continue;
        }
        let known = SLOTS.iter().find(|(known, _)| known == name);
        let (_, slot) = known.ok_or_else(|| format!("no slot {name}"))?;
        slots.push((*slot, marks(entries, *slot, values)?));
    }
    let facts = area.facts.iter().map(|(name, value)| (name.clone(), *value)).collect();
    Ok(FlowBox { sort, verbs, slots, facts })
}

/// The values of the entries of a slot.
pub(crate) fn marks(entries: &[String], slot: Slot, values: &Values<'_>) -> Result<Vec<bool>, String> {
    let mut marks = vec![false; values.count(slot)];
    for entry in entries {
        let (entry, is_out) = entry.strip_prefix("- ").map_or((&**entry, false), |entry| (entry, true));
        for (mark, is_in) in marks.iter_mut().zip(marked(entry, slot, values)?) {
            *mark = if is_out { *mark && !is_in } else { *mark || is_in };
        }
    }
    Ok(marks)
}

/// The values of an entry.
fn marked(entry: &str, slot: Slot, values: &Values<'_>) -> Result<Vec<bool>, String> {
    let (name, forms) = entry.split_once('@').map_or((entry, None), |(name, forms)| (name, Some(forms)));
    let vocabulary = values.vocabulary();
    let unknown = || format!("an entry that nobody can read: {entry}");
    let kind = slot.kind().ok_or_else(unknown)?;
    let term = |name: &str| vocabulary.find(kind, name).ok_or_else(unknown);
    let traits = |value: Value| match value {
        Value::Company | Value::State(_) => Traits::default(),
        Value::Term(term) | Value::Remainder(term) => vocabulary.term(term).traits,
        Value::Nameless(traits) => traits,
    };
    let is_meant: Box<dyn Fn(Value) -> bool> = if name == "(company)" {
        Box::new(|value| value == Value::Company)
    } else if let Some(words) = name.strip_prefix("(any").and_then(|rest| rest.strip_suffix(')')) {
        let words: Vec<&str> = words.split_whitespace().collect();
        let (is_not, word) = match words[..] {
            [] => (false, None),
            ["not", word] => (true, Some(word)),
            [word] => (false, Some(word)),
            _ => return Err(unknown()),
        };
        let one = word.map(|word| Trait::of_word(word).ok_or_else(unknown)).transpose()?;
        Box::new(move |value| {
            value != Value::Company && one.is_none_or(|one| traits(value).has(one) != is_not)
        })
    } else if let Some(words) = name.strip_prefix("(unnamed").and_then(|rest| rest.strip_suffix(')')) {
        let mut named = Traits::default();
        for word in words.split_whitespace() {
            named.insert(Trait::of_word(word).ok_or_else(unknown)?);
        }
        Box::new(move |value| value == Value::Nameless(named))
    } else if let Some(name) = name.strip_suffix(" (other)") {
        let own = term(name)?;
        Box::new(move |value| matches!(value, Value::Term(one) | Value::Remainder(one) if one == own))
    } else {
        let covered = values.covered_by(term(name)?);
        let atoms = values.atoms(kind).to_vec();
        Box::new(move |value| atoms.iter().position(|one| *one == value).is_some_and(|place| covered[place]))
    };
    let is_form = |form: Option<TermId>| match (form, forms) {
        (None | Some(_), None) => Ok(true),
        (None, Some(_)) => Err(unknown()),
        (Some(form), Some(forms)) => {
            let listed = forms.trim_start_matches("not ");
            let is_listed = listed.split(',').any(|one| match one {
                "personal" => values.personal_forms().contains(&form),
                one => one == &*vocabulary.term(form).name,
            });
            Ok(is_listed == (listed == forms))
        }
    };
    let places = 0..values.count(slot);
    places
        .map(|place| {
            let (value, form) = values.value(slot, place);
            Ok(is_meant(value) && is_form(form)?)
        })
        .collect()
}
