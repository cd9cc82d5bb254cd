//! The joined network of a root: a tree for people, a graph for programs.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use super::roots::{OfRoot, told_alike};
use crate::{
    address::Address,
    eval::Exists,
    network::{Edge, EdgeKind, End, Node, NodeKind, Topology},
    report::{self, Location, Style},
    source::Sources,
};

/// The version of the JSON form: an interface.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u8,
    roots: Vec<JsonRoot<'a>>,
}

#[derive(Serialize)]
struct JsonRoot<'a> {
    dir: &'a str,
    variant: Option<&'a str>,
    nodes: Vec<JsonNode<'a>>,
    edges: Vec<JsonEdge<'a>>,
    unknown: Vec<JsonUnknown<'a>>,
}

#[derive(Serialize)]
struct JsonNode<'a> {
    address: &'a str,
    kind: &'static str,
    exists: &'static str,
    facts: BTreeMap<&'static str, &'a Option<String>>,
    location: Option<Location>,
}

#[derive(Serialize)]
struct JsonEdge<'a> {
    from: &'a str,
    kind: &'static str,
    to: &'a str,
    node: bool,
    exists: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    everything: Option<bool>,
}

#[derive(Serialize)]
struct JsonUnknown<'a> {
    from: &'a str,
    kind: &'static str,
    reason: String,
}

/// One object and a newline.
pub(super) fn json(roots: &[OfRoot<Topology>], sources: &Sources) -> String {
    let node = |node| {
        let Node {
            kind,
            resource,
            facts,
        }: &Node = node;
        JsonNode {
            address: &resource.address,
            kind: kind.name(),
            exists: resource.exists.name(),
            facts: facts.iter().map(|(name, value)| (*name, value)).collect(),
            location: report::location(resource.header, sources),
        }
    };
    let edge = |edge| {
        let Edge {
            from,
            kind,
            to,
            exists,
            route,
        }: &Edge = edge;
        let (to, node) = match to {
            End::Node(address) => (address.as_str(), true),
            End::Other(name) => (name.as_str(), false),
        };
        JsonEdge {
            from,
            kind: kind.name(),
            to,
            node,
            exists: exists.name(),
            argument: route.map(|it| it.argument),
            everything: route.and_then(|it| it.everything),
        }
    };
    let of_root = |root| {
        let OfRoot {
            directory,
            variant,
            told: topology,
        }: &OfRoot<Topology> = root;
        JsonRoot {
            dir: directory,
            variant: variant.as_deref(),
            nodes: topology.nodes.iter().map(node).collect(),
            edges: topology.edges.iter().map(edge).collect(),
            unknown: (topology.unknown.iter())
                .map(|it| JsonUnknown {
                    from: &it.from,
                    kind: it.kind.name(),
                    reason: it.why.to_string(),
                })
                .collect(),
        }
    };
    let report = JsonReport {
        version: VERSION,
        roots: roots.iter().map(of_root).collect(),
    };
    // Strings and booleans only: this cannot fail.
    report::pretty_json(&report)
}

/// A heading for each root, then its VPCs with all that lies in them. Variants that make the same are told once.
pub(super) fn tree(roots: &[OfRoot<Topology>], style: Style) -> String {
    let mut text = String::new();
    for root in told_alike(roots, |it| of_root(it, style)) {
        if !text.is_empty() {
            text.push('\n');
        }
        let heading = root.heading();
        let heading = report::bold(&report::visible(&heading), style);
        text.extend([&*heading, "\n", &root.told]);
    }
    text
}

fn of_root(topology: &Topology, style: Style) -> String {
    let mut text = String::new();
    for (vpc, nodes) in by_vpc(topology) {
        let heading = match &vpc {
            Some(End::Node(address)) => format!("VPC {address}"),
            Some(End::Other(name)) => format!("VPC {name}, made elsewhere"),
            None => "in no VPC that is known".to_owned(),
        };
        let heading = report::bold(&report::visible(&heading), style);
        let _ = writeln!(text, "\n  {heading}");
        for node in nodes {
            branch(&mut text, node, topology, style);
        }
    }
    text
}

