//! Data in a form, and data that are taken out in one.

use super::frames::Value;
use super::message::Message;
use super::{Composer, Place};
use crate::model::{Kind, Set, SetItem, TermId, Trait};

/// In which other forms data are taken out, that are taken out in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TakenOut {
    /// In none.
    Alone,
    /// Of what is permitted: what is taken out of it is not permitted in any form that reveals more either.
    WithGreater,
    /// Of what is prohibited: what is taken out of it is not prohibited in any form that reveals less either.
    WithLesser,
}

impl TakenOut {
    const fn word(self) -> &'static str {
        match self {
            Self::Alone => "that",
            Self::WithGreater => "more",
            Self::WithLesser => "less",
        }
    }
}

impl Composer<'_> {
    /// Whether the label of data stands for several: “inferences about you”.
    pub(super) fn are_several(&self, data: TermId) -> bool {
        let is_plural = self.policy.vocabulary.term(data).traits.has(Trait::Plural);
        is_plural || self.said_in(data, Place::Number, &[]).is_some()
    }

    /// What is taken out of data, where it is the same in another form: “your files other than in aggregated form”.
    pub(super) fn other_form(
        &self,
        items: &[SetItem],
        except: &[SetItem],
        taken_out: TakenOut,
    ) -> Option<String> {
        let ([item], [out]) = (items, except) else { return None };
        let form = out.form.filter(|_| item.form.is_none() && item.what == out.what)?;
        Some(self.frames.fill(Message::FormAlone, &self.words_of(form, taken_out)))
    }

    /// In which other forms data are taken out with one, if there are any.
    fn forms_out(&self, form: TermId, taken_out: TakenOut) -> TakenOut {
        let vocabulary = &self.policy.vocabulary;
        let has_other = match taken_out {
            TakenOut::Alone => false,
            TakenOut::WithGreater => !vocabulary.term(form).parents.is_empty(),
            TakenOut::WithLesser => vocabulary.of_kind(Kind::Form).any(|(other, term)| {
                other != form && term.traits.has(Trait::Personal) && vocabulary.is_below(other, form)
            }),
        };
        if has_other { taken_out } else { TakenOut::Alone }
    }

    /// Data in a form, which may be taken out in others with it.
    pub(super) fn in_form(&self, frame: Message, form: TermId, data: String, taken_out: TakenOut) -> String {
        let [name, label, others] = self.words_of(form, taken_out);
        self.frames.fill(frame, &[name, label, ("data", data.into()), others])
    }

    /// The words of a form, and whether others are taken out with it.
    fn words_of(&self, form: TermId, taken_out: TakenOut) -> [(&'static str, Value<'static>); 3] {
        let phrase = self.said_in(form, Place::Phrase, &[]);
        let name = if phrase.is_some() { "phrase" } else { "other" };
        let label = phrase.unwrap_or_else(|| self.term(form));
        [
            ("form", name.into()),
            ("form-label", label.into()),
            ("taken-out", self.forms_out(form, taken_out).word().into()),
        ]
    }

    /// Whether data in a form are about nobody any more.
    pub(super) fn is_impersonal(&self, form: TermId) -> bool {
        !self.policy.vocabulary.term(form).traits.has(Trait::Personal)
    }
}

/// The form that all data of a list have, where nothing is taken out of it.
pub(super) fn shared_form(set: &Set) -> Option<TermId> {
    let first = set.items.first()?.form?;
    (set.except.is_empty() && set.items.iter().all(|item| item.form == Some(first))).then_some(first)
}
