//! Functions that change the case of letters, as Go maps them.

use super::{
    Call,
    text::{self, made},
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, Value},
};

pub(super) fn lower(call: &Call<'_>) -> Result<Value, Fault> {
    letters(call, lowered)
}

pub(super) fn upper(call: &Call<'_>) -> Result<Value, Fault> {
    letters(call, raised)
}

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
pub(super) fn title(call: &Call<'_>) -> Result<Value, Fault> {
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
    Ok(text::together(parts))
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
