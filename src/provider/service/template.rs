//! Templates of names, filled in with a Region that may not be known: `com.amazonaws.<region>.s3`.

use std::sync::Arc;

use super::Service;
use crate::value::{Fragment, Kind, Type, Unknown, Value, Why};

/// Where the Region stands in a template.
pub(super) const REGION: &str = "<region>";

/// The full name of a service that is named by its suffix, as `data.aws_vpc_endpoint_service` does with `service`:
/// `com.amazonaws.<region>.<service>`, or what the table says where no such name exists. The Region may be unknown; an unknown service
/// gives a name with an unknown part at its end.
///
/// In China the provider asks for the name that starts with `com.amazonaws` too (5.100.0).
#[must_use]
pub fn name_of(service: &Value, region: &Value) -> Value {
    let usual = "com.amazonaws.<region>.";
    let is_unusual = |suffix: &&str| Service::find(&format!("{usual}{suffix}")).is_none();
    let suffix = service.as_str().map(|suffix| &**suffix);
    let otherwise = suffix
        .filter(is_unusual)
        .and_then(|suffix| Service::all().find(|known| known.suffix == suffix));
    let fragments = match otherwise {
        Some(known) => with_region(known.template, region),
        None => [with_region(usual, region), fragments_of(service)].concat(),
    };
    Value::from_fragments(fragments).hidden(service.sensitive || region.sensitive)
}

/// What a template says with a Region in its place.
pub(super) fn with_region(template: &str, region: &Value) -> Vec<Fragment> {
    let mut fragments = Vec::new();
    for (index, known) in template.split(REGION).enumerate() {
        if index > 0 {
            fragments.extend(fragments_of(region));
        }
        fragments.push(Fragment::Known(known.into()));
    }
    fragments
}

fn fragments_of(value: &Value) -> Vec<Fragment> {
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
    use crate::provider::service::ServiceName;

    fn unknown() -> Value {
        Value::unknown(Type::String, Why::Variable("region".into()))
    }

    #[test]
    fn names_services_as_the_data_source_does() {
        let name = |service: &str| {
            let name = name_of(&Value::string(service), &Value::string("us-east-1"));
            name.as_str().map(ToString::to_string)
        };
        for (service, expected) in [
            ("s3", "com.amazonaws.us-east-1.s3"),
            ("brand-new", "com.amazonaws.us-east-1.brand-new"),
            ("notebook", "aws.sagemaker.us-east-1.notebook"),
            ("iam", "com.amazonaws.iam"),
            ("kafka", "com.amazonaws.us-east-1.kafka"),
        ] {
            assert_eq!(name(service).as_deref(), Some(expected));
        }
    }

    #[test]
    fn names_services_where_something_is_not_known() {
        assert!(name_of(&Value::string("s3"), &unknown()).as_str().is_none());
        let read = ServiceName::parse(&name_of(&Value::string("ssm"), &unknown())).unwrap();
        assert!(read.is_aws("ssm") && read.facts().is_some());
        assert!(ServiceName::parse(&name_of(&unknown(), &Value::string("us-east-1"))).is_err());
    }
}
