//! The command line: what can be asked, and what each command does with it.

mod write;

mod accepted;
mod buffer;
mod fence;
mod layout;
mod manual;
mod parse;
mod search;
mod settings;
mod usage;

use std::{
    collections::BTreeSet,
    env,
    io::{self, Read as _},
    mem::ManuallyDrop,
    path::PathBuf,
};

use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    config::{FailOn, Layer, SettingOrigin},
    inspect::{self, Evaluate, Inspect},
    lint::{self, Error, Request},
    pool,
    report::{self, Document, Format, Links, Output, Style},
    rules::{self, Rule},
    source::{Sources, is_configuration},
};
use buffer::Files;
use fence::Fence;
use layout::Arrangement;
use parse::Inputs;
use search::Search;
use settings::{ConfigFile, Decisions, Filter};

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

const FILES: &str = "\
Of a file among the paths, all root modules are linted that reach its module, directly or through others, and what touches \
that module is reported: findings that point into it and findings whose proof leads through it. A deleted file stands for \
the module it was in, another text for the nearest module at or above it, a configuration file for all modules below it. \
Plans, states, pictures and files of Terragrunt cannot be linted.";

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
        #[arg(value_parser = parse::RuleId, hide_possible_values = true)]
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
    /// Columns of reports [default: the terminal's, within 60 and 120, or 100]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = parse::width)]
    width: Option<usize>,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, independent of each other"
)]
struct Check {
    /// Directories, searched to any depth, and files; `-` is standard input, see --stdin-filename [default: .]
    paths: Vec<PathBuf>,

    /// How to write findings
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output_format: Format,
    /// Write findings to a file instead of standard output; it appears whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    /// Also write findings in this format to a file; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse::destination, help_heading = "Output")]
    report: Vec<(Format, PathBuf)>,
    /// Also list the questions that rules could not decide, and which fact is missing
    #[arg(long, help_heading = "Output")]
    show_undecided: bool,
    /// Also list the findings that comments and the baseline keep out, and which of the two
    #[arg(long, help_heading = "Output")]
    show_suppressed: bool,
    /// Also list how many subjects each rule was asked about, and what it answered
    #[arg(long, help_heading = "Output")]
    show_coverage: bool,
    /// The least severity that makes the exit status 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = parse::fail_on(), help_heading = "Output")]
    fail_on: Option<FailOn>,

    /// Exit with status 1 when module calls or files could not be followed
    #[arg(long, help_heading = "Output")]
    fail_on_unfollowed: bool,

    #[command(flatten)]
    arrangement: Arrangement,

    #[command(flatten)]
    selection: Filter,

    #[command(flatten)]
    files: Files,

    #[command(flatten)]
    search: Search,

    #[command(flatten)]
    fence: Fence,

    #[command(flatten)]
    decisions: Decisions,

    #[command(flatten)]
    inputs: Inputs,

    /// How many threads to use [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = parse::threads, help_heading = "Work")]
    threads: Option<usize>,
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
    file: ConfigFile,
    #[command(flatten)]
    inputs: Inputs,
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
    file: ConfigFile,
    #[command(flatten)]
    inputs: Inputs,
}

impl Arguments {
    /// The arguments of this process; ends it with help if they cannot be read.
    #[must_use]
    pub fn of_process() -> Self {
        Self::try_parse().unwrap_or_else(|error| usage::explained(error).exit())
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
            Command::Check(check) if check.arrangement.quiet => String::new(),
            Command::Check(_) | Command::Config(_) | Command::Eval(_) | Command::Inspect(_) => {
                settings::strange_variables()
            }
            _ => String::new(),
        };
        let done = match self.command {
            Command::Check(check) => check.run(&mut sources, style, links, in_file),
            Command::Explain { rule } => Ok(Output::text(report::explain(rule, style, links))),
            Command::Rules => Ok(Output::text(report::rules(rules::all(), style, links))),
            Command::Config(config) => config.run(&sources),
            Command::Completions { shell } => Ok(Output::text(manual::completions(shell))),
            Command::Man { command } => manual::page(&command).map(Output::text),
            Command::Eval(eval) => eval.request(&sources).and_then(|request| {
                pool::build(1)?.install(|| inspect::evaluate(&sources, &request, style))
            }),
            Command::Inspect(arguments) => arguments.request(&sources).and_then(|request| {
                pool::build(1)?.install(|| inspect::inspect(&sources, &request, style))
            }),
        };
        let done = done.map(|output| Output {
            notes: strange + &output.notes,
            ..output
        });
        done.map_err(|error| match error {
            Error::Config(faults) => Error::Command(report::faults(&faults, &sources, style)),
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
            _ => Ok(sources),
        }
    }
}

