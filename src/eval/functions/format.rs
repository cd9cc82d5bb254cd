//! `format` and `formatlist`: printf as Terraform has it.

mod float;
mod verb;

use super::{
    ANY, Call, Function, LONGEST_TEXT, Needs, Parameter, STRING, Takes,
    text::{self, fragments, unknown_part_for},
};
use crate::{
    eval::{
        Fault, Fuel,
        convert::{may_coalesce, why_unknown},
    },
    value::{Fragment, Kind, SequenceForm, Type, Unknown, Value, Why},
};
use verb::Verb;

const ARGUMENT: Parameter = Parameter {
    needs: Needs::Nothing,
    null: true,
    ..ANY
};

pub(super) const TABLE: &[Function] = &[
    Function::new("format", &[STRING.in_part()], Takes::String, format).variadic(ARGUMENT),
    Function::new("formatlist", &[STRING], Takes::ListOfString, formatlist).variadic(ARGUMENT),
];

/// A null without a type makes Terraform 1.11 give up.
fn has_untyped_null(arguments: &[Value]) -> bool {
    arguments
        .iter()
        .any(|argument| matches!(argument.kind, Kind::Null(Type::Any)))
}

fn format(call: &Call<'_>) -> Result<Value, Fault> {
    let arguments = call.arguments.get(1..).unwrap_or_default();
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        return Ok(start_of(call, fragments));
    }
    if has_untyped_null(arguments) {
        return Ok(call.unknown_typed(Type::Any));
    }
    match printed(call.host.fuel(), call.text(0)?, arguments) {
        Ok(printed) => Ok(printed.unwrap_or_else(|| call.limit())),
        // Terraform reads the format only once all arguments are known.
        Err(_) if !arguments.iter().all(Value::is_wholly_known) => Ok(call.unknown()),
        Err(fault) => Err(fault),
    }
}

/// Of a format that is known in part only what stands before the first verb is certain.
fn start_of(call: &Call<'_>, fragments: &[Fragment]) -> Value {
    let start = text::prefix(fragments);
    let start = start.split('%').next().unwrap_or_default();
    let why = why_unknown(&Value::from_fragments(fragments.iter().cloned()));
    if start.is_empty() {
        return call.unknown();
    }
    Value::from_fragments([
        text::known(start),
        text::unknown_part(why.unwrap_or(Why::Condition)),
    ])
}

/// What `format` prints; `None` when that is too long. What an unknown argument prints is an unknown part.
fn printed(fuel: &Fuel, format: &str, arguments: &[Value]) -> Result<Option<Value>, Fault> {
    let (mut parts, mut run, mut rest): (Vec<Fragment>, String, &str) =
        (Vec::new(), String::new(), format);
    let (mut next, mut highest, mut bytes) = (1_usize, 0_usize, 0_usize);
    while let Some(at) = rest.find('%') {
        let (literal, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        run.push_str(literal);
        bytes = bytes.saturating_add(literal.len());
        let offset = format.len() - after.len();
        if let Some(after) = after.strip_prefix("%%") {
            run.push('%');
            rest = after;
            continue;
        }
        let (verb, after) = Verb::parse(after, offset, next)?;
        rest = after;
        highest = highest.max(verb.argument);
        next = verb.argument + 1;
        let argument = verb
            .argument
            .checked_sub(1)
            .and_then(|index| arguments.get(index))
            .ok_or_else(|| {
                Fault::new(format!(
                    "not enough arguments for {:?} at {offset}: need index {} but have {} total",
                    verb.raw,
                    verb.argument,
                    arguments.len()
                ))
            })?;
        let counts = verb.width.or(verb.precision).is_some();
        let is_read = fuel.read([argument]) && (!counts || fuel.pay_for_letters([argument]));
        if !is_read || !fuel.write(verb.width.max(verb.precision).unwrap_or(0)) {
            return Ok(None);
        }
        if argument.is_wholly_known() {
            let text = verb.print(argument)?;
            bytes = bytes.saturating_add(text.len());
            run.push_str(&text);
        } else {
            verb.check_mode()?;
            let shown = if verb.is_plain_text() {
                fragments(argument)
            } else {
                None
            };
            if !run.is_empty() {
                parts.push(text::known(std::mem::take(&mut run)));
            }
            parts.extend(shown.unwrap_or_else(|| vec![unknown_part_for(argument)]));
        }
        if bytes > LONGEST_TEXT {
            return Ok(None);
        }
    }
    if !fuel.write(bytes) {
        return Ok(None);
    }
    run.push_str(rest);
    parts.push(text::known(run));
    if highest < arguments.len() {
        return Err(Fault::new(if highest == 0 {
            "too many arguments; no verbs in format string".to_owned()
        } else {
            format!("too many arguments; only {highest} used by format string")
        }));
    }
    Ok(Some(super::string::together(parts)))
}

fn formatlist(call: &Call<'_>) -> Result<Value, Fault> {
    let format = call.text(0)?;
    let arguments = call.arguments.get(1..).unwrap_or_default();
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
        return Ok(of_open_lists(call, format, arguments, why));
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
        if !call.host.fuel().burn(1 + format.len() as u64 / 16) {
            return Ok(call.limit());
        }
        let text = printed(call.host.fuel(), format, &row).map_err(|fault| {
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

/// Of one open list with known members the lines of these are certain.
fn of_open_lists(call: &Call<'_>, format: &str, arguments: &[Value], why: Why) -> Value {
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
        if !call.host.fuel().burn(1 + format.len() as u64 / 16) {
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
