//! The slips of the pen, each recognised by the words around the place where the strict rule gave up.

mod turns;

use super::super::{Rule, rules};
use super::token::{Token, TokenKind};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::language::{EndWord, FactWord, Kind, Number, Quantifier, Unit, Verb};
use crate::source::Span;
use crate::suggest::{self, Near};

/// The words around the place where the strict rule gave up.
pub(super) struct Place<'a> {
    /// The broken piece.
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token<'a>],
    /// The first token that could not be read; behind the last one if the piece breaks off.
    pub(super) at: usize,
    pub(super) expected: Vec<Rule>,
    /// From offsets in the piece to a place in the sources.
    pub(super) span: &'a dyn Fn(usize, usize) -> Span,
}

impl<'a> Place<'a> {
    fn next(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    /// The token that stands so many places behind the next one.
    fn behind(&self, places: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at + places)
    }

    /// The token that stands so many places before the next one.
    fn before(&self, places: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at.checked_sub(places)?)
    }

    fn last(&self) -> Option<&'a Token<'a>> {
        self.before(1)
    }

    fn span(&self, token: &Token<'_>) -> Span {
        (self.span)(token.start, token.end())
    }

    fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether another name could stand here after a comma.
    fn is_in_list(&self) -> bool {
        self.expects(Rule::comma)
    }

    fn expects_verb(&self) -> bool {
        self.expects(Rule::kw_collect) && self.expects(Rule::kw_retain)
    }

    fn expected_words(&self) -> Vec<String> {
        self.expected.iter().flat_map(|rule| words::openings(*rule)).collect()
    }

    fn starts_line(&self, token: &Token<'_>) -> bool {
        let line = self.text.get(..token.start).unwrap_or("").rsplit('\n').next().unwrap_or("");
        line.trim().is_empty()
    }

    fn is_same_line(&self, one: &Token<'_>, other: &Token<'_>) -> bool {
        let (from, to) = (one.start.min(other.start), one.end().max(other.end()));
        self.text.get(from..to).is_some_and(|between| !between.contains('\n'))
    }

    /// Whether the token before the next one is the label of the statement, or nothing.
    fn is_at_start_of_sentence(&self) -> bool {
        let is_titled = || self.at == 3 && self.before(2).is_some_and(|title| title.kind == TokenKind::Text);
        self.last().is_none_or(|last| last.is_mark(":") && (self.at == 2 || is_titled()))
    }

    /// The last token on the line of this one that satisfies a condition.
    fn last_on_line(&self, from: &Token<'_>, is_it: impl Fn(&Token<'_>) -> bool) -> Option<&'a Token<'a>> {
        self.tokens
            .iter()
            .filter(|token| token.start >= from.start && self.is_same_line(from, token))
            .rfind(|token| is_it(token))
    }
}

/// Names the slip, from the surest sign to the vaguest.
pub(super) fn recognise(place: &Place<'_>) -> Diagnostic {
    let slips: &[fn(&Place<'_>) -> Option<Diagnostic>] = &[
        unclosed_text,
        wrong_date,
        quotation_mark_inside_text,
        other_quotation_mark,
        bare_address,
        unopened_block,
        unclosed_block,
        label_alone,
        title_behind_colon,
        turns::mark_of_a_merge,
        turns::choice_of_people,
        turns::by_law,
        turns::except_under,
        turns::purposes_behind_purpose,
        turns::free_of_charge,
        turns::purpose_behind_to,
        turns::as_long_as,
        turns::no_longer_than,
        colon_behind_key,
        joined_verbs,
        missing_colon,
        missing_actor,
        missing_name,
        further_length,
        turns::before_something,
        turns::without,
        turns::other_than,
        turns::adverb,
        purposes_of_collection,
        data_of_a_stage,
        name_before_text,
        lapse,
        joined_list,
        comma_between_facts,
        unclosed_parenthesis,
        stray_mark,
        not_a_verb,
        capital,
        filler,
        other_form,
        misspelt,
        wrong_length,
        clause_behind_tail,
        turns::tail_behind_braces,
        turns::relation_behind_trait,
        turns::only_under,
        turns::region_of_bind,
        turns::form_of_store,
        missing_head,
        incomplete_relation,
        bare_text,
        missing_comma,
        unknown_opening,
    ];
    slips.iter().find_map(|slip| slip(place)).unwrap_or_else(|| unreadable(place))
}

fn unreadable(place: &Place<'_>) -> Diagnostic {
    let (span, found) = match (place.next(), place.last()) {
        (Some(next), _) => (place.span(next), format!("{} cannot stand here", next.shown())),
        (None, Some(last)) => {
            (place.span(last).after(), format!("the text breaks off after {}", last.shown()))
        }
        (None, None) => ((place.span)(0, 0), "something is missing here".to_owned()),
    };
    let expected = words::expected_in_words(&place.expected);
    let diagnostic = Diagnostic::new(&rules::UNREADABLE, span, found);
    match expected.is_empty() {
        true => diagnostic.at("not understood").help("see the chapter on statements for what can stand here"),
        false => diagnostic.at(format!("expected {expected}")).help(format!("write {expected} here")),
    }
}

// --- texts --------------------------------------------------------------------------------------

fn unclosed_text(place: &Place<'_>) -> Option<Diagnostic> {
    let is_unclosed =
        |token: &&Token<'_>| matches!(token.kind, TokenKind::UnclosedText | TokenKind::UnclosedProse);
    let token = place.tokens.iter().find(is_unclosed)?;
    let next = place.next();
    // Another slip stands before it; that one is told first.
    if next.is_some_and(|next| next.end() < token.start && !place.is_same_line(next, token)) {
        return None;
    }
    if token.kind == TokenKind::UnclosedProse {
        let span = place.span(token);
        return Some(
            Diagnostic::new(&rules::MISSING_QUOTE, Span::new(span.start, span.start + 3), "this text is not closed by `\"\"\"`")
                .at("opened here")
                .help("open the text with `\"\"\"` at the end of a line, and close it with `\"\"\"` on a line of its own"),
        );
    }
    let is_end = token.text.chars().skip(1).all(|c| c.is_whitespace() || c.is_ascii_punctuation());
    if let Some(next) = next.filter(|next| is_end && next.start < token.start) {
        return Some(
            Diagnostic::new(
                &rules::MISSING_QUOTE,
                (place.span)(next.start, token.end()),
                "this text is not opened by a quotation mark",
            )
            .at("`\"` is missing at its beginning")
            .help(format!("write `\"` before `{}`", next.text)),
        );
    }
    Some(
        Diagnostic::new(
            &rules::MISSING_QUOTE,
            place.span(token),
            "this text is not closed by a quotation mark",
        )
        .at("`\"` is missing at its end")
        .help("close the text with `\"` on the same line; for several lines use `\"\"\"`"),
    )
}

/// `note "this is "Log Data" for us"`
fn quotation_mark_inside_text(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next()?);
    if last.kind != TokenKind::Text || last.end() != next.start || !next.is_word() {
        return None;
    }
    let end = place.last_on_line(last, |token| token.kind != TokenKind::Mark).map_or(next.end(), Token::end);
    Some(
        Diagnostic::new(
            &rules::MISSING_QUOTE,
            (place.span)(last.start, end),
            "a text cannot contain straight quotation marks",
        )
        .at("ends at the second one")
        .help("write curly quotation marks inside the text: `“…”`"),
    )
}

