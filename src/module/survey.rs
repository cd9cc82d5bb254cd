//! What the texts of directories tell before they are parsed: which concern an endpoint, and which may call which.
//!
//! Both answers err on the side of yes: they choose what is worth parsing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    bystander,
    concern::{concerns, has_escapes, with_plain_slashes},
    local::MayCall,
    lockfile,
    mention::Calls,
    repository::Repositories,
};
use crate::source::{Directory, Sources, Unreadable};

/// What was told by the texts of some directories, and of those that they call.
#[derive(Default, Debug)]
pub struct Survey {
    modules: BTreeMap<PathBuf, Told>,
    /// The directories that may call one, by the path they call it by.
    callers: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// By resolved directory: other paths that calls lead there by.
    aliases: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// By files elsewhere: the directories with links to them.
    linking: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// The paths that calls may lead to, where nothing is.
    missing: BTreeSet<PathBuf>,
    repositories: Repositories,
}

/// What the texts of one directory tell.
#[derive(Default, Debug)]
struct Told {
    concerns: bool,
    calls: MayCall,
    /// Whether it may have module calls at all.
    may_call: bool,
    /// Whether one of them may have a source that is no directory of the project.
    beyond: bool,
    /// Files elsewhere that are part of it through links.
    links: Vec<PathBuf>,
}

impl Survey {
    /// Reads all files of the directories and of those that they may call.
    #[must_use]
    pub fn of(sources: &Sources, directories: &[Directory]) -> Self {
        let mut survey = Self::default();
        survey.add(sources, directories);
        survey
    }

    /// Takes in further directories.
    pub fn add(&mut self, sources: &Sources, directories: &[Directory]) {
        let is_new = |directory: &&Directory| !self.modules.contains_key(&directory.path);
        let mut open: Vec<Directory> = directories.iter().filter(is_new).cloned().collect();
        while !open.is_empty() {
            let told: Vec<Told> = open
                .par_iter()
                .map(|one| told(sources, &self.repositories, one))
                .collect();
            let mut called = BTreeSet::new();
            for (directory, told) in open.into_iter().zip(told) {
                called.extend(told.calls.directories.iter().cloned());
                self.keep(directory.path, told);
            }
            called.retain(|path| !self.modules.contains_key(path));
            let called = called.into_iter();
            open = called
                .filter_map(|path| self.called(sources, path))
                .collect();
        }
    }

    fn keep(&mut self, directory: PathBuf, told: Told) {
        for path in &told.calls.directories {
            let callers = self.callers.entry(path.clone()).or_default();
            callers.push(directory.clone());
        }
        for file in &told.links {
            let linking = self.linking.entry(file.clone()).or_default();
            linking.push(directory.clone());
        }
        self.modules.insert(directory, told);
    }

    /// What lies where a call leads, unless that is nothing.
    fn called(&mut self, sources: &Sources, path: PathBuf) -> Option<Directory> {
        let resolved = sources.identity(&path).or_else(|reason| {
            // It may be gone.
            let (parent, name) = (path.parent(), path.file_name());
            let (parent, name) = parent.zip(name).ok_or(reason)?;
            Ok::<_, Unreadable>(sources.identity(parent)?.join(name))
        });
        if let Ok(resolved) = resolved
            && resolved != path
        {
            let aliases = self.aliases.entry(resolved).or_default();
            if !aliases.contains(&path) {
                aliases.push(path.clone());
            }
        }
        let files = sources.directory(&path);
        if files.is_empty() {
            self.missing.insert(path);
            return None;
        }
        Some(Directory { path, files })
    }

    /// The directories from which something that concerns an endpoint may be reached.
    #[must_use]
    pub fn concerned(&self) -> BTreeSet<PathBuf> {
        let own = self.modules.iter().filter(|(_, told)| told.concerns);
        self.reaching(own.map(|(path, _)| path))
    }

