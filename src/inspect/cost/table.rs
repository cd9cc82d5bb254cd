//! A table of endpoints and amounts.

use crate::{
    eval::Exists,
    money::Money,
    network::{EndpointType, Item},
    report::{self, Style},
    text::{columns, padded},
};

const HEADS: [&str; 8] = [
    "service",
    "endpoint",
    "zones",
    "a zone, a month",
    "a month",
    "a GB",
    "a GB by NAT",
    "even with NAT at",
];

/// Those of amounts on two lines, where service and endpoint have a line of their own.
const NARROW_HEADS: [[&str; 6]; 2] = [
    ["", "a zone,", "", "", "a GB by", "even with"],
    ["zones", "a month", "a month", "a GB", "NAT", "NAT at"],
];

/// What stands for what is not known.
const UNKNOWN: &str = "?";

/// Rows of cells below their heads.
pub(super) struct Table(Vec<[String; 8]>);

impl Table {
    /// A row for each item.
    pub(super) fn of(items: &[Item]) -> Self {
        Self(items.iter().map(row).collect())
    }

    /// In columns, each row behind a margin. On a screen that has no room for that the endpoints stand above their rows.
    pub(super) fn aligned(&self, margin: &str, style: Style) -> String {
        let visible = |cell: &String| report::visible(cell).into_owned();
        let own: Vec<[String; 8]> = (self.0.iter())
            .map(|row| row.each_ref().map(visible))
            .collect();
        let mut rows = vec![HEADS.map(str::to_owned)];
        rows.extend(own.iter().cloned());
        let lines = lines(&rows, margin, 2);
        let room = style.width;
        if !style.is_screen || lines.iter().all(|line| columns(line) <= room) {
            return lines.concat();
        }
        let mut rows: Vec<[String; 6]> = NARROW_HEADS.map(|it| it.map(str::to_owned)).into();
        rows.extend(own.iter().map(|[_, _, amounts @ ..]| amounts.clone()));
        let mut lines = self::lines(&rows, margin, 0).into_iter();
        let mut text: String = lines.by_ref().take(NARROW_HEADS.len()).collect();
        for (amounts, [service, endpoint, ..]) in lines.zip(&own) {
            let name = style.hung(&format!("{margin}{service}: {endpoint}"), margin.len() + 4);
            text.extend([&*name, "\n", &*amounts]);
        }
        text
    }

    /// As Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!(
            "| {} |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
            HEADS.join(" | ")
        );
        for row in &self.0 {
            let cells: Vec<_> = (row.iter())
                .map(|cell| report::escaped_markdown(cell))
                .collect();
            text.extend(["| ", &*cells.join(" | "), " |\n"]);
        }
        text
    }
}

/// Rows with their columns below each other, the first so many of words, the others of amounts.
fn lines<const N: usize>(rows: &[[String; N]], margin: &str, words: usize) -> Vec<String> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(index, (cell, width))| {
            if index < words {
                padded(cell, width)
            } else {
                format!("{cell:>width$}")
            }
        });
        let cells: Vec<_> = cells.collect();
        let line = format!("{margin}{}", cells.join("  "));
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn row(item: &Item) -> [String; 8] {
    let amount =
        |amount: Option<Money>| amount.map_or_else(|| UNKNOWN.to_owned(), |it| it.to_string());
    let service = item.service.clone().unwrap_or_else(|| UNKNOWN.to_owned());
    let mut address = item.address.clone();
    if item.exists == Exists::May {
        address += " (may be there)";
    }
    if item.kind == Some(EndpointType::Gateway) {
        let free = || "free".to_owned();
        let none = String::new;
        return [
            service,
            address,
            none(),
            none(),
            free(),
            free(),
            amount(item.nat_gb),
            "the first GB".to_owned(),
        ];
    }
    let zones = match &item.zones {
        Some(Ok(zones)) => zones.to_string(),
        Some(Err(_)) => UNKNOWN.to_owned(),
        None => String::new(),
    };
    let even = match item.break_even() {
        Some(gb) => format!("{gb} GB"),
        None if item.kind == Some(EndpointType::Interface) => UNKNOWN.to_owned(),
        None => String::new(),
    };
    [
        service,
        address,
        zones,
        amount(item.hour.map(Money::a_month)),
        amount(item.month()),
        amount(item.gb),
        amount(item.nat_gb),
        even,
    ]
}
