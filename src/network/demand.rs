//! What users demand of networks beyond what works: endpoints, and who may be let in.

use ipnet::IpNet;

use super::{
    Case, Endpoint, Pass, Place, SecurityGroup, Subnet, Vpc,
    answer::{Located, applies_if},
};
use crate::{address::Address, options::Options};

/// A network that a security group admits beyond what users want.
#[derive(Debug)]
pub struct Ingress<'n> {
    /// The group.
    pub group: &'n Address,
    /// The TCP port.
    pub port: u16,
    /// The network.
    pub network: IpNet,
    place: Place,
}

impl Located for Ingress<'_> {
    fn places(&self) -> Vec<Place> {
        vec![self.place.clone()]
    }
}

/// The services that AWS Security Hub wants interface endpoints for, and its controls.
const SECURITY_HUB: [(&str, &str); 6] = [
    ("ec2", "EC2.10"),
    ("ecr.api", "EC2.55"),
    ("ecr.dkr", "EC2.56"),
    ("ssm", "EC2.57"),
    ("ssm-contacts", "EC2.58"),
    ("ssm-incidents", "EC2.60"),
];

/// What AWS Security Hub demands.
#[derive(Debug)]
pub struct SecurityHub;

impl SecurityHub {
    /// The services: those that users name, else all that it has a control for.
    #[must_use]
    pub fn services(options: &Options) -> Vec<String> {
        let all = || SECURITY_HUB.map(|(service, _)| service.to_owned()).to_vec();
        options.services().map_or_else(all, <[String]>::to_vec)
    }

    /// The controls about some services, for a message: `Security Hub EC2.10, EC2.57`.
    #[must_use]
    pub fn controls(services: &[&str]) -> String {
        let of_them = SECURITY_HUB
            .iter()
            .filter(|(service, _)| services.contains(service));
        let controls: Vec<_> = of_them.map(|(_, control)| *control).collect();
        format!("Security Hub {}", controls.join(", "))
    }
}

impl<'n> Case<'n, Vpc> {
    /// Those of some services that it has no endpoint for, as far as this configuration goes.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it has all; when none is known to be missing, and one may be.
    pub fn lacks_endpoints_for<'s>(&self, services: &'s [String]) -> Result<Vec<&'s str>, Pass> {
        let missing = self.every(services, |service| {
            Ok((!self.has_endpoint_for(service)?).then_some(&**service))
        })?;
        if missing.is_empty() {
            return Err(Pass::Fine);
        }
        self.is_seen_whole()?;
        self.possible_if(self.is_exported());
        Ok(missing)
    }

    /// The rule is about VPCs with private subnets, where users say so.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where it has none, undecided when that is not known.
    pub fn applies_if_demanded(&self) -> Result<(), Pass> {
        if !self.options().of_private_vpcs() {
            return Ok(());
        }
        let private = |subnet: Case<'n, Subnet>| {
            let tables = subnet.route_tables()?;
            let is_public = self.any(tables, |table| table.is_public())?;
            Ok(!is_public && self.exists(&subnet.it.resource, &self.it.resource))
        };
        applies_if(self.any(self.subnets(), private)?)?;
        self.rest_on_absence();
        Ok(())
    }
}

impl<'n> Case<'n, Endpoint> {
    /// What its security groups admit to its ports beyond some networks.
    ///
    /// # Errors
    ///
    /// When nothing does as far as can be seen, and a group or a rule is out of sight.
    pub fn ingress_beyond(&self, allowed: &[IpNet]) -> Result<Vec<Ingress<'n>>, Pass> {
        let allowed = IpNet::aggregate(&allowed.to_vec());
        self.in_groups(|group, port| group.ingress_beyond(port, &allowed))
    }
}

impl<'n> Case<'n, SecurityGroup> {
    fn ingress_beyond(&self, port: u16, allowed: &[IpNet]) -> Result<Vec<Ingress<'n>>, Pass> {
        let is_beyond = |network: Option<&IpNet>| {
            network.is_none_or(|it| !allowed.iter().any(|net| net.contains(it)))
        };
        let members = self.some(&self.it.rules);
        let found = self.every(&members.items, |rule| self.admitted(rule, port, is_beyond))?;
        let found: Vec<_> = (found.into_iter())
            .map(|(network, place)| Ingress {
                group: &self.it.resource.address,
                port,
                network,
                place,
            })
            .collect();
        match &members.open {
            Some(why) if found.is_empty() => {
                Err(self.undecided(format!("it may have further rules: {why}")))
            }
            _ => Ok(found),
        }
    }
}
