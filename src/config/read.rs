//! A configuration file: every mistake is found, and points at its place.

use std::{borrow::Cow, path::Path};

use toml::de::{DeTable, DeValue};

use super::{
    ConfigError, FailOn, Layer, Pattern, Profile, Selector, SettingOrigin, Tfvars, keys,
    reader::{Reader, Value},
    severity, version,
};
use crate::{finding::Confidence, source::SourceFile};

/// Longer files are not followed: whatever they say is asked for each file of the project.
const LONGEST: usize = 128 << 10;

/// What a configuration file says.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Its name in reports.
    pub name: String,
    /// What counts everywhere below it.
    pub layer: Layer,
    /// What counts for some paths, in the order of the file.
    pub overrides: Vec<Override>,
}

/// Other settings for some paths.
#[derive(Clone, Debug)]
pub struct Override {
    /// For which.
    pub paths: Vec<Pattern>,
    /// What counts there.
    pub layer: Layer,
}

impl Override {
    /// Whether it is for a file, given by its absolute path.
    pub(super) fn covers(&self, path: &Path) -> bool {
        self.paths.iter().any(|pattern| pattern.covers(path))
    }
}

/// Reads a configuration file whose patterns are relative to `base`.
///
/// # Errors
///
/// Everything in it that cannot be followed, in the order of the text.
pub fn read(file: &SourceFile, base: &Path) -> Result<ConfigFile, Vec<ConfigError>> {
    let mut reader = Reader {
        file,
        base: base.to_path_buf(),
        faults: Vec::new(),
    };
    if file.text.len() > LONGEST {
        let bytes = file.text.len();
        let message = format!("the file has {bytes} bytes, more than the {LONGEST} that are read");
        return Err(vec![reader.fault_at(0..0, message, "")]);
    }
    // Blanks in place of a byte order mark keep every offset.
    let text = match file.text.strip_prefix('\u{feff}') {
        Some(rest) => format!("   {rest}").into(),
        None => Cow::Borrowed(&*file.text),
    };
    let table = DeTable::parse(&text).map_err(|error| {
        let place = error.span().unwrap_or_default();
        vec![reader.fault_at(place, error.message().replace('\n', ", "), "")]
    })?;
    let mut overrides = Vec::new();
    // A newer version may know keys that this one does not: that it is too old must be said first.
    if let Some(required) = table.get_ref().get("required-version") {
        reader.required_version(required);
    }
    let layer = if reader.faults.is_empty() {
        reader.layer(table.get_ref(), Some(&mut overrides)).0
    } else {
        Layer::default()
    };
    reader.faults.sort_by_key(|fault| fault.span);
    if reader.faults.is_empty() {
        Ok(ConfigFile {
            name: file.name.clone(),
            layer,
            overrides,
        })
    } else {
        Err(reader.faults)
    }
}

