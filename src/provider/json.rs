//! JSON of which stretches are unknown: read from strings that are known in part, and written as Go writes it.
//!
//! An unknown part between quotes is a string of which that stretch is unknown. A bare unknown part where a value belongs is an unknown value
//! of any type; a bare unknown part after a member, or in place of an array's element, is any number of further members.

mod escape;
mod read;
mod write;

use std::sync::Arc;

pub use escape::escape;

use crate::{
    syntax::Name,
    value::{Unknown, Value, Why},
};

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as written.
    Number(Name),
    /// A string: known, known in part, or unknown but known to be a string.
    String(Value),
    /// `[...]`; further elements may follow when the unknown is present.
    Array(Vec<Self>, Option<Arc<Unknown>>),
    /// `{...}` in the order written, repeated keys kept; there may be further members when the unknown is present.
    Object(Vec<(Value, Self)>, Option<Arc<Unknown>>),
    /// Not known at all.
    Unknown(Arc<Unknown>),
}

impl Json {
    /// Reads a string that is known at least in part.
    ///
    /// # Errors
    ///
    /// The reason when nothing is known of the text, and a [fault](Why::Fault) when it is no JSON.
    pub fn parse(text: &Value) -> Result<Self, Why> {
        read::read(text)
    }

    /// A member by name; of repeated ones the last. Names are compared without case when `any_case`.
    #[must_use]
    pub fn member(&self, name: &str, any_case: bool) -> Option<&Self> {
        let Self::Object(members, _) = self else {
            return None;
        };
        let is_it = |key: &Name| &**key == name || (any_case && key.eq_ignore_ascii_case(name));
        let (_, value) = (members.iter())
            .rev()
            .find(|(key, _)| key.as_str().is_some_and(is_it))?;
        Some(value)
    }

    /// The text as Go's `json.MarshalIndent` with two spaces writes it, or `json.Marshal` when not `indented`: `<`, `>`
    /// and `&` are escaped.
    #[must_use]
    pub fn to_text(&self, indented: bool) -> Value {
        write::write(self, indented)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Fragment, Kind, Type};

    fn text(source: &str) -> Value {
        // `~` stands for an unknown part.
        let mut fragments = Vec::new();
        for (index, known) in source.split('~').enumerate() {
            if index > 0 {
                let why = Why::Variable(format!("h{index}").into());
                fragments.push(Fragment::Unknown(Arc::new(Unknown::new(Type::Any, why))));
            }
            fragments.push(Fragment::Known(known.into()));
        }
        Value::from_fragments(fragments)
    }

    fn shown(value: &Value) -> String {
        match &value.kind {
            Kind::String(text) => text.to_string(),
            Kind::PartialString(fragments) => (fragments.iter())
                .map(|fragment| match fragment {
                    Fragment::Known(text) => text.to_string(),
                    Fragment::Unknown(_) => "~".into(),
                })
                .collect(),
            _ => "~".into(),
        }
    }

    #[test]
    fn reads_and_writes_what_is_known_in_part() {
        for source in [
            "{}",
            "[]",
            r#"{"a":["b",1.5,null,true],"c":{"d":"~/x"}}"#,
            r#"{"a":~,"b":"~"}"#,
            r#"{"a":["x"~],"b":"y"~}"#,
            r#"["quote\" \\ \n \u0001 \u003c"]"#,
            r#"{"~key":"v"}"#,
        ] {
            let json = Json::parse(&text(source)).unwrap();
            assert_eq!(shown(&json.to_text(false)), source);
        }
        let pretty = "{\n  \"a\": [\n    \"b\"\n  ],\n  \"c\": []\n}";
        let json = Json::parse(&text(pretty)).unwrap();
        assert_eq!(shown(&json.to_text(true)), pretty);
    }

    #[test]
    fn holes_open_what_they_stand_in() {
        let open = |source: &str| match Json::parse(&text(source)).unwrap() {
            Json::Array(items, open) => (items.len(), open.is_some()),
            Json::Object(members, open) => (members.len(), open.is_some()),
            _ => (0, false),
        };
        assert_eq!(open("[~]"), (0, true));
        assert_eq!(open("[\"a\", ~, \"b\"]"), (2, true));
        assert_eq!(open("[\"a\" ~ \"b\"]"), (2, true));
        assert_eq!(open("{\"a\": 1 ~}"), (1, true));
        assert_eq!(open("{~\"a\": 1}"), (1, true));
        assert_eq!(open("{\"a\": ~, \"b\": 2}"), (2, false));
        assert!(matches!(Json::parse(&text("x~y")), Ok(Json::Unknown(_))));
        assert!(matches!(Json::parse(&text("{} ~")), Err(Why::Variable(_))));
    }

    #[test]
    fn refuses_what_is_no_json() {
        let deep = "[".repeat(100_000);
        for source in [
            "",
            "nonsense",
            "{} x",
            "{\"a\"}",
            "[1 2]",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "01",
            "{'a':1}",
            "\"open",
            "{\"a\":1,,}",
            "+1",
            "\"\\u+123\"",
            &deep,
        ] {
            assert!(Json::parse(&text(source)).is_err(), "{source}");
        }
        assert!(Json::parse(&Value::string("\"\0\"")).is_err());
    }

    #[test]
    fn reads_escapes() {
        let Json::String(value) = Json::parse(&text(r#""\ud83d\ude00\u0041\/\ud800x""#)).unwrap()
        else {
            panic!("a string");
        };
        assert_eq!(&**value.as_str().unwrap(), "😀A/\u{fffd}x");
    }

    #[test]
    fn finds_the_last_of_repeated_members() {
        let json = Json::parse(&text(r#"{"effect":"Deny","Effect":"Allow"}"#)).unwrap();
        assert!(
            matches!(json.member("Effect", true), Some(Json::String(v)) if &**v.as_str().unwrap() == "Allow")
        );
        assert!(json.member("EFFECT", false).is_none());
    }
}
