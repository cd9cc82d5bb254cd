//! What the endpoints of a root cost: tables for people, an object for programs.

mod form;
#[cfg(test)]
mod schema;
mod table;

use super::roots::{Alike, OfRoot, told_alike};
use crate::{
    eval::Exists,
    lint::enumerated,
    money::{self, Money},
    network::{EndpointType, Item},
    report::{self, Style},
};
use form::{JsonReport, JsonRoot};
use table::Table;

/// What the endpoints of one root cost.
pub(super) struct Bill {
    /// VPC by VPC.
    vpcs: Vec<OfVpc>,
}

/// What those of one VPC cost.
struct OfVpc {
    /// The VPC, if that is known.
    vpc: Option<String>,
    items: Vec<Item>,
}

impl OfVpc {
    fn heading(&self) -> String {
        match &self.vpc {
            Some(vpc) => format!("VPC {vpc}"),
            None => "in no VPC that is known".to_owned(),
        }
    }
}

impl Bill {
    /// The bill of a root from all its items, which come VPC by VPC.
    pub(super) fn of(items: Vec<Item>) -> Self {
        let mut vpcs: Vec<OfVpc> = Vec::new();
        for item in items {
            match vpcs.last_mut() {
                Some(last) if last.vpc == item.vpc => last.items.push(item),
                _ => vpcs.push(OfVpc {
                    vpc: item.vpc.clone(),
                    items: vec![item],
                }),
            }
        }
        Self { vpcs }
    }

    /// Whether there is nothing to pay for.
    pub(super) const fn is_empty(&self) -> bool {
        self.vpcs.is_empty()
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.vpcs.iter().flat_map(|vpc| &vpc.items)
    }
}

/// What is counted: the month of what is there for certain, as far as it is known.
fn counted(item: &Item) -> Option<Money> {
    item.month().filter(|_| item.exists == Exists::Must)
}

/// Why an item is in no sum; nothing of one that is, or that is free.
fn reason(item: &Item) -> Option<String> {
    if item.kind == Some(EndpointType::Gateway) {
        return None;
    }
    if let Some(Err(why)) = &item.zones {
        return Some(why.clone());
    }
    if item.kind.is_none() {
        return Some("its type is not known".to_owned());
    }
    let Some(region) = &item.region else {
        return Some("its Region is not known".to_owned());
    };
    if item.hour.is_none() {
        let kind = item.kind.map_or("", EndpointType::name);
        return Some(format!("the price of type {kind} in {region} is not known"));
    }
    (item.exists == Exists::May).then(|| "it may not be there".to_owned())
}

/// What is not in the sums, a line each.
fn reservations(bill: &Bill) -> Vec<String> {
    let of_item = |item: &Item| Some(format!("{}: {}", item.address, reason(item)?));
    bill.items().filter_map(of_item).collect()
}

/// `$31.39 a month`; with what is not in it.
fn sum(items: &[&Item]) -> String {
    let sums = Money::sums(items.iter().filter_map(|item| counted(item)));
    let out = items.iter().filter(|item| reason(item).is_some()).count();
    let mut text = if sums.is_empty() {
        "nothing that is known".to_owned()
    } else {
        format!("{} a month", money::listed(&sums))
    };
    if out > 0 {
        text = format!("{text}, without {}", report::counted(out, "endpoint"));
    }
    text
}

/// A heading for each root, and a table for each of its VPCs. Variants that cost the same are told once, and counted each.
pub(super) fn human(bills: &[OfRoot<Bill>], style: Style) -> String {
    let mut text = String::new();
    for bill in told_alike(bills, |bill| of_bill(bill, style)) {
        if !text.is_empty() {
            text.push('\n');
        }
        let heading = report::bold(&report::visible(&heading(&bill)), style);
        text.extend([&*heading, "\n", &bill.told]);
    }
    if bills.len() > 1 {
        text.extend(["\nall together ", &*sum(&items(bills)), "\n"]);
    }
    text
}

/// The root, with its variants, be they all: each is paid for.
fn heading(bill: &Alike<String>) -> String {
    match &*bill.variants {
        [] | [_] => bill.heading(),
        several => format!("{} (each of {})", bill.directory, enumerated(several)),
    }
}

fn items(bills: &[OfRoot<Bill>]) -> Vec<&Item> {
    bills.iter().flat_map(|bill| bill.told.items()).collect()
}

fn of_bill(bill: &Bill, style: Style) -> String {
    let mut text = String::new();
    for vpc in &bill.vpcs {
        let heading = vpc.heading();
        let heading = report::bold(&report::visible(&heading), style);
        text.extend(["\n  ", &*heading, "\n\n"]);
        text += &Table::of(&vpc.items).aligned("    ", style);
        let items: Vec<_> = vpc.items.iter().collect();
        text.extend(["\n    together ", &*sum(&items), "\n"]);
    }
    let left_out = reservations(bill);
    if !left_out.is_empty() {
        text += "\n  not in these sums:\n";
    }
    for line in left_out {
        let line = format!("    {}", report::visible(&line));
        text.extend([&*style.hung(&line, 8), "\n"]);
    }
    text
}

/// The same as Markdown.
pub(super) fn markdown(bills: &[OfRoot<Bill>]) -> String {
    let mut text = String::from("### What endpoints cost\n");
    for bill in told_alike(bills, of_bill_in_markdown) {
        let heading = report::escaped_markdown(&heading(&bill));
        text.extend(["\n#### ", &*heading, "\n", &bill.told]);
    }
    if bills.len() > 1 {
        let sum = report::escaped_markdown(&sum(&items(bills)));
        text.extend(["\nAll together ", &*sum, ".\n"]);
    }
    text + "\nA month has 730 hours.\n"
}

fn of_bill_in_markdown(bill: &Bill) -> String {
    let mut text = String::new();
    for vpc in &bill.vpcs {
        let heading = report::escaped_markdown(&vpc.heading());
        text.extend(["\n", &*heading, "\n\n"]);
        text += &Table::of(&vpc.items).markdown();
        let items: Vec<_> = vpc.items.iter().collect();
        let sum = report::escaped_markdown(&sum(&items));
        text.extend(["\nTogether ", &*sum, ".\n"]);
    }
    let left_out = reservations(bill);
    if !left_out.is_empty() {
        text += "\nNot in these sums:\n\n";
    }
    for line in left_out {
        text.extend(["- ", &*report::escaped_markdown(&line), "\n"]);
    }
    text
}

/// One object and a newline.
pub(super) fn json(bills: &[OfRoot<Bill>]) -> String {
    let items = items(bills);
    let report = JsonReport {
        version: form::VERSION,
        hours_a_month: money::HOURS_A_MONTH,
        roots: bills.iter().map(JsonRoot::of).collect(),
        per_month: form::sums(&items),
        unknown: form::unknown(&items),
    };
    // Strings and numbers only: this cannot fail.
    report::pretty_json(&report)
}
