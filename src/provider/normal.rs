//! Arguments that the provider writes anew when it plans: policies, of which it plans a normal form of the JSON, protocols, which it
//! names, names of zones, and tags.
//!
//! Read from plans with hashicorp/aws 5.100.0. Policies of other types are planned as they are written, or not measured.

use std::collections::BTreeMap;

use super::{Json, Rewriting};
use crate::{
    syntax::Name,
    value::{Kind, SequenceForm, Truth, Type, Value},
};

/// What the provider plans for an argument whose known text it normalizes; `None` for all others, and for what is no JSON, which
/// it refuses.
#[must_use]
pub fn planned(ty: &str, argument: &str, text: &str) -> Option<String> {
    let version_first = match (ty, argument) {
        (
            "aws_security_group" | "aws_default_security_group" | "aws_security_group_rule",
            "protocol",
        ) => return Some(protocol(text)),
        ("aws_vpc_endpoint" | "aws_vpc_endpoint_policy" | "aws_iam_policy", "policy")
        | ("aws_iam_role", "assume_role_policy") => false,
        ("aws_iam_role_policy", "policy") => true,
        ("aws_route53_zone", "name") => {
            let name = text.strip_suffix('.').unwrap_or(text);
            return Some(name.to_lowercase());
        }
        _ => return None,
    };
    normal_form(text, version_first)
}

