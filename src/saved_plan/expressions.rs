//! Expressions of which a plan keeps constants and references: enough to tell what refers to what, not what it is worth.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{
    Stretch,
    configuration::{Configured, Repeated},
};
use crate::{
    span::Span,
    syntax::{self, Attribute, Expr, ExprKind, Item, Name},
};

/// What is read of a resource, or of a local that stands for one, without being told: attributes of which it counts whether anything reads them.
const READ: [(&str, &str); 3] = [
    ("aws_vpc_endpoint", "dns_entry"),
    ("aws_vpc_endpoint", "network_interface_ids"),
    ("aws_vpc_endpoint_service", "private_dns_name_configuration"),
];

/// Arguments that nobody makes of these, and the endings of more.
const NEVER_OF_THEM: [&str; 6] = [
    "count",
    "depends_on",
    "for_each",
    "policy",
    "service_name",
    "tags",
];
const NOR_THESE: [&str; 5] = ["_arn", "_arns", "_id", "_ids", "_enabled"];

fn may_read(argument: &str) -> bool {
    !NEVER_OF_THEM.contains(&argument) && !NOR_THESE.iter().any(|it| argument.ends_with(it))
}

/// The expressions of one module.
pub(super) struct Texts<'t> {
    text: &'t str,
    /// What any of its locals may read.
    of_locals: Vec<String>,
}

impl<'t> Texts<'t> {
    pub(super) fn of(text: &'t str, module: &Configured) -> Self {
        let managed = module.resources.iter().filter(|(_, it)| !it.is_data);
        let read = managed.filter_map(|(address, it)| {
            let (_, attribute) = READ.iter().find(|(ty, _)| **ty == *it.ty)?;
            Some(format!("{address}.{attribute}"))
        });
        Self {
            text,
            of_locals: read.collect(),
        }
    }

    /// All arguments of a block.
    pub(super) fn arguments(&self, expressions: Option<Stretch>, place: Span) -> Vec<Attribute> {
        let expressions = expressions.and_then(|it| it.json(self.text));
        let expressions = expressions.as_ref().and_then(Json::as_object);
        let arguments = expressions.into_iter().flatten();
        arguments
            .map(|(name, json)| attribute(name, self.expression(name, json, place)))
            .collect()
    }

    /// One argument.
    pub(super) fn argument(&self, name: &str, expression: Stretch, place: Span) -> Attribute {
        let json = expression.json(self.text).unwrap_or(Json::Null);
        attribute(name, self.expression(name, &json, place))
    }

    /// Arguments that are Terraform's own.
    pub(super) fn own(
        &self,
        repeated: Repeated,
        depends_on: &[Name],
        place: Span,
    ) -> Vec<Attribute> {
        let repeated = match repeated {
            Repeated::Single => None,
            Repeated::Count(count) => Some(self.argument("count", count, place)),
            Repeated::ForEach(for_each) => Some(self.argument("for_each", for_each, place)),
        };
        let depends_on = (!depends_on.is_empty()).then(|| {
            let references = depends_on.iter().map(ToString::to_string).collect();
            attribute("depends_on", references_of(&references, place))
        });
        repeated.into_iter().chain(depends_on).collect()
    }

    fn expression(&self, name: &str, json: &Json, place: Span) -> Expr {
        if let Some(constant) = json.get("constant_value") {
            return constant_of(constant, place);
        }
        let mut references = BTreeSet::new();
        gather(json, &mut references);
        let longer = |reference: &String| {
            let mut others = references.iter();
            others.any(|it| {
                it.strip_prefix(reference.as_str())
                    .is_some_and(|it| !it.is_empty())
            })
        };
        let whole: Vec<_> = references
            .iter()
            .filter(|it| !longer(it))
            .cloned()
            .collect();
        let mut read: Vec<String> = Vec::new();
        for reference in whole.iter().filter(|_| may_read(name)) {
            let attribute = READ.iter().find(|(ty, _)| {
                let own = reference
                    .strip_prefix(ty)
                    .and_then(|it| it.strip_prefix('.'));
                own.is_some_and(|own| {
                    !own.split('[').next().unwrap_or(own).contains('.') && !own.contains("].")
                })
            });
            read.extend(attribute.map(|(_, attribute)| format!("{reference}.{attribute}")));
        }
        let names_local = whole.iter().any(|it| it.starts_with("local."));
        if names_local && may_read(name) {
            read.extend(self.of_locals.iter().cloned());
        }
        references.extend(read);
        references_of(&references, place)
    }
}

/// All that an expression, or the blocks nested in a block, refer to.
fn gather(json: &Json, references: &mut BTreeSet<String>) {
    match json {
        Json::Array(blocks) => blocks.iter().for_each(|it| gather(it, references)),
        Json::Object(members) => {
            if let Some(Json::Array(named)) = members.get("references") {
                references.extend(named.iter().filter_map(Json::as_str).map(str::to_owned));
                return;
            }
            members.values().for_each(|it| gather(it, references));
        }
        _ => {}
    }
}

/// A tuple of references: it is never asked what it is worth.
fn references_of(references: &BTreeSet<String>, place: Span) -> Expr {
    let references = references.iter();
    let parsed = references.filter_map(|it| syntax::parse_expression_within(place, it).ok());
    Expr {
        kind: ExprKind::Tuple(parsed.collect()),
        span: place,
    }
}

fn constant_of(json: &Json, place: Span) -> Expr {
    let kind = match json {
        Json::Null => ExprKind::Null,
        Json::Bool(flag) => ExprKind::Bool(*flag),
        Json::Number(number) => ExprKind::Number(number.to_string().into()),
        Json::String(text) => ExprKind::String(text.as_str().into()),
        Json::Array(items) => {
            ExprKind::Tuple(items.iter().map(|it| constant_of(it, place)).collect())
        }
        Json::Object(members) => {
            let item = |(key, value): (&String, &Json)| Item {
                key: Expr {
                    kind: ExprKind::String(key.as_str().into()),
                    span: place,
                },
                value: constant_of(value, place),
            };
            ExprKind::Object(members.iter().map(item).collect())
        }
    };
    Expr { kind, span: place }
}

/// An argument.
pub(super) fn attribute(name: &str, value: Expr) -> Attribute {
    Attribute {
        name: name.into(),
        name_span: value.span,
        span: value.span,
        value,
    }
}
