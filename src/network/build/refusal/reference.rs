//! References to what no file of a module declares.

use std::{cell::Cell, collections::BTreeSet};

use indexmap::IndexMap;

use crate::{
    module::{Mode, Module, ResourceName},
    near::{LIKE, nearest},
    provider,
    span::Span,
    syntax::{Body, Expr, ExprKind, Name, Part},
};

/// A reference to nothing: where, to what, and what is called alike.
pub(super) type Undeclared = (Span, String, Option<String>);

/// With so many names of a module references to nothing are compared: a person has one such slip, a hostile text a million.
pub(super) const MOST_COMPARED: usize = 1_000_000;

/// What references stand in.
#[derive(Clone, Copy)]
pub(super) enum Text<'m> {
    /// A block.
    Block(&'m Body),
    /// A local value.
    Local(&'m Expr),
}

impl Text<'_> {
    /// Calls `visit` with each value in it.
    pub(super) fn for_each_value(self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Block(body) => body.for_each_value(visit),
            Self::Local(value) => visit(value),
        }
    }
}

/// The references in a text of a module that lead to nothing, each name once. `left` is how many names they may still be compared with.
pub(super) fn undeclared(module: &Module, text: Text<'_>, left: &Cell<usize>) -> Vec<Undeclared> {
    let mut search = Search {
        module,
        bound: BTreeSet::new(),
        told: BTreeSet::new(),
        left,
        found: Vec::new(),
    };
    match text {
        Text::Block(body) => {
            search.bind(body);
            search.body(body);
        }
        Text::Local(value) => {
            search.bind_loops(value);
            search.expr(value);
        }
    }
    let mut told = BTreeSet::new();
    search
        .found
        .retain(|(_, name, _)| told.insert(name.clone()));
    search.found
}

struct Search<'m> {
    module: &'m Module,
    /// The names that loops and `dynamic` blocks bind, wherever.
    bound: BTreeSet<Name>,
    /// What has been found.
    told: BTreeSet<String>,
    /// How many names what is found may still be compared with.
    left: &'m Cell<usize>,
    found: Vec<Undeclared>,
}

impl Search<'_> {
    fn bind(&mut self, body: &Body) {
        for block in body.blocks.iter().filter(|it| &*it.kind == "dynamic") {
            self.bound.extend(block.label(0).cloned());
            let iterator = block.body.attribute("iterator").map(|it| &it.value.kind);
            if let Some(ExprKind::Variable(name) | ExprKind::String(name)) = iterator {
                self.bound.insert(name.clone());
            }
        }
        body.blocks.iter().for_each(|block| self.bind(&block.body));
        let values = body.attributes.iter().map(|it| &it.value);
        values.for_each(|value| self.bind_loops(value));
    }

    fn bind_loops(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::For(each) => {
                self.bound.extend(each.key.clone());
                self.bound.insert(each.value.clone());
            }
            ExprKind::Template(parts) => self.bind_directives(parts),
            _ => {}
        }
        expr.for_each_part(&mut |part| self.bind_loops(part));
    }

    fn bind_directives(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Literal(..) | Part::Interpolation(_) => {}
                Part::If(_, then, otherwise) => {
                    self.bind_directives(then);
                    self.bind_directives(otherwise);
                }
                Part::For(each) => {
                    self.bound.extend(each.key.clone());
                    self.bound.insert(each.value.clone());
                    self.bind_directives(&each.body);
                }
            }
        }
    }

    /// What `lifecycle` and `provider` name is of other kinds.
    fn body(&mut self, body: &Body) {
        let named = |name: &str| matches!(name, "provider" | "iterator");
        let values = body.attributes.iter().filter(|it| !named(&it.name));
        values.for_each(|it| self.expr(&it.value));
        let blocks = body.blocks.iter().filter(|it| &*it.kind != "lifecycle");
        blocks.for_each(|block| self.body(&block.body));
    }

    fn expr(&mut self, expr: &Expr) {
        if let ExprKind::Attribute(base, label) = &expr.kind {
            let name = &label.text;
            match &base.kind {
                ExprKind::Variable(root) if !self.bound.contains(root) => {
                    self.check(expr.span, root, name);
                }
                ExprKind::Attribute(inner, ty) => {
                    if let ExprKind::Variable(root) = &inner.kind
                        && !self.bound.contains(root)
                    {
                        match &**root {
                            "data" => self.resource(expr.span, Mode::Data, &ty.text, name),
                            "resource" => self.resource(expr.span, Mode::Managed, &ty.text, name),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        expr.for_each_part(&mut |part| self.expr(part));
    }

    fn check(&mut self, span: Span, root: &Name, name: &Name) {
        let module = self.module;
        match &**root {
            "var" => self.name(span, root, name, &module.variables),
            "local" => self.name(span, root, name, &module.locals),
            "module" => self.name(span, root, name, &module.calls),
            // None of them is a type.
            "count" | "data" | "each" | "path" | "resource" | "self" | "terraform" => {}
            _ => self.resource(span, Mode::Managed, root, name),
        }
    }

    fn name<T>(&mut self, span: Span, root: &Name, name: &Name, declared: &IndexMap<Name, T>) {
        if declared.contains_key(name) {
            return;
        }
        let reference = format!("{root}.{name}");
        if !self.told.insert(reference.clone()) {
            return;
        }
        let near = self.near(declared.keys().map(|it| &**it), declared.len(), name);
        let near = near.map(|near| format!("{root}.{near}"));
        self.found.push((span, reference, near));
    }

    /// Which of so many names is most like one, as long as there is room to compare them.
    fn near<'k>(
        &self,
        declared: impl Iterator<Item = &'k str>,
        count: usize,
        name: &str,
    ) -> Option<&'k str> {
        let left = self.left.get().checked_sub(count)?;
        self.left.set(left);
        nearest(declared, name, LIKE)
    }

    /// Of types that nobody here knows nothing is said: it may be the name of something else.
    fn resource(&mut self, span: Span, mode: Mode, ty: &Name, name: &Name) {
        let wanted = ResourceName {
            mode,
            ty: ty.clone(),
            name: name.clone(),
        };
        if self.module.resources.contains_key(&wanted) {
            return;
        }
        let known = match mode {
            Mode::Managed => provider::resource(ty),
            Mode::Data => provider::data_source(ty),
        };
        let reference = wanted.to_string();
        if known.is_none() || !self.told.insert(reference.clone()) {
            return;
        }
        let declared = self.module.resources.keys();
        let of_type = declared.filter(|it| it.mode == mode && it.ty == *ty);
        let near = self.near(
            of_type.map(|it| &*it.name),
            self.module.resources.len(),
            name,
        );
        let near = near.map(|near| {
            ResourceName {
                name: near.into(),
                ..wanted
            }
            .to_string()
        });
        self.found.push((span, reference, near));
    }
}
