//! A plan that is given: which root it was made of, and what it adds to the program.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    find::Found,
    request::{Error, Request},
};
use crate::{
    inputs::Given,
    module::{ModuleId, Program},
    note::Note,
    saved_plan::SavedPlan,
    source::{Discovery, Sources},
};

/// A plan that was read.
struct Saved {
    plan: Arc<SavedPlan>,
    path: PathBuf,
}

/// The root that a plan was made of.
pub(super) struct OfRoot {
    root: ModuleId,
    plan: Arc<SavedPlan>,
    /// What is to be told of it.
    pub(super) note: Option<Note>,
}

impl Saved {
    /// The one that the request names.
    fn of(sources: &Sources, request: &Request) -> Result<Option<Self>, Error> {
        let Some(path) = &request.plan else {
            return Ok(None);
        };
        match SavedPlan::read(sources, path) {
            Ok(plan) => Ok(Some(Self {
                plan: Arc::new(plan),
                path: path.clone(),
            })),
            Err(reason) => Err(Error::Plan {
                path: path.clone(),
                reason,
            }),
        }
    }

    /// Finds its root, and lets calls lead to what the plan has kept of modules whose text is elsewhere. Without any configuration the plan is all
    /// there is.
    fn join(
        self,
        sources: &Sources,
        found: &Found,
        program: &mut Program,
    ) -> Result<OfRoot, Error> {
        let is_alone = found.discovery.directories.is_empty() && found.asked.files.is_empty();
        if is_alone {
            let path = sources.absolute(&self.path);
            let directory = path.parent().unwrap_or(Path::new("/"));
            *program = self.plan.program(directory);
            let root = program.roots.first().copied();
            let note = "there are no Terraform files: the plan is judged alone, which decides less";
            return root.map_or_else(
                || Err(Error::Command("the plan has no root module".to_owned())),
                |root| {
                    Ok(OfRoot {
                        root,
                        plan: self.plan,
                        note: Some(Note::of(note)),
                    })
                },
            );
        }
        let root = self.root(sources, program)?;
        let shown = sources.file(self.plan.file);
        let file = sources.bundled(&self.plan.name, shown.text.clone());
        self.plan.follow(program, root, file.id);
        let name = &program.module(root).name;
        let others = program.roots.len() > 1;
        let note = format!("the plan is of `{name}`: other root modules are judged without");
        Ok(OfRoot {
            root,
            plan: self.plan,
            note: others.then(|| Note::of(note)),
        })
    }

    /// The root that fits.
    fn root(&self, sources: &Sources, program: &Program) -> Result<ModuleId, Error> {
        let misfits = program.roots.iter();
        let misfits: Vec<_> = misfits
            .map(|root| (*root, self.plan.misfit(program, *root)))
            .collect();
        let name = |root: &ModuleId| format!("`{}`", program.module(*root).name);
        let fitting = misfits.iter().filter(|(_, misfit)| misfit.is_none());
        let fitting: Vec<ModuleId> = fitting.map(|(root, _)| *root).collect();
        let path = self.path.display();
        match fitting.as_slice() {
            [only] => Ok(*only),
            [] => {
                let nearest = misfits.iter().rev().max_by_key(|(_, it)| it.likeness());
                Err(Error::Command(match nearest {
                    Some((root, misfit)) => format!(
                        "`{path}` is not a plan of {}: {misfit}; make the plan anew, or name the directory that it was made in",
                        name(root)
                    ),
                    None => format!("there is no root module that `{path}` could be a plan of"),
                }))
            }
            several => {
                let own = sources.absolute(&self.path);
                let own = own.parent().and_then(|path| sources.identity(path).ok());
                let beside = |root: &&ModuleId| Some(&program.module(**root).place) == own.as_ref();
                let names: Vec<_> = several.iter().map(name).collect();
                several.iter().find(beside).copied().ok_or_else(|| {
                    Error::Command(format!(
                        "`{path}` may be a plan of {}: name the directory that it was made in",
                        names.join(" and of ")
                    ))
                })
            }
        }
    }
}

/// Reads a plan, if one is given, and finds its root.
pub(super) fn join(
    sources: &Sources,
    request: &Request,
    found: &Found,
    program: &mut Program,
) -> Result<Option<OfRoot>, Error> {
    let saved = Saved::of(sources, request)?;
    let joined = saved.map(|saved| saved.join(sources, found, program));
    joined.transpose()
}

/// Gives a plan to its root, which is judged once: what it was made with is in it.
pub(super) fn give(planned: Option<&OfRoot>, program: &Program, given: &mut [Vec<Given>]) {
    let roots = program.roots.iter().zip(given);
    for (root, given) in roots {
        if let Some(planned) = planned.filter(|it| it.root == *root) {
            *given = vec![Given {
                plan: Some(planned.plan.clone()),
                ..Given::default()
            }];
        }
    }
}

/// The paths at which there is nothing. Where a plan is judged alone, that is told instead.
pub(super) fn without_terraform(request: &Request, discovery: Discovery) -> Vec<PathBuf> {
    let is_alone = request.plan.is_some() && discovery.directories.is_empty();
    if is_alone {
        Vec::new()
    } else {
        discovery.without_terraform
    }
}
