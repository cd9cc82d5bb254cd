//! What has been decided about findings, as the command line and the environment say it, and the `config` commands.

use std::{
    env::{self, VarError},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use globset::GlobSet;

use super::{
    accepted::{Accepted, Baseline},
    parse,
    write::write,
};
use crate::{
    config::{
        self, ConfigSource, Configs, FailOn, Layer, NAMES, Pattern, Profile, Selector,
        SettingOrigin, Tfvars,
    },
    finding::Confidence,
    lint::{Error, Request},
    near::nearest,
    note::{Level, Note},
    report::{Output, Over},
    rules::Rule,
    source::Sources,
};

/// Which settings count.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Decisions")]
pub(super) struct ConfigFile {
    /// Read settings from this file instead of the nearest `vpcelint.toml`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["no_config", "isolated"])]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    no_config: bool,
    /// Read no configuration file and no VPCELINT_ variable: only options count
    #[arg(long)]
    isolated: bool,
}

impl ConfigFile {
    /// The choice of the options or the environment, and what else the environment says.
    pub(super) fn asked(self, sources: &Sources) -> Result<(ConfigSource, Layer), Error> {
        if self.isolated {
            return Ok((ConfigSource::Nothing, Layer::default()));
        }
        let environment = environment(sources.working_directory())?;
        let named = variable("VPCELINT_CONFIG")?.map(PathBuf::from);
        let choice = if self.no_config {
            ConfigSource::Nothing
        } else {
            self.config
                .or(named)
                .map_or(ConfigSource::Nearest, ConfigSource::File)
        };
        Ok((choice, environment))
    }
}

/// Which findings are wanted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub(super) struct Filter {
    /// Only these rules and categories (security, cost, ...), separated by commas; what cannot be read is reported all the same
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = parse::rule_or_category(), hide_possible_values = true)]
    select: Vec<Selector>,
    /// These too, which are off by default; of a category all
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = parse::rule_or_category(), hide_possible_values = true)]
    enable: Vec<Selector>,
    /// All rules too that belong to a catalogue of controls
    #[arg(long, value_name = "PROFILE", value_parser = parse::profile())]
    profile: Option<Profile>,
    /// None of these rules and categories
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = parse::rule_or_category(), hide_possible_values = true)]
    ignore: Vec<Selector>,
    /// Nothing less sure than this; what is left out is counted [default: likely]
    #[arg(long, value_name = "CONFIDENCE", value_parser = parse::confidence())]
    min_confidence: Option<Confidence>,
    /// Nothing in files or directories that match; a pattern without `/` matches at any depth
    #[arg(long, value_name = "GLOB", value_parser = parse::pattern)]
    exclude: Vec<String>,
}

impl Filter {
    /// What these options and `--fail-on` say.
    pub(super) fn layer(self, sources: &Sources, fail_on: Option<FailOn>) -> Result<Layer, Error> {
        let base = sources.working_directory();
        let exclude = patterns(&self.exclude, base, SettingOrigin::CommandLine("--exclude"))
            .map_err(|reason| Error::Command(format!("--exclude: {reason}")))?;
        let ignore = self.ignore.into_iter().flat_map(Selector::ignored);
        let select: Vec<_> = (self.select.into_iter())
            .flat_map(Selector::selected)
            .collect();
        Ok(Layer {
            select: Some((select, SettingOrigin::CommandLine("--select")))
                .filter(|(select, _)| !select.is_empty()),
            enable: enabled(self.enable, SettingOrigin::CommandLine("--enable"))
                .chain(of_profile(
                    self.profile,
                    SettingOrigin::CommandLine("--profile"),
                ))
                .collect(),
            ignore: ignore
                .map(|rule| (rule, SettingOrigin::CommandLine("--ignore")))
                .collect(),
            min_confidence: self
                .min_confidence
                .map(|least| (least, SettingOrigin::CommandLine("--min-confidence"))),
            fail_on: fail_on.map(|least| (least, SettingOrigin::CommandLine("--fail-on"))),
            exclude,
            ..Layer::default()
        })
    }
}

/// The rules that some names enable.
fn enabled(
    names: Vec<Selector>,
    origin: SettingOrigin,
) -> impl Iterator<Item = (&'static Rule, SettingOrigin)> {
    let rules = names.into_iter().flat_map(Selector::enabled);
    rules.map(move |rule| (rule, origin))
}

