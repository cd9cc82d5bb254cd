//! Roots beside those that were asked for, and what they have endpoints for.
//!
//! They are looked at only where one that was asked for lacks something: a hook names a file, and says no more than a run over the project.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    closed, find,
    judge::Judged,
    neighbours::{Neighbour, are_neighbours},
    plan::Plan,
    request::{Error, Request},
};
use crate::{
    config::Configs,
    eval::{Fuel, MOST_STEPS},
    inputs::{self, Given},
    module::{self, ModuleId, Program, Survey},
    network::{Elsewhere, Network},
    source::{Directory, Sources},
};

/// Evaluating one of them takes no more of all steps than this part.
const PART_FOR_ONE: u64 = 20;

/// Those that were not loaded and lie beside a root that lacks something.
pub(super) fn of(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    (plan, program): (&Plan, &Program),
    judged: &[Judged],
) -> Result<Vec<Neighbour>, Error> {
    let directory = |root: &ModuleId| program.module(*root).directory.as_path();
    let roots = program.roots.iter().zip(judged);
    let lacking = roots.filter(|(_, judged)| judged.lacks_something());
    let lacking: BTreeSet<&Path> = lacking.map(|(root, _)| directory(root)).collect();
    let is_whole = plan.named.is_none() && closed::asks_for_project(sources, request);
    if lacking.is_empty() || is_whole {
        return Ok(Vec::new());
    }
    let loaded: BTreeSet<&Path> = (program.modules().iter())
        .map(|module| module.directory.as_path())
        .collect();
    let is_beside = |path: &Path| {
        let mut lacking = lacking.iter();
        !loaded.contains(path) && lacking.any(|it| are_neighbours(it, path))
    };
    let beside = directories(sources, configs, request, &lacking, is_beside)?;
    let program = module::load(sources, &beside);
    let given = inputs::of_variants(sources, &program, configs, &[]);
    let mut given = given.unwrap_or_default().into_iter();
    let roots = program.roots.iter().map(|root| (*root, given.next()));
    let roots: Vec<_> = roots.collect();
    let roots = roots.into_par_iter().filter_map(|(root, given)| {
        let module = program.module(root);
        is_beside(&module.directory).then(|| Neighbour {
            directory: module.directory.clone(),
            name: module.name.clone(),
            elsewhere: elsewhere(sources, &program, root, request, &given.unwrap_or_default()),
        })
    });
    Ok(roots.collect())
}

/// The directories beside some that may have endpoints, and all that may call them: whoever is called is no root.
fn directories(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    lacking: &BTreeSet<&Path>,
    is_beside: impl Fn(&Path) -> bool,
) -> Result<Vec<Directory>, Error> {
    let projects = lacking.iter().filter_map(|it| sources.surroundings(it));
    let projects: BTreeSet<PathBuf> = projects.collect();
    let projects: Vec<PathBuf> = projects.into_iter().collect();
    let found = sources.discover(&projects, &request.exclude, request.version_control)?;
    let excluded = find::excluded(configs, &found.directories)?;
    let mut directories = found.directories;
    directories.retain(|it| !excluded.contains(&it.path));
    if !directories.iter().any(|it| is_beside(&it.path)) {
        return Ok(Vec::new());
    }
    let survey = Survey::of(sources, &directories);
    let mut beside = survey.concerned();
    beside.retain(|path| is_beside(path));
    let needed = survey.reaching(beside.iter());
    directories.retain(|it| needed.contains(&it.path));
    Ok(directories)
}

/// What a root has endpoints for in VPCs that are made elsewhere, in any of its variants.
fn elsewhere(
    sources: &Sources,
    program: &Program,
    root: ModuleId,
    request: &Request,
    given: &[Given],
) -> Elsewhere {
    let mut all = Elsewhere::default();
    for one in given {
        let mut evaluation = one.evaluation(program, sources, root);
        evaluation.fuel = Fuel::of(MOST_STEPS / PART_FOR_ONE, request.cancellation.clone());
        all.join(Network::build(&evaluation).elsewhere());
    }
    all
}
