//! Findings that are accepted: the options about baselines, and what they do with a report.

use std::path::PathBuf;

use clap::Args;

use super::write::write;
use crate::{
    config::SettingOrigin,
    lint::{self, Error, Report},
    note::Note,
    report::{Over, counted},
    source::Sources,
};

/// What is accepted.
#[derive(Debug, Args)]
pub(super) struct Accepted {
    /// Leave out the findings that this file lists [default: the setting `baseline`]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Drop the entries from the baseline that no longer occur; nothing is added to it
    #[arg(long)]
    prune: bool,
    /// List all findings in this file, for `--baseline`, instead of reporting them
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,
}

/// What is to become of accepted findings.
pub(super) enum Baseline {
    /// All are accepted from now on.
    Write(PathBuf),
    /// Those in the baseline stay out of the report.
    Read {
        /// The option's file.
        named: Option<PathBuf>,
        /// Whether entries that no longer occur are dropped.
        prune: bool,
    },
}

impl Accepted {
    pub(super) fn asked(&self) -> Result<Baseline, Error> {
        let named = self.baseline.clone();
        let refused = |reason: &str| Err(Error::Command(reason.to_owned()));
        match &self.write_baseline {
            Some(_) if named.is_some() => refused(
                "--write-baseline accepts all findings, whatever --baseline lists: leave one of the two out, or drop with --prune what no longer occurs",
            ),
            Some(_) if self.prune => refused("--write-baseline leaves nothing for --prune to drop"),
            Some(path) => Ok(Baseline::Write(path.clone())),
            None => Ok(Baseline::Read {
                named,
                prune: self.prune,
            }),
        }
    }
}

impl Baseline {
    /// What the command line says of the setting.
    pub(super) fn named(&self) -> Option<(PathBuf, SettingOrigin)> {
        match self {
            Self::Write(_) => None,
            Self::Read { named, .. } => {
                let origin = SettingOrigin::CommandLine("--baseline");
                named.clone().map(|path| (path, origin))
            }
        }
    }

    /// Whether accepted findings stay out of the report.
    pub(super) const fn is_read(&self) -> bool {
        matches!(self, Self::Read { .. })
    }

    /// Takes what is accepted out of the report; a baseline takes the place of no more than is said.
    pub(super) fn apply(
        self,
        sources: &Sources,
        report: &mut Report,
        over: Over,
    ) -> Result<(), Error> {
        let prune = match self {
            Self::Write(path) => {
                let (text, count) = lint::accept_all(sources, report);
                write(sources, &path, &text, over)?;
                let (count, name) = (counted(count, "finding"), path.display());
                let wrote = format!("wrote {count} to `{name}`");
                report.notes.push(Note::of(wrote));
                return Ok(());
            }
            Self::Read { prune, .. } => prune,
        };
        if prune && !report.has_baseline() {
            let lacks = "--prune needs a baseline: --baseline FILE, or the setting `baseline`";
            return Err(Error::Command(lacks.to_owned()));
        }
        let pruned = lint::accept(sources, report)?;
        for pruned in pruned.into_iter().filter(|_| prune) {
            write(sources, &pruned.path, &pruned.text, over)?;
            let plural = if pruned.dropped == 1 { "y" } else { "ies" };
            report.notes.push(Note::of(format!(
                "dropped {} entr{plural} from `{}`",
                pruned.dropped,
                sources.name(&pruned.path)
            )));
        }
        Ok(())
    }
}
