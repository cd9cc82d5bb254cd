//! Which Region a provider's configuration is for.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::SavedPlan;
use crate::{address::Address, provider::region, syntax::Name};

/// Types whose `region` is where they are made: version 6 of the provider has added it to all, and it is the provider's unless it is set.
const REGIONAL: [&str; 6] = [
    "aws_route_table",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_service",
];

impl SavedPlan {
    /// The Region of the provider's configuration that an instance is made with.
    #[must_use]
    pub fn region(&self, address: &str) -> Option<&Name> {
        let provider = self.configuration.block(&Address::new(address))?;
        let provider = provider.provider.as_deref()?;
        let regions = self.regions.get_or_init(|| self.find_regions());
        regions.get(provider)?.as_ref()
    }

    fn find_regions(&self) -> BTreeMap<String, Option<Name>> {
        let mut regions: BTreeMap<String, Option<Name>> = BTreeMap::new();
        for (key, expressions) in &self.configuration.providers {
            let region = expressions.json(&self.text);
            let region = region
                .as_ref()
                .and_then(|it| it.pointer("/region/constant_value"));
            if let Some(region) = region.and_then(Json::as_str).and_then(known) {
                regions.insert(key.to_string(), Some(region));
            }
        }
        for (address, planned) in self.instances.all() {
            let is_lookup = planned.is_data && &*planned.ty == "aws_region";
            if !is_lookup && !REGIONAL.contains(&&*planned.ty) {
                continue;
            }
            let Some(block) = self.configuration.block(&Address::new(address.as_str())) else {
                continue;
            };
            let asked = block.expressions.and_then(|it| it.json(&self.text));
            let asks = |name| asked.as_ref().is_some_and(|it| it.get(name).is_some());
            let Some(provider) = &block.provider else {
                continue;
            };
            if asks("region") || is_lookup && (asks("name") || asks("endpoint")) {
                continue;
            }
            let values = planned.values.and_then(|it| it.json(&self.text));
            let of = |name| values.as_ref()?.get(name)?.as_str().and_then(known);
            let region = of("region").or_else(|| of("name").filter(|_| is_lookup));
            if let Some(region) = region {
                let known = regions
                    .entry(provider.to_string())
                    .or_insert_with(|| Some(region.clone()));
                if known.as_ref() != Some(&region) {
                    *known = None;
                }
            }
        }
        regions
    }
}

fn known(region: &str) -> Option<Name> {
    region::find(region).map(|_| region.into())
}
