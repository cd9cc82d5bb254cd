//! `regex`, `regexall`, `replace`: Go's patterns on Rust's engine, which is of the same family.

mod translate;

use std::{collections::BTreeMap, sync::Arc};

use regex::{Captures, Regex, RegexBuilder};

use super::{
    Call, Function, Needs, Parameter, STRING, Takes,
    text::{self, made},
};
use crate::{
    eval::Fault,
    syntax::Name,
    value::{Fragment, Kind, Symbol, Type, Unknown, Value},
};
use translate::{Refusal, translate};

pub(super) const TABLE: &[Function] = &[
    Function::new("regex", &[STRING, UNKNOWN], Takes::Any, regex),
    Function::new("regexall", &[STRING, UNKNOWN], Takes::ListOfAny, regexall),
    Function::new(
        "replace",
        &[STRING.in_part(), STRING, STRING.in_part()],
        Takes::String,
        replace,
    ),
];

const UNKNOWN: Parameter = Parameter {
    needs: Needs::Nothing,
    ..STRING
};

/// Bytes that a compiled pattern may take.
const LARGEST_PATTERN: usize = 1 << 20;

/// A pattern ready for use; `None` when it is not certain what Go makes of it.
fn compile(call: &Call<'_>, pattern: &str) -> Result<Option<Regex>, Fault> {
    if pattern.len() > 4096 || !call.host.fuel().burn(200 + pattern.len() as u64) {
        return Ok(None);
    }
    match translate(pattern) {
        Ok(translated) => Ok(RegexBuilder::new(&translated)
            .size_limit(LARGEST_PATTERN)
            .build()
            .ok()),
        Err(Refusal::Doubt) => Ok(None),
        Err(Refusal::Invalid(cause)) => Err(Fault::new(format!("invalid regexp pattern: {cause}"))),
    }
}

/// What one match gives: the whole, or a tuple or an object of its groups.
enum Shape {
    Whole,
    Numbered(usize),
    Named(Vec<Name>),
}

impl Shape {
    fn of(regex: &Regex) -> Result<Self, Fault> {
        let groups = regex.captures_len() - 1;
        let names: Vec<Name> = regex.capture_names().flatten().map(Name::from).collect();
        match (groups, names.len()) {
            (0, _) => Ok(Self::Whole),
            (_, 0) => Ok(Self::Numbered(groups)),
            (all, count) if all == count => Ok(Self::Named(names)),
            _ => Err(Fault::new(
                "invalid regexp pattern: cannot mix both named and unnamed capture groups",
            )),
        }
    }

    fn ty(&self) -> Type {
        match self {
            Self::Whole => Type::String,
            Self::Numbered(count) => Type::Tuple(vec![Type::String; *count].into()),
            Self::Named(names) => {
                Type::object(names.iter().map(|name| (name.clone(), Type::String)))
            }
        }
    }

    fn value(&self, captures: &Captures<'_>) -> Value {
        let group = |index: usize| {
            captures.get(index).map_or_else(
                || Value::null(Type::String),
                |found| made(found.as_str().to_owned()),
            )
        };
        match self {
            Self::Whole => group(0),
            Self::Numbered(count) => Value::tuple((1..=*count).map(group).collect()),
            Self::Named(names) => {
                let entries: BTreeMap<Name, Value> = names
                    .iter()
                    .enumerate()
                    .map(|(index, name)| (name.clone(), group(index + 1)))
                    .collect();
                Value::object(entries)
            }
        }
    }
}

fn regex(call: &Call<'_>) -> Result<Value, Fault> {
    let Some(regex) = compile(call, call.text(0)?)? else {
        return Ok(call.impossible());
    };
    let shape = Shape::of(&regex)?;
    let argument = call.argument(1)?;
    let Kind::String(string) = &argument.kind else {
        return Ok(call.unknown_typed(shape.ty()));
    };
    if !call.host.fuel().burn(string.len() as u64 / 16) {
        return Ok(call.limit());
    }
    match regex.captures(string) {
        Some(captures) => Ok(shape.value(&captures)),
        None => Err(Fault::new(
            "pattern did not match any part of the given string",
        )),
    }
}

