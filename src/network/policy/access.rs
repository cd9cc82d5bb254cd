//! What a policy lets through.

use super::{Effect, Element, Policy, Principal, Statement, Strings, known_start};
use crate::value::{Fragment, Kind, Truth, Unknown, Value};

impl Policy {
    /// Whether it lets everything through, as if there were no policy: some statement allows everybody every action of
    /// the service on every resource without a condition, and no statement denies anything of the service.
    ///
    /// `services` are the prefixes of the service's actions, `["s3"]`; with none, `s3:*` may or may not be all there is.
    ///
    /// Any denial counts, not only one with an organisation's or account's key: what denies one action makes a policy say
    /// something that the default policy does not. A denial that cannot meet the service's actions does not count.
    #[must_use]
    pub fn grants_everything(&self, services: &[&str]) -> Truth {
        let hidden = self.open.as_ref().map(|_| Truth::Unknown);
        let granted = Truth::any(
            (self.statements.iter())
                .map(|statement| statement.allows_everything(services))
                .chain(hidden),
        );
        let denied = Truth::any(
            (self.statements.iter())
                .map(|statement| statement.denies_something(services))
                .chain(hidden),
        );
        Truth::all([granted, !denied])
    }
}

impl Statement {
    /// Whether it allows everybody every action of the services on every resource without a condition.
    #[must_use]
    pub fn allows_everything(&self, services: &[&str]) -> Truth {
        Truth::all([
            self.allows(),
            self.is_for_everybody(),
            self.is_for_every_action(services),
            self.is_for_every_resource(),
            !self.is_conditional(),
        ])
    }

    /// Whether it denies any action of the services to anybody.
    fn denies_something(&self, services: &[&str]) -> Truth {
        Truth::all([!self.allows(), self.meets(services)])
    }

