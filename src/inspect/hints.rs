//! What expressions are worth whose value a reader would have to work out: names of services, counts, arithmetic on CIDR blocks.

use std::{collections::BTreeSet, ops::Range};

use super::{chain, glance::Glance, notation};
use crate::{
    module,
    source::SourceFile,
    syntax::{Block, Body, Expr, ExprKind},
    value::{Kind, Value},
};

/// The columns of a value.
const WIDTH: usize = 48;

/// Values of one place, where instances differ.
const MOST_VALUES: usize = 3;

/// More hints of one file than these are not worked out.
const MOST_HINTS: usize = 400;

/// What stands behind an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The byte behind the expression.
    pub at: u32,
    /// What it is worth.
    pub text: String,
}

impl Glance<'_> {
    /// What expressions in some bytes of a file are worth, where that is known and may be shown.
    #[must_use]
    pub fn hints(&self, file: &SourceFile, bytes: &Range<u32>) -> Vec<Hint> {
        let parsed = module::parse_file(file);
        let mut wanted = BTreeSet::new();
        for block in &parsed.body.blocks {
            if block.span.start < bytes.end && bytes.start < block.span.end {
                note(block, block, &mut wanted);
            }
        }
        wanted.retain(|(start, _)| bytes.contains(start));
        let concerned = self.concerned(file.id, None);
        let evaluations: Vec<_> = concerned
            .into_iter()
            .map(|(root, given)| self.evaluation(root, given))
            .collect();
        let hint = |(start, end): (u32, u32)| {
            if self.cancellation.is_cancelled() {
                return None;
            }
            let spot = parsed.body.spot(start);
            // A name stands for its value.
            let value = spot.attribute.map(|it| &it.value);
            let path = if spot.expressions.is_empty() {
                Vec::from_iter(value)
            } else {
                let of_end = spot.expressions.iter().position(|it| it.span.end == end)?;
                spot.expressions.get(..=of_end)?.to_vec()
            };
            let span = path.last()?.span;
            let mut texts: Vec<String> = Vec::new();
            for evaluation in &evaluations {
                for sight in evaluation.sights(file.id, &spot, &path) {
                    let from = chain::steps(evaluation, sight.value.origin);
                    if sight.value.hides() || self.hides(span, &from) {
                        return None;
                    }
                    let text = text_of(&sight.value)?;
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
            }
            let more = if texts.len() > MOST_VALUES {
                " | ..."
            } else {
                ""
            };
            texts.truncate(MOST_VALUES);
            (!texts.is_empty()).then(|| Hint {
                at: span.end,
                text: format!("= {}{more}", texts.join(" | ")),
            })
        };
        wanted
            .into_iter()
            .take(MOST_HINTS)
            .filter_map(hint)
            .collect()
    }
}

/// Unknown values are no help.
fn text_of(value: &Value) -> Option<String> {
    if matches!(value.kind, Kind::Unknown(_)) {
        return None;
    }
    notation::one_line(value, WIDTH)
}

/// The places, and the ends of what stands there, that are worth a hint.
fn note(top: &Block, block: &Block, wanted: &mut BTreeSet<(u32, u32)>) {
    let is_endpoint = top.label(0).is_some_and(|it| &**it == "aws_vpc_endpoint");
    let is_top = std::ptr::eq(top, block);
    let Body { attributes, blocks } = &block.body;
    for attribute in attributes {
        let is_asked = is_top
            && match &*attribute.name {
                "count" => matches!(&*top.kind, "resource" | "data" | "module"),
                "service_name" => is_endpoint,
                _ => false,
            };
        let value = &attribute.value;
        let is_written = matches!(
            value.kind,
            ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Null
        );
        if is_asked && !is_written {
            wanted.insert((attribute.name_span.start, value.span.end));
        } else {
            calls(value, wanted);
        }
    }
    for block in blocks {
        note(top, block, wanted);
    }
}

/// The outermost calls of functions that work with CIDR blocks.
fn calls(expr: &Expr, wanted: &mut BTreeSet<(u32, u32)>) {
    match &expr.kind {
        ExprKind::Call(call) if call.name.trim_start_matches("core::").starts_with("cidr") => {
            wanted.insert((call.name_span.start, expr.span.end));
        }
        _ => expr.for_each_part(&mut |part| calls(part, wanted)),
    }
}
