//! Turns of phrase that lawyers write, and how the language says the same.

use super::{Place, Token, removed, replaced, unknown, words};
use crate::diagnostic::Diagnostic;
use crate::language::{Trait, Unit};
use crate::parse::rules;

/// What people do who use the service: a right of theirs, which the company offers.
const PEOPLE: &[&str] =
    &["you", "users", "customers", "visitors", "individuals", "consumers", "people", "everyone", "they"];

/// Words behind which the language wants a purpose, by the verb of the sentence that people write.
const PURPOSES: &[(&[&str], &str)] = &[
    (&["improve", "enhance", "develop", "optimise", "optimize"], "improve.product"),
    (&["provide", "offer", "deliver", "operate", "run", "perform", "give"], "service.core"),
    (&["maintain", "host"], "operations"),
    (&["respond", "answer", "assist", "help", "support"], "service.support"),
    (&["prevent", "detect", "combat", "stop"], "security.fraud"),
    (&["protect", "secure", "verify"], "security"),
    (&["comply", "fulfil", "fulfill", "meet"], "legal.compliance"),
    (&["send", "market", "promote"], "marketing.direct"),
    (&["advertise", "target"], "ads"),
    (&["analyse", "analyze", "understand", "measure", "monitor"], "analytics"),
    (&["personalise", "personalize", "customise", "customize", "tailor"], "personalise"),
];

/// Rights, by the words with which people are told of them.
const RIGHTS: &[(&[&str], &str)] = &[
    (&["object"], "objection"),
    (&["withdraw", "revoke"], "withdrawal"),
    (&["access", "see", "copy"], "access"),
    (&["delete", "erase", "erasure", "deletion", "remove"], "deletion"),
    (&["correct", "rectify", "correction", "rectification", "change"], "correction"),
    (&["restrict", "limit"], "restriction"),
    (&["export", "download", "port", "transfer"], "portability"),
    (&["complain", "complaint", "lodge"], "complaint"),
    (&["refuse", "decline"], "refusal"),
];

/// What people opt out of, and the right that is meant.
const OPT_OUTS: &[(&[&str], &str)] = &[
    (&["marketing", "newsletters", "newsletter", "emails"], "opt-out.marketing"),
    (&["sale", "sales", "selling"], "opt-out.sale"),
    (&["sharing", "share"], "opt-out.sharing"),
    (&["advertising", "ads", "advertisements", "targeted"], "opt-out.targeted-advertising"),
    (&["profiling"], "opt-out.profiling"),
    (&["analytics"], "opt-out.analytics"),
];

/// Words that promise nothing definite.
const ADVERBS: &[&str] = &[
    "chiefly",
    "commonly",
    "generally",
    "mainly",
    "mostly",
    "normally",
    "occasionally",
    "often",
    "primarily",
    "principally",
    "sometimes",
    "typically",
    "usually",
];

fn meant<'m>(table: &'m [(&[&str], &str)], word: &str) -> Option<&'m str> {
    table.iter().find(|(written, _)| written.contains(&word)).map(|(_, meant)| *meant)
}

/// `<<<<<<< HEAD`, `=======`, `>>>>>>> other`
pub(super) fn mark_of_a_merge(place: &Place<'_>) -> Option<Diagnostic> {
    const LENGTH: usize = 7;
    let next = place.next().filter(|next| matches!(next.text, "<" | "=" | ">" | "|"))?;
    let rest = place.text.get(next.start..)?;
    if !place.starts_line(next) || !rest.starts_with(&next.text.repeat(LENGTH)) {
        return None;
    }
    let end = place.last_on_line(next, |_| true).map_or(next.end(), Token::end);
    Some(
        Diagnostic::new(&rules::STRAY_MARK, (place.span)(next.start, end), "this is the mark of a merge that nobody has finished")
            .at("left by a merge")
            .help("choose what is to stand here, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"),
    )
}