impl Check {
    fn run(
        self,
        sources: &mut Sources,
        style: Style,
        links: Links,
        in_file: Style,
    ) -> Result<Output, Error> {
        self.arrangement.suits(self.output_format)?;
        let destinations = self.destinations(sources)?;
        let baseline = self.decisions.baseline()?;
        let allow_empty = self.search.allows_empty(&self.paths);
        let mut paths = self.files.paths(sources, self.paths)?;
        if paths.is_empty() {
            paths.push(".".into());
        }
        let request = self.decisions.request(
            sources,
            Request {
                paths,
                only_file: self.files.only_file,
                force_exclude: self.files.force_exclude,
                version_control: self.search.version_control(),
                allow_empty,
                inputs: self.inputs.0,
                command: Layer {
                    baseline: baseline.named(),
                    fail_on_unfollowed: (self.fail_on_unfollowed)
                        .then_some((true, SettingOrigin::CommandLine("--fail-on-unfollowed"))),
                    ..self.selection.layer(sources, self.fail_on)?
                },
                ..Request::default()
            },
        )?;
        let pool = pool::build(self.threads.unwrap_or(0))?;
        let mut report = ManuallyDrop::new(pool.install(|| lint::lint(sources, &request))?);
        baseline.apply(sources, &mut report)?;
        report.shows_suppressed = self.show_suppressed;
        let mut notes: Vec<_> = report
            .without_terraform
            .iter()
            .map(|path| format!("warning: no Terraform files in `{}`\n", path.display()))
            .collect();
        notes.extend(report.notes.iter().map(|note| report::note(note)));
        let summary = report::summary(&report) + "\n";
        let is_shown = self.output_file.is_none();
        // A report for people has its count, so that both go the same way, into a file or a pager.
        if !is_shown || !(self.output_format.is_for_programs() || self.output_format.has_count()) {
            notes.push(summary.clone());
        }
        let quiet = self.arrangement.quiet;
        let render = |format: Format, style, links| {
            let layout = self.arrangement.layout(links);
            let undecided = self.show_undecided;
            let mut text = report::lay_out(&report, sources, format, style, layout, undecided);
            if self.show_coverage && format.is_lines() {
                text += &report::coverage(&report.coverage);
            }
            if format.has_count() && !quiet {
                text += &summary;
            }
            text
        };
        let shown = |style, links| {
            if self.arrangement.statistics {
                let count = Some(&*summary).filter(|_| self.output_format.has_count() && !quiet);
                report::statistics(&report) + count.unwrap_or_default()
            } else {
                render(self.output_format, style, links)
            }
        };
        let documents = destinations.into_iter().enumerate();
        Ok(Output {
            text: if is_shown {
                shown(style, links)
            } else {
                String::new()
            },
            // What a run fails for is told whatever happens.
            notes: if quiet && !report.unfollowed.iter().any(|unseen| unseen.fails) {
                String::new()
            } else {
                notes.concat()
            },
            documents: documents
                .map(|(index, (format, path))| Document {
                    path,
                    text: if index == 0 && !is_shown {
                        shown(in_file, Links::Written)
                    } else {
                        render(format, in_file, Links::Written)
                    },
                })
                .collect(),
            failed: report.fails(),
        })
    }

    /// All reports to write into files. Each file, the baseline's too, is named once, and none is Terraform's: what follows an
    /// option by mistake must not be lost.
    fn destinations(&self, sources: &Sources) -> Result<Vec<(Format, PathBuf)>, Error> {
        let to_file = self
            .output_file
            .iter()
            .map(|path| (self.output_format, path.clone()));
        let destinations: Vec<_> = to_file.chain(self.report.iter().cloned()).collect();
        let mut known = BTreeSet::new();
        let paths = destinations.iter().map(|(_, path)| path);
        for path in paths.chain(self.decisions.write_baseline()) {
            let name = path.display();
            if is_configuration(path) {
                return Err(Error::Command(format!(
                    "cannot write `{name}`: that is the name of a Terraform file"
                )));
            }
            if !known.insert(sources.absolute(path)) {
                return Err(Error::Command(format!(
                    "two reports cannot both be written to `{name}`"
                )));
            }
        }
        Ok(destinations)
    }
}

impl Eval {
    fn request(self, sources: &Sources) -> Result<Evaluate, Error> {
        let (config, environment) = self.file.asked(sources)?;
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
            inputs: self.inputs.0,
            config,
            environment,
            format: self.output_format,
        })
    }
}

impl InspectArguments {
    fn request(self, sources: &Sources) -> Result<Inspect, Error> {
        let (config, environment) = self.file.asked(sources)?;
        Ok(Inspect {
            directory: self.directory,
            inputs: self.inputs.0,
            config,
            environment,
            format: self.output_format,
            network: self.network,
        })
    }
}
