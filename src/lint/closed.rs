//! Where everything is in sight that could make a rule fire.

use std::{collections::BTreeSet, path::PathBuf};

use super::{find::Found, request::Request, selection::Selection};
use crate::{module::Program, source::Sources};

/// Where it may be said that something never happens: that a comment ignores nothing, that an accepted finding is gone.
pub(super) struct ClosedWorld {
    /// The directories.
    pub(super) directories: BTreeSet<PathBuf>,
    /// Whether that is the whole project.
    pub(super) whole: bool,
}

impl ClosedWorld {
    /// All that is searched when the whole project was asked for, otherwise what gets nothing from callers elsewhere or whose
    /// callers were all looked for.
    pub(super) fn of(
        sources: &Sources,
        request: &Request,
        found: &Found,
        selection: &Selection,
        program: &Program,
    ) -> Self {
        if request.variant.is_some() {
            // What holds in others is not looked at.
            return Self {
                directories: BTreeSet::new(),
                whole: false,
            };
        }
        let nothing_left_out = found.excluded == 0 && request.exclude.is_empty();
        let whole = nothing_left_out && asks_for_project(sources, request);
        let directories = program
            .modules()
            .iter()
            .filter(|module| selection.searched.contains(&module.directory))
            .filter(|module| {
                let gets_nothing = module.runs || module.variables.is_empty();
                whole || gets_nothing || selection.sees_all_callers(&module.directory)
            })
            .map(|module| &module.directory)
            .chain(selection.passed_over.keys().filter(|_| whole))
            .cloned()
            .collect();
        Self { directories, whole }
    }
}

/// Whether the whole project is searched, but for what is excluded.
pub(super) fn asks_for_project(sources: &Sources, request: &Request) -> bool {
    request.paths.iter().any(|path| {
        let directory = sources.identity(path);
        directory.is_ok_and(|directory| sources.project().starts_with(directory))
    })
}
