//! The statements of the data source's own arguments.

use std::sync::Arc;

use super::{
    Policy, Statement, element, fault, sequence, set_order, string,
    strings::{Groups, Strings},
};
use crate::{
    provider::json::Json,
    value::{Fragment, Kind, Mapping, Value, Why},
};

/// Documents of this version know no variables.
const OLD_VERSION: &str = "2008-10-17";

pub(super) fn read(document: &Mapping) -> Result<Policy, Why> {
    let version = string(document, "version")?.unwrap_or_else(|| Value::string("2012-10-17"));
    let old = version
        .as_str()
        .is_some_and(|version| &**version == OLD_VERSION);
    let mut statements: Vec<Statement> = Vec::new();
    if let Some(blocks) = sequence(document.entries.get("statement"))? {
        if let Some(unknown) = &blocks.rest {
            return Err(unknown.why.clone());
        }
        for block in blocks.items.iter() {
            let statement = read_statement(object(block)?, old)?;
            if let Some(sid) = statement.sid.as_ref().and_then(Value::as_str)
                && (statements.iter())
                    .any(|other| other.sid.as_ref().and_then(Value::as_str) == Some(sid))
            {
                return Err(fault(format!(
                    "duplicate Sid ({sid}). Remove the Sid or ensure the Sid is unique."
                )));
            }
            statements.push(statement);
        }
    }
    Ok(Policy {
        version: Some(version),
        id: not_empty(string(document, "policy_id")?),
        statements,
    })
}

fn object(block: &Value) -> Result<&Mapping, Why> {
    match &block.kind {
        Kind::Mapping(mapping) if mapping.rest.is_none() => Ok(mapping),
        Kind::Mapping(Mapping {
            rest: Some(unknown),
            ..
        })
        | Kind::Unknown(unknown) => Err(unknown.why.clone()),
        _ => Err(fault("an object is required")),
    }
}

fn not_empty(text: Option<Value>) -> Option<Value> {
    text.filter(|text| text.as_str().is_none_or(|text| !text.is_empty()))
}

fn read_statement(block: &Mapping, old: bool) -> Result<Statement, Why> {
    let sid = not_empty(string(block, "sid")?);
    let effect = string(block, "effect")?.unwrap_or_else(|| Value::string("Allow"));
    if effect
        .as_str()
        .is_some_and(|effect| !matches!(&**effect, "Allow" | "Deny"))
    {
        return Err(fault(r#"expected effect to be one of ["Allow" "Deny"]"#));
    }
    let mut members = Vec::new();
    members.extend(sid.clone().map(|sid| ("Sid", Json::String(sid))));
    members.extend(not_empty(Some(effect)).map(|effect| ("Effect", Json::String(effect))));
    for (argument, member, variables) in [
        ("actions", "Action", Variables::Kept),
        ("not_actions", "NotAction", Variables::Kept),
        ("resources", "Resource", Variables::of(old)),
        ("not_resources", "NotResource", Variables::of(old)),
    ] {
        let strings = strings(block, argument, variables)?.sorted();
        if strings.open.is_some() || !strings.items.is_empty() {
            members.push((member, strings.into_json()));
        }
    }
    members.extend(principals(block, "principals", old)?.map(|json| ("Principal", json)));
    members.extend(principals(block, "not_principals", old)?.map(|json| ("NotPrincipal", json)));
    members.extend(conditions(block, old)?.map(|json| ("Condition", json)));
    Ok(Statement { sid, members })
}

/// What becomes of `&{...}`, by which configurations write the variables of IAM.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variables {
    /// It stays: in actions.
    Kept,
    /// It becomes `${...}`.
    Replaced,
    /// The provider refuses it: in old documents.
    Refused,
}

impl Variables {
    const fn of(old: bool) -> Self {
        if old { Self::Refused } else { Self::Replaced }
    }

    fn apply(self, value: Value) -> Result<Value, Why> {
        let replace = |text: &str| match self {
            Self::Refused if text.contains("&{") => Err(fault(format!(
                "found &{{ sequence in ({text}), which is not supported in document version {OLD_VERSION}"
            ))),
            Self::Replaced => Ok(text.replace("&{", "${")),
            _ => Ok(text.to_owned()),
        };
        if self == Self::Kept {
            return Ok(value);
        }
        Ok(match &value.kind {
            Kind::String(text) => Value::string(replace(text)?),
            Kind::PartialString(fragments) => {
                let mut replaced = Vec::with_capacity(fragments.len());
                for fragment in fragments.iter() {
                    replaced.push(match fragment {
                        Fragment::Known(text) => Fragment::Known(replace(text)?.into()),
                        unknown_part @ Fragment::Unknown(_) => unknown_part.clone(),
                    });
                }
                Value::from_fragments(replaced)
            }
            _ => value,
        })
    }
}

/// A list of strings; a single one for a list of one. Repetitions are dropped where the argument is a set.
fn strings(block: &Mapping, name: &str, variables: Variables) -> Result<Strings, Why> {
    let list = match block.entries.get(name).map(|value| &value.kind) {
        // The whole list is an unknown part.
        Some(Kind::Unknown(unknown)) => {
            return Ok(Strings::list(Vec::new(), Some(unknown.clone()), true));
        }
        _ => sequence(block.entries.get(name))?,
    };
    let Some(list) = list else {
        return Ok(Strings::default());
    };
    let is_set = name != "values";
    let mut items: Vec<Value> = Vec::with_capacity(list.items.len());
    for item in list.items.iter() {
        let item = variables.apply(element(item)?)?;
        if !is_set || !items.iter().any(|other| other.same(&item)) {
            items.push(item);
        }
    }
    Ok(Strings::list(items, list.rest.clone(), true))
}

/// Blocks with what the provider reads of them, in the order in which it does; the unknown when there may be more.
fn blocks<'a>(
    block: &'a Mapping,
    name: &str,
    key: impl Fn(&Mapping) -> Option<String>,
) -> Result<Blocks<'a>, Why> {
    match block.entries.get(name).map(|value| &value.kind) {
        Some(Kind::Unknown(unknown)) => return Ok(Blocks::Unknown(unknown.clone())),
        Some(Kind::Sequence(sequence)) => {
            if let Some(unknown) = &sequence.rest {
                return Ok(Blocks::Unknown(unknown.clone()));
            }
        }
        _ => {}
    }
    let Some(set) = sequence(block.entries.get(name))? else {
        return Ok(Blocks::Known(Vec::new()));
    };
    let mut found = Vec::with_capacity(set.items.len());
    for item in set.items.iter() {
        let item = object(item)?;
        // Without all of the text there is no checksum; the order written is as good as any.
        found.push((key(item), item));
    }
    if found.iter().all(|(key, _)| key.is_some()) {
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        found.dedup_by(|(a, _), (b, _)| a == b);
    }
    Ok(Blocks::Known(
        found.into_iter().map(|(_, item)| item).collect(),
    ))
}

