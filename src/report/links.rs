//! Text that leads somewhere when it is clicked.

use super::Style;

/// How a report leads to a page.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Links {
    /// The address is written out.
    #[default]
    Written,
    /// A name is a link, as OSC 8 has it.
    Clickable,
}

impl Links {
    /// What standard output can show. Without colours nothing that commands a terminal is written to it.
    #[must_use]
    pub fn of_stdout(style: Style) -> Self {
        if style.color && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout) {
            Self::Clickable
        } else {
            Self::Written
        }
    }

    /// The name, as a link where it can be clicked.
    pub(super) fn name(self, name: &str, url: &str) -> String {
        match self {
            Self::Written => name.to_owned(),
            Self::Clickable => format!("\u{1b}]8;;{url}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\"),
        }
    }
}
