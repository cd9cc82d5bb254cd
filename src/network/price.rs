//! What endpoints and ways around them cost, as far as Region, type and zones are known.
//!
//! No claim rests on an amount, so nothing here is read through a case.

use std::collections::BTreeSet;

use super::{Case, Endpoint, EndpointType, Identity, NatGateway, Network, Vpc};
use crate::{
    eval::Exists,
    money::{Cost, Money},
    provider::{
        price::Prices,
        region::{self},
    },
};

impl Network {
    /// The Region of an endpoint: as its block or its provider says, else that of its subnets' zones, else the one that the name of its
    /// service names.
    #[must_use]
    pub fn region_of<'n>(&'n self, endpoint: &'n Endpoint) -> Option<&'n str> {
        let regions = &endpoint.regions;
        let own = regions.own.settled().and_then(Identity::id);
        let by_zone = || {
            let subnets = endpoint.subnets.possible();
            let mut subnets = subnets.filter_map(|it| self.subnet(it));
            subnets.find_map(|subnet| {
                let zone = subnet.zone.settled()?.as_ref()?.known()?;
                Some(region::zone(zone)?.region)
            })
        };
        let by_name = || {
            let here = endpoint.cross_region.settled() == Some(&false);
            let named = regions.named.settled().filter(|_| here)?;
            named.as_ref()?.id()
        };
        own.or_else(by_zone).or_else(by_name)
    }

    /// The Region of a VPC: as its block or its provider says, else that of what lies in it.
    pub(super) fn region_of_vpc<'n>(&'n self, vpc: &'n Vpc) -> Option<&'n str> {
        let own = vpc.region.settled().and_then(Identity::id);
        let by_endpoint = || {
            let mut endpoints = self.endpoints.iter();
            endpoints.find_map(|endpoint| {
                let is_in = endpoint.vpc.settled() == Some(&vpc.identity);
                self.region_of(endpoint).filter(|_| is_in)
            })
        };
        let by_zone = || {
            let mut subnets = self.subnets.iter();
            subnets.find_map(|subnet| {
                let is_in = subnet.vpc.settled() == Some(&vpc.identity);
                let zone = subnet.zone.settled()?.as_ref()?.known()?;
                Some(region::zone(zone)?.region).filter(|_| is_in)
            })
        };
        own.or_else(by_zone).or_else(by_endpoint)
    }

    /// In how many zones an endpoint is paid for: it has one subnet in each.
    ///
    /// # Errors
    ///
    /// Why that is not known.
    pub fn paid_zones(&self, endpoint: &Endpoint) -> Result<u64, String> {
        let subnets = &endpoint.subnets;
        if !subnets.otherwise.is_empty() {
            return Err("its subnets depend on a condition that is unknown".to_owned());
        }
        if let Some(why) = &subnets.members.open {
            return Err(format!("its subnets are unknown: {why}"));
        }
        let mut zones = 0;
        let mut known = BTreeSet::new();
        for item in &subnets.members.items {
            let attachment = &item.place.resource;
            let is_own = attachment.address == endpoint.resource.address;
            if !is_own && attachment.exists == Exists::May {
                return Err(format!("{} may not be there", attachment.address));
            }
            let is_new = item.settled().is_none_or(|it| known.insert(it));
            zones += u64::from(is_new);
        }
        if zones == 0 {
            return Err("it has no subnets here".to_owned());
        }
        Ok(zones)
    }

    /// What an endpoint costs by the hour in one zone, and for each GB; gateway endpoints are free.
    #[must_use]
    pub fn prices_of(&self, endpoint: &Endpoint) -> Option<(Money, Option<Money>)> {
        let prices = Prices::of(self.region_of(endpoint)?)?;
        match endpoint.kind.settled()? {
            EndpointType::Interface => Some((prices.interface_hour?, prices.interface_gb)),
            EndpointType::GatewayLoadBalancer => Some((prices.balancer_hour?, prices.balancer_gb)),
            _ => None,
        }
    }

    /// What a GB through a NAT gateway costs where an endpoint is.
    #[must_use]
    pub fn nat_gb_at(&self, endpoint: &Endpoint) -> Option<Money> {
        Prices::of(self.region_of(endpoint)?)?.nat_gb
    }
}

impl Case<'_, Endpoint> {
    /// What it costs: by the month in all its zones, and for each GB.
    #[must_use]
    pub fn cost(&self) -> Option<Cost> {
        let zones = self.network.paid_zones(self.it).ok();
        self.cost_of_zones(zones)
    }

    /// What so many of its zones cost.
    pub(super) fn cost_of_zones(&self, zones: Option<u64>) -> Option<Cost> {
        let (hour, gb) = self.network.prices_of(self.it)?;
        let month = zones.map(|zones| hour.a_month().times(zones));
        Cost::of(&self.it.resource.address, month, gb)
    }
}

impl<'n> Case<'n, Vpc> {
    /// What traffic through a NAT gateway in it costs.
    #[must_use]
    pub fn cost_of_nat(&self, nat: &Case<'n, NatGateway>) -> Option<Cost> {
        let prices = Prices::of(self.network.region_of_vpc(self.it)?)?;
        Cost::of(&nat.it.resource.address, None, prices.nat_gb)
    }
}
