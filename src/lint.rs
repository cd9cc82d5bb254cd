//! From what the stages claim to one report: levels applied, one finding for each rule and place, one total order.

mod assemble;
mod fingerprint;
mod run;

use std::{path::PathBuf, sync::Arc};

pub use assemble::{Claim, Filter, assemble};
pub use run::{Error, Input, Request, given, lint, with_stack};

use crate::{
    finding::{Finding, Severity, Undecided},
    rules::Rule,
};

/// All that a run found out.
#[derive(Debug, Default)]
pub struct Report {
    /// Counts.
    pub summary: Summary,
    /// The findings, ordered by file name, start, end and rule.
    pub findings: Vec<Diagnostic>,
    /// What rules could not decide, with the rule's id, in the same order.
    pub undecided: Vec<(&'static str, Undecided)>,
    /// Paths of the command line that led to no Terraform file.
    pub barren: Vec<PathBuf>,
}

/// A finding with all that is attached to it.
#[derive(Debug)]
pub struct Diagnostic {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// The page's severity; of a `possible` finding never more than [`Severity::Info`].
    pub severity: Severity,
    /// The claim. Its places lie on one line each.
    pub finding: Finding,
    /// The directory of the first root in which it holds, as reports name it.
    pub root: String,
    /// The directories of all of them, in order.
    pub roots: Vec<Arc<str>>,
    /// What makes it the same finding tomorrow, in hexadecimal.
    pub fingerprint: String,
}

/// What a run looked at, and how much it found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Root modules evaluated.
    pub roots: usize,
    /// Directories with Terraform files.
    pub modules: usize,
    /// Files read as configuration.
    pub files: usize,
    /// Endpoint instances.
    pub endpoints: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that somebody decided not to see.
    pub suppressed: usize,
    /// Questions without an answer.
    pub undecided: usize,
}

impl Report {
    /// The severity of the worst finding.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings
            .iter()
            .map(|diagnostic| diagnostic.severity)
            .max()
    }
}
