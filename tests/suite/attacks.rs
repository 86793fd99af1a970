//! Attempts to get a change past the gate: each is made in a repository of its own, and each is stopped.

mod formulas;
mod labels;
mod refusals;

use crate::git::{Repository, Said, acknowledge, at_work, policy};

/// Everything of the gate that can be set, as strict as it gets.
const STRICT: &str = "[gate]\n\
    policy = \"policy.candor\"\n\
    fail-on = \"warning\"\n\
    profiles = [\"gdpr\", \"us-ftc\"]\n\
    against = [\"merge-base\", \"published\"]\n\
    published = \"git:refs/tags/published\"\n\
    advance-days = 60\n\
    [gate.levels]\n\
    text-changed = \"error\"\n\
    [gate.approvers]\n\
    notify = [\"bea@example.org\"]\n";

#[test]
fn no_setting_is_weakened_unseen() {
    let repository = Repository::new();
    repository.write("candor.toml", STRICT).write("policy.candor", &policy("processors")).commit("Begin");
    repository.git(&["tag", "published"]);
    repository.branch("work");
    repository.write("other.candor", &policy("processors"));
    repository.candor(&["gate"]).ends(0);
    for (knob, from, to) in [
        ("policy", "\"policy.candor\"", "\"other.candor\""),
        ("fail-on", "\"warning\"", "\"error\""),
        ("fail-on", "\"warning\"", "\"widening\""),
        ("profiles", ", \"us-ftc\"", ""),
        ("against", "\"merge-base\", \"published\"", "\"published\""),
        ("against", "\"merge-base\", \"published\"", "\"merge-base\""),
        ("published", "git:refs/tags/published", "git:HEAD"),
        ("advance-days", "60", "59"),
        ("levels.text-changed", "text-changed = \"error\"", ""),
        ("approvers.notify", "\"bea@example.org\"", ""),
        ("approvers.notify", "\"bea@example.org\"", "\"bea@example.org\", \"eve\""),
    ] {
        assert!(STRICT.contains(from), "{knob}");
        repository.write("candor.toml", &STRICT.replacen(from, to, 1));
        repository.candor(&["gate"]).ends(1).has("gate-weakened").has(&format!("`{knob}` of the gate"));
    }
    // What is stricter is told and stops nothing.
    repository.write("candor.toml", &STRICT.replacen("60", "90", 1));
    repository.candor(&["gate"]).ends(0).has("gate-strengthened");
    // A file that is gone, empty or elsewhere says as little as one that says nothing.
    for script in ["rm candor.toml", ": > candor.toml", "mkdir -p ci && git mv -f candor.toml ci/candor.toml"]
    {
        repository.write("candor.toml", STRICT).shell(script).ends(0);
        repository
            .candor(&["gate", "policy.candor"])
            .ends(1)
            .has("gate-weakened")
            .has("`fail-on` of the gate");
        repository.git(&["checkout", "-q", "HEAD", "--", "candor.toml"]);
    }
}

/// A change that stops, acknowledged in order; then the record is written over with a script of `sed`.
fn forged(recipients: &str, script: &str) -> Said {
    let repository = at_work();
    repository.write("policy.candor", &policy(recipients)).commit("Partners");
    acknowledge(&repository).ends(0);
    repository.candor(&["gate"]).ends(0);
    repository.shell(&format!("sed -i '{script}' acknowledgements/*.toml")).ends(0);
    repository.candor(&["gate"])
}

#[test]
fn a_record_holds_what_changed_and_not_more() {
    let wide = |script: &str| {
        forged("processors, partners", script).ends(5).has("acknowledgement-too-wide");
    };
    wide("s/^recipient = .*/recipient = [\"third-parties\"]/");
    wide("/^recipient = /d");
    wide("/^purpose = /d");
    wide("s/contact.email/contact/");
    // An area of everything, put behind the others.
    wide("$ a [[area]]");
    // A slot that there is not would hold everything, and look as if it held something.
    forged("processors, partners", "s/^recipient = /recipeint = /")
        .ends(1)
        .has("acknowledgement-unreadable")
        .has("did you mean `recipient`?");
}

#[test]
fn a_record_of_something_else_covers_nothing() {
    let stopped = |script: &str| {
        forged("processors, partners", script).ends(1).has("recipient-added").has("stale");
    };
    stopped("s/^rule = .*/rule = \"purpose-added\"/");
    stopped("s/contact.email/contact.phone/");
    stopped("s/contact.email/contact.carrier-pigeon/");
    stopped("s/\"partners\"/\"advertisers\"/");
    // Its own words and fingerprint do not count, the flows do.
    forged("processors, partners", "s/^fingerprint = .*/fingerprint = \"0000000000000000\"/").ends(0);
    forged("processors, partners", "s/^rule = .*/rule = \"everything\"/")
        .ends(1)
        .has("acknowledgement-unreadable");
}

