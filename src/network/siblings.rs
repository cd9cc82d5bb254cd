//! Endpoints of one service in one VPC, as far as both are settled: of many that lie in one zone two stand for all.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{Case, Endpoint, Fact, Identity, Network, Subnet, Zone, filing::is_replaceable};
use crate::{provider::service::ServiceName, value::Origins};

/// The endpoints that are looked at for a sibling in another zone, by service and VPC.
#[derive(Debug, Default)]
pub(super) struct Siblings(HashMap<(String, Identity), Vec<usize>>);

/// What endpoints of one service have in common.
pub(super) fn key(service: &ServiceName) -> &str {
    match service {
        ServiceName::Aws { suffix, .. } | ServiceName::Other(suffix) => suffix,
        ServiceName::Customer { .. } => "",
    }
}

/// Where an endpoint lies for certain: in that zone, if it is known which, or in none that is one.
type Lies<'n> = Option<Option<&'n Zone>>;

impl Siblings {
    /// The siblings of a network.
    pub(super) fn of(network: &Network, origins: &Origins) -> Self {
        let mut siblings: HashMap<_, Vec<usize>> = HashMap::new();
        let mut alike: HashMap<_, usize> = HashMap::new();
        for (place, it) in network.endpoints.iter().enumerate() {
            let (Some(Some(service)), Some(vpc)) = (it.service.settled(), it.vpc.settled()) else {
                continue;
            };
            if let Some(lies) = lies(network, it, origins) {
                // Two, as the one that asks may be the first.
                let seen = alike.entry((key(service), vpc, lies)).or_default();
                *seen += 1;
                if *seen > 2 {
                    continue;
                }
            }
            let group = siblings.entry((key(service).to_owned(), vpc.clone()));
            group.or_default().push(place);
        }
        Self(siblings)
    }
}

/// Where an endpoint lies, if that is as it is written, whatever defaults are replaced.
fn lies<'n>(network: &'n Network, endpoint: &Endpoint, origins: &Origins) -> Option<Lies<'n>> {
    let set = &endpoint.subnets;
    let is_closed = set.otherwise.is_empty() && set.members.open.is_none();
    let is_plain = |it: &Fact<Identity>| {
        Arc::ptr_eq(&it.place.resource, &endpoint.resource) && !is_replaceable(it, origins)
    };
    if !set.place.written || !is_closed || !set.members.items.iter().all(is_plain) {
        return None;
    }
    let named = set.members.items.iter().map(Fact::settled);
    let named: BTreeSet<&Identity> = named.collect::<Option<_>>()?;
    let subnets = named.into_iter().map(|it| network.subnet(it));
    let subnets: Vec<&Subnet> = subnets.collect::<Option<_>>()?;
    let zones = subnets.iter().map(|it| {
        let is_plain = !is_replaceable(&it.zone, origins) && !is_replaceable(&it.edge, origins);
        let zone = it.zone.settled().filter(|_| is_plain)?;
        Some((zone.as_ref(), *it.edge.settled()?))
    });
    let zones: Vec<(Option<&Zone>, bool)> = zones.collect::<Option<_>>()?;
    let (zone, _) = *zones.first()?;
    let one = zones.iter().all(|it| it.0 == zone) && (zone.is_some() || zones.len() == 1);
    let is_edge = zones.iter().any(|it| it.1);
    Some((one && !is_edge).then_some(zone))
}

impl<'n> Case<'n, Endpoint> {
    /// Endpoints of a service in its own VPC, as far as both are settled.
    pub(super) fn siblings(
        &self,
        service: &ServiceName,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n> {
        let vpc = self.it.vpc.settled();
        let siblings = &self.network.filings.siblings.0;
        let group = vpc.and_then(|vpc| siblings.get(&(key(service).to_owned(), vpc.clone())));
        let places = group.into_iter().flatten().copied();
        self.each_of(self.network.endpoints.at(places))
    }
}
