//! Functions of strings.

use unicode_segmentation::UnicodeSegmentation;

use super::{
    Call, Function, NUMBER, Needs, Parameter, Reads, STRING, Takes,
    text::{self, made},
    trim,
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, Type, Value},
};

const TEXT: Parameter = STRING.in_part();
const LISTS: Parameter = Parameter::new(Takes::ListOfString).in_part();

pub(super) const TABLE: &[Function] = &[
    Function::new("chomp", &[TEXT], Takes::String, trim::chomp),
    Function::new("endswith", &[TEXT, STRING], Takes::Bool, endswith),
    Function::new("indent", &[NUMBER, STRING], Takes::String, indent),
    Function::new("join", &[STRING], Takes::String, join).variadic(LISTS),
    Function::new("lower", &[TEXT], Takes::String, |call| {
        letters(call, lowered)
    }),
    Function::new("split", &[STRING, TEXT], Takes::ListOfString, split),
    Function::new(
        "startswith",
        &[
            Parameter {
                needs: Needs::Nothing,
                ..STRING
            },
            STRING,
        ],
        Takes::Bool,
        startswith,
    ),
    Function::new("strcontains", &[TEXT, STRING], Takes::Bool, strcontains),
    Function::new("strrev", &[STRING], Takes::String, strrev).reads(Reads::Letters),
    Function::new("substr", &[TEXT, NUMBER, NUMBER], Takes::String, substr).reads(Reads::Letters),
    Function::new("title", &[TEXT], Takes::String, title),
    Function::new("trim", &[TEXT, STRING], Takes::String, trim::trim),
    Function::new(
        "trimprefix",
        &[TEXT, STRING],
        Takes::String,
        trim::trimprefix,
    ),
    Function::new("trimspace", &[TEXT], Takes::String, trim::trimspace),
    Function::new(
        "trimsuffix",
        &[TEXT, STRING],
        Takes::String,
        trim::trimsuffix,
    ),
    Function::new("upper", &[TEXT], Takes::String, |call| {
        letters(call, raised)
    }),
];

/// Go maps letter by letter: `ß` has no single capital and stays.
fn raised(letter: char) -> char {
    let mut mapped = letter.to_uppercase();
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => simple_capital(letter),
    }
}

/// The simple capitals of letters whose full capital is longer than one letter (Unicode's UnicodeData.txt).
fn simple_capital(letter: char) -> char {
    let code = u32::from(letter);
    let mapped = match code {
        0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7 => code + 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => code + 9,
        _ => code,
    };
    char::from_u32(mapped).unwrap_or(letter)
}

/// `İ` is the only letter whose small form is longer than one letter; Go makes it `i`.
fn lowered(letter: char) -> char {
    let mut mapped = letter.to_lowercase();
    mapped.next().unwrap_or(letter)
}

fn letters(call: &Call<'_>, map: fn(char) -> char) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    Ok(match &argument.kind {
        Kind::PartialString(fragments) => {
            call.each_fragment(fragments, |text| text.chars().map(map).collect())
        }
        _ => made(call.text(0)?.chars().map(map).collect()),
    })
}

/// A letter is capital at the start of a word. Go's words end at anything but letters, digits, `_` and, outside ASCII,
/// at white space only.
fn title(call: &Call<'_>) -> Result<Value, Fault> {
    let Kind::PartialString(fragments) = &call.argument(0)?.kind else {
        return Ok(made(titled(call.text(0)?, Some(' '))));
    };
    let mut parts = Vec::new();
    for (index, fragment) in fragments.iter().enumerate() {
        let Fragment::Known(text) = fragment else {
            let why = call.unknown().kind.why();
            parts.push(text::unknown_part(why));
            continue;
        };
        if index == 0 {
            parts.push(text::known(titled(text, Some(' '))));
            continue;
        }
        // Whether a word starts right behind what is unknown is not known: that letter is not either.
        let mut letters = text.chars();
        let first = letters.next();
        match first.filter(|first| titlecase(*first) == *first) {
            Some(_) => parts.push(text::known(titled(text, None))),
            None => parts.push(text::known(titled(letters.as_str(), first))),
        }
    }
    Ok(together(parts))
}

/// A text in title case behind a letter; behind none that is known, its first letter stays.
fn titled(text: &str, before: Option<char>) -> String {
    let mut before = before;
    let mut titled = |letter: char| {
        let starts = before.is_some_and(is_separator);
        before = Some(letter);
        if starts { titlecase(letter) } else { letter }
    };
    text.chars().map(&mut titled).collect()
}

fn is_separator(letter: char) -> bool {
    if letter.is_ascii() {
        return !(letter.is_ascii_alphanumeric() || letter == '_');
    }
    !letter.is_alphanumeric() && letter.is_whitespace()
}

/// Digraphs have a title form of their own.
fn titlecase(letter: char) -> char {
    match letter {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        _ => raised(letter),
    }
}

