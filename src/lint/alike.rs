//! What variants of a root give it alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    eval::{InputSource, InputValue, WORKSPACE},
    inputs::Given,
    source::Sources,
    syntax::Name,
};

/// Whether two variants give the same of what was asked for.
pub(super) fn is_alike(
    sources: &Sources,
    one: &Given,
    other: &Given,
    asked: &BTreeSet<Name>,
) -> bool {
    // What units give is not compared.
    let unit = |given: &Given| given.unit.as_ref().map(|it| Arc::as_ptr(&it.inputs));
    if unit(one) != unit(other) {
        return false;
    }
    asked.iter().all(|name| {
        if **name == *WORKSPACE {
            return one.workspace == other.workspace;
        }
        match (last(one, name), last(other, name)) {
            (Some(one), Some(other)) => one.is_as(other, sources),
            (None, None) => true,
            _ => false,
        }
    })
}

/// What all variants give alike, each of their other values being any; nothing if there are not several, or if they are given more than values.
pub(super) fn common(sources: &Sources, all: &[Given]) -> Option<Given> {
    let [first, others @ ..] = all else {
        return None;
    };
    let has_more = |it: &Given| it.unit.is_some() || it.plan.is_some();
    if others.is_empty() || all.iter().any(has_more) {
        return None;
    }
    let given: BTreeMap<&Name, &InputValue> = (all.iter().flat_map(|it| &*it.values))
        .map(|it| (&it.name, it))
        .collect();
    let values = given.into_iter().map(|(name, any)| {
        let in_first = last(first, name);
        let is_alike = |other: &Given| {
            let both = in_first.zip(last(other, name));
            both.is_some_and(|(one, other)| one.is_as(other, sources))
        };
        let alike = in_first.filter(|_| others.iter().all(is_alike));
        alike.cloned().unwrap_or_else(|| InputValue {
            from: InputSource::Variants,
            ..any.clone()
        })
    });
    let workspace = first.workspace.clone();
    Some(Given {
        values: Arc::new(values.collect()),
        workspace: workspace.filter(|_| others.iter().all(|it| it.workspace == first.workspace)),
        ..Given::default()
    })
}

/// The value that counts for a variable.
fn last<'g>(given: &'g Given, name: &Name) -> Option<&'g InputValue> {
    InputValue::of(&given.values, name)
}
