//! What a plan settles: the values of root variables, what data sources gave, which instances there are, and arguments that are unknown here.
//!
//! What the configuration itself decides stays as it is, with its places. What the plan does not know stays unknown, and ids of resources that
//! are made here stay references, as they tell what belongs together.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    Evaluation, Key, ModuleInstance, Repeated, body::written, convert, module_instance::Item,
};
use crate::{
    module::{Mode, Resource, ResourceName, Variable},
    provider::Schema,
    saved_plan::{InstanceKey, PlannedInstance},
    span::Span,
    syntax::Name,
    value::{
        Kind, Mapping, MappingForm, Origin, OriginId, Sequence, SequenceForm, Symbol, Truth, Type,
        Unknown, Value, Why,
    },
};

/// Attributes that AWS decides and that name nothing else: what the plan knows of them from an earlier apply is what they stay.
const DECIDED: [&str; 4] = [
    "availability_zone",
    "availability_zone_id",
    "cidr_block",
    "region",
];

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

    fn of_plan(&self, what: Name, span: Span, from: OriginId) -> OriginId {
        self.origins.add(Origin::Plan { what, span, from })
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

/// A reference to the id of a resource.
fn reference(id: &str) -> Value {
    let address = id.strip_suffix(".id").unwrap_or(id);
    let why = Why::Resource(address.into());
    Value::from(Unknown {
        symbol: Some(Symbol::new(id)),
        not_null: true,
        ..Unknown::new(Type::String, why)
    })
}

/// A value of which every part is changed, the innermost first.
fn changed(value: &Value, change: &impl Fn(&Value) -> Value) -> Value {
    let kind = match &value.kind {
        Kind::Sequence(sequence) => {
            let items = sequence.items.iter().map(|it| changed(it, change));
            let form = sequence.form.clone();
            Value::sequence(form, items.collect(), sequence.rest.clone()).kind
        }
        Kind::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries = entries.map(|(name, it)| (name.clone(), changed(it, change)));
            let form = mapping.form.clone();
            Value::mapping(form, entries.collect(), mapping.rest.clone()).kind
        }
        _ => return change(value),
    };
    change(&Value {
        kind,
        ..value.clone()
    })
}

/// One instance that the plan knows of.
struct Settling<'e, 'p> {
    evaluation: &'e Evaluation<'p>,
    /// Its address.
    what: Name,
    header: Span,
}

impl Settling<'_, '_> {
    fn origin(&self, from: OriginId) -> OriginId {
        let span = self.header;
        self.evaluation.of_plan(self.what.clone(), span, from)
    }

    /// What is written in a block of which no text is there.
    fn make(
        &self,
        resource: &Resource,
        schema: Option<&Schema>,
        planned: Option<&PlannedInstance>,
        entries: &mut BTreeMap<Name, Value>,
    ) {
        for argument in written(&resource.block.body) {
            let value = match planned {
                Some(planned) => {
                    let value = planned.members.get(argument).cloned();
                    value.unwrap_or_else(|| Value::null(Type::Any))
                }
                None => Value::unknown(Type::Any, Why::Resource(self.what.clone())),
            };
            let attribute = schema.and_then(|it| it.attributes.get(&**argument));
            let value = match attribute {
                Some(attribute) if !attribute.as_blocks => {
                    convert::convert(&value, &attribute.ty).unwrap_or(value)
                }
                _ => value,
            };
            let named = || {
                let plan = self.evaluation.plan.as_ref()?;
                let is_open = resource.name.mode == Mode::Managed && !value.is_known();
                plan.named_by(&self.what, argument).filter(|_| is_open)
            };
            let value = named().map_or_else(|| value.clone(), |id| reference(&id));
            let origin = self.evaluation.origins.add(Origin::Argument {
                name: argument.clone(),
                span: self.header,
                from: OriginId::NONE,
            });
            entries.insert(argument.clone(), self.owned(&value, origin));
        }
    }

