//! Where a value came from, as a tree: from the value to the places that a person would edit.

use crate::{
    eval::Evaluation,
    span::Span,
    value::{Origin, OriginId},
};

/// More steps than this are not told: nobody reads them, and shared origins could make a tree of any size.
const MOST_STEPS: usize = 40;

/// One step: what contributed, where it is written, and how far it is from the value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// 0 for what the value itself came from.
    pub depth: usize,
    /// `local.names`, `default of variable zones`. It never quotes a value.
    pub message: String,
    /// Where; none for what is written in no file.
    pub span: Option<Span>,
}

/// The steps in reading order: each before what it rests on. What several steps rest on is told once.
pub(super) fn steps(evaluation: &Evaluation<'_>, origin: OriginId) -> Vec<Step> {
    let (mut steps, mut seen) = (Vec::new(), Vec::new());
    let mut open = vec![(0, origin)];
    while let Some((depth, id)) = open.pop() {
        if steps.len() >= MOST_STEPS || id == OriginId::NONE || seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let origin = evaluation.origins.get(id);
        let Some((message, span)) = told(&origin) else {
            continue;
        };
        steps.push(Step {
            depth,
            message,
            span,
        });
        let from = origin.from().iter().rev();
        open.extend(from.map(|from| (depth + 1, *from)));
    }
    steps
}

fn told(origin: &Origin) -> Option<(String, Option<Span>)> {
    Some(match origin {
        Origin::None => return None,
        Origin::Literal(span) => ("written".to_owned(), Some(*span)),
        Origin::Default {
            variable,
            span,
            replaceable,
        } => {
            let caller = if *replaceable {
                ", which a caller may replace"
            } else {
                ""
            };
            (
                format!("default of variable {variable}{caller}"),
                Some(*span),
            )
        }
        Origin::VariableFile { variable, span } => (
            format!("variable {variable} in a variable file"),
            Some(*span),
        ),
        Origin::CommandLine { variable } => (format!("--var {variable}"), None),
        Origin::Workspace => ("the workspace of the variant".to_owned(), None),
        Origin::Argument { name, span, .. } => (format!("argument {name}"), Some(*span)),
        Origin::Block { span } => ("block".to_owned(), Some(*span)),
        Origin::Local { name, span, .. } => (format!("local.{name}"), Some(*span)),
        Origin::Output { name, span, .. } => (format!("output {name}"), Some(*span)),
        Origin::ProviderDefault { argument, .. } => {
            (format!("the provider's default for {argument}"), None)
        }
        Origin::Plan { what, span, .. } => (format!("{what} in the plan"), Some(*span)),
        Origin::UnitOutput { unit, span } => (format!("output of the unit {unit}"), Some(*span)),
        Origin::Fork { of, span } => (format!("taken for a fork of {of}"), Some(*span)),
        Origin::LookUp { what, span, .. } => (format!("found by {what}"), Some(*span)),
        Origin::Operation { span, .. } => ("computed".to_owned(), Some(*span)),
    })
}
