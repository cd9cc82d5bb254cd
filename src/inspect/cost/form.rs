//! The structures that are written as JSON, version 1: within a version fields are only added.

use serde::Serialize;

use super::{Bill, OfVpc, counted, reason};
use crate::{
    inspect::roots::OfRoot,
    money::Money,
    network::{EndpointType, Item},
};

/// The version of this form.
pub(super) const VERSION: u32 = 1;

/// What VPC endpoints cost, as `vpcelint cost` writes it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct JsonReport<'a> {
    /// The version of this form: within one, fields are only added.
    #[cfg_attr(test, schemars(extend("const" = VERSION)))]
    pub(super) version: u32,
    /// How many hours are counted for a month.
    pub(super) hours_a_month: u64,
    /// The root modules that have endpoints, in each of their variants.
    pub(super) roots: Vec<JsonRoot<'a>>,
    /// What all endpoints cost that are there for certain and of which it is known: one amount for each currency.
    pub(super) per_month: Vec<Amount>,
    /// How many endpoints are not in that.
    pub(super) unknown: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct JsonRoot<'a> {
    /// The directory.
    dir: &'a str,
    /// The variant; null where there are none.
    variant: Option<&'a str>,
    /// Its VPCs, those made elsewhere too.
    vpcs: Vec<JsonVpc<'a>>,
    /// What its endpoints cost.
    per_month: Vec<Amount>,
    /// How many endpoints are not in that.
    unknown: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct JsonVpc<'a> {
    /// Its address, its id or what names it; null where that is not known.
    vpc: Option<&'a str>,
    /// Its endpoints, by service.
    endpoints: Vec<JsonEndpoint<'a>>,
    /// What they cost.
    per_month: Vec<Amount>,
    /// How many endpoints are not in that.
    unknown: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct JsonEndpoint<'a> {
    /// Its address.
    address: &'a str,
    /// The service of AWS, as it is named behind the Region; null of others, and where that is not known.
    service: Option<&'a str>,
    /// Its type; null where that is not known.
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    /// Its Region; null where that is not known.
    region: Option<&'a str>,
    /// Whether it is there: `must` or `may`.
    exists: &'static str,
    /// In how many Availability Zones it is paid for; null where that is not known, and for types that are not paid for so.
    zones: Option<u64>,
    /// Whether it is free, whatever goes through it.
    free: bool,
    /// Why it is in no sum; null where it is, or is free.
    unknown: Option<String>,
    /// An hour in one zone.
    per_hour_in_zone: Option<Amount>,
    /// A month in all its zones.
    per_month: Option<Amount>,
    /// A GB through it.
    per_gb: Option<Amount>,
    /// A GB through a NAT gateway in its Region.
    nat_per_gb: Option<Amount>,
    /// From how many GB a month on it costs no more than a NAT gateway that is there anyway.
    break_even_gb: Option<u64>,
}

/// An amount of money.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Amount {
    /// `USD` or `CNY`.
    currency: &'static str,
    /// A decimal number, exact: `7.30`.
    amount: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            currency: money.currency.code(),
            amount: money.decimal(),
        }
    }
}

/// What some items cost in a month.
pub(super) fn sums(items: &[&Item]) -> Vec<Amount> {
    let sums = Money::sums(items.iter().filter_map(|item| counted(item)));
    sums.into_iter().map(Amount::from).collect()
}

/// How many of them are not in that.
pub(super) fn unknown(items: &[&Item]) -> usize {
    items.iter().filter(|item| reason(item).is_some()).count()
}

impl<'a> JsonRoot<'a> {
    /// That of a bill.
    pub(super) fn of(bill: &'a OfRoot<Bill>) -> Self {
        let items: Vec<_> = bill.told.items().collect();
        Self {
            dir: &bill.directory,
            variant: bill.variant.as_deref(),
            vpcs: bill.told.vpcs.iter().map(JsonVpc::of).collect(),
            per_month: sums(&items),
            unknown: unknown(&items),
        }
    }
}

impl<'a> JsonVpc<'a> {
    fn of(vpc: &'a OfVpc) -> Self {
        let items: Vec<_> = vpc.items.iter().collect();
        Self {
            vpc: vpc.vpc.as_deref(),
            endpoints: vpc.items.iter().map(JsonEndpoint::of).collect(),
            per_month: sums(&items),
            unknown: unknown(&items),
        }
    }
}

impl<'a> JsonEndpoint<'a> {
    fn of(item: &'a Item) -> Self {
        Self {
            address: &item.address,
            service: item.service.as_deref(),
            kind: item.kind.map(EndpointType::name),
            region: item.region.as_deref(),
            exists: item.exists.name(),
            zones: item
                .zones
                .as_ref()
                .and_then(|zones| zones.as_ref().ok().copied()),
            free: item.kind == Some(EndpointType::Gateway),
            unknown: reason(item),
            per_hour_in_zone: item.hour.map(Amount::from),
            per_month: item.month().map(Amount::from),
            per_gb: item.gb.map(Amount::from),
            nat_per_gb: item.nat_gb.map(Amount::from),
            break_even_gb: item.break_even(),
        }
    }
}
