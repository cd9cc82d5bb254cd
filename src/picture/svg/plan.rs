//! What stands in which row of a VPC, before anything is drawn.

use std::collections::HashMap;

use crate::{
    eval::Exists,
    network::WayOut,
    picture::{
        Fault, Vpc,
        fold::{alike, rules_of},
    },
};

/// More bars than this in a row of subnets are folded further.
const MOST_BARS: usize = 10;

/// More gateways of a kind than this are drawn as one.
const MOST_OF_A_KIND: usize = 2;

/// A VPC, arranged.
pub(super) struct Plan<'p> {
    pub(super) vpc: &'p Vpc,
    /// Those that are like it.
    pub(super) others: Vec<&'p Vpc>,
    pub(super) faults: &'p [Fault],
    /// Its gateways, many of a kind together.
    pub(super) gateways: Vec<Vec<usize>>,
    pub(super) bands: Vec<Band>,
    /// Route tables that no subnet here follows.
    pub(super) loose_tables: Vec<Vec<usize>>,
    /// Endpoints of which nothing here says where they stand.
    pub(super) loose_endpoints: Vec<Vec<usize>>,
    pub(super) arrows: Vec<Arrow>,
}

/// The subnets that traffic leaves in one way.
pub(super) struct Band {
    pub(super) way: Option<WayOut>,
    pub(super) tiers: Vec<Tier>,
    /// Their route tables, those that are alike together.
    pub(super) tables: Vec<Vec<usize>>,
}

/// Subnets side by side: by the places of their zones.
pub(super) struct Tier {
    block: Option<String>,
    pub(super) cells: Vec<Vec<usize>>,
    /// Endpoints with network interfaces in them, those that are alike together.
    pub(super) bars: Vec<Vec<usize>>,
}

/// Where the traffic of a row goes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: To,
    pub(super) exists: Exists,
}

/// The end of an arrow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Gateway(usize),
    Band(usize),
}

