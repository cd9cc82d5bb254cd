//! The keys of a configuration file: what may be written, and the JSON Schema that says so to editors.

use serde_json::{Map, Value, json};

use super::{FailOn, Profile, Selector};
use crate::{
    options::{OptionType, RuleOption},
    rules::{self, Rule},
};

/// One key, what it means, and where it may stand.
pub(super) struct Key {
    pub(super) name: &'static str,
    about: &'static str,
    value_type: ValueType,
    /// Whether an override may have it; one that only overrides have is not for the file itself.
    allowed: Allowed,
}

#[derive(Clone, Copy)]
enum ValueType {
    Text,
    Truth,
    Texts,
    Rules,
    FailOn,
    Confidence,
    Profile,
    RuleTables,
    Overrides,
    Variants,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Allowed {
    File,
    Override,
    Both,
}

const fn key(
    name: &'static str,
    value_type: ValueType,
    allowed: Allowed,
    about: &'static str,
) -> Key {
    Key {
        name,
        about,
        value_type,
        allowed,
    }
}

const KEYS: [Key; 17] = [
    key(
        "required-version",
        ValueType::Text,
        Allowed::File,
        "The versions of vpcelint that may read this file, such as `>=0.1, <0.2`.",
    ),
    key(
        "paths",
        ValueType::Texts,
        Allowed::Override,
        "Patterns, relative to this file: findings in files that match, or that lie below a directory that matches, get the settings of the override. Of several overrides the last one wins.",
    ),
    key(
        "reason",
        ValueType::Text,
        Allowed::Override,
        "Why the override is there.",
    ),
    key(
        "select",
        ValueType::Rules,
        Allowed::Both,
        "Only these rules and categories. What cannot be read is reported all the same.",
    ),
    key(
        "ignore",
        ValueType::Rules,
        Allowed::Both,
        "None of these rules and categories. What cannot be read is ignored by its own id only.",
    ),
    key(
        "enable",
        ValueType::Rules,
        Allowed::Both,
        "These rules too, which are off by default; of a category all.",
    ),
    key(
        "profile",
        ValueType::Profile,
        Allowed::File,
        "All rules too that belong to a catalogue of controls.",
    ),
    key(
        "rules",
        ValueType::RuleTables,
        Allowed::Both,
        "Settings of single rules, by id.",
    ),
    key(
        "min-confidence",
        ValueType::Confidence,
        Allowed::Both,
        "Nothing less sure than this; `likely` unless it is said. What is left out is counted.",
    ),
    key(
        "fail-on",
        ValueType::FailOn,
        Allowed::File,
        "The least severity that makes the exit status 1.",
    ),
    key(
        "fail-on-unfollowed",
        ValueType::Truth,
        Allowed::File,
        "Whether the exit status is 1 when module calls or files could not be followed.",
    ),
    key(
        "exclude",
        ValueType::Texts,
        Allowed::File,
        "Patterns, relative to this file: nothing in files or directories that match. `*` stops at `/`, and a pattern without `/` matches at any depth.",
    ),
    key(
        "var-files",
        ValueType::Texts,
        Allowed::File,
        "Files with values of root variables, relative to this file, as `terraform plan -var-file` reads them. Later ones win. A pattern such as `envs/*.tfvars` stands for what it matches, by name.",
    ),
    key(
        "variants",
        ValueType::Variants,
        Allowed::File,
        "What root modules are judged with, one after the other; a finding names the variants in which it holds where these are not all. Each has a name, and files with values or a workspace.",
    ),
    key(
        "baseline",
        ValueType::Text,
        Allowed::File,
        "A file, relative to this one, that lists accepted findings: they are left out. `vpcelint check --write-baseline` writes it.",
    ),
    key(
        "require-ignore-reason",
        ValueType::Truth,
        Allowed::File,
        "Whether ignore comments must say why.",
    ),
    key(
        "overrides",
        ValueType::Overrides,
        Allowed::File,
        "Other settings for some paths.",
    ),
];

/// The keys of a variant, what they mean, and whether they are lists.
pub(super) const OF_VARIANT: [(&str, bool, &str); 3] = [
    ("name", false, "What reports call it."),
    (
        "var-files",
        true,
        "Files with values of root variables, relative to this file, after those that count everywhere. A root module gets those that lie at or below its directory, or else that set one of its variables; one that gets none is not judged with the variant.",
    ),
    (
        "workspace",
        false,
        "The value of `terraform.workspace`. With it, or without files, the variant is for all root modules.",
    ),
];

/// The keys of the file, or of an override.
pub(super) fn allowed(in_override: bool) -> impl Iterator<Item = &'static Key> {
    let other = if in_override {
        Allowed::File
    } else {
        Allowed::Override
    };
    KEYS.iter().filter(move |key| key.allowed != other)
}

