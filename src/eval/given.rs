//! What whoever runs the command gives to root variables.

use std::mem;

use super::{Env, Evaluation, Fault, Literals, Outcome, convert};
use crate::{
    module::Variable,
    source::Sources,
    span::Span,
    syntax::{Expr, ExprKind, Name, Problem},
    value::{Origin, Type, Value},
};

/// A value given to a root variable from outside: `--var`, `--var-file`.
#[derive(Clone, Debug)]
pub struct InputValue {
    /// The variable.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The value; literals only.
    pub value: Expr,
    /// How it was given.
    pub from: InputSource,
}

/// How a value was given.
#[derive(Clone, Debug)]
pub enum InputSource {
    /// `--var-file`
    File,
    /// A variable file that settings name.
    Setting,
    /// `--var`: a variable of a simple type takes its text letter by letter.
    CommandLine {
        /// As it was written.
        text: Name,
        /// Why the text is no expression, if it is none.
        problem: Option<Name>,
    },
    /// Otherwise in each variant: which value it is is not known.
    Variants,
}

impl InputValue {
    /// The value of `--var name=text`, with the expression that the text is, if it is one.
    #[must_use]
    pub fn from_text(name: Name, text: Name, parsed: Result<Expr, Problem>, span: Span) -> Self {
        let (value, problem) = match parsed {
            Ok(value) => (value, None),
            Err(problem) => {
                let kind = ExprKind::String(text.clone());
                (Expr { kind, span }, Some(problem.message.as_str().into()))
            }
        };
        Self {
            name,
            name_span: span,
            value,
            from: InputSource::CommandLine { text, problem },
        }
    }
}

impl InputValue {
    /// The value that counts for a variable: the last one.
    #[must_use]
    pub fn of<'v>(given: &'v [Self], variable: &Name) -> Option<&'v Self> {
        given.iter().rev().find(|it| it.name == *variable)
    }

    /// Whether another is the same: it stands at the same place, or is written alike in a way that nothing but its value can be told of,
    /// and read alike: what JSON calls a negative number is an operation in native syntax.
    #[must_use]
    pub fn is_as(&self, other: &Self, sources: &Sources) -> bool {
        let text = |it: &Self| {
            let span = it.value.span;
            let file = sources.file(span.file);
            let text = file.slice(span);
            (!text.contains(['\\', '<', '$', '%'])).then(|| text.to_owned())
        };
        let is_json = |it: &Self| sources.file(it.value.span.file).is_json();
        let is_plain = || {
            is_json(self) == is_json(other) && text(self).is_some_and(|it| text(other) == Some(it))
        };
        let is_given_alike = mem::discriminant(&self.from) == mem::discriminant(&other.from);
        is_given_alike && (self.value.span == other.value.span || is_plain())
    }
}

/// A value that a root variable cannot take.
#[derive(Debug)]
pub struct RefusedInput<'p> {
    /// The value.
    pub input: &'p InputValue,
    /// Why; nothing of what is sensitive.
    pub reason: String,
}

impl<'p> Evaluation<'p> {
    /// Those values given to the root that Terraform would refuse, in the order of the variables. Of several for one variable the
    /// last one counts alone.
    #[must_use]
    pub fn refused_inputs(&self) -> Vec<RefusedInput<'p>> {
        let variables = self.root.module.variables.values();
        let refused = variables.filter_map(|variable| {
            let input = self.input_of(variable)?;
            let ty = self.variable_type(&self.root, variable);
            let value = self.input_value(input, variable, &ty);
            let fault = value
                .and_then(|value| convert::convert(&value, &ty))
                .err()?;
            let reason = if variable.sensitive {
                "it does not fit the type of the variable".to_owned()
            } else {
                fault.message
            };
            Some(RefusedInput { input, reason })
        });
        refused.collect()
    }

    /// The value given to a variable of the root.
    pub(super) fn input_of(&self, variable: &Variable) -> Option<&'p InputValue> {
        InputValue::of(self.given, &variable.name)
    }

    /// What it says, before it is converted to the variable's type.
    pub(super) fn input_value(
        &self,
        input: &InputValue,
        variable: &Variable,
        ty: &Type,
    ) -> Outcome {
        let name = &variable.name;
        let literals = match &input.from {
            InputSource::CommandLine { text, .. } if ty.is_primitive() || *ty == Type::Any => {
                let variable = name.clone();
                let origin = self.origins.add(Origin::CommandLine { variable });
                return Ok(Value::string(text.clone()).at(origin));
            }
            InputSource::CommandLine {
                problem: Some(problem),
                ..
            } => return Err(Fault::new(&**problem)),
            InputSource::CommandLine { .. } => Literals::CommandLine(name.clone()),
            InputSource::File | InputSource::Setting | InputSource::Variants => {
                Literals::VariableFile(name.clone())
            }
        };
        if let Some(fault) = beyond_literals(&input.value) {
            return Err(fault);
        }
        let env = Env::new(&self.root).covered(variable.sensitive.then_some(variable.header));
        self.outcome(&input.value, &env.with_literals(&literals))
    }
}

/// What Terraform says of a value that is not made of literals.
fn beyond_literals(value: &Expr) -> Option<Fault> {
    match &value.kind {
        ExprKind::Variable(name) => {
            return Some(Fault::undeclared(format!(
                "a value cannot refer to `{name}`: a text stands in quotes"
            )));
        }
        ExprKind::Call(_) => return Some(Fault::undeclared("a value cannot call a function")),
        // Its own names are no references.
        ExprKind::For(_) => return None,
        _ => {}
    }
    let mut fault = None;
    value.for_each_part(&mut |part| fault = fault.take().or_else(|| beyond_literals(part)));
    fault
}
