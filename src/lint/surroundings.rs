//! Named files to the modules around them: those that they belong to, and those that may call these.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use globset::GlobSet;

use super::{find::excluded, request::Error};
use crate::{
    config::{Configs, NAMES},
    module::Survey,
    source::{Directory, Discovery, Kind, NamedFile, Sources, VersionControl},
    terragrunt::{self, Units},
};

/// All modules of the repositories that files lie in.
pub(super) struct Surroundings {
    /// By resolved directory; those that settings exclude too, as others may reach named modules through them.
    modules: BTreeMap<PathBuf, Directory>,
    /// Those that settings exclude: no roots, unless they are named.
    pub(super) excluded: BTreeSet<PathBuf>,
    pub(super) survey: Survey,
    /// The units of Terragrunt, which run some of them.
    pub(super) units: Units,
}

impl Surroundings {
    pub(super) fn of(
        sources: &Sources,
        configs: &mut Configs<'_>,
        files: &[NamedFile],
        version_control: VersionControl,
    ) -> Result<Self, Error> {
        let projects: BTreeSet<PathBuf> = files
            .iter()
            .filter_map(|file| sources.surroundings(&file.directory))
            .collect();
        let projects: Vec<PathBuf> = projects.into_iter().collect();
        let found = sources.discover(&projects, &GlobSet::empty(), version_control)?;
        let all = found.directories;
        // The text of an editor may be the first of its module, or say something else than the disk.
        let named = files.iter().map(|file| Directory {
            path: file.directory.clone(),
            files: sources.directory(&file.directory),
        });
        let named: Vec<_> = named.filter(|one| !one.files.is_empty()).collect();
        let mut survey = Survey::of(sources, &named);
        survey.add(sources, &all);
        let units = terragrunt::units(sources, &found.units);
        Ok(Self {
            units,
            excluded: excluded(configs, &all)?,
            survey,
            modules: all.into_iter().map(|one| (one.path.clone(), one)).collect(),
        })
    }

    /// The directories of the modules that a file belongs to.
    pub(super) fn modules(
        &self,
        sources: &Sources,
        configs: &mut Configs<'_>,
        file: &NamedFile,
    ) -> Result<Vec<PathBuf>, Error> {
        if file.kind == Kind::Other
            && file
                .path
                .file_name()
                .is_some_and(|name| NAMES.iter().any(|one| name == *one))
        {
            let below = self
                .modules
                .keys()
                .filter(|path| path.starts_with(&file.directory));
            return Ok(below.cloned().collect());
        }
        let mut modules = self.survey.linking_to(&file.path);
        let surroundings = sources.surroundings(&file.directory);
        let is_inside = |path: &&Path| match &surroundings {
            Some(project) => path.starts_with(project),
            None => *path == file.directory,
        };
        let above = file.directory.ancestors().take_while(is_inside);
        let nearest = above
            .take(if file.kind == Kind::Module {
                1
            } else {
                usize::MAX
            })
            .find(|path| self.modules.contains_key(*path) || !sources.directory(path).is_empty());
        modules.extend(nearest.map(Path::to_path_buf));
        if file.kind == Kind::Values {
            for directory in self.modules.keys() {
                let resolved = configs.of(directory)?;
                let settings = resolved.settings(directory);
                let variants = settings.variants().iter();
                let of_variants = variants.flat_map(|it| &it.var_files);
                let mut files = settings.var_files().chain(of_variants);
                if files.any(|named| named.names(sources, &file.path)) {
                    modules.push(directory.clone());
                }
            }
        }
        Ok(modules)
    }

    /// The named modules, all that may reach them and what was discovered, sorted by path. Modules that settings exclude are
    /// not searched for roots, as in a run without names; they are loaded where others call them.
    pub(super) fn scanned(
        &self,
        sources: &Sources,
        named: &BTreeSet<PathBuf>,
        gone: &BTreeSet<PathBuf>,
        discovery: &Discovery,
    ) -> Vec<Directory> {
        let mut scanned: BTreeMap<PathBuf, Directory> = discovery
            .directories
            .iter()
            .map(|directory| (directory.path.clone(), directory.clone()))
            .collect();
        for path in self.survey.reaching(named.iter().chain(gone)) {
            if let Some(directory) = self.modules.get(&path)
                && !self.excluded.contains(&path)
            {
                scanned.insert(path, directory.clone());
            }
        }
        for path in named {
            // The text of an editor may be the first of its module, or replace another file.
            let files = sources.directory(path);
            scanned.insert(
                path.clone(),
                Directory {
                    path: path.clone(),
                    files,
                },
            );
        }
        scanned.into_values().collect()
    }
}