    /// What a data source gave.
    fn read(
        &self,
        schema: Option<&Schema>,
        planned: PlannedInstance,
        entries: &mut BTreeMap<Name, Value>,
    ) {
        for (name, value) in planned.members {
            if !value.is_known() {
                continue;
            }
            let attribute = schema.and_then(|it| it.attributes.get(&*name));
            let typed = attribute.and_then(|it| convert::convert(&value, &it.ty).ok());
            let value = typed.unwrap_or(value);
            let own = entries.get(&name);
            let value = match own {
                Some(own) if own.is_wholly_known() && own.is_null() == Truth::No => {
                    own.clone().hidden(value.hides())
                }
                _ => {
                    let from = own.map_or(OriginId::NONE, |own| own.origin);
                    let origin = self.placed(from);
                    self.owned(&value, origin)
                }
            };
            entries.insert(name, value);
        }
    }

    /// The arguments that are unknown here.
    fn fill(&self, planned: &PlannedInstance, entries: &mut BTreeMap<Name, Value>) {
        for (name, own) in entries {
            let Some(value) = planned.members.get(name) else {
                continue;
            };
            let is_left_to_aws = match &own.kind {
                Kind::Unknown(unknown) => self.is_own(unknown, name),
                _ => false,
            };
            if is_left_to_aws && !DECIDED.contains(&&**name) {
                continue;
            }
            *own = self.settled(own, value);
        }
    }

    /// Whether an unknown is what the provider decides for that attribute itself.
    fn is_own(&self, unknown: &Unknown, name: &str) -> bool {
        let symbol = unknown.symbol.as_ref().map(Symbol::as_str);
        let own = symbol.and_then(|it| it.strip_prefix(&*self.what));
        own.and_then(|it| it.strip_prefix('.')) == Some(name)
    }

    /// What references see of a resource whose type is not in the table.
    fn outside(&self, name: &ResourceName, planned: PlannedInstance) -> BTreeMap<Name, Value> {
        let names_it = |attribute: &str| {
            name.ty.starts_with("aws") && (attribute == "id" || attribute.ends_with("arn"))
        };
        let members = planned.members.into_iter();
        members
            .filter(|(attribute, value)| value.is_known() && !names_it(attribute))
            .map(|(attribute, value)| {
                let origin = self.origin(OriginId::NONE);
                (attribute, self.owned(&value, origin))
            })
            .collect()
    }

    /// A value of the plan with references for the ids of what is made here.
    fn owned(&self, value: &Value, origin: OriginId) -> Value {
        let plan = self.evaluation.plan.as_ref();
        changed(value, &|value| {
            let owner = value.as_str().and_then(|id| plan?.owner(id));
            let value =
                owner.map_or_else(|| value.clone(), |id| reference(id).hidden(value.sensitive));
            value.at(origin)
        })
    }

    /// The same place, told to be of the plan.
    fn placed(&self, origin: OriginId) -> OriginId {
        match self.evaluation.origins.get(origin) {
            Origin::Argument { name, span, from } => {
                let from = self.origin(from);
                self.evaluation
                    .origins
                    .add(Origin::Argument { name, span, from })
            }
            Origin::Block { .. } => origin,
            _ => self.origin(origin),
        }
    }

    /// A value of which the plan knows more.
    fn settled(&self, own: &Value, planned: &Value) -> Value {
        if own.is_wholly_known() {
            return own.clone().hidden(planned.hides() && !own.hides());
        }
        let taken = || {
            let ty = own.ty();
            let typed = convert::convert(planned, &ty).unwrap_or_else(|_| planned.clone());
            let origin = self.placed(own.origin);
            self.owned(&typed, origin).hidden(own.sensitive)
        };
        match (&own.kind, &planned.kind) {
            (_, Kind::Unknown(_)) => own.clone().hidden(planned.sensitive),
            (Kind::Unknown(unknown), _) if names_something(unknown) => {
                own.clone().hidden(planned.sensitive)
            }
            (Kind::Sequence(mine), Kind::Sequence(theirs)) => {
                self.sequence(mine, theirs).map_or_else(
                    || {
                        if planned.is_wholly_known() {
                            taken()
                        } else {
                            own.clone()
                        }
                    },
                    |items| {
                        Value::sequence(mine.form.clone(), items, None)
                            .at(own.origin)
                            .hidden(own.sensitive || planned.sensitive)
                    },
                )
            }
            (Kind::Mapping(mine), Kind::Mapping(theirs)) => self
                .mapping(mine, theirs)
                .at(own.origin)
                .hidden(own.sensitive || planned.sensitive),
            _ if planned.is_wholly_known() => taken(),
            _ => own.clone().hidden(planned.sensitive),
        }
    }

