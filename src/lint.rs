//! Paths to one report: levels applied, one finding for each rule and place, one total order.
//!
//! A run is one line of stages; each needs what those before it gave.

mod request;

mod variants;

mod unfollowed;

mod cost;
mod newer;
mod switched_off;

mod report;

mod answers;
mod raw;

mod said;

mod exclusion;

mod find;

mod surroundings;

mod plan;

mod saved;
mod units;

mod selection;

mod settings;

mod notes;

mod beyond;

mod word;

mod share;

mod twins;

mod mend;

mod alike;

mod root;

mod in_turn;

mod doubt;

mod agreed;

mod judge;

mod series;

mod gather;

mod closed;

mod neighbours;
mod settling;

mod together;

mod suppression;

mod fingerprint;

mod assemble;

mod accept;

use std::{collections::BTreeSet, path::PathBuf};

pub use accept::{Pruned, accept, accept_all};
pub use assemble::assemble;
pub use cost::Total;
pub use raw::RawFinding;
pub use report::{Coverage, Diagnostic, Held, Question, Report, Silence, Summary, SuppressedBy};
pub use request::{Error, Request};
pub use unfollowed::{Part, Unseen};
pub use variants::{Variants, enumerated, heading};

use crate::{
    config::Configs,
    inputs::{self, Given},
    module::{self, ModuleId, Program},
    note::Note,
    rules::Rule,
    source::Sources,
    syntax::Name,
};
use agreed::Agreed;
use closed::ClosedWorld;
use find::find;
use gather::Gathered;
use judge::judge;
use plan::Plan;
use root::{Bounds, Root};
use selection::{Selection, select};
use settings::SettingsByModule;
use suppression::suppress;
use units::Running;

/// Lints what the request asks for, on the pool of threads that it is called in: one of [`crate::pool::build`], as others may have
/// too little stack.
///
/// # Errors
///
/// When it cannot be done as asked. What is wrong with the configuration itself is never an error but a finding.
pub fn lint(sources: &Sources, request: &Request) -> Result<Report, Error> {
    let mut configs = Configs::new(
        sources,
        request.config.clone(),
        request.environment.clone(),
        request.command.clone(),
    );
    let found = find(sources, &mut configs, request)?;
    request.go_on()?;
    let plan = Plan::of(sources, &mut configs, request, &found)?;
    let loaded = module::load(sources, &plan.directories);
    request.go_on()?;
    let (selection, mut program) = select(sources, &plan, loaded);
    let units = Running::join(&plan, &found, (sources, &mut program));
    let planned = saved::join(sources, request, &found, &mut program)?;
    let settings = SettingsByModule::resolve(sources, &mut configs, &found, &program)?;
    let mut given = inputs::of_variants(sources, &program, &mut configs, &request.inputs)?;
    saved::give(planned.as_ref(), &program, &mut given);
    let unused = units.give((sources, &mut program), &request.cancellation, &mut given);
    if let Some(variant) = &request.variant {
        inputs::choose(variant, &mut given)?;
    }
    let roots: Vec<(ModuleId, &Given)> = (program.roots.iter().zip(&given))
        .flat_map(|(root, given)| given.iter().map(|one| (*root, one)))
        .collect();
    let (variants, unread) = (&request.command.variants, &plan.passed_over);
    // Of named files not all roots are in sight.
    let stray = match plan.named {
        None => inputs::declared(sources, &program, &request.inputs, variants, unread)?,
        Some(_) => None,
    };
    inputs::fitting(sources, &program, &roots)?;
    let named: BTreeSet<PathBuf> = roots.iter().flat_map(|(_, it)| it.files.clone()).collect();
    let agreed = Agreed::of_roots(sources, &program, &given);
    // Among named files it counts in which of two the same is written.
    let is_alike = |one: &Given, other: &Given, asked: &BTreeSet<Name>| {
        plan.named.is_none() && alike::is_alike(sources, one, other, asked)
    };
    let judge = |root: ModuleId, given: &[&Given], steps: u64| {
        let options = settings.options(program.module(root));
        let bounds = Bounds::of(request, steps);
        series::judge(given, is_alike, |given, in_turn| {
            let of_root = Root {
                program: &program,
                sources,
                id: root,
                given,
                options: &options,
            };
            let mut judged = judge(&of_root, agreed.get(&root), bounds, in_turn);
            judged.keep_of_network(request);
            let is_on = |rule: &'static Rule| settings.is_on(program.module(root), rule);
            settling::hold_against_files(&of_root, bounds, &mut judged, &named, is_on);
            judged
        })
    };
    let mut judged = together::of_roots(&program, &given, judge, is_alike);
    let judging = (&plan, &program, &settings, &selection);
    let others = neighbours::unasked(sources, &mut configs, request, judging, &judged);
    neighbours::doubt(&program, &mut judged, others);
    // What was given up in the middle ends here.
    request.go_on()?;
    let mut gathered = Gathered {
        raw: raw::about_reading(sources, &found.discovery, &program),
        notes: found.notes.iter().cloned().chain(stray).collect(),
        unseen: beyond::of_passed_over(sources, &mut configs, &plan, &program)?,
        ..Gathered::default()
    };
    gathered
        .notes
        .extend(units::left_out(&[&*found.units.left_out, &unused].concat()));
    gathered.notes.extend(units::may_change(&plan.units.units));
    gathered.notes.extend(planned.and_then(|it| it.note));
    let excluded = plan.named.as_ref().map_or(0, |named| named.excluded);
    let of_named = plan.named.into_iter().flat_map(|named| named.notes);
    gathered.notes.extend(of_named.map(Note::of));
    for (root, judged) in program.roots.iter().zip(judged) {
        let root = program.module(*root);
        gathered.add(sources, &settings, &selection, root, judged);
    }
    let idle = notes::idle(&given, &request.command.variants);
    gathered.notes.extend(idle);
    let mut raw = std::mem::take(&mut gathered.raw);
    mend::all(&program, sources, &mut raw);
    let closed = ClosedWorld::of(sources, request, &found, &selection, &program);
    let suppressed = suppress(
        sources, request, &program, &selection, &closed, &settings, raw,
    );
    let mut report = assemble::settle(sources, suppressed, |raw, file| {
        settings.treatment(raw, file, selection.names(file))
    });
    report.ask_for_reasons(sources, |file| settings.needs_reason(&program, file));
    count(&mut report.summary, &program, &selection);
    report.summary.excluded = found.excluded + excluded;
    report.without_terraform = saved::without_terraform(request, found.discovery);
    gathered.tell(sources, &mut report);
    report.baselines = settings.baselines();
    report.closed = closed.directories;
    report.whole = closed.whole;
    report.given = (roots.into_iter())
        .map(|(root, given)| (root, given.clone()))
        .collect();
    report.program = program;
    Ok(report)
}

/// Counts what was looked at.
fn count(summary: &mut Summary, program: &Program, selection: &Selection) {
    summary.modules = program.places() + selection.passed_over.len();
    summary.roots = program.roots.len();
    let passed_over = selection.passed_over.values();
    summary.files = program.files + passed_over.sum::<usize>();
}