fn other_quotation_mark(place: &Place<'_>) -> Option<Diagnostic> {
    let is_quote =
        |token: &Token<'_>| matches!(token.text, "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" | "`");
    let next = place.next().filter(|next| next.kind == TokenKind::Mark && is_quote(next))?;
    let end = place.last_on_line(next, is_quote).unwrap_or(next);
    let span = (place.span)(next.start, end.end());
    let fault =
        Diagnostic::new(&rules::MISSING_QUOTE, span, "texts stand in straight double quotation marks")
            .at("other quotation marks")
            .help("write `\"` before and after the text");
    let inside = place.text.get(next.end()..end.start).unwrap_or_default();
    // Apostrophes and further marks leave open where the text ends.
    let has_marks = inside.contains(['“', '”', '„', '«', '»', '"', '`', '\'', '‘', '’']);
    let is_pair =
        matches!((next.text, end.text), ("“" | "”", "”") | ("„", "“" | "”") | ("«", "»") | ("»", "«"));
    Some(match is_pair && !has_marks {
        true => fault.fix(span, format!("\"{inside}\"")),
        false => fault,
    })
}

/// `website https://example.com/`
fn bare_address(place: &Place<'_>) -> Option<Diagnostic> {
    let colon = place.tokens.iter().enumerate().find(|(at, token)| {
        *at + 1 >= place.at
            && token.is_mark(":")
            && place.text.get(token.start..).is_some_and(|rest| rest.starts_with("://"))
    })?;
    let scheme =
        colon.0.checked_sub(1).and_then(|at| place.tokens.get(at)).filter(|token| token.is_word())?;
    let length =
        place.text.get(scheme.start..)?.find(char::is_whitespace).unwrap_or(place.text.len() - scheme.start);
    let address = place.text.get(scheme.start..scheme.start + length)?;
    Some(
        Diagnostic::new(
            &rules::MISSING_QUOTE,
            (place.span)(scheme.start, scheme.start + length),
            "an address stands in quotation marks",
        )
        .at("no quotation marks")
        .write(&format!("\"{address}\"")),
    )
}

/// Words where a text in quotation marks was expected.
fn bare_text(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.is_word() || next.kind == TokenKind::Mark)?;
    let is_text_only = words::expected_in_words(&place.expected) == "a text in quotation marks";
    let follows_term =
        place.at == 2 && place.tokens.first().is_some_and(|first| Kind::of_word(first.text).is_some());
    let is_capital = next.text.starts_with(char::is_uppercase);
    let wants_text =
        (place.expects(Rule::string) || place.expects(Rule::empty_string)) && !place.is_in_list();
    if !wants_text
        || !(is_text_only
            || is_capital
            || (follows_term && place.last().is_some_and(|last| place.is_same_line(last, next))))
    {
        return None;
    }
    // The text goes on until the line does, or until the language goes on.
    let goes_on = |token: &&Token<'_>| {
        token.start > next.start
            && (token.is_mark("{") || token.kind == TokenKind::Text || words::is_relation(token.text))
    };
    let stop = place.tokens.iter().find(goes_on).map_or(usize::MAX, |stop| stop.start);
    let end = place.last_on_line(next, |token| token.start < stop).unwrap_or(next).end();
    let text = place.text.get(next.start..end)?;
    Some(
        Diagnostic::new(
            &rules::MISSING_QUOTE,
            (place.span)(next.start, end),
            "a text in quotation marks is expected here",
        )
        .at("no quotation marks")
        .help(format!("write `\"{text}\"`")),
    )
}

// --- braces, colons, marks ----------------------------------------------------------------------

/// How many more braces are opened than closed.
fn open_braces(tokens: &[Token<'_>]) -> isize {
    let weight = |token: &Token<'_>| isize::from(token.is_mark("{")) - isize::from(token.is_mark("}"));
    tokens.iter().map(weight).sum()
}

/// What opens a block, for a message: `the policy`, `` `google` ``.
fn block_name(place: &Place<'_>) -> String {
    let mut words = place.tokens.iter().filter(|token| token.is_word());
    match (words.next(), words.next()) {
        (Some(keyword), Some(name)) => format!("the {} `{}`", keyword.text, name.text),
        _ => "this block".to_owned(),
    }
}

fn unopened_block(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next()?);
    let has_none = !place.tokens.iter().any(|token| token.is_mark("{"));
    if !has_none
        || open_braces(place.tokens) >= 0
        || !next.is_word()
        || !place.starts_line(next)
        || place.at < 2
    {
        return None;
    }
    Some(
        Diagnostic::new(
            &rules::MISSING_BRACE,
            place.span(last).after(),
            format!("{} is not opened", block_name(place)),
        )
        .at("`{` is missing here")
        .help("write `{` at the end of this line"),
    )
}

