//! JSON to text.

use std::sync::Arc;

use super::{Json, escape::escape};
use crate::value::{Fragment, Kind, Type, Unknown, Value, Why};

/// As Go writes it; see [`Json::to_text`].
pub(super) fn write(json: &Json, indented: bool) -> Value {
    let mut writer = Writer {
        indented,
        text: String::new(),
        fragments: Vec::new(),
    };
    writer.value(json, 0);
    if !writer.text.is_empty() {
        writer.fragments.push(Fragment::Known(writer.text.into()));
    }
    Value::from_fragments(writer.fragments)
}

struct Writer {
    indented: bool,
    text: String,
    fragments: Vec<Fragment>,
}

impl Writer {
    fn value(&mut self, json: &Json, depth: usize) {
        match json {
            Json::Null => self.text.push_str("null"),
            Json::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Json::Number(text) => self.text.push_str(&number(text)),
            Json::String(value) => self.string(value),
            Json::Array(items, open) => {
                self.members('[', ']', items, open.as_ref(), depth, |writer, item| {
                    writer.value(item, depth + 1);
                });
            }
            Json::Object(members, open) => {
                let member = |writer: &mut Self, (key, value): &(Value, Json)| {
                    writer.string(key);
                    writer
                        .text
                        .push_str(if writer.indented { ": " } else { ":" });
                    writer.value(value, depth + 1);
                };
                self.members('{', '}', members, open.as_ref(), depth, member);
            }
            Json::Unknown(unknown) => self.unknown_part(unknown),
        }
    }

    /// The unknown part for further members directly follows the last one: the comma before it is a part of what is not known.
    fn members<T>(
        &mut self,
        opening: char,
        closing: char,
        members: &[T],
        open: Option<&Arc<Unknown>>,
        depth: usize,
        write: impl Fn(&mut Self, &T),
    ) {
        self.text.push(opening);
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line(depth + 1);
            write(self, member);
        }
        if let Some(unknown) = open {
            self.unknown_part(unknown);
        }
        if !members.is_empty() {
            self.line(depth);
        }
        self.text.push(closing);
    }

    fn line(&mut self, depth: usize) {
        if self.indented {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n("  ", depth));
        }
    }

    fn unknown_part(&mut self, unknown: &Arc<Unknown>) {
        let known = std::mem::take(&mut self.text);
        self.fragments.push(Fragment::Known(known.into()));
        self.fragments.push(Fragment::Unknown(unknown.clone()));
    }

    fn string(&mut self, value: &Value) {
        self.text.push('"');
        match &value.kind {
            Kind::String(text) => escape(text, &mut self.text),
            Kind::PartialString(fragments) => {
                for fragment in fragments.iter() {
                    match fragment {
                        Fragment::Known(text) => escape(text, &mut self.text),
                        Fragment::Unknown(unknown) => self.unknown_part(unknown),
                    }
                }
            }
            Kind::Unknown(unknown) => self.unknown_part(unknown),
            _ => self.unknown_part(&Arc::new(Unknown::new(Type::String, Why::Condition))),
        }
        self.text.push('"');
    }
}

/// Go reads numbers as doubles; outside the range that it writes without exponent they are left as they were.
fn number(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if value == 0.0 || (1e-6..1e21).contains(&value.abs()) => value.to_string(),
        _ => text.to_owned(),
    }
}
