//! The model of a picture as JSON, version 1: an interface. Fields are only added within a version.

use serde_json::{Value, json};

use super::{Endpoint, Fault, Gateway, Group, Picture, Subnet, Table, Thing, Vpc, words};
use crate::{
    address::Address,
    eval::Exists,
    network::{Outside, Rule, Source, WayOut, ZoneOf},
};

/// The version of the form.
const VERSION: u8 = 1;

/// All pictures.
#[must_use]
pub fn json(pictures: &[Picture]) -> Value {
    json!({
        "version": VERSION,
        "roots": pictures.iter().map(of_picture).collect::<Vec<_>>(),
    })
}

fn of_picture(picture: &Picture) -> Value {
    json!({
        "dir": picture.root,
        "variant": match &*picture.variants {
            [only] => Some(&**only),
            _ => None,
        },
        "variants": picture.variants.iter().map(|it| &**it).collect::<Vec<_>>(),
        "vpcs": picture.vpcs.iter().map(of_vpc).collect::<Vec<_>>(),
        "faults": picture.faults.iter().map(of_fault).collect::<Vec<_>>(),
        "faults_elsewhere": picture.elsewhere,
    })
}

fn of_fault(fault: &Fault) -> Value {
    json!({
        "rule": fault.rule,
        "severity": fault.severity.name(),
        "message": fault.message,
    })
}

/// What everything that is drawn has, before what is its own.
fn of_thing(thing: &Thing, own: &Value) -> Value {
    let all = json!({
        "address": thing.address,
        "exists": thing.exists.name(),
        "faults": thing.faults,
    });
    joined(all, own)
}

/// One object of two.
fn joined(mut object: Value, own: &Value) -> Value {
    if let (Some(object), Some(own)) = (object.as_object_mut(), own.as_object()) {
        let own = own.iter();
        object.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    }
    object
}

fn of_vpc(vpc: &Vpc) -> Value {
    let address = |place: usize| vpc.subnets.get(place).map(|it| &*it.thing.address);
    let table = |place: usize| vpc.tables.get(place).map(|it| &*it.thing.address);
    let zones = vpc.zones.iter().map(zone);
    let own = json!({
        "made_here": vpc.made_here,
        "zones": zones.collect::<Vec<_>>(),
        "subnets": vpc.subnets.iter().map(|it| of_subnet(it, vpc)).collect::<Vec<_>>(),
        "route_tables": (vpc.tables.iter())
            .map(|it| of_table(it, &ends(&it.followers, &[], address)))
            .collect::<Vec<_>>(),
        "gateways": vpc.gateways.iter().map(of_gateway).collect::<Vec<_>>(),
        "endpoints": (vpc.endpoints.iter())
            .map(|it| {
                let subnets = ends(&it.stands.here, &it.stands.elsewhere, address);
                let tables = ends(&it.serves.here, &it.serves.elsewhere, table);
                of_endpoint(it, &subnets, &tables)
            })
            .collect::<Vec<_>>(),
        "security_groups": vpc.groups.iter().map(of_group).collect::<Vec<_>>(),
    });
    let nothing = Value::Object(
        (["address", "exists"].into_iter())
            .map(|name| (name.to_owned(), Value::Null))
            .chain([("faults".to_owned(), json!([]))])
            .collect(),
    );
    let thing = vpc.thing.as_ref();
    thing.map_or_else(|| joined(nothing, &own), |thing| of_thing(thing, &own))
}

/// What edges lead to: things of the VPC by their places, others by their names.
fn ends<'v>(
    here: &[(usize, Exists)],
    elsewhere: &[(String, Exists)],
    name: impl Fn(usize) -> Option<&'v str>,
) -> Vec<Value> {
    let here = here.iter();
    let here = here.filter_map(|(at, exists)| Some(end(name(*at)?, *exists, true)));
    let elsewhere = elsewhere.iter();
    let elsewhere = elsewhere.map(|(name, exists)| end(name, *exists, false));
    here.chain(elsewhere).collect()
}

