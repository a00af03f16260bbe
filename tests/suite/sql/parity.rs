//! Law: SQL gives the same ids. Every case of the corpus runs in the databases there are.

use super::tables::tables;
use crate::corpus::{Shops, all};
use headcount::author::{Answer, Author, Question, SchemaQuestion, SqlQuestion};
use headcount::session::{Request, SegmentInput, Source};
use headcount::sql::SQL_CANNOT_SAY;
use headcount::time::Instant;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// Databases that run here, and the least share of cases each can say.
const DIALECTS: [(&str, f64); 3] = [("duckdb", 0.95), ("postgres", 0.95), ("sqlite", 0.9)];

/// The clock; with an outline its instant counts.
const NOW: Instant = Instant(0);

#[test]
fn sql_gives_the_same_ids() {
    let mut shops = Shops::default();
    let mut said = Said::default();
    let mut by_shop: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for case in all() {
        let Some(members) = &case.members else { continue };
        let author = shops.author(&case.shop);
        let segment = match (&case.segment, &case.condition) {
            (Some(text), _) => json!(text),
            (None, condition) => json!({ "version": 1, "condition": condition }),
        };
        let statements = said.statements(author, segment, case.request(), &case.to_string());
        let document = json!({ "name": case.to_string(), "statements": statements, "members": members });
        by_shop.entry(case.shop.clone()).or_default().push(document);
    }
    let mut documents: Vec<Value> = by_shop
        .into_iter()
        .map(|(shop, cases)| {
            let schema = schemas(shops.author(&shop));
            let session = shops.session(&shop);
            json!({ "shop": shop, "schema": schema, "tables": tables(session.snapshot()), "cases": cases })
        })
        .collect();
    documents.push(letters(&mut said));
    for (dialect, least) in DIALECTS {
        let share = 1.0 - f64::from(*said.refused.get(dialect).unwrap_or(&0)) / f64::from(said.asked);
        assert!(share >= least, "{dialect} says {share} of the cases");
    }
    let Some(report) = run(&json!({ "shops": documents })) else {
        eprintln!("skipped: python3 has no duckdb");
        return;
    };
    assert_eq!(report["differences"], json!([]), "{:#}", report["differences"]);
    for (database, cases) in report["ran"].as_object().expect("counts") {
        println!("witness SQL in {database}: {cases} cases");
    }
    eprintln!("ran {}; not said: {:?}; skipped {}", report["ran"], said.refused, report["skipped"]);
    assert!(report["ran"]["duckdb"].as_u64().unwrap() > 500 && report["ran"]["sqlite"].as_u64().unwrap() > 500);
}

/// Statements asked for and refused so far.
#[derive(Default)]
struct Said {
    asked: u32,
    refused: BTreeMap<&'static str, u32>,
}

impl Said {
    /// The statement of each dialect that can say the segment.
    fn statements(&mut self, author: &mut Author, segment: Value, options: Request, name: &str) -> Value {
        self.asked += 1;
        let mut statements = serde_json::Map::new();
        for (dialect, _) in DIALECTS {
            let (segment, options) = (SegmentInput::of(&segment), options.clone());
            let question = Question::Sql(SqlQuestion { segment, options, dialect: dialect.to_owned() });
            let Answer::Sql(reply) = author.ask(&question, NOW).unwrap() else { panic!("another answer") };
            let mut errors = reply.problems.iter().filter(|problem| problem.severity == "error");
            match reply.sql {
                Some(sql) => drop(statements.insert(dialect.to_owned(), sql.into())),
                None => {
                    assert!(errors.all(|problem| problem.code == SQL_CANNOT_SAY), "{name}: {:?}", reply.problems);
                    *self.refused.entry(dialect).or_default() += 1;
                }
            }
        }
        Value::Object(statements)
    }
}

/// A customer for every letter with case: folding in SQL is Unicode's.
fn letters(said: &mut Said) -> Value {
    let cased = |c: &char| !c.to_lowercase().eq([*c]) || !c.to_uppercase().eq([*c]);
    let letters = (0..0x1_F000).filter_map(char::from_u32).filter(cased);
    let customers: Vec<Value> = letters
        .map(|c| json!({ "id": format!("{:x}", c as u32), "tags": [format!("a{c}z")], "gender": format!("a{c}z") }))
        .collect();
    assert!(customers.len() > 2_500);
    let mut session = crate::corpus::open(&json!({
        "time_zone": "UTC", "currency": "EUR", "taken_at": "2026-08-16T12:00:00Z", "tables": { "customers": customers }
    }));
    let mut author = crate::corpus::author(&Value::Null, &session);
    let asked = "a b c d e f g h i j k l m n o p q r s t u v w x y z ss ff fi fl ffi st i̇ ı σ ς ι μ ʼn å ß ж д ԥ ნ Ꭰ ꭰ ẞ ǆ ῳ ωι";
    let segments =
        asked.split(' ').flat_map(|key| [format!("customer_tags CONTAINS 'a{key}z'"), format!("gender = 'a{key}z'")]);
    let cases: Vec<Value> = segments
        .map(|segment| {
            let statements = said.statements(&mut author, json!(segment), Request::default(), &segment);
            let members = session.members(Source::Text(&segment), &Request::default(), 0, usize::MAX).unwrap().ids;
            json!({ "name": format!("[letters] {segment}"), "statements": statements, "members": members })
        })
        .collect();
    json!({ "shop": "letters", "schema": schemas(&mut author), "tables": tables(session.snapshot()), "cases": cases })
}

fn schemas(author: &mut Author) -> Value {
    let mut schema = |dialect: &str| {
        let question = Question::Schema(SchemaQuestion { dialect: dialect.to_owned() });
        let Answer::Schema(statements) = author.ask(&question, NOW).unwrap() else { panic!("another answer") };
        statements
    };
    DIALECTS.iter().map(|(dialect, _)| ((*dialect).to_owned(), Value::from(schema(dialect)))).collect()
}

/// What the databases say, or nothing where there is no Python with DuckDB.
fn run(document: &Value) -> Option<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity/sql.py");
    let python = std::env::var("HEADCOUNT_PYTHON").unwrap_or_else(|_| "python3".into());
    let found = Command::new(&python).args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python");
    child.stdin.take().unwrap().write_all(document.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "sql.py failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
