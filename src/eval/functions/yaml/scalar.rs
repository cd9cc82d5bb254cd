//! What a scalar stands for.

use saphyr_parser::ScalarStyle;

use super::Stop;
use crate::{
    calendar::is_date,
    eval::{convert::convert, functions::text::made},
    value::{Number, Type, Value},
};

/// The value of a scalar: quoted ones are strings, others what YAML 1.1 reads, but numbers are decimal. A block is read like a
/// plain scalar and what it stands for turned into a string again.
pub(super) fn resolve(text: &str, style: ScalarStyle, tag: Option<&str>) -> Result<Value, Stop> {
    let value = resolve_plain(text, style, tag)?;
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return convert(&value, &Type::String).map_err(|_| Stop::Doubt);
    }
    Ok(value)
}

fn resolve_plain(text: &str, style: ScalarStyle, tag: Option<&str>) -> Result<Value, Stop> {
    let string = || Ok(made(text.to_owned()));
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    match tag {
        Some("str" | "!") => return string(),
        None if quoted => return string(),
        None => {}
        // Explicit tags are rare and their rules intricate.
        Some("bool" | "int" | "float" | "null" | "timestamp" | "binary") => {
            return Err(Stop::Doubt);
        }
        Some(tag) => return Err(Stop::Invalid(format!("unsupported tag {tag:?}"))),
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Ok(Value::bool(true));
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Ok(Value::bool(false));
        }
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::null(Type::Any)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Ok(Value::number(Number::infinity()));
        }
        "-.inf" | "-.Inf" | "-.INF" => {
            return Ok(Value::number(Number::infinity().negate()));
        }
        ".nan" | ".NaN" | ".NAN" => {
            return Err(Stop::Invalid(
                "floating point NaN is not supported".to_owned(),
            ));
        }
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return string();
    }
    if let Some(time) = timestamp(text) {
        return Ok(made(time));
    }
    if let Some(digits) = text.strip_prefix("0x")
        && !digits.is_empty()
        && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o")
        && !digits.is_empty()
        && digits.bytes().all(|digit| matches!(digit, b'0'..=b'7'))
    {
        return radix(digits, 8);
    }
    if is_decimal(text) {
        return Number::parse(text).map(Value::number).ok_or(Stop::Doubt);
    }
    string()
}

fn radix(digits: &str, base: u32) -> Result<Value, Stop> {
    u64::from_str_radix(digits, base)
        .map(|number| Value::number(i128::from(number)))
        .map_err(|_| Stop::Doubt)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

/// A date or time as RFC 3339 writes it: `2001-12-14`, `2001-12-14 21:59:43`, `2001-12-14t21:59:43-05:00`.
fn timestamp(text: &str) -> Option<String> {
    let mut rest = text;
    let mut number = |introducer: &str, least: usize, most: usize| -> Option<i64> {
        rest = rest.strip_prefix(introducer)?;
        let length = rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (digits, after) = rest.split_at_checked(length)?;
        rest = after;
        (length >= least).then(|| digits.parse().ok()).flatten()
    };
    let year = number("", 4, 4)?;
    let month = number("-", 1, 2)?;
    let day = number("-", 1, 2)?;
    if !is_date(year, month, day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let Some(kind) = rest.chars().next() else {
        return Some(format!("{date}T00:00:00Z"));
    };
    let time = rest.strip_prefix([' ', 't', 'T'])?;
    let end = time
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, ':' | '.')))
        .unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(end)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    if fraction.is_some_and(|fraction| {
        fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit())
    }) {
        return None;
    }
    let parts: Vec<u32> = clock
        .split(':')
        .map(|part| {
            (matches!(part.len(), 1 | 2))
                .then(|| part.parse().ok())
                .flatten()
        })
        .collect::<Option<_>>()?;
    let [hour @ 0..=23, minute @ 0..=59, second @ 0..=59] = parts.as_slice() else {
        return None;
    };
    let zone = match (kind, zone) {
        (' ', "") | ('t' | 'T', "Z" | "+00:00" | "-00:00") => "Z".to_owned(),
        ('t' | 'T', zone) => {
            let clock = zone.strip_prefix(['-', '+'])?;
            let (hours, minutes) = clock.split_once(':')?;
            let valid = |part: &str, most: u32| {
                part.len() == 2 && part.parse::<u32>().is_ok_and(|part| part <= most)
            };
            (valid(hours, 23) && valid(minutes, 59)).then(|| zone.to_owned())?
        }
        _ => return None,
    };
    Some(format!("{date}T{hour:02}:{minute:02}:{second:02}{zone}"))
}
