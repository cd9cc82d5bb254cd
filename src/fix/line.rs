//! Lines of native syntax as Terraform's own formatter sees them: a name, `=`, a value, a comment. A heredoc, or a comment on several
//! lines, belongs to the line that it begins on.

use std::ops::Range;

use crate::syntax::is_in_name;

/// A line that gives one name a whole value, or that has code with a comment behind. All offsets are into the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    /// The line, its end left out.
    pub(super) line: Range<usize>,
    /// The name; of other code all of it.
    pub(super) name: Range<usize>,
    /// From `=` to the end of the value; of other code nothing, at its end.
    pub(super) value: Range<usize>,
    /// Where a comment behind it begins.
    pub(super) comment: Option<usize>,
    /// Whether it gives a name a value.
    pub(super) assigns: bool,
}

/// The letters that begin a comment on one line.
const COMMENTS: [&str; 2] = ["#", "//"];

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
    let first = text.get(start..end_of_line(text, at))?;
    let mut scan = Scan {
        bytes: text.as_bytes(),
        at: start,
    };
    let end_of_first = start + first.trim_end_matches('\r').len();
    let (mut equals, mut depth, mut comment) = (None, 0_i32, None);
    let mut end = end_of_first;
    while scan.at < end_of_first {
        let rest = text.get(scan.at..)?;
        if COMMENTS.iter().any(|it| rest.starts_with(it)) {
            comment = Some(scan.at);
            break;
        }
        if rest.starts_with("/*") {
            scan.at += rest.find("*/")? + 2;
            end = end.max(end_of_line(text, scan.at));
            continue;
        }
        if let Some(length) = heredoc(rest) {
            // Nothing but its end is on its last line.
            end = scan.at + length;
            break;
        }
        match scan.bytes.get(scan.at)? {
            b'"' => {
                scan.string()?;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'=' if equals.is_none() => {
                let before = scan.at.checked_sub(1).and_then(|it| scan.bytes.get(it));
                let is_operator = matches!(scan.bytes.get(scan.at + 1), Some(b'=' | b'>'))
                    || matches!(before, Some(b'!' | b'<' | b'>' | b'='));
                // What is opened before belongs to something else.
                if depth == 0 && !is_operator {
                    equals = Some(scan.at);
                }
            }
            _ => {}
        }
        scan.at += rest.chars().next().map_or(1, char::len_utf8);
    }
    let end = text.get(..end)?.trim_end_matches('\r').len();
    let code = text.get(start..comment.unwrap_or(end))?.trim_end();
    let code_end = start + code.len();
    let assigned = equals.filter(|it| {
        let name = text.get(start..*it).unwrap_or_default();
        depth == 0 && code_end > it + 1 && !name.trim().is_empty()
    });
    let begin = |code: &str| start + code.len() - code.trim_start().len();
    if let Some(equals) = assigned {
        let name = text.get(start..equals)?.trim_end();
        let last = name.rsplit(char::is_whitespace).next()?;
        let is_quoted = last.ends_with('"');
        let from = start + name.len() - last.len();
        return Some(Row {
            line: start..end,
            name: if is_quoted { begin(name) } else { from }..start + name.len(),
            value: equals..code_end,
            comment,
            assigns: true,
        });
    }
    (comment.is_some() && !code.trim().is_empty()).then(|| Row {
        line: start..end,
        name: begin(code)..code_end,
        value: code_end..code_end,
        comment,
        assigns: false,
    })
}

/// The length of a heredoc that begins here, to the end of the line that ends it.
fn heredoc(text: &str) -> Option<usize> {
    let (first, body) = text.split_once('\n')?;
    let name = marker(first)?;
    let mut length = first.len() + 1;
    for line in body.split_inclusive('\n') {
        if line.trim() == name {
            return Some(length + line.trim_end().len());
        }
        length += line.len();
    }
    None
}

/// The name in `<<NAME` or `<<-NAME`, if a line is nothing else.
fn marker(line: &str) -> Option<&str> {
    let name = line.strip_prefix("<<")?.trim_end_matches('\r');
    let name = name.strip_prefix('-').unwrap_or(name);
    (!name.is_empty() && name.chars().all(is_in_name)).then_some(name)
}

/// The line that ends right before a byte where one begins, if it is such a line.
fn row_before(text: &str, start: usize) -> Option<Row> {
    let end = start.checked_sub(1)?;
    let ends_there = |it: &Row| end_of_line(text, it.line.end) == end;
    let last = text.get(start_of_line(text, end)..end)?.trim();
    let is_marker = marker(&format!("<<{last}")).is_some();
    let begins = |line: &str| {
        let mark = line.rfind("<<").and_then(|it| line.get(it..));
        mark.and_then(marker) == Some(last)
    };
    // Where the last line ends a heredoc or a comment, its first is above.
    let mut at = start_of_line(text, end);
    if is_marker || last.ends_with("*/") && !last.contains("/*") {
        while at > 0 {
            let above = start_of_line(text, at - 1);
            let line = text.get(above..at)?.trim_end();
            at = above;
            if is_marker && begins(line) || !is_marker && line.contains("/*") {
                break;
            }
        }
    }
    row(text, at).filter(ends_there)
}

/// The lines above one that begins at a byte, that follow each other without anything between them.
pub(super) fn rows_above(text: &str, start: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut first = start;
    while let Some(before) = row_before(text, first) {
        first = before.line.start;
        rows.push(before);
    }
    rows.reverse();
    rows
}

/// The lines that follow each other from a byte on where one begins.
pub(super) fn rows_below(text: &str, start: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut next = start;
    while let Some(row) = (next < text.len()).then(|| row(text, next)).flatten() {
        next = end_of_line(text, row.line.end) + 1;
        rows.push(row);
    }
    rows
}

/// The lines around a byte that follow each other without anything between them, and which of them it is in.
pub(super) fn chain(text: &str, at: usize) -> Option<(Vec<Row>, usize)> {
    let own = row(text, at)?;
    let mut rows = rows_above(text, own.line.start);
    let index = rows.len();
    rows.extend(rows_below(text, own.line.start));
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
