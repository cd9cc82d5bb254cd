//! The network as a graph: what is made here, and what leads to what. A picture and an editor stand on it.

mod edges;
mod nodes;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{Attachment, Network, Outside, Resource, Rule, WayOut, ZoneOf};
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
        let (mut topology, names) = nodes::of(network);
        edges::add(&mut topology, &names, network);
        topology.attachments = network.attachments();
        topology
    }
}
