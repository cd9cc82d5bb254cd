//! Input variables: what was given, passed by a call, or their default; converted to their type.

use std::rc::Rc;

use super::reference::generated;
use super::{Env, Evaluation, InputSource, Literals, ModuleInstance, convert, types};
use crate::{
    module::Variable,
    syntax::Name,
    value::{Kind, Origin, OriginId, Type, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// `var.x`; unknown when it is not declared.
    pub(super) fn variable(&self, scope: &Rc<ModuleInstance<'p>>, name: &Name) -> Value {
        let Some(variable) = scope.module.variables.get(name) else {
            return generated(scope, format!("var.{name}"));
        };
        if scope.module.planned && scope.call.is_some() {
            let symbol = scope.address_of(format_args!("var.{name}"));
            let unknown = super::symbolic(symbol, Type::Any, Why::Module(scope.address.clone()));
            return Value::from(unknown).hidden(variable.sensitive);
        }
        let compute = || {
            let value = match &scope.call {
                Some(_) => self.passed(scope, variable),
                None => self.given(scope, variable),
            };
            let value = if scope.call.is_none() && self.plan.is_some() {
                let ty = self.variable_type(scope, variable);
                self.planned_variable(variable, &ty, value)
            } else {
                value
            };
            if variable.ephemeral {
                let why = Why::Ephemeral(variable.name.clone());
                return Value::unknown(value.ty(), why)
                    .at(value.origin)
                    .hidden(true);
            }
            value.hidden(variable.sensitive)
        };
        let cycle = || Value::unknown(Type::Any, Why::Cycle);
        scope.variables.get(&self.tracker, name, compute, cycle)
    }

    /// A root variable: the last of what was given, then variable files, then the default.
    fn given(&self, scope: &Rc<ModuleInstance<'p>>, variable: &Variable) -> Value {
        self.tracker.note(self.read_of(&variable.name));
        let ty = self.variable_type(scope, variable);
        let env = Env::new(scope).covered(variable.sensitive.then_some(variable.header));
        if let Some(given) = self.input_of(variable) {
            if matches!(given.from, InputSource::Variants) {
                return Self::unset(scope, variable, &ty);
            }
            let value = self.input_value(given, variable, &ty);
            let value = value.unwrap_or_else(|fault| super::refused(&fault));
            return self.accepted(&value, &ty, scope, variable);
        }
        let file = scope
            .module
            .variable_files
            .iter()
            .rev()
            .find(|attribute| attribute.name == variable.name);
        if let Some(attribute) = file {
            let literals = Literals::VariableFile(variable.name.clone());
            let value = self.value(&attribute.value, &env.with_literals(&literals));
            return self.accepted(&value, &ty, scope, variable);
        }
        match self.of_unit(variable, &ty) {
            Some(Ok(value)) => self.accepted(&value, &ty, scope, variable),
            Some(Err(unknown)) => unknown,
            None => self.default_of(scope, variable, &ty),
        }
    }

    /// A variable of a called module: the call's argument, then the default.
    fn passed(&self, scope: &Rc<ModuleInstance<'p>>, variable: &Variable) -> Value {
        let ty = self.variable_type(scope, variable);
        let Some(site) = &scope.call else {
            return self.default_of(scope, variable, &ty);
        };
        let Some(argument) = site.call.block.body.attribute(&variable.name) else {
            return self.default_of(scope, variable, &ty);
        };
        let binding = Self::binding_of(&site.repeated);
        let env = Env::new(&site.parent);
        let value = match &binding {
            Some(binding) => self.value(&argument.value, &env.bind(binding)),
            None => self.value(&argument.value, &env),
        };
        let from = value.origin;
        let origin = Origin::Argument {
            name: variable.name.clone(),
            span: argument.span,
            from,
        };
        self.accepted(&value.at(self.origins.add(origin)), &ty, scope, variable)
    }

    /// Converts a value to the variable's type; null takes the default where null is no value.
    fn accepted(
        &self,
        value: &Value,
        ty: &Type,
        scope: &Rc<ModuleInstance<'p>>,
        variable: &Variable,
    ) -> Value {
        if matches!(value.kind, Kind::Null(_)) && !variable.nullable {
            return self.default_of(scope, variable, ty);
        }
        let origin = value.origin;
        if !self.fuel.read([value]) {
            return self.fuel.limit(ty.clone()).hidden(value.hides()).at(origin);
        }
        let converted = convert::convert(value, ty).unwrap_or_else(|fault| super::refused(&fault));
        if converted.origin == OriginId::NONE {
            converted.at(origin)
        } else {
            converted
        }
    }

    fn default_of(&self, scope: &Rc<ModuleInstance<'p>>, variable: &Variable, ty: &Type) -> Value {
        let default = variable.default.as_ref();
        let Some(default) = default.filter(|_| self.defaults || scope.call.is_some()) else {
            return Self::unset(scope, variable, ty);
        };
        let env = Env::new(scope).covered(variable.sensitive.then_some(variable.header));
        let literals = Literals::Default {
            variable: variable.name.clone(),
            // What the plan was made with nobody replaces.
            replaceable: scope.call.is_none() && self.plan.is_none(),
        };
        let value = self.value(&default.value, &env.with_literals(&literals));
        let origin = value.origin;
        let converted = convert::convert(&value, ty).unwrap_or_else(|fault| super::refused(&fault));
        if converted.origin == OriginId::NONE {
            converted.at(origin)
        } else {
            converted
        }
    }

    /// A variable that has some value of its type.
    fn unset(scope: &Rc<ModuleInstance<'p>>, variable: &Variable, ty: &Type) -> Value {
        let symbol = scope.address_of(format_args!("var.{}", variable.name));
        let mut unknown = super::symbolic(symbol, ty.clone(), Why::Variable(variable.name.clone()));
        unknown.not_null = !variable.nullable;
        unknown.is_region = Self::names_region(scope, &variable.name);
        unknown.into()
    }

    /// The variable's type constraint; `any` when there is none or it cannot be read.
    pub(super) fn variable_type(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        variable: &Variable,
    ) -> Type {
        let Some(expr) = &variable.ty else {
            return Type::Any;
        };
        let literals = Literals::Default {
            variable: variable.name.clone(),
            replaceable: false,
        };
        let env = Env::new(scope).covered(variable.sensitive.then_some(variable.header));
        let env = env.with_literals(&literals);
        types::constraint(expr, &mut |default| self.outcome(default, &env).ok())
            .unwrap_or(Type::Any)
    }
}
