//! Module calls: an instance of the module for each of theirs, and what a reference to a call is worth.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    CallSite, Children, Env, Evaluation, Key, ModuleInstance, Outcome, distribute,
    module_instance::Repetition, reference::undeclared, slots::Slots, symbolic,
};
use crate::{
    module::{Call, ModuleId, Target},
    source::Tool,
    syntax::{Block, Expr, Name},
    value::{Origin, OriginId, Type, Unknown, Value, Why},
};

/// Calls nested deeper than this are not followed.
const DEEPEST_CALL: usize = 64;

impl<'p> Children<'p> {
    /// A value of every instance, together.
    fn collected(
        &self,
        repetition: &Repetition,
        address: &Arc<str>,
        value_of: impl Fn(&Rc<ModuleInstance<'p>>) -> Value,
    ) -> Value {
        let by_key: BTreeMap<&Key, &Rc<ModuleInstance<'p>>> = self
            .instances
            .iter()
            .map(|(key, child)| (key, child))
            .collect();
        repetition.collected(address, |key| by_key.get(key).map(|child| value_of(child)))
    }

    /// Whether what the call makes can be seen: it leads to a module, and there was room for its instances.
    #[must_use]
    pub const fn are_seen(&self) -> bool {
        self.repetition.is_some()
    }
}

impl<'p> Evaluation<'p> {
    /// The instances of a call. An unresolved call has none, and one for which there is no room.
    pub fn children(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Rc<Children<'p>> {
        let none = || {
            Rc::new(Children {
                instances: Vec::new(),
                repetition: None,
                values: Slots::default(),
            })
        };
        let compute = || {
            let Some(call) = scope.module.calls.get(name) else {
                return none();
            };
            let Some(target) = self.target(scope, call) else {
                return none();
            };
            if scope
                .address
                .split('.')
                .filter(|step| *step == "module")
                .count()
                >= DEEPEST_CALL
            {
                return none();
            }
            let module = self.program.module(target);
            let planned = || self.planned_calls(scope, name);
            let repetition = self.repetition(&call.block, &Env::new(scope));
            let repetition = repetition.settled(planned);
            let is_paid = repetition.pay_for_addresses(&self.fuel, &scope.address);
            if !is_paid || !self.fuel.make_module_instances(repetition.repeated.len()) {
                return none();
            }
            let taken_for = self.taken_for(scope, call);
            let early = self.early_values(scope, call);
            let early: Vec<OriginId> = early.iter().map(|(_, value)| value.origin).collect();
            let instances = repetition
                .repeated
                .iter()
                .map(|repeated| {
                    let address = if scope.module.is_sole_call {
                        scope.address.clone()
                    } else {
                        scope.address_of(format_args!("module.{name}{}", repeated.key))
                    };
                    let exists = repeated.exists.min(scope.exists);
                    let mut basis = scope.basis.clone();
                    basis.extend((repetition.basis != OriginId::NONE).then_some(repetition.basis));
                    basis.extend(taken_for);
                    basis.extend(&early);
                    let site = CallSite {
                        call,
                        parent: scope.clone(),
                        repeated: repeated.clone(),
                        taken_for,
                    };
                    (
                        repeated.key.clone(),
                        Rc::new(ModuleInstance::new(
                            module,
                            address,
                            Some(site),
                            exists,
                            basis,
                        )),
                    )
                })
                .collect();
            Rc::new(Children {
                instances,
                repetition: Some(repetition),
                values: Slots::default(),
            })
        };
        scope.children.get(&self.tracker, name, compute, none)
    }

