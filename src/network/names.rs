//! Names that lead to endpoints without private DNS: hosted zones, records, uses of an endpoint's own names.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, Pass, Resource, Things, answer::all_of,
    case::Made, endpoint::same_service, filing::merged,
};
use crate::{
    address::Address,
    provider::service::ServiceName,
    value::{Fragment, Kind, Truth, Value},
};

/// What the configuration does about names.
#[derive(Debug, Default)]
pub struct Names {
    /// Hosted zones and records.
    pub(super) zones: Things<NamedZone>,
    /// The first of them that has its name by a default that may be replaced.
    pub(super) by_default: Vec<usize>,
    /// Whether zones out of sight are tied to VPCs: associations and Route 53 Profiles.
    pub(super) shared_zones: bool,
    /// Uses of the own names of endpoints.
    pub(super) entries_used: Uses,
}

/// Which endpoints' `dns_entry` is used.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// By their addresses, without keys for all instances; `None` stands for any endpoint.
    of: BTreeMap<Option<String>, Use>,
    /// What says which instance is meant, where it may be another one of its endpoint, by the addresses of all.
    pub(super) by_default: BTreeMap<String, Vec<Fact<()>>>,
}

impl Uses {
    /// Adds a use; of several the one that says more counts.
    pub(super) fn add(&mut self, of: Option<String>, what: Use) {
        let known = self.of.entry(of).or_insert(what);
        *known = (*known).max(what);
    }

    /// The most that is done with the names of an endpoint.
    fn of(&self, endpoint: &Address) -> Option<Use> {
        let called = [None, Some(endpoint.plain()), Some(endpoint.to_string())];
        let uses = called.iter().filter_map(|it| self.of.get(it));
        uses.max().copied()
    }
}

/// Who is told an endpoint's own name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Use {
    /// Whoever looks at the outputs of the root, if anybody does.
    Shown,
    /// Something in the configuration.
    Read,
}

/// A hosted zone or record.
#[derive(Debug)]
pub(super) struct NamedZone {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its name, which may be known in part.
    pub name: Fact<Value>,
}

/// An endpoint that a data source looks up.
#[derive(Debug)]
pub struct LookedUp {
    /// The service it is for; none when the data source does not say.
    pub service: Fact<Option<ServiceName>>,
    /// The VPC it is looked for in.
    pub vpc: Fact<Option<Identity>>,
}

impl Made for NamedZone {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Whether something else than private DNS leads clients to it: another endpoint of the service in the same VPC, a hosted zone or
    /// record of the service's name, a use of its own names.
    ///
    /// # Errors
    ///
    /// When something may.
    pub fn has_other_names(&self, service: &'n ServiceName) -> Result<bool, Pass> {
        let own = &self.it.resource.address;
        let entries = &self.network.names.entries_used;
        let used = entries.of(own);
        if used == Some(Use::Read) {
            return Ok(true);
        }
        self.possible_if(used == Some(Use::Shown));
        for meant in entries.by_default.get(&own.plain()).into_iter().flatten() {
            self.read(meant)?;
        }
        let by_zone = self.any(self.zones_named_after(service), |zone| match names_service(
            self.read(&zone.it.name)?,
            service,
        ) {
            Truth::Yes => Ok(self.exists(&zone.it.resource, &self.it.resource)),
            Truth::No => Ok(false),
            Truth::Unknown => Err(self.undecided(format!("{zone} may be named after its service"))),
        });
        if matches!(by_zone, Ok(true)) || self.is_named_by_another(service)? || by_zone? {
            return Ok(true);
        }
        if self.network.names.shared_zones {
            let reason = "a hosted zone that is shared here may be named after its service";
            return Err(self.undecided(reason));
        }
        Ok(false)
    }

    /// Whether another endpoint of its service in its VPC has private DNS: only one may.
    fn is_named_by_another(&self, service: &ServiceName) -> Result<bool, Pass> {
        let others = self.rivals_for(service, self.it.vpc.settled());
        self.any(
            others.filter(|other| !std::ptr::eq(other.it, self.it)),
            |other| {
                let same = || {
                    let named = other.read(&other.it.service)?.as_ref();
                    Ok(named.is_some_and(|named| same_service(named, service)))
                };
                let holds = all_of(&[
                    &same,
                    &|| other.is(&other.it.kind, &EndpointType::Interface),
                    &|| other.is(&other.it.private_dns, &true),
                    &|| other.is_in(self.read(&self.it.vpc)?),
                ]);
                match holds {
                    Ok(true) => Ok(self.exists(&other.it.resource, &self.it.resource)),
                    Err(Pass::Undecided(_)) => Err(self.undecided(format!(
                        "{other} may have private DNS of its service in its VPC"
                    ))),
                    other => other,
                }
            },
        )
    }

