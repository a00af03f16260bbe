//! Order in little code: a sort for short lists, and values by name.
//!
//! The standard library's sorts and maps are made anew for each type they hold, some five and
//! eight kilobytes of wasm each; they are for lists of rows.

use std::cmp::Ordering;

/// Sorts a short list; equal items keep their order. For lists of rows there is `slice::sort`.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order = positions(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    for at in 0..items.len() {
        // What belongs here may have been moved on by an earlier swap.
        let mut from = order[at] as usize;
        while from < at {
            from = order[from] as usize;
        }
        order[at] = from as u32;
        items.swap(at, from);
    }
}

/// Sorts a short list by a key; equal items keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The positions below `len` in order, by merging runs of doubled length.
fn positions(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    let mut merged = order.clone();
    let mut run = 1;
    while run < len {
        for start in (0..len).step_by(2 * run) {
            let (middle, end) = ((start + run).min(len), (start + 2 * run).min(len));
            let (mut left, mut right) = (start, middle);
            for place in &mut merged[start..end] {
                let takes_left = right == end
                    || left < middle && compare(order[left] as usize, order[right] as usize) != Ordering::Greater;
                let from = if takes_left { &mut left } else { &mut right };
                *place = order[*from];
                *from += 1;
            }
        }
        std::mem::swap(&mut order, &mut merged);
        run *= 2;
    }
    order
}

/// Values by name, ascending by name; for some tens or hundreds of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByName<T> {
    entries: Vec<(String, T)>,
}

impl<T> Default for ByName<T> {
    fn default() -> ByName<T> {
        ByName { entries: Vec::new() }
    }
}

impl<T> ByName<T> {
    fn place(&self, name: &str) -> Result<usize, usize> {
        let below = self.entries.partition_point(|(known, _)| known.as_str() < name);
        match self.entries.get(below).is_some_and(|(known, _)| known == name) {
            true => Ok(below),
            false => Err(below),
        }
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.place(name).ok().map(|place| &self.entries[place].1)
    }

    /// Whether the name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Gives a name a value; returns the value it had.
    pub fn insert(&mut self, name: String, value: T) -> Option<T> {
        match self.place(&name) {
            Ok(place) => Some(std::mem::replace(&mut self.entries[place].1, value)),
            Err(place) => {
                self.entries.insert(place, (name, value));
                None
            }
        }
    }

    /// Takes a name's value away and returns it.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        self.place(name).ok().map(|place| self.entries.remove(place).1)
    }

    /// How many names have a value.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no name has a value.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names and values, ascending by name.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&String, &T)> + Clone {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// Names and values to be changed, ascending by name.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&String, &mut T)> {
        self.entries.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// The names, ascending.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &String> + Clone {
        self.entries.iter().map(|(name, _)| name)
    }

    /// The values, ascending by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values to be changed, ascending by name.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.iter_mut().map(|(_, value)| value)
    }
}

impl<T> std::ops::Index<&str> for ByName<T> {
    type Output = T;

    fn index(&self, name: &str) -> &T {
        self.get(name).unwrap_or_else(|| panic!("nothing is named '{name}'"))
    }
}

impl<T> FromIterator<(String, T)> for ByName<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> ByName<T> {
        let mut named = ByName::default();
        for (name, value) in entries {
            named.insert(name, value);
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_is_stable_and_complete() {
        for len in 0..70u32 {
            let mut items: Vec<(u32, u32)> = (0..len).map(|at| (at * 37 % 11, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            assert_eq!(items, expected);
            items.reverse();
            sort_by(&mut items, |a, b| b.1.cmp(&a.1));
            assert!(items.windows(2).all(|pair| pair[0].1 > pair[1].1));
        }
    }

    #[test]
    fn names_ascend_and_keep_their_latest_value() {
        let mut named: ByName<u8> =
            [("b", 1), ("a", 2), ("b", 3)].map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        assert_eq!(named.iter().map(|(name, value)| (name.as_str(), *value)).collect::<Vec<_>>(), [("a", 2), ("b", 3)]);
        assert_eq!((named.get("b"), named.get("c"), named["a"]), (Some(&3), None, 2));
        assert_eq!(named.insert("a".to_owned(), 9), Some(2));
        assert_eq!((named.remove("b"), named.remove("b")), (Some(3), None));
        assert!(named.contains_key("a") && !named.contains_key("") && named.len() == 1);
    }
}
