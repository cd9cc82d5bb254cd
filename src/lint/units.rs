//! Units of Terragrunt: each module that some run is a root, judged once with each.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{find::Found, plan::Plan};
use crate::{
    cancellation::Cancellation,
    eval::{Fuel, MOST_STEPS, UnitInputs, UnitOutputs},
    inputs::{self, Given},
    module::{Change, ModuleId, Program},
    note::Note,
    source::Sources,
    span::FileId,
    terragrunt::{LeftOut, Unit},
    value::Value,
};

/// Evaluating the outputs of one unit takes no more of all steps than this part.
const PART_FOR_ONE: u64 = 8;

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
    pub(super) fn join(
        plan: &'f Plan,
        found: &Found,
        (sources, program): (&Sources, &mut Program),
    ) -> Self {
        let mut made = BTreeMap::new();
        let mut of = |units: &'f [Unit]| -> Vec<(ModuleId, &'f Unit)> {
            let run = |unit| Some((run((sources, program), unit, &mut made)?, unit));
            units.iter().filter_map(run).collect()
        };
        let judged = of(&plan.units.units);
        let needed = of(&plan.units.needed);
        // A module that is run with other files beside it, or only gives outputs, is not asked about as it is.
        let asked = |place: &Path| (found.discovery.directories.iter()).any(|it| it.path == place);
        let bases = |program: &Program, units: &[(ModuleId, &Unit)]| -> BTreeSet<ModuleId> {
            let base = |(_, unit): &(ModuleId, &Unit)| program.at(&unit.module);
            units.iter().filter_map(base).collect()
        };
        let run = bases(program, &judged);
        program.roots.retain(|root| !run.contains(root));
        let ids = |units: &[(ModuleId, &Unit)]| -> BTreeSet<ModuleId> {
            units.iter().map(|(id, _)| *id).collect()
        };
        let mut lent = ids(&needed);
        lent.extend(bases(program, &needed));
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
        let mut outputs = Outputs {
            sources,
            program,
            cancellation,
            bases: &bases,
            units: all.map(|it| (&*it.1.directory, *it)).collect(),
            known: BTreeMap::new(),
        };
        let asked = self.judged.iter();
        outputs.evaluate(asked.filter(|(root, _)| bases.contains_key(root)));
        for (root, given) in program.roots.iter().zip(given.iter_mut()) {
            let mut own = self.judged.iter().filter(|(of, _)| of == root).peekable();
            if bases.contains_key(root) && own.peek().is_some() {
                *given = own.map(|(root, unit)| outputs.given(*root, unit)).collect();
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
    (sources, program): (&Sources, &mut Program),
    unit: &Unit,
    made: &mut BTreeMap<Ran, ModuleId>,
) -> Option<ModuleId> {
    let base = match &unit.model {
        Some(sole) => program.sole_call(sources, sole)?,
        None => program.at(&unit.module)?,
    };
    let replaced = unit.replaced.iter();
    let change = Change {
        added: &unit.generated,
        removed: replaced
            .filter_map(|path| sources.read(path).ok())
            .map(|it| it.id)
            .collect(),
        is_open: unit.may_change,
    };
    let texts = change.added.iter().map(|file| file.text.clone());
    let ran: Ran = (
        base,
        texts.collect(),
        change.removed.clone(),
        change.is_open,
    );
    if ran.1.is_empty() && ran.2.is_empty() && !ran.3 {
        return Some(base);
    }
    Some(
        *made
            .entry(ran)
            .or_insert_with(|| program.changed(base, &change)),
    )
}

/// A module that is run, with the texts of the files beside it, those that are replaced, and whether more may be changed.
type Ran = (ModuleId, Vec<Arc<str>>, BTreeSet<FileId>, bool);

/// The outputs of units, each evaluated once.
struct Outputs<'a> {
    sources: &'a Sources,
    program: &'a Program,
    cancellation: &'a Cancellation,
    /// What roots are given whatever runs them.
    bases: &'a BTreeMap<ModuleId, Given>,
    /// By their directories.
    units: BTreeMap<&'a Path, (ModuleId, &'a Unit)>,
    known: BTreeMap<&'a Path, Value>,
}

impl<'a> Outputs<'a> {
    /// What a unit gives the root that it runs.
    fn given(&self, root: ModuleId, unit: &Unit) -> Given {
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
            values: self.known.get(&**directory).cloned(),
        });
        let outputs = outputs.collect();
        let inputs = unit.inputs.clone();
        let inputs = inputs.map(|inputs| UnitInputs {
            inputs,
            outputs,
            environment: unit.environment.clone(),
        });
        Given {
            variant: Some(unit.name.clone()),
            values: Arc::new(values),
            unit: inputs,
            ..base
        }
    }

    /// Evaluates what some units need: each after what it needs itself. Of those in a circle the one that comes first does without.
    fn evaluate<'u>(&mut self, asked: impl Iterator<Item = &'u (ModuleId, &'a Unit)>)
    where
        'a: 'u,
    {
        let mut left = MOST_STEPS;
        let mut seen = BTreeSet::new();
        let needs = |unit: &'a Unit| unit.needs.keys().rev().map(|it| (&**it, false));
        let mut open: Vec<(&Path, bool)> = asked.flat_map(|(_, unit)| needs(unit)).collect();
        open.reverse();
        while let Some((directory, is_ready)) = open.pop() {
            // One that settings judge with variants gives the outputs of one of them: nobody here knows of which.
            let unit = self.units.get(directory).copied();
            let Some((root, unit)) = unit.filter(|(root, _)| self.bases.contains_key(root)) else {
                continue;
            };
            if is_ready && left > 0 {
                let (outputs, spent) = self.of(root, unit, left);
                left = left.saturating_sub(spent);
                self.known.insert(directory, outputs);
            } else if !is_ready && seen.insert(directory) {
                open.push((directory, true));
                open.extend(needs(unit));
            }
        }
    }

    /// Those of one unit, and the steps that they took of those that are left.
    fn of(&self, root: ModuleId, unit: &Unit, left: u64) -> (Value, u64) {
        let given = self.given(root, unit);
        let mut evaluation = given.evaluation(self.program, self.sources, root);
        let steps = left.min(MOST_STEPS / PART_FOR_ONE);
        evaluation.fuel = Fuel::of(steps, self.cancellation.clone());
        let outputs = evaluation.outputs(&evaluation.root);
        (outputs, evaluation.fuel.spent())
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
    let lines = units
        .iter()
        .map(|it| format!("  {}: {}", it.name, it.reason));
    Some(Note::of(were).with(some(lines)))
}

/// A note of the units whose modules may be changed before they are run.
pub(super) fn may_change(units: &[Unit]) -> Option<Note> {
    let may_change = units.iter().filter(|it| it.may_change);
    let lines: Vec<String> = may_change.map(|it| format!("  {}", it.name)).collect();
    let have = match lines.len() {
        0 => return None,
        1 => "1 unit of Terragrunt has hooks that may change its module".to_owned(),
        more => format!("{more} units of Terragrunt have hooks that may change their modules"),
    };
    Some(Note::of(format!("{have}: what these lack is not told")).with(some(lines.into_iter())))
}

/// The first of some lines, and how many more there are.
fn some(lines: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_TOLD);
    let more = (more > 0).then(|| format!("  and {more} more"));
    lines.take(MOST_TOLD).chain(more).collect()
}
