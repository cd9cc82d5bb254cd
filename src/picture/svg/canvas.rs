//! What is drawn on, and how much room words take.

use std::fmt::Write as _;

use crate::{finding::Severity, text::escaped_xml};

/// The height of a line of words.
pub(super) const LINE: i32 = 18;

/// What a letter takes, in tenths of the size of its font: those of a fixed width are so wide, others hardly ever wider.
const LETTER: i32 = 6;
/// The same of what is no ASCII.
const WIDE_LETTER: i32 = 10;

/// The size of names.
pub(super) const NAME: i32 = 12;
/// The size of words.
pub(super) const WORD: i32 = 13;

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    pub(super) const fn right(self) -> i32 {
        self.x + self.width
    }

    pub(super) const fn bottom(self) -> i32 {
        self.y + self.height
    }
}

/// Elements, one a line.
#[derive(Default)]
pub(super) struct Canvas {
    pub(super) text: String,
}

impl Canvas {
    pub(super) fn rect(&mut self, class: &str, area: Area, radius: i32) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let _ = writeln!(
            self.text,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
    }

    /// Words whose baseline is there.
    pub(super) fn words(&mut self, class: &str, (x, y): (i32, i32), words: &str) {
        let words = escaped_xml(words);
        let _ = writeln!(
            self.text,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{words}</text>"
        );
    }

    /// Words of several classes, one behind the other however wide they come out.
    pub(super) fn run(&mut self, (x, y): (i32, i32), run: &[(&str, String)]) {
        let _ = write!(self.text, "<text x=\"{x}\" y=\"{y}\">");
        for (at, (class, words)) in run.iter().enumerate() {
            let words = escaped_xml(words);
            let room = if at == 0 { "" } else { " dx=\"7\"" };
            let _ = write!(self.text, "<tspan class=\"{class}\"{room}>{words}</tspan>");
        }
        self.text.push_str("</text>\n");
    }

    pub(super) fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.text, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (i32, i32), radius: i32) {
        let _ = writeln!(
            self.text,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        );
    }

    /// What follows until `close` is one thing, with its full name for whoever points at it.
    pub(super) fn open(&mut self, title: &str) {
        let title = escaped_xml(title);
        let _ = writeln!(self.text, "<g><title>{title}</title>");
    }

    pub(super) fn close(&mut self) {
        self.text.push_str("</g>\n");
    }

    /// The tip of an arrow that points to the left, to the right (`-6`) or down.
    pub(super) fn tip(&mut self, class: &str, (x, y): (i32, i32), along: (i32, i32)) {
        let (dx, dy) = along;
        let (sx, sy) = (dy * 2 / 3, dx * 2 / 3);
        let path = format!(
            "M{x} {y}L{} {}L{} {}Z",
            x + dx + sx,
            y + dy + sy,
            x + dx - sx,
            y + dy - sy
        );
        self.path(class, &path);
    }

    /// The symbol of a severity, 14 wide, in the middle of a line whose baseline is there.
    pub(super) fn mark(&mut self, severity: Severity, (x, y): (i32, i32)) {
        let class = severity.name();
        let (left, middle, top) = (x, x + 7, y - 12);
        let (bottom, right) = (top + 14, x + 14);
        match severity {
            Severity::Error => {
                let path = format!("M{} {top}h6l4 4v6l-4 4h-6l-4 -4v-6Z", left + 4);
                self.path(class, &path);
                let path = format!("M{} {}l5 5m0 -5l-5 5", left + 5, top + 5);
                self.path("on", &path);
            }
            Severity::Warning => {
                let path = format!("M{middle} {top}L{right} {bottom}H{left}Z");
                self.path(class, &path);
                let path = format!("M{middle} {}v4m0 3v0.01", top + 5);
                self.path("on", &path);
            }
            Severity::Info => {
                self.circle(class, (middle, top + 7), 7);
                let path = format!("M{middle} {}v4m0 -7v0.01", top + 7);
                self.path("on", &path);
            }
        }
    }
}

/// What a text takes.
pub(super) fn measure(text: &str, size: i32) -> i32 {
    let letters = text.chars();
    let tenths: i32 = letters
        .map(|letter| {
            if letter.is_ascii() || matches!(letter, '…' | '×' | '·' | '—') {
                LETTER
            } else {
                WIDE_LETTER
            }
        })
        .sum();
    (tenths * size + 9) / 10
}

/// A text with its middle left out if it takes too much.
pub(super) fn fit(text: &str, size: i32, width: i32) -> String {
    if measure(text, size) <= width {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let (mut head, mut tail) = (letters.len() / 2, letters.len().div_ceil(2));
    let cut = |head: usize, tail: usize| -> String {
        let start = letters.iter().take(head);
        let end = letters.iter().skip(letters.len() - tail);
        start.chain([&'…']).chain(end).collect()
    };
    loop {
        let shorter = cut(head, tail);
        if measure(&shorter, size) <= width || head + tail == 0 {
            return shorter;
        }
        if tail >= head {
            tail = tail.saturating_sub(1);
        } else {
            head = head.saturating_sub(1);
        }
    }
}

/// Lines of words, broken at spaces; what is still too long loses its middle, and what is past the last line is told by `…`.
pub(super) fn wrap(text: &str, size: i32, width: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &String| measure(line, size) + measure(word, size) + size <= width;
        match lines.last_mut() {
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines.iter().map(|line| fit(line, size, width)).collect()
}

/// Names with commas between them on so many lines; those that find no room are counted.
pub(super) fn listed(names: &[String], size: i32, width: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let left = names.len() - at;
        let is_last = left == 1;
        let name = fit(name, size, width * 4 / 5);
        let piece = if is_last { name } else { format!("{name},") };
        // The last line keeps room for what is not on it.
        let rest = if is_last {
            String::new()
        } else {
            format!(" and {left} more")
        };
        let on_last = lines.len() == most;
        let room = if on_last {
            width - measure(&rest, size)
        } else {
            width
        };
        match lines.last_mut() {
            Some(line) if measure(line, size) + measure(&piece, size) + size <= room => {
                line.push(' ');
                line.push_str(&piece);
            }
            Some(line) if on_last => {
                let shown = line.trim_end_matches(',').to_owned();
                *line = format!("{shown} and {left} more");
                break;
            }
            _ => lines.push(piece),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_ends() {
        assert_eq!(fit("short", 10, 100), "short");
        let short = fit("private[\"eu-central-1a\"]", 10, 60);
        assert_eq!(short, "priva…1a\"]");
        assert!(measure(&short, 10) <= 60);
        assert_eq!(fit("ab", 10, 0), "…");
    }

    #[test]
    fn what_finds_no_room_is_counted() {
        let names: Vec<String> = (0..9).map(|at| format!("name-{at}")).collect();
        let lines = listed(&names, 10, 160, 2);
        assert_eq!(
            lines,
            ["name-0, name-1, name-2,", "name-3, name-4 and 4 more"]
        );
        assert!(lines.iter().all(|line| measure(line, 10) <= 160));
        assert_eq!(listed(&names, 10, 1000, 2).len(), 1);
        assert_eq!(wrap("a b c", 10, 17, 2), ["a", "b…"]);
    }
}
