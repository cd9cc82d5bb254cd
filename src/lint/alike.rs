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
            (Some(one), Some(other)) => is_same(sources, one, other),
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
            both.is_some_and(|(one, other)| is_same(sources, one, other))
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
    given.values.iter().rev().find(|value| value.name == *name)
}

/// What stands at two places is the same if it is written alike in a way that nothing but its value can be told of.
fn is_same(sources: &Sources, one: &InputValue, other: &InputValue) -> bool {
    let text = |value: &InputValue| {
        let span = value.value.span;
        let file = sources.file(span.file);
        let text = file.slice(span);
        (!text.contains(['\\', '<', '$', '%'])).then(|| text.to_owned())
    };
    let is_plain = || text(one).is_some_and(|it| text(other) == Some(it));
    one.value.span == other.value.span || is_plain()
}
