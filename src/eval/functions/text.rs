//! Strings that are known in part: fragments and unknown parts.

use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Call;
use crate::{
    eval::convert::why_unknown,
    value::{Fragment, Kind, Symbol, Type, Unknown, Value, Why},
};

/// A string as Terraform makes them: normalized.
pub(super) fn made(text: String) -> Value {
    if is_normal(&text) {
        Value::string(text)
    } else {
        Value::string(text.nfc().collect::<String>())
    }
}

/// A string of fragments; known neighbours are put together.
pub(super) fn together(parts: Vec<Fragment>) -> Value {
    let value = Value::from_fragments(parts);
    match &value.kind {
        Kind::String(text) if !is_normal(text) => made(text.to_string()),
        _ => value,
    }
}

fn is_normal(text: &str) -> bool {
    text.is_ascii() || is_nfc(text)
}

/// The fragments of a string; anything unknown is an unknown part. `None` for null and for what has no string form.
pub(super) fn fragments(value: &Value) -> Option<Vec<Fragment>> {
    match &value.kind {
        Kind::String(text) => Some(vec![Fragment::Known(text.clone())]),
        Kind::PartialString(fragments) => Some(fragments.to_vec()),
        Kind::Bool(_) | Kind::Number(_) => {
            match crate::eval::convert::convert(value, &Type::String)
                .ok()?
                .kind
            {
                Kind::String(text) => Some(vec![Fragment::Known(text)]),
                _ => None,
            }
        }
        Kind::Unknown(unknown) => Some(vec![Fragment::Unknown(as_string(unknown))]),
        Kind::Union(_) => Some(vec![unknown_part(Why::Condition)]),
        Kind::Null(_) | Kind::Sequence(_) | Kind::Mapping(_) => None,
    }
}

/// The same unknown as a string that is not null.
fn as_string(unknown: &Arc<Unknown>) -> Arc<Unknown> {
    if unknown.ty == Type::String && unknown.not_null {
        return unknown.clone();
    }
    Arc::new(Unknown {
        symbol: unknown.symbol.clone(),
        not_null: true,
        is_region: unknown.is_region,
        ..Unknown::new(Type::String, unknown.why.clone())
    })
}

/// An unknown part without identity.
pub(super) fn unknown_part(why: Why) -> Fragment {
    Fragment::Unknown(Arc::new(Unknown {
        not_null: true,
        ..Unknown::new(Type::String, why)
    }))
}

/// An unknown part for what cannot be known of that value.
pub(super) fn unknown_part_for(value: &Value) -> Fragment {
    unknown_part(why_unknown(value).unwrap_or(Why::Condition))
}

/// A known fragment.
pub(super) fn known(text: impl Into<crate::syntax::Name>) -> Fragment {
    Fragment::Known(text.into())
}

/// How a symbol names such a text.
pub(super) fn spelled(fragments: &[Fragment]) -> Option<String> {
    let mut spelled = String::from("\"");
    for fragment in fragments {
        match fragment {
            Fragment::Known(text) => spelled.push_str(&text.escape_debug().to_string()),
            Fragment::Unknown(unknown) => {
                spelled.push_str("${");
                spelled.push_str(unknown.symbol.as_ref()?.as_str());
                spelled.push('}');
            }
        }
    }
    spelled.push('"');
    (spelled.len() < 200).then_some(spelled)
}

impl Call<'_> {
    /// A text with a function applied to every known fragment; unknown parts become unknown parts of the function's result.
    /// Right only for functions that work character by character.
    pub(super) fn each_fragment(
        &self,
        fragments: &[Fragment],
        apply: impl Fn(&str) -> String,
    ) -> Value {
        Value::from_fragments(fragments.iter().map(|fragment| match fragment {
            Fragment::Known(text) => known(apply(text)),
            Fragment::Unknown(unknown) => {
                Fragment::Unknown(Arc::new(
                    Unknown {
                        symbol:
                            unknown.symbol.as_ref().and_then(|symbol| {
                                Symbol::call(self.function.name, symbol.as_str())
                            }),
                        not_null: true,
                        ..Unknown::new(Type::String, unknown.why.clone())
                    },
                ))
            }
        }))
    }
}

/// The known text in front of the first unknown part.
pub(super) fn prefix(fragments: &[Fragment]) -> &str {
    match fragments.first() {
        Some(Fragment::Known(text)) => text,
        _ => "",
    }
}

/// The known text behind the last unknown part.
pub(super) fn suffix(fragments: &[Fragment]) -> &str {
    match fragments.last() {
        Some(Fragment::Known(text)) => text,
        _ => "",
    }
}

/// Whether an occurrence of `needle` may begin in one fragment and end in another.
pub(super) fn may_straddle(fragments: &[Fragment], needle: &str) -> bool {
    let mut characters = needle.chars();
    characters.next();
    if characters.next().is_none() {
        return needle.is_empty();
    }
    let boundaries: Vec<usize> = needle.char_indices().map(|(at, _)| at).skip(1).collect();
    let last = fragments.len().saturating_sub(1);
    fragments.iter().enumerate().any(|(index, fragment)| {
        let Fragment::Known(text) = fragment else {
            return false;
        };
        let ends = index < last
            && boundaries
                .iter()
                .any(|at| needle.get(..*at).is_some_and(|start| text.ends_with(start)));
        let begins = index > 0
            && boundaries
                .iter()
                .any(|at| needle.get(*at..).is_some_and(|end| text.starts_with(end)));
        let inside = index > 0 && index < last && needle.contains(&**text);
        ends || begins || inside
    })
}

/// Whether an occurrence of `needle` may lie within what is unknown.
pub(super) fn may_hide(fragments: &[Fragment], needle: &str) -> bool {
    fragments.iter().any(|fragment| match fragment {
        Fragment::Known(_) => false,
        Fragment::Unknown(unknown) => needle.chars().all(|letter| unknown.may_have(letter)),
    })
}

/// What stands between the occurrences of a text, all of which are in sight.
pub(super) fn between(fragments: &[Fragment], needle: &str) -> Vec<Vec<Fragment>> {
    let mut parts = vec![Vec::new()];
    for fragment in fragments {
        let mut pieces = match fragment {
            Fragment::Known(text) => text.split(needle).map(known).collect(),
            unknown @ Fragment::Unknown(_) => vec![unknown.clone()],
        }
        .into_iter();
        if let (Some(last), Some(first)) = (parts.last_mut(), pieces.next()) {
            last.push(first);
        }
        parts.extend(pieces.map(|piece| vec![piece]));
    }
    parts
}

/// Whether a text with unknown parts may turn out to be that string.
pub(super) fn may_equal(fragments: &[Fragment], string: &str) -> bool {
    let (start, end) = (prefix(fragments), suffix(fragments));
    if string.len() < start.len() + end.len()
        || !string.starts_with(start)
        || !string.ends_with(end)
    {
        return false;
    }
    let Some(mut left) = string.get(start.len()..string.len() - end.len()) else {
        return false;
    };
    let inner = fragments.len().saturating_sub(1);
    for fragment in fragments.iter().take(inner).skip(1) {
        if let Fragment::Known(text) = fragment {
            match left.split_once(&**text) {
                Some((_, after)) => left = after,
                None => return false,
            }
        }
    }
    true
}
