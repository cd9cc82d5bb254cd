//! Files that say nothing of a configuration, whatever module they lie in.

use std::{ffi::OsStr, fmt, path::Path};

use serde::{Deserialize, de::IgnoredAny};

/// What a file is instead of a part of a configuration. Displayed as the end of a sentence: lower case, no full stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Foreign {
    /// What `terraform show -json` writes of a plan.
    Plan,
    /// What Terraform built.
    State,
    /// A unit or stack of Terragrunt.
    Terragrunt,
    /// HCL of another program.
    Hcl,
    /// A picture, an archive, a plan as `terraform plan -out` writes it.
    Binary,
}

impl fmt::Display for Foreign {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Plan => "is a plan, not the configuration it was made from",
            Self::State => "is a state, not a configuration",
            Self::Terragrunt => "is a file of Terragrunt: name its directory instead",
            Self::Hcl => "is HCL of another program",
            Self::Binary => "is no text",
        })
    }
}

impl Foreign {
    /// What the file is by its name and its bytes; `None` for what `file()` or a person of the module may read.
    pub(super) fn of(path: &Path, bytes: &[u8]) -> Option<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        let has = |ending: &str| name.split('.').skip(1).any(|part| part == ending);
        if path.extension() == Some(OsStr::new("hcl")) {
            // Locks, tests and mocks belong to a module.
            let of_terraform = name.contains(".tf") || name.starts_with(".terraform");
            let of_terragrunt = name.starts_with("terragrunt");
            return (!of_terraform).then_some(if of_terragrunt {
                Self::Terragrunt
            } else {
                Self::Hcl
            });
        }
        if has("tfplan") || ["plan.json", "tfplan.json"].contains(&name.as_str()) {
            return Some(Self::Plan);
        }
        if has("tfstate") {
            return Some(Self::State);
        }
        if bytes.contains(&0) || str::from_utf8(bytes).is_err() {
            return Some(Self::Binary);
        }
        let document: Document = serde_json::from_slice(bytes).ok()?;
        document.kind()
    }
}

/// The members that tell what Terraform's documents are.
#[derive(Deserialize)]
struct Document {
    format_version: Option<IgnoredAny>,
    planned_values: Option<IgnoredAny>,
    resource_changes: Option<IgnoredAny>,
    values: Option<IgnoredAny>,
    terraform_version: Option<IgnoredAny>,
    lineage: Option<IgnoredAny>,
}

impl Document {
    const fn kind(&self) -> Option<Foreign> {
        let is_plan = self.planned_values.is_some() || self.resource_changes.is_some();
        match (&self.format_version, &self.terraform_version) {
            (Some(_), _) if is_plan => Some(Foreign::Plan),
            (Some(_), Some(_)) if self.values.is_some() => Some(Foreign::State),
            (_, Some(_)) if self.lineage.is_some() => Some(Foreign::State),
            _ => None,
        }
    }
}
