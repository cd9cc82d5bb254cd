//! Terragrunt's own functions that tell where files are.

use std::path::{Path, PathBuf};

use crate::source::Sources;

/// A file that is looked for without a name.
const DEFAULT: &str = "terragrunt.hcl";

/// The nearest file of that name above a directory.
pub(super) fn find_above(
    sources: &Sources,
    directory: &Path,
    name: Option<&str>,
) -> Option<PathBuf> {
    let above = directory.ancestors().skip(1);
    let mut inside = above.take_while(|path| sources.identity(path).is_ok());
    inside.find_map(|path| {
        let file = path.join(name.unwrap_or(DEFAULT));
        let is_there = sources.exists(&file) == Ok(true) || sources.is_directory(&file);
        is_there.then_some(file)
    })
}

/// The path that a source names if it is a local one: what stands after `//` is run.
pub(super) fn local_source(source: &str, directory: &Path) -> Option<PathBuf> {
    let is_local = source.starts_with("./") || source.starts_with("../") || source.starts_with('/');
    let is_local = is_local || matches!(source, "." | "..");
    is_local.then(|| directory.join(source.replace("//", "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_sources_are_paths() {
        let source = |text| local_source(text, Path::new("/r/live"));
        assert_eq!(
            source("../modules//vpc"),
            Some("/r/live/../modules/vpc".into())
        );
        assert_eq!(source("/r/m"), Some("/r/m".into()));
        assert_eq!(source("."), Some("/r/live/.".into()));
        for elsewhere in [
            "git::https://example.com/x.git",
            "tfr:///a/b/aws?version=1",
            "github.com/a/b",
            "a/b/aws",
        ] {
            assert_eq!(source(elsewhere), None, "{elsewhere}");
        }
    }
}
