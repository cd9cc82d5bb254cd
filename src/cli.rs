//! The command line: what can be asked, and what each command does with it.

mod write;

mod accepted;
mod buffer;
mod fence;
mod layout;
mod manual;
mod mending;
mod parse;
mod search;
mod settings;

mod variants;

mod check;
mod serve;

mod usage;

use std::{
    env,
    io::{self, Read as _},
    mem::ManuallyDrop,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    inspect::{self, Cost, CostFormat, Evaluate, Graph, GraphFormat, Inspect},
    lint::Error,
    pool,
    report::{self, Links, Output, Style},
    rules::{self, Rule},
    source::Sources,
};
use check::Check;
use fence::Fence;
use serve::Serve;
use variants::Given;

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing found at or above --fail-on
  1  something found, or with --fail-on-unfollowed something not followed
  2  could not run as asked: wrong usage or settings, a path at which there is nothing to lint, a report that cannot be written";

const EVAL_STATUS: &str = "\
Exit status:
  0  every expression has a value, be it unknown
  1  one was refused, as Terraform would
  2  could not run as asked";

const SERVER_STATUS: &str = "\
Exit status:
  0  the editor ended it as the protocol wants
  1  it went away without a word
  2  it could not be served";

const COST: &str = "\
A month has 730 hours, as in AWS's own price lists. Prices are known of some Regions only, and without taxes, discounts and free tiers; what is not known is said, and never taken over from another \
Region. The GB from which an endpoint costs no more are held against a NAT gateway that is there anyway.";

const GRAPH: &str = "\
What is not known is drawn as unknown, with dashes, and so is what only may be there. Findings are those of `check` with the same settings, \
and stand at what they concern. Instances that are alike are drawn as one.

Exit status:
  0  all that there is was drawn
  1  something could not be read, so that the picture may lack it
  2  could not run as asked";

const FILES: &str = "\
Of a file among the paths, all root modules are linted that reach its module, directly or through others, and what touches \
that module is reported: findings that point into it and findings whose proof leads through it. A deleted file stands for \
the module it was in, another text for the nearest module at or above it, a configuration file for all modules below it. \
States, pictures and files of Terragrunt cannot be linted; for plans there is --plan.";

const ABOUT: &str = "\
Finds what is wrong with the VPC endpoints in Terraform and OpenTofu configurations, before anyone runs a plan";

/// The command line.
#[derive(Debug, Parser)]
#[command(version, about = ABOUT, long_about = None, max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    screen: Screen,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lint files and directories
    #[command(after_help = format!("{FILES}\n\n{EXIT_STATUS}"))]
    Check(Box<Check>),
    /// Show the page of a rule: why it matters, a bad and a good example
    Explain {
        /// The rule's id
        #[arg(value_parser = parse::rule_id(), hide_possible_values = true)]
        rule: &'static Rule,
    },
    /// List all rules
    Rules,
    /// Show, describe or start a configuration file
    #[command(subcommand)]
    Config(settings::Command),
    /// Show what an expression is worth, and where that comes from
    #[command(after_help = EVAL_STATUS)]
    Eval(Eval),
    /// Show the instances and values that the linter sees
    Inspect(InspectArguments),
    /// Show what the endpoints cost a month, and from where on they cost less than a NAT gateway
    #[command(after_help = COST)]
    Cost(CostArguments),
    /// Serve an editor: the language server protocol over standard input and output
    #[command(after_help = SERVER_STATUS)]
    Server(Serve),
    /// Draw the network in which the endpoints stand, with what is wrong
    #[command(after_help = GRAPH)]
    Graph(GraphArguments),
    /// Write a script that completes commands and options in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write a page of the manual, for `man -l -`
    Man {
        /// The command, such as `check` or `config show`; without one, the page of vpcelint itself
        command: Vec<String>,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Screen")]
struct Screen {
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help = "When to use colours; NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE count for auto"
    )]
    color: ColorChoice,
    /// Columns of reports [default: COLUMNS or the terminal's, within 60 and 120, or 100]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = parse::width)]
    width: Option<usize>,
}

#[derive(Debug, Args)]
struct Eval {
    /// Expressions, one that begins with `-` after `--`; `-` reads one a line from standard input
    #[arg(required = true, allow_negative_numbers = true)]
    expressions: Vec<String>,
    /// The root module to evaluate in
    #[arg(long, value_name = "DIR", default_value = ".")]
    chdir: PathBuf,
    /// How to write values
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "human"
    )]
    output_format: inspect::Format,
    #[command(flatten)]
    fence: Fence,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct InspectArguments {
    /// The directory to search for root modules
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// Show the joined network instead: what lies in which VPC, and what leads to what
    #[arg(long)]
    network: bool,
    /// How to write instances
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "human"
    )]
    output_format: inspect::Format,
    #[command(flatten)]
    fence: Fence,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct CostArguments {
    /// The directory to search for root modules
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// How to write amounts
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "human"
    )]
    output_format: CostFormat,
    #[command(flatten)]
    fence: Fence,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct GraphArguments {
    /// The directory to search for root modules
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// How to draw
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "svg"
    )]
    output_format: GraphFormat,
    #[command(flatten)]
    fence: Fence,
    #[command(flatten)]
    given: Given,
}

