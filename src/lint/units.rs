//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{path::PathBuf, sync::Arc};

use crate::{
    inputs::{self, Given},
    module::{ModuleId, Program},
    note::Note,
    source::Sources,
    terragrunt::{LeftOut, Unit},
};

/// Makes roots of the modules that units run.
pub(super) fn join<'u>(units: &'u [Unit], program: &mut Program) -> Vec<(ModuleId, &'u Unit)> {
    let units = units.iter();
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

/// More units than this are counted instead.
const MOST_TOLD: usize = 8;

/// A note of the units that are not judged.
pub(super) fn left_out(units: &[LeftOut]) -> Option<Note> {
    let were = match units.len() {
        0 => return None,
        1 => "1 unit of Terragrunt is left out".to_owned(),
        more => format!("{more} units of Terragrunt are left out"),
    };
    let told = units.iter().take(MOST_TOLD);
    let mut lines: Vec<String> = told
        .map(|it| format!("  {}: {}", it.name, it.reason))
        .collect();
    let more = units.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    Some(Note::of(were).with(lines))
}
