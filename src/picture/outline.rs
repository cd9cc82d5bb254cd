//! A picture as boxes in boxes with arrows between them: what Mermaid and Graphviz are given.

mod drawing;

use super::Picture;
use crate::{eval::Exists, finding::Severity};
use drawing::Drawing;

/// What a box is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Subnet,
    Table,
    Endpoint,
    Gateway,
    Group,
    Outside,
}

/// A box.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) shape: Shape,
    pub(super) lines: Vec<String>,
    pub(super) exists: Exists,
    /// Whether something is wrong with it.
    pub(super) worst: Option<Severity>,
}

/// Boxes that stand together, and others in them.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) items: Vec<Item>,
    pub(super) areas: Vec<Self>,
}

impl Area {
    /// Every box in it.
    pub(super) fn all(&self) -> Vec<&Item> {
        let inner = self.areas.iter().flat_map(Self::all);
        self.items.iter().chain(inner).collect()
    }
}

/// An arrow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) label: &'static str,
    pub(super) exists: Exists,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) areas: Vec<Area>,
    pub(super) outside: Vec<Item>,
    pub(super) arrows: Vec<Arrow>,
}

impl Outline {
    /// The outline of a picture; the ids in it begin with a letter and the place of the picture.
    pub(super) fn of(picture: &Picture, place: usize) -> Self {
        let mut outline = Self {
            areas: Vec::new(),
            outside: Vec::new(),
            arrows: Vec::new(),
        };
        for (at, vpc) in picture.vpcs.iter().enumerate() {
            let drawing = Drawing {
                vpc,
                faults: &picture.faults,
                id: format!("r{place}v{at}"),
            };
            drawing.draw(&mut outline);
        }
        outline
    }
}

impl Outline {
    /// The id of what lies outside, which is there from now on.
    fn outside(&mut self, key: &str, line: &str) -> String {
        let id = format!("o_{key}");
        if !self.outside.iter().any(|it| it.id == id) {
            self.outside.push(Item {
                id: id.clone(),
                shape: Shape::Outside,
                lines: vec![line.to_owned()],
                exists: Exists::Must,
                worst: None,
            });
        }
        id
    }

    /// An arrow, once.
    fn lead(&mut self, from: &str, to: &str, label: &'static str, exists: Exists) {
        let arrow = Arrow {
            from: from.to_owned(),
            to: to.to_owned(),
            label,
            exists,
        };
        if !self.arrows.contains(&arrow) {
            self.arrows.push(arrow);
        }
    }
}

/// What a picture shows in words: for each VPC what stands in it.
#[must_use]
pub fn spelled(picture: &Picture) -> Vec<(String, Vec<String>)> {
    let outline = Outline::of(picture, 0);
    let areas = outline.areas.into_iter().map(|area| {
        let rows = area.areas.iter().flat_map(|row| {
            let items = row.items.iter();
            items.map(|item| format!("{}: subnet {}", row.title, item.lines.join(", ")))
        });
        let items = area.items.iter().map(|item| item.lines.join(", "));
        let lines = rows.chain(items).collect();
        (area.title, lines)
    });
    areas.collect()
}
