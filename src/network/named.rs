//! What the names of services say that there are not, or not there.

use super::{Case, Endpoint, Identity, Pass};
use crate::provider::{
    region::Partition,
    service::{Meant, ServiceName, meant},
};

/// A service that is not known.
#[derive(Debug)]
pub struct UnknownService<'n> {
    /// As it is named.
    pub name: &'n str,
    /// The names that were probably meant.
    pub meant: Vec<String>,
}

impl UnknownService<'_> {
    /// What to change.
    #[must_use]
    pub fn advice(&self) -> String {
        if self.meant.is_empty() {
            return "check the name with aws ec2 describe-vpc-endpoint-services".to_owned();
        }
        format!("did you mean {}?", self.meant.join(" or "))
    }
}

/// What the name of a service starts with, and should.
#[derive(Debug)]
pub struct Prefixes<'n> {
    /// What it starts with.
    pub written: &'static str,
    /// What it starts with in its Region.
    pub right: &'static str,
    /// That Region.
    pub region: &'n str,
    /// Whether a list says so of the service, as opposed to saying nothing of it.
    pub is_listed: bool,
}

impl Prefixes<'_> {
    /// Whether it starts as it should.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.written == self.right
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Its service, which is not known, and what was probably meant by its name.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it is known, [`Pass::NotApplicable`] where names are others; undecided when its service is not known.
    pub fn unknown_service(&self) -> Result<UnknownService<'n>, Pass> {
        let name = self.read(&self.it.service)?.as_ref();
        let name = name.ok_or(Pass::NotApplicable)?;
        let is_hidden = self.it.service.place.sensitive;
        let (written, region) = match name {
            ServiceName::Customer { .. } => return Err(Pass::NotApplicable),
            ServiceName::Aws { facts: Some(_), .. } => return Err(Pass::Fine),
            ServiceName::Other(text) if is_hidden || text.contains('*') => {
                return Err(self.undecided("its service is not known"));
            }
            ServiceName::Other(text) => (&**text, None),
            ServiceName::Aws { suffix, .. } if is_hidden || suffix.is_empty() => {
                return Err(Pass::NotApplicable);
            }
            ServiceName::Aws { suffix, .. } => {
                // Names of other partitions are not listed.
                let regions = &self.it.regions;
                let named = self.read(&regions.named)?.as_ref();
                let region = named.and_then(Identity::id);
                let partition = region.and_then(Partition::of_region);
                let prefix = self.read(&regions.family)?.unwrap_or_default();
                let is_usual = Partition::ALL.iter().all(|it| {
                    let theirs = it.reverse_dns_prefix();
                    theirs == Partition::Commercial.reverse_dns_prefix() || theirs != prefix
                });
                if !is_usual || partition.is_some_and(|it| it != Partition::Commercial) {
                    return Err(Pass::NotApplicable);
                }
                (&**suffix, region)
            }
        };
        let templates = match meant(name) {
            Meant::These(templates) => templates,
            Meant::Sibling => return Err(Pass::Fine),
            Meant::Nothing => Vec::new(),
        };
        let region = region.or_else(|| self.region().ok());
        let shown = |template: &str| template.replace("<region>", region.unwrap_or("<region>"));
        Ok(UnknownService {
            name: written,
            meant: templates.into_iter().map(shown).collect(),
        })
    }

    /// What the name of its service starts with, and should.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] of names that are not listed, [`Pass::Fine`] of those that start in the same way in every Region;
    /// undecided when its service or its Region is not known.
    pub fn prefixes(&self) -> Result<Prefixes<'n>, Pass> {
        let (_, facts) = self.aws_service()?;
        let facts = facts.ok_or(Pass::NotApplicable)?;
        let written = self
            .read(&self.it.regions.family)?
            .ok_or(Pass::NotApplicable)?;
        if written == "com.amazonaws" && facts.has_one_prefix() {
            return Err(Pass::Fine);
        }
        let named = self.read(&self.it.regions.named)?.as_ref();
        let named = named.ok_or(Pass::NotApplicable)?;
        let unknown = || self.undecided("the Region in the name of its service is not known");
        let region = named.id().ok_or_else(unknown)?;
        let (right, is_listed) = facts.prefix_in(region).ok_or(Pass::NotApplicable)?;
        Ok(Prefixes {
            written,
            right,
            region,
            is_listed,
        })
    }
}
