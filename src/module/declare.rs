//! What the files of a directory declare together.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use indexmap::IndexMap;

use super::{
    Call, Mode, Module, Problem, Resource, ResourceName, Target, Unfollowed, Variable,
    override_files, repetition,
};
use crate::{
    source::{SourceFile, Sources},
    syntax::{self, Block, Expr, ExprKind, Name, Parsed},
};

/// Collects what the files declare together as they are parsed, override files last.
pub(super) fn collect(
    sources: &Sources,
    directory: PathBuf,
    files: Vec<Arc<SourceFile>>,
    bundled: bool,
    parse: fn(&SourceFile) -> Parsed,
) -> (Module, Vec<Problem>, usize) {
    let name = if bundled {
        directory.to_string_lossy().into_owned()
    } else {
        sources.name(&directory)
    };
    let mut module = Module {
        place: directory.clone(),
        directory,
        name,
        bundled,
        files: files.iter().map(|file| file.id).collect(),
        ..Module::empty()
    };
    let mut problems = Vec::new();
    let count = files.len();
    let (overrides, plain): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|file| override_files::is_override(Path::new(&file.name)));
    for (file, is_override) in plain
        .iter()
        .map(|file| (file, false))
        .chain(overrides.iter().map(|file| (file, true)))
    {
        let parsed = parse(file);
        note_problems(&mut module, &parsed, &mut problems);
        for block in parsed.body.blocks {
            declare(&mut module, block, is_override);
        }
    }
    (module, problems, count)
}

pub(super) fn note_problems(module: &mut Module, parsed: &Parsed, problems: &mut Vec<Problem>) {
    for problem in &parsed.problems {
        module.complete = false;
        problems.push(Problem {
            rule: "syntax",
            span: problem.span,
            message: problem.message.clone(),
            help: "terraform cannot read this either; what refers to it is treated as unknown"
                .into(),
            module: module.name.clone(),
        });
    }
}

/// Adds a top-level block to the module, or merges it into the one it overrides. Kinds that build nothing are passed over.
pub(super) fn declare(module: &mut Module, block: Block, is_override: bool) {
    let label = |index: usize| block.label(index).cloned();
    if !is_override {
        module.repeated.extend(repetition::of(module, &block));
    }
    match &*block.kind {
        "locals" => {
            for attribute in block.body.attributes {
                module.locals.insert(attribute.name.clone(), attribute);
            }
        }
        "terraform" => {
            module.runs |= block
                .body
                .blocks
                .iter()
                .any(|inner| matches!(&*inner.kind, "backend" | "cloud"));
            if let Some(asked) = block.body.attribute("required_version") {
                module.required_version = asked.value.literal().cloned();
            }
            for entry in block.body.blocks("required_providers") {
                let entries = entry.body.attributes.iter();
                let named = entries.map(|it| (it.name.clone(), it.clone()));
                module.required_providers.extend(named);
            }
        }
        "check" => {
            let own = block.body.blocks("data");
            module.checked.extend(own.filter_map(|data| {
                Some(ResourceName {
                    mode: Mode::Data,
                    ty: data.label(0)?.clone(),
                    name: data.label(1)?.clone(),
                })
            }));
        }
        "provider" => declare_provider(module, block, is_override),
        "variable" => {
            if let Some(name) = label(0) {
                let earlier = module.variables.swap_remove(&name).filter(|_| is_override);
                let variable = variable(name.clone(), &block, earlier);
                module.variables.insert(name, variable);
            }
        }
        "output" => {
            if let Some(name) = label(0) {
                insert_or_merge(
                    &mut module.outputs,
                    name,
                    block,
                    is_override,
                    |block| block,
                    |block| block,
                );
            }
        }
        "module" => {
            if let Some(name) = label(0) {
                let call = |block| Call {
                    name: name.clone(),
                    block,
                    early: [None, None],
                    inputs: None,
                    target: Target::Unfollowed(Unfollowed::NotOnDisk),
                };
                insert_or_merge(
                    &mut module.calls,
                    name.clone(),
                    block,
                    is_override,
                    call,
                    |call| call.block,
                );
            }
        }
        "resource" | "data" => {
            let mode = if &*block.kind == "data" {
                Mode::Data
            } else {
                Mode::Managed
            };
            if let (Some(ty), Some(name)) = (label(0), label(1)) {
                let name = ResourceName { mode, ty, name };
                let resource = |block| Resource {
                    name: name.clone(),
                    block,
                };
                insert_or_merge(
                    &mut module.resources,
                    name.clone(),
                    block,
                    is_override,
                    resource,
                    |it| it.block,
                );
            }
        }
        _ => {}
    }
}

/// The first declaration of a name counts, as Terraform refuses a second one; an override is merged into it.
fn insert_or_merge<K: std::hash::Hash + Eq, T>(
    map: &mut IndexMap<K, T>,
    key: K,
    block: Block,
    is_override: bool,
    wrap: impl Fn(Arc<Block>) -> T,
    unwrap: impl Fn(T) -> Arc<Block>,
) where
    T: Clone,
{
    match map.get_mut(&key) {
        None => {
            map.insert(key, wrap(Arc::new(block)));
        }
        Some(existing) if is_override => {
            let mut merged = (*unwrap(existing.clone())).clone();
            override_files::merge(&mut merged, &block);
            *existing = wrap(Arc::new(merged));
        }
        Some(_) => {}
    }
}

fn declare_provider(module: &mut Module, block: Block, is_override: bool) {
    let configures = |name: &str| !matches!(name, "alias" | "version");
    module.runs |= block
        .body
        .attributes
        .iter()
        .any(|attribute| configures(&attribute.name));
    let mut all = module.providers.iter_mut();
    let existing =
        all.find(|existing| is_override && repetition::is_same_provider(existing, &block));
    match existing {
        Some(existing) => override_files::merge(Arc::make_mut(existing), &block),
        None => module.providers.push(Arc::new(block)),
    }
}

/// Reads a `variable` block; what an override does not say stays as it was.
fn variable(name: Name, block: &Block, earlier: Option<Variable>) -> Variable {
    let flag = |argument: &str| match block
        .body
        .attribute(argument)
        .map(|attribute| &attribute.value.kind)
    {
        Some(ExprKind::Bool(value)) => Some(*value),
        _ => None,
    };
    let ty = block
        .body
        .attribute("type")
        .map(|ty| type_expression(&ty.value));
    let default = block.body.attribute("default").cloned();
    let earlier = earlier.unwrap_or(Variable {
        name,
        ty: None,
        default: None,
        nullable: true,
        sensitive: false,
        ephemeral: false,
        header: block.header,
    });
    Variable {
        ty: ty.or(earlier.ty),
        default: default.or(earlier.default),
        nullable: flag("nullable").unwrap_or(earlier.nullable),
        sensitive: block.body.may_set("sensitive").unwrap_or(earlier.sensitive),
        ephemeral: block.body.may_set("ephemeral").unwrap_or(earlier.ephemeral),
        ..earlier
    }
}

/// In JSON syntax a type is a string that holds an expression, `"list(string)"`.
fn type_expression(expr: &Expr) -> Expr {
    match &expr.kind {
        ExprKind::String(text) if text.contains('(') => {
            syntax::parse_expression_within(expr.span, text).unwrap_or_else(|_| expr.clone())
        }
        _ => expr.clone(),
    }
}
