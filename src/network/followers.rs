//! Which subnets follow which route tables, found by either.

use std::collections::HashSet;

use super::{
    Case, Identity, Network, Pass, RouteTable, RouteTableAssociation, Subnet, Things, Vpc,
    identity::Index, route::main_names,
};
use crate::value::Truth;

/// Associations by what they name.
#[derive(Debug)]
pub(super) struct Followers {
    tables: Index,
    subnets: Index,
    /// Those of which it is not known to which table, or of what, they are.
    loose: Vec<usize>,
    /// Those that may be of any subnet, as they name none that is told apart, and of its VPC, as they make a table its main one.
    astray: Vec<usize>,
    /// Tables that something out of sight may associate with a subnet.
    held: Vec<usize>,
    /// Whether a table that VPCs began with may be another one by now, or have routes that are not told.
    may_change_main: bool,
}

impl Followers {
    fn of(network: &Network) -> Self {
        let associations = &network.associations;
        let named = |it: &RouteTableAssociation| it.table.possible().cloned().collect();
        let tables: Vec<Vec<_>> = associations.iter().map(named).collect();
        let about = |it: &RouteTableAssociation| it.of.possible().flatten().cloned().collect();
        let subnets: Vec<Vec<_>> = associations.iter().map(about).collect();
        let is_loose = |it: &RouteTableAssociation| {
            it.table.reasons().next().is_some() || it.of.reasons().next().is_some()
        };
        let collections: HashSet<String> = network
            .subnets
            .iter()
            .map(|it| it.identity.collection())
            .collect();
        let is_astray = |it: &RouteTableAssociation| match it.of.settled() {
            Some(Some(of)) => {
                it.main || !of.is_foreign() && !collections.contains(&of.collection())
            }
            Some(None) => false,
            None => true,
        };
        let is_held = |it: &RouteTable| network.world.gets_hold_of(&it.resource.address).is_some();
        Self {
            tables: Index::of(tables.iter().map(Vec::as_slice)),
            subnets: Index::of(subnets.iter().map(Vec::as_slice)),
            loose: places_of(associations, is_loose),
            astray: places_of(associations, is_astray),
            held: places_of(&network.route_tables, is_held),
            may_change_main: network.loose_routes
                || network.stray_routes
                || associations.iter().any(|it| it.main)
                || (network.route_tables.iter()).any(|it| it.vpc.settled().is_none()),
        }
    }
}

/// Where those stand of which something holds.
fn places_of<T>(things: &Things<T>, test: impl Fn(&T) -> bool) -> Vec<usize> {
    let all = things.iter().enumerate();
    all.filter(|(_, it)| test(it))
        .map(|(place, _)| place)
        .collect()
}

impl<'n> Case<'n, Subnet> {
    /// The route tables it may follow: that of its association, else the main one of its VPC, where that is made here.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub(super) fn route_tables(&self) -> Result<Vec<Case<'n, RouteTable>>, Pass> {
        match self.associated_tables()? {
            Some(tables) => Ok(tables),
            None => self.tables_by_default(),
        }
    }

    /// The route tables that its association names, if it has one here: its own, or that of all subnets of its block.
    pub(super) fn associated_tables(&self) -> Result<Option<Vec<Case<'n, RouteTable>>>, Pass> {
        let own = self.it.identity.collection();
        let (mut exact, mut like) = (None, None);
        for association in self.associations() {
            match association.read(&association.it.of)? {
                Some(of) if *of == self.it.identity => exact = Some(association),
                Some(of) if of.collection() == own => like = like.or(Some(association)),
                _ => {}
            }
        }
        let Some(association) = exact.or(like) else {
            return Ok(None);
        };
        if !self.exists(&association.it.resource, &self.it.resource) {
            return Err(self.undecided("its association with a route table may not be there"));
        }
        let table = association.read(&association.it.table)?;
        Ok(Some(self.all_named(table)))
    }

    /// The route tables that it follows without an association: the main one of its VPC, if that is made here.
    ///
    /// # Errors
    ///
    /// When something that is not seen, or not told apart, may associate it with a table, or make another one the main one.
    pub(super) fn tables_by_default(&self) -> Result<Vec<Case<'n, RouteTable>>, Pass> {
        let vpc = self.read(&self.it.vpc)?;
        let Some(owner) = vpc.owner(&["id"]) else {
            return Err(self.undecided("the main route table of its VPC is not made here"));
        };
        self.nothing_else_may("associate it with a route table")?;
        let followers = followers(self);
        for table in places(&followers.held, &self.network.route_tables) {
            if self.may_be_of(self.read(&table.vpc), vpc) {
                self.about(table).nothing_else_may("associate it")?;
            }
        }
        let mut main = None;
        for association in places(&followers.astray, &self.network.associations) {
            let Some(of) = self.read(&association.of)? else {
                continue;
            };
            let is_own = if association.main {
                self.network.is_one_vpc(of, vpc)
            } else {
                Truth::Unknown
            };
            match is_own {
                Truth::No => {}
                Truth::Yes if main.is_none() => main = Some(association),
                _ => {
                    let address = &association.resource.address;
                    return Err(self.undecided(format!("{address} may be about it")));
                }
            }
        }
        // It takes the place of the main table that the VPC began with.
        match main.filter(|it| self.exists(&it.resource, &self.it.resource)) {
            Some(association) => Ok(self.all_named(self.read(&association.table)?)),
            None => Ok(self.all_called(main_names(owner))),
        }
    }

    /// Whether it follows the main route table that its VPC began with, and nothing here writes in that: nothing stands in it but the VPC.
    ///
    /// # Errors
    ///
    /// When it follows no table that is known, and may follow one.
    pub(super) fn follows_bare_table(&self) -> Result<bool, Pass> {
        if followers(self).may_change_main
            || self.associated_tables()?.is_some()
            || !self.tables_by_default()?.is_empty()
        {
            return Ok(false);
        }
        let Some(vpc) = self.named::<Vpc>(self.read(&self.it.vpc)?) else {
            return Ok(false);
        };
        let resource = &vpc.it.resource;
        if resource.address.ty() != "aws_vpc" || !self.exists(resource, &self.it.resource) {
            return Ok(false);
        }
        // Who is handed a VPC without a route may well be there to write them.
        if self.network.world.hands_out(&resource.address) {
            return Ok(false);
        }
        vpc.nothing_else_may("add a route to its main route table")?;
        Ok(true)
    }

    /// Whether what names a VPC may name that one.
    fn may_be_of(&self, named: Result<&Identity, Pass>, vpc: &Identity) -> bool {
        named.map_or(true, |it| self.network.is_one_vpc(it, vpc) != Truth::No)
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

/// What stands in some places.
fn places<'n, T>(places: &'n [usize], things: &'n Things<T>) -> impl Iterator<Item = &'n T> {
    places.iter().filter_map(|place| things.get(*place))
}

fn followers<'n, T>(case: &Case<'n, T>) -> &'n Followers {
    let network = case.network;
    let found = &network.found.followers;
    found.get_or_init(|| Followers::of(network))
}
