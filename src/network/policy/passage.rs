//! The one question to a policy: how many of some requests does it let pass?
//!
//! A request passes when a statement allows it and none denies it (IAM policy evaluation logic). Statements match by four things that do not
//! hang together: who, what, on what, and under which conditions; so what holds of a class of requests is what holds of each of them.

use super::{
    Acting, Actions, Effect, Element, Policy, Principal, Requests, Share, Statement, Strings,
    Touched,
    pattern::{Breadth, breadth, is_star, is_within, known_start, matches, service},
};
use crate::value::{Fragment, Kind, Truth, Value};

impl Policy {
    /// How many of some requests it lets pass.
    #[must_use]
    pub fn passes(&self, requests: &Requests<'_>) -> Share {
        let hidden = self.open.as_ref().map(|_| Share::UNKNOWN);
        let statements = || self.statements.iter();
        let allowed = statements().map(|it| it.matches(requests).if_so(it.allows()));
        let denied = |it: &Statement| it.matches(requests).if_so(!it.allows());
        let denied_at_all = Share::either(statements().map(denied).chain(hidden));
        let survives = |allowing: &Statement| {
            let own = allowing.matches(requests).any;
            let is_cut = |it: &Statement| {
                let covers = Truth::any([denied(it).all, Truth::from(it.covers(allowing))]);
                Truth::all([!it.allows(), covers])
            };
            let cut = Truth::any(statements().map(is_cut).chain(hidden.map(|it| it.all)));
            Truth::all([own, allowing.allows(), !cut])
        };
        let surviving = statements().map(survives).chain(hidden.map(|it| it.any));
        Share {
            all: Truth::all([Share::either(allowed.chain(hidden)).all, !denied_at_all.any]),
            any: Truth::any(surviving),
        }
    }
}

impl Statement {
    /// How many of some requests it speaks of.
    #[must_use]
    pub fn matches(&self, requests: &Requests<'_>) -> Share {
        let mut shares = vec![
            self.matches_principal(requests.by),
            self.matches_action(&requests.actions),
            self.matches_resource(requests.on, &requests.actions.prefixes()),
        ];
        shares.extend(self.conditions.iter().map(|it| it.share(requests)));
        if self.open.is_some() {
            shares.push(match requests.by {
                Acting::Anybody => Share::ANY,
                _ => Share::UNKNOWN,
            });
        }
        Share::each(&shares)
    }

    fn matches_principal(&self, by: Acting) -> Share {
        if let (Element::Unknown(_), Acting::Anybody) = (&self.principals, by) {
            return Share::ANY;
        }
        of_element(&self.principals, |principals| {
            Share::either(principals.iter().map(|it| it.share(by)))
        })
    }

    /// Whether it speaks of resources that it does not name.
    #[must_use]
    pub fn is_for_unnamed_resources(&self) -> Truth {
        self.matches_resource(Touched::Unnamed, &[]).any
    }

    /// How many of some actions it speaks of.
    #[must_use]
    pub fn matches_action(&self, actions: &Actions<'_>) -> Share {
        of_element(&self.actions, |patterns| match actions {
            Actions::Of(prefixes) => of_strings(patterns, |it| of_service(it, prefixes)),
            Actions::These(names) => {
                let one = |name: &String| patterns.any(|it| matches(it, name, true));
                Share {
                    all: Truth::all(names.iter().map(one)),
                    any: Truth::any(names.iter().map(one)),
                }
            }
        })
    }

    /// How many resources of the services with some prefixes it speaks of.
    fn matches_resource(&self, on: Touched<'_>, prefixes: &[&str]) -> Share {
        if let (Element::Unknown(_), Touched::Anything) = (&self.resources, on) {
            return Share::ANY;
        }
        // What a service calls its actions it mostly calls its resources too.
        let is_of_others = |pattern: &Value| {
            let service = service(pattern);
            service.is_some_and(|it| !prefixes.is_empty() && !prefixes.contains(&it))
        };
        of_element(&self.resources, |patterns| {
            of_strings(patterns, |pattern| match (on, breadth(pattern)) {
                (Touched::OfAws(arn), _) => Share::of(matches(pattern, arn, false)),
                (_, Breadth::Everything | Breadth::OfOneType) if is_of_others(pattern) => {
                    Share::UNKNOWN
                }
                (Touched::Anything, Breadth::OfOneType | Breadth::Named) => Share::SOME,
                (Touched::Anything, Breadth::Unknown) => Share::ANY,
                (_, Breadth::Everything | Breadth::OfOneType) => Share::ALL,
                (_, Breadth::Named) => Share::NONE,
                (_, Breadth::Unknown) => Share::UNKNOWN,
            })
        })
    }