impl Reader<'_> {
    /// The settings of a table, with the paths of an override. Only the file itself has overrides.
    fn layer(
        &mut self,
        table: &DeTable<'_>,
        mut overrides: Option<&mut Vec<Override>>,
    ) -> (Layer, Vec<Pattern>) {
        let in_override = overrides.is_none();
        let mut layer = Layer::default();
        let mut paths = Vec::new();
        for (key, value) in table {
            let place = self.span(key.span());
            let origin = if in_override {
                SettingOrigin::Override(place)
            } else {
                SettingOrigin::File(place)
            };
            let name: &str = key.get_ref();
            if !keys::allowed(in_override).any(|key| key.name == name) {
                let known: Vec<_> = keys::allowed(in_override).map(|key| key.name).collect();
                let message = if in_override && keys::allowed(false).any(|key| key.name == name) {
                    format!("an override cannot change `{name}`")
                } else {
                    format!("there is no setting `{name}`")
                };
                self.unknown(key.span(), message, name, &known);
                continue;
            }
            match name {
                "select" => {
                    let selectors = self.selectors(value).into_iter();
                    let rules = selectors.flat_map(Selector::selected).collect();
                    layer.select = Some((rules, origin));
                }
                "ignore" => {
                    let selectors = self.selectors(value).into_iter();
                    let rules = selectors.flat_map(Selector::ignored);
                    layer.ignore.extend(rules.map(|rule| (rule, origin)));
                }
                "enable" => {
                    let selectors = self.selectors(value).into_iter();
                    let rules = selectors.flat_map(Selector::enabled);
                    layer.enable.extend(rules.map(|rule| (rule, origin)));
                }
                "profile" => {
                    let profile = self.one_of(value, &Profile::NAMES);
                    let rules = profile.and_then(Profile::named).map(Profile::rules);
                    let rules = rules.into_iter().flatten();
                    layer.enable.extend(rules.map(|rule| (rule, origin)));
                }
                "rules" => self.rule_tables(value, in_override, &mut layer),
                "min-confidence" => {
                    let names = ["possible", "likely", "certain"];
                    layer.min_confidence = self
                        .one_of(value, &names)
                        .and_then(confidence)
                        .map(|confidence| (confidence, origin));
                }
                "fail-on" => {
                    layer.fail_on = self
                        .one_of(value, &FailOn::NAMES)
                        .and_then(FailOn::named)
                        .map(|fail_on| (fail_on, origin));
                }
                "exclude" => layer.exclude = self.patterns(value),
                "paths" => paths = self.patterns(value),
                "var-files" => layer.var_files = self.var_files(value),
                "variants" => layer.variants = self.variants(value),
                "baseline" => {
                    let path = self.text(value).map(|text| self.base.join(text));
                    layer.baseline = path.map(|path| (path, origin));
                }
                "fail-on-unfollowed" => {
                    layer.fail_on_unfollowed = self.truth(value).map(|truth| (truth, origin));
                }
                "require-ignore-reason" => {
                    layer.require_ignore_reason = self.truth(value).map(|truth| (truth, origin));
                }
                "overrides" => {
                    if let Some(overrides) = overrides.take() {
                        *overrides = self.overrides(value);
                    }
                }
                _ => {
                    self.text(value);
                }
            }
        }
        (layer, paths)
    }

    fn overrides(&mut self, value: &Value<'_>) -> Vec<Override> {
        let mut overrides = Vec::new();
        for one in self.list(value, "a list of tables, `[[overrides]]`") {
            let DeValue::Table(table) = one.get_ref() else {
                self.expected(one, "a table, `[[overrides]]`");
                continue;
            };
            let before = self.faults.len();
            let (layer, paths) = self.layer(table, None);
            if paths.is_empty() && before == self.faults.len() {
                let help = "add `paths = [\"directory/**\"]`";
                let fault = self.fault_at(
                    one.span(),
                    "this override does not say for which paths",
                    help,
                );
                self.faults.push(fault);
            }
            overrides.push(Override { paths, layer });
        }
        overrides
    }

    pub(super) fn var_files(&mut self, value: &Value<'_>) -> Vec<Tfvars> {
        let texts = self.texts(value).into_iter();
        texts
            .map(|(text, span)| Tfvars::new(&text, &self.base, SettingOrigin::File(span)))
            .collect()
    }

    fn rule_tables(&mut self, value: &Value<'_>, in_override: bool, layer: &mut Layer) {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(value, "a table for each rule, `[rules.ID]`");
            return;
        };
        for (id, options) in table {
            let rule = self.rule(id.get_ref(), id.span());
            let DeValue::Table(options) = options.get_ref() else {
                self.expected(options, "a table, `[rules.ID]`");
                continue;
            };
            for (key, value) in options {
                let name: &str = key.get_ref();
                let place = self.span(key.span());
                let origin = if in_override {
                    SettingOrigin::Override(place)
                } else {
                    SettingOrigin::File(place)
                };
                if name == "severity" {
                    let level = self.one_of(value, &["error", "warning", "info"]);
                    if let (Some(rule), Some(level)) = (rule, level.and_then(severity)) {
                        layer.severity.push((rule, level, origin));
                    }
                    continue;
                }
                // What options there are depends on the rule; that there is no such rule is said already.
                let Some(rule) = rule else { continue };
                let mut options = rule.page.options.iter();
                if let Some(option) = options.find(|option| option.name() == name) {
                    let read = self.option(*option, value);
                    let said = read.map(|read| (rule, *option, read, origin));
                    layer.options.extend(said);
                    continue;
                }
                let options = rule.page.options.iter().map(|option| option.name());
                let known: Vec<_> = ["severity"].into_iter().chain(options).collect();
                let message = format!("`{}` has no option `{name}`", rule.id);
                self.unknown(key.span(), message, name, &known);
            }
        }
    }

    fn required_version(&mut self, value: &Value<'_>) {
        let own = env!("CARGO_PKG_VERSION");
        let Some(text) = self.text(value) else { return };
        let message = match version::fulfils(text, own) {
            Ok(true) => return,
            Ok(false) => format!("this is vpcelint {own}, but `{text}` is required"),
            Err(reason) => reason,
        };
        let help = "a requirement is written `>=0.1, <0.2`";
        let fault = self.fault_at(value.span(), message, help);
        self.faults.push(fault);
    }
}

fn confidence(name: &str) -> Option<Confidence> {
    [
        Confidence::Possible,
        Confidence::Likely,
        Confidence::Certain,
    ]
    .into_iter()
    .find(|confidence| confidence.name() == name)
}
