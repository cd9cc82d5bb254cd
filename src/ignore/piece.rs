//! The part of a file in which a comment is tried out: to read all of a long file for each would take long.

use std::sync::Arc;

use super::reach::line_of;
use crate::{
    finding::Edit,
    source::{SourceFile, Sources},
    span::Span,
    syntax::Parsed,
};

/// A block of a file with what stands between it and its neighbours.
pub(super) struct Piece {
    /// Its text, as a file of its own.
    pub(super) file: Arc<SourceFile>,
    /// Where it begins.
    start: u32,
}

impl Piece {
    /// The one around a place in native syntax; nothing where it would not be read as in the whole.
    pub(super) fn around(
        sources: &Sources,
        file: &SourceFile,
        parsed: &Parsed,
        place: Span,
    ) -> Option<Self> {
        if file.is_json() || !parsed.problems.is_empty() {
            return None;
        }
        let at = |byte: u32| Span::new(file.id, byte, byte);
        let mut blocks = parsed.body.blocks.iter().map(|it| it.span);
        let own = blocks.find(|it| it.contains(at(place.start)))?;
        let blocks = parsed.body.blocks.iter().map(|it| it.span);
        let items = || (parsed.body.attributes.iter().map(|it| it.span)).chain(blocks.clone());
        let before = items().map(|it| it.end).filter(|end| *end <= own.start);
        let start = before.max().map_or(0, |end| {
            line_of(file, at(end.saturating_sub(1)))
                .end
                .saturating_add(1)
        });
        let after = items().map(|it| it.start).filter(|it| *it >= own.end);
        let end = after.min().map_or_else(
            || u32::try_from(file.text.len()).unwrap_or(u32::MAX),
            |it| line_of(file, at(it)).start,
        );
        // Blocks on one line are not parted.
        let text = file.text.get(start as usize..end as usize)?;
        let is_whole = start <= own.start && own.end <= end && text.contains('\n');
        is_whole.then(|| Self {
            file: sources.scratch(&file.name, text),
            start,
        })
    }

    /// A place of the file in the piece.
    pub(super) fn inside(&self, place: Span) -> Span {
        let within = |byte: u32| byte.saturating_sub(self.start);
        Span::new(self.file.id, within(place.start), within(place.end))
    }

    /// An edit of the piece in the file.
    pub(super) fn outside(&self, file: &SourceFile, edit: Edit) -> Edit {
        let span = edit.span;
        Edit {
            span: Span::new(file.id, span.start + self.start, span.end + self.start),
            ..edit
        }
    }
}
