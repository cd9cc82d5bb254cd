//! Directories to a program: files read and parsed in parallel, declarations collected, calls resolved.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Call, Mode, Module, ModuleId, Problem, Program, Resource, ResourceName, Target, Variable,
    known, lockfile, override_files, roots,
};
use crate::{
    source::{Directory, SourceFile, Sources},
    syntax::{self, Block, Expr, ExprKind, Name, Parsed},
};

/// Reads the scanned directories, every local module they call and what `terraform init` installed for them. Never fails: what
/// cannot be read or resolved becomes a problem of the program.
#[must_use]
pub fn load(sources: &Sources, scanned: &[Directory]) -> Program {
    let mut loader = Loader {
        sources,
        program: Program::default(),
        by_directory: BTreeMap::new(),
        known: BTreeMap::new(),
    };
    let scanned: Vec<ModuleId> = loader.add_directories(scanned.to_vec());
    let mut next = 0;
    while next < loader.program.modules.len() {
        let round = next..loader.program.modules.len();
        next = round.end;
        loader.add_called(round);
    }
    loader.resolve_calls();
    loader.program.roots = roots::roots(&loader.program, &scanned);
    loader.report_circles();
    loader.program
}

struct Loader<'a> {
    sources: &'a Sources,
    program: Program,
    by_directory: BTreeMap<PathBuf, ModuleId>,
    known: BTreeMap<&'static str, ModuleId>,
}

