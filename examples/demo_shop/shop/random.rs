//! Numbers that look random and are the same on every machine: SplitMix64, integers only.

/// A stream of numbers; equal seeds give equal streams.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of `what` for `customer`; streams do not depend on each other.
    pub(crate) fn new(seed: u64, customer: u32, what: u64) -> Random {
        let mut random = Random(seed ^ what.wrapping_mul(0xd6e8_feb8_6659_fd93));
        random.0 = random.next() ^ u64::from(customer).wrapping_mul(0xa076_1d64_78bd_642f);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 to `end - 1`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True this many times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// A number whose mean is about `mean` and whose large values get rarer by the same factor.
    pub(crate) fn wait(&mut self, mean: u32) -> u32 {
        let step = mean.div_ceil(8).max(1);
        let mut whole = 0;
        while whole < 80 && !self.chance(118) {
            whole += 1;
        }
        whole * step + self.below(step)
    }

    /// One of `list`.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u32) as usize]
    }

    /// One of `list`, the first ones more often: the place is the smaller of two.
    pub(crate) fn early<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let end = list.len() as u32;
        let place = self.below(end).min(self.below(end));
        &list[place as usize]
    }

    /// One of `list`, each as often as its weight says.
    pub(crate) fn weighted<'a, T>(&mut self, list: &'a [(u32, T)]) -> &'a T {
        let mut rest = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in list {
            if rest < *weight {
                return item;
            }
            rest -= weight;
        }
        unreachable!("the rest is below the sum of the weights")
    }
}