fn unclosed_block(place: &Place<'_>) -> Option<Diagnostic> {
    let last = place.last().filter(|_| place.next().is_none() && open_braces(place.tokens) > 0)?;
    let open = place.tokens.iter().rfind(|token| token.is_mark("{"))?;
    // A line with a slip in it is told by that slip.
    (last.is_mark("{") || place.expects(Rule::close)).then(|| {
        Diagnostic::new(
            &rules::MISSING_BRACE,
            place.span(last).after(),
            format!("{} is not closed", block_name(place)),
        )
        .at("`}` is missing here")
        .with(place.span(open), "opened here")
        .help("write `}` on a line of its own after the last attribute")
    })
}

fn label_alone(place: &Place<'_>) -> Option<Diagnostic> {
    match place.tokens {
        [label, colon] if label.is_word() && colon.is_mark(":") => Some(
            Diagnostic::new(
                &rules::UNREADABLE,
                place.span(label),
                format!("nothing follows the label `{}`", label.text),
            )
            .at("a label without a statement")
            .help("write the statement behind the label, or remove the label"),
        ),
        _ => None,
    }
}

/// `effective: 2026-03-01`, `email = "…"`: an attribute in a block.
fn colon_behind_key(place: &Place<'_>) -> Option<Diagnostic> {
    let key =
        place.next().filter(|key| place.expects(Rule::close) && key.is_word() && place.starts_line(key))?;
    let mark = place.behind(1).filter(|mark| mark.is_mark(":") || mark.is_mark("="))?;
    let value = place.behind(2).filter(|value| place.is_same_line(mark, value))?;
    // Behind a label stands a sentence, which is more than a word.
    let is_alone = place.behind(3).is_none_or(|more| !place.is_same_line(value, more) || more.is_mark(","));
    let is_value = value.kind == TokenKind::Text || value.is_numeric() || value.is_word() && is_alone;
    is_value.then(|| {
        let fault = Diagnostic::new(
            &rules::STRAY_MARK,
            place.span(mark),
            format!("`{}` has no place behind `{}`", mark.text, key.text),
        )
        .at("not part of the language")
        .help("remove it: a blank stands between a word and its value");
        let blank = if mark.end() == value.start { " " } else { "" };
        fault.fix(place.span(mark), blank)
    })
}

/// `courts: "Orders of courts" we disclose …`
fn title_behind_colon(place: &Place<'_>) -> Option<Diagnostic> {
    match place.tokens {
        [label, colon, title, ..]
            if place.at == 2 && label.is_word() && colon.is_mark(":") && title.kind == TokenKind::Text =>
        {
            Some(replaced(
                place,
                (label, title),
                format!("{} {}:", label.text, title.text),
                Diagnostic::new(&rules::UNREADABLE, place.span(title), "a title stands before the colon")
                    .at("behind the colon")
                    .help(format!("write `{} {}:`", label.text, title.text)),
            ))
        }
        _ => None,
    }
}

/// `use and retain health for 30 days`: verbs that cannot be joined, or are joined in another way.
fn joined_verbs(place: &Place<'_>) -> Option<Diagnostic> {
    let joins = |token: &Token<'_>| matches!(token.text, "," | "and" | "or" | "&" | "/" | "nor");
    let verb = |token: &&Token<'_>| words::is_verb(token.text);
    let start = place.tokens.windows(3).position(|window| match window {
        [one, join, other] => verb(&one) && joins(join) && verb(&other),
        _ => false,
    })?;
    if place.at < start {
        return None;
    }
    let chain: Vec<&Token<'_>> =
        place.tokens.iter().skip(start).take_while(|token| verb(token) || joins(token)).collect();
    let (first, last) = (chain.first()?, chain.last()?);
    let verbs: Vec<Verb> = chain.iter().filter_map(|token| Verb::opened_by(token.text)).collect();
    let alone = verbs.iter().find(|verb| !verb.can_be_joined());
    let span = (place.span)(first.start, last.end());
    let before = start.checked_sub(1).and_then(|at| place.tokens.get(at));
    if before.is_some_and(|before| Quantifier::of_word(before.text).is_some()) {
        return Some(
            Diagnostic::new(&rules::JOINED_VERBS, span, "a requirement has one verb")
                .at("more than one")
                .help("write a requirement for each of these verbs"),
        );
    }
    if let Some(alone) = alone {
        return Some(
            Diagnostic::new(
                &rules::JOINED_VERBS,
                span,
                format!("`{}` cannot be joined with another verb", alone.opening()),
            )
            .at("one verb too many")
            .help(format!(
                "write a statement of its own for `{}`; what both say can stand in the header of a section",
                alone.opening()
            )),
        );
    }
    // What is wrong stands further on.
    if place.at >= start + chain.len() && !place.expects(Rule::verb_join) {
        return None;
    }
    let (last, others) = verbs.split_last()?;
    let others: Vec<&str> = others.iter().map(|verb| verb.opening()).collect();
    Some(
        Diagnostic::new(&rules::JOINED_VERBS, span, "these verbs are not joined by one word")
            .at("`and` or `or` belongs before the last")
            .help(format!("write `{} and {}`, and `or` behind `never`", others.join(", "), last.opening())),
    )
}

