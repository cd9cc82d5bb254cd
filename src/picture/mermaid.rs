//! A picture in Mermaid, as GitHub, GitLab and many others draw it.

use std::fmt::Write as _;

use super::{
    Picture,
    outline::{Area, Item, Outline, Shape},
};
use crate::{eval::Exists, text::visible};

/// What Mermaid draws at most, in bytes, unless it is told otherwise.
const LARGEST: usize = 50_000;
/// The same in arrows.
const MOST_ARROWS: usize = 500;

/// A flowchart of each picture; GitHub draws one a block.
#[must_use]
pub fn mermaid(pictures: &[Picture]) -> String {
    let charts = pictures.iter().enumerate().map(|(at, it)| chart(it, at));
    charts.collect::<Vec<_>>().join("\n")
}

/// The flowchart of one picture.
fn chart(picture: &Picture, place: usize) -> String {
    let outline = Outline::of(picture, place);
    let mut text = format!(
        "---\ntitle: {}\n---\nflowchart TB\n",
        title(&picture.name())
    );
    for area in &outline.areas {
        draw_area(&mut text, area, 1);
    }
    for item in &outline.outside {
        draw(&mut text, item, 1);
    }
    for arrow in &outline.arrows {
        let line = match arrow.exists {
            Exists::Must => "-->",
            Exists::May => "-.->",
        };
        let label = if arrow.label.is_empty() {
            String::new()
        } else {
            format!("|{}|", arrow.label)
        };
        let _ = writeln!(text, "  {} {line}{label} {}", arrow.from, arrow.to);
    }
    let items = outline.areas.iter().flat_map(Area::all);
    let faulty: Vec<&str> = (items.filter(|it| it.worst.is_some()))
        .map(|it| it.id.as_str())
        .collect();
    if !faulty.is_empty() {
        let _ = writeln!(
            text,
            "  classDef faulty stroke-width:3px,stroke-dasharray:0"
        );
        let _ = writeln!(text, "  class {} faulty", faulty.join(","));
    }
    text
}

/// The flowchart of one picture, unless it is so large that GitHub would not draw it.
#[must_use]
pub fn small_chart(picture: &Picture, place: usize) -> Option<String> {
    let text = chart(picture, place);
    let arrows = text.matches("->").count();
    (text.len() <= LARGEST && arrows <= MOST_ARROWS).then_some(text)
}

fn draw_area(text: &mut String, area: &Area, depth: usize) {
    let room = "  ".repeat(depth);
    let _ = writeln!(
        text,
        "{room}subgraph {}[\"{}\"]",
        area.id,
        escaped(&area.title)
    );
    for area in &area.areas {
        draw_area(text, area, depth + 1);
    }
    for item in &area.items {
        draw(text, item, depth + 1);
    }
    let _ = writeln!(text, "{room}end");
}

fn draw(text: &mut String, item: &Item, depth: usize) {
    let room = "  ".repeat(depth);
    let lines: Vec<String> = item.lines.iter().map(|line| escaped(line)).collect();
    let (open, close) = match item.shape {
        Shape::Subnet => ("[", "]"),
        Shape::Table => ("[/", "/]"),
        Shape::Endpoint => ("([", "])"),
        Shape::Gateway => ("{{", "}}"),
        Shape::Group => ("[[", "]]"),
        Shape::Outside => ("((", "))"),
    };
    let _ = writeln!(
        text,
        "{room}{}{open}\"{}\"{close}",
        item.id,
        lines.join("<br>")
    );
}

/// A text in quotes on one line: whatever Mermaid or HTML could take for markup is an entity.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in visible(text).chars() {
        let is_plain = character.is_alphanumeric()
            || matches!(
                character,
                ' ' | '.' | ',' | ':' | '-' | '_' | '/' | '…' | '✖' | '▲' | '●'
            );
        if is_plain {
            safe.push(character);
        } else {
            let _ = write!(safe, "#{};", u32::from(character));
        }
    }
    safe
}

/// A title stands in YAML.
fn title(text: &str) -> String {
    let quoted = serde_json::to_string(&*visible(text)).unwrap_or_default();
    quoted.replace('`', "'")
}
