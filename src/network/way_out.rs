//! How traffic leaves a subnet: by what its route table says of everything that is not near.

use ipnet::IpNet;

use super::{
    Case, Identity, Network, Pass, Route, RouteTable, Subnet,
    answer::unknown,
    case::Made,
    reading::{self, MOST_READ, Reading},
    route::are_whole,
};
use crate::{address::Address, options::Options, value::Symbol};

/// More ways of conditions than this are not gone.
const MOST_WAYS: usize = 64;

/// What passes on the traffic that leaves a subnet, the most open first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum WayOut {
    /// An internet gateway: the subnet is public.
    Internet,
    /// A NAT gateway.
    Nat,
    /// Nothing but an egress-only internet gateway, for IPv6.
    EgressOnly,
    /// A transit gateway, a core network or a VPN.
    Transit,
    /// Something else: an endpoint, a machine, a peering connection.
    Other,
    /// Anything, but only to some networks.
    Some,
    /// Nothing: it is isolated.
    Nowhere,
}

impl WayOut {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internet => "internet",
            Self::Nat => "nat",
            Self::EgressOnly => "egress_only",
            Self::Transit => "transit",
            Self::Other => "other",
            Self::Some => "some",
            Self::Nowhere => "nowhere",
        }
    }

    /// What a target of a route passes traffic to, if that is known.
    #[must_use]
    pub fn by(argument: &str, target: &Identity) -> Option<Self> {
        Some(match argument {
            "nat_gateway_id" => Self::Nat,
            "egress_only_gateway_id" => Self::EgressOnly,
            "transit_gateway_id" | "core_network_arn" => Self::Transit,
            "gateway_id" => return Self::of_gateway(target),
            "carrier_gateway_id" => Self::Internet,
            _ => Self::Other,
        })
    }

    /// What a gateway is: an internet gateway or a virtual private one.
    fn of_gateway(gateway: &Identity) -> Option<Self> {
        let owner = match gateway {
            Identity::Attribute(address, _) => Some(address.clone()),
            // One of several, of whichever block they all are.
            Identity::Reference(_) => {
                let collection = Symbol::new(gateway.collection());
                match Identity::behind(&collection) {
                    Identity::Attribute(address, _) => Some(address),
                    _ => None,
                }
            }
            Identity::Id { .. } => None,
        };
        let is_of = |ty: &str, prefix: &str| {
            owner.as_ref().is_some_and(|it| it.ty().starts_with(ty))
                || gateway.id().is_some_and(|id| id.starts_with(prefix))
        };
        if is_of("aws_vpn_gateway", "vgw-") {
            Some(Self::Transit)
        } else if is_of("aws_internet_gateway", "igw-") {
            Some(Self::Internet)
        } else {
            None
        }
    }
}

/// Whether a target is the VPC itself: such a route leads nowhere else.
pub(super) fn is_local(target: &Identity) -> bool {
    target.id() == Some("local")
}

impl Network {
    /// How traffic leaves a subnet; nothing where that is not known.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself is of one lifetime"
    )]
    pub(super) fn way_out(&self, subnet: &Subnet) -> Option<WayOut> {
        self.in_all_ways(subnet, |subnet| subnet.way_out())
    }

    /// Whether all routes of a table are in sight.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself is of one lifetime"
    )]
    pub(super) fn shows_all_routes(&self, table: &RouteTable) -> bool {
        self.in_all_ways(table, |table| table.shows_all_routes())
            .is_some()
    }

    /// The route tables that a subnet follows without an association, by their addresses: the main one of its VPC.
    pub(super) fn main_tables(&self, subnet: &Subnet) -> Vec<Address> {
        let tables = self.in_all_ways(subnet, |subnet| {
            let tables = match subnet.associated_tables()? {
                Some(_) => Vec::new(),
                None => subnet.tables_by_default()?,
            };
            let addresses = tables.iter().map(|it| it.it.resource.address.clone());
            Ok(addresses.collect::<Vec<_>>())
        });
        tables.unwrap_or_default()
    }

    /// What a question is answered in every way that unknown conditions leave, if that is always the same.
    fn in_all_ways<T: Made, R: PartialEq>(
        &self,
        thing: &T,
        ask: impl for<'n> Fn(&Case<'n, T>) -> Result<R, Pass>,
    ) -> Option<R> {
        let options = Options::default();
        let (mut answer, mut junctions, mut left) = (None, Vec::new(), MOST_READ);
        for _ in 0..MOST_WAYS {
            let reading = Reading::following(junctions, left);
            let now = ask(&Case::new(self, thing, &options, &reading)).ok()?;
            let gone;
            (_, gone, left) = reading.finish();
            if answer.as_ref().is_some_and(|before| *before != now) {
                return None;
            }
            answer = Some(now);
            let Some((next, _)) = reading::next(gone) else {
                return answer;
            };
            junctions = next;
        }
        None
    }
}