fn missing_colon(place: &Place<'_>) -> Option<Diagnostic> {
    let missing = |after: &Token<'_>, message: String| {
        let help = format!("write `{}:`", after.text);
        Diagnostic::new(&rules::MISSING_COLON, place.span(after), message)
            .at("`:` is missing after this")
            .help(help)
    };
    match place.tokens {
        [label, mark, ..] if place.at <= 1 && label.is_name() && mark.is_mark(";") => {
            let message = format!("the label `{}` is followed by `;` instead of a colon", label.text);
            return Some(missing(label, message).fix(place.span(mark), ":"));
        }
        [require, name, ..] if place.at == 1 && require.text == "require" && name.is_word() => {
            let message = format!("the label `{}` is not followed by a colon", name.text);
            return Some(missing(name, message).fix(place.span(name).after(), ":"));
        }
        _ => {}
    }
    let last = place.last().filter(|last| place.expects(Rule::colon) && last.is_word())?;
    Some(missing(last, format!("`{}` is not followed by a colon", last.text)))
}

/// `contact.name and contact.email`
fn joined_list(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next()?);
    let joins = matches!(next.text, "and" | "or" | "&" | "/" | ";" | "+")
        && place.is_in_list()
        && !place.expects(Rule::fact_join);
    if !joins || !(last.is_name() || last.kind == TokenKind::Text) || place.expects(Rule::kw_or) {
        return None;
    }
    let follows = place.behind(1).filter(|token| token.is_name() || token.kind == TokenKind::Text)?;
    let fault = Diagnostic::new(
        &rules::MISSING_COMMA,
        place.span(next),
        format!("a list is joined by commas, not by `{}`", next.text),
    )
    .at("a comma belongs here")
    .help(format!("write `{}, {}`", last.text, follows.text));
    // `or` leaves open which of them is meant, unless all of them are ruled out.
    let is_ruled_out = place.tokens.iter().take(place.at).any(|token| token.text == "never");
    let is_all = matches!(next.text, "and" | "&" | ";" | "+") || next.text == "or" && is_ruled_out;
    let start = if place.is_same_line(last, next) { last.end() } else { next.start };
    Some(if is_all { fault.fix((place.span)(start, next.end()), ",") } else { fault })
}

/// `when consent, legal-compulsion`
fn comma_between_facts(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.is_mark(",") && place.expects(Rule::fact_join))?;
    Some(
        Diagnostic::new(
            &rules::STRAY_MARK,
            place.span(next),
            "a comma does not say whether one or both must be true",
        )
        .at("`and` or `or` belongs here")
        .help("write `and` if all of them must be true, `or` if one is enough"),
    )
}

fn unclosed_parenthesis(place: &Place<'_>) -> Option<Diagnostic> {
    let last = place.last().filter(|_| place.expects(Rule::close_group))?;
    let ends = place.next().is_none_or(|next| place.starts_line(next));
    let open = place.tokens.iter().rfind(|token| token.is_mark("("))?;
    ends.then(|| {
        Diagnostic::new(&rules::STRAY_MARK, place.span(open), "this parenthesis is not closed")
            .at("opened here")
            .with(place.span(last).after(), "`)` is missing here")
            .help(format!("write `)` after {}", last.shown()))
    })
}

fn stray_mark(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.kind == TokenKind::Mark)?;
    if next.is_mark(",") && place.last().is_some_and(|last| last.is_mark(",")) {
        return Some(
            Diagnostic::new(&rules::MISSING_NAME, place.span(next), "a name is missing between two commas")
                .at("one comma too many")
                .help("remove one comma, or write the name that belongs between them"),
        );
    }
    if next.is_mark(",") && place.last().is_some_and(|last| words::wants_name(last.text)) {
        return Some(
            Diagnostic::new(&rules::MISSING_NAME, place.span(next), "a name is missing before the comma")
                .at("nothing stands before it")
                .help("remove the comma, or write the name that belongs before it"),
        );
    }
    // The end of a sentence, or a bullet: nothing else can have been meant.
    let ends_line = place.behind(1).is_none_or(|token| !place.is_same_line(next, token));
    let mut is_sure = false;
    let help = match next.text {
        "}" | "{" => return None,
        "." | ";" | "!" | "?" => {
            is_sure = ends_line;
            "remove it: a statement ends where the next one begins"
        }
        ")" | "]" => "remove it, or open the parenthesis before a fact",
        "(" | "[" => {
            "remove it: only facts behind `with`, `when`, `unless`, `under` and `while` stand in parentheses"
        }
        ":" | "=" => {
            is_sure = place
                .behind(1)
                .is_some_and(|value| value.kind != TokenKind::Mark && !ends_line && value.start > next.end());
            "remove it: a blank stands between a word and its value"
        }
        "-" | "*" | "•" | "–" if place.at == 0 => {
            is_sure = place.behind(1).is_some_and(|token| token.is_word() && !ends_line);
            "remove it: a statement needs no bullet"
        }
        "#" if place.at == 0 => "write a heading as `section NAME \"Heading\" {`, and a comment with `//`",
        _ => "remove it",
    };
    let fault =
        Diagnostic::new(&rules::STRAY_MARK, place.span(next), format!("`{}` has no place here", next.text))
            .at("not part of the language")
            .help(help);
    Some(if is_sure { removed(place, next, fault) } else { fault })
}

fn missing_comma(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next()?);
    let is_item = |token: &Token<'_>| {
        token.is_name()
            || token.kind == TokenKind::Text
            || matches!(token.text, "anyone" | "any")
            || words::is_form(token.text)
    };
    // What begins a line and is followed by a name is an unknown clause rather than another item of the list.
    let follows = place.behind(1).filter(|token| place.is_same_line(next, token) && token.is_name());
    let is_clause = place.starts_line(next) && follows.is_some();
    (place.is_in_list() && is_item(last) && is_item(next) && !is_clause).then(|| {
        let both = format!("a comma is missing between {} and {}", last.shown(), next.shown());
        Diagnostic::new(&rules::MISSING_COMMA, place.span(last).to(place.span(next)), both)
            .at("side by side")
            .help(match (last.kind, next.kind) {
                (TokenKind::Word, TokenKind::Word) => format!("write `{}, {}`", last.text, next.text),
                _ => "write `,` between them".to_owned(),
            })
    })
}

