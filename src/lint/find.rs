//! Paths of the command line to the modules below them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use globset::GlobSet;

use super::{
    exclusion::without_effect,
    request::{Error, Request},
};
use crate::{
    config::Configs,
    note::Note,
    source::{Asked, Directory, Discovery, Sources},
    terragrunt::{self, Units},
};

/// What the command line names.
pub(super) struct Found {
    /// Its paths, directories told from files.
    pub(super) asked: Asked,
    /// What lies below the directories, without what settings exclude.
    pub(super) discovery: Discovery,
    /// The directories themselves, resolved.
    pub(super) roots: BTreeSet<PathBuf>,
    /// How many directories with Terraform files were left out.
    pub(super) excluded: usize,
    /// The units of Terragrunt.
    pub(super) units: Units,
    /// A note for each path with nothing to lint, and each pattern without effect.
    pub(super) notes: Vec<Note>,
}

/// Searches the directories of the command line.
pub(super) fn find(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
) -> Result<Found, Error> {
    let asked = sources.asked(&request.paths)?;
    let mut discovery = sources.discover(
        &asked.directories,
        &request.exclude,
        request.version_control,
    )?;
    let roots = asked.directories.iter().map(|path| sources.identity(path));
    let roots: BTreeSet<PathBuf> = roots.flatten().collect();
    let found = &discovery.directories;
    let idle = without_effect(sources, configs, request, &roots, found)?;
    let excluded = excluded(configs, found)?;
    discovery
        .directories
        .retain(|directory| !excluded.contains(&directory.path));
    let units = terragrunt::units(sources, &discovery.units);
    let barren = std::mem::take(&mut discovery.without_terraform);
    let has_unit = |path: &PathBuf| {
        let directory = sources.identity(path).ok();
        let mut files = discovery.units.iter();
        (!units.units.is_empty() || !units.left_out.is_empty())
            && files.any(|it| directory.as_ref().is_some_and(|path| it.starts_with(path)))
    };
    let barren: Vec<_> = barren.into_iter().filter(|path| !has_unit(path)).collect();
    discovery.without_terraform = barren;
    if !request.allow_empty && request.plan.is_none() {
        refuse_nothing(sources, request, &asked, &discovery)?;
    }
    let foreign = asked.foreign.iter();
    let mut notes: Vec<_> = foreign
        .map(|(path, foreign)| format!("`{}` {foreign}", path.display()))
        .collect();
    let barren = discovery.without_terraform.iter();
    notes.extend(barren.filter_map(|path| ignored(sources, &discovery, path)));
    notes.extend(left_out(sources, &asked, &discovery, &excluded));
    notes.extend(idle);
    let notes = notes.into_iter().map(Note::of);
    Ok(Found {
        units,
        roots,
        notes: notes.collect(),
        excluded: excluded.len() + discovery.excluded,
        asked,
        discovery,
    })
}

/// The directories that their configuration files exclude.
pub(super) fn excluded(
    configs: &mut Configs<'_>,
    directories: &[Directory],
) -> Result<BTreeSet<PathBuf>, Error> {
    let mut excluded = BTreeSet::new();
    for directory in directories {
        let resolved = configs.of(&directory.path)?;
        let mut files = directory.files.iter();
        if files.all(|file| resolved.settings(file).excludes(file)) {
            excluded.insert(directory.path.clone());
        }
    }
    Ok(excluded)
}

/// A directory that was named and has nothing to lint is a slip, and so is a file when nothing else was named.
fn refuse_nothing(
    sources: &Sources,
    request: &Request,
    asked: &Asked,
    discovery: &Discovery,
) -> Result<(), Error> {
    // What the patterns of the command line leave out was found.
    let is_excluded = |path: &PathBuf| {
        let paths = std::slice::from_ref(path);
        let all = sources.discover(paths, &GlobSet::empty(), request.version_control);
        !request.exclude.is_empty() && all.is_ok_and(|all| all.without_terraform.is_empty())
    };
    let directories = discovery.without_terraform.iter();
    let directories = directories.filter(|path| !is_excluded(path)).map(|path| {
        match ignored(sources, discovery, path) {
            Some(ignored) => ignored,
            None => format!("no Terraform files in `{}`", path.display()),
        }
    });
    let only_foreign = asked.directories.is_empty() && asked.files.is_empty();
    let files = asked.foreign.iter().filter(|_| only_foreign);
    let files = files.map(|(path, foreign)| {
        let hint = "name a directory with Terraform files";
        format!("`{}` {foreign}: {hint}", path.display())
    });
    let lacking: Vec<_> = directories.chain(files).collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(Error::NothingToLint(lacking))
    }
}

/// What is said of a directory in which nothing was found, since version control ignores something there.
fn ignored(sources: &Sources, discovery: &Discovery, path: &Path) -> Option<String> {
    let directory = sources.identity(path).ok()?;
    let mut ignored = discovery.ignored.iter();
    ignored.any(|path| path.starts_with(&directory)).then(|| {
        let name = path.display();
        format!("no Terraform files in `{name}` but what `.gitignore` names, see --no-ignore-vcs")
    })
}

fn left_out(
    sources: &Sources,
    asked: &Asked,
    discovery: &Discovery,
    excluded: &BTreeSet<PathBuf>,
) -> Vec<String> {
    let is_left_out = |path: &&PathBuf| {
        sources.identity(path).is_ok_and(|directory| {
            let mut kept = discovery.directories.iter();
            excluded.iter().any(|path| path.starts_with(&directory))
                && !kept.any(|module| module.path.starts_with(&directory))
        })
    };
    asked
        .directories
        .iter()
        .filter(is_left_out)
        .map(|path| format!("settings exclude all modules of `{}`", path.display()))
        .collect()
}
