//! Paths of the command line to the modules below them.

use std::{collections::BTreeSet, path::PathBuf};

use super::request::{Error, Request};
use crate::{
    config::Configs,
    source::{Asked, Directory, Discovery, Sources},
};

/// What the command line names.
pub(super) struct Found {
    /// Its paths, directories told from files.
    pub(super) asked: Asked,
    /// What lies below the directories, without what settings exclude.
    pub(super) discovery: Discovery,
    /// The directories themselves, resolved.
    pub(super) roots: BTreeSet<PathBuf>,
    /// Whether something was left out.
    pub(super) is_pruned: bool,
    /// A note for each directory of which settings leave nothing.
    pub(super) notes: Vec<String>,
}

/// Searches the directories of the command line.
pub(super) fn find(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
) -> Result<Found, Error> {
    let asked = sources.asked(&request.paths)?;
    let mut discovery = sources.discover(&asked.directories, &request.exclude)?;
    let excluded = excluded(configs, &discovery.directories)?;
    discovery
        .directories
        .retain(|directory| !excluded.contains(&directory.path));
    let roots = asked.directories.iter().map(|path| sources.identity(path));
    Ok(Found {
        roots: roots.flatten().collect(),
        notes: left_out(sources, &asked, &discovery, &excluded),
        is_pruned: !excluded.is_empty(),
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
