//! What a broken piece was meant to be.
//!
//! The piece is read again by the strict rule, only to learn how far that gets and what it expected there.
//! The words around that place then decide which slip of the pen it was; the author is told that slip, not the grammar.

use pest::Parser as _;

use super::{Children, Grammar, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::suggest;

/// A word, text or mark of a broken piece.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    kind: TokenKind,
    text: &'a str,
    /// Offset in the piece.
    start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Word,
    Text,
    UnclosedText,
    UnclosedProse,
    Mark,
}

impl Token<'_> {
    const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    fn is_reserved(&self) -> bool {
        self.is_word() && ast::is_reserved(self.text)
    }

    fn is_name(&self) -> bool {
        self.is_word() && !ast::is_reserved(self.text)
    }
}

impl Reader<'_> {
    /// Reports a broken item or statement.
    pub(super) fn broken(&mut self, pair: Pair<'_>) -> ast::Broken {
        let span = self.trimmed(&pair);
        let (entry, text) = match pair.as_rule() {
            Rule::broken_item => (Rule::item_only, pair.as_str()),
            _ => (Rule::statement_only, pair.as_str()),
        };
        let mut piece = Piece { text: text.trim_end(), start: pair.as_span().start(), tokens: Vec::new() };
        piece.tokens = tokens(piece.text);
        let name = self.broken_name(&pair, &piece);
        if entry == Rule::statement_only && self.lacks_colon(&piece) {
            return ast::Broken { span, name };
        }
        let diagnostic = self.diagnose(&piece, entry);
        self.diagnostics.push(diagnostic);
        ast::Broken { span, name }
    }

    /// Reports a broken section header and reads of it what can be read.
    pub(super) fn broken_section_head(&mut self, pair: &Pair<'_>, keyword: Span) -> ast::Section {
        let start = pair.as_span().start();
        let mut piece = Piece { text: pair.as_str().trim_end(), start, tokens: Vec::new() };
        piece.tokens = tokens(piece.text);
        let none = keyword.after();
        let at = |token: &Token<'_>| self.local(start + token.start, start + token.end());
        let name = piece.tokens.iter().find(|token| token.is_word());
        let name = name.map_or(ast::Name { text: String::new(), span: none }, |token| ast::Name {
            text: token.text.to_owned(),
            span: at(token),
        });
        let title = piece.tokens.iter().find(|token| token.kind == TokenKind::Text);
        let title = title.map_or(ast::Text { text: name.text.clone(), is_prose: false, span: none }, |token| ast::Text {
            text: token.text.trim_matches('"').to_owned(),
            is_prose: false,
            span: at(token),
        });
        let diagnostic = self.diagnose(&piece, Rule::head_only);
        self.diagnostics.push(diagnostic);
        ast::Section { span: none, doc: Vec::new(), name, title, clauses: Vec::new(), items: Vec::new(), close: none }
    }

    /// The name that a broken piece would have declared.
    fn broken_name(&mut self, pair: &Pair<'_>, piece: &Piece<'_>) -> Option<ast::Name> {
        if let Some(label) = Children::of(pair.clone()).seek(Rule::label) {
            return Some(self.label(&label));
        }
        let declared = piece.tokens.iter().skip_while(|token| !token.is_word()).nth(1).filter(|token| token.is_word())?;
        let span = self.local(piece.start + declared.start, piece.start + declared.end());
        Some(ast::Name { text: declared.text.to_owned(), span })
    }

    /// A lone word right before `we`: a label whose colon was forgotten. The next statement takes it as its label.
    fn lacks_colon(&mut self, piece: &Piece<'_>) -> bool {
        let [word] = piece.tokens.as_slice() else { return false };
        let rest = self.text.get(piece.start + piece.text.len()..).unwrap_or("").trim_start();
        if !word.is_word() || word.is_reserved() || !rest.starts_with("we ") {
            return false;
        }
        let span = self.local(piece.start + word.start, piece.start + word.end());
        self.pending_label = Some(ast::Name { text: word.text.to_owned(), span });
        self.diagnostics.push(missing_colon(span, word.text));
        true
    }

    fn diagnose(&self, piece: &Piece<'_>, entry: Rule) -> Diagnostic {
        let at = |token: &Token<'_>| self.local(piece.start + token.start, piece.start + token.end());
        if let Some(diagnostic) = piece.tokens.iter().find_map(|token| unclosed(token, at(token))) {
            return diagnostic;
        }
        let (failed_at, expected) = furthest(piece.text, entry);
        let next = piece.tokens.iter().position(|token| token.end() > failed_at);
        let place = Place {
            before_last: next.unwrap_or(piece.tokens.len()).checked_sub(2).and_then(|idx| piece.tokens.get(idx)),
            last: next.unwrap_or(piece.tokens.len()).checked_sub(1).and_then(|idx| piece.tokens.get(idx)),
            next: next.and_then(|idx| piece.tokens.get(idx)),
            after_next: next.and_then(|idx| piece.tokens.get(idx + 1)),
            expected: &expected,
            entry,
        };
        slip(&place, &at).unwrap_or_else(|| {
            let (span, found) = match (place.next, place.last) {
                (Some(next), _) => (at(next), format!("{} cannot stand here", shown(next))),
                (None, Some(last)) => (at(last).after(), format!("the text breaks off after {}", shown(last))),
                (None, None) => (self.local(piece.start, piece.start), "something is missing here".to_owned()),
            };
            let expected = in_words(&expected);
            let diagnostic = Diagnostic::new(&rules::UNREADABLE, span, found);
            match expected.is_empty() {
                true => diagnostic,
                false => diagnostic.at(format!("expected {expected}")).help(format!("write {expected} here")),
            }
        })
    }
}

