//! Values as people read them: Terraform's own notation, with words where nothing is known.

use std::fmt::Write as _;

use crate::{
    text::{beginning, columns, fits, padded},
    value::{Fragment, Kind, Mapping, MappingForm, Sequence, SequenceForm, Type, Unknown, Value},
};

/// Of longer collections only the beginning is shown.
const MOST_MEMBERS: usize = 100;

/// One step to the right.
const INDENT: &str = "  ";

/// The value on as many lines as it needs: whatever fits into `width` columns stays on one line. The text after a line break is
/// indented by `depth` steps.
pub(super) fn pretty(value: &Value, width: usize, depth: usize) -> String {
    let room = width.saturating_sub(depth * INDENT.len()).max(20);
    if let Some(line) = one_line(value, room) {
        return line;
    }
    let Some(shape) = Shape::of(value) else {
        return leaf(value);
    };
    let inner = INDENT.repeat(depth + 1);
    let mut text = shape.open.to_owned() + "\n";
    let key_width = shape
        .members
        .iter()
        .filter_map(|(key, _)| key.as_ref())
        .map(|key| columns(key))
        .filter(|length| *length <= 30)
        .max()
        .unwrap_or(0);
    for (key, member) in &shape.members {
        text += &inner;
        if let Some(key) = key {
            let _ = write!(text, "{} = ", padded(key, key_width));
        }
        text += &pretty(member, width, depth + 1);
        text += if key.is_some() { "\n" } else { ",\n" };
    }
    for remark in &shape.remarks {
        let _ = writeln!(text, "{inner}# {remark}");
    }
    text + &INDENT.repeat(depth) + shape.close
}

/// The value on one line, if that takes at most `room` columns.
pub(super) fn one_line(value: &Value, room: usize) -> Option<String> {
    let mut text = String::new();
    append(value, room, &mut text).then_some(text)
}

/// The beginning of the value on one line, cut to `room` columns.
pub(super) fn summary(value: &Value, room: usize) -> String {
    let mut text = String::new();
    // It stops soon after the line is full.
    if append(value, room, &mut text) {
        return text;
    }
    beginning(&text, room.saturating_sub(3)).to_owned() + "..."
}

/// The type as `type = ...` would write it, cut to `room` columns. What is not known of it is `any`.
pub(super) fn type_summary(ty: &Type, room: usize) -> String {
    let mut text = String::new();
    if append_type(ty, room, &mut text) {
        return text;
    }
    beginning(&text, room.saturating_sub(3)).to_owned() + "..."
}

/// Writes until the text is longer than `room`; `false` then.
fn append_type(ty: &Type, room: usize, text: &mut String) -> bool {
    let (open, close, elements): (_, _, Vec<(Option<String>, &Type)>) = match ty {
        Type::Any => ("any", "", Vec::new()),
        Type::Bool => ("bool", "", Vec::new()),
        Type::Number => ("number", "", Vec::new()),
        Type::String => ("string", "", Vec::new()),
        Type::List(element) => ("list(", ")", vec![(None, element)]),
        Type::Set(element) => ("set(", ")", vec![(None, element)]),
        Type::Map(element) => ("map(", ")", vec![(None, element)]),
        Type::Tuple(elements) => (
            "tuple([",
            "])",
            elements.iter().map(|element| (None, element)).collect(),
        ),
        Type::Object(fields) if fields.is_empty() => ("object({})", "", Vec::new()),
        Type::Object(fields) => (
            "object({ ",
            " })",
            fields
                .iter()
                .map(|(name, field)| (Some(key_text(name)), &field.ty))
                .collect(),
        ),
    };
    text.push_str(open);
    for (index, (name, element)) in elements.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        if let Some(name) = name {
            text.push_str(name);
            text.push_str(" = ");
        }
        if !append_type(element, room, text) {
            return false;
        }
    }
    text.push_str(close);
    fits(text, room)
}

/// Writes until the text is longer than `room`; `false` then.
fn append(value: &Value, room: usize, text: &mut String) -> bool {
    let Some(shape) = Shape::of(value) else {
        text.push_str(&leaf(value));
        return fits(text, room);
    };
    text.push_str(shape.open);
    let braces = shape.members.iter().any(|(key, _)| key.is_some());
    let pad = if braces { " " } else { "" };
    text.push_str(pad);
    for (index, (key, member)) in shape.members.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        if let Some(key) = key {
            text.push_str(key);
            text.push_str(" = ");
        }
        if !append(member, room, text) {
            return false;
        }
    }
    if !shape.remarks.is_empty() {
        text.push_str(if shape.members.is_empty() {
            "..."
        } else {
            ", ..."
        });
    }
    text.push_str(pad);
    text.push_str(shape.close);
    fits(text, room)
}

