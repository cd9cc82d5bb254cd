//! Paths to a report: every stage in turn.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use globset::GlobSet;
use rayon::prelude::*;
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::{
    Claim, Report,
    assemble::settle,
    decisions::{self, Schemes},
    scope::Scope,
    values,
};
use crate::{
    baseline::Unusable,
    config::{ConfigError, ConfigSource, Layer},
    eval::{self, Evaluation, InputValue},
    finding::{Confidence, Finding, Proof},
    ignore::Date,
    module::{self, ModuleId, Problem, Program},
    network::{self, Network},
    provider::service::ServiceName,
    rules::{self, RULES},
    source::{Discovery, MissingPath, Sources, Unreadable},
    span::Span,
    syntax,
};

/// What to lint and what to show of it.
#[derive(Clone, Default, Debug)]
pub struct Request {
    /// Files and directories.
    pub paths: Vec<PathBuf>,
    /// Values of root variables, later ones win.
    pub inputs: Vec<Input>,
    /// Which configuration file counts.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// What the command line says.
    pub command: Layer,
    /// What is not searched: the patterns of both.
    pub exclude: GlobSet,
    /// Whether only findings whose primary place is in a named file are shown.
    pub only_file: bool,
    /// Whether files that are named can be excluded.
    pub force_exclude: bool,
    /// Whether ignore comments do not count.
    pub no_ignores: bool,
    /// The day on which ignore comments may have expired; today if not given.
    pub today: Option<Date>,
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
        reason: String,
    },
    /// There is no current directory.
    #[error("cannot tell the working directory: {0}")]
    WorkingDirectory(#[source] std::io::Error),
    /// The system gave no threads.
    #[error("cannot start threads: {0}")]
    Threads(#[from] ThreadPoolBuildError),
    /// A configuration file: all that is wrong with it.
    #[error("the configuration file cannot be followed")]
    Config(Vec<ConfigError>),
    /// A baseline.
    #[error(transparent)]
    Baseline(#[from] Unusable),
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
    with_stack(request.threads, || run(sources, request))?
}

/// Runs something on threads with the stack that parsing and evaluating need; 0 threads means as many as the machine has.
///
/// # Errors
///
/// When the system gives no threads.
pub fn with_stack<T: Send>(
    threads: usize,
    run: impl FnOnce() -> T + Send,
) -> Result<T, ThreadPoolBuildError> {
    Ok(ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(eval::STACK)
        .build()?
        .install(run))
}

fn run(sources: &Sources, request: &Request) -> Result<Report, Error> {
    let asked = sources.asked(&request.paths)?;
    let mut discovery = sources.discover(&asked.directories, &request.exclude)?;
    let mut schemes = Schemes::new(sources, request);
    let excluded = schemes.prune(&mut discovery)?;
    let without = left_out(sources, &asked.directories, &discovery, &excluded);
    let (scope, program) = Scope::load(sources, &mut schemes, request, asked, &mut discovery)?;
    for module in program.modules().iter().filter(|module| !module.bundled) {
        schemes.name(&module.name, &module.directory)?;
    }
    for (path, _) in &discovery.unreadable {
        let directory = path.parent().unwrap_or(path);
        schemes.name(&sources.name(directory), directory)?;
    }
    let given = values::values(sources, &program, schemes.configs(), &request.inputs)?;
    let mut claims: Vec<Claim> = Vec::new();
    for (path, reason) in &discovery.unreadable {
        claims.extend(unreadable(sources, path, *reason));
    }
    claims.extend(program.problems.iter().filter_map(claim));
    let judged: Vec<Judged> = program
        .roots
        .par_iter()
        .zip(&given)
        .map(|(root, given)| judge(&program, sources, *root, given))
        .collect();
    let (mut endpoints, mut notes) = (0, [without, scope.notes.clone()].concat());
    for judged in judged {
        claims.extend(judged.claims);
        endpoints += judged.endpoints;
        notes.extend(judged.note);
    }
    let (closed, whole) = decisions::closed(
        sources,
        &program,
        &discovery,
        request,
        !excluded.is_empty(),
        &scope,
    );
    let today = request.today.unwrap_or_else(Date::today);
    let claims = if request.no_ignores {
        claims.into_iter().map(|claim| (claim, false)).collect()
    } else {
        decisions::ignoring(sources, &program, &closed, &schemes, today, claims)
    };
    let claims = claims
        .into_iter()
        .map(|(claim, is_ignored)| (scope.standing(&claim, is_ignored), claim))
        .collect();
    let mut report = settle(sources, claims, |claim, file| {
        schemes.judge(claim, file, scope.names(file))
    });
    report.summary.roots = program.roots.len();
    report.summary.modules = program
        .modules()
        .iter()
        .filter(|module| !module.bundled)
        .count();
    report.summary.files = program.files;
    report.summary.endpoints = endpoints;
    report.barren = discovery.barren;
    report.notes = notes;
    (report.closed, report.whole) = (closed, whole);
    Ok(report)
}

/// A note for each directory of the command line of which settings leave nothing.
fn left_out(
    sources: &Sources,
    asked: &[PathBuf],
    discovery: &Discovery,
    excluded: &BTreeSet<PathBuf>,
) -> Vec<String> {
    let is_left_out = |path: &&PathBuf| {
        sources.identity(path).is_ok_and(|directory| {
            let mut kept = discovery.directories.iter();
            excluded.iter().any(|path| path.starts_with(&directory))
                && !kept.any(|module| module.path.starts_with(&directory))
        })
    };
    asked
        .iter()
        .filter(is_left_out)
        .map(|path| format!("settings exclude all modules of `{}`", path.display()))
        .collect()
}

/// What all rules say of one root.
#[derive(Default)]
struct Judged {
    claims: Vec<Claim>,
    endpoints: usize,
    note: Option<String>,
}

fn judge(program: &Program, sources: &Sources, root: ModuleId, given: &[InputValue]) -> Judged {
    if !concerns(program, root) {
        return Judged::default();
    }
    let evaluation = Evaluation::new(program, sources, root, given);
    let network = Network::build(&evaluation);
    let name: Arc<str> = program.module(root).name.as_str().into();
    let mut claims = Vec::new();
    for rule in RULES.iter() {
        let Some(check) = rule.check else { continue };
        for judgement in check(&network) {
            let said = match judgement {
                Ok(Some(finding)) => Ok(finding),
                Ok(None) => continue,
                Err(undecided) => Err(undecided),
            };
            let endpoints = match &said {
                Ok(finding) => finding.endpoints.as_slice(),
                Err(question) => std::slice::from_ref(&question.address),
            };
            claims.push(Claim {
                rule,
                root: name.clone(),
                services: services(&network, endpoints),
                said,
            });
        }
    }
    let limited = evaluation.fuel.is_limited();
    Judged {
        claims,
        endpoints: network.endpoints.len(),
        note: limited.then(|| {
            format!("`{name}`: some values are too large to evaluate; they count as unknown")
        }),
    }
}

/// The services of endpoints, by their suffixes; none when one of them is not known.
fn services(network: &Network<'_>, addresses: &[Arc<str>]) -> Vec<String> {
    let service = |address: &Arc<str>| {
        let endpoint = network
            .endpoints
            .iter()
            .find(|endpoint| endpoint.address == *address)?;
        match endpoint.service.answer()? {
            Some(ServiceName::Aws { suffix, .. }) if !endpoint.service.sensitive => {
                Some(suffix.to_string())
            }
            _ => None,
        }
    };
    addresses
        .iter()
        .map(service)
        .collect::<Option<_>>()
        .unwrap_or_default()
}

/// Whether a root reaches anything that rules make claims about; most roots of a large repository do not.
fn concerns(program: &Program, root: ModuleId) -> bool {
    program.reach(root).into_iter().any(|id| {
        let mut names = program.module(id).resources.keys();
        names.any(|name| network::is_subject(&name.ty))
    })
}

/// The values of `--var` and `--var-file`, in their order.
///
/// # Errors
///
/// When a file cannot be read or parsed.
pub(super) fn given(sources: &Sources, inputs: &[Input]) -> Result<Vec<InputValue>, Error> {
    let mut given = Vec::new();
    for input in inputs {
        match input {
            Input::Variable { name, value } => {
                let file = sources.scratch(&format!("--var {name}"), value.as_str());
                let span = Span::new(file.id, 0, u32::try_from(value.len()).unwrap_or(u32::MAX));
                let parsed = syntax::parse_expression(file.id, value).ok();
                given.push(InputValue::from_text(
                    name.as_str().into(),
                    value.as_str().into(),
                    parsed,
                    span,
                ));
            }
            Input::File(path) => {
                sources.open_fence(path);
                given.extend(values_in(sources, path)?);
            }
        }
    }
    Ok(given)
}

/// The values in a file inside the fence.
pub(super) fn values_in(sources: &Sources, path: &Path) -> Result<Vec<InputValue>, Error> {
    let refused = |reason: String| Error::VariableFile {
        path: path.to_path_buf(),
        reason,
    };
    let file = sources
        .read(path)
        .map_err(|reason| refused(reason.to_string()))?;
    let parsed = module::parse_values(&file);
    if let Some(problem) = parsed.problems.first() {
        let (line, column) = file.position(problem.span.start);
        return Err(refused(format!(
            "line {line}, column {column}: {}",
            problem.message
        )));
    }
    let attributes = parsed.body.attributes.into_iter();
    Ok(attributes
        .map(|attribute| InputValue {
            name: attribute.name,
            value: attribute.value,
            from: eval::InputSource::File,
        })
        .collect())
}

/// A problem met while loading, as a finding of its built-in rule.
fn claim(problem: &Problem) -> Option<Claim> {
    let finding = Finding {
        message: problem.message.clone(),
        help: problem.help.clone(),
        primary: problem.span,
        subject: problem.span,
        attribute: String::new(),
        addresses: Vec::new(),
        endpoints: Vec::new(),
        proof: Proof {
            steps: Vec::new(),
            confidence: Confidence::Certain,
        },
        fix: None,
    };
    let rule = rules::find(problem.rule).ok()?;
    Some(Claim {
        rule,
        root: problem.module.as_str().into(),
        services: Vec::new(),
        said: Ok(finding),
    })
}

fn unreadable(sources: &Sources, path: &Path, reason: Unreadable) -> Option<Claim> {
    let file = sources.stand_in(path);
    claim(&Problem {
        rule: "unreadable_file",
        span: Span::new(file.id, 0, 0),
        message: format!("`{}` was not read: {reason}", file.name),
        help: "what it declares is unknown, so findings may be missing".to_owned(),
        module: sources.name(path.parent().unwrap_or(path)),
    })
}
