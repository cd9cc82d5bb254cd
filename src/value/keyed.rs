//! Entries of mappings whose keys are not known to the letter, but what they are made of: `private-${data.aws_availability_zones.a.names[0]}`.

use std::sync::Arc;

use super::{Fragment, Items, Kind, Mapping, Symbol, Value};
use crate::syntax::Name;

/// Such entries of one mapping. Each is there for certain, and no two of the mapping have one key.
#[derive(Clone, Debug)]
pub struct Keyed {
    /// The keys: texts that are unknown, or known in part.
    pub keys: Items,
    /// The values, in the order of the keys, which is not that in which Terraform iterates them.
    pub values: Items,
    /// Whether the mapping has no other entries, beside those whose keys are known.
    pub are_all: bool,
}

impl Keyed {
    /// Each key with its value.
    pub fn entries(&self) -> impl Iterator<Item = (&Value, &Value)> {
        self.keys.iter().zip(self.values.iter())
    }

    /// The value under a key, where that is for certain one of these.
    #[must_use]
    pub fn get(&self, key: &Value) -> Option<&Value> {
        let mut entries = self.entries();
        entries.find_map(|(own, value)| own.same(key).then_some(value))
    }
}

impl Mapping {
    /// How many entries it has at least, and whether there are no more.
    #[must_use]
    pub fn count(&self) -> (usize, bool) {
        let keyed = self.keyed.as_deref();
        let least = self.entries.len() + keyed.map_or(0, |it| it.keys.len());
        (least, keyed.map_or(self.rest.is_none(), |it| it.are_all))
    }
}

impl Value {
    /// A mapping with further entries; any other value, and a mapping to which none are added, as it is.
    #[must_use]
    pub fn with_keyed(mut self, entries: Vec<(Self, Self)>, are_all: bool) -> Self {
        if let Kind::Mapping(mapping) = &mut self.kind
            && mapping.rest.is_some()
            && !entries.is_empty()
        {
            let (keys, values): (Vec<Self>, Vec<Self>) = entries.into_iter().unzip();
            mapping.keyed = Some(Arc::new(Keyed {
                keys: keys.into(),
                values: values.into(),
                are_all,
            }));
        }
        self
    }

    /// A text that is not known as a template that makes it: `private-${data.aws_availability_zones.a.names[0]}`. None where an unknown
    /// part has no identity of its own.
    #[must_use]
    pub fn template(&self) -> Option<Name> {
        let symbol = match &self.kind {
            Kind::Unknown(unknown) => {
                Symbol::of_template(&[Fragment::Unknown(Arc::clone(unknown))])?
            }
            Kind::PartialString(fragments) => Symbol::of_template(fragments)?,
            _ => return None,
        };
        // What stands for all of a collection is no one of them.
        let is_one = !symbol.as_str().contains("[*]") && !self.sensitive;
        is_one.then(|| symbol.as_str().into())
    }
}
