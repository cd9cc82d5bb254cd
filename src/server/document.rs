//! Texts that editors have open.

use std::path::PathBuf;

use lsp_types::{Position, TextDocumentContentChangeEvent, Uri};

use super::{
    position::{Encoding, Lines},
    surrogate::REPLACEMENT,
};

/// An open text.
#[derive(Debug)]
pub(super) struct Document {
    /// What the client calls it.
    pub(super) uri: Uri,
    /// The file, with links resolved as far as it exists.
    pub(super) resolved: PathBuf,
    pub(super) version: i32,
    pub(super) text: String,
}

impl Document {
    /// Takes in changes, each of the text that the one before made.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        self.version = version;
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => {
                    self.cut(range.start, encoding);
                    self.cut(range.end, encoding);
                    let range = Lines::of(&self.text, encoding).bytes(&self.text, range);
                    self.text.replace_range(range, &change.text);
                }
            }
        }
    }

    /// Puts two halves in the place of a surrogate pair that an edit cuts in two: one of them may stay.
    fn cut(&mut self, position: Position, encoding: Encoding) {
        if let Some(pair) = Lines::of(&self.text, encoding).cut(&self.text, position) {
            let halves = String::from_iter([REPLACEMENT; 2]);
            self.text.replace_range(pair, &halves);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use lsp_types::Range;

    use super::*;

    #[test]
    fn changes_follow_each_other() {
        let mut document = Document {
            uri: Uri::from_str("file:///a.tf").unwrap(),
            resolved: "/a.tf".into(),
            version: 1,
            text: "a😀b\nc".into(),
        };
        let change = |from: (u32, u32), to: (u32, u32), text: &str| {
            let position = |(line, character)| Position::new(line, character);
            TextDocumentContentChangeEvent {
                range: Some(Range::new(position(from), position(to))),
                range_length: None,
                text: text.into(),
            }
        };
        let changes = vec![
            change((0, 3), (0, 4), "x\ny"),
            change((1, 0), (2, 1), "é"),
            change((9, 9), (9, 9), "!"),
        ];
        document.change(2, changes, Encoding::Utf16);
        assert_eq!((document.text.as_str(), document.version), ("a😀x\né!", 2));
        // Of a pair that is cut in two the other half stays, which is as long as in the client's text.
        let changes = vec![
            change((0, 2), (0, 3), ""),
            change((0, 2), (0, 2), "y😀z"),
            change((0, 4), (0, 4), "-"),
        ];
        document.change(3, changes, Encoding::Utf16);
        let expected = "a\u{fffd}y\u{fffd}-\u{fffd}zx\né!";
        assert_eq!(document.text, expected);
    }
}
