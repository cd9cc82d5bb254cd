//! What is hidden for itself: attributes that the schema says are sensitive, or that are called like a secret, themselves or by a `name`
//! beside them, and operands of `sensitive`, at any depth; each with what it is taken from in the same block.

use std::borrow::Cow;

use super::{
    bindings::Bindings,
    literals,
    names::{self, is_called_secret},
    texts,
};
use crate::{
    provider::{self, Schema},
    syntax::{Block, Body, Expr, ExprKind, Name, Part},
    value::Type,
};

/// Whether `var` or `local` of a name is a text that says what a secret is called.
pub(super) type Refers<'r> = &'r dyn Fn(&str, &Name) -> bool;

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
pub(super) fn each_hidden_in(
    name: &str,
    value: &Expr,
    refers: Refers<'_>,
    visit: &mut dyn FnMut(&Expr),
) {
    let mut bindings = Bindings::default();
    let mut found = |value: &Expr| {
        bindings.note(value);
        visit(value);
    };
    Look {
        refers,
        visit: &mut found,
    }
    .of(name, value, None);
    literals::for_each_sensitive(value, &mut found);
    bindings.in_value(value, visit);
}

/// Calls `visit` with every value in a block that is hidden for itself, and with all there that it is taken from.
pub(super) fn each_hidden(block: &Block, refers: Refers<'_>, visit: &mut dyn FnMut(&Expr)) {
    let mut bindings = Bindings::default();
    let mut found = |value: &Expr| {
        bindings.note(value);
        visit(value);
    };
    Look {
        refers,
        visit: &mut found,
    }
    .body(&block.body, schema_of(block));
    block
        .body
        .for_each_value(&mut |value| literals::for_each_sensitive(value, &mut found));
    bindings.in_body(&block.body, visit);
}

/// Whether an expression may give what a secret is called, as far as texts are written out: `upper("db_password")`, `local.name`.
pub(super) fn says_secret(expr: &Expr, refers: Refers<'_>) -> bool {
    let says = |expr: &Expr| says_secret(expr, refers);
    match &expr.kind {
        ExprKind::String(name) => is_called_secret(name),
        ExprKind::Template(parts) => {
            let last = parts.last();
            is_called_secret(&texts::said(parts))
                || matches!(last, Some(Part::Interpolation(last)) if says(last))
        }
        ExprKind::Attribute(base, label) => match &base.kind {
            ExprKind::Variable(root) => refers(root, &label.text),
            _ => says(base),
        },
        ExprKind::Conditional(parts) => {
            let [_, then, otherwise] = &**parts;
            says(then) || says(otherwise)
        }
        ExprKind::Object(_) | ExprKind::For(_) | ExprKind::Binary(..) => false,
        _ => {
            let mut any = false;
            expr.for_each_part(&mut |part| any |= says(part));
            any
        }
    }
}

/// What stands in a block or an object.
struct Member<'e> {
    name: Option<Cow<'e, str>>,
    /// Whether it is called like a secret, however its name is put together.
    is_secret: bool,
    value: &'e Expr,
}

/// A look for the values of attributes, at any depth, that the schema says are sensitive or that are called like a secret.
struct Look<'l> {
    refers: Refers<'l>,
    visit: &'l mut dyn FnMut(&Expr),
}

impl Look<'_> {
    fn body(&mut self, body: &Body, schema: Option<&Schema>) {
        let members = body.attributes.iter().map(|it| Member {
            name: Some(Cow::Borrowed(&*it.name)),
            is_secret: is_secret(&it.name, schema),
            value: &it.value,
        });
        self.among(&members.collect::<Vec<_>>(), schema);
        for block in &body.blocks {
            let inner = block
                .nested_name()
                .map_or(schema, |name| schema_within(name, schema));
            self.body(&block.body, inner);
        }
    }

    /// In what stands together in a block or an object: the `value` beside a `name` or `key` has that name.
    fn among(&mut self, members: &[Member<'_>], schema: Option<&Schema>) {
        let is_called = |it: &Member<'_>, is_so: fn(&str) -> bool| {
            let name = it.name.as_ref();
            name.is_some_and(|name| is_so(name))
        };
        let gives_secret = |it: &Member<'_>| {
            is_called(it, names::gives_name) && says_secret(it.value, self.refers)
        };
        let is_named = members.iter().any(gives_secret);
        for it in members {
            if it.is_secret || is_named && is_called(it, names::gives_value) {
                (self.visit)(it.value);
            } else {
                let name = it.name.as_ref();
                let inner = name.map_or(schema, |name| schema_within(name, schema));
                self.within(it.value, inner);
            }
        }
    }

    /// In what has a name.
    fn of(&mut self, name: &str, value: &Expr, schema: Option<&Schema>) {
        if is_secret(name, schema) {
            (self.visit)(value);
        } else {
            self.within(value, schema_within(name, schema));
        }
    }

    /// In a value: what JSON writes as an object may be a block.
    fn within(&mut self, value: &Expr, schema: Option<&Schema>) {
        if let ExprKind::Template(parts) = &value.kind {
            texts::each_put_into(parts, self.visit);
        }
        let ExprKind::Object(items) = &value.kind else {
            value.for_each_part(&mut |part| self.within(part, schema));
            return;
        };
        let members = items.iter().map(|it| {
            let name = name_of(&it.key);
            let is_written = matches!(it.key.kind, ExprKind::String(_));
            let is_secret = name.as_ref().is_some_and(|it| is_secret(it, schema))
                || !is_written && says_secret(&it.key, self.refers);
            Member {
                name,
                is_secret,
                value: &it.value,
            }
        });
        self.among(&members.collect::<Vec<_>>(), schema);
    }
}

/// What a key says, as far as it is written out.
fn name_of(key: &Expr) -> Option<Cow<'_, str>> {
    match &key.kind {
        ExprKind::String(name) => Some(Cow::Borrowed(&**name)),
        ExprKind::Parenthesis(inner) => name_of(inner),
        ExprKind::Template(parts) => Some(Cow::Owned(texts::said(parts))),
        _ => None,
    }
}

/// Flags and numbers of the provider are no secrets, whatever they are called.
fn is_secret(name: &str, schema: Option<&Schema>) -> bool {
    match schema.and_then(|it| it.attributes.get(name)) {
        Some(it) if it.sensitive || it.write_only => true,
        Some(it) if matches!(it.ty, Type::Bool | Type::Number) => false,
        _ => is_called_secret(name),
    }
}

/// The schema of the blocks of a name; where there are none, that of what is around them.
fn schema_within<'s>(name: &str, schema: Option<&'s Schema>) -> Option<&'s Schema> {
    let inner = schema.and_then(|it| it.blocks.get(name));
    inner.map(provider::Block::schema).or(schema)
}
