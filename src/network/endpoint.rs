//! VPC endpoints with everything that separate resources attach to them.

use std::sync::Arc;

use super::{
    Attached, Basis, Fact, Identity, Members, Policy,
    builder::{Attachments, Builder},
    fact,
};
use crate::{
    eval::{Exists, Instance},
    provider::service::{Ports, ServiceName},
    span::Span,
    value::{Kind, Origin, Truth, Type, Value, Why},
};

/// The kinds of endpoint that the AWS provider knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndpointType {
    /// Routes to S3 or DynamoDB in route tables; free.
    Gateway,
    /// Network interfaces in subnets.
    Interface,
    /// Traffic to appliances behind a load balancer.
    GatewayLoadBalancer,
    /// A resource of another account.
    Resource,
    /// A VPC Lattice service network.
    ServiceNetwork,
    /// A word the provider would refuse.
    Other,
}

impl EndpointType {
    /// The word of `vpc_endpoint_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "Gateway",
            Self::Interface => "Interface",
            Self::GatewayLoadBalancer => "GatewayLoadBalancer",
            Self::Resource => "Resource",
            Self::ServiceNetwork => "ServiceNetwork",
            Self::Other => "unknown",
        }
    }

    fn parse(value: &Value) -> Option<Self> {
        Some(match &**value.as_str()? {
            "Gateway" => Self::Gateway,
            "Interface" => Self::Interface,
            "GatewayLoadBalancer" => Self::GatewayLoadBalancer,
            "Resource" => Self::Resource,
            "ServiceNetwork" => Self::ServiceNetwork,
            _ => Self::Other,
        })
    }
}

/// A VPC endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block, or of the call of a known registry module.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// Its id.
    pub identity: Identity,
    /// `vpc_endpoint_type`: `Gateway` unless it says otherwise.
    pub kind: Fact<EndpointType>,
    /// What it leads to; none when no service is named.
    pub service: Fact<Option<ServiceName>>,
    /// The reference or literal that names the service.
    pub service_identity: Option<Identity>,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Whether the names of the service lead to it: `private_dns_enabled`, or `aws_vpc_endpoint_private_dns`.
    pub private_dns: Fact<bool>,
    /// Whether private DNS of S3 is only for clients on premises; without `dns_options` it is.
    pub inbound_resolver_only: Fact<bool>,
    /// Whether it reaches a service in another Region.
    pub cross_region: Fact<bool>,
    /// Whether it has a policy of its own.
    pub has_policy: Fact<bool>,
    /// Its policies: in the endpoint's block and separate ones.
    pub policies: Vec<PolicyText>,
    /// Its subnets.
    pub subnets: Attached,
    /// Its security groups.
    pub groups: Attached,
    /// Its route tables.
    pub route_tables: Attached,
}

/// A policy as it is written.
#[derive(Debug)]
pub struct PolicyText {
    /// The resource that holds it.
    pub address: Arc<str>,
    /// The header of that resource's block.
    pub header: Span,
    /// The `policy` argument.
    pub place: Span,
    /// The JSON text.
    pub value: Value,
}

impl Endpoint {
    /// Its service as messages name it: by its suffix, unless that is sensitive.
    #[must_use]
    pub fn service_name(&self) -> &str {
        match self.service.answer() {
            Some(Some(ServiceName::Aws { suffix, .. })) if !self.service.sensitive => suffix,
            _ => "its service",
        }
    }

    /// The TCP ports on which it is used: those of its service, else 443; none where they are not known.
    #[must_use]
    pub fn ports(&self) -> Vec<u16> {
        match self
            .service
            .answer()
            .and_then(|name| name.as_ref()?.facts())
            .map(|facts| &facts.ports)
        {
            None | Some(Ports::Https) => vec![443],
            Some(Ports::Listed(ranges)) => ranges.iter().map(|range| *range.start()).collect(),
            Some(Ports::Unverified) => Vec::new(),
        }
    }
}

impl PolicyText {
    /// Whether it lets everything through, as if there were no policy.
    ///
    /// # Errors
    ///
    /// Why nothing is known of it.
    pub fn grants_everything(&self, endpoint: Option<&Endpoint>) -> Result<Truth, Why> {
        let service = endpoint.and_then(|endpoint| endpoint.service.answer()?.as_ref());
        let prefixes = service
            .map(ServiceName::action_prefixes)
            .unwrap_or_default();
        let mut answers =
            self.value.alternatives().iter().map(|policy| {
                Policy::parse(policy).map(|policy| policy.grants_everything(&prefixes))
            });
        let first = answers.next().unwrap_or(Err(Why::Condition))?;
        for answer in answers {
            if answer? != first {
                return Ok(Truth::Unknown);
            }
        }
        Ok(first)
    }
}

