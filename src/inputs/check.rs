//! What Terraform would refuse of the values that the command line gives.

use std::{collections::BTreeSet, sync::Arc};

use super::{Error, Input, of_command};
use crate::{
    eval::{Evaluation, InputSource, InputValue},
    module::{self, Program},
    near::{LIKE, nearest},
    source::{Directory, Sources},
    span::Span,
};

/// Whether a root declares each variable that `--var` and `--var-file` give a value; `unread` are further modules, which were not
/// loaded as they concern no endpoint.
///
/// # Errors
///
/// The first variable that none declares.
pub fn declared(
    sources: &Sources,
    program: &Program,
    inputs: &[Input],
    unread: &[Directory],
) -> Result<(), Error> {
    let given = of_command(sources, inputs)?;
    let mut known = Declared::of(program);
    if known.lacks(&given).is_some() {
        known.add(Declared::of(&module::load(sources, unread)));
    }
    let stray = known.lacks(&given).filter(|_| known.complete);
    stray.map_or(Ok(()), |stray| {
        let near = nearest(known.names.iter().map(String::as_str), &stray.name, LIKE);
        Err(Error::Undeclared {
            name: stray.name.to_string(),
            place: place(sources, stray.name_span),
            near: near.map(str::to_owned),
        })
    })
}

/// The variables of all roots.
struct Declared {
    names: BTreeSet<String>,
    /// Whether all files of the roots could be read.
    complete: bool,
}

impl Declared {
    fn of(program: &Program) -> Self {
        let roots = || program.roots.iter().map(|root| program.module(*root));
        let names = roots().flat_map(|root| root.variables.keys());
        Self {
            names: names.map(ToString::to_string).collect(),
            complete: roots().all(|root| root.complete),
        }
    }

    fn add(&mut self, mut other: Self) {
        self.names.append(&mut other.names);
        self.complete &= other.complete;
    }

    /// The first value for a variable that none of them is.
    fn lacks<'a>(&self, given: &'a [InputValue]) -> Option<&'a InputValue> {
        given
            .iter()
            .find(|given| !self.names.contains(&*given.name))
    }
}

/// Whether each root can take the values that `--var` and `--var-file` give its variables.
///
/// # Errors
///
/// The first value that cannot be parsed, or does not fit the variable's type.
pub fn fitting(
    sources: &Sources,
    program: &Program,
    given: &[Arc<Vec<InputValue>>],
) -> Result<(), Error> {
    let of_command = |input: &InputValue| !matches!(input.from, InputSource::Setting);
    for (root, given) in program.roots.iter().zip(given) {
        if !given.iter().any(of_command) {
            continue;
        }
        let evaluation = Evaluation::new(program, sources, *root, given);
        let refused = evaluation.refused_inputs();
        if let Some(refused) = refused.into_iter().find(|one| of_command(one.input)) {
            return Err(Error::Value {
                name: refused.input.name.to_string(),
                place: place(sources, refused.input.value.span),
                root: program.module(*root).name.clone(),
                reason: refused.reason,
            });
        }
    }
    Ok(())
}

fn place(sources: &Sources, span: Span) -> String {
    let file = sources.file(span.file);
    if file.is_on_disk() {
        let (line, column) = file.position(span.start);
        format!("{}:{line}:{column}", file.name)
    } else {
        file.name.clone()
    }
}
