//! Every problem of reading with its place, sentence and fix, as a golden file.

use headcount::condition::{Problem, Severity, Span};
use headcount::query::{CODES, Dialect, line_and_column, parse, print};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/problems")
}

/// The texts of the golden file, one a line, `⏎` for a line's end.
fn inputs() -> Vec<String> {
    let inputs = fs::read_to_string(folder().join("query.inputs")).unwrap();
    inputs.lines().map(|line| line.replace('⏎', "\n")).collect()
}

/// The text with a fix put in its place.
pub(super) fn mended(text: &str, problem: &Problem) -> Option<String> {
    let fix = problem.fix.as_ref()?;
    let Span { start, end } = fix.span.or(problem.span)?;
    Some(format!("{}{}{}", &text[..start], fix.text, &text[end..]))
}

fn report(text: &str) -> String {
    let parsed = parse(text);
    let mut lines = vec![format!("> {}", text.replace('\n', "\n> "))];
    let read = print(&parsed.condition, Dialect::Headcount).map(|printed| printed.text);
    lines.push(format!("  read: {}", read.unwrap_or_else(|_| "?".to_owned()).replace('\n', "⏎")));
    for problem in &parsed.problems {
        let span = problem.span.expect("a problem of reading stands somewhere");
        let (line, column) = line_and_column(text, span.start);
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        lines.push(format!("  {severity} {} {line}:{column} {:?}", problem.code, &text[span.start..span.end]));
        lines.push(format!("    {}", problem.message));
        if let Some(mended) = mended(text, problem) {
            lines.push(format!("    fix: {}", mended.replace('\n', "⏎")));
        }
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

#[test]
fn problems_of_reading() {
    let found: Vec<String> = inputs().iter().map(|text| report(text)).collect();
    let found = format!("{}\n", found.join("\n\n"));
    let golden = folder().join("query.txt");
    if std::env::var_os("HEADCOUNT_BLESS").is_some() {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    assert!(found == expected, "problems have changed: run with HEADCOUNT_BLESS=1 and read the diff of {golden:?}");
}

/// How many problems of each code a text has.
fn count(text: &str, code: &str) -> usize {
    parse(text).problems.iter().filter(|problem| problem.code == code).count()
}

#[test]
fn a_fix_removes_its_problem() {
    let mut fixes = 0;
    for text in inputs() {
        for problem in parse(&text).problems {
            let Some(mended) = mended(&text, &problem) else { continue };
            fixes += 1;
            assert!(count(&mended, problem.code) < count(&text, problem.code), "{}: {text} -> {mended}", problem.code);
        }
    }
    assert!(fixes > 70, "only {fixes} fixes");
}

#[test]
fn fixes_one_after_another_leave_what_cannot_be_fixed() {
    for text in inputs() {
        let mut mended_text = text.clone();
        for _ in 0..20 {
            let problems = parse(&mended_text).problems;
            let Some(next) = problems.iter().find_map(|problem| mended(&mended_text, problem)) else { break };
            mended_text = next;
        }
        let left = parse(&mended_text).problems;
        assert!(left.iter().all(|problem| problem.fix.is_none()), "{text} -> {mended_text}: {left:?}");
        assert!(left.len() <= parse(&text).problems.len(), "{text} -> {mended_text}");
    }
}

#[test]
fn every_code_of_reading_has_an_example() {
    let mut missing: Vec<&str> = CODES.to_vec();
    for text in inputs() {
        let found: Vec<&str> = parse(&text).problems.iter().map(|problem| problem.code).collect();
        missing.retain(|code| !found.contains(code));
    }
    let elsewhere = [
        "text-too-long",
        "too-deep",
        "too-many-nodes",
        "too-many-values",
        "too-many-problems",
        "cannot-be-written",
        "not-in-shopify",
        "shopify-limit",
        "unknown-kind",
        "unknown-key",
        "bad-condition",
        "bad-rule",
    ];
    assert_eq!(missing, elsewhere);
}
