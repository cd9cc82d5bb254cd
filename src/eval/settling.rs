//! One instance that a plan knows of: what it fills in of its arguments, and what references to it see.

use std::collections::BTreeMap;

use super::{Evaluation, body::written, convert};
use crate::{
    module::{Mode, Resource, ResourceName},
    provider::Schema,
    saved_plan::PlannedInstance,
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

impl Evaluation<'_> {
    /// An origin in the plan.
    pub(super) fn of_plan(&self, what: Name, span: Span, from: OriginId) -> OriginId {
        self.origins.add(Origin::Plan { what, span, from })
    }
}

/// A reference to the id of a resource.
pub(super) fn reference(id: &str) -> Value {
    let address = id.strip_suffix(".id").unwrap_or(id);
    let why = Why::Resource(address.into());
    Value::from(Unknown {
        symbol: Some(Symbol::new(id)),
        not_null: true,
        ..Unknown::new(Type::String, why)
    })
}

/// A value of which every part is changed, the innermost first.
pub(super) fn changed(value: &Value, change: &impl Fn(&Value) -> Value) -> Value {
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
pub(super) struct Settling<'e, 'p> {
    pub(super) evaluation: &'e Evaluation<'p>,
    /// Its address.
    pub(super) what: Name,
    pub(super) header: Span,
}

impl Settling<'_, '_> {
    fn origin(&self, from: OriginId) -> OriginId {
        let span = self.header;
        self.evaluation.of_plan(self.what.clone(), span, from)
    }

    /// What is written in a block of which no text is there.
    pub(super) fn make(
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
    pub(super) fn read(
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
    pub(super) fn fill(&self, planned: &PlannedInstance, entries: &mut BTreeMap<Name, Value>) {
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
    pub(super) fn outside(
        &self,
        name: &ResourceName,
        planned: PlannedInstance,
    ) -> BTreeMap<Name, Value> {
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
