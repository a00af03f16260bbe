//! Exact points on the number line that sums and averages are compared with.

use super::long::{Long, Mean};
use super::whole::quotient;
use crate::value::{Decimal, power_of_ten};
use std::cmp::Ordering;
use std::sync::Arc;

/// A number at the scale of the values compared with it: `whole + part`, `0 <= part < 1`.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The greatest integer not above the number.
    pub whole: i128,
    /// What is left.
    pub part: Part,
}

/// A fraction below one.
#[derive(Debug, Clone)]
pub enum Part {
    /// `over / under`.
    Small {
        /// Numerator.
        over: u64,
        /// Denominator, at least 1.
        under: u64,
    },
    /// One whose denominator fits no machine word: an average of averages.
    Long(Arc<Mean>),
}

impl Cut {
    /// An integer.
    pub fn integer(whole: i128) -> Cut {
        Cut::ratio(whole, 0, 1)
    }

    /// `whole + over / under`.
    pub fn ratio(whole: i128, over: u64, under: u64) -> Cut {
        Cut { whole, part: Part::Small { over, under } }
    }

    /// A decimal at the scale of the values.
    pub fn decimal(number: Decimal, scale: u8) -> Cut {
        let whole = number.floor_at_scale(scale);
        if scale >= number.scale() {
            return Cut::integer(whole);
        }
        let under = 10i128.pow(u32::from(number.scale() - scale));
        Cut::ratio(whole, number.mantissa().rem_euclid(under) as u64, under as u64)
    }

    /// Whether the number is an integer.
    pub fn is_integer(&self) -> bool {
        matches!(self.part, Part::Small { over: 0, .. })
    }

    /// How `sum / count` stands to the number; `count` is at least 1.
    pub fn compare(&self, sum: i128, count: u32) -> Ordering {
        let (whole, rest) = quotient(sum, count);
        whole.cmp(&self.whole).then_with(|| self.compare_part(rest, count).reverse())
    }

    /// The nearest decimal of `shown` digits after the point, half to even; `scale` is that of the
    /// values. At most six digits are added.
    pub fn rounded(&self, scale: u8, shown: u8) -> Decimal {
        let (floor, order) = if shown > scale {
            let unit = power_of_ten(shown - scale) as u32;
            // The greatest number of units that is not above the part.
            let (mut digits, mut above) = (0, unit);
            while above - digits > 1 {
                let middle = digits + (above - digits) / 2;
                *(if self.compare_part(middle, unit).is_ge() { &mut digits } else { &mut above }) = middle;
            }
            (self.whole * i128::from(unit) + i128::from(digits), self.compare_part(2 * digits + 1, 2 * unit))
        } else {
            let unit = power_of_ten(scale - shown);
            let rest = self.whole.rem_euclid(unit);
            let order = if unit == 1 {
                self.compare_part(1, 2)
            } else {
                let exact = if self.is_integer() { Ordering::Equal } else { Ordering::Greater };
                (2 * rest).cmp(&unit).then(exact)
            };
            (self.whole.div_euclid(unit), order)
        };
        let up = match order {
            Ordering::Less => 0,
            Ordering::Equal => floor & 1,
            Ordering::Greater => 1,
        };
        Decimal::new(floor + up, shown)
    }

    /// How the part stands to `over / under`, which is below one.
    fn compare_part(&self, over: u32, under: u32) -> Ordering {
        match &self.part {
            Part::Small { over: own, under: of } => {
                (u128::from(*own) * u128::from(under)).cmp(&(u128::from(over) * u128::from(*of)))
            }
            Part::Long(mean) => mean.compare_part(over, under).reverse(),
        }
    }

    /// The least integer that is not below the number, or above it if it is excluded.
    pub fn first_integer(&self, included: bool) -> i128 {
        if self.is_integer() && included { self.whole } else { self.whole.saturating_add(1) }
    }

    /// The greatest integer that is not above the number, or below it if it is excluded.
    pub fn last_integer(&self, included: bool) -> i128 {
        if self.is_integer() && !included { self.whole.saturating_sub(1) } else { self.whole }
    }
}

