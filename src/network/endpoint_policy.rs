//! Policies of endpoints, and what rules ask of them.

mod actions;
mod buckets;
mod demand;
mod form;

use std::sync::Arc;

use super::{
    Case, Endpoint, EndpointType, Fact, Network, Pass, Policy, Resource,
    answer::unknown,
    applies_if,
    case::{Made, Subject},
    list::distinct,
    policy::{Acting, Actions, Condition, FEDERATED, Requests, Share, Through, Touched},
};
use crate::{
    address::Address,
    provider::service::{Access, Actions as Listed, Service, ServiceName},
    value::Truth,
};

pub use actions::UnknownAction;
pub use buckets::Blocked;

/// A policy of an endpoint as it is written.
#[derive(Debug)]
pub struct EndpointPolicy {
    /// The resource that holds it: the endpoint, or an `aws_vpc_endpoint_policy`.
    pub resource: Arc<Resource>,
    /// The document; none where the argument is null.
    pub document: Fact<Option<Policy>>,
    /// Whether changes of it are ignored, so that another may be in force.
    pub(super) is_ignored: bool,
    /// The endpoint it belongs to, by its number, if that is made here.
    pub(super) endpoint: Option<usize>,
}

impl Made for EndpointPolicy {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Subject for EndpointPolicy {
    fn endpoints(&self, network: &Network) -> Vec<Address> {
        let endpoint = self.endpoint.and_then(|index| network.endpoints.get(index));
        endpoint
            .iter()
            .map(|it| it.resource.address.clone())
            .collect()
    }
}

impl<'n> Case<'n, EndpointPolicy> {
    /// The endpoint it belongs to, when that is made here.
    #[must_use]
    pub fn endpoint(&self) -> Option<Case<'n, Endpoint>> {
        let endpoint = self.network.endpoints.get(self.it.endpoint?)?;
        if endpoint.resource.address != self.it.resource.address {
            self.cite(endpoint.resource.at, "the endpoint it belongs to");
        }
        Some(self.about(endpoint))
    }

