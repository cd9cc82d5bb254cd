//! Real modules made fit to be planned offline: in a copy, what is not the AWS provider's, what would be read from an account and what
//! Terraform refuses gives way to a local value that could stand there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Component, Path, PathBuf},
};

use regex::Regex;
use vpcelint::{
    eval::types,
    provider,
    span::{FileId, Span},
    syntax::{Attribute, Block, Body, Expr, ExprKind, parse_native},
    value::Type,
};
use walkdir::WalkDir;

use crate::{plan::OFFLINE, plausible, shape::Shape};

/// Data sources that the provider reads without asking anybody.
const OFFLINE_DATA: [&str; 3] = ["aws_region", "aws_partition", "aws_iam_policy_document"];

/// Larger files are no text that anybody reads.
const LARGEST: u64 = 1 << 20;

/// Arguments that are Terraform's own.
const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];

/// Where local values stand in for what is cut.
const STAND_INS: &str = "stand_ins.tf";

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

/// Something that is cut out, and what stood there.
struct Thing {
    /// As expressions refer to it.
    reference: String,
    instances: Instances,
    /// What is read of it, by the provider's schema.
    known: BTreeMap<String, String>,
}

enum Instances {
    One,
    Counted,
    /// The expression of its `for_each`.
    Keyed(String),
}

impl Thing {
    fn of(block: &Block, text: &str) -> Self {
        let labels: Vec<&str> = block.labels.iter().map(|it| &*it.text).collect();
        let (reference, schema) = match (&*block.kind, &*labels) {
            ("data", [ty, name]) => (format!("data.{ty}.{name}"), provider::data_source(ty)),
            ("resource", [ty, name]) => (format!("{ty}.{name}"), provider::resource(ty)),
            (kind, labels) => (format!("{kind}.{}", labels.join(".")), None),
        };
        let instances = match (
            block.body.attribute("count"),
            block.body.attribute("for_each"),
        ) {
            (Some(_), _) => Instances::Counted,
            (_, Some(keys)) => Instances::Keyed(text[range(keys.value.span)].to_owned()),
            _ => Instances::One,
        };
        let mut known = schema.map_or_else(BTreeMap::new, |it| plausible::of_schema(it, 0));
        if &*block.kind == "data" {
            known.extend(asked(block, text));
        }
        Self {
            reference,
            instances,
            known,
        }
    }

    fn local(&self) -> String {
        format!("stand_in_{}", self.reference.replace('.', "_"))
    }

    /// An entry of `locals`.
    fn stand_in(&self, texts: &BTreeMap<PathBuf, String>) -> String {
        let mut shape = Shape::default();
        let pattern = regex::escape(&self.reference);
        for text in texts.values() {
            shape.gather(text, &pattern);
        }
        let name = self.reference.rsplit('.').next().unwrap();
        let value = match &self.instances {
            Instances::One => shape.expression(name, &self.known),
            Instances::Counted => {
                let one = shape.instance().expression(name, &self.known);
                format!("[{}]", vec![one; shape.instances()].join(", "))
            }
            Instances::Keyed(keys) => format!(
                "{{ for key, value in {keys} : key => {} }}",
                shape.instance().expression(name, &self.known)
            ),
        };
        format!("locals {{\n  {} = {value}\n}}\n", self.local())
    }

    fn replace(&self, text: &str) -> String {
        let found = Regex::new(&format!(
            r#"(^|[^\w.\-"]){}([^\w-]|$)"#,
            regex::escape(&self.reference)
        ))
        .unwrap();
        let by = format!("${{1}}local.{}${{2}}", self.local());
        let once = found.replace_all(text, &by).into_owned();
        found.replace_all(&once, &by).into_owned()
    }
}

