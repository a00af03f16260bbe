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
        Memo { kept: HashMap::new(), bytes: 0, limit, clock: 0 }
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

    fn shrink(&mut self) {
        while self.bytes > self.limit {
            let Some(oldest) = self.kept.iter().min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone()) else {
                return;
            };
            if let Some(kept) = self.kept.remove(&oldest) {
                self.bytes -= kept.bytes;
            }
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
}
