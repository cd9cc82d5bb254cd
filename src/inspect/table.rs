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
        let _ = writeln!(text, "\n  {}{may}", report::bold(&address, style));
        let _ = writeln!(text, "    {}", shown.place);
        let names = shown.arguments.iter().map(|(name, _)| name.chars().count());
        let widest = names.max().unwrap_or(0);
        for (name, value) in &shown.arguments {
            let room = style.width.saturating_sub(widest + 7).max(LEAST_VALUE);
            let value = notation::summary(value, room);
            let _ = writeln!(text, "    {:widest$} = {value}", report::visible(name));
        }
    }
    text
}
