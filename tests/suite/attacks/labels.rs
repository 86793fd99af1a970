//! Labels that are the names of conditions: nobody can take one for the other.

use crate::git::{Repository, Said};

/// A policy of one section.
fn policy(sentences: &str) -> String {
    format!(
        "policy p \"P\" {{\n    law eu\n}}\ncontroller c \"C\" {{\n    email \"a@b.example\"\n}}\n\
         section s \"S\" {{\n{sentences}\n}}\n"
    )
}

/// What the gate says when one policy follows another.
fn gate(old: &str, new: &str) -> Said {
    let repository = Repository::new();
    repository.write("policy.candor", old).commit("Begin").branch("work");
    repository.write("policy.candor", new).commit("A change");
    repository.candor(&["gate", "policy.candor"])
}

const COLLECT: &str = "    joining: we collect contact.email from users for service.delivery\n";

/// A new sale under a condition, and something that bears the name of the condition.
fn sale(condition: &str, bearer: &str) -> String {
    policy(&format!(
        "{COLLECT}    share: we may sell contact to data-brokers for ads.targeted when {condition}\n    {bearer}\n"
    ))
}

/// A disclosure under a condition, and something that bears the name of the condition.
fn disclosure(condition: &str, bearer: &str) -> String {
    policy(&format!(
        "    share: we may disclose contact to advertisers for ads.targeted when {condition}\n    {bearer}\n"
    ))
}

/// Keeping under a condition, and something that bears the name of the condition.
fn keeping(condition: &str, bearer: &str) -> String {
    policy(&format!("{COLLECT}    keep: we retain contact.email while {condition}\n    {bearer}\n"))
}

/// Something that bears a label and is no offer.
fn harmless(label: &str) -> String {
    format!("{label}: we protect contact.email using encryption")
}

fn offer(label: &str, right: &str) -> String {
    format!("{label}: we offer {right} over contact.email")
}

/// The label of an offer is refused where it is written.
#[track_caller]
fn is_refused(new: &str) {
    let repository = Repository::new();
    repository.write("policy.candor", new);
    repository.candor(&["check", "policy.candor"]).ends(1).has("duplicate-name").has("is also the name of");
    repository.candor(&["build", "policy.candor", "--emit", "json"]).ends(1);
    // Nor does it pass the gate.
    let said = gate(&policy(COLLECT), new);
    assert!(!matches!(said.status(), Some(0)), "{said:?}");
}

#[test]
fn k24_a_new_sale_is_seen() {
    is_refused(&sale("customer-relationship", &offer("customer-relationship", "access")));
    for bearer in [offer("see-it", "access"), harmless("customer-relationship")] {
        gate(&policy(COLLECT), &sale("customer-relationship", &bearer)).ends(1).has("practice-added");
    }
}

#[test]
fn k25_a_new_sale_is_seen_beside_every_right() {
    let rights = ["deletion", "opt-out.sale", "correction", "access"].map(|right| (right, ""));
    for (right, for_what) in rights.into_iter().chain([("opt-out", " for ads.targeted")]) {
        let offer = |label: &str| format!("{}{for_what}", offer(label, right));
        is_refused(&sale("legal-hold", &offer("legal-hold")));
        gate(&policy(COLLECT), &sale("legal-hold", &offer("see-it"))).ends(1).has("practice-added");
    }
    // A choice that says nothing of what it stops is an error, and no way past the gate.
    let vague = sale("legal-hold", &offer("see-it", "opt-out"));
    gate(&policy(COLLECT), &vague).ends(4).has("choice-stops-nothing").has("nothing was compared");
    // Nor does an offer that is refused make a condition.
    for never in ["never", "do not yet"] {
        let bearer = format!("see-it: we {never} offer opt-out over contact.email");
        gate(&policy(COLLECT), &sale("legal-hold", &bearer)).ends(1).has("practice-added");
        let unknown = sale("see-it", &bearer);
        let said = gate(&policy(COLLECT), &unknown);
        assert!(!matches!(said.status(), Some(0)), "{said:?}");
        said.has("unknown-name");
    }
}

#[test]
fn k26_an_exchanged_condition_is_seen() {
    is_refused(&disclosure("emergency", &offer("emergency", "access")));
    let bearers: [fn(&str) -> String; 2] = [|_| offer("see-it", "access"), |label| harmless(label)];
    for bearer in bearers {
        let [old, new] = ["emergency", "logged-in"].map(|label| disclosure(label, &bearer(label)));
        gate(&old, &new).ends(1).has("condition-dropped").has("condition-required");
    }
}

