//! `regex`, `regexall`, `replace`: Go's patterns on Rust's engine, which is of the same family.

mod search;
mod translate;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    Call, Function, LARGEST_COLLECTION, LONGEST_TEXT, Needs, Parameter, STRING, Takes,
    text::{self, made},
};
use crate::{
    eval::Fault,
    syntax::Name,
    value::{Fragment, Kind, Symbol, Type, Unknown, Value},
};
use search::{Groups, LARGEST_PATTERN, Pattern, Stop};
use translate::{Refusal, translate};

pub(super) const TABLE: &[Function] = &[
    Function::new("regex", &[STRING, UNKNOWN], Takes::Any, regex),
    Function::new("regexall", &[STRING, UNKNOWN], Takes::ListOfAny, regexall),
    Function::new(
        "replace",
        &[STRING.in_part(), STRING, STRING.unknown()],
        Takes::String,
        replace,
    ),
];

const UNKNOWN: Parameter = Parameter {
    needs: Needs::Nothing,
    ..STRING
};

/// Longer patterns are not compiled, which takes far longer than to read them.
const LONGEST_PATTERN: usize = 4096;

/// The steps that compiling a pattern takes at least, and for each of its bytes.
const COMPILING: (u64, u64) = (200, 20);

/// The bytes of a compiled pattern that are as dear as a step: a short pattern may become a large one.
const COMPILED: usize = 8;

/// So many patterns are remembered.
const MOST_KEPT: usize = 32;

/// The patterns that an evaluation compiled lately: those of a module are the same in all its instances.
#[derive(Default)]
pub struct Patterns(RefCell<BTreeMap<Box<str>, Kept>>);

/// A pattern, or that it cannot be had.
#[derive(Clone)]
struct Kept(Option<Rc<Pattern>>);

impl std::fmt::Debug for Patterns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.borrow().keys()).finish()
    }
}

impl Patterns {
    fn get(&self, pattern: &str) -> Option<Kept> {
        self.0.borrow().get(pattern).cloned()
    }

    fn keep(&self, pattern: &str, compiled: Option<Pattern>) -> Option<Rc<Pattern>> {
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let compiled = compiled.map(Rc::new);
        kept.insert(pattern.into(), Kept(compiled.clone()));
        compiled
    }
}

/// A pattern ready for use; `None` when it is not certain what Go makes of it.
fn compile(call: &Call<'_>, pattern: &str) -> Result<Option<Rc<Pattern>>, Fault> {
    let patterns = call.host.patterns();
    if let Some(Kept(kept)) = patterns.get(pattern) {
        return Ok(kept);
    }
    let (least, each) = COMPILING;
    let steps = least + each * pattern.len() as u64;
    if pattern.len() > LONGEST_PATTERN || !call.host.fuel().burn(steps) {
        return Ok(None);
    }
    match translate(pattern) {
        Ok(translated) => {
            let compiled = Pattern::new(&translated);
            let bytes = compiled.as_ref().map_or(LARGEST_PATTERN, Pattern::bytes);
            let is_paid = call.host.fuel().burn((bytes / COMPILED) as u64);
            Ok(patterns.keep(pattern, compiled.filter(|_| is_paid)))
        }
        Err(Refusal::Doubt) => Ok(None),
        Err(Refusal::Invalid(cause)) => Err(Fault::new(format!("invalid regexp pattern: {cause}"))),
    }
}

/// What a search that stopped early gives.
fn stopped(call: &Call<'_>, stop: &Stop) -> Value {
    match stop {
        Stop::Unpaid => call.limit(),
        Stop::TooManyStates => call.impossible(),
    }
}

/// What one match gives: the whole, or a tuple or an object of its groups.
enum Shape {
    Whole,
    Numbered(usize),
    Named(Vec<Name>),
}

impl Shape {
    fn of(pattern: &Pattern) -> Result<Self, Fault> {
        let groups = pattern.group_names().count();
        let names: Vec<Name> = pattern.group_names().flatten().map(Name::from).collect();
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

    fn value(&self, groups: &Groups<'_>) -> Value {
        let group = |index: usize| {
            let found = groups.get(index).map(|found| made(found.to_owned()));
            found.unwrap_or_else(|| Value::null(Type::String))
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
    let mut first = None;
    let search = regex.each(string, call.host.fuel(), |groups| {
        first = Some(shape.value(groups));
        false
    });
    match (search, first) {
        (Err(stop), _) => Ok(stopped(call, &stop)),
        (Ok(()), Some(first)) => Ok(first),
        (Ok(()), None) => Err(Fault::new(
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
    let (mut found, mut is_paid) = (Vec::new(), true);
    let search = regex.each(string, call.host.fuel(), |groups| {
        found.push(shape.value(groups));
        is_paid = found.len() <= LARGEST_COLLECTION && call.affords(groups.bytes());
        is_paid
    });
    match search {
        Err(stop) => Ok(stopped(call, &stop)),
        Ok(()) if !is_paid => Ok(call.limit()),
        Ok(()) => Ok(Value::list(shape.ty(), found)),
    }
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
        // A replacement that is known in part or not at all stands wherever the string had been.
        (Kind::String(string), Kind::PartialString(_) | Kind::Unknown(_)) if !wanted.is_empty() => {
            let Some(replacement) = text::fragments(call.argument(2)?) else {
                return Ok(call.unknown());
            };
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

fn replace_pattern(call: &Call<'_>, pattern: &Pattern, string: &str, replacement: &str) -> Value {
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
    let (mut out, mut last, mut is_paid) = (String::new(), 0, true);
    let search = pattern.each(string, call.host.fuel(), |groups| {
        let range = groups.range();
        out.push_str(string.get(last..range.start).unwrap_or_default());
        let before = out.len();
        groups.expand(replacement, &mut out);
        last = range.end;
        is_paid = out.len() <= LONGEST_TEXT && call.affords(out.len() - before);
        is_paid
    });
    if let Err(stop) = search {
        return stopped(call, &stop);
    }
    if !is_paid || !call.affords(string.len()) {
        return call.limit();
    }
    out.push_str(string.get(last..).unwrap_or_default());
    made(out)
}
