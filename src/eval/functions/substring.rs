//! Functions about a part of a string: taking one, and whether one is there.

use unicode_segmentation::UnicodeSegmentation;

use super::{
    Call,
    text::{self, made},
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, Value},
};

pub(super) fn startswith(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let decided = match &call.argument(0)?.kind {
        Kind::String(text) => Some(text.starts_with(wanted)),
        _ if wanted.is_empty() => Some(true),
        Kind::PartialString(fragments) => {
            let prefix = text::prefix(fragments);
            as_far_as_seen(prefix.starts_with(wanted), wanted.starts_with(prefix))
        }
        _ => None,
    };
    Ok(decided.map_or_else(|| call.unknown(), Value::bool))
}

pub(super) fn endswith(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let decided = match &call.argument(0)?.kind {
        Kind::PartialString(fragments) => {
            let suffix = text::suffix(fragments);
            as_far_as_seen(suffix.ends_with(wanted), wanted.ends_with(suffix))
        }
        _ => Some(call.text(0)?.ends_with(wanted)),
    };
    Ok(decided.map_or_else(|| call.unknown(), Value::bool))
}

pub(super) fn strcontains(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.text(1)?;
    let decided = match &call.argument(0)?.kind {
        Kind::PartialString(fragments) => {
            let holds =
                |it: &Fragment| matches!(it, Fragment::Known(text) if text.contains(wanted));
            as_far_as_seen(
                fragments.iter().any(holds),
                text::may_hide(fragments, wanted) || text::may_straddle(fragments, wanted),
            )
        }
        _ => Some(call.text(0)?.contains(wanted)),
    };
    Ok(decided.map_or_else(|| call.unknown(), Value::bool))
}

/// Whether something is there: where it is not seen, it may be in what is not known.
fn as_far_as_seen(is_seen: bool, may_be_there: bool) -> Option<bool> {
    (is_seen || !may_be_there).then_some(is_seen)
}

pub(super) fn substr(call: &Call<'_>) -> Result<Value, Fault> {
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
