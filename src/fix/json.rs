//! Changes of a text in JSON syntax.

use super::{
    draft::Draft,
    line::{indent, line_end},
};
use crate::syntax::Block;

/// An expression as JSON syntax has it.
///
/// # Errors
///
/// Where it is too long for a string.
pub(super) fn term(text: &str) -> Result<String, String> {
    if text.contains('\n') {
        return Err("it would be lines of an expression in a JSON string".to_owned());
    }
    let is_plain = matches!(text, "true" | "false" | "null") || text.parse::<u64>().is_ok();
    let is_string = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    Ok(if is_plain || is_string && !text.contains('\\') {
        text.to_owned()
    } else {
        serde_json::Value::from(format!("${{{text}}}")).to_string()
    })
}

/// Gives a block another argument: as its first.
///
/// # Errors
///
/// Why that cannot be done.
pub(super) fn insert(
    draft: &mut Draft<'_>,
    block: &Block,
    name: &str,
    value: &str,
) -> Result<(), String> {
    let text = draft.text();
    let header = block.header.end as usize;
    let rest = text.get(header..).unwrap_or_default();
    let opening = rest.trim_start_matches([' ', '\t', '\r', '\n', ':']);
    if !opening.starts_with('{') {
        return Err("several blocks share its name in the text".to_owned());
    }
    let open = header + rest.len() - opening.len() + 1;
    let behind = text.get(open..).unwrap_or_default();
    let first = behind.trim_start();
    let blanks = behind.len() - first.len();
    let is_in_lines = behind.get(..blanks).is_some_and(|it| it.contains('\n'));
    let newline = line_end(text, open);
    let (lead, comma) = if first.starts_with('}') {
        (format!("{newline}{}  ", indent(text, open)), "")
    } else if is_in_lines {
        (format!("{newline}{}", indent(text, open + blanks)), ",")
    } else {
        (String::new(), ", ")
    };
    let mut line = format!("{lead}\"{name}\": {value}{comma}");
    if comma.is_empty() && !is_in_lines {
        line.extend([newline, indent(text, open)]);
    }
    draft.write(open, open, &line);
    Ok(())
}

/// Takes a property or member away, with one comma.
pub(super) fn remove(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    let behind = text.get(to..).unwrap_or_default();
    let skipped = behind.len() - behind.trim_start().len();
    if behind.trim_start().starts_with(',') {
        let rest = behind.get(skipped + 1..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        draft.write(from, to + skipped + 1 + blanks, "");
    } else {
        let kept = text.get(..from).unwrap_or_default().trim_end();
        draft.write(kept.strip_suffix(',').unwrap_or(kept).len(), to, "");
    }
}

/// Adds members to an array.
pub(super) fn add(draft: &mut Draft<'_>, (from, to): (usize, usize), members: &[String]) {
    let text = draft.text();
    let held = text.get(from + 1..to - 1).unwrap_or_default().trim_end();
    let last = from + 1 + held.len();
    let is_in_lines = text.get(last..to).is_some_and(|it| it.contains('\n'));
    let between = if is_in_lines {
        format!(",{}{}", line_end(text, last), indent(text, last))
    } else {
        ", ".to_owned()
    };
    let own = members.join(&between);
    let lead = if held.trim().is_empty() { "" } else { &between };
    draft.write(last, last, &format!("{lead}{own}"));
}