struct Piece<'a> {
    text: &'a str,
    /// Offset in the file.
    start: usize,
    tokens: Vec<Token<'a>>,
}

/// The words around the place where the strict rule gave up.
struct Place<'a> {
    before_last: Option<&'a Token<'a>>,
    last: Option<&'a Token<'a>>,
    next: Option<&'a Token<'a>>,
    after_next: Option<&'a Token<'a>>,
    expected: &'a [Rule],
    entry: Rule,
}

impl Place<'_> {
    fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether another name could stand here after a comma.
    fn is_in_list(&self) -> bool {
        self.expects(Rule::comma)
    }
}

/// Recognises the slip, from the surest sign to the vaguest.
fn slip(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    wrong_date(place, at)
        .or_else(|| stray_mark(place, at))
        .or_else(|| taken_for_a_name(place, at))
        .or_else(|| missing_actor(place, at))
        .or_else(|| bare_text(place, at))
        .or_else(|| unknown_word(place, at))
        .or_else(|| missing_comma(place, at))
        .or_else(|| missing_label_colon(place, at))
}

fn unclosed(token: &Token<'_>, span: Span) -> Option<Diagnostic> {
    match token.kind {
        TokenKind::UnclosedText => Some(
            Diagnostic::new(&rules::MISSING_QUOTE, span, "this text is not closed by a quotation mark")
                .at("`\"` is missing at its end")
                .help("close the text with `\"` on the same line; for several lines use `\"\"\"`"),
        ),
        TokenKind::UnclosedProse => Some(
            Diagnostic::new(&rules::MISSING_QUOTE, Span::new(span.start, span.start + 3), "this text is not closed by `\"\"\"`")
                .at("opened here")
                .help("open the text with `\"\"\"` at the end of a line, and close it with `\"\"\"` on a line of its own"),
        ),
        TokenKind::Mark if matches!(token.text, "“" | "”" | "„" | "«" | "»") => Some(
            Diagnostic::new(&rules::MISSING_QUOTE, span, "texts stand in straight quotation marks")
                .at("a curly quotation mark")
                .help("write `\"` before and after the text"),
        ),
        _ => None,
    }
}

