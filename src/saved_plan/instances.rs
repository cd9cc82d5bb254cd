//! What is planned, and what was read: instances by their addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    InstanceKey, Stretch,
    document::{Changed, Mode, ModuleValues, Resource},
    path::{below, block},
    text::Text,
};
use crate::syntax::Name;

/// An instance of a resource or data source.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its type.
    pub(super) ty: Name,
    pub(super) is_data: bool,
    pub(super) values: Option<Stretch>,
    /// The mask of what is unknown.
    pub(super) unknown: Option<Stretch>,
    /// The masks of what is sensitive: the provider's, and that of the values.
    pub(super) sensitive: [Option<Stretch>; 2],
}

/// All instances, and their keys.
#[derive(Default, Debug)]
pub(super) struct Instances {
    by_address: HashMap<String, Planned>,
    /// The keys of each block's instances, by its address in an instance of its module.
    keys: HashMap<String, BTreeSet<InstanceKey>>,
    /// As many of each call's.
    calls: HashMap<String, BTreeSet<InstanceKey>>,
    /// The addresses as Terraform writes them, where these differ.
    written: HashMap<String, String>,
}

/// Which side of a plan instances are on.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// What will be there.
    Planned,
    /// What was read before.
    Read,
}

impl Instances {
    pub(super) fn get(&self, address: &str) -> Option<&Planned> {
        self.by_address.get(address)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&String, &Planned)> {
        let sorted: BTreeMap<_, _> = self.by_address.iter().collect();
        sorted.into_iter()
    }

    pub(super) fn keys(&self, block: &str) -> Option<&BTreeSet<InstanceKey>> {
        self.keys.get(block)
    }

    pub(super) fn calls(&self, call: &str) -> Option<&BTreeSet<InstanceKey>> {
        self.calls.get(call)
    }

    /// Takes in the instances of a module and those below it that are planned.
    pub(super) fn add_planned(&mut self, text: &Text<'_>, module: &ModuleValues<'_>) {
        self.add(text, module, ("", ""), Side::Planned);
    }

    /// Takes in what was read and is not read again. Of the state no more counts: what it has may be about to go.
    pub(super) fn add_read(&mut self, text: &Text<'_>, module: &ModuleValues<'_>) {
        self.add(text, module, ("", ""), Side::Read);
    }

    /// Whether anything was taken in.
    fn add(
        &mut self,
        text: &Text<'_>,
        module: &ModuleValues<'_>,
        (path, written): (&str, &str),
        side: Side,
    ) -> bool {
        let counts = |it: &&Resource<'_>| side == Side::Planned || it.mode == Mode::Data;
        let mut is_any = false;
        for resource in module.resources.iter().filter(counts) {
            self.add_resource(text, resource, path);
            is_any = true;
        }
        for child in &module.child_modules {
            let Some(address) = child.address.as_deref() else {
                continue;
            };
            let Some((name, key)) = InstanceKey::of_call(address, written) else {
                continue;
            };
            let call = below(path, &format!("module.{name}"));
            let planned = self.calls.get(&call);
            // An instance that will be gone has data sources too.
            if side == Side::Read && planned.is_some_and(|keys| !keys.contains(&key)) {
                continue;
            }
            let inner = format!("{call}{key}");
            if self.add(text, child, (&inner, address), side) || side == Side::Planned {
                self.calls.entry(call).or_default().insert(key);
                is_any = true;
            }
        }
        is_any
    }

    fn add_resource(&mut self, text: &Text<'_>, resource: &Resource<'_>, path: &str) {
        let is_data = match resource.mode {
            Mode::Managed => false,
            Mode::Data => true,
            Mode::Other => return,
        };
        let Some(key) = InstanceKey::of(resource.index) else {
            return;
        };
        let block = block(is_data, &resource.ty, &resource.name);
        let block = below(path, &block);
        let address = format!("{block}{key}");
        if let Ok(written) = serde_json::from_str::<String>(resource.address.get())
            && written != address
        {
            self.written.insert(written, address.clone());
        }
        self.keys.entry(block).or_default().insert(key);
        let planned = Planned {
            ty: (*resource.ty).into(),
            is_data,
            values: resource.values.map(|it| text.stretch(it.get())),
            unknown: None,
            sensitive: [
                resource.sensitive_values.map(|it| text.stretch(it.get())),
                None,
            ],
        };
        // What is planned was added first.
        self.by_address.entry(address).or_insert(planned);
    }

    /// Takes in what is not known yet of one.
    pub(super) fn mask(&mut self, text: &Text<'_>, changed: &Changed<'_>) {
        if changed.deposed.is_some() {
            return;
        }
        let address: &str = &changed.address;
        let address = self.written.get(address).map_or(address, String::as_str);
        let change = changed.change.as_ref();
        if let (Some(planned), Some(change)) = (self.by_address.get_mut(address), change) {
            planned.unknown = change.after_unknown.map(|it| text.stretch(it.get()));
            let [_, sensitive] = &mut planned.sensitive;
            *sensitive = change.after_sensitive.map(|it| text.stretch(it.get()));
        }
    }
}
