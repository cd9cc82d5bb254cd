//! Which Region a resource is made in: by its provider configuration, passed down through calls.

use std::{rc::Rc, sync::Arc};

use super::{Env, Evaluation, ModuleInstance, symbolic};
use crate::{
    module::Resource,
    syntax::{Block, Expr, ExprKind, Name},
    value::{Kind, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// The Region of a resource's provider configuration: known, or an unknown whose identity is that configuration.
    #[must_use]
    pub fn provider_region(&self, scope: &Rc<ModuleInstance<'p>>, resource: &Resource) -> Value {
        let named = resource
            .block
            .body
            .attribute("provider")
            .and_then(|attribute| reference(&attribute.value));
        let usual = || {
            resource
                .name
                .ty
                .split('_')
                .next()
                .unwrap_or_default()
                .into()
        };
        let region = self.region_of(scope, &named.unwrap_or_else(usual));
        if region.is_known() {
            return region;
        }
        let header = resource.block.header;
        let planned = self.planned_region(scope, &resource.name, header);
        planned.unwrap_or(region)
    }

    /// The tags that a resource's provider configuration gives to all; null where it gives none, and `None` where it is not
    /// configured here.
    #[must_use]
    pub fn provider_default_tags(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        resource: &Resource,
    ) -> Option<Value> {
        let body = &resource.block.body;
        let named = (body.attribute("provider")).and_then(|attribute| reference(&attribute.value));
        self.default_tags_of(scope, &named.unwrap_or_else(|| "aws".into()))
    }

    fn default_tags_of(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Option<Value> {
        if let Some(block) = configured(scope, name) {
            let mut blocks = block.body.blocks.iter();
            let is_it = |name: &Name| &**name == "default_tags";
            let tags = blocks.find(|block| block.nested_name().is_some_and(is_it));
            let is_empty = block.body.attributes.iter().all(|it| &*it.name == "alias");
            match tags {
                Some(tags) if &*tags.kind == "dynamic" => {
                    return Some(Value::unknown(Type::Any, Why::Condition));
                }
                Some(tags) => {
                    let tags = tags.body.attribute("tags");
                    let value = tags.map(|tags| self.value(&tags.value, &Env::new(scope)));
                    return Some(value.unwrap_or_else(|| Value::null(Type::Any)));
                }
                // An empty block in a called module only declares that one is passed.
                None if scope.call.is_some() && is_empty => {}
                None => return Some(Value::null(Type::Any)),
            }
        }
        let site = scope.call.as_ref()?;
        let given = site.call.block.body.attribute("providers");
        let given = given.and_then(|it| passed(&it.value, name));
        self.default_tags_of(&site.parent, &given.unwrap_or_else(|| name.clone()))
    }

    /// The Region of a provider configuration by its name in this scope: `aws`, `aws.west`.
    fn region_of(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Value {
        let compute = || {
            if let Some(region) = self.configured_region(scope, name) {
                return region;
            }
            match &scope.call {
                Some(site) => {
                    let passed = site
                        .call
                        .block
                        .body
                        .attribute("providers")
                        .and_then(|it| passed(&it.value, name));
                    // What is not passed is inherited, if it is the default configuration.
                    self.region_of(&site.parent, &passed.unwrap_or_else(|| name.clone()))
                }
                None => environment(name),
            }
        };
        scope.regions.get(name, compute, || environment(name))
    }

    /// The `region` of a provider block in the scope's own module; `None` when there is no such block.
    fn configured_region(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Option<Value> {
        let block = configured(scope, name)?;
        match block.body.attribute("region") {
            Some(region) => {
                let value = self.value(&region.value, &Env::new(scope));
                let unset = matches!(value.kind, Kind::Null(_));
                Some(if unset { environment(name) } else { value })
            }
            // An empty block in a called module only declares that one is passed.
            None if scope.call.is_some() => None,
            None => Some(environment(name)),
        }
    }
}

/// The block of a provider configuration in a scope's own module.
fn configured<'p>(scope: &ModuleInstance<'p>, name: &Name) -> Option<&'p Block> {
    let (ty, alias) = name
        .split_once('.')
        .map_or((&**name, None), |(ty, alias)| (ty, Some(alias)));
    let of_name = |block: &&'p Arc<Block>| {
        let its_alias = block.body.attribute("alias");
        let its_alias = its_alias.and_then(|alias| match &alias.value.kind {
            ExprKind::String(alias) => Some(&**alias),
            _ => None,
        });
        block.label(0).is_some_and(|label| &**label == ty) && its_alias == alias
    };
    let providers = &scope.module.providers;
    providers.iter().find(of_name).map(|block| &**block)
}

/// The Region comes from outside the configuration; one configuration has one Region.
fn environment(name: &Name) -> Value {
    let address: Name = format!("provider.{name}").into();
    let unknown = symbolic(
        format!("{address}.region").into(),
        Type::String,
        Why::ProviderRegion(address),
    );
    Unknown {
        not_null: true,
        ..unknown
    }
    .into()
}

/// `aws.west` as a reference, or quoted as older versions wrote it.
fn reference(expr: &Expr) -> Option<Name> {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::String(name) => Some(name.clone()),
        ExprKind::Attribute(base, alias) => {
            Some(format!("{}.{}", reference(base)?, alias.text).into())
        }
        _ => None,
    }
}

/// What the `providers` argument of a call passes under a name. Its keys are references too: `aws.src = aws.west`.
fn passed(providers: &Expr, name: &str) -> Option<Name> {
    let ExprKind::Object(items) = &providers.kind else {
        return None;
    };
    items
        .iter()
        .find(|item| reference(&item.key).is_some_and(|key| &*key == name))
        .and_then(|item| reference(&item.value))
}
