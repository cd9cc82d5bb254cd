//! Directories that make nothing and call nothing: what scripts copy into roots, and only together with those is run.

use std::{cell::OnceCell, collections::BTreeMap, path::PathBuf, sync::Arc};

use crate::{
    module::Module,
    source::{SourceFile, Sources},
    syntax::{Body, parse_native},
};

/// The kinds of blocks that such a directory has: with an output it would be a module that others call.
const KINDS: [&str; 5] = ["variable", "locals", "data", "provider", "terraform"];

/// More text than this is not searched, in bytes.
const MOST_TEXT: usize = 32 * 1024 * 1024;

/// The configuration files of a project, by directory.
pub(super) struct Fragments<'e> {
    sources: &'e Sources,
    files: OnceCell<Option<BTreeMap<PathBuf, Vec<Arc<SourceFile>>>>>,
}

impl<'e> Fragments<'e> {
    pub(super) const fn of(sources: &'e Sources) -> Self {
        Self {
            sources,
            files: OnceCell::new(),
        }
    }

    /// Whether files of another directory, which is no module of its own, may declare `var.region` in a module.
    pub(super) fn may_declare(&self, module: &Module, name: &str) -> bool {
        let Some((root, own)) = name.split_once('.') else {
            return false;
        };
        let Some(directories) = self.files.get_or_init(|| self.read()) else {
            return true;
        };
        let word = own.rsplit('.').next().unwrap_or(own);
        let mut others = directories.iter().filter(|(directory, files)| {
            **directory != module.place && files.iter().any(|it| it.text.contains(word))
        });
        others.any(|(_, files)| {
            let bodies: Vec<Body> = files
                .iter()
                .map(|it| parse_native(it.id, &it.text).body)
                .collect();
            let mut blocks = bodies.iter().flat_map(|it| &it.blocks);
            blocks.all(|it| KINDS.contains(&&*it.kind))
                && bodies.iter().any(|it| declares(it, root, own))
        })
    }

    /// None where there is too much of it.
    fn read(&self) -> Option<BTreeMap<PathBuf, Vec<Arc<SourceFile>>>> {
        let mut all: BTreeMap<PathBuf, Vec<Arc<SourceFile>>> = BTreeMap::new();
        let mut text = 0;
        let project = self.sources.project();
        let below = self.sources.kept_list_below(project).ok()?;
        let paths = below.iter().filter(|it| !it.contains(".terraform/"));
        let paths = paths.map(|it| project.join(it));
        for path in paths.filter(|it| it.extension().is_some_and(|it| it == "tf")) {
            let Ok(file) = self.sources.read(&path) else {
                continue;
            };
            text += file.text.len();
            if text > MOST_TEXT {
                return None;
            }
            if let Some(directory) = path.parent() {
                all.entry(directory.to_owned()).or_default().push(file);
            }
        }
        Some(all)
    }
}

fn declares(body: &Body, root: &str, own: &str) -> bool {
    body.blocks.iter().any(|block| {
        let label = |at| block.label(at).map(|it| &**it);
        match (root, &*block.kind) {
            ("var", "variable") => label(0) == Some(own),
            ("local", "locals") => block.body.attribute(own).is_some(),
            ("data", "data") => own.split_once('.') == label(0).zip(label(1)),
            _ => false,
        }
    })
}
