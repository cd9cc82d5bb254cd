//! From JSON to values.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{
    syntax::Name,
    value::{Number, Type, Value, Why},
};

/// What the masks of a value say: a flag for all of it, or one for each part.
#[derive(Clone, Copy)]
pub(super) struct Masks<'j> {
    /// What is not known yet, and why.
    pub(super) unknown: Option<&'j Json>,
    pub(super) why: &'j Why,
    /// What must not be shown.
    pub(super) sensitive: [Option<&'j Json>; 2],
    /// Whether that is all of it.
    pub(super) is_hidden: bool,
}

impl<'j> Masks<'j> {
    /// Those of a member.
    pub(super) fn member(self, name: &str) -> Self {
        self.part(|mask| mask.get(name))
    }

    fn element(self, index: usize) -> Self {
        self.part(|mask| mask.get(index))
    }

    fn part(self, part: impl Fn(&'j Json) -> Option<&'j Json>) -> Self {
        let of = |mask: Option<&'j Json>| mask.and_then(&part);
        let [one, other] = self.sensitive;
        Self {
            unknown: of(self.unknown),
            sensitive: [of(one), of(other)],
            is_hidden: self.hides(),
            ..self
        }
    }

    /// Whether it, or what it is part of, must not be shown.
    fn hides(&self) -> bool {
        self.is_hidden || self.sensitive.into_iter().any(Self::says)
    }

    const fn says(mask: Option<&Json>) -> bool {
        matches!(mask, Some(Json::Bool(true)))
    }
}

/// The value of what is planned; arrays are tuples, as JSON does not say what they are.
pub(super) fn value(json: &Json, masks: Masks<'_>) -> Value {
    let is_hidden = masks.hides();
    if Masks::says(masks.unknown) {
        return Value::unknown(Type::Any, masks.why.clone()).hidden(is_hidden);
    }
    let value = match json {
        Json::Null => Value::null(Type::Any),
        Json::Bool(flag) => Value::bool(*flag),
        Json::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => Value::number(number),
            None => Value::unknown(Type::Number, masks.why.clone()),
        },
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(index, item)| value(item, masks.element(index)));
            Value::tuple(items.collect())
        }
        Json::Object(_) => Value::object(members(json, masks)),
    };
    value.hidden(is_hidden)
}

/// The members of an object, with those that are not known yet.
pub(super) fn members(json: &Json, masks: Masks<'_>) -> BTreeMap<Name, Value> {
    let known = json.as_object().into_iter().flatten();
    let mut members: BTreeMap<_, _> = known
        .map(|(name, json)| (name.as_str().into(), value(json, masks.member(name))))
        .collect();
    let unknown = masks.unknown.and_then(Json::as_object);
    for (name, mask) in unknown.into_iter().flatten() {
        if Masks::says(Some(mask)) {
            let unknown = || value(&Json::Null, masks.member(name));
            members.entry(name.as_str().into()).or_insert_with(unknown);
        }
    }
    members
}
