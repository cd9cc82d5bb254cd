//! Template text as Terraform computes it: escapes, `~`, the indent of `<<-`, and the nesting of directives.
//!
//! The steps and their order are those of hashicorp/hcl v2.23 (`parser_template.go`): a text is cut into literals,
//! one per line unless it is quoted, and sequences; `~` trims the literal next to it and no more; the indent of `<<-`
//! is computed over what is left; then neighbouring literals are joined.

use std::borrow::Cow;

use super::names::Names;
use super::{Expr, ExprKind, ForPart, Name, Part};
use crate::span::Span;

/// A literal or a sequence, in source order.
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) span: Span,
    /// Whether the sequence starts with `${~` or `%{~`.
    pub(super) trims_left: bool,
    /// Whether the sequence ends with `~}`.
    pub(super) trims_right: bool,
}

pub(super) enum PieceKind {
    /// Text with its escapes resolved.
    Text(String),
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For {
        key: Option<Name>,
        value: Name,
        collection: Expr,
    },
    EndFor,
}

/// How the text of a template is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In quotes, with escapes.
    Quoted,
    /// A heredoc or a whole text: no escapes but `$${` and `%%{`, one literal a line.
    Lines,
    /// A heredoc with `<<-`.
    Flush,
}

/// The expression that a whole template stands for.
pub(super) fn assemble(mut pieces: Vec<Piece>, form: Form, span: Span, names: &mut Names) -> Expr {
    trim(&mut pieces);
    if form == Form::Flush {
        dedent(&mut pieces);
    }
    let alone = pieces.len() == 1;
    let mut parts = nest(&mut pieces.into_iter(), names);
    let kind = match parts.as_mut_slice() {
        [] => ExprKind::String(names.get("")),
        [Part::Literal(text, _)] => ExprKind::String(text.clone()),
        // Only an interpolation that stands alone keeps its type: text beside it makes a string, even when `~` has
        // removed all of that text.
        [Part::Interpolation(_)] if !alone => {
            parts.push(Part::Literal(names.get(""), span));
            ExprKind::Template(parts)
        }
        _ => ExprKind::Template(parts),
    };
    Expr { kind, span }
}

fn trim(pieces: &mut [Piece]) {
    let mut after = false;
    for index in 0..pieces.len() {
        let before = pieces.get(index + 1).is_some_and(|next| next.trims_left);
        let Some(piece) = pieces.get_mut(index) else {
            return;
        };
        if let PieceKind::Text(text) = &mut piece.kind {
            if after {
                let blanks = text.len() - text.trim_start().len();
                text.drain(..blanks);
            }
            if before {
                text.truncate(text.trim_end().len());
            }
        }
        after = piece.trims_right;
    }
}

/// Removes the smallest indent of all lines from each. A line that starts with a sequence has none; a line of blanks
/// does not count and keeps what it has.
fn dedent(pieces: &mut [Piece]) {
    let mut smallest = usize::MAX;
    let mut line_start = true;
    let mut indented = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let text = match &piece.kind {
            PieceKind::Text(text) => Some(text.as_str()),
            _ => None,
        };
        if line_start {
            line_start = false;
            if let Some(indent) = indent(text.unwrap_or_default()) {
                smallest = smallest.min(indent);
                indented.push(index);
            }
        }
        line_start |= text.is_some_and(|text| text.ends_with('\n'));
    }
    for index in indented {
        if let Some(Piece {
            kind: PieceKind::Text(text),
            ..
        }) = pieces.get_mut(index)
        {
            let rest = without_indent(text, smallest).len();
            text.drain(..text.len() - rest);
        }
    }
}

/// The text of a heredoc without any sequence: what [`assemble`] makes of its lines, at the price of one copy.
pub(super) fn plain(text: &str, form: Form) -> String {
    if form != Form::Flush {
        return unmark(text).into_owned();
    }
    let smallest = text.split_inclusive('\n').filter_map(indent).min();
    let mut result = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let counts = indent(line).is_some();
        let rest = without_indent(line, if counts { smallest.unwrap_or(0) } else { 0 });
        result.push_str(&unmark(rest));
    }
    result
}

