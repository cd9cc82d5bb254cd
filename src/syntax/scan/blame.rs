//! What to point at when something is not closed, and where to go on after it.

use std::ops::Range;

use super::scanner::Scanner;
use super::{Mode, OPEN_HEREDOCS, Start, is_name_byte, is_name_start};

/// The blocks that stand at the top of a file and nowhere else in practice, with the number of their labels.
const TOP_LEVEL: [(&str, usize); 13] = [
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("check", 1),
    ("terraform", 0),
    ("locals", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// Whether a text starts like a top-level block of Terraform.
pub(in crate::syntax) fn starts_like_block(text: &str) -> bool {
    top_level_labels(text.as_bytes()).is_some()
}

/// The number of labels of the top-level block whose name a text starts with.
fn top_level_labels(text: &[u8]) -> Option<usize> {
    if !matches!(
        text.first(),
        Some(b'r' | b'd' | b'e' | b'm' | b'v' | b'o' | b'p' | b'c' | b't' | b'l' | b'i')
    ) {
        return None;
    }
    TOP_LEVEL.iter().find_map(|(name, labels)| {
        let rest = text.strip_prefix(name.as_bytes())?;
        (!rest.first().is_some_and(|byte| is_name_byte(*byte))).then_some(*labels)
    })
}

impl Scanner<'_> {
    /// Whether a line starts here, without indent, with a whole header of a top-level block.
    pub(super) fn at_header(&self) -> bool {
        if self.at == 0 || self.byte(self.at - 1) != b'\n' || self.start != Start::File {
            return false;
        }
        let line = self
            .bytes
            .get(self.at..self.line_end(self.at))
            .unwrap_or_default();
        let Some(labels) = top_level_labels(line) else {
            return false;
        };
        let mut rest = line
            .get(self.name_end(self.at) - self.at..)
            .unwrap_or_default();
        for _ in 0..labels {
            rest = rest.trim_ascii_start();
            let length = match rest.first() {
                Some(b'"') => memchr::memchr(b'"', rest.get(1..).unwrap_or_default())
                    .map_or(0, |length| length + 2),
                Some(byte) if is_name_start(*byte) => {
                    rest.iter().take_while(|byte| is_name_byte(**byte)).count()
                }
                _ => 0,
            };
            if length == 0 {
                return false;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        rest.trim_ascii_start().starts_with(b"{")
    }

    /// Ends an item in the middle of something: the next top-level block starts here, or the text ends.
    pub(super) fn unclosed(&mut self) {
        if let Some(top) = self.frames.last() {
            let (open, mode) = match self.suspect {
                Some(suspect) if !top.mode.is_text() => suspect,
                _ => (top.open, top.mode),
            };
            self.blame(open, mode);
        }
        self.frames.clear();
        self.depth = 0;
        self.suspect = None;
        self.last = 0;
        self.end_item(self.at);
    }

    /// Whether nothing is wrong with the current item so far.
    pub(super) fn is_sound(&self) -> bool {
        self.item.as_ref().is_none_or(|item| item.fault.is_none())
    }

    /// Notes that what was opened at `open` is not closed.
    pub(super) fn blame(&mut self, open: usize, mode: Mode) {
        if !self.is_sound() {
            return;
        }
        match mode {
            Mode::Block | Mode::Object | Mode::For => {
                let bracket = self.byte(open);
                let close = if bracket == b'[' { ']' } else { '}' };
                let mut header = self.header(open);
                if mode != Mode::Block {
                    header.end = open + 1;
                }
                self.fault(
                    header,
                    format!("this is not closed: a `{close}` is missing"),
                );
            }
            Mode::Parenthesis => self.fault(open..open + 1, "this is not closed: a `)` is missing"),
            Mode::Bracket => self.fault(open..open + 1, "this is not closed: a `]` is missing"),
            Mode::Interpolation => {
                self.fault(open..open + 2, "this is not closed: a `}` is missing");
            }
            Mode::Quoted => {
                let end = self.line_end(open);
                let text = self.text.get(open..end).unwrap_or_default().trim_end();
                self.fault(
                    open..open + text.len(),
                    "this string is not closed: a `\"` is missing",
                );
            }
            Mode::Heredoc => {
                let end = self.line_end(open);
                let text = self.text.get(open..end).unwrap_or_default().trim_end();
                let marker = text.trim_start_matches(['<', '-']);
                let message =
                    format!("this heredoc is not closed: no line consists of `{marker}` alone");
                self.fault(open..open + text.len(), message);
            }
            Mode::Template => {}
        }
    }

    /// The text before a bracket on its line, or the bracket when it stands alone.
    fn header(&mut self, open: usize) -> Range<usize> {
        let start = self.line_start(open) + self.indent(open);
        let text = self.text.get(start..open).unwrap_or_default().trim_end();
        if text.is_empty() {
            open..open + 1
        } else {
            start..start + text.len()
        }
    }

    /// A line ends inside a quoted string: what was opened in strings on this line ends too.
    pub(super) fn unclosed_line(&mut self) {
        let line = self.line_start(self.at);
        // `"${x"`: the last quote opens a string only because the interpolation before it lacks its end.
        let outer = self
            .frames
            .iter()
            .skip_while(|frame| frame.open < line || frame.mode != Mode::Quoted)
            .find(|frame| frame.mode == Mode::Interpolation)
            .map(|frame| (frame.open, frame.mode));
        let inner = self.frames.last().map(|frame| (frame.open, frame.mode));
        if let Some((open, mode)) = outer.or(inner) {
            self.blame(open, mode);
        }
        while let Some(frame) = self.frames.last()
            && frame.open >= line
            && frame.mode != Mode::Block
            && self
                .frames
                .iter()
                .rev()
                .take_while(|frame| frame.open >= line)
                .any(|frame| frame.mode == Mode::Quoted)
        {
            self.pop();
        }
        if self.mode() == Some(Mode::Quoted) {
            self.pop();
        }
        self.last = b'"';
    }

    /// Called at the end of the text; whether scanning goes on somewhere before it.
    pub(super) fn finish(&mut self) -> bool {
        let end = self.bytes.len();
        self.at = end;
        if self.start != Start::File {
            if let Some(top) = self.frames.last() {
                let (open, mode) = (top.open, top.mode);
                self.blame(open, mode);
            }
            self.end_item(end);
            return false;
        }
        let Some(top) = self.frames.last() else {
            self.end_item(end);
            return false;
        };
        let (mode, body) = (top.mode, top.body);
        if !self.eager {
            // Once more from the item that has no end, now with an eye on what looks like the next block.
            self.eager = true;
            if let Some(item) = self.item.take() {
                self.rewind(item.range.start);
                return true;
            }
        }
        self.unclosed();
        if mode == Mode::Heredoc && self.open_heredocs < OPEN_HEREDOCS {
            self.open_heredocs += 1;
            let mut at = body;
            while at < end {
                self.at = at;
                if self.at_header() {
                    if let Some(item) = self.scan.items.last_mut() {
                        item.range.end = at;
                    }
                    self.rewind(at);
                    return true;
                }
                at = self.line_end(at) + 1;
            }
            self.at = end;
        }
        false
    }

    /// Forgets everything from `at` on and goes on there.
    fn rewind(&mut self, at: usize) {
        if let (Some(copy), Some(bytes)) = (self.copy.get_mut(at..), self.bytes.get(at..)) {
            copy.copy_from_slice(bytes);
        }
        self.scan.comments.retain(|comment| comment.start < at);
        self.scan
            .literals
            .retain(|literal| literal.range.start < at);
        self.frames.clear();
        self.depth = 0;
        self.suspect = None;
        self.last = 0;
        self.at = at;
    }
}
