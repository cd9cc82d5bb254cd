//! Text to tree: native and JSON syntax, comments, problems. The parser crates are used here and nowhere else.

mod tree;

mod scan;

mod parts;

mod spot;

mod message;
mod names;

mod template;

mod lower;

mod native;

mod json;

pub use json::{parse_json, parse_json_values};
pub use native::{
    parse_blocks, parse_expression, parse_expression_within, parse_native, parse_template,
};
pub use spot::Spot;
pub use tree::{
    Attribute, BinaryOperator, Block, Body, Call, Expr, ExprKind, For, ForPart, Item, Label, Name,
    Part, UnaryOperator,
};

use crate::span::Span;

/// Whether a letter may stand in a name.
#[must_use]
pub fn is_in_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// What a file gives: always a body, perhaps with problems, never an error.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The blocks and attributes that could be read.
    pub body: Body,
    /// Every comment in source order, markers included; in JSON syntax the properties `"//"` of bodies, names included.
    pub comments: Vec<Span>,
    /// What could not be read, in source order. When not empty, something of the file is missing in `body`.
    pub problems: Vec<Problem>,
}

/// Something in a text that Terraform would reject.
#[derive(Clone, Debug)]
pub struct Problem {
    /// A place a person would point at.
    pub span: Span,
    /// Lower case, no full stop.
    pub message: String,
}
