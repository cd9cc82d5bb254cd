//! Long lists of names, in which one is found instead of looked for.

use std::{collections::HashMap, sync::Arc};

use super::{Case, Fact, Identity, Network, Pass, RouteTable, Set, filing::is_replaceable};
use crate::{eval::Exists, value::Origins};

/// Shorter ones are gone through.
const SHORT: usize = 16;

/// Lists of which all is settled, by where they lie in memory.
#[derive(Debug, Default)]
pub(super) struct Lists(HashMap<usize, List>);

/// A list of names of which each is told from all others, and all are there for certain.
#[derive(Debug)]
struct List {
    first: HashMap<Identity, usize>,
    /// The first that says what it says only by a default that may be replaced.
    replaceable: Option<usize>,
}

impl Lists {
    /// The lists of a network that things are looked for in.
    pub(super) fn of(network: &Network, origins: &Origins) -> Self {
        let tables = network.index_of::<RouteTable>();
        let mut lists = Self::default();
        for endpoint in &network.endpoints {
            let is_told = |it: &Identity| it.is_foreign() || tables.has(it);
            lists.add(&endpoint.route_tables, is_told, origins);
        }
        for zone in &network.private_zones {
            lists.add(&zone.vpcs, |it| network.is_told(it), origins);
        }
        lists
    }

    fn add(&mut self, set: &Set<Identity>, is_told: impl Fn(&Identity) -> bool, origins: &Origins) {
        let items = &set.members.items;
        if items.len() < SHORT || !set.otherwise.is_empty() || set.members.open.is_some() {
            return;
        }
        let is_there = |it: &Fact<Identity>| {
            let resource = &it.place.resource;
            Arc::ptr_eq(resource, &set.place.resource) || resource.exists == Exists::Must
        };
        let mut first = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            match item.settled() {
                Some(name) if is_there(item) && is_told(name) => {
                    first.entry(name.clone()).or_insert(at);
                }
                _ => return,
            }
        }
        let replaceable = items.iter().position(|it| is_replaceable(it, origins));
        let list = List { first, replaceable };
        self.0.insert(std::ptr::from_ref(set).addr(), list);
    }
}

impl<'n, T> Case<'n, T> {
    /// Whether a set holds something by one of its names. Where that cannot be looked up, each member is asked.
    pub(super) fn holds(
        &self,
        set: &'n Set<Identity>,
        names: &[Identity],
        is_it: impl Fn(&'n Identity) -> Result<bool, Pass>,
    ) -> Result<bool, Pass> {
        let lists = &self.network.filings.lists.0;
        let Some(list) = lists.get(&std::ptr::from_ref(set).addr()) else {
            return self.any_of(set, is_it);
        };
        let items = &self.some(set).items;
        let found = names.iter().filter_map(|name| list.first.get(name)).min();
        // That none of many is it rests on what each says, as far as somebody may have it say something else.
        let asked = found.or(list.replaceable.as_ref());
        if let Some(item) = asked.and_then(|at| items.get(*at)) {
            self.read(item)?;
            if self.exists(&item.place.resource, &set.place.resource) && found.is_some() {
                return Ok(true);
            }
        }
        self.closed(set)?;
        Ok(false)
    }
}
