//! Functions that take something off the ends of a string.

use super::{
    Call,
    text::{self, made},
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, Value},
};

pub(super) fn chomp(call: &Call<'_>) -> Result<Value, Fault> {
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let end = text::suffix(fragments).trim_end_matches(['\r', '\n']);
        if end.is_empty() {
            return Ok(call.unknown());
        }
        let before = fragments.len().saturating_sub(1);
        let kept = fragments.iter().take(before).cloned();
        return Ok(Value::from_fragments(kept.chain([text::known(end)])));
    }
    Ok(made(
        call.text(0)?.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

pub(super) fn trim(call: &Call<'_>) -> Result<Value, Fault> {
    let cut = call.text(1)?;
    trimmed(call, |letter| cut.contains(letter))
}

pub(super) fn trimspace(call: &Call<'_>) -> Result<Value, Fault> {
    trimmed(call, char::is_whitespace)
}

fn trimmed(call: &Call<'_>, cut: impl Fn(char) -> bool) -> Result<Value, Fault> {
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let (start, end) = (text::prefix(fragments), text::suffix(fragments));
        if start.chars().all(&cut) || end.chars().all(&cut) {
            return Ok(call.unknown());
        }
        let last = fragments.len().saturating_sub(1);
        return Ok(Value::from_fragments(fragments.iter().enumerate().map(
            |(index, fragment)| match fragment {
                Fragment::Known(text) if index == 0 => text::known(text.trim_start_matches(&cut)),
                Fragment::Known(text) if index == last => text::known(text.trim_end_matches(&cut)),
                _ => fragment.clone(),
            },
        )));
    }
    Ok(made(call.text(0)?.trim_matches(cut).to_owned()))
}

pub(super) fn trimprefix(call: &Call<'_>) -> Result<Value, Fault> {
    let cut = call.text(1)?;
    if cut.is_empty() {
        return Ok(call.argument(0)?.clone());
    }
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let start = text::prefix(fragments);
        return Ok(if let Some(left) = start.strip_prefix(cut) {
            Value::from_fragments(
                std::iter::once(text::known(left)).chain(fragments.iter().skip(1).cloned()),
            )
        } else if cut.starts_with(start) {
            call.unknown()
        } else {
            call.argument(0)?.clone()
        });
    }
    let text = call.text(0)?;
    Ok(made(text.strip_prefix(cut).unwrap_or(text).to_owned()))
}

pub(super) fn trimsuffix(call: &Call<'_>) -> Result<Value, Fault> {
    let cut = call.text(1)?;
    if cut.is_empty() {
        return Ok(call.argument(0)?.clone());
    }
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        let end = text::suffix(fragments);
        return Ok(if let Some(left) = end.strip_suffix(cut) {
            let before = fragments.len().saturating_sub(1);
            Value::from_fragments(
                fragments
                    .iter()
                    .take(before)
                    .cloned()
                    .chain([text::known(left)]),
            )
        } else if cut.ends_with(end) {
            call.unknown()
        } else {
            call.argument(0)?.clone()
        });
    }
    let text = call.text(0)?;
    Ok(made(text.strip_suffix(cut).unwrap_or(text).to_owned()))
}
