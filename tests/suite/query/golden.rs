//! Every problem of reading with its place, sentence and fix, as a golden file.

use headcount::condition::{Problem, Severity, Span};
use headcount::query::{CODES, Dialect, line_and_column, parse, print};
use std::{fs, path::Path};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/problems");
    let inputs = fs::read_to_string(folder.join("query.inputs")).unwrap();
    let found: Vec<String> = inputs.lines().map(|line| report(&line.replace('⏎', "\n"))).collect();
    let found = format!("{}\n", found.join("\n\n"));
    let golden = folder.join("query.txt");
    if std::env::var_os("HEADCOUNT_BLESS").is_some() {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    assert!(found == expected, "problems have changed: run with HEADCOUNT_BLESS=1 and read the diff of {golden:?}");
    let _ = CODES;
}
