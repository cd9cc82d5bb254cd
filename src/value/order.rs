//! The order in which Terraform iterates and prints sets.

use std::fmt::Write as _;

use super::{Kind, Number, Value};
use crate::syntax::Name;

/// The members of a set in Terraform's order, without repetition: strings by bytes, numbers by size, bools false first, everything
/// else by the text from which Terraform computes its hash (go-cty `cty/set_internals.go`); unknown and then null members last.
pub(super) fn ordered_set(items: Vec<Value>) -> Vec<Value> {
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
    Null,
}

impl SortKey {
    fn of(value: &Value) -> Self {
        match &value.kind {
            Kind::Null(_) => Self::Null,
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
            Kind::PartialString(_) | Kind::Union(_) => Self::Unknown(String::new()),
            Kind::Sequence(_) | Kind::Mapping(_) if !value.is_known() => {
                Self::Unknown(String::new())
            }
            Kind::Sequence(_) | Kind::Mapping(_) => {
                let mut text = String::new();
                append(value, &mut text);
                Self::Other(text)
            }
        }
    }
}

fn append(value: &Value, into: &mut String) {
    match &value.kind {
        _ if !value.is_known() => into.push('?'),
        Kind::Null(_) => into.push('~'),
        Kind::Bool(value) => into.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) => ten_digits(number, into),
        Kind::String(text) => quote(text, into),
        Kind::Sequence(sequence) => {
            let tuple = sequence.form == super::SequenceForm::Tuple;
            into.push(if tuple { '<' } else { '[' });
            for item in sequence.items.iter() {
                append(item, into);
                into.push(';');
            }
            into.push(if tuple { '>' } else { ']' });
        }
        Kind::Mapping(mapping) => {
            let object = mapping.form == super::MappingForm::Object;
            into.push(if object { '<' } else { '{' });
            for (key, value) in mapping.entries.iter() {
                if !object {
                    quote(key, into);
                    into.push(':');
                }
                append(value, into);
                into.push(';');
            }
            into.push(if object { '>' } else { '}' });
        }
        Kind::PartialString(_) | Kind::Unknown(_) | Kind::Union(_) => into.push('?'),
    }
}

/// A number as Go prints it with ten significant digits: `1.23456789e+10`.
fn ten_digits(number: &Number, into: &mut String) {
    if number.is_infinite() {
        into.push_str(&number.to_string());
        return;
    }
    let double = number.to_f64();
    let scientific = format!("{double:.9e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| {
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            text
        };
        text.to_owned()
    };
    let text = if (-4..10).contains(&exponent) {
        let places = usize::try_from(9 - exponent).unwrap_or(0);
        trimmed(&format!("{double:.places$}"))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs())
    };
    into.push_str(&text);
}

/// As Go's `%q` writes strings.
fn quote(text: &str, into: &mut String) {
    into.push('"');
    for letter in text.chars() {
        match letter {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '\u{7}' => into.push_str("\\a"),
            '\u{8}' => into.push_str("\\b"),
            '\u{c}' => into.push_str("\\f"),
            '\n' => into.push_str("\\n"),
            '\r' => into.push_str("\\r"),
            '\t' => into.push_str("\\t"),
            '\u{b}' => into.push_str("\\v"),
            other if other.is_ascii_control() => {
                let _ = write!(into, "\\x{:02x}", u32::from(other));
            }
            other => into.push(other),
        }
    }
    into.push('"');
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::value::{Type, Why};

    #[test]
    fn objects_are_ordered_by_the_text_of_their_hash() {
        let object = |port: usize, name: Value| {
            Value::object([("from".into(), Value::number(port)), ("name".into(), name)].into())
        };
        let set = Value::set(
            Type::Any,
            vec![
                object(9, Value::string("a")),
                Value::null(Type::Any),
                object(443, Value::unknown(Type::String, Why::Condition)),
                object(443, Value::string("b")),
                object(443, Value::string("b")),
            ],
        );
        let ports: Vec<String> = set
            .as_sequence()
            .unwrap()
            .items
            .iter()
            .map(|item| item.to_json().0.to_string())
            .collect();
        assert_eq!(
            ports,
            [
                r#"{"from":443,"name":"b"}"#,
                r#"{"from":443,"name":null}"#,
                r#"{"from":9,"name":"a"}"#,
                "null"
            ]
        );
    }
}
