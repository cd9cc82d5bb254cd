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
    lockfile,
    read::{Parts, parse_file, read_directory, read_for},
    repository::Repositories,
    roots, tool,
};
use crate::source::{Directory, Sources, Tool, Unreadable};

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
                return Target::Unfollowed(Unfollowed::EarlySource);
            }
            let written = call.text("source").map_or("", |source| source);
            let lacks = if !self.sources.is_directory(&path) {
                "does not exist"
            } else if call.arguments().next().is_some() {
                "has no Terraform files"
            } else {
                return self.empty(path);
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
        let unfollowed = Target::Unfollowed(if call.is_computed("source") {
            Unfollowed::EarlySource
        } else {
            Unfollowed::NotOnDisk
        });
        let Some(source) = call.text("source") else {
            return unfollowed;
        };
        if let Some(model) = known::find(source, version) {
            return Target::Known(self.model(model));
        }
        let arguments: Vec<&str> = call.arguments().map(|it| &*it.name).collect();
        match known::find_original(source, version, &arguments) {
            Some(model) => Target::Fork(self.model(model)),
            None => unfollowed,
        }
    }

    /// A directory without Terraform files: Terraform takes it for a module that declares nothing.
    fn empty(&mut self, directory: PathBuf) -> Target {
        let nothing = Vec::new();
        let (module, problems, files) =
            declare::collect(self.sources, directory, nothing, false, parse_file);
        Target::Local(self.add(module, problems, files))
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
