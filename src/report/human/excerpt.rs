//! Source texts for miette. The stock implementation scans from the first byte for every span, which makes a report with
//! thousands of findings quadratic; this one looks lines up.

use std::{borrow::Cow, sync::Arc};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::{
    redact::Redactions,
    source::{SourceFile, Sources},
    span::Span,
    text::{beginning, columns, end, same_length, visible},
};

/// A longer line would fill the screen and show nothing.
const LONGEST_LINE: usize = 400;

/// So much of a line is kept in front of what is underlined.
const LEAD: usize = 20;

/// The columns of a tab.
pub(super) const TAB: usize = 4;

/// What numbers and bars take beside a line that is cut.
const GUTTER: usize = 16;

/// One file, safe to show: byte offsets are those of the file.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: Arc<SourceFile>,
    name: String,
    /// Only where it differs from the file's text.
    safe: Option<String>,
    /// What is left out before it.
    gone: Gone,
}

/// What an excerpt with lines cut lacks of its file.
#[derive(Debug, Default)]
struct Gone {
    lines: usize,
    /// Of each line, how many columns it begins further right than it is shown.
    columns: Vec<usize>,
}

impl Excerpt {
    /// A file as it may be shown.
    pub(super) fn new(file: Arc<SourceFile>, redactions: &Redactions) -> Self {
        let shown = redactions.shown_again(&file);
        let safe = match same_length(&shown) {
            Cow::Borrowed(same) if same == &*file.text => None,
            text => Some(text.into_owned()),
        };
        Self {
            name: visible(&file.name).into_owned(),
            safe,
            file,
            gone: Gone::default(),
        }
    }

    /// Whether a line that drawing the span would show is too long for that, or begins to be underlined beyond the width.
    pub(super) fn is_too_long(&self, span: Span, width: usize) -> bool {
        let (first, last) = (self.line(span.start as usize), self.line(span.end as usize));
        (first.saturating_sub(1)..=last + 1)
            .any(|line| self.start(line + 1).saturating_sub(self.start(line)) > LONGEST_LINE)
            || self.columns_before(span) + GUTTER >= width
    }

    /// As much of a span, which lies on one line, as the width has room for.
    pub(super) fn clipped(&self, span: Span, width: usize) -> Span {
        // A number, a bar, spaces around them; and what tells that the line goes on.
        let digits = self.file.line_starts().len().to_string().len();
        let room = width.saturating_sub(digits + 5 + self.columns_before(span));
        let bytes = span.start as usize..span.end as usize;
        let kept = beginning(self.text().get(bytes).unwrap_or_default(), room.max(2));
        let kept = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        Span {
            end: span.end.min(span.start.saturating_add(kept)),
            ..span
        }
    }

    /// The columns of its line that stand before a span.
    fn columns_before(&self, span: Span) -> usize {
        let start = span.start as usize;
        let before = self.text().get(self.start(self.line(start))..start);
        let before = before.unwrap_or_default();
        columns(before) + TAB * before.matches('\t').count()
    }

    /// The lines around some spans, which lie on one line each, with those that are too long cut around what is underlined, and
    /// these spans there. What does not fit is told by a mark.
    pub(super) fn cut(
        &self,
        sources: &Sources,
        spans: &[Span],
        width: usize,
        mark: &str,
    ) -> (Self, Vec<Span>) {
        let lines = || spans.iter().map(|span| self.line(span.start as usize));
        let first = lines().min().unwrap_or(0).saturating_sub(1);
        let last = lines().max().unwrap_or(0) + 1;
        let room = width.saturating_sub(GUTTER).max(2 * LEAD);
        let mut text = String::new();
        let mut gone = Gone {
            lines: first,
            columns: Vec::new(),
        };
        let mut moved = vec![(0, 0); spans.len()];
        for number in first..=last {
            let (start, end) = (self.start(number), self.start(number + 1));
            if start == end {
                break;
            }
            let line = self.text().get(start..end).unwrap_or_default().trim_end();
            let on_line = |span: &&Span| self.line(span.start as usize) == number;
            let caret = spans.iter().filter(on_line);
            let caret = caret.map(|span| span.start as usize - start).min();
            let kept = window(line, caret.unwrap_or(0), room);
            let at = u32::try_from(start + kept.start).unwrap_or(u32::MAX);
            let before = self.file.position(at).1 as usize - 1;
            let lead = if before == 0 { "" } else { mark };
            gone.columns.push(before.saturating_sub(columns(lead)));
            text.push_str(lead);
            let at = text.len();
            text.push_str(line.get(kept.clone()).unwrap_or_default());
            for (span, new) in spans.iter().zip(&mut moved) {
                if on_line(&span) {
                    let moved = |byte: u32| {
                        let byte = (byte as usize)
                            .saturating_sub(start)
                            .clamp(kept.start, kept.end);
                        at + byte - kept.start
                    };
                    *new = (moved(span.start), moved(span.end));
                }
            }
            text.push_str(if kept.end < line.len() { mark } else { "" });
            text.push('\n');
        }
        let file = sources.scratch(&self.name, text);
        let to_span = |(start, end): (usize, usize)| {
            let byte = |at| u32::try_from(at).unwrap_or(u32::MAX);
            Span::new(file.id, byte(start), byte(end))
        };
        let moved = moved.into_iter().map(to_span).collect();
        // What it is cut from is redacted already.
        let cut = Self {
            gone,
            ..Self::new(file, &Redactions::default())
        };
        (cut, moved)
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

/// The bytes of a line that are shown: so many columns from shortly before a byte on. However long the line is, no more of it is
/// looked at.
fn window(line: &str, caret: usize, room: usize) -> std::ops::Range<usize> {
    let back = |from: usize, room: usize| {
        let before = line.get(..from).unwrap_or_default();
        from - end(before, room).len()
    };
    let first = back(caret.min(line.len()), LEAD);
    let shown = beginning(line.get(first..).unwrap_or_default(), room);
    // Room that the end of the line leaves is for what stands before.
    back(first, room.saturating_sub(columns(shown)))..first + shown.len()
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
            let gone = self.gone.columns.get(first).copied().unwrap_or(0);
            self.file.position(byte).1 as usize - 1 + gone
        } else {
            0
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (from, to - from).into(),
            line + self.gone.lines,
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
            let excerpt = Excerpt::new(sources.scratch("f", text), &Redactions::default());
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

    #[test]
    fn long_lines_are_cut_around_what_is_underlined() {
        let sources = Sources::new("/".into());
        let long = format!("a = [{}here, after]\n", "\"é\", ".repeat(500));
        let file = sources.scratch("f", format!("first\n{long}last\n"));
        let at = u32::try_from(file.text.find("here").unwrap()).unwrap();
        let span = Span::new(file.id, at, at + 4);
        let excerpt = Excerpt::new(file.clone(), &Redactions::default());
        assert!(excerpt.is_too_long(span, 100));
        let (cut, moved) = excerpt.cut(&sources, &[span], 60, "…");
        assert_eq!(
            cut.text(),
            "first\n…, \"é\", \"é\", \"é\", \"é\", \"é\", \"é\", here, after]\nlast\n"
        );
        assert_eq!(cut.file.slice(moved[0]), "here");
        let at = (moved[0].start as usize, 4).into();
        let here = cut.read_span(&at, 0, 0).unwrap();
        let (line, column) = file.position(span.start);
        assert_eq!(
            (here.line() + 1, here.column() + 1),
            (line as usize, column as usize)
        );
    }
}
