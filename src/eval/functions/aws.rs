//! The functions of the AWS provider. Those of other providers are unknown.

use std::collections::BTreeMap;

use super::text::made;
use crate::{
    eval::{Fault, convert::convert},
    syntax::Name,
    value::{Truth, Type, Value, Why},
};

/// A call of `provider::{provided}`; `name` is the whole name.
pub(super) fn call(provided: &str, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let unknown = |ty: Type| {
        let sensitive = arguments.iter().any(Value::hides);
        Value::unknown(ty, Why::Function(name.into())).hidden(sensitive)
    };
    let (parameters, ty): (usize, Type) = match provided {
        "aws::arn_parse" => (1, parts()),
        "aws::arn_build" => (5, Type::String),
        "aws::trim_iam_role_path" => (1, Type::String),
        _ => return Ok(unknown(Type::Any)),
    };
    if arguments.len() != parameters {
        return Err(Fault::new(format!(
            "function {name:?} expects {parameters} argument(s)"
        )));
    }
    let strings: Vec<Value> = arguments
        .iter()
        .map(|argument| convert(argument, &Type::String))
        .collect::<Result<_, _>>()?;
    if strings.iter().any(|it| it.is_null() == Truth::Yes) {
        return Err(Fault::new("argument must not be null"));
    }
    let Some(known) = strings
        .iter()
        .map(|value| value.as_str().map(|text| &**text))
        .collect::<Option<Vec<&str>>>()
    else {
        return Ok(unknown(ty));
    };
    let sensitive = arguments.iter().any(Value::hides);
    let result = match (provided, known.as_slice()) {
        ("aws::arn_build", parts) => made(format!("arn:{}", parts.join(":"))),
        ("aws::arn_parse", [arn]) => parse(arn)?,
        (_, [arn]) => made(without_path(arn)?),
        _ => unknown(ty),
    };
    Ok(result.hidden(sensitive))
}

const PARTS: [&str; 5] = ["partition", "service", "region", "account_id", "resource"];

fn parts() -> Type {
    Type::object(PARTS.map(|name| (Name::from(name), Type::String)))
}

/// The five parts after `arn:`; the last one may hold colons.
fn split(arn: &str) -> Result<Vec<&str>, Fault> {
    let parts: Vec<&str> = arn
        .strip_prefix("arn:")
        .ok_or_else(|| Fault::new("arn: invalid prefix"))?
        .splitn(5, ':')
        .collect();
    if parts.len() == 5 {
        Ok(parts)
    } else {
        Err(Fault::new("arn: not enough sections"))
    }
}

fn parse(arn: &str) -> Result<Value, Fault> {
    let entries: BTreeMap<Name, Value> = PARTS
        .into_iter()
        .zip(split(arn)?)
        .map(|(name, part)| (Name::from(name), made(part.to_owned())))
        .collect();
    Ok(Value::object(entries))
}

/// `role/path/name` without the path.
fn without_path(arn: &str) -> Result<String, Fault> {
    let parts = split(arn)?;
    let [partition, "iam", "", account, resource] = parts.as_slice() else {
        return Err(Fault::new("the ARN is not an IAM role's"));
    };
    let name = resource
        .strip_prefix("role/")
        .and_then(|path| path.rsplit('/').next())
        .ok_or_else(|| Fault::new("the ARN is not an IAM role's"))?;
    Ok(format!("arn:{partition}:iam::{account}:role/{name}"))
}