/// The nodes of each VPC, those that are made here first, in the order of declaration.
fn by_vpc(topology: &Topology) -> Vec<(Option<End>, Vec<&Node>)> {
    let made_here = |node: &&Node| node.kind == NodeKind::Vpc;
    let mut groups: Vec<(Option<End>, Vec<&Node>)> = (topology.nodes.iter())
        .filter(made_here)
        .map(|vpc| (Some(End::Node(vpc.resource.address.clone())), Vec::new()))
        .collect();
    for node in topology.nodes.iter().filter(|node| !made_here(node)) {
        let vpc = vpc_of(topology, &node.resource.address);
        match groups.iter_mut().find(|(known, _)| *known == vpc) {
            Some((_, nodes)) => nodes.push(node),
            None => groups.push((vpc, vec![node])),
        }
    }
    groups.sort_by_key(|(vpc, _)| match vpc {
        Some(End::Node(_)) => 0,
        Some(End::Other(_)) => 1,
        None => 2,
    });
    groups
}

/// The VPC that something lies in, be it by its subnet.
fn vpc_of(topology: &Topology, address: &Address) -> Option<End> {
    let to = |from: &Address, kind| {
        let mut edges = edges_of(topology, from);
        edges
            .find(|edge| edge.kind == kind)
            .map(|edge| edge.to.clone())
    };
    to(address, EdgeKind::Vpc).or_else(|| match to(address, EdgeKind::Subnet)? {
        End::Node(subnet) => to(&subnet, EdgeKind::Vpc),
        End::Other(_) => None,
    })
}

fn edges_of<'a>(topology: &'a Topology, from: &Address) -> impl Iterator<Item = &'a Edge> {
    let edges = topology.edges.iter();
    edges.filter(move |edge| edge.from == *from)
}

/// One node with what is known of it, and a line for each thing it leads to.
fn branch(text: &mut String, node: &Node, topology: &Topology, style: Style) {
    let address = &node.resource.address;
    let told = |(name, value): &(&str, Option<String>)| match value.as_deref() {
        None => format!("{name} unknown"),
        Some("true") => (*name).to_owned(),
        Some("false") => format!("not {name}"),
        Some(value) => value.to_owned(),
    };
    let facts: Vec<String> = node.facts.iter().map(told).collect();
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!(" ({})", facts.join(", ").replace('_', " "))
    };
    let kind = node.kind.name().replace('_', " ");
    let may = may(node.resource.exists);
    let mut add = |margin: &str, line: String| {
        let line = format!("{margin}{}", report::visible(&line));
        let _ = writeln!(text, "{}", style.hung(&line, margin.len() + 4));
    };
    add("    ", format!("{kind} {address}{facts}{may}"));
    let in_vpc = |kind: EdgeKind| kind == EdgeKind::Vpc;
    for edge in edges_of(topology, address).filter(|edge| !in_vpc(edge.kind)) {
        let to = match &edge.to {
            End::Node(address) => address.as_str(),
            End::Other(name) => name,
        };
        let may = self::may(edge.exists);
        add("      ", format!("{} {to}{may}", leads(edge.kind)));
    }
    let unknown = topology.unknown.iter().filter(|it| it.from == *address);
    for unknown in unknown {
        let (leads, why) = (leads(unknown.kind), &unknown.why);
        add("      ", format!("{leads} (unknown: {why})"));
    }
}

const fn may(exists: Exists) -> &'static str {
    match exists {
        Exists::Must => "",
        Exists::May => " (may be)",
    }
}

const fn leads(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Vpc => "in VPC",
        EdgeKind::Subnet => "in subnet",
        EdgeKind::SecurityGroup => "guarded by",
        EdgeKind::RouteTable => "routes in",
        EdgeKind::Route => "sends to",
        EdgeKind::Admits => "admits",
    }
}
