//! Files with values of root variables, named one by one or by pattern.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::Origin;
use crate::source::Sources;

/// A file with values of root variables, or a pattern for some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tfvars {
    /// As written.
    pub text: String,
    /// Where it was written.
    pub origin: Origin,
    base: PathBuf,
}

impl Tfvars {
    /// A path or pattern relative to `base`.
    #[must_use]
    pub fn new(text: &str, base: &Path, origin: Origin) -> Self {
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
        let is_pattern = |part: &str| part.contains(['*', '?', '[', '{']);
        if !is_pattern(&self.text) || sources.exists(&self.path()) == Ok(true) {
            return Ok(vec![self.path()]);
        }
        let parts: Vec<&str> = self.text.split('/').collect();
        let fixed = parts.iter().take_while(|part| !is_pattern(part)).count();
        let (above, below) = parts.split_at_checked(fixed).unwrap_or_default();
        // An absolute path begins with an empty part.
        let above = if above == [""] {
            "/".to_owned()
        } else {
            above.join("/")
        };
        let directory = self.base.join(above);
        let below = below.join("/");
        let pattern = GlobBuilder::new(&below)
            .literal_separator(true)
            .build()
            .map_err(|error| format!("the pattern cannot be read: {}", error.kind()))?
            .compile_matcher();
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let names = sources
            .list_below(&directory)
            .map_err(|reason| reason.to_string())?;
        let files: Vec<_> = names
            .iter()
            .filter(|name| pattern.is_match(name) && (is_hidden(&below) || !is_hidden(name)))
            .map(|name| directory.join(name))
            .collect();
        if files.is_empty() {
            return Err("no file matches".to_owned());
        }
        Ok(files)
    }
}
