//! Attributes that may be written as blocks, as expressions and plans see them: the provider fills in what their members leave out.

use crate::{
    provider::{Attribute, Schema, normal},
    value::{Kind, SequenceForm, Type, Value},
};

/// A resource's value as a reference to it sees it.
pub(super) fn referenced(ty: &str, value: &Value, schema: Option<&Schema>) -> Value {
    let (Some(schema), Some(mapping)) = (schema, value.as_mapping()) else {
        return value.clone();
    };
    let mut as_blocks = schema.attributes.iter().filter(|(_, it)| it.as_blocks);
    if !as_blocks
        .clone()
        .any(|(name, _)| mapping.entries.contains_key(*name))
    {
        return value.clone();
    }
    let mut entries = (*mapping.entries).clone();
    for (name, attribute) in &mut as_blocks {
        if let Some(value) = entries.get_mut(*name) {
            *value = planned(ty, value, attribute);
        }
    }
    Value::mapping(mapping.form.clone(), entries, mapping.rest.clone())
        .at(value.origin)
        .hidden(value.sensitive)
}

/// What Terraform plans for an attribute that may be written as blocks, which is held as a tuple for the places of its members: a
/// set in its order, with the provider's empty values in place of null.
#[must_use]
pub fn planned(ty: &str, value: &Value, attribute: &Attribute) -> Value {
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
        Kind::Choice(alternatives) => {
            let each = alternatives.iter().map(|it| planned(ty, it, attribute));
            Value {
                kind: Kind::Choice(each.collect()),
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
