//! `data.aws_iam_policy_document` against what the real provider wrote.
//!
//! `conformance/policy_documents.json` holds arguments and the attributes that hashicorp/aws 5.100.0 computed from them in an offline
//! plan with Terraform 1.11.4.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value as Json;
use vpcelint::{
    provider::{self, Schema, policy_document},
    value::{Fragment, Kind, Mapping, Symbol, Type, Unknown, Value, Why},
};

/// JSON as the evaluator would give it to the provider: sets as sets, scalars as strings.
fn arguments(schema: &Schema, json: &Json) -> Value {
    let mut entries = BTreeMap::new();
    for (name, value) in json.as_object().unwrap() {
        let value = if let Some(block) = schema.blocks.get(&**name) {
            let items = value.as_array().unwrap().iter();
            Value::tuple(items.map(|item| arguments(block.schema(), item)).collect())
        } else {
            attribute(&schema.attributes[&**name].ty, value)
        };
        entries.insert(name.as_str().into(), value);
    }
    Value::object(entries)
}

fn attribute(ty: &Type, json: &Json) -> Value {
    match (ty, json) {
        (_, Json::Null) => Value::null(ty.clone()),
        (Type::Set(element), Json::Array(items)) => Value::set(
            Type::String,
            items.iter().map(|item| attribute(element, item)).collect(),
        ),
        (Type::List(element), Json::Array(items)) => Value::list(
            Type::String,
            items.iter().map(|item| attribute(element, item)).collect(),
        ),
        (_, Json::String(text)) => Value::string(text.as_str()),
        (_, other) => Value::string(other.to_string()),
    }
}

fn mapping(json: &Json) -> Mapping {
    let schema = provider::data_source("aws_iam_policy_document").unwrap();
    match arguments(schema, json).kind {
        Kind::Mapping(mapping) => mapping,
        _ => panic!("arguments are an object"),
    }
}

fn json_of(document: &Json) -> Value {
    policy_document::json(&mapping(document))
}

#[test]
fn writes_what_the_provider_writes() {
    let cases: Vec<Json> =
        serde_json::from_str(include_str!("conformance/policy_documents.json")).unwrap();
    assert!(cases.len() >= 60);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let document = mapping(&case["document"]);
        let json = policy_document::json(&document);
        assert_eq!(
            json.as_str().map(|text| &**text),
            case["json"].as_str(),
            "{name}"
        );
        let minified = policy_document::minified_json(&document);
        assert_eq!(
            minified.as_str().map(|text| &**text),
            case["minified_json"].as_str(),
            "{name}"
        );
        let id = policy_document::id(&json);
        assert_eq!(
            id.as_str().map(|text| &**text),
            case["id"].as_str(),
            "{name}"
        );
    }
}

