//! What expressions are worth.

use std::{cell::Cell, fmt::Write as _};

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    Evaluate, Format,
    chain::{self, Step},
    notation,
    room::Room,
    roots::{Alike, alike, told},
};
use crate::{
    eval::{Env, Evaluation},
    inputs::Given,
    lint::enumerated,
    module::{ModuleId, Program},
    report::{self, Location, Style},
    source::Sources,
    syntax,
    value::{Kind, Type, Value, Why},
};

/// Reasons for more unknown parts than this are not listed.
pub(super) const MOST_REASONS: usize = 12;

/// Columns that the later rows of a line stand further in.
const CONTINUED: usize = 4;

/// One line of `eval --output-format json`.
#[derive(Serialize)]
struct Line<'a> {
    expr: &'a str,
    #[serde(flatten)]
    worth: Worth,
    /// What it is worth in each of the variants, where they differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<InVariants>,
}

#[derive(Serialize)]
struct InVariants {
    variants: Vec<String>,
    #[serde(flatten)]
    worth: Worth,
}

#[derive(Default, Serialize)]
struct Worth {
    value: Json,
    unknown: Json,
    /// Whether anything was withheld because it is sensitive.
    sensitive: bool,
    #[serde(rename = "type")]
    ty: Json,
    error: Option<String>,
    origin: Vec<OriginStep>,
}

#[derive(Serialize)]
struct OriginStep {
    message: String,
    depth: usize,
    location: Option<Location>,
}

impl Worth {
    /// Whether it is the same, wherever it comes from.
    fn is_as(&self, other: &Self) -> bool {
        let is_known_alike = self.value == other.value && self.unknown == other.unknown;
        let is_shown_alike = self.sensitive == other.sensitive && self.ty == other.ty;
        is_known_alike && is_shown_alike && self.error == other.error
    }
}

/// What people read of a worth: it, and where it comes from.
type Told = (String, String);

/// All answers, one after the other, and whether an expression was refused. Each is evaluated for itself, so that no answer depends
/// on the others, and in each variant of the root; what these have alike is said once.
pub(super) fn all(
    sources: &Sources,
    (program, root): (&Program, ModuleId),
    given: &[Given],
    request: &Evaluate,
    style: Style,
) -> (String, bool) {
    let (mut text, refused) = (String::new(), Cell::new(false));
    let left = Room::default();
    for expression in &request.expressions {
        let outcome = |evaluation: &Evaluation<'_>| {
            let outcome = evaluate(sources, evaluation, expression).map(|value| left.fit(value));
            refused.set(refused.get() || outcome.is_err());
            outcome
        };
        match request.format {
            Format::Json => {
                let worth = |it: &Evaluation<'_>| worth(sources, it, outcome(it));
                let worths = told(sources, (program, root), given, worth);
                text += &line(expression, alike(worths, Worth::is_as));
            }
            Format::Human => {
                if request.expressions.len() > 1 {
                    let shown = report::visible(expression);
                    let _ = writeln!(text, "{}", report::bold(&format!("> {shown}"), style));
                }
                let human = |it: &Evaluation<'_>| human(sources, it, outcome(it), style);
                let told = told(sources, (program, root), given, human);
                let is_same = |(one, _): &Told, (other, _): &Told| one == other;
                text += &joined(&alike(told, is_same), style);
                if request.expressions.len() > 1 {
                    text.push('\n');
                }
            }
        }
    }
    (text, refused.get())
}

/// What is told in each of the variants, below their names where they differ.
fn joined(all: &[Alike<Told>], style: Style) -> String {
    let mut text = String::new();
    for (index, one) in all.iter().enumerate() {
        if !one.in_all {
            let names = format!("in {}:", enumerated(&one.variants));
            let gap = if index > 0 { "\n" } else { "" };
            text.extend([gap, &*report::bold(&report::visible(&names), style), "\n"]);
        }
        let (said, from) = &one.told;
        text.extend([&**said, from]);
    }
    text
}

