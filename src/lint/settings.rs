//! Settings of modules, and what they make of a finding.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    find::Found,
    raw::RawFinding,
    report::{Coverage, Silence},
    request::Error,
    unfollowed::Unseen,
};
use crate::{
    config::{ConfigError, Configs, FailOn, OptionsByRule, ResolvedSettings, SettingOrigin},
    finding::Severity,
    module::{Module, Program},
    options::{OptionValue, RuleOption},
    rules::{RULES, Rule},
    source::{SourceFile, Sources},
};

/// What settings make of a finding or a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Treatment {
    /// Whether it is reported at all.
    pub(super) wanted: Wanted,
    /// How much the rule weighs.
    pub(super) severity: Severity,
    /// What makes the run fail.
    pub(super) fail_on: FailOn,
}

/// Whether settings want a finding or a question reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wanted {
    /// They do.
    Yes,
    /// They do not, for this reason.
    No(Silence, SettingOrigin),
}

/// What counts for each module of a program and each directory that could not be read, by the name that raw findings call it.
#[derive(Default)]
pub(super) struct SettingsByModule(BTreeMap<String, ResolvedSettings>);

/// That a rule is enabled and has nothing to demand: silence would look like a clean run.
fn lacks_demand((rule, option, origin): (&'static Rule, RuleOption, SettingOrigin)) -> Error {
    let (id, option) = (rule.id, option.name());
    let message = format!("rule {id} says nothing without its option `{option}`");
    let help = format!("set `{option}` in `[rules.{id}]` of vpcelint.toml, which enables the rule");
    match origin {
        SettingOrigin::File(span) | SettingOrigin::Override(span) => {
            Error::Config(vec![ConfigError {
                span,
                message,
                help,
            }])
        }
        SettingOrigin::Environment(name) | SettingOrigin::CommandLine(name) => {
            Error::Command(format!("{name}: {message}: {help}"))
        }
        SettingOrigin::Default => Error::Command(message),
    }
}

impl SettingsByModule {
    pub(super) fn resolve(
        sources: &Sources,
        configs: &mut Configs<'_>,
        found: &Found,
        program: &Program,
    ) -> Result<Self, Error> {
        let mut by_name = BTreeMap::new();
        let mut resolved = |directory: &Path| {
            let resolved = configs.of(directory)?;
            match resolved.untold() {
                Some(untold) => Err(lacks_demand(untold)),
                None => Ok(resolved),
            }
        };
        // What was searched has settings, be it empty by now.
        for directory in &found.roots {
            by_name.insert(sources.name(directory), resolved(directory)?);
        }
        for module in program.modules().iter().filter(|module| !module.bundled) {
            by_name.insert(module.name.clone(), resolved(&module.directory)?);
        }
        for (path, _) in &found.discovery.unreadable {
            let directory = path.parent().unwrap_or(path);
            by_name.insert(sources.name(directory), resolved(directory)?);
        }
        Ok(Self(by_name))
    }

    /// The baseline of each module that has one.
    pub(super) fn baselines(&self) -> BTreeMap<String, (PathBuf, SettingOrigin)> {
        let named = self.0.iter().filter_map(|(name, resolved)| {
            let settings = resolved.settings(Path::new(""));
            let (path, origin) = settings.baseline()?;
            Some((name.clone(), (path.to_path_buf(), origin)))
        });
        named.collect()
    }

    /// What the root's settings say about a finding in a file; no pattern excludes one that is named.
    pub(super) fn treatment(
        &self,
        raw: &RawFinding,
        file: &SourceFile,
        is_named: bool,
    ) -> Treatment {
        let nothing = ResolvedSettings::default();
        let resolved = self.0.get(&*raw.root).unwrap_or(&nothing);
        let settings = resolved.settings(&file.path);
        let of_rule = settings.rule(raw.rule);
        let (least, of_least) = settings.min_confidence();
        let excepted = settings.option(raw.rule, RuleOption::ExceptServices);
        let is_excepted = |(value, origin): (&OptionValue, SettingOrigin)| {
            let mut services = raw.services.iter();
            let OptionValue::Services(silent_about) = value else {
                return None;
            };
            let all = !raw.services.is_empty() && services.all(|it| silent_about.contains(it));
            all.then_some(origin)
        };
        let excluding = settings.excluding(&file.path).filter(|_| !is_named);
        let wanted = if !of_rule.on {
            Wanted::No(Silence::Rule, of_rule.on_origin)
        } else if let Some(origin) = excepted.and_then(is_excepted) {
            Wanted::No(Silence::Service, origin)
        } else if let Some(pattern) = excluding {
            Wanted::No(Silence::Path, pattern.origin)
        } else if raw
            .confidence()
            .is_some_and(|confidence| confidence < least)
        {
            Wanted::No(Silence::Unsure, of_least)
        } else {
            Wanted::Yes
        };
        Treatment {
            wanted,
            severity: of_rule.severity,
            fail_on: settings.fail_on().0,
        }
    }

    /// Whether a rule is on in a root.
    pub(super) fn is_on(&self, root: &Module, rule: &'static Rule) -> bool {
        let resolved = self.0.get(&root.name);
        resolved.is_none_or(|it| it.settings(&root.directory).rule(rule).on)
    }

    /// What is told the rules in a root: an override tells them something where it is for all files of the root's directory.
    pub(super) fn options(&self, root: &Module) -> OptionsByRule {
        let resolved = self.0.get(&root.name);
        let file = root.directory.join("main.tf");
        resolved.map_or_else(OptionsByRule::default, |it| it.settings(&file).options())
    }

    /// Adds what rules answered in a root, as far as they are on there.
    pub(super) fn add_coverage(
        &self,
        root: &Module,
        answers: &BTreeMap<&'static str, Coverage>,
        all: &mut BTreeMap<&'static str, Coverage>,
    ) {
        let nothing = ResolvedSettings::default();
        let resolved = self.0.get(&root.name).unwrap_or(&nothing);
        let settings = resolved.settings(&root.directory);
        for rule in RULES.iter().filter(|rule| settings.rule(rule).on) {
            if let Some(counts) = answers.get(rule.id) {
                all.entry(rule.id).or_default().add_all(*counts);
            }
        }
    }

    /// What was not seen of a root, with whether that makes the run fail.
    pub(super) fn unseen(&self, root: &Module, unseen: Vec<Unseen>) -> Vec<Unseen> {
        let resolved = self.0.get(&root.name);
        let fails = resolved.is_some_and(|it| it.settings(&root.directory).fail_on_unfollowed().0);
        let unseen = unseen.into_iter();
        unseen.map(|one| Unseen { fails, ..one }).collect()
    }

    /// Whether ignore comments in a file must say why.
    pub(super) fn needs_reason(&self, program: &Program, file: &SourceFile) -> bool {
        let directory: &Path = file.path.parent().unwrap_or(&file.path);
        program
            .modules()
            .iter()
            .find(|module| module.directory == directory)
            .and_then(|module| self.0.get(&module.name))
            .is_some_and(|resolved| resolved.settings(&file.path).require_ignore_reason().0)
    }
}
