//! The words of the language: their table, the grammar that accepts them, and the book that lists them.
//!
//! The grammar repeats the words of the table, so each of them is written where it belongs and must be read as itself.
//! Where a list of the grammar only looks ahead, that list is read.

use candor::ast::{self, Item};
use candor::diagnostic::render;
use candor::language::{
    Act, Bound, ClauseWord, EndWord, Expected, FactWord, FormWord, ItemWord, JoinWord, Kind, LifetimeWord,
    Modality, Necessity, NeedWord, Number, ProtectedState, Quantifier, RelationWord, Role, TailWord, Trait,
    Unit, Verb, Whichever, is_reserved, reserved,
};
use candor::parse::parse;

use crate::fixture;

/// The items of a text, in which nothing may be found.
fn items(text: &str) -> Vec<Item> {
    let (sources, file) = fixture::sole("words.candor", text);
    let (document, found) = parse(&sources, file);
    assert!(found.is_empty(), "{text}\n{}", render::plain(&sources, &found));
    document.items
}

/// The codes of what is found in a text.
fn codes(text: &str) -> Vec<&'static str> {
    let (sources, file) = fixture::sole("words.candor", text);
    let (_, found) = parse(&sources, file);
    found.iter().map(|one| one.rule.code).collect()
}

fn in_section(part: &str) -> String {
    format!("section s \"S\" {{\n{part}\n}}\n")
}

/// The only statement of a section that holds nothing else.
fn statement(sentence: &str) -> ast::Statement {
    let mut items = items(&in_section(&format!("one:\n    {sentence}")));
    let Some(Item::Section(mut section)) = items.pop() else { panic!("{sentence}: no section") };
    match section.items.pop() {
        Some(Item::Statement(statement)) if section.items.is_empty() => statement,
        other => panic!("{sentence}: {other:?}"),
    }
}

/// The only item of a text.
fn item(text: &str) -> Item {
    let mut items = items(text);
    let last = items.pop();
    last.filter(|_| items.is_empty()).unwrap_or_else(|| panic!("{text}: not one item"))
}

/// What stands behind a verb: its object, and whatever it demands behind that.
fn behind(verb: Verb) -> &'static str {
    match verb {
        Verb::Collect
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Offer
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => "a",
        Verb::Derive => "a from b",
        Verb::Combine => "a with b",
        Verb::Store => "a in b",
        Verb::Retain => "a indefinitely",
        Verb::Delete => "a on b",
        Verb::Protect => "a using b",
        Verb::Notify => "a of b",
        Verb::Bind => "a to b",
    }
}

/// A verb in the form for a number, with all that it demands.
fn deed(verb: Verb, number: Number) -> String {
    format!("{} {}", verb.phrase(number), behind(verb))
}

/// A clause with something in it.
fn clause(word: ClauseWord) -> String {
    let rest = match word {
        ClauseWord::From
        | ClauseWord::About
        | ClauseWord::Through
        | ClauseWord::To
        | ClauseWord::For
        | ClauseWord::With
        | ClauseWord::When
        | ClauseWord::Unless
        | ClauseWord::Under
        | ClauseWord::BasedOn
        | ClauseWord::Over
        | ClauseWord::In => " a",
        ClauseWord::Required | ClauseWord::Optional | ClauseWord::Promptly | ClauseWord::Beforehand => "",
        ClauseWord::Kept => " indefinitely",
        ClauseWord::Before => " 3 days before",
        ClauseWord::Within => " 3 days",
    };
    format!("{}{rest}", word.word())
}

/// A tail with something in it.
fn tail(word: TailWord) -> String {
    let rest = match word {
        TailWord::Later => "for a",
        TailWord::ExceptAsStated => "in one",
        TailWord::Otherwise
        | TailWord::Because
        | TailWord::Says
        | TailWord::Note
        | TailWord::Example
        | TailWord::Cites
        | TailWord::Traces => "\"words\"",
    };
    format!("{} {rest}", word.word())
}

#[test]
fn every_verb_is_read_in_both_forms() {
    for verb in Verb::ALL {
        for (actor, number) in [("we", Number::Plural), ("partner", Number::Singular)] {
            let read = statement(&format!("{actor} {}", deed(verb, number))).sentence.verb;
            assert_eq!((read.kind, read.written_for), (verb, number));
        }
    }
}

