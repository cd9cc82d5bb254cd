//! One VPC: gateways, rows of subnets, groups, and the services that it reaches.

use super::{
    band::{Drawn, band},
    bars::{dash, endpoints, tables},
    canvas::{Area, Canvas, NAME, fit},
    frame::{Frame, GAP, MARGIN},
    lines::{Lines, PAD},
    plan::{Plan, To},
};
use crate::{
    eval::Exists,
    network::{Outside, WayOut},
    picture::{
        Endpoint,
        names::shared,
        words::{admits, counted, may, zone},
    },
};

/// More groups than this are counted.
const MOST_GROUPS: usize = 12;

/// Draws a VPC, with `title` over it. Where it ends.
pub(super) fn vpc(
    canvas: &mut Canvas,
    plan: &Plan<'_>,
    frame: Frame,
    title: &str,
    top: i32,
) -> i32 {
    let mut sheet = Sheet {
        plan,
        frame,
        canvas: Canvas::default(),
        y: top + GAP,
        gateways: Vec::new(),
        bands: Vec::new(),
        private: Vec::new(),
    };
    sheet.head(title);
    sheet.gateways();
    sheet.rows();
    sheet.loose();
    sheet.groups();
    let is_dashed = !plan.vpc.made_here;
    let exists = plan.vpc.thing.as_ref().map(|thing| thing.exists);
    let class = if is_dashed || exists == Some(Exists::May) {
        "vpc dash"
    } else {
        "vpc"
    };
    let area = Area {
        x: MARGIN,
        y: top,
        width: frame.border - MARGIN,
        height: sheet.y - top,
    };
    canvas.rect(class, area, 10);
    sheet.ways();
    let bottom = sheet.y;
    let end = sheet.outside(bottom);
    canvas.text.push_str(&sheet.canvas.text);
    end
}

/// The kinds of services, in their order.
const KINDS: [&str; 4] = [
    "of AWS, through interfaces",
    "of AWS, through route tables",
    "of others",
    "resources and service networks",
];

/// What an endpoint leads to, if that is known.
fn kind_of(endpoint: &Endpoint) -> Option<&'static str> {
    let [interfaces, tables, others, resources] = KINDS;
    match (&endpoint.outside, &endpoint.serves.here) {
        // Its tables may be out of sight.
        (Outside::Aws(_), _) if endpoint.is_gateway() => Some(tables),
        (Outside::Aws(_), _) => Some(interfaces),
        (Outside::Other(_), _) => Some(others),
        (Outside::Unnamed(_), _) => Some(resources),
        (Outside::Unknown, _) => None,
    }
}

/// A VPC in the making.
struct Sheet<'p> {
    plan: &'p Plan<'p>,
    frame: Frame,
    canvas: Canvas,
    y: i32,
    gateways: Vec<Area>,
    bands: Vec<Drawn>,
    /// Endpoints, from which the private way leads to services.
    private: Vec<Area>,
}

