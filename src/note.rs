//! What is told on standard error.

use std::fmt;

/// How grave it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// It was asked for.
    Plain,
    /// Nothing is wrong.
    Note,
    /// Something may be.
    Warning,
    /// What was asked for could not be done.
    Error,
}

impl Level {
    /// What a line begins with.
    #[must_use]
    pub const fn lead(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Note => "note: ",
            Self::Warning => "warning: ",
            Self::Error => "error: ",
        }
    }
}

/// A line, and lines below it. Paths, names and labels in it may be anything: whoever writes it makes sure that a line stays a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// How grave it is.
    pub level: Level,
    /// The line: lower case, no full stop.
    pub text: String,
    /// What belongs to it, each on a line of its own.
    pub details: Vec<String>,
}

impl Note {
    /// One line.
    #[must_use]
    pub fn new(level: Level, text: impl Into<String>) -> Self {
        Self {
            level,
            text: text.into(),
            details: Vec::new(),
        }
    }

    /// Nothing is wrong.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        Self::new(Level::Note, text)
    }

    /// Something may be wrong.
    #[must_use]
    pub fn warning(text: impl Into<String>) -> Self {
        Self::new(Level::Warning, text)
    }

    /// The same with lines below it.
    #[must_use]
    pub fn with(self, details: Vec<String>) -> Self {
        Self { details, ..self }
    }
}

/// As programs get it: the lines as they are, without how grave it is.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        let mut details = self.details.iter();
        details.try_for_each(|detail| write!(f, "\n{detail}"))
    }
}
