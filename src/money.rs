//! Amounts of money, exact to a millionth, and what something costs.

use std::{fmt, sync::Arc};

use crate::address::Address;

/// The hours of a month, as AWS counts them in its price lists and its calculator.
pub const HOURS_A_MONTH: u64 = 730;

/// What an amount is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Currency {
    /// US dollars.
    Usd,
    /// Renminbi, in which AWS in China is paid.
    Cny,
}

impl Currency {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cny => "CNY",
        }
    }
}

/// An amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Money {
    /// What it is in.
    pub currency: Currency,
    /// Millionths of that.
    pub micros: u64,
}

impl Money {
    /// So many times as much; more than can be counted is the most that can.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self {
            micros: self.micros.saturating_mul(count),
            ..self
        }
    }

    /// What a price by the hour makes in a month.
    #[must_use]
    pub const fn a_month(self) -> Self {
        self.times(HOURS_A_MONTH)
    }

    /// The amount as a decimal number: at least two places behind the point, and as many as are needed.
    #[must_use]
    pub fn decimal(self) -> String {
        let (whole, part) = (self.micros / 1_000_000, self.micros % 1_000_000);
        let part = format!("{part:06}");
        let (cents, rest) = part.split_at_checked(2).unwrap_or((&part, ""));
        format!("{whole}.{cents}{}", rest.trim_end_matches('0'))
    }

    /// The sums of some amounts, one for each currency.
    #[must_use]
    pub fn sums(amounts: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for amount in amounts {
            match sums.iter_mut().find(|it| it.currency == amount.currency) {
                Some(sum) => sum.micros = sum.micros.saturating_add(amount.micros),
                None => sums.push(amount),
            }
        }
        sums.sort_by_key(|sum| sum.currency);
        sums
    }
}

/// `$7.30`, `CNY 0.37`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency {
            Currency::Usd => write!(f, "${}", self.decimal()),
            Currency::Cny => write!(f, "CNY {}", self.decimal()),
        }
    }
}

/// Amounts of one or of several currencies: `$7.30`, `$7.30 and CNY 0.37`.
#[must_use]
pub fn listed(amounts: &[Money]) -> String {
    let amounts: Vec<_> = amounts.iter().map(ToString::to_string).collect();
    amounts.join(" and ")
}

/// What one thing costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The root in which it is, by the name of its directory.
    pub root: Arc<str>,
    /// The variant of that root, if it is judged with variants: each is paid for.
    pub variant: Option<Arc<str>>,
    /// The thing.
    pub address: Address,
    /// As long as it is there, by the month.
    pub per_month: Option<Money>,
    /// For each GB that goes through it.
    pub per_gb: Option<Money>,
}

impl Cost {
    /// What a thing of a root that is not named yet costs; nothing where neither price is known.
    #[must_use]
    pub fn of(address: &Address, per_month: Option<Money>, per_gb: Option<Money>) -> Option<Self> {
        (per_month.is_some() || per_gb.is_some()).then(|| Self {
            root: "".into(),
            variant: None,
            address: address.clone(),
            per_month,
            per_gb,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn usd(micros: u64) -> Money {
        Money {
            currency: Currency::Usd,
            micros,
        }
    }

    #[test]
    fn amounts_are_exact() {
        for (micros, shown) in [
            (0, "$0.00"),
            (45_000, "$0.045"),
            (11_700, "$0.0117"),
            (7_300_000, "$7.30"),
            (1, "$0.000001"),
            (1_234_567_890, "$1234.56789"),
        ] {
            assert_eq!(usd(micros).to_string(), shown);
        }
        assert_eq!(usd(10_000).a_month(), usd(7_300_000));
        assert_eq!(usd(u64::MAX).times(3), usd(u64::MAX));
    }

    #[test]
    fn currencies_are_not_added() {
        let yuan = Money {
            currency: Currency::Cny,
            micros: 370_000,
        };
        let sums = Money::sums([yuan, usd(1), usd(2)]);
        assert_eq!(sums, [usd(3), yuan]);
        assert_eq!(listed(&sums), "$0.000003 and CNY 0.37");
    }
}
