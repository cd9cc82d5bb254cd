//! Data sources that look up what this configuration makes: subnets, route tables and security groups of an own VPC, and that VPC.
//!
//! What they find is worked out before anything hangs on it, on an evaluation in which nothing is looked up. What is found once all of
//! the configuration is there counts: a first apply may read a data source before what it looks for is made.

mod beyond;
mod query;

mod candidate;

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{DEEPEST, Evaluation, Exists, Instance, ModuleInstance, functions::equal, planned};
use crate::{
    module::{Mode, Resource},
    syntax::Name,
    value::{Items, Kind, Origin, Truth, Type, Unknown, Value},
};
use candidate::Candidate;
use query::{Query, Sought};

/// What data sources find, by their addresses.
#[derive(Default, Debug)]
pub(super) struct Found(BTreeMap<Arc<str>, Matched>);

#[derive(Debug)]
enum Matched {
    /// The ids of all that there are, in an order that AWS decides.
    All(Vec<Value>),
    /// Attributes of the only one.
    One(BTreeMap<Name, Value>),
}

/// Everything that data sources may find, or that may add to it.
struct Room<'e, 'p> {
    evaluation: &'e Evaluation<'p>,
    /// By type.
    made: BTreeMap<Name, Vec<Rc<Instance<'p>>>>,
    /// Whether anything may be made that is out of sight.
    is_open: bool,
}

impl Evaluation<'_> {
    /// Fills in what a data source finds of what is made here, if that is known.
    pub(super) fn look_up(
        &self,
        resource: &Resource,
        identity: &Unknown,
        entries: &mut BTreeMap<Name, Value>,
    ) {
        let sought = Sought::by(&resource.name.ty).filter(|_| self.looks_up);
        let (Some(sought), Some(address)) = (sought, identity.symbol.as_ref()) else {
            return;
        };
        // What it gave when the plan was made is told by the plan.
        let planned = (self.plan.as_ref()).and_then(|it| it.instance(address.as_str()));
        let given = planned.and_then(|it| it.members.get(sought.gives()).cloned());
        if given.is_some_and(|it| it.is_known() && it.is_null() == Truth::No) {
            return;
        }
        let find = || Rc::new(self.find());
        let found = self.found.get(&self.tracker, &(), find, Rc::default);
        let origin = |is_all: bool| {
            self.origins.add(Origin::LookUp {
                what: address.as_str().into(),
                span: resource.block.header,
                is_all,
            })
        };
        match found.0.get(address.as_str()) {
            // That there are no others is as little certain as what somebody may replace.
            Some(Matched::All(ids)) if self.defaults => {
                let origin = origin(true);
                let ids: Vec<Value> = ids.iter().map(|id| id.clone().at(origin)).collect();
                entries.insert(
                    sought.gives().into(),
                    in_any_order(ids, identity).at(origin),
                );
            }
            Some(Matched::One(attributes)) => {
                let origin = origin(false);
                let attributes = attributes.iter();
                entries.extend(attributes.map(|(name, it)| (name.clone(), it.clone().at(origin))));
            }
            _ => {}
        }
    }

    fn find(&self) -> Found {
        let mut apart = Self::new(self.program, self.sources, self.root_id, self.given);
        apart.looks_up = false;
        // It stands on the stack of this one.
        apart.tracker.set_depth(DEEPEST / 2);
        apart.fuel = self.fuel.rest();
        apart.workspace.clone_from(&self.workspace);
        apart.plan.clone_from(&self.plan);
        apart.unit.clone_from(&self.unit);
        apart.defaults = self.defaults;
        let room = Room::of(&apart);
        let mut found = Found::default();
        for scope in apart.module_instances() {
            for name in scope.module.resources.keys() {
                let sought = Sought::by(&name.ty).filter(|_| name.mode == Mode::Data);
                let Some(sought) = sought else { continue };
                for source in &apart.expansion(&scope, name).instances {
                    let matched = room.find(source, sought);
                    found
                        .0
                        .extend(matched.map(|it| (source.address.clone(), it)));
                }
            }
        }
        self.tracker.note(apart.tracker.so_far());
        self.outside.borrow_mut().append(&mut apart.outside.take());
        let is_paid = self.fuel.burn(apart.fuel.spent());
        if is_paid { found } else { Found::default() }
    }
}

/// A list of these, in an order that is not known.
fn in_any_order(ids: Vec<Value>, identity: &Unknown) -> Value {
    if ids.len() < 2 {
        return Value::list(Type::String, ids);
    }
    Unknown {
        ty: Type::list(Type::String),
        not_null: true,
        least: Some(ids.len()),
        members: Some(Items::from(ids)),
        ..identity.attribute("ids")
    }
    .into()
}