impl Case<'_, Subnet> {
    fn way_out(&self) -> Result<WayOut, Pass> {
        if self.network.loose_routes {
            return Err(self.undecided("which route table a route belongs to is unknown"));
        }
        let tables = self.route_tables()?;
        let mut ways = Vec::new();
        for table in tables {
            if !self.exists(&table.it.resource, &self.it.resource) {
                return Err(self.undecided("its route table may not be there"));
            }
            ways.push(table.way_out()?);
        }
        let way = ways.first().copied();
        match way.filter(|way| ways.iter().all(|other| other == way)) {
            Some(way) => Ok(way),
            None => Err(self.undecided("its route table is not made here")),
        }
    }
}

impl<'n> Case<'n, RouteTable> {
    fn way_out(&self) -> Result<WayOut, Pass> {
        let (mut led, mut undecided) = (Vec::new(), None);
        for item in &self.some(&self.it.routes).items {
            if !self.exists(&item.place.resource, &self.it.resource) {
                continue;
            }
            match self.read(item).and_then(|route| self.leads(route)) {
                Ok(found) => led.extend(found),
                Err(pass) => undecided = undecided.or(Some(pass)),
            }
        }
        let of_way = |way: WayOut| led.iter().filter(move |led| led.way == way);
        let mut ways: Vec<WayOut> = led.iter().map(|led| led.way).collect();
        ways.sort_unstable();
        let mut whole = ways.iter().filter(|way| are_whole(networks(of_way(**way))));
        if let Some(best) = whole.next() {
            return Ok(*best);
        }
        // What parts the world among several ways leads out by all of them.
        if let Some(best) = ways.first().filter(|_| are_whole(networks(led.iter()))) {
            return Ok(*best);
        }
        if let Some(pass) = undecided {
            return Err(pass);
        }
        self.shows_its_own_routes()?;
        if ways.contains(&WayOut::Transit) {
            return Ok(WayOut::Transit);
        }
        self.shows_all_routes()?;
        if ways.is_empty() {
            return Ok(WayOut::Nowhere);
        }
        if led.iter().all(|led| led.near) {
            return Err(self.undecided("whether its routes lead out of the VPC is unknown"));
        }
        Ok(WayOut::Some)
    }

    /// That all routes are in sight that are written into it by itself or by name.
    fn shows_its_own_routes(&self) -> Result<(), Pass> {
        self.closed(&self.it.routes)?;
        self.nothing_else_may("add a route to it")
    }

    /// That all of its routes are in sight.
    fn shows_all_routes(&self) -> Result<(), Pass> {
        self.shows_its_own_routes()?;
        if self.network.loose_routes {
            return Err(self.undecided("which route table a route belongs to is unknown"));
        }
        if self.network.routes_are_propagated || !self.network.transit.route_writers.is_empty() {
            return Err(self.undecided("routes may be written that are not in this configuration"));
        }
        Ok(())
    }

    /// What a route passes traffic to, and for which networks, as far as these are written as such.
    fn leads(&self, route: &'n Route) -> Result<Option<Led>, Pass> {
        let way = self.first(&route.targets, |target| {
            let named = self.read(target)?.as_ref();
            match named.filter(|named| !is_local(named)) {
                None => Ok(None),
                Some(named) => match WayOut::by(target.place.argument, named) {
                    Some(way) => Ok(Some((way, target.place.argument))),
                    None => Err(unknown(&target.place, "what that gateway is, is unknown")),
                },
            }
        })?;
        let Some((way, argument)) = way else {
            return Ok(None);
        };
        Ok(Some(Led {
            way,
            networks: self.networks_of(route)?,
            near: matches!(argument, "network_interface_id" | "vpc_endpoint_id"),
        }))
    }
}

/// Where a route leads.
struct Led {
    way: WayOut,
    /// The networks that it is for.
    networks: Vec<IpNet>,
    /// Whether its target may stand between subnets of the VPC.
    near: bool,
}

/// All networks that some routes are for.
fn networks<'l>(led: impl Iterator<Item = &'l Led>) -> impl Iterator<Item = IpNet> {
    led.flat_map(|led| led.networks.iter().copied())
}
