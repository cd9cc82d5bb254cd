//! Route tables and where they send traffic.

use std::sync::{Arc, OnceLock};

use ipnet::IpNet;

use super::{
    Case, Fact, Identity, Network, Pass, Resource, Set, Subnet, answer::unknown, case::Made,
    identified::Identified, identity::Index,
};
use crate::{address::Address, span::Span};

/// A route table that this configuration makes or takes over.
#[derive(Debug)]
pub struct RouteTable {
    /// The resource; of the main table that a route here brings into being, the VPC's.
    pub resource: Arc<Resource>,
    /// Its identities: its own id and, for the main table of a VPC, the VPC's names for it.
    pub identities: Vec<Identity>,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Routes of its own and separate ones.
    pub routes: Set<Route>,
}

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    /// Whether it is for all IPv4 traffic.
    pub all_ipv4: Fact<bool>,
    /// Whether it is for all IPv6 traffic.
    pub all_ipv6: Fact<bool>,
    /// The networks that it is for, of either family; none where it is for a prefix list.
    pub networks: [Fact<Option<IpNet>>; 2],
    /// Where it leads: what each argument that can say so names.
    pub targets: Vec<Fact<Option<Identity>>>,
}

/// A NAT gateway that this configuration makes.
#[derive(Debug)]
pub struct NatGateway {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// Its subnet; a regional one has none.
    pub subnet: Fact<Option<Identity>>,
    /// Whether it leads to the internet: `connectivity_type` is not `private`.
    pub public: Fact<bool>,
}

/// Which route table a subnet follows.
#[derive(Debug)]
pub struct RouteTableAssociation {
    /// The resource.
    pub resource: Arc<Resource>,
    /// The subnet; for `aws_main_route_table_association` the VPC; none for a gateway.
    pub of: Fact<Option<Identity>>,
    /// The route table.
    pub table: Fact<Identity>,
    /// Whether it makes the table the main one of a VPC.
    pub main: bool,
}

impl Made for RouteTable {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Made for NatGateway {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Identified for RouteTable {
    fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn among(network: &Network) -> (&super::Things<Self>, &OnceLock<Index>) {
        (&network.route_tables, &network.found.route_tables)
    }
}

impl Identified for NatGateway {
    fn identities(&self) -> &[Identity] {
        std::slice::from_ref(&self.identity)
    }

    fn among(network: &Network) -> (&super::Things<Self>, &OnceLock<Index>) {
        (&network.nat_gateways, &network.found.nat_gateways)
    }
}

impl Made for RouteTableAssociation {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// The attributes of a VPC that name its main route table.
pub(super) const MAIN: [&str; 2] = ["default_route_table_id", "main_route_table_id"];

/// The names under which a VPC exports the id of its main route table.
pub(super) fn main_names(vpc: &Address) -> impl Iterator<Item = Identity> {
    MAIN.into_iter().map(|name| Identity::attribute(vpc, name))
}

impl Route {
    /// The NAT gateway it names, if any.
    pub(super) fn nat_gateway(&self) -> Option<&Fact<Option<Identity>>> {
        let of = |target: &&Fact<_>| target.place.argument.ends_with("nat_gateway_id");
        self.targets.iter().find(of)
    }
}

impl<'n> Case<'n, RouteTable> {
    /// The public NAT gateway that takes this table's IPv4 traffic to everywhere, and the route to it.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub(super) fn nat_gateway(&self) -> Result<Option<(Span, Case<'n, NatGateway>)>, Pass> {
        let found = self.first(&self.some(&self.it.routes).items, |item| {
            let route = self.read(item)?;
            if !*self.read(&route.all_ipv4)? {
                return Ok(None);
            }
            let Some(target) = route.nat_gateway() else {
                return Ok(None);
            };
            let Some(identity) = self.read(target)? else {
                return Ok(None);
            };
            let Some(nat) = self.named::<NatGateway>(identity) else {
                return Err(unknown(&target.place, "that gateway is not made here"));
            };
            let there = self.exists(&item.place.resource, &self.it.resource)
                && self.exists(&nat.it.resource, &self.it.resource);
            if !there || !*self.read(&nat.it.public)? {
                return Ok(None);
            }
            Ok(Some((item.place.span, nat)))
        })?;
        if found.is_none() {
            self.closed(&self.it.routes)?;
        }
        Ok(found)
    }

    /// Whether it has a route to everywhere through an internet gateway.
    ///
    /// # Errors
    ///
    /// When it has none that is known, and may have one.
    pub(super) fn is_public(&self) -> Result<bool, Pass> {
        let by_gateway = |route: &'n Route| {
            let mut targets = route.targets.iter();
            match targets.find(|target| target.place.argument == "gateway_id") {
                Some(gateway) => Ok(self.read(gateway)?.is_some()),
                None => Ok(false),
            }
        };
        let alone = self.any_of(&self.it.routes, |route| {
            Ok(*self.read(&route.all_ipv4)? && by_gateway(route)?)
        })?;
        if alone {
            return Ok(true);
        }
        let mut networks = Vec::new();
        for route in self.all(&self.it.routes)? {
            if by_gateway(route)? {
                networks.extend(self.networks_of(route)?);
            }
        }
        let of_ipv4 = networks.into_iter().filter(|it| it.addr().is_ipv4());
        Ok(are_whole(of_ipv4))
    }

    /// The networks that a route is for, as far as these are written as such.
    ///
    /// # Errors
    ///
    /// When one is not known.
    pub(super) fn networks_of(&self, route: &'n Route) -> Result<Vec<IpNet>, Pass> {
        let mut networks = Vec::new();
        for network in &route.networks {
            networks.extend(*self.read(network)?);
        }
        Ok(networks)
    }

    /// Whether its routes lead to everywhere, wherever that is: one of them, or several that part the world among them.
    ///
    /// # Errors
    ///
    /// When they do not as far as they are known, and may.
    fn has_default_route(&self) -> Result<bool, Pass> {
        let alone = self.any_of(&self.it.routes, |route| {
            self.any([&route.all_ipv4, &route.all_ipv6], |all| {
                Ok(*self.read(all)?)
            })
        })?;
        if alone {
            return Ok(true);
        }
        self.nothing_else_may("add a route to it")?;
        let mut networks = Vec::new();
        for route in self.all(&self.it.routes)? {
            networks.extend(self.networks_of(route)?);
        }
        Ok(are_whole(networks))
    }
}

/// Whether networks are all of IPv4 or all of IPv6 together.
pub(super) fn are_whole(networks: impl IntoIterator<Item = IpNet>) -> bool {
    let networks = networks.into_iter().collect();
    let mut together = IpNet::aggregate(&networks).into_iter();
    together.any(|network| network.prefix_len() == 0)
}

impl Case<'_, Subnet> {
    /// Whether nothing leads out of it: the table it follows has no route to everywhere, and its instances get no public addresses.
    ///
    /// # Errors
    ///
    /// When its table or one of that table's routes is not known.
    pub fn is_isolated(&self) -> Result<bool, Pass> {
        if *self.read(&self.it.public_addresses)? {
            return Ok(false);
        }
        if self.network.loose_routes {
            return Err(self.undecided("which route table a route belongs to is unknown"));
        }
        let tables = self.route_tables()?;
        if tables.is_empty() {
            return Err(self.undecided("its route table is not made here"));
        }
        let reached = self.any(tables, |table| {
            if self.exists(&table.it.resource, &self.it.resource) {
                table.has_default_route()
            } else {
                Err(self.undecided("its route table may not be there"))
            }
        });
        Ok(!reached?)
    }
}
