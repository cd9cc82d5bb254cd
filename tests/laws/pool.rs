//! What arguments may be: the values that the fixtures give them.

use std::collections::{BTreeMap, BTreeSet};

use super::rewrite::{arguments, is_closed, is_native, parsed, subject};
use crate::fixtures::Case;

/// Closed values of arguments, by subject and path, as the fixtures have them; of good fixtures first.
pub(crate) struct Pool {
    values: BTreeMap<(String, String), BTreeMap<String, BTreeSet<String>>>,
    /// By subject and argument: in how many blocks it stands. The empty name counts the blocks.
    present: BTreeMap<(String, String), usize>,
}

impl Pool {
    /// What all fixtures say.
    pub(crate) fn of(cases: &[Case]) -> Self {
        let mut pool = Self {
            values: BTreeMap::new(),
            present: BTreeMap::new(),
        };
        for case in cases {
            for argument in arguments(&case.files) {
                let text = argument.text.clone();
                if is_closed(&argument.tree) && !text.contains("<<") && !text.contains('#') {
                    let of = pool.values.entry((argument.subject, argument.path));
                    let by = of.or_default().entry(text).or_default();
                    by.insert(format!("{} {}", case.rule, case.kind()));
                }
            }
            for (_, text) in case.files.iter().filter(|(name, _)| is_native(name)) {
                for block in &parsed(text).blocks {
                    let Some(subject) = subject(block) else {
                        continue;
                    };
                    let names = block.body.attributes.iter().map(|it| it.name.to_string());
                    for name in names.chain([String::new()]) {
                        *pool.present.entry((subject.clone(), name)).or_default() += 1;
                    }
                }
            }
        }
        pool
    }

    /// Other values of an argument: what good fixtures of the rule have first, then what its other fixtures and other rules have.
    pub(crate) fn others(&self, rule: &str, subject: &str, path: &str, but: &str) -> Vec<&str> {
        let Some(values) = self.values.get(&(subject.to_owned(), path.to_owned())) else {
            return Vec::new();
        };
        let (good, own) = (format!("{rule} good"), format!("{rule} "));
        let rank = |by: &BTreeSet<String>| {
            if by.contains(&good) {
                0
            } else if by.iter().any(|it| it.starts_with(&own)) {
                1
            } else {
                2
            }
        };
        let mut others: Vec<_> = values.iter().filter(|(text, _)| *text != but).collect();
        others.sort_by_key(|(text, by)| (rank(by), (*text).clone()));
        others.into_iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Whether some block has no such argument.
    pub(crate) fn is_optional(&self, subject: &str, path: &str) -> bool {
        let count = |name: &str| self.present.get(&(subject.to_owned(), name.to_owned()));
        !path.contains('.') && count(path) < count("")
    }

    /// The arguments that blocks of a subject may have.
    pub(crate) fn arguments_of(&self, subject: &str) -> Vec<&str> {
        let of_it = self.values.keys().filter(|(it, _)| it == subject);
        of_it
            .map(|(_, path)| path.as_str())
            .filter(|path| !path.contains('.') && self.is_optional(subject, path))
            .collect()
    }
}
