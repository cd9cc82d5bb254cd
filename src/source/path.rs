//! Arithmetic on paths.

use std::path::{Component, Path, PathBuf};

use crate::filesystem as fs;

/// The nearest directory from `directory` upwards that has `.git`: a directory, or a file in linked work trees.
pub(super) fn project_of(directory: &Path) -> Option<PathBuf> {
    directory
        .ancestors()
        .find(|ancestor| fs::exists(&ancestor.join(".git")))
        .map(Path::to_path_buf)
}

/// The path without `.` and `..`, taken literally as Terraform does with module sources, not through links.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// The path with links resolved as far as it exists.
pub(super) fn resolved(absolute: &Path) -> PathBuf {
    absolute
        .ancestors()
        .find_map(|above| {
            let resolved = fs::canonicalize(above).ok()?;
            let missing = absolute.strip_prefix(above).ok()?;
            Some(normal(&resolved.join(missing)))
        })
        .unwrap_or_else(|| absolute.to_path_buf())
}

/// `path` as seen from `base`, with `/`, and `.` for `base` itself. Both are absolute and normal; on different drives the
/// path is given as it is.
pub(crate) fn relative(base: &Path, path: &Path) -> String {
    let mut from = base.components().peekable();
    let mut to = path.components().peekable();
    let mut shared = 0;
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
        shared += 1;
    }
    if shared == 0 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let parts: Vec<String> = from
        .map(|_| "..".to_owned())
        .chain(to.map(|part| part.as_os_str().to_string_lossy().into_owned()))
        .collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative() {
        for (base, path, name) in [
            ("/a/b", "/a/b/c/d.tf", "c/d.tf"),
            ("/a/b", "/a/c/d.tf", "../c/d.tf"),
            ("/a/b", "/a/b", "."),
            ("/a/b/c", "/a", "../.."),
            ("/a", "/x/y", "../x/y"),
            ("/r", "/r/live/prod", "live/prod"),
            ("/r/live/prod", "/r", "../.."),
            ("/r/a", "/r/a", "."),
            ("/r/c", "/r/a/b", "../a/b"),
        ] {
            assert_eq!(relative(Path::new(base), Path::new(path)), name);
        }
    }

    #[test]
    fn dots_are_taken_literally() {
        assert_eq!(normal(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(normal(Path::new("/../a")), Path::new("/a"));
    }
}
