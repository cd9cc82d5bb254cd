//! Values as Terraform's plan JSON writes them.

use serde_json::{Map, Number as JsonNumber, Value as Json};

use super::{Kind, Value};

impl Value {
    /// The value with unknown leaves as null, and its mask: `true` for unknown, else `false`, or shaped like the value where
    /// only parts are unknown. Sensitive values are hidden: null, and unknown.
    #[must_use]
    pub fn to_json(&self) -> (Json, Json) {
        const UNKNOWN: (Json, Json) = (Json::Null, Json::Bool(true));
        if self.sensitive {
            return UNKNOWN;
        }
        let known = |json: Json| (json, Json::Bool(false));
        match &self.kind {
            Kind::Null(_) => known(Json::Null),
            Kind::Bool(value) => known(Json::Bool(*value)),
            Kind::Number(number) => known(json_number(&number.to_string())),
            Kind::String(text) => known(Json::String(text.to_string())),
            Kind::PartialString(_) | Kind::Unknown(_) | Kind::Union(_) => UNKNOWN,
            Kind::Sequence(sequence) if sequence.rest.is_some() => UNKNOWN,
            Kind::Mapping(mapping) if mapping.rest.is_some() => UNKNOWN,
            Kind::Sequence(sequence) => {
                let (values, masks): (Vec<Json>, Vec<Json>) =
                    sequence.items.iter().map(Self::to_json).unzip();
                let known = masks.iter().all(|mask| *mask == Json::Bool(false));
                (
                    Json::Array(values),
                    if known {
                        Json::Bool(false)
                    } else {
                        Json::Array(masks)
                    },
                )
            }
            Kind::Mapping(mapping) => {
                let (mut values, mut masks) = (Map::new(), Map::new());
                for (key, value) in mapping.entries.iter() {
                    let (value, mask) = value.to_json();
                    values.insert(key.to_string(), value);
                    masks.insert(key.to_string(), mask);
                }
                let known = masks.values().all(|mask| *mask == Json::Bool(false));
                (
                    Json::Object(values),
                    if known {
                        Json::Bool(false)
                    } else {
                        Json::Object(masks)
                    },
                )
            }
        }
    }

    /// Whether [`Value::to_json`] can say what it is: infinity has no JSON form.
    #[must_use]
    pub fn has_json(&self) -> bool {
        match &self.kind {
            _ if self.sensitive => true,
            Kind::Number(number) => !number.is_infinite(),
            Kind::Sequence(sequence) if sequence.rest.is_none() => {
                sequence.items.iter().all(Self::has_json)
            }
            Kind::Mapping(mapping) if mapping.rest.is_none() => {
                mapping.entries.values().all(Self::has_json)
            }
            _ => true,
        }
    }
}

/// All digits are kept; infinities become null.
fn json_number(text: &str) -> Json {
    text.parse::<JsonNumber>().map_or(Json::Null, Json::Number)
}
