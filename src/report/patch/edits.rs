//! A difference as edits.

use super::{compared, unified::split};
use crate::{finding::Edit, source::SourceFile, span::Span};

/// The edits, of whole lines each, that make another text of that of a file.
#[must_use]
pub fn edits(file: &SourceFile, text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut is_open) = (0, false);
    for (mark, line, _) in compared(&split(&file.text), &split(text)) {
        if mark != ' ' && !is_open {
            edits.push(Edit {
                span: Span::new(file.id, at, at),
                text: String::new(),
            });
        }
        is_open = mark != ' ';
        if mark != '+' {
            at += u32::try_from(line.len()).unwrap_or(u32::MAX);
        }
        match edits.last_mut().filter(|_| is_open) {
            Some(edit) if mark == '+' => edit.text += line,
            Some(edit) => edit.span.end = at,
            None => {}
        }
    }
    edits
}
