//! The grammar of service names, also of names that are known in part.
//!
//! Suffixes hold dots (`ecr.api`) and some names have no Region (`com.amazonaws.iam`), so a name is read from its front: family,
//! then Region, then suffix. An unknown part is taken for the Region only between a whole family and a whole suffix that the table knows,
//! unless it is known to be the Region of a provider.

use std::sync::Arc;

use super::{Service, actions::action_prefix};
use crate::{
    provider::region::Partition,
    syntax::Name,
    value::{Fragment, Kind, Type, Unknown, Value, Why},
};

/// What names of AWS's own services start with. Those of other partitions follow the same table as `com.amazonaws`.
const FAMILIES: [&str; 10] = [
    "com.amazonaws",
    "cn.com.amazonaws",
    "eu.amazonaws",
    "gov.ic.c2s",
    "gov.sgov.sc2s",
    "gov.ic.hci.csp",
    "uk.adc-e.cloud",
    "aws.api",
    "aws.sagemaker",
    "api.aws",
];

/// Stands for an unknown part while a name is read: no name has it.
const PLACEHOLDER: char = '\0';

/// A service name, taken apart.
#[derive(Clone, Debug)]
pub enum ServiceName {
    /// A service of AWS.
    Aws {
        /// What stands before the Region: `com.amazonaws`.
        prefix: &'static str,
        /// The Region in the name: known, known in part, or an unknown. `None` for names without Region.
        region: Option<Value>,
        /// What stands behind it: `s3`, `ecr.api`.
        suffix: Name,
        /// What the table knows of the service; `None` when it is not in the table, which does not mean that there is
        /// no such service.
        facts: Option<&'static Service>,
    },
    /// An endpoint service that somebody runs behind a load balancer: `com.amazonaws.vpce.<region>.vpce-svc-<id>`.
    Customer {
        /// The Region in the name: known, known in part, or an unknown.
        region: Value,
        /// `vpce-svc-...`: known, known in part, or an unknown.
        id: Value,
    },
    /// Neither.
    Other(Name),
}

impl ServiceName {
    /// Takes a name apart.
    ///
    /// # Errors
    ///
    /// The reason when what is known does not say which service it is. A union is read alternative by alternative
    /// by the caller.
    pub fn parse(value: &Value) -> Result<Self, Why> {
        let (text, unknown_parts) = match &value.kind {
            Kind::String(text) => (text.to_string(), Vec::new()),
            Kind::PartialString(fragments) => {
                let (mut text, mut unknown_parts) = (String::new(), Vec::new());
                for fragment in fragments.iter() {
                    match fragment {
                        Fragment::Known(known) => text.push_str(&known.replace(PLACEHOLDER, "")),
                        Fragment::Unknown(unknown) => {
                            text.push(PLACEHOLDER);
                            unknown_parts.push(unknown.clone());
                        }
                    }
                }
                (text, unknown_parts)
            }
            Kind::Unknown(unknown) => return Err(unknown.why.clone()),
            Kind::Union(_) => return Err(Why::Condition),
            _ => return Err(Why::Fault("a service name is a string".into())),
        };
        let why = || {
            unknown_parts
                .first()
                .map_or(Why::Condition, |unknown| unknown.why.clone())
        };
        let known = text.split(PLACEHOLDER).next().unwrap_or_default();
        let Some((prefix, rest)) = split_family(&text) else {
            // What is known may still become one of the families.
            let may = |family: &&str| known.len() <= family.len() && family.starts_with(known);
            return if unknown_parts.is_empty() || !FAMILIES.iter().any(may) {
                Ok(Self::Other(text.replace(PLACEHOLDER, "*").into()))
            } else {
                Err(why())
            };
        };
        if let Some(rest) = rest.strip_prefix("vpce.") {
            let (region, id) = rest.split_once('.').ok_or_else(why)?;
            let (region, behind) = with_unknown_parts(region, &unknown_parts);
            return Ok(Self::Customer {
                region,
                id: with_unknown_parts(id, behind).0,
            });
        }
        let (segment, suffix) = match rest.split_once('.') {
            Some((segment, suffix)) => (segment, Some(suffix)),
            None => (rest, None),
        };
        if !rest.contains(PLACEHOLDER) {
            return Ok(match suffix {
                Some(suffix) if Partition::of_region(segment).is_some() => {
                    Self::aws(prefix, Some(Value::string(segment)), suffix, Some(segment))
                }
                // A variable for the Region that is still empty.
                Some(suffix) if segment.is_empty() => {
                    let empty = Why::Fault("the Region in the name is empty".into());
                    let region = Value::unknown(Type::String, empty);
                    Self::aws(prefix, Some(region), suffix, None)
                }
                _ => Self::aws(prefix, None, rest, None),
            });
        }
        // The Region is known in part at most, or the suffix is.
        let suffix = suffix
            .filter(|suffix| !suffix.contains(PLACEHOLDER))
            .ok_or_else(why)?;
        let region = with_unknown_parts(segment, &unknown_parts).0;
        let is_region = is_whole_region(&region);
        match Self::aws(prefix, Some(region), suffix, None) {
            Self::Aws { facts: None, .. } if !is_region => Err(why()),
            name => Ok(name),
        }
    }

