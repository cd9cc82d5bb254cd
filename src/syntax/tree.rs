//! The tree that the rest of the linter reads: small, spanned, with nothing of the parser in it.
//!
//! Both syntaxes of Terraform lower to it. Template text is final here: escapes, `~` and the indent of `<<-`
//! are already applied as Terraform applies them, and splats are grouped (`foundation.md` A and B).

use std::sync::Arc;

use crate::span::Span;

/// A name or a piece of literal text.
pub type Name = Arc<str>;

/// What stands between two braces, or in a file: attributes and blocks, each in source order.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// `name = value`, in source order. A repeated name stays repeated; the last one counts.
    pub attributes: Vec<Attribute>,
    /// Nested blocks, in source order.
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute of that name; the last one when it is repeated.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .rev()
            .find(|attribute| &*attribute.name == name)
    }

    /// Whether it sets a flag, in whatever words but a plain `false`; `None` when it says nothing of it.
    #[must_use]
    pub fn may_set(&self, flag: &str) -> Option<bool> {
        Some(!self.attribute(flag)?.value.is_literally_false())
    }

    /// Whether it says that its value must not be shown: `sensitive` or `ephemeral`.
    #[must_use]
    pub fn hides_value(&self) -> bool {
        let mut flags = ["sensitive", "ephemeral"].iter();
        flags.any(|flag| self.may_set(flag) == Some(true))
    }

    /// All blocks of that kind.
    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

/// `name = value`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name as written.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The expression.
    pub value: Expr,
    /// From the name to the end of the value.
    pub span: Span,
}

/// `kind "label" { ... }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// `resource`, `ingress`, `dynamic`, ...
    pub kind: Name,
    /// The labels, without quotes.
    pub labels: Vec<Label>,
    /// What is inside.
    pub body: Body,
    /// From the kind to the last label: the place to point at when something is missing inside.
    pub header: Span,
    /// The whole block, closing brace included.
    pub span: Span,
}

impl Block {
    /// What it is a block of inside another: `ingress` for both `ingress {}` and `dynamic "ingress" {}`. `None` for a `dynamic` without
    /// label.
    #[must_use]
    pub fn nested_name(&self) -> Option<&Name> {
        if &*self.kind == "dynamic" {
            self.label(0)
        } else {
            Some(&self.kind)
        }
    }

    /// The text of label number `index`, from 0.
    #[must_use]
    pub fn label(&self, index: usize) -> Option<&Name> {
        self.labels.get(index).map(|label| &label.text)
    }
}

/// One label of a block.
#[derive(Clone, Debug)]
pub struct Label {
    /// The text, without quotes.
    pub text: Name,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The bytes it was read from. In JSON syntax all expressions inside one string share the span of that string.
    pub span: Span,
}

impl Expr {
    /// The text, when it is a string without interpolation.
    #[must_use]
    pub fn literal(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it says `false`, or `"false"`, and nothing that has to be evaluated.
    #[must_use]
    pub fn is_literally_false(&self) -> bool {
        match &self.kind {
            ExprKind::Bool(value) => !value,
            ExprKind::String(text) => &**text == "false",
            ExprKind::Null => true,
            _ => false,
        }
    }
}

/// Every form of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as written, without sign: converted when it is evaluated, so that no digit is lost.
    Number(Name),
    /// A string or heredoc without interpolation.
    String(Name),
    /// A string or heredoc with interpolations or directives. Exactly one part that is an interpolation
    /// means `"${x}"`: the value keeps its type.
    Template(Vec<Part>),
    /// `[a, b]`
    Tuple(Vec<Expr>),
    /// `{ a = b }`
    Object(Vec<Item>),
    /// The first name of a reference: `var`, `local`, `aws_vpc`, the variable of a `for`.
    Variable(Name),
    /// What a splat stands for inside its own `each`: the current element of the innermost splat.
    Element,
    /// `base.name`; `span` of the node covers the base too.
    Attribute(Box<Expr>, Label),
    /// `base[index]`, also the legacy `base.0`.
    Index(Box<Expr>, Box<Expr>),
    /// `base[*].x[0]` or `base.*.x`: `each` is evaluated with [`ExprKind::Element`] bound to every element.
    Splat(Box<Expr>, Box<Expr>),
    /// `name(arguments)`
    Call(Call),
    /// `condition ? yes : no`
    Conditional(Box<[Expr; 3]>),
    /// `!x`, `-x`
    Unary(UnaryOperator, Box<Expr>),
    /// `a + b`
    Binary(BinaryOperator, Box<[Expr; 2]>),
    /// `[for ...]`, `{for ...}`
    For(Box<For>),
    /// `(x)`; kept because a parenthesised object key is an expression while a bare name is a string.
    Parenthesis(Box<Expr>),
}

/// One `key = value` of an object. A bare name as key is lowered to [`ExprKind::String`]; so are the keywords
/// `null`, `true` and `false`. Repeated keys stay; the last one counts.
#[derive(Clone, Debug)]
pub struct Item {
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
}

/// A function call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name with its namespaces: `cidrsubnet`, `core::cidrsubnet`, `provider::aws::arn_parse`.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// Whether the last argument is expanded with `...`.
    pub expand_last: bool,
}

/// `[for key, value in collection : result if condition]` and `{for ... : key_result => result...}`.
#[derive(Clone, Debug)]
pub struct For {
    /// The name of the key variable, if given.
    pub key: Option<Name>,
    /// The name of the value variable.
    pub value: Name,
    /// What is iterated.
    pub collection: Expr,
    /// The key of each item: present when the result is an object.
    pub key_result: Option<Expr>,
    /// The value of each item.
    pub result: Expr,
    /// The `if` clause.
    pub condition: Option<Expr>,
    /// Whether values are grouped by key (`...`).
    pub grouping: bool,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Final text and where it stands.
    Literal(Name, Span),
    /// `${expression}`
    Interpolation(Expr),
    /// `%{ if condition }then%{ else }otherwise%{ endif }`
    If(Box<Expr>, Vec<Self>, Vec<Self>),
    /// `%{ for key, value in collection }body%{ endfor }`
    For(Box<ForPart>),
}

/// A `for` directive of a template.
#[derive(Clone, Debug)]
pub struct ForPart {
    /// The name of the key variable, if given.
    pub key: Option<Name>,
    /// The name of the value variable.
    pub value: Name,
    /// What is iterated.
    pub collection: Expr,
    /// What is repeated.
    pub body: Vec<Part>,
}

/// Operators with one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOperator {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}
