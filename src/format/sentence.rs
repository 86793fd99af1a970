//! What stands in a sentence: actor, verb, slots, facts, ends, clauses and tails, each as a phrase.

use super::Plurals;
use super::layout::{Atom, Join, Phrase};
use crate::ast::{self, ClauseKind, EndKind, Fact, Head, SetItemKind, TailKind};
use crate::language::{AddressWord, ClauseWord, EndWord, Number, Whichever};
use crate::source::Span;

/// A sentence in its parts.
pub(super) struct Parts {
    /// Actor, modal, verb, object.
    pub(super) opening: Phrase,
    /// What the verb demands behind its object.
    pub(super) head: Option<Phrase>,
    /// The clauses in the order in which they are written.
    pub(super) clauses: Vec<Phrase>,
}

/// Takes a sentence apart; head and clauses have an indent of their own.
pub(super) fn parts(
    sentence: &ast::Sentence,
    indent: usize,
    clause_indent: usize,
    plurals: &Plurals<'_>,
) -> Parts {
    // Here as in what follows, each word knows its own place.
    let ast::Sentence { span: _, actor, modal, verb, joined, object, head, clauses } = sentence;
    let mut opening = Phrase::new(indent);
    let agreeing = subject(&mut opening, actor, modal.as_ref(), verb, plurals);
    verbs(&mut opening, verb, joined.as_ref(), agreeing);
    self::object(&mut opening, object);
    Parts { opening, head: self::head(head, clause_indent), clauses: self::clauses(clauses, clause_indent) }
}

/// Who acts, and how it is said; the number with which the verbs agree.
fn subject(
    phrase: &mut Phrase,
    actor: &ast::Actor,
    modal: Option<&ast::Modal>,
    verb: &ast::VerbWord,
    plurals: &Plurals<'_>,
) -> Number {
    let number = number(actor, modal, verb, plurals);
    match actor {
        ast::Actor::We(span) => phrase.word("we", *span),
        ast::Actor::Recipient(name) => phrase.push(of_name(name)),
    }
    let mut agreeing = number;
    if let Some(ast::Modal { kind, written_for: _, span }) = modal {
        phrase.word(kind.form(number), *span);
        if !kind.is_finite() {
            agreeing = Number::Plural;
        }
    }
    agreeing
}

/// `use`; `use, view and disclose`
fn verbs(phrase: &mut Phrase, first: &ast::VerbWord, joined: Option<&ast::Joined>, agreeing: Number) {
    let word = |verb: &ast::VerbWord| {
        // In which form it was written does not matter any more.
        let ast::VerbWord { kind, written_for: _, span } = verb;
        Atom::new(kind.phrase(agreeing), *span)
    };
    phrase.push(word(first));
    let Some(ast::Joined { verbs, word: join, span }) = joined else { return };
    for (place, verb) in verbs.iter().enumerate() {
        if place + 1 == verbs.len() {
            phrase.word(join.word(), *span);
        } else if let Some(before) = phrase.atoms.last_mut() {
            before.text.push(',');
        }
        phrase.push(word(verb));
    }
}

/// The number of the actor: as the term is one or many, or as written if nobody knows the term.
fn number(
    actor: &ast::Actor,
    modal: Option<&ast::Modal>,
    verb: &ast::VerbWord,
    plurals: &Plurals<'_>,
) -> Number {
    let ast::Actor::Recipient(name) = actor else { return Number::Plural };
    let as_written = || match modal {
        Some(modal) if modal.kind.agrees() => modal.written_for,
        _ => verb.written_for,
    };
    match plurals(&name.text) {
        Some(true) => Number::Plural,
        Some(false) => Number::Singular,
        None => as_written(),
    }
}

fn object(phrase: &mut Phrase, object: &ast::Object) {
    let ast::Object { only, set } = object;
    self::only(phrase, *only);
    self::set(phrase, set);
}

