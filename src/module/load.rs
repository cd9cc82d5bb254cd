//! Directories to a program: files read and parsed in parallel, declarations collected, calls resolved.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use rayon::prelude::*;

use super::{
    Call, Module, ModuleId, Problem, Program, Target, declare, known, local::local_path, lockfile,
    roots,
};
use crate::{
    source::{Directory, SourceFile, Sources, Unreadable},
    syntax::{self, Parsed},
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
            let entries = lockfile::installed(self.sources, &module.directory);
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
            // What lies outside the project is not read; terraform may well find it there.
            if matches!(
                self.sources.identity(&path),
                Err(Unreadable::OutsideProject)
            ) {
                return Target::Unresolved;
            }
            let source = call.block.body.attribute("source");
            let written = source
                .and_then(|source| source.value.literal().cloned())
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
                .and_then(|attribute| attribute.value.literal().cloned())
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
        let (module, _, _) = declare::collect(
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

fn bundled_files(
    sources: &Sources,
    files: &[(&'static str, known::FileText)],
) -> Vec<Arc<SourceFile>> {
    files
        .iter()
        .map(|(name, text)| sources.bundled(name, text()))
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
    let (mut module, mut problems, count) =
        declare::collect(sources, directory.path.clone(), files, false);
    for (file, reason) in unreadable {
        module.complete = false;
        problems.push(Problem {
            rule: "unreadable_file",
            span: crate::span::Span::new(file.id, 0, 0),
            message: format!("`{}` was not read: {reason}", file.name),
            help: "nothing in this file was checked; make it a readable UTF-8 text or exclude it"
                .into(),
            module: module.name.clone(),
        });
    }
    for path in sources.variable_files(&directory.path) {
        if let Ok(file) = sources.read(&path) {
            let parsed = parse_values(&file);
            declare::note_problems(&mut module, &parsed, &mut problems);
            module.variable_files.extend(parsed.body.attributes);
            module.runs = true;
        }
    }
    (module, problems, count)
}

/// Parses a variable file.
#[must_use]
pub fn parse_values(file: &SourceFile) -> Parsed {
    if file.is_json() {
        syntax::parse_json_values(file.id, &file.text)
    } else {
        syntax::parse_native(file.id, &file.text)
    }
}