/// A collection taken apart.
struct Shape<'v> {
    open: &'static str,
    close: &'static str,
    members: Vec<(Option<String>, &'v Value)>,
    remarks: Vec<String>,
}

impl<'v> Shape<'v> {
    /// `None` for what is no collection or must not be shown.
    fn of(value: &'v Value) -> Option<Self> {
        if value.sensitive {
            return None;
        }
        match &value.kind {
            Kind::Sequence(sequence) => Some(Self::of_sequence(sequence)),
            Kind::Mapping(mapping) => Some(Self::of_mapping(mapping)),
            _ => None,
        }
    }

    fn of_sequence(sequence: &'v Sequence) -> Self {
        let (open, close) = match sequence.form {
            SequenceForm::Tuple => ("[", "]"),
            SequenceForm::List(_) => ("tolist([", "])"),
            SequenceForm::Set(_) => ("toset([", "])"),
        };
        let members = sequence.items.iter().map(|item| (None, item));
        Self::cut(
            open,
            close,
            members,
            sequence.items.len(),
            sequence.rest.as_deref(),
        )
    }

    fn of_mapping(mapping: &'v Mapping) -> Self {
        let (open, close) = match mapping.form {
            MappingForm::Object => ("{", "}"),
            MappingForm::Map(_) => ("tomap({", "})"),
        };
        let named = mapping.entries.iter();
        let named = named.map(|(key, value)| (Some(key_text(key)), value));
        let keyed = mapping.keyed.iter().flat_map(|it| it.entries());
        let keyed = keyed.map(|(key, value)| (Some(template_text(key)), value));
        let (count, are_all) = mapping.count();
        let rest = mapping.rest.as_deref().filter(|_| !are_all);
        Self::cut(open, close, named.chain(keyed), count, rest)
    }

    fn cut(
        open: &'static str,
        close: &'static str,
        members: impl Iterator<Item = (Option<String>, &'v Value)>,
        count: usize,
        rest: Option<&Unknown>,
    ) -> Self {
        let mut remarks = Vec::new();
        if count > MOST_MEMBERS {
            remarks.push(format!("and {} more", count - MOST_MEMBERS));
        }
        remarks
            .extend(rest.map(|rest| format!("perhaps more: {}", visible(&rest.why.to_string()))));
        Self {
            open,
            close,
            members: members.take(MOST_MEMBERS).collect(),
            remarks,
        }
    }
}

/// A key that is not known to the letter, as the template that makes it.
fn template_text(key: &Value) -> String {
    let template = key.template();
    template.map_or_else(|| leaf(key), |it| format!("\"{}\"", visible(&it)))
}

/// What has no members.
fn leaf(value: &Value) -> String {
    if value.sensitive {
        return "(sensitive)".to_owned();
    }
    match &value.kind {
        Kind::Null(_) => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => quoted(text),
        Kind::PartialString(fragments) => {
            let mut text = String::from("\"");
            for fragment in fragments.iter() {
                match fragment {
                    Fragment::Known(known) => text += &escaped(known),
                    Fragment::Unknown(unknown) => {
                        let _ = write!(text, "${{{}}}", named(unknown));
                    }
                }
            }
            text + "\""
        }
        Kind::Unknown(unknown) => match &unknown.symbol {
            Some(symbol) => format!("(unknown {})", visible(symbol.as_str())),
            None => "(unknown)".to_owned(),
        },
        Kind::Union(alternatives) => {
            let all: Vec<String> = alternatives.iter().map(|each| summary(each, 60)).collect();
            all.join(" or ")
        }
        Kind::Sequence(_) | Kind::Mapping(_) => summary(value, 60),
    }
}

fn named(unknown: &Unknown) -> String {
    unknown
        .symbol
        .as_ref()
        .map_or_else(|| "?".to_owned(), |symbol| visible(symbol.as_str()))
}

/// A key as it is written: bare if it is a name.
fn key_text(key: &str) -> String {
    let bare = key.chars().enumerate().all(|(index, letter)| {
        letter == '_'
            || letter.is_ascii_alphabetic()
            || (index > 0 && (letter == '-' || letter.is_ascii_digit()))
    }) && !key.is_empty();
    if bare { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The text between the quotes of a Terraform string; nothing in it can command a terminal or reorder what is read.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => safe.push_str("\\\""),
            '\\' => safe.push_str("\\\\"),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            '$' | '%' if letters.peek() == Some(&'{') => safe.extend([letter, letter]),
            other if visible_letter(other) => safe.push(other),
            other => {
                let _ = write!(safe, "\\u{:04x}", u32::from(other));
            }
        }
    }
    safe
}

fn visible(text: &str) -> String {
    crate::report::visible(text).into_owned()
}

fn visible_letter(letter: char) -> bool {
    let mut buffer = [0; 4];
    let text = letter.encode_utf8(&mut buffer);
    *crate::report::visible(text) == *text
}
