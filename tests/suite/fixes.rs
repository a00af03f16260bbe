//! Law: a fix applied as it stands mends what it was offered for, and breaks nothing.

use crate::corpus::{Shops, all};
use headcount::session::{ProblemReply, Request, Session, Source};

fn problems(session: &mut Session, text: &str, request: &Request) -> Vec<ProblemReply> {
    session.check(Source::Text(text), request).unwrap().problems
}

/// The text with one stretch, in UTF-16 units, replaced.
fn applied(text: &str, start: usize, end: usize, by: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = |units: &[u16]| String::from_utf16(units).unwrap();
    format!("{}{by}{}", part(&units[..start]), part(&units[end..]))
}

fn errors(problems: &[ProblemReply]) -> usize {
    problems.iter().filter(|problem| problem.severity == "error").count()
}

#[test]
fn fixes_mend_what_they_were_offered_for() {
    let mut shops = Shops::default();
    let mut applied_fixes = 0;
    let extra = [
        "amount_spent > 5 AND amount_spent > 3 AND customer_tags CONTAINS 'VIP'",
        "customer_tags CONTAINS 'a' AND (amount_spent > 5 OR amount_spent > 3 OR age < 3)",
        "NOT (amount_spent > 5 AND amount_spent > 3)",
        "age > 3 AND age > 3",
    ];
    let cases: Vec<_> =
        all().into_iter().filter_map(|case| Some((case.shop.clone(), case.segment.clone()?, case.request()))).collect();
    let extra = extra.map(|text| ("everything".to_owned(), text.to_owned(), Request::default()));
    for (shop, text, request) in cases.into_iter().chain(extra) {
        let session = shops.session(&shop);
        let before = problems(session, &text, &request);
        for problem in &before {
            let Some(fix) = &problem.fix else { continue };
            let mended = applied(&text, fix.span.start, fix.span.end, &fix.text);
            let after = problems(session, &mended, &request);
            let count = |problems: &[ProblemReply]| problems.iter().filter(|other| other.code == problem.code).count();
            assert!(count(&after) < count(&before), "{}: {text} → {mended}", problem.code);
            assert!(errors(&after) <= errors(&before), "{}: {text} → {mended}", problem.code);
            if ["redundant-clause", "repeated-clause"].contains(&problem.code) && errors(&before) == 0 {
                let mut members =
                    |text: &str| session.members(Source::Text(text), &request, 0, usize::MAX).unwrap().ids;
                assert_eq!(members(&text), members(&mended), "{text} → {mended}");
            }
            applied_fixes += 1;
        }
    }
    assert!(applied_fixes > 40, "{applied_fixes}");
}
