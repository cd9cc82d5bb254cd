//! What was not seen of a root: module calls that lead nowhere, files that are not read.

use std::{collections::BTreeSet, path::PathBuf, rc::Rc, sync::Arc};

use crate::{
    eval::{Evaluation, ModuleInstance, call_path},
    module::{self, Call, ModuleId, Program, Target, Unfollowed},
    source::{Sources, Tool},
    span::{FileId, Span},
};

/// A part of a root that was not seen.
#[derive(Clone, Debug)]
pub struct Unseen {
    /// Why.
    pub reason: Unfollowed,
    /// What it is.
    pub part: Part,
    /// The root's directory, as reports name it.
    pub root: Arc<str>,
    /// Where it comes from, as the configuration writes it.
    pub source: String,
    /// The place that names it; none for what a function was to read.
    pub span: Option<Span>,
    /// The tool that is meant in the root; none where it may be either.
    pub(super) tool: Option<Tool>,
    /// Where it lies, if that is known.
    pub(super) path: Option<PathBuf>,
    /// Whether that makes the run fail.
    pub fails: bool,
}

/// What can be out of sight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// A module call.
    Call {
        /// `module.net.module.vpc`, without the keys of instances.
        address: String,
        /// The versions that it lets in, as far as they are written out.
        version: Option<String>,
    },
    /// A file.
    File,
}

impl Part {
    /// The address of a call.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Call { address, .. } => Some(address),
            Self::File => None,
        }
    }

    /// The version of a call.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Call { version, .. } => version.as_deref(),
            Self::File => None,
        }
    }
}

/// Whether all of a root is in sight, whatever it evaluates to.
pub(super) fn is_all_seen(program: &Program, root: ModuleId) -> bool {
    let is_followed =
        |call: &Call| !matches!(call.target, Target::Unfollowed(_)) && !call.is_early();
    program.module(root).values_outside.is_empty()
        && program.reach(root).into_iter().all(|id| {
            let module = program.module(id);
            module.outside.is_empty() && module.calls.values().all(is_followed)
        })
}

/// What was not seen of a root, without what findings tell of.
pub(super) fn untold_of_root(evaluation: &Evaluation<'_>) -> Vec<Unseen> {
    let mut unseen = of_root(evaluation);
    unseen.retain(|one| one.reason != Unfollowed::MissingDirectory);
    unseen
}

/// What was not seen of a root. Calls that make nothing are left out.
pub(super) fn of_root(evaluation: &Evaluation<'_>) -> Vec<Unseen> {
    let root = evaluation.root.module;
    let (sources, name) = (evaluation.sources, Arc::from(root.name.as_str()));
    let (mut calls, mut files) = (BTreeSet::new(), BTreeSet::new());
    let mut unseen = Vec::new();
    for scope in evaluation.module_instances() {
        for call in scope.module.calls.values() {
            let reason = match call.target {
                Target::Unfollowed(reason) => reason,
                // It may lead elsewhere in this root.
                _ if call.is_early() => Unfollowed::EarlySource,
                _ => continue,
            };
            // Of these it is known that nothing is missed.
            if module::leaves_endpoints_alone(call) {
                continue;
            }
            let leads_nowhere = evaluation.target(&scope, call).is_none();
            if !leads_nowhere || !evaluation.may_make(&scope, call) {
                continue;
            }
            let path = call_path(&scope, &call.name);
            if calls.insert(path.clone()) {
                let is_installed = root.installed_outside.contains(&path);
                let reason = if is_installed {
                    Unfollowed::OutsideProject
                } else {
                    reason
                };
                unseen.push(of_call(&scope, call, &path, reason, &name));
            }
        }
        files.extend(scope.module.outside.iter().copied());
    }
    files.extend(root.values_outside.iter().copied());
    unseen.extend(files.into_iter().map(|file| of_file(sources, file, &name)));
    let read = evaluation.outside.borrow();
    unseen.extend(read.iter().map(|path| Unseen {
        reason: Unfollowed::OutsideProject,
        part: Part::File,
        root: name.clone(),
        source: path.to_string(),
        span: None,
        tool: None,
        path: Some(root.directory.join(&**path)),
        fails: false,
    }));
    if !unseen.is_empty() {
        let tool = module::tool_of_root(sources, root);
        for one in &mut unseen {
            one.tool = tool;
        }
    }
    unseen
}

fn of_call(
    scope: &Rc<ModuleInstance<'_>>,
    call: &Call,
    path: &str,
    reason: Unfollowed,
    root: &Arc<str>,
) -> Unseen {
    let literal = |name: &str| call.literal(name).map(ToString::to_string);
    Unseen {
        reason,
        part: Part::Call {
            address: address_of(path),
            version: literal("version"),
        },
        root: root.clone(),
        source: literal("source").unwrap_or_default(),
        span: Some(call.source_span()),
        tool: None,
        path: module::local_path(scope.module, call),
        fails: false,
    }
}

/// `module.net.module.vpc` of `net.vpc`.
pub(super) fn address_of(path: &str) -> String {
    let steps = path.split('.').map(|name| format!("module.{name}"));
    steps.collect::<Vec<_>>().join(".")
}

fn of_file(sources: &Sources, id: FileId, root: &Arc<str>) -> Unseen {
    let file = sources.file(id);
    Unseen {
        reason: Unfollowed::OutsideProject,
        part: Part::File,
        root: root.clone(),
        source: file.name.clone(),
        span: Some(Span::new(id, 0, 0)),
        tool: None,
        path: Some(file.path.clone()),
        fails: false,
    }
}

/// `2 module calls and 1 file`.
pub(super) fn counted<'u>(all: impl Iterator<Item = &'u Unseen>) -> String {
    let (files, calls): (Vec<_>, Vec<_>) = all.partition(|one| one.part == Part::File);
    let count = |count: usize, noun: &str| {
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {noun}{plural}"))
    };
    let parts = [
        count(calls.len(), "module call"),
        count(files.len(), "file"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join(" and ")
}