    /// The module a call leads to in this root: a local directory, what `terraform init` installed, our own model.
    #[must_use]
    pub fn target(&self, scope: &Rc<ModuleInstance<'p>>, call: &Call) -> Option<ModuleId> {
        let installed = || {
            let installed = &self.root.module.installed;
            installed.get(&call_path(scope, &call.name)).copied()
        };
        let target = match call.target {
            _ if call.is_early() && !self.is_as_worked_out(scope, call) => installed(),
            Target::Local(id) => Some(id),
            Target::Cycle => None,
            Target::Known(_) | Target::Fork(_) | Target::Unfollowed(_) => {
                let installed = installed();
                match call.target {
                    Target::Known(id) => installed.or(Some(id)),
                    // What may be otherwise counts as little as a default that may be replaced.
                    Target::Fork(id) => installed.or(self.defaults.then_some(id)),
                    _ => installed,
                }
            }
        };
        // A module that roots of both tools call is read for one of them.
        let is_of_root = |id: &ModuleId| {
            let read_for = self.program.module(*id).read_for;
            read_for.is_none_or(|tool| tool == self.tool())
        };
        target.filter(is_of_root)
    }

    /// The tool that runs the root; `OpenTofu` where it may be either, for that reads all that is there.
    fn tool(&self) -> Tool {
        self.root.module.tool.unwrap_or(Tool::Tofu)
    }

    /// Whether source and version of a call are here what was worked out of them. Terraform works nothing out.
    fn is_as_worked_out(&self, scope: &Rc<ModuleInstance<'p>>, call: &Call) -> bool {
        let is_as_early = |(early, value): &(&Name, Value)| value.as_str() == Some(early);
        self.tool() == Tool::Tofu && self.early_values(scope, call).iter().all(is_as_early)
    }

    /// What was worked out of source and version of a call, with what they are here.
    fn early_values<'c>(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        call: &'c Call,
    ) -> Vec<(&'c Name, Value)> {
        let value = |(argument, early): (&str, &'c Option<Name>)| {
            let early = early.as_ref()?;
            let written = call.block.body.attribute(argument)?;
            Some((early, self.value(&written.value, &Env::new(scope))))
        };
        let all = ["source", "version"].into_iter().zip(&call.early);
        all.filter_map(value).collect()
    }

    /// What the instances of a call rest on if it is read as what it seems to be a fork of.
    fn taken_for(&self, scope: &Rc<ModuleInstance<'p>>, call: &Call) -> Option<OriginId> {
        let Target::Fork(id) = call.target else {
            return None;
        };
        // The versions follow.
        let (original, _) = (self.program.module(id).name.split_once(' ')).unwrap_or_default();
        let origin = || Origin::Fork {
            of: original.into(),
            span: call.source_span(),
        };
        (self.target(scope, call) == Some(id)).then(|| self.origins.add(origin()))
    }

    /// Whether a call may make anything: it does not with a count of 0.
    #[must_use]
    pub fn may_make(&self, scope: &Rc<ModuleInstance<'p>>, call: &Call) -> bool {
        let repetition = self.repetition(&call.block, &Env::new(scope));
        !repetition.repeated.is_empty()
    }

    /// Whether a block makes nothing, and would with other values than the defaults of variables.
    #[must_use]
    pub fn is_off_by_default(&self, scope: &Rc<ModuleInstance<'p>>, block: &Block) -> bool {
        let repetition = self.repetition(block, &Env::new(scope));
        repetition.repeated.is_empty() && self.origins.is_replaceable(repetition.basis)
    }

