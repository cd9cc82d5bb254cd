//! What the variables of root modules are given: by settings, then by the command line.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use super::{
    Error, Input,
    run::{given, values_in},
};
use crate::{
    config::{ConfigError, ConfigSource, Configs, Layer, SettingOrigin, Tfvars},
    eval::InputValue,
    module::Program,
    source::Sources,
};

/// The values of each root, in the order of the roots.
///
/// # Errors
///
/// When a configuration file cannot be followed, or a variable file cannot be read.
pub fn values_of_roots(
    sources: &Sources,
    program: &Program,
    (choice, environment): (ConfigSource, Layer),
    inputs: &[Input],
) -> Result<Vec<Arc<Vec<InputValue>>>, Error> {
    let mut configs = Configs::new(sources, choice, environment, Layer::default());
    values(sources, program, &mut configs, inputs)
}

/// The same with configuration files that are known already.
pub(super) fn values(
    sources: &Sources,
    program: &Program,
    configs: &mut Configs<'_>,
    inputs: &[Input],
) -> Result<Vec<Arc<Vec<InputValue>>>, Error> {
    let of_command = given(sources, inputs)?;
    let mut known: BTreeMap<Vec<PathBuf>, Arc<Vec<InputValue>>> = BTreeMap::new();
    let mut all = Vec::new();
    for root in &program.roots {
        let directory = &program.module(*root).directory;
        let scheme = configs.of(directory).map_err(Error::Config)?;
        let files: Vec<Tfvars> = scheme.settings(directory).var_files().cloned().collect();
        let paths: Vec<_> = files.iter().map(Tfvars::path).collect();
        if let Some(values) = known.get(&paths) {
            all.push(values.clone());
            continue;
        }
        let mut values = Vec::new();
        for file in files {
            // A repository's own file must not lead out of the project; whoever runs the command may.
            if !matches!(file.origin, SettingOrigin::File(_)) {
                sources.open_fence(&file.path());
            }
            let matching = file.files(sources).map_err(|reason| Error::VariableFile {
                path: file.path(),
                reason,
            });
            let read = matching.and_then(|paths| {
                let read = paths.iter().map(|path| values_in(sources, path));
                read.collect::<Result<Vec<_>, _>>()
            });
            let read = read.map_err(|error| at_its_place(error, &file, sources))?;
            values.extend(read.into_iter().flatten());
        }
        values.extend(of_command.clone());
        let values = Arc::new(values);
        known.insert(paths, values.clone());
        all.push(values);
    }
    Ok(all)
}

/// An error about a file that a configuration file names, pointing there.
fn at_its_place(error: Error, file: &Tfvars, sources: &Sources) -> Error {
    match (error, file.origin) {
        (Error::VariableFile { path, reason }, SettingOrigin::File(span)) => {
            let which = if path == file.path() {
                "this variable file".to_owned()
            } else {
                format!("the variable file `{}`", sources.name(&path))
            };
            Error::Config(vec![ConfigError {
                span,
                message: format!("cannot read {which}: {reason}"),
                help: String::new(),
            }])
        }
        (error, _) => error,
    }
}
