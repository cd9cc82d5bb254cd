//! How an endpoint is spread over Availability Zones.

use std::{collections::BTreeSet, fmt, mem::discriminant};

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, Pass, Subnet, Zone, answer::fine_if,
    endpoint::same_service,
};
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

/// Of so many subnets of a VPC one is named for an example.
const MOST_NAMED: usize = 100;

impl<'n> Case<'n, Endpoint> {
    /// The one zone it is in.
    ///
    /// Subnets of one endpoint lie in pairwise different zones, or the apply fails: two of which nothing else is known are not one
    /// zone.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it is in several, or in none, or where one is all there is, and when it has several subnets in it, which AWS
    /// refuses; undecided when its subnets are not all known.
    pub fn one_zone(&self) -> Result<Spread<'n>, Pass> {
        let spread = self.spread()?.ok_or(Pass::Fine)?;
        fine_if(spread.subnets.len() > 1)?;
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
        let open = match self.subnets() {
            Ok(subnets) => return self.spread_of(&subnets),
            Err(open) => open,
        };
        // However many more there are, two in different zones are in several.
        let told = self.told_subnets();
        if told.len() > 1 && matches!(self.spread_of(&told), Ok(None)) {
            return Ok(None);
        }
        Err(open)
    }
}

impl<'n, T> Case<'n, T> {
    /// The one zone in which all of some subnets lie, if it is one.
    ///
    /// # Errors
    ///
    /// When one of several is not known.
    pub(super) fn spread_of(
        &self,
        subnets: &[&'n Fact<Identity>],
    ) -> Result<Option<Spread<'n>>, Pass> {
        // One subnet lies in one zone, whichever it is; of several it must be known.
        let named: Vec<&Identity> = match subnets {
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
}

impl<'n> Case<'n, Endpoint> {
    /// In how many zones its VPC has subnets: the zones that differ for certain; `None` when the VPC is not made here or a zone is left
    /// to AWS.
    fn zones_of_vpc(&self) -> Option<usize> {
        let vpc = self.vpc().ok()??;
        self.network.zones_of(&vpc.it.identity)
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
    #[must_use]
    pub fn has_sibling_elsewhere(&self, spread: &Spread<'n>) -> bool {
        self.sibling_elsewhere(spread).is_some()
    }

    fn sibling_elsewhere(&self, spread: &Spread<'n>) -> Option<Self> {
        let own = self.it.service.settled().and_then(Option::as_ref)?;
        let mut others = self.siblings(own);
        others.find(|other| {
            let apart = |theirs: Option<Spread<'n>>| match theirs {
                Some(theirs) => {
                    theirs.zone.is_some() && spread.zone.is_some() && theirs.zone != spread.zone
                }
                None => true,
            };
            is_sibling_of(self, other, own) && other.spread().is_ok_and(apart)
        })
    }

    /// Another interface endpoint of its service in its VPC, as far as that is settled: private DNS may be on for one of them.
    pub(super) fn sibling(&self) -> Option<Self> {
        let own = self.it.service.settled().and_then(Option::as_ref)?;
        self.siblings(own)
            .find(|other| is_sibling_of(self, other, own))
    }

    /// What to change where it is in one zone, with names that can be written where it is.
    #[must_use]
    pub fn advice_on_zones(&self, spread: &Spread<'n>) -> String {
        if let Some(sibling) = self.sibling_elsewhere(spread) {
            return format!(
                "make one endpoint of this and {sibling}, with a subnet of each Availability Zone"
            );
        }
        let add = "add a subnet of another Availability Zone";
        let to = if self.it.subnets.place.written {
            "to subnet_ids"
        } else {
            "by another aws_vpc_endpoint_subnet_association"
        };
        if let (Some(1), Ok(Some(vpc))) = (self.zones_of_vpc(), self.vpc()) {
            let then = if self.it.subnets.place.written {
                "then"
            } else {
                "attach it"
            };
            return format!("{add} to VPC {vpc}, whose subnets all lie in one, and {then} {to}");
        }
        let module = &self.it.resource.written_in;
        let elsewhere = self.subnets_elsewhere(spread);
        let reference = |it: &Case<'n, Subnet>| {
            let network = self.network;
            network.reference(&it.it.resource, &it.it.identity, module)
        };
        let in_zone = |it: &Case<'n, Subnet>| {
            let zone = zone_of(it)?.known()?;
            Some(format!("one in {zone}"))
        };
        let mut named = elsewhere.iter().filter_map(reference);
        match named.next().or_else(|| elsewhere.first().and_then(in_zone)) {
            Some(subnet) => format!("{add} {to}, such as {subnet}"),
            None => format!("{add} {to}"),
        }
    }

    /// The subnets of its VPC in another zone than its own, those most like its own by name first.
    pub(super) fn subnets_elsewhere(&self, spread: &Spread<'n>) -> Vec<Case<'n, Subnet>> {
        let Some(own) = spread.subnets.first() else {
            return Vec::new();
        };
        let elsewhere = |subnet: &Case<'n, Subnet>| {
            let is_usual = subnet.it.edge.settled() == Some(&false) || subnet.it.in_used_zone;
            is_usual && lie_apart(own.it, subnet.it)
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
        let own_vpc = self.it.vpc.settled().map(|vpc| self.subnets_of(vpc));
        let own_vpc = own_vpc.into_iter().flatten().take(MOST_NAMED);
        let mut found: Vec<_> = own_vpc.filter(elsewhere).collect();
        found.sort_by_key(|subnet| std::cmp::Reverse(shared(subnet)));
        found
    }
}

/// Its zone, if it is known; what AWS picks is not.
fn zone_of<'n>(subnet: &Case<'n, Subnet>) -> Option<&'n Zone> {
    subnet.read(&subnet.it.zone).ok()?.as_ref()
}

/// Whether two subnets lie in two zones for certain, whatever these hang on.
fn lie_apart(one: &Subnet, other: &Subnet) -> bool {
    let every = |subnet: &Subnet, test: &dyn Fn(&Zone) -> bool| {
        let mut answers = subnet.zone.answers.iter();
        answers.all(|it| matches!(it, Ok(Some(zone)) if test(zone)))
    };
    every(one, &|zone| every(other, &|other| are_apart(zone, other)))
}

/// Whether two zones are two for certain: by their names or by their ids, or what the names have in common but for their ends.
fn are_apart(one: &Zone, other: &Zone) -> bool {
    match (one.known(), other.known()) {
        _ if discriminant(one) != discriminant(other) => false,
        (Some(one), Some(other)) => one != other,
        (None, None) => {
            let stem = |zone: &'_ Zone| zone.list().or_else(|| zone.region()).map(str::to_owned);
            one != other && stem(one).is_some() && stem(one) == stem(other)
        }
        _ => false,
    }
}

/// Whether both are of one service in one VPC, as far as that is settled, and the other is no gateway.
fn is_sibling_of<'n>(
    one: &Case<'n, Endpoint>,
    other: &Case<'n, Endpoint>,
    service: &ServiceName,
) -> bool {
    let theirs = other.it.service.settled().and_then(Option::as_ref);
    let vpc = other.it.vpc.settled();
    let is_gateway = other.it.kind.settled() == Some(&EndpointType::Gateway);
    !is_gateway
        && !std::ptr::eq(one.it, other.it)
        && vpc.is_some()
        && vpc == one.it.vpc.settled()
        && theirs.is_some_and(|theirs| same_service(service, theirs))
}
