//! One VPC as boxes and arrows.

use super::{Area, Item, Outline, Shape};
use crate::{
    eval::Exists,
    finding::Severity,
    network::{Outside, WayOut},
    picture::{
        Fault, Vpc,
        fold::{alike, rules_of},
        names::{shared, short_text},
        words::{admits, counted, heading, may, zone},
    },
};

/// More names than this are counted instead.
const MOST_NAMES: usize = 8;

/// More lines than this in a box are counted instead.
const MOST_LINES: usize = 6;

/// Some names, the rest of them counted: `sqs, sns and 10 more`.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A VPC in the making.
pub(super) struct Drawing<'p> {
    pub(super) vpc: &'p Vpc,
    pub(super) faults: &'p [Fault],
    pub(super) id: String,
}

impl Drawing<'_> {
    pub(super) fn draw(&self, outline: &mut Outline) {
        let vpc = self.vpc;
        let mut area = Area {
            id: self.id.clone(),
            title: self.title(),
            items: Vec::new(),
            areas: Vec::new(),
        };
        let mut ways: Vec<Option<WayOut>> = vpc.subnets.iter().map(|it| it.way).collect();
        ways.sort_by_key(|way| way.map_or(u8::MAX, |way| way as u8));
        ways.dedup();
        for way in ways {
            area.areas.push(self.row(way));
        }
        self.tables(&mut area, outline);
        self.endpoints(&mut area, outline);
        self.gateways(&mut area, outline);
        self.groups(&mut area);
        outline.areas.push(area);
    }

    fn title(&self) -> String {
        let thing = self.vpc.thing.as_ref();
        let title = match thing {
            None => "in no VPC that is known".to_owned(),
            Some(thing) => format!("VPC {}{}", thing.address, may(thing.exists)),
        };
        let elsewhere = thing.is_some() && !self.vpc.made_here;
        let elsewhere = if elsewhere { ", made elsewhere" } else { "" };
        let marks = thing
            .map(|thing| self.marks(&thing.faults))
            .unwrap_or_default();
        let marks = marks.iter().map(|mark| format!(" {mark}"));
        format!("{title}{elsewhere}{}", marks.collect::<String>())
    }

    /// What is wrong, by symbol and rule.
    fn marks(&self, faults: &[usize]) -> Vec<String> {
        let rules = rules_of(faults, self.faults);
        let mark = |rule: &&str| {
            let mut of_rule = faults.iter().filter_map(|at| self.faults.get(*at));
            let severity = of_rule.find(|it| it.rule == *rule).map(|it| it.severity);
            let symbol = match severity {
                Some(Severity::Error) => "✖",
                Some(Severity::Warning) => "▲",
                _ => "●",
            };
            format!("{symbol} {rule}")
        };
        rules.iter().map(mark).collect()
    }

    fn worst(&self, faults: &[usize]) -> Option<Severity> {
        let faults = faults.iter().filter_map(|at| self.faults.get(*at));
        faults.map(|it| it.severity).max()
    }

    fn item(
        &self,
        id: String,
        shape: Shape,
        lines: Vec<String>,
        (exists, faults): (Exists, &[usize]),
    ) -> Item {
        let mut lines = lines;
        lines.extend(self.marks(faults));
        Item {
            id,
            shape,
            lines,
            exists,
            worst: self.worst(faults),
        }
    }

    /// The subnets of one way out, those of one block and zone together.
    fn row(&self, way: Option<WayOut>) -> Area {
        let id = format!("{}w{}", self.id, way.map_or("unknown", WayOut::name));
        let of_way = self.vpc.subnets.iter().enumerate();
        let of_way = of_way.filter(|(_, it)| it.way == way);
        let groups = alike(of_way, |it| {
            let rules = rules_of(&it.thing.faults, self.faults);
            let block = it.thing.label.split('[').next().map(str::to_owned);
            (block, it.zone, it.thing.exists, rules)
        });
        let items = groups.iter().filter_map(|places| {
            let subnets: Vec<_> = places
                .iter()
                .filter_map(|at| self.vpc.subnets.get(*at))
                .collect();
            let first = subnets.first()?;
            let labels: Vec<String> = subnets.iter().map(|it| it.thing.label.clone()).collect();
            let ranges: Vec<String> = subnets.iter().filter_map(|it| it.range.clone()).collect();
            let zone = self.vpc.zones.get(first.zone).map(zone).unwrap_or_default();
            let mut lines = vec![
                format!("{}{}", some(&labels), may(first.thing.exists)),
                zone,
            ];
            if !ranges.is_empty() {
                lines.push(some(&ranges));
            }
            for inside in subnets.iter().flat_map(|it| &it.inside).take(MOST_LINES) {
                let name = &inside.thing.label;
                lines.push(format!(
                    "{} {name}{}",
                    inside.what,
                    may(inside.thing.exists)
                ));
                lines.extend(self.marks(&inside.thing.faults));
            }
            let faults: Vec<usize> = subnets
                .iter()
                .flat_map(|it| &it.thing.faults)
                .copied()
                .collect();
            let known = (first.thing.exists, &*faults);
            Some(self.item(
                self.subnet_id(*places.first()?),
                Shape::Subnet,
                lines,
                known,
            ))
        });
        Area {
            id,
            title: heading(way).to_owned(),
            items: items.collect(),
            areas: Vec::new(),
        }
    }

    /// The id of the box that a subnet is in.
    fn subnet_id(&self, place: usize) -> String {
        let label = |at: usize| {
            let subnet = self.vpc.subnets.get(at)?;
            let rules = rules_of(&subnet.thing.faults, self.faults);
            let block = subnet.thing.label.split('[').next()?;
            Some((block, subnet.way, subnet.zone, subnet.thing.exists, rules))
        };
        let own = label(place);
        let first = (0..place).find(|at| label(*at) == own);
        format!("{}s{}", self.id, first.unwrap_or(place))
    }

    fn tables(&self, area: &mut Area, outline: &mut Outline) {
        for places in self.vpc.tables_alike(self.faults) {
            let tables: Vec<_> = places
                .iter()
                .filter_map(|at| self.vpc.tables.get(*at))
                .collect();
            let (Some(first), Some(place)) = (tables.first(), places.first()) else {
                continue;
            };
            let labels: Vec<String> = tables.iter().map(|it| it.thing.label.clone()).collect();
            let mut lines = vec![match shared(labels.iter().map(String::as_str)) {
                Some(name) => format!("{} {name}", counted(labels.len(), "route table")),
                None => format!("route table {}{}", some(&labels), may(first.thing.exists)),
            }];
            for (at, target) in first.targets.iter().enumerate().take(MOST_LINES) {
                let of_all = tables.iter().filter_map(|it| it.targets.get(at));
                let labels: Vec<&str> = of_all.map(|it| it.label.as_str()).collect();
                let is_one = labels.iter().all(|label| *label == target.label);
                let shared = shared(labels.into_iter()).filter(|_| !is_one);
                let label = shared.as_ref().unwrap_or(&target.label);
                let what = if target.everything == Some(true) {
                    "all else to"
                } else {
                    "some to"
                };
                lines.push(format!(
                    "{what} {} {}{}",
                    target.what(),
                    label,
                    may(target.exists)
                ));
            }
            if first.open {
                lines.push("perhaps more routes".to_owned());
            }
            let faults: Vec<usize> = tables
                .iter()
                .flat_map(|it| &it.thing.faults)
                .copied()
                .collect();
            let id = format!("{}t{place}", self.id);
            let known = (first.thing.exists, &*faults);
            area.items
                .push(self.item(id.clone(), Shape::Table, lines, known));
            let followers = tables.iter().flat_map(|it| &it.followers);
            for (subnet, exists) in followers {
                outline.lead(&self.subnet_id(*subnet), &id, "follows", *exists);
            }
            for target in tables.iter().flat_map(|it| &it.targets) {
                if let Some(at) = self.gateway(&target.name) {
                    let to = format!("{}g{at}", self.id);
                    outline.lead(&id, &to, "routes to", target.exists);
                }
            }
        }
    }

    fn gateway(&self, name: &str) -> Option<usize> {
        let mut gateways = self.vpc.gateways.iter();
        gateways.position(|it| it.thing.address == name)
    }

    fn gateways(&self, area: &mut Area, outline: &mut Outline) {
        for (at, gateway) in self.vpc.gateways.iter().enumerate() {
            let id = format!("{}g{at}", self.id);
            let thing = &gateway.thing;
            let lines = vec![format!(
                "{} {}{}",
                gateway.what,
                thing.label,
                may(thing.exists)
            )];
            let known = (thing.exists, &*thing.faults);
            area.items
                .push(self.item(id.clone(), Shape::Gateway, lines, known));
            if matches!(gateway.way, Some(WayOut::Internet | WayOut::EgressOnly)) {
                let internet = outline.outside("internet", "the internet");
                outline.lead(&id, &internet, "", thing.exists);
            }
        }
    }

    fn endpoints(&self, area: &mut Area, outline: &mut Outline) {
        for places in self.vpc.endpoints_alike(self.faults, 0) {
            let endpoints = places.iter().filter_map(|at| self.vpc.endpoints.get(*at));
            let endpoints: Vec<_> = endpoints.collect();
            let (Some(first), Some(place)) = (endpoints.first(), places.first()) else {
                continue;
            };
            let services: Vec<String> = endpoints.iter().map(|it| it.service()).collect();
            let kind = match first.kind.as_deref() {
                Some(kind) => format!("{} endpoint", kind.to_lowercase()),
                None => "endpoint of unknown type".to_owned(),
            };
            let count = if places.len() == 1 {
                kind
            } else {
                counted(places.len(), &kind)
            };
            let may_be = may(first.thing.exists);
            let mut lines = vec![format!("{count}: {}{may_be}", some(&services))];
            let ends = [
                ("in", &first.stands.elsewhere),
                ("in", &first.serves.elsewhere),
                ("group", &first.groups),
            ];
            for (word, names) in ends {
                for (name, exists) in names.iter().take(MOST_LINES) {
                    lines.push(format!("{word} {}{}", short_text(name), may(*exists)));
                }
            }
            if first.stands.open || first.serves.open {
                lines.push("where it stands is not known".to_owned());
            }
            let faults = endpoints.iter().flat_map(|it| &it.thing.faults);
            let faults: Vec<usize> = faults.copied().collect();
            let id = format!("{}e{place}", self.id);
            let known = (first.thing.exists, &*faults);
            area.items
                .push(self.item(id.clone(), Shape::Endpoint, lines, known));
            for (subnet, exists) in &first.stands.here {
                outline.lead(&self.subnet_id(*subnet), &id, "reaches", *exists);
            }
            for (table, exists) in &first.serves.here {
                let alike = self.vpc.tables_alike(self.faults);
                let group = alike.iter().find(|places| places.contains(table));
                if let Some(first) = group.and_then(|places| places.first()) {
                    outline.lead(&format!("{}t{first}", self.id), &id, "routes to", *exists);
                }
            }
            let (key, line) = match &first.outside {
                Outside::Aws(_) => ("aws", "services of AWS"),
                Outside::Other(_) => ("others", "services of others"),
                Outside::Unnamed(_) => ("resources", "resources and service networks"),
                Outside::Unknown => ("unknown", "unknown services"),
            };
            let outside = outline.outside(key, line);
            outline.lead(&id, &outside, "leads to", first.thing.exists);
        }
    }

    fn groups(&self, area: &mut Area) {
        for (at, group) in self.vpc.groups.iter().enumerate() {
            let faulty = !group.thing.faults.is_empty();
            if group.guards == 0 && !faulty {
                continue;
            }
            let thing = &group.thing;
            let mut lines = vec![format!(
                "security group {}{}",
                thing.label,
                may(thing.exists)
            )];
            lines.extend(group.rules.iter().take(MOST_LINES).map(admits));
            if group.rules.is_empty() {
                lines.push("admits nobody".to_owned());
            }
            lines.push(format!("guards {}", counted(group.guards, "endpoint")));
            let id = format!("{}p{at}", self.id);
            area.items
                .push(self.item(id, Shape::Group, lines, (thing.exists, &thing.faults)));
        }
    }
}
