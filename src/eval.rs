//! Expressions to values: what Terraform would compute, or unknown, never a guess.
//!
//! One [`Evaluation`] serves one root. Names are evaluated when they are first asked for and kept; resources are evaluated
//! whole, as Terraform's graph orders whole resources. It knows nothing of what the resources mean.

mod dependencies;
mod slots;

mod fault;
mod fuel;
mod json_blocks;
mod module_instance;
pub mod planned;

pub mod convert;
mod data;
mod env;
mod union;

mod access;
mod attempt;
pub mod functions;
mod providers;
mod splat;
pub mod types;

mod lookup;

mod body;
mod comprehension;
mod function_context;
mod keys;
mod operators;
mod reference;
mod settling;

mod settled;

mod repetition;
mod template;

mod branch;
mod calls;

mod conditional;
mod expand;
mod expr;
mod given;
mod instance;
mod units;
mod variables;

mod sight;

mod turn;

#[cfg(test)]
mod work;

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeSet, HashSet},
    rc::Rc,
    sync::Arc,
};

pub use body::is_meta;
pub use calls::call_path;
use dependencies::Tracker;
pub use env::{Binding, Env, Literals};
pub use fault::Fault;
pub use fuel::{Fuel, MOST_STEPS};
pub use given::{InputSource, InputValue, RefusedInput};
pub use module_instance::{
    CallSite, Children, Exists, Expansion, Instance, Key, ModuleInstance, NamedProvider,
    ProviderName, Repeated,
};
pub use sight::Sight;
use slots::Slots;
pub use union::distribute;
pub use units::{UNIT_ENVIRONMENT, UNIT_OUTPUTS, UnitInputs, UnitOutputs};

use crate::{
    module::{ModuleId, Program},
    saved_plan::SavedPlan,
    source::Sources,
    syntax::Expr,
    value::{Origin, OriginId, Origins, Type, Value, Why},
};

/// What is asked for of the workspace; no variable can have that name.
pub const WORKSPACE: &str = "terraform.workspace";

/// Nested evaluations beyond this are given up: reference chains are unbounded, stacks are not. Threads that evaluate need
/// [`STACK`] bytes.
const DEEPEST: u32 = 600;

/// The stack that parsing and evaluating need at most, in bytes, half as much again for looking up; only what is touched costs memory.
pub const STACK: usize = 384 * 1024 * 1024;

/// The evaluation of one root module.
#[derive(Debug)]
pub struct Evaluation<'p> {
    /// Everything that was loaded.
    pub program: &'p Program,
    /// The texts, for the functions that read files.
    pub sources: &'p Sources,
    /// Where values came from.
    pub origins: Origins,
    /// The bound on its work.
    pub fuel: Fuel,
    /// The root's scope.
    pub root: Rc<ModuleInstance<'p>>,
    /// What `terraform.workspace` is, if that is known.
    pub workspace: Option<Arc<str>>,
    /// The files that functions were asked for and that lie outside the project, as the configuration writes them.
    pub outside: RefCell<BTreeSet<Box<str>>>,
    /// The plan that was made of the root, if one is given.
    pub plan: Option<Arc<SavedPlan>>,
    /// What a unit of Terragrunt gives the root.
    pub unit: Option<UnitInputs>,
    unit_inputs: OnceCell<Value>,
    given: &'p [InputValue],
    defaults: bool,
    templates: Cell<u32>,
    patterns: functions::Patterns,
    root_id: ModuleId,
    /// Whether data sources may find what is made here.
    looks_up: bool,
    found: Slots<(), Rc<lookup::Found>>,
    /// What is read of all that the root is given.
    tracker: Tracker,
    /// The templates that were rendered: parsing is paid for once.
    rendered: RefCell<HashSet<Arc<str>>>,
}

impl Drop for Evaluation<'_> {
    fn drop(&mut self) {
        self.root.release();
    }
}

/// What an expression gives: a value, or the reason why Terraform would refuse it.
pub type Outcome = Result<Value, Fault>;

