//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
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

/// Evaluating the outputs of one unit takes no more of all steps than this part.
const PART_FOR_ONE: u64 = 8;

/// Units that depend on each other are followed no further than this.
const DEEPEST: usize = 32;

/// Units and the modules that they run.
pub(super) struct Running<'f> {
    /// Those that are judged.
    judged: Vec<(ModuleId, &'f Unit)>,
    /// Those that only give outputs.
    needed: Vec<(ModuleId, &'f Unit)>,
    /// The modules that are there for that alone.
    lent: BTreeSet<ModuleId>,
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
        let is_run = |root: &ModuleId| {
            let mut units = judged.iter();
            units.any(|(_, unit)| program.at(&unit.module) == Some(*root))
        };
        let run: Vec<ModuleId> = program.roots.iter().copied().filter(is_run).collect();
        program.roots.retain(|root| !run.contains(root));
        let ids = |units: &[(ModuleId, &Unit)]| -> BTreeSet<ModuleId> {
            units.iter().map(|(id, _)| *id).collect()
        };
        let mut lent = ids(&needed);
        lent.extend(
            needed
                .iter()
                .filter_map(|(_, unit)| program.at(&unit.module)),
        );
        lent.retain(|id| !program.roots.contains(id) || !asked(&program.module(*id).place));
        for id in ids(&judged) {
            lent.remove(&id);
            program.run(id);
        }
        // They are given what roots are, and are none after that.
        for id in ids(&needed) {
            program.run(id);
        }
        Self {
            judged,
            needed,
            lent,
        }
    }

    /// Gives each of these roots what its units do, unless settings name variants or there is a plan of it. What is there for its outputs
    /// alone is no root any more. Returns the units whose inputs are not used.
    pub(super) fn give(
        &self,
        (sources, program): (&Sources, &mut Program),
        cancellation: &Cancellation,
        given: &mut Vec<Vec<Given>>,
    ) -> Vec<LeftOut> {
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
            left: Cell::new(MOST_STEPS),
            is_cut: Cell::new(false),
        };
        for (root, given) in program.roots.iter().zip(given.iter_mut()) {
            let mut own = self.judged.iter().filter(|(of, _)| of == root).peekable();
            if bases.contains_key(root) && own.peek().is_some() {
                outputs.is_cut.set(false);
                *given = own
                    .map(|(root, unit)| outputs.given(*root, unit, 0))
                    .collect();
            }
        }
        let judged = self.judged.iter();
        let unused = judged.filter(|(root, _)| !bases.contains_key(root));
        let unused = unused.map(|(_, unit)| LeftOut {
            name: unit.name.clone(),
            reason: "its module is judged with variants or a plan, and without its inputs",
        });
        let unused = unused.collect();
        let mut kept = program.roots.iter().map(|root| !self.lent.contains(root));
        given.retain(|_| kept.next().unwrap_or(true));
        program.roots.retain(|root| !self.lent.contains(root));
        unused
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
    /// The steps that are left for all of them.
    left: Cell<u64>,
    /// Whether one was not followed for being too deep.
    is_cut: Cell<bool>,
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
        self.is_cut.set(self.is_cut.get() || depth >= DEEPEST);
        // One that settings judge with variants gives the outputs of one of them: nobody here knows of which.
        if depth >= DEEPEST || !self.bases.contains_key(root) || self.left.get() == 0 {
            return None;
        }
        self.known.borrow_mut().insert(directory, None);
        let given = self.given(*root, unit, depth + 1);
        let mut evaluation = Evaluation::new(self.program, self.sources, *root, &given.values);
        let steps = self.left.get().min(MOST_STEPS / PART_FOR_ONE);
        evaluation.fuel = Fuel::of(steps, self.cancellation.clone());
        given.tell(&mut evaluation);
        let outputs = evaluation.outputs(&evaluation.root);
        let left = self.left.get();
        self.left.set(left.saturating_sub(evaluation.fuel.spent()));
        // From elsewhere it may be followed further.
        if self.is_cut.get() {
            self.known.borrow_mut().remove(directory);
        } else {
            let known = Some(outputs.clone());
            self.known.borrow_mut().insert(directory, known);
        }
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
