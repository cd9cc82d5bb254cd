//! What a picture says in words.

use super::Vpc;
use crate::{
    eval::Exists,
    network::{Rule, Source, WayOut, ZoneOf},
};

/// What a row of subnets is called, by how traffic leaves them.
pub(super) const fn heading(way: Option<WayOut>) -> &'static str {
    match way {
        Some(WayOut::Internet) => "public",
        Some(WayOut::Nat) => "private, out through NAT",
        Some(WayOut::EgressOnly) => "private, out by IPv6 only",
        Some(WayOut::Transit) => "private, out through transit",
        Some(WayOut::Other) => "private, out another way",
        Some(WayOut::Some) => "out to some networks only",
        Some(WayOut::Nowhere) => "isolated, no way out",
        None => "way out unknown",
    }
}

/// A zone as the head of a column names it.
pub(super) fn zone(zone: &ZoneOf) -> String {
    match zone {
        ZoneOf::Known(name) => name.clone(),
        ZoneOf::Reference(expression) => {
            let end = expression.rsplit_once(".names").map(|(_, key)| key);
            let end = end.filter(|key| key.starts_with('['));
            end.map_or_else(|| expression.clone(), |key| format!("zone names{key}"))
        }
        ZoneOf::Any => "zone left to AWS".to_owned(),
        ZoneOf::Unknown => "zone unknown".to_owned(),
    }
}

/// ` (may be)` of what only may be there.
pub(super) const fn may(exists: Exists) -> &'static str {
    match exists {
        Exists::Must => "",
        Exists::May => " (may be)",
    }
}

/// `1 subnet`, `2 subnets`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// What a rule of a group admits: `TCP 443 from 10.0.0.0/16, group app`.
pub(super) fn admits(rule: &Rule) -> String {
    if rule.ports.is_none() && rule.sources.is_empty() {
        return "perhaps more".to_owned();
    }
    let ports = rule.ports.as_deref().unwrap_or("unknown ports");
    let mut sources: Vec<String> = (rule.sources.iter())
        .map(|source| match source {
            Source::Network(network) if network.ends_with("/0") => format!("anywhere ({network})"),
            Source::Network(network) => network.clone(),
            Source::Group(group) => format!("group {}", super::names::short_text(group)),
            Source::PrefixList(list) => format!("prefix list {}", super::names::short_text(list)),
            Source::Itself => "its own members".to_owned(),
            Source::Hidden => "a network that is not shown".to_owned(),
        })
        .collect();
    if rule.open {
        sources.push("what is not known".to_owned());
    }
    if sources.is_empty() {
        sources.push("nobody".to_owned());
    }
    format!("{ports} from {}{}", sources.join(", "), may(rule.exists))
}

/// What a VPC holds, in one sentence.
pub(super) fn summary(vpc: &Vpc) -> String {
    let mut ways: Vec<Option<WayOut>> = vpc.subnets.iter().map(|it| it.way).collect();
    ways.sort_by_key(|way| way.map_or(u8::MAX, |way| way as u8));
    ways.dedup();
    let mut parts: Vec<String> = (ways.iter())
        .map(|way| {
            let count = vpc.subnets.iter().filter(|it| it.way == *way).count();
            format!("{} ({})", counted(count, "subnet"), heading(*way))
        })
        .collect();
    let gateways = vpc.endpoints.iter().filter(|it| it.is_gateway()).count();
    let others = vpc.endpoints.len() - gateways;
    for (count, noun) in [
        (vpc.tables.len(), "route table"),
        (gateways, "gateway endpoint"),
        (others, "other endpoint"),
        (vpc.groups.len(), "security group"),
    ] {
        if count > 0 {
            parts.push(counted(count, noun));
        }
    }
    let inside = if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    };
    let elsewhere = if vpc.made_here || vpc.thing.is_none() {
        ""
    } else {
        ", made elsewhere"
    };
    format!("VPC {}{elsewhere}: {inside}", vpc.name())
}
