//! In which Regions an endpoint and its service are.

use super::{Case, Endpoint, Identity, Pass};
use crate::provider::region;

impl<'n> Case<'n, Endpoint> {
    /// The Region that the name of its service names, and the one it is made in, where the first is to be the second.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when the name has no Region or `service_region` is set, [`Pass::Fine`] when both are the same whichever
    /// it is; undecided when one is not known.
    pub fn regions(&self) -> Result<(&'n str, &'n str), Pass> {
        let regions = &self.it.regions;
        let named = self.read(&regions.named)?.as_ref();
        let named = named.ok_or(Pass::NotApplicable)?;
        self.applies_if(&self.it.cross_region, &false)?;
        if self.read(&regions.own).is_ok_and(|own| own == named) {
            return Err(Pass::Fine);
        }
        let named = self.written(named, "the Region in the name of its service")?;
        Ok((named, self.region()?))
    }

    /// The Region that `service_region` says its service is in.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it says nothing, undecided when that is not known.
    pub fn service_region(&self) -> Result<&'n str, Pass> {
        let service = self.read(&self.it.regions.service)?.as_ref();
        let service = service.ok_or(Pass::NotApplicable)?;
        self.written(service, "service_region")
    }

    /// The Region it is made in: as its block or its provider says, else that of the zones of its subnets.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn region(&self) -> Result<&'n str, Pass> {
        let own = &self.it.regions.own;
        let said = self
            .read(own)
            .and_then(|own| self.written(own, "its Region"));
        let pass = match said {
            Ok(region) => {
                if own.place.argument.is_empty() {
                    self.cite(own.place.span, format!("its provider is of {region}"));
                }
                return Ok(region);
            }
            Err(pass) => pass,
        };
        let members = &self.some(&self.it.subnets).items;
        let mut zones = members.iter().filter_map(|item| {
            let subnet = self.about(self.network.subnet(self.read(item).ok()?)?);
            let zone = subnet.read(&subnet.it.zone).ok()?.as_ref()?;
            Some((subnet, region::zone(zone.known()?)?.region))
        });
        let (subnet, region) = zones.next().ok_or(pass)?;
        self.cite(
            subnet.it.resource.at,
            format!("its subnet {subnet} is in {region}"),
        );
        Ok(region)
    }

    fn written(&self, region: &'n Identity, what: &str) -> Result<&'n str, Pass> {
        let known = region.id();
        known.ok_or_else(|| self.undecided(format!("{what} is not known")))
    }

    /// Whether only versions of the provider are let in that have the new attribute.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where its `aws` is another provider.
    pub fn asks_for_new_provider(&self) -> Result<bool, Pass> {
        let is_new = self.it.written_region.provider_is_new;
        is_new.ok_or(Pass::NotApplicable)
    }

    /// The Region that is spelt out in the name of its service.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where none is, or the module is for that Region only; [`Pass::NotApplicable`] where another Region than its own is
    /// meant, or the service has one Region only.
    pub fn spelt_region(&self) -> Result<&'n str, Pass> {
        let written = &self.it.written_region;
        let spelt = written.spelt.as_deref().ok_or(Pass::Fine)?;
        self.applies_if(&self.it.cross_region, &false)?;
        let (_, facts) = self.aws_service()?;
        if facts.is_some_and(|facts| !facts.is_regional()) {
            return Err(Pass::NotApplicable);
        }
        if written.said_by.is_none() && !written.is_called {
            self.possible_if(true);
            if !self.network.world.library {
                return Err(Pass::Fine);
            }
        }
        Ok(spelt)
    }
}
