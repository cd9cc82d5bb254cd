//! Files in the hands of editors and hooks: what is named, and a text that no disk has yet.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    lint::Error,
    source::{LARGEST_FILE, Sources},
};

/// How files among the paths are treated.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(super) struct Files {
    /// Take the text of this file from standard input, which `-` among the paths stands for
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    /// Report only findings that point into files among the paths
    #[arg(long)]
    pub(super) only_file: bool,
    /// Leave out files that settings exclude even if they are named
    #[arg(long)]
    pub(super) force_exclude: bool,
}

impl Files {
    /// Whether a text comes from standard input.
    pub(super) const fn reads_standard_input(&self) -> bool {
        self.stdin_filename.is_some()
    }

    /// The paths to lint, the current directory if none is named; if one of them is `-`, standard input is read and stands in for the file it belongs to.
    pub(super) fn paths(
        &self,
        sources: &mut Sources,
        paths: Vec<PathBuf>,
    ) -> Result<Vec<PathBuf>, Error> {
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        let dashes = paths.iter().filter(|path| is_stdin(path)).count();
        let refused = |reason: &str| Err(Error::Command(reason.to_owned()));
        let file = match (&self.stdin_filename, dashes) {
            (None, 0) if paths.is_empty() => return Ok(vec![".".into()]),
            (None, 0) => return Ok(paths),
            (None, _) => {
                return refused(
                    "`-` stands for standard input: say which file that is with --stdin-filename PATH",
                );
            }
            (Some(_), 0) => {
                return refused(
                    "--stdin-filename needs `-` among the paths, where standard input is to be read",
                );
            }
            (Some(file), 1) => file,
            (Some(_), _) => {
                return refused("`-` is given twice, but standard input can be read only once");
            }
        };
        *sources = with_standard_input(sources, file)?;
        let paths = paths.into_iter();
        Ok(paths
            .map(|path| if is_stdin(&path) { file.clone() } else { path })
            .collect())
    }
}

fn with_standard_input(sources: &Sources, file: &Path) -> Result<Sources, Error> {
    let refused = |reason: String| Err(Error::Command(reason));
    let absolute = sources.absolute(file);
    let directory = absolute.parent().unwrap_or(&absolute);
    sources.allow(directory);
    if sources.is_directory(&absolute) || !sources.is_directory(directory) {
        return refused(format!(
            "--stdin-filename: `{}` cannot be a file: {}",
            file.display(),
            if sources.is_directory(directory) {
                "it is a directory"
            } else {
                "its directory does not exist"
            }
        ));
    }
    let mut text = Vec::new();
    let read = io::stdin().take(LARGEST_FILE + 1).read_to_end(&mut text);
    if let Err(error) = read {
        return refused(format!("cannot read standard input: {error}"));
    }
    if text.len() as u64 > LARGEST_FILE {
        return refused(format!(
            "standard input has more than the {LARGEST_FILE} bytes that are read"
        ));
    }
    match String::from_utf8(text) {
        Ok(text) => Ok(sources.with(&absolute, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            refused(format!("standard input is not UTF-8 (byte {at})"))
        }
    }
}
