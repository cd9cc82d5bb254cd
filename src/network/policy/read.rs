//! JSON to a policy, and what AWS refuses of it.

mod conditions;
mod elements;

#[cfg(test)]
mod tests;

use super::{
    Effect, Element, Flaw, Policy, Principal, Statement, Strings,
    flaw::{OF_POLICY, OF_STATEMENT, VERSIONS, instead, meant},
};
use crate::{
    provider::Json,
    value::{Fragment, Kind, Value, Why},
};

/// Reads a policy document.
pub(super) fn read(document: &Value) -> Result<Policy, Why> {
    let json = Json::parse(document)?;
    if let Json::Unknown(unknown) = &json {
        return Err(unknown.why.clone());
    }
    let mut reader = Reader { flaws: Vec::new() };
    let (statements, open) = reader.policy(&json);
    Ok(Policy {
        statements,
        open,
        flaws: reader.flaws,
        size: size(&json),
    })
}

/// The characters of what the provider sends: JSON without spaces.
fn size(json: &Json) -> (usize, bool) {
    let text = json.to_text(false);
    match &text.kind {
        Kind::String(text) => (text.chars().count(), true),
        Kind::PartialString(fragments) => {
            let known = fragments.iter().map(|fragment| match fragment {
                Fragment::Known(text) => text.chars().count(),
                Fragment::Unknown(_) => 0,
            });
            (known.sum(), false)
        }
        _ => (0, false),
    }
}

/// Reads on behind what is wrong, so that all of it is told.
struct Reader {
    flaws: Vec<Flaw>,
}

/// A member that says something.
fn member<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    json.member(name, true)
        .filter(|value| !matches!(value, Json::Null))
}

/// Why an object may have further members.
fn hidden(json: &Json) -> Option<Why> {
    match json {
        Json::Object(_, Some(unknown)) => Some(unknown.why.clone()),
        _ => None,
    }
}

/// Whether another member of an object was probably meant to be that element of a policy.
fn is_misspelled(json: &Json, element: &str) -> bool {
    let Json::Object(members, _) = json else {
        return false;
    };
    let mut names = members.iter().filter_map(|(name, _)| name.as_str());
    names.any(|name| meant(&OF_POLICY, name) == Some(element))
}

/// Why something is not known that AWS refuses as it is written.
fn refused() -> Why {
    Why::Fault("AWS refuses it as it is written".into())
}

impl Reader {
    fn flaw(&mut self, fault: impl Into<String>, advice: &str, words: &[&str]) {
        self.flaws.push(Flaw {
            fault: fault.into(),
            advice: advice.to_owned(),
            words: words.iter().map(ToString::to_string).collect(),
        });
    }

    fn policy(&mut self, json: &Json) -> (Vec<Statement>, Option<Why>) {
        if !matches!(json, Json::Object(..)) {
            self.flaw(
                "is no JSON object",
                "write an object with Version and Statement",
                &[],
            );
            return (Vec::new(), Some(refused()));
        }
        self.other_elements(json, &OF_POLICY, "policies");
        self.version(json);
        let mut open = hidden(json);
        let mut statements = Vec::new();
        match member(json, "Statement") {
            None => {
                if open.is_none() && !is_misspelled(json, "Statement") {
                    self.flaw("has no Statement", "list what it allows in Statement", &[]);
                }
                open = open.or_else(|| Some(refused()));
            }
            Some(Json::Unknown(unknown)) => open = Some(unknown.why.clone()),
            Some(Json::Array(items, more)) => {
                for item in items {
                    self.statement(item, &mut statements, &mut open);
                }
                if let Some(unknown) = more {
                    open = Some(unknown.why.clone());
                }
            }
            // AWS takes a single statement without brackets too.
            Some(one) => self.statement(one, &mut statements, &mut open),
        }
        (statements, open)
    }

    fn version(&mut self, json: &Json) {
        let word = match member(json, "Version") {
            Some(Json::String(version)) => match version.as_str() {
                Some(word) if !VERSIONS.contains(&&**word) => word.to_string(),
                _ => return,
            },
            Some(Json::Number(number)) => number.to_string(),
            Some(Json::Bool(_) | Json::Array(..) | Json::Object(..)) => "no text".to_owned(),
            _ => return,
        };
        self.flaw(
            format!("has the Version {word}, which is no version of the policy language"),
            "write \"2012-10-17\"",
            &["Version"],
        );
    }

