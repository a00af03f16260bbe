//! What the engine takes, raced against loops written by hand, on a made-up shop.
//!
//! `cargo bench` runs the reference load M; as a test (`cargo test --benches`) the same code runs
//! on a small shop and only the counts are compared.
#![allow(clippy::disallowed_methods)] // A benchmark reads the clock.

mod made_up;

use headcount::check::{
    self, Bound, Checked, Measure, Node, NodeKind, Operand, Options, Policy, Positive, Range, RowColumn, RowTest,
    RowsSpec, RowsTest, ValueTest,
};
use headcount::complete;
use headcount::eval::{self, Cache};
use headcount::insight;
use headcount::query;
use headcount::rows::RowSet;
use headcount::snapshot::{Column, Snapshot, TableName};
use headcount::time::{Instant, Window};
use headcount::value::Decimal;
use made_up::{Size, TAKEN_AT};
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

const DAY: i64 = 86_400;

/// A case with its name.
type Case = (&'static str, fn(&Bench));

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let scale = if measured { 50 } else { 1 };
    let size = Size { customers: 20_000 * scale, orders: 100_000 * scale, lines: 0, events: 60_000 * scale };
    let bench = Bench::new(size, measured);
    let cases: [Case; 8] = [
        ("opening", Bench::opening),
        ("customers", Bench::customers),
        ("orders", Bench::orders),
        ("events", Bench::events),
        ("edits", Bench::edits),
        ("funnel", Bench::funnel),
        ("sweeps", Bench::sweeps),
        ("completing", Bench::completing),
    ];
    // `cargo bench --bench engine -- sweeps` runs that case alone.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let chosen = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    cases.iter().filter(|(name, _)| chosen(name)).for_each(|(_, case)| case(&bench));
}

struct Bench {
    manifest: headcount::snapshot::Manifest,
    parts: Vec<(String, Vec<u8>)>,
    snapshot: Snapshot,
    measured: bool,
}

/// Best and median of a few runs.
#[derive(Clone, Copy)]
struct Time {
    best: Duration,
    median: Duration,
}

impl Bench {
    fn new(size: Size, measured: bool) -> Bench {
        let (manifest, parts) = made_up::pack(size);
        let snapshot = made_up::open(&manifest, &parts);
        Bench { manifest, parts, snapshot, measured }
    }

    fn time<T>(&self, runs: usize, mut run: impl FnMut(usize) -> T) -> Time {
        let runs = if self.measured { runs } else { 1 };
        let mut times: Vec<Duration> = (0..runs)
            .map(|number| {
                let clock = Clock::now();
                black_box(run(number));
                clock.elapsed()
            })
            .collect();
        times.sort_unstable();
        Time { best: times[0], median: times[runs / 2] }
    }

    fn report(&self, name: &str, time: Time) {
        if self.measured {
            let millis = |time: Duration| time.as_secs_f64() * 1e3;
            println!("{name:<46} {:>9.4} ms best {:>9.4} ms median", millis(time.best), millis(time.median));
        }
    }

    fn count(&self, kind: NodeKind, cache: &mut Cache) -> u32 {
        let checked = checked(kind);
        eval::evaluate(&checked, &self.snapshot, cache, false).expect("the bench evaluates").members.count()
    }

    /// What may stand at a place, in a text of ten clauses; with the values of data, which are
    /// counted among those who pass the rest. Raced against a count of the whole dictionary's codes.
    fn completing(&self) {
        let clauses = "orders_placed MATCHES (date >= -90d, count > 1) AND customer_tags CONTAINS 'tag 7'";
        let before = [clauses; 5].join(" AND ");
        let offset = before.len() - 2;
        let today = self.snapshot.zone.day_of(self.snapshot.taken_at);
        let context = complete::Context { snapshot: Some(&self.snapshot), references: None, today };
        let found = complete::complete(&before, offset, context);
        assert!(found.wanted.is_some());
        self.report("complete, the parse", self.time(50, |_| complete::complete(&before, offset, context)));
        let Some(Column::List(tags)) = self.snapshot.customers.columns.get("tags") else { return };
        let all = RowSet::full(self.snapshot.customers.len);
        let subject = insight::Subject::Value(Operand::Column("tags".to_owned()));
        let wanted = insight::Wanted { text: "", also: None, limit: 50 };
        let options = checked(NodeKind::All(vec![])).options;
        let mut cache = Cache::default();
        let mut values = || insight::values(&subject, wanted, &all, &options, &self.snapshot, &mut cache);
        let by_hand = || {
            let mut counts = vec![0u32; tags.keys.len()];
            tags.codes.iter().for_each(|key| counts[*key as usize] += 1);
            counts.into_iter().max()
        };
        let most = values().expect("the bench evaluates").and_then(|found| Some(found.values.first()?.customers));
        assert_eq!(most, by_hand());
        self.report("values of tags", self.time(20, |_| values()));
        self.report("values of tags, by hand", self.time(20, |_| by_hand()));
    }

