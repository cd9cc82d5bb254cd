//! How callers refer to the VPCs, subnets and route tables of the modules they call.

use std::collections::BTreeMap;

use super::{
    Builder, local_name,
    written_region::{is_plain, said_by},
};
use crate::{
    address::Address,
    module::{Mode, Module},
    network::{
        Identity,
        remedy::{Export, Exports},
    },
    value::{Kind, Value},
};

/// What the names of such outputs have in them.
const ABOUT: [&str; 4] = ["subnet", "route_table", "rtb", "vpc"];

impl Builder<'_, '_> {
    /// The outputs of all modules that name VPCs, subnets and route tables.
    pub(super) fn exports(&self) -> Exports {
        let mut exports = Exports::new();
        for scope in &self.scopes {
            let Some(site) = &scope.call else { continue };
            let names = scope.module.outputs.keys();
            for name in names.filter(|name| ABOUT.iter().any(|it| name.contains(it))) {
                let Ok(value) = self.evaluation.output(scope, name) else {
                    continue;
                };
                for (key, of, identity) in named(&value) {
                    exports.entry(identity).or_default().push(Export {
                        module: site.parent.address.to_string(),
                        from: scope.address.to_string(),
                        output: format!("{}.{name}", local_name(site)),
                        key,
                        of,
                    });
                }
            }
        }
        exports
    }
}

impl Builder<'_, '_> {
    /// What says in each module whose account it is.
    pub(super) fn accounts(&self) -> BTreeMap<String, String> {
        let account = |module: &Module| {
            let mut sources = module.resources.values();
            let own = sources.find(|it| {
                it.name.mode == Mode::Data && &*it.name.ty == "aws_caller_identity" && is_plain(it)
            })?;
            Some(format!("{}.account_id", own.name))
        };
        let accounts = self.scopes.iter().filter_map(|scope| {
            let account = account(scope.module)?;
            Some((scope.address.to_string(), account))
        });
        accounts.collect()
    }
}

impl Builder<'_, '_> {
    /// What says in each module which Region it is for.
    pub(super) fn said_regions(&self) -> BTreeMap<String, String> {
        let said = self.scopes.iter().filter_map(|scope| {
            let said = said_by(scope.module)?;
            let is_source = said.starts_with("data.");
            let region = if is_source { said + ".id" } else { said };
            Some((scope.address.to_string(), region))
        });
        said.collect()
    }
}

/// What a value names, by its place in it, and how many are there.
fn named(value: &Value) -> Vec<(String, usize, Identity)> {
    let one = |place: String, of: usize, item: &Value| {
        let (attribute, identity) = id_of(item)?;
        Some((format!("{place}{attribute}"), of, identity))
    };
    match &value.kind {
        _ if id_of(value).is_some() => one(String::new(), 1, value).into_iter().collect(),
        Kind::Sequence(list) if list.rest.is_none() => {
            let items = list.items.iter().zip(0..);
            items
                .filter_map(|(item, at)| one(format!("[{at}]"), list.items.len(), item))
                .collect()
        }
        Kind::Mapping(map) if map.rest.is_none() => {
            let of = map.entries.len();
            let entries = map.entries.iter();
            entries
                .filter_map(|(key, item)| one(format!("[\"{key}\"]"), of, item))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The id that a value is, or that a resource has which is handed out as a whole.
fn id_of(value: &Value) -> Option<(&'static str, Identity)> {
    if let Kind::Mapping(map) = &value.kind {
        let symbol = map.rest.as_ref()?.symbol.as_ref()?;
        let address = Address::from(symbol.as_str());
        return Some((".id", Identity::attribute(&address, "id")));
    }
    Some(("", Identity::of(value)?))
}
