//! Directories that make nothing and call nothing: what scripts copy into modules, and only there is run.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use super::{Module, Program, read::parse_file};
use crate::{
    source::{SourceFile, Sources, is_configuration, is_values},
    syntax::Block,
};

/// What the blocks of such a directory begin with: with an output it would be a module that others call.
const KINDS: [&str; 5] = ["variable", "locals", "data", "provider", "terraform"];

/// What stands at the beginning of a line in directories that are none.
const OF_MODULES: [&str; 3] = ["resource ", "module ", "output "];

/// More text than this is not searched, in bytes.
const MOST_TEXT: usize = 32 * 1024 * 1024;

/// The names that such directories declare, as references have them: `var.region`. They are looked for once for all modules.
#[derive(Default, Debug)]
pub(super) struct Fragments(OnceLock<Option<BTreeMap<PathBuf, BTreeSet<String>>>>);

impl Program {
    /// Whether a file that is copied into a module from elsewhere in the project may declare a name.
    pub fn may_be_copied(&self, sources: &Sources, module: &Module, name: &str) -> bool {
        let fragments = self.fragments.0.get_or_init(|| declared(sources));
        fragments.as_ref().is_none_or(|all| {
            let mut others = all.iter().filter(|(place, _)| **place != module.place);
            others.any(|(_, names)| names.contains(name))
        })
    }
}

/// What each declares; none where there is too much to look at.
fn declared(sources: &Sources) -> Option<BTreeMap<PathBuf, BTreeSet<String>>> {
    let project = sources.project();
    let below = sources.kept_list_below(project).ok()?;
    let mut directories: BTreeMap<&Path, Vec<Arc<SourceFile>>> = BTreeMap::new();
    let mut text = 0;
    for name in below.iter().filter(|it| !it.contains(".terraform/")) {
        let name = Path::new(name);
        if !is_configuration(name) || is_values(&name.to_string_lossy()) {
            continue;
        }
        let Ok(file) = sources.read(&project.join(name)) else {
            continue;
        };
        text += file.text.len();
        if text > MOST_TEXT {
            return None;
        }
        let files = directories.entry(name.parent()?).or_default();
        files.push(file);
    }
    let directories = directories.into_iter();
    let named = directories.filter_map(|(directory, files)| {
        let names = names_in(&files)?;
        Some((project.join(directory), names))
    });
    Some(named.collect())
}

/// The names that some files declare, if they make nothing and call nothing.
fn names_in(files: &[Arc<SourceFile>]) -> Option<BTreeSet<String>> {
    let is_of_module = |line: &str| OF_MODULES.iter().any(|it| line.starts_with(it));
    if files.iter().any(|it| it.text.lines().any(is_of_module)) {
        return None;
    }
    let mut names = BTreeSet::new();
    for file in files {
        for block in parse_file(file).body.blocks {
            if !KINDS.contains(&&*block.kind) {
                return None;
            }
            names.extend(names_of(&block));
        }
    }
    Some(names)
}

fn names_of(block: &Block) -> Vec<String> {
    match (&*block.kind, block.label(0), block.label(1)) {
        ("variable", Some(name), _) => vec![format!("var.{name}")],
        ("data", Some(ty), Some(name)) => vec![format!("data.{ty}.{name}")],
        ("locals", ..) => {
            let values = block.body.attributes.iter();
            values.map(|it| format!("local.{}", it.name)).collect()
        }
        _ => Vec::new(),
    }
}
