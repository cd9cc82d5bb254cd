//! How an endpoint is spread over Availability Zones.

use std::{collections::BTreeSet, fmt};

use super::{Case, Endpoint, Identity, Pass, Subnet, Zone, endpoint::same_service};
use crate::provider::service::ServiceName;

/// The subnets of an endpoint that all lie in one zone.
#[derive(Debug)]
pub struct Spread<'n> {
    /// Those of its subnets that are made here.
    pub subnets: Vec<Case<'n, Subnet>>,
    /// The zone, if it is known which.
    pub zone: Option<&'n Zone>,
}

/// As a message adds it: ` (us-east-1a)`, or nothing.
impl fmt::Display for Spread<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.zone.and_then(Zone::known) {
            Some(zone) => write!(f, " ({zone})"),
            None => Ok(()),
        }
    }
}

impl<'n> Case<'n, Endpoint> {
    /// The one zone it is in.
    ///
    /// Subnets of one endpoint lie in pairwise different zones, or the apply fails: two of which nothing else is known are not one
    /// zone.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it is in several, or in none, or where one is all there is; undecided when its subnets are not all known.
    pub fn one_zone(&self) -> Result<Spread<'n>, Pass> {
        let spread = self.spread()?.ok_or(Pass::Fine)?;
        for subnet in &spread.subnets {
            let at = subnet.it.resource.at;
            self.cite(at, format!("{subnet} is one of its subnets"));
        }
        if self.zones_of_vpc().is_none() {
            self.rest_on_absence();
        }
        Ok(spread)
    }

    fn spread(&self) -> Result<Option<Spread<'n>>, Pass> {
        let subnets = self.subnets()?;
        // One subnet lies in one zone, whichever it is; of several it must be known.
        let named: Vec<&Identity> = match subnets.as_slice() {
            [only] => self.read(only).into_iter().collect(),
            several => (several.iter())
                .map(|subnet| self.read(subnet))
                .collect::<Result<_, _>>()?,
        };
        let has_one = subnets.len() == 1;
        let identities: BTreeSet<_> = named.iter().collect();
        let made_here = identities
            .iter()
            .filter_map(|identity| self.network.subnet(identity));
        let subnets: Vec<Case<'n, Subnet>> = made_here.map(|it| self.about(it)).collect();
        let zones: Vec<Option<&Zone>> = subnets.iter().map(zone_of).collect();
        let zone = zones.first().copied().flatten();
        let one = match identities.len() {
            0 => has_one,
            1 => true,
            different => {
                subnets.len() == different && zone.is_some() && zones.iter().all(|it| *it == zone)
            }
        };
        if !one {
            return Ok(None);
        }
        match self.any(&subnets, |subnet| subnet.is(&subnet.it.edge, &true)) {
            Ok(true) => return Ok(None),
            Ok(false) => {}
            // Of a zone that is not known it is assumed that it is one of the many.
            Err(_) => self.rest_on_absence(),
        }
        Ok(Some(Spread { subnets, zone }))
    }

    /// In how many zones its VPC has subnets: the zones that differ for certain; `None` when the VPC is not made here or a zone is left
    /// to AWS.
    fn zones_of_vpc(&self) -> Option<usize> {
        // Only a hint hangs on it: what is not settled counts as not known.
        let zone = |subnet: Case<'n, Subnet>| subnet.it.zone.settled()?.as_ref();
        let zones: Vec<Option<&Zone>> = self.vpc().ok()??.subnets().map(zone).collect();
        let known: BTreeSet<&Zone> = zones.iter().copied().flatten().collect();
        if known.len() < 2 && zones.contains(&None) {
            None
        } else {
            Some(known.len())
        }
    }

    /// Whether its whole VPC lies in one zone: there is no other to add.
    #[must_use]
    pub fn is_in_vpc_of_one_zone(&self) -> bool {
        matches!(self.zones_of_vpc(), Some(0 | 1))
    }

    /// Whether its service may be offered in one zone only: one of another account, or one that is not known.
    #[must_use]
    pub fn may_be_of_others(&self) -> bool {
        match self.it.service.settled() {
            None | Some(Some(ServiceName::Customer { .. })) => !self.it.service_is_made_here,
            _ => false,
        }
    }

    /// Whether another endpoint of its service in its VPC lies in another zone: one endpoint for each zone.
    pub fn has_sibling_elsewhere(&self, spread: &Spread<'n>) -> bool {
        let own = self.it.service.settled().and_then(Option::as_ref);
        let Some(own) = own else { return false };
        let mut others = self.each_of(&self.network.endpoints);
        others.any(|other| {
            let apart = |theirs: Option<Spread<'n>>| match theirs {
                Some(theirs) => {
                    theirs.zone.is_some() && spread.zone.is_some() && theirs.zone != spread.zone
                }
                None => true,
            };
            is_sibling_of(self, &other, own) && other.spread().is_ok_and(apart)
        })
    }

    /// What to change where it is in one zone.
    #[must_use]
    pub fn advice_on_zones(&self, spread: &Spread<'n>) -> String {
        let add = "add a subnet of another Availability Zone";
        match self.subnet_elsewhere(spread) {
            Some(subnet) => format!("{add}, such as {subnet}"),
            None if self.it.subnets.place.written => format!("{add} to subnet_ids"),
            None => format!("{add} by another aws_vpc_endpoint_subnet_association"),
        }
    }

    /// A subnet of its VPC in another zone than its own, the one most like its own by name.
    fn subnet_elsewhere(&self, spread: &Spread<'n>) -> Option<Case<'n, Subnet>> {
        let (zone, own) = (spread.zone?, spread.subnets.first()?);
        let elsewhere = |subnet: &Case<'n, Subnet>| {
            subnet.it.edge.settled() == Some(&false)
                && zone_of(subnet).is_some_and(|other| other != zone)
        };
        let shared = |subnet: &Case<'n, Subnet>| {
            let pairs = own
                .it
                .resource
                .address
                .bytes()
                .zip(subnet.it.resource.address.bytes());
            pairs.take_while(|(a, b)| a == b).count()
        };
        // Of equally like ones the first declared.
        let vpc = self.it.vpc.settled()?;
        let subnets = self.each_of(&self.network.subnets);
        let own_vpc = subnets.filter(|it| it.it.vpc.settled() == Some(vpc));
        let mut found: Vec<_> = own_vpc.filter(elsewhere).collect();
        found.reverse();
        found.into_iter().max_by_key(shared)
    }
}

/// Its zone, if it is known; what AWS picks is not.
fn zone_of<'n>(subnet: &Case<'n, Subnet>) -> Option<&'n Zone> {
    subnet.read(&subnet.it.zone).ok()?.as_ref()
}

fn is_sibling_of<'n>(
    one: &Case<'n, Endpoint>,
    other: &Case<'n, Endpoint>,
    service: &ServiceName,
) -> bool {
    let theirs = other.it.service.settled().and_then(Option::as_ref);
    let vpc = other.it.vpc.settled();
    !std::ptr::eq(one.it, other.it)
        && vpc.is_some()
        && vpc == one.it.vpc.settled()
        && theirs.is_some_and(|theirs| same_service(service, theirs))
}