/// `required by law`, `if permitted by law`
pub(super) fn by_law(place: &Place<'_>) -> Option<Diagnostic> {
    let from = place.at.saturating_sub(3);
    let near = place.tokens.get(from..)?.windows(3).take(6).enumerate();
    let is_it = |window: &[Token<'_>]| match window {
        [what, by, law] => {
            matches!(what.text, "required" | "compelled" | "obliged" | "demanded" | "permitted" | "allowed")
                && by.text == "by"
                && matches!(law.text, "law" | "the" | "applicable")
                && place.is_same_line(what, law)
        }
        _ => false,
    };
    let (offset, window) = near.into_iter().find(|(_, window)| is_it(window))?;
    let [what, .., law] = window else { return None };
    let before = (from + offset).checked_sub(1).and_then(|at| place.tokens.get(at));
    let joining = before.filter(|token| {
        matches!(token.text, "as" | "if" | "when" | "where" | "unless" | "until" | "only")
            && place.is_same_line(token, what)
    });
    let permits = matches!(what.text, "permitted" | "allowed");
    let fact = if permits { "legal-permission" } else { "legal-obligation" };
    let help = match joining.map(|token| token.text) {
        Some("unless" | "until") => format!("write `unless {fact}`"),
        None | Some("as") if !permits => {
            "write `based on legal-obligation`, or `when legal-obligation` where it is done only then"
                .to_owned()
        }
        _ => format!("write `when {fact}`"),
    };
    let end = place.last_on_line(law, |token| token.text == "law").map_or(law.end(), Token::end);
    let start = joining.map_or(what.start, |token| token.start);
    let text = place.text.get(start..end)?;
    Some(
        Diagnostic::new(
            &rules::UNKNOWN_WORD,
            (place.span)(start, end),
            format!("`{text}` is said in other words"),
        )
        .at("not known here")
        .help(help),
    )
}

/// `to improve the service`, `in order to prevent fraud`
pub(super) fn purpose_behind_to(place: &Place<'_>) -> Option<Diagnostic> {
    let read = place.tokens.get(..place.tokens.len().min(place.at + 1))?;
    let at = read.iter().rposition(|token| token.text == "to")?;
    let (to, verb) = (read.get(at)?, place.tokens.get(at + 1)?);
    let is_near = place.at <= at + 5 && verb.is_word() && place.is_same_line(to, verb);
    let goes_on = place.tokens.get(at + 2).is_some_and(|token| {
        let is_more = !words::is_clause(token.text) && !words::is_tail(token.text);
        token.is_word() && (is_more || verb.text == "comply" && token.text == "with")
    });
    let order = at.checked_sub(1).and_then(|before| read.get(before)).filter(|token| token.text == "order");
    let known = meant(PURPOSES, verb.text);
    if !is_near || !goes_on || verb.text.contains('.') || (known.is_none() && order.is_none()) {
        return None;
    }
    let first = order.and_then(|_| at.checked_sub(2)).and_then(|before| read.get(before)).unwrap_or(to);
    let help = match known {
        Some(purpose) => format!("write `for {purpose}`, or another purpose: `candor vocab` lists them"),
        None => "write `for` and the purpose: `candor vocab` lists them".to_owned(),
    };
    let span = (place.span)(first.start, verb.end());
    Some(
        Diagnostic::new(&rules::UNKNOWN_WORD, span, "a purpose stands behind `for`")
            .at("`to` names a recipient")
            .help(help),
    )
}

/// `never sell contact.email without consent`
pub(super) fn without(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.text == "without")?;
    let behind = place.tokens.get(place.at + 1..).unwrap_or_default();
    let fact = behind
        .iter()
        .take_while(|token| token.is_word() && place.is_same_line(next, token))
        .find(|token| token.is_name() && !words::FILLERS.contains(&token.text))
        .map_or("consent", |token| token.text);
    let is_never = place.tokens.iter().any(|token| token.text == "never" && token.start < next.start);
    let help = match is_never {
        true => format!("write `unless {fact}`; without `never` it is `only with {fact}`"),
        false => format!("write `when not {fact}`, or leave it out: who names no condition asks for none"),
    };
    unknown(place, next, "`without` is not a word of the language".to_owned(), help)
}

