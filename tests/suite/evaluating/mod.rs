//! Evaluation on a shop of more than one block: every kernel against a loop over single rows, and
//! the laws that hold for any condition.

mod laws;
#[path = "../../../benches/made_up.rs"]
mod made_up;
mod plainly;
mod sliders;
mod statistics;
mod timelines;
mod trees;

use headcount::check::{Checked, Node, NodeKind, Options, Policy};
use headcount::eval::{self, Cache, Evaluation};
use headcount::snapshot::Snapshot;
use headcount::time::Instant;
use made_up::{Size, TAKEN_AT};
use std::sync::LazyLock;

/// A shop whose customers fill one block and a part of another.
static SHOP: LazyLock<Snapshot> = LazyLock::new(|| {
    let (manifest, parts) = made_up::pack(Size { customers: 66_001, orders: 90_000, lines: 120_000, events: 60_000 });
    made_up::open(&manifest, &parts)
});

fn options() -> Options {
    Options { as_of: Instant(TAKEN_AT - 40 * 86_400), policy: Policy::default(), strict_missing: false }
}

fn checked(kind: NodeKind, options: Options) -> Checked {
    Checked { root: Node { path: String::new(), kind }, options, dates: vec![], used_current: vec![] }
}

fn evaluate(checked: &Checked, cache: &mut Cache) -> Evaluation {
    eval::evaluate(checked, &SHOP, cache, true).unwrap()
}

fn evaluate_anew(checked: &Checked) -> Evaluation {
    evaluate(checked, &mut Cache::default())
}
