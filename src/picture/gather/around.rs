//! What stands in VPCs beside subnets and route tables.

use std::collections::HashSet;

use super::{Gathering, fact, name};
use crate::{
    address::Address,
    network::{EdgeKind, NodeKind, Outside, WayOut},
    picture::{Endpoint, Ends, Gateway, Group, Inside, Target, Thing, Vpc, names::short},
};

impl Gathering<'_> {
    pub(super) fn add_inside(&mut self) {
        let mut inside = Vec::new();
        for node in self.of_kind(NodeKind::NatGateway) {
            let public = fact(node, "public");
            let what = match public.as_deref() {
                Some("false") => "private NAT gateway",
                _ => "NAT gateway",
            };
            let subnet = self
                .edges_of(&node.resource.address, EdgeKind::Subnet)
                .next();
            let subnet = subnet.map(|edge| name(&edge.to).to_owned());
            inside.push((
                subnet,
                Inside {
                    thing: Thing::of(node),
                    what,
                },
            ));
        }
        for attachment in &self.topology.attachments {
            let what = match attachment.address.ty() {
                "aws_ec2_transit_gateway_vpc_attachment" => "transit attachment",
                "aws_networkmanager_vpc_attachment" => "core attachment",
                "aws_networkfirewall_firewall" => "firewall",
                _ => "attachment",
            };
            for subnet in &attachment.subnets {
                let thing = Thing {
                    label: short(&attachment.address),
                    ..Thing::elsewhere(&attachment.address, attachment.exists)
                };
                inside.push((Some(subnet.name().to_owned()), Inside { thing, what }));
            }
        }
        for (subnet, inside) in inside {
            let subnet = subnet.and_then(|it| self.subnets.get(&*it).copied());
            if let Some((vpc, subnet)) = subnet {
                let of_vpc = self.vpcs.get_mut(vpc);
                if let Some(subnet) = of_vpc.and_then(|it| it.subnets.get_mut(subnet)) {
                    subnet.inside.push(inside);
                }
            } else if inside.thing.place.is_some() {
                // A NAT gateway of which the subnet is not known, or that is a whole Region's.
                let key = self.vpc_of(&Address::new(&*inside.thing.address));
                let place = self.place(&key);
                if let Some(vpc) = self.vpcs.get_mut(place) {
                    let Inside { thing, what } = inside;
                    vpc.gateways.push(Gateway {
                        thing,
                        what,
                        way: Some(WayOut::Nat),
                    });
                }
            }
        }
    }

    pub(super) fn add_gateways(&mut self) {
        for node in self.of_kind(NodeKind::InternetGateway) {
            let address = &node.resource.address;
            let leads_here = |vpc: &Vpc| {
                let mut targets = vpc.tables.iter().flat_map(|table| &table.targets);
                targets.any(|target| target.name == **address)
            };
            // One whose attachment says where it is stands where routes lead to it.
            let by_route = self.vpcs.iter().position(leads_here);
            let place = match (self.vpc_of(address), by_route) {
                (None, Some(place)) => place,
                (key, _) => self.place(&key),
            };
            if let Some(vpc) = self.vpcs.get_mut(place) {
                vpc.gateways.push(Gateway {
                    thing: Thing::of(node),
                    what: "internet gateway",
                    way: Some(WayOut::Internet),
                });
            }
        }
        let endpoints: HashSet<&str> = (self.of_kind(NodeKind::Endpoint).into_iter())
            .map(|node| &*node.resource.address)
            .collect();
        for vpc in &mut self.vpcs {
            let inside = vpc.subnets.iter().flat_map(|subnet| &subnet.inside);
            let mut known: HashSet<String> = (inside.map(|it| &it.thing))
                .chain(vpc.gateways.iter().map(|it| &it.thing))
                .map(|thing| thing.address.clone())
                .collect();
            let targets: Vec<Target> = (vpc.tables.iter())
                .flat_map(|table| table.targets.iter().cloned())
                .collect();
            for target in targets {
                if !endpoints.contains(&*target.name) && known.insert(target.name.clone()) {
                    vpc.gateways.push(Gateway {
                        what: target.what(),
                        way: target.way,
                        thing: Thing::elsewhere(&target.name, target.exists),
                    });
                }
            }
            vpc.gateways.sort_by_key(|gateway| gateway.way);
        }
    }

    pub(super) fn add_endpoints(&mut self) {
        for node in self.of_kind(NodeKind::Endpoint) {
            let address = &node.resource.address;
            let place = self.place(&self.vpc_of(address));
            let groups = self.edges_of(address, EdgeKind::SecurityGroup);
            let endpoint = Endpoint {
                thing: Thing::of(node),
                kind: fact(node, "type"),
                outside: (self.topology.outside.get(address).cloned()).unwrap_or(Outside::Unknown),
                private_dns: fact(node, "private_dns").map(|it| it == "true"),
                groups: (groups.map(|edge| (name(&edge.to).to_owned(), edge.exists))).collect(),
                stands: self.ends(address, EdgeKind::Subnet, place),
                serves: self.ends(address, EdgeKind::RouteTable, place),
                groups_open: self.is_unknown(address, EdgeKind::SecurityGroup),
            };
            if let Some(vpc) = self.vpcs.get_mut(place) {
                vpc.endpoints.push(endpoint);
            }
        }
    }

    /// What edges of an endpoint lead to: things of its VPC by their places, others by their names.
    fn ends(&self, from: &Address, kind: EdgeKind, vpc: usize) -> Ends {
        let mut ends = Ends {
            open: self.is_unknown(from, kind),
            ..Ends::default()
        };
        for edge in self.edges_of(from, kind) {
            let name = name(&edge.to);
            let found = if kind == EdgeKind::Subnet {
                self.subnets.get(name)
            } else {
                self.tables.get(name)
            };
            match found {
                Some((place, at)) if *place == vpc => ends.here.push((*at, edge.exists)),
                _ => ends.elsewhere.push((name.to_owned(), edge.exists)),
            }
        }
        ends.here.sort_unstable();
        ends
    }

    pub(super) fn add_groups(&mut self) {
        for node in self.of_kind(NodeKind::SecurityGroup) {
            let address = &node.resource.address;
            let rules = self.topology.rules.get(address).cloned();
            let mut place = self.vpc_of(address).map(|key| self.place(&Some(key)));
            let guards = |vpc: &Vpc| {
                let endpoints = vpc.endpoints.iter();
                let is_guarded = |it: &&Endpoint| it.groups.iter().any(|it| it.0 == **address);
                endpoints.filter(is_guarded).count()
            };
            // One of which the VPC is not known is drawn where it guards something.
            if place.is_none() {
                place = self.vpcs.iter().position(|vpc| guards(vpc) > 0);
            }
            let Some(vpc) = place.and_then(|place| self.vpcs.get_mut(place)) else {
                continue;
            };
            let guards = guards(vpc);
            vpc.groups.push(Group {
                thing: Thing::of(node),
                rules: rules.unwrap_or_default(),
                guards,
            });
        }
    }
}