// --- dates and lengths of time ------------------------------------------------------------------

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn is_month(token: &Token<'_>) -> bool {
    let word = token.text.to_lowercase();
    token.is_word()
        && word.len() >= 3
        && token.text.starts_with(char::is_uppercase)
        && MONTHS.iter().any(|month| word.starts_with(month))
}

fn wrong_date(place: &Place<'_>) -> Option<Diagnostic> {
    let is_part = |token: &Token<'_>| token.is_numeric() || is_month(token);
    let glue = |token: &Token<'_>| matches!(token.text, "/" | "." | "," | "-");
    let near = [place.at.checked_sub(1), Some(place.at), Some(place.at + 1)];
    let first =
        near.into_iter().flatten().filter_map(|at| place.tokens.get(at)).find(|token| is_part(token))?;
    let line = || place.tokens.iter().filter(|token| place.is_same_line(first, token));
    let parts: Vec<&Token<'_>> = line()
        .skip_while(|token| !is_part(token))
        .take_while(|token| is_part(token) || glue(token))
        .collect();
    let is_date = parts.iter().filter(|token| is_part(token)).count() >= 2
        && (parts.iter().any(|token| is_month(token))
            || parts.iter().any(|token| matches!(token.text, "/" | ".")));
    let last = parts.iter().rfind(|token| is_part(token))?;
    is_date.then(|| {
        date_format((place.span)(
            first.start.min(parts.first().map_or(first.start, |one| one.start)),
            last.end(),
        ))
    })
}

/// The finding about a date that is written in another way.
pub(in crate::parse) fn date_format(span: Span) -> Diagnostic {
    Diagnostic::new(&rules::DATE_FORMAT, span, "this is not a date")
        .at("year, month and day are expected")
        .help("write dates as `2013-03-23`, and lengths of time as `30 days`")
}

fn wrong_length(place: &Place<'_>) -> Option<Diagnostic> {
    if place.expects(Rule::unit) && place.last().is_some_and(Token::is_numeric) {
        let last = place.last()?;
        return Some(
            Diagnostic::new(
                &rules::UNREADABLE,
                place.span(last),
                format!("`{}` does not say of what", last.text),
            )
            .at("`days`, `months` or `years` is missing")
            .help(format!("write `{} days`, or another length of time", last.text)),
        );
    }
    let next = place.next().filter(|next| next.is_name())?;
    let has_unit = place
        .behind(1)
        .is_some_and(|unit| words::openings(Rule::unit).iter().any(|known| known == unit.text));
    has_unit.then(|| {
        Diagnostic::new(&rules::UNKNOWN_WORD, place.span(next), "a length of time is written in digits")
            .at("not a number")
            .help("write a number, as in `30 days`")
    })
}

/// `for another 2 years`, `for 2 further years`: what counts from the end of the stage before is written with `more`.
fn further_length(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next, unit) = (place.last()?, place.next()?, place.behind(1)?);
    let is_further = |token: &Token<'_>| words::FURTHER.contains(&token.text);
    let (word, number) = match (is_further(last), is_further(next)) {
        (true, _) if next.is_numeric() => (last, next),
        (_, true) if last.is_numeric() => (next, last),
        _ => return None,
    };
    let found = unknown(
        place,
        word,
        "what counts from the end of the stage before is written with `more`".to_owned(),
        format!("write `for {} more {}`", number.text, unit.text),
    );
    let text = format!("{} more {}", number.text, unit.text);
    found.map(|found| replaced(place, (last, unit), text, found))
}

/// `as long as needed for the purposes for which they were collected`, `needed for their purposes`
fn purposes_of_collection(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| matches!(next.text, "purpose" | "purposes"))?;
    let is_needed = place.before(2).is_some_and(|word| word.text == "for")
        && place.before(3).is_some_and(|word| word.text == "needed");
    is_needed.then(|| {
        unknown(
            place,
            place.last().unwrap_or(next),
            "the purposes for which data were collected are `its purposes`".to_owned(),
            "write `as long as needed for its purposes`, or name the purposes".to_owned(),
        )
    })?
}

/// `then retain aggregated activity for 2 years`: the data of a stage are those of the one before.
fn data_of_a_stage(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next().filter(|next| next.is_name())?);
    let is_stage = words::is_form(last.text)
        && place.before(2).is_some_and(|word| word.text == "retain")
        && place.before(3).is_some_and(|word| word.text == "then");
    is_stage.then(|| {
        Diagnostic::new(
            &rules::UNREADABLE,
            place.span(next),
            format!("behind `then retain {}` the data are the same", last.text),
        )
        .at("data once more")
        .help(format!("take it out: `then retain {}`, and for how long", last.text))
    })
}

// --- who, what ----------------------------------------------------------------------------------

/// `registration: collect contact.name`: nobody acts.
fn missing_actor(place: &Place<'_>) -> Option<Diagnostic> {
    let deed = place.next().filter(|_| place.is_at_start_of_sentence())?;
    place.behind(1)?;
    if words::is_clause(deed.text) {
        return Some(
            Diagnostic::new(
                &rules::MISSING_ACTOR,
                place.span(deed),
                "this statement says neither who acts nor what is done",
            )
            .at("a clause without a sentence")
            .help(format!("write who does what before `{}`, such as `we collect contact.email`", deed.text)),
        );
    }
    if !words::is_deed(deed.text) {
        return None;
    }
    Some(
        Diagnostic::new(&rules::MISSING_ACTOR, place.span(deed), "this statement does not say who acts")
            .at("nobody stands before this word")
            .help(format!("write `we {}`, or name the recipient who does it", deed.text)),
    )
}

