//! Uses of `dns_entry` and of network interfaces: clients may be told an endpoint's own names, or its addresses.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use super::{Builder, values::for_each_value};
use crate::{
    address::Address,
    eval::{Env, Key, ModuleInstance},
    module::{Mode, ResourceName},
    network::{
        Fact, Place,
        names::{Use, Uses},
    },
    syntax::{Expr, ExprKind, Name},
    value::Kind,
};

/// The outputs that somebody reads, by the address of their module; all of it where no name is told.
#[derive(Default)]
struct Outputs(HashMap<(Arc<str>, Option<Name>), Use>);

impl Outputs {
    fn mark(&mut self, module: &Arc<str>, output: Option<&Name>, what: Use) {
        let known = self.0.entry((module.clone(), output.cloned()));
        let known = known.or_insert(what);
        *known = (*known).max(what);
    }

    fn of(&self, module: &Arc<str>, output: &Name) -> Option<Use> {
        let named = self.0.get(&(module.clone(), Some(output.clone())));
        named.max(self.0.get(&(module.clone(), None))).copied()
    }
}

impl<'p> Builder<'_, 'p> {
    /// Finds every `.dns_entry`: of a named endpoint, or of something that may be any endpoint. Reading a data source's or a module's own
    /// attribute of that name uses no endpoint that is made here by itself, and an output of a module only counts if its caller reads it.
    pub(super) fn entries_used(&self) -> Uses {
        let (mut uses, mut outputs) = (Uses::default(), Outputs::default());
        // Callers come before what they call.
        for scope in &self.scopes {
            let module = scope.module;
            let mut read =
                |expr: &Expr| self.visit(expr, scope, Use::Read, &mut uses, &mut outputs);
            for_each_value(module, &mut read);
            for (name, output) in &module.outputs {
                let what = match &scope.call {
                    Some(_) => outputs.of(&scope.address, name),
                    None => Some(Use::Shown),
                };
                let Some(what) = what else { continue };
                let mut visit =
                    |expr: &Expr| self.visit(expr, scope, what, &mut uses, &mut outputs);
                output.body.for_each_value(&mut visit);
            }
        }
        uses
    }

    fn visit(
        &self,
        expr: &Expr,
        scope: &Rc<ModuleInstance<'p>>,
        what: Use,
        uses: &mut Uses,
        outputs: &mut Outputs,
    ) {
        let instance_of = |name: &str, key: &Expr| self.instance(scope, name, key);
        find_entries(expr, (scope, &instance_of), what, uses);
        self.find_outputs(expr, scope, what, outputs);
    }

    /// The instance of an endpoint that a key means, where that is one of them.
    fn instance(&self, scope: &Rc<ModuleInstance<'p>>, name: &str, key: &Expr) -> Option<Meant> {
        let key = self.evaluation.value(key, &Env::new(scope));
        let instances = &self.evaluation.expansion(scope, &endpoint(name)).instances;
        // Terraform takes 0 and "0" for the same key.
        let text = match &key.kind {
            Kind::String(text) => text.to_string(),
            Kind::Number(number) => number.to_string(),
            _ => return None,
        };
        let is_meant = |own: &Key| match own {
            Key::Index(index) => index.to_string() == text,
            Key::Name(name) => **name == *text,
            Key::Single | Key::Template(_) | Key::Any { .. } => false,
        };
        let meant = instances.iter().find(|it| is_meant(&it.key))?;
        let resource = self.resource(meant);
        let by_default = self.evaluation.origins.is_replaceable(key.origin);
        Some(Meant {
            address: meant.address.to_string(),
            by_default: by_default.then(|| {
                let origin = key.origin;
                let sensitive = key.sensitive;
                let place = Place {
                    origin,
                    sensitive,
                    ..Place::of(&resource)
                };
                Fact::new(Ok(()), place)
            }),
        })
    }

    /// Marks the outputs of called modules that an expression reads.
    fn find_outputs(
        &self,
        expr: &Expr,
        scope: &Rc<ModuleInstance<'p>>,
        what: Use,
        outputs: &mut Outputs,
    ) {
        let (call, output) = match &expr.kind {
            ExprKind::Attribute(base, label) => match call_of(base) {
                Some(call) => (Some(call), Some(&label.text)),
                None => (call_of(expr), None),
            },
            _ => (None, None),
        };
        let Some(call) = call else {
            expr.for_each_part(&mut |part| self.find_outputs(part, scope, what, outputs));
            return;
        };
        for (_, child) in &self.evaluation.children(scope, call).instances {
            outputs.mark(&child.address, output, what);
        }
        // What picks one of several calls may read outputs, too.
        if let ExprKind::Attribute(base, _) = &expr.kind
            && let ExprKind::Index(_, key) = &base.kind
        {
            self.find_outputs(key, scope, what, outputs);
        }
    }
}

