//! What a picture says of things beside what leads to what: zones, what groups admit, what lies outside.

use std::{collections::HashSet, ops::RangeInclusive, sync::Arc};

use super::{
    Endpoint, EndpointType, Fact, GroupRule, Identity, Network, Resource, Route, Set, Subnet, Zone,
};
use crate::{address::Address, eval::Exists, provider::service::ServiceName};

/// An internet gateway that this configuration makes.
#[derive(Debug)]
pub struct InternetGateway {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// Its VPC; none where an attachment of its own says so.
    pub vpc: Fact<Option<Identity>>,
}

/// Where a subnet lies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ZoneOf {
    /// In a zone that is called so.
    Known(String),
    /// In the zone that an expression gives: the same expression, the same zone.
    Reference(String),
    /// Where AWS puts it.
    Any,
    /// Not known.
    Unknown,
}

/// What lets traffic into a security group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rule {
    /// Its ports: `443`, `all TCP ports`, `other protocols`; nothing where that is not known.
    pub ports: Option<String>,
    /// Whom it admits.
    pub sources: Vec<Source>,
    /// Whether it may admit others.
    pub open: bool,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// The resource that writes it, if that is known.
    pub by: Option<Address>,
}

/// Whom a rule admits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// A network.
    Network(String),
    /// The members of a group, as messages name it.
    Group(String),
    /// The entries of a prefix list.
    PrefixList(String),
    /// The members of its own group.
    Itself,
    /// What must not be shown.
    Hidden,
}

/// What an endpoint leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outside {
    /// A service of AWS, by its suffix.
    Aws(String),
    /// Somebody's service, by its id or its name where that may be shown.
    Other(Option<String>),
    /// No service: a resource, or a service network.
    Unnamed(EndpointType),
    /// Not known.
    Unknown,
}

/// What ties subnets to other networks: an attachment, or a firewall.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its address, or that of the module call that is given the subnets.
    pub address: Address,
    /// The subnets that it is in.
    pub subnets: Vec<Identity>,
    /// Whether it is in these for certain.
    pub exists: Exists,
}

impl ZoneOf {
    pub(super) fn of(subnet: &Subnet) -> Self {
        let Some(zone) = subnet.zone.settled() else {
            return Self::Unknown;
        };
        match zone.as_ref().map(Zone::identity) {
            None => Self::Any,
            Some(_) if subnet.zone.place.sensitive => Self::Unknown,
            Some(identity) => match identity.id() {
                Some(name) => Self::Known(name.to_owned()),
                None => Self::Reference(identity.name().to_owned()),
            },
        }
    }
}

impl Subnet {
    /// Its IPv4 range, where that is known and may be shown.
    pub(super) fn shown_range(&self) -> Option<String> {
        let range = (self.cidr_block.settled().copied().flatten())?;
        (!self.cidr_block.place.sensitive).then(|| range.to_string())
    }
}

impl Route {
    /// Whether all traffic of a family takes it, if that is known.
    pub(super) fn is_for_everything(&self) -> Option<bool> {
        match (self.all_ipv4.settled(), self.all_ipv6.settled()) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }
}

impl Rule {
    /// What all rules of one direction say.
    pub(super) fn all_of(rules: &Set<GroupRule>) -> Vec<Self> {
        let certain = rules.ways().count() == 1;
        let mut all: Vec<Self> = Vec::new();
        for way in rules.ways() {
            for item in &way.items {
                let sure = certain && item.settled().is_some();
                let exists = item.place.resource.exists;
                let exists = if sure { exists } else { Exists::May };
                let by = &item.place.resource.address;
                all.extend(item.possible().map(|rule| Self::of(rule, exists, by)));
            }
            let doubtful = way.items.iter().any(|item| item.reasons().next().is_some());
            if way.open.is_some() || doubtful {
                all.push(Self {
                    ports: None,
                    sources: Vec::new(),
                    open: true,
                    exists: Exists::May,
                    by: None,
                });
            }
        }
        let mut told = HashSet::new();
        all.retain(|rule| told.insert(rule.clone()));
        all
    }

    fn of(rule: &GroupRule, exists: Exists, by: &Address) -> Self {
        let mut sources = Vec::new();
        let mut open = rule.itself.reasons().next().is_some();
        for set in &rule.networks {
            for item in set.ways().flat_map(|way| &way.items) {
                sources.extend(item.possible().map(|network| {
                    if item.place.sensitive {
                        Source::Hidden
                    } else {
                        Source::Network(network.to_string())
                    }
                }));
            }
            open |= is_open(set);
        }
        let named = |set: &Set<Identity>, make: fn(String) -> Source| {
            let names = set.possible().map(|it| make(it.name().to_owned()));
            (names.collect::<Vec<_>>(), is_open(set))
        };
        for (names, more) in [
            named(&rule.groups, Source::Group),
            named(&rule.prefix_lists, Source::PrefixList),
        ] {
            sources.extend(names);
            open |= more;
        }
        if rule.itself.possible().any(|itself| *itself) {
            sources.push(Source::Itself);
        }
        let mut told = HashSet::new();
        sources.retain(|source| told.insert(source.clone()));
        let hidden = rule.tcp_ports.place.sensitive;
        let ports = rule.tcp_ports.settled().filter(|_| !hidden);
        Self {
            ports: ports.map(|ports| ports.as_ref().map_or_else(other_protocols, shown)),
            sources,
            open,
            exists,
            by: Some(by.clone()),
        }
    }
}

fn is_open<T>(set: &Set<T>) -> bool {
    set.ways().any(|way| way.open.is_some())
        || set
            .ways()
            .flat_map(|way| &way.items)
            .any(|item| item.reasons().next().is_some())
}

fn other_protocols() -> String {
    "other protocols".to_owned()
}

fn shown(ports: &RangeInclusive<u16>) -> String {
    match (*ports.start(), *ports.end()) {
        (0..=1, u16::MAX) => "all TCP ports".to_owned(),
        (first, last) if first == last => format!("TCP {first}"),
        (first, last) => format!("TCP {first} to {last}"),
    }
}

impl Outside {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let service = &endpoint.service;
        let kind = endpoint.kind.settled().copied();
        match service.settled() {
            Some(_) if service.place.sensitive => Self::Unknown,
            Some(Some(ServiceName::Aws { suffix, .. })) => Self::Aws(suffix.to_string()),
            Some(Some(ServiceName::Customer { id, .. })) => {
                let id = Identity::of(id).filter(|_| !id.sensitive);
                Self::Other(id.map(|id| id.name().to_owned()))
            }
            Some(Some(ServiceName::Other(name))) => Self::Other(Some(name.to_string())),
            Some(None) => kind.map_or(Self::Unknown, Self::Unnamed),
            None => {
                // Whose service it is may be told though its name is not.
                let mut names = service.possible().flatten();
                match names.next() {
                    Some(ServiceName::Customer { .. }) => Self::Other(None),
                    _ => Self::Unknown,
                }
            }
        }
    }
}

impl Network {
    /// What ties subnets to other networks.
    pub(super) fn attachments(&self) -> Vec<Attachment> {
        let is_endpoint = |address: &Address| address.ty() == "aws_vpc_endpoint";
        let holders = self.transit.holders.iter();
        let holders = holders.filter(|holder| !is_endpoint(&holder.address));
        let attachments = holders.map(|holder| Attachment {
            address: holder.address.clone(),
            subnets: holder.subnets.iter().cloned().collect(),
            exists: if holder.certain {
                Exists::Must
            } else {
                Exists::May
            },
        });
        attachments.collect()
    }
}
