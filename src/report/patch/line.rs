//! A line of a difference on a screen.

use crate::{report::Style, text::visible};

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
        let same = same.take_while(|(one, other)| one == other).count();
        vec![part(&text, same.saturating_sub(room / 2), room, style)]
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

fn fits(text: &str, room: usize) -> bool {
    text.chars().nth(room).is_none()
}

/// What of a line fits from a character on; what is left out is marked.
fn part(text: &str, from: usize, room: usize, style: Style) -> String {
    let mark = if style.unicode { "…" } else { "..." };
    let length = mark.chars().count();
    let from = if from > length { from } else { 0 };
    let lead = if from > 0 { mark } else { "" };
    let room = room.saturating_sub(lead.chars().count());
    let rest: String = text.chars().skip(from).take(room + 1).collect();
    if fits(&rest, room) {
        return lead.to_owned() + &rest;
    }
    let kept: String = rest.chars().take(room.saturating_sub(length)).collect();
    lead.to_owned() + &kept + mark
}

/// A line on several rows, the later ones further in; broken at spaces where there are some behind its indent.
fn broken(text: &str, room: usize) -> Vec<String> {
    let indent = text.chars().take_while(|it| *it == ' ').count();
    let lead = " ".repeat((indent + CONTINUED).min(room / 2));
    let (mut rows, mut rest) = (Vec::new(), text.to_owned());
    while let Some((end, _)) = rest.char_indices().nth(room) {
        let head = rest.get(..end).unwrap_or_default();
        let first = lead.len().max(indent);
        let space = head.rfind(' ').filter(|at| *at > first).unwrap_or(end);
        let (row, more) = rest.split_at(space);
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
    }
}
