//! Which files of a directory Terraform or `OpenTofu` loads, by their names.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::Path,
};

use super::{snapshot::Sources, tool::Tool};

/// The suffixes of Terraform files. A file of `OpenTofu` comes before the one it replaces.
const SUFFIXES: [&str; 4] = [".tofu", ".tofu.json", ".tf", ".tf.json"];

/// Those that only `OpenTofu` knows.
const OF_TOFU: [&str; 2] = [".tofu", ".tofu.json"];

impl Sources {
    /// The Terraform files among the names of a directory, sorted. Names need not be text. For `OpenTofu` `a.tofu` replaces `a.tf` and
    /// `a.tofu.json` replaces `a.tf.json`, Terraform loads none of them. Where no tool is named that counts which recorded its
    /// providers there, else `OpenTofu`.
    pub(super) fn loaded(
        &self,
        directory: &Path,
        names: &BTreeSet<OsString>,
        tool: Option<Tool>,
    ) -> Vec<OsString> {
        let all = names
            .iter()
            .filter(|name| is_terraform(&name.to_string_lossy()));
        let is_tofu = |name: &&OsString| is_of_tofu(&name.to_string_lossy());
        let is_terraform =
            || tool.or_else(|| self.recorded_tool(directory)) == Some(Tool::Terraform);
        if all.clone().any(|name| is_tofu(&name)) && is_terraform() {
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
}

/// Whether only `OpenTofu` would load a file of this name.
pub(super) fn is_of_tofu(name: &str) -> bool {
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