impl Sheet<'_> {
    fn head(&mut self, title: &str) {
        let (x, width) = (MARGIN + PAD + 5, self.frame.border - MARGIN - 40);
        let mut lines = Lines::within(width);
        let name = fit(title, 15, width);
        self.canvas.words("t", (x, self.y + 14), &name);
        self.y += 24;
        let others = self.plan.others.iter().filter_map(|it| it.thing.as_ref());
        let others: Vec<String> = others.map(|thing| thing.address.clone()).collect();
        if !others.is_empty() {
            lines.headed("and", &others, 3);
        }
        let thing = self.plan.vpc.thing.as_ref();
        if let Some(thing) = thing {
            lines.marks(&thing.faults, self.plan.faults);
        }
        if !lines.lines.is_empty() {
            lines.draw(&mut self.canvas, x, self.y - 2);
            self.y += lines.height() + 4;
        }
    }

    fn gateways(&mut self) {
        let (left, right) = (self.frame.left, self.frame.right);
        for places in &self.plan.gateways {
            let gateways = places
                .iter()
                .filter_map(|at| self.plan.vpc.gateways.get(*at));
            let gateways: Vec<_> = gateways.collect();
            let Some(first) = gateways.first() else {
                continue;
            };
            let labels: Vec<String> = gateways.iter().map(|it| it.thing.label.clone()).collect();
            let heading = match gateways.len() {
                1 => first.what.to_owned(),
                count => counted(count, first.what),
            };
            let named = shared(labels.iter().map(String::as_str));
            let labels = named.map_or(labels, |name| vec![name]);
            let leads = match first.way {
                Some(WayOut::Internet | WayOut::EgressOnly) => "→ the internet",
                _ => "",
            };
            let mut lines = Lines::within(right - left);
            lines.headed(&format!("{heading}{}", may(first.thing.exists)), &labels, 2);
            if !leads.is_empty() {
                lines.behind(leads);
            }
            let faults: Vec<usize> = (gateways.iter())
                .flat_map(|it| it.thing.faults.iter().copied())
                .collect();
            lines.marks(&faults, self.plan.faults);
            let title: Vec<&str> = gateways.iter().map(|it| &*it.thing.address).collect();
            self.canvas.open(&title.join(", "));
            let class = format!("gate{}", dash(first.thing.exists));
            let area = lines.boxed(&mut self.canvas, &class, (left, self.y), 12);
            self.canvas.close();
            self.y = area.bottom() + 6;
            self.gateways.push(area);
        }
    }

    fn rows(&mut self) {
        let vpc = self.plan.vpc;
        if !self.plan.bands.is_empty() {
            self.y += 4;
            let top = self.y;
            for (at, of_column) in vpc.zones.iter().enumerate() {
                let (x, width) = self.frame.column(at, vpc.zones.len());
                let name = fit(&zone(of_column), NAME, width);
                self.canvas.words("m q c", (x + width / 2, top + 12), &name);
            }
            self.y += 22;
        }
        for of_plan in &self.plan.bands {
            let drawn = band(&mut self.canvas, self.plan, self.frame, of_plan, self.y);
            self.y = drawn.area.bottom() + GAP;
            self.private.extend(drawn.endpoints.iter().copied());
            self.bands.push(drawn);
        }
    }

    /// What stands nowhere that is known.
    fn loose(&mut self) {
        let (x, width) = self.frame.inner();
        let plan = self.plan;
        for (heading, is_tables) in [
            ("route tables that no subnet here follows", true),
            (
                "endpoints in no subnet or route table that is made here",
                false,
            ),
        ] {
            let all = if is_tables {
                &plan.loose_tables
            } else {
                &plan.loose_endpoints
            };
            if all.is_empty() {
                continue;
            }
            let mut inside = Canvas::default();
            let top = self.y;
            let mut y = top + 28;
            for places in all {
                if is_tables {
                    if let Some((area, served)) = tables(&mut inside, plan, places, (x, y, width)) {
                        y = area.bottom() + GAP;
                        self.private.extend(served);
                    }
                } else if let Some(area) = endpoints(&mut inside, plan, places, (x, y, width)) {
                    y = area.bottom() + GAP;
                    self.private.push(area);
                }
            }
            let area = Area {
                x: self.frame.left,
                y: top,
                width: self.frame.right - self.frame.left,
                height: y - top,
            };
            self.canvas.rect("row unknown dash", area, 8);
            self.canvas.words("h", (x, top + 19), heading);
            self.canvas.text.push_str(&inside.text);
            self.y = y + GAP;
        }
    }

    fn groups(&mut self) {
        let vpc = self.plan.vpc;
        let matters = |it: &&crate::picture::Group| it.guards > 0 || !it.thing.faults.is_empty();
        let groups: Vec<_> = vpc.groups.iter().filter(matters).collect();
        let others = vpc.groups.len() - groups.len();
        if groups.is_empty() {
            return;
        }
        let (x, width) = self.frame.inner();
        self.canvas.words("h", (x, self.y + 14), "security groups");
        self.y += 22;
        for group in groups.iter().take(MOST_GROUPS) {
            let thing = &group.thing;
            let mut lines = Lines::within(width);
            let heading = format!("guards {}", counted(group.guards, "endpoint"));
            lines.name(&format!("{}{} — {heading}", thing.label, may(thing.exists)));
            for rule in group.rules.iter().take(6) {
                lines.quiet(&format!("admits {}", admits(rule)), 2);
            }
            match group.rules.len() {
                0 => lines.quiet("admits nobody", 1),
                7.. => lines.quiet(&format!("and {} more rules", group.rules.len() - 6), 1),
                _ => {}
            }
            lines.marks(&thing.faults, self.plan.faults);
            self.canvas.open(&thing.address);
            let class = format!("box{}", dash(thing.exists));
            let area = lines.boxed(&mut self.canvas, &class, (x, self.y), 3);
            self.canvas.close();
            self.y = area.bottom() + 6;
        }
        let more = groups.len().saturating_sub(MOST_GROUPS);
        let mut rest = Vec::new();
        if more > 0 {
            rest.push(counted(more, "more group"));
        }
        if others > 0 {
            rest.push(format!("{} at no endpoint", counted(others, "group")));
        }
        if !rest.is_empty() {
            self.canvas.words("q", (x, self.y + 12), &rest.join(", "));
            self.y += 20;
        }
        self.y += 4;
    }

    /// Arrows from rows to where their traffic goes.
    fn ways(&mut self) {
        for (nth, arrow) in self.plan.arrows.iter().enumerate().take(24) {
            let nth = i32::try_from(nth).unwrap_or(0);
            let Some(from) = self.bands.get(arrow.from).map(|it| it.area) else {
                continue;
            };
            let lane = self.frame.lane(nth);
            let start = from.y + 20 + (nth % 6) * 9;
            let to = match arrow.to {
                To::Gateway(at) => self.gateways.get(at).map(|it| it.y + it.height / 2),
                To::Band(at) => self.bands.get(at).map(|it| it.area.bottom() - 14),
            };
            let Some(end) = to else { continue };
            let right = from.right();
            let class = format!("way{}", dash(arrow.exists));
            let path = format!("M{right} {start}H{lane}V{end}H{}", right + 8);
            self.canvas.path(&class, &path);
            self.canvas.tip("tip", (right + 1, end), (8, 0));
        }
    }

    /// The services that its endpoints lead to, below it. Where they end.
    fn outside(&mut self, bottom: i32) -> i32 {
        let endpoints = &self.plan.vpc.endpoints;
        if endpoints.is_empty() {
            return bottom + GAP;
        }
        let (x, width) = (self.frame.left, self.frame.right - self.frame.left);
        let top = bottom + 26;
        let mut lines = Lines::within(width);
        lines.heading("services outside, reached privately");
        for kind in KINDS {
            let of_kind = endpoints.iter().filter(|it| kind_of(it) == Some(kind));
            let mut names: Vec<String> = of_kind.map(Endpoint::service).collect();
            names.sort();
            names.dedup();
            if !names.is_empty() {
                lines.headed(kind, &names, 3);
            }
        }
        if endpoints.iter().any(|it| kind_of(it).is_none()) {
            lines.quiet("some are not known", 1);
        }
        let area = lines.boxed(&mut self.canvas, "gate", (x, top), 8);
        let trunk = Frame::TRUNK;
        let middle = area.y + area.height / 2;
        let starts = self.private.iter().map(|it| it.y + it.height / 2);
        if let Some(first) = starts.min() {
            let path = format!("M{trunk} {first}V{middle}H{}", x - 8);
            self.canvas.path("bus", &path);
            self.canvas.tip("bustip", (x - 1, middle), (-8, 0));
        }
        for it in &self.private {
            let y = it.y + it.height / 2;
            let path = format!("M{} {y}H{trunk}", it.x);
            self.canvas.path("bus", &path);
        }
        area.bottom() + GAP
    }
}
