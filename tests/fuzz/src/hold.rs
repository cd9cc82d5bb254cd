//! What must hold of every run.

use std::{collections::BTreeSet, path::Path, path::PathBuf, sync::LazyLock};

use clap::ValueEnum as _;
use globset::GlobSet;
use rayon::ThreadPool;
use serde_json::Value;
use vpcelint::{
    config::ConfigSource,
    inspect::{self, Evaluate, Inspect, Values},
    lint::{self, Error, Report, Request},
    pool,
    report::{self, Format, Layout, Output, Style},
    source::{Sources, VersionControl},
};

use crate::project::{Project, Secrets};

/// How everything is drawn.
const STYLE: Style = Style {
    color: false,
    unicode: true,
    width: 100,
    is_screen: false,
};

/// The rules about what could not be read: nothing is told of what was not parsed.
const READING: [&str; 3] = ["syntax", "module_source", "unreadable_file"];

static ONE: LazyLock<ThreadPool> = LazyLock::new(|| pool::build(1).unwrap());
static MANY: LazyLock<ThreadPool> = LazyLock::new(|| pool::build(3).unwrap());

/// A project, and what must not be shown of it.
pub struct Run<'a> {
    pub project: &'a Project,
    pub secrets: Secrets<'a>,
}

/// A project of one file.
pub fn file(name: &str, data: &[u8]) {
    let project = Project::new();
    project.write(name, data);
    let text = String::from_utf8_lossy(data);
    let run = Run {
        project: &project,
        secrets: Secrets(&text),
    };
    let request = Request {
        paths: vec![name.into()],
        ..Request::default()
    };
    let _ = run.check(&request);
    match data.len() % 8 {
        0 => run.hold_threads(&request),
        1 => run.inspect(),
        _ => {}
    }
}

impl Run<'_> {
    /// Lints on one thread and holds every format; all that was said, format by format, or why nothing could be.
    pub fn check(&self, request: &Request) -> Result<Vec<String>, String> {
        self.check_on(&ONE, request)
    }

    /// Three threads say what one says.
    pub fn hold_threads(&self, request: &Request) {
        let [one, many] = [&ONE, &MANY].map(|pool| self.check_on(pool, request));
        assert!(one == many, "threads make a difference");
    }

    /// When every module is named, and so parsed, rules find what they find when the directory is.
    pub fn hold_laziness(&self, request: &Request) {
        let all = [PathBuf::from(".")];
        let sources = self.project.sources();
        let Ok(found) = sources.discover(&all, &GlobSet::empty(), VersionControl::Respected) else {
            return;
        };
        let modules = found.directories.into_iter().map(|module| module.path);
        let every = all.iter().cloned().chain(modules).collect();
        let said = [all.to_vec(), every].map(|paths| {
            let request = Request {
                paths,
                ..request.clone()
            };
            let sources = self.project.sources();
            let report = MANY.install(|| lint::lint(&sources, &request));
            report
                .map(|report| answers(&render(&report, &sources, Format::Json)))
                .ok()
        });
        assert!(said[0] == said[1], "what is not parsed makes a difference");
    }

    /// A file that is named makes nothing known that the whole does not know.
    pub fn hold_naming(&self, file: &str, request: &Request) {
        let [named, whole] = [file, "."].map(|path| {
            let sources = self.project.sources();
            let request = Request {
                paths: vec![path.into()],
                ..request.clone()
            };
            let report = MANY.install(|| lint::lint(&sources, &request)).ok()?;
            Some(fingerprints(&report))
        });
        if let (Some(named), Some(whole)) = (named, whole) {
            let alone: Vec<_> = named.difference(&whole).collect();
            assert!(alone.is_empty(), "only naming the file finds {alone:?}");
        }
    }

    /// A baseline accepts all that it was made of, and can be read.
    pub fn hold_baseline(&self, request: &Request) {
        let sources = self.project.sources();
        let Ok(mut report) = ONE.install(|| lint::lint(&sources, request)) else {
            return;
        };
        let (text, _) = lint::accept_all(&sources, &mut report);
        self.secrets.hold(&text);
        let _: Value = serde_json::from_str(&text).unwrap();
    }

    /// What expressions are worth, in both formats.
    pub fn evaluate(&self, expression: &str) {
        for format in [inspect::Format::Json, inspect::Format::Human] {
            let request = Evaluate {
                expressions: vec![expression.to_owned()],
                directory: ".".into(),
                format,
                values: Values {
                    config: ConfigSource::Nothing,
                    ..Values::default()
                },
            };
            let sources = self.project.sources();
            let output = ONE.install(|| inspect::evaluate(&sources, &request, STYLE));
            self.hold_output(output, format);
        }
    }

    /// The instances and the network, in both formats.
    pub fn inspect(&self) {
        for (format, network) in [
            (inspect::Format::Json, false),
            (inspect::Format::Json, true),
            (inspect::Format::Human, false),
            (inspect::Format::Human, true),
        ] {
            let request = Inspect {
                directory: ".".into(),
                format,
                network,
                values: Values {
                    config: ConfigSource::Nothing,
                    ..Values::default()
                },
            };
            let sources = self.project.sources();
            let output = ONE.install(|| inspect::inspect(&sources, &request, STYLE));
            self.hold_output(output, format);
        }
    }

    /// The settings that hold for the project, shown.
    pub fn show_settings(&self, show: impl Fn(&Sources, &Path) -> Result<String, Error>) {
        let sources = self.project.sources();
        match show(&sources, self.project.directory()) {
            Ok(text) => self.hold_text(&text),
            Err(error) => drop(self.refused(error, &sources)),
        }
    }

    fn check_on(&self, pool: &ThreadPool, request: &Request) -> Result<Vec<String>, String> {
        let sources = self.project.sources();
        let report = match pool.install(|| lint::lint(&sources, request)) {
            Ok(report) => report,
            Err(error) => return Err(self.refused(error, &sources)),
        };
        let notes = Output {
            notes: report.notes.clone(),
            ..Output::default()
        };
        self.hold_text(&notes.told());
        for diagnostic in &report.findings {
            let span = diagnostic.finding.primary;
            let length = sources.file(span.file).text.len();
            assert!(
                span.start <= span.end && span.end as usize <= length,
                "a place is in no file"
            );
        }
        let formats = Format::value_variants().iter();
        Ok(formats
            .map(|&format| {
                let text = render(&report, &sources, format);
                self.secrets.hold(&text);
                well_formed(&text, format);
                text
            })
            .collect())
    }

    fn refused(&self, error: Error, sources: &Sources) -> String {
        let error = match error {
            Error::Config(faults) => Error::Drawn(report::faults(&faults, sources, STYLE)),
            other => other,
        };
        let told = Output::refused(&error).told();
        self.hold_text(&told);
        told
    }

    fn hold_output(&self, output: Result<Output, Error>, format: inspect::Format) {
        match output {
            Ok(output) => {
                self.hold_text(&output.told());
                self.secrets.hold(&output.text);
                match format {
                    inspect::Format::Human => commands_nobody(&output.text),
                    inspect::Format::Json => json_stream(&output.text),
                }
            }
            Err(error) => {
                self.refused(error, &self.project.sources());
            }
        }
    }

    fn hold_text(&self, text: &str) {
        self.secrets.hold(text);
        commands_nobody(text);
    }
}

