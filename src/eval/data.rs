//! Data sources whose result follows from the configuration alone.

use std::{collections::BTreeMap, rc::Rc};

use super::{Evaluation, ModuleInstance, NamedProvider, planned::is_empty};
use crate::{
    module::Resource,
    provider::{policy_document, region::Partition, service},
    syntax::Name,
    value::{Kind, Mapping, MappingForm, Truth, Type, Unknown, Value},
};

/// How many Availability Zones an account sees in a Region at least. Each Region of the `aws` partition has three, but accounts made
/// since 2016 see two in us-west-1 (AWS documentation: AWS Availability Zones).
fn least_zones(region: &Value) -> usize {
    let Some(region) = region.as_str().filter(|it| &***it != "us-west-1") else {
        return 2;
    };
    match Partition::of_region(region) {
        Some(Partition::Commercial) => 3,
        _ => 2,
    }
}

/// Whether `aws_availability_zones` lists all of a Region, or all but Local Zones and Wavelength Zones.
fn is_of_region(entries: &BTreeMap<Name, Value>) -> bool {
    let says = |argument: &str, fits: fn(&Value) -> bool| entries.get(argument).is_none_or(fits);
    says("state", |it| is_unset(it) || is_text(Some(it), "available"))
        && says("exclude_names", is_unset)
        && says("exclude_zone_ids", is_unset)
        && says("filter", |it| is_unset(it) || keeps_all_zones(it))
}

/// Whether filters keep all Availability Zones: these are no Local Zones, and nobody has to opt into them.
fn keeps_all_zones(filters: &Value) -> bool {
    let keeps_all = |filter: &Value| {
        let entries = filter.as_mapping().map(|it| &it.entries);
        let of = |name: &str| entries.and_then(|it| it.get(name));
        let values = || of("values").and_then(Value::as_sequence);
        let asks_for = |name: &str, value: &str| {
            let mut values = values().into_iter().flat_map(|it| it.items.iter());
            is_text(of("name"), name) && values.any(|it| is_text(Some(it), value))
        };
        asks_for("opt-in-status", "opt-in-not-required")
            || asks_for("zone-type", "availability-zone")
    };
    let filters = filters.as_sequence().filter(|it| it.rest.is_none());
    filters.is_some_and(|it| it.items.iter().all(keeps_all))
}

fn is_text(value: Option<&Value>, text: &str) -> bool {
    let value = value.and_then(Value::as_str);
    value.is_some_and(|it| &**it == text)
}

fn is_unset(value: &Value) -> bool {
    matches!(value.kind, Kind::Null(_)) || is_empty(value)
}

impl<'p> Evaluation<'p> {
    /// Fills in what reading the data source would give; everything else stays unknown.
    pub(super) fn read_data(
        &self,
        (scope, resource, provider): (&Rc<ModuleInstance<'p>>, &Resource, &NamedProvider),
        identity: &Unknown,
        entries: &mut BTreeMap<Name, Value>,
    ) {
        let region = || self.region_by(scope, resource, provider);
        let known = |name: &str| {
            entries
                .get(name)
                .filter(|value| value.is_known() && value.is_null() == Truth::No)
        };
        // What is asked for and not known is not the Region of the provider.
        let asked_for = |name: &str| {
            let is_written = resource.block.body.attribute(name).is_some();
            let may_be_null = |it: &&Value| it.is_null() != Truth::Yes;
            let written = entries.get(name).filter(may_be_null);
            written
                .filter(|_| is_written)
                .or_else(|| known(name))
                .cloned()
        };
        match &*resource.name.ty {
            "aws_region" => {
                let asked = asked_for("region").or_else(|| asked_for("name"));
                let region = asked.unwrap_or_else(region);
                for name in ["id", "name", "region"] {
                    entries.insert(name.into(), region.clone());
                }
            }
            "aws_availability_zones" if is_of_region(entries) => {
                let asked = asked_for("region");
                let least = least_zones(&asked.unwrap_or_else(region));
                for name in ["names", "zone_ids"] {
                    let zones = Unknown {
                        ty: Type::List(Type::String.into()),
                        not_null: true,
                        least: Some(least),
                        ..identity.attribute(name)
                    };
                    entries.insert(name.into(), zones.into());
                }
            }
            "aws_partition" => {
                let region = region();
                let Some(partition) = region
                    .as_str()
                    .and_then(|region| Partition::of_region(region))
                else {
                    return;
                };
                for (name, text) in [
                    ("id", partition.id()),
                    ("partition", partition.id()),
                    ("dns_suffix", partition.dns_suffix()),
                    ("reverse_dns_prefix", partition.reverse_dns_prefix()),
                ] {
                    entries.insert(name.into(), Value::string(text).at(region.origin));
                }
            }
            "aws_vpc_endpoint_service" => {
                if known("service_name").is_some() {
                    return;
                }
                let Some(name) = known("service") else { return };
                // Since version 6 of the provider every data source can have a Region of its own.
                let asked = asked_for("region");
                let region = asked.unwrap_or_else(region);
                let name = service::name_of(name, &region).at(name.origin);
                entries.insert("service_name".into(), name);
            }
            "aws_iam_policy_document" => {
                let document = Mapping {
                    form: MappingForm::Object,
                    entries: entries.clone().into(),
                    keyed: None,
                    rest: None,
                };
                if !self.fuel.pay_for_document(entries.values()) {
                    let is_hidden = entries.values().any(Value::hides);
                    for name in ["json", "minified_json", "id"] {
                        let limit = self.fuel.limit(Type::String).hidden(is_hidden);
                        entries.insert(name.into(), limit);
                    }
                    return;
                }
                let json = policy_document::json(&document);
                entries.insert(
                    "minified_json".into(),
                    policy_document::minified_json(&document),
                );
                entries.insert("id".into(), policy_document::id(&json));
                entries.insert("json".into(), json);
            }
            _ => self.look_up(resource, identity, entries),
        }
    }
}
