//! Separate resources that belong to an endpoint: found by what they say of it, however many there are.

use std::{collections::HashMap, rc::Rc};

use super::Builder;
use crate::{
    eval::Instance,
    network::{Identity, fact::unknown_part},
    value::Why,
};

/// All separate resources of one type, by the endpoint that each names; places are in the order of the type's instances.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    /// Those that certainly belong to an endpoint.
    certain: HashMap<Identity, Vec<usize>>,
    /// The last that may, as a condition decides.
    possible: HashMap<Identity, usize>,
    /// Those that name one of a collection without saying which.
    vague: HashMap<String, Vec<(usize, Identity)>>,
    /// The last of which nobody can tell.
    unknown: Option<(usize, Why)>,
}

impl Attachments {
    fn of(instances: &[Rc<Instance<'_>>], attribute: &str) -> Self {
        let mut all = Self::default();
        for (place, instance) in instances.iter().enumerate() {
            let value = instance.attribute(attribute);
            let ways = value.alternatives();
            let named: Vec<Option<Identity>> = ways.iter().map(Identity::of).collect();
            let first = named.first().cloned().flatten();
            let only = first.filter(|first| named.iter().all(|it| it.as_ref() == Some(first)));
            for (way, identity) in ways.iter().zip(named) {
                match identity {
                    Some(it) => {
                        if it.is_vague() {
                            let same = all.vague.entry(it.collection()).or_default();
                            same.push((place, it.clone()));
                        }
                        if only.is_none() {
                            all.possible.insert(it, place);
                        }
                    }
                    None => all.unknown = Some((place, unknown_part(way))),
                }
            }
            if let Some(only) = only {
                all.certain.entry(only).or_default().push(place);
            }
        }
        all
    }

    /// Why there may be more than those that certainly belong to an endpoint: as the last says of which that is not known.
    fn open(&self, endpoint: &Identity) -> Option<Why> {
        let other = |it: &&(usize, Identity)| it.1 != *endpoint;
        let of_collection = || self.vague.get(&endpoint.collection());
        let vague = (!self.vague.is_empty()).then(of_collection).flatten();
        let vague = vague.and_then(|all| all.iter().rev().find(other));
        let possible = self.possible.get(endpoint).copied();
        let conditional = possible.max(vague.map(|(place, _)| *place));
        match &self.unknown {
            Some((place, why)) if conditional.is_none_or(|it| it <= *place) => Some(why.clone()),
            _ => conditional.map(|_| Why::Condition),
        }
    }
}

impl<'p> Builder<'_, 'p> {
    /// Separate resources of a type, with what each says about the endpoint it belongs to: those that certainly belong to this one,
    /// and why there may be more.
    pub(super) fn attachments<'s>(
        &'s self,
        ty: &'static str,
        endpoint: &Identity,
    ) -> (Vec<&'s Instance<'p>>, Option<Why>) {
        self.attached_by(ty, "vpc_endpoint_id", endpoint)
    }

    /// The same of whatever an attribute of them names.
    pub(super) fn attached_by<'s>(
        &'s self,
        ty: &'static str,
        attribute: &'static str,
        endpoint: &Identity,
    ) -> (Vec<&'s Instance<'p>>, Option<Why>) {
        let instances = self.managed.get(ty).map_or(&[][..], Vec::as_slice);
        let mut known = self.attached.borrow_mut();
        let all = known
            .entry((ty, attribute))
            .or_insert_with(|| Attachments::of(instances, attribute));
        let places = all.certain.get(endpoint).into_iter().flatten();
        let found = places.filter_map(|place| instances.get(*place));
        (found.map(|it| &**it).collect(), all.open(endpoint))
    }
}
