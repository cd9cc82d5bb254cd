//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{find::Found, plan::Plan};
use crate::{
    cancellation::Cancellation,
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
    pub(super) fn join(plan: &'f Plan, found: &Found, program: &mut Program) -> Self {
        let mut made = BTreeMap::new();
        let mut of = |units: &'f [Unit]| -> Vec<(ModuleId, &'f Unit)> {
            let run = |unit| Some((run(program, unit, &mut made)?, unit));
            units.iter().filter_map(run).collect()
        };
        let judged = of(&plan.units.units);
        let needed = of(&plan.units.needed);
        // A module that is run with other files beside it, or only gives outputs, is not asked about as it is.
        let asked = |place: &Path| (found.discovery.directories.iter()).any(|it| it.path == place);
        let lends = |root: &ModuleId| {
            let of_unit = |unit: &Unit| program.at(&unit.module) == Some(*root);
            judged.iter().any(|(_, unit)| of_unit(unit))
                || !asked(&program.module(*root).place)
                    && needed.iter().any(|(_, unit)| of_unit(unit))
        };
        let lent: Vec<ModuleId> = program.roots.iter().copied().filter(lends).collect();
        program.roots.retain(|root| !lent.contains(root));
        for (id, _) in &judged {
            program.run(*id);
        }
        Self { judged, needed }
    }

    /// Gives each of these roots what its units do, unless settings name variants or there is a plan of it.
    pub(super) fn give(
        &self,
        (sources, program): (&Sources, &Program),
        cancellation: &Cancellation,
        given: &mut [Vec<Given>],
    ) {
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
            cancellation,
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

/// The module that a unit runs: with what it generates beside it another one, and the same for all that generate the same.
fn run(
    program: &mut Program,
    unit: &Unit,
    made: &mut BTreeMap<(ModuleId, Vec<Arc<str>>), ModuleId>,
) -> Option<ModuleId> {
    let base = program.at(&unit.module)?;
    if unit.generated.is_empty() {
        return Some(base);
    }
    let texts = unit.generated.iter().map(|file| file.text.clone());
    let made = made.entry((base, texts.collect()));
    Some(*made.or_insert_with(|| program.extended(base, &unit.generated)))
}

/// The outputs of units, each evaluated once.
struct Outputs<'a> {
    sources: &'a Sources,
    program: &'a Program,
    cancellation: &'a Cancellation,
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
        evaluation.fuel = Fuel::of(MOST_STEPS_FOR_OUTPUTS, self.cancellation.clone());
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
