//! Which subnets follow which route tables, found by either.

use super::{
    Case, Identity, Pass, RouteTable, RouteTableAssociation, Things, Vpc, identity::Index,
    route::main_names,
};

/// Associations by what they name.
#[derive(Debug)]
pub(super) struct Followers {
    tables: Index,
    subnets: Index,
    /// Those of which it is not known to which table, or of what, they are.
    loose: Vec<usize>,
}

impl Followers {
    fn of(associations: &Things<RouteTableAssociation>) -> Self {
        let named = |it: &RouteTableAssociation| it.table.possible().cloned().collect();
        let tables: Vec<Vec<_>> = associations.iter().map(named).collect();
        let about = |it: &RouteTableAssociation| it.of.possible().flatten().cloned().collect();
        let subnets: Vec<Vec<_>> = associations.iter().map(about).collect();
        let is_loose = |it: &RouteTableAssociation| {
            it.table.reasons().next().is_some() || it.of.reasons().next().is_some()
        };
        let all = associations.iter().enumerate();
        Self {
            tables: Index::of(tables.iter().map(Vec::as_slice)),
            subnets: Index::of(subnets.iter().map(Vec::as_slice)),
            loose: all
                .filter(|(_, it)| is_loose(it))
                .map(|(place, _)| place)
                .collect(),
        }
    }
}

impl<'n> Case<'n, RouteTable> {
    /// Whether a subnet follows it: by an association, or since it is the main table of its VPC.
    ///
    /// # Errors
    ///
    /// When none does that is known, and one may.
    pub(super) fn is_followed(&self, vpc: &Case<'n, Vpc>) -> Result<bool, Pass> {
        let followers = followers(self);
        let identities = self.it.identities.iter();
        let mut places: Vec<usize> = identities
            .flat_map(|it| followers.tables.named(it))
            .chain(followers.loose.iter().copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        let associations = places
            .into_iter()
            .filter_map(|place| self.network.associations.get(place));
        let associated = self.any(associations, |it| self.is_tied_by(&self.about(it), vpc));
        if matches!(associated, Ok(true)) {
            return associated;
        }
        let mut main = main_names(&vpc.it.resource.address);
        if main.any(|name| self.it.identities.contains(&name)) && vpc.has_follower_of_main()? {
            return Ok(true);
        }
        associated
    }

    fn is_tied_by(
        &self,
        association: &Case<'n, RouteTableAssociation>,
        vpc: &Case<'n, Vpc>,
    ) -> Result<bool, Pass> {
        let named = association.read(&association.it.table)?;
        if !self.it.identities.contains(named) {
            let is_like = |it: &Identity| it.collection() == named.collection();
            if self.it.identities.iter().any(is_like) {
                let association = &association.it.resource.address;
                return Err(self.undecided(format!("{association} may be about it")));
            }
            return Ok(false);
        }
        // Associations with gateways steer what comes in.
        if association.read(&association.it.of)?.is_none() {
            return Ok(false);
        }
        let there = self.exists(&association.it.resource, &self.it.resource);
        Ok(there && (!association.it.main || vpc.has_follower_of_main()?))
    }
}

impl Case<'_, Vpc> {
    /// Whether a subnet of it has no association, and so follows its main table.
    fn has_follower_of_main(&self) -> Result<bool, Pass> {
        let followers = followers(self);
        self.any(self.subnets(), |subnet| {
            if !followers.subnets.named(&subnet.it.identity).is_empty() {
                return Ok(false);
            }
            if !followers.loose.is_empty() {
                return Err(subnet.undecided("which route table it follows is unknown"));
            }
            Ok(self.exists(&subnet.it.resource, &self.it.resource))
        })
    }
}

fn followers<'n, T>(case: &Case<'n, T>) -> &'n Followers {
    let network = case.network;
    let found = &network.found.followers;
    found.get_or_init(|| Followers::of(&network.associations))
}
