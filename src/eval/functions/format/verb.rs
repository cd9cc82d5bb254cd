//! One `%` sequence of a format.

use unicode_segmentation::UnicodeSegmentation;

use super::float;
use crate::{
    eval::{
        Fault,
        convert::convert,
        functions::{json, text::made},
    },
    value::{Kind, Number, Type, Value},
};

/// A verb with its flags.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the five flags of printf"
)]
pub(super) struct Verb<'a> {
    /// As it is written, for messages.
    pub(super) raw: &'a str,
    pub(super) offset: usize,
    /// Which argument, from 1.
    pub(super) argument: usize,
    mode: char,
    zero: bool,
    sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

impl<'a> Verb<'a> {
    /// Reads the sequence at the start of `text`; gives what follows it.
    pub(super) fn parse(
        text: &'a str,
        offset: usize,
        next: usize,
    ) -> Result<(Self, &'a str), Fault> {
        let mut verb = Self {
            raw: "",
            offset,
            argument: next,
            mode: ' ',
            zero: false,
            sharp: false,
            plus: false,
            minus: false,
            space: false,
            width: None,
            precision: None,
        };
        let bad = |rest: &str| {
            let at = offset + text.len() - rest.len();
            Fault::new(match rest.chars().next() {
                Some(letter) => format!("unrecognized format character {letter:?} at offset {at}"),
                None => format!("invalid format string starting at offset {at}"),
            })
        };
        let mut rest = text.strip_prefix('%').unwrap_or(text);
        loop {
            let flag = match rest.chars().next() {
                Some('0') => &mut verb.zero,
                Some('#') => &mut verb.sharp,
                Some('-') => &mut verb.minus,
                Some('+') => &mut verb.plus,
                Some(' ') => &mut verb.space,
                _ => break,
            };
            *flag = true;
            rest = rest.get(1..).unwrap_or_default();
        }
        let number = |rest: &mut &'a str| -> Option<usize> {
            let end = rest
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(rest.len());
            let (digits, after) = rest.split_at_checked(end)?;
            *rest = after;
            (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
        };
        verb.width = number(&mut rest);
        if let Some(after) = rest.strip_prefix('.') {
            rest = after;
            verb.precision = Some(number(&mut rest).unwrap_or(0));
        }
        if let Some(after) = rest.strip_prefix('[') {
            rest = after;
            match number(&mut rest) {
                Some(index) if index > 0 => verb.argument = index,
                _ => return Err(bad(rest)),
            }
            rest = rest.strip_prefix(']').ok_or_else(|| bad(rest))?;
        }
        verb.mode = match rest.chars().next() {
            Some(letter) if letter.is_ascii_alphabetic() => letter,
            _ => return Err(bad(rest)),
        };
        let after = rest.get(1..).unwrap_or_default();
        verb.raw = text.get(..text.len() - after.len()).unwrap_or_default();
        Ok((verb, after))
    }

    /// Whether it prints a string as it is.
    pub(super) fn is_plain_text(&self) -> bool {
        self.width.is_none()
            && (self.mode == 's' && self.precision.unwrap_or(0) == 0
                || self.mode == 'v' && !self.sharp)
    }

    /// Refuses verbs that there are not.
    pub(super) fn check_mode(&self) -> Result<(), Fault> {
        if "vtbdoxXeEfgGsq".contains(self.mode) {
            Ok(())
        } else {
            Err(Fault::new(format!(
                "unsupported format verb {:?} in {:?} at offset {}",
                self.mode, self.raw, self.offset
            )))
        }
    }

    fn unsupported(&self, cause: &str) -> Fault {
        Fault::new(format!(
            "unsupported value for {:?} at {}: {cause}",
            self.raw, self.offset
        ))
    }