/// Refused by the real provider too, each tried on its own.
#[test]
fn refuses_what_the_provider_refuses() {
    let documents = serde_json::json!([
        {"statement": [{"sid": "A"}, {"sid": "A"}]},
        {"source_policy_documents": [r#"{"Statement":[{"Sid":"A"}]}"#, r#"{"Statement":[{"Sid":"A"}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Sid":"A"},{"Sid":"A"}]}"#]},
        {"source_policy_documents": [r#"{"Statement":{"Effect":"Allow"}}"#]},
        {"source_policy_documents": [r#"{"Statement":[null]}"#]},
        {"source_policy_documents": [r#"{"Version":2012,"Statement":[]}"#]},
        {"source_policy_documents": ["[]"]},
        {"source_policy_documents": ["nonsense"]},
        {"source_policy_documents": ["{} x"]},
        {"source_policy_documents": [null]},
        {"source_policy_documents": [r#"{"Statement":[{"Principal":["*"]}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Principal":null}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Principal":{"AWS":1}}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Principal":{"AWS":["1",2]}}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Condition":{"Bool":"x"}}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Condition":{"A":{"b":[1,"x"]}}}]}"#]},
        {"source_policy_documents": [r#"{"Statement":[{"Effect":1}]}"#]},
        {"source_json": "{}"},
        {"override_json": r#"{"Statement":[]}"#},
        {"version": "2008-10-17", "statement": [{"resources": ["&{x}"]}]},
        {"statement": [{"effect": "allow"}]},
        {"statement": [{"actions": [null, "a:a"]}]},
    ]);
    for document in documents.as_array().unwrap() {
        let value = json_of(document);
        assert!(
            matches!(&value.kind, Kind::Unknown(unknown) if matches!(unknown.why, Why::Fault(_))),
            "{document}: {value:?}"
        );
    }
}

fn unknown_part(symbol: &str) -> Value {
    let mut unknown = Unknown::new(Type::String, Why::Resource("aws_s3_bucket.a".into()));
    unknown.symbol = Some(Symbol::new(symbol));
    unknown.into()
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::PartialString(fragments) => (fragments.iter())
            .map(|fragment| match fragment {
                Fragment::Known(text) => text.to_string(),
                Fragment::Unknown(unknown) => match &unknown.symbol {
                    Some(symbol) => format!("<{symbol}>"),
                    None => "<>".into(),
                },
            })
            .collect(),
        Kind::Unknown(unknown) => format!("unknown: {}", unknown.why),
        Kind::Union(alternatives) => alternatives
            .iter()
            .map(shown)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => format!("{value:?}"),
    }
}

/// One statement with the members given.
fn statement(members: &[(&str, Value)]) -> Mapping {
    let member = |(name, value): &(&str, Value)| ((*name).into(), value.clone());
    let statement = Value::object(members.iter().map(member).collect());
    document(&[("statement", Value::tuple(vec![statement]))])
}

fn document(arguments: &[(&str, Value)]) -> Mapping {
    let argument = |(name, value): &(&str, Value)| ((*name).into(), value.clone());
    match Value::object(arguments.iter().map(argument).collect()).kind {
        Kind::Mapping(mapping) => mapping,
        _ => panic!("an object"),
    }
}

fn strings(items: &[Value]) -> Value {
    Value::set(Type::String, items.to_vec())
}

#[test]
fn unknown_elements_leave_unknown_parts() {
    let arn = unknown_part("aws_s3_bucket.a.arn");
    let Kind::Unknown(unknown) = &arn.kind else {
        panic!()
    };
    let objects = Value::from_fragments([
        Fragment::Unknown(unknown.clone()),
        Fragment::Known("/*".into()),
    ]);
    let document = statement(&[
        ("actions", strings(&[Value::string("s3:Get*")])),
        (
            "resources",
            strings(&[arn.clone(), objects, Value::string("b")]),
        ),
        ("not_resources", arn),
    ]);
    let text = policy_document::minified_json(&document);
    assert_eq!(
        shown(&text),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":["b","<aws_s3_bucket.a.arn>/*","<aws_s3_bucket.a.arn>"],"NotResource":<aws_s3_bucket.a.arn>}]}"#
    );
    // What was written can be read again: as a document to merge.
    let again = self::document(&[("source_policy_documents", Value::tuple(vec![text.clone()]))]);
    assert_eq!(shown(&policy_document::minified_json(&again)), shown(&text));
}

#[test]
fn unknown_statements_and_documents_make_it_unknown() {
    let unknown = || Value::unknown(Type::Any, Why::Variable("x".into()));
    for argument in [
        "statement",
        "source_policy_documents",
        "override_policy_documents",
    ] {
        let text = policy_document::json(&document(&[(argument, unknown())]));
        assert_eq!(
            shown(&text),
            "unknown: variable x has no value here",
            "{argument}"
        );
        let text = policy_document::json(&document(&[(argument, Value::tuple(vec![unknown()]))]));
        assert_eq!(
            shown(&text),
            "unknown: variable x has no value here",
            "{argument}"
        );
    }
    let whole = policy_document::json(&statement(&[("principals", unknown())]));
    assert!(shown(&whole).contains(r#""Principal": <>"#));
}

#[test]
fn a_union_makes_a_union_of_texts() {
    let actions = Value::union([
        strings(&[Value::string("*")]),
        strings(&[Value::string("s3:Get*")]),
    ]);
    let text = policy_document::minified_json(&statement(&[("actions", actions)]));
    assert_eq!(
        shown(&text),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"}]} | {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*"}]}"#
    );
    // An alternative that the provider refuses is never taken.
    let effect = Value::union([Value::string("allow"), Value::string("Deny")]);
    let text = policy_document::minified_json(&statement(&[("effect", effect)]));
    assert_eq!(
        shown(&text),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}"#
    );
}

#[test]
fn sensitive_arguments_make_a_sensitive_text() {
    let secret = strings(&[Value::string("secret").hidden(true)]);
    assert!(policy_document::json(&statement(&[("resources", secret)])).sensitive);
    let open: Arc<Unknown> = Arc::new(Unknown::new(Type::String, Why::Condition));
    let more = Value::sequence(
        vpcelint::value::SequenceForm::Set(Type::String),
        vec![Value::string("a")],
        Some(open),
    );
    let text = policy_document::minified_json(&statement(&[("actions", more)]));
    assert!(!text.sensitive && shown(&text).contains(r#""Action":["a"<>]"#));
}
