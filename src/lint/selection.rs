//! What is told of a program: all of it, or what touches the files that were named.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    plan::{Named, Plan},
    raw::RawFinding,
};
use crate::{
    module::{self, ModuleId, Program},
    source::{SourceFile, Sources},
    span::FileId,
};

/// What is told. Without named files that is everything found.
pub(super) struct Selection {
    /// The modules that were searched for roots and are part of the program.
    pub(super) searched: BTreeSet<PathBuf>,
    /// The modules that were found but not parsed, with the number of their files.
    pub(super) passed_over: BTreeMap<PathBuf, usize>,
    named: Option<Touched>,
}

/// What touches named files.
struct Touched {
    /// The files themselves.
    named: BTreeSet<PathBuf>,
    /// The modules they belong to, and those that call modules which are gone.
    modules: BTreeSet<PathBuf>,
    /// Whether every caller of these is in sight.
    all_callers: bool,
    /// The files in which a finding counts.
    files: BTreeSet<FileId>,
    /// Whether its primary place alone decides.
    only_primary: bool,
}

/// What is told of a program that was loaded as planned, and the program without what no root reaches that is told of.
pub(super) fn select(sources: &Sources, plan: &Plan, mut program: Program) -> (Selection, Program) {
    let named = plan.named.as_ref().map(|named| {
        let targets = Targets::of(sources, &program, named);
        let mut needed = targets.needed(&program);
        for unit in &plan.units.needed {
            let module = program.at(&unit.module);
            needed.extend(module.into_iter().flat_map(|id| program.reach(id)));
        }
        program.retain(&needed);
        targets.touched(sources, named)
    });
    let loaded: BTreeSet<&Path> = program
        .modules()
        .iter()
        .map(|module| module.directory.as_path())
        .collect();
    let passed_over = plan.passed_over.iter();
    let passed_over = passed_over
        .filter(|directory| !loaded.contains(directory.path.as_path()))
        .map(|directory| (directory.path.clone(), directory.files.len()))
        .collect();
    let searched = plan.directories.iter().map(|directory| &directory.path);
    let searched = searched
        .filter(|path| loaded.contains(path.as_path()))
        .cloned()
        .collect();
    let selection = Selection {
        searched,
        passed_over,
        named,
    };
    (selection, program)
}

/// The modules that findings must touch. Of a module that is gone the callers count; a directory among the paths counts with
/// all that is called from it.
struct Targets {
    ids: BTreeSet<ModuleId>,
    /// The directories of these modules.
    directories: BTreeSet<PathBuf>,
    /// Those of them that were named by a file.
    modules: BTreeSet<PathBuf>,
}

impl Targets {
    fn of(sources: &Sources, program: &Program, named: &Named) -> Self {
        let mut ids = BTreeSet::new();
        let mut modules = named.modules.clone();
        for module in program.modules().iter().filter(|module| !module.bundled) {
            let calls_gone = || {
                let mut paths = module.calls.values();
                paths.any(|call| {
                    module::local_path(module, call).is_some_and(|path| named.gone.contains(&path))
                })
            };
            let resolved = sources.identity(&module.directory);
            if resolved.is_ok_and(|path| modules.contains(&path)) || calls_gone() {
                ids.insert(module.id);
                modules.insert(module.directory.clone());
            }
            if named.below.contains(&module.directory) {
                ids.extend(program.reach(module.id));
            }
        }
        let directory = |id: &ModuleId| program.module(*id).directory.clone();
        Self {
            directories: ids.iter().map(directory).collect(),
            ids,
            modules,
        }
    }

    /// All that is reached by roots which reach one of them.
    fn needed(&self, program: &Program) -> BTreeSet<ModuleId> {
        let reached = program.roots.iter().map(|root| program.reach(*root));
        reached
            .filter(|reached| !reached.is_disjoint(&self.ids))
            .flatten()
            .collect()
    }

    fn touched(self, sources: &Sources, named: &Named) -> Touched {
        // A finding about a file that cannot be read points at its stand-in.
        let id_of = |path: &PathBuf| {
            let file = sources.read(path);
            file.unwrap_or_else(|_| sources.stand_in(path)).id
        };
        let mut files: BTreeSet<FileId> = named.files.iter().map(id_of).collect();
        if !named.only_files {
            for directory in &self.directories {
                let values = sources.variable_files(directory).unwrap_or_default();
                let own = sources.directory(directory);
                files.extend(own.iter().chain(&values).map(id_of));
            }
        }
        Touched {
            named: named.files.clone(),
            modules: self.modules,
            all_callers: named.all_callers,
            files,
            only_primary: named.only_files,
        }
    }
}

impl Selection {
    /// Whether a file was named, so that no pattern excludes it.
    pub(super) fn names(&self, file: &SourceFile) -> bool {
        let mut named = self.named.iter();
        named.any(|touched| touched.named.contains(&file.path))
    }

    /// Whether everything that calls a module was looked for.
    pub(super) fn sees_all_callers(&self, directory: &Path) -> bool {
        let mut named = self.named.iter();
        named.any(|touched| touched.all_callers && touched.modules.contains(directory))
    }

    /// Whether a file is in what was named.
    pub(super) fn covers_file(&self, file: FileId) -> bool {
        let touched = self.named.as_ref();
        touched.is_none_or(|touched| touched.files.contains(&file))
    }

    /// Whether one of the places of a finding lies in what was named.
    pub(super) fn covers(&self, raw: &RawFinding) -> bool {
        let Some(touched) = &self.named else {
            return true;
        };
        let covers = |file: FileId| touched.files.contains(&file);
        match &raw.said {
            Ok(finding) if !touched.only_primary => {
                let steps = finding.proof.steps.iter().map(|step| step.span.file);
                [finding.primary.file, finding.subject.file]
                    .into_iter()
                    .chain(steps)
                    .any(covers)
            }
            Ok(finding) => covers(finding.primary.file),
            Err(question) => covers(question.span.file),
        }
    }
}
