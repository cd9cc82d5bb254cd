//! References: `var.x`, `local.x`, `module.x.y`, `data.t.n`, `t.n`, `each.key`, `path.module`, names that loops bind.

use super::{
    Env, Evaluation, Fault, ModuleInstance, Outcome, access, dependencies::Dependencies, distribute,
};
use crate::{
    module::{Mode, ResourceName},
    source::relative,
    syntax::{Expr, ExprKind, Name},
    value::{Kind, Origin, OriginId, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// A variable, attribute or index expression.
    pub(super) fn traversal(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        if let Some(outcome) = self.named(expr, env) {
            return outcome;
        }
        match &expr.kind {
            ExprKind::Variable(name) => match env.name(name) {
                Some(value) => Ok(value.clone()),
                None => Err(Fault::undeclared(format!("{name} is not declared"))),
            },
            ExprKind::Attribute(base, label) => {
                let base = self.expr(base, env)?;
                self.doubt_attribute(&base, &label.text);
                let waits = access::is_awaited(&base);
                let found = distribute(&[base], &self.fuel, |bases| match bases {
                    [base] => access::attribute(base, &label.text),
                    _ => Err(Fault::new("an attribute belongs to one value")),
                })?;
                if waits && found.is_known() {
                    self.fuel.note_ahead();
                }
                Ok(found)
            }
            ExprKind::Index(base, key) => {
                if let Some(outcome) = self.instance_by_key(base, key, env) {
                    return outcome;
                }
                let (base, key) = (self.expr(base, env)?, self.expr(key, env)?);
                let key_origin = key.origin;
                self.doubt_element(&base, &key);
                if !key.is_known() && !self.fuel.read([&base]) {
                    return Ok(self.fuel.limit(Type::Any).hidden(base.sensitive));
                }
                let waits = access::is_awaited(&base) || !key.is_known();
                let value = distribute(&[base, key], &self.fuel, |operands| match operands {
                    [base, key] => access::index(base, key),
                    _ => Err(Fault::new("an index takes one value and one key")),
                })?;
                if waits && value.is_known() {
                    self.fuel.note_ahead();
                }
                Ok(self.chosen_by(value, expr, key_origin))
            }
            _ => Err(Fault::undeclared("this is not a reference")),
        }
    }

    /// Notes that something may lack the attribute that is asked for. Resources have all that their type has.
    fn doubt_attribute(&self, base: &Value, name: &str) {
        let may_lack = base.alternatives().iter().any(|base| match &base.kind {
            Kind::Unknown(unknown) => !unknown.not_null || !matches!(unknown.ty, Type::Object(_)),
            Kind::Mapping(mapping) => {
                !mapping.entries.contains_key(name)
                    && mapping
                        .rest
                        .as_ref()
                        .is_some_and(|rest| !rest.is_of_resource())
            }
            _ => false,
        });
        if may_lack {
            self.fuel.note_doubt();
        }
    }

    /// Notes that something may lack the element that is asked for.
    fn doubt_element(&self, base: &Value, key: &Value) {
        let lacks = |base: &Value| match &base.kind {
            Kind::Unknown(_) => true,
            Kind::Sequence(sequence) => sequence.rest.is_some(),
            Kind::Mapping(mapping) => {
                let is_there = |key| mapping.entries.contains_key(key);
                mapping.rest.is_some() && !key.as_str().is_some_and(is_there)
            }
            _ => false,
        };
        if !key.is_known() || base.alternatives().iter().any(lacks) {
            self.fuel.note_doubt();
        }
    }

    /// What was picked by a key that itself was not written here depends on that key too.
    fn chosen_by(&self, value: Value, expr: &Expr, key: OriginId) -> Value {
        match self.origins.get(key) {
            Origin::None | Origin::Literal(_) => value,
            _ => {
                let from = [value.origin, key];
                self.computed(value.at(OriginId::NONE), expr, from)
            }
        }
    }

    /// A reference that starts with one of Terraform's own names or names a resource.
    fn named(&self, expr: &Expr, env: &Env<'_, 'p>) -> Option<Outcome> {
        let ExprKind::Attribute(base, label) = &expr.kind else {
            return None;
        };
        let scope = env.scope;
        if let ExprKind::Attribute(root, _) = &base.kind
            && is_mode(root, env)
            && let Some(name) = ResourceName::named_by(expr)
        {
            return Some(self.resource_value(scope, &name));
        }
        match &base.kind {
            ExprKind::Variable(root) => {
                if env.name(root).is_some() {
                    return None;
                }
                Some(match &**root {
                    "var" => Ok(self.variable(scope, &label.text)),
                    "local" => self.local(scope, &label.text),
                    "module" => self.call_value(scope, &label.text),
                    "data" | "resource" => return None,
                    "each" => each(env, &label.text),
                    "count" => match env.instance() {
                        Some((key, None)) => Ok(key.clone()),
                        _ => Err(Fault::undeclared(
                            "count.index is used where there is no count",
                        )),
                    },
                    "path" => Ok(self.path(scope, &label.text)),
                    "terraform" | "tofu" => Ok(self.of_terraform(root, &label.text)),
                    "self" => Ok(Value::unknown(Type::Any, Why::Condition)),
                    _ => self.resource_value(
                        scope,
                        &ResourceName {
                            mode: Mode::Managed,
                            ty: root.clone(),
                            name: label.text.clone(),
                        },
                    ),
                })
            }
            // Terraform depends on that output only, not on all of the module.
            ExprKind::Attribute(inner, call)
                if is_variable(inner, "module") && env.name("module").is_none() =>
            {
                self.output_of(scope, &call.text, None, &label.text)
            }
            ExprKind::Index(inner, key) => {
                let ExprKind::Attribute(root, call) = &inner.kind else {
                    return None;
                };
                if !is_variable(root, "module") || env.name("module").is_some() {
                    return None;
                }
                let literal = matches!(key.kind, ExprKind::String(_) | ExprKind::Number(_));
                let key = self.expr(key, env).ok()?;
                let found = self.output_by_key(scope, &call.text, &key, &label.text);
                found.or_else(|| {
                    let by_literal = || self.output_of(scope, &call.text, Some(&key), &label.text);
                    literal.then(by_literal).flatten()
                })
            }
            _ => None,
        }
    }

    /// `local.x`: evaluated in its module, whoever asks.
    fn local(&self, scope: &std::rc::Rc<ModuleInstance<'p>>, name: &Name) -> Outcome {
        let Some(local) = scope.module.locals.get(name) else {
            // What only a run of Terragrunt tells.
            if name.contains('.') {
                let (symbol, why) = (name.clone(), Why::Environment(name.clone()));
                return Ok(super::symbolic(symbol, Type::Any, why).into());
            }
            return Ok(generated(scope, format!("local.{name}")));
        };
        let compute = || {
            let value = self.value(&local.value, &Env::new(scope));
            let from = value.origin;
            value.at(self.origins.add(Origin::Local {
                name: name.clone(),
                span: local.span,
                from,
            }))
        };
        let cycle = || Value::unknown(Type::Any, Why::Cycle);
        let value = scope.locals.get(&self.tracker, name, compute, cycle);
        refused_again(value)
    }

    /// The value of an output of this scope.
    ///
    /// # Errors
    ///
    /// When there is no such output, or Terraform would refuse its expression.
    pub fn output(&self, scope: &std::rc::Rc<ModuleInstance<'p>>, name: &Name) -> Outcome {
        let Some(block) = scope.module.outputs.get(name) else {
            if scope.module.complete && !scope.module.bundled {
                return Err(Fault::undeclared(format!("output {name} is not declared")));
            }
            return Ok(
                super::symbolic(scope.address.clone(), Type::Any, Why::Unread)
                    .attribute(name)
                    .into(),
            );
        };
        let compute = || {
            if scope.module.planned {
                let sensitive = block.body.hides_value();
                return self.planned_output(scope, name).hidden(sensitive);
            }
            let Some(attribute) = block.body.attribute("value") else {
                return Value::null(Type::Any);
            };
            let value = self.value(&attribute.value, &Env::new(scope));
            let taken_for = scope.call.as_ref().and_then(|site| site.taken_for);
            let from = taken_for.map_or(value.origin, |fork| {
                self.origins.add(Origin::Operation {
                    span: attribute.span,
                    from: vec![value.origin, fork],
                })
            });
            let sensitive = block.body.hides_value();
            let origin = Origin::Output {
                name: name.clone(),
                span: attribute.span,
                from,
            };
            value.at(self.origins.add(origin)).hidden(sensitive)
        };
        let cycle = || Value::unknown(Type::Any, Why::Cycle);
        let value = scope.outputs.get(&self.tracker, name, compute, cycle);
        refused_again(value)
    }

    /// `terraform.workspace`, and what else only the command knows.
    fn of_terraform(&self, root: &Name, name: &str) -> Value {
        let variable = format!("{root}.{name}");
        if name == "workspace" {
            self.tracker.note(Dependencies::WORKSPACE);
        }
        match &self.workspace {
            Some(workspace) if name == "workspace" => {
                Value::string(workspace.clone()).at(self.origins.add(Origin::Workspace))
            }
            _ => environment(&variable),
        }
    }

    /// `path.module`, `path.root`: relative to the root's directory, as when Terraform runs there.
    fn path(&self, scope: &ModuleInstance<'p>, name: &str) -> Value {
        match name {
            "root" => Value::string("."),
            "module" if scope.module.bundled => {
                Value::unknown(Type::String, Why::Module(scope.address.clone()))
            }
            "module" => Value::string(relative(self.root_directory(), &scope.module.directory)),
            _ => environment(&format!("path.{name}")),
        }
    }
}

/// Whether it is `data` or, since Terraform 0.15, `resource`, before the type of something.
fn is_mode(root: &Expr, env: &Env<'_, '_>) -> bool {
    let is_bound = |name: &str| env.name(name).is_some();
    matches!(&root.kind, ExprKind::Variable(name) if matches!(&**name, "data" | "resource") && !is_bound(name))
}

/// A variable or local that is not declared. Generators such as Terragrunt write them into the module when they run: it is unknown,
/// and what stands around it is known all the same.
pub(super) fn generated(scope: &ModuleInstance<'_>, name: String) -> Value {
    let symbol = scope.address_of(&name);
    super::symbolic(symbol, Type::Any, Why::Undeclared(name.into())).into()
}

/// What else is not declared: refused, or merely unknown when a part of the module could not be read.
pub(super) fn undeclared(scope: &ModuleInstance<'_>, what: &str) -> Outcome {
    if scope.module.complete && !scope.module.bundled {
        Err(Fault::undeclared(format!("{what} is not declared")))
    } else {
        Ok(Value::unknown(Type::Any, Why::Unread))
    }
}

/// A local or output whose expression is refused is refused wherever it is used, so that `try` sees it.
fn refused_again(value: Value) -> Outcome {
    match value.kind {
        Kind::Unknown(unknown) if matches!(unknown.why, Why::Fault(_)) => match &unknown.why {
            Why::Fault(message) => Err(Fault::undeclared(&**message)),
            _ => Ok(Value::unknown(Type::Any, unknown.why.clone())),
        },
        _ => Ok(value),
    }
}

fn is_variable(expr: &Expr, name: &str) -> bool {
    matches!(&expr.kind, ExprKind::Variable(root) if &**root == name)
}

fn each(env: &Env<'_, '_>, name: &str) -> Outcome {
    match (env.instance(), name) {
        (Some((key, Some(_))), "key") => Ok(key.clone()),
        (Some((_, Some(value))), "value") => Ok(value.clone()),
        _ => Err(Fault::undeclared(format!(
            "each.{name} is used where there is no for_each"
        ))),
    }
}

fn environment(name: &str) -> Value {
    let unknown = super::symbolic(name.into(), Type::String, Why::Environment(name.into()));
    Unknown {
        not_null: true,
        ..unknown
    }
    .into()
}
