//! Units: which module each runs, and what it gives it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    expression::{Place, Scope},
    file::Files,
    function::local_source,
    tree::{deeply_merged, merged, unknown},
};
use crate::{
    source::Sources,
    syntax::{Block, Expr},
};

/// A unit that runs a module of this project.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its directory, as reports name it.
    pub name: Arc<str>,
    /// The directory of the module, resolved.
    pub module: PathBuf,
    /// What it gives the variables of the module: an object, in the words of Terraform.
    pub inputs: Option<Arc<Expr>>,
    /// The files with values that lie beside it, which Terraform would find beside the module.
    pub values: Vec<PathBuf>,
}

/// How an included file is merged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    None,
    Shallow,
    Deep,
}

/// The units that files are which run modules of this project. One that generates resources is left out, as its module is another one then.
#[must_use]
pub fn units(sources: &Sources, files: &[PathBuf]) -> Vec<Unit> {
    let known = Files::new(sources);
    let mut units: Vec<Unit> = files.iter().filter_map(|file| unit(&known, file)).collect();
    units.sort_by(|one, other| one.name.cmp(&other.name));
    units
}

fn unit(files: &Files<'_>, file: &Path) -> Option<Unit> {
    let sources = files.sources;
    let directory = sources.absolute(file.parent()?);
    let place = Place {
        config: files.get(file)?,
        at: directory.clone(),
        is_included: false,
    };
    let scope = Scope::new(files, &directory);
    let mut below = Vec::new();
    for block in place.config.blocks("include") {
        // What is not known of it may be anything.
        below.push((scope.included(block, &place)?, strategy(block)?));
    }
    let all = || {
        let merged = below
            .iter()
            .filter(|(_, strategy)| *strategy != Strategy::None);
        std::iter::once(&place).chain(merged.map(|(place, _)| place))
    };
    if all().any(generates_resources) {
        return None;
    }
    // The last include that says so wins over those before it.
    let others = below.iter().rev().filter(|(_, it)| *it != Strategy::None);
    let mut places = std::iter::once(&place).chain(others.map(|(place, _)| place));
    let source = places.find_map(|it| Some((it.config.source()?, it)));
    let module = match source {
        Some((source, of)) => {
            let source = scope.read(source, of);
            local_source(source.literal()?, &directory)?
        }
        None => directory.clone(),
    };
    let module = sources.identity(&module).ok()?;
    if sources.directory(&module).is_empty() {
        return None;
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
    Some(Unit {
        name: sources.name(&directory).into(),
        values: if module == directory {
            Vec::new()
        } else {
            sources.variable_files(&directory).unwrap_or_default()
        },
        module,
        inputs: inputs.map(Arc::new),
    })
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

/// Whether a file writes more into the module than providers and backends.
fn generates_resources(place: &Place) -> bool {
    let generates = place.config.blocks("generate").next().is_some();
    let text = &place.config.text;
    let makes = ["resource \"", "module \"", "resource \\\"", "module \\\""];
    generates && makes.iter().any(|it| text.contains(it))
}
