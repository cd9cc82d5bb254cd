//! Real modules made fit to be planned offline: in a copy, what is not the AWS provider's and what would be read from an account gives way
//! to a local value that could stand there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Component, Path, PathBuf},
};

use regex::Regex;
use vpcelint::{
    span::{FileId, Span},
    syntax::{Block, Body, parse_native},
};
use walkdir::WalkDir;

use crate::{
    plan::OFFLINE,
    stand_in::{STAND_INS, Thing, stand_in},
};

/// Data sources that the provider reads without asking anybody.
const OFFLINE_DATA: [&str; 3] = ["aws_region", "aws_partition", "aws_iam_policy_document"];

/// Larger files are no text that anybody reads.
const LARGEST: u64 = 1 << 20;

/// Copies a repository.
pub(crate) fn copy(from: &Path, to: &Path) {
    let walk = WalkDir::new(from).follow_links(true).into_iter();
    let walk = walk.filter_entry(|it| {
        !matches!(
            it.file_name().to_str(),
            Some(".git" | ".terraform" | ".terraform.lock.hcl")
        )
    });
    for entry in walk
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
    {
        if entry.metadata().is_ok_and(|it| it.len() < LARGEST) {
            let target = to.join(entry.path().strip_prefix(from).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes the module of a directory and those that it calls fit, once.
pub(crate) fn settle(directory: &Path, settled: &mut BTreeSet<PathBuf>) {
    if !settled.insert(directory.to_owned()) || !directory.is_dir() {
        return;
    }
    let mut things = Vec::new();
    let mut called = Vec::new();
    let mut texts = texts(directory);
    let aliases: BTreeSet<String> = texts.values().flat_map(|it| aliases(it)).collect();
    let aliases: Vec<String> = aliases.into_iter().collect();
    // What later versions of the provider have.
    let later = Regex::new(r"(data\.aws_region\.\w+(?:\[0\])?)\.region\b").unwrap();
    for text in texts.values_mut() {
        *text = later.replace_all(text, "${1}.name").into_owned();
        let parsed = parse_native(FileId::new(0), text);
        if !parsed.problems.is_empty() {
            text.clear();
        }
        let mut edits = Vec::new();
        for block in &parsed.body.blocks {
            match fit(block, text, directory) {
                Fit::Kept(inside) => edits.extend(inside),
                Fit::Replaced(by) => edits.push((range(block.span), by)),
                Fit::Cut => {
                    edits.push((range(block.span), String::new()));
                    things.push(Thing::of(block, text));
                }
            }
            if &*block.kind == "module"
                && let Some(source) = source(&block.body)
            {
                called.push(clean(&directory.join(source)));
            }
        }
        apply(text, edits);
    }
    let head = format!(
        "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n      configuration_aliases = [{}]\n    }}\n  }}\n}}\n",
        aliases.join(", ")
    );
    texts.insert(directory.join(STAND_INS), head);
    stand_in(directory, texts, &things);
    for directory in called {
        settle(&directory, settled);
    }
}

enum Fit {
    /// But for some stretches.
    Kept(Vec<(Range<usize>, String)>),
    Replaced(String),
    /// Something stands in for it.
    Cut,
}

fn fit(block: &Block, text: &str, directory: &Path) -> Fit {
    let written = |name: &str| {
        let attribute = block.body.attribute(name);
        attribute.map_or_else(String::new, |it| format!("  {}\n", &text[range(it.span)]))
    };
    let labels: Vec<&str> = block.labels.iter().map(|it| &*it.text).collect();
    match (&*block.kind, &*labels) {
        ("provider", ["aws"]) => {
            let tags = block.body.blocks("default_tags");
            let tags: Vec<&str> = tags.map(|it| &text[range(it.span)]).collect();
            let tags = tags.join("\n");
            Fit::Replaced(format!(
                "provider \"aws\" {{\n{}{}{tags}\n{OFFLINE}}}",
                written("alias"),
                written("region")
            ))
        }
        ("terraform" | "provider" | "check" | "import" | "moved" | "removed" | "ephemeral", _) => {
            Fit::Replaced(String::new())
        }
        ("data", [ty, _]) if !OFFLINE_DATA.contains(ty) => Fit::Cut,
        ("resource", [ty, _]) if !ty.starts_with("aws_") && *ty != "terraform_data" => Fit::Cut,
        ("module", _) if !source(&block.body).is_some_and(|it| directory.join(it).is_dir()) => {
            Fit::Cut
        }
        // Types before 0.12.
        ("variable", _) => {
            let ty = block.body.attribute("type").map(|it| &it.value);
            let quoted = ty.and_then(|it| Some((range(it.span), it.literal()?.to_string())));
            Fit::Kept(quoted.into_iter().collect())
        }
        ("module", _) => {
            let providers = block.body.attribute("providers");
            Fit::Kept(
                providers
                    .map(|it| (range(it.span), own_providers(&text[range(it.span)])))
                    .into_iter()
                    .collect(),
            )
        }
        _ => Fit::Kept(Vec::new()),
    }
}

/// `providers` of a call without those that are not AWS's.
fn own_providers(text: &str) -> String {
    let pair = Regex::new(r"\baws(?:\.\w+)?\s*=\s*aws(?:\.\w+)?").unwrap();
    let pairs: Vec<&str> = pair.find_iter(text).map(|it| it.as_str()).collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("providers = {{\n{}\n}}", pairs.join("\n"))
    }
}

/// The names of provider configurations that a module wants to be given.
pub(crate) fn aliases(text: &str) -> Vec<String> {
    let list = Regex::new(r"(?s)configuration_aliases\s*=\s*\[([^\]]*)\]").unwrap();
    let found = list
        .captures_iter(text)
        .flat_map(|it| it.get(1).unwrap().as_str().split(','));
    found
        .map(str::trim)
        .filter(|it| it.starts_with("aws."))
        .map(ToOwned::to_owned)
        .collect()
}

/// The local path that a call leads to.
fn source(body: &Body) -> Option<&str> {
    let source = body.attribute("source")?.value.literal()?;
    source.starts_with('.').then_some(&**source)
}

/// The texts of a module by file.
pub(crate) fn texts(directory: &Path) -> BTreeMap<PathBuf, String> {
    let files = fs::read_dir(directory)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|it| it.path());
    let files = files.filter(|it| it.extension().is_some_and(|it| it == "tf"));
    files
        .filter_map(|it| Some((it.clone(), fs::read_to_string(it).ok()?)))
        .collect()
}

pub(crate) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// Replaces stretches of a text that do not overlap. The lines after them stay where they are.
pub(crate) fn apply(text: &mut String, mut edits: Vec<(Range<usize>, String)>) {
    edits.sort_by_key(|it| it.0.start);
    for (range, mut by) in edits.into_iter().rev() {
        let lines = |text: &str| text.matches('\n').count();
        let missing = lines(&text[range.clone()]).saturating_sub(lines(&by));
        by += &"\n".repeat(missing);
        text.replace_range(range, &by);
    }
}

/// The path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
