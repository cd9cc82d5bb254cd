//! Time stamps.

use super::{Call, Function, STRING, Takes, text::made};
use crate::{
    calendar::{date, days, month_length},
    eval::Fault,
    value::Value,
};

pub(super) const TABLE: &[Function] = &[
    Function::new("formatdate", &[STRING, STRING], Takes::String, formatdate),
    Function::new("plantimestamp", &[], Takes::String, |call| {
        Ok(call.impossible())
    }),
    Function::new("timeadd", &[STRING, STRING], Takes::String, timeadd),
    Function::new("timecmp", &[STRING, STRING], Takes::Number, |call| {
        let (a, b) = (
            Stamp::parse(call.text(0)?, false)?,
            Stamp::parse(call.text(1)?, false)?,
        );
        Ok(Value::number(a.instant().cmp(&b.instant()) as i64))
    }),
    Function::new(
        "timestamp",
        &[],
        Takes::String,
        |call| Ok(call.impossible()),
    ),
];

const NANOSECONDS: i128 = 1_000_000_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

/// A moment as RFC 3339 writes it.
struct Stamp {
    year: i64,
    month: i64,
    day: i64,
    /// Of the day, local.
    nanosecond: i128,
    /// Minutes east of UTC.
    offset: i64,
}

impl Stamp {
    /// `strict` refuses an hour of one digit, which Go lets pass and only `formatdate` does not.
    fn parse(text: &str, strict: bool) -> Result<Self, Fault> {
        let refused = |what: &str| Fault::new(format!("not a valid RFC3339 timestamp: {what}"));
        let mut rest = text;
        let year = digits(&mut rest, 4).ok_or_else(|| refused("cannot use it as year"))?;
        let mut part = |introducer: &str, what: &str, least: i64, most: i64| {
            rest = rest.strip_prefix(introducer).ok_or_else(|| {
                refused(&match introducer {
                    "T" => "missing required time introducer 'T'".to_owned(),
                    _ => format!("{introducer:?} is expected before the {what}"),
                })
            })?;
            let count = if !strict && introducer == "T" && rest.get(1..2) == Some(":") {
                1
            } else {
                2
            };
            digits(&mut rest, count)
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| refused(&format!("cannot use it as {what}")))
        };
        let month = part("-", "month", 1, 12)?;
        let day = part("-", "day of month", 1, month_length(year, month))?;
        let hour = part("T", "hour", 0, 23)?;
        let minute = part(":", "minute", 0, 59)?;
        let second = part(":", "second", 0, 59)?;
        let mut fraction = 0;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            let end = after
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(after.len());
            let (places, after) = after
                .split_at_checked(end)
                .filter(|(places, _)| !places.is_empty())
                .ok_or_else(|| refused("cannot use it as second"))?;
            let nine: String = places.chars().chain("000000000".chars()).take(9).collect();
            fraction = nine.parse::<i128>().unwrap_or(0);
            rest = after;
        }
        let offset = match rest.chars().next() {
            Some('Z') if rest.len() == 1 => 0,
            Some(sign @ ('+' | '-')) => {
                let mut zone = rest.get(1..).unwrap_or_default();
                let hours = digits(&mut zone, 2).filter(|hours| *hours < 24);
                let minutes = zone.strip_prefix(':').and_then(|mut zone| {
                    digits(&mut zone, 2).filter(|minutes| *minutes < 60 && zone.is_empty())
                });
                let (Some(hours), Some(minutes)) = (hours, minutes) else {
                    return Err(refused("cannot use it as UTC offset"));
                };
                let minutes = hours * 60 + minutes;
                if sign == '-' { -minutes } else { minutes }
            }
            _ => return Err(refused("end of string before UTC offset")),
        };
        Ok(Self {
            year,
            month,
            day,
            nanosecond: i128::from(hour * 3600 + minute * 60 + second) * NANOSECONDS + fraction,
            offset,
        })
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    fn instant(&self) -> i128 {
        (i128::from(days(self.year, self.month, self.day)) * 86_400 - i128::from(self.offset) * 60)
            * NANOSECONDS
            + self.nanosecond
    }

    fn of_instant(instant: i128, offset: i64) -> Option<Self> {
        let local = instant + i128::from(offset) * 60 * NANOSECONDS;
        let day = i64::try_from(local.div_euclid(86_400 * NANOSECONDS)).ok()?;
        let (year, month, day) = date(day);
        (0..=9999).contains(&year).then_some(Self {
            year,
            month,
            day,
            nanosecond: local.rem_euclid(86_400 * NANOSECONDS),
            offset,
        })
    }

    fn second_of_day(&self) -> i64 {
        i64::try_from(self.nanosecond / NANOSECONDS).unwrap_or(0)
    }

    fn zone(&self, separator: &str) -> String {
        let minutes = self.offset.abs();
        format!(
            "{}{:02}{separator}{:02}",
            if self.offset < 0 { '-' } else { '+' },
            minutes / 60,
            minutes % 60
        )
    }

    fn rfc3339(&self) -> String {
        let second = self.second_of_day();
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
            self.year,
            self.month,
            self.day,
            second / 3600,
            second / 60 % 60,
            second % 60,
            if self.offset == 0 {
                "Z".to_owned()
            } else {
                self.zone(":")
            }
        )
    }

    /// What one run of a letter in a date format stands for.
    fn verb(&self, token: &str) -> Result<String, Fault> {
        let refused = |rule: &str| {
            Err(Fault::new(format!(
                "invalid date format verb {token:?}{rule}"
            )))
        };
        let second = self.second_of_day();
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let one_or_two = |number: i64, rule: &str| match token.len() {
            1 => Ok(number.to_string()),
            2 => Ok(format!("{number:02}")),
            _ => refused(rule),
        };
        let name = |names: &[&str], index: i64| -> String {
            usize::try_from(index)
                .ok()
                .and_then(|index| names.get(index))
                .map(|name| (*name).to_owned())
                .unwrap_or_default()
        };
        match token.chars().next().unwrap_or(' ') {
            'Y' => match token.len() {
                2 => Ok(format!("{:02}", self.year % 100)),
                4 => Ok(format!("{:04}", self.year)),
                _ => refused(": year must either be \"YY\" or \"YYYY\""),
            },
            'M' => match token.len() {
                3 => Ok(name(&MONTHS, self.month - 1).chars().take(3).collect()),
                4 => Ok(name(&MONTHS, self.month - 1)),
                _ => one_or_two(
                    self.month,
                    ": month must be \"M\", \"MM\", \"MMM\", or \"MMMM\"",
                ),
            },
            'D' => one_or_two(self.day, ": day of month must either be \"D\" or \"DD\""),
            'E' => {
                let day = name(
                    &WEEKDAYS,
                    days(self.year, self.month, self.day).rem_euclid(7),
                );
                match token.len() {
                    3 => Ok(day.chars().take(3).collect()),
                    4 => Ok(day),
                    _ => refused(": day of week must either be \"EEE\" or \"EEEE\""),
                }
            }
            'h' => one_or_two(hour, ": 24-hour must either be \"h\" or \"hh\""),
            'H' => one_or_two(
                if hour % 12 == 0 { 12 } else { hour % 12 },
                ": 12-hour must either be \"H\" or \"HH\"",
            ),
            letter @ ('A' | 'a') => match (token.len(), letter, hour / 12) {
                (2, 'A', 0) => Ok("AM".to_owned()),
                (2, 'A', _) => Ok("PM".to_owned()),
                (2, _, 0) => Ok("am".to_owned()),
                (2, ..) => Ok("pm".to_owned()),
                _ => refused(&format!(": must be \"{letter}{letter}\"")),
            },
            'm' => one_or_two(minute, ": minute must either be \"m\" or \"mm\""),
            's' => one_or_two(second % 60, ": second must either be \"s\" or \"ss\""),
            'Z' => match token.len() {
                1 if self.offset == 0 => Ok("Z".to_owned()),
                3 if self.offset == 0 => Ok("UTC".to_owned()),
                1 | 5 => Ok(self.zone(":")),
                3 | 4 => Ok(self.zone("")),
                _ => refused(": timezone must be Z, ZZZZ, or ZZZZZ"),
            },
            _ => refused(""),
        }
    }
}

