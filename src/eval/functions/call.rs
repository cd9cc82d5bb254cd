//! What functions ask their call for: its arguments, and what it gives where they are not known.

use super::{Call, text};
use crate::{
    eval::{Fault, convert},
    value::{Kind, Number, Sequence, Symbol, Type, Unknown, Value, Why},
};

impl Call<'_> {
    /// The argument at that place; there is one for each parameter.
    pub(super) fn argument(&self, index: usize) -> Result<&Value, Fault> {
        self.arguments
            .get(index)
            .ok_or_else(|| Fault::new("not enough function arguments"))
    }

    /// A string argument that is known.
    pub(super) fn text(&self, index: usize) -> Result<&str, Fault> {
        match &self.argument(index)?.kind {
            Kind::String(text) => Ok(text),
            _ => Err(Fault::new("string required")),
        }
    }

    /// A number argument that is known.
    pub(super) fn number(&self, index: usize) -> Result<&Number, Fault> {
        self.argument(index)?
            .as_number()
            .ok_or_else(|| Fault::new("number required"))
    }

    /// A number argument that must be whole.
    pub(super) fn integer(&self, index: usize) -> Result<i128, Fault> {
        integer(self.number(index)?)
    }

    /// A list argument that is known, at least in part.
    pub(super) fn sequence(&self, index: usize) -> Result<&Sequence, Fault> {
        self.argument(index)?
            .as_sequence()
            .ok_or_else(|| Fault::new("list required"))
    }

    /// The result when an argument is unknown: of the function's type, named after the call so that the same call is the same value.
    pub(super) fn unknown(&self) -> Value {
        let why = self.arguments.iter().find_map(convert::why_unknown);
        self.unknown_of(self.function.gives.ty(), why)
    }

    /// The same with another type.
    pub(super) fn unknown_typed(&self, ty: Type) -> Value {
        let why = self.arguments.iter().find_map(convert::why_unknown);
        self.unknown_of(ty, why)
    }

    pub(super) fn unknown_of(&self, ty: Type, why: Option<Why>) -> Value {
        let spelled: Option<Vec<String>> =
            self.arguments.iter().map(|each| spelled(each, 0)).collect();
        Unknown {
            symbol: spelled
                .and_then(|arguments| Symbol::call(self.function.name, &arguments.join(", "))),
            not_null: !self.function.may_be_null,
            ..Unknown::new(ty, why.unwrap_or(Why::Condition))
        }
        .into()
    }

    /// A number that is not known, but not below `least` either.
    pub(super) fn unknown_from(&self, least: usize) -> Value {
        let value = self.unknown();
        match value.kind {
            Kind::Unknown(unknown) => Unknown {
                least: Some(least),
                ..(*unknown).clone()
            }
            .into(),
            _ => value,
        }
    }

    /// The result when it would become too large.
    pub(super) fn limit(&self) -> Value {
        self.host.fuel().limit(self.function.gives.ty())
    }

    /// The result of a function that cannot be computed here.
    pub(super) fn impossible(&self) -> Value {
        Unknown {
            not_null: !self.function.may_be_null,
            ..Unknown::new(
                self.function.gives.ty(),
                Why::Function(self.function.name.into()),
            )
        }
        .into()
    }

    /// Whether a text of that many bytes may be made.
    pub(super) fn affords(&self, bytes: usize) -> bool {
        self.host.fuel().write(bytes)
    }

    /// The result of a function that needs every leaf of its arguments: `None` when all are known.
    pub(super) fn unless_wholly_known(&self) -> Option<Value> {
        (!self.arguments.iter().all(Value::is_wholly_known)).then(|| self.unknown())
    }
}

/// A whole number however large, or Go's complaint: hosts of IPv6 networks are numbered past 64 bits.
pub(super) fn whole(number: &Number) -> Result<i128, Fault> {
    number
        .as_integer()
        .ok_or_else(|| Fault::new("value must be a whole number"))
}

/// A whole number that Go can hold, or its complaint.
pub(super) fn integer(number: &Number) -> Result<i128, Fault> {
    number
        .as_integer()
        .filter(|integer| i64::try_from(*integer).is_ok())
        .ok_or_else(|| {
            let (least, most) = (i64::MIN, i64::MAX);
            Fault::new(format!(
                "value must be a whole number, between {least} and {most}"
            ))
        })
}

/// How a symbol names an argument: known values as JSON, unknown ones by their symbol; `None` when it has no name that is
/// safe to show and the same wherever it occurs.
fn spelled(value: &Value, depth: usize) -> Option<String> {
    if value.sensitive || depth > 3 {
        return None;
    }
    let members = |values: &mut dyn Iterator<Item = &Value>| -> Option<String> {
        let spelled: Vec<String> = values
            .take(9)
            .map(|value| spelled(value, depth + 1))
            .collect::<Option<_>>()?;
        (spelled.len() < 9).then(|| spelled.join(","))
    };
    match &value.kind {
        Kind::Null(_) => Some("null".to_owned()),
        Kind::Bool(known) => Some(known.to_string()),
        Kind::Number(number) => Some(number.to_string()).filter(|text| text.len() < 40),
        Kind::String(text) => (text.len() < 120).then(|| format!("{text:?}")),
        Kind::PartialString(fragments) => text::spelled(fragments),
        Kind::Unknown(unknown) => unknown.symbol.as_ref().map(ToString::to_string),
        Kind::Sequence(sequence) if sequence.rest.is_none() => {
            members(&mut sequence.items.iter()).map(|members| format!("[{members}]"))
        }
        Kind::Mapping(mapping) if mapping.rest.is_none() => {
            let names: Vec<&str> = mapping.entries.keys().map(|name| &**name).collect();
            members(&mut mapping.entries.values())
                .map(|members| format!("{{{names:?}: {members}}}"))
        }
        _ => None,
    }
}
