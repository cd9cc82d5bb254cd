//! What the linter sees: the values of expressions, and the instances of a configuration.

mod chain;
mod notation;
mod planned;
mod room;

mod roots;

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

use std::path::PathBuf;

use crate::{
    lint::Error,
    module,
    network::{Network, Topology},
    report::{Output, Style},
    source::{Directory, MissingPath, Sources},
};
use cost::Bill;
use room::Room;
use roots::Roots;

pub use card::Card;
pub use chain::Step;
pub use glance::{Glance, Seen, Whereabouts, Worth};
pub use hints::Hint;
pub use roots::Values;

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
    /// What it is given.
    pub values: Values,
    /// How to write.
    pub format: Format,
}

/// What `inspect` is asked.
#[derive(Clone, Debug)]
pub struct Inspect {
    /// The directory, searched for roots as `check` does.
    pub directory: PathBuf,
    /// What they are given.
    pub values: Values,
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
    /// What they are given.
    pub values: Values,
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
    /// What they are given.
    pub values: Values,
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
    let (given, stray) = request.values.of_roots(sources, &program)?;
    let (text, failed) = match (program.roots.first(), given.first()) {
        (Some(root), Some(given)) => answer::all(sources, (&program, *root), given, request, style),
        _ => (String::new(), false),
    };
    Ok(Output {
        text,
        notes: roots::unread(sources, &program)
            .into_iter()
            .chain(stray)
            .collect(),
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
    let roots = Roots::below(sources, &request.directory, &request.values)?;
    let text = if request.network {
        let networks = roots.told(sources, |it| Topology::of(&Network::build(it)));
        match request.format {
            Format::Json => topology::json(&networks, sources),
            Format::Human => topology::tree(&networks, style),
        }
    } else {
        let room = Room::default();
        let instances = roots.told(sources, |it| instances::of_root(sources, it, &room));
        match request.format {
            Format::Json => instances::json(&instances),
            Format::Human => table::render(&instances, style),
        }
    };
    Ok(Output {
        text,
        notes: roots.notes,
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
    let roots = Roots::below(sources, &request.directory, &request.values)?;
    let mut bills = roots.told(sources, |it| Bill::of(Network::build(it).bill()));
    bills.retain(|it| !it.told.is_empty());
    Ok(Output {
        text: match request.format {
            CostFormat::Human => cost::human(&bills, style),
            CostFormat::Json => cost::json(&bills),
            CostFormat::Markdown => cost::markdown(&bills),
        },
        notes: roots.notes,
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