fn only(phrase: &mut Phrase, place: Option<Span>) {
    if let Some(place) = place {
        phrase.word("only", place);
    }
}

/// What a verb demands behind its object.
fn head(head: &Head, indent: usize) -> Option<Phrase> {
    let mut phrase = Phrase::new(indent);
    match head {
        Head::Nothing => return None,
        Head::From(from) => worded(&mut phrase, "from", from),
        Head::With { set, of } => {
            worded(&mut phrase, "with", set);
            if let Some(of) = of {
                worded_softly(&mut phrase, "of", of);
            }
        }
        Head::In(region) => {
            only(&mut phrase, region.only);
            worded(&mut phrase, "in", &region.set);
        }
        Head::Ends(Some(ends)) => retention(&mut phrase, ends),
        Head::Ends(None) => {}
        Head::On { event, promptness } => {
            phrase.word("on", None);
            fact(&mut phrase, event);
            match promptness {
                Some(ast::Promptness::Promptly(span)) => phrase.word("promptly", *span),
                Some(ast::Promptness::Within(length)) => {
                    phrase.word("within", None);
                    duration(&mut phrase, length);
                }
                None => {}
            }
        }
        Head::Using { states, measures } => {
            phrase.list(states.iter().map(|state| vec![Atom::new(state.word(), None)]).collect());
            if let Some(measures) = measures {
                worded(&mut phrase, "using", measures);
            }
        }
        Head::Of { region, events } => {
            if let Some(region) = region {
                worded(&mut phrase, "in", region);
            }
            worded(&mut phrase, "of", events);
        }
        Head::To(safeguards) => worded(&mut phrase, "to", safeguards),
    }
    Some(phrase)
}

fn worded(phrase: &mut Phrase, word: &str, slot: &ast::Set) {
    phrase.word(word, None);
    set(phrase, slot);
}

fn worded_softly(phrase: &mut Phrase, word: &str, slot: &ast::Set) {
    phrase.push(Atom::new(word, None).joined(Join::Soft));
    set(phrase, slot);
}

pub(super) fn of_name(name: &ast::Name) -> Atom {
    Atom::new(&name.text, name.span)
}

pub(super) fn names(phrase: &mut Phrase, names: &[ast::Name]) {
    phrase.list(names.iter().map(|name| vec![of_name(name)]).collect());
}

fn texts(phrase: &mut Phrase, texts: &[ast::Text]) {
    phrase.list(texts.iter().map(|text| vec![Atom::of_text(text)]).collect());
}

pub(super) fn set(phrase: &mut Phrase, set: &ast::Set) {
    let ast::Set { span: _, items, except } = set;
    let all = |items: &[ast::SetItem]| items.iter().map(|item| vec![set_item(item)]).collect();
    phrase.list(all(items));
    if !except.is_empty() {
        phrase.push(Atom::new("except", None).joined(Join::Soft));
        phrase.list(all(except));
    }
}

fn set_item(item: &ast::SetItem) -> Atom {
    let ast::SetItem { span, form, kind } = item;
    let form = form.as_ref().map_or(String::new(), |form| format!("{} ", form.text));
    let what = match kind {
        SetItemKind::Name(name) => name.text.clone(),
        SetItemKind::Any { is_negated, trait_, noun } => {
            let not = if *is_negated { "not " } else { "" };
            format!("any {not}{}", described(trait_.as_ref(), noun))
        }
        SetItemKind::Anyone => "anyone".to_owned(),
    };
    Atom::new(form + &what, *span)
}

fn described(trait_: Option<&ast::Name>, noun: &ast::Name) -> String {
    trait_.map_or_else(|| noun.text.clone(), |trait_| format!("{} {}", trait_.text, noun.text))
}

