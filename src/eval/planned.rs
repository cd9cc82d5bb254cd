//! Resources as expressions and plans see them: with what the provider adds, rewrites, orders and keeps to itself.

use std::collections::BTreeMap;

use crate::{
    module::{Mode, ResourceName},
    provider::{self, Attribute, Block, Nesting, Rewriting, Schema, normal},
    syntax::Name,
    value::{Items, Kind, MappingForm, OriginId, SequenceForm, Truth, Type, Unknown, Value},
};

/// What the provider says of a type; `None` for types outside its table.
#[must_use]
pub fn schema(name: &ResourceName) -> Option<&'static Schema> {
    match name.mode {
        Mode::Managed => provider::resource(&name.ty),
        Mode::Data => provider::data_source(&name.ty),
    }
}

/// The value of an instance as a reference to it sees it.
///
/// Of a type outside the table nothing that is written can be relied on: the provider may convert it, or have another default.
#[must_use]
pub fn referenced(name: &ResourceName, value: &Value, schema: Option<&Schema>) -> Value {
    let Some((mapping, identity)) = value
        .as_mapping()
        .and_then(|mapping| Some((mapping, mapping.rest.as_ref()?)))
    else {
        return value.clone();
    };
    let entries = schema.map_or_else(BTreeMap::new, |schema| {
        members(name, &mapping.entries, schema, identity)
    });
    Value::mapping(MappingForm::Object, entries, Some(identity.clone()))
        .at(value.origin)
        .hidden(value.sensitive)
}

/// An argument that is not set, and has no default.
#[must_use]
pub(super) fn unset(name: &str, attribute: &Attribute, identity: &Unknown) -> Value {
    if !(attribute.computed || attribute.unmeasured) {
        return Value::null(attribute.ty.clone());
    }
    Value::from(Unknown {
        ty: attribute.ty.clone(),
        not_null: name == "id" || !attribute.optional,
        ..identity.attribute(name)
    })
}

/// The attributes and blocks that the schema names. Another may be of a later version: what becomes of it is not known.
fn members(
    of: &ResourceName,
    entries: &BTreeMap<Name, Value>,
    schema: &Schema,
    identity: &Unknown,
) -> BTreeMap<Name, Value> {
    let member = |(name, value): (&Name, &Value)| {
        let more = normal::with_added(&of.ty, name, entries);
        let value = more.as_ref().filter(|_| !is_empty(value)).unwrap_or(value);
        let planned = if let Some(attribute) = schema.attributes.get(&**name) {
            match normal::is_planned(&of.ty, name, entries) {
                Truth::Yes => argument(of, name, value, attribute, identity),
                Truth::No => nothing(attribute).at(value.origin),
                Truth::Unknown => {
                    Value::unknown(attribute.ty.clone(), identity.why.clone()).at(value.origin)
                }
            }
        } else if let Some(block) = schema.blocks.get(&**name) {
            blocks(of, value, block, &identity.attribute(name))
        } else if &*of.ty == "aws_region" && &**name == "region" {
            // Version 6 of the provider, which the table is not of, calls the Region so.
            value.clone()
        } else {
            return None;
        };
        Some((name.clone(), planned))
    };
    entries.iter().filter_map(member).collect()
}

/// What is planned in place of an argument that the provider passes over.
fn nothing(attribute: &Attribute) -> Value {
    match &attribute.ty {
        Type::String if attribute.required => Value::string(""),
        other => Value::null(other.clone()),
    }
}

fn argument(
    of: &ResourceName,
    name: &str,
    value: &Value,
    attribute: &Attribute,
    identity: &Unknown,
) -> Value {
    if attribute.write_only {
        return Value::null(attribute.ty.clone()).at(value.origin);
    }
    let planned = match () {
        () if is_left_out(of, value, attribute) => unset(name, attribute, identity),
        () if attribute.as_blocks => planned(&of.ty, value, attribute),
        () => rewritten(value, attribute, identity),
    };
    planned
        .at(value.origin)
        .hidden(value.sensitive || attribute.sensitive)
}

/// What the provider makes of a text.
fn rewritten(value: &Value, attribute: &Attribute, identity: &Unknown) -> Value {
    let untold = || Value::unknown(attribute.ty.clone(), identity.why.clone());
    match &value.kind {
        _ if attribute.rewriting == Rewriting::Nothing => value.clone(),
        Kind::String(text) => {
            let text = normal::rewritten(text, attribute.rewriting);
            text.map_or_else(untold, Value::string)
        }
        Kind::Union(alternatives) => {
            let each = alternatives.iter();
            Value::union(each.map(|it| rewritten(it, attribute, identity).at(it.origin)))
        }
        _ => value.clone(),
    }
}

