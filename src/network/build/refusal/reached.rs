//! What the blocks that are judged hang on in their module: local values, and calls of modules that have such blocks.

use std::collections::BTreeSet;

use super::reference::Text;
use crate::{
    module::{Call, Module},
    span::Span,
    syntax::{Expr, ExprKind, Name},
};

/// A local value or a call.
pub(super) struct Reached<'m> {
    /// Its address in its module: `local.zones`, `module.network`.
    pub(super) what: String,
    /// Where it is declared.
    pub(super) at: Span,
    pub(super) text: Text<'m>,
}

/// Some calls, and the locals that these or some blocks refer to, directly or through others.
pub(super) fn reached<'m>(
    module: &'m Module,
    blocks: impl Iterator<Item = Text<'m>>,
    calls: impl Iterator<Item = &'m Call>,
) -> Vec<Reached<'m>> {
    let mut reached: Vec<Reached<'m>> = calls
        .map(|call| Reached {
            what: format!("module.{}", call.name),
            at: call.block.header,
            text: Text::Block(&call.block.body),
        })
        .collect();
    let mut open: Vec<Text<'m>> = reached.iter().map(|it| it.text).chain(blocks).collect();
    let mut seen = BTreeSet::new();
    while let Some(text) = open.pop() {
        let mut named = Vec::new();
        text.for_each_value(&mut |value| locals_in(value, &mut named));
        for name in named {
            let local = module.locals.get(&name);
            let local = local.filter(|_| seen.insert(name.clone()));
            reached.extend(local.map(|local| Reached {
                what: format!("local.{name}"),
                at: local.name_span,
                text: Text::Local(&local.value),
            }));
            open.extend(local.map(|local| Text::Local(&local.value)));
        }
    }
    reached
}

fn locals_in(expr: &Expr, into: &mut Vec<Name>) {
    if let ExprKind::Attribute(base, label) = &expr.kind
        && matches!(&base.kind, ExprKind::Variable(root) if **root == *"local")
    {
        into.push(label.text.clone());
    }
    expr.for_each_part(&mut |part| locals_in(part, into));
}