/// The grammar joins the verbs that the table lets be joined, and no other.
#[test]
fn verbs_are_joined_as_the_table_says() {
    for verb in Verb::ALL {
        let other = if verb == Verb::Use { Verb::View } else { Verb::Use };
        for (actor, number) in [("we", Number::Plural), ("a", Number::Singular)] {
            let other = other.phrase(number);
            let text = in_section(&format!("one:\n    {actor} {other} and {}", deed(verb, number)));
            if !verb.can_be_joined() {
                assert_eq!(codes(&text).first(), Some(&"joined-verbs"), "{text}");
                continue;
            }
            let mut items = items(&text);
            let Some(Item::Section(section)) = items.pop() else { panic!("{text}: no section") };
            let [Item::Statement(one)] = section.items.as_slice() else { panic!("{text}: no statement") };
            let verbs: Vec<(Verb, Number)> =
                one.sentence.verbs().map(|verb| (verb.kind, verb.written_for)).collect();
            assert_eq!(verbs.last(), Some(&(verb, number)), "{text}");
            assert_eq!(verbs.len(), 2, "{text}");
        }
    }
    for word in JoinWord::ALL {
        let modal = if word == JoinWord::Or { "never " } else { "" };
        let text = in_section(&format!("one:\n    we {modal}use, view, {} sell a", word.word()));
        assert_eq!(codes(&text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn every_verb_makes_an_actor_of_the_word_before_it() {
    for verb in Verb::ALL {
        for number in [Number::Plural, Number::Singular] {
            let text = in_section(&format!("one partner {}", deed(verb, number)));
            assert_eq!(codes(&text), ["missing-colon"], "{text}");
            let text = in_section(&format!("one: {}", deed(verb, number)));
            assert_eq!(codes(&text), ["missing-actor"], "{text}");
        }
    }
}

#[test]
fn every_modal_word_is_read_in_both_forms() {
    for modality in Modality::ALL.into_iter().filter(|one| *one != Modality::Plain) {
        for (actor, number) in [("we", Number::Plural), ("partner", Number::Singular)] {
            let agreeing = if modality.is_finite() { number } else { Number::Plural };
            let text = format!("{actor} {} {}", modality.form(number), Verb::Collect.form(agreeing));
            let modal = statement(&format!("{text} a")).sentence.modal.expect("a modal word");
            let written_for = if modality.agrees() { number } else { Number::Plural };
            assert_eq!((modal.kind, modal.written_for), (modality, written_for));
        }
        assert_eq!(codes(&in_section(&format!("one: {} collect a", modality.word()))), ["missing-actor"]);
    }
}

#[test]
fn every_clause_and_every_tail_is_read() {
    for word in ClauseWord::ALL {
        let read = statement(&format!("we collect a {}", clause(word))).sentence.clauses;
        assert_eq!(read.iter().map(|one| one.kind.word()).collect::<Vec<_>>(), [word]);
        let text = in_section(&format!("one: {}", clause(word)));
        // Behind a number another fault is told first.
        assert!(!text.contains(" a\n") || codes(&text) == ["missing-actor"], "{text}");
    }
    for word in TailWord::ALL {
        let read = statement(&format!("we collect a {}", tail(word))).tails;
        assert_eq!(read.iter().map(|one| one.kind.word()).collect::<Vec<_>>(), [word]);
    }
    let word = |word: FactWord| ClauseWord::of_word(word.word());
    assert!(FactWord::ALL.into_iter().all(|one| word(one).is_some()));
    assert!(Necessity::ALL.into_iter().all(|one| ClauseWord::of_word(one.word()).is_some()));
}

#[test]
fn every_word_of_a_retention_is_read() {
    let retention = |ends: &str| match statement(&format!("we retain a {ends}")).sentence.head {
        ast::Head::Ends(Some(retention)) => retention,
        other => panic!("{ends}: {other:?}"),
    };
    for word in EndWord::ALL {
        let (rest, is_it): (&str, fn(&ast::EndKind) -> bool) = match word {
            EndWord::Indefinitely => ("", |kind| matches!(kind, ast::EndKind::Indefinitely)),
            EndWord::For => (" 3 days", |kind| matches!(kind, ast::EndKind::For { .. })),
            EndWord::While => (" b", |kind| matches!(kind, ast::EndKind::While(_))),
            EndWord::Until => (" b", |kind| matches!(kind, ast::EndKind::Until(_))),
            EndWord::Needed => (" b", |kind| matches!(kind, ast::EndKind::Needed(_))),
            EndWord::ItsPurposes => ("", |kind| matches!(kind, ast::EndKind::ItsPurposes)),
            EndWord::LongerThan => (" 3 days", |kind| matches!(kind, ast::EndKind::LongerThan { .. })),
        };
        let read = retention(&format!("{}{rest}", word.word()));
        assert!(read.ends.iter().all(|end| is_it(&end.kind)), "{word:?}: {read:?}");
    }
    for bound in Bound::ALL {
        let read = retention(&format!("for {} 3 days", bound.word()));
        assert!(
            read.ends
                .iter()
                .all(|end| matches!(end.kind, ast::EndKind::For { bound: read, .. } if read == bound))
        );
    }
    for which in Whichever::ALL {
        let read = retention(&format!("until b or until c whichever is {}", which.word()));
        assert_eq!(read.whichever.map(|(read, _)| read), Some(which));
    }
    for unit in Unit::ALL {
        for form in unit.forms() {
            let read = retention(&format!("for 3 {form}"));
            assert!(read.ends.iter().all(
                |end| matches!(&end.kind, ast::EndKind::For { duration, .. } if Unit::of_word(&duration.unit.text) == Some(unit))
            ));
            let read = retention(&format!("until b then retain hashed for up to 3 more {form}"));
            let ends: Vec<&ast::End> = read.then.iter().flat_map(|then| &then.ends).collect();
            assert!(matches!(
                ends.as_slice(),
                [ast::End { kind: ast::EndKind::More { bound: Bound::UpTo, duration, .. }, .. }]
                    if Unit::of_word(&duration.unit.text) == Some(unit)
            ));
        }
    }
    for form in FormWord::ALL {
        let read = retention(&format!("until b then retain {}", form.word()));
        assert_eq!(read.then.iter().map(|then| then.form.text.as_str()).collect::<Vec<_>>(), [form.word()]);
    }
}

#[test]
fn every_state_form_and_trait_is_read() {
    for state in ProtectedState::ALL {
        match statement(&format!("we protect a {} using b", state.word())).sentence.head {
            ast::Head::Using { states, .. } => assert_eq!(states, [state]),
            other => panic!("{state:?}: {other:?}"),
        }
    }
    for form in FormWord::ALL {
        let read = statement(&format!("we collect {} a", form.word())).sentence.object.set.items;
        let forms: Vec<Option<&str>> =
            read.iter().map(|item| item.form.as_ref().map(|form| form.text.as_str())).collect();
        assert_eq!(forms, [Some(form.word())]);
    }
    for one in Trait::ALL {
        let Item::Declaration(read) = item(&format!("data a \"A\" {}", one.word())) else {
            panic!("{one:?}")
        };
        assert_eq!(read.traits.iter().map(|read| read.text.as_str()).collect::<Vec<_>>(), [one.word()]);
    }
}

#[test]
fn every_kind_role_and_relation_is_read() {
    for kind in Kind::ALL {
        let Item::Declaration(read) = item(&format!("{} a \"A\"", kind.word())) else { panic!("{kind:?}") };
        assert_eq!(Kind::of_word(&read.kind.text), Some(kind));
        let any = statement(&format!("we collect any {}", kind.word())).sentence.object.set.items;
        assert!(any.iter().all(
            |item| matches!(&item.kind, ast::SetItemKind::Any { noun, .. } if Kind::of_word(&noun.text) == Some(kind))
        ));
    }
    for role in Role::ALL {
        for form in role.forms() {
            let Item::Party(read) = item(&format!("{form} a \"A\"")) else { panic!("{form}") };
            assert_eq!(Role::of_word(&read.role.text), Some(role));
            let text = format!("require a: some {form} has contact");
            assert!(matches!(item(&text), Item::Require(_)), "{text}");
        }
    }
    for word in RelationWord::ALL {
        let Item::Declaration(read) = item(&format!("data a \"A\" {} b", word.word())) else {
            panic!("{word:?}")
        };
        assert_eq!(read.relations.iter().map(ast::Relation::word).collect::<Vec<_>>(), [word]);
    }
}

#[test]
fn every_word_of_a_check_is_read() {
    for verdict in Expected::ALL {
        let Item::Expect(read) = item(&format!("expect {}: we collect a", verdict.word())) else {
            panic!("{verdict:?}")
        };
        assert_eq!(Expected::of_word(&read.verdict.text), Some(verdict));
    }
    let require = |text: &str| match item(&format!("require a: {text}")) {
        Item::Require(require) => require.requirement,
        other => panic!("{text}: {other:?}"),
    };
    for quantifier in Quantifier::ALL {
        assert_eq!(require(&format!("{} collect has for", quantifier.word())).quantifier, quantifier);
    }
    for verb in Verb::ALL {
        match require(&format!("every {} has for", verb.word())).selector {
            ast::Selector::Action { verb: read, .. } => assert_eq!(read.kind, verb),
            other @ ast::Selector::Block(_) => panic!("{verb:?}: {other:?}"),
        }
    }
    for word in NeedWord::ALL {
        match require(&format!("every collect has {}", word.word())).needs.as_slice() {
            [ast::Need::Word(read)] => assert_eq!(NeedWord::of_word(&read.text), Some(word)),
            other => panic!("{word:?}: {other:?}"),
        }
    }
    for word in LifetimeWord::ALL {
        let text = in_section(&format!("tracker a \"A\" is a kind of b lasting {}", word.word()));
        assert!(matches!(item(&text), Item::Section(_)), "{text}");
    }
}

#[test]
fn every_item_begins_with_its_word() {
    for word in ItemWord::ALL {
        let (rest, is_in_section) = match word {
            ItemWord::Policy => ("a \"A\" { }", false),
            ItemWord::Section => ("a \"A\" { }", false),
            ItemWord::Import => ("\"a.candor\"", false),
            ItemWord::Expect => ("permitted: we collect a", false),
            ItemWord::Require => ("a: some policy has posted", false),
            ItemWord::Tracker => ("a \"A\" is a kind of b", true),
            ItemWord::Text => ("a \"\"\"\nwords\n\"\"\"", true),
            ItemWord::Link => ("a \"A\" \"https://a.example\"", true),
            ItemWord::Term => ("a \"A\" \"words\"", true),
            ItemWord::Table => ("a by purpose", true),
        };
        let text = format!("{} {rest}", word.word());
        let text = if is_in_section { in_section(&text) } else { text };
        assert!(!matches!(item(&text), Item::Broken(_)), "{text}");
    }
}

/// Words of keywords that may be names all the same: where they stand no name can.
const FREE: &[&str] = &[
    "a",
    "accepted",
    "acknowledged",
    "an",
    "cover",
    "finding",
    "kind",
    "more",
    "policy",
    "preceding",
    "purposes",
    "rest",
    "see",
    "the",
    "transit",
    "you",
];

/// The rules of the grammar: name and body.
fn grammar() -> Vec<(String, String)> {
    let text = fixture::read(&fixture::root().join("grammar/candor.pest"));
    let code: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
    let code = code.join("\n");
    let rules = code.split("\n}").flat_map(|part| part.split("}\n")).filter_map(|rule| {
        let (name, body) = rule.split_once('=')?;
        Some((name.trim().to_owned(), body.to_owned()))
    });
    rules.collect()
}

/// The words in quotation marks.
fn quoted(body: &str) -> Vec<&str> {
    body.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_keywords_of_the_grammar_cannot_be_names() {
    let mut keywords: Vec<String> = Vec::new();
    for (name, body) in grammar() {
        // `"use" ~ "s"?` is one word in two forms.
        let words = quoted(&body).into_iter().filter(|word| !matches!(*word, "s" | "es" | ":"));
        if name.starts_with("kw_") {
            keywords.extend(words.map(str::to_owned));
        }
    }
    assert!(keywords.len() > 100, "{keywords:?}");
    let allowed: Vec<&String> =
        keywords.iter().filter(|word| !is_reserved(word) && !FREE.contains(&word.as_str())).collect();
    assert!(allowed.is_empty(), "keywords that may be names: {allowed:?}");
    let words: Vec<&str> = keywords.iter().map(String::as_str).collect();
    let is_known = |word: &&&str| {
        let base = [word.strip_suffix("es"), word.strip_suffix('s')];
        words.contains(*word)
            || base.into_iter().flatten().any(|base| words.contains(&base))
            || FormWord::of_word(word).is_some()
    };
    let unknown: Vec<&&str> = reserved().iter().filter(|word| !is_known(word)).collect();
    assert!(unknown.is_empty(), "reserved, and no keyword: {unknown:?}");
}

#[test]
fn what_only_looks_ahead_names_every_word() {
    let rules = grammar();
    let body = |wanted: &str| {
        let found = rules.iter().find(|(name, _)| name.split_whitespace().last() == Some(wanted));
        &found.unwrap_or_else(|| panic!("no rule `{wanted}`")).1
    };
    let names = |rule: &str, word: &str| {
        let keyword = format!("kw_{word}");
        let has_keyword =
            body(rule).split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|one| one == keyword);
        has_keyword || quoted(body(rule)).contains(&word)
    };
    for verb in Verb::ALL {
        assert!(names("verb_like", verb.opening()), "`verb_like` has no `{}`", verb.opening());
    }
    for clause in ClauseWord::ALL {
        let word = clause.opening();
        let is_bare = !clause_is_followed(clause);
        assert!(is_bare || names("clause_like", word), "`clause_like` has no `{word}`");
    }
    for tail in TailWord::ALL {
        let word = tail.opening();
        assert!(names("joining_word", word), "`joining_word` has no `{word}`");
        let is_text = tail > TailWord::ExceptAsStated;
        assert!(!is_text || names("text_tail", word), "`text_tail` has no `{word}`");
    }
    for modality in Modality::ALL.into_iter().flat_map(Modality::forms).filter(|form| !form.is_empty()) {
        let word = modality.split(' ').next().unwrap_or_default();
        assert!(names("not_an_actor", word), "`not_an_actor` has no `{word}`");
    }
}

/// Whether a clause consists of more than its word: only then its word could be taken for somebody who acts.
fn clause_is_followed(word: ClauseWord) -> bool {
    clause(word).split(' ').count() > 1
}

/// Lists in which one word could be taken for two things.
#[test]
fn no_word_stands_twice_in_a_list() {
    fn once<T: Copy>(all: &[T], forms: impl Fn(T) -> &'static [&'static str]) {
        let mut words: Vec<&str> = all.iter().flat_map(|one| forms(*one)).copied().collect();
        words.sort_unstable();
        let before = words.len();
        words.dedup();
        assert_eq!(words.len(), before, "{words:?}");
    }
    once(&Verb::ALL, Verb::forms);
    once(&Modality::ALL, Modality::forms);
    once(&Kind::ALL, Kind::forms);
    once(&Trait::ALL, Trait::forms);
    once(&ClauseWord::ALL, ClauseWord::forms);
    once(&TailWord::ALL, TailWord::forms);
    once(&EndWord::ALL, EndWord::forms);
    once(&RelationWord::ALL, RelationWord::forms);
    once(&FormWord::ALL, FormWord::forms);
    once(&Unit::ALL, Unit::forms);
    once(&Role::ALL, Role::forms);
    once(&ItemWord::ALL, ItemWord::forms);
    once(&NeedWord::ALL, NeedWord::forms);
}

#[test]
fn published_words_are_those_of_the_language_without_blanks() {
    let written = |word: &str| word.replace(' ', "-");
    for (word, published) in Verb::ALL.map(|one| (one.word(), one.published())) {
        assert_eq!(written(word), published);
    }
    for modality in Modality::ALL.into_iter().filter(|one| *one != Modality::Plain) {
        assert_eq!(written(modality.word()), modality.published());
    }
    for bound in Bound::ALL.into_iter().filter(|one| *one != Bound::Exactly) {
        assert_eq!(written(bound.word()), bound.published());
    }
    for state in ProtectedState::ALL {
        assert_eq!(written(state.word()), state.published());
    }
    for verdict in Expected::ALL {
        assert_eq!(written(verdict.word()), verdict.published());
    }
    // An act is what its verb does, without the words that belong to the verb: `have no` denies `have`.
    for act in Act::ALL {
        assert_eq!(act.word(), act.verb().opening());
    }
}

/// `tests/new-word/check.sh` compiles them; here they are only held against the files that they change.
#[test]
fn the_patches_that_add_a_word_still_apply() {
    for first in fixture::files("tests/new-word", "1.patch") {
        let folder = first.parent().expect("a patch stands in a folder");
        let patches = fixture::files(&fixture::shown(folder), ".patch");
        let copy = tempfile::tempdir().expect("there is room for a copy");
        for path in patches.iter().flat_map(|patch| touched(&fixture::read(patch))) {
            let to = copy.path().join(&path);
            std::fs::create_dir_all(to.parent().expect("a file stands in a folder"))
                .expect("a folder can be made");
            std::fs::copy(fixture::root().join(&path), to).expect("a patch changes files that are there");
        }
        for patch in patches {
            let mut git = std::process::Command::new("git");
            git.args(["apply", "-C1"]).arg(&patch).current_dir(copy.path());
            let done = git.output().expect("Git is there");
            let said = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{}: make it again\n{said}", fixture::shown(&patch));
        }
    }
}

/// The files that a patch changes.
fn touched(patch: &str) -> Vec<String> {
    patch.lines().filter_map(|line| line.strip_prefix("+++ b/")).map(str::to_owned).collect()
}
