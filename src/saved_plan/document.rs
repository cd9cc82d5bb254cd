//! The members of the document that count. What is not read is not kept.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct Document<'t> {
    #[serde(borrow, default)]
    pub(super) variables: BTreeMap<Cow<'t, str>, Variable<'t>>,
    #[serde(borrow)]
    pub(super) planned_values: Option<Values<'t>>,
    #[serde(borrow)]
    pub(super) prior_state: Option<PriorState<'t>>,
    #[serde(borrow, default)]
    pub(super) resource_changes: Vec<Changed<'t>>,
    #[serde(borrow)]
    pub(super) configuration: Option<Configuration<'t>>,
    pub(super) complete: Option<bool>,
    pub(super) errored: Option<bool>,
}

/// What tells what a document is.
#[derive(Deserialize)]
pub(super) struct Kind<'t> {
    #[serde(borrow)]
    pub(super) format_version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub(super) planned_values: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) configuration: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) values: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) lineage: Option<&'t RawValue>,
    #[serde(borrow, rename = "@level")]
    pub(super) level: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Variable<'t> {
    #[serde(borrow)]
    pub(super) value: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct PriorState<'t> {
    #[serde(borrow)]
    pub(super) values: Option<Values<'t>>,
}

#[derive(Deserialize)]
pub(super) struct Values<'t> {
    #[serde(borrow)]
    pub(super) root_module: Option<ModuleValues<'t>>,
}

#[derive(Deserialize)]
pub(super) struct ModuleValues<'t> {
    #[serde(borrow)]
    pub(super) address: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    pub(super) resources: Vec<Resource<'t>>,
    #[serde(borrow, default)]
    pub(super) child_modules: Vec<Self>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Managed,
    Data,
    /// Whatever else there may be.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub(super) struct Resource<'t> {
    #[serde(borrow)]
    pub(super) address: &'t RawValue,
    pub(super) mode: Mode,
    #[serde(borrow, rename = "type")]
    pub(super) ty: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) index: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) values: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) sensitive_values: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Changed<'t> {
    #[serde(borrow)]
    pub(super) address: Cow<'t, str>,
    pub(super) deposed: Option<serde::de::IgnoredAny>,
    #[serde(borrow)]
    pub(super) change: Option<Change<'t>>,
}

#[derive(Deserialize)]
pub(super) struct Change<'t> {
    #[serde(borrow)]
    pub(super) after_unknown: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) after_sensitive: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Configuration<'t> {
    #[serde(borrow, default)]
    pub(super) provider_config: BTreeMap<Cow<'t, str>, Provider<'t>>,
    #[serde(borrow)]
    pub(super) root_module: Option<Module<'t>>,
}

#[derive(Deserialize)]
pub(super) struct Provider<'t> {
    #[serde(borrow)]
    pub(super) expressions: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Module<'t> {
    #[serde(borrow, default)]
    pub(super) resources: Vec<Declared<'t>>,
    #[serde(borrow, default)]
    #[serde(rename = "module_calls")]
    pub(super) calls: BTreeMap<Cow<'t, str>, Call<'t>>,
    #[serde(borrow, default)]
    pub(super) variables: BTreeMap<Cow<'t, str>, DeclaredVariable>,
    #[serde(borrow, default)]
    pub(super) outputs: BTreeMap<Cow<'t, str>, Output<'t>>,
}

#[derive(Deserialize)]
pub(super) struct Declared<'t> {
    #[serde(borrow)]
    pub(super) address: &'t RawValue,
    pub(super) mode: Mode,
    #[serde(borrow, rename = "type")]
    pub(super) ty: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) provider_config_key: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub(super) expressions: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) count_expression: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) for_each_expression: Option<&'t RawValue>,
    #[serde(borrow, default)]
    pub(super) depends_on: Vec<Cow<'t, str>>,
}

#[derive(Deserialize)]
pub(super) struct Call<'t> {
    #[serde(borrow)]
    pub(super) expressions: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) count_expression: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) for_each_expression: Option<&'t RawValue>,
    #[serde(borrow, default)]
    pub(super) depends_on: Vec<Cow<'t, str>>,
    #[serde(borrow)]
    pub(super) module: Option<Module<'t>>,
}

#[derive(Default, Deserialize)]
pub(super) struct DeclaredVariable {
    #[serde(default)]
    pub(super) sensitive: bool,
}

#[derive(Deserialize)]
pub(super) struct Output<'t> {
    #[serde(borrow)]
    pub(super) expression: Option<&'t RawValue>,
    #[serde(default)]
    pub(super) sensitive: bool,
}
