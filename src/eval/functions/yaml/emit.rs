//! YAML text: block style, strings in double quotes, or literal when they have several lines.

use crate::value::{Kind, Value};

/// Lines are folded at the first blank behind this column.
const WIDTH: usize = 80;

/// A longer key would be written in a form of its own.
const LONGEST_KEY: usize = 100;

/// The document; `None` for what is too long or needs a form that is not written here.
pub(super) fn document(value: &Value, limit: usize) -> Option<String> {
    let mut emitter = Emitter {
        out: String::new(),
        column: 0,
        limit,
    };
    emitter.node(value, 0, Position::Root)?;
    if !emitter.out.ends_with('\n') {
        emitter.out.push('\n');
    }
    // A plain scalar alone is closed, for it could go on.
    if matches!(value.kind, Kind::Null(_) | Kind::Bool(_) | Kind::Number(_)) {
        emitter.out.push_str("...\n");
    }
    Some(emitter.out)
}

struct Emitter {
    out: String,
    column: usize,
    limit: usize,
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    Root,
    /// Behind `key:`.
    Value,
    /// Behind `-`.
    Item,
}

impl Emitter {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self, indent: usize) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(&" ".repeat(indent));
        self.column = indent;
    }

    fn blank(&mut self, place: Position) {
        if place != Position::Root {
            self.push(" ");
        }
    }

    fn node(&mut self, value: &Value, indent: usize, place: Position) -> Option<()> {
        if self.out.len() > self.limit {
            return None;
        }
        match &value.kind {
            Kind::Null(_) => {
                self.blank(place);
                self.push("null");
            }
            Kind::Bool(known) => {
                self.blank(place);
                self.push(if *known { "true" } else { "false" });
            }
            Kind::Number(number) if !number.is_infinite() => {
                self.blank(place);
                self.push(&number.to_string());
            }
            Kind::String(text) if text.contains('\n') => self.literal(text, indent, place)?,
            Kind::String(text) => {
                self.blank(place);
                self.quoted(text, Some(indent));
            }
            Kind::Sequence(sequence) => {
                if sequence.items.is_empty() {
                    self.blank(place);
                    self.push("[]");
                    return Some(());
                }
                for (index, item) in sequence.items.iter().enumerate() {
                    if index == 0 && place == Position::Item {
                        self.push(" ");
                    } else {
                        self.line(indent);
                    }
                    self.push("-");
                    self.node(item, indent + 2, Position::Item)?;
                }
            }
            Kind::Mapping(mapping) => {
                if mapping.entries.is_empty() {
                    self.blank(place);
                    self.push("{}");
                    return Some(());
                }
                for (index, (name, item)) in mapping.entries.iter().enumerate() {
                    if index == 0 && place == Position::Item {
                        self.push(" ");
                    } else {
                        self.line(indent);
                    }
                    if name.len() > LONGEST_KEY || name.contains('\n') {
                        return None;
                    }
                    self.quoted(name, None);
                    self.push(":");
                    // Sequences stand under their key without indentation.
                    let deeper = match item.kind {
                        Kind::Sequence(_) => indent,
                        _ => indent + 2,
                    };
                    self.node(item, deeper, Position::Value)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// In double quotes; `fold` is the indentation of further lines, where there may be any.
    fn quoted(&mut self, text: &str, fold: Option<usize>) {
        self.push("\"");
        let letters: Vec<char> = text.chars().collect();
        let mut after_blank = false;
        for (index, letter) in letters.iter().enumerate() {
            match letter {
                ' ' => {
                    let folds = !after_blank
                        && self.column > WIDTH
                        && index > 0
                        && index + 1 < letters.len();
                    match fold.filter(|_| folds) {
                        Some(indent) => {
                            self.line(indent.max(2));
                            if letters.get(index + 1) == Some(&' ') {
                                self.push("\\");
                            }
                        }
                        None => self.push(" "),
                    }
                    after_blank = true;
                    continue;
                }
                letter if is_printable(*letter) && !matches!(letter, '"' | '\\') => {
                    self.push(letter.encode_utf8(&mut [0; 4]));
                }
                letter => self.push(&escape(*letter)),
            }
            after_blank = false;
        }
        self.push("\"");
    }

    /// As a literal block; in quotes when it has what blocks cannot have; texts that end in empty lines are not written.
    fn literal(&mut self, text: &str, indent: usize, place: Position) -> Option<()> {
        let plain = |letter: char| letter == '\n' || letter == ' ' || is_printable(letter);
        if text.contains(" \n") || text.ends_with(' ') || !text.chars().all(plain) {
            self.blank(place);
            self.quoted(text, Some(indent));
            return Some(());
        }
        if text.ends_with("\n\n") || text == "\n" {
            return None;
        }
        self.blank(place);
        let (body, chomping) = match text.strip_suffix('\n') {
            None => (text, "-"),
            Some(body) => (body, ""),
        };
        self.push("|");
        if text.starts_with([' ', '\n']) {
            self.push("2");
        }
        self.push(chomping);
        let indent = indent.max(2);
        for line in body.split('\n') {
            if line.is_empty() {
                self.out.push('\n');
                if !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
            } else {
                self.line(indent);
                self.push(line);
            }
        }
        Some(())
    }
}

/// Whether the library writes a character as it is; quotes and backslashes aside.
const fn is_printable(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

fn escape(letter: char) -> String {
    let short = match letter {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(letter);
            return match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}
