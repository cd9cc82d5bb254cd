//! A row of a VPC: the subnets that traffic leaves in one way, their endpoints and their route tables.

use super::{
    bars::{BETWEEN, dash, interfaces, tables},
    canvas::{Area, Canvas},
    frame::{Frame, GAP},
    lines::Lines,
    plan::{Band, Plan, Tier},
};
use crate::{
    eval::Exists,
    network::WayOut,
    picture::words::{counted, heading, may},
};

/// More subnets than this in a zone are counted.
const MOST_IN_A_CELL: usize = 3;

/// A row that is drawn.
pub(super) struct Drawn {
    pub(super) area: Area,
    /// The endpoints in it.
    pub(super) endpoints: Vec<Area>,
}

/// Draws a row.
pub(super) fn band(
    canvas: &mut Canvas,
    plan: &Plan<'_>,
    frame: Frame,
    band: &Band,
    top: i32,
) -> Drawn {
    let mut inside = Canvas::default();
    let mut endpoints = Vec::new();
    let mut y = top + 28;
    for tier in &band.tiers {
        y = cells(&mut inside, plan, frame, tier, y);
        let cell_bottom = y;
        y += BETWEEN;
        let (mut bars, mut behind) = (Canvas::default(), Canvas::default());
        for (nth, places) in tier.bars.iter().enumerate() {
            let nth = i32::try_from(nth).unwrap_or(0);
            let columns = columns(plan, tier, places);
            let drawn = interfaces(
                (&mut bars, &mut behind),
                (plan, frame),
                (&columns, cell_bottom),
                places,
                (y, nth),
            );
            if let Some((area, _)) = drawn {
                y = area.bottom() + BETWEEN;
                endpoints.push(area);
            }
        }
        inside.text.push_str(&behind.text);
        inside.text.push_str(&bars.text);
    }
    for places in &band.tables {
        let (x, width) = span(plan, frame, band, places);
        if let Some((area, served)) = tables(&mut inside, plan, places, (x, y, width)) {
            y = area.bottom() + BETWEEN;
            endpoints.extend(served);
        }
    }
    let area = Area {
        x: frame.left,
        y: top,
        width: frame.right - frame.left,
        height: y - top,
    };
    let class = match band.way {
        Some(WayOut::Some) => format!("row {}", WayOut::Other.name()),
        Some(way) => format!("row {}", way.name()),
        None => "row unknown dash".to_owned(),
    };
    canvas.rect(&class, area, 8);
    canvas.words("h", (frame.left + GAP, top + 19), heading(band.way));
    canvas.text.push_str(&inside.text);
    Drawn { area, endpoints }
}

/// The columns of a tier in which endpoints stand.
fn columns(plan: &Plan<'_>, tier: &Tier, places: &[usize]) -> Vec<(usize, Exists)> {
    let endpoint = places.first().and_then(|at| plan.vpc.endpoints.get(*at));
    let mut columns: Vec<(usize, Exists)> = Vec::new();
    for (subnet, exists) in endpoint.into_iter().flat_map(|it| &it.stands.here) {
        let column = tier.cells.iter().position(|cell| cell.contains(subnet));
        let Some(column) = column else { continue };
        match columns.iter_mut().find(|(known, _)| *known == column) {
            Some((_, known)) => *known = (*known).max(*exists),
            None => columns.push((column, *exists)),
        }
    }
    columns.sort_unstable();
    columns
}

/// Where route tables lie: across the columns of the subnets that follow them.
fn span(plan: &Plan<'_>, frame: Frame, band: &Band, places: &[usize]) -> (i32, i32) {
    let tables = places.iter().filter_map(|at| plan.vpc.tables.get(*at));
    let followers = tables.flat_map(|it| &it.followers);
    let columns: Vec<usize> = followers
        .filter_map(|(at, _)| plan.vpc.subnets.get(*at))
        .filter(|subnet| subnet.way == band.way)
        .map(|subnet| subnet.zone)
        .collect();
    let zones = plan.vpc.zones.len();
    match (columns.iter().min(), columns.iter().max()) {
        (Some(first), Some(last)) => {
            let (left, _) = frame.column(*first, zones);
            let (start, width) = frame.column(*last, zones);
            (left, start + width - left)
        }
        _ => frame.inner(),
    }
}

/// The subnets of a tier, zone by zone. Where they end.
fn cells(canvas: &mut Canvas, plan: &Plan<'_>, frame: Frame, tier: &Tier, y: i32) -> i32 {
    let zones = plan.vpc.zones.len();
    let mut drawn = Vec::new();
    for (column, cell) in tier
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        let (x, width) = frame.column(column, zones);
        let mut lines = Lines::within(width);
        let subnets = cell.iter().filter_map(|at| plan.vpc.subnets.get(*at));
        let subnets: Vec<_> = subnets.collect();
        let shown = if subnets.len() > MOST_IN_A_CELL {
            MOST_IN_A_CELL - 1
        } else {
            subnets.len()
        };
        let mut faults = Vec::new();
        for subnet in subnets.iter().take(shown) {
            let may_be = may(subnet.thing.exists);
            lines.name(&format!("{}{may_be}", subnet.thing.label));
            if let Some(range) = &subnet.range {
                lines.quiet(range, 1);
            }
        }
        if subnets.len() > shown {
            let more = counted(subnets.len() - shown, "other subnet");
            lines.quiet(&format!("and {more}"), 1);
        }
        let mut inside: Vec<(String, usize)> = Vec::new();
        for it in subnets.iter().flat_map(|it| &it.inside) {
            let words = format!("{}{}", it.what, may(it.thing.exists));
            match inside.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => inside.push((words, 1)),
            }
            faults.extend(it.thing.faults.iter().copied());
        }
        for (words, count) in inside {
            let words = match count {
                1 => format!("▣ {words}"),
                count => format!("▣ {count} × {words}"),
            };
            lines.words(&words);
        }
        faults.extend(
            subnets
                .iter()
                .flat_map(|it| it.thing.faults.iter().copied()),
        );
        lines.marks(&faults, plan.faults);
        let title: Vec<&str> = (subnets.iter())
            .flat_map(|it| std::iter::once(&it.thing).chain(it.inside.iter().map(|it| &it.thing)))
            .map(|it| &*it.address)
            .collect();
        let exists = subnets.iter().map(|it| it.thing.exists).max();
        drawn.push((x, lines, title.join(", "), exists.unwrap_or(Exists::Must)));
    }
    let heights = drawn.iter().map(|(_, lines, _, _)| lines.height());
    let height = heights.max().unwrap_or(0) + 12;
    for (x, lines, title, exists) in drawn {
        canvas.open(&title);
        let area = Area {
            x,
            y,
            width: lines.width + 2 * super::lines::PAD,
            height,
        };
        canvas.rect(&format!("box{}", dash(exists)), area, 3);
        lines.draw(canvas, x + super::lines::PAD, y + 6);
        canvas.close();
    }
    y + height
}
