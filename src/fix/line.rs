//! Lines of native syntax as Terraform's own formatter sees them: a name, `=`, a value, a comment.

use std::ops::Range;

/// A line that gives one name a whole value. All offsets are into the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    /// The line, its end left out.
    pub(super) line: Range<usize>,
    /// The name.
    pub(super) name: Range<usize>,
    /// From `=` to the end of the value.
    pub(super) value: Range<usize>,
    /// Where a comment behind it begins.
    pub(super) comment: Option<usize>,
}

/// Where the line of a byte begins.
pub(super) fn start_of_line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)
}

/// Where the line of a byte ends: at `\n`, or with the text.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |newline| at + newline)
}

/// How lines end around there.
pub(super) fn line_end(text: &str, at: usize) -> &'static str {
    let end = end_of_line(text, at);
    let before = text.as_bytes().get(..end).unwrap_or_default();
    if before.ends_with(b"\r") {
        "\r\n"
    } else {
        "\n"
    }
}

/// The blanks that the line of a byte begins with.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let start = start_of_line(text, at);
    let line = text.get(start..end_of_line(text, at)).unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}

/// The line of a byte, if it is such a line.
pub(super) fn row(text: &str, at: usize) -> Option<Row> {
    let start = start_of_line(text, at);
    let line = text.get(start..end_of_line(text, at))?;
    let line = line.trim_end_matches('\r');
    let bytes = line.as_bytes();
    let mut scan = Scan { bytes, at: 0 };
    let (mut equals, mut depth, mut comment) = (None, 0_i32, None);
    while let Some(byte) = bytes.get(scan.at) {
        match byte {
            b'#' => comment = Some(scan.at),
            b'/' if bytes.get(scan.at + 1) == Some(&b'/') => comment = Some(scan.at),
            b'/' if bytes.get(scan.at + 1) == Some(&b'*') => return None,
            b'<' if bytes.get(scan.at + 1) == Some(&b'<') => return None,
            b'"' => {
                scan.string()?;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'=' if equals.is_none() && depth == 0 => {
                let is_operator = matches!(bytes.get(scan.at + 1), Some(b'=' | b'>'));
                let before = scan.at.checked_sub(1).and_then(|it| bytes.get(it));
                if is_operator || matches!(before, Some(b'!' | b'<' | b'>' | b'=')) {
                    return None;
                }
                equals = Some(scan.at);
            }
            _ => {}
        }
        if comment.is_some() {
            break;
        }
        if depth < 0 {
            return None;
        }
        scan.at += 1;
    }
    let equals = equals?;
    let name = line.get(..equals)?;
    let lead = name.len() - name.trim_start().len();
    let code = line.get(..comment.unwrap_or(line.len()))?.trim_end();
    (depth == 0 && code.len() > equals + 1 && !name.trim().is_empty()).then(|| Row {
        line: start..start + line.len(),
        name: start + lead..start + name.trim_end().len(),
        value: start + equals..start + code.len(),
        comment: comment.map(|it| start + it),
    })
}

/// The lines around a byte that follow each other without anything between them, and which of them it is in.
pub(super) fn chain(text: &str, at: usize) -> Option<(Vec<Row>, usize)> {
    let own = row(text, at)?;
    let mut rows = vec![own.clone()];
    let mut first = own.line.start;
    while let Some(before) = first.checked_sub(1).and_then(|it| row(text, it)) {
        first = before.line.start;
        rows.push(before);
    }
    rows.reverse();
    let index = rows.len() - 1;
    let mut next = end_of_line(text, own.line.start) + 1;
    while let Some(after) = (next < text.len()).then(|| row(text, next)).flatten() {
        next = end_of_line(text, next) + 1;
        rows.push(after);
    }
    Some((rows, index))
}

/// The end of the code in a stretch: comments and blanks behind it are left out.
pub(super) fn end_of_code(text: &str, range: Range<usize>) -> usize {
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    let mut scan = Scan {
        bytes,
        at: range.start,
    };
    let mut end = range.start;
    while let Some(byte) = bytes.get(scan.at) {
        let next = bytes.get(scan.at + 1);
        match (byte, next) {
            (b'#', _) | (b'/', Some(b'/')) => scan.at = end_of_line(text, scan.at),
            (b'/', Some(b'*')) => {
                let rest = text.get(scan.at..range.end).unwrap_or_default();
                scan.at += rest.find("*/").map_or(rest.len(), |it| it + 2);
            }
            (b'"', _) => {
                if scan.string().is_none() {
                    return range.end;
                }
                end = scan.at;
            }
            (byte, _) => {
                scan.at += 1;
                if !byte.is_ascii_whitespace() {
                    end = scan.at;
                }
            }
        }
    }
    end
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    /// Goes behind the string that begins here; nothing when it does not end.
    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match (self.bytes.get(self.at)?, self.bytes.get(self.at + 1)) {
                (b'\\', _) => self.at += 2,
                (b'"', _) => {
                    self.at += 1;
                    return Some(());
                }
                (b'$' | b'%', Some(b'{')) => {
                    self.at += 2;
                    self.interpolation()?;
                }
                _ => self.at += 1,
            }
        }
    }

    fn interpolation(&mut self) -> Option<()> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.bytes.get(self.at)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Some(())
    }
}
