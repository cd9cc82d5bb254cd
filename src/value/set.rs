//! The order in which Terraform iterates sets.

use super::{Kind, Number, Value};
use crate::syntax::Name;

/// Terraform iterates sets of strings by bytes, of numbers by size, of bools false first; unknown elements come last. Other
/// elements it orders by an internal hash; here by their text, which is as stable.
pub(super) fn ordered(items: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::with_capacity(items.len());
    let mut keyed: Vec<(SortKey, Value)> = items
        .into_iter()
        .map(|item| (SortKey::of(&item), item))
        .collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (_, item) in keyed {
        if !kept.last().is_some_and(|last| last.same(&item)) {
            kept.push(item);
        }
    }
    kept
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Bool(bool),
    Number(Number),
    String(Name),
    Other(String),
    Unknown(String),
}

impl SortKey {
    fn of(value: &Value) -> Self {
        match &value.kind {
            Kind::Bool(value) => Self::Bool(*value),
            Kind::Number(number) => Self::Number(number.clone()),
            Kind::String(text) => Self::String(text.clone()),
            Kind::Unknown(unknown) => Self::Unknown(
                unknown
                    .symbol
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            _ if !value.is_wholly_known() => Self::Unknown(String::new()),
            _ => Self::Other(value.to_json().0.to_string()),
        }
    }
}
