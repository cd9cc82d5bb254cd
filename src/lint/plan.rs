//! What the command line names to what is to be loaded for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    find::Found,
    request::{Error, Request},
    surroundings::Surroundings,
};
use crate::{
    config::{Configs, NAMES},
    module::Survey,
    source::{Directory, Kind, NamedFile, Sources},
    terragrunt::Units,
};

/// What is to be loaded.
pub(super) struct Plan {
    /// The modules to search for roots, sorted by path.
    pub(super) directories: Vec<Directory>,
    /// Those that were found but concern no endpoint: nobody needs them, unless others call them.
    pub(super) passed_over: Vec<Directory>,
    /// Those of the found ones that concern no endpoint, as far as can be seen: calls lead from them to what cannot.
    pub(super) calling_beyond: Vec<Directory>,
    /// The units of Terragrunt that may run any of these.
    pub(super) units: Units,
    /// What was named, if that were not only directories.
    pub(super) named: Option<Named>,
}

/// What was named.
#[derive(Default)]
pub(super) struct Named {
    /// The files, resolved, without those that are excluded.
    pub(super) files: BTreeSet<PathBuf>,
    /// The modules they belong to, by resolved directory.
    pub(super) modules: BTreeSet<PathBuf>,
    /// The directories of modules that are gone: who calls them counts.
    pub(super) gone: BTreeSet<PathBuf>,
    /// The modules below the directories that were named too.
    pub(super) below: BTreeSet<PathBuf>,
    /// Whether every caller of the modules is in sight.
    pub(super) all_callers: bool,
    /// Whether only what points into the files counts.
    pub(super) only_files: bool,
    /// How many more files were named but are excluded.
    pub(super) excluded: usize,
    /// What is to be told: files that are gone or belong nowhere.
    pub(super) notes: Vec<String>,
}

impl Plan {
    /// All that was found below directories, and the modules of named files with all that may call them.
    pub(super) fn of(
        sources: &Sources,
        configs: &mut Configs<'_>,
        request: &Request,
        found: &Found,
    ) -> Result<Self, Error> {
        if found.asked.files.is_empty() {
            if request.only_file && found.asked.foreign.is_empty() {
                let lacks = "--only-file needs a file among the paths".to_owned();
                return Err(Error::Command(lacks));
            }
            let survey = Survey::of(sources, &found.discovery.directories);
            let directories = found.discovery.directories.clone();
            let (lending, directories) = lending(sources, &survey, directories);
            let (directories, mut passed_over) = if request.plan.is_some() {
                // It may be of any of them.
                (directories, Vec::new())
            } else {
                chosen(directories, &[&found.roots, &survey.concerned()])
            };
            let calling_beyond = calling_beyond(&survey, &passed_over);
            passed_over.extend(lending);
            let directories = with_units(sources, &found.units, directories);
            passed_over.retain(|one| directories.iter().all(|it| it.path != one.path));
            return Ok(Self {
                directories,
                passed_over,
                calling_beyond,
                units: found.units.clone(),
                named: None,
            });
        }
        let mut files = found.asked.files.clone();
        if request.force_exclude {
            let mut kept = Vec::new();
            for file in files {
                let resolved = configs.of(&file.directory)?;
                if !file.is_copy && !resolved.settings(&file.path).excludes(&file.path) {
                    kept.push(file);
                }
            }
            files = kept;
        }
        let mut surroundings = Surroundings::of(sources, configs, &files, request.version_control)?;
        let below = found.discovery.directories.iter();
        let mut named = Named {
            excluded: found.asked.files.len() - files.len(),
            files: files.iter().map(|file| file.path.clone()).collect(),
            below: below.map(|directory| directory.path.clone()).collect(),
            all_callers: surroundings.excluded.is_empty() && request.exclude.is_empty(),
            only_files: request.only_file,
            ..Named::default()
        };
        for file in &files {
            let modules = surroundings.modules(sources, configs, file)?;
            named.add(file, modules);
        }
        let directories =
            surroundings.scanned(sources, &named.modules, &named.gone, &found.discovery);
        let survey = &mut surroundings.survey;
        survey.add(sources, &found.discovery.directories);
        let (_, directories) = lending(sources, survey, directories);
        let (directories, rest) = chosen(
            directories,
            &[
                &found.roots,
                &named.modules,
                // What a module was that is gone cannot be told.
                &survey.reaching(named.gone.iter()),
                &survey.concerned(),
            ],
        );
        let alone = found.asked.directories.is_empty() && !files.is_empty();
        if alone && directories.is_empty() && !request.allow_empty {
            return Err(Error::NothingToLint(named.notes));
        }
        let below = |directory: &Directory| named.below.contains(&directory.path);
        let rest: Vec<_> = rest.into_iter().filter(below).collect();
        let calling_beyond = calling_beyond(survey, &rest);
        let is_run = |module: &Path| directories.iter().any(|it| it.path == module);
        let units = surroundings.units.that_run(is_run);
        Ok(Self {
            directories: with_units(sources, &units, directories),
            passed_over: Vec::new(),
            calling_beyond,
            units,
            named: Some(named),
        })
    }
}

/// The directories with those of the modules that units run, wherever in the project they are.
fn with_units(sources: &Sources, units: &Units, directories: Vec<Directory>) -> Vec<Directory> {
    let mut all: BTreeMap<PathBuf, Directory> = (directories.into_iter())
        .map(|directory| (directory.path.clone(), directory))
        .collect();
    let units = units.units.iter().chain(&units.needed);
    for unit in units.filter(|unit| unit.model.is_none()) {
        let path = unit.module.clone();
        let files = sources.directory(&path);
        all.entry(path.clone()).or_insert(Directory { path, files });
    }
    all.into_values().collect()
}

/// The directories that are in one of the sets, and the others.
fn chosen(
    directories: Vec<Directory>,
    sets: &[&BTreeSet<PathBuf>],
) -> (Vec<Directory>, Vec<Directory>) {
    directories
        .into_iter()
        .partition(|directory| sets.iter().any(|set| set.contains(&directory.path)))
}

/// The directories whose files are there for others only, and the others.
fn lending(
    sources: &Sources,
    survey: &Survey,
    directories: Vec<Directory>,
) -> (Vec<Directory>, Vec<Directory>) {
    directories
        .into_iter()
        .partition(|directory| survey.only_lends(sources, directory))
}

/// Those of some directories from which a call may be reached that cannot be followed.
fn calling_beyond(survey: &Survey, directories: &[Directory]) -> Vec<Directory> {
    let calling = survey.calling_beyond();
    let calling = |directory: &&Directory| calling.contains(&directory.path);
    directories.iter().filter(calling).cloned().collect()
}

impl Named {
    fn add(&mut self, file: &NamedFile, modules: Vec<PathBuf>) {
        let given = file.given.display();
        let is_settings = NAMES.iter().any(|name| file.path.ends_with(name));
        let lacks = match (file.exists, modules.is_empty()) {
            (true, false) if file.kind == Kind::Other && !is_settings => {
                Some("declares nothing itself: the module it may belong to is linted")
            }
            (true, false) => None,
            (true, true) => Some("belongs to no module"),
            (false, false) => Some("does not exist: its module is linted without it"),
            (false, true) => {
                self.gone.insert(file.directory.clone());
                Some("does not exist, nor does its module: what calls that is linted")
            }
        };
        self.notes
            .extend(lacks.map(|lacks| format!("`{given}` {lacks}")));
        self.modules.extend(modules);
    }
}
