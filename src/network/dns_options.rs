//! What an endpoint says of its addresses and of the records that name it.

use super::Fact;
use crate::value::Value;

/// `ip_address_type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IpType {
    /// `ipv4`
    V4,
    /// `ipv6`
    V6,
    /// `dualstack`
    Dual,
    /// A word the provider would refuse.
    Other,
}

impl IpType {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
            Self::Dual => "dualstack",
            Self::Other => "unknown",
        }
    }

    pub(super) fn parse(value: &Value) -> Option<Self> {
        Some(match &**value.as_str()? {
            "ipv4" => Self::V4,
            "ipv6" => Self::V6,
            "dualstack" => Self::Dual,
            _ => Self::Other,
        })
    }
}

/// `dns_record_ip_type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordType {
    /// `ipv4`
    V4,
    /// `ipv6`
    V6,
    /// `dualstack`
    Dual,
    /// `service-defined`
    Service,
    /// A word the provider would refuse.
    Other,
}

impl RecordType {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
            Self::Dual => "dualstack",
            Self::Service => "service-defined",
            Self::Other => "unknown",
        }
    }

    pub(super) fn parse(value: &Value) -> Option<Self> {
        Some(match &**value.as_str()? {
            "ipv4" => Self::V4,
            "ipv6" => Self::V6,
            "dualstack" => Self::Dual,
            "service-defined" => Self::Service,
            _ => Self::Other,
        })
    }
}

/// What an endpoint says of its addresses and names.
#[derive(Debug)]
pub struct DnsOptions {
    /// Its addresses; none when it is left to AWS.
    pub ip_type: Fact<Option<IpType>>,
    /// The records that name it; none when that is left to AWS.
    pub record_type: Fact<Option<RecordType>>,
    /// Whether `private_dns_only_for_inbound_resolver_endpoint` is set, and to true.
    pub inbound_flag: Fact<bool>,
}

#[cfg(test)]
mod tests {
    use super::{IpType, RecordType};
    use crate::{network::EndpointType, provider::words, value::Value};

    #[test]
    fn all_words_of_the_provider_are_known() {
        let mut known = 0;
        for (path, all) in words::of("aws_vpc_endpoint") {
            for word in all {
                let value = Value::string(*word);
                let name = match path {
                    "vpc_endpoint_type" => EndpointType::parse(&value).map(EndpointType::name),
                    "ip_address_type" => IpType::parse(&value).map(IpType::name),
                    "dns_options.dns_record_ip_type" => {
                        RecordType::parse(&value).map(RecordType::name)
                    }
                    other => unreachable!("nothing reads {other}"),
                };
                assert_eq!(name, Some(*word), "{path}");
                known += 1;
            }
        }
        assert_eq!(known, 12);
    }
}
