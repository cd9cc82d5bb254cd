//! What `count` and `for_each` say: which instances there may be under each alternative, and what they are worth together.

use std::{cell::LazyCell, collections::BTreeMap, sync::Arc};

use super::{
    Exists, Key, Repeated, convert, functions,
    module_instance::{Alternative, Form, Item, Repetition},
    settled, symbolic,
};
use crate::value::{Kind, MappingForm, OriginId, SequenceForm, Symbol, Type, Unknown, Value, Why};

/// More instances of one block than this are not told apart: they become one symbolic instance.
const MOST_INSTANCES: usize = 1_000;

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
pub(super) fn count(value: &Value) -> Alternative {
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
pub(super) fn for_each(value: &Value) -> Alternative {
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
pub(super) fn merge(
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
