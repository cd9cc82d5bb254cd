//! Data sources whose result follows from the configuration alone.

use std::{collections::BTreeMap, rc::Rc};

use super::{Evaluation, ModuleInstance};
use crate::{
    module::Resource,
    provider::{policy_document, region::Partition, service},
    syntax::Name,
    value::{Mapping, MappingForm, Type, Value},
};

impl<'p> Evaluation<'p> {
    /// Fills in what reading the data source would give; everything else stays unknown.
    pub(super) fn read_data(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        resource: &Resource,
        entries: &mut BTreeMap<Name, Value>,
    ) {
        let known = |name: &str| {
            entries
                .get(name)
                .filter(|value| value.is_known() && value.is_null() == crate::value::Truth::No)
        };
        match &*resource.name.ty {
            "aws_region" => {
                let asked = known("region").or_else(|| known("name")).cloned();
                let region = asked.unwrap_or_else(|| self.provider_region(scope, resource));
                for name in ["id", "name", "region"] {
                    entries.insert(name.into(), region.clone());
                }
            }
            "aws_partition" => {
                let region = self.provider_region(scope, resource);
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
                let asked = known("region").cloned();
                let region = asked.unwrap_or_else(|| self.provider_region(scope, resource));
                let name = service::name_of(name, &region).at(name.origin);
                entries.insert("service_name".into(), name);
            }
            "aws_iam_policy_document" => {
                let document = Mapping {
                    form: MappingForm::Object,
                    entries: entries.clone().into(),
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
            _ => {}
        }
    }
}
