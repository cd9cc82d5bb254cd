//! `regex`, `regexall`, `replace`: Go's patterns on Rust's engine, which is of the same family.

mod search;
mod translate;

mod part;
mod replace;

use std::{borrow::Cow, cell::RefCell, collections::BTreeMap, ops::Range, rc::Rc};

use super::{
    Call, Function, LARGEST_COLLECTION, LONGEST_TEXT, Needs, Parameter, STRING, Takes,
    text::{self, made},
};
use crate::{
    eval::Fault,
    syntax::Name,
    value::{Fragment, Kind, Type, Value},
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
        replace::replace,
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

/// So many matches in the known fragments of a text, from the left; else what the call then gives.
fn matches(
    call: &Call<'_>,
    (pattern, shape): (&Pattern, &Shape),
    fragments: &[Fragment],
    most: usize,
) -> Result<Vec<Value>, Value> {
    let (mut found, mut is_paid) = (Vec::new(), true);
    for index in 0..fragments.len() {
        let Some((text, range)) = in_sight(fragments, index) else {
            continue;
        };
        let search = pattern.each(&text, range, call.host.fuel(), |groups| {
            found.push(shape.value(groups));
            is_paid = found.len() <= LARGEST_COLLECTION && call.affords(groups.bytes());
            is_paid && found.len() < most
        });
        if let Err(stop) = search {
            return Err(stopped(call, &stop));
        }
        if !is_paid {
            return Err(call.limit());
        }
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

fn regex(call: &Call<'_>) -> Result<Value, Fault> {
    let Some(regex) = compile(call, call.text(0)?)? else {
        return Ok(call.impossible());
    };
    let shape = Shape::of(&regex)?;
    let argument = call.argument(1)?;
    let Some(fragments) = written(argument) else {
        return Ok(call.unknown_typed(shape.ty()));
    };
    let fuel = call.host.fuel();
    let start = [text::known(text::prefix(&fragments))];
    let in_sight = if argument.is_known() {
        &fragments[..]
    } else if regex.is_first_before(&fragments, fuel) {
        &start[..]
    } else if regex.misses_unknown(&fragments, fuel) {
        &fragments[..]
    } else {
        return Ok(call.unknown_typed(shape.ty()));
    };
    match matches(call, (&regex, &shape), in_sight, 1) {
        Err(stopped) => Ok(stopped),
        Ok(found) => match found.into_iter().next() {
            Some(first) => Ok(first),
            // Terraform looks only once all is known.
            None if !argument.is_known() => Ok(call.unknown_typed(shape.ty())),
            None => Err(Fault::new(
                "pattern did not match any part of the given string",
            )),
        },
    }
}

fn regexall(call: &Call<'_>) -> Result<Value, Fault> {
    let Some(regex) = compile(call, call.text(0)?)? else {
        return Ok(call.impossible());
    };
    let shape = Shape::of(&regex)?;
    let argument = call.argument(1)?;
    let fragments = written(argument);
    let is_seen = |fragments: &Vec<Fragment>| {
        argument.is_known() || regex.misses_unknown(fragments, call.host.fuel())
    };
    let Some(fragments) = fragments.filter(is_seen) else {
        return Ok(call.unknown_typed(Type::list(shape.ty())));
    };
    let found = matches(call, (&regex, &shape), &fragments, usize::MAX);
    Ok(found.map_or_else(|stopped| stopped, |found| Value::list(shape.ty(), found)))
}

/// The fragments of a text of which something is known.
fn written(text: &Value) -> Option<Vec<Fragment>> {
    match &text.kind {
        Kind::String(_) | Kind::PartialString(_) => text::fragments(text),
        _ => None,
    }
}

/// A known fragment with something around it where it is not the whole: what a pattern looks for there is not the end of the text.
fn in_sight(fragments: &[Fragment], index: usize) -> Option<(Cow<'_, str>, Range<usize>)> {
    const OTHER: &str = "x";
    let Fragment::Known(text) = fragments.get(index)? else {
        return None;
    };
    let before = if index > 0 { OTHER } else { "" };
    let behind = if index + 1 < fragments.len() {
        OTHER
    } else {
        ""
    };
    let range = before.len()..before.len() + text.len();
    let text = match (before, behind) {
        ("", "") => Cow::Borrowed(&**text),
        _ => Cow::Owned(format!("{before}{text}{behind}")),
    };
    Some((text, range))
}
