//! What stands between the quotes of a string.

use std::fmt::Write;

/// Adds a text as Go's `encoding/json` writes it in a string: `<`, `>`, `&`, U+2028 and U+2029 are escaped, too.
pub fn escape(text: &str, out: &mut String) {
    // The first byte of U+2028 and U+2029 is that of other letters, too.
    let is_special = |byte| matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2) || byte < b' ';
    let mut rest = text;
    let next = |rest: &str| rest.bytes().position(is_special);
    while let Some((plain, special)) = next(rest).and_then(|it| rest.split_at_checked(it)) {
        out.push_str(plain);
        let mut letters = special.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..' ')) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            letter => out.extend(letter),
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_escaped_as_go_does() {
        let mut out = String::new();
        escape("a\"\\\n\t<é\u{2026}\u{2028}\u{1}>", &mut out);
        assert_eq!(out, "a\\\"\\\\\\n\\t\\u003cé\u{2026}\\u2028\\u0001\\u003e");
    }
}
