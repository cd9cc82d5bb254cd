//! Terragrunt's own functions that tell where files are.

use std::path::{Component, Path, PathBuf};

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

/// The way from one directory to another, `.` if they are one.
pub(super) fn relative(to: &Path, from: &Path) -> String {
    let (to, from): (Vec<_>, Vec<_>) = (to.components().collect(), from.components().collect());
    let shared = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let name = |part: &Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    let down = to.iter().skip(shared).map(name);
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
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
    fn ways_lead_from_one_to_the_other() {
        for (to, from, way) in [
            ("/r/live/prod", "/r", "live/prod"),
            ("/r", "/r/live/prod", "../.."),
            ("/r/a", "/r/a", "."),
            ("/r/a/b", "/r/c", "../a/b"),
        ] {
            assert_eq!(relative(Path::new(to), Path::new(from)), way);
        }
    }

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