/// A policy over terms of its own.
fn club(terms: &str, sentences: &str) -> String {
    format!(
        "{terms}\npolicy club \"The club's policy\" {{\n    effective 2026-03-01\n    law eu\n}}\n\
         controller club \"The Club\" {{\n    email \"privacy@club.example\"\n}}\n\
         section all \"All\" {{\n{sentences}\n}}\n"
    )
}

/// What the gate says when a policy over terms of its own changes.
fn changed(old: [&str; 2], new: [&str; 2]) -> Said {
    let repository = Repository::new();
    repository.write("policy.candor", &club(old[0], old[1])).commit("Begin").branch("work");
    repository.write("policy.candor", &club(new[0], new[1])).commit("A change of words");
    repository.candor(&["gate"])
}

#[test]
fn nothing_becomes_harmless_by_another_name() {
    let injuries = "data injuries \"injuries\" special-category";
    let promise = "    promise: we never disclose any special-category data\n    \
                   sharing: we may disclose any not special-category data to partners for research";
    let stops = |old: [&str; 2], new: [&str; 2], rule: &str| {
        changed(old, new).ends(1).has(rule).has("stops the merge");
    };
    // It is not special any more.
    stops([injuries, promise], ["data injuries \"injuries\"", promise], "data-added");
    // It has another name, and its sentence has it too.
    let collecting = "    visits: we collect injuries from users for service.events";
    stops(
        [injuries, collecting],
        ["data notes \"your notes\"", "    visits: we collect notes from users for service.events"],
        "data-added",
    );
    // It stands below something harmless.
    let sharing = "    sharing: we may disclose content except injuries to partners for research\n    \
                   more: we may disclose content.reviews to partners for research";
    stops(
        ["data injuries \"injuries\" is a kind of content", sharing],
        ["data injuries \"injuries\" is a kind of content.reviews", sharing],
        "data-added",
    );
    // Another word for it is told at least.
    changed([injuries, promise], ["data injuries \"sports diary\" special-category", promise])
        .has("term-renamed");
}

#[test]
fn nothing_becomes_a_consent_by_its_place() {
    let sentences = "    letters: we collect contact.email from users for marketing.newsletter with consent";
    let stops = |old: &str, new: &str, sentences: &str, rule: &str| {
        changed([old, sentences], [new, sentences]).ends(1).has(rule).has("stops the merge");
    };
    let scrolling = "consent scrolling \"you scrolled on\"";
    stops(scrolling, &format!("{scrolling} is a kind of consent"), sentences, "condition-loosened");
    let careful = "condition urgent \"it is urgent\" means asked\ncondition asked \"you asked\"\ncondition busy \"we are busy\"";
    let sentences = "    help: we may disclose contact.email to partners for service.events when urgent";
    stops(careful, &careful.replace("means asked", "means asked, busy"), sentences, "condition-loosened");
    let sentences = "    help: we never disclose contact.email to partners unless urgent";
    stops(careful, &careful.replace("means asked", "means asked, busy"), sentences, "condition-loosened");
    // For whom something is promised is watched as well.
    let young = "subject cadets \"cadets\" is a kind of minors plural";
    let sentences = "    young: we never collect contact.phone about minors";
    stops(young, "subject cadets \"cadets\" plural", sentences, "condition-loosened");
}

#[test]
fn no_promise_is_weakened_word_by_word() {
    let never = "    promise: we never sell any personal data";
    let stops = |old: &str, new: &str, rule: &str| {
        changed(["", old], ["", new]).ends(1).has(rule).has("stops the merge");
    };
    // For ever, and for now.
    stops(never, &never.replace("never", "do not yet"), "promise-weakened");
    // Whatever is known, and only where it is known: of all personal data there is no class of which it could be known.
    stops(never, &never.replace("never", "never knowingly"), "promise-weakened");
    let sensitive = "    promise: we never sell any sensitive data";
    stops(sensitive, &sensitive.replace("never", "never knowingly"), "promise-withdrawn");
    stops(never, &format!("{never} about adults"), "promise-withdrawn");
    // What is not demanded, what is not there, what is refused.
    let free = "    free: we never require contact.email\n    sign-up: we collect contact.email from users for service.account";
    stops(free, free.split_once('\n').expect("two").1, "guarantee-removed");
    let plain =
        "    plain: we have no cookies\n    sign-up: we collect contact.email from users for service.account";
    stops(plain, plain.split_once('\n').expect("two").1, "guarantee-removed");
    let open = "    sign-up: we collect contact.email from users for service.account";
    stops(
        open,
        &format!("{open}\n    no: we never delete contact.email on deletion-request"),
        "refusal-added",
    );
    // A sign that is given to some people only is not given to the others.
    let sign = "    quiet: we state no-backdoors";
    stops(sign, &format!("{sign} about adults"), "alarm-silenced");
    stops(sign, "    quiet: we state accuracy", "alarm-silenced");
    // What is only said is told when it is not said any more, and is never the same in other words.
    let claims = "    fair: we state same-rights-for-all\n    care: we advise password-care";
    changed(["", claims], ["", "    care: we disclaim absolute-security"])
        .has("claim-changed")
        .has("No longer stated: We give everyone the same rights")
        .has("Stated otherwise: We cannot promise absolute security")
        .has_not("same meaning");
}

