//! Resources of hashicorp/awscc as those of hashicorp/aws that they are.

use std::{collections::BTreeMap, rc::Rc};

use super::{is_unset, member};
use crate::{
    eval::Instance,
    provider::{self, awscc::Twin},
    syntax::Name,
    value::{Kind, MappingForm, Type, Value, Why},
};

/// What a rule of a group is called there, and here, where a rule may name several.
const SIDES: [(&str, &str); 6] = [
    ("cidr_ip", "cidr_blocks"),
    ("cidr_ipv_6", "ipv6_cidr_blocks"),
    ("destination_prefix_list_id", "prefix_list_ids"),
    ("source_prefix_list_id", "prefix_list_ids"),
    ("destination_security_group_id", "security_groups"),
    ("source_security_group_id", "security_groups"),
];

/// The same instance with the names of its twin.
pub(super) fn as_aws<'p>(instance: &Instance<'p>, twin: &Twin) -> Rc<Instance<'p>> {
    let mut entries = BTreeMap::new();
    let mapping = instance.value.as_mapping();
    let given = mapping.iter().flat_map(|it| it.entries.iter());
    let schema = provider::resource(twin.ty);
    let is_required = |name: &str| {
        let attribute = schema.and_then(|it| it.attributes.get(name));
        attribute.is_some_and(|it| it.required)
    };
    for (name, value) in given {
        let open = twin.obscure.iter().find(|(own, _)| *own == &**name);
        let renamed = renamed(twin, name);
        if is_unset(instance, name, value) {
            // What must be set there has no default to take from there.
            if open.is_none() && !is_required(renamed) {
                let nothing = Value::null(Type::Any).at(value.origin);
                entries.entry(Name::from(renamed)).or_insert(nothing);
            }
            continue;
        }
        let (name, value) = match (open, renamed) {
            (Some((_, theirs)), _) => (*theirs, unknown(value, Why::Condition)),
            (None, "ingress" | "egress") => (renamed, each(value, &rule)),
            (None, "dns_options") => (renamed, each(value, &dns_options)),
            (None, _) => (renamed, value.clone()),
        };
        entries.insert(Name::from(name), value);
    }
    for (own, theirs) in twin.names {
        if instance.ignores_changes_of(own) {
            let value = entries.remove(*theirs).unwrap_or(Value::null(Type::Any));
            entries.insert((*theirs).into(), unknown(&value, Why::Ignored));
        }
    }
    if twin.ty == "aws_security_group" && entries.get("egress").is_none_or(is_nothing) {
        entries.insert("egress".into(), Value::tuple(vec![everything()]));
    }
    let rest = mapping.and_then(|it| it.rest.clone());
    Rc::new(Instance {
        address: instance.address.clone(),
        key: instance.key.clone(),
        keys: instance.keys.clone(),
        exists: instance.exists,
        exists_in_module: instance.exists_in_module,
        basis: instance.basis.clone(),
        resource: instance.resource,
        scope: instance.scope.clone(),
        provider: instance.provider.clone(),
        known: None,
        value: Value::mapping(MappingForm::Object, entries, rest)
            .at(instance.value.origin)
            .hidden(instance.value.sensitive),
    })
}

fn renamed<'n>(twin: &Twin, name: &'n str) -> &'n str {
    let named = twin.names.iter().find(|(own, _)| *own == name);
    named.map_or(name, |(_, theirs)| theirs)
}

fn unknown(value: &Value, why: Why) -> Value {
    Value::unknown(Type::Any, why)
        .at(value.origin)
        .hidden(value.sensitive)
}

fn is_nothing(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::Sequence(sequence) => sequence.items.is_empty() && sequence.rest.is_none(),
        _ => false,
    }
}

/// Every member of a list, or the one object that is no list there, whatever conditions say.
fn each(value: &Value, convert: &dyn Fn(&Value) -> Value) -> Value {
    let converted = match &value.kind {
        Kind::Sequence(sequence) => {
            let items = sequence.items.iter().map(convert).collect();
            Value::sequence(sequence.form.clone(), items, sequence.rest.clone())
        }
        Kind::Union(alternatives) => Value::union(
            alternatives
                .iter()
                .map(|it| each(it, convert).at(it.origin)),
        ),
        Kind::Mapping(_) => Value::tuple(vec![convert(value)]),
        _ => value.clone(),
    };
    converted.at(value.origin).hidden(value.sensitive)
}

/// A rule of a group.
fn rule(value: &Value) -> Value {
    let Some(mapping) = value.as_mapping() else {
        return value.clone();
    };
    let mut entries = BTreeMap::new();
    for (own, theirs) in [
        ("ip_protocol", "protocol"),
        ("from_port", "from_port"),
        ("to_port", "to_port"),
    ] {
        entries.insert(Name::from(theirs), member(value, own));
    }
    for (own, theirs) in SIDES {
        let side = member(value, own);
        if !matches!(side.kind, Kind::Null(_)) {
            let origin = side.origin;
            entries.insert(theirs.into(), Value::tuple(vec![side]).at(origin));
        }
    }
    // The name of a group does not say which one it is.
    let named = member(value, "source_security_group_name");
    if !matches!(named.kind, Kind::Null(_)) {
        entries.insert("security_groups".into(), unknown(&named, Why::Condition));
    }
    Value::mapping(MappingForm::Object, entries, mapping.rest.clone())
        .at(value.origin)
        .hidden(value.sensitive)
}

/// Without rules about what goes out, AWS lets everything out.
fn everything() -> Value {
    let all = |network: &str| Value::tuple(vec![Value::string(network)]);
    Value::object(BTreeMap::from([
        ("protocol".into(), Value::string("-1")),
        ("cidr_blocks".into(), all("0.0.0.0/0")),
        ("ipv6_cidr_blocks".into(), all("::/0")),
    ]))
}

/// A flag is a word there, and what is not said is left to AWS.
fn dns_options(value: &Value) -> Value {
    const FLAG: &str = "private_dns_only_for_inbound_resolver_endpoint";
    const RECORDS: &str = "dns_record_ip_type";
    let Some(mapping) = value.as_mapping() else {
        return value.clone();
    };
    let mut entries = (*mapping.entries).clone();
    let flag = member(value, FLAG);
    let of_word = match flag.as_str().map(|it| &**it) {
        Some("OnlyInboundResolver") => Value::bool(true).at(flag.origin),
        Some("AllResolvers") => Value::bool(false).at(flag.origin),
        _ => unknown(&flag, Why::Condition),
    };
    entries.insert(FLAG.into(), of_word.hidden(flag.sensitive));
    let records = member(value, RECORDS);
    if records.as_str().is_some_and(|it| &**it == "not-specified") {
        entries.insert(RECORDS.into(), Value::null(Type::String).at(records.origin));
    }
    Value::mapping(mapping.form.clone(), entries, mapping.rest.clone())
        .at(value.origin)
        .hidden(value.sensitive)
}
