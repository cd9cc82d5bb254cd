//! What lies beyond this configuration: calls that cannot be followed, outputs of the root.

use std::{collections::BTreeSet, rc::Rc};

use crate::{
    eval::{Evaluation, ModuleInstance},
    module::{self, Call},
    network::World,
    syntax::{Expr, ExprKind},
    value::{Fragment, Kind, Value},
};

/// Separate resources without which an endpoint is of no use.
const ATTACHING: [&str; 2] = [
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_subnet_association",
];

/// Looks at every call that cannot be followed and at the outputs of the root.
pub(super) fn survey<'p>(evaluation: &Evaluation<'p>, scopes: &[Rc<ModuleInstance<'p>>]) -> World {
    let mut world = World::default();
    world.library = !evaluation.root.module.runs;
    for scope in scopes {
        world.unread |= !scope.module.complete;
        for call in scope.module.calls.values() {
            if !evaluation.children(scope, &call.name).are_seen()
                && !module::leaves_endpoints_alone(call)
            {
                pass(&mut world, evaluation, scope, call);
            }
        }
    }
    for scope in scopes {
        leave_alone(&mut world, evaluation, scope);
    }
    let outputs: Vec<_> = evaluation.root.module.outputs.keys().cloned().collect();
    for name in outputs {
        if let Ok(value) = evaluation.output(&evaluation.root, &name) {
            references_in(&value, &mut |reference| {
                world.exported.insert(reference.to_owned());
            });
        }
    }
    world
}

/// Keeps what separate resources name of which there are none: `for_each` over a list that is empty by default.
fn leave_alone<'p>(world: &mut World, evaluation: &Evaluation<'p>, scope: &Rc<ModuleInstance<'p>>) {
    let resources = scope.module.resources.values();
    for resource in resources.filter(|it| ATTACHING.contains(&&*it.name.ty)) {
        let named = resource.block.body.attribute("vpc_endpoint_id");
        if let Some(named) = named
            && evaluation
                .expansion(scope, &resource.name)
                .instances
                .is_empty()
        {
            let into = &mut world.left_alone;
            written_references(evaluation, &named.value, scope, 0, into);
        }
    }
}

/// Keeps what a call hands to a module out of sight.
fn pass<'p>(
    world: &mut World,
    evaluation: &Evaluation<'p>,
    scope: &Rc<ModuleInstance<'p>>,
    call: &Call,
) {
    let address = scope.address_of(format_args!("module.{}", call.name));
    let mut given = BTreeSet::new();
    for (expr, value) in evaluation.arguments(scope, call) {
        let mut named = true;
        references_in(&value, &mut |reference| {
            named &= !reference.is_empty();
            given.insert(reference.to_owned());
        });
        // What lost its name on the way may be anything the expression refers to.
        if !named {
            written_references(evaluation, expr, scope, 0, &mut given);
        }
    }
    world.passed.extend(
        given
            .into_iter()
            .filter(|it| !it.is_empty())
            .map(|it| (it, address.to_string())),
    );
}

/// Calls `found` with every reference in a value; with an empty one where an unknown has no name.
fn references_in(value: &Value, found: &mut dyn FnMut(&str)) {
    match &value.kind {
        Kind::Unknown(unknown) => {
            found(unknown.symbol.as_ref().map_or("", |symbol| symbol.as_str()));
        }
        Kind::PartialString(fragments) => {
            for fragment in fragments.iter() {
                if let Fragment::Unknown(unknown) = fragment {
                    found(unknown.symbol.as_ref().map_or("", |symbol| symbol.as_str()));
                }
            }
        }
        Kind::Sequence(sequence) => {
            sequence
                .items
                .iter()
                .for_each(|item| references_in(item, found));
            if let Some(rest) = &sequence.rest {
                found(rest.symbol.as_ref().map_or("", |symbol| symbol.as_str()));
            }
        }
        Kind::Mapping(mapping) => {
            // A resource as a whole is named by what it is open over; its attributes add nothing.
            if let Some(symbol) = mapping.rest.as_ref().and_then(|rest| rest.symbol.as_ref()) {
                found(symbol.as_str());
            } else {
                mapping
                    .entries
                    .values()
                    .for_each(|entry| references_in(entry, found));
                if mapping.rest.is_some() {
                    found("");
                }
            }
        }
        Kind::Union(alternatives) => alternatives
            .iter()
            .for_each(|alternative| references_in(alternative, found)),
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}

/// The resources and calls an expression refers to, through locals, variables and outputs.
fn written_references<'p>(
    evaluation: &Evaluation<'p>,
    expr: &Expr,
    scope: &Rc<ModuleInstance<'p>>,
    depth: usize,
    into: &mut BTreeSet<String>,
) {
    if depth > 24 {
        return;
    }
    if let ExprKind::Attribute(base, label) = &expr.kind
        && let ExprKind::Attribute(root, ty) = &base.kind
        && matches!(&root.kind, ExprKind::Variable(root) if &**root == "resource")
    {
        let name = format_args!("{}.{}", ty.text, label.text);
        into.insert(scope.address_of(name).to_string());
        return;
    }
    if let ExprKind::Attribute(base, label) = &expr.kind
        && let ExprKind::Variable(root) = &base.kind
    {
        match &**root {
            "local" => {
                if let Some(local) = scope.module.locals.get(&label.text) {
                    written_references(evaluation, &local.value, scope, depth + 1, into);
                }
            }
            "var" => {
                if let Some(site) = &scope.call
                    && let Some(argument) = site.call.block.body.attribute(&label.text)
                {
                    written_references(evaluation, &argument.value, &site.parent, depth + 1, into);
                }
            }
            "module" => {
                for (_, child) in &evaluation.children(scope, &label.text).instances {
                    for output in child.module.outputs.values() {
                        if let Some(value) = output.body.attribute("value") {
                            written_references(evaluation, &value.value, child, depth + 1, into);
                        }
                    }
                }
            }
            "each" | "count" | "path" | "terraform" | "self" | "data" => {}
            _ => {
                into.insert(
                    scope
                        .address_of(format_args!("{root}.{}", label.text))
                        .to_string(),
                );
            }
        }
        return;
    }
    expr.for_each_part(&mut |part| {
        written_references(evaluation, part, scope, depth + 1, into);
    });
}
