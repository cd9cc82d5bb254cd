//! The linear first look at a native text: where its top-level items, comments and literals are, what is plainly
//! wrong with it, and a repaired copy of the same length that hcl-edit reads as Terraform reads the original.
//!
//! The modes follow `scan_tokens.rl` of hashicorp/hcl. The copy differs from the original only where hcl-edit 0.10
//! rejects or misreads valid texts (`foundation.md` B): comments and the newlines that Terraform ignores are blanks,
//! literals without interpolations that are long or heredocs are `""`, lines that only look like the end of a heredoc
//! are masked, numbers that do not fit an `f64` are `1`. Every byte keeps its offset, so names and literals are
//! read from the original by the spans of the copy.

mod blame;
mod brackets;
mod text;

pub(super) use blame::starts_like_block;

use std::collections::HashSet;
use std::ops::Range;

use memchr::memchr;

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
    /// Whether a template has interpolations or directives.
    pub(super) templated: bool,
}

/// A top-level attribute or block, or something that is neither.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// From its first token to the end of its last line.
    pub(super) range: Range<usize>,
    /// Whether something stands before it on its line.
    pub(super) indented: bool,
    /// What is wrong with it; nothing of it can be read then.
    pub(super) fault: Option<Fault>,
}

/// Something that Terraform rejects.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The place to point at.
    pub(super) at: Range<usize>,
    /// Lower case, no full stop.
    pub(super) message: String,
}

impl Fault {
    /// A fault at `at`.
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
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

struct Frame {
    mode: Mode,
    /// Where its opening bracket, quote or `<<` is.
    open: usize,
    /// How far the line of the opening bracket is indented.
    indent: usize,
    /// The marker of a heredoc.
    marker: Range<usize>,
    /// Where the text of a heredoc starts.
    body: usize,
    /// Whether a text has interpolations or directives; whether a string is the key of an object.
    templated: bool,
    key: bool,
    /// The keys of an object so far, and the same as texts when they are being told apart.
    count: usize,
    names: HashSet<Vec<u8>>,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    copy: Vec<u8>,
    at: usize,
    start: Start,
    frames: Vec<Frame>,
    depth: usize,
    /// The last token: its last byte, `a` for a name and `"` for a literal, 0 at the start of a line.
    last: u8,
    /// Whether repeated keys get other names in the copy.
    separate_keys: bool,
    /// Whether a line that looks like the header of a top-level block ends whatever is open.
    eager: bool,
    open_heredocs: usize,
    item: Option<Item>,
    /// A block whose closing brace is indented less than its header.
    suspect: Option<usize>,
    scan: Scan,
}

/// Scans a text. With `separate_keys`, repeated keys of an object have different names in the copy.
pub(super) fn scan(text: &str, start: Start, separate_keys: bool) -> Scan {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        copy: text.as_bytes().to_vec(),
        at: 0,
        start,
        frames: Vec::new(),
        depth: 0,
        last: 0,
        separate_keys,
        eager: false,
        open_heredocs: 0,
        item: None,
        suspect: None,
        scan: Scan {
            copy: String::new(),
            comments: Vec::new(),
            literals: Vec::new(),
            items: Vec::new(),
            templated: false,
        },
    };
    scanner.run();
    let mut scan = scanner.scan;
    // Only whole characters are ever overwritten, so this never loses anything.
    scan.copy = String::from_utf8(scanner.copy).unwrap_or_else(|_| text.to_owned());
    scan
}

