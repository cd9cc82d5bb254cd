//! Just enough evaluation to compare templates with what Terraform makes of them.

use std::collections::HashMap;

use serde_json::{Value, json};
use vpcelint::syntax::{BinaryOperator, Expr, ExprKind, Part, UnaryOperator};

/// Names in scope.
pub(crate) type Scope = HashMap<String, Value>;

/// The value of an expression that uses nothing unusual.
pub(crate) fn evaluate(expr: &Expr, scope: &Scope) -> Value {
    match &expr.kind {
        ExprKind::Null => Value::Null,
        ExprKind::Bool(value) => json!(value),
        ExprKind::Number(digits) => digits
            .parse::<i64>()
            .map_or_else(|_| json!(&**digits), |n| json!(n)),
        ExprKind::String(text) => json!(&**text),
        ExprKind::Template(parts) => match parts.as_slice() {
            [Part::Interpolation(inner)] => evaluate(inner, scope),
            parts => json!(render(parts, scope)),
        },
        ExprKind::Tuple(elements) => elements.iter().map(|e| evaluate(e, scope)).collect(),
        ExprKind::Object(items) => Value::Object(
            items
                .iter()
                .map(|item| {
                    (
                        string(&evaluate(&item.key, scope)),
                        evaluate(&item.value, scope),
                    )
                })
                .collect(),
        ),
        ExprKind::Variable(name) => scope
            .get(&**name)
            .cloned()
            .unwrap_or_else(|| panic!("no {name}")),
        ExprKind::Attribute(base, label) => evaluate(base, scope)[&*label.text].clone(),
        ExprKind::Index(base, index) => match evaluate(index, scope) {
            Value::String(key) => evaluate(base, scope)[&key].clone(),
            index => {
                evaluate(base, scope)[usize::try_from(index.as_u64().unwrap()).unwrap()].clone()
            }
        },
        ExprKind::Splat(base, each) => {
            let Value::Array(elements) = evaluate(base, scope) else {
                panic!("splat of no list")
            };
            let mut scope = scope.clone();
            elements
                .into_iter()
                .map(|element| {
                    scope.insert("*".to_owned(), element);
                    evaluate(each, &scope)
                })
                .collect()
        }
        ExprKind::Element => scope["*"].clone(),
        ExprKind::Call(call) if &*call.name == "upper" => {
            json!(string(&evaluate(&call.arguments[0], scope)).to_uppercase())
        }
        ExprKind::Conditional(parts) => {
            let [condition, yes, no] = &**parts;
            evaluate(
                if evaluate(condition, scope) == json!(true) {
                    yes
                } else {
                    no
                },
                scope,
            )
        }
        ExprKind::Unary(UnaryOperator::Negate, operand) => {
            json!(-evaluate(operand, scope).as_i64().unwrap())
        }
        ExprKind::Binary(operator, operands) => {
            let [left, right] = &**operands;
            let (left, right) = (evaluate(left, scope), evaluate(right, scope));
            match operator {
                BinaryOperator::Add => json!(left.as_i64().unwrap() + right.as_i64().unwrap()),
                BinaryOperator::And => json!(left == json!(true) && right == json!(true)),
                other => panic!("no {other:?} here"),
            }
        }
        ExprKind::For(each) => {
            let mut result = serde_json::Map::new();
            let mut scope = scope.clone();
            for (key, value) in evaluate(&each.collection, &scope).as_object().unwrap() {
                scope.insert(each.key.as_ref().unwrap().to_string(), json!(key));
                scope.insert(each.value.to_string(), value.clone());
                let key = string(&evaluate(each.key_result.as_ref().unwrap(), &scope));
                result.insert(key, evaluate(&each.result, &scope));
            }
            Value::Object(result)
        }
        ExprKind::Parenthesis(inner) => evaluate(inner, scope),
        other => panic!("not for this evaluator: {other:?}"),
    }
}

fn render(parts: &[Part], scope: &Scope) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Literal(text, _) => text.to_string(),
            Part::Interpolation(expr) => string(&evaluate(expr, scope)),
            Part::If(condition, yes, no) => {
                let holds = evaluate(condition, scope) == json!(true);
                render(if holds { yes } else { no }, scope)
            }
            Part::For(each) => {
                let mut scope = scope.clone();
                let elements = evaluate(&each.collection, &scope);
                let mut text = String::new();
                for (index, element) in elements.as_array().unwrap().iter().enumerate() {
                    if let Some(key) = &each.key {
                        scope.insert(key.to_string(), json!(index));
                    }
                    scope.insert(each.value.to_string(), element.clone());
                    text.push_str(&render(&each.body, &scope));
                }
                text
            }
        })
        .collect()
}

fn string(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
