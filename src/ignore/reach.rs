//! What a comment covers.

use super::comment::Comment;
use crate::{
    source::SourceFile,
    span::Span,
    syntax::{Block, Body},
};

/// The stretch of a file that a comment covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// Everything.
    File,
    /// The line that it ends.
    Line(Span),
    /// An attribute or block.
    Item(Span),
    /// Nothing follows it.
    Nothing,
}

impl Reach {
    /// Whether something that starts at this byte is covered.
    pub(super) fn covers(self, start: u32) -> bool {
        match self {
            Self::File => true,
            Self::Line(span) | Self::Item(span) => (span.start..=span.end).contains(&start),
            Self::Nothing => false,
        }
    }

    /// Whether it is an attribute or a block: of a module call, what is raised inside is covered too.
    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Item(_))
    }
}

/// What a comment at `span` of a file covers.
pub(super) fn of(file: &SourceFile, body: &Body, span: Span, comment: &Comment) -> Reach {
    let (block, body) = enclosing(None, body, span);
    if comment.whole_file {
        return Reach::File;
    }
    if file.is_json() {
        return block.map_or(Reach::File, |block| Reach::Item(block.span));
    }
    let line = line_of(file, span);
    let before = Span::new(span.file, line.start, span.start);
    if !file
        .slice(before)
        .trim_matches(['\u{feff}', ' ', '\t'])
        .is_empty()
    {
        return Reach::Line(line);
    }
    let mut items: Vec<Span> = body
        .attributes
        .iter()
        .map(|attribute| attribute.span)
        .collect();
    items.extend(body.blocks.iter().map(|block| block.span));
    items.sort_unstable();
    if let Some(around) = items.iter().find(|item| item.contains(span)) {
        return Reach::Item(*around);
    }
    let is_first = items.iter().all(|item| item.start >= span.end);
    match (block, items.into_iter().find(|item| item.start >= span.end)) {
        (Some(block), _) if is_first => Reach::Item(block.span),
        (_, Some(next)) => Reach::Item(next),
        (_, None) => Reach::Nothing,
    }
}

/// The innermost block around a span, with its body.
fn enclosing<'a>(
    block: Option<&'a Block>,
    body: &'a Body,
    span: Span,
) -> (Option<&'a Block>, &'a Body) {
    let inner = body.blocks.iter().find(|block| block.span.contains(span));
    inner.map_or((block, body), |inner| {
        enclosing(Some(inner), &inner.body, span)
    })
}

/// The line on which a span starts, without its end.
pub(super) fn line_of(file: &SourceFile, span: Span) -> Span {
    let starts = file.line_starts();
    let next = starts.partition_point(|start| *start <= span.start);
    let start = starts.get(next.wrapping_sub(1)).copied().unwrap_or(0);
    let end = starts
        .get(next)
        .map_or(file.text.len(), |end| *end as usize - 1);
    Span::new(span.file, start, u32::try_from(end).unwrap_or(u32::MAX))
}
