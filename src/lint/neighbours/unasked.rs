//! Roots beside those that were asked for, and what they have endpoints for.
//!
//! They are looked at only where one that was asked for lacks something: a hook names a file, and says no more than a run over the project.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{Neighbour, are_neighbours};
use crate::{
    config::Configs,
    eval::{Fuel, MOST_STEPS},
    inputs::{self, Given},
    lint::{closed, find, judge::Judged, plan::Plan, request::Request},
    module::{self, Mode, ModuleId, Program, ResourceName, Survey},
    network::{Elsewhere, Network},
    source::{Directory, Sources},
};

/// Evaluating one of them takes no more of all steps than this part.
const PART_FOR_ONE: u64 = 20;

/// Those that were not loaded and lie beside a root that lacks something.
pub(in crate::lint) fn unasked(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    (plan, program): (&Plan, &Program),
    judged: &[Judged],
) -> Vec<Neighbour> {
    let directory = |root: &ModuleId| program.module(*root).directory.as_path();
    let roots = program.roots.iter().zip(judged);
    let lacking = roots.filter(|(_, judged)| judged.lacks_something());
    let lacking: BTreeSet<&Path> = lacking.map(|(root, _)| directory(root)).collect();
    let is_whole = plan.named.is_none() && closed::asks_for_project(sources, request);
    if lacking.is_empty() || is_whole {
        return Vec::new();
    }
    let loaded: BTreeSet<&Path> = (program.modules().iter())
        .map(|module| module.directory.as_path())
        .collect();
    let is_beside = |path: &Path| {
        let mut lacking = lacking.iter();
        !loaded.contains(path) && lacking.any(|it| are_neighbours(it, path))
    };
    let beside = directories(sources, configs, &lacking, is_beside);
    let program = module::load(sources, &beside);
    let given = inputs::of_variants(sources, &program, configs, &request.inputs);
    let mut given = given.unwrap_or_default().into_iter();
    let as_it_is = || vec![Given::default()];
    let roots = (program.roots.iter()).map(|root| (*root, given.next().unwrap_or_else(as_it_is)));
    let roots: Vec<_> = roots.collect();
    let has_endpoints = |root: ModuleId| {
        let mut reached = program.reach(root).into_iter();
        reached.any(|id| program.module(id).resources.keys().any(is_endpoint))
    };
    let roots = roots.into_par_iter().filter_map(|(root, given)| {
        let module = program.module(root);
        (is_beside(&module.directory) && has_endpoints(root)).then(|| Neighbour {
            directory: module.directory.clone(),
            name: module.name.clone(),
            elsewhere: elsewhere(sources, &program, root, request, &given),
        })
    });
    roots.collect()
}

fn is_endpoint(resource: &ResourceName) -> bool {
    resource.mode == Mode::Managed
        && matches!(&*resource.ty, "aws_vpc_endpoint" | "awscc_ec2_vpc_endpoint")
}

/// The directories beside some that may have endpoints. Whoever calls one from elsewhere is not looked for: that would take a look at the
/// whole project.
fn directories(
    sources: &Sources,
    configs: &mut Configs<'_>,
    lacking: &BTreeSet<&Path>,
    is_beside: impl Fn(&Path) -> bool,
) -> Vec<Directory> {
    let around = lacking.iter().flat_map(|it| [Some(*it), it.parent()]);
    let around: BTreeSet<&Path> = around.flatten().collect();
    let below = around.iter().flat_map(|it| sources.directories_in(it));
    let beside = around.iter().map(|it| it.to_path_buf()).chain(below);
    let beside: BTreeSet<PathBuf> = beside.filter(|it| is_beside(it)).collect();
    let beside = beside.into_iter().map(|path| Directory {
        files: sources.directory(&path),
        path,
    });
    let mut directories: Vec<Directory> = beside.filter(|it| !it.files.is_empty()).collect();
    let concerned = Survey::of(sources, &directories).concerned();
    directories.retain(|it| concerned.contains(&it.path));
    // What is wrong with settings elsewhere is nothing to those who ask for this.
    let excluded = find::excluded(configs, &directories).unwrap_or_default();
    directories.retain(|it| !excluded.contains(&it.path));
    directories
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