#[test]
fn k27_an_exchanged_condition_of_keeping_is_seen() {
    is_refused(&keeping("legal-hold", &offer("legal-hold", "access")));
    let bearers: [fn(&str) -> String; 2] = [|_| offer("see-it", "access"), |label| harmless(label)];
    for bearer in bearers {
        let [old, new] = ["legal-hold", "account-active"].map(|label| keeping(label, &bearer(label)));
        gate(&old, &new).has("retention-changed").has_not("the policy says the same");
    }
}

#[test]
fn k28_two_meanings_have_two_hashes() {
    let bearers: [fn(&str) -> String; 2] = [|_| offer("see-it", "access"), |label| harmless(label)];
    for bearer in bearers {
        let hashes = ["emergency", "logged-in"].map(|label| {
            let repository = Repository::new();
            repository.write("policy.candor", &disclosure(label, &bearer(label)));
            repository.candor(&["build", "policy.candor", "--emit", "json", "--out", "built"]).ends(0);
            repository.shell("grep -rho '\"meaningHash\": \"[0-9a-f]*\"' built").ends(0).data
        });
        assert!(!hashes[0].is_empty() && hashes[0] != hashes[1], "{hashes:?}");
    }
}

#[test]
fn k29_a_double_name_is_found() {
    let statement = "    x: we collect contact.email from users for service.core when";
    let names = [
        ("emergency", ""),
        ("consent", ""),
        ("account-closure", ""),
        ("scc", ""),
        ("mine", "condition mine \"mine\"\n"),
        ("mine", "consent mine \"your yes\" is a kind of opt-in\n"),
    ];
    for (name, declaration) in names {
        for modal in ["", "may ", "never ", "do not yet "] {
            let bearer = format!("    {name}: we {modal}offer access over contact.email");
            is_refused(&format!("{declaration}{}", policy(&format!("{statement} {name}\n{bearer}"))));
        }
    }
}

/// What was a choice and is now a condition of the same name is another thing.
#[test]
fn a_choice_does_not_become_a_condition() {
    let choice = policy(&format!("{COLLECT}    out: we offer opt-out from joining\n"));
    let condition = "condition out \"we feel like it\"\n";
    let sold = |bearer: &str| {
        policy(&format!(
            "{COLLECT}    share: we may sell contact to data-brokers for ads.targeted when out\n{bearer}"
        ))
    };
    gate(&choice, &format!("{condition}{}", sold(""))).ends(1).has("practice-added").has("choice-removed");
    // The offer has another label now, and the condition has its old one.
    let renamed = "    leave: we offer opt-out from joining\n";
    gate(&choice, &format!("{condition}{}", sold(renamed))).ends(1).has("practice-added");
    // And the other way round.
    let [old, new] = [
        format!("{condition}{}", sold("    leave: we offer opt-out from joining\n")),
        sold("    out: we offer opt-out from joining\n"),
    ];
    gate(&old, &new).ends(1).has("condition");
    // A choice under another label is the same choice.
    let [old, new] = ["out", "leave"].map(|label| {
        policy(&format!(
            "{COLLECT}    mail: we use contact.email for service.delivery when not {label}\n    \
             {label}: we offer opt-out from joining\n"
        ))
    });
    gate(&old, &new).ends(0);
}

/// The label of a choice is a condition: a word of the language is refused where it is written, once.
#[test]
fn m59_a_choice_has_a_name_that_can_be_written() {
    let sold = |label: &str, offer: &str| {
        policy(&format!(
            "    sale: we sell contact.email to advertisers for ads\n    {label}: we {offer} opt-out.sale from sale through gpc\n"
        ))
        .replace("law eu", "law us.california")
    };
    for label in ["never", "no", "about", "only", "for", "offer", "use", "any"] {
        let repository = Repository::new();
        repository.write("policy.candor", &sold(label, "offer"));
        repository
            .candor(&["check", "policy.candor"])
            .ends(1)
            .has("reserved-word")
            .has("cannot be the label of a choice")
            .has_not("sale-without-choice");
        // Whatever is no choice may have any label.
        repository.write("policy.candor", &sold(label, "never offer"));
        repository.candor(&["check", "policy.candor"]).has_not("reserved-word").has("sale-without-choice");
    }
    let repository = Repository::new();
    repository.write("policy.candor", &sold("out", "offer"));
    repository.candor(&["check", "policy.candor"]).has_not("sale-without-choice");
    repository
        .candor(&["ask", "policy.candor", "sell contact.email to advertisers for ads when out"])
        .has("prohibited");
}
