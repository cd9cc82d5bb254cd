//! What a comment covers.

use std::collections::HashMap;

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
    /// Whether it is an attribute or a block: of a module call, what is raised inside is covered too.
    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Item(_))
    }
}

/// The reaches of a file's comments.
pub(super) struct Reaches<'f> {
    file: &'f SourceFile,
    top: &'f Body,
    /// What is in a body, by where the body lies in memory: one is looked through once, however many comments are in it.
    levels: HashMap<*const Body, Level<'f>>,
}

/// The attributes and blocks of a body, in the order of the text.
struct Level<'f>(Vec<(Span, Option<&'f Block>)>);

impl<'f> Level<'f> {
    fn of(body: &'f Body) -> Self {
        let attributes = body.attributes.iter().map(|it| (it.span, None));
        let blocks = body.blocks.iter().map(|it| (it.span, Some(it)));
        let mut items: Vec<_> = attributes.chain(blocks).collect();
        items.sort_by_key(|(span, _)| *span);
        Self(items)
    }

    /// The one around a span: they do not overlap.
    fn around(&self, span: Span) -> Option<&(Span, Option<&'f Block>)> {
        let after = self.0.partition_point(|(it, _)| it.start <= span.start);
        let last = self.0.get(after.checked_sub(1)?)?;
        Some(last).filter(|(it, _)| it.contains(span))
    }

    /// The first that starts behind a span.
    fn behind(&self, span: Span) -> Option<Span> {
        let before = self.0.partition_point(|(it, _)| it.start < span.end);
        self.0.get(before).map(|(it, _)| *it)
    }
}

impl<'f> Reaches<'f> {
    pub(super) fn of(file: &'f SourceFile, top: &'f Body) -> Self {
        Self {
            file,
            top,
            levels: HashMap::new(),
        }
    }

    fn level(&mut self, body: &'f Body) -> &Level<'f> {
        let level = self.levels.entry(std::ptr::from_ref(body));
        level.or_insert_with(|| Level::of(body))
    }

    /// What a comment at a span covers.
    pub(super) fn reach(&mut self, span: Span, comment: &Comment) -> Reach {
        let (mut block, mut body) = (None, self.top);
        while let Some((_, Some(inner))) = self.level(body).around(span) {
            (block, body) = (Some(*inner), &inner.body);
        }
        if comment.whole_file {
            return Reach::File;
        }
        let file = self.file;
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
        let level = self.level(body);
        if let Some((around, _)) = level.around(span) {
            return Reach::Item(*around);
        }
        let first = level.0.first();
        let is_first = first.is_none_or(|(it, _)| it.start >= span.end);
        match (block, level.behind(span)) {
            (Some(block), _) if is_first => Reach::Item(block.span),
            (_, Some(next)) => Reach::Item(next),
            (_, None) => Reach::Nothing,
        }
    }
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
