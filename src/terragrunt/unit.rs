//! Units: which module each runs, and what it gives it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    expression::{Place, Scope},
    file::Files,
    tree::{deeply_merged, merged, unknown},
};
use crate::{
    source::{SourceFile, Sources},
    span::Span,
    syntax::{Block, Expr},
};

/// A unit that runs a module of this project.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its directory, as reports name it.
    pub name: Arc<str>,
    /// The same as a path.
    pub directory: PathBuf,
    /// The directory of the module, resolved.
    pub module: PathBuf,
    /// What it gives the variables of the module: an object, in the words of Terraform, but for [`UNIT_OUTPUTS`](crate::eval::UNIT_OUTPUTS).
    pub inputs: Option<Arc<Expr>>,
    /// The directories of the units whose outputs these hang on, with the blocks that lead there.
    pub needs: BTreeMap<PathBuf, Span>,
    /// The Terraform files that it generates beside those of the module.
    pub generated: Vec<Arc<SourceFile>>,
    /// The files with values that lie beside it, which Terraform would find beside the module, and that it names.
    pub values: Vec<PathBuf>,
}

/// The file that makes a directory a unit.
const FILE: &str = "terragrunt.hcl";

/// How an included file is merged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    None,
    Shallow,
    Deep,
}

/// A unit that is not judged.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Its directory, as reports name it.
    pub name: Arc<str>,
    /// Why: "its ...".
    pub reason: &'static str,
}

/// What was found.
#[derive(Default, Debug)]
pub struct Units {
    /// Those that run modules of this project.
    pub units: Vec<Unit>,
    /// Those of which it is not known what they run.
    pub left_out: Vec<LeftOut>,
    /// Others that these need the outputs of, which nobody asked about.
    pub needed: Vec<Unit>,
}

/// The units that files are, and what these need.
#[must_use]
pub fn units(sources: &Sources, files: &[PathBuf]) -> Units {
    let known = Files::new(sources);
    let mut all = Units::default();
    for file in files {
        match unit(&known, file) {
            Ok(found) => all.units.extend(found),
            Err(reason) => all.left_out.push(LeftOut {
                name: file
                    .parent()
                    .map_or_else(String::new, |it| sources.name(it))
                    .into(),
                reason,
            }),
        }
    }
    all.units.sort_by(|one, other| one.name.cmp(&other.name));
    all.left_out.sort_by(|one, other| one.name.cmp(&other.name));
    let mut seen: BTreeSet<PathBuf> = all.units.iter().map(|it| it.directory.clone()).collect();
    let needs = |unit: &Unit| unit.needs.keys().cloned().collect::<Vec<_>>();
    let mut next: Vec<PathBuf> = all.units.iter().flat_map(needs).collect();
    while let Some(directory) = next.pop() {
        if !seen.insert(directory.clone()) {
            continue;
        }
        if let Ok(Some(unit)) = unit(&known, &directory.join(FILE)) {
            next.extend(needs(&unit));
            all.needed.push(unit);
        }
    }
    all
}

/// The unit that a file is; none if it runs no module of this project. As an error why it is not known what is run.
fn unit(files: &Files<'_>, file: &Path) -> Result<Option<Unit>, &'static str> {
    let sources = files.sources;
    let directory = sources.absolute(file.parent().ok_or("it cannot be read")?);
    let place = Place {
        config: files.get(file).ok_or("it cannot be read")?,
        at: directory.clone(),
        is_included: false,
    };
    let scope = Scope::new(files, &directory);
    let mut below = Vec::new();
    for block in place.config.blocks("include") {
        let included = scope.included(block, &place);
        let included = included.ok_or("what it includes is not known")?;
        let strategy = strategy(block).ok_or("its merge_strategy is not known")?;
        below.push((included, strategy));
    }
    // The last include that says so wins over those before it.
    let others = below.iter().rev().filter(|(_, it)| *it != Strategy::None);
    let mut places = std::iter::once(&place).chain(others.map(|(place, _)| place));
    let source = places.find_map(|it| Some((it.config.source()?, it)));
    let module = match source {
        Some((source, of)) => {
            let source = scope.read(source, of);
            let sources = scope.sources(&source).ok_or("its source is not known")?;
            let mut led_to: Vec<_> = sources
                .iter()
                .map(|it| files.led_to(it, &directory))
                .collect();
            led_to.dedup();
            match led_to.pop() {
                Some(Some(module)) if led_to.is_empty() => module,
                Some(None) if led_to.is_empty() => return Ok(None),
                _ => return Err("its source is not known"),
            }
        }
        None => directory.clone(),
    };
    let Ok(module) = sources.identity(&module) else {
        return Err("its source is not in the project");
    };
    if sources.directory(&module).is_empty() {
        return Ok(None);
    }
    let merged_places = below.iter().filter(|(_, it)| *it != Strategy::None);
    let all = std::iter::once(&place).chain(merged_places.map(|(place, _)| place));
    let all: Vec<Place> = all.cloned().collect();
    if all.iter().any(|it| it.config.may_be_skipped()) {
        return Err("it may not be run");
    }
    let given = scope.given_files(&all)?;
    let generated = scope.generated(&all, &module)?;
    scope.merged.replace(all);
    let beside = if module == directory {
        Vec::new()
    } else {
        if !sources.directory(&directory).is_empty() {
            return Err("its own files are added to those of the module");
        }
        sources.variable_files(&directory).unwrap_or_default()
    };
    let of_module = || sources.variable_files(&module).unwrap_or_default();
    if !beside.is_empty() && !of_module().is_empty() {
        return Err("its files with values are mixed with those of the module");
    }
    let own = place.config.inputs().map(|it| scope.read(it, &place));
    let inputs = below.iter().rev().fold(own, |above, (included, strategy)| {
        let own = included.config.inputs();
        match (own, above, strategy) {
            (_, above, Strategy::None) | (None, above, _) => above,
            (Some(own), None, _) => Some(scope.read(own, included)),
            (Some(own), Some(above), Strategy::Shallow) => {
                Some(merged(scope.read(own, included), above))
            }
            (Some(own), Some(above), Strategy::Deep) => {
                let deep = deeply_merged(&scope.read(own, included), &above);
                Some(deep.unwrap_or_else(|| unknown("inputs", above.span)))
            }
        }
    });
    Ok(Some(Unit {
        name: sources.name(&directory).into(),
        directory,
        generated,
        values: [beside, given].concat(),
        module,
        inputs: inputs.map(Arc::new),
        needs: scope.needs.take(),
    }))
}

/// The one that an include names, if that can be told.
fn strategy(include: &Block) -> Option<Strategy> {
    let Some(strategy) = include.body.attribute("merge_strategy") else {
        return Some(Strategy::Shallow);
    };
    match &**strategy.value.literal()? {
        "no_merge" => Some(Strategy::None),
        "shallow" => Some(Strategy::Shallow),
        "deep" => Some(Strategy::Deep),
        _ => None,
    }
}
