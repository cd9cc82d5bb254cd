//! What findings cost.

use std::{collections::BTreeMap, fmt};

use crate::money::{self, Cost, Money};

/// What is paid for in all instances of a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// By the hour, for a month: the sum, for each currency.
    pub per_month: Vec<Money>,
    /// For each GB, where that is the same for all.
    pub per_gb: Option<Money>,
}

impl Total {
    /// What some things cost together, each counted once.
    pub(super) fn of(costs: &[Cost]) -> Option<Self> {
        let costs = once(costs.iter());
        let per_month = Money::sums(costs.iter().filter_map(|cost| cost.per_month));
        let mut prices = costs.iter().filter_map(|cost| cost.per_gb);
        let first = prices.next();
        let per_gb = first.filter(|first| prices.all(|other| other == *first));
        let is_known = !per_month.is_empty() || per_gb.is_some();
        is_known.then_some(Self { per_month, per_gb })
    }
}

/// `$21.90 a month and $0.01 a GB`.
impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_month = Some(money::listed(&self.per_month)).filter(|it| !it.is_empty());
        let parts = [
            per_month.map(|it| format!("{it} a month")),
            self.per_gb.map(|it| format!("{it} a GB")),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(" and "))
    }
}

/// What things cost together by the month: each counts once, with the most that is said of it.
pub(super) fn together<'a>(costs: impl Iterator<Item = &'a Cost>) -> Vec<Money> {
    Money::sums(once(costs).into_iter().filter_map(|cost| cost.per_month))
}

fn once<'a>(costs: impl Iterator<Item = &'a Cost>) -> Vec<&'a Cost> {
    let mut once: BTreeMap<(&str, Option<&str>, &str), &Cost> = BTreeMap::new();
    for cost in costs {
        let month = |cost: &Cost| cost.per_month.map_or(0, |it| it.micros);
        let key = (&*cost.root, cost.variant.as_deref(), &*cost.address);
        let known = once.entry(key).or_insert(cost);
        if month(known) < month(cost) {
            *known = cost;
        }
    }
    once.into_values().collect()
}
