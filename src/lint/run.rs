//! Paths to a report: every stage in turn.

use std::{path::PathBuf, sync::Arc};

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::{Claim, Filter, Report, assemble};
use crate::{
    finding::{Confidence, Finding, Proof},
    rules,
    source::{MissingPath, Sources, Unreadable},
    span::Span,
};

/// Deep nesting needs a deep stack; only what is touched costs memory.
const STACK: usize = 64 * 1024 * 1024;

/// What to lint and what to show of it.
#[derive(Clone, Default, Debug)]
pub struct Request {
    /// Files and directories.
    pub paths: Vec<PathBuf>,
    /// Values of root variables, later ones win.
    pub inputs: Vec<Input>,
    /// What to show.
    pub filter: Filter,
    /// How many threads; 0 for as many as the machine has.
    pub threads: usize,
}

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

/// Why a run could not be done as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path of the command line.
    #[error(transparent)]
    MissingPath(#[from] MissingPath),
    /// A file with values.
    #[error("cannot read the variable file `{}`: {reason}", .path.display())]
    VariableFile {
        /// As written.
        path: PathBuf,
        /// Why.
        reason: Unreadable,
    },
    /// There is no current directory.
    #[error("cannot tell the working directory: {0}")]
    WorkingDirectory(#[source] std::io::Error),
    /// The system gave no threads.
    #[error("cannot start threads: {0}")]
    Threads(#[from] ThreadPoolBuildError),
    /// What one of the other commands could not do.
    #[error("{0}")]
    Command(String),
}

/// Lints what the request asks for.
///
/// # Errors
///
/// When it cannot be done as asked. What is wrong with the configuration itself is never an error but a finding.
pub fn lint(sources: &Sources, request: &Request) -> Result<Report, Error> {
    ThreadPoolBuilder::new()
        .num_threads(request.threads)
        .stack_size(STACK)
        .build()?
        .install(|| run(sources, request))
}

fn run(sources: &Sources, request: &Request) -> Result<Report, Error> {
    let discovery = sources.discover(&request.paths, &request.filter.exclude)?;
    let mut claims = Vec::new();
    let mut files = 0;
    for (path, reason) in &discovery.unreadable {
        claims.extend(unreadable(sources, path, *reason));
    }
    for directory in &discovery.directories {
        let read = sources.read_all(&directory.files);
        for (path, file) in directory.files.iter().zip(read) {
            match file {
                Ok(_) => files += 1,
                Err(reason) => claims.extend(unreadable(sources, path, reason)),
            }
        }
    }
    let mut report = assemble(sources, claims, &request.filter);
    report.summary.files = files;
    report.summary.modules = discovery.directories.len();
    report.barren = discovery.barren;
    Ok(report)
}

fn unreadable(sources: &Sources, path: &std::path::Path, reason: Unreadable) -> Option<Claim> {
    let file = sources.stand_in(path);
    let place = Span::new(file.id, 0, 0);
    let directory = path.parent().unwrap_or(path);
    let finding = Finding {
        message: format!("`{}` was not read: {reason}", file.name),
        help: "what it declares is unknown, so findings may be missing".to_owned(),
        primary: place,
        subject: place,
        attribute: String::new(),
        addresses: Vec::new(),
        endpoints: Vec::new(),
        proof: Proof {
            steps: Vec::new(),
            confidence: Confidence::Certain,
        },
        fix: None,
    };
    Some(Claim {
        rule: rules::find("unreadable_file").ok()?,
        root: Arc::from(sources.name(directory)),
        said: Ok(finding),
    })
}
