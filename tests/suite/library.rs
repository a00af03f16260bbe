//! The segment library: a test a rule.

use headcount::condition::Membership;
use headcount::document::Read;
use headcount::error::{Code, Result};
use headcount::library::{Action, Change, Command, Event, Filter, Kind, Library, Merge, Movement, Query, Record};
use serde_json::{Value, json};

const NOW: &str = "2026-08-16T09:30:00Z";

/// Carries out a command written as its document.
fn run(library: &mut Library, mut command: Value) -> Result<Change> {
    command["now"] = NOW.into();
    library.apply(Command::of(&command).unwrap())
}

fn done(library: &mut Library, command: Value) -> Change {
    let text = command.to_string();
    run(library, command).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(library: &mut Library, command: Value) -> Code {
    let before = library.to_json_string();
    let code = run(library, command.clone()).expect_err(&command.to_string()).code();
    assert_eq!(library.to_json_string(), before, "a refused command changes nothing: {command}");
    code
}

fn create(library: &mut Library, name: &str, condition: &str) -> String {
    done(library, json!({ "do": "create", "name": name, "condition": condition })).id
}

fn names(records: &[&Record]) -> Vec<String> {
    records.iter().map(|record| record.name.clone()).collect()
}

#[test]
fn names_are_unique_trimmed_and_1_to_255_characters() {
    let mut library = Library::default();
    create(&mut library, "  VIP  ", "");
    assert_eq!(library.segments()[0].name, "VIP");
    for (name, code) in [
        ("vip", Code::NameTaken),
        (" Vip ", Code::NameTaken),
        ("", Code::BadName),
        (" \t", Code::BadName),
        (&"x".repeat(256), Code::BadName),
    ] {
        assert_eq!(refused(&mut library, json!({ "do": "create", "name": name, "condition": "" })), code, "{name:?}");
    }
    create(&mut library, &"é".repeat(255), "");
    create(&mut library, "Straße", "");
    assert_eq!(refused(&mut library, json!({ "do": "createManual", "name": "STRASSE" })), Code::NameTaken);
    let rename = json!({ "do": "rename", "id": "1", "version": 1, "name": "strasse" });
    assert_eq!(refused(&mut library, rename), Code::NameTaken);
    done(&mut library, json!({ "do": "rename", "id": "1", "version": 1, "name": "vip" }));
    assert_eq!(library.segments()[0].name, "vip");
}

#[test]
fn a_segment_goes_with_at_most_one_active_flow() {
    let mut library = Library::default();
    let id = create(&mut library, "Carts", "");
    let flow = |flow: &str, active: bool| json!({ "do": "attachFlow", "id": id, "flow": flow, "name": flow, "active": active });
    done(&mut library, flow("welcome", true));
    done(&mut library, flow("remind", false));
    assert_eq!(refused(&mut library, flow("remind", true)), Code::SegmentInUse);
    done(&mut library, flow("welcome", false));
    done(&mut library, flow("remind", true));
    let active: Vec<_> = library.segments()[0].flows.iter().filter(|flow| flow.active).collect();
    assert_eq!(active.len(), 1);
    done(&mut library, json!({ "do": "detachFlow", "id": id, "flow": "welcome" }));
    assert_eq!(library.segments()[0].flows.len(), 1);
}

#[test]
fn an_active_segment_that_took_part_in_a_campaign_cannot_be_removed() {
    let mut library = Library::default();
    let id = create(&mut library, "VIP", "");
    done(&mut library, json!({ "do": "activate", "id": id }));
    done(&mut library, json!({ "do": "attachCampaign", "id": id, "campaign": "9", "name": "Spring sale" }));
    let version = library.segments()[0].version;
    let remove = json!({ "do": "remove", "id": id, "version": version });
    let error = run(&mut library, remove.clone()).unwrap_err();
    assert_eq!(error.code(), Code::SegmentInUse);
    assert!(error.message().contains("Spring sale"), "{error}");
    done(&mut library, json!({ "do": "deactivate", "id": id }));
    done(&mut library, json!({ "do": "remove", "id": id, "version": version + 1 }));
    assert!(library.segments().is_empty());
    assert_eq!(library.log(Some(&id)).last().map(|entry| &entry.event), Some(&Event::Removed));
}

#[test]
fn a_segment_that_another_refers_to_cannot_be_removed() {
    let mut library = Library::default();
    let vip = create(&mut library, "VIP", "amount_spent > 100");
    create(&mut library, "Lapsed VIP", "segments CONTAINS 'vip' AND last_order_date < -90d");
    let error = run(&mut library, json!({ "do": "remove", "id": vip, "version": 1 })).unwrap_err();
    assert_eq!(error.code(), Code::SegmentInUse);
    assert!(error.message().contains("'Lapsed VIP'"), "{error}");
}

#[test]
fn references_follow_a_rename() {
    let mut library = Library::default();
    let vip = create(&mut library, "VIP", "amount_spent > 100");
    create(&mut library, "Text", "-- ours\nsegments CONTAINS 'vip'\n  AND segments CONTAINS NONE ('x', 'VIP')");
    let document = json!({ "version": 1, "condition": { "kind": "any", "of": [
        { "kind": "field", "field": "segments", "operator": "contains", "value": "VIP" },
        { "kind": "not", "of": { "kind": "field", "field": "segments", "operator": "contains any", "values": ["x", "vip"] } }
    ] } });
    done(&mut library, json!({ "do": "create", "name": "Tree", "condition": document }));
    let change = done(&mut library, json!({ "do": "rename", "id": vip, "version": 1, "name": "Kings' row" }));
    assert_eq!(change.followed, ["2", "3"]);
    let conditions: Vec<String> = library
        .segments()
        .iter()
        .filter_map(|record| match &record.kind {
            Kind::Automatic { condition: Query::Text(text) } => Some(text.clone()),
            Kind::Automatic { condition: Query::Document(document) } => Some(document.to_string()),
            Kind::Manual { .. } => None,
        })
        .collect();
    assert_eq!(
        conditions[1],
        "-- ours\nsegments CONTAINS 'Kings\\' row'\n  AND segments CONTAINS NONE ('x', 'Kings\\' row')"
    );
    assert_eq!(conditions[2].matches("Kings' row").count(), 2);
    assert!(!conditions[2].to_lowercase().contains("vip"));
}

#[test]
fn a_segment_cannot_refer_to_itself() {
    let mut library = Library::default();
    let own = json!({ "do": "create", "name": "A", "condition": "segments CONTAINS 'a'" });
    assert_eq!(refused(&mut library, own), Code::SegmentCycle);
    let a = create(&mut library, "A", "");
    create(&mut library, "B", "segments CONTAINS 'A'");
    create(&mut library, "C", "segments NOT CONTAINS 'B'");
    let edit = json!({ "do": "edit", "id": a, "version": 1, "condition": "segments CONTAINS 'C'" });
    assert_eq!(refused(&mut library, edit), Code::SegmentCycle);
}

#[test]
fn two_editors_never_lose_an_edit() {
    let mut library = Library::default();
    let id = create(&mut library, "VIP", "amount_spent > 100");
    let edit = |condition: &str| json!({ "do": "edit", "id": id, "version": 1, "condition": condition, "countBefore": 5, "countAfter": 7 });
    done(&mut library, edit("amount_spent > 200"));
    assert_eq!(refused(&mut library, edit("amount_spent > 300")), Code::Conflict);
    let rename = json!({ "do": "rename", "id": id, "version": 1, "name": "Best" });
    assert_eq!(refused(&mut library, rename), Code::Conflict);
    assert_eq!(refused(&mut library, json!({ "do": "remove", "id": id, "version": 1 })), Code::Conflict);
    let last = library.log(Some(&id)).last().cloned().unwrap();
    let Event::Edited { count_before, count_after, before, .. } = last.event else { panic!("{last:?}") };
    assert_eq!((count_before, count_after), (Some(5), Some(7)));
    assert_eq!(before, Query::Text("amount_spent > 100".into()));
}

#[test]
fn a_manual_segment_is_a_list_of_customers() {
    let mut library = Library::default();
    let members = json!(["gid://shop/Customer/7", "7", "8", ""]);
    let id = done(&mut library, json!({ "do": "createManual", "name": "Guests", "members": members })).id;
    done(&mut library, json!({ "do": "addMembers", "id": id, "customers": ["8", "unknown"] }));
    done(&mut library, json!({ "do": "removeMembers", "id": id, "customers": ["7", "9"] }));
    let references = library.references();
    let Some(Membership::Customers(ids)) = references.get("guests").map(|reference| &reference.members) else {
        panic!("{references:?}")
    };
    assert_eq!(ids, &["8", "unknown"]);
    let events: Vec<&Event> = library.log(None).map(|entry| &entry.event).collect();
    let moved = |ids: &[&str]| Movement::of(ids.iter().map(|id| (*id).to_owned()));
    assert_eq!(events[1], &Event::MembersChanged { added: moved(&["unknown"]), removed: moved(&[]) });
    assert_eq!(events[2], &Event::MembersChanged { added: moved(&[]), removed: moved(&["7"]) });
    let edit = json!({ "do": "edit", "id": id, "version": 3, "condition": "" });
    assert_eq!(refused(&mut library, edit), Code::BadArgument);
    let automatic = create(&mut library, "All", "");
    let add = json!({ "do": "addMembers", "id": automatic, "customers": ["1"] });
    assert_eq!(refused(&mut library, add), Code::BadArgument);
}

#[test]
fn a_copy_is_inactive_and_goes_with_nothing() {
    let mut library = Library::default();
    let id = create(&mut library, "VIP", "amount_spent > 100");
    done(&mut library, json!({ "do": "activate", "id": id }));
    done(&mut library, json!({ "do": "attachCampaign", "id": id, "campaign": "9", "name": "Sale" }));
    done(
        &mut library,
        json!({ "do": "assignVariants", "id": id, "variants": ["v1", "gid://shop/ProductVariant/2", "2"] }),
    );
    assert_eq!(library.segments()[0].variants, ["v1", "2"]);
    for name in ["VIP (2)", "VIP (3)"] {
        let copy = done(&mut library, json!({ "do": "duplicate", "id": id })).id;
        let copy = library.segment(&copy).unwrap();
        assert_eq!(copy.name, name);
        assert!(!copy.active && copy.campaigns.is_empty() && copy.variants.is_empty());
        assert_eq!(copy.condition(), library.segments()[0].condition());
    }
}

#[test]
fn the_log_says_who_entered_and_left() {
    let mut library = Library::default();
    let id = create(&mut library, "VIP", "amount_spent > 100");
    let evaluated = |count: u64, entered: Vec<String>| {
        json!({ "do": "evaluated", "id": id, "count": count, "snapshot": "s", "asOf": NOW, "entered": entered,
                "left": ["9"], "reason": "new data" })
    };
    done(&mut library, evaluated(3, vec!["1".into()]));
    let many: Vec<String> = (0..1500).map(|number| number.to_string()).collect();
    done(&mut library, evaluated(1502, many));
    let record = library.segment(&id).unwrap();
    let last = record.evaluated.as_ref().unwrap();
    assert_eq!((last.count, last.previous, record.version), (1502, Some(3), 1));
    let Some(Event::Moved { entered, left, reason }) = library.log(Some(&id)).last().map(|entry| &entry.event) else {
        panic!()
    };
    assert_eq!((entered.count, entered.ids.len(), left.count, reason.as_str()), (1500, 1000, 1, "new data"));
}

#[test]
fn keywords_and_filters_find_segments() {
    let mut library = Library::default();
    create(&mut library, "Big spenders", "amount_spent > 1000");
    create(&mut library, "Carts left", "abandoned_cart_value > 10 AND segments CONTAINS 'Big spenders'");
    done(&mut library, json!({ "do": "createManual", "name": "Guests", "active": true }));
    for (id, count) in [("1", 10), ("2", 5)] {
        done(&mut library, json!({ "do": "evaluated", "id": id, "count": count, "snapshot": "s", "asOf": NOW }));
    }
    for (filter, expected) in [
        (json!({}), vec!["Big spenders", "Carts left", "Guests"]),
        (json!({ "keywords": "BIG  spend" }), vec!["Big spenders", "Carts left"]),
        (json!({ "keywords": "abandoned" }), vec!["Carts left"]),
        (json!({ "active": true }), vec!["Guests"]),
        (json!({ "kind": "automatic", "descending": true }), vec!["Carts left", "Big spenders"]),
        (json!({ "usedIn": "segment" }), vec!["Big spenders"]),
        (json!({ "usedIn": "nothing" }), vec!["Carts left", "Guests"]),
        (json!({ "least": 6 }), vec!["Big spenders"]),
        (json!({ "most": 6 }), vec!["Carts left"]),
        (json!({ "field": "amount_spent" }), vec!["Big spenders"]),
        (json!({ "order": "count", "descending": true }), vec!["Big spenders", "Carts left", "Guests"]),
    ] {
        let text = filter.to_string();
        let filter = Filter::of(&filter).unwrap();
        assert_eq!(names(&library.search(&filter)), expected, "{text}");
    }
}

#[test]
fn a_library_is_one_file() {
    let mut library = Library::default();
    create(&mut library, "VIP", "amount_spent > 100");
    create(&mut library, "Lapsed", "segments CONTAINS 'VIP'");
    done(
        &mut library,
        json!({ "do": "edit", "id": "1", "version": 1, "condition": { "version": 1, "condition":
        { "kind": "field", "field": "number_of_orders", "operator": ">", "value": 12345678901234567890u64 } } }),
    );
    let text = library.to_json_string();
    assert_eq!(Library::parse(&text).unwrap().to_json_string(), text);
    let mut other = Library::default();
    create(&mut other, "vip", "number_of_orders > 3");
    let mut renamed = other.clone();
    assert_eq!(renamed.import(&text, Merge::Rename, NOW).unwrap().len(), 2);
    assert_eq!(names(&renamed.segments().iter().collect::<Vec<_>>()), ["vip", "VIP (2)", "Lapsed"]);
    assert!(matches!(&renamed.segments()[2].kind,
        Kind::Automatic { condition: Query::Text(text) } if text == "segments CONTAINS 'VIP (2)'"));
    let mut skipped = other.clone();
    assert_eq!(skipped.import(&text, Merge::Skip, NOW).unwrap().len(), 1);
    let revision = other.revision();
    other.import(&text, Merge::Replace, NOW).unwrap();
    assert_eq!(other.segments().len(), 2);
    assert_eq!(other.revision(), revision + 1);
}

#[test]
fn files_that_are_no_library_are_refused_with_a_sentence() {
    for (text, code) in [
        ("", Code::BadLibrary),
        ("{}", Code::BadLibrary),
        (r#"{"format":"headcount-library","version":2}"#, Code::UnsupportedVersion),
        (r#"{"format":"headcount-library","version":1,"revision":0,"next":1}"#, Code::BadLibrary),
    ] {
        let error = Library::parse(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}");
        assert!(error.message().ends_with('.') && error.help_text().is_some(), "{error}");
    }
    let mut library = Library::default();
    create(&mut library, "VIP", "");
    let twice = library.to_json_string().replace("\"next\":2", "\"next\":3");
    let record = serde_json::from_str::<Value>(&twice).unwrap()["segments"][0].clone();
    let mut document: Value = serde_json::from_str(&twice).unwrap();
    document["segments"].as_array_mut().unwrap().push(record);
    assert_eq!(Library::parse(&document.to_string()).unwrap_err().code(), Code::BadLibrary);
    assert_eq!(refused(&mut library, json!({ "do": "activate", "id": "99" })), Code::UnknownSegment);
    for (key, least) in [("revision", 1_u64 << 53), ("next", 1 << 53), ("revision", u64::MAX), ("next", (1 << 52) + 1)]
    {
        let mut document: Value = serde_json::from_str(&library.to_json_string()).unwrap();
        document[key] = least.into();
        assert_eq!(Library::parse(&document.to_string()).unwrap_err().code(), Code::BadLibrary, "{key} {least}");
    }
}

#[test]
fn a_new_segment_takes_no_id_that_is_there() {
    let mut library = Library::default();
    create(&mut library, "VIP", "");
    let mut reset = Library::parse(&library.to_json_string().replace("\"next\":2", "\"next\":1")).unwrap();
    assert_eq!(create(&mut reset, "Other", ""), "2");
    assert!(Library::parse(&reset.to_json_string()).is_ok());
}

#[test]
fn a_command_that_is_none_is_no_command() {
    for text in
        [r#"{"now":"x","do":"explode"}"#, r#"{"do":"activate","id":"1"}"#, r#"{"now":"x","do":"remove","id":"1"}"#]
    {
        assert!(Command::of(&serde_json::from_str(text).unwrap()).is_err(), "{text}");
    }
    let command = Command::of(&json!({ "now": "x", "do": "activate", "id": "1" })).unwrap();
    assert!(matches!(command.action, Action::Activate { .. }));
}
