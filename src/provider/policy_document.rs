//! `data.aws_iam_policy_document`: its JSON, letter for letter as provider 5.100.0 writes it.
//!
//! The data source asks nothing of AWS, so its result follows from its arguments. What is unknown in them leaves an unknown part in
//! the text: `"Resource": "<unknown part>/*"`.

mod strings;
mod unions;

mod config;
mod source;

use super::{json::Json, set_order};
use crate::{
    syntax::Name,
    value::{Kind, Mapping, Sequence, Type, Value, Why},
};

/// The `json` attribute: two spaces of indent.
///
/// Takes the evaluated arguments: `version`, `policy_id`, `statement`, `source_policy_documents`,
/// `override_policy_documents`, `source_json`, `override_json`; an argument that is missing or null is not set. Gives a
/// string; one with unknown parts where elements are unknown, of type `any` where a whole argument is (it may then be missing from the text); an
/// unknown when the statements themselves or a document to merge are unknown; and an unknown with a
/// [fault](Why::Fault) in the provider's words when it would refuse the arguments. One union in the arguments makes a
/// union of texts.
#[must_use]
pub fn json(document: &Mapping) -> Value {
    render(document, true)
}

/// The `minified_json` attribute: the same on one line.
#[must_use]
pub fn minified_json(document: &Mapping) -> Value {
    render(document, false)
}

/// The `id` attribute, which follows from [`json`]: a checksum of its text.
#[must_use]
pub fn id(json: &Value) -> Value {
    match &json.kind {
        Kind::String(text) => Value::string(set_order::checksum(text).to_string()),
        Kind::Unknown(unknown) => Value::unknown(Type::String, unknown.why.clone()),
        _ => Value::unknown(Type::String, Why::Condition),
    }
    .hidden(json.sensitive)
}

fn render(document: &Mapping, indented: bool) -> Value {
    let sensitive = document.entries.values().any(Value::hides);
    let (mut texts, mut refused) = (Vec::new(), None);
    for document in unions::without(document) {
        match merged(&document) {
            Ok(policy) => texts.push(policy.into_json().to_text(indented)),
            Err(why @ Why::Fault(_)) => refused = Some(why),
            Err(why) => texts.push(Value::unknown(Type::String, why)),
        }
    }
    match refused {
        // A configuration that works never takes an alternative that the provider refuses.
        Some(why) if texts.is_empty() => Value::unknown(Type::String, why),
        _ => Value::union(texts),
    }
    .hidden(sensitive)
}

/// A document while it is put together.
#[derive(Debug)]
struct Policy {
    version: Option<Value>,
    id: Option<Value>,
    statements: Vec<Statement>,
}

/// A statement: its members in the order in which they are written.
#[derive(Debug)]
struct Statement {
    sid: Option<Value>,
    members: Vec<(&'static str, Json)>,
}

/// The sources, then the configured statements, then the overrides.
fn merged(document: &Mapping) -> Result<Policy, Why> {
    if let Some(unknown) = &document.rest {
        return Err(unknown.why.clone());
    }
    for removed in ["source_json", "override_json"] {
        match string(document, removed)? {
            Some(text) if text.as_str().is_some_and(|text| !text.is_empty()) => {
                return Err(fault(format!("expected {removed} to be an empty string")));
            }
            _ => {}
        }
    }
    let mut policy = Policy {
        version: None,
        id: None,
        statements: Vec::new(),
    };
    let (mut sids, sources) = (Vec::new(), documents(document, "source_policy_documents")?);
    for source in &sources {
        let source = source::read(source)?;
        for sid in source
            .statements
            .iter()
            .filter_map(|statement| statement.sid.as_ref())
        {
            let sid = known(sid)?;
            if sids.contains(&sid) {
                return Err(fault(format!(
                    "duplicate Sid ({sid}) in source_policy_documents. Remove the Sid or ensure Sids are unique."
                )));
            }
            sids.push(sid);
        }
        policy.merge(source)?;
    }
    policy.merge(config::read(document)?)?;
    for source in &documents(document, "override_policy_documents")? {
        policy.merge(source::read(source)?)?;
    }
    Ok(policy)
}

impl Policy {
    /// Takes over the other's id and statements, and its version when that is newer. A statement replaces one of the same
    /// id in its place.
    fn merge(&mut self, other: Self) -> Result<(), Why> {
        if other.id.is_some() {
            self.id = other.id;
        }
        match (&self.version, other.version) {
            (Some(mine), Some(theirs)) => {
                if known(&theirs)? > known(mine)? {
                    self.version = Some(theirs);
                }
            }
            (None, Some(theirs)) => self.version = Some(theirs),
            (_, None) => {}
        }
        for statement in other.statements {
            let Some(sid) = &statement.sid else {
                self.statements.push(statement);
                continue;
            };
            let mut place = None;
            for (index, present) in self.statements.iter().enumerate() {
                if let Some(other) = &present.sid
                    && known(other)? == known(sid)?
                {
                    place = Some(index);
                    break;
                }
            }
            match place.and_then(|index| self.statements.get_mut(index)) {
                Some(present) => *present = statement,
                None => self.statements.push(statement),
            }
        }
        Ok(())
    }