impl Loader<'_> {
    /// Reads directories in parallel; ids follow the given order.
    fn add_directories(&mut self, directories: Vec<Directory>) -> Vec<ModuleId> {
        let sources = self.sources;
        let read: Vec<(Module, Vec<Problem>, usize)> = directories
            .into_par_iter()
            .map(|directory| read_directory(sources, &directory))
            .collect();
        read.into_iter()
            .map(|(module, problems, files)| self.add(module, problems, files))
            .collect()
    }

    fn add(&mut self, mut module: Module, problems: Vec<Problem>, files: usize) -> ModuleId {
        let id = ModuleId(self.program.modules.len());
        module.id = id;
        self.by_directory.insert(module.directory.clone(), id);
        self.program.problems.extend(problems);
        self.program.files += files;
        self.program.modules.push(module);
        id
    }

    /// Loads what the modules of one round call or have installed, as far as it is not loaded yet.
    fn add_called(&mut self, round: std::ops::Range<usize>) {
        let mut wanted: Vec<Directory> = Vec::new();
        let mut want = |path: PathBuf, loaded: &BTreeMap<PathBuf, ModuleId>| {
            if !loaded.contains_key(&path) && !wanted.iter().any(|directory| directory.path == path)
            {
                let files = self.sources.directory(&path);
                if !files.is_empty() {
                    wanted.push(Directory { path, files });
                }
            }
        };
        let mut installed: Vec<(usize, Vec<(String, PathBuf)>)> = Vec::new();
        for index in round {
            let Some(module) = self.program.modules.get(index) else {
                continue;
            };
            if module.bundled {
                continue;
            }
            for call in module.calls.values() {
                if let Some(path) = local_path(module, call) {
                    want(path, &self.by_directory);
                }
            }
            let entries: Vec<(String, PathBuf)> =
                lockfile::installed(self.sources, &module.directory)
                    .into_iter()
                    .map(|(key, path)| (key, normalized(&path)))
                    .collect();
            for (_, path) in &entries {
                want(path.clone(), &self.by_directory);
            }
            installed.push((index, entries));
        }
        self.add_directories(wanted);
        for (index, entries) in installed {
            let resolved = entries
                .into_iter()
                .filter_map(|(key, path)| Some((key, *self.by_directory.get(&path)?)));
            let resolved = resolved.collect();
            if let Some(module) = self.program.modules.get_mut(index) {
                module.installed = resolved;
            }
        }
    }

    /// Sets the target of every call.
    fn resolve_calls(&mut self) {
        let mut index = 0;
        // Our models of registry modules are added on the way; they call nothing themselves.
        while let Some(module) = self.program.modules.get(index) {
            let calls: Vec<Call> = module.calls.values().cloned().collect();
            let mut targets = Vec::with_capacity(calls.len());
            let mut problems = Vec::new();
            for call in &calls {
                targets.push(self.target(index, call, &mut problems));
            }
            self.program.problems.extend(problems);
            if let Some(module) = self.program.modules.get_mut(index) {
                for (call, target) in module.calls.values_mut().zip(targets) {
                    call.target = target;
                }
            }
            index += 1;
        }
    }

    fn target(&mut self, index: usize, call: &Call, problems: &mut Vec<Problem>) -> Target {
        let Some(module) = self.program.modules.get(index) else {
            return Target::Unresolved;
        };
        if let Some(path) = local_path(module, call) {
            if let Some(id) = self.by_directory.get(&path) {
                return Target::Local(*id);
            }
            let source = call.block.body.attribute("source");
            let written = source
                .and_then(|source| literal(&source.value))
                .unwrap_or_default();
            let lacks = if self.sources.is_directory(&path) {
                "has no Terraform files"
            } else {
                "does not exist"
            };
            problems.push(Problem {
                rule: "module_source",
                span: source.map_or(call.block.header, |source| source.span),
                message: format!("the source {written} of module {} {lacks}", call.name),
                help: format!("correct the path: it is relative to {}", module.name),
                module: module.name.clone(),
            });
            return Target::Unresolved;
        }
        let literal_of = |name: &str| {
            call.block
                .body
                .attribute(name)
                .and_then(|attribute| literal(&attribute.value))
        };
        let Some(source) = literal_of("source") else {
            return Target::Unresolved;
        };
        let Some(model) = known::find(&source, literal_of("version").as_deref()) else {
            return Target::Unresolved;
        };
        if let Some(id) = self.known.get(model.name) {
            return Target::Known(*id);
        }
        let (module, _, _) = collect(
            self.sources,
            model.name.into(),
            bundled_files(self.sources, model.files),
            true,
        );
        let id = self.add(module, Vec::new(), 0);
        self.known.insert(model.name, id);
        Target::Known(id)
    }

    /// A module that calls itself has no size: the call that closes the circle is cut and reported.
    fn report_circles(&mut self) {
        for (id, name) in roots::circles(&self.program) {
            let Some(module) = self.program.modules.get_mut(id.0) else {
                continue;
            };
            let directory = module.name.clone();
            let Some(call) = module.calls.get_mut(&name) else {
                continue;
            };
            call.target = Target::Cycle;
            let source = call.block.body.attribute("source");
            self.program.problems.push(Problem {
                rule: "module_source",
                span: source.map_or(call.block.header, |source| source.span),
                message: format!("module {name} leads back to the module that calls it"),
                help: format!("call a module that does not call {directory} again"),
                module: directory,
            });
        }
    }
}

/// The directory a call names by a local path, which starts with `./` or `../`.
fn local_path(module: &Module, call: &Call) -> Option<PathBuf> {
    if module.bundled {
        return None;
    }
    let source = literal(&call.block.body.attribute("source")?.value)?;
    let local =
        source.starts_with("./") || source.starts_with("../") || matches!(&*source, "." | "..");
    local.then(|| normalized(&module.directory.join(&*source)))
}

