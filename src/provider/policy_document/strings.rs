//! Lists of strings as the provider holds them: a single one is not the same as a list of one.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    provider::json::Json,
    syntax::Name,
    value::{Unknown, Value},
};

/// The strings of one member.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// The strings.
    pub(super) items: Vec<Value>,
    /// Whether it is one string, not a list of one.
    pub(super) single: bool,
    /// Present when there may be more.
    pub(super) open: Option<Arc<Unknown>>,
}

impl Strings {
    /// One string.
    pub(super) fn one(item: Value) -> Self {
        Self {
            items: vec![item],
            single: true,
            open: None,
        }
    }

    /// A list; one string for a list of one when `flat`.
    pub(super) fn list(items: Vec<Value>, open: Option<Arc<Unknown>>, flat: bool) -> Self {
        let single = flat && items.len() == 1 && open.is_none();
        Self {
            items,
            single,
            open,
        }
    }

    /// Sorted as the provider does: backwards. What is not known comes last.
    pub(super) fn sorted(mut self) -> Self {
        self.items.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
        self
    }

    /// Adds the other's strings at the end: that makes a list.
    pub(super) fn extend(&mut self, other: Self) {
        self.items.extend(other.items);
        self.open = self.open.take().or(other.open);
        self.single = false;
    }

    /// The member's value; a bare unknown part when nothing is known of it.
    pub(super) fn into_json(self) -> Json {
        match (self.open, self.single) {
            (Some(unknown), _) if self.items.is_empty() => Json::Unknown(unknown),
            (None, true) => self
                .items
                .into_iter()
                .next()
                .map_or(Json::Null, Json::String),
            (open, _) => Json::Array(self.items.into_iter().map(Json::String).collect(), open),
        }
    }
}

/// What is collected by key, in the order in which Go writes a map. Keys that are not known come last.
#[derive(Debug)]
pub(super) struct Groups<T>(BTreeMap<(bool, Name), (Value, T)>);

impl<T> Groups<T> {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds to what the key has, or starts it.
    pub(super) fn add(&mut self, key: &Value, new: T, join: impl FnOnce(&mut T, T)) {
        let place = match (key.as_str(), key.symbol()) {
            (Some(text), _) => (false, text.clone()),
            (_, Some(symbol)) => (true, symbol.as_str().into()),
            // Two strings that are known in part are two keys, in the order written.
            _ => (true, format!("{:08}", self.0.len()).into()),
        };
        match self.0.entry(place) {
            std::collections::btree_map::Entry::Occupied(mut present) => {
                join(&mut present.get_mut().1, new);
            }
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert((key.clone(), new));
            }
        }
    }

    /// Whether there is no key.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds all that the other has.
    pub(super) fn join(&mut self, other: Self, join: impl Fn(&mut T, T)) {
        for (key, new) in other.0.into_values() {
            self.add(&key, new, &join);
        }
    }

    /// The object with a member for every key.
    pub(super) fn into_json(self, value: impl Fn(T) -> Json) -> Json {
        let members = self.0.into_values().map(|(key, group)| (key, value(group)));
        Json::Object(members.collect(), None)
    }
}
