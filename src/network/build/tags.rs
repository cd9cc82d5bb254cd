//! Tags, of whatever gives them.

use super::{Builder, set_value};
use crate::{
    eval::{Exists, Instance},
    network::{Fact, Identity, Place, TagMap, Tags, fact::unknown_part},
    value::{Kind, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// All that tags an endpoint.
    pub(super) fn tags(&self, instance: &Instance<'p>, identity: &Identity) -> Tags {
        let value = set_value(instance, "tags");
        let own = self.settled(instance, "tags", |place| Fact::parse(&value, place, map_of));
        Tags {
            own,
            default: self.default_tags(instance),
            separate: self.separate_tags(instance, identity),
        }
    }

    /// `default_tags` of its provider. Of a module for others the caller says what its provider is.
    fn default_tags(&self, instance: &Instance<'p>) -> Fact<TagMap> {
        let resource = self.resource(instance);
        let place = Place::of(&resource);
        match self.evaluation.provider_default_tags(instance) {
            Some(value) => {
                let place = Place {
                    origin: value.origin,
                    sensitive: value.sensitive,
                    ..place
                };
                Fact::parse(&value, place, map_of)
            }
            None if !self.evaluation.root.module.runs => {
                let open = Some(Why::ProviderRegion("provider.aws".into()));
                let map = TagMap {
                    open,
                    ..TagMap::default()
                };
                Fact::new(Ok(map), place)
            }
            None => Fact::new(Ok(TagMap::default()), place),
        }
    }

    /// `aws_ec2_tag`.
    fn separate_tags(&self, instance: &Instance<'p>, identity: &Identity) -> Fact<TagMap> {
        let (separate, open) = self.attached_by("aws_ec2_tag", "resource_id", identity);
        let mut map = TagMap {
            open,
            ..TagMap::default()
        };
        for tag in separate {
            let key = tag.attribute("key");
            match key.as_str() {
                Some(key) if tag.exists == Exists::Must => {
                    let value = text(&tag.attribute("value"));
                    map.values.insert(key.to_string(), value);
                }
                _ => map.open = Some(Why::Condition),
            }
        }
        Fact::new(Ok(map), Place::of(&self.resource(instance)))
    }
}

fn text(value: &Value) -> Result<String, Why> {
    let text = value.as_str().map(ToString::to_string);
    text.ok_or_else(|| unknown_part(value))
}

fn map_of(value: &Value) -> Result<TagMap, Why> {
    match &value.kind {
        Kind::Null(_) => Ok(TagMap::default()),
        Kind::Mapping(mapping) => Ok(TagMap {
            values: (mapping.entries.iter())
                .map(|(key, value)| (key.to_string(), text(value)))
                .collect(),
            open: mapping.rest.as_ref().map(|rest| rest.why.clone()),
        }),
        _ => Err(unknown_part(value)),
    }
}
