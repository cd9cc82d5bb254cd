//! What a plan settles: the values of root variables, what data sources gave, which instances there are, and arguments that are unknown here.
//!
//! What the configuration itself decides stays as it is, with its places. What the plan does not know stays unknown, and ids of resources that
//! are made here stay references, as they tell what belongs together.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    Evaluation, Key, ModuleInstance, Repeated, convert,
    module_instance::Item,
    settling::{Settling, changed, reference},
};
use crate::{
    module::{Mode, Resource, ResourceName, Variable},
    provider::Schema,
    saved_plan::InstanceKey,
    span::Span,
    syntax::Name,
    value::{Kind, OriginId, Type, Value, Why},
};

/// The keys of instances in a plan, and whether these are all.
pub(super) type Keys = (Vec<Key>, bool);

impl<'p> Evaluation<'p> {
    /// The value of a root variable in the plan, if it is another than what is known here; else that, which nobody replaces any more.
    pub(super) fn planned_variable(&self, variable: &Variable, ty: &Type, own: Value) -> Value {
        let planned = self
            .plan
            .as_ref()
            .and_then(|it| it.variable(&variable.name));
        let Some(planned) = planned else { return own };
        if matches!(planned.kind, Kind::Null(_)) && !variable.nullable {
            return own;
        }
        let Ok(planned) = convert::convert(&planned, ty) else {
            return own;
        };
        if own.same(&planned) {
            return own;
        }
        let what = format!("variable {}", variable.name);
        let origin = self.of_plan(what.into(), variable.header, OriginId::NONE);
        changed(&planned, &|value| value.clone().at(origin))
    }

    /// The instances of a block as the plan has them, where the configuration alone does not decide which there are.
    pub(super) fn planned_instances(
        &self,
        scope: &ModuleInstance<'p>,
        name: &ResourceName,
    ) -> Option<Keys> {
        let plan = self.plan.as_ref()?;
        let (keys, are_all) = plan.keys(&scope.address_of(name))?;
        Some((keys.into_iter().map(key).collect(), are_all))
    }

    /// As many instances of a call.
    pub(super) fn planned_calls(&self, scope: &ModuleInstance<'p>, name: &Name) -> Option<Keys> {
        let plan = self.plan.as_ref()?;
        let call = scope.address_of(format_args!("module.{name}"));
        let (keys, are_all) = plan.call_keys(&call)?;
        Some((keys.into_iter().map(key).collect(), are_all))
    }

    /// Whether the plan has an instance.
    pub(super) fn is_planned(&self, address: &str) -> bool {
        let plan = self.plan.as_ref();
        plan.is_some_and(|it| it.has(address))
    }

    /// The Region of the provider's configuration that an instance is made with.
    pub(super) fn planned_region(
        &self,
        scope: &ModuleInstance<'p>,
        name: &ResourceName,
        header: Span,
    ) -> Option<Value> {
        let plan = self.plan.as_ref()?;
        let address = scope.address_of(name);
        let region = plan.region(&address)?.clone();
        let origin = self.of_plan("the provider's Region".into(), header, OriginId::NONE);
        Some(Value::string(region).at(origin))
    }

    /// The output of a module of which only the plan tells.
    pub(super) fn planned_output(&self, scope: &ModuleInstance<'p>, name: &Name) -> Value {
        let plan = self.plan.as_ref();
        let id = plan.and_then(|it| it.output(&scope.address, name));
        let unknown = || Value::unknown(Type::Any, Why::Module(scope.address.clone()));
        id.map_or_else(unknown, |id| reference(&id))
    }

    /// Fills in what the plan knows of an instance, and gives what references to it see, where that is more than the provider's schema tells.
    pub(super) fn settle(
        &self,
        (scope, resource): (&Rc<ModuleInstance<'p>>, &Resource),
        address: &Arc<str>,
        schema: Option<&Schema>,
        entries: &mut BTreeMap<Name, Value>,
    ) -> Option<BTreeMap<Name, Value>> {
        let name = &resource.name;
        let settling = Settling {
            evaluation: self,
            what: address.clone(),
            header: resource.block.header,
        };
        let planned = self.plan.as_ref().and_then(|it| it.instance(address));
        if scope.module.planned {
            settling.make(resource, schema, planned.as_ref(), entries);
        }
        let planned = planned?;
        match name.mode {
            Mode::Data => {
                settling.read(schema, planned, entries);
                Some(entries.clone())
            }
            Mode::Managed => {
                settling.fill(&planned, entries);
                // Of a type outside the table the plan alone tells what the provider makes of it.
                schema.is_none().then(|| settling.outside(name, planned))
            }
        }
    }
}

fn key(key: InstanceKey) -> Key {
    match key {
        InstanceKey::Single => Key::Single,
        InstanceKey::Index(index) => Key::Index(index),
        InstanceKey::Name(name) => Key::Name(name),
    }
}

/// The instances of those keys, with what is known of them.
pub(super) fn repeated(keys: Vec<Key>, known: &[Repeated]) -> Vec<Item> {
    let rest = known.iter().find(|it| matches!(it.key, Key::Any { .. }));
    let value = |key: &Key| {
        let exact = known.iter().find(|it| it.key == *key);
        let value = exact.or(rest).map(|it| it.value.clone());
        // What stands for each of them is one for each.
        let own = value.filter(|it| exact.is_some() || it.is_known());
        own.unwrap_or_else(|| Value::unknown(Type::Any, Why::Condition))
    };
    keys.into_iter()
        .map(|key| {
            let value = value(&key);
            Item::new(key, value)
        })
        .collect()
}
