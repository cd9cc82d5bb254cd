//! Private hosted zones, and the endpoints whose names they take.

use std::{collections::HashMap, sync::Arc};

use super::{
    Case, Endpoint, Fact, Identity, Pass, Resource, Set, Things,
    answer::{Located, all_of},
    case::Made,
};
use crate::{
    network::Place,
    provider::service::ServiceName,
    value::{Fragment, Kind, Truth, Value},
};

/// A hosted zone. One without VPCs is public.
#[derive(Debug)]
pub struct PrivateZone {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its name; none of a zone that is made elsewhere and tied to a VPC here.
    pub name: Option<Fact<Value>>,
    /// The VPCs in which it is looked at.
    pub vpcs: Set<Identity>,
}

impl Made for PrivateZone {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// Where private DNS of an endpoint meets a zone of the same name.
#[derive(Debug)]
pub struct TakenName<'n> {
    /// The setting of the endpoint.
    private_dns: &'n Fact<bool>,
    /// The zone.
    pub zone: Case<'n, PrivateZone>,
    /// What both are called, where that is known.
    pub name: String,
}

impl Located for TakenName<'_> {
    fn places(&self) -> Vec<Place> {
        self.private_dns.places()
    }
}

/// Zones by their names, and those of which the name is not known to the last letter.
#[derive(Debug, Default)]
pub(super) struct ByName {
    known: HashMap<String, Vec<usize>>,
    open: Vec<usize>,
}

impl ByName {
    fn of(zones: &Things<PrivateZone>) -> Self {
        let mut by_name = Self::default();
        for (at, zone) in zones.iter().enumerate() {
            let name = zone.name.as_ref().and_then(Fact::settled);
            match name.and_then(Value::as_str) {
                Some(name) => by_name.known.entry(plain(name)).or_default().push(at),
                None => by_name.open.push(at),
            }
        }
        by_name
    }

    /// Those that may have one of these names.
    fn named(&self, names: &[Value]) -> Vec<usize> {
        let exact = names.iter().filter_map(|name| {
            let name = name.as_str()?;
            self.known.get(&plain(name))
        });
        let mut found: Vec<usize> = exact.flatten().chain(&self.open).copied().collect();
        if names.iter().any(|name| name.as_str().is_none()) {
            found.extend(self.known.values().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl<'n> Case<'n, Endpoint> {
    /// A hosted zone of its VPC that has the name which its private DNS would take.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it leads to no service of AWS, [`Pass::Fine`] when there is no such zone, undecided when there may be.
    pub fn taken_name(&self) -> Result<TakenName<'n>, Pass> {
        let (service, _) = self.aws_service()?;
        let names = zone_names(service);
        let zones = &self.network.private_zones;
        let index = self
            .network
            .found
            .private_zones
            .get_or_init(|| ByName::of(zones));
        let candidates = self.each_of(zones.at(index.named(&names)));
        let taken = self.first(candidates, |zone| self.is_taken_by(zone, &names))?;
        let taken = taken.ok_or(Pass::Fine)?;
        self.likely_if(!service.has_known_region());
        let at = taken.zone.it.resource.at;
        self.cite(at, format!("{} is a zone of that name", taken.zone));
        Ok(taken)
    }

    fn is_taken_by(
        &self,
        zone: Case<'n, PrivateZone>,
        names: &[Value],
    ) -> Result<Option<TakenName<'n>>, Pass> {
        let own = self.read(&self.it.vpc)?;
        let in_vpc = || {
            let is_told = self.network.is_told(own) && !own.is_vague();
            let names = if is_told {
                std::slice::from_ref(own)
            } else {
                &[]
            };
            let may_be = |vpc| {
                let one = self.network.is_one_vpc(own, vpc);
                match one {
                    Truth::Unknown => Err(self.undecided(format!("{zone} may be of its VPC"))),
                    one => Ok(one == Truth::Yes && !own.is_vague()),
                }
            };
            if is_told {
                self.holds(&zone.it.vpcs, names, may_be)
            } else {
                self.any_of(&zone.it.vpcs, may_be)
            }
        };
        let has_name = || {
            let name = zone.it.name.as_ref().map(|name| self.read(name));
            let name = name.transpose()?;
            let truths = names.iter().map(|own| match name {
                Some(name) => is_one_name(name, own),
                None => Truth::Unknown,
            });
            match truths.max_by_key(|truth| match truth {
                Truth::Yes => 2,
                Truth::Unknown => 1,
                Truth::No => 0,
            }) {
                Some(Truth::Yes) => Ok(true),
                Some(Truth::Unknown) => {
                    Err(self.undecided(format!("{zone} may have the name of its service")))
                }
                _ => Ok(false),
            }
        };
        if !all_of(&[&has_name, &in_vpc])? || !self.exists(&zone.it.resource, &self.it.resource) {
            return Ok(None);
        }
        let name = zone.it.name.as_ref().filter(|name| !name.place.sensitive);
        let name = name.and_then(Fact::settled).and_then(Value::as_str);
        Ok(Some(TakenName {
            private_dns: &self.it.private_dns,
            zone,
            name: name.map_or_else(String::new, |name| format!(" {}", plain(name))),
        }))
    }
}

/// The zones that AWS would make for private DNS of a service.
fn zone_names(service: &ServiceName) -> Vec<Value> {
    let names = service.private_dns_names().into_iter();
    let mut zones: Vec<Value> = Vec::new();
    for name in names.map(without_star) {
        if !zones.iter().any(|it| is_one_name(it, &name) == Truth::Yes) {
            zones.push(name);
        }
    }
    zones
}

/// The zone that holds the name of everything below it.
fn without_star(name: Value) -> Value {
    match &name.kind {
        Kind::String(text) => match text.strip_prefix("*.") {
            Some(rest) => Value::string(rest),
            None => name,
        },
        Kind::PartialString(fragments) => {
            let bare = |(at, fragment): (usize, &Fragment)| match fragment {
                Fragment::Known(text) if at == 0 => {
                    Fragment::Known(text.strip_prefix("*.").unwrap_or(text).into())
                }
                other => other.clone(),
            };
            Value::from_fragments(fragments.iter().enumerate().map(bare))
        }
        _ => name,
    }
}

/// As names are compared: small letters, no dot at the end.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// Whether two names are one, as far as both are known.
fn is_one_name(one: &Value, other: &Value) -> Truth {
    if let (Some(one), Some(other)) = (one.as_str(), other.as_str()) {
        return Truth::from(plain(one) == plain(other));
    }
    let same = Identity::of(one).filter(|it| !it.is_vague());
    if same.is_some() && same == Identity::of(other) {
        return Truth::Yes;
    }
    let ((start, end), (other_start, other_end)) = (ends(one), ends(other));
    let starts = start.starts_with(&other_start) || other_start.starts_with(&start);
    let finishes = end.ends_with(&other_end) || other_end.ends_with(&end);
    if starts && finishes {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// What is known of the start and of the end of a name.
fn ends(name: &Value) -> (String, String) {
    let known = |fragment: Option<&Fragment>| match fragment {
        Some(Fragment::Known(text)) => plain(text),
        _ => String::new(),
    };
    match &name.kind {
        Kind::String(text) => (plain(text), plain(text)),
        Kind::PartialString(fragments) => (known(fragments.first()), known(fragments.last())),
        _ => (String::new(), String::new()),
    }
}
