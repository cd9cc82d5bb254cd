//! Facts: what arguments say, in every way that an unknown condition leaves, with the place they stand at.
//!
//! Nothing is settled here: a fact that an unknown condition decides has several answers, one that is out of sight says why, and
//! what only may be there is marked so. A rule reads facts through its [`Case`](super::Case), one answer at a time.

use std::sync::Arc;

use super::identity::names_nothing;
use crate::{
    address::Address,
    eval::Exists,
    finding::Undecided,
    span::Span,
    value::{Kind, OriginId, Symbol, Value, Why},
    work,
};

/// A resource instance of the configuration: what every thing that is made here has.
#[derive(Debug)]
pub struct Resource {
    /// Its address.
    pub address: Address,
    /// The header of its block, or of the call of a known registry module that makes it.
    pub header: Span,
    /// Where it is asked for: the same, or the entry of that call that is about this instance.
    pub at: Span,
    /// The call that makes it, by its local name, when that is of a known registry module.
    pub call: Option<String>,
    /// The address of the module in which a person writes about it: its own, or the one with that call.
    pub written_in: String,
    /// Whether it asks for a Region or a provider configuration of its own, other than its module's.
    pub asks_for_region: bool,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Whether it is there for certain wherever its module instance is.
    pub exists_in_module: Exists,
    /// Of one that may not be there, or stands for all instances that cannot be told apart: what tells which.
    pub keys: Option<Symbol>,
    /// What that hangs on: its `count` or `for_each` and those of the calls above.
    pub hangs_on: Vec<OriginId>,
}

impl Resource {
    /// Whether it is there for certain, or wherever something else is: two blocks with the same `count` or `for_each` have the same
    /// instances, and what a module always makes is there with all that is in that.
    pub(super) fn is_there_with(&self, other: &Self) -> bool {
        let has_same = || self.keys.is_some() && self.keys == other.keys;
        let is_in_its_module = || {
            let rest = other.address.module().strip_prefix(self.address.module());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.exists == Exists::Must
            || self.address == other.address
            || has_same()
            || self.exists_in_module == Exists::Must && is_in_its_module()
    }

    /// A block that is there for certain.
    pub(super) fn certain(address: Address, header: Span) -> Self {
        Self {
            written_in: address.module().to_owned(),
            address,
            header,
            at: header,
            call: None,
            asks_for_region: false,
            exists: Exists::Must,
            exists_in_module: Exists::Must,
            keys: None,
            hangs_on: Vec::new(),
        }
    }

    /// That something about it is not known.
    pub(super) fn question(&self, reason: impl Into<String>) -> Undecided {
        Undecided {
            address: self.address.clone(),
            reason: reason.into(),
            span: self.header,
        }
    }
}

/// Where a fact stands: an argument of a resource.
#[derive(Clone, Debug)]
pub struct Place {
    /// The resource instance.
    pub resource: Arc<Resource>,
    /// The path of the argument in its block: `ingress.cidr_blocks`. Empty for the block as a whole.
    pub argument: &'static str,
    /// The argument, from its name to the end of its value; the header of the block when it is not written.
    pub span: Span,
    /// Where the value came from.
    pub origin: OriginId,
    /// Where the collection came from that the value is a member of.
    pub within: OriginId,
    /// Whether it is written, as opposed to left to the provider.
    pub written: bool,
    /// Whether the value must not be shown: its trail would lead to it.
    pub sensitive: bool,
}

impl Place {
    /// The block as a whole.
    #[must_use]
    pub fn of(resource: &Arc<Resource>) -> Self {
        Self {
            resource: resource.clone(),
            argument: "",
            span: resource.at,
            origin: OriginId::NONE,
            within: OriginId::NONE,
            written: true,
            sensitive: false,
        }
    }
}

/// The answer to one question: each way that an unknown condition leaves, known or not.
#[derive(Clone, Debug)]
pub struct Fact<T> {
    pub(super) answers: Vec<Result<T, Why>>,
    /// Where it stands.
    pub place: Place,
}

impl<T> Fact<T> {
    /// A fact with one answer.
    pub(super) fn new(answer: Result<T, Why>, place: Place) -> Self {
        Self {
            answers: vec![answer],
            place,
        }
    }

    /// What the alternatives of a value say; `None` of one of which nothing is known.
    pub(super) fn read(value: &Value, place: Place, read: impl Fn(&Value) -> Option<T>) -> Self {
        Self::parse(value, place, |it| read(it).ok_or_else(|| unknown_part(it)))
    }

    /// The same with the reason why one does not answer.
    pub(super) fn parse(
        value: &Value,
        place: Place,
        read: impl Fn(&Value) -> Result<T, Why>,
    ) -> Self {
        Self {
            answers: value.alternatives().iter().map(read).collect(),
            place,
        }
    }

    /// Nothing is known of it.
    pub(super) fn hidden(self, why: Why) -> Self {
        Self::new(Err(why), self.place)
    }

    /// The one answer, if it is known and there is no other.
    #[must_use]
    pub(super) fn settled(&self) -> Option<&T> {
        work::count(1);
        match self.answers.as_slice() {
            [Ok(answer)] => Some(answer),
            _ => None,
        }
    }

    /// Why the others are not known.
    pub(super) fn reasons(&self) -> impl Iterator<Item = &Why> {
        self.answers
            .iter()
            .filter_map(|answer| answer.as_ref().err())
    }