impl<'p> Builder<'_, 'p> {
    /// `aws_vpc_endpoint`.
    pub(super) fn endpoint(&self, instance: &Instance<'p>) -> Endpoint {
        let identity = Identity::attribute(&instance.address, "id");
        let kind = self.settled_type(instance.attribute("vpc_endpoint_type"));
        let service = fact::set_value(instance, "service_name");
        let named = match self.service_behind(&service, "service_name") {
            Some(_) => Ok(Some(ServiceName::Customer {
                region: Value::unknown(Type::String, Why::Condition),
                id: service.clone(),
            })),
            None => service_of(&service),
        };
        let options = instance.attribute("dns_options");
        let mut policies = self.own_policy(instance);
        let separate_policies = self.attachments("aws_vpc_endpoint_policy", &identity);
        policies.extend(
            separate_policies
                .found
                .iter()
                .filter_map(|attachment| self.separate_policy(attachment)),
        );
        Endpoint {
            kind: self.derived(
                instance,
                "vpc_endpoint_type",
                fact::read(&kind, EndpointType::parse),
                &kind,
            ),
            service_identity: Identity::of(&service),
            service: self.derived(instance, "service_name", named, &service),
            vpc: self.derived(
                instance,
                "vpc_id",
                Identity::of(&instance.attribute("vpc_id")).ok_or(Why::Condition),
                &instance.attribute("vpc_id"),
            ),
            private_dns: self.private_dns(instance, &identity),
            inbound_resolver_only: self.derived(
                instance,
                "dns_options",
                inbound_only(&options),
                &options,
            ),
            cross_region: self.fact(instance, "service_region", |value| match &value.kind {
                Kind::Null(_) => Some(false),
                Kind::Unknown(unknown) => unknown.symbol.as_ref().and_then(|symbol| {
                    (symbol.as_str() == format!("{}.service_region", instance.address))
                        .then_some(false)
                }),
                _ => Some(true),
            }),
            has_policy: self.has_policy(instance, &separate_policies),
            policies,
            subnets: self.subnets_of(instance, &identity),
            groups: self.attached(
                instance,
                "security_group_ids",
                &self.attachments("aws_vpc_endpoint_security_group_association", &identity),
                "security_group_id",
            ),
            route_tables: self.attached(
                instance,
                "route_table_ids",
                &self.attachments("aws_vpc_endpoint_route_table_association", &identity),
                "route_table_id",
            ),
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            basis: instance.basis.clone(),
            identity,
        }
    }

    /// The endpoint's own setting, unless a separate resource overrules it.
    fn private_dns(&self, instance: &Instance<'p>, identity: &Identity) -> Fact<bool> {
        let mut own = self.fact(instance, "private_dns_enabled", |value| match value.kind {
            Kind::Null(_) => Some(false),
            _ => value.as_bool(),
        });
        // Modules hand on as null what their callers leave out.
        let origin = self.evaluation.origins.get(own.origin);
        own.written &= !matches!(origin, Origin::ProviderDefault { .. });
        let separate = self.attachments("aws_vpc_endpoint_private_dns", identity);
        if let Some(attachment) = separate.found.last() {
            return self.fact(attachment, "private_dns_enabled", Value::as_bool);
        }
        match separate.open {
            Some(why) if own.answer() == Some(&false) => {
                let value = instance.attribute("private_dns_enabled");
                self.derived(instance, "private_dns_enabled", Err(why), &value)
            }
            _ => own,
        }
    }

    fn own_policy(&self, instance: &Instance<'p>) -> Vec<PolicyText> {
        let value = fact::set_value(instance, "policy");
        if fact::is_nothing(&value) {
            return Vec::new();
        }
        vec![PolicyText {
            address: instance.address.clone(),
            header: self.header(instance),
            place: self.place(instance, "policy"),
            value,
        }]
    }

    fn separate_policy(&self, attachment: &Instance<'p>) -> Option<PolicyText> {
        self.own_policy(attachment).pop()
    }

    /// Separate policies that belong to none of these endpoints.
    pub(super) fn loose_policies(&self, endpoints: &[Endpoint]) -> Vec<PolicyText> {
        let belongs = |policy: &Instance<'p>| {
            let identity = Identity::of(&policy.attribute("vpc_endpoint_id"));
            identity.is_some_and(|identity| {
                endpoints
                    .iter()
                    .any(|endpoint| endpoint.identity == identity)
            })
        };
        self.of(&["aws_vpc_endpoint_policy"])
            .filter(|policy| !belongs(policy))
            .filter_map(|policy| self.own_policy(policy).pop())
            .collect()
    }

    fn has_policy(&self, instance: &Instance<'p>, separate: &Attachments<'_, 'p>) -> Fact<bool> {
        let own = fact::set_value(instance, "policy");
        let mut answer = fact::read(&own, |value| match &value.kind {
            Kind::Unknown(_) => None,
            _ => Some(!fact::is_nothing(value)),
        });
        if answer != Ok(true) {
            if separate
                .found
                .iter()
                .any(|attachment| !fact::is_nothing(&fact::set_value(attachment, "policy")))
            {
                answer = Ok(true);
            } else if let Some(why) = &separate.open {
                answer = Err(why.clone());
            }
        }
        self.derived(instance, "policy", answer, &own)
    }

    /// `subnet_ids`, `subnet_configuration` blocks and separate associations.
    fn subnets_of(&self, instance: &Instance<'p>, identity: &Identity) -> Attached {
        let separate = self.attachments("aws_vpc_endpoint_subnet_association", identity);
        let mut attached = self.attached(instance, "subnet_ids", &separate, "subnet_id");
        let configured = Members::of(&instance.attribute("subnet_configuration"));
        let written = attached.written;
        for case in &mut attached.cases {
            for block in &configured.values {
                let id = block
                    .as_mapping()
                    .and_then(|block| block.entries.get("subnet_id"))
                    .cloned();
                match id {
                    // The blocks repeat what is in `subnet_ids`.
                    Some(id) if !written && !fact::is_nothing(&id) => case.values.push(id),
                    _ => {}
                }
            }
            if let (Some(why), false) = (&configured.open, written) {
                case.open = Some(why.clone());
            }
        }
        attached
    }

    fn attached(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        separate: &Attachments<'_, 'p>,
        attribute: &str,
    ) -> Attached {
        let value = fact::set_value(instance, argument);
        let mut cases: Vec<Members> = value.alternatives().iter().map(Members::of).collect();
        for case in &mut cases {
            case.values.extend(
                separate
                    .found
                    .iter()
                    .map(|attachment| attachment.attribute(attribute)),
            );
            let may = separate
                .found
                .iter()
                .any(|attachment| attachment.exists < instance.exists);
            let ignored = instance
                .ignores_changes_of(argument)
                .then_some(Why::Ignored);
            if let Some(why) = separate
                .open
                .clone()
                .or(may.then_some(Why::Condition))
                .or(ignored)
            {
                case.open = Some(why);
            }
        }
        Attached {
            cases,
            place: self.place(instance, argument),
            written: !matches!(value.kind, Kind::Null(_)),
            origin: value.origin,
            by: separate
                .found
                .iter()
                .map(|attachment| self.header(attachment))
                .collect(),
            address: instance.address.clone(),
            question: argument,
        }
    }
}

