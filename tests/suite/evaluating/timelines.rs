//! A timeline is the same segment asked at each instant.

use super::made_up::Random;
use super::{SHOP, checked, evaluate_anew, options, trees};
use headcount::check::{Checked, NodeKind};
use headcount::eval::Cache;
use headcount::insight::timeline;
use headcount::rows::RowSet;

#[test]
fn every_moment_is_an_evaluation_of_its_own() {
    let mut random = Random::new(43);
    for _ in 0..4 {
        let root = trees::tree(&mut random, 2, String::new());
        let at = |days: i64| -> Checked {
            let mut options = options();
            options.as_of.0 -= 86_400 * days;
            checked(root.kind.clone(), options)
        };
        let days = || (0..8).rev().map(|step| 30 * step);
        let cache = Cache::default();
        let moments = timeline(days().map(at), &SHOP, &cache, 3).unwrap();
        assert_eq!(cache.bytes(), 0, "nothing of the moments is kept");
        let mut before = RowSet::empty(SHOP.customers.len);
        for (day, moment) in days().zip(moments) {
            let alone = evaluate_anew(&at(day));
            assert_eq!((moment.count, moment.total), (alone.members.count(), alone.universe.count()));
            let joined = alone.members.iter().filter(|row| !before.contains(*row)).count() as u32;
            let gone = before.iter().filter(|row| !alone.members.contains(*row)).count() as u32;
            assert_eq!((moment.entered, moment.left), (joined, gone), "{root:?}");
            assert!(moment.left_ids.len() == gone.min(3) as usize && moment.left_ids.is_sorted());
            before = (*alone.members).clone();
        }
    }
    let everyone = timeline([checked(NodeKind::All(vec![]), options())], &SHOP, &Cache::default(), 0).unwrap();
    assert_eq!((everyone.len(), everyone[0].count), (1, everyone[0].total));
}
