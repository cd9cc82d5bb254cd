//! Secrets in texts that strings hold: settings, scripts, documents, Terraform's own. In what language one is written nobody says, so it
//! is read by its letters: rather too much is hidden than too little.

use std::ops::Range;

use super::{names::is_called_secret, unparsed};
use crate::syntax::{Expr, ExprKind, Part};

/// Adds what stands behind the name of a secret in any string of an expression, by its place in the file's text.
pub(super) fn of(expr: &Expr, text: &str, into: &mut Vec<Range<usize>>) {
    if let ExprKind::String(_) | ExprKind::Template(_) = &expr.kind {
        let start = expr.span.start as usize;
        let written = text.get(start..expr.span.end as usize);
        let found = secrets(written.unwrap_or_default()).into_iter();
        into.extend(found.map(|it| start + it.start..start + it.end));
    }
    expr.for_each_part(&mut |part| of(part, text, into));
}

/// Calls `visit` with what a template puts behind the name of a secret.
pub(super) fn each_put_into(parts: &[Part], visit: &mut dyn FnMut(&Expr)) {
    let mut line = String::new();
    for part in parts {
        match part {
            Part::Literal(text, _) => match text.rsplit_once('\n') {
                Some((_, rest)) => rest.clone_into(&mut line),
                None => line += text,
            },
            Part::Interpolation(value) if !secrets(&format!("{line}?")).is_empty() => visit(value),
            Part::Interpolation(_) | Part::If(..) | Part::For(_) => {}
        }
    }
}

/// What stands behind the name of a secret with `=`, `:` or `=>`.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['=', ':'])) {
        let sign = at + found;
        at = sign + 1;
        if let Some(value) = value_behind(text, sign) {
            at = value.end;
            secrets.push(value);
        }
    }
    secrets
}

/// The value behind a sign, if a secret's name goes before it.
fn value_behind(text: &str, sign: usize) -> Option<Range<usize>> {
    let (before, behind) = (text.get(..sign)?, text.get(sign..)?);
    let bare = before.trim_end_matches([' ', '\t']);
    let name = bare.trim_end_matches(['"', '\'', '\\']);
    let is_quoted = name.len() < bare.len();
    // In `arn:aws:secretsmanager:us-east-1:111122223333:secret:orders` is no secret.
    let is_part = |rest: &str| !rest.starts_with(char::is_whitespace);
    let is_part = behind.strip_prefix(':').is_some_and(is_part);
    if is_part && !is_quoted || !is_called_secret(last_word(name)) {
        return None;
    }
    let is_sign = |it| matches!(it, '=' | ':' | '>' | ' ' | '\t');
    let start = text.len() - behind.trim_start_matches(is_sign).len();
    Some(start..start + length(text.get(start..)?, indent_of(before)))
}

fn last_word(text: &str) -> &str {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    text.get(text.trim_end_matches(is_part).len()..)
        .unwrap_or_default()
}

/// How far in the last line of a text begins.
fn indent_of(text: &str) -> usize {
    let line = text.rsplit_once('\n').map_or(text, |(_, line)| line);
    line.len() - line.trim_start().len()
}

/// The length of a value: to the end of its line, or of what is opened on it; what begins on the next line, as in YAML, goes on as long
/// as lines stand further in.
fn length(text: &str, indent: usize) -> usize {
    if let Some(length) = text.strip_prefix("<<").and_then(unparsed::heredoc) {
        return 2 + length;
    }
    let mut open = 0_usize;
    let end = text.find(|letter| {
        match letter {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        letter == '\n' && open == 0
    });
    let end = end.unwrap_or(text.len());
    let (line, below) = text.split_at(end);
    if !(line.trim().is_empty() || line.starts_with(['|', '>'])) {
        return end;
    }
    let belongs = |line: &&str| line.trim().is_empty() || indent_of(line.trim_end()) > indent;
    let below = below.split_inclusive('\n').take_while(belongs);
    end + below.map(str::len).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_name_of_a_secret_is_one() {
        for (text, hidden) in [
            ("export DB_PASSWORD=a b\nx=1", vec!["a b"]),
            (
                "provider \"x\" {\n  apiToken = \"a\"\n  b = 1\n}",
                vec!["\"a\""],
            ),
            ("password: a\nuser: b", vec!["a"]),
            ("{\"password\":\"a\"}", vec!["\"a\"}"]),
            ("{\\\"password\\\": \\\"a\\\"}", vec!["\\\"a\\\"}"]),
            ("'token' => 'a',\nb", vec!["'a',"]),
            (
                "secret = {\n  a = [\n    1\n  ]\n}\nb = 1",
                vec!["{\n  a = [\n    1\n  ]\n}"],
            ),
            ("private_key = <<K\na\nb\nK\nc = 1", vec!["<<K\na\nb\n"]),
            (
                "a:\n  private_key: |\n    b\n\n    c\n  d: e",
                vec!["|\n    b\n\n    c\n"],
            ),
            ("a:\n  secret:\n    b: c\nd: e", vec!["\n    b: c\n"]),
            (
                "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders",
                vec![],
            ),
            ("tokenizer_count = 1\nsecretsmanager: a", vec![]),
        ] {
            let found: Vec<_> = secrets(text)
                .into_iter()
                .filter_map(|it| text.get(it))
                .collect();
            assert_eq!(found, hidden, "{text}");
        }
    }
}
