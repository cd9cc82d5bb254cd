//! What is to be added: route tables, networks, policies, groups and endpoints, in names that can be written where it is.

use super::{Case, Endpoint, Identity, Lack, Opening, Place, RouteTable, Subnet, Vpc};
use crate::{
    address::Address,
    eval::Exists,
    finding::{Act, Change, Safety, Term},
    provider::region,
};

impl<'n> Case<'n, Endpoint> {
    /// Being in some route tables too.
    pub(super) fn adding_tables(&self, tables: &[Case<'n, RouteTable>]) -> Option<Change<Place>> {
        let to = &self.it.route_tables;
        let by_association = !to.place.written && !to.members.items.is_empty();
        let names = self.names_of(tables, &self.it.resource.written_in)?;
        let title = format!("add {} to route_table_ids of {self}", names.join(", "));
        let terms = names.into_iter().map(Term::expression).collect();
        let add = Act::Add(to.place.clone(), terms);
        (!by_association).then(|| Change::new(Safety::Unsafe, title).with(add))
    }

    /// Admitting the VPC instead of the world. Of the IPv6 world nothing is left.
    #[must_use]
    pub fn narrowing(&self, opening: &Opening<'n>) -> Option<Change<Place>> {
        let [(network, place)] = opening.parts.as_slice() else {
            return None;
        };
        let group = opening.group;
        let vpc = self.vpc().ok()??;
        let (title, terms) = if !network.addr().is_ipv6() {
            let block = vpc.own_attribute(&place.resource.written_in, "cidr_block")?;
            let title = format!("admit {block} instead of {network} in {group}");
            (title, vec![Term::expression(block)])
        } else if place.argument.ends_with("_blocks") {
            (format!("admit {network} no more in {group}"), Vec::new())
        } else {
            return None;
        };
        let replace = Act::Replace(place.clone(), terms);
        (opening.balancer.is_none()).then(|| Change::new(Safety::Unsafe, title).with(replace))
    }

    /// A policy that lets its own account use what belongs to that: where to begin.
    #[must_use]
    pub fn adding_policy(&self) -> Option<Change<Place>> {
        let policies = &self.it.policies;
        let module = &self.it.resource.written_in;
        let vpc = self.vpc().ok()?;
        let owner = vpc.and_then(|vpc| vpc.own_attribute(module, "owner_id"));
        let owner = owner.or_else(|| self.network.accounts.get(module).cloned())?;
        let policy = policy(self.it.service_suffix()?, &owner);
        let title = format!("let {self} be used by its own account only");
        let mut place = policies.place.clone();
        place.argument = "policy";
        let set = Act::Set(place, Term::expression(policy));
        Some(Change::new(Safety::Unsafe, title).with(set))
    }

    /// A security group of its own that admits its VPC.
    #[must_use]
    pub fn adding_group(&self) -> Option<Change<Place>> {
        let resource = &self.it.resource;
        let ports = self.ports().ok()?;
        let [port] = ports.as_slice() else {
            return None;
        };
        let vpc = self.vpc().ok()??;
        let block = vpc.own_attribute(&resource.written_in, "cidr_block")?;
        let id = vpc.own_attribute(&resource.written_in, "id")?;
        let name = format!("{}_endpoint", label(&resource.address)?);
        let group = format!(
            "resource \"aws_security_group\" \"{name}\" {{\n  vpc_id = {id}\n\n  ingress {{\n    from_port   = {port}\n    \
             to_port     = {port}\n    protocol    = \"tcp\"\n    cidr_blocks = [{block}]\n  }}\n}}"
        );
        let title = format!("give {self} a security group of its own, which admits {block}");
        let member = Term::expression(format!("aws_security_group.{name}.id"));
        let add = Act::Add(self.it.groups.place.clone(), vec![member]);
        let insert = Act::Insert(Place::of(resource), Term::expression(group));
        Some(Change::new(Safety::Unsafe, title).with(add).with(insert))
    }
}

impl<'n, T> Case<'n, T> {
    /// What some route tables are called in a module, if all are there for certain and can be named.
    fn names_of(&self, tables: &[Case<'n, RouteTable>], module: &str) -> Option<Vec<String>> {
        let name = |table: &Case<'n, RouteTable>| {
            let resource = &table.it.resource;
            let identity = table.it.identities.first()?;
            let name = self.network.reference(resource, identity, module)?;
            (resource.exists == Exists::Must).then_some(name)
        };
        tables.iter().map(name).collect()
    }
}

impl<'n> Case<'n, Vpc> {
    /// An attribute of it, in the module that makes it.
    fn own_attribute(&self, module: &str, attribute: &str) -> Option<String> {
        let resource = &self.it.resource;
        let is_own = resource.call.is_none()
            && resource.address.module() == module
            && resource.address.own().starts_with("aws_vpc.")
            && !resource.address.has_templates()
            && resource.exists == Exists::Must;
        is_own.then(|| format!("{}.{attribute}", resource.address.own()))
    }

