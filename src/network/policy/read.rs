//! JSON to a policy, and what AWS refuses of it.

use super::{
    Condition, Effect, Element, Flaw, Policy, Principal, Statement, Strings,
    flaw::{OF_POLICY, OF_PRINCIPAL, OF_SETS, OF_STATEMENT, OPERATORS, VERSIONS, instead},
};
use crate::{
    provider::Json,
    value::{Fragment, Kind, Type, Value, Why},
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

/// Why something is not known that AWS refuses as it is written.
fn refused() -> Why {
    Why::Fault("AWS refuses it as it is written".into())
}

impl Reader {
    fn flaw(&mut self, kind: &'static str, fault: impl Into<String>, advice: &str, words: &[&str]) {
        let flaw = Flaw::new(kind, fault.into(), advice.to_owned());
        self.flaws.push(flaw.at(words.iter().copied()));
    }

    fn policy(&mut self, json: &Json) -> (Vec<Statement>, Option<Why>) {
        if !matches!(json, Json::Object(..)) {
            self.flaw(
                "is no JSON object",
                "is no JSON object",
                "write an object with Version and Statement",
                &[],
            );
            return (Vec::new(), None);
        }
        self.other_elements(json, &OF_POLICY, "policies");
        self.version(json);
        let mut open = hidden(json);
        let mut statements = Vec::new();
        match member(json, "Statement") {
            None if open.is_none() => self.flaw(
                "has no Statement",
                "has no Statement",
                "list what it allows in Statement",
                &[],
            ),
            None => {}
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
            "has a Version that is no version of the policy language",
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
                "has an element that there is not",
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
                    "has a statement with two elements of which one excludes the other",
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
                "has a statement that lacks an element",
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
                "has a statement whose Effect is neither Allow nor Deny",
                format!("has a statement whose Effect is {word}"),
                "write Allow or Deny",
                &["Effect"],
            ),
            None => self.flaw(
                "has a statement without Effect",
                "has a statement without Effect",
                "add Effect to the statement: Allow or Deny",
                &[],
            ),
        }
        Effect::Unknown(Why::Fault("its Effect is neither Allow nor Deny".into()))
    }

    /// One of a pair of members.
    fn pair<T>(
        &mut self,
        json: &Json,
        [only, except]: [&str; 2],
        hidden: Option<&Why>,
        read: impl Fn(&mut Self, &Json, &str) -> Element<T>,
    ) -> Element<T> {
        match (member(json, only), member(json, except)) {
            (Some(value), _) => read(self, value, only),
            (None, Some(value)) => match read(self, value, except) {
                Element::Only(value) => Element::Except(value),
                other => other,
            },
            (None, None) => hidden.map_or(Element::Absent, |why| Element::Unknown(why.clone())),
        }
    }

    fn actions(&mut self, json: &Json, element: &str) -> Element<Strings> {
        let actions = self.element(json, element);
        if let Element::Only(actions) = &actions {
            for word in actions.known().0 {
                // AWS's own examples have `*Execution`.
                let is_one = word.contains([':', '*', '?']);
                if !is_one {
                    self.flaw(
                        "names an action without the service that it is of",
                        format!("names the action \"{word}\" without the service that it is of"),
                        "write the service and a colon before it, as in s3:GetObject",
                        &[element, word],
                    );
                }
            }
        }
        actions
    }

    fn resources(&mut self, json: &Json, element: &str) -> Element<Strings> {
        let resources = self.element(json, element);
        if let Element::Only(resources) = &resources {
            for word in resources.known().0 {
                let is_arn = word.starts_with("arn:") && word.split(':').count() >= 6;
                if !is_arn && !word.contains(['*', '?', '$']) {
                    self.flaw(
                        "names a resource by something that is no ARN",
                        format!("names the resource \"{word}\", which is no ARN"),
                        "name it by its ARN, arn:aws:s3:::bucket/*, or by *",
                        &[element, word],
                    );
                }
            }
        }
        resources
    }

    fn element(&mut self, json: &Json, element: &str) -> Element<Strings> {
        match json {
            Json::Unknown(unknown) => Element::Unknown(unknown.why.clone()),
            _ => Element::Only(self.strings(json, element)),
        }
    }

    /// A string or a list of strings. Numbers and booleans are written without quotes now and then, and mean the same.
    fn strings(&mut self, json: &Json, element: &str) -> Strings {
        let mut strings = Strings::default();
        match json {
            Json::Array(items, open) => {
                for item in items {
                    self.string(item, element, &mut strings);
                }
                strings.open = open.as_ref().map(|unknown| unknown.why.clone());
            }
            Json::Unknown(unknown) => strings.open = Some(unknown.why.clone()),
            _ => self.string(json, element, &mut strings),
        }
        strings
    }

    fn string(&mut self, json: &Json, element: &str, into: &mut Strings) {
        into.items.push(match json {
            Json::String(value) => value.clone(),
            Json::Bool(value) => Value::string(value.to_string()),
            Json::Number(text) => Value::string(text.clone()),
            Json::Unknown(unknown) => Value::unknown(Type::String, unknown.why.clone()),
            Json::Null | Json::Array(..) | Json::Object(..) => {
                self.flaw(
                    "has an element whose value is no text",
                    format!("has a value in {element} that is no text"),
                    &format!("write {element} as one text or a list of texts"),
                    &[element],
                );
                into.open = Some(refused());
                return;
            }
        });
    }

    fn principals(&mut self, json: &Json, element: &str) -> Element<Vec<Principal>> {
        match json {
            Json::String(text) => {
                if text.as_str().is_some_and(|it| &**it != "*") {
                    self.flaw(
                        "has principals that are neither * nor an object",
                        format!("has a {element} that is neither * nor an object"),
                        "write \"*\", or an object such as { AWS = \"arn:...\" }",
                        &[element],
                    );
                }
                Element::Only(vec![Principal {
                    kind: Value::string("*"),
                    identifiers: self.strings(json, element),
                }])
            }
            Json::Object(_, Some(unknown)) | Json::Unknown(unknown) => {
                Element::Unknown(unknown.why.clone())
            }
            Json::Object(members, None) => {
                let mut principals = Vec::with_capacity(members.len());
                for (kind, identifiers) in members {
                    let word = kind.as_str().filter(|it| !OF_PRINCIPAL.contains(&&***it));
                    if let Some(word) = word {
                        let otherwise = format!("{element} has {}", OF_PRINCIPAL.join(", "));
                        let advice = instead(&OF_PRINCIPAL, word, &otherwise);
                        self.flaw(
                            "names principals of a type that there is not",
                            format!("names principals of type {word}, which there is not"),
                            &advice,
                            &[element, word],
                        );
                    }
                    principals.push(Principal {
                        kind: kind.clone(),
                        identifiers: self.strings(identifiers, element),
                    });
                }
                Element::Only(principals)
            }
            _ => {
                self.flaw(
                    "has principals that are neither * nor an object",
                    format!("has a {element} that is neither * nor an object"),
                    "write \"*\", or an object such as { AWS = \"arn:...\" }",
                    &[element],
                );
                Element::Unknown(Why::Fault("its principals are no principals".into()))
            }
        }
    }

    fn conditions(&mut self, json: &Json) -> (Vec<Condition>, Option<Why>) {
        let mut conditions = Vec::new();
        let (operators, mut open) = match json {
            Json::Object(operators, open) => {
                (operators, open.as_ref().map(|unknown| unknown.why.clone()))
            }
            Json::Unknown(unknown) => return (conditions, Some(unknown.why.clone())),
            _ => {
                self.flaw(
                    "has a Condition that is no object",
                    "has a Condition that is no object",
                    "write it as { StringEquals = { \"aws:PrincipalOrgID\" = ... } }",
                    &["Condition"],
                );
                return (conditions, Some(refused()));
            }
        };
        if self.is_of_data_source(operators) {
            return (conditions, Some(refused()));
        }
        for (operator, keys) in operators {
            self.operator(operator);
            match keys {
                Json::Object(keys, more) => {
                    for (key, values) in keys {
                        conditions.push(Condition {
                            operator: operator.clone(),
                            key: key.clone(),
                            values: self.strings(values, "Condition"),
                        });
                    }
                    open = open.or_else(|| more.as_ref().map(|unknown| unknown.why.clone()));
                }
                Json::Unknown(unknown) => open = Some(unknown.why.clone()),
                _ => {
                    let word = operator.as_str().map_or("", |it| it);
                    self.flaw(
                        "has a condition that compares no key",
                        format!("has a condition {word} that compares no key"),
                        "write each operator as an object of keys and values",
                        &["Condition", word],
                    );
                    open = Some(refused());
                }
            }
        }
        (conditions, open)
    }

    /// A condition as the blocks of `aws_iam_policy_document` have it is none in JSON: one flaw, not three.
    fn is_of_data_source(&mut self, operators: &[(Value, Json)]) -> bool {
        let value = |name: &str| {
            let mut members = operators.iter();
            let found = members.find(|(it, _)| it.as_str().is_some_and(|it| &**it == name));
            found.map(|(_, value)| value)
        };
        let (Some(test), Some(variable)) = (value("test"), value("variable")) else {
            return false;
        };
        let word = |json: &Json, otherwise: &str| match json {
            Json::String(written) => written
                .as_str()
                .map_or(otherwise.to_owned(), ToString::to_string),
            _ => otherwise.to_owned(),
        };
        let (test, variable) = (
            word(test, "StringEquals"),
            word(variable, "aws:PrincipalOrgID"),
        );
        self.flaw(
            "has a condition with test, variable and values, as only aws_iam_policy_document has it",
            "has a Condition with test, variable and values, as only aws_iam_policy_document has it",
            &format!("write {{ {test} = {{ \"{variable}\" = [...] }} }}"),
            &["Condition", "test"],
        );
        true
    }

    fn operator(&mut self, operator: &Value) {
        let Some(written) = operator.as_str() else {
            return;
        };
        let plain = match written.split_once(':') {
            Some((set, plain)) if OF_SETS.contains(&set) => plain,
            _ => written,
        };
        let base = plain.strip_suffix("IfExists").unwrap_or(plain);
        let is_known = OPERATORS.iter().any(|it| it.eq_ignore_ascii_case(base));
        if !is_known || (base == "Null" && plain != base) {
            let advice = instead(
                &OPERATORS,
                base,
                "use an operator such as StringEquals or ArnLike",
            );
            self.flaw(
                "has a condition with an operator that there is not",
                format!("has a condition with the operator {written}, which there is not"),
                &advice,
                &["Condition", written],
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws(source: &str) -> Vec<(String, String)> {
        let policy = read(&Value::string(source)).unwrap();
        let flaws = policy.flaws.into_iter();
        flaws.map(|it| (it.fault, it.advice)).collect()
    }

    /// The statement has all that it needs, and that.
    fn statement(more: &str) -> Vec<(String, String)> {
        flaws(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"{more}}}]}}"#
        ))
    }

    #[test]
    fn takes_what_aws_takes() {
        for more in [
            "",
            r#","Sid":"x""#,
            r#","Condition":{}"#,
            r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":["o-1"]},"ForAnyValue:StringLikeIfExists":{"a:b":"c"},"Null":{"a:b":true}}"#,
            r#","Condition":{"stringequals":{"aws:PrincipalOrgID":"o-1"}}"#,
        ] {
            assert_eq!(statement(more), [], "{more}");
        }
        for policy in [
            r#"{"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"1","Service":["s"]},"NotAction":"*","NotResource":"arn:aws:s3:::b"}}"#,
            r#"{"Version":"2008-10-17","Id":"x","Statement":[]}"#,
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*Execution","Resource":"*"}}"#,
        ] {
            assert_eq!(flaws(policy), [], "{policy}");
        }
    }

    #[test]
    fn tells_what_aws_refuses() {
        for (more, fault, advice) in [
            (
                r#","Resources":"*""#,
                "has the element Resources,",
                "did you mean Resource?",
            ),
            (
                r#","NotAction":"*""#,
                "both Action and NotAction",
                "keep one",
            ),
            (
                r#","Condition":{"test":"StringEquals","variable":"aws:PrincipalOrgID","values":["o-1"]}"#,
                "test, variable and values",
                r#"write { StringEquals = { "aws:PrincipalOrgID" = [...] } }"#,
            ),
            (
                r#","Condition":{"StringEqual":{"a:b":"c"}}"#,
                "operator StringEqual,",
                "did you mean StringEquals?",
            ),
            (
                r#","Condition":{"NullIfExists":{"a:b":"true"}}"#,
                "operator NullIfExists,",
                "did you mean Null?",
            ),
            (
                r#","Condition":"x""#,
                "a Condition that is no object",
                "write it",
            ),
            (
                r#","Condition":{"Bool":"x"}"#,
                "a condition Bool that compares no key",
                "write each",
            ),
        ] {
            let found = statement(more);
            let [(one, instead)] = found.as_slice() else {
                panic!("{more}: {found:?}");
            };
            assert!(
                one.contains(fault) && instead.starts_with(advice),
                "{found:?}"
            );
        }
        for (policy, fault) in [
            ("[]", "is no JSON object"),
            (r#"{"Version":"2012-10-17"}"#, "has no Statement"),
            (
                r#"{"Version":20121017,"Statement":[]}"#,
                "the Version 20121017",
            ),
            (r#"{"Version":"2012","Statement":[]}"#, "the Version 2012,"),
            (r#"{"Statement":["x"]}"#, "a statement that is no object"),
            (
                r#"{"Statement":{"Principal":"*","Action":"*","Resource":"*"}}"#,
                "without Effect",
            ),
            (
                r#"{"Statement":{"Effect":"allow","Principal":"*","Action":"*","Resource":"*"}}"#,
                "whose Effect is allow",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"*","Resource":"*"}}"#,
                "without Action",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}}"#,
                "without Resource",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"GetObject","Resource":"*"}}"#,
                "action \"GetObject\" without the service",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"my-bucket"}}"#,
                "resource \"my-bucket\", which is no ARN",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":{"a":1},"Resource":"*"}}"#,
                "value in Action that is no text",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":"role/x","Action":"*","Resource":"*"}}"#,
                "neither * nor an object",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":{"Aws":"*"},"Action":"*","Resource":"*"}}"#,
                "principals of type Aws",
            ),
        ] {
            let found = flaws(policy);
            assert!(
                found.len() == 1 && found[0].0.contains(fault),
                "{policy}: {found:?}"
            );
        }
    }

    #[test]
    fn says_nothing_of_what_is_unknown() {
        let unknown = Value::unknown(Type::String, Why::Cycle);
        assert_eq!(read(&unknown).unwrap_err(), Why::Cycle);
        assert!(matches!(read(&Value::string("x")), Err(Why::Fault(_))));
    }

    #[test]
    fn counts_what_is_sent() {
        let policy = read(&Value::string("{ \"Statement\" : [ ] }")).unwrap();
        assert_eq!(policy.size, (16, true));
    }
}
