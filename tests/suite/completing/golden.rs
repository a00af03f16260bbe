//! What is proposed at chosen places, as a golden file.

use super::places::{MARK, accepted, question};
use crate::corpus::Shops;
use crate::golden::golden_file;
use headcount::session::{Request, Session};

/// Most proposals that are listed of one place.
const LISTED: usize = 12;

fn report(session: &mut Session, text: &str) -> String {
    let (before, after) = text.split_once(MARK).expect("a marked place");
    let whole = format!("{before}{after}");
    let reply = session.complete(&question(&whole, before.encode_utf16().count(), &Request::default())).unwrap();
    let mut lines = vec![format!("> {text}")];
    for (number, proposal) in reply.proposals.iter().enumerate().take(LISTED) {
        let mut line = format!("  {} {}", proposal.kind.as_str(), proposal.label);
        if let Some(customers) = proposal.customers {
            line.push_str(&format!(" ×{customers}"));
        }
        for part in [&proposal.detail, if proposal.available { &proposal.detail } else { &proposal.help }] {
            if !part.is_empty() && !line.contains(part.as_str()) {
                line.push_str(&format!(" · {part}"));
            }
        }
        if number < 2 {
            let mut text = accepted(&whole, &reply, number);
            let inserted = before.len() - before[reply.span.start..].len() + proposal.insert.len() - proposal.back;
            text.insert(inserted, MARK);
            line.push_str(&format!(" → {text}"));
        }
        lines.push(line);
    }
    if reply.proposals.len() > LISTED {
        lines.push(format!("  … {} more", reply.proposals.len() - LISTED));
    }
    lines.join("\n")
}

#[test]
fn what_is_proposed_at_chosen_places() {
    let mut shops = Shops::default();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/complete");
    let inputs = std::fs::read_to_string(format!("{folder}/places.inputs")).unwrap();
    let reports: Vec<String> = inputs
        .lines()
        .map(|line| {
            let (shop, text) = line.split_once(' ').expect("a shop and a text");
            report(shops.session(shop), text)
        })
        .collect();
    golden_file(&format!("{folder}/places.txt"), &format!("{}\n", reports.join("\n\n")));
}
