//! The functions of Terraform's own provider: values as files with values have them, and back.

mod hcl;

use std::collections::BTreeMap;

use super::{ANY, Call, Function, STRING, Takes, text::made};
use crate::{
    eval::Fault,
    span::FileId,
    syntax::{self, Expr, ExprKind, Name, UnaryOperator},
    value::{Kind, Number, Type, Value},
};

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "provider::terraform::decode_tfvars",
        &[STRING],
        Takes::Any,
        decode_tfvars,
    ),
    Function::new(
        "provider::terraform::encode_expr",
        &[ANY.unknown()],
        Takes::String,
        |call| written(call, hcl::Page::value),
    ),
    Function::new(
        "provider::terraform::encode_tfvars",
        &[ANY.unknown()],
        Takes::String,
        encode_tfvars,
    ),
];

/// What is written of the argument; unknown where it cannot be told how Terraform writes it.
fn written(
    call: &Call<'_>,
    write: impl Fn(&mut hcl::Page, &Value) -> Option<()>,
) -> Result<Value, Fault> {
    if let Some(unknown) = call.unless_wholly_known() {
        return Ok(unknown);
    }
    let mut page = hcl::Page::default();
    let is_written = write(&mut page, call.argument(0)?).is_some();
    if !is_written {
        return Ok(call.impossible());
    }
    if !call.affords(page.bytes()) {
        return Ok(call.limit());
    }
    Ok(made(page.text()))
}

fn encode_tfvars(call: &Call<'_>) -> Result<Value, Fault> {
    if call.argument(0)?.is_wholly_known() {
        let Kind::Mapping(mapping) = &call.argument(0)?.kind else {
            return Err(Fault::new(
                "invalid value to encode: must be an object whose attribute names will become the encoded variable names",
            ));
        };
        let mut names = mapping.entries.keys();
        let is_none = |name: &&Name| name.is_ascii() && !hcl::is_identifier(name);
        if let Some(name) = names.find(is_none) {
            return Err(Fault::new(format!(
                "invalid variable name {name:?}: must be a valid identifier, per Terraform's rules for input variable declarations"
            )));
        }
    }
    written(call, hcl::Page::attributes)
}

/// What a file with values says that has this text. Of more than values written out it is unknown what they are.
fn decode_tfvars(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    if !call.host.fuel().pay_for_parsing(text.len()) {
        return Ok(call.limit());
    }
    let parsed = syntax::parse_native(FileId::new(0), text);
    if !parsed.problems.is_empty() {
        return Ok(call.impossible());
    }
    if !parsed.body.blocks.is_empty() {
        return Err(Fault::new(
            "invalid tfvars content: blocks are not allowed here",
        ));
    }
    let mut entries: BTreeMap<Name, Value> = BTreeMap::new();
    for attribute in &parsed.body.attributes {
        if entries.contains_key(&attribute.name) {
            return Err(Fault::new("invalid tfvars syntax: attribute redefined"));
        }
        let Some(value) = written_out(&attribute.value)? else {
            return Ok(call.impossible());
        };
        entries.insert(attribute.name.clone(), value);
    }
    Ok(Value::object(entries))
}

/// The value that is written out; `None` of anything else.
fn written_out(expr: &Expr) -> Result<Option<Value>, Fault> {
    Ok(match &expr.kind {
        ExprKind::Null => Some(Value::null(Type::Any)),
        ExprKind::Bool(value) => Some(Value::bool(*value)),
        ExprKind::Number(text) => Number::parse(text).map(Value::number),
        ExprKind::String(text) => Some(made(text.to_string())),
        ExprKind::Unary(UnaryOperator::Negate, operand) => match &operand.kind {
            ExprKind::Number(text) => Number::parse(text).map(|it| Value::number(it.negate())),
            _ => None,
        },
        ExprKind::Parenthesis(inner) => written_out(inner)?,
        ExprKind::Tuple(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                let Some(value) = written_out(item)? else {
                    return Ok(None);
                };
                values.push(value);
            }
            Some(Value::tuple(values))
        }
        ExprKind::Object(items) => {
            let mut entries = BTreeMap::new();
            for item in items {
                let value = written_out(&item.value)?;
                let Some((key, value)) = item.key.literal().cloned().zip(value) else {
                    return Ok(None);
                };
                entries.insert(key, value);
            }
            Some(Value::object(entries))
        }
        ExprKind::Variable(_) => return Err(Fault::new("variables not allowed")),
        ExprKind::Call(_) => return Err(Fault::new("function calls not allowed")),
        _ => None,
    })
}
