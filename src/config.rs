//! Settings: what `vpcelint.toml`, the environment and the command line say, and which of them counts where.
//!
//! The command line comes before the environment, that before the overrides of the file, these before the rest of the file,
//! and that before the defaults. Every setting knows where it comes from.

mod selector;

mod origin;
mod profile;

mod keys;
mod version;

mod var_files;

mod variant;

mod layer;

mod reader;

mod read;

mod option;

mod variant_table;

mod settings;

mod find;

mod show;

use crate::{finding::Severity, span::Span};

pub use find::{ConfigSource, Configs, NAMES, ResolvedSettings};
pub use keys::schema;
pub use layer::{Layer, Pattern, pattern};
pub use origin::SettingOrigin;
pub use profile::Profile;
pub use read::{ConfigFile, Override, read};
pub use selector::Selector;
pub use settings::{OptionsByRule, RuleSettings, Settings};
pub use show::show;
pub use var_files::Tfvars;
pub use variant::{Variant, variants};

/// Something in a configuration file that cannot be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    /// The place to underline.
    pub span: Span,
    /// Lower case, no full stop.
    pub message: String,
    /// What to write instead, or empty.
    pub help: String,
}

/// The least severity that makes a run fail, or none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FailOn(pub Option<Severity>);

impl Default for FailOn {
    fn default() -> Self {
        Self(Some(Severity::Warning))
    }
}

impl FailOn {
    /// Its names, in the order in which help lists them.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "info", "never"];

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "never" => Some(Self(None)),
            _ => severity(name).map(|severity| Self(Some(severity))),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.map_or("never", Severity::name)
    }

    /// Whether a finding of that severity makes a run fail.
    #[must_use]
    pub fn is_reached(self, severity: Severity) -> bool {
        self.0.is_some_and(|least| severity >= least)
    }
}

/// The severity of that name.
fn severity(name: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|severity| severity.name() == name)
}

/// The text of a new configuration file: every setting with its default, commented out.
pub const TEMPLATE: &str = include_str!("config/template.toml");
