//! What a rule would have changed, before anybody has looked at how the text is written.

use super::Safety;
use crate::span::{FileId, Span};

/// A change of the configuration. `P` tells where: a place of the network as rules know it, or a [`Site`].
#[derive(Clone, Debug)]
pub struct Change<P> {
    /// What it does: `set enable_dns_hostnames = true in aws_vpc.main`.
    pub title: String,
    /// Whether it may be made without a second thought.
    pub safety: Safety,
    /// What is to be done, all of it or nothing.
    pub acts: Vec<Act<P>>,
}

/// One step of a change.
#[derive(Clone, Debug)]
pub enum Act<P> {
    /// Gives an argument a value, whether or not it has one.
    Set(P, Term),
    /// Adds members to the list that an argument is.
    Add(P, Vec<Term>),
    /// Writes other members in the place of one member of a list.
    Replace(P, Vec<Term>),
    /// Takes an argument or a nested block away.
    Remove(P),
    /// Calls an argument otherwise.
    Rename(P, String),
    /// Writes another name where one stands.
    Respell(Span, String),
    /// Takes a comment away.
    Uncomment(Span),
    /// Puts a block behind the one that the place is in.
    Insert(P, Term),
}

/// What is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// In native syntax, lines from the left margin on.
    pub text: String,
    /// The same without a reference to anything, where that is known: for places where there may be none.
    pub constant: Option<String>,
}

impl Term {
    /// Something without references.
    #[must_use]
    pub fn constant(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            constant: Some(text.clone()),
            text,
        }
    }

    /// Something that only its own module can say.
    #[must_use]
    pub fn expression(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            constant: None,
        }
    }
}

impl<P> Change<P> {
    /// A change without steps.
    #[must_use]
    pub fn new(safety: Safety, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            safety,
            acts: Vec::new(),
        }
    }

    /// The same with another step.
    #[must_use]
    pub fn with(mut self, act: Act<P>) -> Self {
        self.acts.push(act);
        self
    }

    /// The same change with its places told in another way.
    #[must_use]
    pub fn at<Q>(self, place: impl Fn(P) -> Q) -> Change<Q> {
        let act = |act| match act {
            Act::Set(at, term) => Act::Set(place(at), term),
            Act::Add(at, terms) => Act::Add(place(at), terms),
            Act::Replace(at, terms) => Act::Replace(place(at), terms),
            Act::Remove(at) => Act::Remove(place(at)),
            Act::Rename(at, name) => Act::Rename(place(at), name),
            Act::Respell(at, name) => Act::Respell(at, name),
            Act::Uncomment(at) => Act::Uncomment(at),
            Act::Insert(at, term) => Act::Insert(place(at), term),
        };
        Change {
            acts: self.acts.into_iter().map(act).collect(),
            title: self.title,
            safety: self.safety,
        }
    }
}

/// A place in the texts.
#[derive(Clone, Debug)]
pub struct Site {
    /// The header of the block it belongs to.
    pub header: Span,
    /// Why nothing can be written into that block, if so.
    pub closed: Option<String>,
    /// The argument.
    pub argument: &'static str,
    /// The argument where it is written, from its name to the end of its value; `None` where it is not.
    pub written: Option<Span>,
    /// Where its value is written out, or why that cannot be said.
    pub value: Result<Written, String>,
}

/// Where a value is written out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The value.
    pub span: Span,
    /// The names that lead to it, `var.on`, each with a file of the module that has it.
    pub names: Vec<(FileId, String)>,
}
