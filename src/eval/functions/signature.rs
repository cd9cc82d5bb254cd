//! What functions take and give, as Terraform declares it, and one call of one.

use super::Host;
use crate::{
    eval::Fault,
    value::{Type, Value},
};

/// What a parameter takes: arguments are converted to it before the call.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    Any,
    Bool,
    Number,
    String,
    ListOfAny,
    ListOfBool,
    ListOfString,
    SetOfAny,
    MapOfLists,
}

impl Takes {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Any => Type::Any,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::ListOfAny => Type::list(Type::Any),
            Self::ListOfBool => Type::list(Type::Bool),
            Self::ListOfString => Type::list(Type::String),
            Self::SetOfAny => Type::set(Type::Any),
            Self::MapOfLists => Type::map(Type::list(Type::String)),
        }
    }
}

/// How much of an argument must be known for the body to be called: else the result is unknown. Elements may always be unknown.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Needs {
    /// All of its own level.
    Known,
    /// Texts with unknown parts and open collections will do.
    Part,
    /// Nothing.
    Nothing,
}

/// A parameter as Terraform declares it.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) takes: Takes,
    pub(super) null: bool,
    /// Whether the result has a type even when the argument has none yet.
    pub(super) untyped: bool,
    pub(super) needs: Needs,
}

impl Parameter {
    pub(super) const fn new(takes: Takes) -> Self {
        Self {
            takes,
            null: false,
            untyped: false,
            needs: Needs::Known,
        }
    }

    /// Null is an argument like any other, and so is what has no type yet.
    pub(super) const fn nullable(self) -> Self {
        Self {
            null: true,
            untyped: true,
            ..self
        }
    }

    pub(super) const fn untyped(self) -> Self {
        Self {
            untyped: true,
            ..self
        }
    }

    pub(super) const fn in_part(self) -> Self {
        Self {
            needs: Needs::Part,
            ..self
        }
    }

    pub(super) const fn unknown(self) -> Self {
        Self {
            needs: Needs::Nothing,
            ..self
        }
    }
}

pub(super) const ANY: Parameter = Parameter::new(Takes::Any);

pub(super) const STRING: Parameter = Parameter::new(Takes::String);

pub(super) const NUMBER: Parameter = Parameter::new(Takes::Number);

/// Where the mark of a sensitive argument goes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Marks {
    /// The result is sensitive when anything in the arguments is.
    Whole,
    /// The result is sensitive when an argument itself is; members keep their own marks.
    Members,
    /// The body decides.
    Own,
}

/// How far a function looks into its arguments: as much is paid for before it is called.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Reads {
    /// To the last leaf.
    Whole,
    /// To the last leaf, and to where letters of texts begin and end.
    Letters,
    /// To the members, not into them.
    Members,
    /// A member, or none.
    One,
    /// To the last leaf, and what is on disk.
    Files,
}

/// One line of the table.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) variadic: Option<Parameter>,
    /// The type of the result when it is unknown.
    pub(super) gives: Takes,
    /// Whether the result may be null.
    pub(super) may_be_null: bool,
    pub(super) marks: Marks,
    pub(super) reads: Reads,
    pub(super) body: fn(&Call<'_>) -> Result<Value, Fault>,
}

/// One call: the arguments, converted and checked, and where it is made.
pub(super) struct Call<'a> {
    pub(super) function: &'a Function,
    pub(super) arguments: &'a [Value],
    pub(super) host: &'a dyn Host,
}

impl Function {
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        gives: Takes,
        body: fn(&Call<'_>) -> Result<Value, Fault>,
    ) -> Self {
        Self {
            name,
            parameters,
            variadic: None,
            gives,
            may_be_null: false,
            marks: Marks::Whole,
            reads: Reads::Whole,
            body,
        }
    }

    pub(super) const fn variadic(self, parameter: Parameter) -> Self {
        Self {
            variadic: Some(parameter),
            ..self
        }
    }

    pub(super) const fn may_be_null(self) -> Self {
        Self {
            may_be_null: true,
            ..self
        }
    }

    pub(super) const fn reads(self, reads: Reads) -> Self {
        Self { reads, ..self }
    }

    pub(super) const fn marks(self, marks: Marks) -> Self {
        Self { marks, ..self }
    }
}
