//! The state of a scan and what all its parts use.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memchr;

use super::run::Run;
use super::{DEPTH, Item, KEYS, Mode, Scan, Start, SyntaxError, is_name_byte};

/// Something open: a bracket, a block, a text.
pub(super) struct Frame {
    pub(super) mode: Mode,
    /// Where its opening bracket, quote or `<<` is.
    pub(super) open: usize,
    /// How far the line of the opening bracket is indented.
    pub(super) indent: usize,
    /// The marker of a heredoc.
    pub(super) marker: Range<usize>,
    /// Where the text of a heredoc starts.
    pub(super) body: usize,
    /// Whether a text has interpolations or directives.
    pub(super) templated: bool,
    /// Whether a string is a key of an object; whether the next token of an object is one.
    pub(super) key: bool,
    /// How many keys an object has so far.
    pub(super) count: usize,
    /// The keys of an object so far, when they are being told apart.
    pub(super) names: HashSet<Vec<u8>>,
    /// The expression in it.
    pub(super) run: Run,
}

/// A scan under way.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) copy: Vec<u8>,
    pub(super) at: usize,
    pub(super) start: Start,
    pub(super) frames: Vec<Frame>,
    pub(super) depth: usize,
    /// The last token: its last byte, `a` for a name and `"` for a literal, 0 at the start of a line.
    pub(super) last: u8,
    /// Whether repeated keys get other names in the copy and chains are cut out.
    pub(super) apart: bool,
    /// The expression outside of all brackets.
    pub(super) outside: Run,
    /// Whether a line that looks like the header of a top-level block ends whatever is open.
    pub(super) eager: bool,
    /// How many heredocs without an end there were.
    pub(super) open_heredocs: usize,
    /// The last place whose line was looked up, and where that line starts.
    pub(super) line: (usize, usize),
    /// The top-level item that has begun.
    pub(super) item: Option<Item>,
    /// A block or object whose closing brace is indented less than its header.
    pub(super) suspect: Option<(usize, Mode)>,
    pub(super) scan: Scan,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, start: Start, apart: bool) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            copy: text.as_bytes().to_vec(),
            at: 0,
            start,
            frames: Vec::new(),
            depth: 0,
            last: 0,
            apart,
            outside: Run::default(),
            eager: false,
            open_heredocs: 0,
            line: (0, 0),
            item: None,
            suspect: None,
            scan: Scan {
                copy: String::new(),
                comments: Vec::new(),
                literals: Vec::new(),
                items: Vec::new(),
                chains: Vec::new(),
            },
        }
    }

    pub(super) fn finished(mut self) -> Scan {
        if self.apart {
            self.end_run();
        }
        let mut scan = self.scan;
        scan.chains.sort_by_key(|chain| chain.range.start);
        // Only whole characters are ever overwritten, so this never loses anything.
        scan.copy = String::from_utf8(self.copy).unwrap_or_else(|_| self.text.to_owned());
        scan
    }
}

impl Scanner<'_> {
    pub(super) fn run(&mut self) {
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

    /// Notes where a top-level item starts.
    pub(super) fn begin_item(&mut self) {
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

    pub(super) fn end_item(&mut self, end: usize) {
        if let Some(mut item) = self.item.take() {
            item.range.end = end;
            self.scan.items.push(item);
        }
    }

    /// Notes a fault; the first one of an item counts.
    pub(super) fn fault(&mut self, at: Range<usize>, message: impl Into<String>) {
        if let Some(item) = &mut self.item
            && item.fault.is_none()
        {
            item.fault = Some(SyntaxError::new(at, message));
        }
    }

    /// Says of the fault just noted that a bracket which does not fit gave it away.
    pub(super) fn noticed(&mut self) {
        if let Some(fault) = self.item.as_mut().and_then(|item| item.fault.as_mut()) {
            fault.noticed.get_or_insert(self.at);
        }
    }

    /// Counts a key when one is due here, and says whether it was.
    pub(super) fn begin_key(&mut self) -> bool {
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

    pub(super) fn push(&mut self, mode: Mode, open: usize) {
        let indent = match mode {
            Mode::Block | Mode::Object => self.indent(open),
            _ => 0,
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
            run: Run::default(),
        });
    }

    pub(super) fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        if !frame.mode.is_text() {
            self.depth = self.depth.saturating_sub(1);
        }
        Some(frame)
    }

    pub(super) fn mode(&self) -> Option<Mode> {
        self.frames.last().map(|frame| frame.mode)
    }

    /// The byte at `at`, 0 outside of the text.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn blank(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.copy.get_mut(range) {
            bytes.fill(b' ');
        }
    }

    pub(super) fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr(b'\n', rest).map_or(self.bytes.len(), |length| from + length)
    }

    pub(super) fn name_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| is_name_byte(**byte)).count()
    }

    /// How many bytes stand before the first one that is not a blank, on the line of `at`.
    pub(super) fn indent(&mut self, at: usize) -> usize {
        let line = self.line_start(at);
        let rest = self.bytes.get(line..at).unwrap_or_default();
        rest.iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    /// Where the line of `at` starts; linear over a whole scan for places that only grow.
    pub(super) fn line_start(&mut self, at: usize) -> usize {
        let (known, start) = self.line;
        let (from, start) = if known <= at { (known, start) } else { (0, 0) };
        let between = self.bytes.get(from..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', between).map_or(start, |newline| from + newline + 1);
        self.line = (at, start);
        start
    }
}
