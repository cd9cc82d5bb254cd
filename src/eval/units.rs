//! What a unit of Terragrunt gives the variables of its module: as the environment would, in `TF_VAR_` variables.

use std::sync::Arc;

use super::{Binding, Env, Evaluation, Literals, convert, symbolic};
use crate::{
    module::{Variable, entry},
    span::Span,
    syntax::{Expr, Name},
    value::{Kind, Origin, Truth, Type, Value, Why},
};

/// The name by which inputs call the outputs of other units: an object with a key for the directory of each.
pub const UNIT_OUTPUTS: &str = "dependency";

/// The name by which inputs call the variables of the environment that have defaults: a tuple. No name that is written is like it.
pub const UNIT_ENVIRONMENT: &str = "get_env()";

/// What a unit gives the root that it runs.
#[derive(Clone, Debug)]
pub struct UnitInputs {
    /// An object, in the words of Terraform.
    pub inputs: Arc<Expr>,
    /// What [`UNIT_OUTPUTS`] stands for in it.
    pub outputs: Arc<[UnitOutputs]>,
    /// The names and defaults of what [`UNIT_ENVIRONMENT`] stands for in it. A default may hang on those before it.
    pub environment: Arc<[(Name, Expr)]>,
}

/// The outputs of a unit that another depends on.
#[derive(Clone, Debug)]
pub struct UnitOutputs {
    /// Its directory, as the inputs call it.
    pub directory: Name,
    /// The same, as reports name it.
    pub unit: Name,
    /// The block that leads to it.
    pub span: Span,
    /// An object, of an evaluation of its own; none where nobody here can tell.
    pub values: Option<Value>,
}

impl<'p> Evaluation<'p> {
    /// The value that a unit gives a root variable, if it gives it one; as an error what is unknown of it, be it whether it does.
    pub(super) fn of_unit(&self, variable: &Variable, ty: &Type) -> Option<Result<Value, Value>> {
        let unit = self.unit.as_ref()?;
        let inputs = &unit.inputs;
        let all = self.unit_inputs.get_or_init(|| {
            let outputs = unit.outputs.iter();
            let outputs = outputs.map(|it| (it.directory.clone(), self.outputs_seen(it)));
            let outputs = Binding::Name(UNIT_OUTPUTS.into(), Value::object(outputs.collect()));
            let env = Env::new(&self.root);
            let env = env.bind(&outputs);
            let mut known = Vec::new();
            for (name, default) in unit.environment.iter() {
                let before = Binding::Name(UNIT_ENVIRONMENT.into(), Value::tuple(known.clone()));
                known.push(self.default_of_environment(name, default, &env.bind(&before)));
            }
            let environment = Binding::Name(UNIT_ENVIRONMENT.into(), Value::tuple(known));
            self.value(inputs, &env.bind(&environment))
        });
        let unknown = || {
            let why = Why::Variable(variable.name.clone());
            let symbol = format!("var.{}", variable.name);
            Value::from(symbolic(symbol.into(), ty.clone(), why))
        };
        let given = match &all.kind {
            Kind::Null(_) => return None,
            Kind::Mapping(mapping) => match (mapping.entries.get(&variable.name), &mapping.rest) {
                (Some(value), _) => value.clone(),
                (None, None) => return None,
                (None, Some(_)) => return Some(Err(unknown())),
            },
            _ => return Some(Err(unknown())),
        };
        // Of what is no text the environment has the JSON, which a variable without a type takes as a text.
        let is_plain = matches!(
            given.kind,
            Kind::String(_) | Kind::Unknown(_) | Kind::PartialString(_)
        );
        if variable.ty.is_none() && !is_plain {
            return Some(Err(unknown()));
        }
        // Newer ones hand null on, older ones leave it out. A text for what is no text is read as an expression.
        let is_text = matches!(given.kind, Kind::String(_) | Kind::PartialString(_));
        let is_read = !matches!(ty, Type::String | Type::Number | Type::Bool) && is_text;
        if matches!(given.kind, Kind::Null(_)) || (variable.ty.is_some() && is_read) {
            return Some(Err(unknown()));
        }
        let from = given.origin;
        let span = entry(inputs, &variable.name).unwrap_or(inputs.span);
        let name = variable.name.clone();
        let origin = self.origins.add(Origin::Argument { name, span, from });
        Some(Ok(given.hidden(all.sensitive).at(origin)))
    }

    /// A variable of the environment is a text, and its default counts as long as nobody gives another.
    fn default_of_environment(&self, name: &Name, default: &Expr, env: &Env<'_, 'p>) -> Value {
        let variable = Name::from(format!("{name} of the environment"));
        if !self.defaults {
            let symbol = format!("environment.{name}");
            let why = Why::Environment(variable);
            return symbolic(symbol.into(), Type::String, why).into();
        }
        let literals = Literals::Default {
            variable,
            replaceable: true,
        };
        let value = self.value(default, &env.with_literals(&literals));
        convert::convert(&value, &Type::String).unwrap_or_else(|fault| super::refused(&fault))
    }

    /// What is known only as long as nobody applies the unit otherwise counts as a default does.
    fn outputs_seen(&self, outputs: &UnitOutputs) -> Value {
        let UnitOutputs { unit, span, .. } = outputs;
        let (owner, unit) = (format!("unit {unit}"), unit.clone());
        let Some(values) = outputs.values.as_ref().filter(|_| self.defaults) else {
            let why = Why::Environment(format!("what {owner} gives").into());
            return symbolic(owner.into(), Type::Any, why).into();
        };
        let origin = self.origins.add(Origin::UnitOutput { unit, span: *span });
        let mut seen = values.seen_from_elsewhere(&owner, origin);
        // Terraform keeps no output that is null.
        if let Kind::Mapping(mapping) = &mut seen.kind {
            let entries = mapping.entries.iter();
            let kept = entries.filter(|(_, value)| value.is_null() != Truth::Yes);
            mapping.entries = kept.map(|(name, it)| (name.clone(), it.clone())).collect();
        }
        seen
    }
}
