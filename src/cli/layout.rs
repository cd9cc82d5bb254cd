//! How much of a report is shown, and in which order.

use clap::Args;

use crate::{
    lint::Error,
    report::{Format, GroupBy, Layout, Links},
};

/// What is shown of a report for people.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Arrangement {
    /// Gather the findings of a human or concise report by file, rule or root module [default: errors first]
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    group_by: Option<GroupBy>,
    /// Show how often each rule was broken instead of findings
    #[arg(long)]
    pub(super) statistics: bool,
    /// Show findings and nothing else: neither notes nor a count
    #[arg(short, long)]
    pub(super) quiet: bool,
}

impl Arrangement {
    pub(super) const fn layout(&self, links: Links) -> Layout {
        Layout {
            group_by: self.group_by,
            links,
        }
    }

    /// Refuses what a format cannot show: it would be missed in silence.
    pub(super) fn suits(&self, format: Format) -> Result<(), Error> {
        let asked = [
            ("--group-by", self.group_by.is_some()),
            ("--statistics", self.statistics),
        ];
        match asked.iter().find(|(_, is_asked)| *is_asked) {
            Some((option, _)) if !format.is_lines() => Err(Error::Command(format!(
                "{option} is for reports in the human or the concise format"
            ))),
            _ => Ok(()),
        }
    }
}
