//! The order in which Terraform iterates sets.

use std::fmt::Write as _;

use super::{Kind, MappingForm, Number, SequenceForm, Value};
use crate::syntax::Name;

/// Terraform iterates sets of strings by bytes, of numbers by size, of bools false first; unknown elements come behind
/// these, null last. Other elements it orders by the text that it hashes them with.
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
    Null,
}

impl SortKey {
    fn of(value: &Value) -> Self {
        match &value.kind {
            Kind::Null(_) => Self::Null,
            Kind::Bool(value) => Self::Bool(*value),
            Kind::Number(number) => Self::Number(number.clone()),
            Kind::String(text) => Self::String(text.clone()),
            Kind::Sequence(_) | Kind::Mapping(_) => {
                let mut text = String::new();
                hashed(value, &mut text);
                Self::Other(text)
            }
            Kind::Unknown(unknown) => Self::Unknown(
                unknown
                    .symbol
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            Kind::Text(_) | Kind::Choice(_) => Self::Unknown(String::new()),
        }
    }
}

/// The text that cty hashes: quoted strings, `T` and `F`, `~` for null, `?` for unknown, members between brackets.
fn hashed(value: &Value, out: &mut String) {
    match &value.kind {
        Kind::Null(_) => out.push('~'),
        Kind::Bool(value) => out.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) => ten_digits(number, out),
        Kind::String(text) => quoted(text, out),
        Kind::Text(_) | Kind::Unknown(_) | Kind::Choice(_) => out.push('?'),
        Kind::Sequence(sequence) => {
            let [open, close] = match sequence.form {
                SequenceForm::Tuple => ['<', '>'],
                SequenceForm::List(_) | SequenceForm::Set(_) => ['[', ']'],
            };
            out.push(open);
            for item in sequence.items.iter() {
                hashed(item, out);
                out.push(';');
            }
            out.push(close);
        }
        Kind::Mapping(mapping) => {
            let is_map = matches!(mapping.form, MappingForm::Map(_));
            out.push(if is_map { '{' } else { '<' });
            for (name, item) in mapping.entries.iter() {
                if is_map {
                    quoted(name, out);
                    out.push(':');
                }
                hashed(item, out);
                out.push(';');
            }
            out.push(if is_map { '}' } else { '>' });
        }
    }
}

fn quoted(text: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{text:?}");
}

/// A number as Go prints it with ten significant digits.
fn ten_digits(number: &Number, out: &mut String) {
    if number.is_infinite() {
        let _ = write!(out, "{number}");
        return;
    }
    let scientific = format!("{:.9e}", number.to_f64());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..10).contains(&exponent) {
        let places = usize::try_from(9 - exponent).unwrap_or(0);
        let fixed = format!("{:.places$}", number.to_f64());
        out.push_str(if fixed.contains('.') {
            fixed.trim_end_matches('0').trim_end_matches('.')
        } else {
            &fixed
        });
        return;
    }
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "{mantissa}e{sign}{:02}", exponent.abs());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Type;

    #[test]
    fn orders_as_terraform() {
        let tuple = |text: &str, number: i64| {
            Value::tuple(vec![Value::string(text), Value::number(number)])
        };
        let set = ordered(vec![
            tuple("b", 1),
            Value::null(Type::Any),
            tuple("a", 20),
            tuple("a", 3),
            tuple("b", 1),
        ]);
        let texts: Vec<String> = set
            .iter()
            .map(|each| each.to_json().0.to_string())
            .collect();
        assert_eq!(texts, [r#"["a",20]"#, r#"["a",3]"#, r#"["b",1]"#, "null"]);
        let mut text = String::new();
        for number in ["1.5", "1000000000", "12345678901", "0.00001"] {
            if let Some(number) = Number::parse(number) {
                ten_digits(&number, &mut text);
                text.push(' ');
            }
        }
        assert_eq!(text, "1.5 1000000000 1.23456789e+10 1e-05 ");
    }
}
