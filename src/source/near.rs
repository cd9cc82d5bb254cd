//! Files with values of variables that lie near a root and that nobody named.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use super::{
    loaded::{is_terraform, is_values},
    snapshot::Sources,
};
use crate::filesystem as fs;

/// How deep below a root files with its values are looked for: `params/eu-west-1/prod/a.tfvars`.
const DEEPEST: usize = 4;

/// After so many entries the search ends.
const MOST_ENTRIES: usize = 2_000;

impl Sources {
    /// The files with values that lie beside a root or below it, as far as they belong to no other module, sorted; without those that
    /// Terraform loads by itself.
    #[must_use]
    pub fn values_near(&self, root: &Path) -> Vec<PathBuf> {
        let Ok(directory) = self.identity(root) else {
            return Vec::new();
        };
        let mut entries = fs::walk(WalkDir::new(&directory).max_depth(DEEPEST));
        let (mut files, mut modules) = (BTreeSet::new(), BTreeSet::new());
        let mut met = 0;
        while met < MOST_ENTRIES
            && let Some(entry) = entries.next()
        {
            let Ok(entry) = entry else {
                met += 1;
                continue;
            };
            let name = entry.file_name().to_string_lossy();
            if entry.depth() > 0 && name.starts_with('.') {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            met += 1;
            if is_values(&name) {
                files.insert(entry.path().to_path_buf());
            } else if is_terraform(&name)
                && let Some(parent) = entry.path().parent()
            {
                modules.insert(parent.to_path_buf());
            }
        }
        modules.remove(&directory);
        for loaded in self.variable_files(&directory).unwrap_or_default() {
            files.remove(&loaded);
        }
        let is_of_another = |file: &PathBuf| {
            file.ancestors()
                .skip(1)
                .any(|above| modules.contains(above))
        };
        files.retain(|file| !is_of_another(file));
        files.into_iter().collect()
    }
}