fn indent(call: &Call<'_>) -> Result<Value, Fault> {
    let spaces = call.integer(0)?;
    let text = call.text(1)?;
    let Ok(spaces) = usize::try_from(spaces) else {
        return Err(Fault::new("strings: negative Repeat count"));
    };
    let lines = text.matches('\n').count();
    if lines == 0 {
        return Ok(call.argument(1)?.clone());
    }
    if !call.affords(text.len().saturating_add(lines.saturating_mul(spaces))) {
        return Ok(call.limit());
    }
    Ok(made(
        text.replace('\n', &format!("\n{}", " ".repeat(spaces))),
    ))
}

fn join(call: &Call<'_>) -> Result<Value, Fault> {
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
            || (matches!(sequence.form, crate::value::SequenceForm::Set(_))
                && !list.is_wholly_known())
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
    Ok(together(parts))
}

/// A string of fragments; known neighbours are put together in one go.
pub(super) fn together(parts: Vec<Fragment>) -> Value {
    let (mut merged, mut run) = (Vec::new(), String::new());
    for part in parts {
        match part {
            Fragment::Known(text) => run.push_str(&text),
            unknown_part @ Fragment::Unknown(_) => {
                if !run.is_empty() {
                    merged.push(text::known(std::mem::take(&mut run)));
                }
                merged.push(unknown_part);
            }
        }
    }
    if merged.is_empty() {
        return made(run);
    }
    if !run.is_empty() {
        merged.push(text::known(run));
    }
    Value::from_fragments(merged)
}

fn split(call: &Call<'_>) -> Result<Value, Fault> {
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
            let items = parts.map(|part| together(part).at(argument.origin));
            return Ok(Value::list(Type::String, items.collect()));
        }
        // Unknown parts may hold separators too: only what stands between two known ones is a member for certain.
        let last = fragments.len().saturating_sub(1);
        let mut certain = Vec::new();
        for (index, fragment) in fragments.iter().enumerate() {
            if let Fragment::Known(text) = fragment {
                let parts: Vec<&str> = text.split(separator).collect();
                let count = parts.len();
                certain.extend(
                    parts
                        .into_iter()
                        .enumerate()
                        .filter(|(place, _)| {
                            (*place > 0 || index == 0) && (*place + 1 < count || index == last)
                        })
                        .map(|(_, part)| part.to_owned()),
                );
            }
        }
        let Kind::Unknown(rest) = call.unknown().kind else {
            return Ok(call.unknown());
        };
        return Ok(Value::sequence(
            crate::value::SequenceForm::List(Type::String),
            strings(&mut certain.into_iter()),
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

fn startswith(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let decided = match &call.argument(0)?.kind {
        Kind::String(text) => Some(text.starts_with(wanted)),
        _ if wanted.is_empty() => Some(true),
        Kind::PartialString(fragments) => {
            let prefix = text::prefix(fragments);
            if prefix.starts_with(wanted) {
                Some(true)
            } else if wanted.starts_with(prefix) {
                None
            } else {
                Some(false)
            }
        }
        _ => None,
    };
    Ok(decided.map_or_else(|| call.unknown(), Value::bool))
}

fn endswith(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let decided = match &call.argument(0)?.kind {
        Kind::PartialString(fragments) => {
            let suffix = text::suffix(fragments);
            if suffix.ends_with(wanted) {
                Some(true)
            } else if wanted.ends_with(suffix) {
                None
            } else {
                Some(false)
            }
        }
        _ => Some(call.text(0)?.ends_with(wanted)),
    };
    Ok(decided.map_or_else(|| call.unknown(), Value::bool))
}

fn strcontains(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let found = fragments
            .iter()
            .any(|fragment| matches!(fragment, Fragment::Known(text) if text.contains(wanted)));
        let may_be_there =
            text::may_hide(fragments, wanted) || text::may_straddle(fragments, wanted);
        return Ok(if found || !may_be_there {
            Value::bool(found)
        } else {
            call.unknown()
        });
    }
    Ok(Value::bool(call.text(0)?.contains(wanted)))
}

fn strrev(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(made(call.text(0)?.graphemes(true).rev().collect()))
}

fn substr(call: &Call<'_>) -> Result<Value, Fault> {
    let (offset, length) = (call.integer(1)?, call.integer(2)?);
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let prefix = text::prefix(fragments);
        let known = prefix.graphemes(true).count() as i128;
        if offset < 0 || length < 0 || offset.saturating_add(length) > known {
            return Ok(call.unknown());
        }
        return Ok(made(part(prefix, offset, length)));
    }
    Ok(made(part(call.text(0)?, offset, length)))
}

fn part(text: &str, offset: i128, length: i128) -> String {
    let from_end = offset < 0;
    if length == 0 && !from_end {
        return String::new();
    }
    let offset = if from_end {
        offset + text.graphemes(true).count() as i128
    } else {
        offset
    };
    // Terraform takes an offset before the start for the start, and a length of 0 behind a negative offset for the rest.
    let skipped = usize::try_from(offset.max(0)).unwrap_or(usize::MAX);
    let taken = match usize::try_from(length) {
        Ok(0) | Err(_) => usize::MAX,
        Ok(length) => length,
    };
    text.graphemes(true).skip(skipped).take(taken).collect()
}
