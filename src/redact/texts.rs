//! Secrets in texts that strings hold: settings, scripts, documents, Terraform's own. In what language one is written nobody says, so it
//! is read by its letters: rather too much is hidden than too little.

use std::{borrow::Cow, ops::Range};

use super::{
    names::is_called_secret,
    objects, unparsed,
    words::{before, is_part_of_word},
};
use crate::syntax::{Expr, ExprKind, Part};

/// Stands for what a template puts into a text: of the name that it is part of the rest counts.
const PUT: char = '_';

/// Adds what stands behind the name of a secret in any string of an expression, by its place in the file's text.
pub(super) fn of(expr: &Expr, text: &str, into: &mut Vec<Range<usize>>) {
    let start = expr.span.start as usize;
    let written = || text.get(start..expr.span.end as usize).unwrap_or_default();
    let written = match &expr.kind {
        ExprKind::String(_) => Some(Cow::Borrowed(written())),
        ExprKind::Template(parts) => Some(Cow::Owned(without_expressions(written(), start, parts))),
        _ => None,
    };
    let found = written.map(|it| secrets(&it)).unwrap_or_default();
    into.extend(found.iter().map(|it| start + it.start..start + it.end));
    expr.for_each_part(&mut |part| of(part, text, into));
}

/// A template as it is written, with something else of the same length in the place of its expressions.
fn without_expressions(written: &str, start: usize, parts: &[Part]) -> String {
    let mut literals = Vec::new();
    each_literal(parts, &mut |range| literals.push(range));
    literals.sort_unstable_by_key(|it| it.start);
    // What is around it is its quotes, or the lines with its mark.
    let (first, last) = if written.starts_with("<<") {
        (written.find('\n').map_or(0, |it| it + 1), written.len())
    } else {
        (1, written.len().saturating_sub(1))
    };
    literals.push(start + last..start + written.len());
    let mut text = written.get(..first).unwrap_or_default().to_owned();
    for literal in literals {
        let put = text.len()..literal.start.saturating_sub(start);
        let put = written.get(put).unwrap_or_default();
        if put.contains(['$', '%']) {
            text.extend(put.bytes().map(|_| PUT));
        } else {
            text += put;
        }
        let literal = text.len()..literal.end.saturating_sub(start);
        text += written.get(literal).unwrap_or_default();
    }
    text
}

/// Calls `visit` with the place of everything in a template that is written out.
fn each_literal(parts: &[Part], visit: &mut dyn FnMut(Range<usize>)) {
    for part in parts {
        match part {
            Part::Literal(_, span) => visit(span.start as usize..span.end as usize),
            Part::Interpolation(_) => {}
            Part::If(_, then, otherwise) => {
                each_literal(then, visit);
                each_literal(otherwise, visit);
            }
            Part::For(directive) => each_literal(&directive.body, visit),
        }
    }
}

/// What a template says, as far as it is written out.
pub(super) fn said(parts: &[Part]) -> String {
    let said = parts.iter().map(|part| match part {
        Part::Literal(text, _) => Cow::Borrowed(&**text),
        Part::Interpolation(_) => Cow::Owned(PUT.into()),
        Part::If(_, then, otherwise) => Cow::Owned(said(then) + &said(otherwise)),
        Part::For(directive) => Cow::Owned(said(&directive.body)),
    });
    said.collect()
}

/// Calls `visit` with what a template puts behind the name of a secret.
pub(super) fn each_put_into(parts: &[Part], visit: &mut dyn FnMut(&Expr)) {
    let (mut whole, mut put) = (String::new(), Vec::new());
    for part in parts {
        match part {
            Part::Literal(text, _) => whole += text,
            Part::Interpolation(value) => {
                put.push((whole.len(), value));
                whole.push(PUT);
            }
            Part::If(..) | Part::For(_) => {}
        }
    }
    if put.is_empty() {
        return;
    }
    let secrets = secrets(&whole);
    for (at, value) in put {
        let next = secrets.partition_point(|it| it.end <= at);
        if secrets.get(next).is_some_and(|it| it.contains(&at)) {
            visit(value);
        }
    }
}

