//! Decimal numbers as HCL and `tonumber` write them.

use std::{borrow::Cow, str::FromStr};

use dashu_float::{DBig, round::mode::HalfEven};

use super::{Form, Number, PRECISION};

/// Exponents beyond this make texts of that many digits; such numbers are treated as not representable.
const LARGEST_EXPONENT: i64 = 20_000;

/// More digits than this cannot change what a number is rounded to, but that there are any: with the sign and the point.
const MOST_DIGITS: usize = 1_000;

impl Number {
    /// Reads a decimal number as HCL and `tonumber` write it: `12`, `-1.5`, `1e30`. `None` for anything else,
    /// also for exponents that would need more than twenty thousand digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits == "." {
            return None;
        }
        if digits
            .bytes()
            .any(|b| !(b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')))
        {
            return None;
        }
        if let Ok(integer) = i128::from_str(text) {
            return Some(Self(Form::Integer(integer)));
        }
        if let Some((_, exponent)) = digits.split_once(['e', 'E'])
            && !(-LARGEST_EXPONENT..=LARGEST_EXPONENT).contains(&i64::from_str(exponent).ok()?)
        {
            return None;
        }
        let decimal = DBig::from_str(&shortened(text)?).ok()?;
        Some(Self::real(
            decimal
                .with_rounding::<HalfEven>()
                .with_base_and_precision::<2>(PRECISION)
                .value(),
        ))
    }
}

/// The text of a number without digits beyond those that decide its [`PRECISION`] bits: a one stands for all of them. `None` when
/// it has more places than [`LARGEST_EXPONENT`].
fn shortened(text: &str) -> Option<Cow<'_, str>> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.len() <= MOST_DIGITS {
        return Some(text.into());
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, i64::from_str(exponent).ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    let places = i64::try_from(fraction.len()).ok()?;
    let digits = [whole, fraction].concat();
    let digits = digits.trim_start_matches('0');
    let (kept, cut) = digits.split_at_checked(MOST_DIGITS).unwrap_or((digits, ""));
    let more = if cut.bytes().any(|digit| digit != b'0') {
        "1"
    } else {
        "0"
    };
    let exponent = exponent - places + i64::try_from(cut.len()).ok()? - 1;
    let magnitude = exponent + i64::try_from(kept.len()).ok()?;
    (-LARGEST_EXPONENT..=LARGEST_EXPONENT)
        .contains(&magnitude)
        .then(|| format!("{sign}{kept}{more}e{exponent}").into())
}
