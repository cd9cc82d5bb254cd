//! What a module wants to be given.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use vpcelint::{
    eval::types,
    span::FileId,
    syntax::{Body, Expr, ExprKind, parse_native},
    value::Type,
};

use crate::{
    cut::{aliases, range, texts},
    plausible,
    stand_in::read_as,
};

/// A variable that must be given.
pub(crate) struct Variable {
    pub(crate) name: String,
    /// What could be given, the most likely first.
    pub(crate) values: Vec<String>,
}

/// The variables of a module that have no default, and the names of provider configurations that it wants.
pub(crate) fn wanted(directory: &Path) -> (Vec<Variable>, Vec<String>) {
    let (mut variables, mut names) = (Vec::new(), Vec::new());
    let texts = texts(directory);
    for text in texts.values() {
        names.extend(aliases(text));
        for block in parse_native(FileId::new(0), text).body.blocks("variable") {
            if block.body.attribute("default").is_none() {
                variables
                    .extend((block.label(0)).map(|name| variable(name, &block.body, text, &texts)));
            }
        }
    }
    (variables, names)
}

fn variable(name: &str, body: &Body, text: &str, texts: &BTreeMap<PathBuf, String>) -> Variable {
    let declared = body
        .attribute("type")
        .and_then(|it| types::constraint(&it.value, &mut |_: &Expr| None).ok());
    let mut allowed = Vec::new();
    for validation in body.blocks("validation") {
        if let Some(condition) = validation.body.attribute("condition") {
            gather_allowed(&condition.value, text, &mut allowed);
        }
    }
    let mut values: Vec<String> = allowed.into_iter().take(1).collect();
    values.push(match declared {
        Some(declared) if declared != Type::Any => plausible::value(name, &declared),
        _ => read_as(&format!(r"var\.{name}"), name, texts.values()),
    });
    values.push("jsondecode(terraform_data.unknown.id)".to_owned());
    values.push("null".to_owned());
    Variable {
        name: name.to_owned(),
        values,
    }
}

/// The first of the values that a condition wants something to be among.
fn gather_allowed(condition: &Expr, text: &str, into: &mut Vec<String>) {
    if let ExprKind::Call(call) = &condition.kind
        && &*call.name == "contains"
        && let [
            Expr {
                kind: ExprKind::Tuple(items),
                ..
            },
            _,
        ] = &*call.arguments
        && let Some(first) = items.first()
    {
        into.push(text[range(first.span)].to_owned());
    }
    condition.for_each_part(&mut |part| gather_allowed(part, text, into));
}