impl<'p> Plan<'p> {
    /// Some VPCs that are alike, of which the first is drawn.
    pub(super) fn of(vpcs: &[&'p Vpc], faults: &'p [Fault]) -> Option<Self> {
        let (vpc, others) = vpcs.split_first()?;
        let mut plan = Self {
            vpc,
            others: others.to_vec(),
            faults,
            gateways: gateways(vpc, faults),
            bands: Vec::new(),
            loose_tables: Vec::new(),
            loose_endpoints: Vec::new(),
            arrows: Vec::new(),
        };
        let mut ways: Vec<Option<WayOut>> = vpc.subnets.iter().map(|it| it.way).collect();
        ways.sort_by_key(|way| way.map_or(u8::MAX, |way| way as u8));
        ways.dedup();
        plan.bands = ways.into_iter().map(|way| plan.band(way)).collect();
        plan.place_tables();
        plan.place_endpoints();
        plan.lead();
        Some(plan)
    }

    fn band(&self, way: Option<WayOut>) -> Band {
        let block = |label: &str| label.split('[').next().map(str::to_owned);
        let mut tiers: Vec<Tier> = Vec::new();
        let labels = || self.vpc.subnets.iter().map(|it| block(&it.thing.label));
        let mut counts: HashMap<Option<String>, usize> = HashMap::new();
        for label in labels() {
            *counts.entry(label).or_default() += 1;
        }
        for (at, subnet) in self.vpc.subnets.iter().enumerate() {
            if subnet.way != way {
                continue;
            }
            let own = block(&subnet.thing.label);
            // Instances of a block stand together; blocks of one subnet each stand side by side.
            let own = own.filter(|own| counts.get(&Some(own.clone())).is_some_and(|it| *it > 1));
            let is_free = |tier: &Tier| {
                let cell = tier.cells.get(subnet.zone);
                own.is_some() || cell.is_some_and(Vec::is_empty)
            };
            let found = tiers.iter().position(|it| it.block == own && is_free(it));
            let found = found.unwrap_or_else(|| {
                tiers.push(Tier {
                    block: own.clone(),
                    cells: vec![Vec::new(); self.vpc.zones.len()],
                    bars: Vec::new(),
                });
                tiers.len() - 1
            });
            let cell = tiers
                .get_mut(found)
                .and_then(|it| it.cells.get_mut(subnet.zone));
            if let Some(cell) = cell {
                cell.push(at);
            }
        }
        for tier in &mut tiers {
            tier.bars = self.bars(tier);
        }
        Band {
            way,
            tiers,
            tables: Vec::new(),
        }
    }

    /// The endpoints of a tier: where too many differ, only by what is wrong, then only by where they stand.
    fn bars(&self, tier: &Tier) -> Vec<Vec<usize>> {
        let subnets: Vec<usize> = tier.cells.iter().flatten().copied().collect();
        let here = |places: &Vec<usize>| {
            let first = places.first().and_then(|at| self.vpc.endpoints.get(*at));
            first.is_some_and(|it| it.stands.here.iter().any(|(at, _)| subnets.contains(at)))
        };
        let mut bars = Vec::new();
        for coarse in 0..3 {
            bars = self.vpc.endpoints_alike(self.faults, coarse);
            bars.retain(here);
            if bars.len() <= MOST_BARS {
                break;
            }
        }
        // The widest first: what ties others to their subnets passes behind them.
        bars.sort_by_key(|places| {
            let first = places.first().and_then(|at| self.vpc.endpoints.get(*at));
            std::cmp::Reverse(first.map_or(0, |it| it.stands.here.len()))
        });
        bars
    }

    fn place_tables(&mut self) {
        for places in self.vpc.tables_alike(self.faults) {
            let first = places.first().and_then(|at| self.vpc.tables.get(*at));
            let follower = first.and_then(|it| it.followers.first());
            let way = follower
                .and_then(|(at, _)| self.vpc.subnets.get(*at))
                .map(|it| it.way);
            let band = way.and_then(|way| self.bands.iter_mut().find(|it| it.way == way));
            match band {
                Some(band) => band.tables.push(places),
                None => self.loose_tables.push(places),
            }
        }
    }

    fn place_endpoints(&mut self) {
        let mut all = Vec::new();
        for coarse in 0..3 {
            all = self.vpc.endpoints_alike(self.faults, coarse);
            all.retain(|places| {
                let first = places.first().and_then(|at| self.vpc.endpoints.get(*at));
                first.is_some_and(|it| it.stands.here.is_empty() && it.serves.here.is_empty())
            });
            if all.len() <= MOST_BARS {
                break;
            }
        }
        self.loose_endpoints = all;
    }

    fn lead(&mut self) {
        let mut arrows: Vec<Arrow> = Vec::new();
        let mut add = |arrow: Arrow| {
            let known = arrows
                .iter_mut()
                .find(|it| it.from == arrow.from && it.to == arrow.to);
            match known {
                Some(known) => known.exists = known.exists.max(arrow.exists),
                None => arrows.push(arrow),
            }
        };
        for (from, band) in self.bands.iter().enumerate() {
            let tables = band.tables.iter().flatten();
            let tables = tables.filter_map(|at| self.vpc.tables.get(*at));
            for target in tables.flat_map(|it| &it.targets) {
                let to = self.end(&target.name);
                if let Some(to) = to.filter(|to| *to != To::Band(from)) {
                    let exists = target.exists;
                    add(Arrow { from, to, exists });
                }
            }
        }
        // Those with the nearest ends run innermost, so that they cross no other.
        arrows.sort_by_key(|arrow| {
            let end = match arrow.to {
                To::Band(at) => usize::MAX - at,
                To::Gateway(at) => self.gateways.len() - at,
            };
            (matches!(arrow.to, To::Gateway(_)), end, arrow.from)
        });
        self.arrows = arrows;
    }

    /// What is called so.
    fn end(&self, name: &str) -> Option<To> {
        let is_it = |at: &usize| {
            let gateway = self.vpc.gateways.get(*at);
            gateway.is_some_and(|it| it.thing.address == name)
        };
        if let Some(at) = self.gateways.iter().position(|it| it.iter().any(is_it)) {
            return Some(To::Gateway(at));
        }
        let holds = |at: &usize| {
            let subnet = self.vpc.subnets.get(*at);
            subnet.is_some_and(|it| it.inside.iter().any(|it| it.thing.address == name))
        };
        let mut bands = self.bands.iter();
        let band = bands.position(|band| {
            let mut cells = band
                .tiers
                .iter()
                .flat_map(|tier| tier.cells.iter().flatten());
            cells.any(holds)
        });
        band.map(To::Band)
    }
}

fn gateways(vpc: &Vpc, faults: &[Fault]) -> Vec<Vec<usize>> {
    let all = vpc.gateways.iter().enumerate();
    let groups = alike(all, |it| {
        let rules = rules_of(&it.thing.faults, faults);
        (it.what, it.way, it.thing.exists, rules)
    });
    let apart = |places: Vec<usize>| -> Vec<Vec<usize>> {
        if places.len() > MOST_OF_A_KIND {
            vec![places]
        } else {
            places.into_iter().map(|at| vec![at]).collect()
        }
    };
    groups.into_iter().flat_map(apart).collect()
}
