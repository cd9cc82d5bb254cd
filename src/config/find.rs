//! Which configuration file counts for a directory.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{ConfigError, ConfigFile, Layer, Override, SettingOrigin, Settings, read};
use crate::{
    options::RuleOption,
    rules::Rule,
    source::{SourceFile, Sources, Unreadable},
    span::Span,
};

/// The names of configuration files; a directory has at most one.
pub const NAMES: [&str; 2] = ["vpcelint.toml", ".vpcelint.toml"];

/// Which configuration file is asked for.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum ConfigSource {
    /// The nearest one, from the root module upwards to the project's directory.
    #[default]
    Nearest,
    /// This one everywhere; its patterns are relative to the working directory.
    File(PathBuf),
    /// None.
    Nothing,
}

/// Finds configuration files, reading each once.
pub struct Configs<'a> {
    sources: &'a Sources,
    choice: ConfigSource,
    environment: Arc<Layer>,
    command: Arc<Layer>,
    found: HashMap<PathBuf, Option<Arc<ConfigFile>>>,
}

/// What counts for one root module.
#[derive(Clone, Default, Debug)]
pub struct ResolvedSettings {
    /// The configuration file.
    pub file: Option<Arc<ConfigFile>>,
    environment: Arc<Layer>,
    command: Arc<Layer>,
}

impl ResolvedSettings {
    /// The settings for findings in a file, given by its absolute path.
    #[must_use]
    pub fn settings(&self, path: &Path) -> Settings<'_> {
        self.settings_if(|one| one.covers(path))
    }

    /// A rule that is enabled, or selected with none that could speak, and is not told what to demand: the option that would tell it,
    /// and who wants it.
    #[must_use]
    pub fn untold(&self) -> Option<(&'static Rule, RuleOption, SettingOrigin)> {
        let settings = self.settings_if(|_| true);
        let lacking = |rule: &'static Rule| {
            let option = rule.page.demand?;
            settings.option(rule, option).is_none().then_some(option)
        };
        settings.0.iter().find_map(|layer| {
            let enabled = layer.enable.iter().copied();
            let selected = layer.select.iter().filter_map(|(rules, origin)| {
                let is_silent = rules.iter().all(|it| lacking(it).is_some());
                Some((*rules.first()?, *origin)).filter(|_| is_silent)
            });
            let mut wanted = enabled.chain(selected);
            wanted.find_map(|(rule, origin)| Some((rule, lacking(rule)?, origin)))
        })
    }

    /// The settings with the overrides that are wanted.
    pub(super) fn settings_if(&self, counts: impl Fn(&Override) -> bool) -> Settings<'_> {
        let mut layers = Vec::new();
        if let Some(file) = &self.file {
            layers.push(&file.layer);
            let overrides = file.overrides.iter().filter(|one| counts(one));
            layers.extend(overrides.map(|one| &one.layer));
        }
        layers.extend([&*self.environment, &*self.command]);
        Settings(layers)
    }
}

impl<'a> Configs<'a> {
    /// The layers of the environment and the command line count everywhere.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        choice: ConfigSource,
        environment: Layer,
        command: Layer,
    ) -> Self {
        Self {
            sources,
            choice,
            environment: Arc::new(environment),
            command: Arc::new(command),
            found: HashMap::new(),
        }
    }

    /// What counts for a directory, given by its absolute path.
    ///
    /// # Errors
    ///
    /// What is wrong with its configuration file.
    pub fn of(&mut self, directory: &Path) -> Result<ResolvedSettings, Vec<ConfigError>> {
        let file = match self.choice.clone() {
            ConfigSource::Nothing => None,
            ConfigSource::File(path) => {
                let key = PathBuf::new();
                if !self.found.contains_key(&key) {
                    let path = self.sources.working_directory().join(path);
                    self.sources.allow(&path);
                    let file = self
                        .sources
                        .read(&path)
                        .map_err(|reason| unreadable(self.sources, &path, reason))?;
                    let config = read(&file, self.sources.working_directory())?;
                    self.found.insert(key.clone(), Some(Arc::new(config)));
                }
                self.found.get(&key).cloned().flatten()
            }
            ConfigSource::Nearest => self.nearest(directory)?,
        };
        Ok(ResolvedSettings {
            file,
            environment: self.environment.clone(),
            command: self.command.clone(),
        })
    }

    fn nearest(&mut self, directory: &Path) -> Result<Option<Arc<ConfigFile>>, Vec<ConfigError>> {
        let mut passed = Vec::new();
        let mut nearest = None;
        for above in directory.ancestors() {
            if let Some(known) = self.found.get(above) {
                nearest.clone_from(known);
                break;
            }
            passed.push(above.to_path_buf());
            match self.file_in(above) {
                Ok(None) => {}
                Ok(Some(file)) => {
                    self.alone(&file, above)?;
                    nearest = Some(Arc::new(read(&file, above)?));
                    break;
                }
                // Beyond the project the search ends; a link that leads out of it is a mistake.
                Err((_, Unreadable::OutsideProject)) if self.sources.identity(above).is_err() => {
                    break;
                }
                Err((path, reason)) => return Err(unreadable(self.sources, &path, reason)),
            }
        }
        for directory in passed {
            self.found.insert(directory, nearest.clone());
        }
        Ok(nearest)
    }

    fn file_in(&self, directory: &Path) -> Result<Option<Arc<SourceFile>>, (PathBuf, Unreadable)> {
        for name in NAMES {
            let path = directory.join(name);
            match self.sources.read(&path) {
                Ok(file) => return Ok(Some(file)),
                // A link that leads nowhere was meant to be a file.
                Err(Unreadable::Missing) if !self.sources.is_dangling(&path) => {}
                Err(reason) => return Err((path, reason)),
            }
        }
        Ok(None)
    }

    /// Which of two names counts is nothing one should have to know.
    fn alone(&self, file: &SourceFile, directory: &Path) -> Result<(), Vec<ConfigError>> {
        for name in NAMES {
            if let Ok(other) = self.sources.read(&directory.join(name))
                && other.id != file.id
            {
                return Err(vec![ConfigError {
                    span: Span::new(other.id, 0, 0),
                    message: format!("`{}` lies beside `{}`", other.name, file.name),
                    help: "keep one of the two".to_owned(),
                }]);
            }
        }
        Ok(())
    }
}

fn unreadable(sources: &Sources, path: &Path, reason: Unreadable) -> Vec<ConfigError> {
    let file = sources.stand_in(path);
    vec![ConfigError {
        span: Span::new(file.id, 0, 0),
        message: format!(
            "the configuration file `{}` cannot be used: {reason}",
            file.name
        ),
        help: String::new(),
    }]
}
