//! Doubles and the decimals they stand for, in exact integers: the standard library's own reading and
//! writing of doubles brings tables larger than many a module.

/// Whole numbers below it are doubles.
const EXACT: u128 = 1 << 53;

/// Whole numbers below it are singles.
const WHOLE_SINGLES: f64 = 16_777_216.0;

/// Most digits after the point.
const DIGITS: u8 = 18;

/// The double nearest to `mantissa / 10^scale`; `scale` is at most 18.
pub fn nearest(mantissa: i128, scale: u8) -> f64 {
    let (digits, unit) = (mantissa.unsigned_abs(), 10u64.pow(u32::from(scale)));
    // A power of ten up to 10^22 is a double; the quotient of two doubles is rounded once.
    let magnitude = if digits < EXACT {
        digits as f64 / unit as f64
    } else {
        let (up, unit) = (digits.leading_zeros(), u128::from(unit));
        // More bits than a double has, the last one set if any after it is: they too are rounded once.
        let (quotient, rest) = ((digits << up) / unit, (digits << up) % unit);
        (quotient | u128::from(rest != 0)) as f64 / 2f64.powi(up as i32)
    };
    if mantissa < 0 { -magnitude } else { magnitude }
}

/// The decimal of fewest digits that reads back as this double, as `mantissa / 10^scale`. `None` if it has
/// more than 18 digits on a side of the point.
pub fn shortest(value: f64) -> Option<(i128, u8)> {
    let (digits, scale) = fewest(value.abs(), |digits, scale| nearest(digits, scale) == value.abs())?;
    Some((if value < 0.0 { -digits } else { digits }, scale))
}

/// The double of the same shortest decimal: 0.1 stays 0.1.
pub fn widen(value: f32) -> f64 {
    let whole = f64::from(value);
    match fewest(whole.abs(), |digits, scale| nearest(digits, scale) as f32 == value.abs()) {
        Some((digits, scale)) => nearest(digits, scale).copysign(whole),
        None => whole,
    }
}

// Of a value that is not negative.
fn fewest(value: f64, reads_back: impl Fn(i128, u8) -> bool) -> Option<(i128, u8)> {
    if value.is_nan() || value >= 10f64.powi(i32::from(DIGITS)) {
        return None;
    }
    if value >= WHOLE_SINGLES && value == value.trunc() {
        let rounded = |zeros: u32| (value as i128 + 10i128.pow(zeros) / 2) / 10i128.pow(zeros) * 10i128.pow(zeros);
        return (0..=12).rev().map(rounded).find(|digits| reads_back(*digits, 0)).map(|digits| (digits, 0));
    }
    // value = mantissa / 2^down
    let (mantissa, down) = parts(value)?;
    (0..=DIGITS).find_map(|scale| {
        let scaled = u128::from(mantissa) * 10u128.pow(u32::from(scale));
        let digits = ((scaled + ((1 << down) >> 1)) >> down) as i128;
        reads_back(digits, scale).then_some((digits, scale))
    })
}

// Its 53 bits, and how many of them lie below the point. `None` for one too small for any digit.
fn parts(value: f64) -> Option<(u64, u32)> {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52) as u32, bits & ((1 << 52) - 1));
    if value == 0.0 {
        return Some((0, 0));
    }
    let mantissa = fraction | 1 << 52;
    match 1075i64 - i64::from(exponent) {
        down @ 0..=120 => Some((mantissa, down as u32)),
        up @ -11..0 => Some((mantissa << -up, 0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(value: f64) -> Option<String> {
        let text = value.abs().to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        (whole.len() <= 18 && fraction.len() <= 18).then(|| format!("{whole}{fraction} {}", fraction.len()))
    }

    #[test]
    fn doubles_are_read_and_written_as_the_standard_library_does() {
        let telling = [
            0.1 + 0.2,
            1e-18,
            5e-19,
            9007199254740993.0,
            1e17 + 16.0,
            0.5,
            1e18,
            f64::MIN_POSITIVE,
            4503599627370496.5,
        ];
        arbtest::arbtest(|bytes| {
            let dropped = bytes.int_in_range(0..=63)?;
            let digits = bytes.arbitrary::<u64>()? >> dropped;
            let scale = bytes.int_in_range(0..=18u8)?;
            let value = format!("{digits}e-{scale}").parse::<f64>().unwrap();
            assert_eq!(nearest(i128::from(digits), scale), value, "{digits}e-{scale}");
            for value in [value, f64::from_bits(bytes.arbitrary()?), *bytes.choose(&telling)?] {
                if value.is_nan() {
                    continue;
                }
                let told =
                    shortest(value).map(|(digits, scale)| format!("{:0>1$} {scale}", digits.abs(), scale as usize + 1));
                assert_eq!(told, decimal(value), "{value:e}");
                assert_eq!(shortest(-value).map(|(digits, _)| -digits), shortest(value).map(|(digits, _)| digits));
                let narrow = value as f32;
                if (narrow.abs() < 1e18 && narrow.abs() > 1e-9) || narrow == 0.0 {
                    assert_eq!(widen(narrow), narrow.to_string().parse::<f64>().unwrap(), "{narrow:e}");
                }
            }
            Ok(())
        });
    }
}