impl<'e, 'p> Room<'e, 'p> {
    fn of(evaluation: &'e Evaluation<'p>) -> Self {
        let mut made: BTreeMap<Name, Vec<Rc<Instance<'p>>>> = BTreeMap::new();
        let scopes = evaluation.module_instances();
        let mut is_open = beyond::may_make(evaluation, &scopes);
        for scope in &scopes {
            for name in scope.module.resources.keys() {
                if name.mode == Mode::Data || !candidate::CONCERNED.contains(&&*name.ty) {
                    continue;
                }
                let expansion = evaluation.expansion(scope, name);
                is_open |= expansion.repetition.is_none();
                let of_type = made.entry(name.ty.clone()).or_default();
                of_type.extend(expansion.instances.iter().cloned());
            }
        }
        Self {
            evaluation,
            made,
            is_open,
        }
    }

    fn instances<'s>(&'s self, ty: &str) -> impl Iterator<Item = &'s Rc<Instance<'p>>> {
        self.made.get(ty).into_iter().flatten()
    }

    /// What a data source finds, if that is known.
    fn find(&self, source: &Instance<'p>, sought: &Sought) -> Option<Matched> {
        let query = Query::of(source, sought)?;
        if let Some(table) = self.table_of_subnet(&query, sought) {
            return Some(Matched::One(table));
        }
        let vpc = self.own_vpc(&query);
        let mut candidates: Vec<Candidate<'_, 'p>> = self
            .instances(sought.ty)
            .map(|it| Candidate::made(it))
            .collect();
        candidates.extend(vpc.and_then(|vpc| Candidate::by_default(vpc, sought.ty)));
        let mut answers = Vec::new();
        for candidate in &candidates {
            if !self.evaluation.fuel.burn(1) {
                return None;
            }
            answers.push(candidate.answers(&query, source, self));
        }
        let met = candidates.iter().zip(&answers);
        let met = met.filter(|(_, answer)| **answer == Truth::Yes);
        let met: Vec<&Candidate<'_, 'p>> = met.map(|(it, _)| it).collect();
        if sought.is_one {
            // Of several the read fails, whatever they are.
            let [only] = met[..] else { return None };
            let is_looked_for = vpc.is_some() || only.is_awaited_by(source);
            let is_told = query.names(&only.id()) || is_looked_for && only.is_certain();
            return is_told.then(|| Matched::One(only.attributes(source)));
        }
        vpc?;
        let is_all = !self.is_open
            && (sought.ty != "aws_security_group" || query.names_groups())
            && answers.iter().all(|it| *it != Truth::Unknown)
            && met.iter().all(|it| it.is_certain());
        is_all.then(|| Matched::All(met.iter().map(|it| it.id()).collect()))
    }

    /// The VPC that is asked for, if it is one that is made here.
    fn own_vpc(&self, query: &Query) -> Option<&Instance<'p>> {
        let id = query.vpc()?;
        let mut vpcs = self.instances("aws_vpc").map(|it| &**it);
        vpcs.find(|vpc| equal(&vpc.attribute("id"), id) == Truth::Yes && names_one(id))
    }

    /// The route table of a subnet: what associates the two says which.
    fn table_of_subnet(&self, query: &Query, sought: &Sought) -> Option<BTreeMap<Name, Value>> {
        if sought.ty != "aws_route_table" || !sought.is_one {
            return None;
        }
        let subnet = query.only("association.subnet-id")?;
        let mut associations = self.instances("aws_route_table_association");
        let association = associations.find(|it| {
            it.exists == Exists::Must && equal(&it.attribute("subnet_id"), subnet) == Truth::Yes
        })?;
        let table = association.attribute("route_table_id");
        let table = Value::new(table.kind.clone());
        let is_told = names_one(&table) && !association.ignores_changes_of("route_table_id");
        is_told.then(|| {
            ["id", "route_table_id"]
                .map(|name| (name.into(), table.clone()))
                .into()
        })
    }
}

/// Whether a value is the id of one resource that is made here.
fn names_one(id: &Value) -> bool {
    matches!(&id.kind, Kind::Unknown(unknown) if unknown.names_one_resource())
}

/// Whether a data source is read where a resource is made: by the same configuration of the provider.
fn is_same_place<'p>(
    evaluation: &Evaluation<'p>,
    source: &Instance<'p>,
    made: &Instance<'p>,
) -> bool {
    let place = |it: &Instance<'p>| {
        let region = it.attribute("region");
        let own = format!("{}.region", it.address);
        let is_own = region.symbol().is_some_and(|it| it.as_str() == own);
        let is_plain = is_own || matches!(region.kind, Kind::Null(_));
        evaluation.configuration_of(it).filter(|_| is_plain)
    };
    place(source).is_some_and(|it| place(made) == Some(it))
}