/// A reserved word that was read as a name, because the name before it is missing.
fn missing_name(place: &Place<'_>) -> Option<Diagnostic> {
    let needs_name =
        |token: &&Token<'_>| token.is_mark(",") || (token.is_reserved() && words::wants_name(token.text));
    let missing = |after: &Token<'_>, before: Option<&Token<'_>>| {
        let before = before.map_or(String::new(), |before| format!(" before `{}`", before.text));
        let (what, help) = match after.text {
            "," => (
                "a name is missing after the comma".to_owned(),
                "remove the comma, or write the name".to_owned(),
            ),
            "kind" => {
                ("a name is missing after `is a kind of`".to_owned(), "say of what it is a kind".to_owned())
            }
            word => (
                format!("a name is missing after `{word}`"),
                format!("say {} after `{word}`", words::what_follows(word)),
            ),
        };
        Diagnostic::new(&rules::MISSING_NAME, place.span(after), what + &before)
            .at("nothing follows")
            .help(help)
    };
    // `we disclose contact.email to for ads`: `for` was taken for the recipient.
    if let (Some(before), Some(taken)) = (place.before(2), place.last())
        && needs_name(&before)
        && taken.is_reserved()
        && !words::is_phrase(before.text, taken.text)
    {
        return Some(missing(before, Some(taken)));
    }
    // The piece ends, or a mark follows, where a name is needed.
    let last = place.last().filter(needs_name)?;
    let is_at_item = place.expects(Rule::path) || place.expects(Rule::set_item) || place.expects(Rule::set);
    match place.next() {
        None => Some(missing(last, None)),
        Some(next) if next.is_mark(")") => Some(missing(last, Some(next))),
        Some(next) if next.is_reserved() && !words::is_phrase(last.text, next.text) && is_at_item => {
            Some(missing(last, Some(next)))
        }
        Some(_) => None,
    }
}

/// `data "label"`: the name of the term is missing.
fn name_before_text(place: &Place<'_>) -> Option<Diagnostic> {
    let expects_name =
        place.expects(Rule::path) || place.expects(Rule::section_head) || place.expects(Rule::head_only);
    let next =
        place.next().filter(|next| next.kind == TokenKind::Text && expects_name && !place.is_in_list())?;
    let (span, after) = match place.last() {
        Some(last) => (place.span(last).after(), format!("a name is missing after {}", last.shown())),
        None => (place.span(next), "a name is missing before the title".to_owned()),
    };
    Some(Diagnostic::new(&rules::MISSING_NAME, span, after).at("the name is missing here").help(
        "write a name in small letters between the word and the text; statements refer to it by that name",
    ))
}

// --- words --------------------------------------------------------------------------------------

/// What to write for a word that is none of the language.
#[derive(Clone, Copy)]
enum Written<'a> {
    /// It is the word of the language for it, whatever stands around.
    Same(&'a str),
    /// It is so mostly; the author has to look.
    Perhaps(&'a str),
}

fn unknown(place: &Place<'_>, token: &Token<'_>, message: String, help: String) -> Option<Diagnostic> {
    Some(Diagnostic::new(&rules::UNKNOWN_WORD, place.span(token), message).at("not known here").help(help))
}

/// The same with a word that was probably meant.
fn unknown_near(place: &Place<'_>, token: &Token<'_>, message: String, near: Near<'_>) -> Option<Diagnostic> {
    Some(
        Diagnostic::new(&rules::UNKNOWN_WORD, place.span(token), message)
            .at("not known here")
            .did_you_mean(near),
    )
}

/// The same with the word to write for it.
fn unknown_for(
    place: &Place<'_>,
    token: &Token<'_>,
    message: String,
    written: Written<'_>,
) -> Option<Diagnostic> {
    let fault = Diagnostic::new(&rules::UNKNOWN_WORD, place.span(token), message).at("not known here");
    Some(match written {
        Written::Same(word) => fault.write(word),
        Written::Perhaps(word) => fault.help(format!("write `{word}`")),
    })
}

/// A finding whose help says to replace what stands from one token to another on its line.
fn replaced(
    place: &Place<'_>,
    (first, last): (&Token<'_>, &Token<'_>),
    text: impl Into<String>,
    fault: Diagnostic,
) -> Diagnostic {
    // Between two lines there may be a comment.
    match place.is_same_line(first, last) {
        true => fault.fix(place.span(first).to(place.span(last)), text),
        false => fault,
    }
}

/// A finding whose help says to remove a token, which goes with the blanks on one side of it.
fn removed(place: &Place<'_>, token: &Token<'_>, fault: Diagnostic) -> Diagnostic {
    let is_blank = |c: char| c == ' ' || c == '\t';
    let behind = place.text.get(token.end()..).unwrap_or_default();
    let before = place.text.get(..token.start).unwrap_or_default();
    let n_behind = behind.len() - behind.trim_start_matches(is_blank).len();
    let n_before = before.len() - before.trim_end_matches(is_blank).len();
    // What ends its line is taken away with what stands before it; what begins it leaves the indentation.
    match n_behind {
        0 if !place.starts_line(token) => fault.fix((place.span)(token.start - n_before, token.end()), ""),
        _ => fault.fix((place.span)(token.start, token.end() + n_behind), ""),
    }
}

/// What is written where a verb of the language should stand.
fn not_a_verb(place: &Place<'_>) -> Option<Diagnostic> {
    const NEVER: &str = "write `never` for what is not done, or `do not yet` for what is not done so far";
    let next = place.next().filter(|next| next.is_word())?;
    let is_after_do = place.expects(Rule::kw_yet) && place.last().is_some_and(|last| last.text == "not");
    if is_after_do {
        let (from, not) = (place.before(2)?, place.last()?);
        let message = format!("`{} not` does not say whether that will stay so", from.text);
        let span = place.span(from).to(place.span(not));
        return Some(
            Diagnostic::new(&rules::UNKNOWN_WORD, span, message).at("for now, or for ever?").help(NEVER),
        );
    }
    if !place.expects_verb() || place.at == 0 {
        return None;
    }
    let folded = next.text.to_lowercase();
    let is_negated = place.behind(1).is_some_and(|token| token.text == "not");
    let singular = folded.strip_suffix('s').unwrap_or(&folded);
    match folded.as_str() {
        "not" | "cannot" | "dont" | "don't" | "don’t" | "doesn't" | "doesn’t" | "won't" | "won’t"
        | "can't" | "can’t" => {
            return unknown(place, next, format!("`{}` cannot stand here", next.text), NEVER.to_owned());
        }
        "will" | "shall" | "must" | "can" | "could" | "might" | "would" | "should" if is_negated => {
            return unknown(place, next, format!("`{} not` cannot stand here", next.text), NEVER.to_owned());
        }
        "will" | "shall" | "must" | "would" | "should" => {
            let found = unknown(
                place,
                next,
                format!("`{}` is not a word of the language", next.text),
                "remove it: a statement without it says what is done".to_owned(),
            );
            let is_sure = matches!(folded.as_str(), "will" | "shall");
            return if is_sure { found.map(|found| removed(place, next, found)) } else { found };
        }
        "can" | "could" | "might" => {
            let message = format!("`{}` is not a word of the language", next.text);
            return unknown_for(place, next, message, Written::Same("may"));
        }
        _ => {}
    }
    let other = words::OTHER_VERBS.iter().find(|(word, _)| *word == singular || *word == folded);
    if let Some((word, verb)) = other {
        let number = if *word == folded { Number::Plural } else { Number::Singular };
        let right = Verb::opened_by(verb).map_or(*verb, |verb| verb.first_word(number));
        let written = match words::SAME_VERBS.contains(word) {
            true => Written::Same(right),
            false => Written::Perhaps(right),
        };
        return unknown_for(place, next, format!("`{}` is not a verb of the language", next.text), written);
    }
    if let Some(found) = capital(place) {
        return Some(found);
    }
    if next.is_reserved() {
        return None;
    }
    let known = words::verbs().into_iter().chain(words::modals());
    let message = format!("`{}` is not a verb of the language", next.text);
    let in_plural = || suggest::nearest(singular, words::verbs()).map(Near::guessed);
    match suggest::near(&folded, known).or_else(in_plural) {
        Some(near) => unknown_near(place, next, message, near),
        None => unknown(place, next, message, format!("write one of {}", words::verbs().join(", "))),
    }
}

/// `We`, `For`
fn capital(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.is_word())?;
    let folded = next.text.to_lowercase();
    let mut known = place.expected_words();
    if place.at == 0 {
        known.extend(words::openers().chain(words::kinds()).map(str::to_owned));
    }
    (folded != next.text && known.contains(&folded)).then(|| {
        unknown_for(
            place,
            next,
            format!("`{}` is written in small letters", next.text),
            Written::Same(&folded),
        )
    })?
}