    fn opening(&self) {
        let bytes: usize = self.parts.iter().map(|(_, bytes)| bytes.len()).sum();
        let time = self.time(3, |_| made_up::open(&self.manifest, &self.parts).customers.len);
        self.report("open", time);
        if self.measured {
            println!("  {:.0} MB, {:.0} MB/s", bytes as f64 / 1e6, bytes as f64 / 1e6 / time.best.as_secs_f64());
        }
    }

    fn customers(&self) {
        let Some(Column::Text(countries)) = self.snapshot.customers.columns.get("default_country") else { return };
        let headcount::snapshot::Codes::U8(codes) = &countries.codes else { return };
        let german = countries.keys.iter().position(|key| key == "DE").map_or(0, |key| key as u8 + 1);
        let by_hand = || codes.iter().filter(|code| **code == german).count() as u32;
        let mut cache = Cache::default();
        eval::universe(&self.snapshot, &checked(NodeKind::All(vec![])).options, &mut cache);
        let cold = cache.clone();
        let leaf = || value("default_country", Positive::OneOf(vec!["DE".into()]));
        assert_eq!(self.count(leaf(), &mut cache), by_hand());
        self.report("country = DE, cold", self.time(50, |_| self.count(leaf(), &mut cold.clone())));
        self.report("country = DE, by hand", self.time(50, |_| by_hand()));
        let five = || value("default_country", one_of(&["DE", "FR", "BG", "VN", "NZ"]));
        self.report("country IN (5), cold", self.time(50, |_| self.count(five(), &mut cold.clone())));
        let created = |days: i64| value("created_at", since(days));
        let Some(Column::Time(times)) = self.snapshot.customers.columns.get("created_at") else { return };
        let by_hand = |days: i64| times.seconds.iter().filter(|at| **at >= TAKEN_AT - days * DAY).count() as u32;
        assert_eq!(self.count(created(90), &mut cache), by_hand(90));
        self.report("created >= -90d, cold", self.time(50, |_| self.count(created(90), &mut cold.clone())));
        self.report("created >= -90d, by hand", self.time(50, |_| by_hand(90)));
        let tag = || value("tags", Positive::ContainsAny(vec!["tag 7".into()]));
        self.report("tag, first", self.time(3, |_| self.count(tag(), &mut Cache::default())));
        let spread = |run: usize| value("tags", Positive::ContainsAny(vec![format!("tag {}", run % 100)]));
        self.report("another tag", self.time(50, |run| self.count(spread(run), &mut cache)));
    }

    fn orders(&self) {
        let orders = self.snapshot.orders.as_ref().expect("there are orders");
        let existing = by_hand_existing(orders);
        let warm = warm(self);
        for (name, days) in [("90 days", 90), ("all", 100_000)] {
            let from = TAKEN_AT - days * DAY;
            let leaf = || rows(from, vec![], vec![(Measure::Count, at_least(2, 0))]);
            let by_hand = || {
                let mut counts = vec![0u32; self.snapshot.customers.len as usize];
                for block in 0..orders.block_starts.len() - 1 {
                    for row in orders.block_starts[block] as usize..orders.block_starts[block + 1] as usize {
                        if orders.at[row] >= from && existing[row] {
                            counts[block * headcount::rows::BLOCK + usize::from(orders.local[row])] += 1;
                        }
                    }
                }
                counts.iter().filter(|count| **count >= 2).count() as u32
            };
            let mut cache = Cache::default();
            assert_eq!(self.count(leaf(), &mut cache), by_hand());
            let cold = self.time(9, |_| self.count(leaf(), &mut warm.clone()));
            self.report(&format!("at least 2 orders in {name}, cold"), cold);
            self.report(&format!("at least 2 orders in {name}, by hand"), self.time(9, |_| by_hand()));
            let any = || rows(from, vec![], vec![]);
            self.report(&format!("any order in {name}, cold"), self.time(9, |_| self.count(any(), &mut warm.clone())));
            let filter = || vec![amount(50)];
            let big = || rows(from, filter(), vec![(Measure::Count, at_least(2, 0))]);
            let cold = self.time(9, |_| self.count(big(), &mut warm.clone()));
            self.report(&format!("at least 2 orders of 50 in {name}, cold"), cold);
            let sum = || rows(from, vec![], vec![(Measure::Sum(RowColumn::Amount), at_least(500, 2))]);
            self.report(&format!("sum of {name}, cold"), self.time(9, |_| self.count(sum(), &mut warm.clone())));
            let average = || rows(from, vec![], vec![(Measure::Average(RowColumn::Amount), at_least(50, 2))]);
            self.report(
                &format!("average of {name}, cold"),
                self.time(9, |_| self.count(average(), &mut warm.clone())),
            );
        }
        self.report("policy and amounts", self.time(3, |_| self::warm(self)));
    }

