//! What may stand at each place of each text of the corpus.

use crate::corpus::{Shops, all, document};
use headcount::condition::Severity;
use headcount::query::{self, Dialect, TokenKind, tokens};
use headcount::session::{CompleteQuestion, CompleteReply, Request, Source};
use headcount::value::fold_case;
use serde_json::Value;
use std::collections::BTreeSet;

/// Texts that a case spells otherwise than they are proposed: an alias, an id of another system, a
/// seed, a part of a text, a part of a category.
const SPELT_OTHERWISE: [&str; 7] =
    ["'ACTIVE'", "'canceled'", "'gid://shopify/Product/2'", "''", "'x'", "'a'", "'shoes'"];

/// Stands for the place in a text.
pub(super) const MARK: char = '‸';

pub(super) fn question(text: &str, offset: usize, request: &Request) -> CompleteQuestion {
    CompleteQuestion { text: text.to_owned(), offset, options: request.clone(), limit: Some(1_000) }
}

/// The text with the `number`th proposal in place of what it replaces.
pub(super) fn accepted(text: &str, reply: &CompleteReply, number: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = |units: &[u16]| String::from_utf16(units).expect("no character is cut in two");
    let insert = &reply.proposals[number].insert;
    format!("{}{insert}{}", part(&units[..reply.span.start]), part(&units[reply.span.end..]))
}

/// The byte at which reading goes wrong.
fn readable(text: &str) -> usize {
    let errors = query::parse(text).problems.into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.filter_map(|problem| problem.span).map(|span| span.start).min().unwrap_or(text.len())
}

/// The words of a text, keywords in upper case.
fn words(text: &str) -> Vec<String> {
    let word = |token: query::Token| {
        let word = &text[token.span.start..token.span.end];
        if token.kind == TokenKind::Keyword { word.to_uppercase() } else { word.to_owned() }
    };
    tokens(text).into_iter().filter(|token| token.kind != TokenKind::Comment).map(word).collect()
}

#[test]
fn every_place_of_every_text_has_an_answer() {
    let mut shops = Shops::default();
    let (mut places, mut taken) = (0, 0);
    for case in all().into_iter().filter(|case| case.segment.as_ref().is_some_and(|text| text.len() < 5_000)) {
        let text = case.segment.clone().unwrap();
        let session = shops.session(&case.shop);
        let units = text.encode_utf16().count();
        for offset in 0..=units + 1 {
            let reply = session.complete(&question(&text, offset, &case.request())).unwrap();
            let at = offset.min(units);
            assert!(reply.span.start <= at && at <= reply.span.end + 1, "{text} {offset}: {:?}", reply.span);
            places += 1;
            for number in 0..reply.proposals.len() {
                let _ = accepted(&text, &reply, number);
            }
            // What is cut off here goes on from here.
            let byte = query::byte_of_utf16(&text, offset);
            let cut = &text[..byte];
            if cut.encode_utf16().count() != offset {
                continue;
            }
            let reply = session.complete(&question(cut, offset, &case.request())).unwrap();
            assert_eq!(reply.span.end, offset, "{cut}");
            for (number, proposal) in reply.proposals.iter().enumerate() {
                let text = accepted(cut, &reply, number);
                // What the clause lacks may be told at its beginning.
                let before = readable(cut).min(query::cursor(cut, byte).clause.start);
                assert!(readable(&text) >= before, "{cut}{MARK} and {proposal:?}: {text}");
                taken += 1;
            }
        }
    }
    assert!(places > 10_000 && taken > 100_000, "{places} places, {taken} proposals");
}

/// A text without quotes and letter case.
fn key(word: &str) -> String {
    fold_case(word.trim_matches('\''))
}

