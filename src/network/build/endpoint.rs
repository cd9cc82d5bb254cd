//! VPC endpoints with everything that separate resources attach to them.

use std::slice;

use super::{Builder, flag, member, or_nothing, set_value};
use crate::{
    eval::Instance,
    network::{
        Endpoint, EndpointPolicy, EndpointType, Fact, Identity, Place, Policy, Set, Things,
        endpoint::same_service,
        identity::{Index, names_nothing},
    },
    provider::service::ServiceName,
    value::{Kind, Origin, Type, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// `aws_vpc_endpoint`.
    pub(super) fn endpoint(&self, instance: &Instance<'p>) -> Endpoint {
        let resource = self.resource(instance);
        let identity = Identity::attribute(&resource.address, "id");
        let kind = self.settled_type(instance.attribute("vpc_endpoint_type"));
        let place = self.place(instance, "vpc_endpoint_type", &kind);
        let service = set_value(instance, "service_name");
        Endpoint {
            kind: Fact::read(&kind, place, EndpointType::parse).merged(),
            service: self.service(instance, &service),
            service_is_made_here: self.service_behind(&service, "service_name").is_some(),
            acceptance_required: self.acceptance_required(&service),
            auto_accept: self.fact(instance, "auto_accept", flag),
            vpc: self.identity(instance, "vpc_id"),
            private_dns: self.private_dns(instance, &identity),
            inbound_resolver_only: self.inbound_resolver_only(instance),
            dns_options: self.dns_options(instance),
            cross_region: self.cross_region(instance),
            policies: self.has_policies(instance, &identity),
            subnets: self.subnets_of(instance, &identity),
            groups: self.attached(
                instance,
                "security_group_ids",
                (
                    "aws_vpc_endpoint_security_group_association",
                    "security_group_id",
                ),
                &identity,
            ),
            route_tables: self.attached(
                instance,
                "route_table_ids",
                ("aws_vpc_endpoint_route_table_association", "route_table_id"),
                &identity,
            ),
            replacing: self.replacing(instance, &identity),
            twofold: self.twofold(instance, &identity),
            arguments: self.arguments(instance),
            regions: self.regions(instance, &service),
            identity,
            resource,
        }
    }

    fn service(&self, instance: &Instance<'p>, value: &Value) -> Fact<Option<ServiceName>> {
        let fact = self.settled(instance, "service_name", |place| {
            match self.service_behind(value, "service_name") {
                Some(_) => {
                    let name = ServiceName::Customer {
                        region: Value::unknown(Type::String, Why::Condition),
                        id: value.clone(),
                    };
                    Fact::new(Ok(Some(name)), place)
                }
                None => Fact::parse(value, place, |it| or_nothing(it, ServiceName::parse)),
            }
        });
        one_service(fact)
    }

    /// A service in another Region is named by `service_region`; left out, it is that of the provider.
    fn cross_region(&self, instance: &Instance<'p>) -> Fact<bool> {
        let value = set_value(instance, "service_region");
        let place = self.place(instance, "service_region", &value);
        Fact::read(&value, place, |value| match &value.kind {
            Kind::Unknown(unknown) if !unknown.not_null => None,
            _ => Some(!names_nothing(value)),
        })
        .merged()
    }

    /// The endpoint's own setting, unless a separate resource overrules it.
    fn private_dns(&self, instance: &Instance<'p>, identity: &Identity) -> Fact<bool> {
        let (separate, open) = self.attachments("aws_vpc_endpoint_private_dns", identity);
        if let Some(attachment) = separate.last() {
            let theirs = self.fact(attachment, "private_dns_enabled", flag);
            // What only may be there may leave the endpoint's own setting as it is.
            return if attachment.exists < instance.exists {
                theirs.hidden(Why::Condition)
            } else {
                theirs
            };
        }
        let mut own = self.fact(instance, "private_dns_enabled", flag);
        // Modules hand on as null what their callers leave out.
        let origin = self.evaluation.origins.get(own.place.origin);
        own.place.written &= !matches!(origin, Origin::ProviderDefault { .. });
        match open {
            Some(why) => {
                own.answers.push(Err(why));
                own
            }
            None => own,
        }
    }

    /// For everything that can hold a policy of the endpoint, whether it does.
    fn has_policies(&self, instance: &Instance<'p>, identity: &Identity) -> Set<bool> {
        let holds = |instance: &Instance<'p>| {
            let value = set_value(instance, "policy");
            let place = self.place(instance, "policy", &value);
            let fact = Fact::read(&value, place, |value| match &value.kind {
                Kind::Unknown(_) => None,
                _ => Some(!names_nothing(value)),
            });
            if instance.ignores_changes_of("policy") {
                fact.hidden(Why::Ignored)
            } else {
                fact.merged()
            }
        };
        let own = holds(instance);
        let mut policies = Set::read(&Value::tuple(Vec::new()), &own.place, flag);
        policies.add(&own);
        let (separate, open) = self.attachments("aws_vpc_endpoint_policy", identity);
        for attachment in separate {
            policies.add(&holds(attachment));
        }
        if let Some(why) = open {
            policies.leave_open(&why);
        }
        policies
    }

    /// For every association with a security group, whether it takes the place of the VPC's default group.
    fn replacing(&self, instance: &Instance<'p>, identity: &Identity) -> Set<bool> {
        let place = Place::of(&self.resource(instance));
        let mut replacing = Set::read(&Value::tuple(Vec::new()), &place, flag);
        let ty = "aws_vpc_endpoint_security_group_association";
        let (separate, open) = self.attachments(ty, identity);
        for attachment in separate {
            replacing.add(&self.fact(attachment, "replace_default_association", flag));
        }
        if let Some(why) = open {
            replacing.leave_open(&why);
        }
        replacing
    }

    /// All policies as they are written, with the endpoint each belongs to if that is made here.
    pub(super) fn policies(&self, endpoints: &Things<Endpoint>) -> Vec<EndpointPolicy> {
        let mut policies: Vec<EndpointPolicy> = Vec::new();
        let own = self.of(&["aws_vpc_endpoint"]).zip(0..);
        policies.extend(own.filter_map(|(instance, index)| self.policy(instance, Some(index))));
        let index = Index::of(endpoints.iter().map(|it| slice::from_ref(&it.identity)));
        for instance in self.of(&["aws_vpc_endpoint_policy"]) {
            let named = Identity::of(&instance.attribute("vpc_endpoint_id"));
            let of = named.and_then(|named| index.first(&named));
            policies.extend(self.policy(instance, of));
        }
        policies
    }

    fn policy(&self, instance: &Instance<'p>, endpoint: Option<usize>) -> Option<EndpointPolicy> {
        let value = set_value(instance, "policy");
        if names_nothing(&value) {
            return None;
        }
        let place = self.place(instance, "policy", &value);
        Some(EndpointPolicy {
            resource: self.resource(instance),
            document: Fact::parse(&value, place, |it| or_nothing(it, Policy::parse)),
            endpoint,
        })
    }

    /// `subnet_ids`, `subnet_configuration` blocks and separate associations.
    fn subnets_of(&self, instance: &Instance<'p>, identity: &Identity) -> Set<Identity> {
        let separate = ("aws_vpc_endpoint_subnet_association", "subnet_id");
        let mut attached = self.attached(instance, "subnet_ids", separate, identity);
        // The blocks repeat what is in `subnet_ids`.
        if matches!(set_value(instance, "subnet_ids").kind, Kind::Null(_)) {
            let (configured, open) = super::blocks(&instance.attribute("subnet_configuration"));
            for block in configured {
                let id = member(&block, "subnet_id");
                if !names_nothing(&id) {
                    let place = Place {
                        span: self.block_span(instance, block.origin),
                        ..self.place(instance, "subnet_configuration", &block)
                    };
                    attached.add(&Fact::read(&id, place, Identity::of));
                }
            }
            if let Some(why) = open {
                attached.leave_open(&why);
            }
        }
        attached
    }

    fn attached(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        (ty, attribute): (&'static str, &'static str),
        identity: &Identity,
    ) -> Set<Identity> {
        let value = set_value(instance, argument);
        let mut place = self.place(instance, argument, &value);
        place.written = !matches!(value.kind, Kind::Null(_));
        let mut attached = Set::read(&value, &place, Identity::of);
        let (separate, open) = self.attachments(ty, identity);
        for attachment in separate {
            attached.add(&self.identity(attachment, attribute));
        }
        let ignored = instance
            .ignores_changes_of(argument)
            .then_some(Why::Ignored);
        if let Some(why) = open.or(ignored) {
            attached.leave_open(&why);
        }
        attached
    }
}

/// Names of one service in several Regions are one answer: the Region does not change what it is.
fn one_service(mut fact: Fact<Option<ServiceName>>) -> Fact<Option<ServiceName>> {
    let mut kept: Vec<Result<Option<ServiceName>, Why>> = Vec::new();
    for answer in fact.answers {
        let is_known = kept.iter().any(|known| match (known, &answer) {
            (Ok(Some(known)), Ok(Some(answer))) => same_service(known, answer),
            (Ok(None), Ok(None)) => true,
            _ => false,
        });
        if !is_known {
            kept.push(answer);
        }
    }
    fact.answers = kept;
    fact
}
