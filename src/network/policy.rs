//! Endpoint policies as statements, also of policies that are known in part.
//!
//! An unknown bucket ARN leaves the rest of its policy readable: every string here is a [`Value`] that may have unknown parts, and every list
//! says whether there may be more in it.

mod access;

use crate::{
    provider::Json,
    value::{Fragment, Kind, Type, Value, Why},
};

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Present when there may be further statements: why they are not known.
    pub open: Option<Why>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its id.
    pub sid: Option<Value>,
    /// What it does.
    pub effect: Effect,
    /// For whom: `Principal` or `NotPrincipal`.
    pub principals: Element<Vec<Principal>>,
    /// For which actions: `Action` or `NotAction`.
    pub actions: Element<Strings>,
    /// On which resources: `Resource` or `NotResource`.
    pub resources: Element<Strings>,
    /// When: all of them must hold.
    pub conditions: Vec<Condition>,
    /// Present when the statement may have further conditions: why they are not known.
    pub open: Option<Why>,
}

/// What a statement does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever others allow.
    Deny,
    /// Not known which of the two.
    Unknown(Why),
}

/// One of a pair of elements such as `Action` and `NotAction`.
#[derive(Clone, Debug)]
pub enum Element<T> {
    /// Matches these.
    Only(T),
    /// Matches all but these.
    Except(T),
    /// Neither is written. Endpoint policies need principals, actions and resources: AWS refuses a statement without.
    Absent,
    /// Nothing is known of it.
    Unknown(Why),
}

/// Principals of one type.
#[derive(Clone, Debug)]
pub struct Principal {
    /// `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` where the policy says `"Principal": "*"`.
    pub kind: Value,
    /// Who.
    pub identifiers: Strings,
}

/// The strings of an element: a single one is a list of one.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// The strings, each known, known in part or unknown.
    pub items: Vec<Value>,
    /// Present when there may be more: why they are not known.
    pub open: Option<Why>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `StringEquals`, `ForAnyValue:StringLikeIfExists`, ...
    pub operator: Value,
    /// `aws:PrincipalOrgID`; compared without case.
    pub key: Value,
    /// What it is compared with.
    pub values: Strings,
}

impl Condition {
    /// Whether it looks at that key: `is_on("aws:PrincipalOrgID")`. A key that is not wholly known is none.
    #[must_use]
    pub fn is_on(&self, key: &str) -> bool {
        self.key
            .as_str()
            .is_some_and(|mine| mine.eq_ignore_ascii_case(key))
    }

    /// The operator without `ForAnyValue:`, `ForAllValues:` and `IfExists`; `None` when it is not wholly known.
    #[must_use]
    pub fn plain_operator(&self) -> Option<&str> {
        let operator = &**self.operator.as_str()?;
        let operator = operator
            .split_once(':')
            .map_or(operator, |(_, plain)| plain);
        Some(operator.strip_suffix("IfExists").unwrap_or(operator))
    }
}

impl Policy {
    /// Reads a policy document. A union is read alternative by alternative by the caller.
    ///
    /// # Errors
    ///
    /// The reason when nothing is known of it; a [fault](Why::Fault) when it is no policy.
    pub fn parse(document: &Value) -> Result<Self, Why> {
        let json = Json::parse(document)?;
        let Json::Object(_, open) = &json else {
            return Err(match json {
                Json::Unknown(unknown) => unknown.why.clone(),
                _ => fault("a policy is a JSON object"),
            });
        };
        let mut policy = Self {
            statements: Vec::new(),
            open: open.as_ref().map(|unknown| unknown.why.clone()),
        };
        match json.member("Statement", true) {
            None | Some(Json::Null) => {}
            Some(Json::Unknown(unknown)) => policy.open = Some(unknown.why.clone()),
            Some(Json::Array(statements, open)) => {
                for statement in statements {
                    policy.read(statement)?;
                }
                if let Some(unknown) = open {
                    policy.open = Some(unknown.why.clone());
                }
            }
            // AWS takes a single statement without brackets too.
            Some(statement) => policy.read(statement)?,
        }
        Ok(policy)
    }

    fn read(&mut self, json: &Json) -> Result<(), Why> {
        match json {
            Json::Object(..) => self.statements.push(Statement::read(json)?),
            Json::Unknown(unknown) => self.open = Some(unknown.why.clone()),
            _ => return Err(fault("a policy statement is a JSON object")),
        }
        Ok(())
    }
}

fn fault(message: &str) -> Why {
    Why::Fault(message.into())
}

impl Statement {
    /// When the object may have members that are not known, any element that is not written may be among them.
    fn read(json: &Json) -> Result<Self, Why> {
        let hidden = match json {
            Json::Object(_, Some(unknown)) => Some(unknown.why.clone()),
            _ => None,
        };
        let member = |name: &str| {
            json.member(name, true)
                .filter(|value| !matches!(value, Json::Null))
        };
        let (conditions, open) = match member("Condition") {
            Some(condition) => read_conditions(condition)?,
            None => (Vec::new(), None),
        };
        Ok(Self {
            sid: match member("Sid") {
                Some(Json::String(sid)) => Some(sid.clone()),
                _ => None,
            },
            effect: match (member("Effect"), &hidden) {
                (Some(Json::String(effect)), _) => read_effect(effect)?,
                (Some(Json::Unknown(unknown)), _) => Effect::Unknown(unknown.why.clone()),
                (None, Some(why)) => Effect::Unknown(why.clone()),
                _ => return Err(fault("a policy statement needs an Effect")),
            },
            principals: read_element(
                json,
                ["Principal", "NotPrincipal"],
                hidden.as_ref(),
                read_principals,
            )?,
            actions: read_element(json, ["Action", "NotAction"], hidden.as_ref(), read_strings)?,
            resources: read_element(
                json,
                ["Resource", "NotResource"],
                hidden.as_ref(),
                read_strings,
            )?,
            conditions,
            open: open.or(hidden),
        })
    }
}

