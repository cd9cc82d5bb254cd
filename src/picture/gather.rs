//! From the graph of a network to what is drawn where.

mod around;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Picture, Subnet, Table, Target, Thing, Vpc,
    names::{short, short_text},
};
use crate::{
    address::Address,
    eval::Exists,
    lint::Report,
    network::{Edge, EdgeKind, End, Node, NodeKind, Topology, WayOut, ZoneOf},
};

/// The pictures of each root that a report has graphs of: one, or one for each way in which its variants are drawn. Roots and variants
/// in which nothing is drawn have none.
#[must_use]
pub fn pictures(report: &Report) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = Vec::new();
    let of_roots = report
        .topologies
        .chunk_by(|(one, _), (other, _)| one == other);
    for of_root in of_roots {
        let mut own: Vec<Picture> = Vec::new();
        for (root, topology) in of_root {
            let mut picture = Gathering::new(topology).picture(root);
            picture.mark(report);
            match own.iter_mut().find(|known| known.is_drawn_as(&picture)) {
                Some(known) => known.variants.append(&mut picture.variants),
                None => own.push(picture),
            }
        }
        if let [all] = own.as_mut_slice() {
            all.variants.clear();
        }
        pictures.extend(own.into_iter().filter(|it| !it.vpcs.is_empty()));
    }
    pictures
}

/// What a VPC is found by.
type Key = Option<End>;

/// The graph by what its edges lead from.
struct Gathering<'t> {
    topology: &'t Topology,
    edges: HashMap<&'t Address, Vec<&'t Edge>>,
    unknown: HashSet<(&'t Address, EdgeKind)>,
    nodes: HashMap<&'t Address, &'t Node>,
    /// The place of each VPC among those that are drawn.
    places: HashMap<Key, usize>,
    vpcs: Vec<Vpc>,
    /// The VPC of each subnet and route table, and its place in it.
    subnets: HashMap<&'t str, (usize, usize)>,
    tables: HashMap<String, (usize, usize)>,
}

impl Thing {
    fn of(node: &Node) -> Self {
        let address = &node.resource.address;
        Self {
            address: address.to_string(),
            label: short(address),
            exists: node.resource.exists,
            place: Some(node.resource.header),
            faults: Vec::new(),
        }
    }

    fn elsewhere(name: &str, exists: Exists) -> Self {
        Self {
            address: name.to_owned(),
            label: short_text(name),
            exists,
            place: None,
            faults: Vec::new(),
        }
    }
}

impl<'t> Gathering<'t> {
    fn new(topology: &'t Topology) -> Self {
        let mut edges: HashMap<_, Vec<&Edge>> = HashMap::new();
        for edge in &topology.edges {
            edges.entry(&edge.from).or_default().push(edge);
        }
        let nodes = topology.nodes.iter();
        Self {
            topology,
            edges,
            unknown: (topology.unknown.iter())
                .map(|it| (&it.from, it.kind))
                .collect(),
            nodes: nodes.map(|node| (&node.resource.address, node)).collect(),
            places: HashMap::new(),
            vpcs: Vec::new(),
            subnets: HashMap::new(),
            tables: HashMap::new(),
        }
    }