fn regexall(call: &Call<'_>) -> Result<Value, Fault> {
    let Some(regex) = compile(call, call.text(0)?)? else {
        return Ok(call.impossible());
    };
    let shape = Shape::of(&regex)?;
    let argument = call.argument(1)?;
    let Kind::String(string) = &argument.kind else {
        return Ok(call.unknown_typed(Type::list(shape.ty())));
    };
    let (mut found, mut bytes) = (Vec::new(), string.len() / 16);
    for captures in regex.captures_iter(string) {
        bytes = captures
            .iter()
            .flatten()
            .map(|group| group.len() + 16)
            .fold(bytes, usize::saturating_add);
        found.push(shape.value(&captures));
        if bytes > super::LONGEST_TEXT {
            return Ok(call.limit());
        }
    }
    if !call.affords(bytes) {
        return Ok(call.limit());
    }
    Ok(Value::list(shape.ty(), found))
}

fn replace(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let subject = &call.argument(0)?.kind;
    let replacement = &call.argument(2)?.kind;
    if wanted.len() > 1
        && let Some(pattern) = wanted
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
    {
        let Some(regex) = compile(call, pattern)? else {
            return Ok(call.impossible());
        };
        let (Kind::String(string), Kind::String(replacement)) = (subject, replacement) else {
            return Ok(call.unknown());
        };
        return Ok(replace_pattern(call, &regex, string, replacement));
    }
    match (subject, replacement) {
        (Kind::String(string), Kind::String(replacement)) => {
            let count = if wanted.is_empty() {
                string.chars().count() + 1
            } else {
                string.matches(wanted).count()
            };
            let bytes = count
                .saturating_mul(replacement.len())
                .saturating_add(string.len());
            if !call.affords(bytes) {
                return Ok(call.limit());
            }
            Ok(if count == 0 {
                call.argument(0)?.clone()
            } else {
                made(string.replace(wanted, replacement))
            })
        }
        // A replacement that is known in part stands wherever the string had been.
        (Kind::String(string), Kind::PartialString(replacement)) if !wanted.is_empty() => {
            let parts: Vec<&str> = string.split(wanted).collect();
            if parts.len() > 64 {
                return Ok(call.unknown());
            }
            let mut fragments = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    fragments.extend(replacement.iter().cloned());
                }
                fragments.push(text::known(*part));
            }
            Ok(super::string::together(fragments))
        }
        (Kind::PartialString(fragments), Kind::String(replacement))
            if !text::may_straddle(fragments, wanted) =>
        {
            let replaced = fragments.iter().map(|fragment| match fragment {
                Fragment::Known(text) => text::known(text.replace(wanted, replacement)),
                Fragment::Unknown(unknown) => {
                    let arguments = unknown
                        .symbol
                        .as_ref()
                        .map(|symbol| format!("{symbol}, {wanted:?}, {replacement:?}"));
                    Fragment::Unknown(Arc::new(Unknown {
                        ty: Type::String,
                        symbol: arguments
                            .filter(|_| !call.arguments.iter().any(Value::hides))
                            .and_then(|arguments| Symbol::call("replace", &arguments)),
                        why: unknown.why.clone(),
                        not_null: true,
                        least: None,
                    }))
                }
            });
            Ok(super::string::together(replaced.collect()))
        }
        _ => Ok(call.unknown()),
    }
}

fn replace_pattern(call: &Call<'_>, regex: &Regex, string: &str, replacement: &str) -> Value {
    // Go and Rust read `$1x`, `$$` and a lone `$` alike; in braces Go takes only word characters.
    let doubtful = replacement.match_indices("${").any(|(at, _)| {
        replacement
            .get(at + 2..)
            .and_then(|rest| rest.split_once('}'))
            .is_none_or(|(name, _)| {
                name.is_empty()
                    || !name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
    }) || !replacement.is_ascii() && replacement.contains('$');
    if doubtful {
        return call.impossible();
    }
    let mut bytes = string.len();
    let mut out = String::new();
    let mut last = 0;
    for captures in regex.captures_iter(string) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        out.push_str(string.get(last..whole.start()).unwrap_or_default());
        let before = out.len();
        captures.expand(replacement, &mut out);
        last = whole.end();
        bytes = bytes.saturating_add(out.len() - before);
        if bytes > super::LONGEST_TEXT {
            return call.limit();
        }
    }
    if !call.affords(bytes) {
        return call.limit();
    }
    out.push_str(string.get(last..).unwrap_or_default());
    made(out)
}
