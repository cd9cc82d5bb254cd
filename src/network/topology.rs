//! The network as a graph: what is made here, and what leads to what. A picture and an editor stand on it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Attachment, Fact, Identity, Network, Outside, Resource, Rule, Set, WayOut, ZoneOf,
    way_out::is_local,
};
use crate::{address::Address, eval::Exists, value::Why};

/// The graph of one root's network. Nodes in the order of their kinds, then of declaration; edges in the order of their nodes.
#[derive(Debug, Default)]
pub struct Topology {
    /// The variants that it is of, if the root is judged with some.
    pub variants: Vec<Arc<str>>,
    /// What is made here.
    pub nodes: Vec<Node>,
    /// What leads to what.
    pub edges: Vec<Edge>,
    /// Edges that cannot be told.
    pub unknown: Vec<UnknownEdge>,
    /// Where subnets lie, and how traffic leaves them, if that is known.
    pub subnets: HashMap<Address, (ZoneOf, Option<WayOut>)>,
    /// Route tables that may have routes out of sight.
    pub open_tables: HashSet<Address>,
    /// What security groups admit.
    pub rules: HashMap<Address, Vec<Rule>>,
    /// What endpoints lead to.
    pub outside: HashMap<Address, Outside>,
    /// What ties subnets to other networks.
    pub attachments: Vec<Attachment>,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeKind {
    /// `aws_vpc`, `aws_default_vpc`
    Vpc,
    /// `aws_subnet`, `aws_default_subnet`
    Subnet,
    /// `aws_route_table`, `aws_default_route_table`
    RouteTable,
    /// `aws_nat_gateway`
    NatGateway,
    /// `aws_internet_gateway`
    InternetGateway,
    /// `aws_security_group`, `aws_default_security_group`
    SecurityGroup,
    /// `aws_vpc_endpoint`
    Endpoint,
}

/// One thing that is made here.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The resource.
    pub resource: Arc<Resource>,
    /// What is known of it, by names that JSON has too: `None` of what is not known.
    pub facts: Vec<(&'static str, Option<String>)>,
}

/// What an edge says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum EdgeKind {
    /// Lies in a VPC.
    Vpc,
    /// Has a network interface in a subnet.
    Subnet,
    /// Is guarded by a security group.
    SecurityGroup,
    /// Writes its routes into a route table, or follows it.
    RouteTable,
    /// Sends traffic there.
    Route,
    /// Admits the members of a security group.
    Admits,
}

/// One thing leads to another.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Edge {
    /// What it leads from.
    pub from: Address,
    /// What it says.
    pub kind: EdgeKind,
    /// What it leads to.
    pub to: End,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Of a route, what it is for.
    pub route: Option<Leading>,
}

/// What a route is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Leading {
    /// The argument that names its target.
    pub argument: &'static str,
    /// Whether all traffic of a family takes it, if that is known.
    pub everything: Option<bool>,
    /// What passes that traffic on, if that is known.
    pub way: Option<WayOut>,
}

/// What an edge leads to.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum End {
    /// A node.
    Node(Address),
    /// Anything else, as messages name it: an id, a reference.
    Other(String),
}

/// Something leads to what cannot be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownEdge {
    /// What it leads from.
    pub from: Address,
    /// What it would say.
    pub kind: EdgeKind,
    /// Why it cannot be told.
    pub why: Why,
}

impl NodeKind {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::RouteTable => "route_table",
            Self::NatGateway => "nat_gateway",
            Self::InternetGateway => "internet_gateway",
            Self::SecurityGroup => "security_group",
            Self::Endpoint => "endpoint",
        }
    }
}

impl EdgeKind {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "security_group",
            Self::RouteTable => "route_table",
            Self::Route => "route",
            Self::Admits => "admits",
        }
    }
}

