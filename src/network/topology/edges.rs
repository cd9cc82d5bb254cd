//! What leads to what.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{Edge, EdgeKind, End, Leading, Topology, UnknownEdge};
use crate::{
    address::Address,
    eval::Exists,
    network::{Fact, Identity, Network, Resource, Set, WayOut, way_out::is_local},
    value::Why,
};

/// What an argument names.
trait Naming {
    fn named(&self) -> Option<&Identity>;
}

impl Naming for Identity {
    fn named(&self) -> Option<&Identity> {
        Some(self)
    }
}

impl Naming for Option<Identity> {
    fn named(&self) -> Option<&Identity> {
        self.as_ref()
    }
}

/// Adds the edges of a network to its nodes, by what these are called.
pub(super) fn add(topology: &mut Topology, names: &HashMap<Identity, Address>, network: &Network) {
    let mut edges = Edges {
        topology,
        names,
        drawn: HashSet::new(),
        everything: None,
        route: None,
        open: HashMap::new(),
    };
    edges.of(network);
}

/// Edges in the making.
struct Edges<'t> {
    topology: &'t mut Topology,
    names: &'t HashMap<Identity, Address>,
    /// What is drawn is drawn once.
    drawn: HashSet<Edge>,
    /// Of the route that is being drawn, whether all traffic takes it.
    everything: Option<bool>,
    /// What the next edge is for.
    route: Option<Leading>,
    /// The same of what cannot be told, by what it leads from.
    open: HashMap<Address, Vec<(EdgeKind, Why)>>,
}

impl Edges<'_> {
    fn of(&mut self, network: &Network) {
        for subnet in &network.subnets {
            let from = &subnet.resource;
            self.one(from, EdgeKind::Vpc, &subnet.vpc);
            for table in network.main_tables(subnet) {
                self.edge(from, EdgeKind::RouteTable, End::Node(table), from.exists);
            }
        }
        for table in &network.route_tables {
            let from = &table.resource;
            self.one(from, EdgeKind::Vpc, &table.vpc);
            for way in table.routes.ways() {
                for item in &way.items {
                    let exists = item.place.resource.exists;
                    for route in item.possible() {
                        let everything = route.is_for_everything();
                        for target in &route.targets {
                            self.everything = everything;
                            self.lead(from, EdgeKind::Route, target, exists);
                        }
                    }
                }
                self.open(from, EdgeKind::Route, way.open.as_ref());
            }
        }
        for association in network.associations.iter().filter(|it| !it.main) {
            let subnet = association.of.settled().and_then(Option::as_ref);
            if let Some(subnet) = subnet.and_then(|it| network.subnet(it)) {
                let exists = association.resource.exists;
                let from = &subnet.resource;
                self.lead(from, EdgeKind::RouteTable, &association.table, exists);
            }
        }
        for nat in &network.nat_gateways {
            self.one(&nat.resource, EdgeKind::Subnet, &nat.subnet);
        }
        for gateway in &network.internet_gateways {
            self.one(&gateway.resource, EdgeKind::Vpc, &gateway.vpc);
        }
        for group in network.security_groups.iter().filter(|it| it.made_here) {
            self.one(&group.resource, EdgeKind::Vpc, &group.vpc);
            for rule in group.rules.possible() {
                self.many(&group.resource, EdgeKind::Admits, &rule.groups);
            }
        }
        for endpoint in &network.endpoints {
            let from = &endpoint.resource;
            self.one(from, EdgeKind::Vpc, &endpoint.vpc);
            self.many(from, EdgeKind::Subnet, &endpoint.subnets);
            self.many(from, EdgeKind::SecurityGroup, &endpoint.groups);
            self.many(from, EdgeKind::RouteTable, &endpoint.route_tables);
        }
    }

    fn one<A: Naming>(&mut self, from: &Arc<Resource>, kind: EdgeKind, fact: &Fact<A>) {
        self.lead(from, kind, fact, Exists::Must);
    }

    fn many(&mut self, from: &Arc<Resource>, kind: EdgeKind, set: &Set<Identity>) {
        // What is a member in every way is one whatever conditions say.
        let is_in_all = |item: &Fact<Identity>| {
            let is_it = |other: &Fact<Identity>| {
                other.settled().is_some() && other.settled() == item.settled()
            };
            set.ways().all(|way| way.items.iter().any(is_it))
        };
        let is_one = set.ways().count() == 1;
        for way in set.ways() {
            for item in &way.items {
                let certain = if is_one || is_in_all(item) {
                    Exists::Must
                } else {
                    Exists::May
                };
                let attached = &item.place.resource;
                let exists = if Arc::ptr_eq(attached, from) {
                    certain
                } else {
                    attached.exists.min(certain)
                };
                self.lead(from, kind, item, exists);
            }
            self.open(from, kind, way.open.as_ref());
        }
    }

    fn edge(&mut self, from: &Arc<Resource>, kind: EdgeKind, to: End, exists: Exists) {
        let edge = Edge {
            from: from.address.clone(),
            kind,
            to,
            exists,
            route: self.route.take(),
        };
        if self.drawn.insert(edge.clone()) {
            self.topology.edges.push(edge);
        }
    }

    /// An edge to whatever a fact may name.
    fn lead<A: Naming>(
        &mut self,
        from: &Arc<Resource>,
        kind: EdgeKind,
        fact: &Fact<A>,
        exists: Exists,
    ) {
        let exists = if fact.settled().is_some() {
            exists
        } else {
            Exists::May
        };
        let is_way = |it: &&Identity| kind != EdgeKind::Route || !is_local(it);
        for identity in fact.possible().filter_map(Naming::named).filter(is_way) {
            let to = match self.names.get(identity) {
                Some(address) => End::Node(address.clone()),
                None => End::Other(identity.name().to_owned()),
            };
            let argument = fact.place.argument;
            self.route = (kind == EdgeKind::Route).then(|| Leading {
                argument,
                everything: self.everything,
                way: WayOut::by(argument, identity),
            });
            self.edge(from, kind, to, exists);
        }
        for why in fact.reasons() {
            self.open(from, kind, Some(why));
        }
    }

    fn open(&mut self, from: &Arc<Resource>, kind: EdgeKind, why: Option<&Why>) {
        let Some(why) = why else { return };
        let told = self.open.entry(from.address.clone()).or_default();
        let one = (kind, why.clone());
        if !told.contains(&one) {
            told.push(one);
            self.topology.unknown.push(UnknownEdge {
                from: from.address.clone(),
                kind,
                why: why.clone(),
            });
        }
    }
}