/// `free of charge`, `at no cost`
pub(super) fn free_of_charge(place: &Place<'_>) -> Option<Diagnostic> {
    let from = place.at.saturating_sub(1);
    let is_it = |window: &[Token<'_>]| {
        let said: Vec<&str> = window.iter().map(|token| token.text).collect();
        matches!(
            said.as_slice(),
            ["free", "of", "charge"] | ["at", "no", "cost" | "charge"] | ["without", "charge", _]
        )
    };
    let window = place.tokens.get(from..)?.windows(3).take(2).find(|window| is_it(window));
    let pair = place.tokens.get(from..)?;
    let (start, end) = match (window, pair) {
        (Some([first, .., last]), _) => (first.start, last.end()),
        (_, [.., first, last]) if first.text == "without" && last.text == "charge" => {
            (first.start, last.end())
        }
        _ => return None,
    };
    Some(
        Diagnostic::new(
            &rules::UNKNOWN_WORD,
            (place.span)(start, end),
            "what a right costs stands in braces",
        )
        .at("not known here")
        .help("write `{ fee none }` at the end of the statement"),
    )
}

/// `notify users of material-change before it takes effect`, `14 days before`
pub(super) fn before_something(place: &Place<'_>) -> Option<Diagnostic> {
    const MESSAGE: &str = "a notice comes `beforehand`, or a time `before`";
    let next = place.next()?;
    if next.is_numeric() {
        let unit = place.behind(1).filter(|unit| Unit::of_word(unit.text).is_some())?;
        let before =
            place.behind(2).filter(|token| matches!(token.text, "before" | "beforehand" | "prior"))?;
        let span = place.span(next).to(place.span(before));
        return Some(
            Diagnostic::new(&rules::UNKNOWN_WORD, span, MESSAGE)
                .at("at least, at most, exactly?")
                .help(format!("write `at least {} {} before`", next.text, unit.text)),
        );
    }
    if next.text != "before" {
        return None;
    }
    let help =
        "write `beforehand`, or how long before: `at least 14 days before`. The event says before what";
    unknown(place, next, MESSAGE.to_owned(), help.to_owned())
}

/// `you may opt out of marketing`, `users can delete their data`
pub(super) fn choice_of_people(place: &Place<'_>) -> Option<Diagnostic> {
    // A label of one word, perhaps with a title.
    let begins =
        place.tokens.iter().take(3).position(|token| token.is_mark(":")).map_or(0, |colon| colon + 1);
    let actor = place.tokens.get(begins).filter(|actor| PEOPLE.contains(&actor.text))?;
    let said: Vec<&Token<'_>> =
        place.tokens.get(begins + 1..)?.iter().take_while(|token| token.is_word()).take(6).collect();
    let opts_out =
        said.windows(2).any(|pair| matches!(pair, [opt, out] if opt.text == "opt" && out.text == "out"));
    let find = |table| said.iter().find_map(|token| meant(table, token.text));
    let right = match opts_out {
        true => Some(find(OPT_OUTS).unwrap_or("opt-out")),
        false => find(RIGHTS),
    };
    let help = match right {
        Some(right) => format!("write `we offer {right}`"),
        None => "write `we offer` and the right: `candor vocab` lists them".to_owned(),
    };
    let last = said.first().map_or(actor, |word| *word);
    Some(
        Diagnostic::new(
            &rules::UNKNOWN_WORD,
            place.span(actor).to(place.span(last)),
            "what people may do is a right, and the company offers it",
        )
        .at("who acts is `we`, or a recipient")
        .help(help),
    )
}

/// `we primarily use contact.email`
pub(super) fn adverb(place: &Place<'_>) -> Option<Diagnostic> {
    let is_adverb = |token: &&Token<'_>| ADVERBS.contains(&token.text);
    let word = place.next().filter(is_adverb).or_else(|| place.last().filter(is_adverb))?;
    let help = "take it out: a statement says what is done. What is done besides is said as well, and `only` says that there is nothing else";
    unknown(place, word, format!("`{}` leaves open what else is done", word.text), help.to_owned())
}

