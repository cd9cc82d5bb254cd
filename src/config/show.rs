//! What counts for a path, as a configuration file whose comments say where each setting comes from.

use std::path::Path;

use super::{
    Override, Pattern, ResolvedSettings, RuleSettings, SettingOrigin, Settings, Tfvars, Variant,
};
use crate::{
    options::{OptionValue, RuleOption},
    rules::{self, Rule},
    source::Sources,
};

/// The settings for findings in a file or directory, given by its absolute path. In a directory an override counts that is for all
/// its Terraform files; one that is for others below it is named.
#[must_use]
pub fn show(resolved: &ResolvedSettings, path: &Path, sources: &Sources) -> String {
    let is_directory = sources.is_directory(path);
    let mut files = if is_directory {
        sources.directory(path)
    } else {
        vec![path.to_path_buf()]
    };
    if files.is_empty() {
        files.push(path.join("main.tf"));
    }
    let counts = |one: &Override| files.iter().all(|file| one.covers(file));
    let settings = resolved.settings_if(counts);
    let line =
        |text: String, origin: SettingOrigin| format!("{text} # {}\n", origin.shown(sources));
    let list = |name: &str, items: Vec<(String, SettingOrigin)>| {
        if items.is_empty() {
            return line(format!("{name} = []"), SettingOrigin::Default);
        }
        let items: Vec<_> = items
            .into_iter()
            .map(|(text, origin)| line(format!("  {},", quoted(&text)), origin))
            .collect();
        format!("{name} = [\n{}]\n", items.concat())
    };
    let (fail_on, fail_on_origin) = settings.fail_on();
    let (confidence, confidence_origin) = settings.min_confidence();
    let (unfollowed, unfollowed_origin) = settings.fail_on_unfollowed();
    let (required, required_origin) = settings.require_ignore_reason();
    let all: Vec<_> = rules::all()
        .map(|rule| (rule, settings.rule(rule)))
        .collect();
    let named = |of_it: &dyn Fn(&(&Rule, RuleSettings)) -> bool| -> Vec<_> {
        let of_it = all.iter().filter(|one| of_it(one));
        of_it
            .map(|(rule, it)| (rule.id.to_owned(), it.on_origin))
            .collect()
    };
    let mut page = vec![
        match &resolved.file {
            Some(file) => format!("# {}\n", file.name),
            None => "# no configuration file\n".to_owned(),
        },
        line(
            format!("fail-on = {}", quoted(fail_on.name())),
            fail_on_origin,
        ),
        line(
            format!("fail-on-unfollowed = {unfollowed}"),
            unfollowed_origin,
        ),
        line(
            format!("min-confidence = {}", quoted(confidence.name())),
            confidence_origin,
        ),
        line(
            format!("require-ignore-reason = {required}"),
            required_origin,
        ),
        list(
            "exclude",
            settings
                .exclude()
                .map(|pattern| (pattern.text.clone(), pattern.origin))
                .collect(),
        ),
        list(
            "var-files",
            settings
                .var_files()
                .map(|file| (sources.name(&file.path()), file.origin))
                .collect(),
        ),
        list(
            "enable",
            named(&|(rule, it)| it.on && !rule.page.on_by_default),
        ),
        list(
            "ignore",
            named(&|(_, it)| !it.on && it.on_origin != SettingOrigin::Default),
        ),
    ];
    page.extend(variants(&settings, sources));
    page.extend(settings.baseline().map(|(path, origin)| {
        let name = quoted(&sources.name(path));
        line(format!("baseline = {name}"), origin)
    }));
    page.extend(all.iter().map(|(rule, settings)| {
        let severity = quoted(settings.severity.name());
        line(
            format!("rules.{}.severity = {severity}", rule.id),
            settings.severity_origin,
        )
    }));
    let told = rules::all().flat_map(|rule| options(rule, &settings));
    page.extend(told.map(|(text, origin)| line(text, origin)));
    if is_directory && let Some(file) = &resolved.file {
        let others = file.overrides.iter().filter(|one| !counts(one));
        page.extend(others.flat_map(|one| further(one, path, sources)));
    }
    page.concat()
}

/// The variants, if there are any.
fn variants(settings: &Settings<'_>, sources: &Sources) -> Option<String> {
    let tables = settings.variants().iter().map(|variant| {
        let origin = variant.origin.shown(sources);
        format!("  {}, # {origin}\n", table(variant, sources))
    });
    let tables: String = tables.collect();
    (!tables.is_empty()).then(|| format!("variants = [\n{tables}]\n"))
}

/// A variant as an inline table of TOML.
fn table(variant: &Variant, sources: &Sources) -> String {
    let file = |file: &Tfvars| quoted(&sources.name(&file.path()));
    let files: Vec<_> = variant.var_files.iter().map(file).collect();
    let workspace = variant.workspace.iter();
    let parts = [format!("name = {}", quoted(&variant.name))]
        .into_iter()
        .chain((!files.is_empty()).then(|| format!("var-files = [{}]", files.join(", "))))
        .chain(workspace.map(|name| format!("workspace = {}", quoted(name))));
    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
}

/// A line for each pattern of an override that is for something at or below a directory.
fn further(one: &Override, directory: &Path, sources: &Sources) -> Vec<String> {
    if sources.any_below(directory, |file| one.covers(file)) != Some(true) {
        return Vec::new();
    }
    let line = |pattern: &Pattern| {
        let (text, origin) = (quoted(&pattern.text), pattern.origin.shown(sources));
        format!("# further settings for {text} # {origin}\n")
    };
    one.paths.iter().map(line).collect()
}

/// What is told a rule, and who says so.
fn options(rule: &Rule, settings: &Settings<'_>) -> Vec<(String, SettingOrigin)> {
    let said = |option: &RuleOption| {
        let (value, origin) = settings.option(rule, *option)?;
        let (id, key, value) = (rule.id, option.name(), written(value));
        Some((format!("rules.{id}.{key} = {value}"), origin))
    };
    rule.page.options.iter().filter_map(said).collect()
}

/// The value of an option as TOML.
fn written(value: &OptionValue) -> String {
    let list = |texts: &[String]| {
        let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    };
    match value {
        OptionValue::Services(services) => list(services),
        OptionValue::Networks(networks) => {
            let networks: Vec<_> = networks.iter().map(ToString::to_string).collect();
            list(&networks)
        }
        OptionValue::Map(map) => {
            let pairs = map.iter();
            let pairs = pairs.map(|(key, values)| format!("{} = {}", quoted(key), list(values)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        OptionValue::Choice(name) => quoted(name),
    }
}

/// A TOML string; its escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
