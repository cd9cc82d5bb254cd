//! Patterns that exclude nothing, which somebody believes to exclude something.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use super::request::{Error, Request};
use crate::{
    config::{Configs, Pattern},
    source::{Directory, Sources},
};

/// A note for each pattern that matches nothing on disk, as far as everything below its directory is searched.
pub(super) fn without_effect(
    sources: &Sources,
    configs: &mut Configs<'_>,
    request: &Request,
    searched: &BTreeSet<PathBuf>,
    modules: &[Directory],
) -> Result<Vec<String>, Error> {
    let mut patterns: BTreeMap<(String, String), Pattern> = BTreeMap::new();
    let mut note = |pattern: &Pattern| {
        let origin = pattern.origin.shown(sources);
        let key = (origin, pattern.text.clone());
        patterns.entry(key).or_insert_with(|| pattern.clone());
    };
    for layer in [&request.environment, &request.command] {
        layer.exclude.iter().for_each(&mut note);
    }
    for module in modules {
        let resolved = configs.of(&module.path)?;
        let settings = resolved.settings(&module.path);
        settings.exclude().for_each(&mut note);
    }
    let files = || modules.iter().flat_map(|module| &module.files);
    patterns.retain(|_, pattern| {
        let mut searched = searched.iter();
        searched.any(|directory| pattern.base().starts_with(directory))
            && !files().any(|file| pattern.covers(file))
            && sources.any_below(pattern.base(), |path| pattern.covers(path)) == Some(false)
    });
    let patterns = patterns.into_keys();
    Ok(patterns
        .map(|(origin, text)| format!("the exclude `{text}` ({origin}) matches nothing"))
        .collect())
}
