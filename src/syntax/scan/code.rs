//! Tokens outside of texts.

use super::scanner::Scanner;
use super::{Mode, Start, is_name_start, number_end};

impl Scanner<'_> {
    /// One token outside of texts.
    pub(super) fn code(&mut self) {
        let byte = self.byte(self.at);
        if self.eager && !self.frames.is_empty() && self.at_header() {
            self.unclosed();
            return;
        }
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.newline(),
            b'#' => self.comment(),
            b'/' if matches!(self.byte(self.at + 1), b'/' | b'*') => self.comment(),
            0..=0x1f | 0x7f => self.not_text(),
            _ => {
                self.begin_item();
                if !(self.apart && self.link(byte)) {
                    self.token(byte);
                }
            }
        }
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'"' => {
                let key = self.begin_key();
                self.push(Mode::Quoted, start);
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = key;
                }
                self.at += 1;
            }
            b'0'..=b'9' => {
                self.begin_key();
                self.number();
                self.last = b'0';
            }
            b'<' if self.byte(start + 1) == b'<' => self.open_heredoc(),
            b'(' | b'[' | b'{' => {
                if byte != b'{' {
                    self.begin_key();
                }
                self.open(byte);
            }
            b')' | b']' | b'}' => self.close(byte),
            _ if is_name_start(byte) => {
                let key = self.begin_key();
                self.at = self.name_end(start);
                self.last = b'a';
                if key && self.apart {
                    self.separate(start..self.at, start..self.at);
                }
            }
            _ => {
                if byte == b','
                    && let Some(frame) = self.frames.last_mut()
                {
                    frame.key = true;
                }
                self.at += 1;
                self.last = byte;
            }
        }
    }

    fn newline(&mut self) {
        if self.apart && self.ends_with_line() {
            self.end_run();
        }
        match self.mode() {
            None if self.start == Start::File => {
                let carriage_return = self.byte(self.at.wrapping_sub(1)) == b'\r';
                self.end_item(self.at - usize::from(carriage_return));
                self.last = 0;
            }
            None | Some(Mode::For | Mode::Parenthesis | Mode::Bracket | Mode::Interpolation) => {
                self.blank(self.at..self.at + 1);
                if self.at > 0 && self.byte(self.at - 1) == b'\r' {
                    self.blank(self.at - 1..self.at);
                }
            }
            Some(mode) => {
                if mode == Mode::Block {
                    self.last = 0;
                }
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = true;
                }
            }
        }
        self.at += 1;
    }

    /// A comment becomes blanks, the newlines inside `/* */` too: Terraform sees no line end there.
    fn comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = if rest.starts_with(b"/*") {
            let inside = rest.get(2..).unwrap_or_default();
            if let Some(length) = memchr::memmem::find(inside, b"*/") {
                start + length + 4
            } else {
                self.begin_item();
                self.fault(start..start + 2, "this comment is not closed");
                self.bytes.len()
            }
        } else {
            let end = self.line_end(start);
            if self.byte(end.wrapping_sub(1)) == b'\r' {
                end - 1
            } else {
                end
            }
        };
        self.scan.comments.push(start..end);
        self.blank(start..end);
        self.at = end;
    }

    /// A number that hcl-edit cannot hold becomes `1` and blanks: its digits are read from the original.
    fn number(&mut self) {
        let end = number_end(self.bytes, self.at);
        let token = self.bytes.get(self.at..end).unwrap_or_default();
        if token.len() > 300 || token.iter().any(|byte| matches!(byte, b'e' | b'E')) {
            self.blank(self.at..end);
            if let Some(first) = self.copy.get_mut(self.at) {
                *first = b'1';
            }
        }
        self.at = end;
    }

    /// The rest of a text with control characters is not read: one fault says enough.
    fn not_text(&mut self) {
        self.begin_item();
        let at = self.at;
        self.fault(
            at..at + 1,
            "this is not a text: it contains control characters",
        );
        self.frames.clear();
        self.depth = 0;
        self.end_item(self.bytes.len());
        self.at = self.bytes.len();
    }
}
