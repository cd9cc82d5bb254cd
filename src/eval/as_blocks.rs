//! Resources as expressions and plans see them: the provider fills in what blocks, and attributes that may be written as blocks,
//! leave out.

use crate::{
    provider::{Attribute, Schema, normal},
    value::{Kind, MappingForm, SequenceForm, Type, Unknown, Value},
};

/// A resource's value as a reference to it sees it.
pub(super) fn referenced(ty: &str, value: &Value, schema: Option<&Schema>) -> Value {
    let Some(mapping) = value.as_mapping() else {
        return value.clone();
    };
    let Some(schema) = schema else {
        return match &mapping.rest {
            Some(identity) => opened(value, identity),
            None => value.clone(),
        };
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

/// What is written of a type outside the table: every object in it may have more attributes, which the provider sets.
fn opened(value: &Value, identity: &Unknown) -> Value {
    let opened = match &value.kind {
        Kind::Mapping(mapping) if matches!(mapping.form, MappingForm::Object) => {
            let entries = mapping.entries.iter();
            let entries = entries
                .map(|(name, entry)| (name.clone(), opened(entry, &identity.attribute(name))));
            let rest = identity.clone().into();
            Value::mapping(mapping.form.clone(), entries.collect(), Some(rest))
        }
        Kind::Sequence(sequence) if matches!(sequence.form, SequenceForm::Tuple) => {
            // A block that may have others before it has no number to go by.
            let nameless = || Unknown::new(Type::Any, identity.why.clone());
            let items = sequence.items.iter().enumerate();
            let items = items.map(|(index, item)| match &sequence.rest {
                None => opened(item, &identity.element(index)),
                Some(_) => opened(item, &nameless()),
            });
            Value::sequence(
                sequence.form.clone(),
                items.collect(),
                sequence.rest.clone(),
            )
        }
        Kind::Union(alternatives) => {
            let each = alternatives.iter();
            Value::new(Kind::Union(each.map(|it| opened(it, identity)).collect()))
        }
        _ => return value.clone(),
    };
    opened.at(value.origin).hidden(value.sensitive)
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
        Kind::Union(alternatives) => {
            let each = alternatives.iter().map(|it| planned(ty, it, attribute));
            Value {
                kind: Kind::Union(each.collect()),
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
