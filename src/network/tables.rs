//! Which route tables gateway endpoints are in.

use std::borrow::Cow;

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, Pass, RouteTable, Set,
    answer::{all_of, applies_if},
    endpoint::same_service,
    filing::merged,
    identity::Index,
    route::MAIN,
};
use crate::provider::service::Service;

/// Another gateway endpoint for the same service in the same route table.
#[derive(Debug)]
pub struct Rival<'n> {
    /// The endpoint.
    pub endpoint: Case<'n, Endpoint>,
    /// What puts the later of the two into the table.
    pub table: &'n Fact<Identity>,
    /// The table, as messages name it.
    pub name: &'n str,
}

/// Whether an identity is of one thing that is there, whatever else a collection holds.
fn is_told(identity: &Identity) -> bool {
    match identity {
        Identity::Id { .. } => true,
        Identity::Attribute(address, _) => !address.is_vague(),
        Identity::Reference(_) => false,
    }
}

/// Whether it may name nothing: `one` of what may not be there is null.
fn may_be_nothing(identity: &Identity) -> bool {
    matches!(identity, Identity::Reference(symbol) if symbol.as_str().starts_with("one("))
}

impl<'n, T> Case<'n, T> {
    /// The members of a set that are known to be in it, even where there may be more.
    pub(super) fn told(&self, set: &'n Set<Identity>) -> Vec<(&'n Fact<Identity>, &'n Identity)> {
        let members = self.some(set);
        let told = |item: &'n Fact<Identity>| {
            if !self.exists(&item.place.resource, &set.place.resource) {
                return None;
            }
            let identity = self.read(item).ok()?;
            let is_there = members.open.is_none() && !may_be_nothing(identity);
            (is_there || is_told(identity)).then_some((item, identity))
        };
        members.items.iter().filter_map(told).collect()
    }
}

impl<'n> Case<'n, Endpoint> {
    /// The service that it is a gateway to.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it is no gateway endpoint or its service has none, undecided when that is not known.
    pub fn gateway_service(&self) -> Result<&'static Service, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Gateway)?;
        let (_, service) = self.aws_service()?;
        let service = service.ok_or(Pass::NotApplicable)?;
        applies_if(service.gateway)?;
        Ok(service)
    }

    /// Whether it is in any route table.
    ///
    /// # Errors
    ///
    /// When it is in none that is known, and may be in one.
    pub fn is_in_a_table(&self) -> Result<bool, Pass> {
        let tables = &self.it.route_tables;
        if !self.told(tables).is_empty() {
            return Ok(true);
        }
        self.any(self.complete(tables)?, |table| {
            if may_be_nothing(self.read(table)?) {
                return Err(self.undecided("its route table may not be there"));
            }
            Ok(true)
        })
    }

    /// Whether it is in a route table that is made here.
    ///
    /// # Errors
    ///
    /// When it is not known to be, and may.
    pub(super) fn is_in_table(&self, table: &Case<'n, RouteTable>) -> Result<bool, Pass> {
        self.holds(&self.it.route_tables, &table.it.identities, |named| {
            if table.it.identities.contains(named) {
                return Ok(true);
            }
            let others = self.all_named::<RouteTable>(named);
            let is_other = |it: &Case<'n, RouteTable>| !std::ptr::eq(it.it, table.it);
            if self.is_made_elsewhere(named) || !others.is_empty() && others.iter().all(is_other) {
                return Ok(false);
            }
            let why = format!("which route table {} is, is unknown", named.name());
            Err(self.undecided(why))
        })
    }

    /// Whether what names a route table is known to name none that is made here: an id, or the main table of a VPC that nobody here
    /// takes over or makes another one.
    pub(super) fn is_made_elsewhere(&self, named: &Identity) -> bool {
        let becomes_main = || self.network.associations.iter().any(|it| it.main);
        named.is_foreign()
            || named.owner(&MAIN).is_some()
                && self.all_named::<RouteTable>(named).is_empty()
                && !becomes_main()
    }

    /// Another gateway endpoint for its service in one of its route tables. Of the two that share one it is the first by its address.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it is no gateway endpoint; when there is none that is known, and may be one.
    pub fn rival_in_tables(&self) -> Result<Option<Rival<'n>>, Pass> {
        self.gateway_service()?;
        let own = self.read(&self.it.service)?.as_ref();
        self.first(self.told(&self.it.route_tables), |(table, identity)| {
            let names = self.names_of_table(identity);
            let rival = self.first(self.endpoints_in(&names), |other| {
                let same = || {
                    let theirs = other.read(&other.it.service)?.as_ref();
                    Ok(own.is_some_and(|own| theirs.is_some_and(|it| same_service(own, it))))
                };
                let shares = || {
                    let mut told = other.told(&other.it.route_tables).into_iter();
                    Ok(told.any(|(_, identity)| names.contains(identity)))
                };
                let is_one = all_of(&[
                    &|| other.is(&other.it.kind, &EndpointType::Gateway),
                    &same,
                    &shares,
                ])?;
                let there = is_one && self.exists(&other.it.resource, &self.it.resource);
                Ok(there.then_some(other))
            })?;
            Ok(rival.map(|endpoint| Rival {
                endpoint,
                table,
                name: identity.name(),
            }))
        })
    }

    /// All that a route table is called by.
    fn names_of_table(&self, identity: &Identity) -> Vec<Identity> {
        let tables = self.all_named::<RouteTable>(identity).into_iter();
        let mut tables = tables.filter(|it| it.it.identities.contains(identity));
        match tables.next() {
            Some(table) => table.it.identities.clone(),
            None => vec![identity.clone()],
        }
    }

    /// The endpoints before it, by their addresses, that may be in a table of these names.
    fn endpoints_in<'s>(&'s self, names: &[Identity]) -> impl Iterator<Item = Self> + use<'n, 's> {
        let network = self.network;
        let index = network.found.endpoints_of_tables.get_or_init(|| {
            let tables = |it: &Endpoint| it.route_tables.possible().cloned().collect();
            let tables: Vec<Vec<_>> = network.endpoints.iter().map(tables).collect();
            Index::of(tables.iter().map(Vec::as_slice))
        });
        // Those that say which table they are in, else those that name one of its collection.
        let like = names.iter().filter(|name| !index.has(name));
        let mut like: Vec<usize> = like.flat_map(|it| index.named(it)).collect();
        like.sort_unstable();
        like.dedup();
        let mut rows: Vec<Cow<'n, [usize]>> = vec![Cow::Owned(like)];
        rows.extend(names.iter().map(|it| Cow::Borrowed(index.called(it))));
        let endpoints = network.endpoints.at(merged(rows));
        let before = endpoints.filter(|it| it.resource.address < self.it.resource.address);
        before.map(|it| self.about(it))
    }
}
