//! Endpoints that a workload cannot reach, as messages name them.

use super::{
    Case, Endpoint, Need, SecurityGroup,
    list::{distinct, listed},
};
use crate::address::Address;

/// Endpoints that the groups of a workload let nothing out to.
#[derive(Debug)]
pub struct Barred<'n> {
    /// The endpoints, each with what the workload needs it for.
    pub endpoints: Vec<(Case<'n, Endpoint>, &'n Need)>,
    /// The groups of the workload.
    pub groups: Vec<Case<'n, SecurityGroup>>,
}

impl Barred<'_> {
    /// The services, as a message lists them.
    #[must_use]
    pub fn services(&self) -> String {
        let names = self
            .endpoints
            .iter()
            .map(|(_, need)| need.service.to_owned());
        listed(&distinct(names))
    }

    /// The endpoints, as a message names them.
    #[must_use]
    pub fn names(&self) -> String {
        let names = distinct(self.endpoints.iter().map(|(it, _)| it.to_string()));
        let word = if names.len() == 1 {
            "endpoint"
        } else {
            "endpoints"
        };
        format!("{word} {}", listed(&names))
    }

    /// The addresses of the endpoints.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let addresses = self.endpoints.iter();
        distinct(addresses.map(|(it, _)| it.it.resource.address.clone()))
    }

    /// What the workload cannot do, as a message lists it.
    #[must_use]
    pub fn purposes(&self) -> String {
        let purposes = self
            .endpoints
            .iter()
            .map(|(_, need)| need.purpose.to_owned());
        listed(&distinct(purposes))
    }

    /// The prefix lists of the endpoints, as they are written.
    #[must_use]
    pub fn prefix_lists(&self) -> String {
        let names = self
            .endpoints
            .iter()
            .map(|(it, _)| it.it.resource.address.own());
        let lists = distinct(names).into_iter();
        let lists: Vec<String> = lists.map(|it| format!("{it}.prefix_list_id")).collect();
        lists.join(", ")
    }

    /// The groups, as a message names them.
    #[must_use]
    pub fn guards(&self) -> String {
        let names: Vec<String> = self.groups.iter().map(ToString::to_string).collect();
        let word = if names.len() == 1 { "group" } else { "groups" };
        format!("security {word} {}", listed(&names))
    }
}