fn stray_mark(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let next = place.next.filter(|next| next.kind == TokenKind::Mark)?;
    if next.text == "}" && place.last.is_none() {
        return Some(
            Diagnostic::new(&rules::MISSING_BRACE, at(next), "this `}` closes nothing")
                .at("nothing is open here")
                .help("remove it, or look for a section above that was closed too early"),
        );
    }
    if next.text == "," && place.last.is_some_and(|last| last.text == ",") {
        return Some(
            Diagnostic::new(&rules::MISSING_NAME, at(next), "a name is missing between two commas")
                .at("one comma too many")
                .help("remove one comma, or write the name that belongs between them"),
        );
    }
    matches!(next.text, "." | ";" | "!" | "?" | "," | "&" | "/" | ")" | "-" | "–" | "—").then(|| {
        let help = match next.text {
            "." | ";" => "remove it: a statement ends where the next one begins",
            "&" => "write `,` in a list of names, and `and` between facts",
            ")" => "remove it, or open the parenthesis before",
            _ => "remove it",
        };
        Diagnostic::new(&rules::STRAY_MARK, at(next), format!("`{}` has no place here", next.text))
            .at("not part of the language")
            .help(help)
    })
}

/// A reserved word that was read as a name, because the name before it is missing.
fn taken_for_a_name(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let needs_name = |token: &&Token<'_>| token.text == "," || (token.is_reserved() && wants_name(token.text));
    let missing = |after: &Token<'_>, before: Option<&Token<'_>>| {
        let (place, message, help) = match (after.text, before) {
            (",", before) => {
                let before = before.map_or(String::new(), |before| format!(" before `{}`", before.text));
                (at(after), format!("a name is missing after the comma{before}"), "remove the comma, or write the name".to_owned())
            }
            (word, before) => {
                let before = before.map_or(String::new(), |before| format!(", before `{}`", before.text));
                (at(after), format!("a name is missing after `{word}`{before}"), format!("say {} after `{word}`", what_follows(word)))
            }
        };
        Diagnostic::new(&rules::MISSING_NAME, place, message).at("nothing follows").help(help)
    };
    // `we disclose contact.email to for ads`: `for` was taken for the recipient.
    if let (Some(before), Some(taken)) = (place.before_last, place.last)
        && needs_name(&before)
        && taken.is_reserved()
        && !is_phrase(before.text, taken.text)
    {
        return Some(missing(before, Some(taken)));
    }
    // The piece ends, or a mark follows, where a name is needed.
    let last = place.last.filter(needs_name)?;
    match place.next {
        None => Some(missing(last, None)),
        Some(next) if next.is_reserved() && !is_phrase(last.text, next.text) && place.expects(Rule::path) => Some(missing(last, Some(next))),
        Some(_) => None,
    }
}

/// Two reserved words that belong together, so that the second is not a name that was left out.
fn is_phrase(first: &str, second: &str) -> bool {
    matches!((first, second), ("based" | "depend" | "train" | "trains", "on") | ("never", _) | ("decide" | "decides", "from") | ("up" | "try" | "tries", "to") | ("any", _))
}

/// Whether a name or a slot must follow this word.
fn wants_name(word: &str) -> bool {
    matches!(
        word,
        "collect" | "collects" | "derive" | "derives" | "combine" | "combines" | "use" | "uses" | "view" | "views" | "store"
            | "stores" | "disclose" | "discloses" | "sell" | "sells" | "publish" | "publishes" | "retain" | "retains" | "delete"
            | "deletes" | "offer" | "offers" | "protect" | "protects" | "notify" | "notifies" | "bind" | "binds" | "from" | "to"
            | "for" | "with" | "when" | "unless" | "under" | "through" | "about" | "in" | "of" | "over" | "using" | "on" | "by"
            | "until" | "after" | "and" | "or" | "not" | "only" | "except" | "while" | "includes" | "means" | "excludes" | "contain"
            | "lasting" | "no"
    )
}

