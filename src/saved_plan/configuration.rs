//! The blocks that a plan was made of.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::value::RawValue;

use super::{
    Stretch,
    document::{Call, Declared, Mode, Module},
    path::{below, block},
    text::Text,
};
use crate::syntax::Name;

/// A module of the plan's configuration.
#[derive(Default, Debug)]
pub(super) struct Configured {
    /// The blocks of resources and data sources, by their addresses in the module.
    pub(super) resources: BTreeMap<String, ConfiguredResource>,
    pub(super) calls: BTreeMap<Name, ConfiguredCall>,
    /// The variables, and whether they are sensitive.
    pub(super) variables: BTreeMap<Name, bool>,
    pub(super) outputs: BTreeMap<Name, ConfiguredOutput>,
    /// The arguments of provider configurations, by their keys; of the root only, which has those of all modules.
    pub(super) providers: BTreeMap<Name, Stretch>,
}

#[derive(Debug)]
pub(super) struct ConfiguredResource {
    /// Where its address stands.
    pub(super) place: Stretch,
    pub(super) is_data: bool,
    pub(super) ty: Name,
    pub(super) name: Name,
    /// The key of its provider's configuration.
    pub(super) provider: Option<Name>,
    /// Its arguments.
    pub(super) expressions: Option<Stretch>,
    pub(super) repeated: Repeated,
    pub(super) depends_on: Vec<Name>,
}

/// What says how often something is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repeated {
    /// Once, whatever happens.
    Single,
    Count(Stretch),
    ForEach(Stretch),
}

#[derive(Debug)]
pub(super) struct ConfiguredCall {
    pub(super) expressions: Option<Stretch>,
    pub(super) repeated: Repeated,
    pub(super) depends_on: Vec<Name>,
    pub(super) module: Configured,
}

#[derive(Debug)]
pub(super) struct ConfiguredOutput {
    pub(super) expression: Option<Stretch>,
    pub(super) is_sensitive: bool,
}

impl Configured {
    pub(super) fn of(text: &Text<'_>, module: &Module<'_>) -> Self {
        let stretch = |raw: Option<&RawValue>| raw.map(|it| text.stretch(it.get()));
        let repeated =
            |count: Option<&RawValue>, for_each: Option<&RawValue>| match (count, for_each) {
                (Some(count), _) => Repeated::Count(text.stretch(count.get())),
                (None, Some(for_each)) => Repeated::ForEach(text.stretch(for_each.get())),
                (None, None) => Repeated::Single,
            };
        let names = |names: &[Cow<'_, str>]| names.iter().map(|it| (**it).into()).collect();
        let resource = |it: &Declared<'_>| {
            let is_data = it.mode == Mode::Data;
            let resource = ConfiguredResource {
                place: text.inside(it.address.get()),
                is_data,
                ty: (*it.ty).into(),
                name: (*it.name).into(),
                provider: it.provider_config_key.as_deref().map(Into::into),
                expressions: stretch(it.expressions),
                repeated: repeated(it.count_expression, it.for_each_expression),
                depends_on: names(&it.depends_on),
            };
            (block(is_data, &it.ty, &it.name), resource)
        };
        let call = |it: &Call<'_>| ConfiguredCall {
            expressions: stretch(it.expressions),
            repeated: repeated(it.count_expression, it.for_each_expression),
            depends_on: names(&it.depends_on),
            module: (it.module.as_ref()).map_or_else(Self::default, |it| Self::of(text, it)),
        };
        let resources = module.resources.iter().filter(|it| it.mode != Mode::Other);
        let calls = module.calls.iter();
        let variables = module.variables.iter();
        let outputs = module.outputs.iter();
        Self {
            resources: resources.map(resource).collect(),
            calls: calls
                .map(|(name, it)| ((**name).into(), call(it)))
                .collect(),
            variables: variables
                .map(|(name, it)| ((**name).into(), it.sensitive))
                .collect(),
            outputs: outputs
                .map(|(name, it)| {
                    let output = ConfiguredOutput {
                        expression: stretch(it.expression),
                        is_sensitive: it.sensitive,
                    };
                    ((**name).into(), output)
                })
                .collect(),
            providers: BTreeMap::new(),
        }
    }

    /// The module that calls lead to, by their names.
    pub(super) fn at<'n>(&self, calls: impl Iterator<Item = &'n str>) -> Option<&Self> {
        let mut module = self;
        for call in calls {
            module = &module.calls.get(call)?.module;
        }
        Some(module)
    }

    /// The block of an address.
    pub(super) fn block(&self, address: &crate::address::Address) -> Option<&ConfiguredResource> {
        self.at(address.calls())?.resources.get(&address.block())
    }

    /// The addresses of all that is there once whatever happens, where the module is.
    pub(super) fn constant(&self, path: &str, found: &mut Vec<String>) {
        let single = self
            .resources
            .iter()
            .filter(|(_, it)| it.repeated == Repeated::Single);
        found.extend(single.map(|(address, _)| below(path, address)));
        for (name, call) in self
            .calls
            .iter()
            .filter(|(_, it)| it.repeated == Repeated::Single)
        {
            let inner = below(path, &format!("module.{name}"));
            call.module.constant(&inner, found);
        }
    }
}