/// `your contact.name`
fn filler(place: &Place<'_>) -> Option<Diagnostic> {
    let (last, next) = (place.last()?, place.next()?);
    let is_filler = words::FILLERS.contains(&last.text)
        && next.is_name()
        && place.is_same_line(last, next)
        && place.is_in_list();
    is_filler.then(|| {
        let found = unknown(
            place,
            last,
            format!("`{}` has no place before a name", last.text),
            "remove it".to_owned(),
        );
        let is_sure = words::IDLE_FILLERS.contains(&last.text);
        if is_sure { found.map(|found| removed(place, last, found)) } else { found }
    })?
}

/// `agregated activity`, `anonymized activity`
fn other_form(place: &Place<'_>) -> Option<Diagnostic> {
    let last = place.last().filter(|last| last.is_name() && place.is_in_list())?;
    place.next().filter(|next| next.is_name() && place.is_same_line(last, next))?;
    let other = words::OTHER_WORDS.iter().find(|(word, _)| *word == last.text).map(|(_, form)| *form);
    let known = other.filter(|form| words::is_form(form)).map(Near::sure);
    let near = known.or_else(|| suggest::near(last.text, words::forms()))?;
    unknown_near(place, last, format!("`{}` is not a form of data", last.text), near)
}

/// `with consent for 2 years`, `with consent that lapses after 2 years`, `until consent given within 2 years`
fn lapse(place: &Place<'_>) -> Option<Diagnostic> {
    let (next, last) = (place.next()?, place.last()?);
    let read = place.tokens.get(..place.at)?;
    let opening = read.iter().rfind(|token| FactWord::of_word(token.text).is_some() || is_end(token.text))?;
    // Only what is said of the consent stands between it and the place: another clause begins with a name.
    let said: Vec<&Token<'_>> = read.iter().filter(|token| token.start > opening.start).collect();
    let named = said.iter().rposition(|token| token.is_name())?;
    let (before, consent) = (said.get(..named)?, said.get(named)?);
    let is_of_it = |token: &&&Token<'_>| OF_A_CONSENT.contains(&token.text);
    let is_its = !before.iter().any(|token| words::is_clause(token.text));
    let is_kept = read.iter().any(|token| Verb::opened_by(token.text) == Some(Verb::Retain));
    let is_told = said.iter().skip(named + 1).all(|token| is_of_it(&token) || token.is_mark(")"))
        && (next.is_numeric() || is_of_it(&&next));
    let ahead = place.tokens.get(place.at..)?;
    let lengths = ahead.iter().zip(ahead.iter().skip(1)).take(MOST_WORDS);
    let (amount, unit) = lengths
        .filter(|(amount, _)| amount.is_numeric() && place.is_same_line(next, amount))
        .find(|(_, unit)| Unit::of_word(unit.text).is_some())?;
    // Of what is kept, a length of time says how long, and not how old a consent may be.
    if !is_told || !is_its || is_kept && !is_end(opening.text) {
        return None;
    }
    let length = format!("{} {}", amount.text, unit.text);
    let help = match (last.is_mark(")"), is_end(opening.text)) {
        (true, _) => format!("write `given within {length}` behind each consent"),
        (false, true) => format!("write `while {} given within {length}`", consent.text),
        (false, false) => format!("write `{} {} given within {length}`", opening.text, consent.text),
    };
    let message = "a consent that lapses is `given within` a time";
    Some(Diagnostic::new(&rules::UNREADABLE, place.span(next), message).at("cannot stand here").help(help))
}

