//! What expressions refer to, of which a plan keeps no more than that.

use serde_json::Value as Json;

use super::{SavedPlan, path::below};
use crate::address::Address;

/// Longer ways through modules are not followed.
const LONGEST: usize = 64;

/// The one thing that an expression refers to.
enum Reference {
    /// `aws_vpc.main[0].id`
    Id(String),
    /// `var.vpc_id`: its name.
    Variable(String),
    /// `module.net["a"].vpc_id`: the call with its key, and the name.
    Output(String, String),
}

impl Reference {
    /// Of an expression that refers to one thing alone: everything else it names is what that is part of.
    fn of(expression: &Json) -> Option<Self> {
        let references = expression.get("references")?.as_array()?;
        let references: Option<Vec<&str>> = references.iter().map(Json::as_str).collect();
        let references = references?;
        let longest = references.iter().max_by_key(|it| it.len())?;
        if !references.iter().all(|it| longest.starts_with(it)) {
            return None;
        }
        if let Some(name) = longest.strip_prefix("var.") {
            return (!name.contains(['.', '['])).then(|| Self::Variable(name.to_owned()));
        }
        if longest.starts_with("module.") {
            let (call, name) = longest.rsplit_once('.')?;
            let is_output = !name.contains(['[', '"']) && call.matches('.').count() == 1;
            return is_output.then(|| Self::Output(call.to_owned(), name.to_owned()));
        }
        let (address, attribute) = Address::of_attribute(longest)?;
        let is_managed = !address.starts_with("data.") && attribute == "id";
        is_managed.then(|| Self::Id((*longest).to_owned()))
    }
}

impl SavedPlan {
    /// What an argument names that ends in `_id`, hangs on nothing but the id of one resource and is not known yet: that id, as
    /// `module.net.aws_vpc.main.id`. An id that was worked on is none that AWS takes.
    #[must_use]
    pub fn named_by(&self, address: &str, argument: &str) -> Option<String> {
        if !argument.ends_with("_id") {
            return None;
        }
        let address = Address::new(address);
        let expressions = self.configuration.block(&address)?.expressions?;
        let expressions = expressions.json(&self.text)?;
        self.id_in(expressions.get(argument)?, address.module())
    }

    /// What an output of a module instance gives, if that is the id of one resource.
    #[must_use]
    pub fn output(&self, module: &str, name: &str) -> Option<String> {
        let inside = Address::new(below(module, "x.x"));
        let output = self.configuration.at(inside.calls())?.outputs.get(name)?;
        self.id_in(&output.expression?.json(&self.text)?, module)
    }

    /// The id that an expression in a module instance leads to.
    fn id_in(&self, expression: &Json, module: &str) -> Option<String> {
        let (mut expression, mut module) = (expression.clone(), module.to_owned());
        for _ in 0..LONGEST {
            match Reference::of(&expression)? {
                Reference::Id(id) => {
                    let owner = below(&module, id.strip_suffix(".id")?);
                    self.instances.get(&owner)?;
                    return Some(format!("{owner}.id"));
                }
                Reference::Variable(name) => {
                    let (parent, call) = self.caller(&module)?;
                    let arguments = call.json(&self.text)?;
                    expression = arguments.get(name)?.clone();
                    module = parent;
                }
                Reference::Output(call, name) => {
                    let inner = below(&module, &call);
                    let inside = Address::new(format!("{inner}.x.x"));
                    let output = self.configuration.at(inside.calls())?.outputs.get(&*name)?;
                    expression = output.expression?.json(&self.text)?;
                    module = inner;
                }
            }
        }
        None
    }

    /// The module instance that calls another, and the arguments of the call.
    fn caller(&self, module: &str) -> Option<(String, super::Stretch)> {
        let inside = Address::new(format!("{module}.x.x"));
        let calls: Vec<_> = inside.calls().collect();
        let (last, above) = calls.split_last()?;
        let parent = self.configuration.at(above.iter().copied())?;
        let call = parent.calls.get(*last)?;
        let at = module.rfind(&format!("module.{last}"))?;
        let before = module.get(..at)?;
        let before = before.strip_suffix('.').unwrap_or(before);
        Some((before.to_owned(), call.expressions?))
    }
}
