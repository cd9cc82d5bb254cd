//! Days, as comments write them.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::calendar::{date, is_date};

const SECONDS_A_DAY: u64 = 86_400;

/// A day of the Gregorian calendar. Ordered by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// Today in UTC; a clock before 1970 counts as 1970.
    #[must_use]
    pub fn today() -> Self {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let (year, month, day) = date(i64::try_from(seconds / SECONDS_A_DAY).unwrap_or(0));
        Self { year, month, day }
    }

    /// Reads `2027-01-31`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else {
            return None;
        };
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|_| plain)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        is_date(year, month, day).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_are_dates() {
        for text in [
            "2027-1-1",
            "2027-02-29",
            "2027-13-01",
            "2027-00-10",
            "soon",
            "2027-01",
            "+027-01-01",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2028-02-29") > Date::parse("2027-12-31"));
    }
}