/// `anyone other than processors`
pub(super) fn other_than(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.text == "other")?;
    let than = place.behind(1).filter(|than| than.text == "than")?;
    let span = place.span(next).to(place.span(than));
    Some(replaced(
        place,
        (next, than),
        "except",
        Diagnostic::new(&rules::UNKNOWN_WORD, span, "`other than` is `except`")
            .at("not known here")
            .help("write `except`"),
    ))
}

/// `never sell contact.email except with consent`, `other than where …`
pub(super) fn except_under(place: &Place<'_>) -> Option<Diagnostic> {
    let end = place.tokens.len().min(place.at + 3);
    let near = place.tokens.get(place.at.saturating_sub(2)..end)?;
    let is_condition = |word: &Token<'_>| matches!(word.text, "with" | "when" | "if" | "where" | "under");
    let (first, word) = near
        .windows(2)
        .find_map(|pair| match pair {
            [except, word] if except.text == "except" && is_condition(word) => Some((except, word)),
            _ => None,
        })
        .or_else(|| {
            near.windows(3).find_map(|three| match three {
                [other, than, word] if other.text == "other" && than.text == "than" && is_condition(word) => {
                    Some((other, word))
                }
                _ => None,
            })
        })?;
    let fact = place
        .tokens
        .iter()
        .skip_while(|token| token.start <= word.start)
        .take_while(|token| token.is_word() && place.is_same_line(word, token))
        .find(|token| token.is_name() && !words::FILLERS.contains(&token.text))
        .map_or("…", |token| token.text);
    let span = place.span(first).to(place.span(word));
    Some(
        Diagnostic::new(&rules::UNKNOWN_WORD, span, "an exception under a condition is `unless`")
            .at("`except` takes names, or `as stated in` and a label")
            .help(format!("write `unless {fact}`")),
    )
}

/// `for marketing purposes`
pub(super) fn purposes_behind_purpose(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| matches!(next.text, "purpose" | "purposes"))?;
    let last = place.last()?;
    let is_purpose = last.is_name() && !words::FILLERS.contains(&last.text) && place.is_same_line(last, next);
    let is_led_in = place.tokens.get(..place.at)?.iter().any(|token| token.text == "for");
    if !is_purpose || !is_led_in {
        return None;
    }
    let found = unknown(
        place,
        next,
        format!("`{}` is one word too many", next.text),
        format!("remove `{}`: `for {}` says it", next.text, last.text),
    );
    found.map(|found| removed(place, next, found))
}

/// `for no longer than 2 years`, `no more than 2 years`
pub(super) fn no_longer_than(place: &Place<'_>) -> Option<Diagnostic> {
    let from = place.at.saturating_sub(1);
    let window = place.tokens.get(from..)?.windows(5).take(2).find(|window| {
        matches!(window, [no, more, than, amount, unit] if no.text == "no"
            && matches!(more.text, "longer" | "more" | "later")
            && than.text == "than"
            && amount.is_numeric()
            && Unit::of_word(unit.text).is_some())
    })?;
    let [no, _, _, amount, unit] = window else { return None };
    let fault = Diagnostic::new(
        &rules::UNKNOWN_WORD,
        place.span(no).to(place.span(unit)),
        "the longest time is `up to` it",
    )
    .at("not known here")
    .help(format!("write `for up to {} {}`", amount.text, unit.text));
    let before = place.tokens.iter().rfind(|token| token.end() <= no.start);
    let lead = if before.is_some_and(|token| token.text == "for") { "" } else { "for " };
    let text = format!("{lead}up to {} {}", amount.text, unit.text);
    Some(replaced(place, (no, unit), text, fault))
}

/// `{ fee none } traces "12"`: tails stand before the braces.
pub(super) fn tail_behind_braces(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| words::is_tail(next.text) || words::is_clause(next.text))?;
    let last = place.last().filter(|last| last.is_mark("}"))?;
    let open = place.tokens.get(..place.at)?.iter().rfind(|token| token.is_mark("{"))?;
    Some(
        Diagnostic::new(
            &rules::UNREADABLE,
            place.span(next),
            format!("`{}` stands behind the braces", next.text),
        )
        .at("braces are the end of a statement")
        .with(place.span(open).to(place.span(last)), "the braces")
        .help(format!("move `{} …` before `{{`", next.text)),
    )
}