fn what_follows(word: &str) -> &'static str {
    match word {
        "from" => "where the data come from",
        "to" => "who receives the data",
        "for" => "for which purpose",
        "with" | "when" | "unless" | "under" | "while" | "and" | "or" | "not" => "which consent, condition, event or safeguard",
        "through" => "through which channel",
        "about" => "about whom",
        "in" => "in which region",
        "of" | "over" => "of what",
        "using" => "by which measure",
        "on" | "until" | "after" => "on which event",
        _ => "what",
    }
}

/// `registration: collect contact.name`: nobody acts.
fn missing_actor(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let is_label = |token: Option<&Token<'_>>| token.is_none_or(|token| token.text == ":");
    let verb = place.last.filter(|last| last.is_reserved() && is_verb_or_modal(last.text))?;
    if place.entry != Rule::statement_only || !is_label(place.before_last) {
        return None;
    }
    Some(
        Diagnostic::new(&rules::MISSING_ACTOR, at(verb), "this statement does not say who acts")
            .at("nobody stands before this word")
            .help(format!("write `we {}`, or name the recipient who does it", verb.text)),
    )
}

fn is_verb_or_modal(word: &str) -> bool {
    VERBS.contains(&word) || matches!(word, "may" | "never" | "currently" | "do" | "try")
}

/// The verbs as an author writes them after `we`.
const VERBS: &[&str] = &[
    "advise", "bind", "collect", "combine", "decide", "delete", "derive", "disclaim", "disclose", "have", "notify", "offer",
    "protect", "publish", "retain", "sell", "state", "store", "train", "use", "view",
];

/// Words that people write for a verb of the language.
const SYNONYMS: &[(&str, &str)] = &[
    ("access", "view"), ("allow", "offer"), ("analyse", "use"), ("analyze", "use"), ("ask", "collect"), ("erase", "delete"), ("gather", "collect"), ("give", "disclose"), ("grant", "offer"), ("hold", "retain"),
    ("infer", "derive"), ("inform", "notify"), ("keep", "retain"), ("link", "combine"), ("obtain", "collect"), ("process", "use"),
    ("provide", "disclose"), ("receive", "collect"), ("record", "collect"), ("remove", "delete"), ("save", "retain"),
    ("secure", "protect"), ("send", "disclose"), ("share", "disclose"), ("tell", "notify"), ("track", "collect"), ("transfer", "disclose"),
];

/// A name where a text in quotation marks was expected.
fn bare_text(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let next = place.next.filter(|next| next.is_word())?;
    let wants_text = place.expects(Rule::string) && !place.is_in_list();
    let is_prose_word = next.text.starts_with(|c: char| c.is_uppercase()) || place.expected.iter().all(|rule| matches!(rule, Rule::string | Rule::prose));
    (wants_text && is_prose_word).then(|| {
        Diagnostic::new(&rules::MISSING_QUOTE, at(next), "a text in quotation marks is expected here")
            .at("`\"` is missing before this")
            .help(format!("put quotation marks around the text: `\"{} …\"`", next.text))
    })
}

fn wrong_date(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let is_numeric = |token: &&Token<'_>| token.is_word() && token.text.starts_with(|c: char| c.is_ascii_digit());
    let is_slash = |token: Option<&Token<'_>>| token.is_some_and(|token| matches!(token.text, "/" | "."));
    let token = place.next.filter(is_numeric).or_else(|| place.last.filter(is_numeric).filter(|_| is_slash(place.next)))?;
    (place.expects(Rule::date) || is_slash(place.after_next) || is_slash(place.next)).then(|| {
        Diagnostic::new(&rules::DATE_FORMAT, at(token), "this is not a date")
            .at("year, month, day")
            .help("write dates as `2013-03-23`, and lengths of time as `30 days`")
    })
}