/// Whether a word opens an end of keeping that is no length of time.
fn is_end(word: &str) -> bool {
    [EndWord::While, EndWord::Until].iter().any(|end| end.word() == word)
}

/// How many words may stand before the length of time.
const MOST_WORDS: usize = 5;

/// What people say of a consent that lapses, besides the time.
const OF_A_CONSENT: &[&str] = &[
    "after", "at", "expires", "expiring", "for", "given", "in", "lapses", "lapsing", "last", "most", "not",
    "older", "than", "that", "the", "to", "up", "valid", "which", "within",
];

/// A word that is nearly one that could stand here, or that people write instead of one.
fn misspelt(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.is_word())?;
    let folded = next.text.to_lowercase();
    let expected = place.expected_words();
    let other = words::OTHER_WORDS
        .iter()
        .find(|(word, meant)| *word == folded && expected.iter().any(|known| known == meant));
    let message = match next.is_reserved() {
        true => format!("`{}` cannot stand here", next.text),
        false => format!("`{}` is not a word of the language", next.text),
    };
    if let Some((word, meant)) = other {
        let written = match words::SAME_WORDS.contains(word) {
            true => Written::Same(meant),
            false => Written::Perhaps(meant),
        };
        return unknown_for(place, next, message, written);
    }
    if next.is_reserved() || next.text.contains('.') {
        return None;
    }
    let near = suggest::near(&folded, expected.iter().map(String::as_str))?;
    unknown_near(place, next, message, near)
}

/// `because "…" for service.core`: clauses stand before tails.
fn clause_behind_tail(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| words::is_clause(next.text))?;
    let read = place.tokens.get(..place.at)?;
    let tail = read.iter().find(|token| place.starts_line(token) && words::is_tail(token.text))?;
    let message = format!("`{}` stands behind `{}`", next.text, tail.text);
    Some(
        Diagnostic::new(&rules::UNREADABLE, place.span(next), message)
            .at("a clause behind the words about it")
            .with(place.span(tail), "these come after all clauses")
            .help(format!("move `{} …` before `{}`", next.text, tail.text)),
    )
}

/// `we derive location.coarse`: from what?
fn missing_head(place: &Place<'_>) -> Option<Diagnostic> {
    let verb = place.tokens.get(..place.at)?.iter().find(|token| words::is_verb(token.text))?;
    let base = verb.text.trim_end_matches('s');
    let (rule, lacks, help) = match base {
        "derive" => {
            (Rule::kw_from, "from what", "write `from` and the data, directly behind what is derived")
        }
        "combine" => {
            (Rule::kw_with, "with what", "write `with` and the other data, directly behind the first")
        }
        "store" => (Rule::store_in, "in which region", "write `in` and the region, directly behind the data"),
        "delete" => (Rule::kw_on, "on which event", "write `on` and the event, directly behind the data"),
        "protect" => {
            (Rule::kw_using, "by which measure", "write `using` and the measure, directly behind the data")
        }
        "notify" | "notifie" => {
            (Rule::kw_of, "of what", "write `of` and the event, directly behind whom you notify")
        }
        "bind" => (Rule::kw_to, "to what", "write `to` and the safeguards, directly behind whom you bind"),
        "retain" => (
            Rule::end,
            "for how long",
            "write an end directly behind the data, such as `for 30 days`, `until account-closure` or `indefinitely`",
        ),
        _ => return None,
    };
    let is_end = base == "retain"
        && [Rule::ends, Rule::duration, Rule::number, Rule::kw_indefinitely]
            .iter()
            .any(|rule| place.expects(*rule));
    if !(place.expects(rule) || is_end || (base == "store" && place.expects(Rule::kw_in))) {
        return None;
    }
    Some(
        Diagnostic::new(
            &rules::UNREADABLE,
            place.span(verb),
            format!("`{}` does not say {lacks}", verb.text),
        )
        .at("incomplete")
        .help(help),
    )
}

/// `data a "a" is contact`, `is kind of contact`
fn incomplete_relation(place: &Place<'_>) -> Option<Diagnostic> {
    let last = place.last().filter(|last| last.text == "is" && place.expects(Rule::kw_a))?;
    let of_what = place
        .tokens
        .get(place.at..)?
        .iter()
        .find(|token| token.is_name() && !matches!(token.text, "a" | "kind"));
    let shown = of_what.map_or("…", |token| token.text);
    Some(
        Diagnostic::new(&rules::UNREADABLE, place.span(last), "`is` must go on with `a kind of`")
            .at("incomplete")
            .help(format!("write `is a kind of {shown}`")),
    )
}

/// The piece begins with a word with which nothing begins.
fn unknown_opening(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.is_word() && place.at == 0)?;
    if next.is_name() && place.behind(1).is_some_and(|token| words::is_deed(token.text)) {
        return Some(
            Diagnostic::new(&rules::MISSING_COLON, place.span(next), "this statement has no label")
                .at("a label belongs before this")
                .help("write a label of your own before it, such as `sharing:`"),
        );
    }
    let known = words::openers().chain(words::kinds());
    let folded = next.text.to_lowercase();
    let is_declared = place.behind(1).is_some_and(Token::is_word)
        && place.behind(2).is_some_and(|token| token.kind == TokenKind::Text);
    if let Some(near) = suggest::near(&folded, known).filter(|_| is_declared || place.tokens.len() <= 4) {
        let message = format!("`{}` is not a word of the language", next.text);
        return unknown_near(place, next, message, near);
    }
    if is_declared {
        let message = format!("`{}` is not the kind of a term", next.text);
        return unknown(place, next, message, format!("write one of {}", words::kinds().join(", ")));
    }
    let end = place.last_on_line(next, |_| true).unwrap_or(next);
    Some(
        Diagnostic::new(&rules::UNREADABLE, (place.span)(next.start, end.end()), "this is not a statement of the language")
            .at("not understood")
            .help("put text for the reader into `text NAME \"\"\"` … `\"\"\"` in a section, and notes for colleagues behind `//`"),
    )
}
