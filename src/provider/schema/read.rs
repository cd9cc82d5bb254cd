//! The lines of one section of `schema.tsv`, in the form that its head describes.

use std::sync::Arc;

use super::{Attribute, Block, Default, Nesting, Rewriting, Schema};
use crate::{
    syntax::Name,
    value::{Number, Type, Value},
};

/// Reads the lines of a section. What is in another form than the head of the file describes is passed over.
pub(super) fn schema(lines: &'static str) -> Schema {
    let mut schema = Schema::default();
    for line in lines.lines() {
        let mut fields = line.split('\t');
        let (Some(name), Some(ty), Some(flags)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        if let Some((flags, section)) = flags.split_once('@') {
            let block = Block {
                nesting: nesting(ty),
                computed: flags.contains(['c', '?']),
                section,
            };
            schema.blocks.insert(name.into(), block);
        } else {
            let attribute = attribute(ty, flags, fields.next());
            schema.attributes.insert(name.into(), attribute);
        }
    }
    schema
}

fn nesting(word: &str) -> Nesting {
    match word {
        "list" => Nesting::List,
        "set" => Nesting::Set,
        "map" => Nesting::Map,
        _ => Nesting::Single,
    }
}

fn attribute(mut ty: &str, flags: &str, default: Option<&str>) -> Attribute {
    let ty = read_type(&mut ty);
    let settable = flags.contains(['r', 'o']);
    let as_blocks = settable
        && matches!(&ty, Type::List(element) | Type::Set(element) if matches!(**element, Type::Object(_)));
    Attribute {
        ty,
        required: flags.contains('r'),
        optional: flags.contains('o'),
        computed: flags.contains('c'),
        sensitive: flags.contains('s'),
        write_only: flags.contains('w'),
        rewriting: rewriting(flags),
        drops_empty: flags.contains('e'),
        unmeasured: flags.contains('?'),
        default: default.and_then(read_default),
        as_blocks,
    }
}

fn rewriting(flags: &str) -> Rewriting {
    let undotted = flags.contains('d');
    match () {
        () if flags.contains('n') => Rewriting::Untold,
        () if flags.contains('u') => Rewriting::Capital,
        () if flags.contains('l') => Rewriting::Small { undotted },
        () if undotted => Rewriting::Undotted,
        () if flags.contains(['j', 'v']) => Rewriting::Json {
            version_first: flags.contains('v'),
        },
        () => Rewriting::Nothing,
    }
}

/// `=` and `~` as the head of the file explains them, then a literal.
fn read_default(text: &str) -> Option<Default> {
    let (planned, literal) = match text.strip_prefix('=') {
        Some(literal) => (true, literal),
        None => (false, text.strip_prefix('~')?),
    };
    let value = match literal {
        "true" => Value::bool(true),
        "false" => Value::bool(false),
        _ => match literal
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
        {
            Some(text) => Value::string(text),
            None => Value::number(Number::parse(literal)?),
        },
    };
    Some(Default { value, planned })
}

/// Reads a type from the front of the text: `string`, `set(string)`, `object(a=string,b=bool)`.
fn read_type(text: &mut &str) -> Type {
    let word = take_word(text);
    match word {
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        "list" | "set" | "map" => {
            skip(text, '(');
            let element = read_type(text);
            skip(text, ')');
            match word {
                "list" => Type::list(element),
                "set" => Type::set(element),
                _ => Type::map(element),
            }
        }
        "object" => {
            skip(text, '(');
            let mut fields: Vec<(Name, Type)> = Vec::new();
            while !text.is_empty() && !skip(text, ')') {
                let name = Arc::from(take_word(text));
                skip(text, '=');
                fields.push((name, read_type(text)));
                skip(text, ',');
            }
            Type::object(fields)
        }
        _ => Type::Any,
    }
}

fn take_word<'a>(text: &mut &'a str) -> &'a str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    // A character that belongs nowhere is passed over, so that reading always moves on.
    *text = if word.is_empty() {
        let mut rest = rest.chars();
        rest.next();
        rest.as_str()
    } else {
        rest
    };
    word
}

fn skip(text: &mut &str, expected: char) -> bool {
    match text.strip_prefix(expected) {
        Some(rest) => {
            *text = rest;
            true
        }
        None => false,
    }
}
