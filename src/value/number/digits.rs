//! Numbers as text, with the digits that Terraform writes.

use std::fmt;

use dashu_int::IBig;

use super::{Float, Form, Number};

impl Number {
    /// All its decimal digits, without exponent: `0.1000000000000000000…` as the binary fraction really is. The shortest text is
    /// what [`fmt::Display`] gives.
    #[must_use]
    pub fn exact(&self) -> String {
        match &self.0 {
            Form::Real(float) if !float.repr().is_infinite() => {
                let (sign, float) = magnitude(float);
                let (digits, places) = digits(&float, 0, 0);
                pointed(sign, &padded(&digits, places + 1), places)
            }
            _ => self.to_string(),
        }
    }
}

impl Number {
    /// The digits of a whole number that is not negative to the base of 2, 8 or 16.
    #[must_use]
    pub fn in_base(&self, radix: u8) -> String {
        let whole = match &self.0 {
            Form::Integer(integer) => (*integer).into(),
            Form::NegativeZero => IBig::ZERO,
            Form::Real(float) => float.trunc().to_int().value(),
        };
        whole.in_radix(radix).to_string()
    }
}

/// As Terraform converts a number to a string: all digits, no exponent, the shortest fraction that reads back the same.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let float = match &self.0 {
            Form::Integer(integer) => return write!(f, "{integer}"),
            Form::NegativeZero => return f.write_str("-0"),
            Form::Real(float) if float.repr().is_infinite() => {
                return f.write_str(if self.is_negative() { "-Inf" } else { "+Inf" });
            }
            Form::Real(float) => float,
        };
        let (sign, float) = magnitude(float);
        // Go's big.Float prints the fewest digits that are within half a unit of the last binary place: with one bit more than
        // the precision that is one less and one more. What is right between two numbers reads back as the even one.
        let more = (float.precision() + 1).saturating_sub(float.repr().digits());
        let (above, places) = digits(&float, more, 1);
        let width = above.len().max(places + 1) + 1;
        let [value, below] = [0, -1].map(|add| padded(&digits(&float, more, add).0, width));
        let above = padded(&above, width);
        let fits = |text: &String| {
            (below < *text && *text < above) || (more > 1 && (*text == below || *text == above))
        };
        let first = value.len() - value.trim_start_matches('0').len();
        // What fits, fits with more digits too: that is no further away.
        let (mut too_few, mut enough) = (first, width);
        while enough - too_few > 1 {
            let kept = usize::midpoint(too_few, enough);
            if fits(&rounded(&value, kept)) {
                enough = kept;
            } else {
                too_few = kept;
            }
        }
        let shortest = if enough < width {
            rounded(&value, enough)
        } else {
            value
        };
        let text = pointed(sign, &shortest, places);
        f.write_str(match text.split_once('.') {
            Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
            None => &text,
        })
    }
}

/// The sign and what is left without it.
fn magnitude(float: &Float) -> (&'static str, Float) {
    if *float < Float::ZERO {
        ("-", -float.clone())
    } else {
        ("", float.clone())
    }
}

/// All decimal digits of a float that is not negative, and how many of them stand after the point; with so many more bits, and
/// something added to the last of them.
fn digits(float: &Float, more: usize, add: i32) -> (String, usize) {
    let scaled = (float.repr().significand() << more) + add;
    let exponent = float.repr().exponent().saturating_sub_unsigned(more);
    let size = exponent.unsigned_abs();
    if exponent < 0 {
        // So many halves are as many fives, so many places further right.
        let fives = Float::from(5).repr().significand().pow(size);
        ((scaled * fives).to_string(), size)
    } else {
        ((scaled << size).to_string(), 0)
    }
}

/// With zeros before it.
fn padded(digits: &str, width: usize) -> String {
    let missing = width.saturating_sub(digits.len());
    "0".repeat(missing) + digits
}

/// The digits with zeros for those that are not kept: rounded to the nearest, in the middle to the even one. They start with zero.
fn rounded(digits: &str, kept: usize) -> String {
    let (head, tail) = digits.split_at(kept);
    let odd = head.bytes().last().is_some_and(|last| last % 2 == 1);
    let middle = tail.trim_end_matches('0') == "5";
    let up = if middle { odd } else { tail >= "5" };
    let head = if up {
        let before = head.trim_end_matches('9');
        let next = before
            .chars()
            .last()
            .and_then(|it| char::from_digit(it.to_digit(10)? + 1, 10));
        let before: String = before
            .chars()
            .take(before.len().saturating_sub(1))
            .chain(next)
            .collect();
        let nines = head.len() - before.len();
        before + &"0".repeat(nines)
    } else {
        head.to_owned()
    };
    head + &"0".repeat(tail.len())
}

/// With a point before the last places, and without zeros at the front.
fn pointed(sign: &str, digits: &str, places: usize) -> String {
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let point = if places > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{fraction}")
}
