//! Secrets in texts that strings hold: settings, scripts, documents, Terraform's own. In what language one is written nobody says, so it
//! is read by its letters: rather too much is hidden than too little.

use std::ops::Range;

use super::{
    names::{gives_name, gives_value, is_called_secret},
    unparsed,
};
use crate::syntax::{Expr, ExprKind, Part};

/// An object has no more lines on either side of a value.
const MOST_LINES: usize = 32;

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
    let (mut whole, mut put) = (String::new(), Vec::new());
    for part in parts {
        match part {
            Part::Literal(text, _) => whole += text,
            Part::Interpolation(value) => {
                put.push((whole.len(), value));
                whole.push('?');
            }
            Part::If(..) | Part::For(_) => {}
        }
    }
    if put.is_empty() {
        return;
    }
    let secrets = secrets(&whole);
    for (at, value) in put {
        if secrets.iter().any(|it| it.contains(&at)) {
            visit(value);
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
    let word = last_word(name);
    let is_secret = || is_called_secret(word) || gives_value(word) && is_named_secret(text, sign);
    if is_part && !is_quoted || !is_secret() {
        return None;
    }
    let is_sign = |it| matches!(it, '=' | ':' | '>' | ' ' | '\t');
    let start = text.len() - behind.trim_start_matches(is_sign).len();
    Some(start..start + length(text.get(start..)?, indent_of(before)))
}

fn last_word(text: &str) -> &str {
    text.get(text.trim_end_matches(is_part_of_word).len()..)
        .unwrap_or_default()
}

fn is_part_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// Whether the object in which a sign stands has the name of a secret.
fn is_named_secret(text: &str, sign: usize) -> bool {
    let object = object_around(text, sign);
    object.match_indices(['=', ':']).any(|(at, _)| {
        let (before, behind) = object.split_at(at);
        let is_before = |it| is_around_word(it) || matches!(it, '=' | ':' | '>');
        let name = behind.trim_start_matches(is_before);
        let end = name.find(|it| !(is_part_of_word(it) || it == '/'));
        let name = name.get(..end.unwrap_or(name.len()));
        gives_name(last_word(before.trim_end_matches(is_around_word)))
            && name.is_some_and(is_called_secret)
    })
}

const fn is_around_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '"' | '\'' | '\\')
}

/// What stands with a byte between braces, or in an item of a list as YAML has them; of many lines those that are near.
fn object_around(text: &str, at: usize) -> &str {
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    let (mut start, mut end) = (at, at);
    let mut depth = 0_usize;
    for line in before.split_inclusive('\n').rev().take(MOST_LINES) {
        let opens = line.char_indices().rev().find(|(_, letter)| {
            let is_open = *letter == '{' && depth == 0;
            depth = deeper(depth, *letter, '}', '{');
            is_open
        });
        start -= line.len() - opens.map_or(0, |(at, _)| at + 1);
        if opens.is_some() || depth == 0 && is_item(line) {
            break;
        }
    }
    depth = 0;
    for (index, line) in behind.split_inclusive('\n').take(MOST_LINES).enumerate() {
        if index > 0 && depth == 0 && is_item(line) {
            break;
        }
        let closes = line.char_indices().find(|(_, letter)| {
            let is_close = *letter == '}' && depth == 0;
            depth = deeper(depth, *letter, '{', '}');
            is_close
        });
        end += closes.map_or(line.len(), |(at, _)| at);
        if closes.is_some() {
            break;
        }
    }
    text.get(start..end).unwrap_or_default()
}

fn deeper(depth: usize, letter: char, down: char, up: char) -> usize {
    if letter == down {
        depth + 1
    } else if letter == up {
        depth.saturating_sub(1)
    } else {
        depth
    }
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
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
            (
                "[{\"name\":\"DB_PASSWORD\",\"value\":\"a\"}]",
                vec!["\"a\"}]"],
            ),
            (
                "[{\\\"value\\\":\\\"a\\\",\\\"name\\\":\\\"DB_PASSWORD\\\"}]",
                vec!["\\\"a\\\",\\\"name\\\":\\\"DB_PASSWORD\\\"}]"],
            ),
            (
                "- name: A\n  value: a\n- name: DB_PASSWORD\n  value: b\n- value: c\n  name: B\n- value: d\n  key: token\n",
                vec!["b", "d"],
            ),
            (
                "env {\n  name = \"DB_PASSWORD\"\n  value = \"a\"\n}\nenv {\n  name = \"A\"\n  value = \"b\"\n}",
                vec!["\"a\""],
            ),
            (
                "{\"a\":{\"b\":1},\"name\":\"DB_PASSWORD\",\"c\":{\"d\":1},\n\"value\":\"a\"}",
                vec!["\"a\"}"],
            ),
            (
                "{\"name\":\"DB_PASSWORD\",\"valueFrom\":\"arn:aws:ssm:x\"}, {\"value\": \"a\"}",
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
