//! What is to be added: route tables, networks, policies, groups and endpoints, in names that can be written where it is.

use super::{
    Case, Endpoint, Identity, Lack, Network, Opening, Place, Remedy, Resource, RouteTable, Subnet,
    Vpc,
    own_policy::{OwnPolicy, refuses_callers_of},
    remedy::{ALL, may_be_missing, nameless},
};
use crate::{
    address::Address,
    eval::Exists,
    finding::{Act, Change, Safety, Term},
    provider::region::{self, Partition},
};

impl<'n> Case<'n, Endpoint> {
    /// Being in some route tables too.
    pub(super) fn adding_tables(&self, tables: &[Case<'n, RouteTable>]) -> Remedy {
        let to = &self.it.route_tables;
        if !to.place.written && !to.members.items.is_empty() {
            let reason = "its route tables are given by aws_vpc_endpoint_route_table_association";
            return Err(reason.to_owned());
        }
        let module = &self.it.resource.written_in;
        let names = self.names_of(tables, module)?;
        let whole = self.network.ids_of(tables, module, ALL);
        let (which, act) = if let Some(ids) = whole.filter(|_| !to.place.written) {
            let set = Act::Set(to.place.clone(), Term::expression(&*ids));
            (ids, set)
        } else {
            let terms = names.iter().map(Term::expression).collect();
            (names.join(", "), Act::Add(to.place.clone(), terms))
        };
        let title = format!("add {which} to route_table_ids of {self}");
        Ok(Change::new(Safety::Unsafe, title).with(act))
    }

    /// Admitting the VPC instead of the world. Of the IPv6 world nothing is left.
    ///
    /// # Errors
    ///
    /// Where others than the VPC are let in by it, or the VPC cannot be named there.
    pub fn narrowing(&self, opening: &Opening<'n>) -> Remedy {
        let [(network, place)] = opening.parts.as_slice() else {
            return Err("several arguments together admit the world".to_owned());
        };
        let group = opening.group;
        if let Some(balancer) = opening.balancer {
            return Err(format!(
                "{balancer} shares {group}, which is to stay open for it"
            ));
        }
        let vpc = self.vpc().ok().flatten();
        let vpc = vpc.ok_or("its VPC is not made here, so what to admit is not known")?;
        if let Some(tie) = vpc.tie() {
            return Err(format!(
                "{tie} may join other networks to {vpc}, whose clients it would shut out"
            ));
        }
        let (title, terms) = if !network.addr().is_ipv6() {
            let block = vpc.block_at(&place.resource.written_in);
            let block = block.ok_or_else(|| nameless(format!("the CIDR block of {vpc}")))?;
            let admitted = block.text.trim_matches('"');
            let title = format!("admit {admitted} instead of {network} in {group}");
            (title, vec![block])
        } else if place.argument.ends_with("_blocks") {
            (format!("admit {network} no more in {group}"), Vec::new())
        } else {
            return Err("without that network the rule would admit nobody".to_owned());
        };
        let replace = Act::Replace(place.clone(), terms);
        Ok(Change::new(Safety::Unsafe, title).with(replace))
    }

    /// A policy that lets its own account use what belongs to that: where to begin.
    ///
    /// # Errors
    ///
    /// Where nothing says whose account that is, or others are to use it.
    pub fn adding_policy(&self) -> Remedy {
        let policies = &self.it.policies;
        let module = &self.it.resource.written_in;
        let service = self.it.service_suffix().ok_or("its service is not known")?;
        if let Some(reason) = refuses_callers_of(service) {
            return Err(reason.to_owned());
        }
        let vpc = self.vpc().ok().flatten();
        let owner = vpc
            .as_ref()
            .and_then(|vpc| vpc.own_attribute(module, "owner_id"));
        let owner = owner.or_else(|| self.network.accounts.get(module).cloned());
        let owner = owner.ok_or(
            "nothing in its module says whose account it is, as its VPC or data.aws_caller_identity would",
        )?;
        let region = self.region_there();
        let policy = OwnPolicy {
            service,
            owner: &owner,
            region: region.as_deref(),
            partition: partition_of(self.network.region_of(self.it)),
            has_machines: service == "s3" && vpc.is_none_or(|it| it.may_have_machines()),
        };
        let policy = policy.written()?;
        let title = format!("let {self} be used by its own account only");
        let mut place = policies.place.clone();
        place.argument = "policy";
        let set = Act::Set(place, Term::expression(policy));
        Ok(Change::new(Safety::Unsafe, title).with(set))
    }

    /// The Region of what is reached through it, for a text of its module: as the name of its service spells it, or as what it is made
    /// in says.
    fn region_there(&self) -> Option<String> {
        if self.it.cross_region.settled() != Some(&false) {
            return None;
        }
        let spelt = self.it.written_region.spelt.clone();
        let said = || {
            let own = || self.network.region_of(self.it);
            self.network.region_at(&self.it.resource, own)
        };
        spelt.or_else(said)
    }

    /// A security group of its own that admits its VPC.
    ///
    /// # Errors
    ///
    /// Where its VPC cannot be named, or it is not known on which port its service listens.
    pub fn adding_group(&self) -> Remedy {
        let resource = &self.it.resource;
        let ports = self.ports().unwrap_or_default();
        let [port] = ports.as_slice() else {
            return Err("its service does not listen on one port that is known".to_owned());
        };
        let vpc = self.vpc().ok().flatten();
        let vpc = vpc.ok_or("its VPC is not made here, so whom to admit is not known")?;
        let attribute = |name| {
            let own = vpc.own_attribute(&resource.written_in, name);
            own.ok_or_else(|| nameless(vpc))
        };
        let (block, id) = (attribute("cidr_block")?, attribute("id")?);
        let name = format!("{}_endpoint", label(&resource.address));
        let group = format!(
            "resource \"aws_security_group\" \"{name}\" {{\n  vpc_id = {id}\n\n  ingress {{\n    from_port   = {port}\n    \
             to_port     = {port}\n    protocol    = \"tcp\"\n    cidr_blocks = [{block}]\n  }}\n}}"
        );
        let title = format!("give {self} a security group of its own, which admits {block}");
        let member = Term::expression(format!("aws_security_group.{name}.id"));
        let add = Act::Add(self.it.groups.place.clone(), vec![member]);
        let insert = Act::Insert(Place::of(resource), Term::expression(group));
        Ok(Change::new(Safety::Unsafe, title).with(add).with(insert))
    }
}

impl<'n, T> Case<'n, T> {
    /// What some route tables are called in a module, if all are there for certain and can be named.
    fn names_of(
        &self,
        tables: &[Case<'n, RouteTable>],
        module: &str,
    ) -> Result<Vec<String>, String> {
        let name = |table: &Case<'n, RouteTable>| {
            let resource = &table.it.resource;
            let identity = table.it.identities.first();
            let name = identity.and_then(|id| self.network.reference(resource, id, module));
            match name {
                _ if resource.exists != Exists::Must => Err(may_be_missing(table)),
                Some(name) => Ok(name),
                None => Err(nameless(table)),
            }
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

    /// Its CIDR block: by its name where it is made in a module, and as it is written.
    fn block_at(&self, module: &str) -> Option<Term> {
        let constant = self.it.cidr_block.map(|block| format!("\"{block}\""));
        let text = self.own_attribute(module, "cidr_block");
        Some(Term {
            text: text.or_else(|| constant.clone())?,
            constant,
        })
    }

    /// The Region it is made in, for a text of its module.
    fn region(&self) -> Option<String> {
        let of_zone = |subnet: Case<'n, Subnet>| {
            let zone = subnet.it.zone.settled()?.as_ref()?.known()?;
            Some(region::zone(zone)?.region)
        };
        self.network.region_at(&self.it.resource, || {
            let own = self.it.region.settled().and_then(Identity::id);
            own.or_else(|| self.subnets().find_map(of_zone))
        })
    }

    /// Whether machines may run in it: not where all that is made here are tasks and functions, of which some are in it, and nobody else
    /// is told of it.
    fn may_have_machines(&self) -> bool {
        let world = &self.network.world;
        self.network.starts_machines.is_some()
            || self.workloads().next().is_none()
            || self.tie().is_some()
            || world.hands_out(&self.it.resource.address)
            || (self.subnets()).any(|it| world.hands_out(&it.it.resource.address))
    }

    /// A gateway endpoint for a service, in the route tables that need one.
    ///
    /// # Errors
    ///
    /// Where it, its Region or the tables cannot be named.
    pub fn adding_gateway(&self, lack: &Lack<'n>, service: &str) -> Remedy {
        if let Some(idle) = &lack.idle {
            return idle.adding_tables(&lack.tables);
        }
        let resource = &self.it.resource;
        let module = &resource.written_in;
        let attribute = |name| {
            self.own_attribute(module, name)
                .ok_or_else(|| nameless(self))
        };
        let (id, owner) = (attribute("id")?, attribute("owner_id")?);
        let region = self.region();
        let region = region.ok_or("nothing in its module says in which Region it is")?;
        self.names_of(&lack.tables, module)?;
        let tables = self.network.ids_of(&lack.tables, module, ALL);
        let tables = tables.ok_or("no route table is known that it would be for")?;
        let policy = OwnPolicy {
            service,
            owner: &owner,
            region: Some(&region),
            partition: partition_of(self.network.region_of_vpc(self.it)),
            has_machines: self.may_have_machines(),
        };
        let policy = policy.written()?.replace('\n', "\n  ");
        let block = format!(
            "resource \"aws_vpc_endpoint\" \"{service}\" {{\n  vpc_id            = {id}\n  \
             service_name      = \"com.amazonaws.{region}.{service}\"\n  vpc_endpoint_type = \"Gateway\"\n  \
             route_table_ids   = {tables}\n  policy = {policy}\n}}"
        );
        let title = format!(
            "add a gateway endpoint for {service} to {self}, with a policy for its own account"
        );
        let insert = Act::Insert(Place::of(resource), Term::expression(block));
        Ok(Change::new(Safety::Unsafe, title).with(insert))
    }
}

impl Network {
    /// The Region of something, for a text of its module: as that says, else as is known of it. Modules that are called serve other Regions
    /// too.
    fn region_at<'n>(
        &self,
        resource: &Resource,
        known: impl FnOnce() -> Option<&'n str>,
    ) -> Option<String> {
        let module = &resource.written_in;
        let said = self.said_regions.get(module);
        match said.filter(|_| !resource.asks_for_region) {
            Some(said) => Some(format!("${{{said}}}")),
            None if module.is_empty() => known().map(str::to_owned),
            None => None,
        }
    }
}

/// The id of the partition of a Region; where that is not known, the partition of most.
fn partition_of(region: Option<&str>) -> &'static str {
    let partition = region.and_then(Partition::of_region);
    partition.map_or("aws", Partition::id)
}

/// The name of a block: `main` of `aws_vpc.main`.
fn label(address: &Address) -> String {
    let block = address.block();
    let name = block.rsplit_once('.').map(|(_, name)| name);
    name.unwrap_or(&block).to_owned()
}
