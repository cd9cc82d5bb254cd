//! Files with values of root variables, named one by one or by pattern.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::SettingOrigin;
use crate::source::Sources;

/// A file with values of root variables, or a pattern for some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tfvars {
    /// As written.
    pub text: String,
    /// Where it was written.
    pub origin: SettingOrigin,
    base: PathBuf,
}

impl Tfvars {
    /// A path or pattern relative to `base`.
    #[must_use]
    pub fn new(text: &str, base: &Path, origin: SettingOrigin) -> Self {
        Self {
            text: text.to_owned(),
            origin,
            base: base.to_path_buf(),
        }
    }

    /// The path as if it were no pattern.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.base.join(&self.text)
    }

    /// The files that it stands for, by name, which is the order in which a shell would hand them to Terraform. What exists
    /// is a file, whatever its name looks like. As in a shell, `*` matches nothing hidden.
    ///
    /// # Errors
    ///
    /// When a pattern cannot be read, or there is no file for it.
    pub fn files(&self, sources: &Sources) -> Result<Vec<PathBuf>, String> {
        let exists = || sources.exists(&self.path()) == Ok(true);
        let pattern = self.pattern().filter(|_| !exists());
        let Some((directory, below)) = pattern else {
            return Ok(vec![self.path()]);
        };
        let matches = matcher(&below)?;
        let names = sources
            .list_below(&directory)
            .map_err(|reason| reason.to_string())?;
        let files: Vec<_> = names
            .iter()
            .filter(|name| matches(name))
            .map(|name| directory.join(name))
            .collect();
        if files.is_empty() {
            return Err("no file matches".to_owned());
        }
        Ok(files)
    }

    /// Whether it stands for a file, given by its absolute path, that need not be there any more.
    #[must_use]
    pub fn names(&self, sources: &Sources, path: &Path) -> bool {
        let by_pattern = || {
            let (directory, below) = self.pattern()?;
            let relative = path.strip_prefix(sources.absolute(&directory)).ok()?;
            Some(matcher(&below).ok()?(&relative.to_string_lossy()))
        };
        sources.absolute(&self.path()) == path || by_pattern() == Some(true)
    }

    /// If it looks like a pattern, the directory to search and what is to be matched below.
    fn pattern(&self) -> Option<(PathBuf, String)> {
        let is_pattern = |part: &&str| part.contains(['*', '?', '[', '{']);
        let parts: Vec<&str> = self.text.split('/').collect();
        let fixed = parts.iter().position(is_pattern)?;
        let (above, below) = parts.split_at_checked(fixed)?;
        // An absolute path begins with an empty part.
        let above = if above == [""] {
            "/".to_owned()
        } else {
            above.join("/")
        };
        Some((self.base.join(above), below.join("/")))
    }
}

/// What a pattern matches; `*` stops at `/`.
fn matcher(pattern: &str) -> Result<impl Fn(&str) -> bool, String> {
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("the pattern cannot be read: {}", error.kind()))?
        .compile_matcher();
    let wants_hidden = is_hidden(pattern);
    Ok(move |path: &str| glob.is_match(path) && (wants_hidden || !is_hidden(path)))
}