    fn picture(mut self, root: &Arc<str>) -> Picture {
        for node in self.of_kind(NodeKind::Vpc) {
            self.place(&Some(End::Node(node.resource.address.clone())));
        }
        self.add_subnets();
        self.add_tables();
        self.add_inside();
        self.add_gateways();
        self.add_endpoints();
        self.add_groups();
        let rank = |vpc: &Vpc| match (&vpc.thing, vpc.made_here) {
            (Some(_), true) => 0,
            (Some(_), false) => 1,
            (None, _) => 2,
        };
        self.vpcs.sort_by_key(rank);
        Picture {
            root: root.to_string(),
            variants: self.topology.variants.clone(),
            vpcs: self.vpcs,
            faults: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    fn of_kind(&self, kind: NodeKind) -> Vec<&'t Node> {
        let nodes = self.topology.nodes.iter();
        nodes.filter(|node| node.kind == kind).collect()
    }

    fn edges_of(&self, from: &Address, kind: EdgeKind) -> impl Iterator<Item = &'t Edge> + use<'t> {
        let edges = self.edges.get(from).cloned().unwrap_or_default();
        edges.into_iter().filter(move |edge| edge.kind == kind)
    }

    fn is_unknown(&self, from: &Address, kind: EdgeKind) -> bool {
        self.unknown.contains(&(from, kind))
    }

    /// The VPC that something lies in, be it by its subnet.
    fn vpc_of(&self, address: &Address) -> Key {
        let to = |from: &Address, kind| self.edges_of(from, kind).next().map(|edge| &edge.to);
        let own = to(address, EdgeKind::Vpc).or_else(|| match to(address, EdgeKind::Subnet)? {
            End::Node(subnet) => to(subnet, EdgeKind::Vpc),
            End::Other(_) => None,
        });
        own.cloned()
    }

    /// The place of a VPC, which is drawn from now on.
    fn place(&mut self, key: &Key) -> usize {
        let next = self.vpcs.len();
        let place = *self.places.entry(key.clone()).or_insert(next);
        if place == next {
            let (thing, made_here) = match key {
                Some(End::Node(address)) => (self.nodes.get(address).map(|it| Thing::of(it)), true),
                Some(End::Other(name)) => (Some(Thing::elsewhere(name, Exists::Must)), false),
                None => (None, false),
            };
            self.vpcs.push(Vpc {
                thing,
                made_here,
                zones: Vec::new(),
                subnets: Vec::new(),
                tables: Vec::new(),
                gateways: Vec::new(),
                endpoints: Vec::new(),
                groups: Vec::new(),
            });
        }
        place
    }

    fn add_subnets(&mut self) {
        let mut found: Vec<(usize, ZoneOf, Subnet, &'t Address)> = Vec::new();
        for node in self.of_kind(NodeKind::Subnet) {
            let address = &node.resource.address;
            let known = self.topology.subnets.get(address);
            let (zone, way) = known.cloned().unwrap_or((ZoneOf::Unknown, None));
            let place = self.place(&self.vpc_of(address));
            let subnet = Subnet {
                thing: Thing::of(node),
                zone: 0,
                range: fact(node, "cidr_block"),
                way,
                inside: Vec::new(),
            };
            found.push((place, zone, subnet, address));
        }
        for (place, vpc) in self.vpcs.iter_mut().enumerate() {
            let of_vpc = found.iter().filter(|it| it.0 == place);
            vpc.zones = of_vpc.map(|it| it.1.clone()).collect();
            vpc.zones.sort();
            vpc.zones.dedup();
        }
        for (place, zone, mut subnet, address) in found {
            let Some(vpc) = self.vpcs.get_mut(place) else {
                continue;
            };
            subnet.zone = vpc.zones.iter().position(|it| *it == zone).unwrap_or(0);
            self.subnets.insert(address, (place, vpc.subnets.len()));
            vpc.subnets.push(subnet);
        }
    }

    fn add_tables(&mut self) {
        let mut tables = self.of_kind(NodeKind::RouteTable);
        // The main table that a route brings into being has no block: its routes lead from the VPC.
        let has_routes = |node: &&Node| {
            let mut routes = self.edges_of(&node.resource.address, EdgeKind::Route);
            routes.next().is_some()
        };
        let vpcs = self.of_kind(NodeKind::Vpc);
        tables.extend(vpcs.into_iter().filter(has_routes));
        for node in tables {
            let address = &node.resource.address;
            let (place, thing) = if node.kind == NodeKind::Vpc {
                let label = "main route table".to_owned();
                let place = self.place(&Some(End::Node(address.clone())));
                (
                    place,
                    Thing {
                        label,
                        ..Thing::of(node)
                    },
                )
            } else {
                (self.place(&self.vpc_of(address)), Thing::of(node))
            };
            let targets = self.edges_of(address, EdgeKind::Route).filter_map(target);
            let table = Table {
                thing,
                followers: Vec::new(),
                targets: targets.collect(),
                open: self.is_unknown(address, EdgeKind::Route)
                    || self.topology.open_tables.contains(address),
            };
            if let Some(vpc) = self.vpcs.get_mut(place) {
                self.tables
                    .insert(address.to_string(), (place, vpc.tables.len()));
                vpc.tables.push(table);
            }
        }
        for node in self.of_kind(NodeKind::Subnet) {
            let address = &node.resource.address;
            for edge in self.edges_of(address, EdgeKind::RouteTable) {
                let table = self.tables.get(name(&edge.to)).copied();
                let subnet = self.subnets.get(&**address).copied();
                let (Some((vpc, table)), Some((_, subnet))) = (table, subnet) else {
                    continue;
                };
                let table = self
                    .vpcs
                    .get_mut(vpc)
                    .and_then(|it| it.tables.get_mut(table));
                if let Some(table) = table {
                    table.followers.push((subnet, edge.exists));
                }
            }
        }
    }
}

impl Target {
    /// What it is, in words.
    pub(super) fn what(&self) -> &'static str {
        match self.argument.rsplit('.').next().unwrap_or_default() {
            "nat_gateway_id" => "NAT gateway",
            "gateway_id" if self.way == Some(WayOut::Transit) => "VPN gateway",
            "gateway_id" if self.way == Some(WayOut::Internet) => "internet gateway",
            "egress_only_gateway_id" => "egress-only internet gateway",
            "transit_gateway_id" => "transit gateway",
            "core_network_arn" => "core network",
            "vpc_peering_connection_id" => "peering connection",
            "network_interface_id" => "network interface",
            "vpc_endpoint_id" => "endpoint",
            "carrier_gateway_id" => "carrier gateway",
            "local_gateway_id" => "local gateway",
            _ => "gateway",
        }
    }
}

fn target(edge: &Edge) -> Option<Target> {
    let route = edge.route?;
    let name = name(&edge.to);
    Some(Target {
        label: short_text(name),
        name: name.to_owned(),
        way: route.way,
        argument: route.argument,
        everything: route.everything,
        exists: edge.exists,
    })
}

fn name(end: &End) -> &str {
    match end {
        End::Node(address) => address,
        End::Other(name) => name,
    }
}

fn fact(node: &Node, name: &str) -> Option<String> {
    let mut facts = node.facts.iter();
    let (_, value) = facts.find(|(known, _)| *known == name)?;
    value.clone()
}
