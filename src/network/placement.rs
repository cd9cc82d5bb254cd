//! Where endpoints are put, and how many there may be.

use std::collections::BTreeMap;

use super::{Case, Endpoint, EndpointType, Identity, Network, Pass, Subnet, answer::applies_if};
use crate::{address::Address, eval::Exists};

/// Gateway endpoints of one Region, by the service quotas of VPC; it can be raised.
pub const MOST_GATEWAYS: usize = 20;

/// The gateway endpoints that are there for certain, by Region, in the order of their addresses.
#[derive(Debug, Default)]
pub(super) struct GatewaysByRegion(BTreeMap<Identity, Vec<Address>>);

impl GatewaysByRegion {
    fn of(network: &Network) -> Self {
        let mut by_region: BTreeMap<Identity, Vec<Address>> = BTreeMap::new();
        for endpoint in &network.endpoints {
            let is_gateway = endpoint.kind.settled() == Some(&EndpointType::Gateway);
            let region = endpoint.regions.own.settled();
            let there = endpoint.resource.exists == Exists::Must;
            if let Some(region) = region.filter(|_| is_gateway && there) {
                let of_region = by_region.entry(region.clone()).or_default();
                of_region.push(endpoint.resource.address.clone());
            }
        }
        for of_region in by_region.values_mut() {
            of_region.sort();
        }
        Self(by_region)
    }
}

impl<'n> Case<'n, Endpoint> {
    /// How many gateway endpoints its Region gets, where it is the first beyond the quota.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it is no gateway endpoint, [`Pass::Fine`] within the quota and for those after the first beyond it;
    /// undecided when its type or Region is not known.
    pub fn gateways_beyond_quota(&self) -> Result<usize, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Gateway)?;
        let region = self.read(&self.it.regions.own)?;
        let all = &self.network.found.gateways;
        let all = all.get_or_init(|| GatewaysByRegion::of(self.network));
        let of_region = all.0.get(region).map_or(&[][..], Vec::as_slice);
        match of_region.get(MOST_GATEWAYS) {
            Some(first) if *first == self.it.resource.address => Ok(of_region.len()),
            _ => Err(Pass::Fine),
        }
    }

    /// Its subnets, where all of them are public: the tables that they follow lead to an internet gateway.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when one is not, [`Pass::NotApplicable`] when its VPC is made elsewhere or it has no subnets; undecided when a subnet
    /// or its routes are not known.
    pub fn public_subnets(&self) -> Result<Vec<Case<'n, Subnet>>, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Interface)?;
        let vpc = self.vpc()?.ok_or(Pass::NotApplicable)?;
        let subnets = self.made_here(&self.it.subnets)?;
        applies_if(!subnets.is_empty())?;
        let private = |subnet: &Case<'n, Subnet>| {
            let tables = subnet.route_tables(&vpc)?;
            Ok(!self.any(tables, |table| table.is_public())?)
        };
        if self.any(&subnets, private)? {
            return Err(Pass::Fine);
        }
        for subnet in subnets.iter().take(2) {
            let at = subnet.it.resource.at;
            self.cite(at, format!("{subnet} has a route to an internet gateway"));
        }
        Ok(subnets)
    }
}
