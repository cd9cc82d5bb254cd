//! What an endpoint says of its addresses and its names.

use super::{Builder, flag, is_unset, member, or_nothing, set_value};
use crate::{
    eval::Instance,
    network::{
        DnsOptions, Fact, IpType, RecordType,
        fact::{collect, unknown_part},
    },
    value::{Kind, Value, Why},
};

/// The records that name an endpoint: the path of the argument, and its name.
const RECORDS: (&str, &str) = ("dns_options.dns_record_ip_type", "dns_record_ip_type");

/// The flag that keeps private DNS of S3 from all but clients on premises.
const INBOUND_ONLY: (&str, &str) = (
    "dns_options.private_dns_only_for_inbound_resolver_endpoint",
    "private_dns_only_for_inbound_resolver_endpoint",
);

impl<'p> Builder<'_, 'p> {
    /// `ip_address_type` and `dns_options`.
    pub(super) fn dns_options(&self, instance: &Instance<'p>) -> DnsOptions {
        let value = set_value(instance, "ip_address_type");
        DnsOptions {
            ip_type: self.settled(instance, "ip_address_type", |mut place| {
                place.written = !matches!(value.kind, Kind::Null(_));
                Fact::parse(&value, place, |value| {
                    or_nothing(value, |it| word(it, IpType::parse))
                })
                .merged()
            }),
            record_type: self.option(instance, RECORDS, &None, |value| {
                // The provider decides what is not written.
                if matches!(value.kind, Kind::Null(_)) || is_computed(value) {
                    return Ok(None);
                }
                or_nothing(value, |it| word(it, RecordType::parse))
            }),
            inbound_flag: self.option(instance, INBOUND_ONLY, &false, is_on),
        }
    }

    /// AWS's own default is true when private DNS is on and nothing is said. A block without the flag says false: the provider sends what
    /// an unset boolean reads as (`expandDNSOptionsSpecificationWithPrivateDNSOnly`).
    pub(super) fn inbound_resolver_only(&self, instance: &Instance<'p>) -> Fact<bool> {
        self.option(instance, INBOUND_ONLY, &true, is_on)
    }

    /// What an argument of the block `dns_options` says; `absent` where there is no block.
    fn option<T: PartialEq + Clone>(
        &self,
        instance: &Instance<'p>,
        (path, argument): (&'static str, &'static str),
        absent: &T,
        read: impl Fn(&Value) -> Result<T, Why>,
    ) -> Fact<T> {
        let options = instance.attribute("dns_options");
        let block_of = |options: &Value| {
            let (mut block, mut open) = (None, None);
            if !is_unset(instance, "dns_options", options) {
                collect(options, &mut open, &mut |it| block = Some(it.clone()));
            }
            open.map_or(Ok(block), Err)
        };
        let of_way = |options: &Value| match block_of(options)? {
            Some(block) => read(&member(&block, argument)),
            None => Ok(absent.clone()),
        };
        let place = match block_of(&options) {
            Ok(Some(block)) => self.place(instance, path, &member(&block, argument)),
            _ => self.place(instance, path, &options),
        };
        let fact = Fact::parse(&options, place, of_way).merged();
        if instance.ignores_changes_of("dns_options") {
            fact.hidden(Why::Ignored)
        } else {
            fact
        }
    }
}

fn is_on(value: &Value) -> Result<bool, Why> {
    flag(value).ok_or_else(|| unknown_part(value))
}

fn word<T>(value: &Value, parse: impl Fn(&Value) -> Option<T>) -> Result<T, Why> {
    parse(value).ok_or_else(|| unknown_part(value))
}

/// Whether it is what the provider decides about an endpoint.
fn is_computed(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(unknown) => (unknown.symbol.as_ref())
            .is_some_and(|symbol| symbol.as_str().ends_with("].dns_record_ip_type")),
        _ => false,
    }
}