impl Arguments {
    /// The arguments of this process. Ends it if they cannot be read.
    ///
    /// # Errors
    ///
    /// The exit status, when help was asked for and is written.
    pub fn of_process() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            let error = usage::explained(usage::visible(error, env::args_os()));
            if error.use_stderr() {
                error.exit()
            }
            let style = Style::of_stdout(anstream::ColorChoice::Auto, None);
            Output::text(error.render().ansi().to_string()).write(style)
        })
    }

    /// What the screen can show.
    #[must_use]
    pub fn style(&self) -> Style {
        Style::of_stdout(self.color(), self.screen.width)
    }

    const fn color(&self) -> anstream::ColorChoice {
        match self.screen.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }

    /// Does what is asked.
    ///
    /// # Errors
    ///
    /// When that is not possible.
    pub fn run(self, style: Style) -> Result<Output, Error> {
        let in_file = Style::of_file(self.color(), self.screen.width);
        // The process ends soon: giving back the memory piece by piece takes longer than ending it.
        let sources = Sources::new(env::current_dir().map_err(Error::WorkingDirectory)?);
        let mut sources = ManuallyDrop::new(self.command.fence(sources)?);
        let links = Links::of_stdout(style);
        let strange = match &self.command {
            Command::Check(check) if check.arrangement.quiet => Vec::new(),
            Command::Check(_)
            | Command::Config(_)
            | Command::Cost(_)
            | Command::Graph(_)
            | Command::Eval(_)
            | Command::Inspect(_) => settings::strange_variables(),
            _ => Vec::new(),
        };
        let done = match self.command {
            Command::Check(check) => check.run(&mut sources, style, links, in_file),
            Command::Explain { rule } => Ok(Output::text(report::explain(rule, style, links))),
            Command::Rules => Ok(Output::text(report::rules(rules::all(), style, links))),
            Command::Config(config) => config.run(&sources),
            Command::Completions { shell } => Ok(Output::text(manual::completions(shell))),
            Command::Man { command } => manual::page(&command).map(Output::text),
            Command::Server(server) => server.run(),
            Command::Eval(eval) => eval.request(&sources).and_then(|request| {
                pool::build(1)?.install(|| inspect::evaluate(&sources, &request, style))
            }),
            Command::Inspect(arguments) => arguments.request(&sources).and_then(|request| {
                pool::build(1)?.install(|| inspect::inspect(&sources, &request, style))
            }),
            Command::Cost(arguments) => arguments.request(&sources).and_then(|request| {
                pool::build(1)?.install(|| inspect::cost(&sources, &request, style))
            }),
            Command::Graph(arguments) => arguments
                .request(&sources)
                .and_then(|request| pool::build(0)?.install(|| inspect::graph(&sources, &request))),
        };
        let done = done.map(|output| Output {
            notes: [strange, output.notes].concat(),
            ..output
        });
        done.map_err(|error| match error {
            Error::Config(faults) => Error::Drawn(report::faults(&faults, &sources, style)),
            other => other,
        })
    }
}

impl Command {
    /// The sources that the command may read.
    fn fence(&self, sources: Sources) -> Result<Sources, Error> {
        match self {
            Self::Check(check) => check.fence.around(sources),
            Self::Eval(eval) => eval.fence.around(sources),
            Self::Inspect(inspect) => inspect.fence.around(sources),
            Self::Cost(cost) => cost.fence.around(sources),
            Self::Graph(graph) => graph.fence.around(sources),
            _ => Ok(sources),
        }
    }
}

impl Eval {
    fn request(self, sources: &Sources) -> Result<Evaluate, Error> {
        let mut expressions = Vec::new();
        for expression in self.expressions {
            if expression == "-" {
                let mut text = String::new();
                io::stdin().read_to_string(&mut text).map_err(|error| {
                    Error::Command(format!("cannot read standard input: {error}"))
                })?;
                expressions.extend(text.lines().map(str::to_owned));
            } else {
                expressions.push(expression);
            }
        }
        Ok(Evaluate {
            expressions,
            directory: self.chdir,
            values: self.given.values(sources)?,
            format: self.output_format,
        })
    }
}

impl CostArguments {
    fn request(self, sources: &Sources) -> Result<Cost, Error> {
        Ok(Cost {
            directory: self.directory,
            values: self.given.values(sources)?,
            format: self.output_format,
        })
    }
}

impl GraphArguments {
    fn request(self, sources: &Sources) -> Result<Graph, Error> {
        Ok(Graph {
            directory: self.directory,
            values: self.given.values(sources)?,
            format: self.output_format,
        })
    }
}

impl InspectArguments {
    fn request(self, sources: &Sources) -> Result<Inspect, Error> {
        Ok(Inspect {
            directory: self.directory,
            values: self.given.values(sources)?,
            format: self.output_format,
            network: self.network,
        })
    }
}
