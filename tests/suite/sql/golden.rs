//! Golden statements and schemas of each dialect.

use crate::golden::golden_file;
use headcount::author::{Answer, Author, Question, SqlReply};
use headcount::document::Read;
use headcount::sql::Dialect;
use headcount::time::Instant;
use serde_json::json;

/// 2026-08-16T12:00:00Z
const NOW: Instant = Instant(1_786_881_600);

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/sql");

fn ask(segment: &str, dialect: &str) -> SqlReply {
    let question: Question = Question::of(&json!({ "sql": { "segment": segment, "dialect": dialect } })).unwrap();
    match Author::default().ask(&question, NOW).unwrap() {
        Answer::Sql(reply) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn statements() {
    let segments = std::fs::read_to_string(format!("{FOLDER}/segments.txt")).unwrap();
    for dialect in Dialect::ALL {
        let mut found = String::new();
        for segment in segments.lines().filter(|line| !line.is_empty()) {
            let reply = ask(segment, dialect.as_str());
            found += &format!("-- {segment}\n");
            for problem in reply.problems.iter().filter(|problem| problem.severity == "error") {
                found += &format!("-- {} at '{}': {}\n", problem.code, problem.path, problem.message);
            }
            found += &reply.sql.map_or_else(String::new, |sql| sql + ";\n");
            found += "\n";
        }
        golden_file(&format!("{FOLDER}/{}.sql", dialect.as_str()), &found);
    }
}

#[test]
fn schemas() {
    for dialect in Dialect::ALL {
        let question: Question = Question::of(&json!({ "schema": { "dialect": dialect.as_str() } })).unwrap();
        let Answer::Schema(found) = Author::default().ask(&question, NOW).unwrap() else { panic!("another answer") };
        golden_file(&format!("{FOLDER}/schema.{}.sql", dialect.as_str()), &(found + "\n"));
    }
}
