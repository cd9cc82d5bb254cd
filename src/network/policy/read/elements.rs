//! Who, what and on what: the elements of a statement that list texts.

use super::{Element, Principal, Reader, Strings, member, refused};
use crate::{
    network::policy::flaw::{OF_PRINCIPAL, instead},
    provider::Json,
    value::{Type, Value, Why},
};

impl Reader {
    /// One of a pair of members.
    pub(super) fn pair<T>(
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

    pub(super) fn actions(&mut self, json: &Json, element: &str) -> Element<Strings> {
        let actions = self.element(json, element);
        if let Element::Only(actions) = &actions {
            for word in actions.known().0 {
                // AWS's own examples have `*Execution`. Policies with an empty one beside others are in use: `is_on ? "ec2:*" : ""`.
                let is_one = word.is_empty() || word.contains([':', '*', '?']);
                if !is_one {
                    self.flaw(
                        format!("names the action \"{word}\" without the service that it is of"),
                        "write the service and a colon before it, as in s3:GetObject",
                        &[element, word],
                    );
                }
            }
        }
        actions
    }

    pub(super) fn resources(&mut self, json: &Json, element: &str) -> Element<Strings> {
        let resources = self.element(json, element);
        if let Element::Only(resources) = &resources {
            for word in resources.known().0 {
                let is_arn = word.starts_with("arn:") && word.split(':').count() >= 6;
                if !is_arn && !word.contains(['*', '?', '$']) {
                    self.flaw(
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
    pub(super) fn strings(&mut self, json: &Json, element: &str) -> Strings {
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
                    format!("has a value in {element} that is no text"),
                    &format!("write {element} as one text or a list of texts"),
                    &[element],
                );
                into.open = Some(refused());
                return;
            }
        });
    }

    pub(super) fn principals(&mut self, json: &Json, element: &str) -> Element<Vec<Principal>> {
        match json {
            Json::String(text) => {
                if text.as_str().is_some_and(|it| &**it != "*") {
                    self.flaw(
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
                    format!("has a {element} that is neither * nor an object"),
                    "write \"*\", or an object such as { AWS = \"arn:...\" }",
                    &[element],
                );
                Element::Unknown(Why::Fault("its principals are no principals".into()))
            }
        }
    }
}