    /// Whether its effect is to allow.
    #[must_use]
    pub const fn allows(&self) -> Truth {
        match self.effect {
            Effect::Allow => Truth::Yes,
            Effect::Deny => Truth::No,
            Effect::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether it holds for every principal: `"*"` or `{"AWS": "*"}`. Everybody but some is not everybody.
    #[must_use]
    pub fn is_for_everybody(&self) -> Truth {
        match &self.principals {
            Element::Only(principals) => Truth::any(principals.iter().map(Principal::is_everybody)),
            Element::Except(_) | Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether it holds for every action of the services: `*`, `s3:*`, or all but actions of other services.
    #[must_use]
    pub fn is_for_every_action(&self, services: &[&str]) -> Truth {
        match &self.actions {
            Element::Only(actions) => actions.any(|action| is_every_action(action, services)),
            Element::Except(actions) => !actions.any(|action| may_be_of(action, services)),
            Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether it holds for any action of the services.
    #[must_use]
    pub fn meets(&self, services: &[&str]) -> Truth {
        match &self.actions {
            Element::Only(actions) => actions.any(|action| may_be_of(action, services)),
            Element::Except(actions) => !actions.any(|action| is_every_action(action, services)),
            Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether it holds for every resource: `*`. Patterns such as `arn:aws:s3:::*` leave something out, if only access points.
    #[must_use]
    pub fn is_for_every_resource(&self) -> Truth {
        match &self.resources {
            Element::Only(resources) => resources.any(is_star),
            Element::Except(_) | Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether a condition must hold, whatever it is.
    #[must_use]
    pub const fn is_conditional(&self) -> Truth {
        match (self.conditions.is_empty(), &self.open) {
            (false, _) => Truth::Yes,
            (true, Some(_)) => Truth::Unknown,
            (true, None) => Truth::No,
        }
    }
}

impl Principal {
    /// Whether it stands for everybody.
    #[must_use]
    pub fn is_everybody(&self) -> Truth {
        let kind = match self.kind.as_str() {
            Some(kind) => Truth::from(matches!(&**kind, "*" | "AWS")),
            None => Truth::Unknown,
        };
        Truth::all([kind, self.identifiers.any(is_star)])
    }
}

impl Strings {
    /// Whether the test holds for any of them.
    #[must_use]
    pub fn any(&self, test: impl Fn(&Value) -> Truth) -> Truth {
        let hidden = self.open.as_ref().map(|_| Truth::Unknown);
        Truth::any(self.items.iter().map(test).chain(hidden))
    }
}

/// Whether it is a `*`, or several, which mean the same.
fn is_star(text: &Value) -> Truth {
    let stars = |text: &str| text.bytes().all(|b| b == b'*');
    match &text.kind {
        Kind::String(text) => (stars(text) && !text.is_empty()).into(),
        Kind::PartialString(fragments) => {
            let hopeless = |fragment: &Fragment| match fragment {
                Fragment::Known(text) => !stars(text),
                Fragment::Unknown(unknown) => names_one_thing(unknown),
            };
            if fragments.iter().any(hopeless) {
                Truth::No
            } else {
                Truth::Unknown
            }
        }
        Kind::Unknown(unknown) if names_one_thing(unknown) => Truth::No,
        _ => Truth::Unknown,
    }
}

/// Whether an unknown is what AWS calls one thing, which is never a `*`: the ARN or id of a resource or an account.
fn names_one_thing(unknown: &Unknown) -> bool {
    use crate::value::Why;
    let last = |symbol: &str| {
        symbol
            .rsplit('.')
            .next()
            .is_some_and(|last| matches!(last, "arn" | "id" | "account_id" | "unique_id"))
    };
    matches!(unknown.why, Why::Resource(_) | Why::Data(_))
        && unknown
            .symbol
            .as_ref()
            .is_some_and(|symbol| last(symbol.as_str()))
}

/// Whether an action stands for all actions of the services: `*`, `*:*`, `s3:*`.
fn is_every_action(action: &Value, services: &[&str]) -> Truth {
    let (text, whole) = known_start(action);
    let stars = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'*');
    if !whole {
        // `s3:Get<unknown part>` is not all, whatever the unknown part.
        return match text.split_once(':') {
            Some((service, action))
                if !stars(action) && !action.is_empty() && !service.is_empty() =>
            {
                Truth::No
            }
            _ => Truth::Unknown,
        };
    }
    match text.split_once(':') {
        None => stars(text).into(),
        Some((_, action)) if !stars(action) => Truth::No,
        Some((service, _)) if stars(service) => Truth::Yes,
        Some(_) if services.is_empty() => Truth::Unknown,
        Some((service, _)) => (services.iter())
            .any(|known| known.eq_ignore_ascii_case(service))
            .into(),
    }
}

/// Whether an action can be one of the services'.
fn may_be_of(action: &Value, services: &[&str]) -> Truth {
    let (text, whole) = known_start(action);
    let service = match text.split_once(':') {
        Some((service, _)) => service,
        None if whole => text,
        None => return Truth::Unknown,
    };
    if service.contains(['*', '?']) {
        return Truth::Yes;
    }
    if services.is_empty() {
        return Truth::Unknown;
    }
    (services.iter())
        .any(|known| known.eq_ignore_ascii_case(service))
        .into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::value::{Symbol, Type, Why};

    /// `~name~` stands for an unknown part of that symbol.
    fn policy(source: &str) -> Policy {
        let fragments = source.split('~').enumerate().map(|(index, text)| {
            if index % 2 == 0 {
                return Fragment::Known(text.into());
            }
            let mut unknown = Unknown::new(Type::String, Why::Resource("r".into()));
            unknown.symbol = Some(Symbol::new(text));
            Fragment::Unknown(Arc::new(unknown))
        });
        Policy::parse(&Value::from_fragments(fragments)).unwrap()
    }

    fn grants(statements: &str) -> Truth {
        policy(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#
        ))
        .grants_everything(&["s3"])
    }

    const ALL: &str = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;

    #[test]
    fn everything_in_all_its_forms() {
        for statement in [
            ALL,
            r#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":["*"],"Resource":["*"]}"#,
            r#"{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::1:root","*"]},"Action":"*","Resource":["x","*"]}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"S3:*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":["ec2:*","*:*"],"Resource":"**"}"#,
            r#"{"Effect":"Allow","Principal":"*","NotAction":["iam:*","ec2:Run*"],"Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{}}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{}}}"#,
        ] {
            assert_eq!(grants(statement), Truth::Yes, "{statement}");
        }
        let single = policy(&format!(r#"{{"Statement":{ALL}}}"#));
        assert_eq!(single.grants_everything(&[]), Truth::Yes);
    }

    #[test]
    fn less_than_everything() {
        for statement in [
            r#"{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"ec2:*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:s3:::b/*"}"#,
            r#"{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":{"Service":"*"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","NotAction":"s3:DeleteBucket","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","NotResource":"arn:aws:s3:::b"}"#,
            r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true}}}"#,
        ] {
            assert_eq!(grants(statement), Truth::No, "{statement}");
        }
        assert_eq!(grants(""), Truth::No);
    }

    #[test]
    fn a_denial_narrows() {
        for denial in [
            r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}"#,
            r#"{"Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket","Resource":"*"}"#,
            r#"{"Effect":"Deny","Principal":"*","NotAction":"s3:Get*","Resource":"*"}"#,
        ] {
            assert_eq!(grants(&format!("{ALL},{denial}")), Truth::No, "{denial}");
        }
        for void in [
            r#"{"Effect":"Deny","Principal":"*","Action":["ec2:*","iam:PassRole"],"Resource":"*"}"#,
            r#"{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}"#,
        ] {
            assert_eq!(grants(&format!("{ALL},{void}")), Truth::Yes, "{void}");
        }
    }

    #[test]
    fn unknown_where_the_answer_hangs_on_it() {
        for statements in [
            r#"{"Effect":"~e~","Principal":"*","Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"~a~","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":~a~,"Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":["s3:Get*"~a~],"Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":{"AWS":"~p~"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":{"~k~":"*"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":~c~}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"~more~}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},~more~"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"~e~","Principal":"*","Action":"*","Resource":"*"}"#,
        ] {
            assert_eq!(grants(statements), Truth::Unknown, "{statements}");
        }
        let service = policy(
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
        );
        assert_eq!(service.grants_everything(&[]), Truth::Unknown);
    }

    #[test]
    fn known_in_spite_of_unknown_parts() {
        for statement in [
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"~aws_s3_bucket.a.arn~"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":["~x~/*","arn:aws:s3:::~y~"]}"#,
            r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::~account~:root"},"Action":"*","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"s3:Get~what~","Resource":"*"}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"~org~"}}}"#,
            r#"{"Effect":"Allow","Principal":"*","Action":~a~,"Resource":"arn:aws:s3:::b"}"#,
        ] {
            assert_eq!(grants(statement), Truth::No, "{statement}");
        }
        let statement = r#"{"Sid":"~s~","Effect":"Allow","Principal":"*","Action":["~a~","*"],"Resource":["~r~","*"]}"#;
        assert_eq!(grants(statement), Truth::Yes);
    }

    /// The shape of AWS's data-perimeter baseline (aws-samples/data-perimeter-policy-examples).
    #[test]
    fn a_perimeter_is_not_everything() {
        let perimeter = policy(
            r#"{"Version":"2012-10-17","Statement":[
              {"Sid":"OurPrincipalsToOurResources","Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*",
               "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1","aws:ResourceOrgID":"o-1"}}},
              {"Sid":"ServicePrincipals","Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*",
               "Condition":{"Bool":{"AWS:principalisawsservice":"true"}}},
              {"Sid":"ServiceOwned","Effect":"Allow","Principal":"*","Action":["s3:GetObject"],
               "Resource":["arn:aws:s3:::packages.~region~.amazonaws.com/*"]}]}"#,
        );
        assert_eq!(perimeter.grants_everything(&["s3"]), Truth::No);
        let conditions: Vec<_> = perimeter
            .statements
            .iter()
            .flat_map(|statement| &statement.conditions)
            .collect();
        assert_eq!(conditions.len(), 3);
        assert!(
            conditions[0].is_on("AWS:PRINCIPALORGID") && conditions[1].is_on("aws:ResourceOrgID")
        );
        assert!(conditions[2].is_on("aws:PrincipalIsAWSService"));
        assert_eq!(conditions[2].plain_operator(), Some("Bool"));
    }

    #[test]
    fn reads_operators() {
        let policy = policy(
            r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*",
              "Condition":{"ForAnyValue:StringNotLikeIfExists":{"aws:x":["a",1]},"Null":{"aws:y":true}}}}"#,
        );
        let conditions = &policy.statements[0].conditions;
        assert_eq!(conditions[0].plain_operator(), Some("StringNotLike"));
        assert_eq!(conditions[0].values.items.len(), 2);
        assert_eq!(
            conditions[1].values.items[0].as_str().map(|text| &**text),
            Some("true")
        );
    }

    #[test]
    fn refuses_what_is_no_policy() {
        for source in [
            "",
            "[]",
            "\"x\"",
            r#"{"Statement":["x"]}"#,
            r#"{"Statement":[{"Principal":"*"}]}"#,
            r#"{"Statement":[{"Effect":"allow"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":{"a":1}}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Condition":"x"}]}"#,
        ] {
            assert!(
                matches!(Policy::parse(&Value::string(source)), Err(Why::Fault(_))),
                "{source}"
            );
        }
        let unknown = Value::unknown(Type::String, Why::Cycle);
        assert_eq!(Policy::parse(&unknown).unwrap_err(), Why::Cycle);
    }
}
