//! The language of type constraints: `type = object({ name = string, zones = optional(list(string), []) })`.

use std::{collections::BTreeMap, sync::Arc};

use super::{Fault, convert::convert};
use crate::{
    syntax::{Call, Expr, ExprKind},
    value::{Field, Type, Value},
};

/// The type that a constraint writes. `default` evaluates the second argument of `optional()`; where it gives `None`
/// the default is an unknown of the attribute's type. The legacy forms `"string"`, `"list"`, `"map"` and bare `list`, `map` and `set`
/// are understood as Terraform understands them.
///
/// # Errors
/// Terraform's cause when it is no type.
pub fn constraint(
    expr: &Expr,
    default: &mut dyn FnMut(&Expr) -> Option<Value>,
) -> Result<Type, Fault> {
    match &expr.kind {
        ExprKind::Parenthesis(inner) => constraint(inner, default),
        ExprKind::Variable(name) => keyword(name),
        // Before 0.12 types were strings, of which Terraform still reads these three.
        ExprKind::String(text) => match &**text {
            "string" => Ok(Type::String),
            "list" => Ok(Type::list(Type::Any)),
            "map" => Ok(Type::map(Type::Any)),
            other => Err(Fault::new(format!(
                "{other:?} is not a valid type constraint"
            ))),
        },
        ExprKind::Call(call) => constructor(call, default),
        _ => Err(Fault::new(
            "a type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string)",
        )),
    }
}

fn keyword(name: &str) -> Result<Type, Fault> {
    Ok(match name {
        "bool" => Type::Bool,
        "string" => Type::String,
        "number" => Type::Number,
        "any" => Type::Any,
        "list" => Type::list(Type::Any),
        "map" => Type::map(Type::Any),
        "set" => Type::set(Type::Any),
        "object" => {
            return Err(Fault::new(
                "the object type constructor requires one argument specifying the attribute types and values as a map",
            ));
        }
        "tuple" => {
            return Err(Fault::new(
                "the tuple type constructor requires one argument specifying the element types as a list",
            ));
        }
        other => {
            return Err(Fault::new(format!(
                "the keyword {other:?} is not a valid type specification"
            )));
        }
    })
}

fn constructor(
    call: &Call,
    default: &mut dyn FnMut(&Expr) -> Option<Value>,
) -> Result<Type, Fault> {
    let [argument] = call.arguments.as_slice() else {
        return Err(Fault::new(match &*call.name {
            "bool" | "string" | "number" | "any" => format!(
                "primitive type keyword {:?} does not expect arguments",
                call.name
            ),
            "optional" => {
                "keyword \"optional\" is valid only as a modifier for object type attributes"
                    .to_owned()
            }
            name => format!("the {name} type constructor requires one argument"),
        }));
    };
    match &*call.name {
        "list" => Ok(Type::list(constraint(argument, default)?)),
        "set" => Ok(Type::set(constraint(argument, default)?)),
        "map" => Ok(Type::map(constraint(argument, default)?)),
        "tuple" => match &argument.kind {
            ExprKind::Tuple(elements) => Ok(Type::Tuple(
                elements
                    .iter()
                    .map(|element| constraint(element, default))
                    .collect::<Result<Arc<[Type]>, Fault>>()?,
            )),
            _ => Err(Fault::new(
                "tuple type constructor requires a list of types",
            )),
        },
        "object" => match &argument.kind {
            ExprKind::Object(items) => {
                let mut fields = BTreeMap::new();
                for item in items {
                    let ExprKind::String(name) = &item.key.kind else {
                        return Err(Fault::new(
                            "object constructor map keys must be attribute names",
                        ));
                    };
                    fields.insert(name.clone(), field(&item.value, default)?);
                }
                Ok(Type::Object(Arc::new(fields)))
            }
            _ => Err(Fault::new(
                "object type constructor requires a map whose keys are attribute names and whose values are the attribute types",
            )),
        },
        "optional" => Err(Fault::new(
            "keyword \"optional\" is valid only as a modifier for object type attributes",
        )),
        name => Err(Fault::new(format!(
            "keyword {name:?} is not a valid type constructor"
        ))),
    }
}

/// An attribute of an object type: a type, or `optional(type)`, or `optional(type, default)`.
fn field(expr: &Expr, default: &mut dyn FnMut(&Expr) -> Option<Value>) -> Result<Field, Fault> {
    let ExprKind::Call(call) = &expr.kind else {
        return Ok(Field::required(constraint(expr, default)?));
    };
    if &*call.name != "optional" {
        return Ok(Field::required(constraint(expr, default)?));
    }
    let (ty, value) = match call.arguments.as_slice() {
        [ty] => (constraint(ty, default)?, None),
        [ty, written] => {
            let ty = constraint(ty, default)?;
            let value = match default(written) {
                Some(value) => convert(&value, &ty).map_err(|fault| {
                    Fault::new(format!(
                        "this default value is not compatible with the attribute's type constraint: {}",
                        fault.message
                    ))
                })?,
                None => Value::unknown(ty.clone(), crate::value::Why::Unread),
            };
            (ty, Some(value))
        }
        _ => {
            return Err(Fault::new(
                "optional attribute modifier expects the attribute type and at most a default value",
            ));
        }
    };
    Ok(Field {
        ty,
        optional: true,
        default: value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{span::FileId, syntax::parse_expression};

    fn read(text: &str) -> Result<Type, String> {
        let expr = parse_expression(FileId::new(0), text).map_err(|problem| problem.message)?;
        let mut default = |expr: &Expr| match &expr.kind {
            ExprKind::String(text) => Some(Value::string(text.clone())),
            ExprKind::Number(digits) => crate::value::Number::parse(digits).map(Value::number),
            _ => None,
        };
        constraint(&expr, &mut default).map_err(|fault| fault.message)
    }

    #[test]
    fn reads_constraints() {
        for (text, json) in [
            ("string", "\"string\""),
            ("\"list\"", "[\"list\",\"dynamic\"]"),
            ("map", "[\"map\",\"dynamic\"]"),
            (
                "set(object({ a = bool, b = optional(any) }))",
                "[\"set\",[\"object\",{\"a\":\"bool\",\"b\":\"dynamic\"}]]",
            ),
            (
                "tuple([number, list(string)])",
                "[\"tuple\",[\"number\",[\"list\",\"string\"]]]",
            ),
        ] {
            assert_eq!(
                read(text).map(|ty| ty.to_json().to_string()),
                Ok(json.to_owned()),
                "{text}"
            );
        }
        for wrong in [
            "text",
            "list()",
            "optional(string)",
            "object(string)",
            "[string]",
            "list(string, bool)",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn defaults_are_converted() {
        let Ok(Type::Object(fields)) =
            read("object({ a = optional(string, 5), b = optional(number, x) })")
        else {
            unreachable!("an object type")
        };
        let default = |name: &str| fields.get(name).and_then(|field| field.default.clone());
        assert_eq!(
            default("a")
                .and_then(|value| value.as_str().cloned())
                .as_deref(),
            Some("5")
        );
        assert!(default("b").is_some_and(|value| !value.is_known()));
        assert!(read("object({ a = optional(number, \"x\") })").is_err());
    }
}
