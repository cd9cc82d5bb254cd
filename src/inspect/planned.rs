//! Instances in the shape of `planned_values` in Terraform's plan.

use serde_json::{Map, Value as Json};

use crate::{
    eval::{Instance, as_blocks},
    module::Mode,
    provider::{self, Attribute, Nesting, Schema},
    value::{Kind, SequenceForm, Type, Value},
};

/// The values of the arguments that are configured, and the mask of what is unknown in them; both objects.
pub(super) fn values(instance: &Instance<'_>) -> (Json, Json) {
    let name = &instance.resource.name;
    let schema = match name.mode {
        Mode::Managed => provider::resource(&name.ty),
        Mode::Data => provider::data_source(&name.ty),
    };
    let (mut values, mut masks) = (Map::new(), Map::new());
    for argument in instance.configured() {
        let value = instance.attribute(&argument);
        let attribute = schema.and_then(|schema| schema.attributes.get(&*argument));
        let (value, mask) = match attribute.filter(|it| it.as_blocks) {
            Some(attribute) => as_blocks::planned(&name.ty, &value, attribute).to_json(),
            None => argument_values(&argument, &value, schema, name.mode),
        };
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
        return blocks(value, block.nesting, &block.schema, mode);
    }
    value.to_json()
}

/// A set that is held as a tuple, for the places of its members, in the order of a set.
fn in_order(value: &Value, ty: &Type) -> Value {
    match (&value.kind, ty) {
        (Kind::Sequence(sequence), Type::Set(element)) => {
            let form = SequenceForm::Set((**element).clone());
            Value::sequence(form, sequence.items.to_vec(), sequence.rest.clone())
                .hidden(value.sensitive)
        }
        _ => value.clone(),
    }
}

/// Nested blocks of one kind.
fn blocks(value: &Value, nesting: Nesting, schema: &Schema, mode: Mode) -> (Json, Json) {
    let Kind::Sequence(sequence) = &value.kind else {
        return value.to_json();
    };
    if value.sensitive || sequence.rest.is_some() {
        return (Json::Null, Json::Bool(true));
    }
    let ordered = match nesting {
        Nesting::Set => in_order(value, &Type::set(Type::Any)),
        _ => value.clone(),
    };
    let items = match &ordered.kind {
        Kind::Sequence(sequence) => sequence.items.clone(),
        _ => sequence.items.clone(),
    };
    let mut shown = items.iter().map(|item| block(item, schema, mode));
    if nesting == Nesting::Single {
        return shown.next().unwrap_or((Json::Null, Json::Bool(false)));
    }
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