fn render(report: &Report, sources: &Sources, format: Format) -> String {
    report::lay_out(report, sources, format, STYLE, Layout::default(), true)
}

/// Whether programs can read it, and terminals show it.
fn well_formed(text: &str, format: Format) {
    match format {
        Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson | Format::Jsonl => {
            json_stream(text)
        }
        Format::Junit | Format::Checkstyle => drop(roxmltree::Document::parse(text).unwrap()),
        Format::Github => {
            commands_nobody(text);
            let commands = ["::error ", "::warning ", "::notice "];
            assert!(
                text.lines()
                    .all(|line| commands.iter().any(|it| line.starts_with(it))),
                "a line is no annotation"
            );
        }
        Format::Human | Format::Concise | Format::Markdown => {
            commands_nobody(text);
            assert!(
                !text.lines().any(|line| line.starts_with("::")),
                "a line commands GitHub"
            );
        }
    }
}

/// Values of JSON, one after another.
fn json_stream(text: &str) {
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        value.unwrap();
    }
}

fn commands_nobody(text: &str) {
    let commands = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    let command = text.chars().find(|&character| commands(character));
    assert_eq!(command, None, "a terminal obeys it");
}

fn fingerprints(report: &Report) -> BTreeSet<String> {
    let shown = report.findings.iter();
    shown
        .map(|diagnostic| format!("{}: {}", diagnostic.rule.id, diagnostic.fingerprint))
        .collect()
}

/// The findings and questions of all rules but those about reading, each as its text.
fn answers(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let lists = ["findings", "undecided"].map(|list| report[list].as_array().unwrap());
    let is_reading = |one: &&Value| READING.iter().any(|rule| one["rule"] == *rule);
    lists
        .into_iter()
        .flatten()
        .filter(|one| !is_reading(one))
        .map(ToString::to_string)
        .collect()
}
