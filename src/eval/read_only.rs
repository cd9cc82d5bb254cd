//! References to what nobody but the provider sets: `aws_vpc.main.id`, `aws_subnet.private[*].id`.

use super::{Env, Evaluation, Outcome, body::written, dependencies::Dependencies, planned};
use crate::{
    module::{Mode, ResourceName},
    syntax::{Expr, ExprKind, Name},
};

impl<'p> Evaluation<'p> {
    /// The value of an expression. A reference to a read-only attribute depends on which instances there are, and on nothing else that is
    /// written in the block: the value is an unknown one by its address.
    pub(super) fn tracked(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        let read_only = reference(expr)
            .filter(|(name, attribute)| self.plan.is_none() && is_read_only(name, attribute, env));
        let Some((name, _)) = read_only else {
            return self.form(expr, env);
        };
        let (outcome, all) = self.tracker.apart(|| self.form(expr, env));
        let (expansion, _) = self.tracker.apart(|| self.expansion(env.scope, &name));
        self.tracker.note(match expansion.which {
            Some(which) => all.only(Dependencies::CYCLE).and(which),
            None => all,
        });
        outcome
    }
}

/// Whether an attribute of a resource is one that nobody sets.
fn is_read_only(name: &ResourceName, attribute: &str, env: &Env<'_, '_>) -> bool {
    let module = env.scope.module;
    let resource = module.resources.get(name).filter(|_| !module.planned);
    let Some(resource) = resource.filter(|_| name.mode == Mode::Managed) else {
        return false;
    };
    let schema = planned::schema(name);
    let declared = schema.and_then(|it| it.attributes.get(attribute));
    let is_read_only = declared.is_some_and(|it| {
        // Providers call `id` optional, too.
        it.computed && it.default.is_none() && (!it.optional || attribute == "id")
    });
    let is_bound = || env.name(&name.ty).is_some();
    is_read_only && written(&resource.block.body).all(|it| **it != *attribute) && !is_bound()
}

/// The resource and the attribute that an expression names, if it is no more than that.
fn reference(expr: &Expr) -> Option<(ResourceName, &Name)> {
    let (resource, attribute) = match &expr.kind {
        ExprKind::Attribute(base, label) => match &base.kind {
            ExprKind::Index(resource, key) if depends_on_nothing(key) => (resource, &label.text),
            _ => (base, &label.text),
        },
        ExprKind::Splat(resource, each) => match &each.kind {
            ExprKind::Attribute(element, label) if matches!(element.kind, ExprKind::Element) => {
                (resource, &label.text)
            }
            _ => return None,
        },
        _ => return None,
    };
    Some((ResourceName::named_by(resource)?, attribute))
}

/// Whether a key is written, or that of the instance around it, which all of the instance depends on anyway.
fn depends_on_nothing(key: &Expr) -> bool {
    match &key.kind {
        ExprKind::Number(_) | ExprKind::String(_) => true,
        ExprKind::Attribute(base, _) => {
            matches!(&base.kind, ExprKind::Variable(root) if matches!(&**root, "count" | "each"))
        }
        _ => false,
    }
}
