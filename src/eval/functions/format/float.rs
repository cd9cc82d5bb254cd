//! Fractions in Go's `%e`, `%f` and `%g`.

use crate::value::Number;

/// Prints a number; without a precision with the fewest digits that read back the same.
pub(super) fn print(number: &Number, mode: char, precision: Option<usize>) -> String {
    if number.is_infinite() {
        return number.to_string();
    }
    let text = match precision {
        Some(_) => number.exact(),
        None => number.to_string(),
    };
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", &*text),
    };
    let decimal = Decimal::parse(text);
    let printed = match mode {
        'f' => decimal.fixed(precision),
        'e' | 'E' => decimal.scientific(precision),
        _ => decimal.general(precision),
    };
    if mode == 'E' || mode == 'G' {
        format!("{sign}{}", printed.to_uppercase())
    } else {
        format!("{sign}{printed}")
    }
}

/// Lengths are far below the limit.
fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX / 2)
}

/// 0.d₁d₂d₃… times ten to `point`; zero has no digits.
struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    fn parse(text: &str) -> Self {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all: Vec<u8> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|digit| digit.wrapping_sub(b'0'))
            .collect();
        let leading = all.iter().take_while(|digit| **digit == 0).count();
        let mut digits: Vec<u8> = all.into_iter().skip(leading).collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let point = if digits.is_empty() {
            0
        } else {
            signed(whole.len()) - signed(leading)
        };
        Self { digits, point }
    }

    /// Rounded to so many digits: to the nearest, in the middle to the even one.
    fn rounded(&self, count: i64) -> Self {
        let Ok(count) = usize::try_from(count) else {
            return Self {
                digits: Vec::new(),
                point: 0,
            };
        };
        let Some(next) = self.digits.get(count) else {
            return Self {
                digits: self.digits.clone(),
                point: self.point,
            };
        };
        let middle = *next == 5 && self.digits.len() == count + 1;
        let odd = count
            .checked_sub(1)
            .and_then(|last| self.digits.get(last))
            .is_some_and(|last| last % 2 == 1);
        let up = if middle { odd } else { *next >= 5 };
        let mut digits: Vec<u8> = self.digits.iter().take(count).copied().collect();
        let mut point = self.point;
        if up {
            loop {
                match digits.pop() {
                    Some(9) => {}
                    Some(digit) => {
                        digits.push(digit + 1);
                        break;
                    }
                    None => {
                        digits.push(1);
                        point += 1;
                        break;
                    }
                }
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            point = 0;
        }
        Self { digits, point }
    }

    fn digit(&self, place: i64) -> char {
        usize::try_from(place)
            .ok()
            .and_then(|place| self.digits.get(place))
            .map_or('0', |digit| char::from(b'0' + digit))
    }

    fn fixed(&self, precision: Option<usize>) -> String {
        let rounded = match precision {
            Some(precision) => self.rounded(self.point + signed(precision)),
            None => self.rounded(signed(self.digits.len())),
        };
        let places = precision.map_or(
            (signed(rounded.digits.len()) - rounded.point).max(0),
            signed,
        );
        let mut out = String::new();
        if rounded.point > 0 {
            out.extend((0..rounded.point).map(|place| rounded.digit(place)));
        } else {
            out.push('0');
        }
        if places > 0 {
            out.push('.');
            out.extend((0..places).map(|place| rounded.digit(rounded.point + place)));
        }
        out
    }

    fn scientific(&self, precision: Option<usize>) -> String {
        let rounded = match precision {
            Some(precision) => self.rounded(signed(precision) + 1),
            None => self.rounded(signed(self.digits.len())),
        };
        let places = precision.map_or(signed(rounded.digits.len()) - 1, signed);
        let mut out = String::from(rounded.digit(0));
        if places > 0 {
            out.push('.');
            out.extend((1..=places).map(|place| rounded.digit(place)));
        }
        let exponent = if rounded.digits.is_empty() {
            0
        } else {
            rounded.point - 1
        };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{out}e{sign}{:02}", exponent.abs())
    }

    /// `%e` for exponents below -4 or not below the precision, else `%f`; no trailing zeros.
    fn general(&self, precision: Option<usize>) -> String {
        let rounded = match precision {
            Some(precision) => self.rounded(signed(precision.max(1))),
            None => self.rounded(signed(self.digits.len())),
        };
        let count = signed(rounded.digits.len());
        let mut threshold = match precision {
            Some(precision) => signed(precision.max(1)),
            None => 6,
        };
        if precision.is_some() && threshold > count && count >= rounded.point {
            threshold = count;
        }
        let exponent = rounded.point - 1;
        if !rounded.digits.is_empty() && (exponent < -4 || exponent >= threshold) {
            return rounded.scientific(None);
        }
        rounded.fixed(None)
    }
}
