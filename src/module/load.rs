//! Directories to a program: files read and parsed in parallel, declarations collected, calls resolved.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Call, Module, ModuleId, Problem, Program, Target, Unfollowed, declare,
    known::{self, Known},
    local::local_path,
    lockfile, mention,
    repository::Repositories,
    roots, tool,
};
use crate::{
    source::{Directory, SourceFile, Sources, Tool, Unreadable},
    syntax::{self, Parsed},
};

/// Reads the scanned directories, every local module they call and what `terraform init` installed for them. Never fails: what
/// cannot be read or resolved becomes a problem of the program.
#[must_use]
pub fn load(sources: &Sources, scanned: &[Directory]) -> Program {
    load_parts(sources, scanned, Parts::All)
}

/// Reads no more of the directories than what calls modules: enough to tell which calls cannot be followed.
#[must_use]
pub fn load_calls(sources: &Sources, scanned: &[Directory]) -> Program {
    load_parts(sources, scanned, Parts::Calls)
}

/// What is read of a directory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    All,
    /// The files with module calls.
    Calls,
}

fn load_parts(sources: &Sources, scanned: &[Directory], parts: Parts) -> Program {
    let mut tools = BTreeMap::new();
    loop {
        let mut program = load_for(sources, scanned, parts, &tools);
        let more = tool::of_callers(sources, &mut program);
        if more.keys().all(|path| tools.contains_key(path)) {
            return program;
        }
        tools.extend(more);
    }
}

/// The same with some directories read for the tool that runs those that call them.
fn load_for(
    sources: &Sources,
    scanned: &[Directory],
    parts: Parts,
    tools: &BTreeMap<PathBuf, Tool>,
) -> Program {
    let mut loader = Loader::new(sources, parts, tools);
    let scanned: Vec<ModuleId> = loader.add_directories(scanned.to_vec());
    let mut next = 0;
    while next < loader.program.modules.len() {
        let round = next..loader.program.modules.len();
        next = round.end;
        loader.add_called(round);
    }
    loader.resolve_calls(0);
    loader.program.roots = roots::roots(&loader.program, &scanned);
    loader.report_circles();
    loader.program
}

/// Adds one of our models to a program, with what it calls itself.
pub(super) fn add_model(program: &mut Program, sources: &Sources, model: Known) -> ModuleId {
    let known = program
        .modules
        .iter()
        .filter(|it| it.bundled && !it.planned);
    let known = known.map(|it| (it.directory.to_string_lossy().into_owned(), it.id));
    let tools = BTreeMap::new();
    let mut loader = Loader {
        known: known.collect(),
        program: std::mem::take(program),
        ..Loader::new(sources, Parts::All, &tools)
    };
    let from = loader.program.modules.len();
    let id = loader.model(model);
    loader.resolve_calls(from);
    *program = loader.program;
    id
}

struct Loader<'a> {
    sources: &'a Sources,
    parts: Parts,
    tools: &'a BTreeMap<PathBuf, Tool>,
    program: Program,
    by_directory: BTreeMap<PathBuf, ModuleId>,
    places: BTreeSet<PathBuf>,
    known: BTreeMap<String, ModuleId>,
    repositories: Repositories,
}

impl<'a> Loader<'a> {
    fn new(sources: &'a Sources, parts: Parts, tools: &'a BTreeMap<PathBuf, Tool>) -> Self {
        Self {
            sources,
            parts,
            tools,
            program: Program::default(),
            by_directory: BTreeMap::new(),
            places: BTreeSet::new(),
            known: BTreeMap::new(),
            repositories: Repositories::default(),
        }
    }

    /// Reads directories in parallel; ids follow the given order.
    fn add_directories(&mut self, directories: Vec<Directory>) -> Vec<ModuleId> {
        let (sources, parts, tools) = (self.sources, self.parts, self.tools);
        let read: Vec<(Module, Vec<Problem>, usize)> = directories
            .into_par_iter()
            .map(|directory| {
                let tool = tools.get(&directory.path).copied();
                let mut read = read_directory(sources, parts, &read_for(sources, directory, tool));
                read.0.read_for = tool.or(read.0.read_for);
                read
            })
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
        // What a link leads to is counted once.
        if self.places.insert(module.place.clone()) {
            self.program.files += files;
        }
        self.program.modules.push(module);
        id
    }

