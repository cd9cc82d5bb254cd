//! What to change, in names that can be written where it is changed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
};

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, Lack, Network, Resource, RouteTable, Vpc, Way,
};

/// So many route tables are named one by one in advice, and all in texts that are to be written.
const MOST_ADVISED: usize = 3;
pub(super) const ALL: usize = usize::MAX;

/// Why something cannot be written.
pub(super) fn nameless(what: impl fmt::Display) -> String {
    format!("{what} cannot be named where it would be written")
}

/// Why something is not to be written.
pub(super) fn may_be_missing(what: impl fmt::Display) -> String {
    format!("{what} may not be there")
}

/// How the module that calls another refers to what is made in there: as a member of an output, or as all of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Export {
    /// The address of the calling module; empty for the root.
    pub(super) module: String,
    /// The address of the module whose output it is.
    pub(super) from: String,
    /// The output: `module.net.private_route_table_ids`.
    pub(super) output: String,
    /// Which of its members it is: `[0]`; empty when it is not one of several.
    pub(super) key: String,
    /// How many it has.
    pub(super) of: usize,
}

/// Exports by what they name.
pub(super) type Exports = BTreeMap<Identity, Vec<Export>>;

impl Network {
    /// How something is referred to in a module, if that can be written there.
    pub(super) fn reference(
        &self,
        resource: &Resource,
        identity: &Identity,
        module: &str,
    ) -> Option<String> {
        if resource.address.module() == module && resource.call.is_none() {
            let is_named = !resource.address.has_templates();
            return is_named.then(|| format!("{}.id", resource.address.own()));
        }
        // Other modules may hand on what they were given.
        let is_own = |it: &&Export| it.from == resource.address.module();
        let mut exports = self.exported(identity, module);
        let first = exports.next()?;
        let own = std::iter::once(first).chain(exports).find(is_own);
        let export = own.unwrap_or(first);
        Some(format!("{}{}", export.output, export.key))
    }

    fn exported(&self, identity: &Identity, module: &str) -> impl Iterator<Item = &Export> {
        let exports = self.exports.get(identity).into_iter().flatten();
        exports.filter(move |export| export.module == module)
    }

    /// An expression for the ids of some route tables in a module, of which so many are named one by one; `None` where one of them
    /// has no name there.
    pub(super) fn ids_of(
        &self,
        tables: &[Case<'_, RouteTable>],
        module: &str,
        most: usize,
    ) -> Option<String> {
        let (mut lists, mut single): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let outputs = self.outputs_of(tables, module);
        let blocks = blocks_of(tables.iter().map(|it| &*it.it.resource));
        for table in tables {
            let resource = &table.it.resource;
            let identity = table.it.identities.first()?;
            if let Some(output) = self.whole_output(&outputs, identity, module) {
                lists.push(output);
            } else if let Some(block) = self.whole_block(&blocks, table, module) {
                lists.push(block);
            } else {
                single.push(self.reference(resource, identity, module)?);
            }
        }
        lists.dedup();
        if single.len() > most {
            single.truncate(most);
            single.push("...".to_owned());
        }
        match (lists.as_slice(), single.is_empty()) {
            ([], true) => None,
            ([], false) => Some(format!("[{}]", single.join(", "))),
            ([list], true) => Some(list.clone()),
            (lists, true) => Some(format!("concat({})", lists.join(", "))),
            (lists, false) => {
                let lists = lists.join(", ");
                Some(format!("concat({lists}, [{}])", single.join(", ")))
            }
        }
    }

    /// How often each output of other modules names one of some tables.
    fn outputs_of(&self, tables: &[Case<'_, RouteTable>], module: &str) -> HashMap<&str, usize> {
        let mut outputs = HashMap::new();
        for table in tables {
            let ids = table.it.identities.iter();
            let exports = ids.flat_map(|id| self.exported(id, module));
            let named: BTreeSet<&str> = exports.map(|it| &*it.output).collect();
            for output in named {
                *outputs.entry(output).or_default() += 1;
            }
        }
        outputs
    }

    /// The output that lists a table, and no other than these, of which each is named so often.
    fn whole_output(
        &self,
        named: &HashMap<&str, usize>,
        identity: &Identity,
        module: &str,
    ) -> Option<String> {
        let lists = |export: &&Export| {
            export.key.ends_with(']') && named.get(&*export.output) == Some(&export.of)
        };
        let export = self.exported(identity, module).find(lists)?;
        Some(export.output.clone())
    }

    /// All instances of a table's block, when these are among the tables, so many of each block:
    /// `aws_route_table.private[*].id`.
    fn whole_block(
        &self,
        meant: &Blocks,
        table: &Case<'_, RouteTable>,
        module: &str,
    ) -> Option<String> {
        let made = &self.found.table_blocks;
        let made = made.get_or_init(|| blocks_of(self.route_tables.iter().map(|it| &*it.resource)));
        let address = &table.it.resource.address;
        let key = block_of(&table.it.resource);
        let (meant, made) = (meant.get(&key), made.get(&key));
        let is_repeated = address.own().ends_with(']') && address.module() == module;
        if !is_repeated || table.it.resource.call.is_some() || meant != made || meant < Some(&2) {
            return None;
        }
        let (_, block) = key;
        Some(if address.own().ends_with("\"]") {
            format!("values({block})[*].id")
        } else {
            format!("{block}[*].id")
        })
    }
}

/// How many tables each block makes, by its module and name.
pub(super) type Blocks = HashMap<(String, String), usize>;

fn block_of(table: &Resource) -> (String, String) {
    let address = &table.address;
    (address.module().to_owned(), address.block())
}

fn blocks_of<'r>(tables: impl Iterator<Item = &'r Resource>) -> Blocks {
    let mut blocks = Blocks::new();
    for table in tables {
        *blocks.entry(block_of(table)).or_default() += 1;
    }
    blocks
}

impl<'n> Case<'n, Vpc> {
    /// The route tables that a gateway endpoint is to be in.
    pub(super) fn tables_in_need(&self, way: &Way<'n>) -> Vec<Case<'n, RouteTable>> {
        match way {
            Way::Nat(_) => {
                let by_nat = |table: &Case<'n, RouteTable>| {
                    let mut routes = table.it.routes.possible();
                    let leads = routes.any(|route| {
                        let nats = route.nat_gateway().into_iter();
                        nats.flat_map(Fact::possible).any(Option::is_some)
                    });
                    leads && matches!(self.is_for_transit(table), Ok(false))
                };
                self.route_tables().filter(by_nat).collect()
            }
            Way::Nowhere(tables) => {
                let mut seen = HashSet::new();
                let mut distinct = tables.clone();
                distinct.retain(|it| seen.insert(std::ptr::from_ref(it.it)));
                distinct
            }
        }
    }

