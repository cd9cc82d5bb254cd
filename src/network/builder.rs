//! Instances to facts: which arguments say what, where they stand, what separate resources belong to them.

use std::{collections::BTreeMap, rc::Rc};

use super::{Fact, Identity, fact};
use crate::{
    eval::{Evaluation, Instance, ModuleInstance},
    module::Mode,
    span::Span,
    value::{Origin, OriginId, Value, Why},
};

/// Types that the network is made of; a root that has none of them needs no evaluation.
const MANAGED: [&str; 39] = [
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_networkfirewall_firewall",
    "aws_vpc",
    "aws_default_vpc",
    "aws_subnet",
    "aws_default_subnet",
    "aws_route_table",
    "aws_default_route_table",
    "aws_route",
    "aws_route_table_association",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_private_dns",
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_service",
    "aws_vpc_endpoint_service_allowed_principal",
    "aws_vpc_endpoint_connection_accepter",
    "aws_route53_zone",
    "aws_route53_record",
    "aws_route53_zone_association",
    "aws_route53profiles_association",
    "aws_route53profiles_resource_association",
    "aws_dynamodb_table",
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_role",
    "aws_internet_gateway",
    "aws_vpc_dhcp_options",
    "aws_vpc_dhcp_options_association",
];

/// The instances of a root by type.
pub(super) struct Builder<'a, 'p> {
    pub(super) evaluation: &'a Evaluation<'p>,
    pub(super) scopes: Vec<Rc<ModuleInstance<'p>>>,
    managed: BTreeMap<&'static str, Vec<Rc<Instance<'p>>>>,
    lookups: Vec<Rc<Instance<'p>>>,
}

/// Separate resources that attach something to one endpoint.
pub(super) struct Attachments<'s, 'p> {
    pub(super) found: Vec<&'s Instance<'p>>,
    /// Why there may be more: one attaches to an endpoint that cannot be told.
    pub(super) open: Option<Why>,
}

impl<'a, 'p> Builder<'a, 'p> {
    pub(super) fn new(evaluation: &'a Evaluation<'p>) -> Self {
        let scopes = evaluation.module_instances();
        let mut managed: BTreeMap<&'static str, Vec<Rc<Instance<'p>>>> = BTreeMap::new();
        let mut lookups = Vec::new();
        for scope in &scopes {
            for name in scope.module.resources.keys() {
                if name.mode == Mode::Data {
                    if &*name.ty == "aws_vpc_endpoint" {
                        lookups.extend(evaluation.expansion(scope, name).instances.iter().cloned());
                    }
                } else if let Some(ty) = MANAGED.iter().find(|ty| **ty == &*name.ty) {
                    let expansion = evaluation.expansion(scope, name);
                    managed
                        .entry(ty)
                        .or_default()
                        .extend(expansion.instances.iter().cloned());
                }
            }
        }
        Self {
            evaluation,
            scopes,
            managed,
            lookups,
        }
    }

    /// All instances of some types, type by type.
    pub(super) fn of<'s>(&'s self, types: &'s [&str]) -> impl Iterator<Item = &'s Instance<'p>> {
        types
            .iter()
            .filter_map(|ty| self.managed.get(*ty))
            .flatten()
            .map(|instance| &**instance)
    }

    /// Endpoints that data sources look up.
    pub(super) fn lookups(&self) -> impl Iterator<Item = &Instance<'p>> {
        self.lookups.iter().map(|instance| &**instance)
    }

    /// Separate resources of a type that belong to an endpoint.
    pub(super) fn attachments<'s>(
        &'s self,
        ty: &'static str,
        endpoint: &Identity,
    ) -> Attachments<'s, 'p> {
        let (mut found, mut open) = (Vec::new(), None);
        for instance in self.managed.get(ty).into_iter().flatten() {
            let value = instance.attribute("vpc_endpoint_id");
            match Identity::of(&value) {
                Some(identity) if identity == *endpoint => found.push(&**instance),
                // One of the collection this endpoint belongs to, but which one cannot be told.
                Some(identity)
                    if identity.collection() == endpoint.collection() && identity.is_vague() =>
                {
                    open = Some(Why::Condition);
                }
                Some(_) => {}
                None => open = Some(fact::unknown_part(&value)),
            }
        }
        Attachments { found, open }
    }

    /// The place of an instance: the header of its block, or of the call when a known registry module made it.
    pub(super) fn header(&self, instance: &Instance<'p>) -> Span {
        self.lifted(&instance.scope, instance.header())
    }

    /// The place of an argument, or the header when it is not written.
    pub(super) fn place(&self, instance: &Instance<'p>, name: &str) -> Span {
        let origin = instance
            .value
            .as_mapping()
            .and_then(|it| it.entries.get(name))
            .map_or(OriginId::NONE, |it| it.origin);
        self.argument_place(instance, origin)
            .unwrap_or_else(|| self.header(instance))
    }

    /// The place of a nested block or argument by its origin, or the header.
    pub(super) fn place_of(&self, instance: &Instance<'p>, origin: OriginId) -> Span {
        match self.evaluation.origins.get(origin) {
            Origin::Block { span } => self.lifted(&instance.scope, span),
            _ => self
                .argument_place(instance, origin)
                .unwrap_or_else(|| self.header(instance)),
        }
    }

    /// The place where an argument is written; `None` when its value stands for something unwritten.
    pub(super) fn argument_place(&self, instance: &Instance<'p>, origin: OriginId) -> Option<Span> {
        match self.evaluation.origins.get(origin) {
            Origin::Argument { span, .. } => Some(self.lifted(&instance.scope, span)),
            Origin::ProviderDefault { from, .. } => self.argument_place(instance, from),
            _ => None,
        }
    }

    /// A place in our own model of a registry module is that of the call.
    fn lifted(&self, scope: &Rc<ModuleInstance<'p>>, span: Span) -> Span {
        let (mut place, mut scope) = (span, scope);
        while self.evaluation.sources.file(place.file).bundled
            && let Some(site) = &scope.call
        {
            place = site.call.block.header;
            scope = &site.parent;
        }
        place
    }

    /// What one argument says. `read` sees every alternative; when it gives different answers, or `None`, the fact is unknown.
    pub(super) fn fact<T: PartialEq>(
        &self,
        instance: &Instance<'p>,
        name: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Fact<T> {
        let value = instance.attribute(name);
        self.derived(instance, name, fact::read(&value, read), &value)
    }

    /// A fact that was worked out from an argument.
    pub(super) fn derived<T>(
        &self,
        instance: &Instance<'p>,
        name: &'static str,
        answer: Result<T, Why>,
        value: &Value,
    ) -> Fact<T> {
        let written = self.argument_place(instance, value.origin);
        let answer = if instance.ignores_changes_of(name) {
            Err(Why::Ignored)
        } else {
            answer
        };
        let place = written.unwrap_or_else(|| self.header(instance));
        Fact::new(answer, place, &instance.address, name).at(value, written.is_some())
    }
}
