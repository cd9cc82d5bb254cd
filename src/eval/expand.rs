//! `count` and `for_each`: which instances a block has, and what a reference to all of them is worth.

use std::{cell::OnceCell, collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    Binding, Env, Evaluation, Expansion, Key, ModuleInstance, Outcome, Repeated, convert,
    module_instance::{Alternative, Form, Item, Repetition},
    planned,
    reference::undeclared,
    repetition::{count, for_each, merge},
    symbolic,
};
use crate::{
    module::ResourceName,
    syntax::Block,
    value::{OriginId, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// Evaluates `count` or `for_each` of a resource or module block. `env` is that of the block's surroundings.
    pub(super) fn repetition(&self, block: &Block, env: &Env<'_, 'p>) -> Repetition {
        let (attribute, counted) = match (
            block.body.attribute("count"),
            block.body.attribute("for_each"),
        ) {
            (Some(count), _) => (count, true),
            (None, Some(for_each)) => (for_each, false),
            (None, None) => return self.single(block, env),
        };
        let value = self.value(&attribute.value, env);
        let alternatives: Vec<Alternative> = value
            .alternatives()
            .iter()
            .map(|value| {
                if counted {
                    count(value)
                } else {
                    for_each(value)
                }
            })
            .collect();
        let past = |rest: &Arc<Unknown>| rest.why == Why::Limit;
        if alternatives
            .iter()
            .filter_map(|it| it.rest.as_ref())
            .any(past)
        {
            self.fuel.note_limit();
        }
        let key_symbol = || Some(self.key_symbol(env.scope, block, &attribute.value, counted));
        Repetition {
            repeated: merge(&alternatives, counted, key_symbol),
            basis: value.origin,
            alternatives,
        }
    }

    /// A block without either: it is there once, unless OpenTofu's `lifecycle { enabled = ... }` says otherwise.
    fn single(&self, block: &Block, env: &Env<'_, 'p>) -> Repetition {
        let enabled = (block.body.blocks("lifecycle"))
            .find_map(|lifecycle| lifecycle.body.attribute("enabled"))
            .map(|attribute| self.value(&attribute.value, env));
        let alternative = |is_there: bool| Alternative {
            items: Vec::from_iter(is_there.then(|| Item::new(Key::Single, Value::null(Type::Any)))),
            rest: None,
            form: Form::Single,
        };
        let said = enabled.as_ref().map(Value::alternatives);
        let said = said.into_iter().flatten().map(|it| {
            let flag = convert::convert(it, &Type::Bool).ok();
            flag.and_then(|flag| flag.as_bool())
        });
        let mut alternatives: Vec<Alternative> = Vec::new();
        for is_there in said {
            match is_there {
                Some(is_there) => alternatives.push(alternative(is_there)),
                None => alternatives.extend([true, false].map(alternative)),
            }
        }
        if alternatives.is_empty() {
            alternatives.push(alternative(true));
        }
        Repetition {
            repeated: merge(&alternatives, false, || None),
            basis: enabled.map_or(OriginId::NONE, |value| value.origin),
            alternatives,
        }
    }

    /// What `count.index` or `each` mean inside an instance; nothing inside a single one.
    pub(super) fn binding_of(repeated: &Repeated) -> Option<Binding> {
        let by_name = match &repeated.key {
            Key::Single => return None,
            Key::Index(_) | Key::Any { counted: true } => false,
            Key::Name(_) | Key::Template(_) | Key::Any { counted: false } => true,
        };
        Some(Binding::Instance {
            key: repeated.index.clone(),
            value: by_name.then(|| repeated.value.clone()),
        })
    }

    /// The instances of a resource, evaluated whole and once.
    pub fn expansion(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        name: &ResourceName,
    ) -> Rc<Expansion<'p>> {
        let compute = || {
            let Some(resource) = scope.module.resources.get(name) else {
                return Rc::new(Expansion::unseen(scope.address_of(name), Why::Cycle));
            };
            let env = Env::new(scope);
            let planned = || self.planned_instances(scope, name);
            let repetition = self.repetition(&resource.block, &env).settled(planned);
            let address = scope.address_of(name);
            let is_paid = repetition.pay_for_addresses(&self.fuel, &address);
            if !is_paid || !self.fuel.make_resources(repetition.repeated.len()) {
                return Rc::new(Expansion::unseen(address, Why::Limit));
            }
            let instances = repetition
                .repeated
                .iter()
                .map(|repeated| Rc::new(self.instance(scope, resource, repeated, repetition.basis)))
                .collect();
            Rc::new(Expansion {
                instances,
                repetition: Some(repetition),
                value: OnceCell::new(),
            })
        };
        scope.resources.get(&self.tracker, name, compute, || {
            Rc::new(Expansion::unseen(scope.address_of(name), Why::Cycle))
        })
    }

    /// What a reference to a resource is worth.
    pub(super) fn resource_value(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        name: &ResourceName,
    ) -> Outcome {
        if scope.module.resources.contains_key(name) {
            let expansion = self.expansion(scope, name);
            let make = || expansion.collected(name, scope.address_of(name));
            Ok(expansion.value.get_or_init(make).clone())
        } else {
            undeclared(scope, &name.to_string())
        }
    }
}

impl Expansion<'_> {
    /// A resource whose instances cannot be had, for it refers to itself or there are too many: its identity is all that is known.
    fn unseen(address: Arc<str>, why: Why) -> Self {
        Self {
            instances: Vec::new(),
            repetition: None,
            value: OnceCell::from(Value::from(symbolic(address, Type::Any, why))),
        }
    }

    /// Its instances together, as a reference sees them.
    fn collected(&self, name: &ResourceName, address: Arc<str>) -> Value {
        let Some(repetition) = &self.repetition else {
            return symbolic(address, Type::Any, Why::Cycle).into();
        };
        let schema = planned::schema(name);
        let instances = self.instances.iter();
        let by_key: BTreeMap<&Key, _> = instances.map(|it| (&it.key, it)).collect();
        repetition.collected(&address, |key| {
            let instance = by_key.get(key)?;
            if let Some(known) = &instance.known {
                return Some(known.clone());
            }
            Some(planned::referenced(name, &instance.value, schema))
        })
    }
}