    /// Whether it speaks of everything that another statement speaks of, as far as the text of both tells.
    fn covers(&self, other: &Self) -> bool {
        let strings = |own: &Element<Strings>, others: &Element<Strings>, any_case| match own {
            Element::Only(own) if own.items.iter().any(|it| is_star(it) == Truth::Yes) => true,
            Element::Only(own) => match others {
                Element::Only(others) if others.open.is_none() => others
                    .items
                    .iter()
                    .all(|it| (own.items.iter()).any(|outer| is_within(it, outer, any_case))),
                _ => false,
            },
            _ => false,
        };
        self.open.is_none()
            && self.conditions.is_empty()
            && matches!(self.effect, Effect::Deny)
            && self.is_for_everybody() == Truth::Yes
            && strings(&self.actions, &other.actions, true)
            && strings(&self.resources, &other.resources, false)
    }
}

/// What an element and its opposite match, from what is listed in them.
fn of_element<T>(element: &Element<T>, matches: impl Fn(&T) -> Share) -> Share {
    match element {
        Element::Only(listed) => matches(listed),
        Element::Except(listed) => !matches(listed),
        // AWS refuses what is absent, and so lets nothing of it in force.
        Element::Absent | Element::Unknown(_) => Share::UNKNOWN,
    }
}

fn of_strings(strings: &Strings, share: impl Fn(&Value) -> Share) -> Share {
    let hidden = strings.open.as_ref().map(|_| Share::UNKNOWN);
    Share::either(strings.items.iter().map(share).chain(hidden))
}

impl Principal {
    fn share(&self, by: Acting) -> Share {
        // Services of AWS are nobody's.
        let is_service = self.kind.as_str().is_some_and(|it| &**it == "Service");
        match (self.is_everybody(), by) {
            (_, Acting::Own | Acting::Foreign | Acting::Anonymous) if is_service => Share::NONE,
            (Truth::Yes, _) => Share::ALL,
            (Truth::Unknown, _) => Share::UNKNOWN,
            (Truth::No, Acting::Foreign | Acting::Anonymous) => Share::NONE,
            // Whose policy it is is of an account that it names.
            (Truth::No, Acting::Own) if self.identifiers.items.iter().any(is_account) => Share::ALL,
            (Truth::No, Acting::Own | Acting::Anybody) => Share::SOME,
        }
    }
}

/// Whether a principal is a whole account: its id, or its root.
fn is_account(identifier: &Value) -> bool {
    let is_id = |it: &str| it.len() == 12 && it.bytes().all(|digit| digit.is_ascii_digit());
    match &identifier.kind {
        Kind::String(text) => is_id(text) || text.ends_with(":root"),
        Kind::PartialString(fragments) => {
            matches!(fragments.last(), Some(Fragment::Known(text)) if text.ends_with(":root"))
        }
        Kind::Unknown(unknown) => {
            let symbol = unknown.symbol.as_ref();
            symbol.is_some_and(|it| it.as_str().ends_with(".account_id"))
        }
        _ => false,
    }
}

/// How many of a service's actions a pattern stands for; one without a colon has wildcards that stand for it too, `*` or `*Object`.
fn of_service(action: &Value, prefixes: &[&str]) -> Share {
    let (text, is_whole) = known_start(action);
    let (service, name) = match text.split_once(':') {
        Some(parts) => parts,
        None if is_whole => ("*", text),
        None => return Share::UNKNOWN,
    };
    let is_service = |known: &&str| matches(&Value::string(service), known, true) == Truth::Yes;
    let is_any_service = service.bytes().all(|it| it == b'*') && !service.is_empty();
    let of_it = match prefixes {
        _ if is_any_service => Truth::Yes,
        [] => Truth::Unknown,
        known => known.iter().any(is_service).into(),
    };
    let named = name
        .trim_end_matches('*')
        .bytes()
        .all(|it| it == b'?' || it == b'*');
    let all = match (is_whole, name.contains('*') && named) {
        // No service has an action of fewer letters than these.
        (true, wild) => Truth::from(wild && name.matches('?').count() <= SHORTEST),
        (false, _) if named => Truth::Unknown,
        (false, _) => Truth::No,
    };
    Share {
        all: Truth::all([of_it, all]),
        any: of_it,
    }
}

