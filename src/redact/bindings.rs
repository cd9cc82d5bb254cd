//! Where names come from that a hidden expression uses and that are bound near it: `each` of a block, the iterator of a `dynamic`
//! block, the variables of a `for`.

use std::collections::BTreeSet;

use crate::{
    span::Span,
    syntax::{Body, Expr, ExprKind, ForPart, Item, Name, Part},
};

/// After so many rounds, each of which may find names that the one before needed, everything that is gone through counts.
const MOST_ROUNDS: usize = 4;

/// Hidden expressions of one block or value, and what is gone through for the names they use.
#[derive(Default)]
pub(super) struct Bindings {
    used: BTreeSet<Name>,
    done: BTreeSet<(u32, u32)>,
    all: bool,
}

impl Bindings {
    /// Adds the names that a hidden expression uses.
    pub(super) fn note(&mut self, hidden: &Expr) {
        if let ExprKind::Variable(name) = &hidden.kind {
            self.used.insert(name.clone());
        }
        hidden.for_each_part(&mut |part| self.note(part));
    }

    /// Calls `visit` with what is gone through for those names in a body, and for the names used there.
    pub(super) fn in_body(mut self, body: &Body, visit: &mut dyn FnMut(&Expr)) {
        self.rounds(visit, |it, visit| it.body(body, visit));
    }

    /// The same in one value.
    pub(super) fn in_value(mut self, value: &Expr, visit: &mut dyn FnMut(&Expr)) {
        self.rounds(visit, |it, visit| it.value(value, visit));
    }

    fn rounds(
        &mut self,
        visit: &mut dyn FnMut(&Expr),
        round: impl Fn(&mut Self, &mut dyn FnMut(&Expr)),
    ) {
        let mut found = usize::MAX;
        let mut count = 0;
        while !self.used.is_empty() && found != self.done.len() {
            found = self.done.len();
            self.all = count >= MOST_ROUNDS;
            round(self, visit);
            count += 1;
        }
    }

    fn body(&mut self, body: &Body, visit: &mut dyn FnMut(&Expr)) {
        for block in &body.blocks {
            self.body(&block.body, visit);
            if &*block.kind == "dynamic"
                && let Some(source) = block.body.attribute("for_each")
            {
                let iterator = block.body.attribute("iterator").map(|it| &it.value.kind);
                let name = match iterator {
                    Some(ExprKind::Variable(name)) => Some(name),
                    _ => block.label(0),
                };
                self.bind(name, &source.value, visit);
            }
        }
        for attribute in &body.attributes {
            self.value(&attribute.value, visit);
            if &*attribute.name == "dynamic" {
                self.dynamic(&attribute.value, visit);
            }
        }
        if let Some(source) = body.attribute("for_each") {
            self.bind(Some(&"each".into()), &source.value, visit);
        }
    }

    /// `dynamic` blocks as JSON has them: by label, one or several.
    fn dynamic(&mut self, value: &Expr, visit: &mut dyn FnMut(&Expr)) {
        let ExprKind::Object(items) = &value.kind else {
            value.for_each_part(&mut |part| self.dynamic(part, visit));
            return;
        };
        for item in items {
            let ExprKind::String(label) = &item.key.kind else {
                continue;
            };
            each_object(&item.value, &mut |block| {
                let named = |name: &str| {
                    let is_it = |item: &&Item| matches!(&item.key.kind, ExprKind::String(key) if &**key == name);
                    block.iter().find(is_it).map(|item| &item.value)
                };
                let iterator = match named("iterator").map(|it| &it.kind) {
                    Some(ExprKind::String(name)) => name,
                    _ => label,
                };
                if let Some(source) = named("for_each") {
                    self.bind([iterator], source, visit);
                }
            });
        }
    }

    fn value(&mut self, value: &Expr, visit: &mut dyn FnMut(&Expr)) {
        value.for_each_part(&mut |part| self.value(part, visit));
        match &value.kind {
            ExprKind::For(it) => {
                let names = it.key.iter().chain([&it.value]);
                self.bind(names, &it.collection, visit);
            }
            ExprKind::Template(parts) => self.template(parts, visit),
            _ => {}
        }
    }

    fn template(&mut self, parts: &[Part], visit: &mut dyn FnMut(&Expr)) {
        for part in parts {
            match part {
                Part::Literal(..) | Part::Interpolation(_) => {}
                Part::If(_, then, otherwise) => {
                    self.template(then, visit);
                    self.template(otherwise, visit);
                }
                Part::For(directive) => {
                    let ForPart {
                        key,
                        value,
                        collection,
                        body,
                    } = &**directive;
                    self.template(body, visit);
                    self.bind(key.iter().chain([value]), collection, visit);
                }
            }
        }
    }

    fn bind<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n Name>,
        source: &Expr,
        visit: &mut dyn FnMut(&Expr),
    ) {
        let is_used = self.all || names.into_iter().any(|name| self.used.contains(name));
        let Span { start, end, .. } = source.span;
        if is_used && self.done.insert((start, end)) {
            self.note(source);
            visit(source);
        }
    }
}

/// Calls `visit` with the items of an object, or of each in a list.
fn each_object(value: &Expr, visit: &mut dyn FnMut(&[Item])) {
    match &value.kind {
        ExprKind::Object(items) => visit(items),
        ExprKind::Tuple(items) => items.iter().for_each(|item| each_object(item, visit)),
        _ => {}
    }
}