/// `data x "trade data" personal includes contact.email`: traits come last.
pub(super) fn relation_behind_trait(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| words::is_relation(next.text))?;
    let is_trait = |token: &&Token<'_>| Trait::ALL.iter().any(|one| one.word() == token.text);
    let first = place.tokens.get(..place.at)?.iter().skip(2).find(is_trait)?;
    Some(
        Diagnostic::new(
            &rules::UNREADABLE,
            place.span(next),
            format!("`{}` stands behind `{}`", next.text, first.text),
        )
        .at("out of order")
        .with(place.span(first), "traits stand at the end")
        .help(format!("move `{} …` before `{}`", next.text, first.text)),
    )
}

/// `only under scc`
pub(super) fn only_under(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.text == "under")?;
    let only = place.last().filter(|last| last.text == "only")?;
    let what = place.behind(1).filter(|what| what.is_name()).map_or("…", |what| what.text);
    Some(
        Diagnostic::new(
            &rules::UNREADABLE,
            place.span(only).to(place.span(next)),
            "`under` tells of a safeguard, and takes no `only`",
        )
        .at("not said like this")
        .help(format!("write `only when {what}`")),
    )
}

/// `bind processors in us to scc`
pub(super) fn region_of_bind(place: &Place<'_>) -> Option<Diagnostic> {
    let next = place.next().filter(|next| next.text == "in")?;
    let bind = place.tokens.get(..place.at)?.iter().find(|token| matches!(token.text, "bind" | "binds"))?;
    Some(
        Diagnostic::new(&rules::UNREADABLE, place.span(next), "`bind` takes no region")
            .at("of recipients, not of places")
            .with(place.span(bind), "what is bound is a recipient, wherever it is")
            .help("name the recipients who are there, or say it of the disclosure: `we disclose … to … in … only when scc`"),
    )
}

/// `store only hashed account.credentials.password`: `store` is about places.
pub(super) fn form_of_store(place: &Place<'_>) -> Option<Diagnostic> {
    let store = place.tokens.iter().find(|token| matches!(token.text, "store" | "stores"))?;
    let form = place.tokens.iter().find(|token| words::is_form(token.text) && token.start > store.start)?;
    let data = place.tokens.iter().find(|token| token.is_name() && token.start > form.start)?;
    let has_region = place.tokens.iter().any(|token| token.text == "in" && token.start > store.start);
    if has_region || !(place.expects(super::Rule::store_in) || place.expects(super::Rule::kw_in)) {
        return None;
    }
    Some(
        Diagnostic::new(&rules::UNREADABLE, place.span(store), format!("`{}` says in which region, and not in which form", store.text))
            .at("no region")
            .help(format!(
                "for the form write `we protect {0} using hashing`, or `we never store readable {0} in any region`; for the place write `in` and the region, directly behind the data",
                data.text
            )),
    )
}

/// `for as long as needed`: what is collected is `kept`.
pub(super) fn as_long_as(place: &Place<'_>) -> Option<Diagnostic> {
    let near = [place.at.checked_sub(2), place.at.checked_sub(1), Some(place.at)];
    let at = near.into_iter().flatten().find(|at| {
        let word = |places: usize| place.tokens.get(at + places).map(|token| token.text);
        word(0) == Some("for") && word(1) == Some("as") && word(2) == Some("long")
    })?;
    let first = place.tokens.get(at)?;
    let is_retain = place.tokens.iter().any(|token| matches!(token.text, "retain" | "retains"));
    let kept = if is_retain { "" } else { "kept " };
    unknown(
        place,
        first,
        "`for as long as` is one word too long".to_owned(),
        format!(
            "write `{kept}as long as needed for its purposes`, or name the purposes, or write `{kept}while` and a condition"
        ),
    )
}
