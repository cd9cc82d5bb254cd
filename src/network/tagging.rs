//! Whether endpoints have the tags that users demand.

use std::collections::BTreeMap;

use super::{Case, Endpoint, Pass, answer::unknown, list::listed};

impl<'n> Case<'n, Endpoint> {
    /// The value of a tag, its own before that of its provider; none where it has no such tag.
    ///
    /// # Errors
    ///
    /// When that is not known.
    fn tag(&self, key: &str) -> Result<Option<&'n str>, Pass> {
        let tags = &self.it.tags;
        let mut open = None;
        for fact in [&tags.separate, &tags.own, &tags.default] {
            let map = self.read(fact)?;
            match map.values.get(key) {
                Some(Ok(value)) => return Ok(Some(value)),
                Some(Err(why)) => return Err(unknown(&fact.place, why)),
                None => open = open.or(map.open.as_ref().map(|why| unknown(&fact.place, why))),
            }
        }
        if let Some(pass) = open {
            return Err(pass);
        }
        self.is_seen_whole()?;
        Ok(None)
    }

    /// What is wrong with its tags, each in a few words: those that it lacks, and those with a value that is not among the allowed ones.
    ///
    /// # Errors
    ///
    /// When none is known to be wrong, and one is not known.
    pub fn faults_of_tags(
        &self,
        demanded: &BTreeMap<String, Vec<String>>,
    ) -> Result<Vec<String>, Pass> {
        self.every(demanded, |(key, allowed)| {
            let value = self.tag(key)?;
            let any = allowed.iter().any(|it| it == "*");
            Ok(match value {
                None => Some(format!("has no tag {key}")),
                Some(value) if any || allowed.iter().any(|it| it == value) => None,
                Some(_) => Some(format!("has a tag {key} that is not {}", any_of(allowed))),
            })
        })
    }
}

/// `a`, `a or b`, `a, b or c`.
fn any_of(values: &[String]) -> String {
    match values {
        [several @ .., last] if !several.is_empty() => format!("{} or {last}", several.join(", ")),
        values => listed(values),
    }
}
