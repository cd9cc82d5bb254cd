//! `.terraform/modules/modules.json`: where `terraform init` put the modules that a root calls.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::source::Sources;

/// Terraform's own format; fields that are not needed are left out.
#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    directory: PathBuf,
}

/// The call path (`net.endpoints`) and directory of every module installed for the root in `directory`. Empty when nothing is
/// installed or the file is not Terraform's: `terraform init` would write it anew.
#[must_use]
pub(super) fn installed(sources: &Sources, directory: &Path) -> Vec<(String, PathBuf)> {
    let path = directory.join(".terraform/modules/modules.json");
    let Ok(bytes) = sources.read_bytes(&path) else {
        return Vec::new();
    };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
        return Vec::new();
    };
    manifest
        .modules
        .into_iter()
        .filter(|entry| !entry.key.is_empty())
        .map(|entry| {
            (
                entry.key,
                sources.absolute(&directory.join(entry.directory)),
            )
        })
        .collect()
}
