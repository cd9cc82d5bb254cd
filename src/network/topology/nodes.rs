//! What is made here, with what is known of it.

use std::{
    collections::{HashMap, HashSet},
    slice,
    sync::Arc,
};

use super::{Node, NodeKind, Topology};
use crate::{
    address::Address,
    network::{Identity, Network, Outside, Resource, Rule, ZoneOf},
};

/// The graph of a network without its edges, and what its nodes are called by.
pub(super) fn of(network: &Network) -> (Topology, HashMap<Identity, Address>) {
    let mut nodes = Nodes::default();
    for vpc in &network.vpcs {
        nodes.named(&vpc.resource, slice::from_ref(&vpc.identity));
        nodes.add(NodeKind::Vpc, &vpc.resource, Vec::new());
    }
    for subnet in &network.subnets {
        let zone = match subnet.zone.settled() {
            Some(Some(zone)) => zone.known().map(str::to_owned),
            _ => None,
        };
        nodes.named(&subnet.resource, slice::from_ref(&subnet.identity));
        let way = network.way_out(subnet);
        let facts = vec![
            ("zone", zone),
            ("cidr_block", subnet.shown_range()),
            ("way_out", way.map(|way| way.name().to_owned())),
        ];
        nodes.add(NodeKind::Subnet, &subnet.resource, facts);
        let known = (ZoneOf::of(subnet), way);
        let address = subnet.resource.address.clone();
        nodes.topology.subnets.insert(address, known);
    }
    let vpcs = network.vpcs.iter().map(|vpc| Arc::as_ptr(&vpc.resource));
    let vpcs: HashSet<_> = vpcs.collect();
    for table in &network.route_tables {
        // The main table that a route here brings into being has no block of its own.
        if !vpcs.contains(&Arc::as_ptr(&table.resource)) {
            nodes.named(&table.resource, &table.identities);
            nodes.add(NodeKind::RouteTable, &table.resource, Vec::new());
        }
    }
    let open = network.route_tables.iter();
    let open = open.filter(|table| !network.shows_all_routes(table));
    nodes.topology.open_tables = open.map(|it| it.resource.address.clone()).collect();
    for nat in &network.nat_gateways {
        let public = nat.public.settled().map(ToString::to_string);
        nodes.named(&nat.resource, slice::from_ref(&nat.identity));
        nodes.add(
            NodeKind::NatGateway,
            &nat.resource,
            vec![("public", public)],
        );
    }
    for gateway in &network.internet_gateways {
        nodes.named(&gateway.resource, slice::from_ref(&gateway.identity));
        nodes.add(NodeKind::InternetGateway, &gateway.resource, Vec::new());
    }
    for group in network.security_groups.iter().filter(|it| it.made_here) {
        nodes.named(&group.resource, &group.identities);
        nodes.add(NodeKind::SecurityGroup, &group.resource, Vec::new());
        let address = group.resource.address.clone();
        (nodes.topology.rules).insert(address, Rule::all_of(&group.rules));
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
        nodes.add(NodeKind::Endpoint, &endpoint.resource, facts);
        let address = endpoint.resource.address.clone();
        (nodes.topology.outside).insert(address, Outside::of(endpoint));
    }
    (nodes.topology, nodes.names)
}

#[derive(Default)]
struct Nodes {
    topology: Topology,
    names: HashMap<Identity, Address>,
}

impl Nodes {
    fn named(&mut self, resource: &Arc<Resource>, identities: &[Identity]) {
        for identity in identities {
            self.names
                .insert(identity.clone(), resource.address.clone());
        }
    }

    fn add(
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
}
