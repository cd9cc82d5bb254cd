//! Under which conditions.

use super::{Reader, refused};
use crate::{
    network::policy::{
        Condition,
        flaw::{OF_SETS, OPERATORS, instead},
    },
    provider::Json,
    value::{Value, Why},
};

impl Reader {
    pub(super) fn conditions(&mut self, json: &Json) -> (Vec<Condition>, Option<Why>) {
        let mut conditions = Vec::new();
        let (operators, mut open) = match json {
            Json::Object(operators, open) => {
                (operators, open.as_ref().map(|unknown| unknown.why.clone()))
            }
            Json::Unknown(unknown) => return (conditions, Some(unknown.why.clone())),
            _ => {
                self.flaw(
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
                format!("has a condition with the operator {written}, which there is not"),
                &advice,
                &["Condition", written],
            );
        }
    }
}
