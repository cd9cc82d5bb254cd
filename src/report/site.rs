//! Places as other programs count them.

use std::sync::Arc;

use super::visible;
use crate::{
    finding::{Edit, Finding},
    source::{SourceFile, Sources},
    span::Span,
};

/// A place in a text.
pub(super) struct Site {
    /// The text.
    pub(super) file: Arc<SourceFile>,
    span: Span,
}

/// Line and column, both from 1.
pub(super) type Position = (u32, u32);

impl Site {
    /// A place in a file of the user, as far as it lies on its first line: editors, pull requests and code scanning all want that. Of
    /// any other text nothing.
    pub(super) fn of(sources: &Sources, span: Span) -> Option<Self> {
        let site = Self::anywhere(sources, span);
        site.file.is_on_disk().then_some(site)
    }

    /// All that an edit replaces.
    pub(super) fn of_edit(sources: &Sources, edit: &Edit) -> Option<Self> {
        let span = edit.span;
        let site = Self::of(sources, span)?;
        Some(Self { span, ..site })
    }

    /// Where a finding is shown. Every finding of most formats must have a place, so one about a text from the command line
    /// is shown at the block it is about.
    pub(super) fn shown(sources: &Sources, finding: &Finding) -> Self {
        Self::of(sources, finding.primary)
            .unwrap_or_else(|| Self::anywhere(sources, finding.subject))
    }

    fn anywhere(sources: &Sources, span: Span) -> Self {
        let file = sources.file(span.file);
        let span = file.first_line(span);
        Self { file, span }
    }

    /// First position and one past the last, in code points.
    pub(super) fn range(&self) -> (Position, Position) {
        (
            self.file.position(self.span.start),
            self.file.position(self.span.end),
        )
    }

    /// First position and one past the last, in bytes of UTF-8.
    pub(super) fn byte_range(&self) -> (Position, Position) {
        (self.in_bytes(self.span.start), self.in_bytes(self.span.end))
    }

    /// `path:line:column`, in code points.
    pub(super) fn place(&self) -> String {
        let ((line, column), _) = self.range();
        format!("{}:{line}:{column}", visible(&self.file.name))
    }

    fn in_bytes(&self, byte: u32) -> Position {
        let (line, _) = self.file.position(byte);
        let starts = self.file.line_starts();
        let start = starts.get(line.saturating_sub(1) as usize).copied();
        (line, byte.saturating_sub(start.unwrap_or(0)) + 1)
    }
}