/// `stores a, b` or `stores no personal data`
pub(super) fn stores(stores: &ast::Stores, indent: usize) -> Phrase {
    let ast::Stores { span, is_negated, set } = stores;
    let mut phrase = Phrase::new(indent);
    phrase.word("stores", first_word(*span, "stores"));
    match set.items.first().map(|item| (item.span, &item.kind)) {
        Some((span, SetItemKind::Any { trait_, noun, .. })) if *is_negated => {
            phrase.word(format!("no {}", described(trait_.as_ref(), noun)), span);
        }
        _ => self::set(&mut phrase, set),
    }
    phrase
}

/// The place of the word with which something begins.
pub(super) fn first_word(span: Span, word: &str) -> Span {
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    Span::new(span.start, span.start.saturating_add(length).min(span.end))
}

/// `a and (b or not c)`: a name with the parentheses and the word in front of it is one atom.
fn fact(phrase: &mut Phrase, fact: &Fact) {
    let mut atoms = Vec::new();
    fact_atoms(fact, &mut atoms);
    phrase.atoms.extend(atoms);
}

fn fact_atoms(fact: &Fact, atoms: &mut Vec<Atom>) {
    match fact {
        Fact::Name(name) => atoms.push(of_name(name)),
        Fact::Given(name, length, _) => {
            atoms.push(of_name(name));
            atoms.push(Atom::new(format!("given within {}", length_words(length)), length.span));
        }
        Fact::Not(inner, _) => {
            let first = atoms.len();
            grouped(inner, atoms);
            prefix(atoms, first, "not ");
        }
        Fact::And(facts, _) => joined(facts, "and ", atoms),
        Fact::Or(facts, _) => joined(facts, "or ", atoms),
    }
}

fn joined(facts: &[Fact], word: &str, atoms: &mut Vec<Atom>) {
    for (at, fact) in facts.iter().enumerate() {
        let first = atoms.len();
        match fact {
            Fact::Name(_) | Fact::Given(..) | Fact::Not(..) => fact_atoms(fact, atoms),
            Fact::And(..) | Fact::Or(..) => grouped(fact, atoms),
        }
        if at > 0 {
            prefix(atoms, first, word);
            if let Some(atom) = atoms.get_mut(first) {
                atom.join = Join::Soft;
            }
        }
    }
}

/// A fact where only one word or a parenthesis can stand.
fn grouped(fact: &Fact, atoms: &mut Vec<Atom>) {
    let first = atoms.len();
    fact_atoms(fact, atoms);
    if !matches!(fact, Fact::Name(_) | Fact::Given(..)) {
        prefix(atoms, first, "(");
        if let Some(last) = atoms.last_mut() {
            last.text.push(')');
        }
    }
}

fn prefix(atoms: &mut [Atom], at: usize, text: &str) {
    if let Some(atom) = atoms.get_mut(at) {
        atom.text.insert_str(0, text);
    }
}

pub(super) fn duration(phrase: &mut Phrase, duration: &ast::Duration) {
    phrase.word(length_words(duration), duration.span);
}

fn length_words(duration: &ast::Duration) -> String {
    let ast::Duration { span: _, number, unit } = duration;
    format!("{} {}", number.text, unit_of(number, unit))
}

/// A unit as it agrees with a number.
fn unit_of(number: &ast::Name, unit: &ast::Name) -> String {
    let plural = if number.text == "1" { "" } else { "s" };
    format!("{}{plural}", unit.text.trim_end_matches('s'))
}

fn retention(phrase: &mut Phrase, retention: &ast::Retention) {
    let ast::Retention { span: _, ends, whichever, then } = retention;
    self::ends(phrase, ends, *whichever);
    for ast::ThenRetain { form, ends, whichever } in then {
        phrase.push(Atom::new("then retain", None).joined(Join::Soft));
        phrase.push(of_name(form));
        self::ends(phrase, ends, *whichever);
    }
}

