//! The edits of one text in the making.

use crate::{finding::Edit, source::SourceFile, span::Span};

/// The edits of one text, in no order.
pub(super) struct Draft<'f> {
    pub(super) file: &'f SourceFile,
    edits: Vec<Edit>,
}

impl<'f> Draft<'f> {
    pub(super) const fn new(file: &'f SourceFile) -> Self {
        Self {
            file,
            edits: Vec::new(),
        }
    }

    /// The text as it was.
    pub(super) fn text(&self) -> &'f str {
        &self.file.text
    }

    /// Writes something in the place of a stretch.
    pub(super) fn write(&mut self, from: usize, to: usize, text: &str) {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        self.edits.push(Edit {
            span: Span::new(self.file.id, at(from), at(to)),
            text: text.to_owned(),
        });
    }

    /// All edits, in the order of the text; nothing where two change the same.
    pub(super) fn finish(mut self) -> Option<Vec<Edit>> {
        self.edits
            .sort_by_key(|edit| (edit.span.start, edit.span.end));
        self.edits.dedup();
        let mut pairs = self.edits.windows(2);
        let overlap = pairs.any(|pair| match pair {
            [one, other] => other.span.start < one.span.end || one.span == other.span,
            _ => false,
        });
        (!overlap).then_some(self.edits)
    }
}
