//! Documents to merge: policies as JSON, read as Go reads them into the provider's structures.

use super::{
    Policy, Statement, fault,
    strings::{Groups, Strings},
};
use crate::{
    provider::json::Json,
    value::{Fragment, Value, Why},
};

/// The members of a statement that are taken over as they are, in the order in which they are written.
const AS_THEY_ARE: [&str; 4] = ["Action", "NotAction", "Resource", "NotResource"];

/// An empty text is skipped, as the provider does.
pub(super) fn read(text: &Value) -> Result<Policy, Why> {
    let mut policy = Policy {
        version: None,
        id: None,
        statements: Vec::new(),
    };
    if text.as_str().is_some_and(|text| text.is_empty()) {
        return Ok(policy);
    }
    let document = closed(Json::parse(text)?)?;
    if !matches!(document, Json::Object(..)) {
        return Err(fault("a policy document must be an object"));
    }
    policy.version = string(&document, "Version")?;
    policy.id = string(&document, "Id")?;
    policy.statements = match document.member("Statement", true) {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(statements, None)) => statements
            .iter()
            .map(read_statement)
            .collect::<Result<_, _>>()?,
        Some(Json::Array(_, Some(unknown)) | Json::Unknown(unknown)) => {
            return Err(unknown.why.clone());
        }
        Some(_) => return Err(fault("Statement must be a list of objects")),
    };
    Ok(policy)
}

/// The object, unless it may have further members.
fn closed(json: Json) -> Result<Json, Why> {
    match json {
        Json::Object(_, Some(unknown)) | Json::Unknown(unknown) => Err(unknown.why.clone()),
        json => Ok(json),
    }
}

/// A member that must be a string; what is empty counts as absent.
fn string(object: &Json, name: &str) -> Result<Option<Value>, Why> {
    match object.member(name, true) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => {
            Ok(Some(text.clone()).filter(|text| text.as_str().is_none_or(|text| !text.is_empty())))
        }
        Some(Json::Unknown(unknown)) => Err(unknown.why.clone()),
        Some(_) => Err(fault(format!("{name} must be a string"))),
    }
}

fn read_statement(json: &Json) -> Result<Statement, Why> {
    let json = &closed(json.clone())?;
    if !matches!(json, Json::Object(..)) {
        return Err(fault("a statement must be an object"));
    }
    let sid = string(json, "Sid")?;
    let mut members = Vec::new();
    members.extend(sid.clone().map(|sid| ("Sid", Json::String(sid))));
    match json.member("Effect", true) {
        // The text keeps its unknown part; nothing is decided by it here.
        Some(Json::Unknown(unknown)) => members.push(("Effect", Json::Unknown(unknown.clone()))),
        _ => members.extend(string(json, "Effect")?.map(|effect| ("Effect", Json::String(effect)))),
    }
    for name in AS_THEY_ARE {
        match json.member(name, true) {
            None | Some(Json::Null) => {}
            Some(value) => members.push((name, canonical(value))),
        }
    }
    for name in ["Principal", "NotPrincipal"] {
        if let Some(value) = json.member(name, true) {
            members.extend(principals(value)?.map(|json| (name, json)));
        }
    }
    if let Some(value) = json.member("Condition", true) {
        members.extend(conditions(value)?.map(|json| ("Condition", json)));
    }
    Ok(Statement { sid, members })
}

/// As Go writes what it read without a structure: objects sorted by key, of repeated keys the last.
fn canonical(json: &Json) -> Json {
    match json {
        Json::Array(items, open) => {
            Json::Array(items.iter().map(canonical).collect(), open.clone())
        }
        Json::Object(members, None) => {
            let mut groups = Groups::new();
            for (key, value) in members {
                groups.add(key, canonical(value), |present, new| *present = new);
            }
            groups.into_json(|value| value)
        }
        json => json.clone(),
    }
}

fn principals(json: &Json) -> Result<Option<Json>, Why> {
    let members = match json {
        // Whatever the string says: the provider takes every string for the star.
        Json::String(_) => return Ok(Some(Json::String(Value::string("*")))),
        Json::Unknown(_) | Json::Object(_, Some(_)) => return Ok(Some(json.clone())),
        Json::Object(members, None) => members,
        _ => return Err(fault("Principal must be a string or an object")),
    };
    let (mut groups, mut everyone) = (Groups::new(), false);
    for (ty, value) in members {
        let identifiers = match value {
            Json::String(text) => Strings::one(text.clone()),
            Json::Unknown(unknown) => Strings::list(Vec::new(), Some(unknown.clone()), false),
            Json::Array(items, open) => Strings::list(texts(items)?, open.clone(), false).sorted(),
            _ => return Err(fault("Principal must hold strings")),
        };
        let star = |text: &Value| text.as_str().is_some_and(|text| &**text == "*");
        everyone |= star(ty)
            && identifiers.open.is_none()
            && matches!(identifiers.items.as_slice(), [only] if star(only));
        groups.add(ty, identifiers, |present, new| *present = new);
    }
    Ok(match members.len() {
        0 => None,
        1 if everyone => Some(Json::String(Value::string("*"))),
        _ => Some(groups.into_json(Strings::into_json)),
    })
}

fn texts(items: &[Json]) -> Result<Vec<Value>, Why> {
    let text = |item: &Json| match item {
        Json::String(text) => Ok(text.clone()),
        Json::Unknown(unknown) => Ok(Value::from_fragments([Fragment::Unknown(unknown.clone())])),
        _ => Err(fault("a string is required")),
    };
    items.iter().map(text).collect()
}

/// Values that are neither strings, lists nor booleans are dropped, as the provider drops them.
fn conditions(json: &Json) -> Result<Option<Json>, Why> {
    let tests = match json {
        Json::Null => return Ok(None),
        Json::Unknown(_) | Json::Object(_, Some(_)) => return Ok(Some(json.clone())),
        Json::Object(tests, None) => tests,
        _ => return Err(fault("Condition must be an object")),
    };
    let mut by_test = Groups::new();
    for (test, variables) in tests {
        let variables = match variables {
            Json::Null => continue,
            Json::Unknown(unknown) | Json::Object(_, Some(unknown)) => {
                return Ok(Some(Json::Unknown(unknown.clone())));
            }
            Json::Object(variables, None) => variables,
            _ => return Err(fault("a condition must be an object")),
        };
        for (variable, values) in variables {
            let values = match values {
                Json::String(text) => Strings::one(text.clone()),
                Json::Bool(value) => Strings::one(Value::string(value.to_string())),
                Json::Unknown(unknown) => Strings::list(Vec::new(), Some(unknown.clone()), true),
                Json::Array(items, open) => Strings::list(texts(items)?, open.clone(), true),
                _ => continue,
            };
            let mut by_variable = Groups::new();
            by_variable.add(variable, values, |_, _| {});
            by_test.add(test, by_variable, |present: &mut Groups<Strings>, new| {
                present.join(new, |present, new| *present = new);
            });
        }
    }
    Ok((!by_test.is_empty())
        .then(|| by_test.into_json(|variables| variables.into_json(Strings::into_json))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_skipped() {
        assert!(read(&Value::string("")).unwrap().statements.is_empty());
    }

    #[test]
    fn an_unknown_text_says_why() {
        let why = Why::Variable("policy".into());
        let text = Value::unknown(crate::value::Type::String, why.clone());
        assert_eq!(read(&text).unwrap_err(), why);
    }
}
