//! What may make something that is out of sight.

use std::rc::Rc;

use super::{Evaluation, ModuleInstance};
use crate::{
    module::Mode,
    provider::awscc,
    value::{Fragment, Kind, Unknown, Value, Why},
};

/// Beginnings of types that make whatever somebody wrote elsewhere.
const ANYTHING: [&str; 3] = [
    "aws_cloudcontrolapi_",
    "aws_cloudformation_",
    "aws_servicecatalog_",
];

/// Whether anything may add to the own VPCs that is not seen: a module out of sight that gets hold of something made here, a file that could
/// not be read, a stack of another kind.
pub(super) fn may_make<'p>(evaluation: &Evaluation<'p>, scopes: &[Rc<ModuleInstance<'p>>]) -> bool {
    // Whoever calls a module for others may add to what that hands out.
    let root = &evaluation.root;
    let mut outputs = root.module.outputs.keys().filter(|_| !root.module.runs);
    let hands_out = outputs.any(|name| {
        evaluation
            .output(root, name)
            .is_ok_and(|value| hands_on(&value))
    });
    hands_out
        || scopes.iter().any(|scope| {
            let calls = scope.module.calls.values();
            let mut unseen =
                calls.filter(|call| !evaluation.children(scope, &call.name).are_seen());
            let mut made = scope
                .module
                .resources
                .keys()
                .filter(|it| it.mode == Mode::Managed);
            !scope.module.complete
                || unseen.any(|call| {
                    let arguments = evaluation.arguments(scope, call);
                    arguments.iter().any(|(_, value)| hands_on(value))
                })
                || made.any(|name| {
                    awscc::twin(&name.ty).is_some()
                        || ANYTHING.iter().any(|it| name.ty.starts_with(it))
                })
        })
}

/// Whether a value leads to something that is made or looked up here.
fn hands_on(value: &Value) -> bool {
    let leads = |unknown: &Unknown| {
        !matches!(
            unknown.why,
            Why::Variable(_) | Why::ProviderRegion(_) | Why::Environment(_)
        )
    };
    match &value.kind {
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => false,
        Kind::Unknown(unknown) => leads(unknown),
        Kind::PartialString(fragments) => fragments.iter().any(|fragment| match fragment {
            Fragment::Known(_) => false,
            Fragment::Unknown(unknown) => leads(unknown),
        }),
        Kind::Sequence(sequence) => {
            sequence.rest.as_ref().is_some_and(|it| leads(it))
                || sequence.items.iter().any(hands_on)
        }
        Kind::Mapping(mapping) => {
            mapping.rest.as_ref().is_some_and(|it| leads(it))
                || mapping.entries.values().any(hands_on)
        }
        Kind::Union(alternatives) => alternatives.iter().any(hands_on),
    }
}
