//! What names things: ids that are written out, and references to what has none before the apply.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::{
    address::{Address, without_keys},
    provider::awscc,
    syntax::Name,
    value::{Kind, Symbol, Value},
    work,
};

/// The identity of something in the cloud. The same identity is the same thing; different ones may still be.
#[derive(Clone, Debug)]
pub enum Identity {
    /// An attribute of what this configuration makes or looks up: `aws_vpc.main` and `id`.
    Attribute(Address, Arc<str>),
    /// An id that is written out, `vpc-0a1b`: not made by this configuration.
    Id {
        /// The id.
        id: Name,
        /// Whether it must not be shown.
        sensitive: bool,
    },
    /// Any other reference: a variable, what a function makes of one, one of a collection.
    Reference(Symbol),
}

impl Identity {
    /// All that tells one from another.
    fn parts(&self) -> (u8, &str, &str, bool) {
        match self {
            Self::Attribute(address, attribute) => (0, address, attribute, false),
            Self::Id { id, sensitive } => {
                work::count(1);
                (1, id, "", *sensitive)
            }
            Self::Reference(symbol) => (2, symbol.as_str(), "", false),
        }
    }

    /// The one identity that a value names, whichever of its alternatives holds. An empty string and null name nothing.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match &value.kind {
            Kind::String(id) if !id.is_empty() => Some(Self::Id {
                id: id.clone(),
                sensitive: value.sensitive,
            }),
            Kind::Unknown(unknown) => unknown.symbol.as_ref().map(Self::behind),
            Kind::PartialString(fragments) => Symbol::of_template(fragments).map(Self::Reference),
            Kind::Union(alternatives) => {
                let mut named: BTreeSet<Option<Self>> = (alternatives.iter())
                    .filter(|it| !names_nothing(it))
                    .map(Self::of)
                    .collect();
                let only = named.pop_first()?;
                if named.is_empty() { only } else { None }
            }
            _ => None,
        }
    }

    /// The identity of a reference.
    #[must_use]
    pub fn behind(symbol: &Symbol) -> Self {
        match Address::of_attribute(symbol.as_str()) {
            Some((address, attribute)) => {
                let attribute = awscc::attribute(address.ty(), attribute).into();
                Self::Attribute(address, attribute)
            }
            None => Self::Reference(symbol.clone()),
        }
    }

    /// The identity of an attribute of something this configuration makes.
    #[must_use]
    pub fn attribute(address: &Address, attribute: &str) -> Self {
        Self::Attribute(address.clone(), attribute.into())
    }

    /// The address, when it is that attribute of something at an address.
    #[must_use]
    pub fn owner(&self, attributes: &[&str]) -> Option<&Address> {
        match self {
            Self::Attribute(address, attribute) if attributes.contains(&&**attribute) => {
                Some(address)
            }
            _ => None,
        }
    }

    /// Whether it is an id that is written out: not made by this configuration.
    #[must_use]
    pub const fn is_foreign(&self) -> bool {
        matches!(self, Self::Id { .. })
    }

    /// The id, when it is written out and may be shown.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Id {
                id,
                sensitive: false,
            } => Some(id),
            _ => None,
        }
    }

    /// As messages name it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Attribute(address, _) => address,
            Self::Id {
                sensitive: true, ..
            } => "made elsewhere",
            Self::Id { id, .. } => id,
            Self::Reference(symbol) => symbol.as_str(),
        }
    }

    /// Whether it names one of a collection, or all, without saying which.
    #[must_use]
    pub fn is_vague(&self) -> bool {
        match self {
            Self::Attribute(address, _) => address.is_vague(),
            Self::Id { .. } => false,
            Self::Reference(symbol) => symbol.as_str().contains(['(', '*']),
        }
    }

    /// What all members of the collection have in common that it is one of: the reference without keys, taken out of the
    /// functions that pick one of several.
    #[must_use]
    pub fn collection(&self) -> String {
        let mut text = match self {
            Self::Attribute(address, attribute) => {
                return format!("{}.{attribute}", address.plain());
            }
            Self::Id { id, .. } => return format!("={id}"),
            Self::Reference(symbol) => symbol.as_str(),
        };
        while let Some(inner) = (text.strip_prefix("element(")).or(text.strip_prefix("one(")) {
            text = (inner.split_once(", "))
                .map_or(inner.trim_end_matches(')'), |(collection, _)| collection);
        }
        without_keys(text)
    }
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Identity {}

impl Hash for Identity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialOrd for Identity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

/// Null and the empty string name nothing.
#[must_use]
pub(super) fn names_nothing(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Finds what identities name, among things that are known by their places.
#[derive(Debug)]
pub(super) struct Index {
    exact: HashMap<Identity, Vec<usize>>,
    /// By collection; with whether it is told which of it they are.
    collections: HashMap<String, Vec<(usize, bool)>>,
}

impl Index {
    /// The index of things, each with all that it is called by, in their order.
    pub(super) fn of<'i>(things: impl Iterator<Item = &'i [Identity]>) -> Self {
        let mut index = Self {
            exact: HashMap::new(),
            collections: HashMap::new(),
        };
        for (place, identities) in things.enumerate() {
            index.add(place, identities);
        }
        index
    }

    /// Adds what comes after all others.
    pub(super) fn add(&mut self, place: usize, identities: &[Identity]) {
        for identity in identities {
            self.exact.entry(identity.clone()).or_default().push(place);
            let of_collection = self.collections.entry(identity.collection()).or_default();
            of_collection.push((place, identity.is_vague()));
        }
    }

    /// Whether something is called exactly that.
    pub(super) fn has(&self, identity: &Identity) -> bool {
        self.exact.contains_key(identity)
    }

    /// The places of the things that are called exactly that.
    pub(super) fn called(&self, identity: &Identity) -> &[usize] {
        self.exact.get(identity).map_or(&[], Vec::as_slice)
    }

    /// The first thing that is called exactly that.
    pub(super) fn first(&self, identity: &Identity) -> Option<usize> {
        self.exact.get(identity)?.first().copied()
    }

    /// The places of the things that an identity names: of the one that has it, else of all of the collection it picks from.
    pub(super) fn named(&self, identity: &Identity) -> Vec<usize> {
        if let Some(exact) = self.exact.get(identity) {
            return exact.clone();
        }
        // Two of a collection that both are told are two things, even where one is all that is seen.
        let of_collection = self.collections.get(&identity.collection());
        let of_collection = of_collection.into_iter().flatten();
        let mut named: Vec<usize> = of_collection
            .filter(|(_, is_vague)| identity.is_vague() || *is_vague)
            .map(|(place, _)| *place)
            .collect();
        named.dedup();
        named
    }
}