/// Those of a profile, if one is asked for.
fn of_profile(
    profile: Option<Profile>,
    origin: SettingOrigin,
) -> impl Iterator<Item = (&'static Rule, SettingOrigin)> {
    let rules = profile.map(Profile::rules).into_iter().flatten();
    rules.map(move |rule| (rule, origin))
}

/// Where decisions are kept.
#[derive(Debug, Args)]
#[command(next_help_heading = "Decisions")]
pub(super) struct Decisions {
    #[command(flatten)]
    file: ConfigFile,
    /// Report also what comments ignore
    #[arg(long)]
    no_ignores: bool,
    #[command(flatten)]
    accepted: Accepted,
}

impl Decisions {
    /// What is to become of accepted findings.
    pub(super) fn baseline(&self) -> Result<Baseline, Error> {
        self.accepted.asked()
    }

    /// The file that accepted findings are written to.
    pub(super) const fn write_baseline(&self) -> Option<&PathBuf> {
        self.accepted.write_baseline.as_ref()
    }

    /// The request with what the options and the environment say.
    pub(super) fn request(self, sources: &Sources, request: Request) -> Result<Request, Error> {
        let (config, environment) = self.file.asked(sources)?;
        let texts = environment.exclude.iter().chain(&request.command.exclude);
        let globs: Result<Vec<_>, _> = texts.map(|one| config::pattern(&one.text)).collect();
        let set = globs
            .and_then(|globs| GlobSet::new(globs).map_err(|error| error.to_string()))
            .map_err(Error::Command)?;
        Ok(Request {
            config,
            no_ignores: self.no_ignores,
            exclude: set,
            environment,
            ..request
        })
    }
}

/// The variables of the environment that mean something.
const VARIABLES: [&str; 11] = [
    "VPCELINT_CONFIG",
    "VPCELINT_ENABLE",
    "VPCELINT_EXCLUDE",
    "VPCELINT_FAIL_ON",
    "VPCELINT_FAIL_ON_UNFOLLOWED",
    "VPCELINT_IGNORE",
    "VPCELINT_MIN_CONFIDENCE",
    "VPCELINT_PROFILE",
    "VPCELINT_REQUIRE_IGNORE_REASON",
    "VPCELINT_SELECT",
    "VPCELINT_VAR_FILES",
];

/// A line for each variable that looks like a setting and is none: it would be missed in silence.
pub(super) fn strange_variables() -> Vec<Note> {
    let mut strange: Vec<String> = env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with("VPCELINT_") && !VARIABLES.contains(&name.as_str()))
        .map(|name| {
            let near = nearest(VARIABLES, &name, LIKE);
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            format!("the variable `{name}` of the environment is no setting{hint}")
        })
        .collect();
    strange.sort_unstable();
    strange.into_iter().map(Note::warning).collect()
}

/// Names that begin alike are alike; from here on it may be a slip.
const LIKE: f64 = 0.92;

/// A variable of the environment; an empty one counts as none.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::Command(format!("{name}: it is not UTF-8"))),
    }
}

fn patterns(texts: &[String], base: &Path, origin: SettingOrigin) -> Result<Vec<Pattern>, String> {
    texts
        .iter()
        .map(|text| {
            Pattern::new(text, base, origin).map_err(|reason| format!("`{text}`: {reason}"))
        })
        .collect()
}

