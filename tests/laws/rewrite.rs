//! Rewrites configurations by their syntax: what stands where, and edits by byte ranges.

use std::{collections::BTreeSet, ops::Range};

use vpcelint::{
    span::{FileId, Span},
    syntax::{self, Block, Body, Expr, ExprKind, Part},
};

use crate::fixtures::Case;

/// The files of a configuration: path and text.
pub(crate) type Files = Vec<(String, String)>;

/// Arguments that say how often a block is there, or that Terraform reads before it evaluates anything.
const STATIC: [&str; 6] = [
    "count",
    "for_each",
    "depends_on",
    "provider",
    "source",
    "version",
];

/// Replacements of byte ranges of one text.
#[derive(Clone, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Replaces a range.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// The edited text.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut edits = self.0.clone();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = text.to_owned();
        for (range, new) in edits.into_iter().rev() {
            out.replace_range(range, &new);
        }
        out
    }
}

/// Whether a file is in native syntax.
pub(crate) fn is_native(name: &str) -> bool {
    name.strip_suffix(".tf").is_some()
}

/// The directory of a file: empty at the top.
pub(crate) fn directory(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// A file's tree.
pub(crate) fn parsed(text: &str) -> Body {
    syntax::parse_native(FileId::new(0), text).body
}

/// A span as indices.
pub(crate) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// One argument of a resource, data source or module call, in whatever nested block.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// Number of the file.
    pub(crate) file: usize,
    /// `aws_security_group`, `data.aws_subnet`, `module ./network`.
    pub(crate) subject: String,
    /// `ingress.cidr_blocks`; dynamic blocks as if they were written out.
    pub(crate) path: String,
    /// Where the value stands.
    pub(crate) value: Range<usize>,
    /// Its text.
    pub(crate) text: String,
    /// Its tree.
    pub(crate) tree: Expr,
}

/// The subject of a top-level block; none of those that declare no instance.
pub(crate) fn subject(block: &Block) -> Option<String> {
    let ty = block.label(0)?;
    match &*block.kind {
        "resource" => Some(ty.to_string()),
        "data" => Some(format!("data.{ty}")),
        "module" => {
            let source = &block.body.attribute("source")?.value;
            Some(format!("module {}", source.literal()?))
        }
        _ => None,
    }
}

/// All arguments of instances.
pub(crate) fn arguments(files: &Files) -> Vec<Argument> {
    let mut found = Vec::new();
    for (file, (name, text)) in files.iter().enumerate() {
        if !is_native(name) {
            continue;
        }
        for block in &parsed(text).blocks {
            if let Some(subject) = subject(block) {
                within(&block.body, "", &mut |path, value| {
                    found.push(Argument {
                        file,
                        subject: subject.clone(),
                        path: path.to_owned(),
                        value: range(value.span),
                        text: text[range(value.span)].to_owned(),
                        tree: value.clone(),
                    });
                });
            }
        }
    }
    found
}

fn within(body: &Body, prefix: &str, take: &mut dyn FnMut(&str, &Expr)) {
    for attribute in &body.attributes {
        if !STATIC.contains(&&*attribute.name) {
            take(&format!("{prefix}{}", attribute.name), &attribute.value);
        }
    }
    for block in &body.blocks {
        match (&*block.kind, block.label(0)) {
            ("lifecycle" | "provisioner" | "timeouts", _) => {}
            ("dynamic", Some(kind)) => {
                for content in block.body.blocks("content") {
                    within(&content.body, &format!("{prefix}{kind}."), take);
                }
            }
            (kind, _) => within(&block.body, &format!("{prefix}{kind}."), take),
        }
    }
}

/// Visits an expression and all in it.
pub(crate) fn walk(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::Tuple(items) => items.iter().for_each(|item| walk(item, visit)),
        // A key is no value.
        ExprKind::Object(items) => items.iter().for_each(|item| walk(&item.value, visit)),
        ExprKind::Call(call) => call.arguments.iter().for_each(|it| walk(it, visit)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| walk(part, visit)),
        ExprKind::Binary(_, parts) => parts.iter().for_each(|part| walk(part, visit)),
        ExprKind::Attribute(inner, _)
        | ExprKind::Unary(_, inner)
        | ExprKind::Parenthesis(inner) => walk(inner, visit),
        ExprKind::Index(base, index) => {
            walk(base, visit);
            walk(index, visit);
        }
        ExprKind::Splat(base, each) => {
            walk(base, visit);
            walk(each, visit);
        }
        ExprKind::For(it) => {
            walk(&it.collection, visit);
            it.key_result.iter().for_each(|key| walk(key, visit));
            walk(&it.result, visit);
            it.condition.iter().for_each(|it| walk(it, visit));
        }
        ExprKind::Template(parts) => walk_parts(parts, visit),
        _ => {}
    }
}

fn walk_parts(parts: &[Part], visit: &mut dyn FnMut(&Expr)) {
    for part in parts {
        match part {
            Part::Literal(..) => {}
            Part::Interpolation(expr) => walk(expr, visit),
            Part::If(condition, then, otherwise) => {
                walk(condition, visit);
                walk_parts(then, visit);
                walk_parts(otherwise, visit);
            }
            Part::For(it) => {
                walk(&it.collection, visit);
                walk_parts(&it.body, visit);
            }
        }
    }
}

