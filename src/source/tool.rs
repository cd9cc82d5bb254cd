//! Which of the two tools somebody runs in a directory.

use std::path::Path;

use super::snapshot::Sources;

/// The record of the providers that were chosen: each by the registry that it comes from.
pub(super) const LOCK: &str = ".terraform.lock.hcl";

/// What runs a configuration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tool {
    /// HashiCorp's.
    Terraform,
    /// `OpenTofu`.
    Tofu,
}

impl Sources {
    /// The tool that recorded the providers of a directory: each has a registry of its own. None where there is no record, or it says
    /// neither.
    pub(super) fn recorded_tool(&self, directory: &Path) -> Option<Tool> {
        let lock = self.read_bytes(&directory.join(LOCK)).ok()?;
        let lock = String::from_utf8_lossy(&lock);
        match () {
            () if lock.contains("\"registry.opentofu.org/") => Some(Tool::Tofu),
            () if lock.contains("\"registry.terraform.io/") => Some(Tool::Terraform),
            () => None,
        }
    }
}
