//! Functions of strings.

use unicode_segmentation::UnicodeSegmentation;

use super::{
    Call, Function, NUMBER, Needs, Parameter, Reads, STRING, Takes, letter_case, separated,
    substring, text::made, trim,
};
use crate::{eval::Fault, value::Value};

const TEXT: Parameter = STRING.in_part();
const LISTS: Parameter = Parameter::new(Takes::ListOfString).in_part();

pub(super) const TABLE: &[Function] = &[
    Function::new("chomp", &[TEXT], Takes::String, trim::chomp),
    Function::new(
        "endswith",
        &[TEXT, STRING],
        Takes::Bool,
        substring::endswith,
    ),
    Function::new("indent", &[NUMBER, STRING], Takes::String, indent),
    Function::new("join", &[STRING], Takes::String, separated::join).variadic(LISTS),
    Function::new("lower", &[TEXT], Takes::String, letter_case::lower),
    Function::new(
        "split",
        &[STRING, TEXT],
        Takes::ListOfString,
        separated::split,
    ),
    Function::new(
        "startswith",
        &[
            Parameter {
                needs: Needs::Nothing,
                ..STRING
            },
            STRING,
        ],
        Takes::Bool,
        substring::startswith,
    ),
    Function::new(
        "strcontains",
        &[TEXT, STRING],
        Takes::Bool,
        substring::strcontains,
    ),
    Function::new("strrev", &[STRING], Takes::String, strrev).reads(Reads::Letters),
    Function::new(
        "substr",
        &[TEXT, NUMBER, NUMBER],
        Takes::String,
        substring::substr,
    )
    .reads(Reads::Letters),
    Function::new("title", &[TEXT], Takes::String, letter_case::title),
    Function::new("trim", &[TEXT, STRING], Takes::String, trim::trim),
    Function::new(
        "trimprefix",
        &[TEXT, STRING],
        Takes::String,
        trim::trimprefix,
    ),
    Function::new("trimspace", &[TEXT], Takes::String, trim::trimspace),
    Function::new(
        "trimsuffix",
        &[TEXT, STRING],
        Takes::String,
        trim::trimsuffix,
    ),
    Function::new("upper", &[TEXT], Takes::String, letter_case::upper),
];

fn indent(call: &Call<'_>) -> Result<Value, Fault> {
    let spaces = call.integer(0)?;
    let text = call.text(1)?;
    let Ok(spaces) = usize::try_from(spaces) else {
        return Err(Fault::new("strings: negative Repeat count"));
    };
    let lines = text.matches('\n').count();
    if lines == 0 {
        return Ok(call.argument(1)?.clone());
    }
    if !call.affords(text.len().saturating_add(lines.saturating_mul(spaces))) {
        return Ok(call.limit());
    }
    Ok(made(
        text.replace('\n', &format!("\n{}", " ".repeat(spaces))),
    ))
}

fn strrev(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(made(call.text(0)?.graphemes(true).rev().collect()))
}
