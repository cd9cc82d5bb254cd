//! The right margin of excerpts: miette wraps what it says, but not the source.

use crate::text::{columns, of_letter};

/// The rows of a drawing, with each line of source cut at `width` columns, or where the underlines and labels below it end if
/// that is further right. What was cut off is marked.
pub(super) fn cut(drawn: &str, width: usize, mark: &str) -> Vec<String> {
    let rows: Vec<&str> = drawn.lines().collect();
    let cut = |(index, row): (usize, &&str)| {
        let notes = rows.iter().skip(index + 1).take_while(|row| is_note(row));
        let room = width.saturating_sub(columns(mark));
        let kept = notes.map(|row| taken(row)).fold(room, usize::max);
        if !is_source(row) || taken(row) <= width.max(kept) {
            return (*row).to_owned();
        }
        let mut taken = 0;
        let end = shown(row).find(|(_, letter)| {
            taken += of_letter(*letter);
            taken > kept
        });
        let end = end.map_or(row.len(), |(at, _)| at);
        row.get(..end).unwrap_or(row).to_owned() + mark
    };
    rows.iter().enumerate().map(cut).collect()
}

/// The characters that a terminal shows, with where they start: no colours.
fn shown(row: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_command = false;
    row.char_indices().filter(move |(_, character)| {
        let is_shown = !is_command && *character != '\u{1b}';
        is_command = !is_shown && *character != 'm';
        is_shown
    })
}

/// The columns that these take.
fn taken(row: &str) -> usize {
    shown(row).map(|(_, letter)| of_letter(letter)).sum()
}

/// Whether it is a line of source: its number, then a bar.
fn is_source(row: &str) -> bool {
    let mut rest = shown(row)
        .map(|(_, character)| character)
        .skip_while(|character| *character == ' ')
        .skip_while(char::is_ascii_digit);
    row.contains(|character: char| character.is_ascii_digit())
        && rest.next() == Some(' ')
        && matches!(rest.next(), Some('│' | '|'))
}

/// Whether it belongs to the line of source above: underlines and labels.
fn is_note(row: &str) -> bool {
    shown(row)
        .map(|(_, character)| character)
        .find(|character| *character != ' ')
        .is_some_and(|character| matches!(character, '·' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_at(width: usize, drawn: &str) -> String {
        cut(drawn, width, "…").join("\n")
    }

    #[test]
    fn source_ends_at_the_margin() {
        let drawn = "  × a message that is long\n 12 │ short\n 13 │ longer than that\n    · ──";
        assert_eq!(
            cut_at(12, drawn),
            "  × a message that is long\n 12 │ short\n 13 │ longe…\n    · ──"
        );
    }

    #[test]
    fn what_is_underlined_is_shown() {
        let drawn = " 13 │ longer than that and more\n    ·        ────\n 14 │ and another line";
        assert_eq!(
            cut_at(10, drawn),
            " 13 │ longer than…\n    ·        ────\n 14 │ and…"
        );
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let drawn = " 13 │ a = \"日本語の文\"\n    ·     ──";
        assert_eq!(cut_at(16, drawn), " 13 │ a = \"日本…\n    ·     ──");
    }

    #[test]
    fn colours_take_no_room() {
        let drawn = " \u{1b}[2m13\u{1b}[0m │ longer than that";
        assert_eq!(cut_at(10, drawn), " \u{1b}[2m13\u{1b}[0m │ lon…");
    }
}
