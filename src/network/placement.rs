//! Where endpoints are put, and how many there may be.

use std::collections::BTreeMap;

use super::{Case, Endpoint, EndpointType, Identity, Network, Pass, Subnet, answer::applies_if};
use crate::{address::Address, eval::Exists};

/// Gateway endpoints of one Region, by the service quotas of VPC; it can be raised.
pub const MOST_GATEWAYS: usize = 20;

/// The gateway endpoints of a Region, in the order of their addresses.
#[derive(Debug, Default)]
struct Gateways {
    /// Those that are there for certain.
    certain: Vec<Address>,
    /// These, and those that may be.
    possible: Vec<Address>,
}

/// The gateway endpoints by Region.
#[derive(Debug, Default)]
pub(super) struct GatewaysByRegion(BTreeMap<Identity, Gateways>);

impl GatewaysByRegion {
    fn of(network: &Network) -> Self {
        let mut by_region: BTreeMap<Identity, Gateways> = BTreeMap::new();
        for endpoint in &network.endpoints {
            let address = &endpoint.resource.address;
            let kind = &endpoint.kind;
            let is_certain = kind.settled() == Some(&EndpointType::Gateway)
                && endpoint.regions.own.settled().is_some()
                && endpoint.resource.exists == Exists::Must;
            let is_possible = kind.reasons().next().is_some()
                || kind.possible().any(|it| *it == EndpointType::Gateway);
            for region in endpoint.regions.own.possible().filter(|_| is_possible) {
                let of_region = by_region.entry(region.clone()).or_default();
                of_region.possible.push(address.clone());
                if is_certain {
                    of_region.certain.push(address.clone());
                }
            }
        }
        for of_region in by_region.values_mut() {
            of_region.certain.sort();
            of_region.possible.sort();
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
        let of_region = all.0.get(region).ok_or(Pass::Fine)?;
        let is_first = |all: &[Address]| all.get(MOST_GATEWAYS) == Some(&self.it.resource.address);
        if is_first(&of_region.certain) {
            return Ok(of_region.certain.len());
        }
        if of_region.certain.len() <= MOST_GATEWAYS && is_first(&of_region.possible) {
            return Err(self.undecided("how many gateway endpoints its Region gets is not known"));
        }
        Err(Pass::Fine)
    }

    /// Its subnets, where all of them are public: the tables that they follow lead to an internet gateway.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when one is not, [`Pass::NotApplicable`] when its VPC is made elsewhere or it has no subnets; undecided when a subnet
    /// or its routes are not known.
    pub fn public_subnets(&self) -> Result<Vec<Case<'n, Subnet>>, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Interface)?;
        applies_if(self.vpc()?.is_some())?;
        let subnets = self.made_here(&self.it.subnets)?;
        applies_if(!subnets.is_empty())?;
        let private = |subnet: &Case<'n, Subnet>| {
            let tables = subnet.route_tables()?;
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
