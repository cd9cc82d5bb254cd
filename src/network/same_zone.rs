//! Subnets of one endpoint that lie in one zone.

use std::collections::BTreeMap;

use super::{Case, Endpoint, Fact, Identity, Pass, Subnet, Zone, list::listed};
use crate::value::Symbol;

/// Several subnets of an endpoint in one zone.
#[derive(Debug)]
pub struct SameZone<'n> {
    /// The zone.
    pub zone: &'n Zone,
    /// The subnets: two at least.
    pub subnets: Vec<Case<'n, Subnet>>,
}

impl SameZone<'_> {
    /// The zone as a message names it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.zone.known().unwrap_or("one Availability Zone")
    }

    /// The subnets as a message names them: `aws_subnet.a and aws_subnet.b`.
    #[must_use]
    pub fn list(&self) -> String {
        let names: Vec<String> = self.subnets.iter().map(ToString::to_string).collect();
        listed(&names)
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Those of its subnets that lie in one zone.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when each is in another; undecided when there are none as far as can be seen, and a zone is not known.
    pub fn same_zone(&self) -> Result<SameZone<'n>, Pass> {
        let (mut zones, mut undecided) = (BTreeMap::new(), None);
        let listed = self.listed(&self.it.subnets)?;
        let are_apart = self.lie_apart(&listed);
        let is_told = |item: &&&Fact<Identity>| !are_apart || !is_of_many(item);
        let members: Vec<_> = listed.iter().filter(is_told).collect();
        for item in &members {
            let placed = self.read(item).and_then(|identity| {
                let made = self
                    .network
                    .subnet(identity)
                    .filter(|_| !identity.is_vague());
                let elsewhere =
                    || self.undecided(format!("subnet {} is not made here", identity.name()));
                let subnet = self.about(made.ok_or_else(elsewhere)?);
                Ok((subnet, self.zone_of(&subnet)?))
            });
            match placed {
                Ok((subnet, zone)) => {
                    let of_zone: &mut Vec<Case<'n, Subnet>> = zones.entry(zone).or_default();
                    // Named twice it is one subnet.
                    if !of_zone.iter().any(|it| std::ptr::eq(it.it, subnet.it)) {
                        of_zone.push(subnet);
                    }
                }
                Err(pass) => undecided = undecided.or(Some(pass)),
            }
        }
        let vague = untold(zones.keys().copied());
        let mut several = zones.into_iter().filter(|(_, subnets)| subnets.len() > 1);
        if let Some((zone, subnets)) = several.next() {
            for subnet in &subnets {
                let at = subnet.it.zone.place.span;
                self.cite(at, format!("{subnet} is in {}", named(zone)));
            }
            return Ok(SameZone { zone, subnets });
        }
        if !are_apart {
            self.closed(&self.it.subnets)?;
        }
        let vague = vague.map(|zone| {
            let zone = zone.identity().name();
            self.undecided(format!("zone {zone} cannot be told from others"))
        });
        match undecided.or(vague) {
            Some(pass) if members.len() > 1 => Err(pass),
            _ => Err(Pass::Fine),
        }
    }

    /// Whether all of some subnets are of one block, and those that cannot be told apart lie in a zone each: `for_each` over the names of
    /// zones, or `count` of them.
    fn lie_apart(&self, subnets: &[&'n Fact<Identity>]) -> bool {
        let mut many = subnets.iter().filter(|it| is_of_many(it));
        let (Some(many), None) = (many.next(), many.next()) else {
            return false;
        };
        let each = many.settled().and_then(|it| self.network.subnet(it));
        let Some(each) = each else { return false };
        let address = &each.resource.address;
        let zone = each.zone.settled().and_then(Option::as_ref);
        let keys = each.resource.keys.as_ref().map(Symbol::as_str);
        let is_own = keys.zip(zone).is_some_and(|(keys, zone)| {
            let zone = zone.identity().name();
            zone == keys || is_element_of_zones(zone, keys)
        });
        is_own
            && subnets.iter().all(|it| {
                let owner = it.settled().and_then(|it| it.owner(&["id"]));
                owner.is_some_and(|it| it.plain() == address.plain())
            })
    }

    fn zone_of(&self, subnet: &Case<'n, Subnet>) -> Result<&'n Zone, Pass> {
        let unknown = |subnet| self.undecided(format!("the zone of {subnet} is not known"));
        let zone = subnet.read(&subnet.it.zone)?.as_ref();
        // Of one of a collection it is not known which.
        let zone = zone.filter(|zone| !zone.identity().name().contains('*'));
        zone.ok_or_else(|| unknown(subnet))
    }
}

/// Whether what names a subnet stands for all that cannot be told apart.
fn is_of_many(subnet: &Fact<Identity>) -> bool {
    subnet.settled().is_some_and(Identity::is_vague)
}

/// Whether a zone is that which a data source lists at the place of an instance: `data.aws_availability_zones.a.names[count.index]`.
fn is_element_of_zones(zone: &str, keys: &str) -> bool {
    let list = zone.strip_suffix(']').and_then(|it| it.strip_suffix(keys));
    list.is_some_and(|list| {
        list.contains("data.aws_availability_zones.") && list.ends_with(".names[")
    })
}

/// A zone that may be the same as another that is called otherwise. What AWS lists, it lists once, and letters of one Region are
/// different zones: `${var.region}a`.
fn untold<'n>(zones: impl Iterator<Item = &'n Zone>) -> Option<&'n Zone> {
    let mut stem = None;
    let mut zones = zones.filter(|zone| zone.known().is_none());
    zones.find(|zone| {
        let name = zone.identity().name();
        if name.contains("data.aws_availability_zones.") && !zone.identity().is_vague() {
            return false;
        }
        match name.rsplit_once('}') {
            Some((own, letter)) if letter.len() == 1 && !name.contains('(') => {
                *stem.get_or_insert(own) != own
            }
            _ => true,
        }
    })
}

fn named(zone: &Zone) -> &str {
    zone.known().unwrap_or("the same zone")
}
