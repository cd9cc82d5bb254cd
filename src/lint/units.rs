//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::find::Found;
use crate::{
    eval::{Evaluation, Fuel, MOST_STEPS, UnitInputs, UnitOutputs},
    inputs::{self, Given},
    module::{ModuleId, Program},
    note::Note,
    source::Sources,
    terragrunt::{LeftOut, Unit},
    value::Value,
};

/// Evaluating the outputs of one unit takes no more steps than this.
const MOST_STEPS_FOR_OUTPUTS: u64 = MOST_STEPS / 8;

/// Units that depend on each other are followed no further than this.
const DEEPEST: usize = 32;

/// Units and the modules that they run.
pub(super) struct Running<'f> {
    /// Those that are judged.
    judged: Vec<(ModuleId, &'f Unit)>,
    /// Those that only give outputs.
    needed: Vec<(ModuleId, &'f Unit)>,
}

impl<'f> Running<'f> {
    /// Makes roots of the modules that units run.
    pub(super) fn join(found: &'f Found, program: &mut Program) -> Self {
        let units = &found.units;
        let at = |program: &Program, unit: &'f Unit| Some((program.at(&unit.module)?, unit));
        let needed: Vec<_> = (units.needed.iter())
            .filter_map(|unit| at(program, unit))
            .collect();
        // What is there only to give outputs is not asked about.
        let asked = |place: &Path| (found.discovery.directories.iter()).any(|it| it.path == place);
        let not_asked = |id: &ModuleId| !asked(&program.module(*id).place);
        let lent: Vec<ModuleId> = needed.iter().map(|(id, _)| *id).filter(not_asked).collect();
        program.roots.retain(|root| !lent.contains(root));
        let judged = units.units.iter();
        let judged = judged
            .filter_map(|unit| Some((program.run(&unit.module)?, unit)))
            .collect();
        Self { judged, needed }
    }

    /// Gives each of these roots what its units do, unless settings name variants or there is a plan of it.
    pub(super) fn give(&self, sources: &Sources, program: &Program, given: &mut [Vec<Given>]) {
        let mut bases: BTreeMap<ModuleId, Given> = BTreeMap::new();
        for (root, given) in program.roots.iter().zip(given.iter()) {
            if let [base] = given.as_slice()
                && base.variant.is_none()
                && base.plan.is_none()
            {
                bases.insert(*root, base.clone());
            }
        }
        let all = self.judged.iter().chain(&self.needed);
        let outputs = Outputs {
            sources,
            program,
            bases: &bases,
            units: all.map(|it| (&*it.1.directory, *it)).collect(),
            known: RefCell::default(),
        };
        for (root, given) in program.roots.iter().zip(given) {
            let mut own = self.judged.iter().filter(|(of, _)| of == root).peekable();
            if bases.contains_key(root) && own.peek().is_some() {
                *given = own
                    .map(|(root, unit)| outputs.given(*root, unit, 0))
                    .collect();
            }
        }
    }
}

/// The outputs of units, each evaluated once.
struct Outputs<'a> {
    sources: &'a Sources,
    program: &'a Program,
    /// What roots are given whatever runs them.
    bases: &'a BTreeMap<ModuleId, Given>,
    /// By their directories.
    units: BTreeMap<&'a Path, (ModuleId, &'a Unit)>,
    /// None of those that are being evaluated.
    known: RefCell<BTreeMap<&'a Path, Option<Value>>>,
}

impl Outputs<'_> {
    /// What a unit gives the root that it runs.
    fn given(&self, root: ModuleId, unit: &Unit, depth: usize) -> Given {
        let base = self.bases.get(&root).cloned().unwrap_or_default();
        let beside = unit.values.iter();
        let mut values: Vec<_> = beside
            .flat_map(|path: &PathBuf| inputs::in_readable(self.sources, path))
            .collect();
        values.extend(base.values.iter().cloned());
        let outputs = unit.needs.iter().map(|(directory, span)| UnitOutputs {
            directory: directory.to_string_lossy().into(),
            unit: self.sources.name(directory).into(),
            span: *span,
            values: self.of(directory, depth),
        });
        let outputs = outputs.collect();
        let inputs = unit.inputs.clone();
        let inputs = inputs.map(|inputs| UnitInputs { inputs, outputs });
        Given {
            variant: Some(unit.name.clone()),
            values: Arc::new(values),
            unit: inputs,
            ..base
        }
    }

    /// Those of the unit in a directory, if it can be evaluated.
    fn of(&self, directory: &Path, depth: usize) -> Option<Value> {
        let (directory, (root, unit)) = self.units.get_key_value(directory)?;
        if let Some(known) = self.known.borrow().get(directory) {
            return known.clone();
        }
        // One that settings judge with variants gives the outputs of one of them: nobody here knows of which.
        let is_root = self.program.roots.contains(root);
        if depth >= DEEPEST || is_root && !self.bases.contains_key(root) {
            return None;
        }
        self.known.borrow_mut().insert(directory, None);
        let given = self.given(*root, unit, depth + 1);
        let mut evaluation = Evaluation::new(self.program, self.sources, *root, &given.values);
        evaluation.fuel = Fuel::of(MOST_STEPS_FOR_OUTPUTS);
        given.tell(&mut evaluation);
        let outputs = evaluation.outputs(&evaluation.root);
        self.known
            .borrow_mut()
            .insert(directory, Some(outputs.clone()));
        Some(outputs)
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
