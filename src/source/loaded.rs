//! Which files of a directory Terraform or `OpenTofu` loads, by their names.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::Path,
};

use super::snapshot::Sources;

/// The suffixes of Terraform files. A file of `OpenTofu` comes before the one it replaces.
const SUFFIXES: [&str; 4] = [".tofu", ".tofu.json", ".tf", ".tf.json"];

/// Those that only `OpenTofu` knows.
const OF_TOFU: [&str; 2] = [".tofu", ".tofu.json"];

/// The record of the providers that were chosen: each by the registry that it comes from.
pub(super) const LOCK: &str = ".terraform.lock.hcl";

impl Sources {
    /// The Terraform files among the names of a directory, sorted. Names need not be text. Where `OpenTofu` is meant, `a.tofu` replaces
    /// `a.tf` and `a.tofu.json` replaces `a.tf.json`: everywhere but where providers of Terraform's registry are recorded, and none of
    /// `OpenTofu`'s. Terraform loads none of them.
    pub(super) fn loaded(&self, directory: &Path, names: &BTreeSet<OsString>) -> Vec<OsString> {
        let all = names
            .iter()
            .filter(|name| is_terraform(&name.to_string_lossy()));
        let is_tofu = |name: &&OsString| is_of_tofu(&name.to_string_lossy());
        if all.clone().any(|name| is_tofu(&name)) && self.means_terraform(directory) {
            return all.filter(|name| !is_tofu(name)).cloned().collect();
        }
        let replaced = |name: &Path| {
            let replacement = match name.extension().and_then(OsStr::to_str) {
                Some("tf") => name.with_extension("tofu"),
                Some("json") => name.with_extension("").with_extension("tofu.json"),
                _ => return false,
            };
            replacement != *name && names.contains(replacement.as_os_str())
        };
        all.filter(|name| !replaced(Path::new(name)))
            .cloned()
            .collect()
    }

    fn means_terraform(&self, directory: &Path) -> bool {
        let lock = self.read_bytes(&directory.join(LOCK));
        lock.is_ok_and(|lock| {
            let lock = String::from_utf8_lossy(&lock);
            lock.contains("\"registry.terraform.io/") && !lock.contains("\"registry.opentofu.org/")
        })
    }
}

/// Whether only `OpenTofu` would load a file of this name.
fn is_of_tofu(name: &str) -> bool {
    OF_TOFU.iter().any(|suffix| name.ends_with(suffix))
}

/// Whether Terraform or `OpenTofu` would load a file of this name: not those of editors, which it ignores.
pub(super) fn is_terraform(name: &str) -> bool {
    let of_an_editor = name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'));
    !of_an_editor && SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
}

/// Whether a file of this name is part of a configuration or has values for one.
#[must_use]
pub fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    is_terraform(&name) || is_values(&name)
}

/// Whether a file of this name has values of variables.
#[must_use]
pub fn is_values(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}
