//! Things that are alike are drawn as one, so that two hundred endpoints can be read as well as twenty.

use std::hash::Hash;

use indexmap::IndexMap;

use super::{Fault, Picture, Thing, Vpc};
use crate::{
    address::Address,
    network::{Rule, Source},
};

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

/// A name without keys: what all instances of a block have in common.
fn plain(name: &str) -> String {
    Address::new(name).plain()
}

/// A rule as all instances of its block have it.
fn of_block(rule: &Rule) -> Rule {
    let source = |source: &Source| match source {
        Source::Group(name) => Source::Group(plain(name)),
        Source::PrefixList(name) => Source::PrefixList(plain(name)),
        other => other.clone(),
    };
    Rule {
        sources: rule.sources.iter().map(source).collect(),
        by: rule.by.as_ref().map(|by| Address::new(by.plain())),
        ..rule.clone()
    }
}

/// VPCs that are alike, by their places: instances of one block, with the same things in the same zones.
pub(super) fn vpcs_alike(picture: &Picture) -> Vec<Vec<usize>> {
    let faults = &picture.faults;
    alike(picture.vpcs.iter().enumerate(), |vpc| {
        let block = |thing: &Thing| {
            let rules = rules_of(&thing.faults, faults);
            (plain(&thing.address), thing.exists, rules)
        };
        let whole = vpc.thing.as_ref().map(block);
        let subnets = vpc.subnets.iter();
        let subnets = subnets.map(|it| {
            let inside = it.inside.iter().map(|it| (block(&it.thing), it.what));
            let inside: Vec<_> = inside.collect();
            (block(&it.thing), it.zone, it.way, it.range.clone(), inside)
        });
        let tables = vpc.tables.iter().map(|it| {
            let targets = it.targets.iter();
            let targets = targets.map(|it| {
                let leads = (it.argument, it.way, it.everything);
                (plain(&it.name), leads, it.exists)
            });
            let targets: Vec<_> = targets.collect();
            (block(&it.thing), it.followers.clone(), targets, it.open)
        });
        let endpoints = vpc.endpoints.iter().map(|it| {
            let known = (it.kind.clone(), it.service(), it.private_dns);
            let groups = it.groups.iter();
            let groups = groups.map(|(name, exists)| (plain(name), *exists));
            (
                block(&it.thing),
                known,
                it.stands.clone(),
                it.serves.clone(),
                (groups.collect::<Vec<_>>(), it.groups_open),
            )
        });
        let groups = vpc.groups.iter();
        let groups = groups.map(|it| {
            let rules: Vec<Rule> = it.rules.iter().map(of_block).collect();
            (block(&it.thing), rules, it.guards)
        });
        let gateways = vpc.gateways.iter();
        let gateways = gateways.map(|it| (block(&it.thing), it.what, it.way));
        let gateways: Vec<_> = gateways.collect();
        (
            (whole, vpc.made_here, format!("{:?}", vpc.zones), gateways),
            subnets.collect::<Vec<_>>(),
            tables.collect::<Vec<_>>(),
            endpoints.collect::<Vec<_>>(),
            groups.collect::<Vec<_>>(),
        )
    })
}

impl Vpc {
    /// Its endpoints, those that are alike together, by their places: but for their services, then but for what guards them, then but
    /// for what is wrong too.
    pub(super) fn endpoints_alike(&self, faults: &[Fault], coarse: u8) -> Vec<Vec<usize>> {
        let all = self.endpoints.iter().enumerate();
        alike(all, |it| {
            let details = (coarse < 1).then(|| (it.private_dns, it.groups.clone(), it.groups_open));
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