    /// The members of a sequence one by one, if it can be told which is which.
    fn sequence(&self, mine: &Sequence, theirs: &Sequence) -> Option<Vec<Value>> {
        if mine.rest.is_some() || mine.items.len() != theirs.items.len() {
            return None;
        }
        let mut items = Vec::with_capacity(mine.items.len());
        for own in mine.items.iter() {
            if own.is_wholly_known() {
                items.push(own.clone());
                continue;
            }
            let mut fitting = theirs.items.iter().filter(|it| may_be(own, it));
            let fits = fitting.next().filter(|_| fitting.next().is_none())?;
            items.push(self.settled(own, fits));
        }
        Some(items)
    }

    fn mapping(&self, mine: &Mapping, theirs: &Mapping) -> Value {
        let mut entries: BTreeMap<Name, Value> = BTreeMap::new();
        for (name, own) in mine.entries.iter() {
            let settled = theirs.entries.get(name);
            let settled = settled.map_or_else(|| own.clone(), |it| self.settled(own, it));
            entries.insert(name.clone(), settled);
        }
        // A nested block's attributes are part of the resource; a map of which not all keys are known is closed by the plan.
        let closes = matches!(mine.form, MappingForm::Map(_)) && mine.rest.is_some();
        if closes {
            let origin = self.origin(OriginId::NONE);
            for (name, value) in theirs.entries.iter() {
                let owned = || self.owned(value, origin);
                entries.entry(name.clone()).or_insert_with(owned);
            }
        }
        let rest = mine.rest.clone().filter(|_| !closes);
        Value::mapping(mine.form.clone(), entries, rest)
    }
}

/// Whether an unknown tells which resource is meant.
fn names_something(unknown: &Unknown) -> bool {
    let symbol = unknown.symbol.as_ref().map(Symbol::as_str);
    let names =
        symbol.is_some_and(|it| it.ends_with("id") || it.ends_with("arn") || it.ends_with("ids"));
    matches!(unknown.why, Why::Resource(_)) && names
}

/// Whether what is known of a value is so in the plan.
fn may_be(own: &Value, planned: &Value) -> bool {
    match (&own.kind, &planned.kind) {
        (Kind::Unknown(_) | Kind::Union(_) | Kind::PartialString(_), _) | (_, Kind::Unknown(_)) => {
            true
        }
        (Kind::Mapping(mine), Kind::Mapping(theirs)) => mine.entries.iter().all(|(name, own)| {
            let planned = theirs.entries.get(name);
            planned.is_none_or(|it| matches!(own.kind, Kind::Null(_)) || may_be(own, it))
        }),
        (Kind::Sequence(mine), Kind::Sequence(theirs)) => {
            let is_list = !matches!(mine.form, SequenceForm::Set(_));
            let same = mine.rest.is_some() || mine.items.len() == theirs.items.len();
            let mut pairs = mine.items.iter().zip(theirs.items.iter());
            let is_tuple_of_known = is_list && mine.items.len() == 1;
            same && (!is_tuple_of_known || pairs.all(|(own, it)| may_be(own, it)))
        }
        (Kind::String(_) | Kind::Number(_) | Kind::Bool(_), _) => {
            let ty = own.ty();
            convert::convert(planned, &ty).is_ok_and(|it| it.same(own))
        }
        _ => true,
    }
}