fn ends(phrase: &mut Phrase, ends: &[ast::End], whichever: Option<(Whichever, Span)>) {
    for (at, one) in ends.iter().enumerate() {
        let mut inner = Phrase::new(phrase.indent);
        end(&mut inner, one);
        if at > 0 {
            prefix(&mut inner.atoms, 0, "or ");
        }
        phrase.append(inner, if at > 0 { Join::Soft } else { Join::Space });
    }
    if let Some((which, place)) = whichever {
        phrase.push(Atom::new(format!("whichever is {}", which.word()), place).joined(Join::Soft));
    }
}

fn end(phrase: &mut Phrase, end: &ast::End) {
    let ast::End { span, kind } = end;
    let place = |word: EndWord| first_word(*span, word.opening());
    match kind {
        EndKind::Indefinitely => phrase.word(EndWord::Indefinitely.word(), *span),
        EndKind::For { bound, duration: length, after } => {
            let words = format!("{} {}", EndWord::For.word(), bound.word());
            phrase.word(words.trim_end(), place(EndWord::For));
            duration(phrase, length);
            after_event(phrase, after.as_ref());
        }
        EndKind::More { bound, duration: length, after } => {
            let words = format!("{} {}", EndWord::For.word(), bound.word());
            phrase.word(words.trim_end(), place(EndWord::For));
            let ast::Duration { span, number, unit } = length;
            phrase.word(format!("{} more {}", number.text, unit_of(number, unit)), *span);
            after_event(phrase, after.as_ref());
        }
        EndKind::While(condition) => {
            phrase.word(EndWord::While.word(), place(EndWord::While));
            let mut atoms = Vec::new();
            match condition {
                Fact::Not(..) => fact_atoms(condition, &mut atoms),
                Fact::Name(_) | Fact::Given(..) | Fact::And(..) | Fact::Or(..) => {
                    grouped(condition, &mut atoms)
                }
            }
            phrase.atoms.extend(atoms);
        }
        EndKind::Until(event) => {
            phrase.word(EndWord::Until.word(), place(EndWord::Until));
            phrase.push(of_name(event));
        }
        EndKind::Needed(purposes) => {
            phrase.word(EndWord::Needed.word(), place(EndWord::Needed));
            set(phrase, purposes);
        }
        EndKind::ItsPurposes => phrase.word(EndWord::ItsPurposes.word(), *span),
        EndKind::LongerThan { duration: length, after } => {
            phrase.word(EndWord::LongerThan.word(), place(EndWord::LongerThan));
            duration(phrase, length);
            after_event(phrase, after.as_ref());
        }
    }
}

fn after_event(phrase: &mut Phrase, event: Option<&ast::Name>) {
    if let Some(event) = event {
        phrase.word("after", None);
        phrase.push(of_name(event));
    }
}

/// Clauses as phrases, in the order in which they are written.
pub(super) fn clauses(clauses: &[ast::Clause], indent: usize) -> Vec<Phrase> {
    in_order(clauses).into_iter().map(|one| clause(one, indent)).collect()
}

/// Clauses in the order in which they are written.
fn in_order(clauses: &[ast::Clause]) -> Vec<&ast::Clause> {
    let mut sorted: Vec<&ast::Clause> = clauses.iter().collect();
    sorted.sort_by_key(|clause| rank(clause.kind.word()));
    sorted
}

/// The place of a clause among the others.
const fn rank(word: ClauseWord) -> u8 {
    match word {
        // Before every clause that can have a region of its own: `to x` and then `in y` would read as `to x in y`.
        ClauseWord::In => 0,
        ClauseWord::From => 1,
        ClauseWord::About => 2,
        ClauseWord::Over => 3,
        ClauseWord::To => 4,
        ClauseWord::Through => 5,
        ClauseWord::For => 6,
        ClauseWord::Kept => 7,
        ClauseWord::With => 8,
        ClauseWord::When => 9,
        ClauseWord::Unless => 10,
        ClauseWord::Under => 11,
        ClauseWord::BasedOn => 12,
        ClauseWord::Required => 13,
        ClauseWord::Optional => 14,
        ClauseWord::Within => 15,
        ClauseWord::Promptly => 16,
        ClauseWord::Before => 17,
        ClauseWord::Beforehand => 18,
    }
}