    /// All answers that are known.
    pub(super) fn possible(&self) -> impl Iterator<Item = &T> {
        work::count(1);
        self.answers
            .iter()
            .filter_map(|answer| answer.as_ref().ok())
    }
}

impl<T: PartialEq> Fact<T> {
    /// Answers that are the same count once.
    pub(super) fn merged(mut self) -> Self {
        let mut kept: Vec<Result<T, Why>> = Vec::new();
        for answer in self.answers {
            if !kept.contains(&answer) {
                kept.push(answer);
            }
        }
        self.answers = kept;
        self
    }
}

/// Several things that belong to one: each way that an unknown condition leaves, and whether those are all.
#[derive(Clone, Debug)]
pub struct Set<T> {
    /// What it is in the first way.
    pub(super) members: Members<T>,
    /// What it is in the others.
    pub(super) otherwise: Vec<Members<T>>,
    /// The argument that lists them; the block when there is none.
    pub place: Place,
}

/// The members of a set in one of the ways that conditions leave.
#[derive(Clone, Debug)]
pub struct Members<T> {
    /// Those that are named. What attaches one may itself only may be there: see the resource of its place.
    pub items: Vec<Fact<T>>,
    /// Why there may be more; absent when these are all.
    pub open: Option<Why>,
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            open: None,
        }
    }
}

impl<T: Clone> Set<T> {
    /// The members of a list or set argument. Null has none; a member may itself stand for a collection.
    pub(super) fn read(value: &Value, place: &Place, read: impl Fn(&Value) -> Option<T>) -> Self {
        Self::parse(value, place, |it| read(it).ok_or_else(|| unknown_part(it)))
    }

    /// The same with the reason why one does not answer.
    pub(super) fn parse(
        value: &Value,
        place: &Place,
        read: impl Fn(&Value) -> Result<T, Why>,
    ) -> Self {
        let way = |value: &Value| {
            let mut members = Members::default();
            collect(value, &mut members.open, &mut |item| {
                let place = Place {
                    origin: item.origin,
                    within: place.origin,
                    sensitive: place.sensitive || item.sensitive,
                    ..place.clone()
                };
                members.items.push(Fact::parse(item, place, &read));
            });
            members
        };
        let ways = value.alternatives().iter();
        let mut ways = ways.map(|it| way(&it.clone().hidden(value.sensitive)));
        Self {
            members: ways.next().unwrap_or_default(),
            otherwise: ways.collect(),
            place: place.clone(),
        }
    }

    /// Adds what another argument or a separate resource attaches.
    pub(super) fn add(&mut self, item: &Fact<T>) {
        for way in self.ways_mut() {
            way.items.push(item.clone());
        }
    }

    /// There may be more, for that reason.
    pub(super) fn leave_open(&mut self, why: &Why) {
        for way in self.ways_mut() {
            way.open = Some(why.clone());
        }
    }

    pub(super) fn ways_mut(&mut self) -> impl Iterator<Item = &mut Members<T>> {
        std::iter::once(&mut self.members).chain(&mut self.otherwise)
    }
}

impl<T> Set<T> {
    /// Whether it may hold something of which a test holds: a known member, one that is not known, or more than is in sight.
    pub(super) fn may_hold(&self, test: impl Fn(&T) -> bool) -> bool {
        let unknown = |item: &Fact<T>| item.answers.iter().any(Result::is_err);
        let mut ways = self.ways();
        ways.any(|way| way.open.is_some() || way.items.iter().any(unknown))
            || self.possible().any(test)
    }

    /// What it is in each way.
    pub(super) fn ways(&self) -> impl Iterator<Item = &Members<T>> {
        std::iter::once(&self.members).chain(&self.otherwise)
    }

    /// All members in any of the ways.
    pub(super) fn possible(&self) -> impl Iterator<Item = &T> {
        let items = self.ways().flat_map(|way| &way.items);
        items.flat_map(Fact::possible)
    }
}

/// Calls `add` with the members of a list, also of lists in it, and says why there may be more.
pub(super) fn collect(value: &Value, open: &mut Option<Why>, add: &mut dyn FnMut(&Value)) {
    match &value.kind {
        Kind::Null(_) => {}
        Kind::Sequence(sequence) => {
            for item in sequence.items.iter().filter(|item| !names_nothing(item)) {
                // What is part of a secret is one.
                let item = item.clone().hidden(value.sensitive);
                match &item.kind {
                    Kind::Sequence(_) => collect(&item, open, add),
                    _ => add(&item),
                }
            }
            if let Some(rest) = &sequence.rest {
                if rest.symbol.is_some() {
                    add(&Value::new(Kind::Unknown(rest.clone())));
                }
                *open = Some(rest.why.clone());
            }
        }
        Kind::Unknown(unknown) if unknown.members.is_some() => {
            for item in unknown.members.iter().flat_map(|it| it.iter()) {
                add(&item.clone().hidden(value.sensitive));
            }
        }
        Kind::Unknown(unknown) => {
            if unknown.symbol.is_some() {
                add(value);
            }
            *open = Some(unknown.why.clone());
        }
        _ => add(value),
    }
}

/// Why a value does not answer: the reason of its first unknown part.
#[must_use]
pub(super) fn unknown_part(value: &Value) -> Why {
    match &value.kind {
        Kind::Sequence(sequence) if sequence.rest.is_none() => (sequence.items.iter())
            .find(|item| !item.is_wholly_known())
            .map_or(Why::Condition, unknown_part),
        kind => kind.why(),
    }
}
