//! Findings that were accepted when the linter was adopted: they stay out of reports, new ones do not.
//!
//! A finding is known by its fingerprint and its file, so moving it within the file changes nothing, and the same fault in
//! another file is new.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::source::Sources;

/// The only version so far.
const VERSION: u32 = 1;

/// One accepted finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The file, relative to the project, with `/`.
    pub file: String,
    /// The rule's id.
    pub rule: String,
    /// An address of the instance at fault, or empty: for whoever reads the file.
    #[serde(default)]
    pub address: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
}

#[derive(Debug, Deserialize)]
struct Head {
    version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

/// Why a baseline cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("cannot use the baseline `{}`: {reason}", .path.display())]
pub struct Unusable {
    /// As written on the command line.
    pub path: PathBuf,
    /// Why: lower case, no full stop.
    pub reason: String,
}

/// A baseline, and which of its entries were met.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: BTreeMap<(String, String), (Entry, bool)>,
}

impl Baseline {
    /// Reads a file that [`document`] gave the text of, inside the fence.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not of this version.
    pub fn read(sources: &Sources, path: &Path) -> Result<Self, Unusable> {
        let refused = |reason: String| Unusable {
            path: path.to_path_buf(),
            reason,
        };
        let bytes = sources
            .read_bytes(path)
            .map_err(|reason| refused(reason.to_string()))?;
        let no_baseline = |error: serde_json::Error| refused(format!("it is no baseline: {error}"));
        // What else a newer version holds is not known.
        let Head { version } = serde_json::from_slice(&bytes).map_err(no_baseline)?;
        if version != VERSION {
            return Err(refused(format!(
                "it has version {version}, but {VERSION} is expected"
            )));
        }
        let document: Document = serde_json::from_slice(&bytes).map_err(no_baseline)?;
        let entries = document.findings.into_iter().map(|entry| {
            let key = (entry.fingerprint.clone(), entry.file.clone());
            (key, (entry, false))
        });
        Ok(Self {
            entries: entries.collect(),
        })
    }

    /// Whether a finding is accepted; its file is given relative to the project.
    pub fn accepts(&mut self, fingerprint: &str, file: &str) -> bool {
        let key = (fingerprint.to_owned(), file.to_owned());
        match self.entries.get_mut(&key) {
            Some((_, met)) => {
                *met = true;
                true
            }
            None => false,
        }
    }

    /// The entries that were not met, ordered by file: those in the `closed` directories, of which everything is in sight, and
    /// if that is the whole project those in files that are gone.
    #[must_use]
    pub fn stale(&self, sources: &Sources, closed: &BTreeSet<PathBuf>, whole: bool) -> Vec<&Entry> {
        let listed = closed.iter().flat_map(|directory| {
            let values = sources.variable_files(directory).unwrap_or_default();
            sources.directory(directory).into_iter().chain(values)
        });
        let read: BTreeSet<String> = listed
            .map(|path| {
                sources
                    .read(&path)
                    .unwrap_or_else(|_| sources.stand_in(&path))
            })
            .filter(|file| {
                let directory = file.path.parent();
                directory.is_some_and(|directory| closed.contains(directory))
            })
            .map(|file| sources.repository_path(&file))
            .collect();
        let gone = |file: &str| sources.exists(&sources.project().join(file)) == Ok(false);
        let mut stale: Vec<_> = self
            .entries
            .values()
            .filter(|(entry, met)| {
                !met && (read.contains(&entry.file) || whole && gone(&entry.file))
            })
            .map(|(entry, _)| entry)
            .collect();
        stale.sort();
        stale
    }

    /// The entries without some of them.
    #[must_use]
    pub fn without(&self, dropped: &[&Entry]) -> Vec<Entry> {
        let entries = self.entries.values().map(|(entry, _)| entry);
        let dropped: BTreeSet<&Entry> = dropped.iter().copied().collect();
        let kept = entries.filter(|entry| !dropped.contains(entry));
        kept.cloned().collect()
    }
}

/// The text of a baseline with these entries, the same whatever their order.
#[must_use]
pub fn document(mut findings: Vec<Entry>) -> String {
    findings.sort();
    findings.dedup();
    let document = Document {
        version: VERSION,
        findings,
    };
    // Strings and numbers can always be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
