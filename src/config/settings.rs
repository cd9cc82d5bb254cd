//! What counts: layers from the weakest to the strongest.

use std::{collections::BTreeMap, path::Path};

use super::{FailOn, Layer, Pattern, SettingOrigin, Tfvars, Variant};
use crate::{
    finding::{Confidence, Severity},
    options::{OptionValue, Options, RuleOption},
    rules::Rule,
};

/// The layers that count for one path, the strongest last.
#[derive(Clone, Debug, Default)]
pub struct Settings<'a>(pub(super) Vec<&'a Layer>);

/// What counts for one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleSettings {
    /// Whether its findings are reported.
    pub on: bool,
    /// Who says so.
    pub on_origin: SettingOrigin,
    /// How much they weigh.
    pub severity: Severity,
    /// Who says so.
    pub severity_origin: SettingOrigin,
}

/// What is told each rule.
#[derive(Clone, Default, Debug)]
pub struct OptionsByRule(BTreeMap<&'static str, Options>);

impl OptionsByRule {
    /// What is told one.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> &Options {
        self.0.get(rule.id).unwrap_or(Options::NONE)
    }
}

impl<'a> Settings<'a> {
    /// What counts for a rule. A stronger layer that selects or enables a rule brings back what a weaker one ignores; what could
    /// not be read is always selected, as silence about it would look like a clean result. Whoever demands something of a rule
    /// enables it.
    #[must_use]
    pub fn rule(&self, rule: &'static Rule) -> RuleSettings {
        let mut settings = RuleSettings {
            on: rule.page.on_by_default,
            on_origin: SettingOrigin::Default,
            severity: rule.page.severity,
            severity_origin: SettingOrigin::Default,
        };
        for layer in &self.0 {
            if let Some((selected, origin)) = &layer.select {
                let named = selected.iter().any(|other| other.id == rule.id);
                // What is off by default stays so by nobody's decision.
                let is_decided = settings.on || settings.on_origin != SettingOrigin::Default;
                if named || !rule.is_about_reading() && is_decided {
                    (settings.on, settings.on_origin) = (named, *origin);
                }
            }
            let enabled = layer.enable.iter().copied();
            let demanded = (layer.options.iter())
                .filter(|(_, option, ..)| option.turns_on())
                .map(|(rule, _, _, origin)| (*rule, *origin));
            let mut wanted = enabled.chain(demanded);
            if !settings.on
                && let Some((_, origin)) = wanted.find(|(other, _)| other.id == rule.id)
            {
                (settings.on, settings.on_origin) = (true, origin);
            }
            if let Some((_, origin)) = layer.ignore.iter().find(|(other, _)| other.id == rule.id) {
                (settings.on, settings.on_origin) = (false, *origin);
            }
            let severity = layer
                .severity
                .iter()
                .find(|(other, ..)| other.id == rule.id);
            if let Some((_, severity, origin)) = severity {
                (settings.severity, settings.severity_origin) = (*severity, *origin);
            }
        }
        settings
    }

    /// What is told a rule by an option, and who says so.
    #[must_use]
    pub fn option(
        &self,
        rule: &Rule,
        option: RuleOption,
    ) -> Option<(&'a OptionValue, SettingOrigin)> {
        let of_layer = |layer: &&'a Layer| {
            let mut all = layer.options.iter();
            all.find(|(other, told, ..)| other.id == rule.id && *told == option)
        };
        let (_, _, value, origin) = self.0.iter().rev().find_map(of_layer)?;
        Some((value, *origin))
    }

    /// All that is told the rules.
    #[must_use]
    pub fn options(&self) -> OptionsByRule {
        let mut all = OptionsByRule::default();
        for (rule, option, value, _) in self.0.iter().flat_map(|layer| &layer.options) {
            let of_rule = all.0.entry(rule.id).or_default();
            of_rule.set(*option, value.clone());
        }
        all
    }

    /// Nothing less sure than this is reported.
    #[must_use]
    pub fn min_confidence(&self) -> (Confidence, SettingOrigin) {
        self.strongest(|layer| layer.min_confidence, Confidence::Likely)
    }

    /// What makes a run fail.
    #[must_use]
    pub fn fail_on(&self) -> (FailOn, SettingOrigin) {
        self.strongest(|layer| layer.fail_on, FailOn::default())
    }

    /// The file that lists accepted findings.
    #[must_use]
    pub fn baseline(&self) -> Option<(&'a Path, SettingOrigin)> {
        let named = |layer: &&'a Layer| layer.baseline.as_ref();
        let (path, origin) = self.0.iter().rev().find_map(named)?;
        Some((path, *origin))
    }

    /// Whether what was not seen makes a run fail.
    #[must_use]
    pub fn fail_on_unfollowed(&self) -> (bool, SettingOrigin) {
        self.strongest(|layer| layer.fail_on_unfollowed, false)
    }

    /// Whether ignore comments must have a reason.
    #[must_use]
    pub fn require_ignore_reason(&self) -> (bool, SettingOrigin) {
        self.strongest(|layer| layer.require_ignore_reason, false)
    }

    /// The patterns of all layers.
    pub fn exclude(&self) -> impl Iterator<Item = &'a Pattern> {
        self.0.iter().flat_map(|layer| &layer.exclude)
    }

    /// The first of them that covers an absolute path.
    #[must_use]
    pub fn excluding(&self, path: &Path) -> Option<&'a Pattern> {
        self.exclude().find(|pattern| pattern.covers(path))
    }

    /// Whether one of them does.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.excluding(path).is_some()
    }

    /// The files with values of root variables; later ones win.
    pub fn var_files(&self) -> impl Iterator<Item = &'a Tfvars> {
        self.0.iter().flat_map(|layer| &layer.var_files)
    }

    /// What root modules are judged with, one after the other: what the strongest layer says that names any.
    #[must_use]
    pub fn variants(&self) -> &'a [Variant] {
        let mut named = self.0.iter().rev().map(|layer| &*layer.variants);
        named.find(|named| !named.is_empty()).unwrap_or_default()
    }

    fn strongest<T>(
        &self,
        of: impl Fn(&Layer) -> Option<(T, SettingOrigin)>,
        default: T,
    ) -> (T, SettingOrigin) {
        self.0
            .iter()
            .rev()
            .find_map(|layer| of(layer))
            .unwrap_or((default, SettingOrigin::Default))
    }
}
