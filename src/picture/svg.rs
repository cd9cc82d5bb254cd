//! A picture as SVG: boxes on a grid, the same bytes for the same network.

mod canvas;
mod frame;
mod style;

mod lines;
mod plan;

mod bars;

mod band;

mod vpc;

mod legend;

use std::fmt::Write as _;

use super::{Picture, fold::vpcs_alike, words};
use crate::{finding::Severity, text::escaped_xml};
use canvas::Canvas;
use frame::{Frame, GAP, MARGIN};
use plan::Plan;

/// All pictures below each other, as a document of its own.
#[must_use]
pub fn svg(pictures: &[Picture]) -> String {
    element(pictures, 0, true)
}

/// One picture as a part of a page; its place among others tells its ids from theirs.
#[must_use]
pub fn figure(picture: &Picture, place: usize) -> String {
    element(std::slice::from_ref(picture), place, false)
}

/// How figures look: a page that has some says it once.
#[must_use]
pub const fn figure_style() -> &'static str {
    style::STYLE
}

fn element(pictures: &[Picture], place: usize, alone: bool) -> String {
    let all = pictures.iter();
    let plans: Vec<(&Picture, Vec<Plan<'_>>)> = all
        .map(|picture| {
            let groups = vpcs_alike(picture).into_iter();
            let plans = groups.filter_map(|places| {
                let vpcs = places.iter().filter_map(|at| picture.vpcs.get(*at));
                // Of a VPC of others that only has a group here there is nothing to see.
                let vpcs = vpcs.filter(|vpc| vpc.made_here || !vpc.is_empty());
                Plan::of(&vpcs.collect::<Vec<_>>(), &picture.faults)
            });
            (picture, plans.collect())
        })
        .collect();
    let of_vpcs = || plans.iter().flat_map(|(_, plans)| plans);
    let zones = of_vpcs().map(|plan| plan.vpc.zones.len()).max();
    let ways = of_vpcs().map(|plan| plan.arrows.len()).max();
    let frame = Frame::of(zones.unwrap_or(0), ways.unwrap_or(0));
    let mut canvas = Canvas::default();
    let mut y = MARGIN;
    for (picture, plans) in &plans {
        // A page has a heading over its figure.
        if alone {
            let root = canvas::fit(
                &format!("root {}", picture.name()),
                15,
                frame.width - 2 * MARGIN,
            );
            canvas.words("t", (MARGIN, y + 14), &root);
            y += 26;
        }
        for plan in plans {
            let title = title(plan);
            y = vpc::vpc(&mut canvas, plan, frame, &title, y) + GAP;
        }
        y = legend::faults(&mut canvas, picture, frame, y);
    }
    if plans.is_empty() {
        canvas.words("", (MARGIN, y + 14), "no network with endpoints was found");
        y += 30;
    }
    y = legend::key(&mut canvas, y);
    let (width, height) = (frame.width, y + 4);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"vp\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"vp{place}-title vp{place}-desc\">"
    );
    let names: Vec<String> = pictures.iter().map(Picture::name).collect();
    let title = format!("The network of {}", names.join(", "));
    let described: Vec<String> = pictures.iter().map(described).collect();
    let _ = writeln!(
        text,
        "<title id=\"vp{place}-title\">{}</title>\n<desc id=\"vp{place}-desc\">{}</desc>",
        escaped_xml(&title),
        escaped_xml(&described.join(" "))
    );
    if alone {
        let _ = writeln!(text, "<style>{}</style>", style::STYLE);
    }
    let _ = writeln!(
        text,
        "<rect class=\"bg\" width=\"{width}\" height=\"{height}\"/>"
    );
    text + &canvas.text + "</svg>\n"
}

/// `VPC aws_vpc.main, made elsewhere`.
fn title(plan: &Plan<'_>) -> String {
    let Some(thing) = &plan.vpc.thing else {
        return "in no VPC that is known".to_owned();
    };
    let elsewhere = if plan.vpc.made_here {
        ""
    } else {
        ", made elsewhere"
    };
    let may_be = words::may(thing.exists);
    match plan.others.len() {
        0 => format!("VPC {}{elsewhere}{may_be}", thing.address),
        others => format!(
            "{} VPCs alike, such as {}{may_be}",
            others + 1,
            thing.address
        ),
    }
}

/// A picture for whoever does not see it.
fn described(picture: &Picture) -> String {
    let mut sentences: Vec<String> = picture.vpcs.iter().map(words::summary).collect();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_it = picture.faults.iter().filter(|it| it.severity == severity);
        let count = of_it.count();
        if count > 0 {
            let counted = words::counted(count, severity.name());
            sentences.push(format!("Found {counted}"));
        }
    }
    if picture.faults.is_empty() {
        sentences.push("Nothing wrong was found".to_owned());
    }
    sentences.join(". ") + "."
}
