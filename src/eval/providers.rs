//! Which provider configuration a resource has, passed down through calls, and what that gives it: a Region and tags.

use std::{rc::Rc, sync::Arc};

use super::{
    Binding, CallSite, Env, Evaluation, Instance, Key, ModuleInstance, NamedProvider, ProviderName,
    Repeated, symbolic,
};
use crate::{
    module::Resource,
    syntax::{Block, Expr, ExprKind, Name},
    value::{Kind, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// The Region of an instance's provider configuration: known, or an unknown whose identity is that configuration.
    #[must_use]
    pub fn provider_region(&self, instance: &Instance<'p>) -> Value {
        self.region_by(&instance.scope, instance.resource, &instance.provider)
    }

    /// The same of an instance in the making.
    pub(super) fn region_by(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        resource: &Resource,
        provider: &NamedProvider,
    ) -> Value {
        let region = self.region_of(scope, provider);
        if region.is_known() {
            return region;
        }
        let header = resource.block.header;
        let planned = self.planned_region(scope, &resource.name, header);
        planned.unwrap_or(region)
    }

    /// Whether a variable says what Region a provider is configured for, which the provider then checks.
    pub(super) fn names_region(scope: &ModuleInstance<'p>, variable: &str) -> bool {
        let names = |expr: &Expr| match &expr.kind {
            ExprKind::Attribute(base, name) => {
                let is_variable =
                    matches!(&base.kind, ExprKind::Variable(root) if &**root == "var");
                is_variable && &*name.text == variable
            }
            _ => false,
        };
        let of_aws = |block: &&Arc<Block>| block.label(0).is_some_and(|it| &**it == "aws");
        let providers = scope.module.providers.iter().filter(of_aws);
        let mut regions = providers.filter_map(|block| block.body.attribute("region"));
        regions.any(|region| names(&region.value))
    }

    /// Which provider configuration an instance is made with: the module instance that has it, and its name there. None where that is
    /// not known.
    pub(super) fn configuration_of(
        &self,
        instance: &Instance<'p>,
    ) -> Option<(Arc<str>, ProviderName)> {
        let (mut scope, mut provider) = (instance.scope.clone(), instance.provider.clone());
        loop {
            let name = provider.ok()?;
            let (above, passed) = match &scope.call {
                Some(site) if configured(&scope, &name).is_none() => {
                    (site.parent.clone(), self.passed_provider(site, &name))
                }
                _ => return Some((scope.address.clone(), name)),
            };
            (scope, provider) = (above, passed);
        }
    }

    /// The tags that an instance's provider configuration gives to all; null where it gives none, and `None` where it is not
    /// configured here.
    #[must_use]
    pub fn provider_default_tags(&self, instance: &Instance<'p>) -> Option<Value> {
        self.default_tags_of(&instance.scope, &instance.provider)
    }

    /// What a resource names as its provider configuration, else the usual one for its type.
    pub(super) fn provider_of(&self, resource: &Resource, env: &Env<'_, 'p>) -> NamedProvider {
        let named = resource.block.body.attribute("provider");
        let named = named.and_then(|attribute| self.named_provider(&attribute.value, env));
        named.unwrap_or_else(|| {
            let ty = resource.name.ty.split('_').next();
            Ok(ProviderName {
                configuration: ty.unwrap_or_default().into(),
                key: None,
            })
        })
    }

    /// What an expression names, if that is a provider configuration.
    fn named_provider(&self, expr: &Expr, env: &Env<'_, 'p>) -> Option<NamedProvider> {
        let (configuration, key) = match &expr.kind {
            ExprKind::Index(base, key) => (reference(base)?, Some(self.value(key, env))),
            _ => (reference(expr)?, None),
        };
        let key = key.map(|key| match key.as_str() {
            Some(text) => Ok(text.clone()),
            None => Err(key.kind.why()),
        });
        Some(
            key.transpose()
                .map(|key| ProviderName { configuration, key }),
        )
    }

    /// What the call of a module passes to it under a name. What is not passed is inherited, if it is the default configuration.
    fn passed_provider(&self, site: &CallSite<'p>, name: &ProviderName) -> NamedProvider {
        let inherited = || Ok(name.clone());
        let given = site.call.block.body.attribute("providers");
        let Some(ExprKind::Object(items)) = given.map(|given| &given.value.kind) else {
            return inherited();
        };
        let is_it = |key: &Expr| reference(key).is_some_and(|key| *key == *name.to_string());
        let Some(item) = items.iter().find(|item| is_it(&item.key)) else {
            return inherited();
        };
        let env = Env::new(&site.parent);
        let binding = Self::binding_of(&site.repeated);
        let bound = binding.as_ref().map(|binding| env.bind(binding));
        let named = self.named_provider(&item.value, bound.as_ref().unwrap_or(&env));
        named.unwrap_or_else(inherited)
    }

    /// What `each` means inside a provider configuration.
    fn binding_in(
        &self,
        block: &Block,
        name: &ProviderName,
        env: &Env<'_, 'p>,
    ) -> Result<Option<Binding>, Why> {
        let is_repeated = block.body.attribute("for_each").is_some();
        let Some(key) = name.key.as_ref().filter(|_| is_repeated) else {
            let fits = name.key.is_some() == is_repeated;
            return if fits { Ok(None) } else { Err(no_such(name)) };
        };
        let repetition = self.repetition(block, env);
        let is_it = |it: &&Repeated| matches!(&it.key, Key::Name(it) if it == key);
        match repetition.repeated.iter().find(is_it) {
            Some(repeated) => Ok(Self::binding_of(repeated)),
            None if repetition.alternatives.iter().any(|it| it.rest.is_some()) => {
                Err(Why::Condition)
            }
            None => Err(no_such(name)),
        }
    }

    fn default_tags_of(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        provider: &NamedProvider,
    ) -> Option<Value> {
        let name = match provider {
            Ok(name) => name,
            Err(why) => return Some(Value::unknown(Type::Any, why.clone())),
        };
        if let Some(block) = configured(scope, name) {
            let mut blocks = block.body.blocks.iter();
            let is_it = |name: &Name| &**name == "default_tags";
            let tags = blocks.find(|block| block.nested_name().is_some_and(is_it));
            match tags {
                Some(tags) if &*tags.kind == "dynamic" => {
                    return Some(Value::unknown(Type::Any, Why::Condition));
                }
                Some(tags) => {
                    let tags = tags.body.attribute("tags");
                    let value = tags.map(|tags| self.in_provider(block, name, &tags.value, scope));
                    return Some(value.unwrap_or_else(|| Value::null(Type::Any)));
                }
                None => return Some(Value::null(Type::Any)),
            }
        }
        let site = scope.call.as_ref()?;
        self.default_tags_of(&site.parent, &self.passed_provider(site, name))
    }

    /// What an argument of a provider configuration is worth.
    fn in_provider(
        &self,
        block: &Block,
        name: &ProviderName,
        argument: &Expr,
        scope: &Rc<ModuleInstance<'p>>,
    ) -> Value {
        let env = Env::new(scope);
        match self.binding_in(block, name, &env) {
            Ok(Some(binding)) => self.value(argument, &env.bind(&binding)),
            Ok(None) => self.value(argument, &env),
            Err(why) => Value::unknown(Type::Any, why),
        }
    }

    /// The Region of a provider configuration in this scope.
    fn region_of(&self, scope: &Rc<ModuleInstance<'p>>, provider: &NamedProvider) -> Value {
        let name = match provider {
            Ok(name) => name,
            Err(why) => return Value::unknown(Type::String, why.clone()),
        };
        let compute = || {
            if let Some(region) = self.configured_region(scope, name) {
                return region;
            }
            match &scope.call {
                Some(site) => self.region_of(&site.parent, &self.passed_provider(site, name)),
                None => environment(name),
            }
        };
        (scope.regions).get(&self.tracker, name, compute, || environment(name))
    }

    /// The `region` of a provider block in the scope's own module; `None` when there is no such block.
    fn configured_region(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        name: &ProviderName,
    ) -> Option<Value> {
        let block = configured(scope, name)?;
        let Some(region) = block.body.attribute("region") else {
            return Some(environment(name));
        };
        let value = self.in_provider(block, name, &region.value, scope);
        let unset = matches!(value.kind, Kind::Null(_));
        Some(if unset { environment(name) } else { value })
    }
}

/// That a configuration is asked for by a key that it does not have, or by none where it has some.
fn no_such(name: &ProviderName) -> Why {
    Why::Fault(format!("there is no provider configuration {name}").into())
}

/// The block of a provider configuration in a scope's own module: an empty block in a called module only declares that one is passed.
fn configured<'p>(scope: &ModuleInstance<'p>, name: &ProviderName) -> Option<&'p Block> {
    let name = &name.configuration;
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
    let block = scope.module.providers.iter().find(of_name)?;
    let mut attributes = block.body.attributes.iter();
    let says = !block.body.blocks.is_empty() || attributes.any(|it| &*it.name != "alias");
    (says || scope.call.is_none()).then_some(&**block)
}

/// The Region comes from outside the configuration; one configuration has one Region.
fn environment(name: &ProviderName) -> Value {
    let address: Name = format!("provider.{name}").into();
    let unknown = symbolic(
        format!("{address}.region").into(),
        Type::String,
        Why::ProviderRegion(address),
    );
    Unknown {
        not_null: true,
        is_region: true,
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
