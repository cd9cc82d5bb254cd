//! What may be read.

use std::path::PathBuf;

use clap::Args;

use crate::{lint::Error, source::Sources};

/// The directory outside of which nothing is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(super) struct Fence {
    /// Read nothing outside this directory [default: the nearest with `.git`, else the current one]
    #[arg(long, value_name = "DIR")]
    project_root: Option<PathBuf>,
}

impl Fence {
    /// The sources inside of it.
    pub(super) fn around(&self, sources: Sources) -> Result<Sources, Error> {
        match &self.project_root {
            Some(directory) => Ok(sources.with_project(directory)?),
            None => Ok(sources),
        }
    }
}
