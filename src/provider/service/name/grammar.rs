//! The grammar of service names, also of names that are known in part.
//!
//! Suffixes hold dots (`ecr.api`) and some names have no Region (`com.amazonaws.iam`), so a name is read from its front: family,
//! then Region, then suffix. An unknown part is taken for the Region only between a whole family and a whole suffix that the table knows,
//! unless it is known to be the Region of a provider.

use std::sync::Arc;

use super::ServiceName;
use crate::{
    provider::{
        placeholder::{PLACEHOLDER, text_of},
        region::Partition,
        service::Service,
    },
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

impl ServiceName {
    /// Takes a name apart.
    ///
    /// # Errors
    ///
    /// The reason when what is known does not say which service it is. A union is read alternative by alternative
    /// by the caller.
    pub fn parse(value: &Value) -> Result<Self, Why> {
        let (text, unknown_parts) = text_of(value, "a service name is a string")?;
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
pub(in crate::provider::service) fn suffix_of(template: &'static str) -> Option<&'static str> {
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
        let why = Why::ProviderRegion("provider.aws".into());
        let region = Arc::new(Unknown::new(Type::String, why));
        let name = Value::from_fragments(vec![
            Fragment::Known("com.amazonaws.".into()),
            Fragment::Unknown(region),
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
}