/// Whether the provider takes what is written for nothing at all.
fn is_left_out(of: &ResourceName, value: &Value, attribute: &Attribute) -> bool {
    if attribute.as_blocks {
        // Blocks of which none is left are none that are written.
        return is_empty(value) && value.origin == OriginId::NONE;
    }
    let decides = attribute.optional && attribute.computed;
    match &value.kind {
        // They are what was looked for; what is found may have more.
        Kind::Sequence(_) | Kind::Mapping(_) if of.mode == Mode::Data && decides => true,
        Kind::String(text) => text.is_empty() && decides,
        _ => attribute.drops_empty && is_empty(value),
    }
}

pub(super) fn is_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Sequence(sequence) => sequence.items.is_empty() && sequence.rest.is_none(),
        Kind::Mapping(mapping) => mapping.entries.is_empty() && mapping.rest.is_none(),
        _ => false,
    }
}

/// Nested blocks of one kind: a set in its order, a single one as the object that it is.
fn blocks(of: &ResourceName, value: &Value, block: &Block, identity: &Unknown) -> Value {
    let Kind::Sequence(sequence) = &value.kind else {
        return value.clone();
    };
    if block.computed && is_empty(value) {
        return Value::from(identity.clone()).at(value.origin);
    }
    let inside = |(index, item): (usize, &Value)| {
        let Some(mapping) = item.as_mapping() else {
            return item.clone();
        };
        let identity = match block.nesting {
            Nesting::Single => identity.clone(),
            _ => identity.element(index),
        };
        let entries = members(of, &mapping.entries, block.schema(), &identity);
        Value::mapping(mapping.form.clone(), entries, mapping.rest.clone())
            .at(item.origin)
            .hidden(item.sensitive)
    };
    let items: Vec<Value> = sequence.items.iter().enumerate().map(inside).collect();
    if items.iter().any(is_hollow) {
        return Value::from(identity.clone()).at(value.origin);
    }
    let form = match block.nesting {
        Nesting::Single => {
            let none = match &sequence.rest {
                Some(rest) => Value::from((**rest).clone()),
                None => Value::null(Type::Any),
            };
            return items.into_iter().next().unwrap_or(none.at(value.origin));
        }
        Nesting::Set => SequenceForm::Set(Type::Any),
        Nesting::List | Nesting::Map => sequence.form.clone(),
    };
    // A set is sensitive as a whole.
    let hidden = block.nesting == Nesting::Set && items.iter().any(Value::hides);
    Value::sequence(form, items, sequence.rest.clone())
        .at(value.origin)
        .hidden(value.sensitive || hidden)
}

/// Whether nothing is in a block: some providers plan it as if it were not there.
fn is_hollow(block: &Value) -> bool {
    let is_nothing =
        |it: &Value| matches!(it.kind, Kind::Null(_)) || is_empty(it) || !it.is_known();
    let mapping = block.as_mapping();
    mapping.is_some_and(|it| !it.entries.is_empty() && it.entries.values().all(is_nothing))
}

/// What Terraform plans for an attribute that may be written as blocks, which is held as a tuple for the places of its members: a
/// set in its order, with the provider's empty values in place of null.
fn planned(ty: &str, value: &Value, attribute: &Attribute) -> Value {
    let (Type::Set(element) | Type::List(element)) = &attribute.ty else {
        return value.clone();
    };
    match &value.kind {
        Kind::Sequence(sequence) => {
            let items = sequence.items.iter();
            let items = items.map(|item| settled(ty, item, element)).collect();
            let form = match &attribute.ty {
                Type::Set(element) => SequenceForm::Set((**element).clone()),
                _ => sequence.form.clone(),
            };
            Value::sequence(form, items, sequence.rest.clone())
                .at(value.origin)
                .hidden(value.sensitive)
        }
        Kind::Union(alternatives) => {
            let each = alternatives.iter().map(|it| planned(ty, it, attribute));
            Value {
                kind: Kind::Union(Items::of_alternatives(each.collect())),
                ..value.clone()
            }
        }
        _ => value.clone(),
    }
}

fn settled(ty: &str, item: &Value, element: &Type) -> Value {
    let (Some(mapping), Type::Object(fields)) = (item.as_mapping(), element) else {
        return item.clone();
    };
    let mut entries = (*mapping.entries).clone();
    for (name, value) in &mut entries {
        match (&value.kind, fields.get(name)) {
            (Kind::Null(_), Some(field)) => {
                *value = Attribute::empty_field(&field.ty)
                    .at(value.origin)
                    .hidden(value.sensitive);
            }
            (Kind::String(text), _) => {
                if let Some(text) = normal::planned(ty, name, text) {
                    *value = Value::string(text).at(value.origin).hidden(value.sensitive);
                }
            }
            _ => {}
        }
    }
    Value::mapping(mapping.form.clone(), entries, mapping.rest.clone())
        .at(item.origin)
        .hidden(item.sensitive)
}
