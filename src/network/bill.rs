//! What the endpoints of a configuration are paid for by, one by one.

use super::{Endpoint, EndpointType, Identity, Network};
use crate::{
    eval::Exists,
    money::Money,
    provider::{price::Prices, service::ServiceName},
};

/// One endpoint with what it costs, as far as that is known.
#[derive(Debug)]
pub struct Item {
    /// Its address.
    pub address: String,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Its VPC as reports name it; none when that is not known.
    pub vpc: Option<String>,
    /// Its service, `ecr.api`; none when that is not known, or not one of AWS's.
    pub service: Option<String>,
    /// Its type, if that is known.
    pub kind: Option<EndpointType>,
    /// Its Region, if that is known.
    pub region: Option<String>,
    /// In how many zones it is paid for, or why that is not known; nothing for types that are not paid for by the zone.
    pub zones: Option<Result<u64, String>>,
    /// What an hour in one zone costs.
    pub hour: Option<Money>,
    /// What a GB through it costs.
    pub gb: Option<Money>,
    /// What a GB through a NAT gateway costs there.
    pub nat_gb: Option<Money>,
}

impl Item {
    /// What it costs in a month, whatever goes through it.
    #[must_use]
    pub fn month(&self) -> Option<Money> {
        if self.kind == Some(EndpointType::Gateway) {
            return None;
        }
        let zones = self.zones.as_ref()?.as_ref().ok()?;
        Some(self.hour?.a_month().times(*zones))
    }

    /// From how many GB a month on it costs no more than a NAT gateway that is there anyway; none where that is not known, or it never
    /// does.
    #[must_use]
    pub fn break_even(&self) -> Option<u64> {
        let (month, gb, nat) = (self.month()?, self.gb?, self.nat_gb?);
        let saved = nat.micros.checked_sub(gb.micros).filter(|it| *it > 0)?;
        let is_one = month.currency == nat.currency && gb.currency == nat.currency;
        let has_nat = self.kind == Some(EndpointType::Interface);
        (is_one && has_nat).then(|| month.micros.div_ceil(saved))
    }
}

impl Network {
    /// All endpoints with what they cost, by VPC and service.
    #[must_use]
    pub fn bill(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.endpoints.iter().map(|it| self.item(it)).collect();
        items.sort_by(|one, other| {
            let key = |it: &Item| (it.vpc.is_none(), it.vpc.clone(), it.service.clone());
            key(one)
                .cmp(&key(other))
                .then_with(|| one.address.cmp(&other.address))
        });
        items
    }

    fn item(&self, endpoint: &Endpoint) -> Item {
        let kind = endpoint.kind.settled().copied();
        let region = self.region_of(endpoint);
        let prices = region.and_then(Prices::of);
        let of_prices = |of: fn(&Prices) -> Option<Money>| prices.and_then(of);
        let (hour, gb) = match kind {
            Some(EndpointType::Interface) => (
                of_prices(|it| it.interface_hour),
                of_prices(|it| it.interface_gb),
            ),
            Some(EndpointType::GatewayLoadBalancer) => (
                of_prices(|it| it.balancer_hour),
                of_prices(|it| it.balancer_gb),
            ),
            _ => (None, None),
        };
        let by_zone = !matches!(
            kind,
            Some(EndpointType::Gateway | EndpointType::ServiceNetwork)
        );
        let service = match endpoint.service.settled() {
            Some(Some(ServiceName::Aws { .. })) => endpoint.service_suffix(),
            Some(Some(_)) => Some("of another account, or another name"),
            _ => None,
        };
        let vpc = endpoint.vpc.settled().map(Identity::name);
        Item {
            address: endpoint.resource.address.to_string(),
            exists: endpoint.resource.exists,
            vpc: vpc.map(str::to_owned),
            service: service.map(str::to_owned),
            kind,
            region: region.map(str::to_owned),
            zones: by_zone.then(|| self.paid_zones(endpoint)),
            hour,
            gb,
            nat_gb: of_prices(|it| it.nat_gb),
        }
    }
}
