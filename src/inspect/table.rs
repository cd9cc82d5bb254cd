//! Instances for people: a table by address.

use std::fmt::Write as _;

use super::{
    instances::Shown,
    notation,
    roots::{OfRoot, told_alike},
};
use crate::{
    eval::Exists,
    report::{self, Style},
    text::{columns, padded},
};

/// Values get no narrower than this, whatever the screen.
const LEAST_VALUE: usize = 20;

/// A heading for each root, then each instance with its arguments, every value on one line. Variants that make the same are told once.
pub(super) fn render(roots: &[OfRoot<Vec<Shown>>], style: Style) -> String {
    let mut text = String::new();
    for root in told_alike(roots, |it| (it.len(), of_root(it, style))) {
        if !text.is_empty() {
            text.push('\n');
        }
        let (count, instances) = &root.told;
        let count = report::counted(*count, "instance");
        let heading = format!("{}: {count}", report::visible(&root.heading()));
        text.extend([&*report::bold(&heading, style), "\n", instances]);
    }
    text
}

fn of_root(instances: &[Shown], style: Style) -> String {
    let mut text = String::new();
    for shown in instances {
        let may = match shown.exists {
            Exists::Must => "",
            Exists::May => " (may exist)",
        };
        let address = report::visible(&shown.address);
        let address = format!("  {}{may}", report::bold(&address, style));
        let _ = writeln!(text, "\n{}", style.hung(&address, 4));
        let _ = writeln!(text, "    {}", shown.place);
        let arguments = shown.arguments.iter();
        let arguments = arguments.map(|(name, value)| (report::visible(name), value));
        let arguments: Vec<_> = arguments.collect();
        let widest = arguments.iter().map(|(name, _)| columns(name)).max();
        let widest = widest.unwrap_or(0);
        for (name, value) in arguments {
            let room = style.width.saturating_sub(widest + 7).max(LEAST_VALUE);
            let value = notation::summary(value, room);
            let _ = writeln!(text, "    {} = {value}", padded(&name, widest));
        }
    }
    text
}
