//! One instance of a resource or data source: its arguments and nested blocks, and what the provider fills in.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    Env, Evaluation, Exists, Instance, ModuleInstance, Repeated, access,
    body::{Level, written},
    planned, symbolic,
};
use crate::{
    module::{Mode, Resource},
    provider,
    span::Span,
    syntax::{Body, Expr, ExprKind, Name},
    value::{Kind, MappingForm, Origin, OriginId, Type, Unknown, Value, Why},
};

impl Instance<'_> {
    /// The value of an attribute; unknown with an identity when it is neither set nor known of.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Value {
        access::attribute(&self.value, name)
            .unwrap_or_else(|fault| Value::unknown(Type::Any, Why::Fault(fault.message.into())))
    }

    /// The header of its block.
    #[must_use]
    pub fn header(&self) -> Span {
        self.resource.block.header
    }

    /// The resource type.
    #[must_use]
    pub fn ty(&self) -> &str {
        &self.resource.name.ty
    }

    /// Whether an argument or nested block of that name is written in its block.
    #[must_use]
    pub fn sets(&self, name: &str) -> bool {
        written(&self.resource.block.body).any(|written| &**written == name)
    }

    /// Whether changes of an argument are ignored once the resource exists: `lifecycle { ignore_changes = [name] }`, or `all`.
    #[must_use]
    pub fn ignores_changes_of(&self, name: &str) -> bool {
        let lifecycle = self.resource.block.body.blocks("lifecycle");
        let ignored = lifecycle.filter_map(|block| block.body.attribute("ignore_changes"));
        let names = |expr: &Expr| match &expr.kind {
            ExprKind::Variable(named) | ExprKind::String(named) => {
                &**named == name || &**named == "all"
            }
            _ => false,
        };
        ignored
            .map(|attribute| &attribute.value)
            .any(|value| match &value.kind {
                ExprKind::Tuple(items) => items.iter().any(names),
                _ => names(value),
            })
    }

    /// Whether changes of an argument are ignored, or of a part of it: `ignore_changes = [tags["Name"]]`.
    #[must_use]
    pub fn ignores_changes_within(&self, name: &str) -> bool {
        let lifecycle = self.resource.block.body.blocks("lifecycle");
        let mut ignored = lifecycle.filter_map(|block| block.body.attribute("ignore_changes"));
        let is_of = |mut expr: &Expr| {
            while let ExprKind::Index(base, _) | ExprKind::Attribute(base, _) = &expr.kind {
                expr = base;
            }
            matches!(&expr.kind, ExprKind::Variable(root) if &**root == name)
        };
        let of_part = |list: &Expr| match &list.kind {
            ExprKind::Tuple(items) => items.iter().any(is_of),
            _ => false,
        };
        self.ignores_changes_of(name) || ignored.any(|attribute| of_part(&attribute.value))
    }

    /// The names of the arguments and nested blocks that are written in its block, in name order.
    #[must_use]
    pub fn configured(&self) -> Vec<Name> {
        let mut names: Vec<Name> = written(&self.resource.block.body).cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

impl<'p> Evaluation<'p> {
    /// Evaluates one instance.
    pub(super) fn instance(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        resource: &'p Resource,
        repeated: &Repeated,
        basis: OriginId,
    ) -> Instance<'p> {
        let name = &resource.name;
        let address = scope.address_of(format_args!("{name}{}", repeated.key));
        let schema = planned::schema(name);
        let why = match name.mode {
            Mode::Managed => Why::Resource(address.clone()),
            Mode::Data => Why::Data(address.clone()),
        };
        let identity = symbolic(address.clone(), Type::Any, why);
        let binding = Self::binding_of(repeated);
        let env = Env::new(scope);
        let bound = binding.as_ref().map(|binding| env.bind(binding));
        let env = bound.as_ref().unwrap_or(&env);
        let provider = self.provider_of(resource, env);
        // Of what a plan has kept only the plan tells the values.
        let nothing = Body::default();
        let body = if scope.module.planned {
            &nothing
        } else {
            &resource.block.body
        };
        let mut entries = self.body(body, Level::Resource, (schema, &identity), env);
        if !self.fuel.pay_for_instance(entries.values()) {
            for value in entries.values_mut() {
                let is_hidden = value.hides();
                *value = self
                    .fuel
                    .limit(Type::Any)
                    .at(value.origin)
                    .hidden(is_hidden);
            }
        }
        match name.mode {
            Mode::Data => self.read_data((scope, resource, &provider), &identity, &mut entries),
            Mode::Managed => {
                for (argument, value) in &mut entries {
                    normalize(&name.ty, argument, value);
                }
            }
        }
        let known = self.settle((scope, resource), &address, schema, &mut entries);
        if self.plan.is_some() && !self.fuel.pay_for_instance(entries.values()) {
            for value in entries.values_mut() {
                let limit = self.fuel.limit(Type::Any).at(value.origin);
                *value = limit.hidden(value.hides());
            }
        }
        // Its provider is Terraform itself: it has no other attributes than these.
        let closed = name.mode == Mode::Managed && &*name.ty == "terraform_data";
        if closed {
            stored(&identity, &mut entries);
        }
        let mut rests_on = scope.basis.clone();
        rests_on.extend((basis != OriginId::NONE).then_some(basis));
        let origin = self.origins.add(Origin::Block {
            span: resource.block.header,
        });
        let rest = (!closed).then(|| Arc::new(identity));
        let known = known
            .map(|entries| Value::mapping(MappingForm::Object, entries, rest.clone()).at(origin));
        let exists = if scope.module.planned && !self.is_planned(&address) {
            Exists::May
        } else {
            repeated.exists.min(scope.exists)
        };
        Instance {
            known,
            address,
            key: repeated.key.clone(),
            keys: repeated.keys.clone(),
            exists,
            exists_in_module: repeated.exists,
            basis: rests_on,
            resource,
            scope: scope.clone(),
            provider,
            value: Value::mapping(MappingForm::Object, entries, rest).at(origin),
        }
    }
}

/// An argument that the provider writes anew, as it plans it.
fn normalize(ty: &str, argument: &str, value: &mut Value) {
    match &mut value.kind {
        Kind::String(text) => {
            if let Some(planned) = provider::normal::planned(ty, argument, text) {
                *text = planned.into();
            }
        }
        Kind::Union(alternatives) => {
            let mut each = alternatives.to_vec();
            for alternative in &mut each {
                normalize(ty, argument, alternative);
            }
            *alternatives = each.into();
        }
        Kind::Mapping(_) => {
            if let Some(planned) = provider::normal::tags(ty, argument, value) {
                *value = planned;
            }
        }
        _ => {}
    }
}

/// The attributes of a `terraform_data`: what is put in comes out.
fn stored(identity: &Unknown, entries: &mut BTreeMap<Name, Value>) {
    let id = Unknown {
        ty: Type::String,
        not_null: true,
        ..identity.attribute("id")
    };
    entries.insert("id".into(), id.into());
    for name in ["input", "triggers_replace"] {
        entries
            .entry(name.into())
            .or_insert_with(|| Value::null(Type::Any));
    }
    if let Some(input) = entries.get("input").cloned() {
        entries.insert("output".into(), input);
    }
}
