//! What AWS asks for NAT gateways and endpoints.
//!
//! The table is compiled in from `prices.tsv`, which says where it comes from. What is not known is never guessed from another Region.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::money::{Currency, Money};

/// The prices of a Region, as far as they are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prices {
    /// A GB through a NAT gateway.
    pub nat_gb: Option<Money>,
    /// An hour of an interface endpoint in one zone.
    pub interface_hour: Option<Money>,
    /// A GB through one, unless there are very many.
    pub interface_gb: Option<Money>,
    /// An hour of a Gateway Load Balancer endpoint in one zone.
    pub balancer_hour: Option<Money>,
    /// A GB through one.
    pub balancer_gb: Option<Money>,
}

impl Prices {
    /// Those of a Region, if any is known.
    #[must_use]
    pub fn of(region: &str) -> Option<&'static Self> {
        PRICES.get(region)
    }
}

static PRICES: LazyLock<BTreeMap<&'static str, Prices>> = LazyLock::new(|| {
    let lines = include_str!("prices.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.filter_map(read).collect()
});

fn read(line: &'static str) -> Option<(&'static str, Prices)> {
    let mut columns = line.split('\t');
    let region = columns.next()?;
    let currency = match columns.next()? {
        "USD" => Currency::Usd,
        "CNY" => Currency::Cny,
        _ => return None,
    };
    let mut price = || {
        let micros = columns.next()?.parse().ok()?;
        Some(Money { currency, micros })
    };
    let prices = Prices {
        nat_gb: price(),
        interface_hour: price(),
        interface_gb: price(),
        balancer_hour: price(),
        balancer_gb: price(),
    };
    Some((region, prices))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::provider::region;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("prices.tsv").lines();
        let rows: Vec<_> = lines.filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rows.len(), PRICES.len());
        for row in rows {
            assert_eq!(row.split('\t').count(), 7, "{row}");
            for cell in row.split('\t').skip(2) {
                assert!(cell == "-" || cell.parse::<u64>().is_ok(), "{row}");
            }
        }
        for name in PRICES.keys() {
            assert!(region::find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn prices_are_those_of_the_price_list() {
        let shown = |price: Option<Money>| price.map(|price| price.to_string());
        let virginia = Prices::of("us-east-1").unwrap();
        assert_eq!(shown(virginia.nat_gb).as_deref(), Some("$0.045"));
        assert_eq!(shown(virginia.interface_hour).as_deref(), Some("$0.01"));
        assert_eq!(shown(virginia.interface_gb).as_deref(), Some("$0.01"));
        assert_eq!(shown(virginia.balancer_gb).as_deref(), Some("$0.0035"));
        let china = Prices::of("cn-northwest-1").unwrap();
        assert_eq!(shown(china.nat_gb).as_deref(), Some("CNY 0.37"));
        assert_eq!(china.interface_hour, None);
        assert_eq!(Prices::of("us-west-2"), None);
    }
}
