//! The linear first look at a native text: where its top-level items, comments and literals are, what is plainly
//! wrong with it, and a repaired copy of the same length that hcl-edit reads as Terraform reads the original.
//!
//! The modes follow `scan_tokens.rl` of hashicorp/hcl. The copy differs from the original only where hcl-edit 0.10
//! rejects or misreads valid texts (`foundation.md` B): comments and the newlines that Terraform ignores are blanks,
//! literals without interpolations that are long or heredocs are `""`, lines that only look like the end of a heredoc
//! are masked, numbers that do not fit an `f64` are `1`. Every byte keeps its offset, so names and literals are
//! read from the original by the spans of the copy.

mod run;

mod scanner;

mod blame;
mod brackets;
mod chain;
mod code;
mod text;

pub(super) use blame::starts_like_block;
pub(super) use run::{Chain, Link, Operator};

use std::ops::Range;

use scanner::Scanner;

/// How deep brackets, blocks and interpolations may nest; hcl-edit's own limit.
pub(super) const DEPTH: usize = 64;
/// How many keys one object may have: hcl-edit compares each with all before it.
const KEYS: usize = 20_000;
/// How many heredocs without an end a text may have before its rest is given up: each costs a pass over the rest.
const OPEN_HEREDOCS: usize = 8;

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A whole file.
    File,
    /// One expression, with newlines ignored as inside parentheses.
    Expression,
    /// The text of a template, without quotes.
    Template,
}

/// What the scan found.
pub(super) struct Scan {
    /// The repaired copy, as long as the original.
    pub(super) copy: String,
    /// All comments, in order.
    pub(super) comments: Vec<Range<usize>>,
    /// The literals that are `""` in the copy, in order.
    pub(super) literals: Vec<Literal>,
    /// The top-level items, in order: the whole text unless it is a file.
    pub(super) items: Vec<Item>,
    /// What was cut out of the copy, by place.
    pub(super) chains: Vec<Chain>,
}

/// A top-level attribute or block, or something that is neither.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// From its first token to the end of its last line.
    pub(super) range: Range<usize>,
    /// Whether blanks stand before it on its line.
    pub(super) indented: bool,
    /// What is wrong with it; nothing of it can be read then.
    pub(super) fault: Option<SyntaxError>,
}

/// Something that Terraform rejects.
#[derive(Clone, Debug)]
pub(super) struct SyntaxError {
    /// The place to point at.
    pub(super) at: Range<usize>,
    /// Lower case, no full stop.
    pub(super) message: String,
    /// For a bracket that does not fit: where that was noticed. What hcl-edit stumbles over before is the cause then.
    pub(super) noticed: Option<usize>,
}

impl SyntaxError {
    /// A fault at `at`.
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            noticed: None,
        }
    }
}

/// A literal whose text is not in the copy.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    /// From the opening quote or `<<` to the closing quote or the end of the closing marker.
    pub(super) range: Range<usize>,
    /// The text between.
    pub(super) body: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Block,
    Object,
    For,
    Parenthesis,
    Bracket,
    Interpolation,
    Quoted,
    Heredoc,
    Template,
}

impl Mode {
    /// Whether it ends with `}`.
    fn is_brace(self) -> bool {
        matches!(
            self,
            Self::Block | Self::Object | Self::For | Self::Interpolation
        )
    }

    /// Whether it holds text rather than tokens.
    fn is_text(self) -> bool {
        matches!(self, Self::Quoted | Self::Heredoc | Self::Template)
    }
}

/// Scans a text. With `apart`, repeated keys of an object have different names in the copy, and chains of operators are cut out.
pub(super) fn scan(text: &str, start: Start, apart: bool) -> Scan {
    let mut scanner = Scanner::new(text, start, apart);
    scanner.run();
    scanner.finished()
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_name_byte(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || byte == b'-'
}

/// Where the number that starts at `start` ends: digits, a fraction, an exponent.
pub(super) fn number_end(bytes: &[u8], start: usize) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let is = |at: usize, wanted: &[u8]| bytes.get(at).is_some_and(|byte| wanted.contains(byte));
    let mut end = digits(start);
    if is(end, b".") && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if is(end, b"eE") {
        let exponent = end + 1 + usize::from(is(end + 1, b"+-"));
        if digits(exponent) > exponent {
            end = digits(exponent);
        }
    }
    end
}