    /// Whether its VPC resolves names at all, as far as that is made here.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn vpc_resolves_names(&self) -> Result<bool, Pass> {
        match self.vpc()? {
            Some(vpc) => vpc.is(&vpc.it.dns_support, &true),
            None => Ok(true),
        }
    }
}

/// Zones and records by the labels of their names.
#[derive(Debug, Default)]
pub(super) struct ByLabel {
    known: HashMap<String, Vec<usize>>,
    /// Those of which the name is not known to the last letter.
    open: Vec<usize>,
}

impl ByLabel {
    fn of(zones: &Things<NamedZone>) -> Self {
        let mut by_label = Self::default();
        for (place, zone) in zones.iter().enumerate() {
            let Some(name) = zone.name.settled().and_then(Value::as_str) else {
                by_label.open.push(place);
                continue;
            };
            let labels: BTreeSet<&str> = name.trim_end_matches('.').split('.').collect();
            for label in labels {
                let of_label = by_label.known.entry(label.to_owned()).or_default();
                of_label.push(place);
            }
        }
        by_label
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Zones and records that may be named after a service; the first that is only by a default too.
    fn zones_named_after(
        &self,
        service: &ServiceName,
    ) -> impl Iterator<Item = Case<'n, NamedZone>> + use<'n> {
        let case = *self;
        let zones = &self.network.names.zones;
        let index = &self.network.found.names;
        let index = index.get_or_init(|| ByLabel::of(zones));
        let wanted = labels_of(service);
        let named = wanted.first().and_then(|label| index.known.get(label));
        let mut rows = vec![&*index.open, &self.network.names.by_default];
        rows.extend(named.map(Vec::as_slice));
        let zones = merged(rows).filter_map(|at| zones.get(at));
        zones.map(move |it| case.about(it))
    }
}

/// The labels by which a name is told to be of a service: all of its private name but the Region.
fn labels_of(service: &ServiceName) -> Vec<String> {
    let ServiceName::Aws { suffix, facts, .. } = service else {
        return Vec::new();
    };
    // The Region of the name does not matter here: any will do, and what is left of the service's own labels decides.
    let region = "us-east-1";
    let names = facts
        .map(|facts| facts.private_dns_names(region))
        .unwrap_or_default();
    let own_name = names.first().map_or(&**suffix, |name| name.as_str());
    let common = ["", "*", "amazonaws", "com", "aws", "api", region];
    let mut wanted: Vec<&str> = own_name
        .split('.')
        .filter(|label| !common.contains(label))
        .collect();
    if wanted.is_empty() {
        wanted = suffix.split('.').collect();
    }
    wanted.into_iter().map(str::to_owned).collect()
}

/// Whether a zone or record is named after a service: it has all labels of the service's private name but the Region.
fn names_service(zone: &Value, service: &ServiceName) -> Truth {
    if !matches!(service, ServiceName::Aws { .. }) {
        return Truth::No;
    }
    let (mut text, mut hidden_start) = (String::new(), false);
    match &zone.kind {
        Kind::String(name) => text.push_str(name),
        Kind::PartialString(fragments) => {
            hidden_start = matches!(fragments.first(), Some(Fragment::Unknown(_)));
            for fragment in fragments.iter() {
                match fragment {
                    Fragment::Known(known) => text.push_str(known),
                    Fragment::Unknown(_) => text.push('?'),
                }
            }
        }
        Kind::Null(_) => return Truth::No,
        _ => return Truth::Unknown,
    }
    // `logs.example.com` has nothing to do with the service.
    let ends_hidden = matches!(&zone.kind, Kind::PartialString(fragments) if matches!(fragments.last(), Some(Fragment::Unknown(_))));
    if !text.contains("amazonaws") && !text.contains("api.aws") && !ends_hidden {
        return if hidden_start {
            Truth::Unknown
        } else {
            Truth::No
        };
    }
    let labels: BTreeSet<&str> = text.trim_end_matches('.').split('.').collect();
    let wanted = labels_of(service);
    if wanted.iter().all(|label| labels.contains(&**label)) {
        Truth::Yes
    } else if hidden_start {
        Truth::Unknown
    } else {
        Truth::No
    }
}