    fn events(&self) {
        for (name, days) in [("2 days", 2), ("all", 100_000)] {
            let spec = |days: i64| RowsSpec {
                table: TableName::Events,
                kinds: vec!["product_view".into()],
                filter: vec![at(TAKEN_AT - days * DAY)],
            };
            let leaf = || {
                let measures = vec![(Measure::Count, at_least(2, 0))];
                NodeKind::Rows(RowsTest { rows: spec(days), measures, negated: false })
            };
            let cold = self.time(9, |_| self.count(leaf(), &mut Cache::default()));
            self.report(&format!("at least 2 views in {name}, cold"), cold);
            let distinct = || {
                let measure = Measure::Distinct(RowColumn::Own("object_id".into()));
                NodeKind::Rows(RowsTest { rows: spec(days), measures: vec![(measure, at_least(2, 0))], negated: false })
            };
            let cold = self.time(5, |_| self.count(distinct(), &mut Cache::default()));
            self.report(&format!("at least 2 different in {name}, cold"), cold);
        }
    }

    fn edits(&self) {
        let spent = || Operand::Measure { rows: all_orders(), measure: Measure::Sum(RowColumn::Amount) };
        let tree = |cents: i128| {
            let leaf = |kind| Node { path: "x".into(), kind };
            let test = positive(Positive::Within(vec![Range {
                low: Some(Bound { at: Decimal::new(cents, 2), included: true }),
                high: None,
            }]));
            NodeKind::All(vec![
                leaf(NodeKind::Value { operand: spent(), test }),
                leaf(value("default_country", one_of(&["DE", "FR", "BG", "VN", "NZ", "US"]))),
                leaf(value("email_status", one_of(&["SUBSCRIBED"]))),
                leaf(rows(TAKEN_AT - 400 * DAY, vec![], vec![(Measure::Count, at_least(1, 0))])),
            ])
        };
        let mut cache = Cache::default();
        let clock = Clock::now();
        self.count(tree(1_000), &mut cache);
        if self.measured {
            println!("4 criteria, first: {:?}", clock.elapsed());
        }
        let time = self.time(300, |run| self.count(tree(1_000 + 37 * run as i128), &mut cache));
        self.report("4 criteria, threshold edit", time);
        let time = self.time(300, |_| self.count(tree(1_000), &mut cache));
        self.report("4 criteria, nothing changed", time);
    }

