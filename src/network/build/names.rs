//! What the configuration does about names: zones, records, uses of `dns_entry`.

use std::collections::BTreeSet;

use super::{Builder, or_nothing, set_value};
use crate::{
    address::Address,
    eval::ModuleInstance,
    module::{Mode, ResourceName},
    network::{Fact, LookedUp, Names, names::NamedZone},
    provider::service::ServiceName,
    syntax::{Expr, ExprKind},
};

impl Builder<'_, '_> {
    /// Collects the names of zones and records and the uses of `dns_entry`.
    pub(super) fn names(&self) -> Names {
        let mut names = Names::default();
        for instance in self.of(&["aws_route53_zone", "aws_route53_record"]) {
            let value = instance.attribute("name");
            let place = self.place(instance, "name", &value);
            names.zones.push(NamedZone {
                resource: self.resource(instance),
                name: Fact::read(&value, place, |value| Some(value.clone())),
            });
        }
        names.shared_zones = self
            .of(&[
                "aws_route53_zone_association",
                "aws_route53profiles_association",
                "aws_route53profiles_resource_association",
            ])
            .next()
            .is_some();
        for scope in &self.scopes {
            entries_used(scope, &mut names.entries_used);
        }
        names
    }

    /// Endpoints that data sources look up.
    pub(super) fn looked_up(&self) -> Vec<LookedUp> {
        let mut looked_up = Vec::new();
        for instance in &self.lookups {
            let value = set_value(instance, "service_name");
            let service = self.place(instance, "service_name", &value);
            looked_up.push(LookedUp {
                service: Fact::parse(&value, service, |it| or_nothing(it, ServiceName::parse)),
                vpc: self.naming(instance, "vpc_id"),
            });
        }
        looked_up
    }
}

/// Finds every `.dns_entry` in a module: of a named endpoint, or of something that may be any endpoint. Reading a data source's or a module's
/// own attribute of that name uses no endpoint that is made here by itself.
fn entries_used(scope: &ModuleInstance<'_>, into: &mut BTreeSet<Option<String>>) {
    let module = scope.module;
    let mut visit = |expr: &Expr| find_entries(expr, scope, into);
    module.locals.values().for_each(|local| visit(&local.value));
    module
        .resources
        .values()
        .for_each(|resource| resource.block.body.for_each_value(&mut visit));
    module
        .calls
        .values()
        .for_each(|call| call.block.body.for_each_value(&mut visit));
    module
        .outputs
        .values()
        .for_each(|output| output.body.for_each_value(&mut visit));
}

fn find_entries(expr: &Expr, scope: &ModuleInstance<'_>, into: &mut BTreeSet<Option<String>>) {
    if let Some(base) = entry_of(expr) {
        match root_of(base) {
            Some(("aws_vpc_endpoint", name)) => {
                into.insert(Some(address_in(scope, name)));
            }
            Some(_) => {}
            None => {
                into.insert(None);
            }
        }
    }
    if let ExprKind::Splat(base, each) = &expr.kind
        && mentions_entry(each)
        && let Some((ty, name)) = root_of(base)
    {
        if ty == "aws_vpc_endpoint" {
            into.insert(Some(address_in(scope, name)));
        }
        return;
    }
    expr.for_each_part(&mut |part| find_entries(part, scope, into));
}

/// The address of an endpoint that a module declares under a name.
fn address_in(scope: &ModuleInstance<'_>, name: &str) -> String {
    let ty = "aws_vpc_endpoint".into();
    let name = ResourceName {
        mode: Mode::Managed,
        ty,
        name: name.into(),
    };
    Address::new(scope.address_of(name)).plain()
}

/// What an expression takes the `dns_entry` of: as an attribute, by index or with `lookup`.
fn entry_of(expr: &Expr) -> Option<&Expr> {
    let names_it = |key: &Expr| key.literal().is_some_and(|key| &**key == "dns_entry");
    match &expr.kind {
        ExprKind::Attribute(base, label) if &*label.text == "dns_entry" => Some(base),
        ExprKind::Index(base, key) if names_it(key) => Some(base),
        ExprKind::Call(call) if &*call.name == "lookup" => match call.arguments.as_slice() {
            [base, key, ..] if names_it(key) => Some(base),
            _ => None,
        },
        _ => None,
    }
}

fn mentions_entry(expr: &Expr) -> bool {
    if entry_of(expr).is_some() {
        return true;
    }
    let mut found = false;
    expr.for_each_part(&mut |part| found |= mentions_entry(part));
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
