//! What is searched, and what becomes of paths at which nothing is found.

use std::path::PathBuf;

use clap::Args;

use crate::source::VersionControl;

/// How directories among the paths are searched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(super) struct Search {
    /// Search also what `.gitignore` and `.git/info/exclude` name; what is named here itself always is
    #[arg(long)]
    no_ignore_vcs: bool,
    /// Let a path pass at which there is nothing to lint, for hooks
    #[arg(long)]
    allow_empty: bool,
}

impl Search {
    pub(super) const fn version_control(&self) -> VersionControl {
        if self.no_ignore_vcs {
            VersionControl::Disregarded
        } else {
            VersionControl::Respected
        }
    }

    /// Whether a path may hold nothing: where none was named, none was mistyped.
    pub(super) const fn allows_empty(&self, paths: &[PathBuf]) -> bool {
        self.allow_empty || paths.is_empty()
    }
}
