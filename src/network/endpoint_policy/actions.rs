//! Whether the actions that a policy names are those of its service.

use crate::{
    network::{
        Case, EndpointPolicy, Pass,
        answer::{applies_if, fine_if},
        list::{distinct, listed},
        policy::{Acting, Actions, Element, Statement, is_match},
    },
    provider::service::Actions as Listed,
    value::{Truth, Value},
};

/// An action that its service does not have.
#[derive(Debug)]
pub struct UnknownAction {
    /// As it is written: `s3:GetObjects`.
    pub name: String,
    /// The one that was probably meant.
    pub near: Option<String>,
}

impl<'n> Case<'n, EndpointPolicy> {
    /// What its service is called, and the services of which alone it allows actions: `ec2` and `kms`.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it allows an action of its service; [`Pass::NotApplicable`] where these are not listed or it allows
    /// nothing at all; undecided when a part that decides is not known.
    pub fn other_services(&self) -> Result<String, Pass> {
        let policy = self.in_force()?;
        let prefixes = self.listed_prefixes()?;
        let own = Actions::Of(&prefixes);
        let meets = |it: &Statement| {
            Truth::all([it.allows(), it.matches_action(Acting::Anybody, &own).any])
        };
        let hidden = policy.open.as_ref().map(|_| Truth::Unknown);
        let any = Truth::any(policy.statements.iter().map(meets).chain(hidden));
        fine_if(self.settled(any)?)?;
        let named = policy.allowing().filter_map(|it| match &it.actions {
            Element::Only(actions) => Some(actions.known().0),
            _ => None,
        });
        let services = named.flatten().filter_map(|it| it.split_once(':'));
        let services = distinct(services.map(|(service, _)| service.to_owned()));
        applies_if(!services.is_empty())?;
        Ok(self.shown(listed(&services), "other services"))
    }

    /// What the actions of its service begin with: `s3:`, `cloudwatch:`.
    #[must_use]
    pub fn own_actions(&self) -> String {
        let prefixes = self.prefixes().into_iter();
        listed(&prefixes.map(|it| format!("{it}:")).collect::<Vec<_>>())
    }

    /// The prefixes of its service's actions, where these are listed.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where they are not.
    fn listed_prefixes(&self) -> Result<Vec<&'n str>, Pass> {
        let endpoint = self.endpoint().ok_or(Pass::NotApplicable)?;
        let (name, _) = endpoint.aws_service()?;
        let prefixes = name.action_prefixes();
        applies_if(prefixes.iter().any(|it| Listed::of(it).is_some()))?;
        Ok(prefixes)
    }

    /// The actions that it names of its service, and that there are not.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where there are all; [`Pass::NotApplicable`] where they are not listed.
    pub fn unknown_actions(&self) -> Result<Vec<UnknownAction>, Pass> {
        let policy = self.written()?;
        let prefixes = self.listed_prefixes()?;
        let written = policy.statements.iter().filter_map(|it| match &it.actions {
            Element::Only(actions) | Element::Except(actions) => Some(actions.known().0),
            _ => None,
        });
        let unknown = written.flatten().filter_map(|action| {
            let (service, name) = action.split_once(':')?;
            let own = prefixes.iter().any(|it| it.eq_ignore_ascii_case(service));
            let listed = Listed::of(service).filter(|_| own)?;
            let pattern = Value::string(name.to_owned());
            let is_there = listed.all().any(|(_, known)| is_match(&pattern, known));
            let near = || listed.near(name.trim_end_matches('*'));
            (!is_there).then(|| UnknownAction {
                name: self.shown(action.to_owned(), "something"),
                near: near().map(|near| {
                    self.shown(format!("{service}:{near}"), "an action of its service")
                }),
            })
        });
        let unknown: Vec<UnknownAction> = unknown.collect();
        fine_if(unknown.is_empty())?;
        Ok(unknown)
    }
}
