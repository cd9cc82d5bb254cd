//! What was said of one root: by rules, and by those that read it.

use std::{cmp::Ordering, collections::BTreeMap, path::Path, sync::Arc};

use super::variants::Variants;
use crate::{
    finding::{Confidence, Finding, Undecided},
    module::{Problem, Program},
    rules::{self, Rule},
    source::{Discovery, Sources, Unreadable},
    span::{FileId, Span},
};

const SYNTAX: &str = "syntax";

/// So many syntax errors of one file are told each.
const MOST_SYNTAX_ERRORS: usize = 3;

/// What a rule said in one root, whether or not it is wanted.
#[derive(Clone, Debug)]
pub struct RawFinding {
    /// The rule.
    pub rule: &'static Rule,
    /// The root's directory, as reports name it.
    pub root: Arc<str>,
    /// The services of the endpoints concerned, by their suffixes, each once; empty when one of them is not known.
    pub services: Vec<String>,
    /// In which variant, if the root is judged with variants.
    pub variants: Variants,
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
        .chain(
            first_of_each_file(&program.problems)
                .iter()
                .filter_map(of_problem),
        )
        .collect()
}

/// The problems without the syntax errors of a file after the first few, which mostly follow from these: where the next one is, the
/// rest are counted.
fn first_of_each_file(problems: &[Problem]) -> Vec<Problem> {
    let mut errors: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| problem.rule == SYNTAX) {
        errors
            .entry(problem.span.file)
            .or_default()
            .push(problem.span);
    }
    for spans in errors.values_mut() {
        spans.sort_unstable();
        spans.dedup();
    }
    let kept = |problem: &Problem| {
        let among = errors.get(&problem.span.file);
        let among = among.filter(|_| problem.rule == SYNTAX);
        let among = among.map_or(&[][..], Vec::as_slice);
        let first = among.iter().take(MOST_SYNTAX_ERRORS + 1);
        let before = first.filter(|span| **span < problem.span).count();
        let rest = among.len() - before;
        match before.cmp(&MOST_SYNTAX_ERRORS) {
            Ordering::Equal if rest > 1 => Some(Problem {
                message: format!("{rest} more syntax errors in this file, from here on"),
                help: "mend those before it first: these may follow from them".to_owned(),
                ..problem.clone()
            }),
            Ordering::Less | Ordering::Equal => Some(problem.clone()),
            Ordering::Greater => None,
        }
    };
    problems.iter().filter_map(kept).collect()
}

/// A problem met while loading, as a finding of its built-in rule.
fn of_problem(problem: &Problem) -> Option<RawFinding> {
    let finding = Finding::at(problem.span, &*problem.message, &*problem.help);
    let rule = rules::find(problem.rule).ok()?;
    Some(RawFinding {
        rule,
        root: problem.module.as_str().into(),
        services: Vec::new(),
        variants: Variants::default(),
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
