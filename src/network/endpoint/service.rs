//! What endpoints lead to.

use super::Endpoint;
use crate::{
    network::{Case, Pass},
    provider::service::{Ports, Service, ServiceName},
};

/// Whether two names mean the same service, in whichever Region.
#[must_use]
pub(in crate::network) fn same_service(one: &ServiceName, other: &ServiceName) -> bool {
    match (one, other) {
        (ServiceName::Aws { suffix: a, .. }, ServiceName::Aws { suffix: b, .. })
        | (ServiceName::Other(a), ServiceName::Other(b)) => a == b,
        (ServiceName::Customer { id: a, .. }, ServiceName::Customer { id: b, .. }) => a.same(b),
        _ => false,
    }
}

impl Endpoint {
    /// The suffix of its service, `ec2.messages`, unless it is not known, not one of AWS's, or sensitive.
    #[must_use]
    pub fn service_suffix(&self) -> Option<&str> {
        match self.service.settled() {
            Some(Some(ServiceName::Aws { suffix, .. })) if !self.service.place.sensitive => {
                Some(suffix)
            }
            _ => None,
        }
    }

    /// Its service as messages name it.
    #[must_use]
    pub fn service_name(&self) -> &str {
        self.service_suffix().unwrap_or("its service")
    }
}

impl<'n> Case<'n, Endpoint> {
    /// What is known of the AWS service it leads to; nothing of one that is not in the table.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it leads to a service of a customer or to none, undecided when that is not known.
    pub fn aws_service(&self) -> Result<(&'n ServiceName, Option<&'static Service>), Pass> {
        match self.read(&self.it.service)? {
            Some(name @ ServiceName::Aws { facts, .. }) => Ok((name, *facts)),
            _ => Err(Pass::NotApplicable),
        }
    }

    /// Whether it leads to that service of AWS.
    ///
    /// # Errors
    ///
    /// When its service is not known.
    pub fn is_for(&self, suffix: &str) -> Result<bool, Pass> {
        let service = self.read(&self.it.service)?;
        Ok(service.as_ref().is_some_and(|name| name.is_aws(suffix)))
    }

    /// The TCP ports on which it is used: those of its service, else 443.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when they are not verified, undecided when its service is not known.
    pub fn ports(&self) -> Result<Vec<u16>, Pass> {
        let service = self.read(&self.it.service)?;
        let facts = service.as_ref().and_then(ServiceName::facts);
        match facts.map(|facts| &facts.ports) {
            None | Some(Ports::Https) => Ok(vec![443]),
            Some(Ports::Listed(ranges)) => Ok(ranges.iter().map(|range| *range.start()).collect()),
            Some(Ports::Unverified) => Err(Pass::NotApplicable),
        }
    }
}