    /// What to change for want of a gateway endpoint for a service.
    #[must_use]
    pub fn gateway_advice(&self, lack: &Lack<'n>, service: &str) -> String {
        let ids = |at: &Resource| {
            self.network
                .ids_of(&lack.tables, &at.written_in, MOST_ADVISED)
        };
        let which = match &lack.way {
            Way::Nat(nat) => format!("the route tables that lead to {nat}"),
            Way::Nowhere(_) => "the route tables of its private subnets".to_owned(),
        };
        if let Some(idle) = &lack.idle {
            return idle.advice_to_add(&lack.tables, &which);
        }
        let resource = &self.it.resource;
        let vpc = self
            .network
            .reference(resource, &self.it.identity, &resource.written_in);
        let vpc = vpc.unwrap_or_else(|| format!("the id of {self}"));
        let tables = match ids(resource) {
            Some(ids) => format!("route_table_ids = {ids}"),
            None => format!("{which} in route_table_ids"),
        };
        format!("add an aws_vpc_endpoint for {service} with vpc_id = {vpc} and {tables}")
    }
}

impl<'n> Case<'n, Endpoint> {
    /// What to change where route tables are to be added, which are called so where they have no names there.
    pub(super) fn advice_to_add(&self, tables: &[Case<'n, RouteTable>], otherwise: &str) -> String {
        let resource = &self.it.resource;
        let ids = self
            .network
            .ids_of(tables, &resource.written_in, MOST_ADVISED);
        let ids = ids.unwrap_or_else(|| otherwise.to_owned());
        // One table is no list to be added.
        let one = ids.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let which = one.filter(|it| !it.contains(',')).unwrap_or(&ids);
        let to = &self.it.route_tables;
        let name = resource.address.own();
        match &resource.call {
            Some(call) => format!("add {which} to route_table_ids of its entry in {call}"),
            None if !to.place.written && !to.members.items.is_empty() => {
                format!("add {which} to {name} by another aws_vpc_endpoint_route_table_association")
            }
            None => format!("add {which} to route_table_ids of {name}"),
        }
    }

    /// What to change where it is in no route table.
    #[must_use]
    pub fn advice_on_tables(&self) -> String {
        let tables = self.tables_with_nat().into_iter();
        let tables: Vec<_> = tables.map(|(table, _)| table).collect();
        self.advice_to_add(
            &tables,
            "the route tables of the subnets that are to use it",
        )
    }

    /// What to change where it has no subnet.
    #[must_use]
    pub fn advice_on_subnets(&self, kind: EndpointType) -> String {
        if kind == EndpointType::GatewayLoadBalancer {
            return "name one subnet of its VPC in subnet_ids: it takes exactly one".to_owned();
        }
        let list = "list private subnets of its VPC in subnet_ids, one for each Availability Zone";
        let service = self.it.service_suffix();
        let Some(service @ ("s3" | "dynamodb")) = service else {
            return list.to_owned();
        };
        // Modules make an interface of what names no type.
        let (ty, place) = match &self.it.resource.call {
            Some(call) => ("service_type", format!(" in its entry in {call}")),
            None => ("vpc_endpoint_type", String::new()),
        };
        format!(
            "if a gateway endpoint for {service} is meant, which is free and takes no subnets, \
             set {ty} = \"Gateway\" and route_table_ids{place}; else {list}"
        )
    }
}
