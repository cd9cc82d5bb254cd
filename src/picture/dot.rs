//! A picture in the language of Graphviz.

use std::fmt::Write as _;

use super::{
    Picture,
    outline::{Area, Item, Outline, Shape},
};
use crate::{eval::Exists, text::visible};

/// One graph of all pictures.
#[must_use]
pub fn dot(pictures: &[Picture]) -> String {
    let mut text = String::from(
        "digraph vpcelint {\n  rankdir=LR;\n  graph [fontname=\"sans-serif\", compound=true];\n  \
         node [fontname=\"sans-serif\", shape=box];\n  edge [fontname=\"sans-serif\"];\n",
    );
    for (place, picture) in pictures.iter().enumerate() {
        let outline = Outline::of(picture, place);
        let _ = writeln!(text, "  subgraph cluster_r{place} {{");
        let _ = writeln!(text, "    label={};", quoted(&[&picture.name()]));
        for area in &outline.areas {
            draw_area(&mut text, area, 2);
        }
        let outside = |id: &str| match id.strip_prefix("o_") {
            Some(key) => format!("r{place}o_{key}"),
            None => id.to_owned(),
        };
        for item in &outline.outside {
            draw(&mut text, item, &outside(&item.id), 2);
        }
        for arrow in &outline.arrows {
            let _ = writeln!(
                text,
                "    {} -> {} [label={}{}];",
                outside(&arrow.from),
                outside(&arrow.to),
                quoted(&[arrow.label]),
                dashed(arrow.exists),
            );
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}

const fn dashed(exists: Exists) -> &'static str {
    match exists {
        Exists::Must => "",
        Exists::May => ", style=dashed",
    }
}

fn draw_area(text: &mut String, area: &Area, depth: usize) {
    let room = "  ".repeat(depth);
    let _ = writeln!(text, "{room}subgraph cluster_{} {{", area.id);
    let _ = writeln!(text, "{room}  label={};", quoted(&[&area.title]));
    for area in &area.areas {
        draw_area(text, area, depth + 1);
    }
    for item in &area.items {
        draw(text, item, &item.id, depth + 1);
    }
    let _ = writeln!(text, "{room}}}");
}

fn draw(text: &mut String, item: &Item, id: &str, depth: usize) {
    let room = "  ".repeat(depth);
    let shape = match item.shape {
        Shape::Subnet => "box",
        Shape::Table => "parallelogram",
        Shape::Endpoint => "ellipse",
        Shape::Gateway => "hexagon",
        Shape::Group => "component",
        Shape::Outside => "doubleoctagon",
    };
    let wide = if item.worst.is_some() {
        ", penwidth=3"
    } else {
        ""
    };
    let lines: Vec<&str> = item.lines.iter().map(String::as_str).collect();
    let label = quoted(&lines);
    let dashed = dashed(item.exists);
    let _ = writeln!(
        text,
        "{room}{id} [label={label}, shape={shape}{dashed}{wide}];"
    );
}

/// Lines as one string. Only quotes and backslashes mean something in it.
fn quoted(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| {
        let line = visible(line);
        line.replace('\\', "\\\\").replace('"', "\\\"")
    });
    format!("\"{}\"", lines.collect::<Vec<_>>().join("\\n"))
}
