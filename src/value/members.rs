//! The members of sequences and mappings: shared, and measured once, when they are put together.

use std::{cell::Cell, collections::BTreeMap, ops::Deref, sync::Arc};

use super::{Kind, Value};
use crate::syntax::Name;

/// The entries that a node of a tree has room for, and those that it usually has.
const NODE: (usize, usize) = (11, 8);

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// The bytes that members hold which this thread put together and nobody let go yet: a thread evaluates one root at a time, and so
/// a root can be told how much it holds.
#[must_use]
pub(crate) fn live_bytes() -> usize {
    LIVE.get()
}

/// Counts something that is kept beside values.
pub(super) fn hold(bytes: usize) {
    LIVE.set(LIVE.get().saturating_add(bytes));
}

/// Counts it no longer.
pub(super) fn let_go(bytes: usize) {
    LIVE.set(LIVE.get().saturating_sub(bytes));
}

/// The elements of a sequence.
pub type Items = Members<Vec<Value>>;

/// The entries of a mapping, sorted by key bytes as Terraform iterates them.
pub type Entries = Members<BTreeMap<Name, Value>>;

/// Members that cannot change any more: what is asked of all of them needs no walk.
#[derive(Debug)]
pub struct Members<T: Gathered>(Arc<Measured<T>>);

#[derive(Debug)]
struct Measured<T: Gathered> {
    members: T,
    extent: Extent,
}

/// What members are gathered in.
pub trait Gathered {
    /// Each of them.
    fn each(&self) -> impl Iterator<Item = &Value>;
    /// The bytes that all of them take, without what they share with others.
    fn bytes(&self) -> usize;
    /// The bytes of the texts that name them.
    fn names(&self) -> usize;
}

impl Gathered for Vec<Value> {
    fn each(&self) -> impl Iterator<Item = &Value> {
        self.iter()
    }

    fn bytes(&self) -> usize {
        self.capacity() * size_of::<Value>()
    }

    fn names(&self) -> usize {
        0
    }
}

impl Gathered for BTreeMap<Name, Value> {
    fn each(&self) -> impl Iterator<Item = &Value> {
        self.values()
    }

    fn bytes(&self) -> usize {
        let (room, used) = NODE;
        self.len().div_ceil(used) * room * (size_of::<Name>() + size_of::<Value>())
    }

    fn names(&self) -> usize {
        self.keys().map(|key| key.len()).sum()
    }
}

impl<T: Gathered> Members<T> {
    /// How large all of them are together, and what holds of any of them.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.0.extent
    }

    /// Whether both are the very same, not only alike.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn measured(members: T, extent: Extent) -> Self {
        hold(members.bytes());
        Self(Arc::new(Measured { members, extent }))
    }
}

impl Items {
    /// The alternatives of a union: where they are of different types, that of the union is not known.
    #[must_use]
    pub(crate) fn of_alternatives(alternatives: Vec<Value>) -> Self {
        let mut extent = extent(&alternatives);
        let mut types = alternatives.iter().map(Value::ty);
        let first = types.next();
        extent.has_any |= types.any(|ty| Some(ty) != first);
        Self::measured(alternatives, extent)
    }
}

fn extent<T: Gathered>(members: &T) -> Extent {
    let mut extent = Extent::default();
    let each = members.each();
    each.for_each(|member| extent.add(member.extent()));
    extent.text += members.names();
    extent
}

impl<T: Gathered> From<T> for Members<T> {
    fn from(members: T) -> Self {
        let extent = extent(&members);
        Self::measured(members, extent)
    }
}

impl<T: Gathered> Drop for Measured<T> {
    fn drop(&mut self) {
        let_go(self.members.bytes());
    }
}

impl<T: Gathered> Clone for Members<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Gathered> Deref for Members<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.members
    }
}

impl FromIterator<Value> for Items {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl FromIterator<(Name, Value)> for Entries {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(entries: I) -> Self {
        entries.into_iter().collect::<BTreeMap<_, _>>().into()
    }
}

/// How large a value is, and what holds of anything in it. What values share is counted as often as it is written out: a list that
/// holds another twice, again and again, doubles each time.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Extent {
    /// How many values it is, members of members counted.
    pub values: usize,
    /// How deep they are nested.
    pub depth: usize,
    /// The bytes of all texts and large numbers.
    pub text: usize,
    /// Whether any of them is sensitive.
    pub is_sensitive: bool,
    /// Whether any of them is not known.
    pub is_open: bool,
    /// Whether the type of any of them is not known.
    pub has_any: bool,
}

impl Extent {
    /// Takes one more beside the others.
    fn add(&mut self, other: Self) {
        self.values = self.values.saturating_add(other.values);
        self.depth = self.depth.max(other.depth);
        self.text = self.text.saturating_add(other.text);
        self.is_sensitive |= other.is_sensitive;
        self.is_open |= other.is_open;
        self.has_any |= other.has_any;
    }
}

impl Value {
    /// How large it is, and what holds of anything in it: without a walk.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let mut extent = match &self.kind {
            Kind::Sequence(sequence) => sequence.items.extent(),
            Kind::Mapping(mapping) => {
                let mut extent = mapping.entries.extent();
                if let Some(keyed) = &mapping.keyed {
                    extent.add(keyed.keys.extent());
                    extent.add(keyed.values.extent());
                }
                extent
            }
            Kind::Union(alternatives) => alternatives.extent(),
            Kind::String(text) => Extent {
                text: text.len(),
                ..Extent::default()
            },
            Kind::PartialString(fragments) => Extent {
                text: fragments.iter().map(super::Fragment::bytes).sum(),
                ..Extent::default()
            },
            Kind::Number(number) => Extent {
                text: number.weight(),
                ..Extent::default()
            },
            Kind::Unknown(unknown) => {
                let members = unknown.members.as_ref().map(Members::extent);
                members.unwrap_or_default()
            }
            Kind::Null(_) | Kind::Bool(_) => Extent::default(),
        };
        extent.values = extent.values.saturating_add(1);
        extent.depth += 1;
        extent.is_sensitive |= self.sensitive;
        extent.is_open |= !self.is_known();
        extent.has_any = self.has_any();
        extent
    }
}
