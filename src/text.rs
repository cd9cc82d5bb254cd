//! Text as others may see it: fit for a terminal, for JSON, for XML.

mod columns;
mod xml;

use std::{borrow::Cow, fmt::Write as _};

pub(crate) use columns::{beginning, columns, end, fits, of_letter, padded};
pub(crate) use xml::escaped as escaped_xml;

/// The text on one line without characters that command a terminal or reorder what is read: names and keys come from
/// files that anybody may have written.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unsafe) {
        text.chars()
            .map(|character| match character {
                '\n' | '\r' | '\t' => ' ',
                other if is_unsafe(other) => '\u{fffd}',
                other => other,
            })
            .collect::<String>()
            .into()
    } else {
        text.into()
    }
}

/// A JSON text with such characters as JSON escapes them: it says the same.
pub(crate) fn visible_json(json: String) -> String {
    let is_raw = |letter: char| is_unsafe(letter) && letter != '\n';
    if !json.contains(is_raw) {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_raw(letter) {
            // All of them take one unit of UTF-16.
            let _ = write!(safe, "\\u{:04x}", u32::from(letter));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// What stands behind a list that leaves out so many.
pub(crate) fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

/// The same as [`visible`] for a source text, with every byte offset kept; lines and tabs stay.
pub(crate) fn same_length(text: &str) -> Cow<'_, str> {
    if !text
        .chars()
        .any(|character| is_unsafe(character) && !matches!(character, '\n' | '\r' | '\t'))
        && memchr::memchr(b'\r', text.as_bytes()).is_none()
    {
        return text.into();
    }
    let mut characters = text.chars().peekable();
    let mut safe = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        safe.push(match character {
            '\n' | '\t' => character,
            '\r' if characters.peek() == Some(&'\n') => character,
            other if !is_unsafe(other) => other,
            other => match other.len_utf8() {
                1 => '?',
                2 => '\u{bf}',
                _ => '\u{fffd}',
            },
        });
    }
    safe.into()
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Lines of at most `width` columns, broken at spaces only: addresses and service names stay whole. Never empty.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    rows(text, width, width)
}

/// A line that begins with spaces as rows of at most `width` columns, the later ones `indent` columns in.
pub(crate) fn hung(line: &str, width: usize, indent: usize) -> String {
    if fits(line, width) {
        return line.to_owned();
    }
    let words = line.trim_start();
    let lead = line.len() - words.len();
    let room = |margin: usize| width.saturating_sub(margin);
    let rows = rows(words, room(lead), room(indent));
    " ".repeat(lead) + &rows.join(&format!("\n{}", " ".repeat(indent)))
}

/// Words on rows, the first of another width than the others.
fn rows(text: &str, first: usize, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = first;
    for word in text.split_whitespace() {
        let length = columns(word);
        match lines.last_mut() {
            Some(line) if line.is_empty() => {
                line.push_str(word);
                room = room.saturating_sub(length);
            }
            Some(line) if length < room => {
                line.push(' ');
                line.push_str(word);
                room -= length + 1;
            }
            _ => {
                lines.push(word.to_owned());
                room = width.saturating_sub(length);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_to_terminals_are_defused() {
        assert_eq!(visible("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb c");
        assert!(matches!(visible("plain é"), Cow::Borrowed(_)));
        for text in [
            "a\u{1b}b",
            "\u{85}x",
            "\u{202e}abc\r\n",
            "a\rb",
            "plain\r\n",
        ] {
            let safe = same_length(text);
            assert_eq!(safe.len(), text.len());
            assert!(!safe.contains(['\u{1b}', '\u{85}', '\u{202e}']));
        }
        assert_eq!(same_length("a\rb\r\n"), "a?b\r\n");
    }

    #[test]
    fn json_says_the_same() {
        let text = "a\u{202e}\u{7f}\u{85}é\n\u{1b}";
        let json = serde_json::to_string(text).unwrap();
        let safe = visible_json(json);
        assert!(!safe.contains(['\u{202e}', '\u{7f}', '\u{85}']), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrap("aa bb  cc", 5), ["aa bb", "cc"]);
        assert_eq!(
            wrap("a longer-than-that b", 4),
            ["a", "longer-than-that", "b"]
        );
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("日本 語 a", 6), ["日本", "語 a"]);
        assert_eq!(hung("  aa bb cc", 8, 4), "  aa bb\n    cc");
        assert_eq!(hung("  aa", 8, 4), "  aa");
    }
}
