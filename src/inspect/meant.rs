//! What is meant by a place of a file: an expression as a whole, a name, the block of an endpoint.

use crate::{
    source::SourceFile,
    span::Span,
    syntax::{Expr, ExprKind, Spot},
};

/// What is meant at a place.
pub(super) enum Meant<'t> {
    /// An expression, by the way that leads to it.
    Path(Vec<&'t Expr>),
    /// Something that is named there.
    Name(String, Span),
    /// The endpoints that a block makes.
    Block(Span),
}

/// What is meant at a byte of a file of a module.
pub(super) fn meant<'t>(file: &SourceFile, spot: &Spot<'t>, byte: u32) -> Option<Meant<'t>> {
    let top = *spot.blocks.first()?;
    let label = |index: usize| top.label(index).map(|label| &**label);
    let Some(attribute) = spot.attribute else {
        let is_top = spot.blocks.len() == 1 && spot.is_header(byte);
        return match (&*top.kind, label(0)?) {
            _ if !is_top => None,
            ("variable", name) => Some(Meant::Name(format!("var.{name}"), top.header)),
            ("output", _) => top
                .body
                .attribute("value")
                .map(|value| Meant::Path(vec![&value.value])),
            ("resource", "aws_vpc_endpoint" | "awscc_ec2_vpc_endpoint") | ("module", _) => {
                Some(Meant::Block(top.header))
            }
            _ => None,
        };
    };
    let is_value = match &*top.kind {
        "variable" => &*attribute.name == "default" && spot.blocks.len() == 1,
        "locals" | "output" | "resource" | "data" | "module" | "provider" | "check" => true,
        _ => false,
    };
    // These name things, and are worth nothing.
    let names = matches!(
        &*attribute.name,
        "depends_on"
            | "provider"
            | "providers"
            | "ignore_changes"
            | "replace_triggered_by"
            | "iterator"
    );
    if !is_value || names || (&*top.kind == "module" && &*attribute.name == "source") {
        return None;
    }
    if spot.expressions.is_empty() {
        let value = &attribute.value;
        return (!is_literal(value)).then(|| Meant::Path(vec![value]));
    }
    let path = whole(file, &spot.expressions, &bound(spot));
    let last = path.last()?;
    (!is_literal(last)).then_some(Meant::Path(path))
}

fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_)
    )
}

/// The names that loops and `dynamic` blocks bind around a spot.
fn bound<'t>(spot: &Spot<'t>) -> Vec<&'t str> {
    let mut names: Vec<&str> = Vec::new();
    for block in spot.blocks.iter().filter(|it| &*it.kind == "dynamic") {
        let iterator = block.body.attribute("iterator").map(|it| &it.value.kind);
        names.extend(match iterator {
            Some(ExprKind::Variable(name) | ExprKind::String(name)) => Some(&**name),
            _ => block.label(0).map(|name| &**name),
        });
    }
    for expr in &spot.expressions {
        if let ExprKind::For(it) = &expr.kind {
            names.push(&it.value);
            names.extend(it.key.as_deref());
        }
    }
    names
}

/// The path to what is worth something: not the first half of a reference, and not the name of an object's attribute.
fn whole<'t>(file: &SourceFile, path: &[&'t Expr], bound: &[&str]) -> Vec<&'t Expr> {
    let mut path = path.to_vec();
    if file.is_json() {
        // All that is in one string stands at the same place.
        let span = path.last().map(|it| it.span);
        let first = path.iter().position(|it| Some(it.span) == span);
        path.truncate(first.map_or(path.len(), |first| first + 1));
    }
    while let [.., parent, last] = path.as_slice() {
        let is_part = match &parent.kind {
            ExprKind::Attribute(..) => steps_lacking(last, bound),
            ExprKind::Index(_, key) => std::ptr::eq(&raw const **key, *last) && is_literal(last),
            // All elements together say more.
            ExprKind::Splat(_, each) => std::ptr::eq(&raw const **each, *last),
            ExprKind::Object(items) => {
                let mut items = items.iter();
                let item = items.find(|it| std::ptr::eq(&raw const it.key, *last));
                if let Some(item) = item {
                    path.pop();
                    path.push(&item.value);
                }
                false
            }
            _ => false,
        };
        if !is_part {
            break;
        }
        path.pop();
    }
    path
}

/// Whether a reference has too few steps to be worth something: `var`, `data.aws_vpc`.
fn steps_lacking(expr: &Expr, bound: &[&str]) -> bool {
    let (mut at, mut steps) = (expr, 0);
    while let ExprKind::Attribute(base, _) = &at.kind {
        at = base;
        steps += 1;
    }
    match &at.kind {
        ExprKind::Element => true,
        ExprKind::Variable(name) if bound.contains(&&**name) => false,
        ExprKind::Variable(name) => steps < if &**name == "data" { 2 } else { 1 },
        _ => false,
    }
}