fn unknown_word(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let next = place.next.filter(|next| next.is_word())?;
    let unknown = |message: String, help: String| {
        Some(Diagnostic::new(&rules::UNKNOWN_WORD, at(next), message).at("not known here").help(help))
    };
    let folded = next.text.to_lowercase();
    let expected_words: Vec<&str> = place.expected.iter().filter_map(|rule| keyword(*rule)).collect();
    if folded != next.text && expected_words.contains(&folded.as_str()) {
        return unknown(format!("`{}` is written in small letters", next.text), format!("write `{folded}`"));
    }
    let expects_verb = place.expects(Rule::kw_collect) && place.expects(Rule::kw_retain);
    if expects_verb && matches!(next.text, "not" | "dont" | "don't" | "don’t") {
        return unknown(format!("`{}` cannot stand here", next.text), "write `never` for what is not done, or `do not yet` for what is not done so far".to_owned());
    }
    if expects_verb && let Some((_, verb)) = SYNONYMS.iter().find(|(word, _)| folded.strip_suffix('s').unwrap_or(&folded) == *word) {
        return unknown(format!("`{}` is not a verb of the language", next.text), format!("write `{verb}`"));
    }
    let misspelt = if next.is_reserved() { None } else { suggest::nearest(&folded, expected_words.iter().copied()) };
    if let Some(word) = misspelt {
        let what = if expects_verb { "a verb of the language" } else { "a word of the language" };
        return unknown(format!("`{}` is not {what}", next.text), format!("did you mean `{word}`?"));
    }
    (expects_verb && !next.is_reserved()).then(|| ()).and_then(|()| {
        unknown(format!("`{}` is not a verb of the language", next.text), format!("write one of {}", VERBS.join(", ")))
    })
}

fn missing_comma(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let (last, next) = (place.last?, place.next.filter(|next| next.is_name())?);
    let is_list = place.is_in_list() && (last.is_name() || matches!(last.text, "anyone" | "data"));
    is_list.then(|| {
        Diagnostic::new(&rules::MISSING_COMMA, at(last).to(at(next)), format!("a comma is missing between `{}` and `{}`", last.text, next.text))
            .at("two names side by side")
            .help(format!("write `{}, {}`", last.text, next.text))
    })
}

/// `registration google-analytics collects …`: the label has no colon and the actor is not `we`.
fn missing_label_colon(place: &Place<'_>, at: &dyn Fn(&Token<'_>) -> Span) -> Option<Diagnostic> {
    let last = place.last.filter(|last| last.is_name())?;
    let is_first = place.before_last.is_none();
    let follows = place.next.is_some_and(Token::is_word);
    (place.entry == Rule::statement_only && is_first && follows).then(|| missing_colon(at(last), last.text))
}

fn missing_colon(span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(&rules::MISSING_COLON, span, format!("the label `{label}` is not followed by a colon"))
        .at("`:` is missing after this")
        .help(format!("write `{label}:`"))
}

fn shown(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::Word | TokenKind::Mark => format!("`{}`", token.text),
        _ => "this text".to_owned(),
    }
}

/// How far the strict rule gets (offset in the piece), and what it expected there.
fn furthest(text: &str, entry: Rule) -> (usize, Vec<Rule>) {
    let Err(error) = Grammar::parse(entry, text) else { return (text.len(), Vec::new()) };
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let expected = match error.variant {
        pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
        pest::error::ErrorVariant::CustomError { .. } => Vec::new(),
    };
    // A comment can stand anywhere, so it says nothing about what is missing.
    let expected = expected.iter().filter(|rule| **rule != Rule::COMMENT);
    (at, expected.flat_map(opening_words).copied().collect())
}

/// The words with which a rule can begin: pest names the outermost rule that failed at a place.
fn opening_words(rule: &Rule) -> &[Rule] {
    match rule {
        Rule::clause => CLAUSE_WORDS,
        Rule::tail => TAIL_WORDS,
        Rule::modal => &[Rule::kw_never, Rule::kw_may, Rule::kw_currently, Rule::kw_do, Rule::kw_try],
        Rule::empty_string => &[Rule::string],
        rule => std::slice::from_ref(rule),
    }
}

