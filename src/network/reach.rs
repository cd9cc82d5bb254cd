//! Whether security groups let anybody reach an endpoint.

use std::ops::RangeInclusive;

use super::{
    Case, Endpoint, EndpointType, Fact, GroupRule, Pass, SecurityGroup, Set,
    answer::{applies_if, fine_if},
    list::joined,
};
use crate::provider::service::Ports;

/// Where nearly every service listens.
static HTTPS: [RangeInclusive<u16>; 1] = [443..=443];

/// S3 answers in the clear, too: load balancers in front of its endpoints make use of that.
static PLAIN_HTTP: [RangeInclusive<u16>; 1] = [80..=80];

/// Ports as a message names them: `25, 465 or 587`.
fn named(ports: &[RangeInclusive<u16>]) -> String {
    let one = |range: &RangeInclusive<u16>| match range.end() - range.start() {
        0 => range.start().to_string(),
        _ => format!("{} to {}", range.start(), range.end()),
    };
    let named: Vec<String> = ports.iter().map(one).collect();
    joined(&named, "or")
}

impl<'n> Case<'n, SecurityGroup> {
    /// Whether a rule is about one of some TCP ports.
    pub(super) fn is_about(
        &self,
        rule: &'n GroupRule,
        ports: &[RangeInclusive<u16>],
    ) -> Result<bool, Pass> {
        let own = self.read(&rule.tcp_ports)?.as_ref();
        let meet = |own: &RangeInclusive<u16>, port: &RangeInclusive<u16>| {
            own.start() <= port.end() && port.start() <= own.end()
        };
        Ok(own.is_some_and(|own| ports.iter().any(|port| meet(own, port))))
    }

    /// Whether it lets anybody in on one of some TCP ports.
    fn admits(&self, ports: &[RangeInclusive<u16>]) -> Result<bool, Pass> {
        self.any_of(&self.it.rules, |rule| self.is_about(rule, ports))
    }

    /// Whether nothing is said here about its rules of one direction: who looks it up by its name may add some.
    pub(super) fn is_bare(&self, rules: &'n Set<GroupRule>) -> bool {
        let own = self.it.resource.address.own();
        let is_authoritative = rules.place.written || own.starts_with("aws_default_");
        !is_authoritative && self.some(rules).items.is_empty()
    }

    /// That nothing out of sight can add a rule to it.
    pub(super) fn is_seen_whole(&self) -> Result<(), Pass> {
        self.nothing_else_may("add rules to it")?;
        if self.network.world.hands_out(&self.it.resource.address) {
            return Err(self.undecided("whoever reads the output with its id may add rules to it"));
        }
        Ok(())
    }
}

impl<'n> Case<'n, Endpoint> {
    /// That it is of a type that has security groups.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it is not, undecided when its type is not known.
    pub fn applies_if_guarded(&self) -> Result<(), Pass> {
        applies_if(matches!(
            self.read(&self.it.kind)?,
            EndpointType::Interface | EndpointType::Resource | EndpointType::ServiceNetwork
        ))
    }

    /// The TCP ports on which its service listens.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when they are not verified, or it is a service of a customer; undecided when it is not known which.
    pub(super) fn listens_on(&self) -> Result<&'static [RangeInclusive<u16>], Pass> {
        let (_, service) = self.aws_service()?;
        match service.map(|service| &service.ports) {
            Some(Ports::Https) => Ok(&HTTPS),
            Some(Ports::Listed(ports)) => Ok(ports),
            Some(Ports::Unverified) | None => Err(Pass::NotApplicable),
        }
    }

    /// Its security groups, whether or not it is known which.
    ///
    /// # Errors
    ///
    /// When there may be more.
    pub fn groups(&self) -> Result<Vec<&'n Fact<super::Identity>>, Pass> {
        self.complete(&self.it.groups)
    }

    /// The ports of its service, as a message names them, when none of its groups lets anybody in on one of them.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when one does, [`Pass::NotApplicable`] when it names no group; undecided when a group or a rule is out of sight.
    pub fn barred_ports(&self) -> Result<String, Pass> {
        let ports = self.listens_on()?;
        let named_groups = self.groups()?;
        applies_if(!named_groups.is_empty())?;
        let mut groups = Vec::new();
        let is_s3 = self.is_for("s3")?;
        let admitted = self.any(named_groups, |named| {
            let group = self.group(self.read(named)?)?;
            let admits = group.admits(ports)? || is_s3 && group.admits(&PLAIN_HTTP)?;
            Ok(admits && self.exists(&group.it.resource, &self.it.resource))
        })?;
        fine_if(admitted)?;
        if self.keeps_default_group()? {
            groups.push(self.default_group()?);
            fine_if(self.any(&groups, |group| group.admits(ports))?)?;
        }
        for named in self.groups()? {
            groups.push(self.group(self.read(named)?)?);
        }
        let ports = named(ports);
        self.possible_if(groups.iter().any(|it| it.is_bare(&it.it.rules)));
        for group in groups {
            group.is_seen_whole()?;
            let at = group.it.resource.at;
            self.cite(at, format!("{group} admits nothing on TCP port {ports}"));
        }
        self.is_seen_whole()?;
        Ok(ports)
    }

    /// Whether groups come by associations only, and none of these takes the place of the default group.
    fn keeps_default_group(&self) -> Result<bool, Pass> {
        if self.names_groups_itself() {
            return Ok(false);
        }
        Ok(!self.any_of(&self.it.replacing, |it| Ok(*it))?)
    }

    fn names_groups_itself(&self) -> bool {
        let items = &self.some(&self.it.groups).items;
        items
            .iter()
            .any(|it| it.place.argument == "security_group_ids")
    }

    /// The separate associations with security groups that are all that gives it some.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it names groups itself or there is no association, undecided when there may be more.
    pub fn group_associations(&self) -> Result<Vec<&'n Fact<bool>>, Pass> {
        applies_if(!self.names_groups_itself())?;
        let associations = self.complete(&self.it.replacing)?;
        applies_if(!associations.is_empty())?;
        self.closed(&self.it.groups)?;
        Ok(associations)
    }

    /// What the default group of its VPC means to it, as far as that is made here: whether it lets nobody in at all, and whether it
    /// lets others than its members in where its service listens.
    #[must_use]
    pub fn default_group_effect(&self) -> Option<DefaultGroup> {
        let group = self.default_group().ok()?;
        group.is_seen_whole().ok()?;
        let nobody = self.has_no_member(&group.it.rules).ok()?;
        let served = self.listens_on().and_then(|ports| {
            group.any_of(&group.it.rules, |rule| {
                let others = rule.networks.iter().any(|it| it.may_hold(|_| true))
                    || rule.prefix_lists.may_hold(|_| true)
                    || rule.groups.may_hold(|_| true);
                Ok(others && group.is_about(rule, ports)?)
            })
        });
        let effect = match (nobody, served) {
            (true, _) => DefaultGroup::Shut,
            (false, Ok(true)) => DefaultGroup::Open,
            (false, _) => return None,
        };
        let at = group.it.resource.at;
        self.cite(at, format!("{group} is that group"));
        Some(effect)
    }

    fn has_no_member(&self, rules: &'n Set<GroupRule>) -> Result<bool, Pass> {
        Ok(self.complete(rules)?.is_empty())
    }
}

/// What the default group of a VPC does for an endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DefaultGroup {
    /// It is taken over here and lets nobody in.
    Shut,
    /// It is taken over here and lets others than its members in where the service listens.
    Open,
}
