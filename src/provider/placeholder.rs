//! Strings that are known in part, as texts to be read from front to back: a letter that has no place in them stands for every
//! unknown part.

use std::sync::Arc;

use crate::value::{Fragment, Kind, Unknown, Value, Why};

/// Stands for an unknown part. Neither JSON nor a name has a place for the letter itself.
pub(super) const PLACEHOLDER: char = '\0';

/// The text of a string, and the unknown parts that the placeholders in it stand for.
///
/// # Errors
///
/// The reason when nothing is known of it, and a [fault](Why::Fault) when it is no string or has the letter itself.
pub(super) fn text_of(value: &Value, fault: &str) -> Result<(String, Vec<Arc<Unknown>>), Why> {
    let whole;
    let fragments: &[Fragment] = match &value.kind {
        Kind::String(text) => {
            whole = [Fragment::Known(text.clone())];
            &whole
        }
        Kind::PartialString(fragments) => fragments,
        Kind::Unknown(unknown) => return Err(unknown.why.clone()),
        Kind::Union(_) => return Err(Why::Condition),
        _ => return Err(Why::Fault(fault.into())),
    };
    let (mut text, mut unknown_parts) = (String::new(), Vec::new());
    for fragment in fragments {
        match fragment {
            Fragment::Known(known) if known.contains(PLACEHOLDER) => {
                return Err(Why::Fault(fault.into()));
            }
            Fragment::Known(known) => text.push_str(known),
            Fragment::Unknown(unknown) => {
                text.push(PLACEHOLDER);
                unknown_parts.push(unknown.clone());
            }
        }
    }
    Ok((text, unknown_parts))
}