    fn aws(
        prefix: &'static str,
        region: Option<Value>,
        suffix: &str,
        known_region: Option<&str>,
    ) -> Self {
        let family = if prefix.starts_with("aws.") || prefix == "api.aws" {
            prefix
        } else {
            "com.amazonaws"
        };
        // `cn.com.amazonaws.cn-north-1.transcribe.cn` is the one service with a mark at the end.
        let plain = match suffix.strip_suffix(".cn") {
            Some(plain) if prefix == "cn.com.amazonaws" => plain,
            _ => suffix,
        };
        let facts = match &region {
            Some(_) => Service::find(&format!("{family}.<region>.{plain}"))
                .or_else(|| Service::find(&format!("{family}.{}.{plain}", known_region?))),
            None => Service::find(&format!("{family}.{plain}")),
        };
        Self::Aws {
            prefix,
            region,
            suffix: suffix.into(),
            facts,
        }
    }

    /// What the table knows of the service.
    #[must_use]
    pub const fn facts(&self) -> Option<&'static Service> {
        match self {
            Self::Aws { facts, .. } => *facts,
            _ => None,
        }
    }

    /// The prefixes of the service's IAM actions: `s3`, `ecr`; empty when it is no service of AWS.
    #[must_use]
    pub fn action_prefixes(&self) -> Vec<&str> {
        let Self::Aws { suffix, .. } = self else {
            return Vec::new();
        };
        match action_prefix(suffix) {
            "codeconnections" | "codestar-connections" => {
                vec!["codeconnections", "codestar-connections"]
            }
            "codewhisperer" | "q" => vec!["q", "codewhisperer"],
            "geo" => vec!["geo", "geo-maps", "geo-places", "geo-routes"],
            "iot" => vec!["iot", "iotdeviceadvisor", "iotfleethub", "iotjobsdata"],
            "s3" => vec!["s3", "s3-object-lambda", "s3express"],
            prefix => vec![prefix],
        }
    }

    /// Whether it is AWS's service with that suffix, whatever the Region and partition: `is_aws("s3")`.
    #[must_use]
    pub fn is_aws(&self, wanted: &str) -> bool {
        matches!(self, Self::Aws { suffix, .. } if &**suffix == wanted)
    }
}

/// Whether an unknown is the Region of a provider, so that no part of a suffix can be in it.
fn is_whole_region(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if matches!(unknown.why, Why::ProviderRegion(_)))
}

/// The family at the front of a name, and what stands behind it.
fn split_family(text: &str) -> Option<(&'static str, &str)> {
    FAMILIES
        .iter()
        .find_map(|family| Some((*family, text.strip_prefix(family)?.strip_prefix('.')?)))
}

/// Text with its unknown parts filled in again, and the unknown parts that are left.
fn with_unknown_parts<'a>(
    text: &str,
    unknown_parts: &'a [Arc<Unknown>],
) -> (Value, &'a [Arc<Unknown>]) {
    let mut left = unknown_parts.iter();
    let mut fragments = Vec::new();
    for (index, known) in text.split(PLACEHOLDER).enumerate() {
        if index > 0 {
            fragments.extend(left.next().cloned().map(Fragment::Unknown));
        }
        fragments.push(Fragment::Known(known.into()));
    }
    (Value::from_fragments(fragments), left.as_slice())
}

