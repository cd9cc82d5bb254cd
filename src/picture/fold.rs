//! Things that are alike are drawn as one, so that two hundred endpoints can be read as well as twenty.

use std::hash::Hash;

use indexmap::IndexMap;

use super::{Fault, Vpc};

/// The places of things that are alike, group by group, in the order of their first ones.
pub(super) fn alike<T, K: Hash + Eq>(
    things: impl IntoIterator<Item = (usize, T)>,
    key: impl Fn(&T) -> K,
) -> Vec<Vec<usize>> {
    let mut groups: IndexMap<K, Vec<usize>> = IndexMap::new();
    for (place, thing) in things {
        groups.entry(key(&thing)).or_default().push(place);
    }
    groups.into_values().collect()
}

/// The rules that some faults are of, each once.
pub(super) fn rules_of(faults: &[usize], all: &[Fault]) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = Vec::new();
    for fault in faults.iter().filter_map(|at| all.get(*at)) {
        if !rules.contains(&fault.rule) {
            rules.push(fault.rule);
        }
    }
    rules.sort_unstable();
    rules
}

impl Vpc {
    /// Its endpoints, those that are alike together, by their places: but for their services, then but for what guards them, then but
    /// for what is wrong too.
    pub(super) fn endpoints_alike(&self, faults: &[Fault], coarse: u8) -> Vec<Vec<usize>> {
        let all = self.endpoints.iter().enumerate();
        alike(all, |it| {
            let details = (coarse < 1)
                .then(|| (it.private_dns, it.groups.clone(), it.groups_open));
            (
                (it.kind.clone(), it.thing.exists),
                (it.stands.clone(), it.serves.clone()),
                details,
                (coarse < 2).then(|| rules_of(&it.thing.faults, faults)),
            )
        })
    }

    /// Its route tables in the same way: what they lead to, and which endpoints are in them.
    pub(super) fn tables_alike(&self, faults: &[Fault]) -> Vec<Vec<usize>> {
        let all = self.tables.iter().enumerate();
        alike(
            all.map(|(place, table)| (place, (place, table))),
            |(place, table)| {
                let block = table.thing.label.split('[').next().map(str::to_owned);
                let targets: Vec<_> = (table.targets.iter())
                    .map(|it| {
                        let label = it.label.split('[').next().map(str::to_owned);
                        (label, it.way, it.everything, it.exists)
                    })
                    .collect();
                let served: Vec<_> = (self.endpoints.iter().enumerate())
                    .filter_map(|(at, it)| {
                        let here = it.serves.here.iter().find(|(table, _)| table == place)?;
                        Some((at, here.1))
                    })
                    .collect();
                let ways: Vec<_> = (table.followers.iter())
                    .filter_map(|(at, exists)| Some((self.subnets.get(*at)?.way, *exists)))
                    .collect();
                let rules = rules_of(&table.thing.faults, faults);
                let known = (table.thing.exists, table.open, ways.is_empty());
                let way = ways.first().copied();
                (block, targets, served, way, known, rules)
            },
        )
    }
}
