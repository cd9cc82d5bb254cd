//! Instances in the shape of `planned_values` in Terraform's plan.

use serde_json::{Map, Value as Json};

use crate::{
    eval::{Instance, planned},
    module::{Mode, ResourceName},
    provider::{Attribute, Schema},
    syntax::Name,
    value::{Kind, Value},
};

/// The arguments that are configured, with what a plan has for them.
pub(super) fn arguments(instance: &Instance<'_>) -> Vec<(Name, Value)> {
    let name = &instance.resource.name;
    // Of a type outside the table there is only what is written.
    let planned = planned::schema(name)
        .map(|schema| planned::referenced(name, &instance.value, Some(schema)));
    let planned = planned.as_ref().and_then(Value::as_mapping);
    let planned = |argument: &Name| {
        let value = planned.and_then(|planned| planned.entries.get(argument));
        value
            .cloned()
            .unwrap_or_else(|| instance.attribute(argument))
    };
    let arguments = instance.configured().into_iter();
    arguments
        .map(|argument| {
            let value = planned(&argument);
            (argument, value)
        })
        .collect()
}

/// Their values, and the mask of what is unknown in them; both objects.
pub(super) fn values(name: &ResourceName, arguments: &[(Name, Value)]) -> (Json, Json) {
    let schema = planned::schema(name);
    let (mut values, mut masks) = (Map::new(), Map::new());
    for (argument, value) in arguments {
        let (value, mask) = argument_values(argument, value, schema, name.mode);
        values.insert(argument.to_string(), value);
        masks.insert(argument.to_string(), mask);
    }
    (Json::Object(values), Json::Object(masks))
}

fn argument_values(name: &str, value: &Value, schema: Option<&Schema>, mode: Mode) -> (Json, Json) {
    let Some(schema) = schema else {
        return value.to_json();
    };
    if let Some(block) = schema.blocks.get(name) {
        return blocks(value, block.schema(), mode);
    }
    value.to_json()
}

/// Nested blocks of one kind.
fn blocks(value: &Value, schema: &Schema, mode: Mode) -> (Json, Json) {
    let sequence = match &value.kind {
        Kind::Mapping(_) => return block(value, schema, mode),
        Kind::Sequence(sequence) => sequence,
        _ => return value.to_json(),
    };
    if value.sensitive || sequence.rest.is_some() {
        return (Json::Null, Json::Bool(true));
    }
    let shown = sequence.items.iter();
    let shown = shown.map(|item| block(item, schema, mode));
    let (values, masks): (Vec<Json>, Vec<Json>) = shown.unzip();
    let known = masks.iter().all(is_known);
    let mask = if known {
        Json::Bool(false)
    } else {
        Json::Array(masks)
    };
    (Json::Array(values), mask)
}

/// One nested block.
fn block(value: &Value, schema: &Schema, mode: Mode) -> (Json, Json) {
    let Some(mapping) = value.as_mapping().filter(|_| !value.sensitive) else {
        return value.to_json();
    };
    let (mut values, mut masks) = (Map::new(), Map::new());
    for (name, value) in mapping.entries.iter() {
        // Data sources are read by then: what is not set has the provider's empty value.
        let empty = match (&value.kind, schema.attributes.get(&**name)) {
            (Kind::Null(_), Some(attribute)) if mode == Mode::Data => {
                Some(Attribute::empty_field(&attribute.ty).hidden(value.sensitive))
            }
            _ => None,
        };
        let value = empty.as_ref().unwrap_or(value);
        let (value, mask) = argument_values(name, value, Some(schema), mode);
        values.insert(name.to_string(), value);
        masks.insert(name.to_string(), mask);
    }
    let known = masks.values().all(is_known);
    let mask = if known {
        Json::Bool(false)
    } else {
        Json::Object(masks)
    };
    (Json::Object(values), mask)
}

fn is_known(mask: &Json) -> bool {
    *mask == Json::Bool(false)
}