    /// The document as it is sent when the endpoint is made.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where there is none, undecided when nothing is known of it.
    pub fn written(&self) -> Result<&'n Policy, Pass> {
        let document = self.read(&self.it.document)?.as_ref();
        document.ok_or(Pass::NotApplicable)
    }

    /// The document that is in force.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where there is none, and where the service looks at none; undecided when nothing is known of it or of the
    /// service, or somebody else may have set another.
    pub fn in_force(&self) -> Result<&'n Policy, Pass> {
        let policy = self.written()?;
        if self.it.is_ignored {
            return Err(self.undecided("changes of policy are ignored, so that another may be set"));
        }
        if let Some(endpoint) = self.endpoint() {
            let kind = endpoint.read(&endpoint.it.kind)?;
            applies_if(matches!(
                kind,
                EndpointType::Gateway | EndpointType::Interface
            ))?;
            let service = endpoint.read(&endpoint.it.service)?;
            applies_if(!matches!(service, Some(ServiceName::Customer { .. })))?;
        }
        Ok(policy)
    }

    /// What the actions of its service start with; nothing where it belongs to an endpoint that is not made here.
    fn prefixes(&self) -> Vec<&'n str> {
        let service = self.endpoint().and_then(|it| {
            let service = it.read(&it.it.service).ok()?;
            service.as_ref().map(ServiceName::action_prefixes)
        });
        // What is not listed may be called otherwise.
        let is_listed = |prefix: &&str| Listed::of(prefix).is_some();
        service
            .filter(|it| it.iter().any(is_listed))
            .unwrap_or_default()
    }

    fn through(&self) -> Through<'n> {
        let endpoint = self.endpoint();
        Through {
            vpc: endpoint.and_then(|it| it.read(&it.it.vpc).ok()),
            endpoint: endpoint.map(|it| &it.it.identity),
        }
    }

    /// How many requests that somebody makes about something it lets pass.
    ///
    /// # Errors
    ///
    /// As of the policy that is in force.
    pub fn passes(&self, by: Acting, actions: Actions<'_>, on: Touched<'_>) -> Result<Share, Pass> {
        let requests = self.requests(by, actions, on);
        Ok(self.in_force()?.passes(&requests))
    }

    /// Whether its statements with `Effect` `Allow` let some requests pass, so that it is a `Deny` that stops them.
    ///
    /// # Errors
    ///
    /// As of the policy that is in force.
    fn allows(&self, by: Acting, actions: Actions<'_>, on: Touched<'_>) -> Result<bool, Pass> {
        let requests = self.requests(by, actions, on);
        Ok(self.in_force()?.allows(&requests).any == Truth::Yes)
    }

    fn requests<'r>(&self, by: Acting, actions: Actions<'r>, on: Touched<'r>) -> Requests<'r>
    where
        'n: 'r,
    {
        Requests {
            by,
            actions,
            on,
            through: self.through(),
        }
    }

    /// Words of the document as messages may have them: others in their place where it is sensitive.
    fn shown(&self, words: String, otherwise: &str) -> String {
        if self.it.document.place.sensitive {
            otherwise.to_owned()
        } else {
            words
        }
    }

    /// Why nothing is told where nothing is wrong in what is known.
    fn fine_unless(&self, may_be_hidden: bool) -> Pass {
        let place = &self.it.document.place;
        if may_be_hidden {
            unknown(place, "a part of it is not known")
        } else {
            Pass::Fine
        }
    }

    /// What is known to hold or not to.
    fn settled(&self, truth: Truth) -> Result<bool, Pass> {
        match truth {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => Err(unknown(
                &self.it.document.place,
                "a part of it is not known",
            )),
        }
    }

    /// Whether it lets everything through, as if there were no policy.
    ///
    /// # Errors
    ///
    /// As of the policy that is in force; undecided when a part that decides is not known.
    pub fn grants_everything(&self) -> Result<bool, Pass> {
        let all = Actions::Of(&self.prefixes());
        self.settled(self.passes(Acting::Anybody, all, Touched::Anything)?.all)
    }

    /// Whether it lets nothing through that its service does.
    ///
    /// # Errors
    ///
    /// As of the policy that is in force; undecided when a part that decides is not known.
    pub fn grants_nothing(&self) -> Result<bool, Pass> {
        let all = Actions::Of(&self.prefixes());
        let any = self.passes(Acting::Anybody, all, Touched::Anything)?.any;
        Ok(!self.settled(any)?)
    }

    /// Whether credentials of other organizations may use it for what the policy does not name.
    ///
    /// # Errors
    ///
    /// As of the policy that is in force; undecided when a part that decides is not known.
    pub fn admits_foreign_principals(&self) -> Result<bool, Pass> {
        let all = Actions::Of(&self.prefixes());
        self.settled(self.passes(Acting::Foreign, all, Touched::Unnamed)?.any)
    }

    /// Whether own credentials may write through it to what other organizations own, or tokens be exchanged for roles of theirs.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where the actions of its service are not listed; else as of the policy that is in force.
    pub fn admits_writing_abroad(&self) -> Result<bool, Pass> {
        let prefixes = self.prefixes();
        let changing = |prefix: &&str| {
            let all = Listed::of(prefix).into_iter().flat_map(Listed::all);
            let prefix = (*prefix).to_owned();
            all.filter(|(access, _)| *access == Access::Write)
                .map(move |(_, name)| format!("{prefix}:{name}"))
                .collect::<Vec<_>>()
        };
        let names = prefixes.iter().flat_map(changing);
        let (by_token, signed): (Vec<_>, Vec<_>) = names.partition(|it| FEDERATED.contains(&&**it));
        applies_if(!signed.is_empty())?;
        let any = |by, names| {
            let passing = self.passes(by, Actions::These(names), Touched::Foreign)?;
            Ok(passing.any)
        };
        let any = [any(Acting::Own, signed)?, any(Acting::Anonymous, by_token)?];
        self.settled(Truth::any(any))
    }

    /// Its conditions on where requests come from, which all that come through it meet.
    #[must_use]
    pub fn idle_conditions(&self) -> Vec<String> {
        let statements = self.written().into_iter().flat_map(Policy::allowing);
        let is_idle = |it: &&Condition| it.is_on("aws:SourceVpc") || it.is_on("aws:SourceVpce");
        let conditions = statements.flat_map(|it| &it.conditions).filter(is_idle);
        let keys = conditions.filter_map(|it| it.key.as_str());
        distinct(keys.map(ToString::to_string))
    }

    /// What is known of its endpoint's service.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when nothing is; undecided when its service is not known.
    pub fn service(&self) -> Result<(Case<'n, Endpoint>, &'static Service), Pass> {
        let endpoint = self.endpoint().ok_or(Pass::NotApplicable)?;
        let (_, service) = endpoint.aws_service()?;
        Ok((endpoint, service.ok_or(Pass::NotApplicable)?))
    }
}
