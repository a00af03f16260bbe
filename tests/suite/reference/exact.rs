//! Exact fractions: what the reference counts, adds, averages and compares with.

use std::cmp::Ordering;

/// A fraction in lowest terms; `denominator` is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    pub(crate) fn new(numerator: i128, denominator: i128) -> Exact {
        assert!(denominator > 0, "a fraction's denominator is positive");
        let divisor = divisor(numerator.abs(), denominator).max(1);
        Exact { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub(crate) fn whole(number: i128) -> Exact {
        Exact { numerator: number, denominator: 1 }
    }

    /// Reads `-12.50`, `3`, `1.5e3`, as JSON and the language write numbers.
    pub(crate) fn parse(text: &str) -> Option<Exact> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, digits.strip_prefix('+').unwrap_or(digits)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: i128 = all.parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()? - exponent;
        let power = 10i128.checked_pow(scale.unsigned_abs())?;
        Some(match scale >= 0 {
            true => Exact::new(sign * number, power),
            false => Exact::whole((sign * number).checked_mul(power)?),
        })
    }

    pub(crate) fn plus(self, other: Exact) -> Exact {
        let shared = divisor(self.denominator, other.denominator);
        let (mine, its) = (other.denominator / shared, self.denominator / shared);
        let scaled = |a: i128, b: i128| a.checked_mul(b).expect("sums stay within 127 bits");
        let sum = scaled(self.numerator, mine).checked_add(scaled(other.numerator, its));
        Exact::new(sum.expect("sums stay within 127 bits"), scaled(self.denominator, mine))
    }

    pub(crate) fn minus(self, other: Exact) -> Exact {
        self.plus(Exact { numerator: -other.numerator, ..other })
    }

    /// This divided by a count that is not zero.
    pub(crate) fn over(self, count: usize) -> Exact {
        let denominator = self.denominator.checked_mul(count as i128).expect("averages stay within 127 bits");
        Exact::new(self.numerator, denominator)
    }

    /// The nearest decimal with so many digits after the point, half to even.
    pub(crate) fn rounded(self, digits: u32) -> String {
        let unit = 10i128.pow(digits);
        let over = self.numerator.checked_mul(unit).expect("figures stay within 127 bits");
        let floor = over.div_euclid(self.denominator);
        let twice = 2 * over.rem_euclid(self.denominator);
        let up = twice > self.denominator || (twice == self.denominator && floor % 2 != 0);
        let number = floor + i128::from(up);
        let text = format!("{:0width$}", number.abs(), width = digits as usize + 1);
        let (whole, part) = text.split_at(text.len() - digits as usize);
        format!("{}{whole}{}{part}", if number < 0 { "-" } else { "" }, if part.is_empty() { "" } else { "." })
    }

    pub(crate) fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    /// Whole parts first, then what remains of each, turned over: nothing is multiplied, so
    /// nothing can overflow.
    fn cmp(&self, other: &Exact) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        loop {
            let whole = |x: Exact| x.numerator.div_euclid(x.denominator);
            let rest = |x: Exact| x.numerator.rem_euclid(x.denominator);
            let order = whole(a).cmp(&whole(b)).then_with(|| match (rest(a), rest(b)) {
                (0, 0) => Ordering::Equal,
                (0, _) => Ordering::Less,
                (_, 0) => Ordering::Greater,
                _ => Ordering::Equal,
            });
            let order = if turned { order.reverse() } else { order };
            if order != Ordering::Equal || rest(a) == 0 {
                return order;
            }
            (a, b) = (
                Exact { numerator: a.denominator, denominator: rest(a) },
                Exact { numerator: b.denominator, denominator: rest(b) },
            );
            turned = !turned;
        }
    }
}

fn divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[test]
fn fractions_are_exact() {
    let read = |text: &str| Exact::parse(text).unwrap();
    assert_eq!(read("0.1").plus(read("0.2")), read("0.3"));
    assert_eq!(read("1.5e3"), read("1500.00"));
    assert_eq!(read("-12e-1"), read("-1.2"));
    assert_eq!(read("10").over(3).plus(read("10").over(3)).plus(read("10").over(3)), read("10"));
    for text in ["", "-", "1,5", "1e", "0x1", "1.2.3"] {
        assert_eq!(Exact::parse(text), None, "{text}");
    }
    let ascending = ["-999999999999999999.5", "-3.25", "-3.2", "-0.1", "0", "0.000001", "100", "100.005", "7e17"];
    for (i, a) in ascending.iter().enumerate() {
        for (j, b) in ascending.iter().enumerate() {
            assert_eq!(read(a).cmp(&read(b)), i.cmp(&j), "{a} {b}");
        }
    }
    let (third, most) = (Exact::new(1, 3), Exact::new(i128::MAX, 10));
    assert!(third > read("0.333333333333333333") && third < read("0.333333333333333334"));
    assert!(most > Exact::new(i128::MAX - 1, 10) && most < Exact::whole(i128::MAX));
}