/// The call that an expression names as a whole: `module.net`, `module.net[0]`.
fn call_of(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Attribute(base, label) => match &base.kind {
            ExprKind::Variable(root) if &**root == "module" => Some(&label.text),
            _ => None,
        },
        ExprKind::Index(base, _) => call_of(base),
        _ => None,
    }
}

/// An instance of an endpoint that a key means.
struct Meant {
    address: String,
    /// What says so, where somebody may replace a default and so mean another one.
    by_default: Option<Fact<()>>,
}

/// A module, and the instance of an endpoint that a key means, where no loop decides that.
type Surroundings<'a, 'p> = (
    &'a ModuleInstance<'p>,
    &'a dyn Fn(&str, &Expr) -> Option<Meant>,
);

fn find_entries(expr: &Expr, around: Surroundings<'_, '_>, what: Use, into: &mut Uses) {
    let (scope, instance_of) = around;
    if let Some(base) = entry_of(expr, what) {
        match root_of(base) {
            Some(("aws_vpc_endpoint", name)) => {
                let meant = match &base.kind {
                    ExprKind::Index(all, key) if ResourceName::named_by(all).is_some() => {
                        instance_of(name, key)
                    }
                    _ => None,
                };
                let all = address_in(scope, name);
                let of = match meant {
                    Some(meant) => {
                        if let Some(fact) = meant.by_default {
                            into.by_default.entry(all).or_default().push(fact);
                        }
                        meant.address
                    }
                    None => all,
                };
                into.add(Some(of), what);
            }
            Some(_) => {}
            None => {
                into.add(None, what);
            }
        }
    }
    if let ExprKind::Splat(base, each) = &expr.kind
        && mentions_entry(each, what)
        && let Some((ty, name)) = root_of(base)
    {
        if ty == "aws_vpc_endpoint" {
            into.add(Some(address_in(scope, name)), what);
        }
        return;
    }
    let in_loop = matches!(expr.kind, ExprKind::For(_));
    let around = if in_loop {
        (scope, &(|_: &str, _: &Expr| None) as _)
    } else {
        around
    };
    expr.for_each_part(&mut |part| find_entries(part, around, what, into));
}

/// The address of an endpoint that a module declares under a name.
fn address_in(scope: &ModuleInstance<'_>, name: &str) -> String {
    Address::new(scope.address_of(endpoint(name))).plain()
}

fn endpoint(name: &str) -> ResourceName {
    ResourceName {
        mode: Mode::Managed,
        ty: "aws_vpc_endpoint".into(),
        name: name.into(),
    }
}

/// Whether an endpoint is reached by that attribute though no name of its service leads to it: by its own names or, where something
/// makes use of these, by the addresses of its network interfaces.
fn is_way(attribute: &str, what: Use) -> bool {
    attribute == "dns_entry" || attribute == "network_interface_ids" && what == Use::Read
}

/// What an expression takes such an attribute of: by its name, by index or with `lookup`.
fn entry_of(expr: &Expr, what: Use) -> Option<&Expr> {
    let names_it = |key: &Expr| key.literal().is_some_and(|key| is_way(key, what));
    match &expr.kind {
        ExprKind::Attribute(base, label) if is_way(&label.text, what) => Some(base),
        ExprKind::Index(base, key) if names_it(key) => Some(base),
        ExprKind::Call(call) if &*call.name == "lookup" => match call.arguments.as_slice() {
            [base, key, ..] if names_it(key) => Some(base),
            _ => None,
        },
        _ => None,
    }
}

fn mentions_entry(expr: &Expr, what: Use) -> bool {
    if entry_of(expr, what).is_some() {
        return true;
    }
    let mut found = false;
    expr.for_each_part(&mut |part| found |= mentions_entry(part, what));
    found
}

/// The resource a reference starts with; `None` for names that loops bind, locals and the like. A data source is no resource of
/// that type: it comes back under the name `data`.
fn root_of(expr: &Expr) -> Option<(&str, &str)> {
    match &expr.kind {
        ExprKind::Attribute(base, label) => match &base.kind {
            ExprKind::Variable(root) if matches!(&**root, "var" | "local" | "each" | "module") => {
                None
            }
            ExprKind::Variable(root) => Some((root, &label.text)),
            _ => root_of(base),
        },
        ExprKind::Index(base, _) | ExprKind::Splat(base, _) | ExprKind::Parenthesis(base) => {
            root_of(base)
        }
        _ => None,
    }
}
