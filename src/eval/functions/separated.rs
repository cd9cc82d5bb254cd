//! Functions that put strings together with a separator between them, and take them apart at one.

use super::{
    Call,
    text::{self, made},
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, SequenceForm, Type, Value},
};

pub(super) fn join(call: &Call<'_>) -> Result<Value, Fault> {
    let separator = call.text(0)?;
    let lists = call.arguments.get(1..).unwrap_or_default();
    if lists.is_empty() {
        return Err(Fault::new("at least one list is required"));
    }
    let (mut parts, mut bytes) = (Vec::new(), 0_usize);
    // One text, however often it stands between others.
    let length = separator.len();
    let separator = text::known(separator);
    for (number, list) in lists.iter().enumerate() {
        let Kind::Sequence(sequence) = &list.kind else {
            return Ok(call.unknown());
        };
        if sequence.rest.is_some()
            || (matches!(sequence.form, SequenceForm::Set(_)) && !list.is_wholly_known())
        {
            return Ok(call.unknown());
        }
        for (index, item) in sequence.items.iter().enumerate() {
            let Some(fragments) = text::fragments(item) else {
                // Terraform looks at the members only once all are known.
                if let Some(unknown) = call.unless_wholly_known() {
                    return Ok(unknown);
                }
                return Err(Fault::new(if lists.len() > 1 {
                    format!(
                        "element {index} of list {} is null; cannot concatenate null values",
                        number + 1
                    )
                } else {
                    format!("element {index} is null; cannot concatenate null values")
                }));
            };
            if !parts.is_empty() {
                parts.push(separator.clone());
                bytes = bytes.saturating_add(length);
            }
            bytes = bytes.saturating_add(
                fragments
                    .iter()
                    .map(|fragment| match fragment {
                        Fragment::Known(text) => text.len(),
                        Fragment::Unknown(_) => 1,
                    })
                    .sum(),
            );
            // An empty fragment holds the place, so that the next separator is written.
            if fragments.is_empty() {
                parts.push(text::known(""));
            }
            parts.extend(fragments);
        }
    }
    if !call.affords(bytes) {
        return Ok(call.limit());
    }
    Ok(text::together(parts))
}

pub(super) fn split(call: &Call<'_>) -> Result<Value, Fault> {
    let separator = call.text(0)?;
    let argument = call.argument(1)?;
    let strings = |parts: &mut dyn Iterator<Item = String>| -> Vec<Value> {
        parts.map(|part| made(part).at(argument.origin)).collect()
    };
    if let Kind::PartialString(fragments) = &argument.kind {
        if text::may_straddle(fragments, separator) {
            return Ok(call.unknown());
        }
        if !text::may_hide(fragments, separator) {
            let parts = text::between(fragments, separator).into_iter();
            let items = parts.map(|part| text::together(part).at(argument.origin));
            return Ok(Value::list(Type::String, items.collect()));
        }
        let Kind::Unknown(rest) = call.unknown().kind else {
            return Ok(call.unknown());
        };
        let certain = between_known(fragments, separator);
        return Ok(Value::sequence(
            SequenceForm::List(Type::String),
            strings(&mut certain.into_iter().map(str::to_owned)),
            Some(rest),
        ));
    }
    let text = call.text(1)?;
    if !call.affords(text.len().saturating_mul(8)) {
        return Ok(call.limit());
    }
    let items = if separator.is_empty() {
        strings(&mut text.chars().map(String::from))
    } else {
        strings(&mut text.split(separator).map(str::to_owned))
    };
    Ok(Value::list(Type::String, items))
}

/// The parts that stand between two known separators or at an end: unknown parts may hold separators too, so no other is certain.
fn between_known<'a>(fragments: &'a [Fragment], separator: &str) -> Vec<&'a str> {
    let last = fragments.len().saturating_sub(1);
    let mut certain = Vec::new();
    for (index, fragment) in fragments.iter().enumerate() {
        if let Fragment::Known(text) = fragment {
            let parts: Vec<&str> = text.split(separator).collect();
            let count = parts.len();
            let parts = parts.into_iter().enumerate().filter(|(place, _)| {
                (*place > 0 || index == 0) && (*place + 1 < count || index == last)
            });
            certain.extend(parts.map(|(_, part)| part));
        }
    }
    certain
}
