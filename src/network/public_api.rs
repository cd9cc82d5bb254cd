//! APIs of API Gateway that have public names which private DNS of `execute-api` would capture.

use std::sync::Arc;

use super::{Case, Endpoint, Fact, Pass, Resource, case::Made};

/// The APIs of a configuration.
#[derive(Debug, Default)]
pub struct PublicApis {
    /// APIs, with whether they have a public name below `execute-api`.
    pub(super) apis: super::Things<Api>,
    /// Whether a domain name of its own is made for one of them.
    pub(super) has_custom_domain: bool,
}

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Whether it has a public name below `execute-api`.
    pub public: Fact<bool>,
}

impl Made for Api {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl<'n> Case<'n, Endpoint> {
    /// An API made here whose public name is all it has.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when there is none or they have names of their own, undecided when there may be one.
    pub fn public_api(&self) -> Result<Case<'n, Api>, Pass> {
        let public = &self.network.public_apis;
        if public.has_custom_domain {
            return Err(Pass::Fine);
        }
        let api = self.first(self.each_of(&public.apis), |api| {
            let is_public = api.is(&api.it.public, &true)?;
            Ok((is_public && self.exists(&api.it.resource, &self.it.resource)).then_some(api))
        })?;
        let api = api.ok_or(Pass::Fine)?;
        self.cite(api.it.resource.at, format!("{api} has a public name"));
        Ok(api)
    }
}
