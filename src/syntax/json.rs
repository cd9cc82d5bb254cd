//! JSON syntax: an object whose shape says what is a block, whose strings are templates.
//!
//! Terraform decides by its schemas what is a block. Here the names decide: the blocks of the top level, and inside of
//! them the few that belong to the language. All else is an attribute, and whoever knows the schema reads it as blocks.

mod check;

use jsonc_parser::ast::{Object, ObjectProp, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::lower::span;
use super::names::Names;
use super::native::template_of;
use super::scan::SyntaxError;
use super::{Attribute, Block, Body, Expr, ExprKind, Item, Label, Parsed, Problem, UnaryOperator};
use crate::span::{FileId, Span};

/// The blocks inside of a block of that kind, with the number of their labels. The empty kind is the file.
fn nested(kind: &str) -> &'static [(&'static str, usize)] {
    match kind {
        "" => &[
            ("resource", 2),
            ("data", 2),
            ("ephemeral", 2),
            ("module", 1),
            ("variable", 1),
            ("output", 1),
            ("provider", 1),
            ("check", 1),
            ("terraform", 0),
            ("locals", 0),
            ("moved", 0),
            ("import", 0),
            ("removed", 0),
        ],
        "resource" | "data" | "ephemeral" | "content" => &[
            ("dynamic", 1),
            ("lifecycle", 0),
            ("connection", 0),
            ("provisioner", 1),
        ],
        "removed" | "provisioner" => &[("lifecycle", 0), ("connection", 0), ("provisioner", 1)],
        "provider" => &[("dynamic", 1)],
        "dynamic" => &[("content", 0)],
        "lifecycle" | "output" => &[("precondition", 0), ("postcondition", 0)],
        "variable" => &[("validation", 0)],
        "check" => &[("data", 2), ("assert", 0)],
        "terraform" => &[
            ("backend", 1),
            ("cloud", 0),
            ("required_providers", 0),
            ("provider_meta", 1),
        ],
        "cloud" => &[("workspaces", 0)],
        _ => &[],
    }
}

/// Reads a file in JSON syntax (`.tf.json`, `.tofu.json`).
///
/// Blocks are what [`Body::blocks`] of native syntax would give, as far as the language and not a provider's schema
/// makes them blocks; nested blocks of resources are attributes with objects or tuples of objects. Keys `"//"` of bodies
/// are dropped. Every node inside a string has the span of that string. References in strings (`depends_on`, `providers`,
/// a variable's `type`) stay strings or templates. Stack as for [`super::parse_native`].
#[must_use]
pub fn parse_json(file: FileId, text: &str) -> Parsed {
    read(file, text, |reader, value| reader.body("", &[value], false))
}

/// Reads a `.tfvars.json`: attributes whose strings are taken as they are.
#[must_use]
pub fn parse_json_values(file: FileId, text: &str) -> Parsed {
    read(file, text, |reader, value| {
        reader.body("values", &[value], true)
    })
}

fn read(file: FileId, text: &str, lower: impl FnOnce(&mut Reader, &Value<'_>) -> Body) -> Parsed {
    let mut parsed = Parsed::default();
    let mut reader = Reader {
        file,
        names: Names::default(),
        problems: Vec::new(),
        comments: Vec::new(),
    };
    match check::check(text) {
        Some(fault) => reader.problem(fault),
        None => match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
            Ok(result) => match &result.value {
                Some(value) => parsed.body = lower(&mut reader, value),
                None => reader.problem(SyntaxError::new(0..0, "this file is empty: expected `{`")),
            },
            Err(error) => reader.problem(check::explain(text, &error)),
        },
    }
    parsed.problems = reader.problems;
    parsed.problems.sort_by_key(|problem| problem.span);
    parsed.comments = reader.comments;
    parsed.comments.sort_unstable();
    parsed
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

struct Reader {
    file: FileId,
    names: Names,
    problems: Vec<Problem>,
    comments: Vec<Span>,
}

/// What all blocks under one property have in common.
struct BlockType<'a> {
    name: &'a str,
    span: Span,
}