#[test]
fn an_import_hides_nothing() {
    let repository = Repository::new();
    let whole = format!("import \"parts/terms.candor\"\n{}", policy("ours"));
    let terms = |covers: &str| format!("recipient ours \"our partners\" includes {covers}\n");
    repository.write("policy.candor", &whole).write("parts/terms.candor", &terms("processors"));
    repository.write("parts/others.candor", &terms("processors, advertisers")).commit("Begin").branch("work");
    repository.candor(&["gate"]).ends(0);
    repository.write("parts/terms.candor", &terms("processors, advertisers"));
    repository.candor(&["gate"]).ends(1).has("recipient-added");
    repository.write("parts/terms.candor", &terms("processors"));
    repository.write("policy.candor", &whole.replace("terms.candor", "others.candor"));
    repository.candor(&["gate"]).ends(1).has("recipient-added");
    // A statement in a file that is imported is a statement.
    repository.write("policy.candor", &whole);
    let more =
        "section more \"More\" {\n    research: we may disclose contact.phone to partners for research\n}\n";
    repository.write("parts/terms.candor", &format!("{}{more}", terms("processors")));
    repository.candor(&["gate"]).ends(1).has("practice-added").has("parts/terms.candor");
    // The same in two files, or in one, is the same.
    repository.write("policy.candor", &format!("{}{}", terms("processors"), policy("ours")));
    repository.shell("rm parts/terms.candor").ends(0);
    repository.candor(&["gate"]).ends(0).has_not("recipient-added");
}

#[test]
fn a_policy_that_is_gone_does_not_pass() {
    let repository = at_work();
    repository.shell("rm policy.candor").ends(0);
    let said = repository.candor(&["gate"]);
    assert!(!matches!(said.status(), Some(0)), "{said:?}");
    repository.shell("mkdir legal && git show HEAD:policy.candor > legal/privacy.candor").ends(0);
    repository.candor(&["gate", "legal/privacy.candor"]).ends(0);
    // Moved and changed at once, with or without another name of its own.
    repository.write("legal/privacy.candor", &policy("processors, partners"));
    repository.candor(&["gate", "legal/privacy.candor"]).ends(1).has("recipient-added");
    repository.write(
        "legal/privacy.candor",
        &policy("processors, partners").replace("policy shop", "policy stall"),
    );
    let said = repository.candor(&["gate", "legal/privacy.candor"]);
    assert!(!matches!(said.status(), Some(0)), "{said:?}");
    // In its place, under another name.
    repository.write("policy.candor", &policy("processors, partners").replace("policy shop", "policy stall"));
    repository.candor(&["gate", "policy.candor"]).ends(1).has("recipient-added");
    // A policy that promises nothing any more has withdrawn its promises.
    let promise = "section promises \"Promises\" {\n    promise: we never sell any personal data\n}\n";
    repository.write("policy.candor", &format!("{}{promise}", policy("processors"))).commit("A promise");
    repository.branch("next").write("policy.candor", &policy("processors"));
    repository.candor(&["gate", "policy.candor", "--against", "git:work"]).ends(1).has("promise-withdrawn");
}

#[test]
fn what_is_acknowledged_once_is_not_acknowledged_for_ever() {
    // Small steps, each acknowledged and merged, with their records left behind.
    let repository = at_work();
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners");
    acknowledge(&repository).ends(0);
    repository.commit("Agreed");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merged", "work"]);
    repository.branch("back").write("policy.candor", &policy("processors")).commit("No partners");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merged", "back"]);
    // The old record would let them in again: it is told as long as it lies there.
    repository.branch("idle").write("readme", "x").commit("Nothing of note");
    repository.candor(&["gate"]).ends(5).has("acknowledgement-stale");
    repository.candor(&["ack", "--tidy"]).ends(0);
    repository.commit("Tidied");
    repository.write("policy.candor", &policy("processors, partners")).commit("Partners again");
    repository.candor(&["gate"]).ends(1).has("recipient-added");
}
