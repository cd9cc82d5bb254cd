//! The options about variants, and about all that root modules are given.

use std::collections::BTreeSet;

use clap::Args;

use super::{
    parse::{self, Inputs},
    settings::ConfigFile,
};
use crate::{
    config::{self, SettingOrigin, Tfvars, Variant},
    inspect::Values,
    lint::Error,
    source::Sources,
};

/// Which variants there are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Variables")]
pub(super) struct Variants {
    /// Take root modules once with each file that matches: what does not hold in all of these variants names those in which it does
    #[arg(long, value_name = "GLOB", conflicts_with = parse::VARIABLE_FILE)]
    variants: Vec<String>,
}

impl Variants {
    /// Those that the patterns stand for; a file that several match is one.
    pub(super) fn read(&self, sources: &Sources) -> Result<Vec<Variant>, Error> {
        let origin = SettingOrigin::CommandLine("--variants");
        let mut all: Vec<Variant> = Vec::new();
        for pattern in &self.variants {
            let found = config::variants(pattern, sources.working_directory(), origin, sources);
            let found = found
                .map_err(|reason| Error::Command(format!("--variants: `{pattern}`: {reason}")))?;
            all.extend(found);
        }
        let mut known = BTreeSet::new();
        all.retain(|one| {
            let paths = one.var_files.iter();
            known.insert(paths.map(Tfvars::path).collect::<Vec<_>>())
        });
        Ok(all)
    }
}

/// What root modules are given.
#[derive(Debug, Args)]
pub(super) struct Given {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    variants: Variants,
    /// Take only this one of the variants that settings or --variants name
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = parse::VARIABLE_FILE,
        help_heading = "Variables"
    )]
    variant: Option<String>,
}

impl Given {
    /// What these options, the environment and the files that they name say.
    pub(super) fn values(self, sources: &Sources) -> Result<Values, Error> {
        let variants = self.variants.read(sources)?;
        let (config, environment) = self.file.asked(sources)?;
        Ok(Values {
            inputs: self.inputs.0,
            config,
            environment,
            variants,
            variant: self.variant,
        })
    }
}
