//! What is in a VPC: the subnets, route tables and workloads of which that is settled.

use std::collections::{BTreeSet, HashMap};

use super::{
    Case, Endpoint, Identity, NatGateway, Network, RouteTable, Subnet, Vpc, Workload, Zone,
};

/// Things by their VPCs.
#[derive(Debug, Default)]
pub(super) struct Within {
    subnets: HashMap<Identity, Vec<usize>>,
    tables: HashMap<Identity, Vec<usize>>,
    /// By every VPC in which one has a subnet.
    workloads: HashMap<Identity, Vec<usize>>,
    /// Route tables that certainly lead to a NAT gateway, and that.
    tables_with_nat: HashMap<Identity, Vec<(usize, usize)>>,
    /// In how many zones a VPC has subnets.
    zones: HashMap<Identity, Option<usize>>,
}

impl Within {
    fn of(network: &Network) -> Self {
        let workloads = network.workloads.iter().map(|it| {
            let subnets = it.subnets.possible();
            let subnets = subnets.filter_map(|subnet| network.subnet(subnet));
            subnets.filter_map(|it| it.vpc.settled())
        });
        let mut zones: HashMap<&Identity, Vec<Option<&Zone>>> = HashMap::new();
        for subnet in &network.subnets {
            if let Some(vpc) = subnet.vpc.settled() {
                // Only a hint hangs on it: what is not settled counts as not known.
                let zone = subnet.zone.settled().and_then(Option::as_ref);
                // One that stands for many may lie elsewhere each time, unless the zone is written out.
                let is_one = !subnet.resource.address.is_vague();
                let zone = zone.filter(|it| is_one || it.known().is_some());
                zones.entry(vpc).or_default().push(zone);
            }
        }
        let mut addresses = network.subnets.iter().map(|it| &it.resource.address);
        let are_told = addresses.all(|it| !it.is_vague());
        let count = |subnets: Vec<Option<&Zone>>| {
            let known: BTreeSet<&Zone> = subnets.iter().flatten().copied().collect();
            match known.len() {
                // One subnet lies in one zone, whichever AWS picks.
                0 if are_told && subnets.len() == 1 => Some(1),
                several @ 2.. => Some(several),
                known => (!subnets.contains(&None)).then_some(known),
            }
        };
        let zones = zones.into_iter();
        let mut tables_with_nat: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for (place, table) in network.route_tables.iter().enumerate() {
            if let (Some(vpc), Some(nat)) = (table.vpc.settled(), network.settled_nat(table)) {
                let of_vpc = tables_with_nat.entry(vpc.clone()).or_default();
                of_vpc.push((place, nat));
            }
        }
        Self {
            tables_with_nat,
            zones: zones
                .map(|(vpc, zones)| (vpc.clone(), count(zones)))
                .collect(),
            subnets: by_vpc(network.subnets.iter().map(|it| it.vpc.settled())),
            tables: by_vpc(network.route_tables.iter().map(|it| it.vpc.settled())),
            workloads: by_vpc(workloads),
        }
    }
}

fn by_vpc<'n, V: IntoIterator<Item = &'n Identity>>(
    vpcs: impl Iterator<Item = V>,
) -> HashMap<Identity, Vec<usize>> {
    let mut by_vpc: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, vpcs) in vpcs.enumerate() {
        for vpc in vpcs {
            let within = by_vpc.entry(vpc.clone()).or_default();
            if within.last() != Some(&place) {
                within.push(place);
            }
        }
    }
    by_vpc
}

fn places<'n>(
    by_vpc: &'n HashMap<Identity, Vec<usize>>,
    vpc: &Identity,
) -> impl Iterator<Item = usize> + use<'n> {
    by_vpc.get(vpc).into_iter().flatten().copied()
}

impl Network {
    fn within(&self) -> &Within {
        self.found.within.get_or_init(|| Within::of(self))
    }

    /// In how many zones a VPC has subnets: the zones that differ for certain; `None` when a zone is left to AWS.
    pub(super) fn zones_of(&self, vpc: &Identity) -> Option<usize> {
        self.within().zones.get(vpc).copied().unwrap_or(Some(0))
    }
}

impl<'n, T> Case<'n, T> {
    fn within(&self) -> &'n Within {
        self.network.within()
    }

    /// The subnets of a VPC that are made here.
    pub(super) fn subnets_of(
        &self,
        vpc: &Identity,
    ) -> impl Iterator<Item = Case<'n, Subnet>> + use<'n, T> {
        let places = places(&self.within().subnets, vpc);
        self.each_of(self.network.subnets.at(places))
    }

    /// The route tables of a VPC that are made here.
    pub(super) fn tables_of(
        &self,
        vpc: &Identity,
    ) -> impl Iterator<Item = Case<'n, RouteTable>> + use<'n, T> {
        let places = places(&self.within().tables, vpc);
        self.each_of(self.network.route_tables.at(places))
    }
}

impl<'n> Case<'n, Endpoint> {
    /// The route tables of its VPC that lead to NAT gateways, as far as that is settled: for words only.
    pub(super) fn tables_with_nat(&self) -> Vec<(Case<'n, RouteTable>, Case<'n, NatGateway>)> {
        let network = self.network;
        let vpc = self.it.vpc.settled();
        let tables = vpc.and_then(|vpc| network.within().tables_with_nat.get(vpc));
        let case = |&(table, nat): &(usize, usize)| {
            let table = self.about(network.route_tables.get(table)?);
            Some((table, self.about(network.nat_gateways.get(nat)?)))
        };
        tables.into_iter().flatten().filter_map(case).collect()
    }
}

impl<'n> Case<'n, Vpc> {
    /// What runs in subnets of it, as far as these are made here.
    pub(super) fn workloads(&self) -> impl Iterator<Item = Case<'n, Workload>> + use<'n> {
        let places = places(&self.within().workloads, &self.it.identity);
        self.each_of(self.network.workloads.at(places))
    }
}
