//! Roots that do nothing but call one of our models, as units of Terragrunt run modules that are not on disk.

use std::{path::PathBuf, sync::Arc};

use super::{Call, Module, ModuleId, Program, Target, Variable, known, load::add_model};
use crate::{
    source::Sources,
    span::Span,
    syntax::{Attribute, Block, Body, Expr, ExprKind, Label, Name},
};

/// What the one call is called. It is in no address: what the model has is that of the root itself.
const NAME: &str = "this";

/// What runs a model.
#[derive(Clone, Debug)]
pub struct SoleCall {
    /// The directory that is run.
    pub directory: PathBuf,
    /// The same, as reports name it.
    pub name: Arc<str>,
    /// The source of what is run, as a call would have it: there is a model for it.
    pub source: Name,
    /// Its version, where the source does not say it.
    pub version: Option<Name>,
    /// Where that is said.
    pub span: Span,
    /// What it is given.
    pub inputs: Option<Arc<Expr>>,
    /// Whether that is all it is given.
    pub is_all: bool,
}

impl Program {
    /// The module that does nothing but run a model, made once; `None` where there is no such model.
    pub fn sole_call(&mut self, sources: &Sources, sole: &SoleCall) -> Option<ModuleId> {
        if let Some(id) = self.at(&sole.directory) {
            return Some(id);
        }
        let model = known::find(&sole.source, sole.version.as_deref())?;
        let id = add_model(self, sources, model);
        let model = self.module(id);
        let inputs = sole.inputs.as_deref();
        let keys = match inputs {
            None => Some(Vec::new()),
            Some(inputs) => keys(inputs),
        };
        let keys = keys.filter(|_| sole.is_all);
        // What is given for certain needs no default, and what is not has that of the model.
        let variables = model.variables.values().filter_map(|variable| match &keys {
            None => Some(variable.clone()),
            Some(keys) => keys.contains(&variable.name).then(|| Variable {
                default: None,
                ..variable.clone()
            }),
        });
        let variables: Vec<Variable> = variables.collect();
        let attributes = variables.iter().map(|variable| {
            let found = inputs.and_then(|inputs| entry(inputs, &variable.name));
            let span = found.unwrap_or(sole.span);
            let value = attribute(variable_of("var", span), &variable.name, span);
            named(&variable.name, value, span)
        });
        let source = [
            ("source", Some(&sole.source)),
            ("version", sole.version.as_ref()),
        ];
        let own = source.into_iter().filter_map(|(name, text)| {
            let kind = ExprKind::String(text?.clone());
            let span = sole.span;
            Some(named(name, Expr { kind, span }, span))
        });
        let block = Block {
            kind: "module".into(),
            labels: vec![label(NAME, sole.span)],
            body: Body {
                attributes: own.chain(attributes).collect(),
                blocks: Vec::new(),
            },
            header: sole.span,
            span: sole.span,
        };
        let call = Call {
            name: NAME.into(),
            block: Arc::new(block),
            early: [None, None],
            target: Target::Known(id),
            inputs: sole.inputs.clone(),
        };
        let outputs = model.outputs.iter();
        let outputs =
            outputs.map(|(name, of_model)| (name.clone(), handed_on(name, of_model, sole.span)));
        let file = sources.file(sole.span.file);
        let is_own = file.path.parent() == Some(&*sole.directory);
        let module = Module {
            files: is_own.then_some(file.id).into_iter().collect(),
            directory: sole.directory.clone(),
            place: sole.directory.clone(),
            name: sole.name.to_string(),
            outputs: outputs.collect(),
            calls: [(call.name.clone(), call)].into_iter().collect(),
            variables: (variables.into_iter())
                .map(|variable| (variable.name.clone(), variable))
                .collect(),
            is_sole_call: true,
            runs: true,
            ..Module::empty()
        };
        Some(self.add_module(module))
    }
}

/// The output of the root for one of the model.
fn handed_on(name: &Name, of_model: &Block, span: Span) -> Arc<Block> {
    let own = of_model
        .body
        .attributes
        .iter()
        .filter(|it| &*it.name != "value");
    let called = attribute(variable_of("module", span), NAME, span);
    let value = named("value", attribute(called, name, span), span);
    Arc::new(Block {
        body: Body {
            attributes: own.cloned().chain([value]).collect(),
            blocks: Vec::new(),
        },
        header: span,
        span,
        ..of_model.clone()
    })
}

fn named(name: &str, value: Expr, span: Span) -> Attribute {
    Attribute {
        name: name.into(),
        name_span: span,
        value,
        span,
    }
}

fn variable_of(name: &str, span: Span) -> Expr {
    let kind = ExprKind::Variable(name.into());
    Expr { kind, span }
}

fn attribute(base: Expr, name: &str, span: Span) -> Expr {
    let kind = ExprKind::Attribute(Box::new(base), label(name, span));
    Expr { kind, span }
}

fn label(name: &str, span: Span) -> Label {
    let text = name.into();
    Label { text, span }
}

/// The keys of an object, or of several that are merged; `None` where not all are written out.
fn keys(inputs: &Expr) -> Option<Vec<Name>> {
    match &inputs.kind {
        ExprKind::Object(items) => {
            let keys = items.iter().map(|item| item.key.literal().cloned());
            keys.collect()
        }
        ExprKind::Call(call) if &*call.name == "merge" && !call.expand_last => {
            let all: Option<Vec<_>> = call.arguments.iter().map(keys).collect();
            all.map(|all| all.concat())
        }
        ExprKind::Parenthesis(inner) => keys(inner),
        _ => None,
    }
}

/// Where a key of an object is written: of several that are merged the last one.
#[must_use]
pub fn entry(inputs: &Expr, key: &str) -> Option<Span> {
    match &inputs.kind {
        ExprKind::Object(items) => {
            let mut items = items.iter().rev();
            let item = items.find(|it| it.key.literal().is_some_and(|it| &**it == key))?;
            let (start, end) = (item.key.span, item.value.span);
            let span = Span::new(start.file, start.start, end.end);
            Some(if start.file == end.file && start.start < end.end {
                span
            } else {
                start
            })
        }
        ExprKind::Call(call) => call.arguments.iter().rev().find_map(|it| entry(it, key)),
        ExprKind::Parenthesis(inner) => entry(inner, key),
        _ => None,
    }
}
