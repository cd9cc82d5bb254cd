//! `format` and `formatlist`: printf as Terraform has it.

mod float;
mod verb;

mod page;

use super::{
    ANY, Call, Function, LONGEST_TEXT, Needs, Parameter, STRING, Takes,
    text::{self, fragments},
};
use crate::{
    eval::{
        Fault,
        convert::{may_coalesce, why_unknown},
    },
    value::{Fragment, Kind, SequenceForm, Type, Unknown, Value, Why},
};
use page::printed;

const ARGUMENT: Parameter = Parameter {
    needs: Needs::Nothing,
    null: true,
    ..ANY
};

pub(super) const TABLE: &[Function] = &[
    Function::new("format", &[STRING.in_part()], Takes::String, format).variadic(ARGUMENT),
    Function::new(
        "formatlist",
        &[STRING.in_part()],
        Takes::ListOfString,
        formatlist,
    )
    .variadic(ARGUMENT),
];

/// A null without a type makes Terraform 1.11 give up.
fn has_untyped_null(arguments: &[Value]) -> bool {
    arguments
        .iter()
        .any(|argument| matches!(argument.kind, Kind::Null(Type::Any)))
}

fn format(call: &Call<'_>) -> Result<Value, Fault> {
    let arguments = call.arguments.get(1..).unwrap_or_default();
    let Some(format) = fragments(call.argument(0)?) else {
        return Ok(call.unknown());
    };
    if may_have_verbs(&format) {
        return Ok(start_of(call, &format));
    }
    if has_untyped_null(arguments) {
        return Ok(call.unknown_typed(Type::Any));
    }
    match printed(call.host.fuel(), &format, arguments) {
        Ok(printed) => Ok(printed.unwrap_or_else(|| call.limit())),
        // Terraform reads the format only once all arguments are known.
        Err(_) if !call.arguments.iter().all(Value::is_wholly_known) => Ok(call.unknown()),
        Err(fault) => Err(fault),
    }
}

/// Whether verbs may stand in what is unknown of a format.
fn may_have_verbs(format: &[Fragment]) -> bool {
    let has_percent = |fragment: &Fragment| match fragment {
        Fragment::Known(_) => false,
        Fragment::Unknown(unknown) => unknown.may_have('%'),
    };
    format.iter().any(has_percent)
}

/// Of a format of which nothing tells the verbs only what stands before the first one is certain.
fn start_of(call: &Call<'_>, format: &[Fragment]) -> Value {
    let start = text::prefix(format);
    let start = start.split('%').next().unwrap_or_default();
    if start.is_empty() {
        return call.unknown();
    }
    let why = why_unknown(&Value::from_fragments(format.iter().cloned()));
    Value::from_fragments([
        text::known(start),
        text::unknown_part(why.unwrap_or(Why::Condition)),
    ])
}

fn formatlist(call: &Call<'_>) -> Result<Value, Fault> {
    let arguments = call.arguments.get(1..).unwrap_or_default();
    let format = fragments(call.argument(0)?).filter(|format| !may_have_verbs(format));
    let Some(format) = format else {
        return Ok(call.unknown());
    };
    if has_untyped_null(arguments) {
        return Ok(call.unknown_typed(Type::Any));
    }
    let (mut length, mut open): (Option<(usize, usize)>, Option<Why>) = (None, None);
    for (index, argument) in arguments.iter().enumerate() {
        match &argument.kind {
            Kind::Sequence(sequence) => {
                if sequence.rest.is_some() || may_coalesce(sequence) {
                    open = open.or_else(|| why_unknown(argument));
                    continue;
                }
                let count = sequence.items.len();
                let (chooser, expected) = *length.get_or_insert((index, count));
                if count != expected {
                    return Err(Fault::new(format!(
                        "argument {} has length {count}, which is inconsistent with argument {} of length {expected}",
                        index + 1,
                        chooser + 1
                    )));
                }
            }
            Kind::Unknown(unknown) if !unknown.ty.is_primitive() => {
                open = open.or_else(|| why_unknown(argument));
            }
            Kind::Union(_) => open = open.or(Some(Why::Condition)),
            _ => {}
        }
    }
    if let Some(why) = open {
        return Ok(of_open_lists(call, &format, arguments, why));
    }
    let mut lines = Vec::new();
    for line in 0..length.map_or(1, |(_, count)| count) {
        let row: Vec<Value> = arguments
            .iter()
            .map(|argument| match &argument.kind {
                Kind::Sequence(sequence) => sequence.items.get(line).cloned(),
                _ => Some(argument.clone()),
            })
            .collect::<Option<_>>()
            .unwrap_or_default();
        if !call.host.fuel().burn(effort(&format)) {
            return Ok(call.limit());
        }
        let line_of = printed(call.host.fuel(), &format, &row);
        if line_of.is_err() && !call.argument(0)?.is_known() {
            return Ok(call.unknown());
        }
        let text = line_of.map_err(|fault| {
            if length.is_none() {
                fault
            } else {
                Fault::new(format!(
                    "error on format iteration {line}: {}",
                    fault.message
                ))
            }
        })?;
        let Some(text) = text else {
            return Ok(call.limit());
        };
        // One list is what it is made of: its elements' places are the places of the lines.
        let origin = match arguments {
            [argument] => match &argument.kind {
                Kind::Sequence(sequence) => sequence.items.get(line).map(|item| item.origin),
                _ => None,
            },
            _ => None,
        };
        lines.push(match origin {
            Some(origin) => text.at(origin),
            None => text,
        });
    }
    Ok(Value::list(Type::String, lines))
}

/// The steps that one line takes at least.
fn effort(format: &[Fragment]) -> u64 {
    let bytes = format.iter().map(|fragment| match fragment {
        Fragment::Known(text) => text.len(),
        Fragment::Unknown(_) => 1,
    });
    1 + bytes.sum::<usize>() as u64 / 16
}

/// Of one open list with known members the lines of these are certain.
fn of_open_lists(call: &Call<'_>, format: &[Fragment], arguments: &[Value], why: Why) -> Value {
    let mut sequences = arguments.iter().enumerate().filter(|(_, argument)| {
        matches!(
            argument.kind,
            Kind::Sequence(_) | Kind::Unknown(_) | Kind::Union(_)
        )
    });
    let (Some((place, argument)), None) = (sequences.next(), sequences.next()) else {
        return call.unknown();
    };
    let Kind::Sequence(sequence) = &argument.kind else {
        return call.unknown();
    };
    let mut lines = Vec::new();
    for item in sequence.items.iter() {
        let mut row = arguments.to_vec();
        if let Some(slot) = row.get_mut(place) {
            *slot = item.clone();
        }
        if !call.host.fuel().burn(effort(format)) {
            return call.limit();
        }
        match printed(call.host.fuel(), format, &row) {
            Ok(Some(line)) => lines.push(line.at(item.origin)),
            _ => return call.unknown(),
        }
    }
    Value::sequence(
        SequenceForm::List(Type::String),
        lines,
        Some(std::sync::Arc::new(Unknown::new(
            Type::list(Type::String),
            why,
        ))),
    )
}
