//! What expressions are made of, and where they stand.

use super::{Body, Expr, ExprKind, Part};

impl Expr {
    /// Calls `visit` with every expression directly inside another.
    pub fn for_each_part(&self, visit: &mut dyn FnMut(&Self)) {
        self.each_part(&mut |part| visit(part));
    }

    /// The same for whoever keeps them.
    pub(super) fn each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        match &self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Element => {}
            ExprKind::Template(parts) => for_each_in_template(parts, visit),
            ExprKind::Tuple(items) => items.iter().for_each(visit),
            ExprKind::Object(items) => {
                for item in items {
                    visit(&item.key);
                    visit(&item.value);
                }
            }
            ExprKind::Attribute(base, _)
            | ExprKind::Unary(_, base)
            | ExprKind::Parenthesis(base) => {
                visit(base);
            }
            ExprKind::Index(base, key) | ExprKind::Splat(base, key) => {
                visit(base);
                visit(key);
            }
            ExprKind::Call(call) => call.arguments.iter().for_each(visit),
            ExprKind::Conditional(parts) => parts.iter().for_each(visit),
            ExprKind::Binary(_, operands) => operands.iter().for_each(visit),
            ExprKind::For(comprehension) => {
                visit(&comprehension.collection);
                comprehension.key_result.iter().for_each(&mut *visit);
                visit(&comprehension.result);
                comprehension.condition.iter().for_each(visit);
            }
        }
    }
}

impl Body {
    /// Calls `visit` with the value of every attribute, in nested blocks too.
    pub fn for_each_value(&self, visit: &mut dyn FnMut(&Expr)) {
        let values = self.attributes.iter().map(|attribute| &attribute.value);
        values.for_each(&mut *visit);
        for block in &self.blocks {
            block.body.for_each_value(visit);
        }
    }
}

fn for_each_in_template<'e>(parts: &'e [Part], visit: &mut dyn FnMut(&'e Expr)) {
    for part in parts {
        match part {
            Part::Literal(..) => {}
            Part::Interpolation(inner) => visit(inner),
            Part::If(condition, then, otherwise) => {
                visit(condition);
                for_each_in_template(then, visit);
                for_each_in_template(otherwise, visit);
            }
            Part::For(directive) => {
                visit(&directive.collection);
                for_each_in_template(&directive.body, visit);
            }
        }
    }
}
