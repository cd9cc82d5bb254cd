//! Which Region a resource is made in: by its provider configuration, passed down through calls.

use std::rc::Rc;

use super::{Env, Evaluation, ModuleInstance, symbolic};
use crate::{
    module::Resource,
    syntax::{Expr, ExprKind, Name},
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
        self.region_of(scope, &named.unwrap_or_else(usual))
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
        let (ty, alias) = name
            .split_once('.')
            .map_or((&**name, None), |(ty, alias)| (ty, Some(alias)));
        let block = scope.module.providers.iter().find(|block| {
            let its_alias =
                block
                    .body
                    .attribute("alias")
                    .and_then(|alias| match &alias.value.kind {
                        ExprKind::String(alias) => Some(&**alias),
                        _ => None,
                    });
            block.label(0).is_some_and(|label| &**label == ty) && its_alias == alias
        })?;
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