/// The value, or what Terraform would say.
fn evaluate(
    sources: &Sources,
    evaluation: &Evaluation<'_>,
    expression: &str,
) -> Result<Value, String> {
    let file = sources.scratch("<expression>", expression);
    let expr = syntax::parse_expression(file.id, expression).map_err(|problem| problem.message)?;
    let value = evaluation
        .outcome(&expr, &Env::new(&evaluation.root))
        .map_err(|fault| fault.message)?;
    match &value.kind {
        Kind::Unknown(unknown) => match &unknown.why {
            Why::Fault(message) | Why::Unfit(message) => Err(message.to_string()),
            _ => Ok(value),
        },
        _ => Ok(value),
    }
}

/// What an expression is worth; what differs is not known as long as nobody says which variant is meant.
fn line(expression: &str, mut worths: Vec<Alike<Worth>>) -> String {
    let only = worths.pop_if(|it| it.in_all);
    let worth = match only {
        Some(only) => only.told,
        None => Worth {
            unknown: Json::Bool(true),
            sensitive: worths.iter().any(|it| it.told.sensitive),
            ..Worth::default()
        },
    };
    let variants = worths.into_iter().map(|it| InVariants {
        variants: it.variants.iter().map(ToString::to_string).collect(),
        worth: it.told,
    });
    let line = Line {
        expr: expression,
        worth,
        variants: variants.collect(),
    };
    // Strings, numbers and string keys only: this cannot fail.
    report::visible_json(serde_json::to_string(&line).unwrap_or_default()) + "\n"
}

fn worth(sources: &Sources, evaluation: &Evaluation<'_>, outcome: Result<Value, String>) -> Worth {
    let writable = outcome.and_then(|value| {
        if value.has_json() {
            Ok(value)
        } else {
            Err("cannot serialize infinity as JSON".to_owned())
        }
    });
    match writable {
        Ok(value) => {
            let (known, unknown) = value.to_json();
            Worth {
                // The type of what is hidden or unknown would tell its keys, or nothing.
                ty: match &value.kind {
                    _ if unknown != Json::Bool(false) => Json::Null,
                    // Terraform's plan does not keep the type of a null output.
                    Kind::Null(_) => Type::Any.to_json(),
                    _ => value.ty().to_json(),
                },
                value: known,
                unknown,
                sensitive: value.hides(),
                error: None,
                origin: places(sources, chain::steps(evaluation, value.origin)),
            }
        }
        Err(message) => Worth {
            unknown: Json::Bool(false),
            error: Some(message),
            ..Worth::default()
        },
    }
}

fn places(sources: &Sources, steps: Vec<Step>) -> Vec<OriginStep> {
    let place = |step: Step| OriginStep {
        location: step.span.and_then(|span| report::location(span, sources)),
        message: step.message,
        depth: step.depth,
    };
    steps.into_iter().map(place).collect()
}

fn human(
    sources: &Sources,
    evaluation: &Evaluation<'_>,
    outcome: Result<Value, String>,
    style: Style,
) -> Told {
    let value = match outcome {
        Ok(value) => value,
        Err(message) => {
            let said = format!("error: {}\n", report::visible(&message));
            return (said, String::new());
        }
    };
    let mut text = notation::pretty(&value, style.width, 0) + "\n";
    if !value.sensitive {
        let room = style.width.saturating_sub("type: ".len());
        let ty = notation::type_summary(&visible_type(&value), room);
        let _ = writeln!(text, "type: {ty}");
        let mut reasons = Vec::new();
        unknowns(&value, &mut String::new(), &mut reasons);
        for (path, why) in reasons.iter().take(MOST_REASONS) {
            let path = if path.is_empty() { "all of it" } else { path };
            let line = format!("unknown: {path}: {why}");
            let line = style.hung(&report::visible(&line), CONTINUED);
            let _ = writeln!(text, "{line}");
        }
        if reasons.len() > MOST_REASONS {
            let more = reasons.len() - MOST_REASONS;
            let _ = writeln!(text, "unknown: {more} more");
        }
    }
    let steps = chain::steps(evaluation, value.origin);
    (text, tree(sources, &steps, style))
}

