//! `replace`: of texts, and of what a pattern matches.

use std::{ops::Range, sync::Arc};

use super::{Call, LONGEST_TEXT, compile, in_sight, search::Pattern, stopped, text};
use crate::{
    eval::{Fault, functions::text::together},
    value::{Fragment, Kind, Symbol, Type, Unknown, Value},
};

/// Of a replacement that is not known as a whole no more than so many are put into a text.
const MOST_PUT: usize = 64;

pub(super) fn replace(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let pattern = wanted
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    match pattern {
        Some(pattern) => replace_matches(call, pattern),
        None => replace_texts(call, wanted),
    }
}

fn replace_texts(call: &Call<'_>, wanted: &str) -> Result<Value, Fault> {
    let subject = call.argument(0)?;
    let Some(replacement) = text::fragments(call.argument(2)?) else {
        return Ok(call.unknown());
    };
    let fragments = text::fragments(subject).unwrap_or_default();
    let known = || {
        fragments.iter().filter_map(|fragment| match fragment {
            Fragment::Known(text) => Some(&**text),
            Fragment::Unknown(_) => None,
        })
    };
    if !subject.is_known() && text::may_straddle(&fragments, wanted) {
        return Ok(call.unknown());
    }
    let count: usize = known().map(|text| text.matches(wanted).count()).sum();
    if subject.is_known() && count == 0 {
        return Ok(subject.clone());
    }
    let bytes: usize = replacement.iter().map(length).sum();
    let whole: usize = known().map(str::len).sum();
    if !call.affords(count.saturating_mul(bytes).saturating_add(whole)) {
        return Ok(call.limit());
    }
    let is_whole = matches!(replacement[..], [Fragment::Known(_)]);
    if !is_whole && (count > MOST_PUT || wanted.is_empty()) {
        return Ok(call.unknown());
    }
    let mut replaced = Vec::new();
    for fragment in &fragments {
        match (fragment, &replacement[..]) {
            (Fragment::Known(text), [Fragment::Known(replacement)]) => {
                replaced.push(text::known(text.replace(wanted, replacement)));
            }
            (Fragment::Known(text), _) => {
                let mut parts = text.split(wanted).map(text::known);
                replaced.extend(parts.next());
                for part in parts {
                    replaced.extend(replacement.iter().cloned());
                    replaced.push(part);
                }
            }
            (Fragment::Unknown(unknown), _) => replaced.push(within(call, unknown, wanted)),
        }
    }
    Ok(together(replaced))
}

/// The bytes of a fragment, as far as they are known.
fn length(fragment: &Fragment) -> usize {
    match fragment {
        Fragment::Known(text) => text.len(),
        Fragment::Unknown(_) => 0,
    }
}

/// What becomes of an unknown part: the same, if what is replaced cannot be in it.
fn within(call: &Call<'_>, unknown: &Arc<Unknown>, wanted: &str) -> Fragment {
    if !wanted.chars().all(|letter| unknown.may_have(letter)) {
        return Fragment::Unknown(unknown.clone());
    }
    let symbol = || {
        let (symbol, replacement) = (unknown.symbol.as_ref()?, call.text(2).ok()?);
        let is_hidden = call.arguments.iter().any(Value::hides);
        let arguments = format!("{symbol}, {wanted:?}, {replacement:?}");
        Symbol::call("replace", &arguments).filter(|_| !is_hidden)
    };
    Fragment::Unknown(Arc::new(Unknown {
        symbol: symbol(),
        not_null: true,
        ..Unknown::new(Type::String, unknown.why.clone())
    }))
}

fn replace_matches(call: &Call<'_>, pattern: &str) -> Result<Value, Fault> {
    let Some(pattern) = compile(call, pattern)? else {
        return Ok(call.impossible());
    };
    let (subject, replacement) = (call.argument(0)?, call.argument(2)?);
    let Kind::String(replacement) = &replacement.kind else {
        return Ok(call.unknown());
    };
    if is_doubtful(replacement) {
        return Ok(call.impossible());
    }
    let fragments = text::fragments(subject).unwrap_or_default();
    if !subject.is_known() && !pattern.misses_unknown(&fragments, call.host.fuel()) {
        return Ok(call.unknown());
    }
    let mut replaced = Vec::new();
    for (index, fragment) in fragments.iter().enumerate() {
        match in_sight(&fragments, index) {
            Some((around, range)) => {
                match replaced_in(call, &pattern, (&around, range), replacement) {
                    Ok(text) => replaced.push(text::known(text)),
                    Err(value) => return Ok(value),
                }
            }
            None => replaced.push(fragment.clone()),
        }
    }
    Ok(together(replaced))
}

/// Whether Go may read `${...}` otherwise: `$1x`, `$$` and a lone `$` it reads as Rust does; in braces it takes only word characters.
fn is_doubtful(replacement: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut braces = replacement.match_indices("${").map(|(at, _)| {
        let rest = replacement.get(at + 2..)?;
        let (name, _) = rest.split_once('}')?;
        (!name.is_empty() && name.bytes().all(is_word)).then_some(())
    });
    braces.any(|it| it.is_none()) || !replacement.is_ascii() && replacement.contains('$')
}

/// A part of a text with all matches replaced; else what the call then gives.
fn replaced_in(
    call: &Call<'_>,
    pattern: &Pattern,
    (text, within): (&str, Range<usize>),
    replacement: &str,
) -> Result<String, Value> {
    let (mut out, mut last, mut is_paid) = (String::new(), within.start, true);
    let search = pattern.each(text, within.clone(), call.host.fuel(), |groups| {
        let range = groups.range();
        out.push_str(text.get(last..range.start).unwrap_or_default());
        let before = out.len();
        groups.expand(replacement, &mut out);
        last = range.end;
        is_paid = out.len() <= LONGEST_TEXT && call.affords(out.len() - before);
        is_paid
    });
    if let Err(stop) = search {
        return Err(stopped(call, &stop));
    }
    if !is_paid || !call.affords(within.len()) {
        return Err(call.limit());
    }
    out.push_str(text.get(last..within.end).unwrap_or_default());
    Ok(out)
}