pub(super) fn clause(clause: &ast::Clause, indent: usize) -> Phrase {
    let ast::Clause { span, only, kind } = clause;
    let mut phrase = Phrase::new(indent);
    let word = kind.word().word();
    match only {
        Some(place) => {
            phrase.word("only", *place);
            phrase.word(word, None);
        }
        None => phrase.word(word, first_word(*span, word)),
    }
    match kind {
        ClauseKind::From(slot)
        | ClauseKind::Through(slot)
        | ClauseKind::For(slot)
        | ClauseKind::Over(slot)
        | ClauseKind::In(slot) => {
            set(&mut phrase, slot);
        }
        ClauseKind::About(slot, region, as_you) => {
            people(&mut phrase, slot, region.as_ref());
            if let Some(place) = as_you {
                phrase.word(AddressWord::AsYou.word(), *place);
            }
        }
        ClauseKind::To(slot, region) => people(&mut phrase, slot, region.as_ref()),
        ClauseKind::With(condition)
        | ClauseKind::When(condition)
        | ClauseKind::Unless(condition)
        | ClauseKind::Under(condition) => {
            fact(&mut phrase, condition);
        }
        ClauseKind::BasedOn(bases) => {
            let basis = |basis: &ast::Basis| {
                let ast::Basis { name, interest } = basis;
                std::iter::once(of_name(name)).chain(interest.as_ref().map(Atom::of_text)).collect()
            };
            phrase.list(bases.iter().map(basis).collect());
        }
        ClauseKind::Required | ClauseKind::Optional | ClauseKind::Promptly | ClauseKind::Beforehand => {}
        ClauseKind::Kept(ends) => retention(&mut phrase, ends),
        ClauseKind::Before(length) => {
            duration(&mut phrase, length);
            phrase.word("before", None);
        }
        ClauseKind::Within(length) => duration(&mut phrase, length),
    }
    phrase
}

/// People or recipients with where they are.
fn people(phrase: &mut Phrase, slot: &ast::Set, region: Option<&ast::Set>) {
    set(phrase, slot);
    if let Some(region) = region {
        worded_softly(phrase, "in", region);
    }
}

pub(super) fn tail(tail: &ast::Tail, indent: usize) -> Phrase {
    let ast::Tail { span, kind } = tail;
    let mut phrase = Phrase::new(indent);
    let word = kind.word().word();
    let place = first_word(*span, word);
    let whole = match kind {
        TailKind::ExceptIn(_) => format!("{word} in"),
        TailKind::ExceptElsewhere => format!("{word} elsewhere"),
        TailKind::Later(_)
        | TailKind::Otherwise(_)
        | TailKind::Because(_)
        | TailKind::Says(_)
        | TailKind::Note(_)
        | TailKind::Example(_)
        | TailKind::Cites(_)
        | TailKind::Traces(_) => word.to_owned(),
    };
    phrase.word(whole, place);
    match kind {
        TailKind::Later(clauses) => {
            for (at, one) in clauses.iter().enumerate() {
                phrase.append(clause(one, indent), if at > 0 { Join::Soft } else { Join::Space });
            }
        }
        TailKind::ExceptIn(labels) => names(&mut phrase, labels),
        TailKind::ExceptElsewhere => {}
        TailKind::Otherwise(text)
        | TailKind::Because(text)
        | TailKind::Says(text)
        | TailKind::Note(text)
        | TailKind::Example(text) => {
            phrase.push(Atom::of_text(text));
        }
        TailKind::Cites(list) | TailKind::Traces(list) => texts(&mut phrase, list),
    }
    phrase
}