/// The exact mean of `sum / count` pairs; `None` of none.
pub fn mean(pairs: impl Iterator<Item = (i128, u32)>) -> Option<Cut> {
    // Sums of one divisor are added first: there are few different divisors, and most are small.
    let mut small = [0i128; 256];
    let mut sums: std::collections::BTreeMap<u32, i128> = std::collections::BTreeMap::new();
    let mut size = 0u64;
    let mut whole = 0i128;
    for (sum, count) in pairs {
        let (part, rest) = quotient(sum, count);
        whole += part;
        match small.get_mut(count as usize) {
            Some(sum) => *sum += i128::from(rest),
            None => *sums.entry(count).or_default() += i128::from(rest),
        }
        size += 1;
    }
    if size == 0 {
        return None;
    }
    let mut over = Long::from(0);
    let mut under = Long::from(1);
    for (count, sum) in (0..).zip(small).chain(sums).filter(|(_, sum)| *sum != 0) {
        let (more, rest) = quotient(sum, count);
        whole += more;
        if rest == 0 {
            continue;
        }
        // over / under + rest / count, over the least common denominator.
        let shared = gcd(under.remainder(u64::from(count)), u64::from(count));
        let factor = u64::from(count) / shared;
        over = over.times(factor).plus(&under.divided(shared).times(u64::from(rest)));
        under = under.times(factor);
    }
    // (whole + over / under) / size
    let rest = whole.rem_euclid(i128::from(size)) as u64;
    whole = whole.div_euclid(i128::from(size));
    over = over.plus(&under.times(rest));
    under = under.times(size);
    while over >= under {
        over = over.minus(&under);
        whole += 1;
    }
    match (over.as_u64(), under.as_u64()) {
        (Some(over), Some(under)) => Some(Cut::ratio(whole, over, under)),
        _ => Some(Cut { whole, part: Part::Long(Arc::new(Mean::new(over, under))) }),
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_never_cut() {
        let at = Cut::decimal(Decimal::parse("100.005").unwrap(), 2);
        assert_eq!((at.whole, at.is_integer()), (10_000, false));
        assert_eq!(at.first_integer(true), 10_001);
        assert_eq!(at.last_integer(false), 10_000);
        assert_eq!(at.compare(20_001, 2), Ordering::Equal);
        assert_eq!(at.compare(20_000, 2), Ordering::Less);
        let at = Cut::decimal(Decimal::parse("-0.5").unwrap(), 0);
        assert_eq!((at.whole, at.compare(-1, 2), at.compare(-2, 3)), (-1, Ordering::Equal, Ordering::Less));
        let huge = Cut::decimal(Decimal::parse("999999999999999999").unwrap(), 6);
        assert_eq!(huge.compare(i128::from(i64::MAX), 1), Ordering::Less);
    }

    #[test]
    fn numbers_are_shown_rounded_half_to_even() {
        let shown = |cut: Cut, scale, shown| cut.rounded(scale, shown).to_string();
        assert_eq!(shown(Cut::ratio(2, 1, 2), 0, 0), "2");
        assert_eq!(shown(Cut::ratio(3, 1, 2), 0, 0), "4");
        assert_eq!(shown(Cut::ratio(-3, 1, 2), 0, 0), "-2");
        assert_eq!(shown(Cut::ratio(2, 2, 3), 0, 2), "2.67");
        assert_eq!(shown(Cut::ratio(-1, 1, 8), 0, 2), "-0.88");
        assert_eq!(shown(Cut::ratio(7, 0, 1), 0, 2), "7.00");
        assert_eq!(shown(Cut::ratio(0, 999, 1000), 0, 2), "1.00");
        assert_eq!(shown(Cut::integer(12_345), 3, 2), "12.34");
        assert_eq!(shown(Cut::integer(12_355), 3, 2), "12.36");
        assert_eq!(shown(Cut::ratio(12_345, 1, 9), 3, 2), "12.35");
        assert_eq!(shown(Cut::integer(-12_355), 3, 2), "-12.36");
        let primes = [999_983u32, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907];
        let long = mean(primes.iter().map(|prime| (2 * i128::from(*prime) - 1, *prime))).unwrap();
        assert!(matches!(long.part, Part::Long(_)));
        assert_eq!((shown(long.clone(), 0, 6), shown(long, 0, 0)), ("1.999999".to_owned(), "2".to_owned()));
    }

    #[test]
    fn means_of_averages_are_exact() {
        assert!(mean(std::iter::empty()).is_none());
        // 1/2, 1/3, 1/6: a third.
        let third = mean([(1, 2), (1, 3), (1, 6)].into_iter()).unwrap();
        assert_eq!(third.compare(1, 3), Ordering::Equal);
        assert_eq!(third.compare(-1, 3), Ordering::Less);
        let below = mean([(-1, 2), (-1, 3), (-1, 6)].into_iter()).unwrap();
        assert_eq!((below.whole, below.compare(-1, 3)), (-1, Ordering::Equal));
        // Reciprocals of primes: the denominator is their product, far past 64 bits.
        let primes = [999_983u32, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907];
        let long = mean(primes.iter().map(|prime| (1, *prime))).unwrap();
        assert!(matches!(long.part, Part::Long(_)));
        assert_eq!(long.compare(1, 999_907), Ordering::Greater);
        assert_eq!(long.compare(1, 999_983), Ordering::Less);
        let same = mean(primes.iter().flat_map(|prime| [(1, *prime), (i128::from(*prime) - 1, *prime)])).unwrap();
        assert_eq!(same.compare(1, 2), Ordering::Equal);
    }
}