fn service_of(value: &Value) -> Result<Option<ServiceName>, Why> {
    if fact::is_nothing(value) {
        return Ok(None);
    }
    let mut names = value.alternatives().iter().map(ServiceName::parse);
    let first = names.next().unwrap_or(Err(Why::Condition))?;
    for name in names {
        if !same_service(&first, &name?) {
            return Err(Why::Condition);
        }
    }
    Ok(Some(first))
}

/// Whether two names mean the same service, in whichever Region.
pub(super) fn same_service(one: &ServiceName, other: &ServiceName) -> bool {
    match (one, other) {
        (ServiceName::Aws { suffix: a, .. }, ServiceName::Aws { suffix: b, .. })
        | (ServiceName::Other(a), ServiceName::Other(b)) => a == b,
        (ServiceName::Customer { id: a, .. }, ServiceName::Customer { id: b, .. }) => a.same(b),
        _ => false,
    }
}

/// AWS's own default is true when private DNS is on and nothing is said. A block without the flag says false: the provider sends what
/// an unset boolean reads as (`expandDNSOptionsSpecificationWithPrivateDNSOnly`).
fn inbound_only(options: &Value) -> Result<bool, Why> {
    let members = Members::of(options);
    if let Some(why) = members.open {
        return Err(why);
    }
    let Some(block) = members.values.first().and_then(Value::as_mapping) else {
        return Ok(true);
    };
    match block
        .entries
        .get("private_dns_only_for_inbound_resolver_endpoint")
    {
        None => Ok(false),
        Some(value) => fact::read(value, |value| match &value.kind {
            Kind::Null(_) => Some(false),
            _ => value.as_bool(),
        }),
    }
}
