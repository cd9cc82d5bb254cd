//! An endpoint with the network it stands in, in a few lines.

use crate::{
    address::Address,
    eval::Exists,
    network::{EdgeKind, End, Network, NodeKind, Topology},
    span::Span,
};

/// What is known of one endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// Its address.
    pub address: String,
    /// What it is: `Interface`, `sqs`, `private DNS`.
    pub facts: Vec<String>,
    /// What it leads to, each kind with a name for it.
    pub leads: Vec<(&'static str, Vec<String>)>,
}

impl Card {
    /// The endpoints that the block with that header makes.
    pub(super) fn of_block(network: &Network, header: Span) -> Vec<Self> {
        let of_block = |resource_header| resource_header == header;
        let mut endpoints = network.endpoints.iter();
        if !endpoints.any(|it| of_block(it.resource.header)) {
            return Vec::new();
        }
        let topology = Topology::of(network);
        let endpoints = network.endpoints.iter();
        let mine = endpoints.filter(|it| of_block(it.resource.header));
        let card = |endpoint: &crate::network::Endpoint| {
            let address = &endpoint.resource.address;
            let mut leads = leads(&topology, address);
            let policy = match endpoint.holds_policy() {
                Some(true) => "of its own",
                Some(false) => "none of its own, so AWS allows everything",
                None => "unknown",
            };
            leads.push(("policy", vec![policy.to_owned()]));
            Self {
                address: address.as_str().to_owned(),
                facts: facts(&topology, address),
                leads,
            }
        };
        mine.map(card).collect()
    }
}

fn facts(topology: &Topology, address: &Address) -> Vec<String> {
    let mut nodes = topology.nodes.iter();
    let node = nodes.find(|it| it.kind == NodeKind::Endpoint && it.resource.address == *address);
    let facts = node.into_iter().flat_map(|it| &it.facts);
    let told = facts.map(|(name, value)| {
        let name = name.replace('_', " ").replace("dns", "DNS");
        match value.as_deref() {
            None => format!("{name} unknown"),
            Some("true") => name,
            Some("false") => format!("no {name}"),
            Some(value) => value.to_owned(),
        }
    });
    told.collect()
}

/// What it leads to, kind by kind; what cannot be told is said.
fn leads(topology: &Topology, address: &Address) -> Vec<(&'static str, Vec<String>)> {
    const KINDS: [(EdgeKind, &str); 4] = [
        (EdgeKind::Vpc, "VPC"),
        (EdgeKind::Subnet, "subnets"),
        (EdgeKind::SecurityGroup, "security groups"),
        (EdgeKind::RouteTable, "route tables"),
    ];
    let of_kind = |(kind, name): (EdgeKind, &'static str)| {
        let edges = topology.edges.iter();
        let edges = edges.filter(|it| it.from == *address && it.kind == kind);
        let mut names: Vec<String> = edges
            .map(|edge| {
                let to = match &edge.to {
                    End::Node(to) => format!("{to}{}", zone(topology, to)),
                    End::Other(name) => name.clone(),
                };
                match edge.exists {
                    Exists::Must => to,
                    Exists::May => format!("{to} (may be)"),
                }
            })
            .collect();
        let unknown = topology.unknown.iter();
        let unknown = unknown.filter(|it| it.from == *address && it.kind == kind);
        names.extend(unknown.map(|it| format!("unknown: {}", it.why)));
        (!names.is_empty()).then_some((name, names))
    };
    KINDS.into_iter().filter_map(of_kind).collect()
}

/// The zone of a subnet.
fn zone(topology: &Topology, subnet: &Address) -> String {
    let mut nodes = topology.nodes.iter();
    let node = nodes.find(|it| it.kind == NodeKind::Subnet && it.resource.address == *subnet);
    let facts = node.into_iter().flat_map(|it| &it.facts);
    let mut zones = facts.filter(|(name, _)| *name == "zone");
    let zone = zones.next().and_then(|(_, zone)| zone.as_ref());
    zone.map_or_else(String::new, |zone| format!(" in {zone}"))
}