impl Scanner<'_> {
    fn run(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.blank(0..3);
            self.at = 3;
        }
        if self.start != Start::File {
            self.item = Some(Item {
                range: self.at..self.bytes.len(),
                indented: false,
                fault: None,
            });
        }
        if self.start == Start::Template {
            self.push(Mode::Template, self.at);
        }
        loop {
            while self.at < self.bytes.len() {
                match self.mode() {
                    Some(Mode::Quoted) => self.quoted(),
                    Some(Mode::Heredoc) => self.heredoc(),
                    Some(Mode::Template) => self.template(),
                    _ => self.code(),
                }
            }
            if !self.finish() {
                return;
            }
        }
    }

    /// One token outside of texts.
    fn code(&mut self) {
        let byte = self.byte(self.at);
        if self.eager && !self.frames.is_empty() && self.at_header() {
            self.unclosed();
            return;
        }
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.newline(),
            b'#' => self.comment(),
            b'/' if matches!(self.byte(self.at + 1), b'/' | b'*') => self.comment(),
            0..=0x1f | 0x7f => self.not_text(),
            _ => {
                self.begin_item();
                self.token(byte);
            }
        }
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'"' => {
                let key = self.begin_key();
                self.push(Mode::Quoted, start);
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = key;
                }
                self.at += 1;
            }
            b'0'..=b'9' => {
                self.begin_key();
                self.number();
                self.last = b'0';
            }
            b'<' if self.byte(start + 1) == b'<' => self.open_heredoc(),
            b'(' | b'[' | b'{' => {
                if byte != b'{' {
                    self.begin_key();
                }
                self.open(byte);
            }
            b')' | b']' | b'}' => self.close(byte),
            _ if is_name_start(byte) => {
                let key = self.begin_key();
                self.at = self.name_end(start);
                self.last = b'a';
                if key && self.separate_keys {
                    self.separate(start..self.at, start..self.at);
                }
            }
            _ => {
                if byte == b','
                    && let Some(frame) = self.frames.last_mut()
                {
                    frame.key = true;
                }
                self.at += 1;
                self.last = byte;
            }
        }
    }

    fn newline(&mut self) {
        match self.mode() {
            None if self.start == Start::File => {
                let carriage_return = self.byte(self.at.wrapping_sub(1)) == b'\r';
                self.end_item(self.at - usize::from(carriage_return));
                self.last = 0;
            }
            None | Some(Mode::For | Mode::Parenthesis | Mode::Bracket | Mode::Interpolation) => {
                self.blank(self.at..self.at + 1);
                if self.at > 0 && self.byte(self.at - 1) == b'\r' {
                    self.blank(self.at - 1..self.at);
                }
            }
            Some(mode) => {
                if mode == Mode::Block {
                    self.last = 0;
                }
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = true;
                }
            }
        }
        self.at += 1;
    }

    /// A comment becomes blanks, the newlines inside `/* */` too: Terraform sees no line end there.
    fn comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = if rest.starts_with(b"/*") {
            let inside = rest.get(2..).unwrap_or_default();
            if let Some(length) = memchr::memmem::find(inside, b"*/") {
                start + length + 4
            } else {
                self.begin_item();
                self.fault(start..start + 2, "this comment is not closed");
                self.bytes.len()
            }
        } else {
            let end = self.line_end(start);
            if self.byte(end.wrapping_sub(1)) == b'\r' {
                end - 1
            } else {
                end
            }
        };
        self.scan.comments.push(start..end);
        self.blank(start..end);
        self.at = end;
    }

    /// A number that hcl-edit cannot hold becomes `1` and blanks: its digits are read from the original.
    fn number(&mut self) {
        let end = number_end(self.bytes, self.at);
        let token = self.bytes.get(self.at..end).unwrap_or_default();
        if token.len() > 300 || token.iter().any(|byte| matches!(byte, b'e' | b'E')) {
            self.blank(self.at..end);
            if let Some(first) = self.copy.get_mut(self.at) {
                *first = b'1';
            }
        }
        self.at = end;
    }

    /// The rest of a text with control characters is not read: one fault says enough.
    fn not_text(&mut self) {
        self.begin_item();
        let at = self.at;
        self.fault(
            at..at + 1,
            "this is not a text: it contains control characters",
        );
        self.frames.clear();
        self.depth = 0;
        self.end_item(self.bytes.len());
        self.at = self.bytes.len();
    }

    /// Notes where a top-level item starts.
    fn begin_item(&mut self) {
        if self.item.is_none() {
            let indent = self.indent(self.at);
            self.item = Some(Item {
                range: self.at..self.at,
                indented: indent > 0,
                fault: None,
            });
            self.suspect = None;
        }
    }

    fn end_item(&mut self, end: usize) {
        if let Some(mut item) = self.item.take() {
            item.range.end = end;
            self.scan.items.push(item);
        }
    }

    /// Notes a fault; the first one of an item counts.
    fn fault(&mut self, at: Range<usize>, message: impl Into<String>) {
        if let Some(item) = &mut self.item
            && item.fault.is_none()
        {
            item.fault = Some(Fault::new(at, message));
        }
    }

    /// Counts a key when one is due here, and says whether it was.
    fn begin_key(&mut self) -> bool {
        let Some(frame) = self.frames.last_mut() else {
            return false;
        };
        if frame.mode != Mode::Object || !frame.key {
            return false;
        }
        frame.key = false;
        frame.count += 1;
        if frame.count == KEYS + 1 {
            let open = frame.open;
            self.fault(open..open + 1, "this object has more than 20,000 keys");
        }
        true
    }

    fn push(&mut self, mode: Mode, open: usize) {
        let indent = if mode.is_brace() {
            self.indent(open)
        } else {
            0
        };
        if !mode.is_text() {
            self.depth += 1;
            if self.depth == DEPTH + 1 {
                self.fault(open..open + 1, "nested more than 64 levels deep");
            }
        }
        self.frames.push(Frame {
            mode,
            open,
            indent,
            marker: 0..0,
            body: 0,
            templated: false,
            key: mode == Mode::Object,
            count: 0,
            names: HashSet::new(),
        });
    }

    fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        if !frame.mode.is_text() {
            self.depth = self.depth.saturating_sub(1);
        }
        Some(frame)
    }

    fn mode(&self) -> Option<Mode> {
        self.frames.last().map(|frame| frame.mode)
    }

    /// The byte at `at`, 0 outside of the text.
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn blank(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.copy.get_mut(range) {
            bytes.fill(b' ');
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr(b'\n', rest).map_or(self.bytes.len(), |length| from + length)
    }

    fn name_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| is_name_byte(**byte)).count()
    }

    /// How many bytes stand before the first one that is not a blank, on the line of `at`.
    fn indent(&self, at: usize) -> usize {
        let line = self.line_start(at);
        let rest = self.bytes.get(line..at).unwrap_or_default();
        rest.iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.bytes.get(..at).unwrap_or_default();
        memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)
    }
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
