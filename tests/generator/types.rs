//! Type constraints and values for them, as they may be written for a variable.

use serde_json::{Map, Value as Json, json};

use crate::grammar::Chance;

const WORDS: [&str; 6] = ["a", "b", "net", "Eu-West", "x_1", "zone"];

/// What a variable may be declared as.
#[derive(Clone)]
pub(crate) enum Type {
    String,
    Number,
    Bool,
    Any,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(Vec<Field>),
}

/// Whether an attribute must be there.
#[derive(Clone)]
enum Presence {
    Required,
    Optional,
    Or(Json),
}

/// An attribute of an object.
#[derive(Clone)]
pub(crate) struct Field {
    name: &'static str,
    ty: Type,
    presence: Presence,
}

fn field(name: &'static str, ty: Type, presence: Presence) -> Field {
    Field { name, ty, presence }
}

impl Type {
    /// The type of what the productions call by that name.
    pub(crate) fn of(kind: &str) -> Self {
        let member = |prefix: &str| {
            let inner = kind.strip_prefix(prefix)?.strip_suffix(')')?;
            Some(Box::new(Self::of(inner)))
        };
        if let Some(inner) = member("list(") {
            return Self::List(inner);
        }
        if let Some(inner) = member("set(") {
            return Self::Set(inner);
        }
        if let Some(inner) = member("map(") {
            return Self::Map(inner);
        }
        match kind {
            "bool" => Self::Bool,
            "number" => Self::Number,
            "record" => Self::record(),
            _ => Self::String,
        }
    }

    fn record() -> Self {
        let words = || Self::Map(Box::new(Self::String));
        let nested = Self::Object(vec![
            field("deep", Self::String, Presence::Or(json!("deep"))),
            field(
                "more",
                Self::List(Box::new(Self::Number)),
                Presence::Or(json!([])),
            ),
        ]);
        Self::Object(vec![
            field("name", Self::String, Presence::Required),
            field("cidr", Self::String, Presence::Or(json!("10.9.0.0/16"))),
            field(
                "ports",
                Self::List(Box::new(Self::Number)),
                Presence::Or(json!([443])),
            ),
            field("public", Self::Bool, Presence::Or(json!(false))),
            field("tags", words(), Presence::Or(json!({}))),
            field("note", Self::String, Presence::Optional),
            field("nested", nested, Presence::Or(json!({}))),
        ])
    }

    /// Any type.
    pub(crate) fn random(chance: &mut Chance, depth: usize) -> Self {
        let inner = |chance: &mut Chance| Box::new(Self::random(chance, depth - 1));
        match chance.below(if depth == 0 { 3 } else { 12 }) {
            0 => Self::String,
            1 => Self::Number,
            2 => Self::Bool,
            3 | 4 => Self::List(inner(chance)),
            5 | 6 => Self::Set(inner(chance)),
            7 | 8 => Self::Map(inner(chance)),
            9 => Self::Tuple((0..=chance.below(3)).map(|_| *inner(chance)).collect()),
            10 if depth < 3 => Self::Any,
            _ => {
                let names = ["one", "two", "three", "four"];
                let fields = names.iter().take(1 + chance.below(4)).map(|name| {
                    let ty = *inner(chance);
                    let presence = match chance.below(3) {
                        0 => Presence::Required,
                        1 => Presence::Optional,
                        _ => Presence::Or(ty.literal(chance)),
                    };
                    field(name, ty, presence)
                });
                Self::Object(fields.collect())
            }
        }
    }

    /// As it is written.
    pub(crate) fn constraint(&self) -> String {
        match self {
            Self::String => "string".into(),
            Self::Number => "number".into(),
            Self::Bool => "bool".into(),
            Self::Any => "any".into(),
            Self::List(inner) => format!("list({})", inner.constraint()),
            Self::Set(inner) => format!("set({})", inner.constraint()),
            Self::Map(inner) => format!("map({})", inner.constraint()),
            Self::Tuple(items) => {
                let items: Vec<String> = items.iter().map(Self::constraint).collect();
                format!("tuple([{}])", items.join(", "))
            }
            Self::Object(fields) => {
                let fields: Vec<String> = fields.iter().map(Field::constraint).collect();
                format!("object({{ {} }})", fields.join(", "))
            }
        }
    }

    /// A value that converts to it, not always one that is of it.
    pub(crate) fn literal(&self, chance: &mut Chance) -> Json {
        let some = |chance: &mut Chance, inner: &Self| -> Vec<Json> {
            (0..chance.below(4))
                .map(|_| inner.literal(chance))
                .collect()
        };
        match self {
            Self::String => match chance.below(12) {
                0 => json!(7),
                1 => json!(true),
                _ => json!(WORDS[chance.below(WORDS.len())]),
            },
            Self::Number => match chance.below(6) {
                0 => json!("12"),
                1 => json!(2),
                _ => json!(chance.below(5)),
            },
            Self::Bool => match chance.below(6) {
                0 => json!("true"),
                1 => json!("false"),
                it => json!(it % 2 == 0),
            },
            Self::Any => match chance.below(4) {
                0 => json!([1, "b", true]),
                1 => json!({ "a": 1, "b": { "c": [] } }),
                2 => json!("any"),
                _ => json!([]),
            },
            Self::List(inner) | Self::Set(inner) if is_any(inner) => json!(["a", "b"]),
            Self::List(inner) | Self::Set(inner) => Json::Array(some(chance, inner)),
            Self::Map(inner) if is_any(inner) => json!({ "a": "1", "b": "2" }),
            Self::Map(inner) => {
                let values = some(chance, inner);
                let keys = ["a", "k", "b-c", "Z"];
                let entries = keys.iter().map(|key| (*key).to_owned()).zip(values);
                Json::Object(entries.collect())
            }
            Self::Tuple(items) => items.iter().map(|item| item.literal(chance)).collect(),
            Self::Object(fields) => {
                let mut entries = Map::new();
                for field in fields {
                    if !matches!(field.presence, Presence::Required) {
                        match chance.below(6) {
                            0 => {
                                entries.insert(field.name.into(), Json::Null);
                                continue;
                            }
                            1 | 2 => continue,
                            _ => {}
                        }
                    }
                    let value = match field.name {
                        "cidr" => json!("10.20.0.0/16"),
                        _ => field.ty.literal(chance),
                    };
                    entries.insert(field.name.into(), value);
                }
                if chance.below(8) == 0 {
                    entries.insert("beyond".into(), json!("dropped"));
                }
                Json::Object(entries)
            }
        }
    }
}

fn is_any(ty: &Type) -> bool {
    matches!(ty, Type::Any)
}

impl Field {
    fn constraint(&self) -> String {
        let ty = self.ty.constraint();
        match &self.presence {
            Presence::Required => format!("{} = {ty}", self.name),
            Presence::Optional => format!("{} = optional({ty})", self.name),
            Presence::Or(default) => format!("{} = optional({ty}, {default})", self.name),
        }
    }
}
