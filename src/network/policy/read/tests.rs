//! What is read of policies, and what AWS refuses of them.

use super::*;
use crate::value::Type;

fn flaws(source: &str) -> Vec<(String, String)> {
    let policy = read(&Value::string(source)).unwrap();
    let flaws = policy.flaws.into_iter();
    flaws.map(|it| (it.fault, it.advice)).collect()
}

/// The statement has all that it needs, and that.
fn statement(more: &str) -> Vec<(String, String)> {
    flaws(&format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"{more}}}]}}"#
    ))
}

#[test]
fn takes_what_aws_takes() {
    for more in [
        "",
        r#","Sid":"x""#,
        r#","Condition":{}"#,
        r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":["o-1"]},"ForAnyValue:StringLikeIfExists":{"a:b":"c"},"Null":{"a:b":true}}"#,
        r#","Condition":{"stringequals":{"aws:PrincipalOrgID":"o-1"}}"#,
    ] {
        assert_eq!(statement(more), [], "{more}");
    }
    for policy in [
        r#"{"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"1","Service":["s"]},"NotAction":"*","NotResource":"arn:aws:s3:::b"}}"#,
        r#"{"Version":"2008-10-17","Id":"x","Statement":[]}"#,
        r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*Execution","Resource":"*"}}"#,
    ] {
        assert_eq!(flaws(policy), [], "{policy}");
    }
}

#[test]
fn tells_what_aws_refuses() {
    for (more, fault, advice) in [
        (
            r#","Resources":"*""#,
            "has the element Resources,",
            "did you mean Resource?",
        ),
        (
            r#","NotAction":"*""#,
            "both Action and NotAction",
            "keep one",
        ),
        (
            r#","Condition":{"test":"StringEquals","variable":"aws:PrincipalOrgID","values":["o-1"]}"#,
            "test, variable and values",
            r#"write { StringEquals = { "aws:PrincipalOrgID" = [...] } }"#,
        ),
        (
            r#","Condition":{"StringEqual":{"a:b":"c"}}"#,
            "operator StringEqual,",
            "did you mean StringEquals?",
        ),
        (
            r#","Condition":{"NullIfExists":{"a:b":"true"}}"#,
            "operator NullIfExists,",
            "did you mean Null?",
        ),
        (
            r#","Condition":"x""#,
            "a Condition that is no object",
            "write it",
        ),
        (
            r#","Condition":{"Bool":"x"}"#,
            "a condition Bool that compares no key",
            "write each",
        ),
    ] {
        let found = statement(more);
        let [(one, instead)] = found.as_slice() else {
            panic!("{more}: {found:?}");
        };
        assert!(
            one.contains(fault) && instead.starts_with(advice),
            "{found:?}"
        );
    }
    for (policy, fault) in [
        ("[]", "is no JSON object"),
        (r#"{"Version":"2012-10-17"}"#, "has no Statement"),
        (
            r#"{"Version":20121017,"Statement":[]}"#,
            "the Version 20121017",
        ),
        (r#"{"Version":"2012","Statement":[]}"#, "the Version 2012,"),
        (r#"{"Statement":["x"]}"#, "a statement that is no object"),
        (
            r#"{"Statement":{"Principal":"*","Action":"*","Resource":"*"}}"#,
            "without Effect",
        ),
        (
            r#"{"Statement":{"Effect":"allow","Principal":"*","Action":"*","Resource":"*"}}"#,
            "whose Effect is allow",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Resource":"*"}}"#,
            "without Action",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}}"#,
            "without Resource",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"GetObject","Resource":"*"}}"#,
            "action \"GetObject\" without the service",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"my-bucket"}}"#,
            "resource \"my-bucket\", which is no ARN",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":{"a":1},"Resource":"*"}}"#,
            "value in Action that is no text",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"role/x","Action":"*","Resource":"*"}}"#,
            "neither * nor an object",
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":{"Aws":"*"},"Action":"*","Resource":"*"}}"#,
            "principals of type Aws",
        ),
    ] {
        let found = flaws(policy);
        assert!(
            found.len() == 1 && found[0].0.contains(fault),
            "{policy}: {found:?}"
        );
    }
}

#[test]
fn says_nothing_of_what_is_unknown() {
    let unknown = Value::unknown(Type::String, Why::Cycle);
    assert_eq!(read(&unknown).unwrap_err(), Why::Cycle);
    assert!(matches!(read(&Value::string("x")), Err(Why::Fault(_))));
}

#[test]
fn counts_what_is_sent() {
    let policy = read(&Value::string("{ \"Statement\" : [ ] }")).unwrap();
    assert_eq!(policy.size, (16, true));
}