    fn funnel(&self) {
        let leaf =
            |number: i64| Node { path: format!("/of/{number}"), kind: value("created_at", since(2_000 - number * 40)) };
        let checked = checked(NodeKind::All((0..12).map(leaf).collect()));
        let mut cache = Cache::default();
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut cache, true).expect("the bench evaluates");
        let time = self.time(30, |_| insight::funnel(&checked, &evaluation));
        self.report("leave-one-out counts of 12 leaves", time);
    }

    /// Every day of a year, raced against a few of its days evaluated each by itself.
    fn sweeps(&self) {
        let days = if self.measured { 365 } else { 9 };
        let one = "orders_placed MATCHES (date >= -90d, count >= 2)";
        let twelve = "amount_spent >= 40 AND number_of_orders >= 2 AND average_order_value BETWEEN 10 AND 300 \
            AND customer_added_date >= 2022-07-08 AND last_order_date >= -700d \
            AND orders_placed MATCHES (date >= -500d, count >= 1) AND orders_placed MATCHES (date >= -1200d, count >= 2) \
            AND NOT (customer_tags CONTAINS 'tag 0') AND NOT (customer_tags CONTAINS 'tag 5') \
            AND NOT (default_country = 'FR') AND email_subscription_status = 'SUBSCRIBED' \
            AND NOT (storefront.product_viewed MATCHES (date >= -30d, count >= 3))";
        for (name, text) in [("one leaf", one), ("12 leaves", twelve)] {
            let condition = query::parse(text).condition;
            let at = |day: i64| {
                let options = Options { as_of: Instant((TAKEN_AT / DAY - day) * DAY - 1), ..options() };
                let found =
                    check::check(&condition, check::Origin::Text, Some(&self.snapshot), &options, &self.snapshot.zone);
                found.checked.expect("a valid segment")
            };
            let year: Vec<Checked> = (0..days).rev().map(at).collect();
            let sweep = || insight::timeline(year.clone(), &self.snapshot, &Cache::default(), 0).expect("a timeline");
            let few = || {
                let mut cache = Cache::default();
                let counts = year[..year.len().min(9)].iter().map(|checked| {
                    eval::evaluate(checked, &self.snapshot, &mut cache, false)
                        .expect("the bench evaluates")
                        .members
                        .count()
                });
                counts.collect::<Vec<u32>>()
            };
            assert!(sweep().iter().zip(few()).all(|(moment, count)| moment.count == count));
            self.report(&format!("every day of a year, {name}"), self.time(5, |_| sweep().len()));
            self.report(&format!("9 of its days by themselves, {name}"), self.time(2, |_| few().len()));
        }
    }
}

/// A cache that knows which orders exist and what they are worth, and no leaf.
fn warm(bench: &Bench) -> Cache {
    let mut cache = Cache::default();
    let nothing = RowTest { column: RowColumn::Amount, test: positive(Positive::Within(vec![])) };
    bench.count(rows(TAKEN_AT, vec![nothing], vec![]), &mut cache);
    cache
}

fn by_hand_existing(orders: &headcount::snapshot::Rows) -> Vec<bool> {
    match orders.columns.get("cancelled_at") {
        Some(Column::Time(times)) => {
            times.seconds.iter().map(|at| *at == headcount::snapshot::Times::MISSING).collect()
        }
        _ => vec![true; orders.len as usize],
    }
}

fn options() -> Options {
    Options { as_of: Instant(TAKEN_AT), policy: Policy::default(), strict_missing: false }
}

fn checked(kind: NodeKind) -> Checked {
    Checked { root: Node { path: String::new(), kind }, options: options(), dates: vec![], used_current: vec![] }
}

fn positive(positive: Positive) -> ValueTest {
    ValueTest { positive, negated: false, strict: false }
}

fn value(column: &str, test: Positive) -> NodeKind {
    NodeKind::Value { operand: Operand::Column(column.into()), test: positive(test) }
}

fn one_of(keys: &[&str]) -> Positive {
    Positive::OneOf(keys.iter().map(|key| (*key).to_owned()).collect())
}

fn since(days: i64) -> Positive {
    Positive::During(vec![Window { from: Some(Instant(TAKEN_AT - days * DAY)), until: None }])
}

fn at_least(number: i128, scale: u8) -> ValueTest {
    let at = Decimal::new(number * 10i128.pow(u32::from(scale)), scale);
    positive(Positive::Within(vec![Range { low: Some(Bound { at, included: true }), high: None }]))
}

fn amount(least: i128) -> RowTest {
    RowTest { column: RowColumn::Amount, test: at_least(least, 2) }
}

fn at(from: i64) -> RowTest {
    let window = Window { from: Some(Instant(from)), until: None };
    RowTest { column: RowColumn::At, test: positive(Positive::During(vec![window])) }
}

fn all_orders() -> RowsSpec {
    RowsSpec { table: TableName::Orders, kinds: vec![], filter: vec![] }
}

fn rows(from: i64, filter: Vec<RowTest>, measures: Vec<(Measure, ValueTest)>) -> NodeKind {
    let filter = std::iter::once(at(from)).chain(filter).collect();
    NodeKind::Rows(RowsTest { rows: RowsSpec { filter, ..all_orders() }, measures, negated: false })
}
