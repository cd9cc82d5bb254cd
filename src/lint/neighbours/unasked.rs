//! Roots beside those that were asked for, and what they have endpoints for.
//!
//! They are looked at only where one that was asked for lacks something: a hook names a file, and says no more than a run over the project.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    slice,
    sync::Arc,
};

use globset::GlobSet;
use rayon::prelude::*;

use super::{Neighbour, are_neighbours};
use crate::{
    config::{Configs, OptionsByRule},
    eval::{Evaluation, MOST_STEPS},
    finding::{Finding, Missing},
    inputs::{self, Given},
    lint::{
        closed, find,
        judge::Judged,
        plan::Plan,
        raw::RawFinding,
        request::Request,
        root::{Bounds, Root},
        selection::Selection,
        settings::{SettingsByModule, Wanted},
    },
    module::{self, Mode, ModuleId, Program, ResourceName, Survey},
    network::{Elsewhere, Network},
    source::{Directory, Sources},
    terragrunt,
    value::Truth,
};

/// Evaluating one of them takes no more of all steps than this part.
const PART_FOR_ONE: u64 = 20;

/// What roots lack, by their directories.
type Lacking<'a> = BTreeMap<&'a Path, Vec<&'a Missing>>;

/// Those that were not loaded and lie beside a root that lacks something, by findings that are shown.
pub(in crate::lint) fn unasked(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    (plan, program, settings, selection): (&Plan, &Program, &SettingsByModule, &Selection),
    judged: &[Judged],
) -> Vec<Neighbour> {
    if plan.named.is_none() && closed::asks_for_project(sources, request) {
        return Vec::new();
    }
    let is_shown = |raw: &RawFinding, finding: &Finding| {
        let file = sources.file(finding.primary.file);
        let treatment = settings.treatment(raw, &file, selection.names(&file));
        treatment.wanted == Wanted::Yes && selection.covers(raw)
    };
    let mut lacking = Lacking::new();
    for (root, judged) in program.roots.iter().zip(judged) {
        let directory = program.module(*root).directory.as_path();
        for missing in judged.missing(&is_shown) {
            lacking.entry(directory).or_default().push(missing);
        }
    }
    if lacking.is_empty() {
        return Vec::new();
    }
    let directories = directories(sources, configs, request, (&lacking, program));
    let program = module::load(sources, &directories);
    let given = inputs::of_each(sources, &program, configs, &request.inputs);
    // What the command line gives was read before.
    let given = given.unwrap_or_default().into_iter().map(Result::ok);
    let roots = program.roots.iter().zip(given);
    let beside = roots.map(|(root, given)| Beside {
        request,
        sources,
        program: &program,
        root: *root,
        options: OptionsByRule::default(),
        is_known: given.is_some(),
        given: given.unwrap_or_else(|| vec![Given::default()]),
    });
    let beside: Vec<Beside<'_>> = beside.filter(Beside::may_have_endpoints).collect();
    let beside = beside.into_par_iter().filter_map(|it| {
        let most = it.without_defaults();
        let directory = it.directory();
        let lacking = lacking.iter();
        let mut lacking = lacking.filter(|(lacking, _)| are_neighbours(lacking, directory));
        let is_asked = lacking.any(|(_, all)| all.iter().any(|one| most.has(one) != Truth::No));
        is_asked.then_some((it, most))
    });
    let beside: Vec<(Beside<'_>, Elsewhere)> = beside.collect();
    let directories = beside.iter().map(|(it, _)| it.directory());
    let given_more = given_more(sources, request, directories.collect());
    let beside = beside.into_par_iter().map(|(it, most)| Neighbour {
        directory: it.directory().clone(),
        name: program.module(it.root).name.clone(),
        elsewhere: if it.is_known && !given_more.contains(it.directory()) {
            it.as_it_is()
        } else {
            most
        },
    });
    beside.collect()
}

/// A root beside one that lacks something.
struct Beside<'a> {
    request: &'a Request,
    sources: &'a Sources,
    program: &'a Program,
    root: ModuleId,
    /// What it is given, once or once for each of its variants.
    given: Vec<Given>,
    /// Whether its settings could be read.
    is_known: bool,
    options: OptionsByRule,
}