fn read_effect(effect: &Value) -> Result<Effect, Why> {
    match (effect.as_str(), &effect.kind) {
        (Some(text), _) if &**text == "Allow" => Ok(Effect::Allow),
        (Some(text), _) if &**text == "Deny" => Ok(Effect::Deny),
        (Some(_), _) => Err(fault("the Effect of a policy statement is Allow or Deny")),
        (None, Kind::Unknown(unknown)) => Ok(Effect::Unknown(unknown.why.clone())),
        (None, _) => Ok(Effect::Unknown(Why::Condition)),
    }
}

/// Reads one of a pair of members.
fn read_element<T>(
    json: &Json,
    [only, except]: [&str; 2],
    hidden: Option<&Why>,
    read: impl Fn(&Json) -> Result<Element<T>, Why>,
) -> Result<Element<T>, Why> {
    let member = |name| {
        json.member(name, true)
            .filter(|value| !matches!(value, Json::Null))
    };
    match (member(only), member(except)) {
        (Some(value), _) => read(value),
        (None, Some(value)) => Ok(match read(value)? {
            Element::Only(value) => Element::Except(value),
            other => other,
        }),
        (None, None) => Ok(hidden.map_or(Element::Absent, |why| Element::Unknown(why.clone()))),
    }
}

fn read_strings(json: &Json) -> Result<Element<Strings>, Why> {
    match json {
        Json::Unknown(unknown) => Ok(Element::Unknown(unknown.why.clone())),
        _ => Ok(Element::Only(strings(json)?)),
    }
}

/// A string or a list of strings. Numbers and booleans are written without quotes now and then, and mean the same.
fn strings(json: &Json) -> Result<Strings, Why> {
    let mut strings = Strings::default();
    match json {
        Json::Array(items, open) => {
            for item in items {
                match item {
                    Json::Unknown(unknown) => {
                        strings
                            .items
                            .push(Value::unknown(Type::String, unknown.why.clone()));
                    }
                    _ => strings.items.push(scalar(item)?),
                }
            }
            strings.open = open.as_ref().map(|unknown| unknown.why.clone());
        }
        Json::Unknown(unknown) => strings.open = Some(unknown.why.clone()),
        _ => strings.items.push(scalar(json)?),
    }
    Ok(strings)
}

fn scalar(json: &Json) -> Result<Value, Why> {
    match json {
        Json::String(value) => Ok(value.clone()),
        Json::Bool(value) => Ok(Value::string(value.to_string())),
        Json::Number(text) => Ok(Value::string(text.clone())),
        _ => Err(fault("an element of a policy statement is a string")),
    }
}

fn read_principals(json: &Json) -> Result<Element<Vec<Principal>>, Why> {
    match json {
        Json::String(_) => Ok(Element::Only(vec![Principal {
            kind: Value::string("*"),
            identifiers: strings(json)?,
        }])),
        Json::Object(_, Some(unknown)) | Json::Unknown(unknown) => {
            Ok(Element::Unknown(unknown.why.clone()))
        }
        Json::Object(members, None) => {
            let mut principals = Vec::with_capacity(members.len());
            for (kind, identifiers) in members {
                principals.push(Principal {
                    kind: kind.clone(),
                    identifiers: strings(identifiers)?,
                });
            }
            Ok(Element::Only(principals))
        }
        _ => Err(fault(
            "the Principal of a policy statement is a string or an object",
        )),
    }
}

fn read_conditions(json: &Json) -> Result<(Vec<Condition>, Option<Why>), Why> {
    let mut conditions = Vec::new();
    let (operators, mut open) = match json {
        Json::Object(operators, open) => {
            (operators, open.as_ref().map(|unknown| unknown.why.clone()))
        }
        Json::Unknown(unknown) => return Ok((conditions, Some(unknown.why.clone()))),
        _ => return Err(fault("the Condition of a policy statement is an object")),
    };
    for (operator, keys) in operators {
        match keys {
            Json::Object(keys, more) => {
                for (key, values) in keys {
                    conditions.push(Condition {
                        operator: operator.clone(),
                        key: key.clone(),
                        values: strings(values)?,
                    });
                }
                open = open.or_else(|| more.as_ref().map(|unknown| unknown.why.clone()));
            }
            Json::Unknown(unknown) => open = Some(unknown.why.clone()),
            _ => return Err(fault("a condition is an object")),
        }
    }
    Ok((conditions, open))
}

/// The known text before the first unknown part, and whether that is all.
fn known_start(value: &Value) -> (&str, bool) {
    match &value.kind {
        Kind::String(text) => (text, true),
        Kind::PartialString(fragments) => match fragments.first() {
            Some(Fragment::Known(text)) => (text, false),
            _ => ("", false),
        },
        _ => ("", false),
    }
}