/// The type, without that of members that are withheld: it would tell their keys.
pub(super) fn visible_type(value: &Value) -> Type {
    let ty = value.ty();
    match (&value.kind, &ty) {
        _ if !value.hides() => ty,
        _ if value.sensitive => Type::Any,
        (Kind::Sequence(sequence), Type::Tuple(_)) => {
            Type::Tuple(sequence.items.iter().map(visible_type).collect())
        }
        (Kind::Mapping(mapping), Type::Object(_)) => {
            let entries = mapping.entries.iter();
            Type::object(entries.map(|(key, member)| (key.clone(), visible_type(member))))
        }
        (_, Type::List(_)) => Type::list(Type::Any),
        (_, Type::Set(_)) => Type::set(Type::Any),
        (_, Type::Map(_)) => Type::map(Type::Any),
        _ => Type::Any,
    }
}

/// The chain of origins, each step with its place.
fn tree(sources: &Sources, steps: &[Step], style: Style) -> String {
    let mut text = String::new();
    let (branch, last) = if style.unicode {
        ("├─ ", "└─ ")
    } else {
        ("|- ", "`- ")
    };
    for (index, step) in steps.iter().enumerate() {
        let followed = steps
            .get(index + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|later| later.depth >= step.depth)
            .any(|later| later.depth == step.depth);
        let lead = match (step.depth, followed) {
            (0, _) => "from: ".to_owned(),
            (depth, true) => "   ".repeat(depth + 1) + branch,
            (depth, false) => "   ".repeat(depth + 1) + last,
        };
        let message = report::visible(&step.message);
        let place = step.span.map(|span| match report::place(sources, span) {
            Some(place) => format!(" ({place})"),
            None => " (in the expression)".to_owned(),
        });
        let _ = writeln!(text, "{lead}{message}{}", place.unwrap_or_default());
    }
    text
}

/// The unknown parts by path, with the reason for each; nothing of what is sensitive.
pub(super) fn unknowns(value: &Value, path: &mut String, into: &mut Vec<(String, String)>) {
    if value.sensitive {
        return;
    }
    let mut at = |path: &mut String, step: std::fmt::Arguments<'_>, member: &Value| {
        let length = path.len();
        let _ = path.write_fmt(step);
        unknowns(member, path, into);
        path.truncate(length);
    };
    match &value.kind {
        Kind::Sequence(sequence) => {
            for (index, item) in sequence.items.iter().enumerate() {
                at(path, format_args!("[{index}]"), item);
            }
            if let Some(rest) = &sequence.rest {
                into.push((format!("{path}[...]"), rest.why.to_string()));
            }
        }
        Kind::Mapping(mapping) => {
            for (key, member) in mapping.entries.iter() {
                at(path, format_args!("[{key:?}]"), member);
            }
            for (key, member) in mapping.keyed.iter().flat_map(|it| it.entries()) {
                if let Some(key) = key.template() {
                    at(path, format_args!("[{key:?}]"), member);
                }
            }
            let (_, are_all) = mapping.count();
            if let Some(rest) = mapping.rest.as_ref().filter(|_| !are_all) {
                into.push((format!("{path}[...]"), rest.why.to_string()));
            }
        }
        Kind::Unknown(unknown) => into.push((path.clone(), unknown.why.to_string())),
        Kind::PartialString(fragments) => {
            for fragment in fragments.iter() {
                if let crate::value::Fragment::Unknown(unknown) = fragment {
                    into.push((path.clone(), unknown.why.to_string()));
                }
            }
        }
        Kind::Union(_) => into.push((path.clone(), Why::Condition.to_string())),
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}
