//! Where settings come from.

use crate::{source::Sources, span::Span};

/// Where a setting comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingOrigin {
    /// Built in.
    Default,
    /// A place in a configuration file.
    File(Span),
    /// A place in an override of a configuration file.
    Override(Span),
    /// A variable of the environment.
    Environment(&'static str),
    /// An option of the command line.
    CommandLine(&'static str),
}

impl SettingOrigin {
    /// For people: `vpcelint.toml:3:1`, `VPCELINT_SELECT`, `--select`.
    #[must_use]
    pub fn shown(self, sources: &Sources) -> String {
        let place = |span: Span| {
            let file = sources.file(span.file);
            let (line, column) = file.position(span.start);
            format!("{}:{line}:{column}", file.name)
        };
        match self {
            Self::Default => "default".to_owned(),
            Self::File(span) => place(span),
            Self::Override(span) => format!("override at {}", place(span)),
            Self::Environment(name) | Self::CommandLine(name) => name.to_owned(),
        }
    }
}