/// What a data source is asked for, which is what it finds.
fn asked(block: &Block, text: &str) -> BTreeMap<String, String> {
    let each = Regex::new(r"\beach\.(key|value)\b").unwrap();
    let written = block.body.attributes.iter();
    let written = written.filter(|it| !META.contains(&&*it.name)).map(|it| {
        let value = each.replace_all(&text[range(it.value.span)], "$1");
        (it.name.to_string(), format!("({value})"))
    });
    let mut asked: BTreeMap<String, String> = written.collect();
    asked.retain(|_, value| !value.contains("count.index") && !value.contains("<<"));
    if let Some(service) = asked.get("service") {
        let name = format!("\"com.amazonaws.eu-west-1.${{{service}}}\"");
        asked.insert("service_name".to_owned(), name);
    }
    asked
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
            let tags: String = block
                .body
                .blocks("default_tags")
                .map(|it| format!("  {}\n", &text[range(it.span)]))
                .collect();
            Fit::Replaced(format!(
                "provider \"aws\" {{\n{}{}{tags}{OFFLINE}}}",
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
            let mut shape = Shape::default();
            for text in texts.values() {
                shape.gather(text, &format!(r"local\.{}", entry.name));
            }
            let by = shape.expression(&entry.name, &BTreeMap::new());
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

/// Lets local values stand in for things that are gone from the texts of a module, and writes them.
fn stand_in(directory: &Path, mut texts: BTreeMap<PathBuf, String>, things: &[Thing]) {
    let list = Regex::new(r"(depends_on|replace_triggered_by|ignore_changes)(\s*=\s*)\[([^\]]*)\]")
        .unwrap();
    let stand_ins: String = things.iter().map(|it| it.stand_in(&texts)).collect();
    *texts.entry(directory.join(STAND_INS)).or_default() += &stand_ins;
    for (file, text) in texts {
        let mut text = text;
        for thing in things {
            text = thing.replace(&text);
        }
        let text = list.replace_all(&text, |found: &regex::Captures<'_>| {
            let kept: Vec<&str> = found[3]
                .split(',')
                .filter(|it| !it.trim().starts_with("local."))
                .collect();
            let kept = kept.join(",");
            let lines = "\n".repeat(found[3].matches('\n').count() - kept.matches('\n').count());
            format!("{}{}[{kept}{lines}]", &found[1], &found[2])
        });
        fs::write(file, &*text).unwrap();
    }
}

/// The texts of a module by file.
fn texts(directory: &Path) -> BTreeMap<PathBuf, String> {
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

/// A variable that must be given.
pub(crate) struct Variable {
    pub(crate) name: String,
    /// What could be given, the most likely first.
    pub(crate) values: Vec<String>,
}

/// The variables of a module that have no default, and the names of provider configurations that it wants.
pub(crate) fn wanted(directory: &Path) -> (Vec<Variable>, Vec<String>) {
    let (mut variables, mut names) = (Vec::new(), Vec::new());
    for text in texts(directory).values() {
        names.extend(aliases(text));
        for block in parse_native(FileId::new(0), text).body.blocks("variable") {
            if block.body.attribute("default").is_none() {
                variables.extend(block.label(0).map(|name| variable(name, &block.body, text)));
            }
        }
    }
    (variables, names)
}

fn variable(name: &str, body: &Body, text: &str) -> Variable {
    let declared = body
        .attribute("type")
        .and_then(|it| types::constraint(&it.value, &mut |_: &Expr| None).ok());
    let mut allowed = Vec::new();
    for validation in body.blocks("validation") {
        if let Some(condition) = validation.body.attribute("condition") {
            gather_allowed(&condition.value, text, &mut allowed);
        }
    }
    let mut values: Vec<String> = allowed.into_iter().take(1).collect();
    values.push(plausible::value(name, &declared.unwrap_or(Type::Any)));
    values.push("jsondecode(terraform_data.unknown.id)".to_owned());
    values.push("null".to_owned());
    Variable {
        name: name.to_owned(),
        values,
    }
}

/// The first of the values that a condition wants something to be among.
fn gather_allowed(condition: &Expr, text: &str, into: &mut Vec<String>) {
    if let ExprKind::Call(call) = &condition.kind
        && &*call.name == "contains"
        && let [
            Expr {
                kind: ExprKind::Tuple(items),
                ..
            },
            _,
        ] = &*call.arguments
        && let Some(first) = items.first()
    {
        into.push(text[range(first.span)].to_owned());
    }
    condition.for_each_part(&mut |part| gather_allowed(part, text, into));
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// Replaces stretches of a text that do not overlap. The lines after them stay where they are.
fn apply(text: &mut String, mut edits: Vec<(Range<usize>, String)>) {
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
