//! All instances of all roots, in the order of their addresses.

use std::{rc::Rc, sync::Arc};

use serde::Serialize;
use serde_json::Value as Json;

use super::{planned, room::Room, roots::OfRoot};
use crate::{
    eval::{Evaluation, Exists, Instance, Key, ModuleInstance},
    module::Mode,
    report::{self, Location},
    source::Sources,
    span::Span,
    syntax::Name,
    value::Value,
};

/// The version of the JSON form: an interface.
const VERSION: u8 = 1;

/// One instance.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) address: Arc<str>,
    mode: Mode,
    ty: Name,
    name: Name,
    index: Json,
    values: Json,
    unknown: Json,
    pub(super) exists: Exists,
    location: Option<Location>,
    /// `path:line:column`, for people.
    pub(super) place: String,
    /// The configured arguments, for people.
    pub(super) arguments: Vec<(Name, Value)>,
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u8,
    roots: Vec<JsonRoot<'a>>,
}

#[derive(Serialize)]
struct JsonRoot<'a> {
    dir: &'a str,
    variant: Option<&'a str>,
    resources: Vec<JsonResource<'a>>,
}

#[derive(Serialize)]
struct JsonResource<'a> {
    address: &'a str,
    mode: &'static str,
    #[serde(rename = "type")]
    ty: &'a str,
    name: &'a str,
    index: &'a Json,
    values: &'a Json,
    unknown: &'a Json,
    exists: &'static str,
    location: &'a Option<Location>,
}

/// The instances of a root, in the order of their addresses.
pub(super) fn of_root(sources: &Sources, evaluation: &Evaluation<'_>, room: &Room) -> Vec<Shown> {
    let mut instances: Vec<Rc<Instance<'_>>> = Vec::new();
    for scope in evaluation.module_instances() {
        for name in scope.module.resources.keys() {
            instances.extend(evaluation.expansion(&scope, name).instances.iter().cloned());
        }
    }
    instances.sort_by_cached_key(|instance| {
        let name = &instance.resource.name;
        (
            path(&instance.scope),
            name.mode,
            name.ty.clone(),
            name.name.clone(),
            instance.key.clone(),
        )
    });
    let instances = instances.iter();
    instances.map(|it| shown(sources, it, room)).collect()
}

/// The calls that lead to a scope: numbers among their keys in the order of numbers, as addresses are not.
fn path(scope: &ModuleInstance<'_>) -> Vec<(Name, Key)> {
    let mut path = Vec::new();
    let mut at = scope.call.as_ref();
    while let Some(site) = at {
        path.push((site.call.name.clone(), site.repeated.key.clone()));
        at = site.parent.call.as_ref();
    }
    path.reverse();
    path
}

fn shown(sources: &Sources, instance: &Instance<'_>, room: &Room) -> Shown {
    let name = &instance.resource.name;
    let arguments = planned::arguments(instance).into_iter();
    let arguments: Vec<_> = arguments
        .map(|(name, value)| (name, room.fit(value)))
        .collect();
    let (values, unknown) = planned::values(name, &arguments);
    let header = header(instance);
    Shown {
        address: instance.address.clone(),
        mode: name.mode,
        ty: name.ty.clone(),
        name: name.name.clone(),
        index: match &instance.key {
            Key::Index(index) => Json::from(*index),
            Key::Name(key) => Json::from(&**key),
            Key::Single | Key::Template(_) | Key::Any { .. } => Json::Null,
        },
        values,
        unknown,
        exists: instance.exists,
        location: report::location(header, sources),
        place: report::place(sources, header).unwrap_or_default(),
        arguments,
    }
}

/// The header of the block; where that is in a model of ours, of the module call that leads to it.
fn header(instance: &Instance<'_>) -> Span {
    let mut header = instance.header();
    let mut scope = &instance.scope;
    while let Some(site) = scope.call.as_ref().filter(|_| scope.module.bundled) {
        header = site.call.block.header;
        scope = &site.parent;
    }
    header
}

/// One object and a newline.
pub(super) fn json(roots: &[OfRoot<Vec<Shown>>]) -> String {
    let resource = |shown| {
        let Shown {
            address,
            mode,
            ty,
            name,
            index,
            values,
            unknown,
            exists,
            location,
            ..
        }: &Shown = shown;
        JsonResource {
            address,
            mode: match mode {
                Mode::Managed => "managed",
                Mode::Data => "data",
            },
            ty,
            name,
            index,
            values,
            unknown,
            exists: exists.name(),
            location,
        }
    };
    let report = JsonReport {
        version: VERSION,
        roots: roots
            .iter()
            .map(|root| JsonRoot {
                dir: &root.directory,
                variant: root.variant.as_deref(),
                resources: root.told.iter().map(resource).collect(),
            })
            .collect(),
    };
    // Strings, numbers and string keys only: this cannot fail.
    report::pretty_json(&report)
}
