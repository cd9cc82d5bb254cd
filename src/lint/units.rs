//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{path::PathBuf, sync::Arc};

use super::find::Found;
use crate::{
    inputs::{self, Given},
    module::{ModuleId, Program},
    source::Sources,
    terragrunt::Unit,
};

/// Makes roots of the modules that units run.
pub(super) fn join<'f>(found: &'f Found, program: &mut Program) -> Vec<(ModuleId, &'f Unit)> {
    let units = found.units.iter();
    units
        .filter_map(|unit| Some((program.run(&unit.module)?, unit)))
        .collect()
}

/// Gives each of these roots what its units do, unless settings name variants or there is a plan of it.
pub(super) fn give(
    sources: &Sources,
    units: &[(ModuleId, &Unit)],
    program: &Program,
    given: &mut [Vec<Given>],
) {
    for (root, given) in program.roots.iter().zip(given) {
        let own = units.iter().filter(|(of, _)| of == root);
        let own: Vec<&Unit> = own.map(|(_, unit)| *unit).collect();
        let base = match given.as_slice() {
            [base] if base.variant.is_none() && base.plan.is_none() && !own.is_empty() => {
                base.clone()
            }
            _ => continue,
        };
        let with = |unit: &Unit| {
            let beside = unit.values.iter();
            let mut values: Vec<_> = beside
                .flat_map(|path: &PathBuf| inputs::in_readable(sources, path))
                .collect();
            values.extend(base.values.iter().cloned());
            Given {
                variant: Some(unit.name.clone()),
                values: Arc::new(values),
                unit: unit.inputs.clone(),
                ..base.clone()
            }
        };
        *given = own.into_iter().map(with).collect();
    }
}