/// By how many characters a line is indented; nothing when it is blank, for then it does not count.
fn indent(line: &str) -> Option<usize> {
    let rest = line.trim_start();
    if rest.is_empty() && line.ends_with('\n') {
        return None;
    }
    let blanks = line.get(..line.len() - rest.len()).unwrap_or_default();
    Some(blanks.chars().count())
}

fn without_indent(line: &str, indent: usize) -> &str {
    let end = line
        .char_indices()
        .nth(indent)
        .map_or(line.len(), |(end, _)| end);
    line.get(end..).unwrap_or_default()
}

/// Reads pieces up to the end of the directive they are in.
fn nest(pieces: &mut std::vec::IntoIter<Piece>, names: &mut Names) -> Vec<Part> {
    nest_branch(pieces, names).0
}

/// As [`nest`], and whether an `else` ended it.
fn nest_branch(pieces: &mut std::vec::IntoIter<Piece>, names: &mut Names) -> (Vec<Part>, bool) {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut text_span: Option<Span> = None;
    let mut is_else = false;
    while let Some(piece) = pieces.next() {
        if let PieceKind::Text(more) = piece.kind {
            if !more.is_empty() {
                text.push_str(&more);
                text_span = Some(text_span.map_or(piece.span, |span| span.to(piece.span)));
            }
            continue;
        }
        flush(&mut parts, &mut text, &mut text_span, names);
        match piece.kind {
            PieceKind::Text(_) => {}
            PieceKind::Interpolation(expr) => parts.push(Part::Interpolation(expr)),
            PieceKind::If(condition) => {
                let (yes, has_else) = nest_branch(pieces, names);
                let no = if has_else {
                    nest(pieces, names)
                } else {
                    Vec::new()
                };
                parts.push(Part::If(Box::new(condition), yes, no));
            }
            PieceKind::For {
                key,
                value,
                collection,
            } => {
                let body = nest(pieces, names);
                parts.push(Part::For(Box::new(ForPart {
                    key,
                    value,
                    collection,
                    body,
                })));
            }
            PieceKind::Else => {
                is_else = true;
                break;
            }
            PieceKind::EndIf | PieceKind::EndFor => break,
        }
    }
    flush(&mut parts, &mut text, &mut text_span, names);
    (parts, is_else)
}

fn flush(parts: &mut Vec<Part>, text: &mut String, span: &mut Option<Span>, names: &mut Names) {
    if let Some(span) = span.take() {
        parts.push(Part::Literal(names.string(text), span));
    }
    text.clear();
}

/// Text with `$${` and `%%{` resolved.
pub(super) fn unmark(text: &str) -> Cow<'_, str> {
    if text.contains("$${") || text.contains("%%{") {
        Cow::Owned(text.replace("$${", "${").replace("%%{", "%{"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text between quotes with all escapes resolved, or the byte range of the first escape that Terraform does not know.
pub(super) fn unescape(text: &str) -> Result<Cow<'_, str>, std::ops::Range<usize>> {
    if !text.contains('\\') {
        return Ok(unmark(text));
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        result.push_str(&unmark(before));
        let start = text.len() - escape.len();
        let mut characters = escape.chars();
        characters.next();
        let digits = match characters.next() {
            Some('n') => simple(&mut result, '\n'),
            Some('r') => simple(&mut result, '\r'),
            Some('t') => simple(&mut result, '\t'),
            Some('"') => simple(&mut result, '"'),
            Some('\\') => simple(&mut result, '\\'),
            Some('u') => 4,
            Some('U') => 8,
            other => return Err(start..start + 1 + other.map_or(0, char::len_utf8)),
        };
        if digits > 0 {
            let code = escape
                .get(2..2 + digits)
                .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .and_then(|code| u32::from_str_radix(code, 16).ok())
                .and_then(char::from_u32);
            result.push(code.ok_or(start..start + 2)?);
        }
        rest = escape.get(2 + digits..).unwrap_or_default();
    }
    result.push_str(&unmark(rest));
    Ok(Cow::Owned(result))
}

fn simple(result: &mut String, character: char) -> usize {
    result.push(character);
    0
}
