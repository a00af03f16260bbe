//! The known names nearest to a misspelt one.

use crate::order;
use crate::value::lower;

/// At most three of `names` that a person may have meant by `wrong`, nearest first: within a
/// third of its letters (at least one, at most four) of single-letter edits, letter case ignored,
/// else those that hold every word of it.
pub fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let wrong: Vec<char> = lower(wrong).chars().take(64).collect();
    let limit = (wrong.len() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = names
        .clone()
        .filter_map(|name| {
            let length = name.len();
            if length > 4 * wrong.len() + limit || wrong.len() > length + limit {
                return None;
            }
            let letters: Vec<char> = lower(name).chars().collect();
            distance(&wrong, &letters, limit).map(|edits| (edits, name))
        })
        .collect();
    if found.is_empty() {
        let text: String = wrong.iter().collect();
        let words: Vec<&str> = text.split(['_', '.', ' ', '-']).filter(|word| word.len() > 2).collect();
        if !words.is_empty() {
            let holds = |name: &str| words.iter().all(|word| lower(name).contains(word));
            found.extend(names.filter(|name| holds(name)).map(|name| (name.len(), name)));
        }
    }
    order::sort_by_key(&mut found, |found| *found);
    found.dedup();
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Whether `near` is so close to `wrong` that it may be put in its place: at most two edits.
pub fn very_near(wrong: &str, near: &str) -> bool {
    let letters = |text: &str| lower(text).chars().take(64).collect::<Vec<_>>();
    let (wrong, near) = (letters(wrong), letters(near));
    distance(&wrong, &near, 2.min(wrong.len().saturating_sub(1)).max(1)).is_some()
}

/// Optimal string alignment distance (insert, delete, replace, swap neighbours) if at most `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|edits| *edits > limit) {
            return None;
        }
        before = last;
        last = row;
    }
    (last[b.len()] <= limit).then_some(last[b.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let names = ["number_of_orders", "amount_spent", "customer_tags", "first_order_date", "last_order_date"];
        let near = |wrong| nearest(wrong, names.into_iter());
        assert_eq!(near("number_of_order"), ["number_of_orders"]);
        assert_eq!(near("amuont_spent"), ["amount_spent"]);
        assert_eq!(near("Customer_Tags"), ["customer_tags"]);
        assert_eq!(near("tags"), ["customer_tags"]);
        assert_eq!(near("order_date"), ["last_order_date", "first_order_date"]);
        assert!(near("zzz").is_empty());
        assert!(near("").is_empty());
        assert!(very_near("VPI", "vip") && !very_near("a", "bcd"));
    }
}
