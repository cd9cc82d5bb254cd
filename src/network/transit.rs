//! What passes on the traffic of other networks, which cannot use a VPC's gateway endpoints (AWS `PrivateLink` guide: gateway
//! endpoint connections cannot be extended out of a VPC), and what may write routes of its own.

use std::collections::BTreeSet;

use super::{
    Case, Identity, Network, Pass, RouteTable, RouteTableAssociation, Vpc, answer::all_of,
};
use crate::{address::Address, value::Truth};

/// Where traffic is passed on.
#[derive(Debug, Default)]
pub struct Transit {
    /// Attachments, firewalls and Gateway Load Balancer endpoints.
    pub(super) holders: Vec<Holder>,
    /// What joins VPCs to other networks.
    pub(super) ties: Vec<Tie>,
    /// Machines and functions of the VPC's own.
    pub(super) occupants: Vec<Holder>,
    /// What may write routes that this configuration does not show.
    pub(super) route_writers: Vec<Address>,
}

/// What is in subnets.
#[derive(Debug)]
pub(super) struct Holder {
    /// Its address.
    pub(super) address: Address,
    /// Its VPC, if that is known.
    pub(super) vpc: Option<Identity>,
    /// The subnets.
    pub(super) subnets: BTreeSet<Identity>,
    /// Whether it is there, and in these subnets, for certain.
    pub(super) certain: bool,
    /// Whether it is in no others.
    pub(super) complete: bool,
}

/// A peering connection, transit gateway attachment or virtual private gateway.
#[derive(Debug)]
pub(super) struct Tie {
    /// Its address.
    pub(super) address: Address,
    /// The VPCs that it joins to others, as far as they are known; `None` may be any.
    pub(super) vpcs: Vec<Option<Identity>>,
}

impl Transit {
    /// Whether machines are among what runs here, which agents run on.
    pub(super) fn has_machines(&self) -> bool {
        let is_machine = |it: &Holder| {
            let own = it.address.own();
            let types = [
                "aws_autoscaling_group.",
                "aws_instance.",
                "aws_launch_template.",
            ];
            types.iter().any(|ty| own.starts_with(ty))
        };
        self.occupants.iter().any(is_machine)
    }
}

impl Holder {
    /// Whether it is in a subnet of a VPC.
    fn is_in(&self, subnet: &Identity, vpc: &Identity, network: &Network) -> Truth {
        if self.certain && self.subnets.contains(subnet) {
            return Truth::Yes;
        }
        let may_be = |other: &Identity| {
            let is_one_of = other.is_vague() || subnet.is_vague();
            other == subnet || is_one_of && other.collection() == subnet.collection()
        };
        let of_vpc = |own| network.is_one_vpc(own, vpc) != Truth::No;
        let elsewhere = !self.complete && self.vpc.as_ref().is_none_or(of_vpc);
        if elsewhere || self.subnets.iter().any(may_be) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

impl Case<'_, Vpc> {
    /// What may join it to other networks, whose clients use its endpoints too.
    pub(super) fn tie(&self) -> Option<&Address> {
        let may_be_it = |vpc: &Option<Identity>| {
            let own = &self.it.identity;
            let is_it = |it: &Identity| self.network.is_one_vpc(it, own) != Truth::No;
            vpc.as_ref().is_none_or(is_it)
        };
        let mut ties = self.network.transit.ties.iter();
        let tie = ties.find(|tie| tie.vpcs.iter().any(may_be_it))?;
        Some(&tie.address)
    }

    /// Whether a subnet of it holds nothing but what passes on the traffic of other networks.
    ///
    /// # Errors
    ///
    /// When it is not known in which subnets all of that is.
    pub fn passes_on(&self, subnet: &Identity) -> Result<bool, Pass> {
        let transit = &self.network.transit;
        let held_by = |holders: &[Holder]| {
            self.any(holders, |holder| {
                match holder.is_in(subnet, &self.it.identity, self.network) {
                    Truth::Yes => Ok(true),
                    Truth::No => Ok(false),
                    Truth::Unknown => {
                        let (holder, subnet) = (&holder.address, subnet.name());
                        let why = format!("whether {holder} is in {subnet} is unknown");
                        Err(self.undecided(why))
                    }
                }
            })
        };
        all_of(&[&|| held_by(&transit.holders), &|| {
            Ok(!held_by(&transit.occupants)?)
        }])
    }

    /// Whether a table of it serves only subnets that pass on the traffic of other networks.
    ///
    /// # Errors
    ///
    /// When that is not known of one, and of no other that it does not.
    pub fn is_for_transit(&self, table: &Case<'_, RouteTable>) -> Result<bool, Pass> {
        if self.network.transit.holders.is_empty() {
            return Ok(false);
        }
        let follows = |it: &&RouteTableAssociation| {
            let mut tables = it.table.possible();
            !it.main && tables.any(|named| table.it.identities.contains(named))
        };
        let followers: Vec<_> = self.network.associations.iter().filter(follows).collect();
        let has_own = self.any(&followers, |it| match it.of.settled() {
            Some(Some(subnet)) => Ok(!self.passes_on(subnet)?),
            _ => Err(self.undecided(format!(
                "which subnet {} is about is unknown",
                it.resource.address
            ))),
        })?;
        Ok(!has_own && !followers.is_empty())
    }

    /// That all routes to everywhere are in sight.
    pub(super) fn routes_are_seen(&self) -> Result<(), Pass> {
        match self.network.transit.route_writers.first() {
            Some(writer) => Err(self.undecided(format!("{writer} may write routes of its own"))),
            None => Ok(()),
        }
    }
}