/// Whether a value is the same wherever it is written: it refers to nothing.
pub(crate) fn is_closed(expr: &Expr) -> bool {
    let mut closed = true;
    walk(expr, &mut |inner| match &inner.kind {
        ExprKind::Variable(_) | ExprKind::Element | ExprKind::For(_) | ExprKind::Splat(..) => {
            closed = false;
        }
        ExprKind::Call(call) => {
            closed &= matches!(&*call.name, "jsonencode" | "toset" | "tolist" | "concat");
        }
        _ => {}
    });
    closed
}

/// The case with every one-line block on several lines, so that arguments can be added.
pub(crate) fn spread(case: &Case) -> Case {
    let mut case = case.clone();
    for (name, text) in &mut case.files {
        if !is_native(name) {
            continue;
        }
        let mut edits = Edits::default();
        for block in &parsed(text).blocks {
            let (from, to) = (block.header.end as usize, block.span.end as usize);
            if !text[from..to].contains('\n') {
                let brace = from + text[from..to].find('{').unwrap() + 1;
                edits.replace(brace..brace, "\n");
                edits.replace(to - 1..to - 1, "\n");
            }
        }
        *text = edits.apply(text);
    }
    case
}

/// The same configuration in which every module declares a variable, and hands it on to the modules that it calls.
pub(crate) fn with_variable(files: &Files, name: &str, default: Option<&str>) -> Files {
    let mut files = files.clone();
    let directories: BTreeSet<String> = files
        .iter()
        .filter(|(file, _)| is_native(file) || file.ends_with(".tf.json"))
        .map(|(file, _)| directory(file).to_owned())
        .collect();
    for (file, text) in &mut files {
        if !is_native(file) {
            continue;
        }
        let mut edits = Edits::default();
        for block in parsed(text).blocks("module") {
            if is_local(block) {
                let end = block.span.end as usize - 1;
                edits.replace(end..end, format!("\n  {name} = var.{name}\n"));
            }
        }
        *text = edits.apply(text);
    }
    for directory in directories {
        let default = default.map_or(String::new(), |it| format!("  default = {it}\n"));
        let file = match &*directory {
            "" => format!("{name}_of_the_test.tf"),
            directory => format!("{directory}/{name}_of_the_test.tf"),
        };
        files.push((file, format!("variable \"{name}\" {{\n{default}}}\n")));
    }
    files
}

/// Whether a module call leads to a directory of the same configuration.
fn is_local(call: &Block) -> bool {
    let source = call.body.attribute("source");
    source
        .and_then(|source| source.value.literal())
        .is_some_and(|source| source.starts_with('.'))
}

/// The directories that some call leads to: the others are roots.
pub(crate) fn called(files: &Files) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for (file, text) in files.iter().filter(|(file, _)| is_native(file)) {
        for block in parsed(text).blocks("module").filter(|call| is_local(call)) {
            let source = block.body.attribute("source").unwrap();
            let mut path: Vec<&str> = directory(file)
                .split('/')
                .filter(|it| !it.is_empty())
                .collect();
            for step in source.value.literal().unwrap().split('/') {
                match step {
                    "." | "" => {}
                    ".." => {
                        path.pop();
                    }
                    step => path.push(step),
                }
            }
            called.insert(path.join("/"));
        }
    }
    called
}

/// A literal and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    /// Number of the file.
    pub(crate) file: usize,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// As written.
    pub(crate) text: String,
    /// Another value of its type.
    pub(crate) other: String,
}

/// Every literal that a root could read from a variable instead: strings, numbers and booleans, and whole lists and objects of
/// them, wherever they stand in a value.
pub(crate) fn literals(files: &Files) -> Vec<Literal> {
    let called = called(files);
    let mut found = Vec::new();
    for (file, (name, text)) in files.iter().enumerate() {
        if !is_native(name) || called.contains(directory(name)) {
            continue;
        }
        let mut take = |value: &Expr| {
            walk(value, &mut |inner| {
                let text = &text[range(inner.span)];
                // A heredoc cannot stand in the middle of a line, and a piece of a template has no quotes.
                let whole = !text.contains("<<")
                    && !matches!(inner.kind, ExprKind::String(_) if !text.starts_with('"'));
                if let Some(other) = other_value(inner)
                    && whole
                    && is_closed(inner)
                {
                    found.push(Literal {
                        file,
                        range: range(inner.span),
                        text: text.to_owned(),
                        other,
                    });
                }
            });
        };
        for block in &parsed(text).blocks {
            if &*block.kind == "locals" {
                block.body.attributes.iter().for_each(|it| take(&it.value));
            } else if subject(block).is_some() {
                within(&block.body, "", &mut |_, value| take(value));
            }
        }
    }
    found
}

/// Another value of the same type.
pub(crate) fn other_value(value: &Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Bool(it) => Some((!it).to_string()),
        ExprKind::Number(digits) => Some((digits.parse::<i64>().ok()? + 1).to_string()),
        ExprKind::String(it) => Some(match &**it {
            // A provider takes no other word for a Region.
            it if vpcelint::provider::region::find(it).is_some() => "\"us-west-2\"".to_owned(),
            "10.250.0.0/16" => "\"10.251.0.0/16\"".to_owned(),
            it if it.contains('/') && it.starts_with(|it: char| it.is_ascii_digit()) => {
                "\"10.250.0.0/16\"".to_owned()
            }
            _ => "\"other\"".to_owned(),
        }),
        ExprKind::Template(_) => Some("\"other\"".to_owned()),
        ExprKind::Tuple(items) if !items.is_empty() => Some("[]".to_owned()),
        ExprKind::Object(items) if !items.is_empty() => Some("{}".to_owned()),
        _ => None,
    }
}
