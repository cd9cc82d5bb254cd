//! Which requests policies let pass.

use super::*;
use crate::{
    network::{
        Identity,
        policy::{Actions, Through, pattern::tests::value},
    },
    value::Symbol,
};

/// A policy in which `~name~` stands for an unknown part of that symbol.
fn policy(source: &str) -> Policy {
    Policy::parse(&value(source)).unwrap()
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
    assert!(conditions[0].is_on("AWS:PRINCIPALORGID") && conditions[1].is_on("aws:ResourceOrgID"));
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
            Truth::No,
        ),
        (
            r#"{"StringEquals":{"aws:SourceVpc":"~data.aws_vpc.w.id~"}}"#,
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

/// Whoever signs does not take on a role by a token.
#[test]
fn federated_callers_are_no_principals() {
    let federated = r#"{"Effect":"Allow","Principal":"*","Action":["sts:AssumeRoleWithSAML","sts:assumerolewithwebidentity"],"Resource":"*","Condition":{"StringEquals":{"aws:ResourceAccount":"111122223333"}}}"#;
    let passing = |statement: &str, by: Acting| {
        let policy = policy(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#
        ));
        let requests = Requests {
            by,
            actions: Actions::Of(&["sts"]),
            on: Touched::Unnamed,
            through: Through::default(),
        };
        policy.passes(&requests).any
    };
    assert_eq!(passing(federated, Acting::Foreign), Truth::No);
    assert_eq!(passing(federated, Acting::Own), Truth::No);
    assert_eq!(passing(federated, Acting::Anonymous), Truth::Yes);
    assert_eq!(passing(federated, Acting::Anybody), Truth::Yes);
    for (action, foreign) in [
        ("sts:AssumeRoleW*", Truth::No),
        ("sts:*WithSAML", Truth::No),
        ("sts:AssumeRole", Truth::Yes),
        ("sts:AssumeRole*", Truth::Yes),
        ("sts:*", Truth::Yes),
        ("*", Truth::Yes),
    ] {
        let statement = federated.replace("sts:AssumeRoleWithSAML", action);
        assert_eq!(passing(&statement, Acting::Foreign), foreign, "{action}");
    }
}
