//! Configurations that hang on one variable: what stood there where it has one value, something else where it has another.

use vpcelint::syntax::{Block, ExprKind};

use super::{
    pool::Pool,
    rewrite::{self, Argument, Edits, Files, arguments, is_native, parsed, range, subject},
};
use crate::fixtures::{Case, Fault};

/// The variable on which they hang.
pub(crate) const VARIABLE: &str = "unset";

/// In what way a configuration hangs on the variable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Way {
    /// `var.unset ? v : other`
    Condition,
    /// `var.unset ? other : v`
    Turned,
    /// `{ a = v, b = other }[var.unset]`
    Key,
    /// `argument = var.unset ? v : null` where there was none.
    Missing,
    /// `concat(before, var.unset ? [v] : [], rest)`
    Element,
    /// `count = var.unset ? 1 : 0`
    Count,
    /// `for_each = toset(var.unset ? ["x"] : [])`
    ForEach,
}

/// A configuration that hangs on the variable.
pub(crate) struct Hanging {
    /// What was rewritten, for people.
    pub(crate) what: String,
    /// How.
    pub(crate) way: Way,
    /// The address of the block that is there or not, for [`Way::Count`] and [`Way::ForEach`].
    pub(crate) block: Option<String>,
    /// Whether a finding points at what was rewritten.
    pub(crate) at_fault: bool,
    /// The configuration.
    pub(crate) files: Files,
    /// The two values of the variable.
    pub(crate) values: [&'static str; 2],
}

/// All that is made of one fixture.
pub(crate) fn all(case: &Case, faults: &[Fault], pool: &Pool) -> Vec<Hanging> {
    let mut made = Vec::new();
    for (number, argument) in arguments(&case.files).iter().enumerate() {
        made.extend(values(case, faults, pool, argument, number));
        made.extend(elements(case, faults, argument));
    }
    made.extend(missing(case, faults, pool));
    made.extend(super::blocks::all(case, faults, pool));
    made
}

/// Whether a finding points at the argument.
fn is_at_fault(case: &Case, faults: &[Fault], argument: &Argument) -> bool {
    let name = &case.files[argument.file].0;
    faults.iter().any(|fault| {
        fault.file == *name
            && (fault.start <= argument.value.start && argument.value.start < fault.end
                || argument.value.contains(&fault.start))
    })
}

/// An argument's value, or another.
fn values(
    case: &Case,
    faults: &[Fault],
    pool: &Pool,
    argument: &Argument,
    number: usize,
) -> Vec<Hanging> {
    let Argument {
        file,
        subject,
        path,
        value,
        text,
        ..
    } = argument;
    let at_fault = is_at_fault(case, faults, argument);
    let mut others = pool.others(&case.rule, subject, path, text);
    others.truncate(if at_fault { 2 } else { 1 });
    // A module may use an input where Terraform refuses null, even one that callers can leave out.
    let may_be_null = pool.is_optional(subject, path) && !subject.starts_with("module ");
    if may_be_null && text != "null" && (at_fault || others.is_empty()) {
        others.push("null");
    }
    let all_ways = [Way::Condition, Way::Turned, Way::Key];
    let ways = if at_fault {
        &all_ways[..]
    } else {
        &all_ways[number % 3..=number % 3]
    };
    let mut made = Vec::new();
    for other in others {
        for way in ways {
            // The end marker of a heredoc stands alone on its line.
            let end = if text.contains("<<") { "\n" } else { "" };
            let (new, values) = match way {
                Way::Condition => (
                    format!("(var.{VARIABLE} ? {text}{end} : {other})"),
                    ["true", "false"],
                ),
                Way::Turned => (
                    format!("(var.{VARIABLE} ? {other} : {text}{end})"),
                    ["false", "true"],
                ),
                _ => (
                    format!("{{\na = {text}\nb = {other}\n}}[var.{VARIABLE}]"),
                    ["\"a\"", "\"b\""],
                ),
            };
            let mut edits = Edits::default();
            edits.replace(value.clone(), new);
            made.push(hanging(
                case,
                at_fault,
                *way,
                format!("{subject} {path} or {other}"),
                *file,
                &edits,
                values,
            ));
        }
    }
    made
}

fn hanging(
    case: &Case,
    at_fault: bool,
    way: Way,
    what: String,
    file: usize,
    edits: &Edits,
    values: [&'static str; 2],
) -> Hanging {
    let mut files = case.files.clone();
    files[file].1 = edits.apply(&files[file].1);
    Hanging {
        what,
        way,
        block: None,
        at_fault,
        files,
        values,
    }
}

/// The elements of a value's lists, each there or not.
fn elements(case: &Case, faults: &[Fault], argument: &Argument) -> Vec<Hanging> {
    let text = &case.files[argument.file].1;
    let mut made = Vec::new();
    rewrite::walk(&argument.tree, &mut |inner| {
        let ExprKind::Tuple(items) = &inner.kind else {
            return;
        };
        let written: Vec<&str> = items.iter().map(|it| &text[range(it.span)]).collect();
        if written
            .iter()
            .any(|it| it.contains("<<") || it.contains('#'))
        {
            return;
        }
        for (index, element) in written.iter().enumerate() {
            let mut edits = Edits::default();
            edits.replace(
                range(inner.span),
                format!(
                    "concat([{}], var.{VARIABLE} ? [{element}] : [], [{}])",
                    written[..index].join(", "),
                    written[index + 1..].join(", ")
                ),
            );
            let Argument { subject, path, .. } = argument;
            made.push(hanging(
                case,
                is_at_fault(case, faults, argument),
                Way::Element,
                format!("{subject} {path} with or without {element}"),
                argument.file,
                &edits,
                ["true", "false"],
            ));
        }
    });
    made
}

/// Arguments that a block does not have; of those that a finding misses, more.
fn missing(case: &Case, faults: &[Fault], pool: &Pool) -> Vec<Hanging> {
    let mut made = Vec::new();
    for (file, (name, text)) in case.files.iter().enumerate() {
        if !is_native(name) {
            continue;
        }
        for block in &parsed(text).blocks {
            let Some(subject) = subject(block).filter(|it| !it.starts_with("module")) else {
                continue;
            };
            for argument in pool.arguments_of(&subject) {
                if block.body.attribute(argument).is_some() {
                    continue;
                }
                let at_fault = faults.iter().any(|fault| {
                    fault.file == *name
                        && range(block.header).contains(&fault.start)
                        && fault.attribute == argument
                });
                let others = pool.others(&case.rule, &subject, argument, "null");
                for other in others.into_iter().take(if at_fault { 2 } else { 1 }) {
                    let mut edits = Edits::default();
                    let end = block.span.end as usize - 1;
                    edits.replace(
                        end..end,
                        format!("\n  {argument} = var.{VARIABLE} ? {other} : null\n"),
                    );
                    made.push(hanging(
                        case,
                        at_fault,
                        Way::Missing,
                        format!("{} {argument} = {other} or none", address(block)),
                        file,
                        &edits,
                        ["true", "false"],
                    ));
                }
            }
        }
    }
    made
}

/// The address of a block's instance.
pub(super) fn address(block: &Block) -> String {
    let labels: Vec<&str> = block.labels.iter().map(|it| &*it.text).collect();
    match &*block.kind {
        "resource" => labels.join("."),
        kind => format!("{kind}.{}", labels.join(".")),
    }
}
