//! What Terraform refuses of a module, taken out of it.

use std::{fs, ops::Range, path::Path};

use vpcelint::{
    span::{FileId, Span},
    syntax::{Attribute, Body, parse_native},
    value::Type,
};

use crate::{
    cut::{apply, range, texts},
    plausible,
    stand_in::{Thing, read_as, stand_in},
};

/// Cuts what stands at a line that Terraform refuses: what it does not know, or what the whole is about. False when there is nothing.
pub(crate) fn cut_at(file: &Path, line: usize, message: &str) -> bool {
    let (Some(directory), Ok(text)) = (file.parent(), fs::read_to_string(file)) else {
        return false;
    };
    let at: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = at..at + text[at..].find('\n').unwrap_or(text.len() - at);
    let meets = |span: Span| range(span).start <= line.end && line.start < range(span).end;
    let parsed = parse_native(FileId::new(0), &text);
    let Some(block) = parsed.body.blocks.iter().find(|it| meets(it.span)) else {
        return false;
    };
    let mut texts = texts(directory);
    let edited = texts.get_mut(file).unwrap();
    let name = block.label(0).map_or("", |it| &**it);
    if message.starts_with("Unsupported argument") || message.starts_with("Unsupported block type")
    {
        let Some(span) = innermost(&block.body, &meets) else {
            return false;
        };
        apply(edited, vec![(range(span), String::new())]);
        fs::write(file, edited).unwrap();
        return true;
    }
    if let Some((value, by)) = other_value(&block.body, &meets, message)
        && text[range(value)] != by
    {
        apply(edited, vec![(range(value), by)]);
        fs::write(file, edited).unwrap();
        return true;
    }
    match &*block.kind {
        "resource" | "data" | "module" => {
            apply(edited, vec![(range(block.span), String::new())]);
            stand_in(directory, texts, &[Thing::of(block, &text)]);
            return true;
        }
        "locals" => {
            let Some(entry) = block.body.attributes.iter().find(|it| meets(it.span)) else {
                return false;
            };
            let by = read_as(
                &format!(r"local\.{}", entry.name),
                &entry.name,
                texts.values(),
            );
            let edited = texts.get_mut(file).unwrap();
            give_way(edited, by, range(entry.value.span), range(entry.span));
            fs::write(file, edited).unwrap();
            return true;
        }
        "output" => match block.body.attribute("value") {
            Some(value) => {
                let by = plausible::value(name, &Type::Any);
                give_way(edited, by, range(value.value.span), range(block.span));
            }
            None => return false,
        },
        "variable" => apply(
            edited,
            block
                .body
                .blocks("validation")
                .map(|it| (range(it.span), String::new()))
                .collect(),
        ),
        _ => apply(edited, vec![(range(block.span), String::new())]),
    }
    let changed = *edited != text;
    fs::write(file, edited).unwrap();
    changed
}

/// The argument that begins in a line, or the block.
fn innermost(body: &Body, meets: &dyn Fn(Span) -> bool) -> Option<Span> {
    let argument = body.attributes.iter().find(|it| meets(it.name_span));
    let argument = argument.map(|it| it.span);
    argument.or_else(|| {
        let block = body.blocks.iter().find(|it| meets(it.span))?;
        if meets(block.header) {
            return Some(block.span);
        }
        innermost(&block.body, meets)
    })
}

/// What an argument in a line could be instead, where Terraform says of which type it must be, or that it must be known.
fn other_value(body: &Body, meets: &dyn Fn(Span) -> bool, message: &str) -> Option<(Span, String)> {
    let types = [
        ("a number is required", Type::Number),
        ("a bool is required", Type::Bool),
        ("string is required", Type::String),
        ("set of string required", Type::set(Type::String)),
        ("list of string required", Type::list(Type::String)),
        ("map of string required", Type::map(Type::String)),
        ("Invalid count argument", Type::Number),
    ];
    let (_, ty) = types.iter().find(|(said, _)| message.contains(said))?;
    let value = |it: &Attribute| (it.value.span, plausible::value(&it.name, ty));
    let argument = body.attributes.iter().find(|it| meets(it.span));
    argument.map(value).or_else(|| {
        let block = body.blocks.iter().find(|it| meets(it.span))?;
        other_value(&block.body, meets, message)
    })
}

/// Puts something plausible in place of a value, or takes the whole away when that stands there already.
fn give_way(text: &mut String, by: String, value: Range<usize>, whole: Range<usize>) {
    let edit = if text[value.clone()] == by {
        (whole, String::new())
    } else {
        (value, by)
    };
    apply(text, vec![edit]);
}
