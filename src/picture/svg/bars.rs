//! Endpoints and route tables: bars across the zones in which they are.

use indexmap::IndexMap;

use super::{
    canvas::{Area, Canvas},
    frame::{Frame, GAP},
    lines::{Lines, PAD},
    plan::Plan,
};
use crate::{
    eval::Exists,
    network::Outside,
    picture::{
        Endpoint, Ends, Table, Target,
        names::{shared, short_text},
        words::{counted, may},
    },
};

/// So many lines of services a bar has.
const MOST_LINES: usize = 4;

/// Dashes for what only may be there.
pub(super) const fn dash(exists: Exists) -> &'static str {
    match exists {
        Exists::Must => "",
        Exists::May => " dash",
    }
}

/// `6 interface endpoints`.
fn heading(endpoint: &Endpoint, count: usize) -> String {
    let kind = match endpoint.kind.as_deref() {
        Some("Gateway") => "gateway endpoint",
        Some("Interface") => "interface endpoint",
        Some("GatewayLoadBalancer") => "load balancer endpoint",
        Some("Resource") => "resource endpoint",
        Some("ServiceNetwork") => "service network endpoint",
        _ => "endpoint of unknown type",
    };
    let what = if count == 1 {
        kind.to_owned()
    } else {
        counted(count, kind)
    };
    format!("{what}{}", may(endpoint.thing.exists))
}

/// What endpoints say beside their services, if they all say it.
fn details(endpoints: &[&Endpoint]) -> String {
    let Some(first) = endpoints.first() else {
        return String::new();
    };
    let mut details = Vec::new();
    let all = |test: &dyn Fn(&Endpoint) -> bool| endpoints.iter().all(|it| test(it));
    if !first.is_gateway() && first.outside != Outside::Unknown {
        if all(&|it| it.private_dns == Some(true)) {
            details.push("private DNS".to_owned());
        } else if all(&|it| it.private_dns == Some(false)) {
            details.push("no private DNS".to_owned());
        } else if all(&|it| it.private_dns.is_none()) {
            details.push("private DNS unknown".to_owned());
        } else {
            details.push("some with private DNS".to_owned());
        }
    }
    let names = |ends: &[(String, Exists)]| {
        let names = ends.iter();
        let names = names.map(|(name, exists)| format!("{}{}", short_text(name), may(*exists)));
        names.collect::<Vec<_>>().join(", ")
    };
    if all(&|it| it.groups == first.groups) {
        if !first.groups.is_empty() {
            let plural = if first.groups.len() == 1 { "" } else { "s" };
            details.push(format!("group{plural} {}", names(&first.groups)));
        }
        if first.groups_open {
            details.push("perhaps other groups".to_owned());
        }
    } else {
        details.push("several groups".to_owned());
    }
    for (words, ends) in [
        ("in subnet", &first.stands),
        ("in route table", &first.serves),
    ] {
        if !ends.elsewhere.is_empty() {
            details.push(format!("{words} {}", names(&ends.elsewhere)));
        }
        if ends.open {
            details.push(format!("{words}s that are not known"));
        }
    }
    if !first.is_gateway() && first.stands == Ends::default() && first.kind.is_some() {
        details.push("in no subnet".to_owned());
    }
    details.join(" · ")
}

/// Names, each once, with how often it comes.
fn counted_names(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let shown = counts.into_iter().map(|(name, count)| match count {
        1 => name,
        count => format!("{name} ×{count}"),
    });
    shown.collect()
}

/// All lines about endpoints that are drawn as one.
fn lines_of(plan: &Plan<'_>, places: &[usize], width: i32) -> Option<(Lines, Exists, String)> {
    let endpoints = places.iter().filter_map(|at| plan.vpc.endpoints.get(*at));
    let endpoints: Vec<&Endpoint> = endpoints.collect();
    let first = endpoints.first()?;
    let mut lines = Lines::within(width);
    let services = counted_names(endpoints.iter().map(|it| it.service()));
    lines.headed(&heading(first, endpoints.len()), &services, MOST_LINES);
    lines.quiet(&details(&endpoints), 3);
    let faults: Vec<usize> = (endpoints.iter())
        .flat_map(|it| it.thing.faults.iter().copied())
        .collect();
    lines.marks(&faults, plan.faults);
    let addresses: Vec<&str> = endpoints.iter().map(|it| &*it.thing.address).collect();
    let title = addresses
        .into_iter()
        .take(50)
        .collect::<Vec<_>>()
        .join(", ");
    Some((lines, first.thing.exists, title))
}