/// The letters of the shortest name of an action, `ssm:...` and others: `s3:???*` leaves nothing out.
const SHORTEST: usize = 3;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        network::{
            Identity,
            policy::{Actions, Through},
        },
        value::{Fragment, Symbol, Type, Unknown, Why},
    };

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

    fn everything(policy: &Policy, prefixes: &[&str]) -> Truth {
        let requests = Requests::all(prefixes, Through::default());
        policy.passes(&requests).all
    }

    fn grants(statements: &str) -> Truth {
        let policy = policy(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#
        ));
        everything(&policy, &["s3"])
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
        assert_eq!(everything(&single, &[]), Truth::Yes);
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
        assert_eq!(everything(&service, &[]), Truth::Unknown);
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
        assert_eq!(everything(&perimeter, &["s3"]), Truth::No);
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

    /// The own VPC is `aws_vpc.v`.
    fn through_vpc(statements: &str) -> Truth {
        let vpc = Identity::behind(&Symbol::new("aws_vpc.v.id"));
        let policy = policy(&format!(r#"{{"Statement":[{statements}]}}"#));
        let through = Through {
            vpc: Some(&vpc),
            endpoint: None,
        };
        policy.passes(&Requests::all(&["s3"], through)).all
    }

    #[test]
    fn a_condition_that_all_requests_meet_is_none() {
        for (condition, expected) in [
            (
                r#"{"StringEquals":{"aws:SourceVpc":"~aws_vpc.v.id~"}}"#,
                Truth::Yes,
            ),
            (
                r#"{"StringEquals":{"aws:sourceVpc":["vpc-1","~aws_vpc.v.id~"]}}"#,
                Truth::Yes,
            ),
            (r#"{"Null":{"aws:SourceVpc":"false"}}"#, Truth::Yes),
            (
                r#"{"StringEquals":{"aws:SourceVpc":"~aws_vpc.w.id~"}}"#,
                Truth::Unknown,
            ),
            (
                r#"{"StringNotEquals":{"aws:SourceVpc":"~aws_vpc.v.id~"}}"#,
                Truth::No,
            ),
            (
                r#"{"StringEquals":{"aws:SourceVpc":"~aws_vpc.v.id~","aws:PrincipalOrgID":"o-1"}}"#,
                Truth::No,
            ),
        ] {
            let statement = format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{condition}}}"#
            );
            assert_eq!(through_vpc(&statement), expected, "{condition}");
        }
        let denial = r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"~aws_vpc.v.id~"}}}"#;
        assert_eq!(through_vpc(&format!("{ALL},{denial}")), Truth::Yes);
    }

    fn any(statements: &str, by: Acting, on: Touched<'_>) -> Truth {
        let policy = policy(&format!(r#"{{"Statement":[{statements}]}}"#));
        let requests = Requests {
            by,
            actions: Actions::These(vec!["s3:PutObject".to_owned()]),
            on,
            through: Through::default(),
        };
        policy.passes(&requests).any
    }

    #[test]
    fn who_passes() {
        let org = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}"#;
        let owner = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:ResourceOrgID":"o-1"}}}"#;
        let denial = r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1","aws:PrincipalTag/exempt":"yes"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}"#;
        let bucket =
            r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}"#;
        let role = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/r"},"Action":"s3:*","Resource":"*"}"#;
        let reading = r#"{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"*"}"#;
        let nothing = r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#;
        for (statements, foreign, abroad, anonymous) in [
            (ALL.to_owned(), Truth::Yes, Truth::Yes, Truth::Yes),
            (org.to_owned(), Truth::No, Truth::Yes, Truth::No),
            (owner.to_owned(), Truth::Yes, Truth::No, Truth::No),
            (format!("{ALL},{denial}"), Truth::No, Truth::Yes, Truth::No),
            (bucket.to_owned(), Truth::No, Truth::No, Truth::No),
            (role.to_owned(), Truth::No, Truth::Yes, Truth::No),
            (reading.to_owned(), Truth::No, Truth::No, Truth::No),
            (format!("{ALL},{nothing}"), Truth::No, Truth::No, Truth::No),
        ] {
            assert_eq!(
                any(&statements, Acting::Foreign, Touched::Unnamed),
                foreign,
                "{statements}"
            );
            assert_eq!(
                any(&statements, Acting::Own, Touched::Foreign),
                abroad,
                "{statements}"
            );
            let on = Touched::OfAws("arn:aws:s3:::al2023-repos/x");
            assert_eq!(
                any(&statements, Acting::Anonymous, on),
                anonymous,
                "{statements}"
            );
        }
    }

    /// As an independent evaluator has it (tests/second_opinion.rs).
    #[test]
    fn who_meets_a_condition() {
        for (condition, foreign, own, anonymous) in [
            (
                r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}"#,
                Truth::Yes,
                Truth::Yes,
                Truth::No,
            ),
            (
                r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}"#,
                Truth::No,
                Truth::Yes,
                Truth::No,
            ),
            (
                r#"{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}"#,
                Truth::Yes,
                Truth::Yes,
                Truth::Yes,
            ),
            (
                r#"{"StringEqualsIfExists":{"aws:PrincipalAccount":"111122223333"}}"#,
                Truth::No,
                Truth::Yes,
                Truth::Yes,
            ),
            (
                r#"{"ForAnyValue:StringNotLike":{"aws:PrincipalOrgPaths":"o-1/*"}}"#,
                Truth::Yes,
                Truth::No,
                Truth::No,
            ),
            (
                r#"{"StringEquals":{"aws:PrincipalOrgID":"*"}}"#,
                Truth::No,
                Truth::Yes,
                Truth::No,
            ),
            (
                r#"{"Null":{"aws:PrincipalAccount":"false"}}"#,
                Truth::Yes,
                Truth::Yes,
                Truth::No,
            ),
            (
                r#"{"StringEquals":{"aws:PrincipalServiceName":"logs.amazonaws.com"}}"#,
                Truth::No,
                Truth::No,
                Truth::No,
            ),
            (
                r#"{"StringEquals":{"aws:PrincipalOrgID":[]}}"#,
                Truth::No,
                Truth::No,
                Truth::No,
            ),
        ] {
            let statement = format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{condition}}}"#
            );
            for (by, expected) in [
                (Acting::Foreign, foreign),
                (Acting::Own, own),
                (Acting::Anonymous, anonymous),
            ] {
                let met = any(&statement, by, Touched::Foreign);
                assert_eq!(met, expected, "{condition}: {by:?}");
            }
        }
    }

    #[test]
    fn what_actions_and_resources_are_of_a_service() {
        let policy = |action: &str, resource: &str| {
            policy(&format!(
                r#"{{"Statement":{{"Effect":"Allow","Principal":"*","Action":"{action}","Resource":"{resource}"}}}}"#
            ))
        };
        let all = policy("*", "arn:aws:s3:::*");
        assert_eq!(everything(&all, &["s3"]), Truth::Yes);
        // Nothing of a queue has such an ARN, but for what is not called as its actions are.
        assert_eq!(everything(&all, &["sqs"]), Truth::Unknown);
        let requests = Requests::all(&["states"], Through::default());
        let share = policy("*Execution", "*").passes(&requests);
        assert_eq!((share.all, share.any), (Truth::No, Truth::Yes));
    }

    #[test]
    fn a_denial_of_what_is_allowed_leaves_nothing() {
        let nothing = |statements: &str| {
            let policy = policy(&format!(r#"{{"Statement":[{statements}]}}"#));
            policy
                .passes(&Requests::all(&["s3"], Through::default()))
                .any
        };
        let get = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::~var.b~/*"}"#;
        for (denial, expected) in [
            (
                r#"{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"*"}"#,
                Truth::No,
            ),
            (
                r#"{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"arn:aws:s3:::*"}"#,
                Truth::No,
            ),
            (
                r#"{"Effect":"Deny","Principal":"*","Action":"s3:Put*","Resource":"*"}"#,
                Truth::Yes,
            ),
            (
                r#"{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}"#,
                Truth::Yes,
            ),
            (
                r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}"#,
                Truth::Yes,
            ),
        ] {
            assert_eq!(nothing(&format!("{get},{denial}")), expected, "{denial}");
        }
        assert_eq!(nothing(""), Truth::No);
        assert_eq!(
            nothing(r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#),
            Truth::No
        );
        assert_eq!(
            nothing(r#"{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}"#),
            Truth::No
        );
    }
}
