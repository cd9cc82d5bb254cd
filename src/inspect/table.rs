//! Instances for people: a table by address.

use std::fmt::Write as _;

use super::{instances::Root, notation};
use crate::{
    eval::Exists,
    report::{self, Style},
};

/// Values get no narrower than this, whatever the screen.
const LEAST_VALUE: usize = 20;

/// A heading for each root, then each instance with its arguments, every value on one line.
pub(super) fn render(roots: &[Root], style: Style) -> String {
    let mut text = String::new();
    for root in roots {
        if !text.is_empty() {
            text.push('\n');
        }
        let count = report::counted(root.resources.len(), "instance");
        let heading = format!("{}: {count}", report::visible(&root.directory));
        let _ = writeln!(text, "{}", report::bold(&heading, style));
        for shown in &root.resources {
            let may = match shown.exists {
                Exists::Must => "",
                Exists::May => " (may exist)",
            };
            let address = report::visible(&shown.address);
            let _ = writeln!(text, "\n  {}{may}", report::bold(&address, style));
            let _ = writeln!(text, "    {}", shown.place);
            let widest = shown
                .arguments
                .iter()
                .map(|(name, _)| name.chars().count())
                .max()
                .unwrap_or(0);
            for (name, value) in &shown.arguments {
                let room = style.width.saturating_sub(widest + 7).max(LEAST_VALUE);
                let value = notation::summary(value, room);
                let _ = writeln!(text, "    {:widest$} = {value}", report::visible(name));
            }
        }
    }
    text
}
