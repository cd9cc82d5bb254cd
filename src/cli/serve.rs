//! `vpcelint server`: what the environment and the options say of every folder that an editor opens.

use clap::Args;
use globset::GlobSet;

use super::settings::ConfigFile;
use crate::{
    config,
    lint::{Error, Request},
    report::Output,
    server,
    source::Sources,
};

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// What clients say that know other ways too
    #[arg(long, hide = true)]
    stdio: bool,
    #[command(flatten)]
    file: ConfigFile,
}

impl Serve {
    pub(super) fn run(self) -> Result<Output, Error> {
        let Self { file, .. } = self;
        let is_ended = server::serve_stdio(Box::new(move |folder| {
            let sources = Sources::new(folder.to_path_buf());
            let (config, environment) = file.clone().asked(&sources)?;
            let globs = environment.exclude.iter();
            let globs: Result<Vec<_>, _> = globs.map(|it| config::pattern(&it.text)).collect();
            let exclude =
                globs.and_then(|globs| GlobSet::new(globs).map_err(|error| error.to_string()));
            Ok(Request {
                config,
                environment,
                exclude: exclude.map_err(Error::Command)?,
                ..Request::default()
            })
        }))?;
        Ok(Output {
            failed: !is_ended,
            ..Output::default()
        })
    }
}