/// Exactly that many digits.
fn digits(rest: &mut &str, count: usize) -> Option<i64> {
    let (number, after) = rest.split_at_checked(count)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *rest = after;
    number.parse().ok()
}

fn formatdate(call: &Call<'_>) -> Result<Value, Fault> {
    let stamp = Stamp::parse(call.text(1)?, true)?;
    let (mut rest, mut out) = (call.text(0)?, String::new());
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = rest.get(1..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix('\'') {
                out.push('\'');
                rest = after;
                continue;
            }
            loop {
                let Some((quoted, after)) = rest.split_once('\'') else {
                    return Err(Fault::new("unterminated literal '"));
                };
                out.push_str(quoted);
                rest = after;
                // A doubled quote inside a literal is one quote.
                match rest.strip_prefix('\'') {
                    Some(after) => {
                        out.push('\'');
                        rest = after;
                    }
                    None => break,
                }
            }
        } else if first.is_ascii_alphabetic() {
            let end = rest.find(|letter| letter != first).unwrap_or(rest.len());
            let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            out.push_str(&stamp.verb(token)?);
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    Ok(made(out))
}

fn timeadd(call: &Call<'_>) -> Result<Value, Fault> {
    let (stamp, duration) = (Stamp::parse(call.text(0)?, true)?, call.text(1)?);
    let added = duration_of(duration)
        .ok_or_else(|| Fault::new(format!("time: invalid duration {duration:?}")))?;
    Ok(Stamp::of_instant(stamp.instant() + added, stamp.offset)
        .map_or_else(|| call.impossible(), |stamp| made(stamp.rfc3339())))
}

/// Nanoseconds of `1h30m`, `-1.5h`, `100ms`.
fn duration_of(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_i128;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let end = after
            .find(|letter: char| letter.is_ascii_digit() || letter == '.')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(end)?;
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => NANOSECONDS,
            "m" => 60 * NANOSECONDS,
            "h" => 3600 * NANOSECONDS,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() && fraction.is_empty() || number.len() > 18 {
            return None;
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        total = total.checked_add(whole.checked_mul(unit)?)?;
        if !fraction.is_empty() {
            let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            total += fraction.parse::<i128>().ok()?.checked_mul(unit)? / scale;
        }
        rest = after;
    }
    // Go's durations are 64 bits of nanoseconds.
    i64::try_from(total).ok()?;
    Some(if negative { -total } else { total })
}
