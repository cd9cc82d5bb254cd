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

/// Wide enough for the ids of rules: a word that is wider than its box runs out of it.
const HEAD: &str = "%%{init: {\"flowchart\": {\"wrappingWidth\": 320}}}%%\nflowchart TB\n";

/// One flowchart of all pictures, each in a part of its own where there are several.
#[must_use]
pub fn mermaid(pictures: &[Picture]) -> String {
    if let [only] = pictures {
        return chart(only, 0);
    }
    let mut text = HEAD.to_owned();
    let mut faulty = Vec::new();
    for (place, picture) in pictures.iter().enumerate() {
        let outline = Outline::of(picture, place);
        let name = escaped(&picture.name());
        let _ = writeln!(text, "  subgraph r{place}[\"{name}\"]");
        // What lies outside is called alike in all pictures.
        let outside = |id: &str| match id.strip_prefix("o_") {
            Some(key) => format!("r{place}o_{key}"),
            None => id.to_owned(),
        };
        draw_outline(&mut text, &outline, &outside, 2);
        text.push_str("  end\n");
        faulty.extend(faulty_of(&outline));
    }
    mark(&mut text, &faulty);
    text
}

/// The flowchart of one picture.
fn chart(picture: &Picture, place: usize) -> String {
    let outline = Outline::of(picture, place);
    let title = title(&picture.name());
    let mut text = format!("---\ntitle: {title}\n---\n{HEAD}");
    draw_outline(&mut text, &outline, &str::to_owned, 1);
    mark(&mut text, &faulty_of(&outline));
    text
}

/// All of one picture; `outside` gives what lies outside its name.
fn draw_outline(
    text: &mut String,
    outline: &Outline,
    outside: &dyn Fn(&str) -> String,
    depth: usize,
) {
    for area in &outline.areas {
        draw_area(text, area, depth);
    }
    for item in &outline.outside {
        draw(text, item, &outside(&item.id), depth);
    }
    let room = "  ".repeat(depth);
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
        let (from, to) = (outside(&arrow.from), outside(&arrow.to));
        let _ = writeln!(text, "{room}{from} {line}{label} {to}");
    }
}

/// The names of what something is wrong with.
fn faulty_of(outline: &Outline) -> Vec<String> {
    let items = outline.areas.iter().flat_map(Area::all);
    let faulty = items.filter(|it| it.worst.is_some());
    faulty.map(|it| it.id.clone()).collect()
}

fn mark(text: &mut String, faulty: &[String]) {
    if faulty.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "  classDef faulty stroke-width:3px,stroke-dasharray:0"
    );
    let _ = writeln!(text, "  class {} faulty", faulty.join(","));
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
        draw(text, item, &item.id, depth + 1);
    }
    let _ = writeln!(text, "{room}end");
}

fn draw(text: &mut String, item: &Item, id: &str, depth: usize) {
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
    let _ = writeln!(text, "{room}{id}{open}\"{}\"{close}", lines.join("<br>"));
}

/// A text in quotes on one line: whatever Mermaid or HTML could take for markup is an entity.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in visible(text).chars() {
        let is_plain = character.is_alphanumeric()
            || matches!(
                character,
                ' ' | '.' | ',' | ':' | '-' | '_' | '/' | '(' | ')' | '…' | '✖' | '▲' | '●'
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
