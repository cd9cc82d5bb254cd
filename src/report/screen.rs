//! What a command writes, and the screen it is written to.

use std::{
    borrow::Cow,
    env,
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size_of};

use super::{Document, visible};
use crate::{
    lint::Error,
    note::{Level, Note},
    text::{columns, hung, same_length, wrap},
};

/// Narrower screens get lines that wrap, wider ones lines that can still be read.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// The width where there is no screen: the same in every log.
const PIPED_WIDTH: usize = 100;

/// A last column that is narrower is no column.
const LEAST_COLUMN: usize = 50;

/// The exit status when not all could be written.
const NOT_WRITTEN: u8 = 2;

/// What the reader's screen can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// ANSI colours.
    pub color: bool,
    /// Lines and arrows beyond ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// Whether it is a screen: lines that others take line by line are wrapped there, too.
    pub is_screen: bool,
}

impl Style {
    /// No colours, and lines of any length.
    pub const PLAIN: Self = Self {
        color: false,
        unicode: true,
        width: 0,
        is_screen: false,
    };

    /// What standard output can show, unless the user says otherwise. `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `TERM` count
    /// when `color` leaves it open, `COLUMNS` when `width` does.
    #[must_use]
    pub fn of_stdout(color: ColorChoice, width: Option<usize>) -> Self {
        let color = match color {
            ColorChoice::Auto if forces_color() => ColorChoice::Always,
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            chosen => chosen,
        };
        let screen = || {
            let said = env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
            let measured = || terminal_size_of(io::stdout()).map(|(Width(columns), _)| columns);
            let columns = usize::from(said.or_else(measured)?);
            Some(columns.clamp(*WIDTHS.start(), *WIDTHS.end()))
        };
        Self {
            color: color != ColorChoice::Never,
            unicode: speaks_unicode(),
            width: width.or_else(screen).unwrap_or(PIPED_WIDTH),
            is_screen: io::stdout().is_terminal(),
        }
    }

    /// A line of words as the reader has room for it, later rows so many columns further in: where others may take it line by line, in
    /// one.
    pub(crate) fn hung(self, line: &str, indent: usize) -> String {
        if !self.is_screen {
            return line.to_owned();
        }
        hung(line, self.width, indent)
    }

    /// A row of a table with words in its last column, or below the others where these leave them little room.
    pub(crate) fn row(self, others: &str, words: &str) -> String {
        let column = columns(others) + 2;
        let room = self.width.saturating_sub(column);
        if !self.is_screen || columns(words) <= room {
            return format!("{others}  {words}");
        }
        if room < LEAST_COLUMN {
            let below = format!("    {words}");
            return format!("{}\n{}", others.trim_end(), self.hung(&below, 4));
        }
        let rows = wrap(words, room).join(&format!("\n{}", " ".repeat(column)));
        format!("{others}  {rows}")
    }
}

impl Style {
    /// What a file can show: the same wherever it is written, coloured only on demand.
    #[must_use]
    pub fn of_file(color: ColorChoice, width: Option<usize>) -> Self {
        Self {
            color: matches!(color, ColorChoice::Always | ColorChoice::AlwaysAnsi),
            unicode: true,
            width: width.unwrap_or(PIPED_WIDTH),
            is_screen: false,
        }
    }
}

/// What anstream does not know of: `FORCE_COLOR`, which means what `CLICOLOR_FORCE` does. Whoever wants no colours comes first.
fn forces_color() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("FORCE_COLOR")
        && env::var_os("FORCE_COLOR").is_none_or(|value| value != "0" && value != "false")
        && !is_set("NO_COLOR")
}

