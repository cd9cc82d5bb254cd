//! What is wrong, and what it is drawn at.

use std::collections::{HashMap, HashSet};

use super::{Fault, Picture, Thing, Vpc};
use crate::{
    address::Address,
    lint::{Held, Report},
};

impl Picture {
    /// Marks every finding of its root on what it concerns: on the instances at fault; where none of these is drawn, on the endpoints
    /// concerned.
    pub(super) fn mark(&mut self, report: &Report) {
        let mut marks: HashMap<String, Vec<usize>> = HashMap::new();
        let drawn = self.addresses();
        let groups = self.groups_of_rules();
        for diagnostic in &report.findings {
            // What is drawn as one before it is marked was judged as one.
            let variant = self.variants.first().map(|it| &**it);
            let holds =
                |it: &&Held| *it.root == *self.root && it.variants.name(&self.root, variant);
            let held: Vec<&Held> = diagnostic.held.iter().filter(holds).collect();
            if held.is_empty() {
                continue;
            }
            let place = self.faults.len();
            let finding = &diagnostic.finding;
            let known = |address: &Address| match groups.get(address.as_str()) {
                Some(group) => Some(group.clone()),
                None => drawn.get(address.as_str()).cloned(),
            };
            let addresses = held.iter().flat_map(|it| &it.addresses);
            let mut on: Vec<_> = addresses.filter_map(known).collect();
            if on.is_empty() {
                let endpoints = held.iter().flat_map(|it| &it.endpoints);
                on = endpoints.filter_map(known).collect();
            }
            if on.is_empty() {
                self.elsewhere.push(place);
            }
            for address in on {
                let of_thing = marks.entry(address).or_default();
                if of_thing.last() != Some(&place) {
                    of_thing.push(place);
                }
            }
            self.faults.push(Fault {
                rule: diagnostic.rule.id,
                severity: diagnostic.severity,
                message: finding.message.clone(),
            });
        }
        for thing in self.vpcs.iter_mut().flat_map(Vpc::things_mut) {
            thing.faults = marks.remove(&thing.address).unwrap_or_default();
        }
    }

    /// The group that each resource writes a rule of.
    fn groups_of_rules(&self) -> HashMap<String, String> {
        let groups = self.vpcs.iter().flat_map(|vpc| &vpc.groups);
        let rules = groups.flat_map(|group| {
            let by = group.rules.iter().filter_map(|rule| rule.by.as_ref());
            by.map(|by| (by.to_string(), group.thing.address.clone()))
        });
        rules.collect()
    }

    fn addresses(&mut self) -> HashSet<String> {
        let things = self.vpcs.iter_mut().flat_map(Vpc::things_mut);
        things.map(|thing| thing.address.clone()).collect()
    }
}

impl Vpc {
    /// All that is drawn of it.
    fn things_mut(&mut self) -> impl Iterator<Item = &mut Thing> {
        let subnets = self.subnets.iter_mut().flat_map(|subnet| {
            let inside = subnet.inside.iter_mut().map(|it| &mut it.thing);
            std::iter::once(&mut subnet.thing).chain(inside)
        });
        (self.thing.iter_mut())
            .chain(subnets)
            .chain(self.tables.iter_mut().map(|it| &mut it.thing))
            .chain(self.gateways.iter_mut().map(|it| &mut it.thing))
            .chain(self.endpoints.iter_mut().map(|it| &mut it.thing))
            .chain(self.groups.iter_mut().map(|it| &mut it.thing))
    }
}