/// Every text of a document.
fn texts(document: &Value, found: &mut BTreeSet<String>) {
    match document {
        Value::String(text) => {
            found.insert(key(text));
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

#[test]
fn the_next_word_of_a_text_is_proposed() {
    let mut shops = Shops::default();
    let mut found = 0;
    let mut missing = Vec::new();
    for case in all().into_iter().filter(|case| case.members.is_some() && case.segment.is_some()) {
        let parsed = query::parse(case.segment.as_deref().unwrap());
        let Ok(printed) = query::print(&parsed.condition, Dialect::Headcount) else { continue };
        let text = printed.text;
        let mut data = BTreeSet::new();
        texts(&document(&case.shop)["tables"], &mut data);
        let session = shops.session(&case.shop);
        let known = session.check(Source::Text(&text), &case.request()).unwrap().problems;
        let unknown = |code: &str| ["no-such-value", "unknown-value", "several-categories"].contains(&code);
        if text.len() > 5_000 || known.iter().any(|problem| unknown(problem.code)) {
            continue;
        }
        let all_words = words(&text);
        for (index, token) in tokens(&text).iter().enumerate() {
            let word = &text[token.span.start..token.span.end];
            let stat = word == "stat" || all_words[..index].last().is_some_and(|last| last == "stat");
            // A text that stands as it is in the data, and is not a part of one, is proposed.
            let part =
                ["STARTS WITH", "ENDS WITH"].iter().any(|word| text[..token.span.start].trim_end().ends_with(word));
            let held = data.contains(&key(word))
                && !SPELT_OTHERWISE.contains(&word)
                && !all_words[..index].iter().any(|other| key(other) == key(word));
            match token.kind {
                _ if stat => continue,
                TokenKind::Keyword | TokenKind::Name | TokenKind::Operator | TokenKind::Boolean => {}
                TokenKind::Punctuation if word != "(" || index + 1 < all_words.len() => {}
                TokenKind::Text if held && !part => {}
                _ => continue,
            }
            // What ends a word is only known after it.
            let gap = if text[..token.span.start].ends_with([' ', '(', '\n']) { "" } else { " " };
            let cut = &format!("{}{gap}", &text[..token.span.start]);
            let offset = cut.encode_utf16().count();
            let reply = session.complete(&question(cut, offset, &case.request())).unwrap();
            let fits = (0..reply.proposals.len()).any(|number| {
                // What follows the text cursor is not typed yet.
                let typed = accepted(cut, &reply, number);
                let typed = &typed[..typed.len() - reply.proposals[number].back];
                let accepted = words(typed);
                let length = match reply.proposals[number].back {
                    0 => accepted.len().min(all_words.len()),
                    _ => index + 1,
                };
                let same = |(a, b): (&String, &String)| a == b || key(a) == key(b);
                length > index && accepted[..length].iter().zip(&all_words).all(same)
            });
            found += 1;
            if !fits {
                missing.push(format!("{cut}{MARK}{word}"));
            }
        }
    }
    assert!(missing.is_empty(), "{} of {found}:\n{}", missing.len(), missing.join("\n"));
    assert!(found > 3_000, "{found}");
}

#[test]
fn a_values_count_is_what_the_segment_then_gains_or_loses() {
    // The clause decides over those who are in with it alone, or without it alone.
    let templates = [
        ("everything", "customer_tags CONTAINS ‸", "AND"),
        ("everything", "number_of_orders > 1 AND customer_tags CONTAINS ‸", "AND"),
        ("everything", "customer_countries CONTAINS ‸ AND gender = 'female'", "AND"),
        ("everything", "gender = 'male' AND (age > 3 OR gender IS NULL) AND orders_placed MATCHES (status = ‸)", "AND"),
        ("everything", "products_purchased MATCHES (quantity = 1, department = ‸, count >= 1)", "AND"),
        ("everything", "customer_tags CONTAINS 'VIP' OR customer_countries CONTAINS ‸", "OR"),
        ("everything", "gender = 'male' AND (customer_tags CONTAINS 'VIP' OR customer_countries CONTAINS ‸)", "OR"),
        ("everything", "NOT (customer_tags CONTAINS 'b2b' OR customer_countries CONTAINS ‸)", "NOT OR"),
        ("library", "segments CONTAINS ‸", "AND"),
        ("library", "gender = 'female' AND segments CONTAINS ‸", "AND"),
    ];
    let mut shops = Shops::default();
    let mut judged = 0;
    for (shop, marked, joined) in templates {
        let request = Request::default();
        let session = shops.session(shop);
        let text = marked.replace(MARK, "");
        let reply = session.complete(&question(&text, marked.find(MARK).unwrap(), &request)).unwrap();
        let mut count = |text: &str| i64::from(session.count(Source::Text(text), &request).unwrap().count.expect(text));
        // The segment with a clause in the place's that holds for no one.
        let (start, end) = (query::cursor(&text, marked.find(MARK).unwrap()).clause, text.len());
        let nobody = format!("{}number_of_orders < -1{}", &text[..start.start], &text[start.end.min(end)..]);
        let base = count(&nobody);
        for (number, proposal) in reply.proposals.iter().enumerate() {
            let Some(customers) = proposal.customers.map(i64::from) else { continue };
            let found = count(&accepted(&text, &reply, number));
            let expected = if joined == "NOT OR" { base - customers } else { base + customers };
            // A measure beside the value is no part of its count.
            assert_eq!(found, expected, "{marked} {}", proposal.label);
            judged += 1;
        }
        assert!(reply.proposals.iter().any(|proposal| proposal.customers.is_some_and(|count| count > 0)), "{marked}");
    }
    assert!(judged > 20, "{judged}");
}

#[test]
fn any_text_has_an_answer_at_any_byte() {
    let mut shops = Shops::default();
    let session = shops.session("everything");
    let mut places = 0;
    let pieces = [
        "customer_tags",
        "orders_placed",
        "anniversary",
        "random_bucket",
        "amount_spent",
        "count",
        "status",
        "x.'é y'",
        " ",
        " ",
        " ",
        "\n",
        "AND",
        "OR",
        "NOT",
        "BETWEEN",
        "IN",
        "CONTAINS",
        "ANY",
        "IS",
        "NULL",
        "MATCHES",
        "STARTS",
        "WITH",
        "stat",
        "today",
        "true",
        "(",
        ")",
        "(",
        ")",
        ",",
        ":",
        "=",
        ">=",
        "!",
        "-",
        "+3",
        "2024-01-01",
        "7",
        "'",
        "'VIP'",
        "\\",
        "\"",
        "--",
        "é",
        "🥇",
        "«",
    ];
    arbtest::arbtest(|u| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=16)? {
            text.push_str(u.choose(&pieces)?);
        }
        for offset in 0..=text.len() + 1 {
            let found = query::cursor(&text, offset);
            let inside = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            assert!(found.span.start <= inside && inside <= found.span.end, "{text:?} {offset}");
            for span in [found.span, found.clause, found.test] {
                assert!(text.get(span.start..span.end).is_some(), "{text:?} {offset} {found:?}");
            }
        }
        let units = text.encode_utf16().count();
        let offset = u.int_in_range(0..=units)?;
        let reply = session.complete(&question(&text, offset, &Request::default())).unwrap();
        (0..reply.proposals.len()).for_each(|number| drop(accepted(&text, &reply, number)));
        places += 1;
        Ok(())
    });
    assert!(places > 50, "{places}");
}
