//! Files and their names. Reading goes through the host, which stays inside the project.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use globset::GlobBuilder;

use super::{ANY, Call, Function, Marks, Reads, STRING, Takes, text, text::made};
use crate::{
    eval::Fault,
    value::{Kind, Mapping, MappingForm, Type, Value, Why},
};

pub(super) const TABLE: &[Function] = &[
    // Where the project lies differs from machine to machine.
    Function::new("abspath", &[STRING], Takes::String, |call| {
        Ok(call.impossible())
    }),
    Function::new("basename", &[STRING.in_part()], Takes::String, basename),
    Function::new("dirname", &[STRING], Takes::String, |call| {
        Ok(made(dirname(call.text(0)?)))
    }),
    Function::new("file", &[STRING], Takes::String, file).reads(Reads::Files),
    Function::new("filebase64", &[STRING], Takes::String, filebase64).reads(Reads::Files),
    Function::new("fileexists", &[STRING], Takes::Bool, fileexists).reads(Reads::Files),
    Function::new("fileset", &[STRING, STRING], Takes::SetOfAny, fileset).reads(Reads::Files),
    Function::new("pathexpand", &[STRING], Takes::String, pathexpand),
    Function::new("templatefile", &[STRING, ANY], Takes::Any, templatefile)
        .reads(Reads::Files)
        .may_be_null(),
    Function::new(
        "templatestring",
        &[STRING, ANY],
        Takes::String,
        templatestring,
    )
    .marks(Marks::Members)
    .may_be_null(),
];

fn file(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.host.read(call.text(0)?) {
        Ok(text) if !call.affords(text.len()) => call.limit(),
        Ok(text) => made(text.to_string()),
        Err(why) => Value::unknown(Type::String, why),
    })
}

fn filebase64(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.host.bytes(call.text(0)?) {
        Ok(bytes) if !call.affords(bytes.len() / 3 * 4) => call.limit(),
        Ok(bytes) => made(STANDARD.encode(bytes)),
        Err(why) => Value::unknown(Type::String, why),
    })
}

fn fileexists(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match call.host.exists(call.text(0)?) {
        Ok(exists) => Value::bool(exists),
        Err(why) => Value::unknown(Type::Bool, why),
    })
}

fn fileset(call: &Call<'_>) -> Result<Value, Fault> {
    let (directory, pattern) = (call.text(0)?, call.text(1)?);
    let unknown = |why| Ok(Value::unknown(Type::set(Type::String), why));
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    // Only what both libraries read alike: `**` alone between slashes, no way up.
    let plain = !pattern.contains("[!")
        && pattern.split('/').all(|part| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && (part == "**" || !part.contains("**"))
        });
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .empty_alternates(true)
        .build();
    let (Ok(glob), true) = (glob, plain) else {
        return unknown(Why::Function("fileset".into()));
    };
    let matcher = glob.compile_matcher();
    match call.host.files(directory) {
        Ok(files) => {
            let bytes: usize = files.iter().map(String::len).sum();
            if !call.host.fuel().burn((files.len() + bytes / 16) as u64) {
                return Ok(call.limit());
            }
            let found = files.iter().filter(|path| matcher.is_match(path));
            let found = found.cloned().map(made).collect();
            Ok(Value::set(Type::String, found))
        }
        Err(why) => unknown(why),
    }
}

/// The variables of a template.
fn variables(value: &Value) -> Result<Mapping, Fault> {
    match &value.kind {
        Kind::Mapping(mapping) => Ok(Mapping {
            form: MappingForm::Object,
            ..mapping.clone()
        }),
        _ => Err(Fault::new("invalid vars value: must be a map")),
    }
}

fn templatefile(call: &Call<'_>) -> Result<Value, Fault> {
    let path = call.text(0)?;
    let variables = variables(call.argument(1)?)?;
    match call.host.read(path) {
        Ok(text) => call.host.render(path, &text, &variables),
        Err(why) => Ok(Value::unknown(Type::String, why)),
    }
}

fn templatestring(call: &Call<'_>) -> Result<Value, Fault> {
    let variables = variables(call.argument(1)?)?;
    call.host
        .render("templatestring argument", &call.text(0)?.into(), &variables)
}

fn basename(call: &Call<'_>) -> Result<Value, Fault> {
    if let Kind::PartialString(fragments) = &call.argument(0)?.kind {
        // The last part is certain when it begins in the known end.
        return Ok(match text::suffix(fragments).rsplit_once('/') {
            Some((_, last)) if !last.is_empty() => made(last.to_owned()),
            _ => call.unknown(),
        });
    }
    let path = call.text(0)?;
    let trimmed = path.trim_end_matches('/');
    Ok(made(
        match (path.is_empty(), trimmed.is_empty()) {
            (true, _) => ".",
            (_, true) => "/",
            _ => trimmed.rsplit('/').next().unwrap_or_default(),
        }
        .to_owned(),
    ))
}

fn dirname(path: &str) -> String {
    let directory = path.rsplit_once('/').map_or("", |(before, _)| before);
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in directory.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".to_owned(),
        (false, joined) => joined,
    }
}

/// A path that does not begin with `~` is itself; where a home is differs from machine to machine.
fn pathexpand(call: &Call<'_>) -> Result<Value, Fault> {
    if call.text(0)?.starts_with('~') {
        return Ok(call.impossible());
    }
    Ok(call.argument(0)?.clone())
}