fn end(name: &str, exists: Exists, made_here: bool) -> Value {
    json!({"name": name, "made_here": made_here, "exists": exists.name()})
}

fn zone(zone: &ZoneOf) -> Value {
    let known = match zone {
        ZoneOf::Known(_) => "known",
        ZoneOf::Reference(_) => "reference",
        ZoneOf::Any => "any",
        ZoneOf::Unknown => "unknown",
    };
    let name = match zone {
        ZoneOf::Known(name) | ZoneOf::Reference(name) => Some(name),
        ZoneOf::Any | ZoneOf::Unknown => None,
    };
    json!({"name": name, "is": known})
}

fn of_subnet(subnet: &Subnet, vpc: &Vpc) -> Value {
    let inside = subnet.inside.iter();
    let inside = inside.map(|it| of_thing(&it.thing, &json!({"kind": it.what})));
    of_thing(
        &subnet.thing,
        &json!({
            "zone": vpc.zones.get(subnet.zone).map(zone),
            "cidr_block": subnet.range,
            "way_out": subnet.way.map(WayOut::name),
            "inside": inside.collect::<Vec<_>>(),
        }),
    )
}

fn of_table(table: &Table, followers: &[Value]) -> Value {
    let targets = table.targets.iter().map(|target| {
        json!({
            "name": target.name,
            "kind": target.what(),
            "way_out": target.way.map(WayOut::name),
            "everything": target.everything,
            "exists": target.exists.name(),
        })
    });
    of_thing(
        &table.thing,
        &json!({
            "subnets": followers,
            "targets": targets.collect::<Vec<_>>(),
            "complete": !table.open,
        }),
    )
}

fn of_gateway(gateway: &Gateway) -> Value {
    let own = json!({"kind": gateway.what, "way_out": gateway.way.map(WayOut::name)});
    of_thing(&gateway.thing, &own)
}

fn of_endpoint(endpoint: &Endpoint, subnets: &[Value], tables: &[Value]) -> Value {
    let groups = endpoint.groups.iter();
    let groups = groups.map(|(name, exists)| json!({"name": name, "exists": exists.name()}));
    let (owner, service) = match &endpoint.outside {
        Outside::Aws(suffix) => ("aws", Some(&**suffix)),
        Outside::Other(name) => ("other", name.as_deref()),
        Outside::Unnamed(_) => ("none", None),
        Outside::Unknown => ("unknown", None),
    };
    of_thing(
        &endpoint.thing,
        &json!({
            "type": endpoint.kind,
            "service": service,
            "service_owner": owner,
            "private_dns": endpoint.private_dns,
            "subnets": subnets,
            "subnets_complete": !endpoint.stands.open,
            "route_tables": tables,
            "route_tables_complete": !endpoint.serves.open,
            "security_groups": groups.collect::<Vec<_>>(),
            "security_groups_complete": !endpoint.groups_open,
        }),
    )
}

fn of_group(group: &Group) -> Value {
    let rules = group.rules.iter().map(|rule| {
        let Rule {
            ports,
            sources,
            open,
            exists,
            by,
        } = rule;
        let sources = sources.iter().map(|source| match source {
            Source::Network(network) => json!({"network": network}),
            Source::Group(group) => json!({"security_group": group}),
            Source::PrefixList(list) => json!({"prefix_list": list}),
            Source::Itself => json!({"itself": true}),
            Source::Hidden => json!({"hidden": true}),
        });
        json!({
            "ports": ports,
            "from": sources.collect::<Vec<_>>(),
            "complete": !open,
            "exists": exists.name(),
            "address": by.as_ref().map(Address::as_str),
            "text": words::admits(rule),
        })
    });
    of_thing(
        &group.thing,
        &json!({"endpoints": group.guards, "admits": rules.collect::<Vec<_>>()}),
    )
}
