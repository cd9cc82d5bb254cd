//! What helps whoever wrote a command line that cannot be read.

use std::{env, ffi::OsString, path::Path};

use clap::{
    CommandFactory as _, Error, Parser as _, ValueEnum as _,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::Arguments;
use crate::{
    report::{self, Format},
    source::{Sources, is_configuration},
};

/// Options that other programs have, and what to do here instead.
const OF_OTHERS: [(&[&str], &str); 4] = [
    (
        &["--write", "--autofix", "--autocorrect"],
        "`vpcelint check --fix` changes files, `vpcelint check --diff` shows how",
    ),
    (
        &["--recursive", "-r", "-R"],
        "directories are searched to any depth",
    ),
    (
        &["--chdir", "-C"],
        "name the directory: `vpcelint check DIR`",
    ),
    (
        &["--enable-rule", "--only", "--rule"],
        "`--select RULES` takes ids and categories",
    ),
];

/// The error about arguments as they can be shown: names of files come from whoever wrote them.
pub(super) fn visible(error: Error, arguments: impl Iterator<Item = OsString>) -> Error {
    let arguments: Vec<_> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let shown: Vec<String> = arguments
        .iter()
        .map(|argument| report::visible(argument).into_owned())
        .collect();
    if shown == arguments {
        return error;
    }
    Arguments::try_parse_from(shown).err().unwrap_or_else(|| {
        let message = "an argument holds characters that cannot be shown";
        Arguments::command().error(ErrorKind::InvalidValue, message)
    })
}

/// The error with a hint that fits.
pub(super) fn explained(mut error: Error) -> Error {
    let word = |error: &Error, kind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        _ => String::new(),
    };
    let hint = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = word(&error, ContextKind::InvalidSubcommand);
            let is_near = error.get(ContextKind::SuggestedSubcommand).is_some();
            if is_path(&word) {
                error.remove(ContextKind::SuggestedSubcommand);
            }
            of_command(&word, is_near)
        }
        ErrorKind::UnknownArgument => {
            // That it might be a path helps nobody.
            error.remove(ContextKind::Suggested);
            of_option(&word(&error, ContextKind::InvalidArg))
        }
        _ => None,
    };
    if let Some(hint) = hint {
        let hint = ContextValue::StyledStrs(vec![StyledStr::from(hint)]);
        error.insert(ContextKind::Suggested, hint);
    }
    error
}

fn of_command(word: &str, is_near: bool) -> Option<String> {
    if is_path(word) {
        Some(format!("to lint `{word}`, write `vpcelint check {word}`"))
    } else if is_near {
        None
    } else {
        Some("`vpcelint check` lints the current directory".to_owned())
    }
}

/// Whether there is something at it, or only a path is written so.
fn is_path(word: &str) -> bool {
    let path = Path::new(word);
    if word.contains('/') || is_configuration(path) {
        return true;
    }
    let Ok(directory) = env::current_dir() else {
        return false;
    };
    let sources = Sources::new(directory);
    sources.is_directory(path) || sources.exists(path) == Ok(true)
}

fn of_option(option: &str) -> Option<String> {
    let (name, _) = option.split_once('=').unwrap_or((option, ""));
    let known = OF_OTHERS.iter().find(|(names, _)| names.contains(&name));
    if let Some((_, hint)) = known {
        return Some((*hint).to_owned());
    }
    let long = name.strip_prefix("--")?;
    if Format::from_str(long, false).is_ok() {
        return Some(format!("write `--output-format {long}`"));
    }
    let command = Arguments::command();
    let mut arguments = command.find_subcommand("check")?.get_arguments();
    arguments
        .any(|argument| argument.get_long() == Some(long))
        .then(|| format!("it is an option of `vpcelint check`: `vpcelint check {name}`"))
}
