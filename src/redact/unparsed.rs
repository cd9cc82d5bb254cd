//! The literals of a text that cannot be parsed, by a look at its letters: rather too many than too few.

use std::ops::Range;

use crate::syntax::is_in_name;

/// Strings, heredocs and numbers, also strings in the quotes of other languages. A string without end goes to the end of its line, as
/// does one with an expression in it, which may hold quotes of its own.
pub(super) fn literals(text: &str) -> Vec<Range<usize>> {
    let mut literals = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let found = if let Some(inside) = rest.strip_prefix('"') {
            Some(1 + string(inside, '"'))
        } else if let Some(inside) = rest.strip_prefix('\'') {
            Some(1 + string(inside, '\''))
        } else if let Some(mark) = rest.strip_prefix("<<") {
            heredoc(mark).map(|length| 2 + length)
        } else {
            number(text, at, rest)
        };
        match found {
            Some(length) => {
                let literal = at..at + length;
                at = literal.end;
                if !is_label(text, &literal) {
                    literals.push(literal);
                }
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    literals
}

/// The blocks of Terraform that have labels.
const LABELLED: [&str; 7] = [
    "check", "data", "module", "output", "provider", "resource", "variable",
];

/// Whether a string is a label in the header of a block, which no secret can be: a name, with nothing but the block's type and another
/// label before it on its line.
fn is_label(text: &str, literal: &Range<usize>) -> bool {
    let name = text.get(literal.clone()).unwrap_or_default();
    let before = text.get(..literal.start).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    let mut words = line.split_whitespace();
    let is_header = words.next().is_some_and(|it| LABELLED.contains(&it));
    is_header && is_quoted_name(name) && words.all(is_quoted_name)
}

fn is_quoted_name(text: &str) -> bool {
    let name = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(is_in_name))
}

/// The length of a string after its first quote, the last one included if it has one.
fn string(inside: &str, quote: char) -> usize {
    let line = inside.find('\n').unwrap_or(inside.len());
    let (mut before, mut nested) = (' ', false);
    for (at, letter) in inside.char_indices().take_while(|(at, _)| *at < line) {
        match letter {
            _ if before == '\\' => {
                before = ' ';
                continue;
            }
            '{' if matches!(before, '$' | '%') => nested = true,
            _ if letter == quote && !nested => return at + 1,
            _ => {}
        }
        before = letter;
    }
    line
}

/// The length of a heredoc after `<<`, to the line that ends it or to the end of the text.
pub(super) fn heredoc(mark: &str) -> Option<usize> {
    let (first, body) = mark.split_once('\n')?;
    let name = first.trim_start_matches('-').trim();
    if name.is_empty() || !name.chars().all(is_in_name) {
        return None;
    }
    let mut length = first.len() + 1;
    for line in body.split_inclusive('\n') {
        if line.trim() == name {
            break;
        }
        length += line.len();
    }
    Some(length)
}

/// The length of a number, which no name goes before.
fn number(text: &str, at: usize, rest: &str) -> Option<usize> {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    if !rest.starts_with(|letter: char| letter.is_ascii_digit()) || before.is_some_and(is_in_name) {
        return None;
    }
    let is_digit = |letter: char| letter.is_ascii_digit() || letter == '.';
    Some(rest.find(|letter| !is_digit(letter)).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_may_be_a_literal_is_one() {
        for (text, hidden) in [
            ("a = \"b\" c", vec!["\"b\""]),
            ("a = \"b\\\"c\" d", vec!["\"b\\\"c\""]),
            ("a = \"b\nc = 1", vec!["\"b", "1"]),
            ("a1 = b2 + 34.5", vec!["34.5"]),
            ("a = <<-X\n  b\n  X\nc = 1", vec!["<<-X\n  b\n", "1"]),
            ("a = <<X\nb", vec!["<<X\nb"]),
            ("a << b", vec![]),
            ("a = 'b' c", vec!["'b'"]),
            ("a = 'b\nc", vec!["'b"]),
            ("a = \"${\"b\" c\nd", vec!["\"${\"b\" c"]),
            ("é = \"", vec!["\""]),
            ("resource \"aws_vpc\" \"main\" {\n a = \"b\"", vec!["\"b\""]),
            ("variable \"a\" { default = \"b\" }", vec!["\"b\""]),
            ("resource = \"b\"", vec!["\"b\""]),
            ("module \"b c\" {", vec!["\"b c\""]),
        ] {
            let found: Vec<_> = literals(text)
                .into_iter()
                .filter_map(|it| text.get(it))
                .collect();
            assert_eq!(found, hidden, "{text}");
        }
    }
}
