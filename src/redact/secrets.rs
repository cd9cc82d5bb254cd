//! What is hidden for itself: attributes that the schema says are sensitive, or that are called like a secret, themselves or by a `name`
//! beside them, and operands of `sensitive`, at any depth; each with what it is taken from in the same block.

use super::{
    bindings::Bindings,
    literals,
    names::{self, is_called_secret},
    texts,
};
use crate::{
    provider::{self, Schema},
    syntax::{Block, Body, Expr, ExprKind, Name, Part},
};

fn schema_of(block: &Block) -> Option<&'static Schema> {
    match &*block.kind {
        "resource" => provider::resource(block.label(0)?),
        "data" => provider::data_source(block.label(0)?),
        _ => None,
    }
}

/// Calls `visit` with something hidden, and with all in the same body that it is taken from.
pub(super) fn within(body: &Body, hidden: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(hidden);
    let mut bindings = Bindings::default();
    bindings.note(hidden);
    bindings.in_body(body, visit);
}

/// The same in one value.
pub(super) fn within_value(value: &Expr, hidden: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(hidden);
    let mut bindings = Bindings::default();
    bindings.note(hidden);
    bindings.in_value(value, visit);
}

/// Calls `visit` with what is hidden for itself in a value that has a name, or all of it, and with all there that it is taken from.
pub(super) fn each_hidden_in(name: &str, value: &Expr, visit: &mut dyn FnMut(&Expr)) {
    let mut bindings = Bindings::default();
    let mut found = |value: &Expr| {
        bindings.note(value);
        visit(value);
    };
    each_secret_of(name, value, None, &mut found);
    literals::for_each_sensitive(value, &mut found);
    bindings.in_value(value, visit);
}

/// Calls `visit` with every value in a block that is hidden for itself, and with all there that it is taken from.
pub(super) fn each_hidden(block: &Block, visit: &mut dyn FnMut(&Expr)) {
    let mut bindings = Bindings::default();
    let mut found = |value: &Expr| {
        bindings.note(value);
        visit(value);
    };
    each_secret(&block.body, schema_of(block), &mut found);
    block
        .body
        .for_each_value(&mut |value| literals::for_each_sensitive(value, &mut found));
    bindings.in_body(&block.body, visit);
}

/// Calls `visit` with the value of every attribute, at any depth, that the schema says is sensitive or that is called like a secret.
fn each_secret(body: &Body, schema: Option<&Schema>, visit: &mut dyn FnMut(&Expr)) {
    let attributes = body.attributes.iter();
    let pairs: Vec<_> = attributes.map(|it| (Some(&it.name), &it.value)).collect();
    each_secret_among(&pairs, schema, visit);
    for block in &body.blocks {
        let inner = block
            .nested_name()
            .map_or(schema, |name| schema_within(name, schema));
        each_secret(&block.body, inner, visit);
    }
}

/// The same of what stands together in a block or an object: the `value` beside a `name` or `key` has that name.
fn each_secret_among(
    pairs: &[(Option<&Name>, &Expr)],
    schema: Option<&Schema>,
    visit: &mut dyn FnMut(&Expr),
) {
    let is_named = pairs.iter().any(|(name, value)| {
        let gives_name = name.is_some_and(|it| names::gives_name(it));
        gives_name && ending(value).is_some_and(|it| is_called_secret(it))
    });
    for (name, value) in pairs {
        match name {
            Some(name) if is_named && names::gives_value(name) => visit(value),
            Some(name) => each_secret_of(name, value, schema, visit),
            None => each_secret_in(value, schema, visit),
        }
    }
}

/// The same of what has a name.
fn each_secret_of(name: &str, value: &Expr, schema: Option<&Schema>, visit: &mut dyn FnMut(&Expr)) {
    if is_secret(name, schema) {
        visit(value);
    } else {
        each_secret_in(value, schema_within(name, schema), visit);
    }
}

/// The same in a value: what JSON writes as an object may be a block.
fn each_secret_in(value: &Expr, schema: Option<&Schema>, visit: &mut dyn FnMut(&Expr)) {
    if let ExprKind::Template(parts) = &value.kind {
        texts::each_put_into(parts, visit);
    }
    let ExprKind::Object(items) = &value.kind else {
        value.for_each_part(&mut |part| each_secret_in(part, schema, visit));
        return;
    };
    let pairs: Vec<_> = items
        .iter()
        .map(|it| (ending(&it.key), &it.value))
        .collect();
    each_secret_among(&pairs, schema, visit);
}

/// What a key or a name ends with, as far as it is written out.
fn ending(key: &Expr) -> Option<&Name> {
    match &key.kind {
        ExprKind::String(name) => Some(name),
        ExprKind::Parenthesis(inner) => ending(inner),
        ExprKind::Template(parts) => match parts.last()? {
            Part::Literal(text, _) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn is_secret(name: &str, schema: Option<&Schema>) -> bool {
    let declared = schema.and_then(|it| it.attributes.get(name));
    declared.is_some_and(|it| it.sensitive || it.write_only) || is_called_secret(name)
}

/// The schema of the blocks of a name; where there are none, that of what is around them.
fn schema_within<'s>(name: &str, schema: Option<&'s Schema>) -> Option<&'s Schema> {
    let inner = schema.and_then(|it| it.blocks.get(name));
    inner.map(provider::Block::schema).or(schema)
}
