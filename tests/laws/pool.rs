//! What arguments may be: the values that the fixtures give them.

use std::collections::{BTreeMap, BTreeSet};

use vpcelint::syntax::Body;

use super::rewrite::{arguments, is_closed, is_native, parsed, subject};
use crate::fixtures::Case;

/// Closed values of arguments, by subject and path, as the fixtures have them; of good fixtures first.
pub(crate) struct Pool {
    values: BTreeMap<(String, String), BTreeMap<String, BTreeSet<String>>>,
    /// By subject and path: in how many blocks it stands. Empty names count the blocks.
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
            for (name, text) in case.files.iter().filter(|(name, _)| is_native(name)) {
                // Blocks of override files say only what differs.
                if name.ends_with("override.tf") {
                    continue;
                }
                for block in &parsed(text).blocks {
                    if let Some(subject) = subject(block) {
                        pool.count(&subject, "", &block.body);
                    }
                }
            }
        }
        pool
    }

    fn count(&mut self, subject: &str, prefix: &str, body: &Body) {
        let names = body.attributes.iter().map(|it| &*it.name);
        for name in names.chain([""]) {
            let key = (subject.to_owned(), format!("{prefix}{name}"));
            *self.present.entry(key).or_default() += 1;
        }
        for block in &body.blocks {
            self.count(subject, &format!("{prefix}{}.", block.kind), &block.body);
        }
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

    /// Whether some block has no such argument. What a module may be without is its own matter.
    pub(crate) fn is_optional(&self, subject: &str, path: &str) -> bool {
        let count = |name: &str| self.present.get(&(subject.to_owned(), name.to_owned()));
        let block = path.rfind('.').map_or("", |dot| &path[..=dot]);
        !subject.starts_with("module") && count(path) < count(block)
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
