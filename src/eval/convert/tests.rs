//! Conversions as Terraform makes them.

use std::{collections::BTreeMap, sync::Arc};

use super::*;
use crate::value::{Field, MappingForm, OriginId, Symbol};

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::object(
        entries
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
    )
}

fn json(value: &Value, to: &Type) -> String {
    match convert(value, to) {
        Ok(value) => value.to_json().0.to_string(),
        Err(fault) => fault.message,
    }
}

#[test]
fn fills_optional_attributes() {
    let inner = Type::Object(Arc::new(BTreeMap::from([(
        "c".into(),
        Field {
            ty: Type::Number,
            optional: true,
            default: Some(Value::number(7_i64)),
        },
    )])));
    let ty = Type::Object(Arc::new(BTreeMap::from([
        ("a".into(), Field::required(Type::String)),
        (
            "b".into(),
            Field {
                ty: inner.clone(),
                optional: true,
                default: None,
            },
        ),
    ])));
    let given = object([("a", Value::number(1_i64)), ("dropped", Value::bool(true))]);
    assert_eq!(json(&given, &ty), r#"{"a":"1","b":null}"#);
    let given = object([
        ("a", Value::string("x")),
        ("b", object([("c", Value::null(Type::Any))])),
    ]);
    assert_eq!(json(&given, &ty), r#"{"a":"x","b":{"c":7}}"#);
    assert_eq!(json(&object([]), &ty), "attribute \"a\" is required");
    let open = Unknown {
        symbol: Some(Symbol::new("v")),
        ..Unknown::new(Type::Any, Why::Condition)
    };
    let open = Value::mapping(MappingForm::Object, BTreeMap::new(), Some(Arc::new(open)));
    assert_eq!(json(&open, &ty), r#"{"a":null,"b":null}"#);
}

#[test]
fn finds_the_common_type() {
    let mixed = Value::tuple(vec![
        Value::number(1_i64),
        Value::string("a"),
        Value::bool(true),
    ]);
    assert_eq!(json(&mixed, &Type::list(Type::Any)), r#"["1","a","true"]"#);
    let nested = Value::tuple(vec![Value::number(1_i64), Value::tuple(vec![])]);
    assert_eq!(
        json(&nested, &Type::list(Type::Any)),
        "all list elements must have the same type"
    );
    let objects = [("a", Type::Number), ("b", Type::String)]
        .map(|(name, ty)| Type::object([(name.into(), ty)]));
    assert_eq!(unify(&objects), Some(Type::map(Type::String)));
    assert_eq!(unify(&[Type::Bool, Type::Number]), None);
    assert_eq!(
        unify(&[Type::Tuple([Type::Bool].into()), Type::list(Type::String)]),
        Some(Type::list(Type::String))
    );
}

#[test]
fn a_value_of_unknown_type_leaves_numbers_open() {
    let unknown = Value::unknown(Type::Any, Why::Condition);
    let values = [unknown.clone(), Value::number(1_i64), Value::number(2_i64)];
    let items = unify_values(&values)
        .map(|(_, values)| values)
        .unwrap_or_default();
    assert!(items.iter().all(|item| !item.is_known()));
    let values = [unknown, Value::string("a")];
    let items = unify_values(&values)
        .map(|(_, values)| values)
        .unwrap_or_default();
    assert!(items.get(1).is_some_and(|item| item.as_str().is_some()));
}

#[test]
fn twice_is_once() {
    let value = Value::tuple(vec![
        object([("a", Value::number(1_i64))]),
        object([("a", Value::string("x"))]),
    ]);
    let ty = Type::list(Type::Any);
    let once = convert(&value, &ty).unwrap_or_else(|_| Value::null(Type::Any));
    let twice = convert(&once, &ty).unwrap_or_else(|_| Value::bool(false));
    assert!(once.same(&twice));
    assert_eq!(once.origin, OriginId::NONE);
}