    /// Loads what the modules of one round call or have installed, as far as it is not loaded yet.
    fn add_called(&mut self, round: std::ops::Range<usize>) {
        let mut wanted: Vec<Directory> = Vec::new();
        let mut want = |path: PathBuf, loaded: &BTreeMap<PathBuf, ModuleId>| {
            if !loaded.contains_key(&path) && !wanted.iter().any(|directory| directory.path == path)
            {
                let tool = self.tools.get(&path).copied();
                let files = self.sources.directory_for(&path, tool);
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
                if let Some(path) = self.directory_of(module, call) {
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
            let Some(module) = self.program.modules.get_mut(index) else {
                continue;
            };
            for (key, path) in entries {
                if let Some(id) = self.by_directory.get(&path) {
                    module.installed.insert(key, *id);
                } else if self.sources.identity(&path) == Err(Unreadable::OutsideProject) {
                    module.installed_outside.insert(key);
                }
            }
        }
    }

    /// The directory of the project that a call leads to: by a local path, or because its source names the repository it lies in.
    fn directory_of(&self, module: &Module, call: &Call) -> Option<PathBuf> {
        local_path(module, call).or_else(|| self.own_directory(module, call))
    }

    fn own_directory(&self, module: &Module, call: &Call) -> Option<PathBuf> {
        if module.bundled {
            return None;
        }
        let source = call.text("source")?;
        let repository = self.repositories.around(self.sources, &module.directory);
        let directory = repository.leads_to(source)?;
        // A module that calls itself means another one.
        let is_another = self.sources.identity(&directory).ok()? != module.place;
        is_another.then_some(directory)
    }

    /// Sets the target of every call, from the modules at an index on.
    fn resolve_calls(&mut self, from: usize) {
        let mut index = from;
        // Our models of registry modules are added on the way; they call nothing but each other.
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
            return Target::Unfollowed(Unfollowed::NotOnDisk);
        };
        let directory = self.directory_of(module, call);
        if let Some(id) = directory.and_then(|path| self.by_directory.get(&path)) {
            return Target::Local(*id);
        }
        if let Some(path) = local_path(module, call) {
            // What lies elsewhere is not read; terraform may well find it there.
            if let Some(elsewhere) = self.elsewhere(module, &path) {
                return Target::Unfollowed(elsewhere);
            }
            // Whoever gives its variables other values leads it elsewhere.
            if call.is_early() {
                return Target::Unfollowed(Unfollowed::NotOnDisk);
            }
            let written = call.text("source").map_or("", |source| source);
            let lacks = if self.sources.is_directory(&path) {
                "has no Terraform files"
            } else {
                "does not exist"
            };
            problems.push(Problem {
                rule: "module_source",
                span: call.source_span(),
                message: format!("the source {written} of module {} {lacks}", call.name),
                help: "correct the path: it is relative to the directory of this file".into(),
                module: module.name.clone(),
            });
            return Target::Unfollowed(Unfollowed::MissingDirectory);
        }
        let version = call.text("version").map(|version| &**version);
        let Some(source) = call.text("source") else {
            return Target::Unfollowed(Unfollowed::NotOnDisk);
        };
        if let Some(model) = known::find(source, version) {
            return Target::Known(self.model(model));
        }
        let arguments: Vec<&str> = call.arguments().map(|it| &*it.name).collect();
        match known::find_original(source, version, &arguments) {
            Some(model) => Target::Fork(self.model(model)),
            None => Target::Unfollowed(Unfollowed::NotOnDisk),
        }
    }

    /// A model as a module, made once.
    fn model(&mut self, model: Known) -> ModuleId {
        let name = model.name();
        if let Some(id) = self.known.get(&name) {
            return *id;
        }
        let files = model.files();
        let files = files.map(|(name, text)| self.sources.bundled(name, text));
        let (module, _, _) = declare::collect(
            self.sources,
            PathBuf::from(&name),
            files.collect(),
            true,
            parse_file,
        );
        let id = self.add(module, Vec::new(), 0);
        self.known.insert(name, id);
        id
    }

    /// Why there is nothing where a local path of a module leads, if that is no mistake.
    fn elsewhere(&self, module: &Module, path: &Path) -> Option<Unfollowed> {
        if self.sources.identity(path) == Err(Unreadable::OutsideProject) {
            return Some(Unfollowed::OutsideProject);
        }
        let repository = self.repositories.around(self.sources, &module.directory);
        repository
            .lacks(self.sources, path)
            .then_some(Unfollowed::Submodule)
    }

    /// A module that calls itself has no size: the call that closes the circle is cut and reported.
    fn report_circles(&mut self) {
        for (id, name) in roots::circles(&self.program) {
            let Some(module) = self.program.modules.get_mut(id.0) else {
                continue;
            };
            let directory = module.name.clone();
            let is_local = module
                .calls
                .get(&name)
                .is_some_and(|call| local_path(module, call).is_some());
            let Some(call) = module.calls.get_mut(&name) else {
                continue;
            };
            if !is_local {
                // Another version of the repository, which may well end.
                call.target = Target::Unfollowed(Unfollowed::NotOnDisk);
                continue;
            }
            call.target = Target::Cycle;
            let span = call.source_span();
            self.program.problems.push(Problem {
                rule: "module_source",
                span,
                message: format!("module {name} leads back to the module that calls it"),
                help: format!("call a module that does not call {directory} again"),
                module: directory,
            });
        }
    }
}

/// A directory with the files that a tool loads, where one is told.
fn read_for(sources: &Sources, directory: Directory, tool: Option<Tool>) -> Directory {
    let Directory { path, files } = directory;
    let files = match tool {
        Some(_) => sources.directory_for(&path, tool),
        None => files,
    };
    Directory { path, files }
}

/// Reads and parses one directory.
fn read_directory(
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
        span: crate::span::Span::new(file.id, 0, 0),
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
