//! Arguments that the provider writes anew when it plans: policies, of which it plans a normal form of the JSON.
//!
//! Read from plans with hashicorp/aws 5.100.0. Policies of other types are planned as they are written, or not measured.

use super::Json;
use crate::value::Value;

/// What the provider plans for an argument whose known text it normalizes; `None` for all others, and for what is no JSON, which
/// it refuses.
#[must_use]
pub fn planned(ty: &str, argument: &str, text: &str) -> Option<String> {
    let version_first = match (ty, argument) {
        ("aws_vpc_endpoint" | "aws_vpc_endpoint_policy" | "aws_iam_policy", "policy")
        | ("aws_iam_role", "assume_role_policy") => false,
        ("aws_iam_role_policy", "policy") => true,
        _ => return None,
    };
    let mut json = sorted(Json::parse(&Value::string(text)).ok()?);
    if version_first
        && let Json::Object(members, _) = &mut json
        && let Some(version) = members.iter().position(|(key, value)| {
            is(key, "Version")
                && matches!(value, Json::String(version) if is(version, "2012-10-17"))
        })
    {
        let version = members.remove(version);
        members.insert(0, version);
    }
    json.to_text(false).as_str().map(ToString::to_string)
}

fn is(value: &Value, text: &str) -> bool {
    value.as_str().is_some_and(|known| &**known == text)
}

/// Members in the order of their names, of repeated ones the last.
fn sorted(json: Json) -> Json {
    match json {
        Json::Array(items, open) => Json::Array(items.into_iter().map(sorted).collect(), open),
        Json::Object(members, open) => {
            let mut kept: Vec<(Value, Json)> = Vec::with_capacity(members.len());
            for (key, value) in members.into_iter().rev() {
                if !kept.iter().any(|(later, _)| later.as_str() == key.as_str()) {
                    kept.push((key, sorted(value)));
                }
            }
            kept.sort_by(|(a, _), (b, _)| a.as_str().cmp(&b.as_str()));
            Json::Object(kept, open)
        }
        other => other,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn policies_are_normalized() {
        let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ { \"Effect\": \"Deny\", \"Action\": \"a<b\", \"Effect\": \"Allow\" } ]\n}\n";
        assert_eq!(
            planned("aws_vpc_endpoint", "policy", text).unwrap(),
            "{\"Statement\":[{\"Action\":\"a\\u003cb\",\"Effect\":\"Allow\"}],\"Version\":\"2012-10-17\"}"
        );
        assert_eq!(
            planned("aws_iam_role_policy", "policy", text).unwrap(),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"a\\u003cb\",\"Effect\":\"Allow\"}]}"
        );
        assert!(planned("aws_vpc_endpoint", "service_name", "{}").is_none());
        assert!(planned("aws_vpc_endpoint", "policy", "{").is_none());
    }
}