/// Only what is said to be something else is taken for something else: containers often say nothing.
fn speaks_unicode() -> bool {
    if cfg!(windows) {
        return env::var_os("WT_SESSION").is_some() || env::var_os("TERM").is_some();
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().to_ascii_lowercase());
    locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

/// The text in bold where the screen can show it.
pub(crate) fn bold(text: &str, style: Style) -> String {
    if style.color {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// What a command has to say.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Output {
    /// For standard output.
    pub text: String,
    /// For standard error.
    pub notes: Vec<Note>,
    /// For files.
    pub documents: Vec<Document>,
    /// Whether something was found that makes the run fail.
    pub failed: bool,
    /// Whether the text is a patch: a program needs every byte of it.
    pub is_patch: bool,
}

/// What is told of a patch that has characters in it that no terminal is to have.
const UNSEEN: &str =
    "control characters of the patch are replaced here: write it to a file to apply it";

impl Output {
    /// Text alone.
    #[must_use]
    pub fn text(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// Why nothing could be done.
    #[must_use]
    pub fn refused(error: &Error) -> Self {
        let text = error.to_string();
        let note = match error {
            // Each of its lines is one.
            Error::Drawn(_) => {
                let mut lines = text.lines().map(ToOwned::to_owned);
                let first = lines.next().unwrap_or_default();
                Note::new(Level::Error, first).with(lines.collect())
            }
            _ => Note::new(Level::Error, text),
        };
        Self {
            notes: vec![note],
            ..Self::default()
        }
    }

    /// What is told on standard error. The only place that says it: whatever is in a note, it begins no line and commands no terminal,
    /// nor a service that reads commands from lines.
    #[must_use]
    pub fn told(&self) -> String {
        self.notes.iter().map(line).collect()
    }

    /// The same as a screen of so many columns has room for it, if there is one.
    fn told_on(&self, screen: Option<usize>) -> String {
        let told = self.told();
        let Some(width) = screen else {
            return told;
        };
        let rows = told.lines().map(|line| {
            let indent = line.len() - line.trim_start().len();
            hung(line, width, indent + 2) + "\n"
        });
        rows.collect()
    }

    /// Writes it all; the exit status is 0, 1 if the run fails, or 2 if something could not be written. A reader that has
    /// gone away, as `head` does, has had enough and is no error.
    #[must_use]
    pub fn write(&self, style: Style) -> ExitCode {
        let seen = self.seen(style);
        let written = self.write_text(&seen, style);
        // With standard error gone as well, nobody is left to be told; the exit status still says it.
        let screen = terminal_size_of(io::stderr());
        let mut told = self.told_on(screen.map(|(Width(columns), _)| usize::from(columns)));
        if seen != self.text {
            told += &line(&Note::warning(UNSEEN));
        }
        let _ = io::stderr().lock().write_all(told.as_bytes());
        let complain = |complaint: String| {
            let told = line(&Note::new(Level::Error, complaint));
            let _ = io::stderr().lock().write_all(told.as_bytes());
        };
        let mut status = match written {
            Ok(()) => u8::from(self.failed),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => u8::from(self.failed),
            Err(error) => {
                complain(format!("cannot write: {error}"));
                NOT_WRITTEN
            }
        };
        for document in &self.documents {
            if let Err(error) = document.write() {
                complain(format!(
                    "cannot write `{}`: {error}",
                    document.path.display()
                ));
                status = NOT_WRITTEN;
            }
        }
        ExitCode::from(status)
    }

    fn write_text(&self, text: &str, style: Style) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        if self.is_patch {
            stdout.write_all(text.as_bytes())?;
            return stdout.flush();
        }
        let color = if style.color {
            ColorChoice::Always
        } else {
            ColorChoice::Never
        };
        let mut stdout = AutoStream::new(stdout, color);
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// The text as the reader gets it: what a source has in it commands no terminal.
    fn seen(&self, style: Style) -> Cow<'_, str> {
        if self.is_patch && style.is_screen {
            same_length(&self.text)
        } else {
            Cow::Borrowed(&self.text)
        }
    }
}

/// A note with the line end after each of its lines.
fn line(note: &Note) -> String {
    let mut told = format!("{}{}\n", note.level.lead(), visible(&note.text));
    for detail in &note.details {
        told += &visible(detail);
        told.push('\n');
    }
    told
}
