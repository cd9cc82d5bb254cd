//! What is asked of a run, and why it may be refused.

use std::path::PathBuf;

use globset::GlobSet;

use crate::{
    baseline::Unusable,
    cancellation::Cancellation,
    config::{ConfigError, ConfigSource, Layer},
    ignore::Date,
    inputs::{self, Input},
    pool::NoThreads,
    saved_plan,
    source::{MissingPath, VersionControl},
};

/// What to lint and what to show of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
#[derive(Clone, Default, Debug)]
pub struct Request {
    /// Files and directories.
    pub paths: Vec<PathBuf>,
    /// Values of root variables, later ones win.
    pub inputs: Vec<Input>,
    /// The only variant that counts: of a root module that has others, nothing is said.
    pub variant: Option<String>,
    /// A plan, as `terraform show -json` writes it.
    pub plan: Option<PathBuf>,
    /// Which configuration file counts.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// What the command line says.
    pub command: Layer,
    /// What is not searched: the patterns of both.
    pub exclude: GlobSet,
    /// Whether what version control ignores is searched.
    pub version_control: VersionControl,
    /// Whether a path at which there is nothing to lint is nothing to speak of.
    pub allow_empty: bool,
    /// Whether only findings whose primary place is in a named file are shown.
    pub only_file: bool,
    /// Whether files that are named can be excluded.
    pub force_exclude: bool,
    /// Whether ignore comments do not count.
    pub no_ignores: bool,
    /// The day on which ignore comments may have expired; today if not given.
    pub today: Option<Date>,
    /// Whether the report has the joined networks, which take many times the memory of all else.
    pub networks: bool,
    /// Whether the report has the graphs of these, which pictures are drawn of.
    pub topologies: bool,
    /// Whether somebody waits for each answer: findings come as soon as they can, and files that would settle questions are not looked
    /// for.
    pub is_urgent: bool,
    /// What tells that nobody waits for the report any more.
    pub cancellation: Cancellation,
}

impl Request {
    /// Goes on, unless nobody waits for the report any more.
    pub(super) fn go_on(&self) -> Result<(), Error> {
        if self.cancellation.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// Why a run could not be done as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path of the command line.
    #[error(transparent)]
    MissingPath(#[from] MissingPath),
    /// Paths of the command line at which there is nothing to lint, and why.
    #[error("{}; --allow-empty lets that pass", .0.join("; "))]
    NothingToLint(Vec<String>),
    /// There is no current directory.
    #[error("cannot tell the working directory: {0}")]
    WorkingDirectory(#[source] std::io::Error),
    /// The system gave no threads.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// A configuration file: all that is wrong with it.
    #[error("the configuration file cannot be followed")]
    Config(Vec<ConfigError>),
    /// What variables are given.
    #[error(transparent)]
    Inputs(inputs::Error),
    /// A plan.
    #[error("cannot read the plan `{}`: {reason}", .path.display())]
    Plan {
        /// As written.
        path: PathBuf,
        /// Why.
        reason: saved_plan::Error,
    },
    /// A baseline.
    #[error(transparent)]
    Baseline(#[from] Unusable),
    /// What is wrong with a configuration file, as people see it: lines that are safe to show.
    #[error("{0}")]
    Drawn(String),
    /// Nobody waits for the report any more.
    #[error("the run was cancelled")]
    Cancelled,
    /// What one of the other commands could not do.
    #[error("{0}")]
    Command(String),
}

impl From<Vec<ConfigError>> for Error {
    fn from(faults: Vec<ConfigError>) -> Self {
        Self::Config(faults)
    }
}

impl From<inputs::Error> for Error {
    fn from(error: inputs::Error) -> Self {
        match error {
            inputs::Error::Config(faults) => Self::Config(faults),
            other => Self::Inputs(other),
        }
    }
}
