//! Quoted strings, heredocs and bare templates.

use std::ops::Range;

use super::scanner::Scanner;
use super::{Literal, Mode, is_name_byte, is_name_start};

/// A string without interpolations that is longer than this many bytes is not shown to hcl-edit.
const LONG: usize = 256;

impl Scanner<'_> {
    pub(super) fn quoted(&mut self) {
        while self.at < self.bytes.len() {
            match self.byte(self.at) {
                b'\\' if self.byte(self.at + 1) != b'\n' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    self.end_quoted();
                    return;
                }
                b'\n' => {
                    self.unclosed_line();
                    return;
                }
                byte @ (b'$' | b'%') => {
                    if self.sequence(byte) {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn end_quoted(&mut self) {
        let end = self.at;
        self.last = b'"';
        let Some(frame) = self.pop() else {
            return;
        };
        if frame.templated {
            return;
        }
        let token = frame.open..end;
        let body = frame.open + 1..end - 1;
        if token.len() > LONG {
            self.literal(token.clone(), body.clone());
        }
        if frame.key && self.apart {
            self.separate(token, body);
        }
    }

    /// A `$` or `%` in a text; whether it starts an interpolation or directive.
    fn sequence(&mut self, byte: u8) -> bool {
        let at = self.at;
        if self.byte(at + 1) == byte && self.byte(at + 2) == b'{' {
            self.at += 3;
            return false;
        }
        if self.byte(at + 1) != b'{' {
            self.at += 1;
            return false;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.templated = true;
        }
        self.push(Mode::Interpolation, at);
        self.at += 2;
        true
    }

    pub(super) fn template(&mut self) {
        while self.at < self.bytes.len() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr2(b'$', b'%', rest) else {
                self.at = self.bytes.len();
                return;
            };
            self.at += length;
            if self.sequence(self.byte(self.at)) {
                return;
            }
        }
    }

    pub(super) fn open_heredoc(&mut self) {
        let open = self.at;
        let name = open + 2 + usize::from(self.byte(open + 2) == b'-');
        let end = if is_name_start(self.byte(name)) {
            self.name_end(name)
        } else {
            name
        };
        let newline = end + usize::from(self.byte(end) == b'\r');
        if end == name {
            self.fault(
                open..open + 2,
                "`<<` is not followed by the marker of a heredoc",
            );
            self.at = end;
        } else if self.byte(newline) == b'\n' || newline >= self.bytes.len() {
            self.push(Mode::Heredoc, open);
            if let Some(frame) = self.frames.last_mut() {
                frame.marker = name..end;
                frame.body = newline + 1;
            }
            self.at = newline + 1;
        } else {
            self.fault(
                open..end,
                "nothing may follow the marker of a heredoc on its line",
            );
            self.at = end;
        }
    }

    pub(super) fn heredoc(&mut self) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let (marker, body) = (frame.marker.clone(), frame.body);
        while self.at < self.bytes.len() {
            if self.at == body || self.byte(self.at - 1) == b'\n' {
                let line = self.at..self.line_end(self.at);
                let text = self.text.get(line.clone()).unwrap_or_default();
                if text.trim().as_bytes() == self.bytes.get(marker.clone()).unwrap_or_default() {
                    self.end_heredoc(line);
                    return;
                }
                self.mask(line.start, &marker);
            }
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr3(b'\n', b'$', b'%', rest) else {
                self.at = self.bytes.len();
                return;
            };
            self.at += length;
            match self.byte(self.at) {
                b'\n' => self.at += 1,
                byte => {
                    if self.sequence(byte) {
                        return;
                    }
                }
            }
        }
    }

    fn end_heredoc(&mut self, line: Range<usize>) {
        let text = self.text.get(line.clone()).unwrap_or_default();
        let start = line.start + text.len() - text.trim_start().len();
        let end = line.start + text.trim_end().len();
        // Terraform takes any white space around the marker, hcl-edit only blanks and tabs.
        self.blank(line.start..start);
        let after = usize::from(self.byte(line.end.wrapping_sub(1)) == b'\r');
        self.blank(end..line.end.saturating_sub(after).max(end));
        self.at = line.end;
        self.last = b'"';
        if let Some(frame) = self.pop()
            && !frame.templated
        {
            self.literal(frame.open..end, frame.body..line.start);
        }
    }

    /// Keeps hcl-edit from ending a heredoc at a line that only starts with its marker.
    fn mask(&mut self, line: usize, marker: &Range<usize>) {
        let rest = self.bytes.get(line..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let start = line + blanks.count();
        let name = self.bytes.get(marker.clone()).unwrap_or_default();
        let rest = self.bytes.get(start..).unwrap_or_default();
        if !rest.starts_with(name) || rest.get(name.len()).is_some_and(|byte| is_name_byte(*byte)) {
            return;
        }
        let text = self.text.get(start..).unwrap_or_default();
        let width = text.chars().next().map_or(1, char::len_utf8);
        let other = if name.first() == Some(&b'_') {
            b'x'
        } else {
            b'_'
        };
        if let Some(bytes) = self.copy.get_mut(start..start + width) {
            bytes.fill(other);
        }
    }

    /// A literal is `""` and blanks in the copy.
    fn literal(&mut self, range: Range<usize>, body: Range<usize>) {
        self.blank(range.clone());
        if let Some(bytes) = self.copy.get_mut(range.start..range.start + 2) {
            bytes.fill(b'"');
        }
        self.scan.literals.push(Literal { range, body });
    }
}