impl<'p> Evaluation<'p> {
    /// Prepares a root; nothing is evaluated yet. `given` are values of root variables, later ones win.
    #[must_use]
    pub fn new(
        program: &'p Program,
        sources: &'p Sources,
        root: ModuleId,
        given: &'p [InputValue],
    ) -> Self {
        let of_root = program.module(root);
        Self {
            program,
            sources,
            origins: Origins::default(),
            fuel: Fuel::default(),
            root: Rc::new(ModuleInstance::root(of_root)),
            outside: RefCell::default(),
            workspace: None,
            plan: None,
            unit: None,
            unit_inputs: OnceCell::new(),
            given,
            // Values that cannot be read may stand for any of them.
            defaults: [&of_root.values_outside, &of_root.values_unread]
                .iter()
                .all(|files| files.is_empty()),
            templates: Cell::new(0),
            patterns: functions::Patterns::default(),
            root_id: root,
            looks_up: true,
            found: Slots::default(),
            tracker: Tracker::default(),
            rendered: RefCell::default(),
        }
    }

    /// The same as if no variable of the root had a default: what whoever runs it may replace is unknown.
    #[must_use]
    pub fn without_defaults(
        program: &'p Program,
        sources: &'p Sources,
        root: ModuleId,
        given: &'p [InputValue],
    ) -> Self {
        let mut evaluation = Self::new(program, sources, root, given);
        evaluation.defaults = false;
        evaluation
    }

    /// The value of an expression; what Terraform would refuse is unknown for that reason.
    #[must_use]
    pub fn value(&self, expr: &Expr, env: &Env<'_, 'p>) -> Value {
        self.outcome(expr, env)
            .unwrap_or_else(|fault| refused(&fault))
    }

    /// The value of an expression that stands for itself, as those of locals and outputs do: who asks for it first does not matter.
    ///
    /// # Errors
    ///
    /// Why Terraform would refuse it. What only we refuse, for knowing which alternatives are impossible, is unknown.
    pub fn outcome(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        self.fuel.apart(|| match self.expr(expr, env) {
            Err(fault) if fault.caught && self.fuel.take_doubts().may_pass => {
                Ok(Value::unknown(Type::Any, Why::Condition))
            }
            outcome => outcome,
        })
    }

    /// All module instances of the root, callers before what they call, in declaration order.
    #[must_use]
    pub fn module_instances(&self) -> Vec<Rc<ModuleInstance<'p>>> {
        let mut scopes = vec![self.root.clone()];
        let mut next = 0;
        while let Some(scope) = scopes.get(next).cloned() {
            next += 1;
            for name in scope.module.calls.keys() {
                scopes.extend(
                    self.children(&scope, name)
                        .instances
                        .iter()
                        .map(|(_, child)| child.clone()),
                );
            }
        }
        scopes
    }

    /// Runs a nested evaluation, unless that would go too deep.
    fn deeper(&self, evaluate: impl FnOnce() -> Outcome) -> Outcome {
        let depth = self.tracker.depth();
        if depth >= DEEPEST {
            return Ok(self.fuel.limit(Type::Any));
        }
        self.tracker.set_depth(depth + 1);
        let outcome = evaluate();
        self.tracker.set_depth(depth);
        outcome
    }

    /// Remembers that a value was computed from others.
    fn computed(
        &self,
        value: Value,
        expr: &Expr,
        from: impl IntoIterator<Item = OriginId>,
    ) -> Value {
        if value.origin != OriginId::NONE {
            return value;
        }
        let mut inputs: Vec<OriginId> = Vec::new();
        for origin in from {
            // Where there are more than a proof would show, those stay that a reader may change.
            let kept = inputs.len() < 8 || self.origins.is_replaceable(origin);
            if origin != OriginId::NONE && kept && inputs.len() < 32 && !inputs.contains(&origin) {
                inputs.push(origin);
            }
        }
        let origin = self.origins.add(Origin::Operation {
            span: expr.span,
            from: inputs,
        });
        value.at(origin)
    }

    /// The root directory's path, which relative paths of file functions start from.
    fn root_directory(&self) -> &std::path::Path {
        &self.root.module.directory
    }
}

/// An unknown with an identity.
fn symbolic(symbol: Arc<str>, ty: Type, why: Why) -> crate::value::Unknown {
    crate::value::Unknown {
        symbol: Some(crate::value::Symbol::new(symbol)),
        ..crate::value::Unknown::new(ty, why)
    }
}

/// The value of what Terraform would refuse.
fn refused(fault: &Fault) -> Value {
    Value::unknown(Type::Any, Why::Fault(fault.message.as_str().into()))
}
