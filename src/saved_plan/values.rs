//! What the plan says of variables and instances.

use std::collections::BTreeMap;

use super::{
    InstanceKey, SavedPlan, Stretch,
    json::{self, Masks},
};
use crate::{
    address::{Address, without_keys},
    syntax::Name,
    value::{Type, Value, Why},
};

/// What was read or will be there, of one instance.
#[derive(Debug)]
pub struct PlannedInstance {
    /// Its attributes and nested blocks: arrays are tuples, for JSON does not tell of what type they are.
    pub members: BTreeMap<Name, Value>,
}

impl SavedPlan {
    /// The value of a root variable as it was given, before it is converted to the variable's type.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Value> {
        let stretch = self.variables.get(name)?;
        if stretch.end == 0 {
            return Some(Value::null(Type::Any));
        }
        let json = stretch.json(&self.text)?;
        let masks = Masks {
            unknown: None,
            why: &Why::Unread,
            sensitive: [None, None],
            is_hidden: self.configuration.variables.get(name) == Some(&true),
        };
        Some(json::value(&json, masks))
    }

    /// Whether it has an instance.
    #[must_use]
    pub fn has(&self, address: &str) -> bool {
        self.instances.get(address).is_some()
    }

    /// What is known of an instance.
    #[must_use]
    pub fn instance(&self, address: &str) -> Option<PlannedInstance> {
        let planned = self.instances.get(address)?;
        let json = |stretch: Option<Stretch>| stretch.and_then(|it| it.json(&self.text));
        let values = json(planned.values)?;
        let unknown = json(planned.unknown);
        let [one, other] = planned.sensitive.map(json);
        let why = if planned.is_data {
            Why::Data(address.into())
        } else {
            Why::Resource(address.into())
        };
        let masks = Masks {
            unknown: unknown.as_ref(),
            why: &why,
            sensitive: [one.as_ref(), other.as_ref()],
            is_hidden: false,
        };
        Some(PlannedInstance {
            members: json::members(&values, masks),
        })
    }

    /// The keys of a block's instances, given its address in an instance of its module, and whether these are all.
    #[must_use]
    pub fn keys(&self, block: &str) -> Option<(Vec<InstanceKey>, bool)> {
        let address = Address::new(block);
        self.configuration.block(&address)?;
        let keys: Vec<_> = self
            .instances
            .keys(block)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let is_all = self.is_whole && self.has_module(address.module());
        (is_all || !keys.is_empty()).then_some((keys, is_all))
    }

    /// The keys of a call's instances, given its address in an instance of its module, and whether these are all: modules that may be empty leave
    /// no trace.
    #[must_use]
    pub fn call_keys(&self, call: &str) -> Option<(Vec<InstanceKey>, bool)> {
        let (parent, name) = call.rsplit_once("module.")?;
        let parent = parent.strip_suffix('.').unwrap_or(parent);
        let inside = Address::new(format!("{call}.x.x"));
        let module = self.configuration.at(inside.calls())?;
        let mut constant = Vec::new();
        module.constant(name, &mut constant);
        let keys: Vec<_> = self
            .instances
            .calls(call)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let is_all = self.is_whole && !constant.is_empty() && self.has_module(parent);
        (is_all || !keys.is_empty()).then_some((keys, is_all))
    }

    /// Whether an instance of a module is there, by its address.
    fn has_module(&self, address: &str) -> bool {
        if address.is_empty() {
            return true;
        }
        let own = address.rfind("module.").and_then(|at| address.get(at..));
        let call = own.map(|own| {
            let before = address.strip_suffix(own).unwrap_or_default();
            format!("{before}{}", without_keys(own))
        });
        let keys = call.and_then(|call| self.instances.calls(&call));
        keys.into_iter().flatten().any(|key| {
            let key = key.to_string();
            own.is_some_and(|own| own.strip_suffix(&*key).is_some_and(|it| !it.contains('[')))
        })
    }
}
