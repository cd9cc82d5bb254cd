//! What a known registry module makes, shown where somebody can change it: in the call, as near to its cause as can be told.

use std::{collections::BTreeSet, rc::Rc};

use super::Builder;
use crate::{
    eval::{CallSite, Instance, Key, ModuleInstance},
    module::Call,
    span::Span,
    syntax::{Expr, ExprKind},
    value::{Origin, OriginId},
};

/// More origins than this are not followed.
const MOST_ORIGINS: usize = 64;

impl<'p> Builder<'_, 'p> {
    /// A place in our own model of a registry module is that of the call.
    pub(super) fn lifted(&self, scope: &Rc<ModuleInstance<'p>>, span: Span) -> Span {
        let is_ours = self.evaluation.sources.file(span.file).bundled;
        let site = call_of(scope).filter(|_| is_ours);
        site.map_or(span, |site| site.call.block.header)
    }

    /// Where an instance is asked for: the header of its block, or the entry of the call that has its key.
    pub(super) fn asked_for(&self, instance: &Instance<'p>) -> Span {
        let header = instance.header();
        let entry = || {
            let Key::Name(key) = &instance.key else {
                return None;
            };
            let is_ours = self.evaluation.sources.file(header.file).bundled;
            let site = call_of(&instance.scope).filter(|_| is_ours)?;
            let mut entries = Vec::new();
            for given in given(site.call) {
                entries_of(given, key, &mut entries);
            }
            match entries.as_slice() {
                [entry] => Some(*entry),
                _ => None,
            }
        };
        entry().unwrap_or_else(|| self.lifted(&instance.scope, header))
    }

    /// What the call of a known registry module says that leads to a value: of several places the first.
    pub(super) fn in_call(&self, scope: &Rc<ModuleInstance<'p>>, origin: OriginId) -> Option<Span> {
        let call = call_of(scope)?.call;
        let (mut open, mut seen) = (vec![origin], BTreeSet::new());
        while let Some(origin) = open.pop() {
            if seen.len() > MOST_ORIGINS || !seen.insert(origin) {
                continue;
            }
            let origin = self.evaluation.origins.get(origin);
            let span = match origin {
                Origin::Literal(span)
                | Origin::Block { span }
                | Origin::Argument { span, .. }
                | Origin::Operation { span, .. } => Some(span),
                _ => None,
            };
            if let Some(span) = span.and_then(|span| argument(call, span)) {
                return Some(span);
            }
            open.extend(origin.from().iter().rev());
        }
        None
    }
}

/// The call in a file of the user's that leads to a model of ours.
pub(super) fn call_of<'s, 'p>(scope: &'s Rc<ModuleInstance<'p>>) -> Option<&'s CallSite<'p>> {
    let site = scope.call.as_ref().filter(|_| scope.module.bundled);
    let mut sites = std::iter::successors(site, |site| site.parent.call.as_ref());
    sites.find(|site| !site.parent.module.bundled)
}

/// What a call gives its module, where it is written.
fn given(call: &Call) -> impl Iterator<Item = &Expr> {
    let attributes = call.block.body.attributes.iter();
    let own = attributes.map(|attribute| &attribute.value);
    own.chain(call.inputs.as_deref())
}

/// The innermost argument of a call, or entry of one, around a span.
fn argument(call: &Call, span: Span) -> Option<Span> {
    if let Some(entry) = call.inputs.as_deref().and_then(|it| entry_around(it, span)) {
        return Some(entry);
    }
    let mut attributes = call.block.body.attributes.iter();
    let attribute = attributes.find(|attribute| attribute.span.contains(span))?;
    Some(entry_around(&attribute.value, span).unwrap_or(attribute.span))
}

/// The innermost `key = value` around a span.
fn entry_around(expr: &Expr, span: Span) -> Option<Span> {
    let inner = |expr: &Expr| {
        let is_around = expr.span.contains(span);
        is_around.then(|| entry_around(expr, span)).flatten()
    };
    match &expr.kind {
        ExprKind::Object(items) => {
            let item = items.iter().find(|item| item.value.span.contains(span))?;
            Some(entry_around(&item.value, span).unwrap_or_else(|| whole(&item.key, &item.value)))
        }
        ExprKind::Tuple(members) => members.iter().find_map(inner),
        ExprKind::Call(call) => call.arguments.iter().find_map(inner),
        ExprKind::Conditional(parts) => parts.iter().find_map(inner),
        ExprKind::Parenthesis(within) => inner(within),
        _ => None,
    }
}

/// Every `key = { ... }` of that key.
fn entries_of(expr: &Expr, key: &str, found: &mut Vec<Span>) {
    match &expr.kind {
        ExprKind::Object(items) => {
            for item in items {
                let is_it = item.key.literal().is_some_and(|it| &**it == key);
                if is_it && matches!(item.value.kind, ExprKind::Object(_)) {
                    found.push(whole(&item.key, &item.value));
                }
                entries_of(&item.value, key, found);
            }
        }
        ExprKind::Call(call) => {
            for argument in &call.arguments {
                entries_of(argument, key, found);
            }
        }
        ExprKind::Conditional(parts) => {
            for part in parts.iter() {
                entries_of(part, key, found);
            }
        }
        ExprKind::Parenthesis(within) => entries_of(within, key, found),
        _ => {}
    }
}

/// From a key to the end of its value.
fn whole(key: &Expr, value: &Expr) -> Span {
    Span::new(key.span.file, key.span.start, value.span.end)
}
