//! Policies of any size, made by a rule and not by chance, so that every run measures the same.

use std::fmt::Write as _;

/// A policy with so many statements over so many declared terms.
///
/// Four statements in five permit (collect, use, disclose, keep); one prohibits, with a purpose or a condition of its own.
/// Data stand in a tree in which each has eight children; statements speak of leaves and of groups.
#[must_use]
#[allow(
    clippy::many_single_char_names,
    unreachable_pub,
    reason = "each is a term of the kind that it begins with"
)]
pub fn policy(n_statements: usize, n_terms: usize) -> String {
    let n_data = (n_terms / 2).max(8);
    let n_purposes = (n_terms / 4).max(4);
    let n_recipients = (n_terms / 8).max(4);
    let n_conditions = (n_terms / 8).max(4);
    let mut text = String::from(
        "policy bench \"Bench\" {\n    effective 2026-01-01\n    law eu\n}\ncontroller bench \"Bench\" {\n    email \"a@b.example\"\n}\n",
    );
    for idx in 0..n_data {
        let parent = if idx < 8 { String::from("contact") } else { format!("bd{}", idx / 8 - 1) };
        let _ = writeln!(text, "data bd{idx} \"datum {idx}\" is a kind of {parent}");
    }
    for idx in 0..n_purposes {
        let parent = if idx < 8 { String::new() } else { format!(" is a kind of bp{}", idx / 8 - 1) };
        let _ = writeln!(text, "purpose bp{idx} \"purpose {idx}\"{parent}");
    }
    for idx in 0..n_recipients {
        let _ = writeln!(text, "recipient br{idx} \"recipient {idx}\"");
    }
    for idx in 0..n_conditions {
        let _ = writeln!(text, "condition bc{idx} \"condition {idx}\"");
    }
    let n_sections = n_statements.div_ceil(50);
    for section in 0..n_sections {
        let _ = writeln!(text, "section s{section} \"Section {section}\" {{");
        for statement in section * 50..(section * 50 + 50).min(n_statements) {
            let mixed = statement.wrapping_mul(2_654_435_761) >> 7;
            let (d, e) = (mixed % n_data, (mixed / 7) % n_data);
            let (p, q) = (mixed % n_purposes, (mixed / 11) % n_purposes);
            let (r, c) = (mixed % n_recipients, (mixed / 5) % n_conditions);
            let sentence = match statement % 5 {
                0 => format!("we collect bd{d}, bd{e} from users for bp{p}"),
                1 => format!("we may use bd{d}, bd{e} for bp{p}, bp{q} when bc{c}"),
                2 => format!("we may disclose bd{d} to br{r} for bp{p} when bc{c}"),
                3 => format!("we retain bd{d} for {} days", 30 + mixed % 300),
                _ => format!("we never disclose bd{d}, bd{e} to br{r} for bp{q} when bc{c}"),
            };
            let _ = writeln!(text, "    l{statement}:\n        {sentence}");
        }
        text.push_str("}\n");
    }
    text
}
