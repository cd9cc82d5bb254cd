//! The security groups of endpoints, and what they admit.

use super::Endpoint;
use crate::network::{
    Case, Fact, Identity, Opening, Pass, SecurityGroup, security_group::named_group,
};

impl<'n> Case<'n, Endpoint> {
    /// What admits every address to one of its ports through one of its security groups; without any, through the default group of its
    /// VPC.
    ///
    /// # Errors
    ///
    /// When nothing does as far as can be seen, and a group or a rule is out of sight.
    pub fn openings(&self) -> Result<Vec<Opening<'n>>, Pass> {
        self.in_groups(Case::<SecurityGroup>::openings)
    }

    /// What is found in its security groups, the default group of its VPC where it has none, for each of its ports.
    pub(in crate::network) fn in_groups<R>(
        &self,
        find: impl Fn(&Case<'n, SecurityGroup>, u16) -> Result<Vec<R>, Pass>,
    ) -> Result<Vec<R>, Pass> {
        let ports = self.ports()?;
        let of_group = |group: Case<'n, SecurityGroup>| {
            if !self.exists(&group.it.resource, &self.it.resource) {
                return Ok(Vec::new());
            }
            let found = self.every(&ports, |port| find(&group, *port))?;
            self.cite(self.it.groups.place.span, format!("attached to {self}"));
            Ok(found)
        };
        let members = self.some(&self.it.groups);
        let there =
            |item: &&'n Fact<Identity>| self.exists(&item.place.resource, &self.it.resource);
        let items: Vec<&'n Fact<Identity>> = members.items.iter().filter(there).collect();
        if items.is_empty() && members.open.is_none() {
            return of_group(self.default_group()?);
        }
        let found = self.every(items, |item| of_group(self.group(self.read(item)?)?))?;
        if found.is_empty() {
            self.closed(&self.it.groups)?;
        }
        Ok(found)
    }

    /// A security group that it names, if rules of it are made here.
    pub(in crate::network) fn group(
        &self,
        identity: &'n Identity,
    ) -> Result<Case<'n, SecurityGroup>, Pass> {
        self.named(identity).ok_or_else(|| {
            let group = named_group(identity);
            self.undecided(format!("the rules of {group} are not made here"))
        })
    }

    /// The default security group of its VPC, if that is taken over here.
    pub(in crate::network) fn default_group(&self) -> Result<Case<'n, SecurityGroup>, Pass> {
        let vpc = self.read(&self.it.vpc)?;
        let named = |vpc| Identity::attribute(vpc, "default_security_group_id");
        let group = vpc.owner(&["id"]).and_then(|vpc| self.called(&named(vpc)));
        group.ok_or_else(|| {
            self.undecided("the rules of its VPC's default security group are not made here")
        })
    }
}
