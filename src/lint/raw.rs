//! What was said of one root: by rules, and by those that read it.

use std::{path::Path, sync::Arc};

use crate::{
    finding::{Confidence, Finding, Undecided},
    module::{Problem, Program},
    rules::{self, Rule},
    source::{Discovery, Sources, Unreadable},
    span::Span,
};

/// What a rule said in one root, whether or not it is wanted.
#[derive(Debug)]
pub struct RawFinding {
    /// The rule.
    pub rule: &'static Rule,
    /// The root's directory, as reports name it.
    pub root: Arc<str>,
    /// The services of the endpoints concerned, by their suffixes, each once; empty when one of them is not known.
    pub services: Vec<String>,
    /// A finding, or a question without an answer.
    pub said: Result<Finding, Undecided>,
}

impl RawFinding {
    /// How sure a finding is; nothing for a question.
    pub(super) fn confidence(&self) -> Option<Confidence> {
        let finding = self.said.as_ref().ok()?;
        Some(finding.proof.confidence)
    }
}

/// What could not be read, so that rules do not see it.
pub(super) fn about_reading(
    sources: &Sources,
    discovery: &Discovery,
    program: &Program,
) -> Vec<RawFinding> {
    let unreadable = discovery.unreadable.iter();
    unreadable
        .filter_map(|(path, reason)| unlisted(sources, path, *reason))
        .chain(program.problems.iter().filter_map(of_problem))
        .collect()
}

/// A problem met while loading, as a finding of its built-in rule.
fn of_problem(problem: &Problem) -> Option<RawFinding> {
    let finding = Finding::at(problem.span, &*problem.message, &*problem.help);
    let rule = rules::find(problem.rule).ok()?;
    Some(RawFinding {
        rule,
        root: problem.module.as_str().into(),
        services: Vec::new(),
        said: Ok(finding),
    })
}

fn unlisted(sources: &Sources, path: &Path, reason: Unreadable) -> Option<RawFinding> {
    let file = sources.stand_in(path);
    of_problem(&Problem {
        rule: "unreadable_file",
        span: Span::new(file.id, 0, 0),
        message: format!("`{}` was not read: {reason}", file.name),
        help: "what it declares is unknown, so findings may be missing".to_owned(),
        module: sources.name(path.parent().unwrap_or(path)),
    })
}