impl Topology {
    /// The graph of a network.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let mut drawing = Drawing::default();
        for vpc in &network.vpcs {
            drawing.name(&vpc.resource, std::slice::from_ref(&vpc.identity));
            drawing.node(NodeKind::Vpc, &vpc.resource, Vec::new());
        }
        for subnet in &network.subnets {
            let zone = match subnet.zone.settled() {
                Some(Some(zone)) => zone.known().map(str::to_owned),
                _ => None,
            };
            drawing.name(&subnet.resource, std::slice::from_ref(&subnet.identity));
            let way = network.way_out(subnet);
            let facts = vec![
                ("zone", zone),
                ("cidr_block", subnet.shown_range()),
                ("way_out", way.map(|way| way.name().to_owned())),
            ];
            drawing.node(NodeKind::Subnet, &subnet.resource, facts);
            let known = (ZoneOf::of(subnet), way);
            let address = subnet.resource.address.clone();
            drawing.topology.subnets.insert(address, known);
        }
        let vpcs = network.vpcs.iter().map(|vpc| Arc::as_ptr(&vpc.resource));
        let vpcs: HashSet<_> = vpcs.collect();
        for table in &network.route_tables {
            // The main table that a route here brings into being has no block of its own.
            if !vpcs.contains(&Arc::as_ptr(&table.resource)) {
                drawing.name(&table.resource, &table.identities);
                drawing.node(NodeKind::RouteTable, &table.resource, Vec::new());
            }
        }
        let open = network.route_tables.iter();
        let open = open.filter(|table| !network.shows_all_routes(table));
        drawing.topology.open_tables = open.map(|it| it.resource.address.clone()).collect();
        for nat in &network.nat_gateways {
            let public = nat.public.settled().map(ToString::to_string);
            drawing.name(&nat.resource, std::slice::from_ref(&nat.identity));
            drawing.node(
                NodeKind::NatGateway,
                &nat.resource,
                vec![("public", public)],
            );
        }
        for gateway in &network.internet_gateways {
            drawing.name(&gateway.resource, std::slice::from_ref(&gateway.identity));
            drawing.node(NodeKind::InternetGateway, &gateway.resource, Vec::new());
        }
        for group in network.security_groups.iter().filter(|it| it.made_here) {
            drawing.name(&group.resource, &group.identities);
            drawing.node(NodeKind::SecurityGroup, &group.resource, Vec::new());
            let address = group.resource.address.clone();
            (drawing.topology.rules).insert(address, Rule::all_of(&group.rules));
        }
        for endpoint in &network.endpoints {
            let facts = vec![
                (
                    "type",
                    endpoint.kind.settled().map(|kind| kind.name().to_owned()),
                ),
                ("service", endpoint.service_suffix().map(str::to_owned)),
                (
                    "private_dns",
                    endpoint.private_dns.settled().map(ToString::to_string),
                ),
            ];
            drawing.node(NodeKind::Endpoint, &endpoint.resource, facts);
            let address = endpoint.resource.address.clone();
            (drawing.topology.outside).insert(address, Outside::of(endpoint));
        }
        drawing.edges_of(network);
        drawing.topology.attachments = network.attachments();
        drawing.topology
    }
}

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

/// A graph in the making.
#[derive(Default)]
struct Drawing {
    topology: Topology,
    nodes: HashMap<Identity, Address>,
    /// What is drawn is drawn once.
    drawn: HashSet<Edge>,
    /// Of the route that is being drawn, whether all traffic takes it.
    everything: Option<bool>,
    /// What the next edge is for.
    route: Option<Leading>,
    /// The same of what cannot be told, by what it leads from.
    open: HashMap<Address, Vec<(EdgeKind, Why)>>,
}

impl Drawing {
    fn name(&mut self, resource: &Arc<Resource>, identities: &[Identity]) {
        for identity in identities {
            self.nodes
                .insert(identity.clone(), resource.address.clone());
        }
    }

    fn node(
        &mut self,
        kind: NodeKind,
        resource: &Arc<Resource>,
        facts: Vec<(&'static str, Option<String>)>,
    ) {
        self.topology.nodes.push(Node {
            kind,
            resource: resource.clone(),
            facts,
        });
    }

    fn edges_of(&mut self, network: &Network) {
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
            let to = match self.nodes.get(identity) {
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
