//! Wildcards that endpoint policies do not take (AWS PrivateLink guide, control access to VPC endpoints using endpoint policies).

use super::{Condition, Element, Policy, Statement};

/// Keys whose values AWS makes up: no wildcards, and no comparison as numbers.
const OF_SYSTEM: [&str; 8] = [
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
];

/// As many letters in a row must stand before or behind each wildcard.
const FEWEST: usize = 6;

/// A wildcard that AWS does not take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wildcard {
    /// The value or operator that it is in.
    pub word: String,
    /// What is wrong with it: "`1111*` stands for an id that AWS makes up".
    pub fault: String,
    /// What to write.
    pub advice: &'static str,
    /// Whether AWS documents no more than that it is so, and takes some of them all the same as far as is known.
    pub is_doubtful: bool,
}

impl Policy {
    /// All that it has.
    #[must_use]
    pub fn wildcards(&self) -> Vec<Wildcard> {
        self.statements
            .iter()
            .flat_map(Statement::wildcards)
            .collect()
    }

    /// Whether something that is unknown may hold one.
    #[must_use]
    pub fn may_have_wildcards(&self) -> bool {
        let conditions = self.statements.iter().flat_map(|it| &it.conditions);
        self.open.is_some() || conditions.into_iter().any(Condition::may_have_wildcards)
    }
}

impl Condition {
    /// Whether a value that is unknown may hold a wildcard that AWS does not take.
    fn may_have_wildcards(&self) -> bool {
        let (Some(key), Some(operator)) = (self.key.as_str(), self.plain_operator()) else {
            return false;
        };
        let is_of_system = OF_SYSTEM.iter().any(|it| it.eq_ignore_ascii_case(key));
        is_of_system && operator.to_ascii_lowercase().ends_with("like") && !self.values.known().1
    }
}

impl Statement {
    fn wildcards(&self) -> Vec<Wildcard> {
        let resources = match &self.resources {
            Element::Only(resources) | Element::Except(resources) => resources.known().0,
            _ => Vec::new(),
        };
        let of_resources = resources.into_iter().filter_map(of_arn);
        let of_conditions = self.conditions.iter().flat_map(Condition::wildcards);
        of_resources.chain(of_conditions).collect()
    }
}

impl Condition {
    fn wildcards(&self) -> Vec<Wildcard> {
        let (Some(key), Some(operator)) = (self.key.as_str(), self.plain_operator()) else {
            return Vec::new();
        };
        let is_of_system = OF_SYSTEM.iter().any(|it| it.eq_ignore_ascii_case(key));
        let operator = operator.to_ascii_lowercase();
        if is_of_system && operator.starts_with("numeric") {
            return vec![Wildcard {
                word: key.to_string(),
                fault: format!("{key} is compared as a number"),
                advice: "compare it with StringEquals",
                is_doubtful: false,
            }];
        }
        let is_like = matches!(&*operator, "stringlike" | "stringnotlike");
        let is_arn = operator.starts_with("arn");
        if !is_like && !is_arn {
            return Vec::new();
        }
        let one = |value: &str| {
            if is_of_system && value.contains(['*', '?']) {
                return Some(Wildcard {
                    word: value.to_owned(),
                    fault: format!("{key} is compared with \"{value}\", and takes no wildcards"),
                    advice: "list the values in full",
                    is_doubtful: false,
                });
            }
            of_arn(value).or_else(|| of_text(key, value).filter(|_| is_like))
        };
        self.values.known().0.into_iter().filter_map(one).collect()
    }
}

/// The account of an ARN is an id or a wildcard.
fn of_arn(text: &str) -> Option<Wildcard> {
    let mut fields = text.strip_prefix("arn:")?.split(':');
    let account = fields.nth(3)?;
    fields.next()?;
    let has = |test: fn(char) -> bool| account.contains(test);
    (has(|it| it.is_ascii_digit()) && has(|it| matches!(it, '*' | '?'))).then(|| Wildcard {
        word: text.to_owned(),
        fault: format!("the account of {text} is partly a wildcard"),
        advice: "write the whole id of the account, or * for any",
        is_doubtful: false,
    })
}

/// What stands before or behind a wildcard is long enough; a `*` alone is for any value.
fn of_text(key: &str, value: &str) -> Option<Wildcard> {
    if value.contains("${") || value.bytes().all(|it| it == b'*') {
        return None;
    }
    let parts: Vec<&str> = value.split(['*', '?']).collect();
    let is_long = |part: &&str| part.chars().count() >= FEWEST;
    let is_short = |pair: &[&str]| !pair.iter().any(is_long);
    parts.windows(2).any(is_short).then(|| Wildcard {
        word: value.to_owned(),
        fault: format!(
            "{key} is compared with \"{value}\", with fewer than {FEWEST} letters before and behind a wildcard"
        ),
        advice: "write more of the value, or list the values in full",
        is_doubtful: true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Policy;
    use crate::value::Value;

    fn wildcards(statement: &str) -> Vec<(String, bool)> {
        let policy = format!(r#"{{"Statement":{{"Effect":"Allow",{statement}}}}}"#);
        let policy = Policy::parse(&Value::string(policy)).unwrap();
        let found = policy.wildcards().into_iter();
        found.map(|it| (it.word, it.is_doubtful)).collect()
    }

    #[test]
    fn what_aws_takes() {
        for statement in [
            r#""Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#,
            r#""Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}"#,
            r#""Condition":{"StringLike":{"s3:prefix":"*"}}"#,
            r#""Condition":{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}"#,
            r#""Condition":{"StringLike":{"aws:x":"${aws:username}/*"}}"#,
            r#""Resource":["arn:aws:s3:::b*","arn:aws:sqs:*:*:q","arn:aws:sqs:*:111122223333:*"]"#,
        ] {
            assert_eq!(wildcards(statement), [], "{statement}");
        }
    }

    #[test]
    fn what_it_does_not() {
        for (statement, word, doubtful) in [
            (
                r#""Condition":{"StringLike":{"aws:principalaccount":"1111*"}}"#,
                "1111*",
                false,
            ),
            (
                r#""Condition":{"StringLikeIfExists":{"aws:SourceVpc":["vpc-*"]}}"#,
                "vpc-*",
                false,
            ),
            (
                r#""Condition":{"NumericEquals":{"aws:PrincipalAccount":"1"}}"#,
                "aws:PrincipalAccount",
                false,
            ),
            (
                r#""Resource":"arn:aws:sqs:eu-west-1:1111*:queue""#,
                "arn:aws:sqs:eu-west-1:1111*:queue",
                false,
            ),
            (
                r#""Condition":{"StringLike":{"s3:prefix":"home/*"}}"#,
                "home/*",
                true,
            ),
        ] {
            assert_eq!(wildcards(statement), [(word.to_owned(), doubtful)]);
        }
    }
}
