//! Whether endpoints have policies, and what holds them.

use std::sync::Arc;

use super::Endpoint;
use crate::{
    eval::Exists,
    network::{Case, Fact, Pass, Resource},
    provider::service::PolicySupport,
};

impl Endpoint {
    /// Whether it has a policy of its own, as far as is written here; nothing where that hangs on something unknown.
    #[must_use]
    pub fn holds_policy(&self) -> Option<bool> {
        let mut told = self.policies.ways().map(|way| {
            let mut holders = way.items.iter();
            let is_sure = |it: &Fact<bool>| {
                it.settled() == Some(&true) && it.place.resource.exists == Exists::Must
            };
            if holders.any(is_sure) {
                return Some(true);
            }
            let none = |it: &Fact<bool>| it.settled() == Some(&false);
            (way.open.is_none() && way.items.iter().all(none)).then_some(false)
        });
        let first = told.next()??;
        told.all(|it| it == Some(first)).then_some(first)
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Whether its service, which is one of AWS, looks at policies; unknown of one that nobody has heard of.
    ///
    /// # Errors
    ///
    /// When it leads to another service, or to one that is not known.
    pub fn policy_support(&self) -> Result<PolicySupport, Pass> {
        let (_, service) = self.aws_service()?;
        Ok(service.map_or(PolicySupport::Unknown, |it| it.endpoint_policy))
    }

    /// Whether it has a policy of its own, in its block or in a separate resource.
    ///
    /// # Errors
    ///
    /// When it has none that is known, and something out of sight may hold one.
    pub fn has_policy(&self) -> Result<bool, Pass> {
        let found = self.any_of(&self.it.policies, |holds| Ok(*holds))?;
        if !found {
            self.is_seen_whole()?;
        }
        Ok(found)
    }

    /// Everything that holds a policy of it and rules what that is: not its own argument where changes of that are ignored.
    ///
    /// # Errors
    ///
    /// When it is not known whether something holds one, or there may be more that does.
    pub fn policy_holders(&self) -> Result<Vec<&'n Arc<Resource>>, Pass> {
        let mut holders = Vec::new();
        let own = &self.it.resource;
        for item in self.complete(&self.it.policies)? {
            let resource = &item.place.resource;
            let is_idle = Arc::ptr_eq(resource, own) && self.it.policy_is_ignored;
            if !is_idle && *self.read(item)? {
                holders.push(resource);
            }
        }
        Ok(holders)
    }
}
