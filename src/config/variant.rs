//! Variants: values of root variables, and a workspace, that root modules are judged with one after the other.

use std::{path::Path, sync::Arc};

use super::{SettingOrigin, Tfvars};
use crate::source::Sources;

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variant {
    /// What reports call it.
    pub name: Arc<str>,
    /// Files with values; later ones win. Without any it is for all root modules.
    pub var_files: Vec<Tfvars>,
    /// The value of `terraform.workspace`.
    pub workspace: Option<Arc<str>>,
    /// Where it was written.
    pub origin: SettingOrigin,
}

/// The variants that files are which match a pattern, by name: each is called what its file is called, or, where that is the name which
/// Terraform gives such files, what its directory is.
///
/// # Errors
///
/// When the pattern cannot be read, or nothing matches it.
pub fn variants(
    pattern: &str,
    base: &Path,
    origin: SettingOrigin,
    sources: &Sources,
) -> Result<Vec<Variant>, String> {
    let files = Tfvars::new(pattern, base, origin);
    // Whoever runs the command may name what lies outside of the project.
    sources.allow(&files.path());
    let files = files.files(sources)?;
    let variant = |path: &Path| {
        if sources.exists(path) != Ok(true) {
            return Err("it does not exist".to_owned());
        }
        let text = path.to_string_lossy();
        Ok(Variant {
            name: name_of(path).into(),
            var_files: vec![Tfvars::new(&text, base, origin)],
            workspace: None,
            origin,
        })
    };
    files.iter().map(|path| variant(path)).collect()
}

/// What a file with values is called: `prod` for `envs/prod.tfvars` and for `envs/prod/terraform.tfvars`.
fn name_of(path: &Path) -> String {
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let whole = name(path);
    let stem = whole.strip_suffix(".json").unwrap_or(&whole);
    let stem = stem.strip_suffix(".tfvars").unwrap_or(stem);
    let stem = stem.strip_suffix(".auto").unwrap_or(stem);
    let above = path.parent().map(name).filter(|it| !it.is_empty());
    match above {
        Some(above) if matches!(stem, "" | "terraform") => above,
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_give_names() {
        for (path, name) in [
            ("envs/prod.tfvars", "prod"),
            ("envs/prod.tfvars.json", "prod"),
            ("prod.eu.tfvars", "prod.eu"),
            ("prod.auto.tfvars", "prod"),
            ("envs/prod/terraform.tfvars", "prod"),
            ("envs/prod/terraform.tfvars.json", "prod"),
            ("terraform.tfvars", "terraform"),
            ("envs/prod.values", "prod.values"),
            ("envs/.tfvars", "envs"),
        ] {
            assert_eq!(name_of(Path::new(path)), name, "{path}");
        }
    }
}
