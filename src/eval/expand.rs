//! `count` and `for_each`: which instances a block has, and what a reference to all of them is worth.

use std::{
    cell::{LazyCell, OnceCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

use super::{
    Binding, Env, Evaluation, Exists, Expansion, Key, ModuleInstance, Outcome, Repeated, convert,
    functions,
    module_instance::{Alternative, Form, Item, Repetition},
    planned,
    reference::undeclared,
    settled, symbolic,
};
use crate::{
    module::ResourceName,
    syntax::Block,
    value::{Kind, MappingForm, OriginId, SequenceForm, Symbol, Type, Unknown, Value, Why},
};

/// More instances of one block than this are not told apart: they become one symbolic instance.
const MOST_INSTANCES: usize = 1_000;

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
        scope.resources.get(name, compute, || {
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

impl Repetition {
    /// With the instances that a plan has, unless it is known without which there are.
    pub(super) fn settled(self, planned: impl FnOnce() -> Option<settled::Keys>) -> Self {
        if matches!(self.alternatives.as_slice(), [only] if only.is_told()) {
            return self;
        }
        let form = self.alternatives.first().map(|it| it.form);
        let (Some(form), Some((keys, are_all))) = (form, planned()) else {
            return self;
        };
        // Some of several that are counted are not told from others.
        let is_counted = form == Form::Count;
        if keys.len() > MOST_INSTANCES || !are_all && form != Form::ForEach {
            return self;
        }
        let mut rests = self.alternatives.iter();
        let rest = rests.find_map(|it| it.rest.clone());
        let rest = rest.unwrap_or_else(|| Arc::new(Unknown::new(Type::Any, Why::Condition)));
        let alternatives = vec![Alternative {
            items: settled::repeated(keys, &self.repeated),
            rest: (!are_all).then_some(rest),
            form,
        }];
        let mut others = self.repeated.iter().filter_map(|it| it.index.symbol());
        let key_symbol = || others.next().cloned();
        Self {
            repeated: merge(&alternatives, is_counted, key_symbol),
            alternatives,
            ..self
        }
    }

    /// What the block's name is worth: the value, the tuple or the object of its instances; a union of those when an unknown
    /// condition decides how many there are.
    pub(super) fn collected(
        &self,
        address: &Arc<str>,
        value_of: impl Fn(&Key) -> Option<Value>,
    ) -> Value {
        let mut collections = Vec::with_capacity(self.alternatives.len());
        for alternative in &self.alternatives {
            let rest = alternative.rest.as_ref().map(|rest| {
                Arc::new(Unknown {
                    symbol: Some(Symbol::new(address.clone())),
                    ..(**rest).clone()
                })
            });
            let members = || {
                let items = alternative.items.iter();
                items.filter_map(|item| Some((item, value_of(&item.key)?)))
            };
            collections.push(match (alternative.form, rest) {
                // What is not enabled is null.
                (Form::Single, _) if alternative.items.is_empty() => Value::null(Type::Any),
                (Form::Single, _) => match value_of(&Key::Single) {
                    Some(value) => value,
                    None => Value::unknown(Type::Any, Why::Cycle),
                },
                (_, Some(rest)) if alternative.items.is_empty() => Value::new(Kind::Unknown(rest)),
                // The first of them, by what is the least count.
                (Form::Count, rest) => {
                    let first = members().map(|(_, value)| value).collect();
                    Value::sequence(SequenceForm::Tuple, first, rest)
                }
                (Form::ForEach, rest) => {
                    let (mut entries, mut keyed) = (BTreeMap::new(), Vec::new());
                    for (item, value) in members() {
                        match &item.key {
                            Key::Name(name) => {
                                entries.insert(name.clone(), value);
                            }
                            _ => keyed.push((item.index.clone(), value)),
                        }
                    }
                    let are_all = rest.is_none();
                    let why = keyed.first().map(|(key, _)| key.kind.why());
                    let rest =
                        rest.or_else(|| Some(Arc::new(symbolic(address.clone(), Type::Any, why?))));
                    Value::mapping(MappingForm::Object, entries, rest).with_keyed(keyed, are_all)
                }
            });
        }
        // That there is nothing comes from what says how many there are; all else comes with what there is.
        let is_empty = |it: &Alternative| it.items.is_empty() && it.rest.is_none();
        let origin = if self.alternatives.iter().all(is_empty) {
            self.basis
        } else {
            OriginId::NONE
        };
        Value::union(collections).at(origin)
    }
}

/// One value of `count`.
fn count(value: &Value) -> Alternative {
    let open = |why: Why| Alternative {
        items: Vec::new(),
        rest: Some(Arc::new(Unknown::new(Type::Any, why))),
        form: Form::Count,
    };
    let instances = |count| {
        let indices = 0..count;
        let each = indices.map(|index| Item::new(Key::Index(index), Value::null(Type::Any)));
        each.collect()
    };
    let Ok(number) = convert::convert(value, &Type::Number) else {
        return open(Why::Fault("count is not a number".into()));
    };
    match &number.kind {
        Kind::Number(number) => match number.as_index() {
            Some(count) if count <= MOST_INSTANCES => Alternative {
                items: instances(count),
                rest: None,
                form: Form::Count,
            },
            Some(_) => open(Why::Limit),
            None => open(Why::Fault("count is not a whole number".into())),
        },
        Kind::Null(_) => open(Why::Fault("count is null".into())),
        Kind::Unknown(unknown) => Alternative {
            items: instances(unknown.least.unwrap_or(0).min(MOST_INSTANCES)),
            ..open(unknown.why.clone())
        },
        kind => open(kind.why()),
    }
}

/// One value of `for_each`: a map, an object or a set of strings. Lists are refused by Terraform; a tuple of known strings is read as
/// the set it was meant to be nowhere.
fn for_each(value: &Value) -> Alternative {
    let mut alternative = Alternative {
        items: Vec::new(),
        rest: None,
        form: Form::ForEach,
    };
    let mut open = |why: Why, symbol: Option<Symbol>| {
        alternative.rest = Some(Arc::new(Unknown {
            symbol,
            ..Unknown::new(Type::Any, why)
        }));
    };
    match &value.kind {
        // The keys would show in addresses.
        _ if hides_keys(value) => open(
            Why::Fault("sensitive values cannot be used as for_each".into()),
            None,
        ),
        Kind::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let mut items: Vec<Item> = entries
                .map(|(key, value)| Item::new(Key::Name(key.clone()), value.clone()))
                .collect();
            let keyed = mapping.keyed.iter().flat_map(|it| it.entries());
            items.extend(keyed.filter_map(|(key, value)| Item::templated(key, value)));
            let (count, are_all) = mapping.count();
            if let Some(rest) = (mapping.rest.as_ref()).filter(|_| !are_all || items.len() < count)
            {
                open(rest.why.clone(), rest.symbol.clone());
            }
            alternative.items = items;
        }
        Kind::Sequence(sequence) if matches!(sequence.form, SequenceForm::Set(_)) => {
            if let Some(rest) = &sequence.rest {
                open(rest.why.clone(), rest.symbol.clone());
            }
            for (place, item) in sequence.items.iter().enumerate() {
                let one = match &item.kind {
                    Kind::String(key) => Some(Item::new(Key::Name(key.clone()), item.clone())),
                    _ if is_no_other(&sequence.items, place) => Item::templated(item, item),
                    _ => None,
                };
                match one {
                    Some(one) => alternative.items.push(one),
                    None => open(item.kind.why(), None),
                }
            }
        }
        Kind::Unknown(unknown) => open(unknown.why.clone(), unknown.symbol.clone()),
        _ => open(
            Why::Fault("for_each takes a map or a set of strings".into()),
            None,
        ),
    }
    if alternative.items.len() > MOST_INSTANCES {
        alternative.items.clear();
        alternative.rest = Some(Arc::new(Unknown::new(Type::Any, Why::Limit)));
    }
    alternative
}

/// Whether a member of a set is for certain another than all others, of which a set has each once.
fn is_no_other(members: &[Value], place: usize) -> bool {
    let Some(member) = members
        .get(place)
        .filter(|_| members.len() <= functions::MOST_COMPARED)
    else {
        return false;
    };
    let others = members.iter().enumerate().filter(|(at, _)| *at != place);
    functions::is_apart(member, others.map(|(_, other)| other))
}

/// Whether the keys of a `for_each` are sensitive: those of a set are its members.
fn hides_keys(value: &Value) -> bool {
    value.sensitive
        || match &value.kind {
            Kind::Sequence(sequence) => sequence.items.iter().any(|item| item.sensitive),
            _ => false,
        }
}

/// All instances of all alternatives; those of every alternative are there for certain.
fn merge(
    alternatives: &[Alternative],
    counted: bool,
    key_symbol: impl FnMut() -> Option<Symbol>,
) -> Vec<Repeated> {
    let keys = LazyCell::new(key_symbol);
    let mut each: BTreeMap<&Key, Vec<&Item>> = BTreeMap::new();
    for item in alternatives.iter().flat_map(|it| &it.items) {
        each.entry(&item.key).or_default().push(item);
    }
    let mut repeated: Vec<Repeated> = each
        .into_iter()
        .map(|(key, items)| {
            let exists = if items.len() == alternatives.len() {
                Exists::Must
            } else {
                Exists::May
            };
            let first = items.first();
            let origin = first.map_or(OriginId::NONE, |it| it.value.origin);
            let own = || Some(Symbol::new(format!("{}{key}", keys.as_ref()?)));
            Repeated {
                keys: (exists == Exists::May).then(own).flatten(),
                key: key.clone(),
                index: first.map_or_else(|| Value::null(Type::Any), |it| it.index.clone()),
                value: Value::union(items.iter().map(|it| it.value.clone())).at(origin),
                exists,
            }
        })
        .collect();
    if let Some(rest) = alternatives
        .iter()
        .find_map(|alternative| alternative.rest.as_ref())
    {
        let ty = if counted { Type::Number } else { Type::String };
        let index = Unknown {
            symbol: keys.clone(),
            not_null: true,
            ..Unknown::new(ty, rest.why.clone())
        };
        repeated.push(Repeated {
            key: Key::Any { counted },
            keys: keys.clone(),
            index: index.into(),
            value: rest.each().into(),
            exists: Exists::May,
        });
    }
    repeated
}
