//! hcl-edit's errors in the words of somebody who writes Terraform.

use std::ops::Range;

use super::{
    is_in_name,
    scan::{DEPTH, SyntaxError},
};

/// What hcl-edit's error at the start of `rest` means, where `rest` reaches to the end of what was parsed; `copy` is the
/// whole text without comments.
pub(super) fn explain(text: &str, copy: &str, rest: Range<usize>, message: &str) -> SyntaxError {
    let (mut at, end) = (rest.start, rest.end);
    let says = |words: &str| message.contains(words);
    // What is missing at the end of a line hcl-edit misses at the next token, some lines below.
    let missing = says("invalid traversal operator") || message.starts_with("expected `");
    let code = copy.get(..at).unwrap_or_default().trim_end();
    let next_line = text.get(code.len()..at).unwrap_or_default().contains('\n');
    if missing && next_line && !code.ends_with(['[', '(', '{', ',']) {
        at = code.len();
    }
    if says("escape sequence") || says("unicode ") {
        // hcl-edit stands behind the escape then.
        at = code.rfind('\\').unwrap_or(at);
    }
    if says("invalid block body") || says("newline") || says("unexpected token") {
        // Some values hcl-edit drops together with their name, without a word on what is wrong with them.
        if let Some((name, value)) = assignment(copy, at) {
            return SyntaxError::new(value, format!("the value of `{name}` cannot be read"));
        }
    }
    let (place, found) = found(text, at, end);
    let wanted = if says("invalid nesting depth") {
        return SyntaxError::new(place, format!("nested more than {DEPTH} levels deep"));
    } else if says("redefined attribute") {
        return SyntaxError::new(place, format!("{found} is set twice in this block"));
    } else if says("redefined object key") {
        return SyntaxError::new(
            place,
            format!("{found} occurs more than once in this object"),
        );
    } else if says("escape sequence") {
        return SyntaxError::new(place, format!("{found} is not an escape sequence"));
    } else if says("unicode ") {
        return SyntaxError::new(
            place,
            "`\\u` or `\\U` is not followed by the number of a character",
        );
    } else if says("heredoc end delimiter") {
        return SyntaxError::new(place, "this heredoc is not closed");
    } else if says("`else`") || says("`endif`") {
        "`%{ endif }`"
    } else if says("`endfor`") {
        "`%{ endfor }`"
    } else if says("`..`") {
        "`...`"
    } else if says("invalid object value assignment") {
        "`=` after the key of an object"
    } else if says("invalid object item") {
        "a comma, a new line or `}` after the value"
    } else if says("invalid block body") {
        "a new line or `}`"
    } else if says("invalid structure") {
        "`=` or `{` after a name"
    } else if says("invalid expression") || says("expected expression") {
        "a value"
    } else if says("invalid traversal operator") {
        "a name after the dot"
    } else if says("newline") {
        "a new line"
    } else if let Some(token) = message.strip_prefix("expected `")
        && let Some((token, _)) = token.split_once('`')
    {
        return SyntaxError::new(place, format!("expected `{token}`, found {found}"));
    } else if says("identifier") {
        "a name"
    } else {
        if let Some((place, wanted)) = half_written(copy, at) {
            let message = format!("expected {wanted}, found the end of the line");
            return SyntaxError::new(place, message);
        }
        let found = found.trim_start_matches("the ");
        return SyntaxError::new(place, format!("unexpected {found}"));
    };
    SyntaxError::new(place, format!("expected {wanted}, found {found}"))
}

/// The name and the place of the value, when a line with `name = value` starts at `at`.
fn assignment(copy: &str, at: usize) -> Option<(&str, Range<usize>)> {
    let before = copy.get(..at)?;
    if !before.trim_end_matches([' ', '\t']).is_empty()
        && !before.trim_end_matches([' ', '\t']).ends_with('\n')
    {
        return None;
    }
    let line = copy.get(at..)?.lines().next()?;
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    if name.is_empty() || !name.chars().all(is_in_name) || value.trim().is_empty() {
        return None;
    }
    let end = at + line.trim_end().len();
    let start = at + line.len() - value.trim_start().len();
    Some((name, start..end))
}

/// What lacks at the end of a line that begins at `at` with a name, or a name and `=`, and the last character there. hcl-edit
/// drops such a line as a whole.
fn half_written(copy: &str, at: usize) -> Option<(Range<usize>, &'static str)> {
    let line = copy.get(at..)?.lines().next()?.trim_end();
    let (name, wanted) = match line.strip_suffix('=') {
        Some(name) => (name.trim_end(), "a value"),
        None => (line, "`=` or `{` after a name"),
    };
    let end = at + line.len();
    let width = line.chars().next_back()?.len_utf8();
    (!name.is_empty() && name.chars().all(is_in_name)).then_some((end - width..end, wanted))
}

/// The token at `at`, and how to call it. Past the end of a line the last token before counts as the place.
fn found(text: &str, at: usize, end: usize) -> (Range<usize>, String) {
    let rest = text.get(at..end).unwrap_or_default();
    let token = rest.trim_start_matches([' ', '\t']);
    let start = end - token.len().min(end);
    let line_ends =
        token.is_empty() || token.starts_with(['\n', '\r', '#']) || token.starts_with("//");
    if line_ends {
        let before = text.get(..start).unwrap_or_default().trim_end();
        let name = if text.get(start..).unwrap_or_default().trim().is_empty() {
            "the end of the file"
        } else {
            "the end of the line"
        };
        let width = before.chars().next_back().map_or(0, char::len_utf8);
        return (before.len() - width..before.len(), name.to_owned());
    }
    let first = token.chars().next().unwrap_or(' ');
    let length = if first == '\\' {
        1 + token.chars().nth(1).map_or(0, char::len_utf8)
    } else if is_in_name(first) {
        token
            .find(|character| !is_in_name(character))
            .unwrap_or(token.len())
    } else {
        first.len_utf8()
    };
    let word = token.get(..length).unwrap_or_default();
    let name = match first {
        '"' => "a string".to_owned(),
        _ if word.len() > 40 => "a long word".to_owned(),
        _ => format!("`{word}`"),
    };
    (start..start + length, name)
}
