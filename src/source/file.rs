//! One text and its lines.

use std::{
    any::Any,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use crate::span::{FileId, Span};

/// One text of a run.
#[derive(Debug)]
pub struct SourceFile {
    /// What spans call it.
    pub id: FileId,
    /// Absolute and resolved; of a bundled or scratch text just its name.
    pub path: PathBuf,
    /// What reports call it: relative to the working directory, with `/`.
    pub name: String,
    /// The text as it is, byte order mark and carriage returns included.
    pub text: Arc<str>,
    /// Whether it is compiled in: nobody can edit it, so no report points at it.
    pub bundled: bool,
    /// What was made of the text alone, where that is kept.
    derived: Option<OnceLock<Box<dyn Any + Send + Sync>>>,
    /// Whether it is only an outline: of the file on disk no more is shown, and nothing can be edited.
    pub outlined: bool,
    lines: OnceLock<Box<[u32]>>,
    /// How many characters begin before each [`STRETCH`]: a line may be all of a large file.
    characters: OnceLock<Box<[u32]>>,
}

/// Bytes that are gone through to find a column.
const STRETCH: usize = 1024;

impl SourceFile {
    pub(super) const fn new(
        id: FileId,
        path: PathBuf,
        name: String,
        text: Arc<str>,
        bundled: bool,
    ) -> Self {
        Self {
            id,
            path,
            name,
            text,
            bundled,
            derived: None,
            outlined: false,
            lines: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// The same as an outline.
    pub(super) fn outline(self) -> Self {
        Self {
            outlined: true,
            ..self
        }
    }

    /// The same file, which keeps what is made of its text.
    pub(super) fn keeping(self) -> Self {
        Self {
            derived: Some(OnceLock::new()),
            ..self
        }
    }

    /// What is made of the text alone; the same again where that is kept.
    pub(crate) fn derived<T: Any + Send + Sync + Clone>(&self, make: impl Fn() -> T) -> T {
        let Some(derived) = &self.derived else {
            return make();
        };
        let kept = derived.get_or_init(|| Box::new(make()));
        kept.downcast_ref::<T>().cloned().unwrap_or_else(make)
    }

    /// Whether it is a file of the user's, not a text compiled in or from the command line.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        self.path.is_absolute()
    }

    /// The offset at which each line starts; the first is 0. Only `\n` ends a line.
    #[must_use]
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0)
                .chain(ends.map(|end| u32::try_from(end + 1).unwrap_or(u32::MAX)))
                .collect()
        })
    }

    /// Line and column of a byte, both from 1, the column in code points; a byte order mark takes no column. A byte past
    /// the end is taken for the end, one inside a character for that character.
    #[must_use]
    pub fn position(&self, byte: u32) -> (u32, u32) {
        let byte = byte.min(self.len());
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= byte);
        let start = starts.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let mut characters = self.characters_before(byte) - self.characters_before(start);
        if self.is_inside_character(byte) {
            characters = characters.saturating_sub(1);
        }
        let begins_with_mark = self.text.as_bytes().starts_with(BYTE_ORDER_MARK);
        if start == 0 && begins_with_mark && byte as usize >= BYTE_ORDER_MARK.len() {
            characters -= 1;
        }
        (
            u32::try_from(line).unwrap_or(u32::MAX),
            u32::try_from(characters + 1).unwrap_or(u32::MAX),
        )
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: u32) -> usize {
        let bytes = self.text.as_bytes();
        let begin = |bytes: &[u8]| bytes.iter().filter(|it| !is_continuation(**it)).count();
        let table = self.characters.get_or_init(|| {
            let mut so_far = 0;
            let stretches = bytes.chunks(STRETCH).map(|stretch| {
                so_far += u32::try_from(begin(stretch)).unwrap_or(0);
                so_far
            });
            std::iter::once(0).chain(stretches).collect()
        });
        let stretch = byte as usize / STRETCH;
        let before = table.get(stretch).map_or(0, |before| *before as usize);
        let within = bytes.get(stretch * STRETCH..byte as usize);
        before + begin(within.unwrap_or_default())
    }

    /// Whether it is in JSON syntax, by its name.
    #[must_use]
    pub fn is_json(&self) -> bool {
        Path::new(&self.name)
            .extension()
            .is_some_and(|extension| extension == "json")
    }

    /// The part of a span that lies on its first line, without the blanks at the line's end.
    #[must_use]
    pub fn first_line(&self, span: Span) -> Span {
        let bytes = self.text.as_bytes();
        let start = span.start.min(self.len());
        let end = span.end.min(self.len());
        let stretch = bytes.get(start as usize..end as usize).unwrap_or_default();
        let Some(newline) = memchr::memchr(b'\n', stretch) else {
            return Span::new(span.file, start, end);
        };
        let line = stretch.get(..newline).unwrap_or_default();
        let length = u32::try_from(line.trim_ascii_end().len()).unwrap_or(0);
        Span::new(span.file, start, start + length)
    }

    /// The text of a span; of one that is out of range or cuts a character nothing.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    fn is_inside_character(&self, byte: u32) -> bool {
        self.text
            .as_bytes()
            .get(byte as usize)
            .is_some_and(|byte| is_continuation(*byte))
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile::new(
            FileId::new(0),
            PathBuf::new(),
            String::new(),
            text.into(),
            false,
        )
    }

    #[test]
    fn positions_count_characters() {
        let file = file("é😀x\r\n\nlast");
        for (byte, position) in [
            (0, (1, 1)),
            (2, (1, 2)),
            (4, (1, 2)),
            (6, (1, 3)),
            (9, (2, 1)),
            (10, (3, 1)),
            (14, (3, 5)),
            (99, (3, 5)),
        ] {
            assert_eq!(file.position(byte), position, "byte {byte}");
        }
    }

    #[test]
    fn edges_have_positions() {
        assert_eq!(file("").position(0), (1, 1));
        assert_eq!(file("\u{feff}a").position(3), (1, 1));
    }

    #[test]
    fn spans_are_clipped_to_one_line() {
        let file = file("ab\r\ncd\n");
        let clip = |start, end| {
            let span = file.first_line(Span::new(FileId::new(0), start, end));
            (span.start, span.end)
        };
        assert_eq!(clip(1, 6), (1, 2));
        assert_eq!(clip(4, 6), (4, 6));
        assert_eq!(clip(4, 7), (4, 6));
        assert_eq!(clip(50, 60), (7, 7));
    }
}