    /// The Region it is made in, for a text of its module: as that says, else as it or its subnets do. Modules that are called serve
    /// other Regions too.
    fn region(&self) -> Option<String> {
        let module = &self.it.resource.written_in;
        if let Some(said) = self.network.said_regions.get(module) {
            return Some(format!("${{{said}}}"));
        }
        let said = self.it.region.settled().and_then(Identity::id);
        let of_zone = |subnet: Case<'n, Subnet>| {
            let zone = subnet.it.zone.settled()?.as_ref()?.known()?;
            Some(region::zone(zone)?.region)
        };
        let region = said.or_else(|| self.subnets().find_map(of_zone));
        region.filter(|_| module.is_empty()).map(str::to_owned)
    }

    /// A gateway endpoint for a service, in the route tables that need one.
    #[must_use]
    pub fn adding_gateway(&self, lack: &Lack<'n>, service: &str) -> Option<Change<Place>> {
        if let Some(idle) = &lack.idle {
            return idle.adding_tables(&lack.tables);
        }
        let resource = &self.it.resource;
        let module = &resource.written_in;
        let id = self.own_attribute(module, "id")?;
        let owner = self.own_attribute(module, "owner_id")?;
        let region = self.region()?;
        let names = self.names_of(&lack.tables, module)?;
        if names.is_empty() {
            return None;
        }
        let tables = names.join(", ");
        let policy = policy(service, &owner).replace('\n', "\n  ");
        let block = format!(
            "resource \"aws_vpc_endpoint\" \"{service}\" {{\n  vpc_id            = {id}\n  \
             service_name      = \"com.amazonaws.{region}.{service}\"\n  vpc_endpoint_type = \"Gateway\"\n  \
             route_table_ids   = [{tables}]\n  policy = {policy}\n}}"
        );
        let title = format!(
            "add a gateway endpoint for {service} to {self}, with a policy for its own account"
        );
        let insert = Act::Insert(Place::of(resource), Term::expression(block));
        Some(Change::new(Safety::Unsafe, title).with(insert))
    }
}

/// The name of a block: `main` of `aws_vpc.main`.
fn label(address: &Address) -> Option<String> {
    let block = address.block();
    let (_, name) = block.rsplit_once('.')?;
    Some(name.to_owned())
}

/// Services through which resources of AWS's own accounts are used every day: base images, public machine images, public parameters
/// and documents. See the exceptions in aws-samples/data-perimeter-policy-examples.
const SHARED_BY_AWS: [&str; 4] = ["ec2", "ecr.api", "ecr.dkr", "ssm"];

/// A policy that lets an account use its own resources. Layers of images in ECR lie in buckets of AWS.
fn policy(service: &str, owner: &str) -> String {
    let limits = if SHARED_BY_AWS.contains(&service) {
        format!("\"aws:PrincipalAccount\" = {owner}")
    } else {
        format!("\"aws:PrincipalAccount\" = {owner}\n      \"aws:ResourceAccount\"  = {owner}")
    };
    let own = statement("*", "*")
        + &format!("\n  Condition = {{\n    StringEquals = {{\n      {limits}\n    }}\n  }}");
    let indented = |text: &str, by: &str| text.replace('\n', &format!("\n{by}"));
    let statements = if service == "s3" {
        let layers = statement(
            "s3:GetObject",
            "arn:aws:s3:::prod-*-starport-layer-bucket/*",
        );
        let (own, layers) = (indented(&own, "    "), indented(&layers, "    "));
        format!("[\n    {{{own}\n    }},\n    {{{layers}\n    }}\n  ]")
    } else {
        format!("[{{{}\n  }}]", indented(&own, "  "))
    };
    format!("jsonencode({{\n  Version = \"2012-10-17\"\n  Statement = {statements}\n}})")
}

fn statement(action: &str, resource: &str) -> String {
    format!(
        "\n  Effect    = \"Allow\"\n  Principal = \"*\"\n  Action    = \"{action}\"\n  Resource  = \"{resource}\""
    )
}