/// JSON in the order of its names, but for the version of a policy where that is first.
fn normal_form(text: &str, version_first: bool) -> Option<String> {
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

/// What becomes of a text; `None` where that is not known.
#[must_use]
pub fn rewritten(text: &str, rewriting: Rewriting) -> Option<String> {
    let undotted = text.strip_suffix('.').unwrap_or(text);
    Some(match rewriting {
        Rewriting::Nothing => text.to_owned(),
        Rewriting::Capital => text.to_uppercase(),
        Rewriting::Small { undotted: false } => text.to_lowercase(),
        Rewriting::Small { undotted: true } => undotted.to_lowercase(),
        Rewriting::Undotted => undotted.to_owned(),
        Rewriting::Json { version_first } => {
            // Plans have shown it of policies; what is none is dropped by some.
            let json = Json::parse(&Value::string(text)).ok()?;
            json.member("Statement", false)?;
            return normal_form(text, version_first);
        }
        Rewriting::Untold => return None,
    })
}

/// Whether a load balancer of its kind has an argument: of one that it lacks the provider plans nothing, whatever is written. So it
/// is with where logs go that are not kept, and with how long a target group's cookie lasts where it sets none. `Truth::Yes` for all
/// other types.
#[must_use]
pub fn is_planned(ty: &str, argument: &str, arguments: &BTreeMap<Name, Value>) -> Truth {
    if matches!(ty, "aws_lb_target_group" | "aws_alb_target_group") && argument == "cookie_duration"
    {
        let kind = arguments.get("type").and_then(Value::as_str);
        return kind.map_or(Truth::Unknown, |kind| {
            Truth::from(kind.ends_with("_cookie"))
        });
    }
    if !matches!(ty, "aws_lb" | "aws_alb") {
        return Truth::Yes;
    }
    if matches!(argument, "bucket" | "prefix") {
        return match arguments.get("enabled").map(|it| &it.kind) {
            Some(Kind::Bool(enabled)) => Truth::from(*enabled),
            None | Some(Kind::Null(_)) => Truth::No,
            Some(_) => Truth::Unknown,
        };
    }
    let kinds: &[&str] = match argument {
        "client_keep_alive"
        | "desync_mitigation_mode"
        | "drop_invalid_header_fields"
        | "enable_http2"
        | "enable_tls_version_and_cipher_suite_headers"
        | "enable_waf_fail_open"
        | "enable_xff_client_port"
        | "idle_timeout"
        | "preserve_host_header"
        | "xff_header_processing_mode" => &["application"],
        "dns_record_client_routing_policy" => &["network"],
        "enable_cross_zone_load_balancing" => &["gateway", "network"],
        "enable_zonal_shift" => &["application", "network"],
        _ => return Truth::Yes,
    };
    // What is not set, and has no default in all kinds, has one in some.
    if !arguments
        .get(argument)
        .is_some_and(|it| !matches!(it.kind, Kind::Null(_)))
    {
        return Truth::Unknown;
    }
    let kind = arguments.get("load_balancer_type").and_then(Value::as_str);
    kind.map_or(Truth::Unknown, |kind| Truth::from(kinds.contains(&&**kind)))
}

/// The set that is planned where the provider adds to the one that is written: a certificate's domain to its other names.
#[must_use]
pub fn with_added(ty: &str, argument: &str, arguments: &BTreeMap<Name, Value>) -> Option<Value> {
    if (ty, argument) != ("aws_acm_certificate", "subject_alternative_names") {
        return None;
    }
    let written = arguments.get(argument)?;
    let Kind::Sequence(names) = &written.kind else {
        return None;
    };
    let mut items = names.items.to_vec();
    items.push(arguments.get("domain_name")?.clone());
    let set = SequenceForm::Set(Type::String);
    let all = Value::sequence(set, items, names.rest.clone());
    Some(all.at(written.origin).hidden(written.sensitive))
}

/// Names in small letters, numbers by the names that the provider has for them.
fn protocol(text: &str) -> String {
    let small = text.to_lowercase();
    match &*small {
        "all" => "-1".into(),
        "1" => "icmp".into(),
        "6" => "tcp".into(),
        "17" => "udp".into(),
        "58" => "icmpv6".into(),
        _ => small,
    }
}

/// Tags without those that are null, which the provider drops; null when none is left.
///
/// So it is where the provider uses its older framework: tags of the rules of security groups are planned as they are written.
#[must_use]
pub fn tags(ty: &str, argument: &str, tags: &Value) -> Option<Value> {
    let newer = [
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
    ];
    let mapping = tags.as_mapping()?;
    if argument != "tags" || !ty.starts_with("aws_") || newer.contains(&ty) {
        return None;
    }
    let mut entries = (*mapping.entries).clone();
    entries.retain(|_, value| !matches!(value.kind, Kind::Null(_)));
    let left = if entries.is_empty() && mapping.rest.is_none() {
        Value::null(Type::map(Type::String))
    } else {
        Value::mapping(mapping.form.clone(), entries, mapping.rest.clone())
    };
    Some(left.at(tags.origin).hidden(tags.sensitive))
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

    #[test]
    fn protocols_are_named() {
        for (written, named) in [("TCP", "tcp"), ("6", "tcp"), ("ALL", "-1"), ("50", "50")] {
            let given = planned("aws_security_group_rule", "protocol", written);
            assert_eq!(given.unwrap(), named);
        }
        assert!(planned("aws_network_acl_rule", "protocol", "TCP").is_none());
    }

    #[test]
    fn tags_without_value_are_dropped() {
        let null = || Value::null(Type::String);
        let of = |entries: Vec<(&str, Value)>| {
            let entries = entries
                .into_iter()
                .map(|(name, value)| (name.into(), value));
            Value::object(entries.collect())
        };
        let planned = |ty: &str, value: &Value| tags(ty, "tags", value);
        let some = planned(
            "aws_vpc",
            &of(vec![("a", null()), ("b", Value::string(""))]),
        )
        .unwrap();
        assert_eq!(some.to_json().0, serde_json::json!({ "b": "" }));
        for none in [of(Vec::new()), of(vec![("a", null())])] {
            assert!(matches!(
                planned("aws_vpc", &none).unwrap().kind,
                Kind::Null(_)
            ));
            assert!(planned("aws_vpc_security_group_egress_rule", &none).is_none());
        }
    }
}
