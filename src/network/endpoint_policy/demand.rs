//! Whether a policy asks for what users demand.

use std::collections::BTreeMap;

use crate::{
    network::{
        Case, EndpointPolicy, Pass,
        policy::{Condition, Element, Policy, Statement},
    },
    value::Truth,
};

impl Case<'_, EndpointPolicy> {
    /// The first demanded condition that it does not ask for: of whoever a statement allows something that is not named, or of all by a
    /// Deny.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it asks for all, undecided where that is not known; else as of the policy that is in force.
    pub fn missing_condition<'d>(
        &self,
        demanded: &'d BTreeMap<String, Vec<String>>,
    ) -> Result<&'d str, Pass> {
        let policy = self.in_force()?;
        let missing = self.first(demanded, |(key, values)| {
            let asked = policy.asks_for(key, values);
            Ok((!self.settled(asked)?).then_some(key))
        })?;
        missing.map(String::as_str).ok_or(Pass::Fine)
    }
}

impl Policy {
    fn asks_for(&self, key: &str, values: &[String]) -> Truth {
        let hidden = self.open.as_ref().map(|_| Truth::Unknown);
        let denies = |it: &Statement| Truth::all([!it.allows(), it.asks(key, values, true)]);
        let by_denial = Truth::any(self.statements.iter().map(denies));
        let asks = |it: &Statement| {
            Truth::any([
                !it.allows(),
                it.names_resources(),
                it.asks(key, values, false),
            ])
        };
        let by_each = Truth::all(self.statements.iter().map(asks).chain(hidden));
        Truth::any([by_denial, by_each])
    }
}

impl Statement {
    /// Whether it has a condition on a key with some of those values only; in a Deny, one that exempts them.
    fn asks(&self, key: &str, values: &[String], denies: bool) -> Truth {
        let hidden = self.open.as_ref().map(|_| Truth::Unknown);
        let asks = |it: &Condition| it.asks(key, values, denies);
        Truth::any(self.conditions.iter().map(asks).chain(hidden))
    }

    fn names_resources(&self) -> Truth {
        match &self.resources {
            Element::Only(_) => !self.is_for_unnamed_resources(),
            Element::Except(_) | Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }
}

impl Condition {
    fn asks(&self, key: &str, values: &[String], denies: bool) -> Truth {
        let Some(operator) = self.plain_operator().map(str::to_ascii_lowercase) else {
            return Truth::Unknown;
        };
        if !self.is_on(key) || operator.contains("not") != denies || operator == "null" {
            let is_hidden = self.key.as_str().is_none();
            return if is_hidden { Truth::Unknown } else { Truth::No };
        }
        let (known, are_all) = self.values.known();
        let may_be = |it: &&str| values.iter().any(|value| value == "*" || value == it);
        match (
            known.iter().all(may_be),
            are_all || values.iter().any(|it| it == "*"),
        ) {
            (false, _) => Truth::No,
            (true, true) => Truth::Yes,
            (true, false) => Truth::Unknown,
        }
    }
}
