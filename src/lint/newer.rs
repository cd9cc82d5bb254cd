//! Calls of registry modules in versions newer than what their models were held against.

use std::{collections::BTreeMap, rc::Rc};

use super::unfollowed::address_of;
use crate::{
    eval::{Evaluation, ModuleInstance, call_path},
    module::{
        Call, Target,
        known::{self, Known},
    },
};

/// What a root calls in a newer version: address, module, and how far it is known.
pub(super) fn of_root(evaluation: &Evaluation<'_>) -> Vec<String> {
    let mut newer = BTreeMap::new();
    let mut instances = evaluation.module_instances();
    // What a model calls goes by the version of the model's call.
    instances.retain(|scope| !scope.module.bundled);
    for scope in instances {
        for call in scope.module.calls.values() {
            let Some(model) = model(evaluation, &scope, call) else {
                continue;
            };
            let address = address_of(&call_path(&scope, &call.name));
            let (source, checked) = (model.source(), model.checked());
            let known = format!("{address} ({source}, known up to {checked})");
            newer.insert(address, known);
        }
    }
    newer.into_values().collect()
}

/// The model that a call is evaluated with, if it is too old for it.
fn model<'p>(
    evaluation: &Evaluation<'p>,
    scope: &Rc<ModuleInstance<'p>>,
    call: &Call,
) -> Option<Known> {
    let version = call.literal("version").map(|version| &**version);
    let model = known::find(call.literal("source")?, version)?;
    let Target::Known(id) = call.target else {
        return None;
    };
    let is_used = model.is_past()
        && evaluation.target(scope, call) == Some(id)
        && evaluation.may_make(scope, call);
    is_used.then_some(model)
}