/// Endpoints that stand in the columns of a row, below it. What they take, and whether it is certain that they are there.
pub(super) fn interfaces(
    (canvas, behind): (&mut Canvas, &mut Canvas),
    (plan, frame): (&Plan<'_>, Frame),
    (columns, cell_bottom): (&[(usize, Exists)], i32),
    places: &[usize],
    (y, nth): (i32, i32),
) -> Option<(Area, Exists)> {
    let zones = plan.vpc.zones.len();
    let (first, _) = columns.first()?;
    let (last, _) = columns.last()?;
    let (left, _) = frame.column(*first, zones);
    let (start, width) = frame.column(*last, zones);
    let (lines, exists, title) = lines_of(plan, places, start + width - left)?;
    canvas.open(&title);
    // The boxes of other endpoints hide what passes behind them.
    for (column, exists) in columns {
        let (x, width) = frame.column(*column, zones);
        let x = x + width - 16 - (nth % 8) * 12;
        let path = format!("M{x} {cell_bottom}V{y}");
        behind.path(&format!("pin{}", dash(*exists)), &path);
    }
    let class = format!("ep{}", dash(exists));
    let area = lines.boxed(canvas, &class, (left, y), 10);
    for (column, exists) in columns {
        let (x, width) = frame.column(*column, zones);
        let x = x + width - 16 - (nth % 8) * 12;
        let class = match exists {
            Exists::Must => "dot",
            Exists::May => "ring",
        };
        canvas.circle(class, (x, y), 4);
    }
    canvas.close();
    Some((area, exists))
}

/// Endpoints in a box of their own.
pub(super) fn endpoints(
    canvas: &mut Canvas,
    plan: &Plan<'_>,
    places: &[usize],
    (x, y, width): (i32, i32, i32),
) -> Option<Area> {
    let (lines, exists, title) = lines_of(plan, places, width)?;
    canvas.open(&title);
    let area = lines.boxed(canvas, &format!("ep{}", dash(exists)), (x, y), 10);
    canvas.close();
    Some(area)
}

/// What routes lead to, those of tables that are alike told together.
fn targets(tables: &[&Table]) -> Vec<String> {
    let Some(first) = tables.first() else {
        return Vec::new();
    };
    let one = |(at, target): (usize, &Target)| {
        let labels: Vec<&str> = (tables.iter())
            .filter_map(|table| table.targets.get(at))
            .map(|it| it.label.as_str())
            .collect();
        let is_one = labels.iter().all(|label| *label == target.label);
        let shared = shared(labels.into_iter()).filter(|_| !is_one);
        let label = shared.unwrap_or_else(|| target.label.clone());
        let what = match target.everything {
            Some(true) => "all else",
            Some(false) => "some",
            None => "perhaps all else",
        };
        format!("{what} → {} {label}{}", target.what(), may(target.exists))
    };
    first.targets.iter().enumerate().map(one).collect()
}

/// Route tables that are alike, with the endpoints in them. What they take, and the middles of these endpoints.
pub(super) fn tables(
    canvas: &mut Canvas,
    plan: &Plan<'_>,
    places: &[usize],
    (x, y, width): (i32, i32, i32),
) -> Option<(Area, Vec<Area>)> {
    let tables: Vec<&Table> = (places.iter())
        .filter_map(|at| plan.vpc.tables.get(*at))
        .collect();
    let first = tables.first()?;
    let mut lines = Lines::within(width);
    let labels: Vec<String> = tables.iter().map(|it| it.thing.label.clone()).collect();
    let heading = match tables.len() {
        1 => "route table".to_owned(),
        count => counted(count, "route table"),
    };
    let named = shared(labels.iter().map(String::as_str));
    let labels = named.map_or(labels, |name| vec![name]);
    let is_main = first.thing.label == "main route table";
    let may_be = may(first.thing.exists);
    if is_main {
        lines.heading(&format!("main route table{may_be}"));
    } else {
        lines.headed(&format!("{heading}{may_be}"), &labels, 2);
    }
    for target in targets(&tables).iter().take(MOST_LINES) {
        lines.quiet(target, 2);
    }
    if first.targets.len() > MOST_LINES {
        let more = first.targets.len() - MOST_LINES;
        lines.quiet(&format!("and {}", counted(more, "other target")), 1);
    }
    match (first.open, first.targets.is_empty()) {
        (true, true) => lines.quiet("its routes are not all known", 1),
        (true, false) => lines.quiet("perhaps other routes", 1),
        (false, true) => lines.quiet("nothing leaves the VPC by it", 1),
        (false, false) => {}
    }
    let faults: Vec<usize> = (tables.iter())
        .flat_map(|it| it.thing.faults.iter().copied())
        .collect();
    lines.marks(&faults, plan.faults);
    let title: Vec<&str> = tables.iter().map(|it| &*it.thing.address).collect();
    canvas.open(&title.join(", "));
    let mut inside = Canvas::default();
    let mut bottom = y + lines.height() + 12;
    let mut served = Vec::new();
    for group in plan.vpc.endpoints_alike(plan.faults, 0) {
        let stands = |at: &usize| {
            let endpoint = plan.vpc.endpoints.get(*at);
            let mut tables = endpoint.into_iter().flat_map(|it| &it.serves.here);
            tables.any(|(table, _)| places.first() == Some(table))
        };
        if !group.first().is_some_and(stands) {
            continue;
        }
        let at = (x + PAD, bottom, width - 2 * PAD);
        if let Some(area) = endpoints(&mut inside, plan, &group, at) {
            served.push(area);
            bottom = area.bottom() + PAD;
        }
    }
    let area = Area {
        x,
        y,
        width,
        height: bottom - y,
    };
    canvas.rect(&format!("box{}", dash(first.thing.exists)), area, 3);
    lines.draw(canvas, x + PAD, y + 6);
    canvas.text.push_str(&inside.text);
    canvas.close();
    Some((area, served))
}

/// The room between two bars.
pub(super) const BETWEEN: i32 = GAP;
