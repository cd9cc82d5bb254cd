//! A line of a difference on a screen.

use crate::{
    report::Style,
    text::{beginning, columns, end, fits, visible},
};

/// Columns that the later rows of a line stand further in.
const CONTINUED: usize = 4;

/// A line that would take more rows than this is shown where it differs.
const MOST_ROWS: usize = 3;

/// The rows of a line with its mark: what changes, `+` or `-`, is shown whole, or where it differs from the line that stands there
/// `instead`; what stands around as far as it fits.
pub(super) fn rows(mark: char, text: &str, instead: &str, style: Style) -> Vec<String> {
    let text = visible(text.trim_end_matches(['\n', '\r']));
    let mark = format!("{mark} ");
    let color = match &*mark {
        "- " => Some("\u{1b}[31m"),
        "+ " => Some("\u{1b}[32m"),
        _ => None,
    };
    let room = style.width.saturating_sub(mark.len());
    let mut rows = if style.width == 0 || fits(&text, room) {
        vec![text.into_owned()]
    } else if mark == "  " {
        vec![part(&text, 0, room, style)]
    } else if fits(&text, MOST_ROWS * room) {
        broken(&text, room)
    } else {
        let same = text.chars().zip(instead.chars());
        let same: String = same
            .take_while(|(one, other)| one == other)
            .map(|(one, _)| one)
            .collect();
        let hidden = same.len() - end(&same, room / 2).len();
        let hidden = same.get(..hidden).unwrap_or_default();
        vec![part(&text, hidden.chars().count(), room, style)]
    };
    for (index, row) in rows.iter_mut().enumerate() {
        row.insert_str(0, if index == 0 { &mark } else { "  " });
        row.truncate(row.trim_end().len());
        if let Some(color) = color.filter(|_| style.color) {
            *row = format!("{color}{row}\u{1b}[0m");
        }
    }
    rows
}

/// What of a line fits from a character on; what is left out is marked.
fn part(text: &str, from: usize, room: usize, style: Style) -> String {
    let mark = if style.unicode { "…" } else { "..." };
    let length = columns(mark);
    let from = if from > length { from } else { 0 };
    let lead = if from > 0 { mark } else { "" };
    let room = room.saturating_sub(columns(lead));
    let start = text
        .char_indices()
        .nth(from)
        .map_or(text.len(), |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    if fits(rest, room) {
        return lead.to_owned() + rest;
    }
    lead.to_owned() + beginning(rest, room.saturating_sub(length)) + mark
}

/// A line on several rows, the later ones further in; broken at spaces where there are some behind its indent.
fn broken(text: &str, room: usize) -> Vec<String> {
    let indent = text.chars().take_while(|it| *it == ' ').count();
    let lead = " ".repeat((indent + CONTINUED).min(room / 2));
    let (mut rows, mut rest) = (Vec::new(), text.to_owned());
    while !fits(&rest, room) {
        let head = beginning(&rest, room);
        let first = lead.len().max(indent);
        let space = head.rfind(' ').filter(|at| *at > first);
        let (row, more) = rest.split_at(space.unwrap_or(head.len()));
        rows.push(row.to_owned());
        rest = lead.clone() + more.trim_start();
    }
    rows.push(rest);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_shown_whole() {
        for (line, rows) in [
            ("  short = 1", &["  short = 1"][..]),
            (
                "  ids = [first, two, three]",
                &["  ids = [first,", "      two, three]"],
            ),
            (
                "  a-word-longer-than-the-screen",
                &["  a-word-longer-th", "      an-the-scree", "      n"],
            ),
            ("éééééééééé éééééééééé", &["éééééééééé", "    éééééééééé"]),
            ("日本語日本語 日本語日", &["日本語日本語", "    日本語日"]),
        ] {
            assert_eq!(broken(line, 18), rows, "{line}");
        }
        let deep = " ".repeat(60) + &"x".repeat(60);
        assert!(broken(&deep, 20).iter().all(|row| row.len() <= 20));
    }

    #[test]
    fn of_what_is_too_long_a_part_is_shown() {
        let part = |line: &str, from| part(line, from, 10, Style::PLAIN);
        assert_eq!(part("0123456789", 0), "0123456789");
        assert_eq!(part("0123456789a", 0), "012345678…");
        assert_eq!(part("0123456789abcdef", 2), "…23456789…");
        assert_eq!(part("0123456789abcdef", 7), "…789abcdef");
        assert_eq!(part("日本語日本語", 0), "日本語日…");
    }
}