    /// The targets, and all directories that may reach one of them, directly or through others.
    pub fn reaching<'a>(&'a self, targets: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<PathBuf> {
        let mut open: Vec<&PathBuf> = targets.collect();
        let mut found = BTreeSet::new();
        if !open.is_empty() {
            let anywhere = self.modules.iter().filter(|(_, told)| told.calls.anywhere);
            open.extend(anywhere.map(|(path, _)| path));
        }
        while let Some(target) = open.pop() {
            if found.insert(target.clone()) {
                let names = [self.callers.get(target), self.aliases.get(target)];
                open.extend(names.into_iter().flatten().flatten());
            }
        }
        found
    }

    /// The directories from which a call may be reached that cannot be followed.
    #[must_use]
    pub fn calling_beyond(&self) -> BTreeSet<PathBuf> {
        let leads_nowhere = |told: &Told| {
            let mut paths = told.calls.directories.iter();
            told.may_call && paths.any(|path| self.missing.contains(path))
        };
        let own = self.modules.iter();
        let own = own.filter(|(_, told)| told.beyond || leads_nowhere(told));
        self.reaching(own.map(|(path, _)| path))
    }

    /// Whether all files of a directory are there for others, which have them through links, and nobody would run it itself.
    #[must_use]
    pub fn only_lends(&self, sources: &Sources, directory: &Directory) -> bool {
        let aliases = self.aliases.get(&directory.path);
        let is_alias = |path: &PathBuf| aliases.is_some_and(|aliases| aliases.contains(path));
        let is_lent = |file: &PathBuf| {
            let linking = self.linking.get(file);
            linking.is_some_and(|others| others.iter().any(|other| !is_alias(other)))
        };
        directory.files.iter().all(is_lent) && !sources.is_run(&directory.path)
    }

    /// The directories that have a file elsewhere through a link.
    #[must_use]
    pub fn linking_to(&self, file: &Path) -> Vec<PathBuf> {
        self.linking.get(file).cloned().unwrap_or_default()
    }
}

fn told(sources: &Sources, repositories: &Repositories, directory: &Directory) -> Told {
    let mut told = Told::default();
    let mut named = BTreeSet::new();
    for path in &directory.files {
        match sources.read(path) {
            Ok(file) => {
                let foreign = told.note(&directory.path, file.text.as_bytes(), file.is_json());
                named.extend(foreign);
                if file.path.parent() != Some(&directory.path) {
                    told.links.push(file.path.clone());
                }
            }
            // There is nothing that could concern anything.
            Err(Unreadable::Missing | Unreadable::NotRegular) => {}
            Err(_) => match sources.read_bytes(path) {
                // Perhaps it is UTF-16.
                Ok(mut bytes) => {
                    bytes.retain(|byte| *byte != 0);
                    named.extend(told.note(&directory.path, &bytes, false));
                }
                Err(_) => told.concerns = true,
            },
        }
    }
    for source in named {
        let own = source.and_then(|source| {
            let repository = repositories.around(sources, &directory.path);
            repository.leads_to(&source)
        });
        told.beyond |= own.is_none();
        told.calls.directories.extend(own);
    }
    told.beyond |= told.may_call && told.calls.anywhere;
    let installed = lockfile::installed(sources, &directory.path);
    told.calls
        .directories
        .extend(installed.into_iter().map(|(_, path)| path));
    told
}

impl Told {
    /// Takes in a text. The sources of calls in it that are no local paths are given back; nothing for one that is not written out.
    fn note(&mut self, directory: &Path, text: &[u8], is_json: bool) -> Vec<Option<String>> {
        let text = if is_json {
            with_plain_slashes(text)
        } else {
            text.into()
        };
        self.concerns = self.concerns || concerns(&text);
        self.calls.anywhere = self.calls.anywhere || has_escapes(&text);
        self.calls.note(directory, &text);
        let Some(calls) = Calls::of(&text) else {
            return Vec::new();
        };
        self.may_call = true;
        self.calls.anywhere |= calls.may_work_out();
        // Where these lead nothing is missed.
        let mut foreign = calls.foreign_sources();
        foreign.retain(|source| !source.is_some_and(bystander::is_bystander));
        let foreign = foreign.into_iter();
        foreign.map(|source| source.map(str::to_owned)).collect()
    }
}
