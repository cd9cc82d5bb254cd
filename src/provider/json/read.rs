//! Text to JSON.

use std::sync::Arc;

use super::Json;
use crate::{
    provider::placeholder::{PLACEHOLDER, text_of},
    value::{Fragment, Kind, Type, Unknown, Value, Why},
};

/// Deeper documents are not read; policies need six levels.
const DEEPEST: usize = 64;

const INVALID: &str = "the text is not valid JSON";

/// Reads a string that is known at least in part.
pub(super) fn read(text: &Value) -> Result<Json, Why> {
    let (text, unknown_parts) = text_of(text, INVALID)?;
    let mut reader = Reader {
        rest: &text,
        unknown_parts: unknown_parts.into_iter(),
    };
    let value = reader.value(0)?;
    reader.skip_space();
    match (reader.rest.chars().next(), reader.unknown_part()) {
        (None, _) => Ok(value),
        (Some(PLACEHOLDER), Some(unknown)) => Err(unknown.why.clone()),
        _ => Err(invalid()),
    }
}

fn invalid() -> Why {
    Why::Fault(INVALID.into())
}

struct Reader<'a> {
    rest: &'a str,
    unknown_parts: std::vec::IntoIter<Arc<Unknown>>,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        let mut bytes = self.rest.bytes();
        let is_space = |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let space = bytes.position(|it| !is_space(it));
        self.pass(space.unwrap_or(self.rest.len()));
    }

    /// Goes past so many bytes, which are whole letters.
    fn pass(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip(&mut self, expected: u8) -> bool {
        self.skip_space();
        let is_next = self.rest.as_bytes().first() == Some(&expected);
        self.pass(usize::from(is_next));
        is_next
    }

    /// The unknown, if an unknown part comes next.
    fn unknown_part(&mut self) -> Option<Arc<Unknown>> {
        if self.skip(PLACEHOLDER as u8) {
            self.unknown_parts.next()
        } else {
            None
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, Why> {
        if depth > DEEPEST {
            return Err(Why::Limit);
        }
        if self.skip(b'{') {
            self.object(depth)
        } else if self.skip(b'[') {
            self.array(depth)
        } else if self.skip(b'"') {
            Ok(Json::String(self.string()?))
        } else {
            self.bare()
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Why> {
        let (mut members, mut open, mut separated) = (Vec::new(), None, true);
        let mut awaits_more = false;
        loop {
            if !awaits_more && self.skip(b'}') {
                return Ok(Json::Object(members, open));
            } else if let Some(unknown) = self.unknown_part() {
                // What is unknown may hold the commas around it, and nothing at all.
                (open, separated, awaits_more) = (Some(unknown), true, false);
                self.skip(b',');
            } else if separated && self.skip(b'"') {
                let key = self.string()?;
                if !self.skip(b':') {
                    return Err(invalid());
                }
                members.push((key, self.value(depth + 1)?));
                separated = self.skip(b',');
                awaits_more = separated;
            } else {
                return Err(invalid());
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, Why> {
        let (mut items, mut open, mut separated) = (Vec::new(), None, true);
        let mut awaits_more = false;
        loop {
            if !awaits_more && self.skip(b']') {
                return Ok(Json::Array(items, open));
            } else if let Some(unknown) = self.unknown_part() {
                (open, separated, awaits_more) = (Some(unknown), true, false);
                self.skip(b',');
            } else if separated {
                items.push(self.value(depth + 1)?);
                separated = self.skip(b',');
                awaits_more = separated;
            } else {
                return Err(invalid());
            }
        }
    }

    /// A string after its opening quote.
    fn string(&mut self) -> Result<Value, Why> {
        let (mut fragments, mut text) = (Vec::new(), String::new());
        loop {
            let mut bytes = self.rest.bytes();
            let is_end = |byte| matches!(byte, b'"' | b'\\') || byte < b' ';
            let end = bytes.position(is_end).ok_or_else(invalid)?;
            let (known, rest) = self.rest.split_at(end);
            if let (Some(rest), true) = (
                rest.strip_prefix('"'),
                text.is_empty() && fragments.is_empty(),
            ) {
                self.rest = rest;
                return Ok(Value::string(known));
            }
            text.push_str(known);
            let mut chars = rest.chars();
            let stop = chars.next();
            self.rest = chars.as_str();
            match stop {
                Some('"') => break,
                Some('\\') => text.push(self.escape()?),
                Some(PLACEHOLDER) => {
                    fragments.push(Fragment::Known(std::mem::take(&mut text).into()));
                    fragments.extend(self.unknown_parts.next().map(Fragment::Unknown));
                }
                _ => return Err(invalid()),
            }
        }
        fragments.push(Fragment::Known(text.into()));
        Ok(match Value::from_fragments(fragments) {
            // Whatever the unknown part was made from, between quotes it is a string.
            Value {
                kind: Kind::Unknown(unknown),
                ..
            } if unknown.ty != Type::String => {
                let mut unknown = Unknown::clone(&unknown);
                unknown.ty = Type::String;
                unknown.into()
            }
            value => value,
        })
    }

    /// What follows a backslash. Halves of surrogate pairs without the other half become U+FFFD, as in Go.
    fn escape(&mut self) -> Result<char, Why> {
        let mut chars = self.rest.chars();
        let letter = chars.next().ok_or_else(invalid)?;
        self.rest = chars.as_str();
        Ok(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.code_unit().ok_or_else(invalid)?;
                let before = self.rest;
                if (0xd800..0xdc00).contains(&first)
                    && let Some(rest) = self.rest.strip_prefix("\\u")
                {
                    self.rest = rest;
                    let second = self.code_unit().ok_or_else(invalid)?;
                    if let Some(Ok(c)) = char::decode_utf16([first, second]).next() {
                        return Ok(c);
                    }
                    self.rest = before;
                }
                char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(invalid()),
        })
    }

    fn code_unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        if digits.starts_with('+') {
            return None;
        }
        u16::from_str_radix(digits, 16).ok()
    }

    /// `null`, `true`, `false`, a number, or anything with an unknown part in it.
    fn bare(&mut self) -> Result<Json, Why> {
        let end = self
            .rest
            .find([',', ']', '}', '{', '[', '"', ':', ' ', '\t', '\n', '\r'])
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        let mut unknown_part = None;
        for _ in word.matches(PLACEHOLDER) {
            unknown_part = self.unknown_parts.next();
        }
        Ok(match (word, unknown_part) {
            (_, Some(unknown)) => Json::Unknown(unknown),
            ("null", _) => Json::Null,
            ("true", _) => Json::Bool(true),
            ("false", _) => Json::Bool(false),
            _ if is_number(word) => Json::Number(word.into()),
            _ => return Err(invalid()),
        })
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && serde_json::from_str::<serde_json::Number>(word).is_ok()
}
