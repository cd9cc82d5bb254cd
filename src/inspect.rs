//! What the linter sees: the values of expressions, and the instances of a configuration.

use std::path::PathBuf;

use crate::{
    lint::{Error, Input},
    report::Output,
    source::Sources,
};

/// How `eval` and `inspect` write.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// What `eval` is asked.
#[derive(Clone, Debug)]
pub struct Evaluate {
    /// The expressions; those of standard input are read before.
    pub expressions: Vec<String>,
    /// The root module.
    pub directory: PathBuf,
    /// Values of its variables.
    pub inputs: Vec<Input>,
    /// How to write.
    pub format: Format,
}

/// What `inspect` is asked.
#[derive(Clone, Debug)]
pub struct Inspect {
    /// The directory, searched for roots as `check` does.
    pub directory: PathBuf,
    /// Values of their variables.
    pub inputs: Vec<Input>,
    /// How to write.
    pub format: Format,
}

/// The value of each expression, in order.
///
/// # Errors
///
/// When the directory is no module.
pub fn evaluate(_sources: &Sources, request: &Evaluate) -> Result<Output, Error> {
    Err(Error::Command(format!(
        "`eval` cannot be done in `{}` by this version",
        request.directory.display()
    )))
}

/// The instances of every root.
///
/// # Errors
///
/// When the directory does not exist.
pub fn inspect(_sources: &Sources, request: &Inspect) -> Result<Output, Error> {
    Err(Error::Command(format!(
        "`inspect` cannot be done in `{}` by this version",
        request.directory.display()
    )))
}
