//! What the linter sees: the values of expressions, and the instances of a configuration.

mod chain;
mod notation;
mod planned;
mod room;

mod answer;
mod cost;
mod graph;
mod instances;
mod topology;

mod table;

mod card;

mod meant;

mod glance;

mod hints;

use std::{path::PathBuf, sync::Arc};

use crate::{
    config::{ConfigSource, Configs, Layer},
    eval::{Evaluation, InputValue},
    inputs::{self, Input},
    lint::Error,
    module::{self, ModuleId, Program},
    network::{Network, Topology},
    note::Note,
    report::{Output, Style},
    source::{Directory, MissingPath, Sources, VersionControl},
};

pub use card::Card;
pub use chain::Step;
pub use glance::{Glance, Seen, Whereabouts, Worth};
pub use hints::Hint;

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
    /// The expressions, in order.
    pub expressions: Vec<String>,
    /// The root module.
    pub directory: PathBuf,
    /// Values of its variables.
    pub inputs: Vec<Input>,
    /// Which configuration file gives further values.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
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
    /// Which configuration file gives further values.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// How to write.
    pub format: Format,
    /// Whether to show the joined network instead of the instances.
    pub network: bool,
}

/// What `cost` is asked.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The directory, searched for roots as `check` does.
    pub directory: PathBuf,
    /// Values of their variables.
    pub inputs: Vec<Input>,
    /// Which configuration file gives further values.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// How to write.
    pub format: CostFormat,
}

/// How `cost` writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum CostFormat {
    /// A table for people.
    Human,
    /// One object, version 1: an interface.
    Json,
    /// The table, as for a comment or a job summary.
    Markdown,
}

/// What `graph` is asked.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The directory, searched for roots as `check` does.
    pub directory: PathBuf,
    /// Values of their variables.
    pub inputs: Vec<Input>,
    /// Which configuration file says what is a finding.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// How to draw.
    pub format: GraphFormat,
}

/// How `graph` draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum GraphFormat {
    /// A picture, as browsers and editors show it.
    Svg,
    /// A page with the pictures, and what is wrong.
    Html,
    /// Mermaid, as GitHub and GitLab draw it.
    Mermaid,
    /// Graphviz.
    Dot,
    /// One object, version 1: an interface.
    Json,
}

/// The value of each expression in the scope of the directory, in order. An empty directory is a module that declares nothing; an
/// expression that has no value does not stop the others. Runs on the pool of threads that it is called in, as [`crate::lint::lint`].
///
/// # Errors
///
/// When there is no such directory, a variable file cannot be read, or the configuration file cannot be followed.
pub fn evaluate(sources: &Sources, request: &Evaluate, style: Style) -> Result<Output, Error> {
    sources.allow(&request.directory);
    let path = sources
        .identity(&request.directory)
        .map_err(|_| MissingPath(request.directory.clone()))?;
    let files = sources.directory(&path);
    let program = module::load(sources, &[Directory { path, files }]);
    let settings = (&request.config, &request.environment);
    let inputs = inputs_of(sources, &program, settings, &request.inputs)?;
    let (text, failed) = answer::all(sources, &program, &inputs, request, style);
    Ok(Output {
        text,
        notes: notes(sources, &program),
        failed,
        ..Output::default()
    })
}

/// The instances of every root, or the network that they make. Runs on the pool of threads that it is called in, as [`crate::lint::lint`].
///
/// # Errors
///
/// When there is no such directory, a variable file cannot be read, or a configuration file cannot be followed.
pub fn inspect(sources: &Sources, request: &Inspect, style: Style) -> Result<Output, Error> {
    let settings = (&request.config, &request.environment);
    let searched = Searched::below(sources, &request.directory, settings, &request.inputs)?;
    let Searched {
        program,
        inputs,
        notes,
    } = searched;
    let text = if request.network {
        let roots = networks(sources, &program, &inputs);
        match request.format {
            Format::Json => topology::json(&roots, sources),
            Format::Human => topology::tree(&roots, style),
        }
    } else {
        let roots = instances::of_roots(sources, &program, &inputs);
        match request.format {
            Format::Json => instances::json(&roots),
            Format::Human => table::render(&roots, style),
        }
    };
    Ok(Output {
        text,
        notes,
        failed: false,
        ..Output::default()
    })
}