const CLAUSE_WORDS: &[Rule] = &[
    Rule::kw_only, Rule::kw_from, Rule::kw_about, Rule::kw_through, Rule::kw_to, Rule::kw_for, Rule::kw_with, Rule::kw_when,
    Rule::kw_unless, Rule::kw_under, Rule::kw_based, Rule::kw_required, Rule::kw_optional, Rule::kw_kept, Rule::kw_over,
    Rule::kw_at, Rule::kw_within, Rule::kw_promptly, Rule::kw_in,
];

const TAIL_WORDS: &[Rule] = &[
    Rule::kw_later, Rule::kw_except, Rule::kw_otherwise, Rule::kw_because, Rule::kw_says, Rule::kw_note, Rule::kw_example,
    Rule::kw_cites, Rule::kw_traces,
];

/// What was expected, for a reader who does not know the grammar: at most four things.
fn in_words(expected: &[Rule]) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in expected {
        let word = match rule {
            Rule::path | Rule::set_item => "a name".to_owned(),
            Rule::string | Rule::prose => "a text in quotation marks".to_owned(),
            Rule::open => "`{`".to_owned(),
            Rule::close => "`}`".to_owned(),
            Rule::close_group => "`)`".to_owned(),
            Rule::date => "a date such as `2013-03-23`".to_owned(),
            Rule::number | Rule::duration => "a length of time such as `30 days`".to_owned(),
            Rule::unit => "`days`, `months` or `years`".to_owned(),
            Rule::verdict => "`permitted`, `prohibited`, `undisclosed` or `not covered`".to_owned(),
            Rule::label => continue,
            rule => match keyword(*rule) {
                Some(word) => format!("`{word}`"),
                None => continue,
            },
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // A long list of words helps nobody: then it is a clause, whichever.
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if words.len() <= 4 => format!("{} or {last}", most.join(", ")),
        _ if expected.contains(&Rule::kw_collect) => "a verb such as `collect`".to_owned(),
        _ => "a clause such as `for service.core`, or the next statement".to_owned(),
    }
}

/// The word of a keyword rule.
fn keyword(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::kw_a => "a",
        Rule::kw_about => "about",
        Rule::kw_advise => "advise",
        Rule::kw_after => "after",
        Rule::kw_and => "and",
        Rule::kw_any => "any",
        Rule::kw_anyone => "anyone",
        Rule::kw_as => "as",
        Rule::kw_at => "at",
        Rule::kw_based => "based",
        Rule::kw_because => "because",
        Rule::kw_before => "before",
        Rule::kw_bind => "bind",
        Rule::kw_by => "by",
        Rule::kw_cites => "cites",
        Rule::kw_collect => "collect",
        Rule::kw_combine => "combine",
        Rule::kw_contain => "contain",
        Rule::kw_currently => "currently",
        Rule::kw_decide => "decide",
        Rule::kw_delete => "delete",
        Rule::kw_derive => "derive",
        Rule::kw_disclaim => "disclaim",
        Rule::kw_disclose => "disclose",
        Rule::kw_do => "do",
        Rule::kw_elsewhere => "elsewhere",
        Rule::kw_every => "every",
        Rule::kw_example => "example",
        Rule::kw_except => "except",
        Rule::kw_excludes => "excludes",
        Rule::kw_expect => "expect",
        Rule::kw_for => "for",
        Rule::kw_from => "from",
        Rule::kw_has => "has",
        Rule::kw_have => "have",
        Rule::kw_import => "import",
        Rule::kw_in => "in",
        Rule::kw_includes => "includes",
        Rule::kw_indefinitely => "indefinitely",
        Rule::kw_is => "is",
        Rule::kw_kept => "kept",
        Rule::kw_kind => "kind",
        Rule::kw_lasting => "lasting",
        Rule::kw_later => "later",
        Rule::kw_link => "link",
        Rule::kw_may => "may",
        Rule::kw_means => "means",
        Rule::kw_never => "never",
        Rule::kw_no => "no",
        Rule::kw_not => "not",
        Rule::kw_note => "note",
        Rule::kw_notify => "notify",
        Rule::kw_of => "of",
        Rule::kw_offer => "offer",
        Rule::kw_on => "on",
        Rule::kw_only => "only",
        Rule::kw_optional => "optional",
        Rule::kw_or => "or",
        Rule::kw_otherwise => "otherwise",
        Rule::kw_over => "over",
        Rule::kw_policy => "policy",
        Rule::kw_promptly => "promptly",
        Rule::kw_protect => "protect",
        Rule::kw_publish => "publish",
        Rule::kw_required => "required",
        Rule::kw_retain => "retain",
        Rule::kw_says => "says",
        Rule::kw_section => "section",
        Rule::kw_sell => "sell",
        Rule::kw_some => "some",
        Rule::kw_state => "state",
        Rule::kw_stated => "stated",
        Rule::kw_store => "store",
        Rule::kw_stores => "stores",
        Rule::kw_term => "term",
        Rule::kw_text => "text",
        Rule::kw_then => "then",
        Rule::kw_through => "through",
        Rule::kw_to => "to",
        Rule::kw_traces => "traces",
        Rule::kw_tracker => "tracker",
        Rule::kw_train => "train",
        Rule::kw_try => "try",
        Rule::kw_under => "under",
        Rule::kw_unless => "unless",
        Rule::kw_until => "until",
        Rule::kw_use => "use",
        Rule::kw_using => "using",
        Rule::kw_view => "view",
        Rule::kw_we => "we",
        Rule::kw_when => "when",
        Rule::kw_whichever => "whichever",
        Rule::kw_while => "while",
        Rule::kw_with => "with",
        Rule::kw_within => "within",
        Rule::kw_yet => "yet",
        _ => return None,
    })
}

