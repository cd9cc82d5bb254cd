//! What is wrong with a JSON text, before the parser sees it and after.

use jsonc_parser::errors::{ParseError, ParseErrorKind};

use super::super::scan::{DEPTH, SyntaxError};

/// The first thing that would cost the parser its stack or lead it far from the place at fault.
pub(super) fn check(text: &str) -> Option<SyntaxError> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut string = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (string, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(_), b'"') => string = None,
            (Some(start), b'\n') => {
                let end = if bytes.get(at - 1) == Some(&b'\r') {
                    at - 1
                } else {
                    at
                };
                return Some(SyntaxError::new(
                    start..end,
                    "this string is not closed: a `\"` is missing",
                ));
            }
            (Some(_), 0..=0x1f) => {
                return Some(SyntaxError::new(
                    at..at + 1,
                    "a control character in a string must be escaped",
                ));
            }
            (None, b'"') => string = Some(at),
            (None, b'[' | b'{') => {
                depth += 1;
                if depth > DEPTH {
                    let message = format!("nested more than {DEPTH} levels deep");
                    return Some(SyntaxError::new(at..at + 1, message));
                }
            }
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'\t' | b'\n' | b'\r') => {}
            (None, 0..=0x1f | 0x7f) => {
                return Some(SyntaxError::new(
                    at..at + 1,
                    "this is not a text: it contains control characters",
                ));
            }
            _ => {}
        }
        at += 1;
    }
    string.map(|start| {
        SyntaxError::new(
            start..bytes.len(),
            "this string is not closed: a `\"` is missing",
        )
    })
}

/// The parser's error in our words.
pub(super) fn explain(text: &str, error: &ParseError) -> SyntaxError {
    let range = error.range();
    let end = range.end.min(text.len());
    let mut at = range.start.min(end)..end;
    let message = match error.kind() {
        ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => {
            "JSON has no comments: use a property named `//`"
        }
        ParseErrorKind::ExpectedColonAfterObjectKey => "expected `:` after this property name",
        ParseErrorKind::ExpectedObjectValue => "expected a value after the `:`",
        ParseErrorKind::ExpectedStringObjectProperty | ParseErrorKind::UnexpectedTokenInObject => {
            "expected a property name in double quotes"
        }
        ParseErrorKind::ExpectedComma => "expected a comma here",
        ParseErrorKind::MultipleRootJsonValues => "nothing may follow the end of the JSON text",
        ParseErrorKind::SingleQuotedStringsNotAllowed => "JSON strings take double quotes",
        ParseErrorKind::String(_) => "this is not a JSON string",
        ParseErrorKind::TrailingCommasNotAllowed => "no comma is allowed before a closing bracket",
        ParseErrorKind::UnexpectedWord => "this word needs quotes",
        ParseErrorKind::UnterminatedArray => {
            at.end = at.end.min(at.start + 1);
            "this is not closed: a `]` is missing"
        }
        ParseErrorKind::UnterminatedObject => {
            at.end = at.end.min(at.start + 1);
            "this is not closed: a `}` is missing"
        }
        ParseErrorKind::BareDecimalPointNumbersNotAllowed
        | ParseErrorKind::ExpectedDigit
        | ParseErrorKind::ExpectedDigitFollowingNegativeSign
        | ParseErrorKind::ExpectedPlusMinusOrDigitInNumberLiteral
        | ParseErrorKind::HexadecimalNumbersNotAllowed
        | ParseErrorKind::NonFiniteNumbersNotAllowed
        | ParseErrorKind::UnaryPlusNumbersNotAllowed => "this is not a JSON number",
        ParseErrorKind::NestingDepthExceeded => "this is nested too deep",
        ParseErrorKind::UnexpectedCloseBrace => "unexpected `}`: is something before it not closed",
        ParseErrorKind::UnexpectedCloseBracket => {
            "unexpected `]`: is something before it not closed"
        }
        _ => "expected a value",
    };
    // A place inside of a character, or none at all, points at the character before it.
    while at.start > 0 && !text.is_char_boundary(at.start) {
        at.start -= 1;
    }
    while !text.is_char_boundary(at.end) {
        at.end += 1;
    }
    SyntaxError::new(at, message)
}
