//! Arguments with unions in them: one document for every way to choose.

use crate::value::{Kind, MOST_ALTERNATIVES, Mapping, Sequence, Value, Why};

/// The documents without unions. When there are too many ways to choose, one document with unknowns in their place.
pub(super) fn without(document: &Mapping) -> Vec<Mapping> {
    if !document.entries.values().any(has_choice) {
        return vec![document.clone()];
    }
    let value = Value::new(Kind::Mapping(document.clone()));
    let chosen = variants(&value).unwrap_or_else(|| vec![blotted(&value)]);
    let mappings = chosen.into_iter().filter_map(|value| match value.kind {
        Kind::Mapping(mapping) => Some(mapping),
        _ => None,
    });
    mappings.collect()
}

fn has_choice(value: &Value) -> bool {
    match &value.kind {
        Kind::Union(_) => true,
        Kind::Sequence(sequence) => sequence.items.iter().any(has_choice),
        Kind::Mapping(mapping) => mapping.entries.values().any(has_choice),
        _ => false,
    }
}

/// Every way to choose; `None` when there are too many.
fn variants(value: &Value) -> Option<Vec<Value>> {
    if !has_choice(value) {
        return Some(vec![value.clone()]);
    }
    let found: Vec<Value> = match &value.kind {
        Kind::Union(alternatives) => {
            let mut found = Vec::new();
            for alternative in alternatives.iter() {
                found.extend(variants(alternative)?);
            }
            found
        }
        Kind::Sequence(sequence) => {
            let items = combinations(sequence.items.iter())?;
            items
                .into_iter()
                .map(|items| rebuilt_sequence(sequence, items))
                .collect()
        }
        Kind::Mapping(mapping) => {
            let values = combinations(mapping.entries.values())?;
            values
                .into_iter()
                .map(|values| rebuilt_mapping(mapping, values))
                .collect()
        }
        _ => vec![value.clone()],
    };
    (found.len() <= MOST_ALTERNATIVES).then_some(found)
}

fn combinations<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Vec<Vec<Value>>> {
    let mut found: Vec<Vec<Value>> = vec![Vec::new()];
    for value in values {
        let alternatives = variants(value)?;
        if found.len() * alternatives.len() > MOST_ALTERNATIVES {
            return None;
        }
        found = found
            .into_iter()
            .flat_map(|prefix| {
                alternatives.iter().map(move |alternative| {
                    let mut longer = prefix.clone();
                    longer.push(alternative.clone());
                    longer
                })
            })
            .collect();
    }
    Some(found)
}

fn rebuilt_sequence(sequence: &Sequence, items: Vec<Value>) -> Value {
    Value::sequence(sequence.form.clone(), items, sequence.rest.clone())
}

fn rebuilt_mapping(mapping: &Mapping, values: Vec<Value>) -> Value {
    let entries = mapping.entries.keys().cloned().zip(values).collect();
    Value::new(Kind::Mapping(Mapping {
        form: mapping.form.clone(),
        entries,
        keyed: None,
        rest: mapping.rest.clone(),
    }))
}

/// The value with an unknown in place of every union.
fn blotted(value: &Value) -> Value {
    match &value.kind {
        Kind::Union(_) => Value::unknown(value.ty(), Why::Condition),
        Kind::Sequence(sequence) => {
            rebuilt_sequence(sequence, sequence.items.iter().map(blotted).collect())
        }
        Kind::Mapping(mapping) => {
            rebuilt_mapping(mapping, mapping.entries.values().map(blotted).collect())
        }
        _ => value.clone(),
    }
}
