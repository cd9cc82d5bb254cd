//! Values as Terraform writes them in HCL: each member of an object on a line of its own, indented, and the `=` of neighbours in a column.

use crate::{
    eval::fuel::LONGEST_TEXT,
    value::{Kind, Value},
};

/// Blanks for each level.
const INDENT: usize = 2;

/// Lines in the making.
#[derive(Default)]
pub(super) struct Page {
    /// Those that are done.
    lines: Vec<Line>,
    /// The one that is written.
    line: Line,
    /// How many bytes are written, without those that put them in place.
    length: usize,
}

#[derive(Default)]
struct Line {
    /// What stands before the `=`, of a line that is a member.
    key: Option<String>,
    /// The rest.
    text: String,
    /// How many brackets it opens, less those that it closes.
    opens: isize,
}

impl Page {
    /// A value; `None` where it cannot be told how it is written.
    pub(super) fn value(&mut self, value: &Value) -> Option<()> {
        match &value.kind {
            Kind::Null(_) => self.push("null"),
            Kind::Bool(true) => self.push("true"),
            Kind::Bool(false) => self.push("false"),
            Kind::Number(number) if !number.is_infinite() => self.push(&number.to_string()),
            Kind::String(text) => self.push(&quoted(text)?),
            Kind::Sequence(sequence) => {
                self.bracket("[", 1);
                for (index, item) in sequence.items.iter().enumerate() {
                    if index > 0 {
                        self.push(", ");
                    }
                    self.value(item)?;
                }
                self.bracket("]", -1);
            }
            Kind::Mapping(mapping) if mapping.entries.is_empty() => self.push("{}"),
            Kind::Mapping(_) => {
                self.bracket("{", 1);
                self.end_line();
                self.attributes(value)?;
                self.bracket("}", -1);
            }
            _ => return None,
        }
        (self.length <= LONGEST_TEXT).then_some(())
    }

    /// The members of a mapping, each on a line.
    pub(super) fn attributes(&mut self, value: &Value) -> Option<()> {
        let Kind::Mapping(mapping) = &value.kind else {
            return None;
        };
        for (name, value) in mapping.entries.iter() {
            let key = match &**name {
                name if is_identifier(name) => name.to_owned(),
                name if name.is_ascii() => quoted(name)?,
                // Which letters may stand in a name is for tables to say.
                _ => return None,
            };
            self.length += key.len();
            self.line.key = Some(key);
            self.value(value)?;
            self.end_line();
        }
        Some(())
    }

    fn push(&mut self, text: &str) {
        self.length += text.len();
        self.line.text.push_str(text);
    }

    fn bracket(&mut self, bracket: &str, opens: isize) {
        self.push(bracket);
        self.line.opens += opens;
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
    }

    /// How long the text is at most.
    pub(super) fn bytes(&self) -> usize {
        let (mut indent, mut deepest, mut longest) = (0_isize, 0_isize, 0);
        for line in &self.lines {
            indent += line.opens;
            deepest = deepest.max(indent);
            longest = longest.max(line.key.as_ref().map_or(0, String::len));
        }
        let in_place = deepest.unsigned_abs() * INDENT + longest + " = \n".len();
        let in_place = in_place.saturating_mul(self.lines.len() + 1);
        self.length.saturating_add(in_place)
    }

    /// The text.
    pub(super) fn text(mut self) -> String {
        self.end_line();
        let mut indents = Indents::default();
        let mut lines = self.lines.as_slice();
        let mut text = Vec::with_capacity(lines.len());
        while !lines.is_empty() {
            // Members stand in a column as far as each is on one line.
            let members = lines.iter().take_while(|it| it.is_member_of_column());
            let (column, rest) = lines.split_at(members.count().max(1));
            let of_column = column.iter().filter(|it| it.is_member_of_column());
            let keys = of_column.filter_map(|it| it.key.as_ref());
            let width = keys.map(String::len).max().unwrap_or(0);
            for line in column {
                let indent = " ".repeat(INDENT * indents.before(line.opens));
                text.push(match &line.key {
                    Some(key) => format!("{indent}{key:width$} = {}", line.text),
                    None if line.text.is_empty() => String::new(),
                    None => indent + &line.text,
                });
            }
            lines = rest;
        }
        text.join("\n")
    }
}

impl Line {
    const fn is_member_of_column(&self) -> bool {
        self.key.is_some() && self.opens == 0
    }
}

/// The levels that are open: for each how many brackets opened it.
#[derive(Default)]
struct Indents(Vec<isize>);

impl Indents {
    /// The level of a line that opens so many brackets more than it closes.
    fn before(&mut self, opens: isize) -> usize {
        let level = self.0.len();
        if opens > 0 {
            self.0.push(opens);
            return level;
        }
        let mut closed = -opens;
        while closed > 0
            && let Some(opened) = self.0.pop()
        {
            if opened > closed {
                self.0.push(opened - closed);
            }
            closed -= opened;
        }
        self.0.len()
    }
}

/// Whether a name stands without quotation marks.
pub(super) fn is_identifier(name: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && name.chars().all(is_part)
}

/// A text in quotation marks; `None` where it cannot be told which of its letters are escaped.
fn quoted(text: &str) -> Option<String> {
    let mut out = String::from("\"");
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', letter]),
            '$' | '%' if letters.peek() == Some(&'{') => out.extend([letter, letter]),
            ' '..='~' => out.push(letter),
            _ if letter.is_control() => out.push_str(&escaped(letter)),
            _ if letter.is_alphanumeric() => out.push(letter),
            _ => return None,
        }
    }
    out.push('"');
    Some(out)
}

fn escaped(letter: char) -> String {
    format!("\\u{:04x}", u32::from(letter))
}
