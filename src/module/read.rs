//! The files of a directory, read and parsed, and what they declare together.

use super::{Call, Module, Problem, declare, mention, tool};
use crate::{
    source::{Directory, SourceFile, Sources, Tool, Unreadable},
    span::Span,
    syntax::{self, Parsed},
};

/// What is read of a directory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    All,
    /// The files with module calls.
    Calls,
}

/// A directory with the files that a tool loads, where one is told.
pub(super) fn read_for(sources: &Sources, directory: Directory, tool: Option<Tool>) -> Directory {
    let Directory { path, files } = directory;
    let files = match tool {
        Some(_) => sources.directory_for(&path, tool),
        None => files,
    };
    Directory { path, files }
}

/// Reads and parses one directory.
pub(super) fn read_directory(
    sources: &Sources,
    parts: Parts,
    directory: &Directory,
) -> (Module, Vec<Problem>, usize) {
    let mut unreadable = Vec::new();
    let mut files = Vec::new();
    for path in &directory.files {
        match sources.read(path) {
            Ok(file) => files.push(file),
            Err(reason) => unreadable.push((sources.stand_in(path), reason)),
        }
    }
    if parts == Parts::Calls {
        files.retain(|file| file.is_json() || mention::Calls::of(file.text.as_bytes()).is_some());
    }
    let parse = match parts {
        Parts::All => parse_file,
        Parts::Calls => parse_calls,
    };
    let (mut module, mut problems, count) =
        declare::collect(sources, directory.path.clone(), files, false, parse);
    if let Ok(place) = sources.identity(&directory.path) {
        module.place = place;
    }
    for (file, reason) in unreadable {
        module.complete = false;
        if reason == Unreadable::OutsideProject {
            module.outside.push(file.id);
            continue;
        }
        let help = "nothing in this file was checked; make it a readable UTF-8 text or exclude it";
        problems.push(unread(&module, &file, reason, help));
    }
    let of_values = sources.variable_files(&directory.path);
    let of_values = of_values.unwrap_or_else(|reason| {
        let listing = sources.stand_in(&directory.path);
        let help =
            "its variable files may replace any default; make it a directory that can be listed";
        module.values_unread.push(listing.id);
        problems.push(unread(&module, &listing, reason, help));
        Vec::new()
    });
    for path in of_values {
        match sources.read(&path) {
            Ok(file) => {
                let parsed = parse_values(&file);
                declare::note_problems(&mut module, &parsed, &mut problems);
                module.variable_files.extend(parsed.body.attributes);
                module.runs = true;
            }
            Err(reason) => {
                let file = sources.stand_in(&path);
                module.runs = true;
                if reason == Unreadable::OutsideProject {
                    module.values_outside.push(file.id);
                } else {
                    module.values_unread.push(file.id);
                    let help = "none of its values count, nor the defaults that it may replace; make it a readable UTF-8 text";
                    problems.push(unread(&module, &file, reason, help));
                }
            }
        }
    }
    module.read_for = sources.chosen_for(&directory.path, &directory.files);
    let is_open = |call: &Call| call.is_computed("source") || call.is_computed("version");
    if module.calls.values().any(is_open) {
        module.tool = tool::of_root(sources, &module);
        if module.tool != Some(Tool::Terraform) {
            module.work_out_calls();
        }
    }
    (module, problems, count)
}

fn unread(module: &Module, file: &SourceFile, reason: Unreadable, help: &str) -> Problem {
    Problem {
        rule: "unreadable_file",
        span: Span::new(file.id, 0, 0),
        message: format!("`{}` was not read: {reason}", file.name),
        help: help.to_owned(),
        module: module.name.clone(),
    }
}

/// Parses a file of a module.
#[must_use]
pub fn parse_file(file: &SourceFile) -> Parsed {
    let parse = || {
        Declarations(if file.is_json() {
            syntax::parse_json(file.id, &file.text)
        } else {
            syntax::parse_native(file.id, &file.text)
        })
    };
    file.derived(parse).0
}

/// A file of a module, parsed.
#[derive(Clone)]
struct Declarations(Parsed);

/// A variable file, parsed.
#[derive(Clone)]
struct Values(Parsed);

/// Parses the calls of a file, and what decides whether they are made.
fn parse_calls(file: &SourceFile) -> Parsed {
    if file.is_json() {
        syntax::parse_json(file.id, &file.text)
    } else {
        syntax::parse_blocks(file.id, &file.text, &["module", "variable", "locals"])
    }
}

/// Parses a variable file.
#[must_use]
pub fn parse_values(file: &SourceFile) -> Parsed {
    let parse = || {
        Values(if file.is_json() {
            syntax::parse_json_values(file.id, &file.text)
        } else {
            syntax::parse_native(file.id, &file.text)
        })
    };
    file.derived(parse).0
}