/// What stands behind the name of a secret with `=`, `:` or `=>`.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let named = objects::named(text);
    let mut secrets = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['=', ':'])) {
        let sign = at + found;
        at = sign + 1;
        if let Some(value) = value_behind(text, sign, named.contains(&sign)) {
            at = value.end;
            secrets.push(value);
        }
    }
    secrets
}

/// The value behind a sign, if a secret's name goes before it or stands beside it.
fn value_behind(text: &str, sign: usize, is_named: bool) -> Option<Range<usize>> {
    let (front, behind) = (text.get(..sign)?, text.get(sign..)?);
    let bare = front.trim_end_matches([' ', '\t']);
    let name = bare.trim_end_matches(['"', '\'', '\\']);
    let is_quoted = name.len() < bare.len();
    // In `arn:aws:secretsmanager:us-east-1:111122223333:secret:orders` is no secret.
    let is_part = |rest: &str| !rest.starts_with(begins_value);
    let is_part = behind.strip_prefix(':').is_some_and(is_part);
    let is_secret = || is_named || before(name).iter().any(|it| is_called_secret(it));
    let is_sign = |it| matches!(it, '=' | ':' | '>' | ' ' | '\t');
    let value = behind.trim_start_matches(is_sign);
    if is_part && !is_quoted || says_whether(value) || !is_secret() {
        return None;
    }
    let start = text.len() - value.len();
    Some(start..start + length(value, indent_of(front)))
}

/// Whether a letter right behind a colon is none of an ARN: `{password:"a"}`, `${DB_PASSWORD:-a}`, `password := "a"`.
fn begins_value(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | '\'' | '\\' | '-' | '=' | '[' | '{')
}

/// Whether a value is `true`, `false` or nothing: no secret is.
fn says_whether(value: &str) -> bool {
    let word = value.split(|it: char| !is_part_of_word(it)).next();
    word.is_some_and(|it| matches!(it, "true" | "false" | "null"))
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
    use crate::{span::FileId, syntax};

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
            ("{user:\"a\",password:\"b\"}", vec!["\"b\"}"]),
            ("psql ${DB_PASSWORD:-a}", vec!["-a}"]),
            ("password := \"a\"", vec!["\"a\""]),
            ("{\"secret\":true,\"a\":\"b\"}", vec![]),
            ("image: orders-secret:latest", vec![]),
            (
                "{\"name\":\"DB_PASSWORD\",\"p\":\"{\",\"value\":\"a\"},{\"value\":\"b\"}",
                vec!["\"a\"},{\"value\":\"b\"}"],
            ),
            (
                "{\"name\":\"DB_PASSWORD\",\"p\":\"}\",\n\"value\":\"a\"}\n{\"value\":\"b\"}",
                vec!["\"a\"}"],
            ),
            ("{name:'DB_PASSWORD',p:'{',\nvalue:\"a\"}", vec!["\"a\"}"]),
            (
                "- name: DB_PASSWORD\n  l:\n  - a\n  value: b\n-\n  value: c\n  name: d\n",
                vec!["b"],
            ),
            ("name=DB_PASSWORD\\nvalue=a", vec!["a"]),
        ] {
            let found: Vec<_> = secrets(text)
                .into_iter()
                .filter_map(|it| text.get(it))
                .collect();
            assert_eq!(found, hidden, "{text}");
        }
    }

    #[test]
    fn expressions_in_templates_are_no_part_of_the_text() {
        for (text, expected) in [
            ("\"a${b}c\"", "\"a____c\""),
            ("\"${b[\"c\"]}é${d}\"", "\"_________é____\""),
            ("\"a $${b} ${c}\"", "\"a $${b} ____\""),
            (
                "\"a%{ if b }c%{ else }d%{ endif }e\"",
                "\"a_________c_________d__________e\"",
            ),
            (
                "<<-X\n    - a: ${b}\n      c: d${\n e }\n  X\n",
                "<<-X\n    - a: ____\n      c: d_______\n  X",
            ),
        ] {
            let file = format!("a = {text}");
            let body = syntax::parse_native(FileId::new(0), &file).body;
            let value = &body.attributes.first().unwrap().value;
            let ExprKind::Template(parts) = &value.kind else {
                panic!("{text}");
            };
            let start = value.span.start as usize;
            let written = file.get(start..value.span.end as usize).unwrap();
            assert_eq!(without_expressions(written, start, parts), expected);
        }
    }
}
