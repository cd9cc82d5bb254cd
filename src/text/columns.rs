//! The columns that a text takes on a terminal.

use unicode_width::UnicodeWidthChar as _;

/// The columns that a text takes: two for each letter of Chinese, Japanese or Korean and for most pictures, none for a mark on the letter
/// before. miette counts them so too.
#[must_use]
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(of_letter).sum()
}

/// The columns that one letter takes.
#[must_use]
pub(crate) fn of_letter(letter: char) -> usize {
    letter.width().unwrap_or(0)
}

/// As much of the beginning of a text as fits into so many columns.
#[must_use]
pub(crate) fn beginning(text: &str, room: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, letter)| {
        taken += of_letter(*letter);
        taken > room
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

/// As much of the end of a text as fits into so many columns.
#[must_use]
pub(crate) fn end(text: &str, room: usize) -> &str {
    let mut taken = 0;
    let before = text.char_indices().rev().find(|(_, letter)| {
        taken += of_letter(*letter);
        taken > room
    });
    let start = before.map_or(0, |(at, letter)| at + letter.len_utf8());
    text.get(start..).unwrap_or(text)
}

/// Whether a text fits into so many columns, however long it is.
#[must_use]
pub(crate) fn fits(text: &str, room: usize) -> bool {
    beginning(text, room).len() == text.len()
}

/// A text with spaces behind it up to a width.
#[must_use]
pub(crate) fn padded(text: &str, width: usize) -> String {
    text.to_owned() + &" ".repeat(width.saturating_sub(columns(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        for (text, taken) in [
            ("abc", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("日本語", 6),
            ("🚀", 2),
            ("", 0),
        ] {
            assert_eq!(columns(text), taken, "{text}");
        }
        assert_eq!(padded("日本", 6), "日本  ");
        assert_eq!(padded("日本語", 4), "日本語");
    }

    #[test]
    fn no_letter_is_cut_in_two() {
        assert_eq!(beginning("日本語", 5), "日本");
        assert_eq!(end("日本語", 5), "本語");
        assert_eq!((beginning("abc", 9), end("abc", 9)), ("abc", "abc"));
        assert_eq!((beginning("日", 1), end("日", 1)), ("", ""));
        assert!(fits("日本", 4) && !fits("日本", 3));
        // A mark stays with its letter.
        assert_eq!(beginning("e\u{301}x", 1), "e\u{301}");
    }
}
