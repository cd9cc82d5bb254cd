//! What the variables of root modules are given: by settings, then by the command line.

mod variants;

mod chosen;

mod check;

pub use check::{declared, fitting};
pub use chosen::choose;
pub use variants::{Given, of_each, of_variants};

use std::path::{Path, PathBuf};

use crate::{
    config::{ConfigError, SettingOrigin, Tfvars},
    eval::{InputSource, InputValue},
    module,
    source::Sources,
    span::Span,
    syntax,
};

/// Where the value of a root variable comes from, as on Terraform's command line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// `--var name=value`
    Variable {
        /// The variable.
        name: String,
        /// Its value as written.
        value: String,
    },
    /// `--var-file path`
    File(PathBuf),
}

/// Why the values of a root's variables are not known.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file with values that the command line or the environment names.
    #[error("cannot read the variable file `{}`: {reason}", .path.display())]
    File {
        /// As written.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A variable that no root declares.
    #[error("{place}: no root module declares a variable `{name}`{}", named_so(.near.as_deref()))]
    Undeclared {
        /// As written.
        name: String,
        /// Where: `prod.tfvars:3:1`, or the option.
        place: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// A value that a variable cannot take.
    #[error(
        "{place}: variable `{name}` of the root module `{root}` cannot take this value: {reason}"
    )]
    Value {
        /// The variable.
        name: String,
        /// Where: `prod.tfvars:3:1`, or the option.
        place: String,
        /// The directory of the root.
        root: String,
        /// Why.
        reason: String,
    },
    /// Variants that cannot be judged.
    #[error("{0}")]
    Variants(String),
    /// A configuration file, or a file with values that it names: all that is wrong there.
    #[error("the configuration file cannot be followed")]
    Config(Vec<ConfigError>),
}

/// The name that was probably meant.
fn named_so(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

impl From<Vec<ConfigError>> for Error {
    fn from(faults: Vec<ConfigError>) -> Self {
        Self::Config(faults)
    }
}

/// The values of `--var` and `--var-file`, in their order.
fn of_command(sources: &Sources, inputs: &[Input]) -> Result<Vec<InputValue>, Error> {
    let mut values = Vec::new();
    for input in inputs {
        match input {
            Input::Variable { name, value } => {
                let file = sources.scratch(&format!("--var {name}"), value.as_str());
                let span = Span::new(file.id, 0, u32::try_from(value.len()).unwrap_or(u32::MAX));
                let parsed = syntax::parse_expression(file.id, value);
                values.push(InputValue::from_text(
                    name.as_str().into(),
                    value.as_str().into(),
                    parsed,
                    span,
                ));
            }
            Input::File(path) => {
                sources.allow(path);
                values.extend(in_file(sources, path, &InputSource::File)?);
            }
        }
    }
    Ok(values)
}

/// The values in the files that a setting names.
fn of_setting(sources: &Sources, file: &Tfvars) -> Result<Vec<InputValue>, Error> {
    let mut values = Vec::new();
    for path in paths(sources, file)? {
        values.extend(in_file(sources, &path, &InputSource::Setting)?);
    }
    Ok(values)
}

/// The files that a setting or an option names.
fn paths(sources: &Sources, file: &Tfvars) -> Result<Vec<PathBuf>, Error> {
    // A repository's own file must not lead out of the project; whoever runs the command may.
    if !matches!(file.origin, SettingOrigin::File(_)) {
        sources.allow(&file.path());
    }
    file.files(sources).map_err(|reason| Error::File {
        path: file.path(),
        reason,
    })
}

/// The values in a file inside the fence; none if it cannot be read.
#[must_use]
pub fn in_readable(sources: &Sources, path: &Path) -> Vec<InputValue> {
    in_file(sources, path, &InputSource::Setting).unwrap_or_default()
}

/// The values in a file inside the fence.
fn in_file(sources: &Sources, path: &Path, from: &InputSource) -> Result<Vec<InputValue>, Error> {
    let refused = |reason: String| Error::File {
        path: path.to_path_buf(),
        reason,
    };
    let file = sources
        .read(path)
        .map_err(|reason| refused(reason.to_string()))?;
    let parsed = module::parse_values(&file);
    let at = |span: Span, message: &str| {
        let (line, column) = file.position(span.start);
        Err(refused(format!("line {line}, column {column}: {message}")))
    };
    if let Some(problem) = parsed.problems.first() {
        return at(problem.span, &problem.message);
    }
    if let Some(block) = parsed.body.blocks.first() {
        return at(block.header, "a variable file has values only, no blocks");
    }
    let attributes = parsed.body.attributes.into_iter();
    Ok(attributes
        .map(|attribute| InputValue {
            name: attribute.name,
            name_span: attribute.name_span,
            value: attribute.value,
            from: from.clone(),
        })
        .collect())
}

/// An error about a file that a configuration file names, pointing there.
fn at_its_place(error: Error, file: &Tfvars, sources: &Sources) -> Error {
    match (error, file.origin) {
        (Error::File { path, reason }, SettingOrigin::File(span)) => {
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