/// Cuts a broken piece into words, texts and marks; comments are skipped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = token(rest);
        if let (Some(kind), Some(text)) = (kind, rest.get(..length)) {
            tokens.push(Token { kind, text, start: at });
        }
        at += length;
    }
    tokens
}

/// The kind and the length in bytes of the first token of a text; white space and comments have no kind.
fn token(rest: &str) -> (Option<TokenKind>, usize) {
    let line = || rest.find('\n').unwrap_or(rest.len());
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '\'' | '’');
    let Some(first) = rest.chars().next() else { return (None, 0) };
    if first.is_whitespace() || first == '\u{FEFF}' {
        return (None, first.len_utf8());
    }
    if rest.starts_with("//") {
        return (None, line());
    }
    if rest.starts_with("\"\"\"") {
        return prose_token(rest);
    }
    if first == '"' {
        let inner = rest.get(1..).unwrap_or("");
        return match inner.find(['"', '\n']) {
            Some(end) if inner.as_bytes().get(end) == Some(&b'"') => (Some(TokenKind::Text), end + 2),
            _ => (Some(TokenKind::UnclosedText), rest.get(..line()).unwrap_or(rest).trim_end().len()),
        };
    }
    if first.is_ascii_alphanumeric() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        // A full stop at the end of a word is a mark of its own.
        let word = rest.get(..end).unwrap_or("").trim_end_matches(['.', '-', '\'', '’']);
        return (Some(TokenKind::Word), word.len().max(1));
    }
    (Some(TokenKind::Mark), first.len_utf8())
}

/// Prose that is opened at the end of a line and closed on a line of its own, or what was meant to be that.
fn prose_token(rest: &str) -> (Option<TokenKind>, usize) {
    let body = rest.get(3..).unwrap_or("");
    let opens = body.lines().next().is_some_and(|line| line.trim().is_empty()) && body.contains('\n');
    match body.find("\"\"\"") {
        Some(end) if opens => {
            let before = body.get(..end).unwrap_or("");
            let after = body.get(end + 3..).unwrap_or("");
            let is_alone = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
                && after.lines().next().is_none_or(|line| line.trim().is_empty());
            (Some(if is_alone { TokenKind::Text } else { TokenKind::UnclosedProse }), end + 6)
        }
        _ => (Some(TokenKind::UnclosedProse), rest.len()),
    }
}