    fn other_elements(&mut self, json: &Json, known: &[&str], of: &str) {
        let Json::Object(members, _) = json else {
            return;
        };
        let names = members.iter().filter_map(|(name, _)| name.as_str());
        let others = names.filter(|name| !known.iter().any(|it| it.eq_ignore_ascii_case(name)));
        for name in others.map(ToString::to_string).collect::<Vec<_>>() {
            let otherwise = format!("remove it: {of} have {}", known.join(", "));
            let advice = instead(known, &name, &otherwise);
            self.flaw(
                format!("has the element {name}, which {of} do not have"),
                &advice,
                &[name.as_str()],
            );
        }
    }

    fn statement(&mut self, json: &Json, into: &mut Vec<Statement>, open: &mut Option<Why>) {
        match json {
            Json::Object(..) => into.push(self.object(json)),
            Json::Unknown(unknown) => *open = Some(unknown.why.clone()),
            _ => {
                *open = Some(refused());
                self.flaw(
                    "has a statement that is no object",
                    "write each statement as an object with Effect, Principal, Action and Resource",
                    &["Statement"],
                );
            }
        }
    }

    /// When the object may have members that are not known, any element that is not written may be among them.
    fn object(&mut self, json: &Json) -> Statement {
        self.other_elements(json, &OF_STATEMENT, "statements");
        let hidden = hidden(json);
        let mut lacking = Vec::new();
        for [only, except] in [
            ["Principal", "NotPrincipal"],
            ["Action", "NotAction"],
            ["Resource", "NotResource"],
        ] {
            match (member(json, only), member(json, except)) {
                (Some(_), Some(_)) => self.flaw(
                    format!("has a statement with both {only} and {except}"),
                    &format!("keep one of {only} and {except}"),
                    &[except],
                ),
                // What has no principal is told for itself.
                (None, None) if hidden.is_none() && only != "Principal" => lacking.push(only),
                _ => {}
            }
        }
        // An element that is misspelled is told as that.
        let is_meant = |name: &str| {
            let advice = format!("did you mean {name}?");
            self.flaws.iter().any(|flaw| flaw.advice == advice)
        };
        lacking.retain(|name| !is_meant(name));
        for name in lacking {
            self.flaw(
                format!("has a statement without {name}"),
                &format!("add {name} to the statement"),
                &[],
            );
        }
        let (conditions, open) = match member(json, "Condition") {
            Some(condition) => self.conditions(condition),
            None => (Vec::new(), None),
        };
        Statement {
            sid: match member(json, "Sid") {
                Some(Json::String(sid)) => Some(sid.clone()),
                _ => None,
            },
            effect: self.effect(json, hidden.as_ref()),
            principals: self.pair(
                json,
                ["Principal", "NotPrincipal"],
                hidden.as_ref(),
                Self::principals,
            ),
            actions: self.pair(
                json,
                ["Action", "NotAction"],
                hidden.as_ref(),
                Self::actions,
            ),
            resources: self.pair(
                json,
                ["Resource", "NotResource"],
                hidden.as_ref(),
                Self::resources,
            ),
            conditions,
            open: open.or(hidden),
        }
    }

    fn effect(&mut self, json: &Json, hidden: Option<&Why>) -> Effect {
        let said = match (member(json, "Effect"), hidden) {
            (Some(Json::String(effect)), _) => match (effect.as_str(), &effect.kind) {
                (Some(word), _) if &**word == "Allow" => return Effect::Allow,
                (Some(word), _) if &**word == "Deny" => return Effect::Deny,
                (Some(word), _) => Some(word.to_string()),
                (None, Kind::Unknown(unknown)) => return Effect::Unknown(unknown.why.clone()),
                (None, _) => return Effect::Unknown(Why::Condition),
            },
            (Some(Json::Unknown(unknown)), _) => return Effect::Unknown(unknown.why.clone()),
            (None, Some(why)) => return Effect::Unknown(why.clone()),
            (None, None) => None,
            (Some(_), _) => Some("no text".to_owned()),
        };
        match said {
            Some(word) => self.flaw(
                format!("has a statement whose Effect is {word}"),
                "write Allow or Deny",
                &["Effect"],
            ),
            None => self.flaw(
                "has a statement without Effect",
                "add Effect to the statement: Allow or Deny",
                &[],
            ),
        }
        Effect::Unknown(Why::Fault("its Effect is neither Allow nor Deny".into()))
    }
}