    /// `module.x`: all outputs of all instances.
    pub(super) fn call_value(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Outcome {
        if !scope.module.calls.contains_key(name) {
            return undeclared(scope, &format!("module.{name}"));
        }
        let children = self.children(scope, name);
        let address = scope.address_of(format_args!("module.{name}"));
        let Some(repetition) = &children.repetition else {
            return Ok(unresolved(address).into());
        };
        let collect = || children.collected(repetition, &address, |child| self.outputs(child));
        let cycle = || unresolved(address.clone()).into();
        Ok(children.values.get(&self.tracker, &None, collect, cycle))
    }

    /// `module.x[each.key].output`: of the instance of a call of which not all are known.
    pub(super) fn output_by_key(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        call: &Name,
        key: &Value,
        output: &Name,
    ) -> Option<Outcome> {
        let children = self.children(scope, call);
        let repetition = children.repetition.as_ref().filter(|it| it.is_open())?;
        let wanted = repetition.called(key)?;
        let (_, child) = (children.instances.iter()).find(|(key, _)| key == wanted)?;
        Some(self.output(child, output))
    }

    /// `module.x.output` and `module.x[key].output`, without evaluating other outputs.
    pub(super) fn output_of(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        call: &Name,
        key: Option<&Value>,
        output: &Name,
    ) -> Option<Outcome> {
        if !scope.module.calls.contains_key(call) {
            return Some(undeclared(scope, &format!("module.{call}")));
        }
        let children = self.children(scope, call);
        let Some(repetition) = &children.repetition else {
            let address = scope.address_of(format_args!("module.{call}"));
            let unknown = unresolved(address);
            return Some(match key {
                None => Ok(unknown.attribute(output).into()),
                Some(key) => super::access::index(&unknown.into(), key)
                    .and_then(|it| super::access::attribute(&it, output)),
            });
        };
        let single = children
            .instances
            .iter()
            .any(|(key, _)| *key == Key::Single);
        match key {
            None if single => children
                .instances
                .first()
                .map(|(_, child)| self.output(child, output)),
            Some(_) if !single => {
                let address = scope.address_of(format_args!("module.{call}"));
                let collect = || {
                    children.collected(repetition, &address, |child| {
                        self.output(child, output)
                            .unwrap_or_else(|fault| super::refused(&fault))
                    })
                };
                let cycle = || unresolved(address.clone()).into();
                let by_output = Some(output.clone());
                let collection = (children.values).get(&self.tracker, &by_output, collect, cycle);
                let operands = [collection, key?.clone()];
                Some(distribute(
                    &operands,
                    &self.fuel,
                    |operands| match operands {
                        [base, key] => super::access::index(base, key),
                        _ => Ok(Value::unknown(Type::Any, Why::Condition)),
                    },
                ))
            }
            _ => None,
        }
    }

    /// The arguments of a call with their values, for every instance of it: what a module out of sight gets.
    #[must_use]
    pub fn arguments<'c>(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        call: &'c Call,
    ) -> Vec<(&'c Expr, Value)> {
        let env = Env::new(scope);
        let mut values = Vec::new();
        for repeated in self.repetition(&call.block, &env).repeated {
            let binding = Self::binding_of(&repeated);
            let inner = binding.as_ref().map_or(env, |binding| env.bind(binding));
            values.extend(
                call.arguments()
                    .map(|it| (&it.value, self.value(&it.value, &inner))),
            );
        }
        values
    }

    /// All outputs of a module instance: an object, which is open where not all of the module is known.
    #[must_use]
    pub fn outputs(&self, child: &Rc<ModuleInstance<'p>>) -> Value {
        let names: Vec<Name> = child.module.outputs.keys().cloned().collect();
        let entries: BTreeMap<Name, Value> = names
            .into_iter()
            .map(|name| {
                let value = self
                    .output(child, &name)
                    .unwrap_or_else(|fault| super::refused(&fault));
                (name, value)
            })
            .collect();
        // A model of ours knows not all outputs, a module read in part neither.
        let whole = child.module.complete && !child.module.bundled;
        let rest = (!whole).then(|| unresolved(child.address.clone()).into());
        Value::mapping(crate::value::MappingForm::Object, entries, rest)
    }
}

fn unresolved(address: Arc<str>) -> Unknown {
    symbolic(address.clone(), Type::Any, Why::Module(address))
}

/// `net.endpoints`: the key of a call in Terraform's own record of installed modules.
#[must_use]
pub fn call_path(scope: &ModuleInstance<'_>, name: &str) -> String {
    let mut path = vec![name.to_owned()];
    let mut at = scope.call.as_ref();
    while let Some(site) = at {
        path.push(site.call.name.to_string());
        at = site.parent.call.as_ref();
    }
    path.reverse();
    path.join(".")
}
