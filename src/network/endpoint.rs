//! VPC endpoints, and where they stand.

mod endpoint_type;
mod groups;
mod policies;
mod service;

use std::sync::Arc;

use super::{
    Arguments, Case, DnsOptions, Fact, Identity, Network, Pass, Regions, Resource, Set, Tags, Vpc,
    WrittenRegion,
    case::{Made, Subject},
};
use crate::{
    address::Address,
    provider::service::ServiceName,
    value::{Truth, Why},
};
pub use endpoint_type::EndpointType;
pub(super) use service::same_service;

/// A VPC endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// `vpc_endpoint_type`: `Gateway` unless it says otherwise.
    pub kind: Fact<EndpointType>,
    /// What it leads to; none when no service is named.
    pub service: Fact<Option<ServiceName>>,
    /// Whether that is an endpoint service of this configuration.
    pub service_is_made_here: bool,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Whether the names of the service lead to it: `private_dns_enabled`, or `aws_vpc_endpoint_private_dns`.
    pub private_dns: Fact<bool>,
    /// Whether private DNS of S3 is only for clients on premises; without `dns_options` it is.
    pub inbound_resolver_only: Fact<bool>,
    /// Its kind of addresses, and what it says of its names.
    pub dns_options: DnsOptions,
    /// Whether the owner of its service must accept it, where that service is made here.
    pub acceptance_required: Option<Fact<bool>>,
    /// Whether it accepts itself: its service is of the same account.
    pub auto_accept: Fact<bool>,
    /// Whether it reaches a service in another Region.
    pub cross_region: Fact<bool>,
    /// For its own argument and every separate resource that can hold a policy of it, whether that does.
    pub policies: Set<bool>,
    /// Whether changes of its own argument for it are ignored.
    pub policy_is_ignored: bool,
    /// What its own argument `policy` says, as a text to compare.
    pub policy_text: Fact<Option<Identity>>,
    /// Its tags, and those that its provider gives to all.
    pub tags: Tags,
    /// How the Region in the name of its service is written.
    pub written_region: WrittenRegion,
    /// Its subnets.
    pub subnets: Set<Identity>,
    /// Its security groups.
    pub groups: Set<Identity>,
    /// For every separate association of a security group, whether it takes the place of the VPC's default group.
    pub replacing: Set<bool>,
    /// Its route tables.
    pub route_tables: Set<Identity>,
    /// Other arguments that only some types have.
    pub arguments: Arguments,
    /// The Regions it has to do with.
    pub regions: Regions,
    /// Its arguments beside which separate resources attach the same.
    pub twofold: Vec<Twofold>,
}

/// One argument of an endpoint that lists what is attached, and the separate resources that attach more of the same.
#[derive(Debug)]
pub struct Twofold {
    /// What the argument lists.
    pub(super) listed: Set<Identity>,
    /// Whether it lists at all: an empty list does, and null does not.
    pub(super) lists: Fact<bool>,
    /// What separate resources attach.
    pub(super) separate: Set<Identity>,
    /// Whether changes of the argument are ignored, so that it takes nothing away.
    pub(super) ignored: bool,
}

impl Made for Endpoint {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Subject for Endpoint {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        vec![self.resource.address.clone()]
    }
}

impl<'n> Case<'n, Endpoint> {
    /// All its subnets, whether or not it is known which.
    ///
    /// # Errors
    ///
    /// When there may be more.
    pub fn subnets(&self) -> Result<Vec<&'n Fact<Identity>>, Pass> {
        let subnets = self.complete(&self.it.subnets)?;
        if !self.it.subnets.place.written {
            self.is_seen_whole()?;
        }
        for item in &self.some(&self.it.subnets).items {
            if item.place.argument == "subnet_id" {
                self.cite(item.place.resource.at, "attaches the subnet");
            }
        }
        Ok(subnets)
    }

    /// Whether it has a subnet at all.
    ///
    /// # Errors
    ///
    /// When none is named, and there may be some.
    pub fn has_subnet(&self) -> Result<bool, Pass> {
        Ok(!self.told_subnets().is_empty() || !self.subnets()?.is_empty())
    }

    /// Those of its subnets that it has for certain, where there may be more.
    pub(super) fn told_subnets(&self) -> Vec<&'n Fact<Identity>> {
        // What a data source finds may be none.
        let is_one = |named: &Identity| named.owner(&["ids"]).is_none();
        let told = self.told(&self.it.subnets).into_iter();
        let told = told.filter(|(_, named)| is_one(named));
        told.map(|(subnet, _)| subnet).collect()
    }

    /// That Terraform takes what says which VPC it is in: with the values that make it refuse that, there is no endpoint.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub fn can_be_made(&self) -> Result<(), Pass> {
        let refused = |answer: &Result<Identity, Why>| matches!(answer, Err(Why::Fault(_)));
        if self.it.vpc.answers.iter().any(refused) {
            return Err(self.undecided("with these values it cannot be made"));
        }
        Ok(())
    }

    /// Its VPC, when that is made here.
    ///
    /// # Errors
    ///
    /// When it is not known which VPC it is in.
    pub fn vpc(&self) -> Result<Option<Case<'n, Vpc>>, Pass> {
        let identity = self.read(&self.it.vpc)?;
        Ok(self.network.vpc(identity).map(|vpc| self.about(vpc)))
    }

    /// Whether it belongs to a VPC.
    ///
    /// # Errors
    ///
    /// When its VPC cannot be told from that.
    pub fn is_in(&self, vpc: &Identity) -> Result<bool, Pass> {
        let own = self.read(&self.it.vpc)?;
        match self.network.is_one_vpc(own, vpc) {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => Err(self.undecided("its VPC cannot be told from others")),
        }
    }

    /// That nothing out of sight can attach anything to it: what is missing is missing as far as this configuration goes.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub fn is_seen_whole(&self) -> Result<(), Pass> {
        self.nothing_else_may("attach something to it")
    }
}
