//! What was computed, kept as long as it fits: least recently used goes first.
//!
//! Keys say everything an answer depends on, so that remembering never changes one.

use std::collections::HashMap;
use std::hash::Hash;

/// A store of answers, bounded in bytes.
#[derive(Debug, Clone)]
pub struct Memo<K, V> {
    kept: HashMap<K, Kept<V>>,
    bytes: usize,
    limit: usize,
    clock: u64,
    turned: u64,
}

#[derive(Debug, Clone)]
struct Kept<V> {
    value: V,
    bytes: usize,
    used: u64,
}

/// Bytes counted for an entry besides its value.
const ENTRY: usize = 256;

impl<K: Hash + Eq + Clone, V: Clone> Memo<K, V> {
    /// An empty store that keeps at most `limit` bytes.
    pub fn new(limit: usize) -> Memo<K, V> {
        Memo { kept: HashMap::new(), bytes: 0, limit, clock: 0, turned: 0 }
    }

    /// Changes how many bytes are kept at most.
    pub fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
        self.shrink();
    }

    /// Bytes kept.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The answer to `key`, if it is kept.
    pub fn get(&mut self, key: &K) -> Option<V> {
        self.clock += 1;
        let kept = self.kept.get_mut(key)?;
        kept.used = self.clock;
        Some(kept.value.clone())
    }

    /// Keeps an answer of `bytes` bytes.
    pub fn put(&mut self, key: K, value: V, bytes: usize) {
        let bytes = bytes + ENTRY;
        self.clock += 1;
        self.bytes += bytes;
        if let Some(before) = self.kept.insert(key, Kept { value, bytes, used: self.clock }) {
            self.bytes -= before.bytes;
        }
        self.shrink();
    }

    /// Forgets an answer.
    pub fn remove(&mut self, key: &K) {
        if let Some(kept) = self.kept.remove(key) {
            self.bytes -= kept.bytes;
        }
    }

    /// Forgets what was not used since the last turn.
    pub fn turn(&mut self) {
        let turned = std::mem::replace(&mut self.turned, self.clock);
        self.kept.retain(|_, kept| kept.used > turned);
        self.bytes = self.kept.values().map(|kept| kept.bytes).sum();
    }

    fn shrink(&mut self) {
        while self.bytes > self.limit {
            let Some(oldest) = self.kept.iter().min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone()) else {
                return;
            };
            self.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_goes_first() {
        let mut memo = Memo::new(3 * (ENTRY + 10));
        for key in ["a", "b", "c"] {
            memo.put(key, key.to_ascii_uppercase(), 10);
        }
        assert_eq!(memo.get(&"a").as_deref(), Some("A"));
        memo.put("d", "D".into(), 10);
        assert_eq!((memo.get(&"b"), memo.get(&"a").is_some()), (None, true));
        memo.put("d", "E".into(), 10);
        assert_eq!(memo.bytes(), 3 * (ENTRY + 10));
        memo.put("huge", "H".into(), 10_000);
        assert_eq!((memo.bytes(), memo.get(&"huge")), (0, None));
    }

    #[test]
    fn a_turn_keeps_what_was_used_since_the_last() {
        let mut memo = Memo::new(1 << 20);
        for key in ["a", "b", "c"] {
            memo.put(key, key.to_ascii_uppercase(), 10);
        }
        memo.remove(&"c");
        memo.turn();
        assert_eq!((memo.get(&"a").as_deref(), memo.bytes()), (Some("A"), 2 * (ENTRY + 10)));
        memo.turn();
        assert_eq!((memo.get(&"b"), memo.get(&"a").is_some(), memo.bytes()), (None, true, ENTRY + 10));
    }
}
