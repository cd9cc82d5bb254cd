//! Positions as clients count them, and bytes.

use lsp_types::{Position, PositionEncodingKind, Range};

/// What a client counts characters of a line in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16: what everybody can.
    Utf16,
}

impl Encoding {
    /// The one for a client that offers these: UTF-8 needs no counting.
    pub(super) fn chosen(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else {
            Self::Utf16
        }
    }

    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Where the lines of a text begin: `\n`, `\r\n` and a lone `\r` end one.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Lines {
    pub(super) fn of(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_first_of_two = bytes.get(at..at + 2) == Some(b"\r\n");
            if !is_first_of_two {
                starts.push(at + 1);
            }
        }
        Self { starts, encoding }
    }

    /// The byte of a position: of one behind the end of its line or of the text that end, of one inside a character its start.
    pub(super) fn byte(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return text.len();
        };
        let line = text.get(start..self.end(text, line)).unwrap_or_default();
        let line = line.trim_end_matches(['\r', '\n']);
        let wanted = position.character as usize;
        let mut so_far = 0;
        for (at, character) in line.char_indices() {
            let next = so_far + self.encoding.length(character.encode_utf8(&mut [0; 4]));
            if next > wanted {
                return start + at;
            }
            so_far = next;
        }
        start + line.len()
    }

    /// The surrogate pair that a position cuts in two, if it does.
    pub(super) fn cut(&self, text: &str, position: Position) -> Option<std::ops::Range<usize>> {
        let start = self.byte(text, position);
        let character = text.get(start..)?.chars().next()?;
        let is_pair = self.encoding == Encoding::Utf16 && character.len_utf16() == 2;
        let is_cut = self.position(text, start, false) < position;
        (is_pair && is_cut).then(|| start..start + character.len_utf8())
    }

    /// The bytes of a range; one that ends before it starts is empty.
    pub(super) fn bytes(&self, text: &str, range: Range) -> std::ops::Range<usize> {
        let start = self.byte(text, range.start);
        start..self.byte(text, range.end).max(start)
    }

    /// The position of a byte. `on_disk` texts may begin with a mark that no editor shows or counts.
    pub(super) fn position(&self, text: &str, byte: usize, on_disk: bool) -> Position {
        let byte = byte.min(text.len());
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let start = self.starts.get(line).copied().unwrap_or(0);
        let mut before = text.get(start..byte).unwrap_or_default();
        if on_disk && start == 0 {
            before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
        }
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(number(line), number(self.encoding.length(before)))
    }

    fn end(&self, text: &str, line: usize) -> usize {
        self.starts.get(line + 1).copied().unwrap_or(text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "é😀x\r\n\rlast\nö";

    #[test]
    fn positions_go_both_ways() {
        for (encoding, columns) in [
            (Encoding::Utf8, [0, 2, 6, 7]),
            (Encoding::Utf16, [0, 1, 3, 4]),
        ] {
            let lines = Lines::of(TEXT, encoding);
            for (byte, column) in [0, 2, 6, 7].into_iter().zip(columns) {
                let position = Position::new(0, column);
                assert_eq!(lines.byte(TEXT, position), byte, "{encoding:?}");
                assert_eq!(lines.position(TEXT, byte, false), position, "{encoding:?}");
            }
            let second = Position::new(2, 2);
            assert_eq!(TEXT.get(lines.byte(TEXT, second)..).unwrap(), "st\nö");
            assert_eq!(lines.position(TEXT, TEXT.len(), false).line, 3);
        }
    }

    #[test]
    fn what_is_out_of_range_is_the_end() {
        let lines = Lines::of(TEXT, Encoding::Utf16);
        assert_eq!(lines.byte(TEXT, Position::new(0, 99)), 7);
        assert_eq!(lines.byte(TEXT, Position::new(1, 5)), 9);
        assert_eq!(lines.byte(TEXT, Position::new(99, 0)), TEXT.len());
        // Between the halves of a pair.
        assert_eq!(lines.byte(TEXT, Position::new(0, 2)), 2);
        let cut = |text, line, character| {
            let position = Position::new(line, character);
            Lines::of(text, Encoding::Utf16).cut(text, position)
        };
        assert_eq!(cut(TEXT, 0, 2), Some(2..6));
        for (line, character) in [(0, 0), (0, 1), (0, 3), (0, 99), (1, 5), (99, 0)] {
            assert_eq!(cut(TEXT, line, character), None);
        }
        assert_eq!(cut("a\n😀", 0, 9), None);
        assert_eq!(
            Lines::of(TEXT, Encoding::Utf8).cut(TEXT, Position::new(0, 3)),
            None
        );
        let backwards = Range::new(Position::new(2, 2), Position::new(0, 0));
        assert!(lines.bytes(TEXT, backwards).is_empty());
    }

    #[test]
    fn no_editor_counts_a_mark() {
        let text = "\u{feff}ab\n";
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.position(text, 4, true), Position::new(0, 1));
        assert_eq!(lines.position(text, 4, false), Position::new(0, 2));
    }
}