/// The JSON Schema of configuration files, as text that ends with a newline.
#[must_use]
pub fn schema() -> String {
    let mut schema = object(false);
    if let Value::Object(map) = &mut schema {
        let head = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$id": format!("{}/raw/main/src/config/schema.json", env!("CARGO_PKG_REPOSITORY")),
            "title": "vpcelint.toml",
            "description": "Settings of vpcelint, the linter for VPC endpoints in Terraform and OpenTofu.",
        });
        let mut whole = head.as_object().cloned().unwrap_or_default();
        whole.append(map);
        *map = whole;
    }
    format!("{schema:#}\n")
}

fn object(in_override: bool) -> Value {
    let properties: Map<String, Value> = allowed(in_override)
        .map(|key| {
            let mut value = of(key.value_type);
            if let Value::Object(map) = &mut value {
                map.insert("description".to_owned(), key.about.into());
            }
            (key.name.to_owned(), value)
        })
        .collect();
    let mut object =
        json!({"type": "object", "additionalProperties": false, "properties": properties});
    if in_override && let Value::Object(map) = &mut object {
        map.insert("required".to_owned(), json!(["paths"]));
    }
    object
}

fn of(value_type: ValueType) -> Value {
    let ids = || -> Vec<&str> { Selector::names().collect() };
    match value_type {
        ValueType::Text => json!({"type": "string"}),
        ValueType::Truth => json!({"type": "boolean"}),
        ValueType::Texts => json!({"type": "array", "items": {"type": "string"}}),
        ValueType::Rules => json!({"type": "array", "items": {"enum": ids()}}),
        ValueType::FailOn => json!({"enum": FailOn::NAMES}),
        ValueType::Confidence => json!({"enum": ["possible", "likely", "certain"]}),
        ValueType::Profile => json!({"enum": Profile::NAMES}),
        ValueType::RuleTables => {
            let tables: Map<String, Value> = rules::all()
                .map(|rule| (rule.id.to_owned(), options(rule)))
                .collect();
            json!({"type": "object", "additionalProperties": false, "properties": tables})
        }
        ValueType::Overrides => json!({"type": "array", "items": object(true)}),
        ValueType::Variants => json!({"type": "array", "items": variant()}),
    }
}

fn variant() -> Value {
    let of_key = |(name, is_list, about): (&str, bool, &str)| {
        let mut value = of(if is_list {
            ValueType::Texts
        } else {
            ValueType::Text
        });
        if let Value::Object(map) = &mut value {
            map.insert("description".to_owned(), about.into());
        }
        (name.to_owned(), value)
    };
    let properties: Map<String, Value> = OF_VARIANT.into_iter().map(of_key).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": ["name"]})
}

/// What may be said about a rule.
fn options(rule: &Rule) -> Value {
    let severity = json!({
        "enum": ["error", "warning", "info"],
        "description": "How much its findings weigh; a possible finding is never more than an info.",
    });
    let mut properties = Map::new();
    properties.insert("severity".to_owned(), severity);
    for option in &rule.page.options {
        let mut value = of_option(*option);
        if let Value::Object(map) = &mut value {
            map.insert("description".to_owned(), option.about().into());
        }
        properties.insert(option.name().to_owned(), value);
    }
    json!({
        "type": "object",
        "description": rule.page.title,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn of_option(option: RuleOption) -> Value {
    match option.value_type() {
        OptionType::Services => {
            json!({"type": "array", "items": {"type": "string", "examples": ["s3", "ecr.api"]}})
        }
        OptionType::Networks => {
            json!({"type": "array", "items": {"type": "string", "examples": ["10.0.0.0/8"]}})
        }
        OptionType::Map => {
            let text = json!({"type": "string"});
            let texts = json!({"type": "array", "items": text, "minItems": 1});
            json!({"type": "object", "minProperties": 1, "additionalProperties": {"anyOf": [text, texts]}})
        }
        OptionType::Choice(names) => json!({"enum": names}),
    }
}
