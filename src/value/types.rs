//! Terraform's types, as `type = ...` writes them and as values have them.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{Kind, MappingForm, SequenceForm, Value};
use crate::syntax::Name;

/// A type or a type constraint. `Any` stands for a type that is not known yet (`any`, `null`, unresolved references).
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `any`: nothing is known of the type.
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(element)`
    List(Arc<Self>),
    /// `set(element)`
    Set(Arc<Self>),
    /// `map(element)`
    Map(Arc<Self>),
    /// `tuple([a, b])`
    Tuple(Arc<[Self]>),
    /// `object({ name = type })`
    Object(Arc<BTreeMap<Name, Field>>),
}

/// One attribute of an object type.
#[derive(Clone, Debug)]
pub struct Field {
    /// The attribute's type.
    pub ty: Type,
    /// Whether it was written `optional(...)`: a missing attribute is filled instead of refused.
    pub optional: bool,
    /// The second argument of `optional`, already converted to `ty`: replaces a missing or null attribute.
    pub default: Option<Value>,
}

/// Defaults do not make a different type.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.optional == other.optional
    }
}

impl Field {
    /// An attribute that must be present.
    #[must_use]
    pub const fn required(ty: Type) -> Self {
        Self {
            ty,
            optional: false,
            default: None,
        }
    }
}

impl Type {
    /// `list(element)`
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// `set(element)`
    #[must_use]
    pub fn set(element: Self) -> Self {
        Self::Set(Arc::new(element))
    }

    /// `map(element)`
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Arc::new(element))
    }

    /// `object({...})` with required attributes.
    #[must_use]
    pub fn object(fields: impl IntoIterator<Item = (Name, Self)>) -> Self {
        Self::Object(Arc::new(
            fields
                .into_iter()
                .map(|(name, ty)| (name, Field::required(ty)))
                .collect(),
        ))
    }

    /// `bool`, `number` or `string`.
    #[must_use]
    pub const fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    /// Whether `any` occurs anywhere in it: values of such a type may differ in type.
    #[must_use]
    pub fn has_any(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_any(),
            Self::Tuple(elements) => elements.iter().any(Self::has_any),
            Self::Object(fields) => fields.values().any(|field| field.ty.has_any()),
        }
    }

    /// Terraform's JSON form: `"string"`, `["list","string"]`, `["object",{"a":"number"}]`; `any` is `"dynamic"`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Value as Json, json};
        match self {
            Self::Any => json!("dynamic"),
            Self::Bool => json!("bool"),
            Self::Number => json!("number"),
            Self::String => json!("string"),
            Self::List(element) => json!(["list", element.to_json()]),
            Self::Set(element) => json!(["set", element.to_json()]),
            Self::Map(element) => json!(["map", element.to_json()]),
            Self::Tuple(elements) => json!([
                "tuple",
                elements.iter().map(Self::to_json).collect::<Vec<_>>()
            ]),
            Self::Object(fields) => {
                let fields: serde_json::Map<String, Json> = fields
                    .iter()
                    .map(|(name, field)| (name.to_string(), field.ty.to_json()))
                    .collect();
                json!(["object", fields])
            }
        }
    }
}

/// As Terraform's messages name a type: `list of string`, `object`, `dynamic`.
impl Value {
    /// The name of its type, which of a tuple or an object says nothing of the members.
    #[must_use]
    pub fn type_name(&self) -> String {
        match &self.kind {
            Kind::Sequence(sequence) if sequence.form == SequenceForm::Tuple => "tuple".to_owned(),
            Kind::Mapping(mapping) if mapping.form == MappingForm::Object => "object".to_owned(),
            _ => self.ty().to_string(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("dynamic"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(element) => write!(f, "list of {element}"),
            Self::Set(element) => write!(f, "set of {element}"),
            Self::Map(element) => write!(f, "map of {element}"),
            Self::Tuple(_) => f.write_str("tuple"),
            Self::Object(_) => f.write_str("object"),
        }
    }
}
