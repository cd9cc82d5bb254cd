//! `length`: how many elements or letters a value has, at least and at most where not all of it is known.

use unicode_segmentation::UnicodeSegmentation;

use super::{Call, equal, text};
use crate::{
    eval::{Fault, convert::may_coalesce},
    value::{Kind, MOST_ALTERNATIVES, Truth, Type, Value},
};

pub(super) fn length(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    // How many there are at least, and at most where there is an end.
    let (least, most) = match &argument.kind {
        Kind::String(text) => exactly(text.graphemes(true).count()),
        Kind::PartialString(fragments) => (text::prefix(fragments).graphemes(true).count(), None),
        Kind::Sequence(sequence) => {
            let count = sequence.items.len();
            match &sequence.rest {
                Some(_) => (different(&sequence.items), None),
                None if may_coalesce(sequence) => (different(&sequence.items), Some(count)),
                None => exactly(count),
            }
        }
        Kind::Mapping(mapping) => {
            let (count, are_all) = mapping.count();
            (count, are_all.then_some(count))
        }
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(elements) => exactly(elements.len()),
            Type::Object(fields) => exactly(fields.len()),
            Type::List(_) | Type::Set(_) | Type::Map(_) => (unknown.least.unwrap_or(0), None),
            Type::String | Type::Any => (0, None),
            Type::Bool | Type::Number => return Err(no_length()),
        },
        _ => return Err(no_length()),
    };
    Ok(match most {
        Some(most) if least <= most && most - least < MOST_ALTERNATIVES => {
            Value::union((least..=most).map(Value::number))
        }
        _ => call.unknown_from(least),
    })
}

const fn exactly(count: usize) -> (usize, Option<usize>) {
    (count, Some(count))
}

/// How many different values there are at least among these: known ones of a set differ.
fn different(items: &[Value]) -> usize {
    /// More are not compared each with each.
    const MOST: usize = 32;
    if items.iter().all(Value::is_wholly_known) {
        return items.len();
    }
    let mut told_apart: Vec<&Value> = Vec::new();
    for item in items.iter().take(MOST) {
        if told_apart
            .iter()
            .all(|other| equal(other, item) == Truth::No)
        {
            told_apart.push(item);
        }
    }
    told_apart.len()
}

fn no_length() -> Fault {
    Fault::new("argument must be a string, a collection type, or a structural type")
}
