//! JSON as Terraform writes and reads it.

use std::{collections::BTreeMap, sync::Arc};

use memchr::memchr3_iter;
use serde_json::Value as Json;

use super::{
    Call, LARGEST_COLLECTION,
    text::{made, unknown_part},
};
use crate::{
    eval::{Fault, convert::why_unknown},
    provider::escape,
    syntax::Name,
    value::{Fragment, Kind, Number, Type, Unknown, Value, Why},
};

/// Text in the making: known stretches are appended to, unknown parts close them.
#[derive(Default)]
pub(super) struct Writer {
    fragments: Vec<Fragment>,
    run: String,
    bytes: usize,
}

impl Writer {
    pub(super) fn push(&mut self, text: &str) {
        self.run.push_str(text);
        self.bytes = self.bytes.saturating_add(text.len());
    }

    pub(super) fn unknown_part(&mut self, unknown: Arc<Unknown>) {
        if !self.run.is_empty() {
            self.fragments
                .push(Fragment::Known(std::mem::take(&mut self.run).into()));
        }
        self.fragments.push(Fragment::Unknown(unknown));
    }

    pub(super) fn why(&mut self, why: Why) {
        if let Fragment::Unknown(unknown) = unknown_part(why) {
            self.unknown_part(unknown);
        }
    }

    /// How much was written.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn finish(mut self) -> Value {
        if self.fragments.is_empty() {
            return made(self.run);
        }
        if !self.run.is_empty() {
            self.fragments.push(Fragment::Known(self.run.into()));
        }
        Value::from_fragments(self.fragments)
    }
}

/// Writes a value: keys sorted, numbers in full, `<`, `>` and `&` escaped. An unknown string leaves an unknown part between
/// quotes, another unknown a bare unknown part. Stops early when more than `limit` bytes were written.
///
/// # Errors
/// Infinity has no JSON form.
pub(super) fn encode(value: &Value, out: &mut Writer, limit: usize) -> Result<(), Fault> {
    if out.bytes() > limit {
        return Ok(());
    }
    match &value.kind {
        Kind::Null(_) => out.push("null"),
        Kind::Bool(known) => out.push(if *known { "true" } else { "false" }),
        Kind::Number(number) if number.is_infinite() => {
            return Err(Fault::new("cannot serialize infinity as JSON"));
        }
        Kind::Number(number) => out.push(&number.to_string()),
        Kind::String(text) => out.push(&quoted(text)),
        Kind::PartialString(fragments) => {
            out.push("\"");
            for fragment in fragments.iter() {
                match fragment {
                    Fragment::Known(text) => out.push(&escaped(text)),
                    Fragment::Unknown(unknown) => out.unknown_part(unescaped(unknown)),
                }
            }
            out.push("\"");
        }
        Kind::Unknown(unknown) if unknown.ty == Type::String => {
            // A string that may be null could lose its quotes.
            out.push("\"");
            out.unknown_part(unescaped(unknown));
            out.push("\"");
        }
        Kind::Sequence(sequence) if sequence.rest.is_none() => {
            out.push("[");
            for (index, item) in sequence.items.iter().enumerate() {
                if index > 0 {
                    out.push(",");
                }
                encode(item, out, limit)?;
            }
            out.push("]");
        }
        Kind::Mapping(mapping) if mapping.rest.is_none() => {
            out.push("{");
            for (index, (name, item)) in mapping.entries.iter().enumerate() {
                if index > 0 {
                    out.push(",");
                }
                out.push(&quoted(name));
                out.push(":");
                encode(item, out, limit)?;
            }
            out.push("}");
        }
        Kind::Unknown(_) | Kind::Union(_) | Kind::Sequence(_) | Kind::Mapping(_) => {
            out.why(why_unknown(value).unwrap_or(Why::Condition));
        }
    }
    Ok(())
}

/// What stands in the JSON is the string escaped, but nothing that has an identity needs that.
fn unescaped(unknown: &Arc<Unknown>) -> Arc<Unknown> {
    Arc::new(Unknown {
        symbol: unknown.symbol.clone(),
        not_null: true,
        ..Unknown::new(Type::String, unknown.why.clone())
    })
}

/// A JSON string with its quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Whether a document may begin so, as Terraform tells from the part of a string that it knows.
///
/// # Errors
///
/// When none does.
pub(super) fn begin(text: &str) -> Result<(), Fault> {
    match text
        .trim_start_matches([' ', '\t', '\r', '\n'])
        .chars()
        .next()
    {
        Some(first) if !r#"{["-0123456789tfn"#.contains(first) => Err(Fault::new(format!(
            "a JSON document cannot begin with the character {first:?}"
        ))),
        _ => Ok(()),
    }
}

/// Reads JSON: arrays become tuples, objects objects.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn decode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    if text.trim().is_empty() {
        return Err(Fault::new("EOF"));
    }
    // Every value but the last is followed by a comma, or ends what is around it.
    let ends = memchr3_iter(b',', b']', b'}', text.as_bytes()).count();
    if ends > LARGEST_COLLECTION || !call.host.fuel().burn(ends as u64) {
        return Ok(call.limit());
    }
    let json: Json = serde_json::from_str(text).map_err(|error| {
        Fault::new(
            if error.is_syntax() && error.to_string().starts_with("trailing") {
                "extraneous data after JSON object".to_owned()
            } else {
                error.to_string()
            },
        )
    })?;
    value(&json)
}

/// A JSON value as Terraform's.
fn value(json: &Json) -> Result<Value, Fault> {
    Ok(match json {
        Json::Null => Value::null(Type::Any),
        Json::Bool(known) => Value::bool(*known),
        Json::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => Value::number(number),
            None => Value::unknown(Type::Number, Why::Limit),
        },
        Json::String(text) => made(text.clone()),
        Json::Array(items) => Value::tuple(items.iter().map(value).collect::<Result<_, _>>()?),
        Json::Object(fields) => {
            let mut entries: BTreeMap<Name, Value> = BTreeMap::new();
            for (name, field) in fields {
                let Kind::String(name) = made(name.clone()).kind else {
                    continue;
                };
                entries.insert(name, value(field)?);
            }
            Value::object(entries)
        }
    })
}