impl Beside<'_> {
    fn directory(&self) -> &PathBuf {
        &self.program.module(self.root).directory
    }

    fn may_have_endpoints(&self) -> bool {
        let mut reached = self.program.reach(self.root).into_iter();
        reached.any(|id| (self.program.module(id).resources.keys()).any(is_endpoint))
    }

    fn as_it_is(&self) -> Elsewhere {
        self.elsewhere(Root::evaluation)
    }

    /// Who knows less rules out less: what it may have, whatever it is given.
    fn without_defaults(&self) -> Elsewhere {
        self.elsewhere(|root, bounds| root.without_defaults(bounds, &Arc::default()))
    }

    /// What it has endpoints for in VPCs that are made elsewhere, in any of its variants.
    fn elsewhere<'s>(
        &'s self,
        evaluation: impl Fn(&Root<'s>, Bounds<'s>) -> Evaluation<'s>,
    ) -> Elsewhere {
        let mut all = Elsewhere::default();
        let bounds = Bounds::of(self.request, MOST_STEPS / PART_FOR_ONE);
        for given in &self.given {
            let root = Root {
                program: self.program,
                sources: self.sources,
                id: self.root,
                given,
                options: &self.options,
            };
            let evaluation = evaluation(&root, bounds);
            let one = Network::of_endpoints(&evaluation).elsewhere();
            let is_seen_whole = !evaluation.fuel.is_limited();
            all.join(if is_seen_whole {
                one
            } else {
                Elsewhere::anything()
            });
        }
        all
    }
}

fn is_endpoint(resource: &ResourceName) -> bool {
    resource.mode == Mode::Managed
        && matches!(&*resource.ty, "aws_vpc_endpoint" | "awscc_ec2_vpc_endpoint")
}

/// The directories beside some that may have endpoints, as a run over the project finds them.
fn directories(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    (lacking, program): (&Lacking<'_>, &Program),
) -> Vec<Directory> {
    let loaded = program.modules().iter();
    let loaded = loaded.filter_map(|module| sources.identity(&module.directory).ok());
    let loaded: BTreeSet<PathBuf> = loaded.collect();
    let around = lacking.keys().flat_map(|it| [Some(*it), it.parent()]);
    let around: BTreeSet<&Path> = around.flatten().collect();
    let inside = around.into_iter().filter(|it| sources.identity(it).is_ok());
    let found = inside.flat_map(|it| sources.around(it, &request.exclude, request.version_control));
    let is_beside = |path: &Path| {
        let mut lacking = lacking.keys();
        !loaded.contains(path) && lacking.any(|it| are_neighbours(it, path))
    };
    let beside = found.filter(|it| is_beside(&it.path));
    let beside: BTreeMap<PathBuf, Directory> = beside.map(|it| (it.path.clone(), it)).collect();
    let mut directories: Vec<Directory> = beside.into_values().collect();
    let concerned = Survey::of(sources, &directories).concerned();
    // What is wrong with settings elsewhere is nothing to those who ask for this.
    let mut is_excluded = |one: &Directory| {
        let excluded = find::excluded(configs, slice::from_ref(one));
        excluded.is_ok_and(|it| !it.is_empty())
    };
    directories.retain(|it| concerned.contains(&it.path) && !is_excluded(it));
    directories
}

/// Those of some directories that others in the project call, or units of Terragrunt run: what these give them is not seen.
fn given_more(
    sources: &Sources,
    request: &Request,
    directories: BTreeSet<&PathBuf>,
) -> BTreeSet<PathBuf> {
    let projects = directories.iter().filter_map(|it| sources.surroundings(it));
    let projects: BTreeSet<PathBuf> = projects.collect();
    let projects: Vec<PathBuf> = projects.into_iter().collect();
    let nothing = GlobSet::empty();
    let found = sources.discover(&projects, &nothing, request.version_control);
    let found = found.unwrap_or_default();
    let survey = Survey::of(sources, &found.directories);
    let units = terragrunt::units(sources, &found.units);
    let run: BTreeSet<&PathBuf> = units.units.iter().map(|unit| &unit.module).collect();
    let is_given_more = |path: &&PathBuf| {
        let reaching = survey.reaching([*path].into_iter());
        run.contains(path) || reaching.iter().any(|it| it != *path)
    };
    let given_more = directories.into_iter().filter(is_given_more);
    given_more.cloned().collect()
}
