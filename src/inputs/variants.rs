//! Which variants a root is judged with, and what each gives it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Error, Input, at_its_place, in_file, of_command, of_setting, paths};
use crate::{
    config::{ConfigError, Configs, SettingOrigin, Settings, Tfvars, Variant},
    eval::{Evaluation, InputSource, InputValue, UnitInputs},
    module::{Module, ModuleId, Program},
    saved_plan::SavedPlan,
    source::Sources,
};

/// What one root is given when it is judged once.
#[derive(Clone, Default, Debug)]
pub struct Given {
    /// The name of the variant, if the root is judged with variants.
    pub variant: Option<Arc<str>>,
    /// The values of its variables, later ones win.
    pub values: Arc<Vec<InputValue>>,
    /// The value of `terraform.workspace`.
    pub workspace: Option<Arc<str>>,
    /// The files with values that make the variant.
    pub files: Vec<PathBuf>,
    /// The plan that was made of the root.
    pub plan: Option<Arc<SavedPlan>>,
    /// What a unit of Terragrunt gives it.
    pub unit: Option<UnitInputs>,
}

impl Given {
    /// A root as it is with all that.
    #[must_use]
    pub fn evaluation<'e>(
        &'e self,
        program: &'e Program,
        sources: &'e Sources,
        root: ModuleId,
    ) -> Evaluation<'e> {
        let mut evaluation = Evaluation::new(program, sources, root, &self.values);
        self.tell(&mut evaluation);
        evaluation
    }

    /// Tells an evaluation of the root what it is given beside the values of variables, with which it was made.
    pub fn tell(&self, evaluation: &mut Evaluation<'_>) {
        evaluation.workspace.clone_from(&self.workspace);
        evaluation.plan.clone_from(&self.plan);
        evaluation.unit.clone_from(&self.unit);
    }
}

/// What each root is given, in the order of the roots: once, or once for each of its variants.
///
/// # Errors
///
/// When a configuration file cannot be followed, a variable file cannot be read, or variants cannot be told apart.
pub fn of_variants(
    sources: &Sources,
    program: &Program,
    configs: &mut Configs<'_>,
    inputs: &[Input],
) -> Result<Vec<Vec<Given>>, Error> {
    let each = of_each(sources, program, configs, inputs)?;
    each.into_iter().collect()
}

/// The same root by root: what is wrong with one is nothing to the others.
///
/// # Errors
///
/// When a variable file that the command line names cannot be read.
pub fn of_each(
    sources: &Sources,
    program: &Program,
    configs: &mut Configs<'_>,
    inputs: &[Input],
) -> Result<Vec<Result<Vec<Given>, Error>>, Error> {
    let of_command = of_command(sources, inputs)?;
    let mut files = Files {
        sources,
        roots: Roots::of(sources, program),
        read: BTreeMap::new(),
    };
    let mut shared: BTreeMap<Vec<PathBuf>, Arc<Vec<InputValue>>> = BTreeMap::new();
    let mut of_root = |root: &ModuleId| {
        let module = program.module(*root);
        let resolved = configs.of(&module.directory)?;
        let settings = resolved.settings(&module.directory);
        let everywhere = before_command(sources, &settings, &mut shared)?;
        let with = |values: &[InputValue]| -> Arc<Vec<InputValue>> {
            let before = everywhere.iter().chain(values);
            Arc::new(before.chain(&of_command).cloned().collect())
        };
        let variants = settings.variants();
        refuse_two_ways(variants, inputs)?;
        let mut given = files.of_root(module, variants)?;
        for one in &mut given {
            one.values = with(&one.values);
        }
        if given.is_empty() {
            given.push(Given {
                values: with(&[]),
                ..Given::default()
            });
        }
        Ok(given)
    };
    Ok(program.roots.iter().map(&mut of_root).collect())
}

/// The values of the files that settings name for all variants.
fn before_command(
    sources: &Sources,
    settings: &Settings<'_>,
    known: &mut BTreeMap<Vec<PathBuf>, Arc<Vec<InputValue>>>,
) -> Result<Arc<Vec<InputValue>>, Error> {
    let files: Vec<&Tfvars> = settings.var_files().collect();
    let paths: Vec<_> = files.iter().map(|file| file.path()).collect();
    if let Some(values) = known.get(&paths) {
        return Ok(values.clone());
    }
    let mut values = Vec::new();
    for file in files {
        let read = of_setting(sources, file);
        values.extend(read.map_err(|error| at_its_place(error, file, sources))?);
    }
    let values = Arc::new(values);
    known.insert(paths, values.clone());
    Ok(values)
}

/// One file for all would win over what makes the variants differ.
fn refuse_two_ways(variants: &[Variant], inputs: &[Input]) -> Result<(), Error> {
    let is_file = |input: &Input| matches!(input, Input::File(_));
    let Some(first) = variants.first().filter(|_| inputs.iter().any(is_file)) else {
        return Ok(());
    };
    let message = "variants do not go together with `--var-file`".to_owned();
    let help = "`--variants FILE` stands in for those that are named here; what all share belongs into `var-files`";
    match first.origin {
        SettingOrigin::File(span) => Err(Error::Config(vec![ConfigError {
            span,
            message,
            help: help.to_owned(),
        }])),
        _ => Err(Error::Variants(message)),
    }
}

/// The values of the files that variants of the command line name.
pub(super) fn of_options(
    sources: &Sources,
    variants: &[Variant],
) -> Result<Vec<InputValue>, Error> {
    let mut values = Vec::new();
    for file in variants.iter().flat_map(|variant| &variant.var_files) {
        for path in paths(sources, file)? {
            values.extend(in_file(sources, &path, &InputSource::File)?);
        }
    }
    Ok(values)
}

