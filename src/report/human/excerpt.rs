//! Source texts for miette. The stock implementation scans from the first byte for every span, which makes a report with
//! thousands of findings quadratic; this one looks lines up.

use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::{
    report::text::{same_length, visible},
    source::SourceFile,
    span::Span,
};

/// A longer line would fill the screen and show nothing.
const LONGEST_LINE: usize = 400;

/// One file, safe to show: byte offsets are those of the file.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: Arc<SourceFile>,
    name: String,
    /// Only where it differs from the file's text.
    safe: Option<String>,
}

impl Excerpt {
    pub(super) fn new(file: Arc<SourceFile>) -> Self {
        let safe = match same_length(&file.text) {
            std::borrow::Cow::Borrowed(_) => None,
            std::borrow::Cow::Owned(text) => Some(text),
        };
        Self {
            name: visible(&file.name).into_owned(),
            safe,
            file,
        }
    }

    /// Whether a line that drawing the span would show is too long for that.
    pub(super) fn is_too_long(&self, span: Span) -> bool {
        let (first, last) = (self.line(span.start as usize), self.line(span.end as usize));
        (first.saturating_sub(1)..=last + 1)
            .any(|line| self.start(line + 1).saturating_sub(self.start(line)) > LONGEST_LINE)
    }

    fn text(&self) -> &str {
        self.safe.as_deref().unwrap_or(&self.file.text)
    }

    /// The line, from 0, that a byte is on.
    fn line(&self, byte: usize) -> usize {
        let starts = self.file.line_starts();
        starts
            .partition_point(|start| *start as usize <= byte)
            .saturating_sub(1)
    }

    /// The first byte of a line; of lines that are not there the end of the text.
    fn start(&self, line: usize) -> usize {
        let starts = self.file.line_starts();
        starts
            .get(line)
            .map_or(self.text().len(), |start| *start as usize)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = span.offset();
        let end = start
            .checked_add(span.len())
            .ok_or(MietteError::OutOfBounds)?;
        let first = self.line(start);
        let last = self.line(end.saturating_sub(1).max(start));
        let (line, from) = if lines_before == 0 {
            (first, start)
        } else {
            let line = first.saturating_sub(lines_before);
            (line, self.start(line))
        };
        let to = if lines_after == 0 {
            end
        } else {
            self.start(last + lines_after + 1).max(end)
        };
        let data = self
            .text()
            .as_bytes()
            .get(from..to)
            .ok_or(MietteError::OutOfBounds)?;
        let column = if lines_before == 0 {
            let byte = u32::try_from(start).map_err(|_| MietteError::OutOfBounds)?;
            // miette counts from 0, and shows it from 1.
            self.file.position(byte).1 as usize - 1
        } else {
            0
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (from, to - from).into(),
            line,
            column,
            last + 1 - line + lines_after,
        )))
    }
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
mod tests {
    use miette::NamedSource;

    use super::*;
    use crate::source::Sources;

    /// The stock implementation is right where it is slow. It reads an empty span, one that ends in a line's end and a
    /// lone carriage return in its own way, which no place of a report has.
    #[test]
    fn excerpts_are_those_of_miette() {
        let sources = Sources::new("/".into());
        let mut compared = 0;
        for text in [
            "a\nbb\n\nccc\r\ndd\n",
            "no newline",
            "\n\n\n",
            "x\r\ny\r\n\r\nz",
            "ab\ncd\n",
        ] {
            let excerpt = Excerpt::new(sources.scratch("f", text));
            let stock = NamedSource::new("f", text);
            for start in 0..text.len() {
                if text.as_bytes()[..start].ends_with(b"\r") {
                    continue;
                }
                for end in start + 1..=text.len() {
                    if text.as_bytes()[..end].ends_with(b"\n")
                        || text.as_bytes()[..end].ends_with(b"\r")
                    {
                        continue;
                    }
                    let span = SourceSpan::new(start.into(), end - start);
                    for context in 0..3 {
                        let ours = excerpt.read_span(&span, context, context).unwrap();
                        let theirs = stock.read_span(&span, context, context).unwrap();
                        assert_eq!(ours.data(), theirs.data(), "{text:?} {span:?} {context}");
                        assert_eq!(ours.span(), theirs.span());
                        assert_eq!(
                            (ours.line(), ours.column()),
                            (theirs.line(), theirs.column())
                        );
                        assert_eq!(ours.name(), Some("f"));
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 300);
    }
}
