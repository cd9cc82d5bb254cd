//! How the Region in the name of a service is written.

use super::{Case, Endpoint, Pass, Place};
use crate::finding::Fix;

/// How the name of a service comes to its Region, as its module writes it.
#[derive(Debug)]
pub struct WrittenRegion {
    /// Where the name is written.
    pub place: Place,
    /// The Region, where it is spelt out.
    pub spelt: Option<String>,
    /// What else in its module says which Region it is for: `var.region`, `data.aws_region.current`.
    pub said_by: Option<String>,
    /// Whether its module is there to be called.
    pub is_called: bool,
    /// The data source that it takes the name of its Region from, by the attribute that version 6 of the provider gives up, and the edit
    /// to the new one.
    pub by_old_name: Option<(String, Option<Fix>)>,
    /// Whether only versions of the provider from 6 on are let in; not known of another provider of that name.
    pub provider_is_new: Option<bool>,
}

impl<'n> Case<'n, Endpoint> {
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