/// What follows the Region in a name of the table, or the family where there is no Region.
pub(super) fn suffix_of(template: &'static str) -> Option<&'static str> {
    let (_, rest) = split_family(template)?;
    Some(match rest.split_once('.') {
        Some((segment, suffix))
            if segment == "<region>" || Partition::of_region(segment).is_some() =>
        {
            suffix
        }
        _ => rest,
    })
}

/// The full name of a service that is named by its suffix, as `data.aws_vpc_endpoint_service` does with `service`:
/// `com.amazonaws.<region>.<service>`, or what the table says where no such name exists. The Region may be unknown; an unknown service
/// gives a name with an unknown part at its end.
///
/// In China the provider asks for the name that starts with `com.amazonaws` too (5.100.0).
#[must_use]
pub fn name_of(service: &Value, region: &Value) -> Value {
    let usual = "com.amazonaws.<region>.";
    let template = match service.as_str() {
        Some(suffix) if Service::find(&format!("{usual}{suffix}")).is_none() => Service::all()
            .find(|known| known.suffix == &**suffix)
            .map_or_else(
                || format!("{usual}{suffix}"),
                |known| known.template.to_owned(),
            ),
        Some(suffix) => format!("{usual}{suffix}"),
        None => usual.to_owned(),
    };
    let mut fragments = Vec::new();
    match template.split_once("<region>") {
        Some((before, after)) => {
            fragments.push(Fragment::Known(before.into()));
            fragments.extend(fragments_of(region));
            fragments.push(Fragment::Known(after.into()));
        }
        None => fragments.push(Fragment::Known(template.into())),
    }
    if service.as_str().is_none() {
        fragments.extend(fragments_of(service));
    }
    Value::from_fragments(fragments).hidden(service.sensitive || region.sensitive)
}

pub(super) fn fragments_of(value: &Value) -> Vec<Fragment> {
    match &value.kind {
        Kind::String(text) => vec![Fragment::Known(text.clone())],
        Kind::PartialString(fragments) => fragments.to_vec(),
        Kind::Unknown(unknown) => vec![Fragment::Unknown(unknown.clone())],
        _ => vec![Fragment::Unknown(Arc::new(Unknown::new(
            Type::String,
            Why::Condition,
        )))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Symbol;

    /// `~` stands for an unknown part.
    fn text(source: &str) -> Value {
        let mut fragments = Vec::new();
        for (index, known) in source.split('~').enumerate() {
            if index > 0 {
                let mut unknown = Unknown::new(Type::String, Why::Variable("region".into()));
                unknown.symbol = Some(Symbol::new(format!("h{index}")));
                fragments.push(Fragment::Unknown(Arc::new(unknown)));
            }
            fragments.push(Fragment::Known(known.into()));
        }
        Value::from_fragments(fragments)
    }

    /// prefix, Region, suffix, whether the table knows it; or what else it is.
    fn shown(source: &str) -> String {
        let show = |value: &Value| match (value.as_str(), value.symbol()) {
            (Some(text), _) => text.to_string(),
            (_, Some(symbol)) => symbol.to_string(),
            _ => "parts".into(),
        };
        match ServiceName::parse(&text(source)) {
            Ok(ServiceName::Aws {
                prefix,
                region,
                suffix,
                facts,
            }) => format!(
                "{prefix} {} {suffix} {}",
                region.as_ref().map_or("-".into(), show),
                if facts.is_some() { "known" } else { "-" }
            ),
            Ok(ServiceName::Customer { region, id }) => {
                format!("customer {} {}", show(&region), show(&id))
            }
            Ok(ServiceName::Other(text)) => format!("other {text}"),
            Err(_) => "unknown".into(),
        }
    }

    #[test]
    fn reads_the_grammar() {
        for (source, expected) in [
            (
                "com.amazonaws.us-east-1.s3",
                "com.amazonaws us-east-1 s3 known",
            ),
            (
                "com.amazonaws.eu-west-1.ecr.api",
                "com.amazonaws eu-west-1 ecr.api known",
            ),
            (
                "com.amazonaws.us-gov-west-1.kms-fips",
                "com.amazonaws us-gov-west-1 kms-fips known",
            ),
            (
                "com.amazonaws.us-east-1.brand-new",
                "com.amazonaws us-east-1 brand-new -",
            ),
            ("com.amazonaws.iam", "com.amazonaws - iam known"),
            (
                "com.amazonaws.s3-global.accesspoint",
                "com.amazonaws - s3-global.accesspoint known",
            ),
            ("com.amazonaws.s3", "com.amazonaws - s3 -"),
            ("com.amazonaws..s3", "com.amazonaws parts s3 known"),
            (
                "com.amazonaws.us-east-1.iam",
                "com.amazonaws us-east-1 iam -",
            ),
            (
                "aws.sagemaker.eu-west-1.notebook",
                "aws.sagemaker eu-west-1 notebook known",
            ),
            (
                "aws.api.us-east-1.qbusiness",
                "aws.api us-east-1 qbusiness known",
            ),
            (
                "aws.api.us-east-2.route53globalresolver",
                "aws.api us-east-2 route53globalresolver known",
            ),
            (
                "aws.api.global.codecatalyst",
                "aws.api - global.codecatalyst known",
            ),
            (
                "api.aws.us-east-1.cassandra-streams",
                "api.aws us-east-1 cassandra-streams known",
            ),
            (
                "cn.com.amazonaws.cn-north-1.ecr.dkr",
                "cn.com.amazonaws cn-north-1 ecr.dkr known",
            ),
            (
                "cn.com.amazonaws.cn-north-1.transcribe.cn",
                "cn.com.amazonaws cn-north-1 transcribe.cn known",
            ),
            (
                "gov.ic.c2s.us-iso-east-1.sqs",
                "gov.ic.c2s us-iso-east-1 sqs known",
            ),
            (
                "eu.amazonaws.eusc-de-east-1.ecr.api",
                "eu.amazonaws eusc-de-east-1 ecr.api known",
            ),
            (
                "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
                "customer us-east-1 vpce-svc-0123456789abcdef0",
            ),
            ("s3", "other s3"),
            ("", "other "),
            ("com.amazonaws", "other com.amazonaws"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }

    #[test]
    fn reads_names_that_are_known_in_part() {
        for (source, expected) in [
            ("com.amazonaws.~.s3", "com.amazonaws h1 s3 known"),
            ("com.amazonaws.~.ecr.api", "com.amazonaws h1 ecr.api known"),
            ("com.amazonaws.us-~-1.s3", "com.amazonaws parts s3 known"),
            ("com.amazonaws.~~.s3", "com.amazonaws parts s3 known"),
            ("aws.sagemaker.~.studio", "aws.sagemaker h1 studio known"),
            ("cn.com.amazonaws.~.sts", "cn.com.amazonaws h1 sts known"),
            ("com.amazonaws.vpce.~.vpce-svc-1", "customer h1 vpce-svc-1"),
            ("com.amazonaws.vpce.us-east-1.~", "customer us-east-1 h1"),
            ("com.amazonaws.vpce.~.~", "customer h1 h2"),
            // The unknown part may end in `.ecr`.
            ("com.amazonaws.~.api", "unknown"),
            ("com.amazonaws.~.brand-new", "unknown"),
            ("com.amazonaws.us-east-1.~", "unknown"),
            ("com.amazonaws.us-east-1.s3~", "unknown"),
            ("com.amazonaws.~.~", "unknown"),
            ("com.amazonaws.~", "unknown"),
            ("com.amazonaws~.s3", "unknown"),
            ("com.~.us-east-1.s3", "unknown"),
            ("~.s3", "unknown"),
            ("~", "unknown"),
            ("com.mongodb.~", "other com.mongodb.*"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }

    #[test]
    fn the_region_of_a_provider_is_a_whole_region() {
        let region = Value::unknown(Type::String, Why::ProviderRegion("provider.aws".into()));
        let name = Value::from_fragments(vec![
            Fragment::Known("com.amazonaws.".into()),
            fragments_of(&region).remove(0),
            Fragment::Known(".brand-new".into()),
        ]);
        let read = ServiceName::parse(&name).unwrap();
        assert!(read.is_aws("brand-new") && read.facts().is_none());
    }

    #[test]
    fn every_name_of_the_table_reads_back() {
        for service in Service::all() {
            let name = service.template.replace("<region>", "us-east-1");
            let read = ServiceName::parse(&Value::string(name.as_str())).unwrap();
            assert!(
                read.facts()
                    .is_some_and(|facts| std::ptr::eq(facts, service)),
                "{name}"
            );
            assert!(read.is_aws(service.suffix), "{name}");
        }
    }

    #[test]
    fn names_services_as_the_data_source_does() {
        let name = |service: &str, region: &str| {
            let name = name_of(&text(service), &text(region));
            name.as_str().map_or("parts".into(), ToString::to_string)
        };
        assert_eq!(name("s3", "us-east-1"), "com.amazonaws.us-east-1.s3");
        assert_eq!(
            name("brand-new", "us-east-1"),
            "com.amazonaws.us-east-1.brand-new"
        );
        assert_eq!(
            name("notebook", "us-east-1"),
            "aws.sagemaker.us-east-1.notebook"
        );
        assert_eq!(name("iam", "us-east-1"), "com.amazonaws.iam");
        assert_eq!(name("kafka", "us-east-1"), "com.amazonaws.us-east-1.kafka");
        assert_eq!(name("s3", "~"), "parts");
        let read = ServiceName::parse(&name_of(&text("ssm"), &text("~"))).unwrap();
        assert!(read.is_aws("ssm") && read.facts().is_some());
        assert!(ServiceName::parse(&name_of(&text("~"), &text("us-east-1"))).is_err());
    }
}
