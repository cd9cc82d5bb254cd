//! What one place says about settings.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::{FailOn, SettingOrigin, Tfvars, Variant};
use crate::{
    finding::{Confidence, Severity},
    options::{OptionValue, RuleOption},
    rules::Rule,
};

/// All that one place says. What is `None` or empty it leaves to the places below.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Only these rules.
    pub select: Option<(Vec<&'static Rule>, SettingOrigin)>,
    /// None of these.
    pub ignore: Vec<(&'static Rule, SettingOrigin)>,
    /// Other severities than those of the pages.
    pub severity: Vec<(&'static Rule, Severity, SettingOrigin)>,
    /// These too, be they off by default.
    pub enable: Vec<(&'static Rule, SettingOrigin)>,
    /// What is told these rules beside.
    pub options: Vec<(&'static Rule, RuleOption, OptionValue, SettingOrigin)>,
    /// Nothing less sure.
    pub min_confidence: Option<(Confidence, SettingOrigin)>,
    /// What makes a run fail.
    pub fail_on: Option<(FailOn, SettingOrigin)>,
    /// Whether what was not seen makes a run fail.
    pub fail_on_unfollowed: Option<(bool, SettingOrigin)>,
    /// Nothing in files that match.
    pub exclude: Vec<Pattern>,
    /// Files with values of root variables.
    pub var_files: Vec<Tfvars>,
    /// What root modules are judged with, one after the other; in place of what weaker layers name.
    pub variants: Vec<Variant>,
    /// The file that lists accepted findings, as an absolute path or one relative to the working directory.
    pub baseline: Option<(PathBuf, SettingOrigin)>,
    /// Whether ignore comments must have a reason.
    pub require_ignore_reason: Option<(bool, SettingOrigin)>,
}

/// A pattern for paths below a directory.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    /// Where it was written.
    pub origin: SettingOrigin,
    base: PathBuf,
    matcher: GlobMatcher,
}

impl Pattern {
    /// A pattern of [`pattern`]'s grammar for paths below `base`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(text: &str, base: &Path, origin: SettingOrigin) -> Result<Self, String> {
        Ok(Self {
            text: text.to_owned(),
            origin,
            base: base.to_path_buf(),
            matcher: pattern(text)?.compile_matcher(),
        })
    }

    /// The directory that it is relative to.
    #[must_use]
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// Whether it matches an absolute path or a directory above it that is below the base.
    #[must_use]
    pub fn covers(&self, path: &Path) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|relative| {
            relative
                .ancestors()
                .any(|one| !one.as_os_str().is_empty() && self.matcher.is_match(one))
        })
    }
}

/// Reads a pattern: `*` stops at `/`, and one without `/` matches at any depth. One that could never match is refused: it would
/// be without effect in silence.
///
/// # Errors
///
/// What is wrong with it.
pub fn pattern(text: &str) -> Result<globset::Glob, String> {
    let trimmed = text.trim_start_matches("./").trim_end_matches('/');
    if matches!(trimmed, "" | ".") {
        return Err("it names the directory itself; everything is `**`".to_owned());
    }
    if text.starts_with('/') {
        return Err("it must be relative".to_owned());
    }
    if text.starts_with('!') {
        return Err("patterns cannot be negated".to_owned());
    }
    let anywhere = if trimmed.contains('/') { "" } else { "**/" };
    GlobBuilder::new(&format!("{anywhere}{trimmed}"))
        .literal_separator(true)
        .build()
        .map_err(|error| error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn patterns_without_slash_match_anywhere() {
        for (text, path, matches) in [
            ("examples", "a/examples", true),
            ("examples/", "examples", true),
            ("./a/*.tf", "a/b.tf", true),
            ("a/*.tf", "a/b/c.tf", false),
            ("a/**", "a/b/c.tf", true),
            ("*.tf", "a/b.tf", true),
        ] {
            let glob = pattern(text).map(|glob| glob.compile_matcher().is_match(path));
            assert_eq!(glob, Ok(matches), "{text} {path}");
        }
        for wrong in ["a[", "", ".", "./", "/a", "!a"] {
            assert!(pattern(wrong).is_err(), "{wrong}");
        }
    }
}
