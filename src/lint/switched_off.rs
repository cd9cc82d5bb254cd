//! Endpoints that are written, and not made with these values: the default of a variable turns them off.

use std::{collections::BTreeSet, rc::Rc};

use crate::{
    eval::{Evaluation, ModuleInstance},
    module::{Mode, Module, Resource},
};

const ENDPOINT: &str = "aws_vpc_endpoint";

/// What a root leaves out so, by address: resources, and calls of modules that have some.
pub(super) fn of_root(evaluation: &Evaluation<'_>) -> Vec<String> {
    let mut left_out = BTreeSet::new();
    let mut instances = evaluation.module_instances();
    // Of the arguments of a known module it is written which are off.
    instances.retain(|scope| !scope.module.bundled);
    for scope in instances {
        add_of_module(evaluation, &scope, &mut left_out);
    }
    left_out.into_iter().collect()
}

fn add_of_module<'p>(
    evaluation: &Evaluation<'p>,
    scope: &Rc<ModuleInstance<'p>>,
    into: &mut BTreeSet<String>,
) {
    for resource in endpoints_of(scope.module) {
        if evaluation.is_off_by_default(scope, &resource.block) {
            into.insert(scope.address_of(&resource.name).to_string());
        }
    }
    for call in scope.module.calls.values() {
        let target = evaluation.target(scope, call);
        let module = target.map(|it| evaluation.program.module(it));
        let has_endpoints =
            module.is_some_and(|it| !it.bundled && endpoints_of(it).next().is_some());
        if has_endpoints && evaluation.is_off_by_default(scope, &call.block) {
            let name = format_args!("module.{}", call.name);
            into.insert(scope.address_of(name).to_string());
        }
    }
}

fn endpoints_of(module: &Module) -> impl Iterator<Item = &Resource> {
    let resources = module.resources.values();
    resources.filter(|it| it.name.mode == Mode::Managed && &*it.name.ty == ENDPOINT)
}