    /// What it prints for a value that is wholly known.
    pub(super) fn print(&self, value: &Value) -> Result<String, Fault> {
        if self.mode != 'v' && matches!(value.kind, Kind::Null(_)) {
            return Err(self.unsupported("null value cannot be formatted"));
        }
        let converted =
            |ty: &Type| convert(value, ty).map_err(|fault| self.unsupported(&fault.message));
        match self.mode {
            'v' => self.as_is(value),
            't' => Ok(match converted(&Type::Bool)?.kind {
                Kind::Bool(true) => "true",
                _ => "false",
            }
            .to_owned()),
            'b' | 'd' | 'o' | 'x' | 'X' => match converted(&Type::Number)?.kind {
                Kind::Number(number) => self.integer(&number),
                _ => Err(self.unsupported("number required")),
            },
            'e' | 'E' | 'f' | 'g' | 'G' => match converted(&Type::Number)?.kind {
                Kind::Number(number) => Ok(self.float(&number)),
                _ => Err(self.unsupported("number required")),
            },
            's' | 'q' => match converted(&Type::String)?.kind {
                Kind::String(text) => Ok(self.string(&text)),
                _ => Err(self.unsupported("string required")),
            },
            _ => {
                self.check_mode()?;
                Ok(String::new())
            }
        }
    }

    fn as_is(&self, value: &Value) -> Result<String, Fault> {
        match &value.kind {
            Kind::String(text) if !self.sharp => Ok(self.padded(text.to_string())),
            Kind::Number(number) if !self.sharp => Ok(self.padded(float::print(number, 'g', None))),
            _ => {
                let mut out = json::Writer::default();
                json::encode(value, &mut out, super::LONGEST_TEXT)
                    .map_err(|fault| self.unsupported(&fault.message))?;
                Ok(match out.finish().kind {
                    Kind::String(text) => self.padded(text.to_string()),
                    _ => String::new(),
                })
            }
        }
    }

    fn string(&self, text: &str) -> String {
        let cut: String = match self.precision {
            Some(precision) if precision > 0 => text.graphemes(true).take(precision).collect(),
            _ => text.to_owned(),
        };
        if self.mode == 'q' {
            return self.padded(json::quoted(&cut));
        }
        match made(cut).kind {
            Kind::String(text) => self.padded(text.to_string()),
            _ => String::new(),
        }
    }

    /// Padded to the width in grapheme clusters.
    fn padded(&self, text: String) -> String {
        let Some(width) = self.width else {
            return text;
        };
        let missing = width.saturating_sub(text.graphemes(true).count());
        let padding = if self.zero { "0" } else { " " }.repeat(missing);
        if self.minus {
            text + &padding
        } else {
            padding + &text
        }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    fn integer(&self, number: &Number) -> Result<String, Fault> {
        if number.truncate() != *number || number.is_infinite() {
            return Err(self.unsupported("an integer is required"));
        }
        let negative = number.is_negative();
        let magnitude = if negative {
            number.negate()
        } else {
            number.clone()
        };
        let (radix, prefix) = match self.mode {
            'b' => (2, "0b"),
            'o' => (8, "0"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let prefix = if self.sharp { prefix } else { "" };
        let mut digits = if radix == 10 {
            magnitude.exact()
        } else {
            magnitude.in_base(radix)
        };
        if self.mode == 'X' {
            digits.make_ascii_uppercase();
        }
        if self.precision == Some(0) && digits == "0" {
            return Ok(String::new());
        }
        let sign = self.sign(negative);
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut right) = (0, 0);
        if self.minus {
            right = missing;
        } else if self.zero && self.precision.is_none() {
            zeros = missing;
        } else {
            left = missing;
        }
        Ok(format!(
            "{}{sign}{prefix}{}{digits}{}",
            " ".repeat(left),
            "0".repeat(zeros),
            " ".repeat(right)
        ))
    }

    fn float(&self, number: &Number) -> String {
        let precision = match (self.precision, self.mode) {
            (Some(precision), _) => Some(precision),
            (None, 'e' | 'E' | 'f') => Some(6),
            (None, _) => None,
        };
        let text = float::print(number, self.mode, precision);
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let sign = if text.starts_with('+') && !self.space {
            "+"
        } else {
            self.sign(negative)
        };
        let missing = self
            .width
            .unwrap_or(0)
            .saturating_sub(sign.len() + digits.len());
        if self.minus {
            format!("{sign}{digits}{}", " ".repeat(missing))
        } else if self.zero && !number.is_infinite() {
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else {
            format!("{}{sign}{digits}", " ".repeat(missing))
        }
    }
}
