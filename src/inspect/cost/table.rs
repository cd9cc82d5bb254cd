//! A table of endpoints and amounts.

use crate::{
    eval::Exists,
    money::Money,
    network::{EndpointType, Item},
    report,
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

/// What stands for what is not known.
const UNKNOWN: &str = "?";

/// Rows of cells below their heads.
pub(super) struct Table(Vec<[String; 8]>);

impl Table {
    /// A row for each item.
    pub(super) fn of(items: &[Item]) -> Self {
        Self(items.iter().map(row).collect())
    }

    /// In columns, each row behind a margin.
    pub(super) fn aligned(&self, margin: &str) -> String {
        let heads = HEADS.map(str::to_owned);
        let rows: Vec<[String; 8]> = std::iter::once(&heads)
            .chain(&self.0)
            .map(|row| {
                row.each_ref()
                    .map(|cell| report::visible(cell).into_owned())
            })
            .collect();
        let mut widths = [0; 8];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let line = |row: &[String; 8]| {
            let cells = row.iter().zip(widths).enumerate();
            let cells = cells.map(|(index, (cell, width))| {
                if index < 2 {
                    format!("{cell:width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
            let cells: Vec<_> = cells.collect();
            format!("{margin}{}", cells.join("  "))
                .trim_end()
                .to_owned()
                + "\n"
        };
        rows.iter().map(line).collect()
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
