//! Sources and versions of calls that are not written out. `OpenTofu` works them out before anything else (since 1.8: "Early Evaluation of
//! Variables and Locals"): from variables and locals, never from what resources or other modules have. Terraform refuses them.

use super::Module;
use crate::syntax::{Expr, ExprKind, Name, Part};

/// References are not followed further than this, be they in a circle.
const DEEPEST: usize = 16;

/// So many of them one source may take, each as often as it stands.
const MOST: usize = 1_000;

/// In bytes.
const LONGEST: usize = 1024;

impl Module {
    /// Works out what the calls say, with the values that its variables have where nobody gives it others.
    pub(super) fn work_out_calls(&mut self) {
        let worked_out = |call: &super::Call, argument: &str| {
            let value = &call.block.body.attribute(argument)?.value;
            if value.literal().is_some() {
                return None;
            }
            self.early_text(value, DEEPEST, &mut { MOST })
        };
        let all: Vec<_> = self
            .calls
            .values()
            .map(|call| ["source", "version"].map(|it| worked_out(call, it)))
            .collect();
        for (call, early) in self.calls.values_mut().zip(all) {
            call.early = early;
        }
    }

    /// The text that an expression is; `left` is how many references may still be followed.
    fn early_text(&self, expr: &Expr, deep: usize, left: &mut usize) -> Option<Name> {
        *left = left.checked_sub(1)?;
        let expr = self.referred(expr, deep)?;
        if let Some(text) = expr.literal() {
            return Some(text.clone());
        }
        let ExprKind::Template(parts) = &expr.kind else {
            return None;
        };
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Literal(literal, _) => text += literal,
                Part::Interpolation(inner) => {
                    text.push_str(&self.early_text(inner, deep.checked_sub(1)?, left)?);
                }
                Part::If(..) | Part::For(_) => return None,
            }
            if text.len() > LONGEST {
                return None;
            }
        }
        Some(text.into())
    }

    /// What an expression leads to through variables, locals and their members.
    fn referred<'e>(&'e self, expr: &'e Expr, deep: usize) -> Option<&'e Expr> {
        let deep = deep.checked_sub(1)?;
        let (base, name) = match &expr.kind {
            ExprKind::Parenthesis(inner) => return self.referred(inner, deep),
            ExprKind::Attribute(base, label) => (base, &label.text),
            ExprKind::Index(base, key) => (base, key.literal()?),
            _ => return Some(expr),
        };
        let found = match &base.kind {
            ExprKind::Variable(root) if &**root == "local" => &self.locals.get(name)?.value,
            ExprKind::Variable(root) if &**root == "var" => {
                let variable = self.variables.get(name)?;
                let mut of_files = self.variable_files.iter().rev();
                match of_files.find(|it| it.name == *name) {
                    Some(given) => &given.value,
                    None => &variable.default.as_ref()?.value,
                }
            }
            _ => match &self.referred(base, deep)?.kind {
                ExprKind::Object(items) => {
                    let mut items = items.iter().rev();
                    let item = items.find(|it| it.key.literal() == Some(name));
                    &item?.value
                }
                _ => return None,
            },
        };
        self.referred(found, deep)
    }
}