fn literal(expr: &Expr) -> Option<Name> {
    match &expr.kind {
        ExprKind::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Without `.` and `..`, by letter: the same directory has one path.
fn normalized(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::ParentDir => {
                clean.pop();
            }
            std::path::Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

fn bundled_files(
    sources: &Sources,
    files: &[(&'static str, &'static str)],
) -> Vec<Arc<SourceFile>> {
    files
        .iter()
        .map(|(name, text)| sources.bundled(name, *text))
        .collect()
}

/// Reads and parses one directory.
fn read_directory(sources: &Sources, directory: &Directory) -> (Module, Vec<Problem>, usize) {
    let mut unreadable = Vec::new();
    let mut files = Vec::new();
    for path in &directory.files {
        match sources.read(path) {
            Ok(file) => files.push(file),
            Err(reason) => unreadable.push((sources.stand_in(path), reason)),
        }
    }
    let (mut module, mut problems, count) = collect(sources, directory.path.clone(), files, false);
    for (file, reason) in unreadable {
        module.complete = false;
        problems.push(Problem {
            rule: "unreadable_file",
            span: crate::span::Span::new(file.id, 0, 0),
            message: format!("{} {reason}", file.name),
            help: "nothing in this file was checked; make it a readable UTF-8 text or exclude it"
                .into(),
            module: module.name.clone(),
        });
    }
    for path in sources.variable_files(&directory.path) {
        if let Ok(file) = sources.read(&path) {
            let parsed = parse_values(&file);
            note_problems(&mut module, &parsed, &mut problems);
            module.variable_files.extend(parsed.body.attributes);
            module.runs = true;
        }
    }
    (module, problems, count)
}

/// Parses a variable file.
#[must_use]
pub fn parse_values(file: &SourceFile) -> Parsed {
    if file.name.ends_with(".json") {
        syntax::parse_json_values(file.id, &file.text)
    } else {
        syntax::parse_native(file.id, &file.text)
    }
}

/// Collects what the files declare together, override files last.
fn collect(
    sources: &Sources,
    directory: PathBuf,
    files: Vec<Arc<SourceFile>>,
    bundled: bool,
) -> (Module, Vec<Problem>, usize) {
    let name = if bundled {
        directory.to_string_lossy().into_owned()
    } else {
        sources.name(&directory)
    };
    let mut module = Module {
        id: ModuleId(0),
        directory,
        name,
        bundled,
        variables: indexmap::IndexMap::default(),
        locals: indexmap::IndexMap::default(),
        outputs: indexmap::IndexMap::default(),
        resources: indexmap::IndexMap::default(),
        calls: indexmap::IndexMap::default(),
        providers: Vec::new(),
        runs: false,
        complete: true,
        variable_files: Vec::new(),
        installed: indexmap::IndexMap::default(),
    };
    let mut problems = Vec::new();
    let count = files.len();
    let (overrides, plain): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|file| override_files::is_override(&file.path));
    for (file, is_override) in plain
        .iter()
        .map(|file| (file, false))
        .chain(overrides.iter().map(|file| (file, true)))
    {
        let parsed = if file.name.ends_with(".json") {
            syntax::parse_json(file.id, &file.text)
        } else {
            syntax::parse_native(file.id, &file.text)
        };
        note_problems(&mut module, &parsed, &mut problems);
        for block in parsed.body.blocks {
            declare(&mut module, block, is_override);
        }
    }
    (module, problems, count)
}

fn note_problems(module: &mut Module, parsed: &Parsed, problems: &mut Vec<Problem>) {
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
fn declare(module: &mut Module, block: Block, is_override: bool) {
    let label = |index: usize| block.label(index).cloned();
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
                .any(|inner| matches!(&*inner.kind, "backend" | "cloud"))
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
                    target: Target::Unresolved,
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
    map: &mut indexmap::IndexMap<K, T>,
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
    let alias = |block: &Block| {
        block
            .body
            .attribute("alias")
            .and_then(|alias| literal(&alias.value))
    };
    let existing = module.providers.iter_mut().find(|existing| {
        is_override && existing.label(0) == block.label(0) && alias(existing) == alias(&block)
    });
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
    let (earlier_ty, earlier_default, nullable, sensitive, header) = match earlier {
        Some(it) => (it.ty, it.default, it.nullable, it.sensitive, it.header),
        None => (None, None, true, false, block.header),
    };
    Variable {
        name,
        ty: ty.or(earlier_ty),
        default: default.or(earlier_default),
        nullable: flag("nullable").unwrap_or(nullable),
        sensitive: flag("sensitive").unwrap_or(sensitive),
        header,
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
