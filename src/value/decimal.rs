//! Exact decimal numbers.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal: `mantissa / 10^scale`, at most 18 digits on each side of the point.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

/// Most digits on either side of the point.
pub(crate) const DIGITS: usize = 18;

impl Decimal {
    /// `mantissa / 10^scale`; `scale` is at most 18.
    pub fn new(mantissa: i128, scale: u8) -> Decimal {
        assert!(scale as usize <= DIGITS);
        Decimal { mantissa, scale }
    }

    /// Reads an optional sign, digits and at most one point with digits after it. `None` for
    /// anything else and for more than 18 digits on a side (leading zeros do not count).
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (fraction.is_empty() && digits.contains('.')) {
            return None;
        }
        if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        if whole.trim_start_matches('0').len() > DIGITS || fraction.len() > DIGITS {
            return None;
        }
        let mantissa = whole.bytes().chain(fraction.bytes()).fold(0i128, |sum, b| sum * 10 + i128::from(b - b'0'));
        Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale: fraction.len() as u8 })
    }

    /// Digits after the point.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The number times `10^scale()`.
    pub fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// The number times `10^scale` if that is an integer.
    pub fn at_scale(self, scale: u8) -> Option<i128> {
        if scale >= self.scale {
            return self.mantissa.checked_mul(power_of_ten(scale - self.scale));
        }
        let divisor = power_of_ten(self.scale - scale);
        (self.mantissa % divisor == 0).then(|| self.mantissa / divisor)
    }

    /// The greatest integer not above the number times `10^scale`.
    pub fn floor_at_scale(self, scale: u8) -> i128 {
        if scale >= self.scale {
            return self.mantissa.saturating_mul(power_of_ten(scale - self.scale));
        }
        self.mantissa.div_euclid(power_of_ten(self.scale - scale))
    }

    /// The number without trailing zeros after the point.
    #[must_use]
    pub fn normalized(self) -> Decimal {
        let mut number = self;
        while number.scale > 0 && number.mantissa % 10 == 0 {
            number.mantissa /= 10;
            number.scale -= 1;
        }
        number
    }
}

/// `10^exponent`; `exponent` is at most 38.
pub(crate) fn power_of_ten(exponent: u8) -> i128 {
    10i128.pow(u32::from(exponent))
}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let number = self.normalized();
        (number.mantissa, number.scale).hash(state);
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        // 36 digits and 18 more do not fit 128 bits: compare whole parts, then fractions.
        let split = |n: &Decimal| {
            let unit = power_of_ten(n.scale);
            (n.mantissa.div_euclid(unit), n.mantissa.rem_euclid(unit) * power_of_ten(DIGITS as u8 - n.scale))
        };
        split(self).cmp(&split(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", self.mantissa.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_never_cuts() {
        let decimal = |text| Decimal::parse(text).unwrap();
        assert!(decimal("100.005") > decimal("100.00"));
        assert_eq!(decimal("1.50"), decimal("1.5"));
        assert!(decimal("-0.1") < decimal("0"));
        assert!(decimal("999999999999999999.999999999999999999") > decimal("999999999999999999.999999999999999998"));
        assert_eq!(decimal("100.005").at_scale(2), None);
        assert_eq!(decimal("-100.005").floor_at_scale(2), -10_001);
        assert_eq!(decimal("-0.05").to_string(), "-0.05");
        for bad in ["", "-", ".5", "5.", "1e3", "1,000", "1.2.3", "1234567890123456789"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
    }
}