    /// What is empty is left out.
    fn into_json(self) -> Json {
        let name = |name: &str| Value::string(name);
        let mut members = Vec::new();
        members.extend(
            self.version
                .map(|version| (name("Version"), Json::String(version))),
        );
        members.extend(self.id.map(|id| (name("Id"), Json::String(id))));
        if !self.statements.is_empty() {
            let statements = self.statements.into_iter().map(|statement| {
                let members = statement.members.into_iter();
                Json::Object(
                    members.map(|(key, value)| (name(key), value)).collect(),
                    None,
                )
            });
            members.push((name("Statement"), Json::Array(statements.collect(), None)));
        }
        Json::Object(members, None)
    }
}

/// The text of a statement's id or of a version: merging depends on it.
fn known(text: &Value) -> Result<Name, Why> {
    match &text.kind {
        Kind::String(text) => Ok(text.clone()),
        Kind::Unknown(unknown) => Err(unknown.why.clone()),
        _ => Err(Why::Condition),
    }
}

fn fault(message: impl Into<Name>) -> Why {
    Why::Fault(message.into())
}

/// The texts of an argument that lists documents.
fn documents(document: &Mapping, name: &str) -> Result<Vec<Value>, Why> {
    let Some(list) = sequence(document.entries.get(name))? else {
        return Ok(Vec::new());
    };
    if let Some(unknown) = &list.rest {
        return Err(unknown.why.clone());
    }
    list.items.iter().map(element).collect()
}

/// The sequence in an argument: absent when it is not set, the reason when it is unknown.
fn sequence(argument: Option<&Value>) -> Result<Option<&Sequence>, Why> {
    match argument.map(|value| &value.kind) {
        None | Some(Kind::Null(_)) => Ok(None),
        Some(Kind::Sequence(sequence)) => Ok(Some(sequence)),
        Some(Kind::Unknown(unknown)) => Err(unknown.why.clone()),
        Some(Kind::Union(_)) => Err(Why::Condition),
        Some(_) => Err(fault("a list is required")),
    }
}

/// The string in an argument; absent when it is not set.
fn string(object: &Mapping, name: &str) -> Result<Option<Value>, Why> {
    match object.entries.get(name) {
        None => Ok(None),
        Some(value) if matches!(value.kind, Kind::Null(_)) => Ok(None),
        Some(value) => element(value).map(Some),
    }
}

/// An element as a string, as Terraform converts it.
fn element(value: &Value) -> Result<Value, Why> {
    match &value.kind {
        Kind::String(_) | Kind::PartialString(_) | Kind::Unknown(_) => {
            Ok(Value::new(value.kind.clone()))
        }
        Kind::Bool(value) => Ok(Value::string(value.to_string())),
        Kind::Number(number) => Ok(Value::string(number.to_string())),
        Kind::Null(_) => Err(fault("Null value found in list")),
        Kind::Union(_) => Err(Why::Condition),
        Kind::Sequence(_) | Kind::Mapping(_) => Err(fault("a string is required")),
    }
}
