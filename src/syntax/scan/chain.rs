//! Chains of operators: hcl-edit reads at most 128 operators or 64 conditionals in a row, Terraform any number. On request
//! they are cut out of the copy, operand by operand.

use super::run::{Chain, Link, Operator, Run};
use super::scanner::Scanner;
use super::{Mode, Start, is_name_start};
use crate::syntax::tree::BinaryOperator;

impl Scanner<'_> {
    /// Notes what the token at `at` is to the expression it stands in; whether that token is an operator, which is read then.
    pub(super) fn link(&mut self, byte: u8) -> bool {
        let at = self.at;
        if matches!(byte, b')' | b']' | b'}' | b',' | b'~') {
            self.end_run();
            return false;
        }
        let Run {
            complete, pending, ..
        } = *self.pending_chain();
        let pair = [byte, self.byte(at + 1)];
        let (width, operator) = match &pair {
            b"::" | b".*" => {
                self.at += 2;
                self.last = byte;
                return true;
            }
            b"=>" | b".." => {
                self.end_run();
                self.at += if byte == b'.' { 3 } else { 2 };
                self.last = b',';
                return true;
            }
            b"||" => (2, Operator::Binary(BinaryOperator::Or)),
            b"&&" => (2, Operator::Binary(BinaryOperator::And)),
            b"==" => (2, Operator::Binary(BinaryOperator::Equal)),
            b"!=" => (2, Operator::Binary(BinaryOperator::NotEqual)),
            b"<=" => (2, Operator::Binary(BinaryOperator::LessOrEqual)),
            b">=" => (2, Operator::Binary(BinaryOperator::GreaterOrEqual)),
            [b'<', next] if *next != b'<' => (1, Operator::Binary(BinaryOperator::Less)),
            [b'>', _] => (1, Operator::Binary(BinaryOperator::Greater)),
            [b'+', _] => (1, Operator::Binary(BinaryOperator::Add)),
            [b'-', _] if complete => (1, Operator::Binary(BinaryOperator::Subtract)),
            [b'*', _] if self.last != b'[' => (1, Operator::Binary(BinaryOperator::Multiply)),
            [b'/', _] => (1, Operator::Binary(BinaryOperator::Divide)),
            [b'%', _] => (1, Operator::Binary(BinaryOperator::Modulo)),
            [b'?', _] => (1, Operator::Question),
            [b':', _] if pending > 0 => (1, Operator::Colon),
            [b':' | b'=', _] => {
                self.end_run();
                return false;
            }
            _ => {
                self.operand(byte);
                return false;
            }
        };
        self.end_operand(at);
        let run = self.pending_chain();
        match operator {
            Operator::Question => run.pending += 1,
            Operator::Colon => run.pending -= 1,
            Operator::Binary(_) => {}
        }
        run.links.push(Link::Operator(operator));
        self.at += width;
        self.last = byte;
        true
    }

    /// A token of an operand; one that cannot belong to the operand before it begins an expression.
    fn operand(&mut self, byte: u8) {
        let at = self.at;
        let is_literal = is_name_start(byte) || matches!(byte, b'"' | b'<' | b'0'..=b'9');
        let goes_on = matches!(self.last, b'.' | b':');
        if self.pending_chain().complete && is_literal && !goes_on {
            self.end_run();
        }
        let run = self.pending_chain();
        run.operand.get_or_insert(at);
        run.complete |= !matches!(byte, b'!' | b'-');
        if is_name_start(byte) && self.is_keyword() {
            self.end_run();
        }
    }

    /// Whether a new line ends the expression.
    pub(super) fn ends_with_line(&self) -> bool {
        match self.mode() {
            None => self.start == Start::File,
            Some(mode) => matches!(mode, Mode::Block | Mode::Object),
        }
    }

    /// Whether a word that separates expressions stands at `at`.
    fn is_keyword(&self) -> bool {
        let word = self.text.get(self.at..self.name_end(self.at));
        matches!(self.mode(), Some(Mode::For | Mode::Interpolation))
            && self.last != b'.'
            && matches!(word, Some("for" | "in" | "if"))
    }

    fn end_operand(&mut self, end: usize) {
        let run = self.pending_chain();
        if let Some(start) = run.operand.take()
            && std::mem::take(&mut run.complete)
        {
            run.links.push(Link::Operand(start..end));
        }
    }

    /// The expression ends before `at`: if it has operators, it is cut out of the copy.
    pub(super) fn end_run(&mut self) {
        self.end_operand(self.at);
        let run = std::mem::take(self.pending_chain());
        if run.pending > 0 || run.links.len() < 3 {
            return;
        }
        // Operands and operators take turns, or hcl-edit says what is wrong.
        let is_sound = run.links.len() % 2 == 1
            && (run.links.iter().enumerate())
                .all(|(index, link)| matches!(link, Link::Operand(_)) == (index % 2 == 0));
        let (Some(Link::Operand(first)), Some(Link::Operand(last)), true) =
            (run.links.first(), run.links.last(), is_sound)
        else {
            return;
        };
        let copied = self.copy.get(first.start..last.end).unwrap_or_default();
        let range = first.start..first.start + copied.trim_ascii_end().len();
        let copied = self.copy.get(range.clone()).unwrap_or_default();
        let copy = String::from_utf8_lossy(copied).into_owned();
        self.blank(range.clone());
        if let Some(first) = self.copy.get_mut(range.start) {
            *first = b'_';
        }
        self.scan.chains.push(Chain {
            range,
            links: run.links,
            copy,
        });
    }

    fn pending_chain(&mut self) -> &mut Run {
        match self.frames.last_mut() {
            Some(frame) => &mut frame.run,
            None => &mut self.outside,
        }
    }
}
