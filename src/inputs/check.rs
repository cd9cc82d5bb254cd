//! What Terraform would refuse of the values that the command line gives.

use std::collections::BTreeSet;

use super::{Error, Given, Input, of_command, variants::of_options};
use crate::{
    config::Variant,
    eval::{Evaluation, InputSource, InputValue},
    module::{self, ModuleId, Program},
    near::{LIKE, nearest},
    note::Note,
    source::{Directory, Sources},
    span::Span,
};

/// Holds the variables that `--var`, `--var-file` and `--variants` give a value to those that the roots declare; `unread` are further modules,
/// which were not loaded as they concern no endpoint. What a file gives beyond them is told, as Terraform does no more than warn of it.
///
/// # Errors
///
/// The first variable of `--var` that none declares.
pub fn declared(
    sources: &Sources,
    program: &Program,
    inputs: &[Input],
    variants: &[Variant],
    unread: &[Directory],
) -> Result<Option<Note>, Error> {
    let mut given = of_command(sources, inputs)?;
    given.extend(of_options(sources, variants)?);
    let mut known = Declared::of(program);
    if known.lacks(&given).next().is_some() {
        known.add(Declared::of(&module::load(sources, unread)));
    }
    let stray: Vec<&InputValue> = known.lacks(&given).filter(|_| known.complete).collect();
    let undeclared = |stray: &InputValue| Error::Undeclared {
        name: stray.name.to_string(),
        place: place(sources, stray.name_span),
        near: known.near(&stray.name),
    };
    let is_of_option = |it: &InputValue| matches!(it.from, InputSource::CommandLine { .. });
    if let Some(of_option) = stray.iter().find(|it| is_of_option(it)) {
        return Err(undeclared(of_option));
    }
    let lines = stray.iter().take(MOST_TOLD);
    let mut lines: Vec<String> = lines.map(|it| format!("  {}", undeclared(it))).collect();
    match stray.len().saturating_sub(MOST_TOLD) {
        0 => {}
        more => lines.push(format!("  and {more} more")),
    }
    let note = "values of variable files are not used";
    Ok((!lines.is_empty()).then(|| Note::warning(note).with(lines)))
}

/// More values of files than this are counted instead.
const MOST_TOLD: usize = 8;

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

    /// The values for variables that none of them is.
    fn lacks<'a>(&self, given: &'a [InputValue]) -> impl Iterator<Item = &'a InputValue> {
        given
            .iter()
            .filter(|given| !self.names.contains(&*given.name))
    }

    /// The one that is called nearly like that.
    fn near(&self, name: &str) -> Option<String> {
        nearest(self.names.iter().map(String::as_str), name, LIKE).map(str::to_owned)
    }
}

/// Whether each root can take the values that `--var`, `--var-file` and `--variants` give its variables.
///
/// # Errors
///
/// The first value that cannot be parsed, or does not fit the variable's type.
pub fn fitting(
    sources: &Sources,
    program: &Program,
    of_roots: &[(ModuleId, &Given)],
) -> Result<(), Error> {
    let of_command = |input: &InputValue| !matches!(input.from, InputSource::Setting);
    for (root, given) in of_roots {
        if !given.values.iter().any(of_command) {
            continue;
        }
        let evaluation = Evaluation::new(program, sources, *root, &given.values);
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