/// The directories around which files lie.
struct Roots {
    roots: BTreeSet<PathBuf>,
    /// The modules that others call.
    called: BTreeSet<PathBuf>,
}

impl Roots {
    fn of(sources: &Sources, program: &Program) -> Self {
        let resolved = |module: &Module| {
            let directory = sources.identity(&module.directory);
            directory.unwrap_or_else(|_| module.directory.clone())
        };
        let roots = program.roots.iter();
        let roots: BTreeSet<_> = roots.map(|id| resolved(program.module(*id))).collect();
        let called = program.modules().iter().filter(|module| !module.bundled);
        let called = called.map(resolved).filter(|path| !roots.contains(path));
        Self {
            called: called.collect(),
            roots,
        }
    }

    /// The nearest directory at or above a file that nobody calls and that holds Terraform files.
    fn around<'p>(&self, sources: &Sources, file: &'p Path) -> Option<&'p Path> {
        let above = file.ancestors().skip(1);
        let mut inside = above.take_while(|path| sources.identity(path).is_ok());
        inside.find(|path| {
            let is_module = || !self.called.contains(*path) && !sources.directory(path).is_empty();
            self.roots.contains(*path) || is_module()
        })
    }
}

/// The files of variants, each read once.
struct Files<'a> {
    sources: &'a Sources,
    roots: Roots,
    read: BTreeMap<PathBuf, Arc<Vec<InputValue>>>,
}

/// A file of a variant, and how it may belong to a root.
struct Candidate {
    path: PathBuf,
    values: Arc<Vec<InputValue>>,
    belongs: Belongs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Belongs {
    Yes,
    No,
    /// If it, or a file beside it, sets one of the root's variables.
    BySetting,
}

impl Files<'_> {
    /// The variants that are for a root, without the values that all share.
    fn of_root(&mut self, root: &Module, variants: &[Variant]) -> Result<Vec<Given>, Error> {
        let mut candidates = Vec::new();
        for variant in variants {
            candidates.push(self.candidates(root, variant)?);
        }
        let sets = |values: &[InputValue]| {
            let mut values = values.iter();
            values.any(|value| root.variables.contains_key(&value.name))
        };
        let open = candidates.iter().flatten();
        let open = open.filter(|it| it.belongs == Belongs::BySetting && sets(&it.values));
        let beside: BTreeSet<PathBuf> = open
            .filter_map(|it| it.path.parent().map(Path::to_path_buf))
            .collect();
        let belongs = |it: &Candidate| match it.belongs {
            Belongs::Yes => true,
            Belongs::No => false,
            Belongs::BySetting => it.path.parent().is_some_and(|path| beside.contains(path)),
        };
        let mut all: Vec<Given> = Vec::new();
        for (variant, mut files) in variants.iter().zip(candidates) {
            files.retain(belongs);
            let is_for_all = variant.var_files.is_empty() || variant.workspace.is_some();
            if files.is_empty() && !is_for_all {
                continue;
            }
            let one = Given {
                variant: Some(variant.name.clone()),
                values: Arc::new(files.iter().flat_map(|it| &*it.values).cloned().collect()),
                workspace: variant.workspace.clone(),
                files: files.into_iter().map(|it| it.path).collect(),
                plan: None,
                unit: None,
            };
            if let Some(other) = all.iter().find(|other| other.variant == one.variant) {
                return Err(self.alike(other, &one));
            }
            all.push(one);
        }
        Ok(all)
    }

    fn candidates(&mut self, root: &Module, variant: &Variant) -> Result<Vec<Candidate>, Error> {
        let directory = self.sources.identity(&root.directory);
        let directory = directory.unwrap_or_else(|_| root.directory.clone());
        let mut candidates = Vec::new();
        for file in &variant.var_files {
            let sources = self.sources;
            let placed = |error| at_its_place(error, file, sources);
            for path in paths(self.sources, file).map_err(placed)? {
                let values = self.values(&path, file).map_err(placed)?;
                let resolved = self.sources.identity(&path);
                let path = resolved.unwrap_or_else(|_| self.sources.absolute(&path));
                let belongs = match self.roots.around(self.sources, &path) {
                    Some(around) if around == directory => Belongs::Yes,
                    Some(around) if self.roots.roots.contains(around) => Belongs::No,
                    // What lies at the top of a repository need not be what its files are about.
                    Some(around) if !directory.starts_with(around) => Belongs::No,
                    _ => Belongs::BySetting,
                };
                candidates.push(Candidate {
                    path,
                    values,
                    belongs,
                });
            }
        }
        Ok(candidates)
    }

    fn values(&mut self, path: &Path, file: &Tfvars) -> Result<Arc<Vec<InputValue>>, Error> {
        if let Some(values) = self.read.get(path) {
            return Ok(values.clone());
        }
        let from = match file.origin {
            SettingOrigin::CommandLine(_) => InputSource::File,
            _ => InputSource::Setting,
        };
        let values = Arc::new(in_file(self.sources, path, &from)?);
        self.read.insert(path.to_path_buf(), values.clone());
        Ok(values)
    }

    /// That two files of the command line have one name; a configuration file is held to that as it is read.
    fn alike(&self, one: &Given, other: &Given) -> Error {
        let file = |given: &Given| given.files.first().map(|path| self.sources.name(path));
        let files = [one, other].map(|it| file(it).unwrap_or_default());
        Error::Variants(format!(
            "--variants: `{}` would both be called `{}`; `[[variants]]` in vpcelint.toml can name them",
            files.join("` and `"),
            one.variant.as_deref().unwrap_or_default()
        ))
    }
}
