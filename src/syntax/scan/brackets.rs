//! Brackets, and the keys of objects.

use std::ops::Range;

use super::scanner::Scanner;
use super::{Mode, SyntaxError, is_name_byte};

impl Scanner<'_> {
    pub(super) fn open(&mut self, byte: u8) {
        let at = self.at;
        let mode = match byte {
            b'(' => Mode::Parenthesis,
            _ if self.is_for(at + 1) => Mode::For,
            b'[' => Mode::Bracket,
            _ if matches!(self.mode(), None | Some(Mode::Block))
                && matches!(self.last, b'a' | b'"') =>
            {
                Mode::Block
            }
            _ => {
                self.begin_key();
                Mode::Object
            }
        };
        self.push(mode, at);
        self.at += 1;
        self.last = byte;
    }

    pub(super) fn close(&mut self, byte: u8) {
        let at = self.at;
        let fits = |mode: Mode| match byte {
            b')' => mode == Mode::Parenthesis,
            b']' => matches!(mode, Mode::Bracket | Mode::For),
            _ => mode.is_brace(),
        };
        // A `for` starts with either bracket.
        let same_bracket =
            |open: u8, mode: Mode| mode != Mode::For || (open == b'[') == (byte == b']');
        self.last = byte;
        let Some(top) = self.frames.last() else {
            self.stray(byte);
            return;
        };
        let (mode, open, indent) = (top.mode, top.open, top.indent);
        if fits(mode) && same_bracket(self.byte(open), mode) {
            if matches!(mode, Mode::Block | Mode::Object)
                && self.suspect.is_none()
                && self.line_start(at) + self.indent(at) == at
                && self.indent(at) < indent
            {
                self.suspect = Some((open, mode));
            }
            self.pop();
            if mode == Mode::Interpolation {
                self.last = b'"';
            }
            self.at += 1;
            return;
        }
        let partner = self
            .frames
            .iter()
            .rev()
            .take_while(|frame| !frame.mode.is_text())
            .take_while(|frame| byte == b'}' || frame.mode != Mode::Block)
            .position(|frame| fits(frame.mode) && same_bracket(self.byte(frame.open), frame.mode));
        let first = self.is_sound();
        if let Some(above) = partner {
            self.blame(open, mode);
            for _ in 0..=above {
                self.pop();
            }
        } else {
            let found = char::from(byte);
            self.fault(at..at + 1, format!("this `{found}` closes nothing"));
        }
        if first {
            self.noticed();
        }
        self.at += 1;
    }

    /// A closing bracket outside of everything. What stands indented before it belonged to the block that it was to
    /// close, and that block was cut short.
    fn stray(&mut self, byte: u8) {
        let at = self.at;
        let mut fault = None;
        if self
            .item
            .as_ref()
            .is_some_and(|item| item.range.start == at)
            && byte == b'}'
        {
            let mut swallowed = false;
            while let Some(item) = self.scan.items.pop_if(|item| item.indented) {
                self.extend_back(item.range.start);
                fault = item.fault.or(fault);
                swallowed = true;
            }
            if swallowed && let Some(block) = self.scan.items.pop_if(|item| !item.indented) {
                self.extend_back(block.range.start);
                let code = self.copy.get(block.range.clone()).unwrap_or_default();
                let header = block.range.start..block.range.start + code.trim_ascii_end().len();
                let opened = code.contains(&b'{');
                fault = block.fault.or_else(|| {
                    (!opened).then(|| SyntaxError::new(header, "this block header lacks its `{`"))
                });
            }
        }
        let first = fault.is_none() && self.is_sound();
        let fault = fault.unwrap_or_else(|| {
            let message = format!("this `{}` closes nothing", char::from(byte));
            SyntaxError::new(at..at + 1, message)
        });
        self.fault(fault.at, fault.message);
        if first {
            self.noticed();
        }
        self.at += 1;
    }

    fn extend_back(&mut self, start: usize) {
        if let Some(item) = &mut self.item {
            item.range.start = start;
        }
    }

    /// Whether the first word after a bracket is `for`.
    fn is_for(&self, mut at: usize) -> bool {
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
            at += blanks.count();
            let rest = self.bytes.get(at..).unwrap_or_default();
            if rest.starts_with(b"#") || rest.starts_with(b"//") {
                at = self.line_end(at);
            } else if rest.starts_with(b"/*") {
                match memchr::memmem::find(rest, b"*/") {
                    Some(length) => at += length + 2,
                    None => return false,
                }
            } else {
                return rest.starts_with(b"for") && !rest.get(3).is_some_and(|b| is_name_byte(*b));
            }
        }
    }

    /// Gives a key that was seen before in its object another name in the copy; `token` is the key, `name` what
    /// counts of it.
    pub(super) fn separate(&mut self, token: Range<usize>, name: Range<usize>) {
        let name = self.bytes.get(name).unwrap_or_default().to_vec();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.names.insert(name) {
            return;
        }
        // Letters in place of digits to the base 26, as many as the key has bytes.
        for mut number in frame.count..frame.count.saturating_add(100) {
            let mut other = Vec::with_capacity(token.len());
            while other.len() < token.len() {
                other.push(b'a' + u8::try_from(number % 26).unwrap_or(0));
                number /= 26;
            }
            if frame.names.insert(other.clone()) {
                if let Some(bytes) = self.copy.get_mut(token) {
                    bytes.copy_from_slice(&other);
                }
                return;
            }
        }
    }
}
