//! What shells and `man` know of the command line, made from it.

use std::io;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::Arguments;
use crate::{
    lint::Error,
    near::{LIKE, nearest},
};

/// The script that completes commands and options in a shell.
pub(super) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    text(&script)
}

/// The page of a command, in the language of `man`.
///
/// # Errors
///
/// When there is no such command.
pub(super) fn page(words: &[String]) -> Result<String, Error> {
    let mut whole = Arguments::command();
    // Names such as `vpcelint-check` and options of all commands are there only then.
    whole.build();
    let mut command = &whole;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| {
            let known = command.get_subcommands().map(clap::Command::get_name);
            let near = nearest(known, word, LIKE).map(|near| format!("; did you mean `{near}`?"));
            Error::Command(format!(
                "there is no command `{word}`{}",
                near.unwrap_or_default()
            ))
        })?;
    }
    let mut page = Vec::new();
    Man::new(command.clone())
        .source(concat!("vpcelint ", env!("CARGO_PKG_VERSION")))
        .manual("vpcelint")
        .render(&mut page)
        .map_err(|error: io::Error| Error::Command(format!("cannot write the page: {error}")))?;
    // An empty date must be quoted, or what follows takes its place; one space says what break, blank line and break do.
    Ok(text(&page)
        .replacen(" 1  \"vpcelint ", " 1 \"\" \"vpcelint ", 1)
        .replace("\n.br\n\n.br\n", "\n.sp\n"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
