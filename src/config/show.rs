//! What counts for a path, as a configuration file whose comments say where each setting comes from.

use std::path::Path;

use super::{Override, Pattern, ResolvedSettings, SettingOrigin};
use crate::{page::RuleOption, rules, source::Sources};

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
        .map(|rule| (rule.id, settings.rule(rule)))
        .collect();
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
            "ignore",
            all.iter()
                .filter(|(_, settings)| !settings.on)
                .map(|(id, settings)| ((*id).to_owned(), settings.on_origin))
                .collect(),
        ),
    ];
    page.extend(settings.baseline().map(|(path, origin)| {
        let name = quoted(&sources.name(path));
        line(format!("baseline = {name}"), origin)
    }));
    page.extend(all.iter().map(|(id, settings)| {
        line(
            format!("rules.{id}.severity = {}", quoted(settings.severity.name())),
            settings.severity_origin,
        )
    }));
    page.extend(rules::all().filter_map(|rule| {
        let (services, origin) = settings.except_services(rule);
        let names: Vec<_> = services.iter().map(|service| quoted(service)).collect();
        let key = RuleOption::ExceptServices.name();
        (origin != SettingOrigin::Default).then(|| {
            line(
                format!("rules.{}.{key} = [{}]", rule.id, names.join(", ")),
                origin,
            )
        })
    }));
    if is_directory && let Some(file) = &resolved.file {
        let others = file.overrides.iter().filter(|one| !counts(one));
        page.extend(others.flat_map(|one| further(one, path, sources)));
    }
    page.concat()
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

/// A TOML string; its escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