enum Blocks<'a> {
    Known(Vec<&'a Mapping>),
    Unknown(Arc<crate::value::Unknown>),
}

/// The texts of a list, all of them known.
fn known_texts(block: &Mapping, name: &str) -> Option<Vec<String>> {
    let strings = strings(block, name, Variables::Kept).ok()?;
    if strings.open.is_some() {
        return None;
    }
    let texts = strings.items.iter();
    texts
        .map(|item| item.as_str().map(ToString::to_string))
        .collect()
}

fn known_text(block: &Mapping, name: &str) -> Option<String> {
    string(block, name).ok()??.as_str().map(ToString::to_string)
}

fn principals(block: &Mapping, name: &str, old: bool) -> Result<Option<Json>, Why> {
    let key = |principal: &Mapping| {
        let identifiers = set_order::strings(known_texts(principal, "identifiers")?);
        let ty = known_text(principal, "type")?;
        Some(set_order::key(&format!(
            "identifiers:{identifiers}type:{ty};"
        )))
    };
    let found = match blocks(block, name, key)? {
        Blocks::Unknown(unknown) => return Ok(Some(Json::Unknown(unknown))),
        Blocks::Known(found) if found.is_empty() => return Ok(None),
        Blocks::Known(found) => found,
    };
    let mut groups = Groups::new();
    let mut everyone = false;
    for principal in &found {
        let ty = string(principal, "type")?.ok_or_else(|| fault("type is required"))?;
        let identifiers = strings(principal, "identifiers", Variables::of(old))?;
        everyone |=
            is_star(&ty) && identifiers.single && identifiers.items.first().is_some_and(is_star);
        groups.add(&ty, identifiers.sorted(), Strings::extend);
    }
    if found.len() == 1 && everyone {
        return Ok(Some(Json::String(Value::string("*"))));
    }
    Ok(Some(groups.into_json(Strings::into_json)))
}

fn is_star(text: &Value) -> bool {
    text.as_str().is_some_and(|text| &**text == "*")
}

fn conditions(block: &Mapping, old: bool) -> Result<Option<Json>, Why> {
    let key = |condition: &Mapping| {
        let mut values = String::new();
        for value in known_texts(condition, "values")? {
            values.push_str(&value);
            values.push(';');
        }
        let (test, variable) = (
            known_text(condition, "test")?,
            known_text(condition, "variable")?,
        );
        Some(set_order::key(&format!(
            "test:{test};values:({values});variable:{variable};"
        )))
    };
    let found = match blocks(block, "condition", key)? {
        Blocks::Unknown(unknown) => return Ok(Some(Json::Unknown(unknown))),
        Blocks::Known(found) if found.is_empty() => return Ok(None),
        Blocks::Known(found) => found,
    };
    let mut tests = Groups::new();
    for condition in found {
        let test = string(condition, "test")?.ok_or_else(|| fault("test is required"))?;
        let variable =
            string(condition, "variable")?.ok_or_else(|| fault("variable is required"))?;
        let values = strings(condition, "values", Variables::of(old))?;
        let mut variables = Groups::new();
        variables.add(&variable, values, Strings::extend);
        tests.add(&test, variables, |present: &mut Groups<Strings>, new| {
            present.join(new, Strings::extend);
        });
    }
    Ok(Some(tests.into_json(|variables| {
        variables.into_json(Strings::into_json)
    })))
}
