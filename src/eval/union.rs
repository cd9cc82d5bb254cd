//! Operations on unions: applied to every alternative, the results joined.

use super::{Fault, Fuel};
use crate::value::{Kind, MOST_ALTERNATIVES, Type, Value, Why};

/// Applies an operation to all combinations of alternatives. Combinations that Terraform would refuse are left out, for a
/// configuration that works never takes them; when all are refused the result is that of an unknown of their type, as it is to
/// Terraform. More combinations than a union may hold give an unknown.
///
/// # Errors
///
/// The refusal when there is nothing to choose or when no value of the type would do, and one that `try` does not catch when all
/// are refused.
pub fn distribute(
    arguments: &[Value],
    fuel: &Fuel,
    apply: impl Fn(&[Value]) -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    if arguments
        .iter()
        .all(|argument| argument.alternatives().len() == 1)
    {
        return apply(arguments);
    }
    // Of a long template there are more than can be counted.
    let combinations = arguments
        .iter()
        .map(|argument| argument.alternatives().len())
        .fold(1, usize::saturating_mul);
    if combinations > MOST_ALTERNATIVES * 2 {
        fuel.note_doubt();
        return Ok(Value::unknown(Type::Any, Why::Condition));
    }
    let mut chosen: Vec<Vec<Value>> = vec![Vec::new()];
    for argument in arguments {
        chosen = chosen
            .into_iter()
            .flat_map(|prefix| {
                argument.alternatives().iter().map(move |alternative| {
                    let mut combination = prefix.clone();
                    combination.push(alternative.clone());
                    combination
                })
            })
            .collect();
    }
    let (mut results, mut refused) = (Vec::new(), None);
    for combination in &chosen {
        match apply(combination) {
            Ok(value) => results.push(value),
            Err(fault) => refused = Some(fault),
        }
    }
    match (results.is_empty(), refused) {
        // Terraform, which knows only the type, may not refuse it yet.
        (true, Some(fault)) if fault.caught => {
            let untold = arguments.iter().map(|argument| match argument.kind {
                Kind::Union(_) => {
                    Value::unknown(argument.ty(), Why::Condition).hidden(argument.sensitive)
                }
                _ => argument.clone(),
            });
            apply(&untold.collect::<Vec<_>>())
        }
        (true, Some(fault)) => Err(fault),
        (_, refused) => {
            if refused.is_some() {
                fuel.note_given_up();
            }
            Ok(Value::union(results))
        }
    }
}
