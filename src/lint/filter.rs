//! What a command asks to see.

use std::path::Path;

use globset::GlobSet;

use crate::{finding::Confidence, rules::Rule};

/// What the user wants to see.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only these of the rules with a check; all when empty. Those without one are always on: what cannot be read cannot
    /// be judged, and silence about that would look like a clean result.
    pub select: Vec<&'static Rule>,
    /// None of these.
    pub ignore: Vec<&'static Rule>,
    /// Nothing less sure.
    pub min_confidence: Option<Confidence>,
    /// Nothing in files of these names.
    pub exclude: GlobSet,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            min_confidence: None,
            exclude: GlobSet::empty(),
        }
    }
}

impl Filter {
    /// Whether findings of the rule are wanted.
    pub(super) fn wants(&self, rule: &'static Rule) -> bool {
        let among = |list: &[&'static Rule]| list.iter().any(|other| other.id == rule.id);
        let selected = self.select.is_empty() || rule.is_about_reading() || among(&self.select);
        selected && !among(&self.ignore)
    }

    /// A pattern that matches a directory hides all that is below it.
    pub(super) fn excludes(&self, name: &str) -> bool {
        !self.exclude.is_empty()
            && Path::new(name)
                .ancestors()
                .any(|path| !path.as_os_str().is_empty() && self.exclude.is_match(path))
    }
}
