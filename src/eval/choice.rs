//! Operations on choices: applied to every alternative, the results joined.

use super::{Fault, Fuel};
use crate::value::{MOST_ALTERNATIVES, Type, Value, Why};

/// Applies an operation to all combinations of alternatives. Combinations that Terraform would refuse are left out, for a
/// configuration that works never takes them; only when all are refused is the result refused. More combinations than a
/// choice may hold give an unknown.
///
/// # Errors
///
/// The last refusal when all combinations are refused.
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
    let combinations: usize = arguments
        .iter()
        .map(|argument| argument.alternatives().len())
        .product();
    if combinations > MOST_ALTERNATIVES * 2 {
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
        (true, Some(fault)) => Err(fault),
        (_, refused) => {
            if refused.is_some() {
                fuel.note_dropped();
            }
            Ok(Value::choice(results))
        }
    }
}