/// What the endpoints of every root cost. Runs on the pool of threads that it is called in, as [`crate::lint::lint`].
///
/// # Errors
///
/// When there is no such directory, a variable file cannot be read, or a configuration file cannot be followed.
pub fn cost(sources: &Sources, request: &Cost, style: Style) -> Result<Output, Error> {
    let settings = (&request.config, &request.environment);
    let searched = Searched::below(sources, &request.directory, settings, &request.inputs)?;
    let program = &searched.program;
    let roots = program.roots.iter().zip(&searched.inputs);
    let bills = roots.map(|(root, inputs)| {
        let evaluation = Evaluation::new(program, sources, *root, inputs);
        let directory = program.module(*root).name.clone();
        cost::Bill::of(directory, Network::build(&evaluation).bill())
    });
    let bills: Vec<_> = bills.filter(|bill| !bill.is_empty()).collect();
    Ok(Output {
        text: match request.format {
            CostFormat::Human => cost::human(&bills, style),
            CostFormat::Json => cost::json(&bills),
            CostFormat::Markdown => cost::markdown(&bills),
        },
        notes: searched.notes,
        failed: false,
        ..Output::default()
    })
}

/// The network of every root drawn, with its faults. Runs on the pool of threads that it is called in, as [`crate::lint::lint`].
///
/// # Errors
///
/// When there is no such directory, a variable file cannot be read, or a configuration file cannot be followed.
pub fn graph(sources: &Sources, request: &Graph) -> Result<Output, Error> {
    graph::drawn(sources, request)
}

/// The roots below a directory, with the values of their variables and what could not be read.
struct Searched {
    program: Program,
    inputs: Vec<Arc<Vec<InputValue>>>,
    notes: Vec<Note>,
}

impl Searched {
    fn below(
        sources: &Sources,
        directory: &PathBuf,
        settings: (&ConfigSource, &Layer),
        inputs: &[Input],
    ) -> Result<Self, Error> {
        let discovery = sources.discover(
            std::slice::from_ref(directory),
            &globset::GlobSet::empty(),
            VersionControl::Respected,
        )?;
        let program = module::load(sources, &discovery.directories);
        let inputs = inputs_of(sources, &program, settings, inputs)?;
        let mut notes = notes(sources, &program);
        for path in &discovery.without_terraform {
            let name = path.display();
            notes.push(Note::warning(format!("no Terraform files in `{name}`")));
        }
        for (path, reason) in &discovery.unreadable {
            let name = sources.name(path);
            notes.push(Note::warning(format!("`{name}` was not read: {reason}")));
        }
        Ok(Self {
            program,
            inputs,
            notes,
        })
    }
}

/// The joined network of each root.
fn networks(
    sources: &Sources,
    program: &Program,
    inputs: &[Arc<Vec<InputValue>>],
) -> Vec<topology::Root> {
    let roots = program.roots.iter().zip(inputs);
    let network = |(root, inputs): (&ModuleId, &Arc<Vec<InputValue>>)| {
        let evaluation = Evaluation::new(program, sources, *root, inputs);
        topology::Root {
            directory: program.module(*root).name.clone(),
            topology: Topology::of(&Network::build(&evaluation)),
        }
    };
    roots.map(network).collect()
}

/// The values of each root.
fn inputs_of(
    sources: &Sources,
    program: &Program,
    (config, environment): (&ConfigSource, &Layer),
    inputs: &[Input],
) -> Result<Vec<Arc<Vec<InputValue>>>, inputs::Error> {
    let mut configs = Configs::new(
        sources,
        config.clone(),
        environment.clone(),
        Layer::default(),
    );
    let given = inputs::of_roots(sources, program, &mut configs, inputs)?;
    let of_roots: Vec<_> = program.roots.iter().copied().zip(&given).collect();
    inputs::declared(sources, program, inputs, &[], &[])?;
    inputs::fitting(sources, program, &of_roots)?;
    Ok(given.into_iter().map(|one| one.values).collect())
}

/// What could not be read: whatever it declares is unknown.
fn notes(sources: &Sources, program: &Program) -> Vec<Note> {
    let line = |problem: &module::Problem| {
        let place = crate::report::place(sources, problem.span).unwrap_or_default();
        Note::warning(format!("{place}: {}", problem.message))
    };
    program.problems.iter().map(line).collect()
}
