//! Units: which module each runs, and what it gives it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::{
    expression::{Place, Scope},
    file::{Config, Files},
    generated::Own,
    hook::Effect,
    tree::{deeply_merged, merged, unknown},
};
use crate::{
    module::SoleCall,
    source::SourceFile,
    span::Span,
    syntax::{Block, Expr, Name},
};

/// A unit that runs a module of this project.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its directory, as reports name it.
    pub name: Arc<str>,
    /// The same as a path.
    pub directory: PathBuf,
    /// The directory of the module, resolved; of one that has a model, that of the unit.
    pub module: PathBuf,
    /// The model of its module, where that is not on disk.
    pub model: Option<SoleCall>,
    /// What it gives the variables of the module: an object, in the words of Terraform, but for [`UNIT_OUTPUTS`](crate::eval::UNIT_OUTPUTS)
    /// and [`UNIT_ENVIRONMENT`](crate::eval::UNIT_ENVIRONMENT).
    pub inputs: Option<Arc<Expr>>,
    /// The directories of the units whose outputs these hang on, with the blocks that lead there.
    pub needs: BTreeMap<PathBuf, Span>,
    /// The variables of the environment that these hang on, with their defaults.
    pub environment: Arc<[(Name, Expr)]>,
    /// The Terraform files that it generates beside those of the module.
    pub generated: Vec<Arc<SourceFile>>,
    /// The files of the module that these replace.
    pub replaced: Vec<PathBuf>,
    /// Whether its hooks may change files of the module, as far as can be seen.
    pub may_change: bool,
    /// The files with values that lie beside it, which Terraform would find beside the module, and that it names.
    pub values: Vec<PathBuf>,
}

impl Unit {
    /// The directories of the units that it needs.
    pub(super) fn needs(&self) -> Vec<PathBuf> {
        self.needs.keys().cloned().collect()
    }
}

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

/// The unit that a file is in a directory, which a stack gives some values; none if it runs no module of this project. As an error why it
/// is not known what is run.
pub(super) fn unit(
    files: &Files<'_>,
    config: Rc<Config>,
    directory: &Path,
    values: Option<Expr>,
) -> Result<Option<Unit>, &'static str> {
    let sources = files.sources;
    // A stack makes a unit of a copy: what lies beside the file lies beside the unit then.
    let home = config.directory.clone();
    let place = Place {
        config,
        at: directory.to_path_buf(),
        is_included: false,
    };
    let is_copy = home != directory;
    let values = values.or_else(|| files.values_of_stack(&home));
    let scope = Scope::new(files, directory, values).of_copy(is_copy);
    let below = below(&scope, &place)?;
    // Of several that are included the last one wins.
    let merged_places = below.iter().rev().filter(|(_, it)| *it != Strategy::None);
    let all = std::iter::once(&place).chain(merged_places.map(|(place, _)| place));
    scope.merged.replace(all.cloned().collect());
    let source = source(&scope, &place, &below);
    let mut model = None;
    let module = match &source {
        Some(source) => match scope.only_led_to(source)? {
            Some(module) => module,
            None if scope.concerns_no_endpoint(source) => return Ok(None),
            None => {
                model = Some(
                    scope
                        .model(source)
                        .ok_or("its module is not in this project")?,
                );
                directory.to_path_buf()
            }
        },
        None => home.clone(),
    };
    let module = match &model {
        Some(_) => module,
        None => sources
            .identity(&module)
            .map_err(|_| "its source is not in the project")?,
    };
    if model.is_none() && sources.directory(&module).is_empty() {
        return Ok(None);
    }
    let is_own = model.is_none() && module == home;
    let all = scope.merged.borrow().clone();
    if all.iter().any(|it| it.config.may_be_skipped()) {
        return Err("it may not be run");
    }
    let given = scope.given_files(&all, is_own)?;
    let effect = scope.hooks(&all);
    if effect == Effect::Writes {
        return Err("its hooks write files of the module");
    }
    let own = match &model {
        Some(_) => Own::of_model(),
        None => Own::of(sources, &module),
    };
    let made = scope.generated(&all, &own)?;
    let beside = if is_own {
        Vec::new()
    } else {
        values_beside(files, &home, &module)?
    };
    let inputs = inputs(&scope, &place, &below).map(Arc::new);
    let values = [beside, given].concat();
    let name: Arc<str> = sources.name(directory).into();
    let span = place.config.inputs().or_else(|| place.config.source());
    let span = span.or(source.as_ref()).map(|it| it.span);
    let model = model.zip(span).map(|((source, version), span)| SoleCall {
        directory: directory.to_path_buf(),
        name: name.clone(),
        source,
        version,
        span,
        inputs: inputs.clone(),
        is_all: values.is_empty(),
    });
    Ok(Some(Unit {
        name,
        directory: directory.to_path_buf(),
        generated: made.files,
        replaced: made.replaced,
        may_change: effect == Effect::Unknown,
        values,
        module,
        model,
        inputs,
        environment: scope.environment.take().into(),
        needs: scope.needs.take(),
    }))
}

/// The files that a unit includes, in their order.
fn below(scope: &Scope<'_, '_>, place: &Place) -> Result<Vec<(Place, Strategy)>, &'static str> {
    let each = |block| {
        let included = scope.included(block, place);
        let included = included.ok_or("what it includes is not known")?;
        let strategy = strategy(block).ok_or("its merge_strategy is not known")?;
        Ok((included, strategy))
    };
    place.config.blocks("include").map(each).collect()
}

/// The source that counts: its own, else that of the last include that has one.
fn source(scope: &Scope<'_, '_>, place: &Place, below: &[(Place, Strategy)]) -> Option<Expr> {
    let others = below.iter().rev().filter(|(_, it)| *it != Strategy::None);
    let mut places = std::iter::once(place).chain(others.map(|(place, _)| place));
    let (source, of) = places.find_map(|it| Some((it.config.source()?, it)))?;
    Some(scope.read(source, of))
}

/// The files with values that lie beside a unit and are copied to the module.
fn values_beside(
    files: &Files<'_>,
    home: &Path,
    module: &Path,
) -> Result<Vec<PathBuf>, &'static str> {
    let sources = files.sources;
    if !sources.directory(home).is_empty() {
        return Err("its own files are added to those of the module");
    }
    let beside = sources.variable_files(home).unwrap_or_default();
    let of_module = || sources.variable_files(module).unwrap_or_default();
    if !beside.is_empty() && !of_module().is_empty() {
        return Err("its files with values are mixed with those of the module");
    }
    Ok(beside)
}

/// What it gives the module, merged with what the files give that it includes.
fn inputs(scope: &Scope<'_, '_>, place: &Place, below: &[(Place, Strategy)]) -> Option<Expr> {
    let own = place.config.inputs().map(|it| scope.read(it, place));
    below.iter().rev().fold(own, |above, (included, strategy)| {
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