/// What `VPCELINT_*` variables say; lists are separated by commas.
fn environment(base: &Path) -> Result<Layer, Error> {
    let mut layer = Layer::default();
    if let Some((selectors, origin)) = asked("VPCELINT_SELECT", selectors)? {
        let rules = selectors.into_iter().flat_map(Selector::selected);
        layer.select = Some((rules.collect(), origin));
    }
    if let Some((selectors, origin)) = asked("VPCELINT_IGNORE", selectors)? {
        let rules = selectors.into_iter().flat_map(Selector::ignored);
        layer.ignore = rules.map(|rule| (rule, origin)).collect();
    }
    if let Some((selectors, origin)) = asked("VPCELINT_ENABLE", selectors)? {
        layer.enable.extend(enabled(selectors, origin));
    }
    if let Some((profile, origin)) = asked("VPCELINT_PROFILE", |text| {
        Profile::named(text).ok_or_else(|| expected(&Profile::NAMES))
    })? {
        layer.enable.extend(of_profile(Some(profile), origin));
    }
    layer.fail_on = asked("VPCELINT_FAIL_ON", |text| {
        FailOn::named(text).ok_or_else(|| expected(&FailOn::NAMES))
    })?;
    layer.min_confidence = asked("VPCELINT_MIN_CONFIDENCE", |text| {
        let all = [
            Confidence::Possible,
            Confidence::Likely,
            Confidence::Certain,
        ];
        all.into_iter()
            .find(|confidence| confidence.name() == text)
            .ok_or_else(|| expected(&all.map(Confidence::name)))
    })?;
    let truth = |text: &str| text.parse().map_err(|_| expected(&["true", "false"]));
    layer.fail_on_unfollowed = asked("VPCELINT_FAIL_ON_UNFOLLOWED", truth)?;
    layer.require_ignore_reason = asked("VPCELINT_REQUIRE_IGNORE_REASON", truth)?;
    if let Some((exclude, _)) = asked("VPCELINT_EXCLUDE", |text| {
        let texts: Vec<_> = listed(text).map(str::to_owned).collect();
        patterns(&texts, base, SettingOrigin::Environment("VPCELINT_EXCLUDE"))
    })? {
        layer.exclude = exclude;
    }
    if let Some((files, origin)) = asked("VPCELINT_VAR_FILES", |text| {
        Ok(listed(text).map(str::to_owned).collect::<Vec<_>>())
    })? {
        let files = files.iter();
        layer.var_files = files.map(|file| Tfvars::new(file, base, origin)).collect();
    }
    Ok(layer)
}

fn asked<T>(
    name: &'static str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<(T, SettingOrigin)>, Error> {
    let Some(text) = variable(name)? else {
        return Ok(None);
    };
    match read(&text) {
        Ok(value) => Ok(Some((value, SettingOrigin::Environment(name)))),
        Err(reason) => Err(Error::Command(format!("{name}: {reason}"))),
    }
}

fn selectors(text: &str) -> Result<Vec<Selector>, String> {
    let selectors: Vec<_> = listed(text)
        .map(|name| parse::selector(name).map_err(|reason| format!("`{name}`: {reason}")))
        .collect::<Result<_, _>>()?;
    // Nothing but commas would select nothing, and look like a clean run.
    if selectors.is_empty() {
        return Err("it names no rule".to_owned());
    }
    Ok(selectors)
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn expected(names: &[&str]) -> String {
    format!("expected one of `{}`", names.join("`, `"))
}

/// `vpcelint config ...`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show what counts in a directory or file, and where each setting comes from
    Show {
        /// A directory or file
        #[arg(default_value = ".")]
        path: PathBuf,
        #[command(flatten)]
        file: ConfigFile,
    },
    /// Show the JSON Schema of configuration files
    Schema,
    /// Write a `vpcelint.toml` that names every setting into the current directory
    Init,
}

impl Command {
    pub(super) fn run(self, sources: &Sources) -> Result<Output, Error> {
        match self {
            Self::Schema => Ok(Output::text(config::schema())),
            Self::Init => init(sources),
            Self::Show { path, file } => {
                let (choice, environment) = file.asked(sources)?;
                sources.allow(&path);
                let absolute = sources.absolute(&path);
                let directory = if sources.is_directory(&absolute) {
                    absolute.as_path()
                } else if sources.exists(&absolute) == Ok(true) {
                    absolute.parent().unwrap_or(&absolute)
                } else {
                    return Err(Error::MissingPath(crate::source::MissingPath(path)));
                };
                let mut configs = Configs::new(sources, choice, environment, Layer::default());
                let resolved = configs.of(directory).map_err(Error::Config)?;
                Ok(Output::text(config::show(&resolved, &absolute, sources)))
            }
        }
    }
}

fn init(sources: &Sources) -> Result<Output, Error> {
    for name in NAMES {
        let taken = sources.exists(Path::new(name));
        if taken != Ok(false) {
            return Err(Error::Command(format!("there is a `{name}` already")));
        }
    }
    let [name, _] = NAMES;
    write(sources, Path::new(name), config::TEMPLATE, Over::Nothing)?;
    Ok(Output {
        notes: vec![Note::new(Level::Plain, format!("wrote `{name}`"))],
        ..Output::default()
    })
}