impl Reader {
    /// A body: the properties of an object, or of all objects of an array.
    fn body(&mut self, kind: &str, values: &[&Value<'_>], literal: bool) -> Body {
        let mut body = Body::default();
        for value in values {
            for property in self.properties(value) {
                let name = name_of(property);
                if name == "//" {
                    self.comments.push(self.span(property.range()));
                    continue;
                }
                let labels = nested(kind)
                    .iter()
                    .find(|(block, _)| *block == name)
                    .map(|(_, labels)| *labels);
                if let Some(labels) = labels {
                    let kind = BlockType {
                        name,
                        span: self.span(property.name.range()),
                    };
                    let mut path = Vec::new();
                    self.blocks(&kind, labels, &mut path, &property.value, &mut body.blocks);
                } else {
                    let literal =
                        literal || kind == "variable" && matches!(name, "default" | "description");
                    body.attributes.push(self.attribute(property, literal));
                }
            }
        }
        body
    }

    fn attribute(&mut self, property: &ObjectProp<'_>, literal: bool) -> Attribute {
        Attribute {
            name: self.names.get(name_of(property)),
            name_span: self.span(property.name.range()),
            value: self.expr(&property.value, literal),
            span: self.span(property.range()),
        }
    }

    /// Peels off the labels, then takes an object as one block and an array as several.
    fn blocks(
        &mut self,
        kind: &BlockType<'_>,
        labels: usize,
        path: &mut Vec<Label>,
        value: &Value<'_>,
        blocks: &mut Vec<Block>,
    ) {
        if let Some(left) = labels.checked_sub(1) {
            for property in self.properties(value) {
                path.push(Label {
                    text: self.names.get(name_of(property)),
                    span: self.span(property.name.range()),
                });
                self.blocks(kind, left, path, &property.value, blocks);
                path.pop();
            }
            return;
        }
        match value {
            Value::NullKeyword(_) => {}
            Value::Array(array) => {
                for element in &array.elements {
                    blocks.push(self.block(kind, path, element, true));
                }
            }
            _ => blocks.push(self.block(kind, path, value, false)),
        }
    }

    fn block(
        &mut self,
        kind: &BlockType<'_>,
        path: &[Label],
        value: &Value<'_>,
        among_others: bool,
    ) -> Block {
        // Blocks of one kind share its name: the last label is what stands next to the block.
        let header = path.last().map_or(kind.span, |label| label.span);
        let place = self.span(value.range());
        Block {
            kind: self.names.get(kind.name),
            labels: path.to_vec(),
            body: self.body(kind.name, &[value], false),
            header,
            span: if among_others {
                place
            } else {
                header.to(place)
            },
        }
    }

    /// The properties of an object, or of all objects of an array; null has none.
    fn properties<'v, 'a>(&mut self, value: &'v Value<'a>) -> Vec<&'v ObjectProp<'a>> {
        fn all<'v, 'a>(object: &'v Object<'a>) -> impl Iterator<Item = &'v ObjectProp<'a>> {
            object.properties.iter()
        }
        match value {
            Value::NullKeyword(_) => Vec::new(),
            Value::Object(object) => all(object).collect(),
            Value::Array(array) => {
                let mut properties = Vec::new();
                for element in &array.elements {
                    match element {
                        Value::Object(object) => properties.extend(all(object)),
                        other => self.not_object(other),
                    }
                }
                properties
            }
            other => {
                self.not_object(other);
                Vec::new()
            }
        }
    }

    fn not_object(&mut self, value: &Value<'_>) {
        let range = value.range();
        self.problem(SyntaxError::new(
            range.start..range.end,
            "expected an object",
        ));
    }

    fn expr(&mut self, value: &Value<'_>, literal: bool) -> Expr {
        let span = self.span(value.range());
        let kind = match value {
            Value::NullKeyword(_) => ExprKind::Null,
            Value::BooleanLit(value) => ExprKind::Bool(value.value),
            Value::NumberLit(number) => match number.value.strip_prefix('-') {
                Some(digits) => {
                    let number = Expr {
                        kind: ExprKind::Number(self.names.get(digits)),
                        span,
                    };
                    ExprKind::Unary(UnaryOperator::Negate, Box::new(number))
                }
                None => ExprKind::Number(self.names.get(number.value)),
            },
            Value::StringLit(string) => return self.string(&string.value, span, literal),
            Value::Array(array) => ExprKind::Tuple(
                array
                    .elements
                    .iter()
                    .map(|element| self.expr(element, literal))
                    .collect(),
            ),
            Value::Object(object) => ExprKind::Object(
                object
                    .properties
                    .iter()
                    .map(|property| Item {
                        key: {
                            let span = self.span(property.name.range());
                            self.string(name_of(property), span, literal)
                        },
                        value: self.expr(&property.value, literal),
                    })
                    .collect(),
            ),
        };
        Expr { kind, span }
    }

    fn string(&mut self, text: &str, span: Span, literal: bool) -> Expr {
        if !literal {
            match template_of(self.file, text, span, Some(span), &mut self.names) {
                Ok(expr) => return expr,
                Err(fault) => self.problems.push(Problem {
                    span,
                    message: format!("in this template: {}", fault.message),
                }),
            }
        }
        Expr {
            kind: ExprKind::String(self.names.string(text)),
            span,
        }
    }

    fn problem(&mut self, fault: SyntaxError) {
        self.problems.push(Problem {
            span: span(self.file, fault.at),
            message: fault.message,
        });
    }

    fn span(&self, range: jsonc_parser::common::Range) -> Span {
        span(self.file, range.start..range.end)
    }
}

fn name_of<'v>(property: &'v ObjectProp<'_>) -> &'v str {
    match &property.name {
        ObjectPropName::String(name) => &name.value,
        ObjectPropName::Word(name) => name.value,
    }
}
