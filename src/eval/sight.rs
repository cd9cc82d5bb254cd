//! What an expression of a file is worth where it stands: in every instance of its module and its block, and for every element of
//! the loops around it.

use std::{rc::Rc, sync::Arc};

use super::{Binding, Env, Evaluation, ModuleInstance, access, convert};
use crate::{
    module::{Mode, ResourceName},
    span::FileId,
    syntax::{Block, Expr, ExprKind, ForPart, Name, Part, Spot},
    value::{Kind, Type, Value, Why},
};

/// More elements of a loop than these are not looked at.
const MOST_ELEMENTS: usize = 16;

/// More values of one expression than these are not looked at.
const MOST_SIGHTS: usize = 256;

/// An expression in one instance.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The address of the block's instance, or of the module's: empty for the root module itself.
    pub address: Arc<str>,
    /// What it is worth there.
    pub value: Value,
}

/// A loop around an expression.
enum Loop<'e> {
    For {
        collection: &'e Expr,
        key: Option<&'e Name>,
        value: &'e Name,
        /// What an element must meet for the expression to be evaluated with it.
        condition: Option<&'e Expr>,
    },
    Splat(&'e Expr),
}

impl<'p> Evaluation<'p> {
    /// What the last expression of a path is worth, wherever a file is part of the root: the path leads to it from the value of the
    /// attribute at a spot.
    #[must_use]
    pub fn sights(&self, file: FileId, spot: &Spot<'_>, path: &[&Expr]) -> Vec<Sight> {
        let mut sights = Vec::new();
        for scope in self.scopes_of(file) {
            self.in_scope(&scope, spot, &mut |address, env| {
                self.along(path, env, &mut |value| {
                    if sights.len() < MOST_SIGHTS {
                        sights.push(Sight {
                            address: address.clone(),
                            value,
                        });
                    }
                });
            });
        }
        sights
    }

    /// What an expression is worth that stands for itself, wherever a file is part of the root.
    #[must_use]
    pub fn sights_of(&self, file: FileId, expr: &Expr) -> Vec<Sight> {
        let scopes = self.scopes_of(file).into_iter().take(MOST_SIGHTS);
        let sights = scopes.map(|scope| Sight {
            address: scope.address.clone(),
            value: self.value(expr, &Env::new(&scope)),
        });
        sights.collect()
    }

    /// The instances of the modules that a file is part of.
    fn scopes_of(&self, file: FileId) -> Vec<Rc<ModuleInstance<'p>>> {
        let mut scopes = self.module_instances();
        scopes.retain(|scope| scope.module.files.contains(&file));
        scopes
    }

    /// Every instance of the block at a spot, with what is bound there.
    fn in_scope(
        &self,
        scope: &Rc<ModuleInstance<'p>>,
        spot: &Spot<'_>,
        visit: &mut dyn FnMut(&Arc<str>, &Env<'_, 'p>),
    ) {
        let env = Env::new(scope);
        let (top, inner) = match spot.blocks.split_first() {
            Some((top, inner)) => (*top, inner),
            None => return visit(&scope.address, &env),
        };
        let name = repeated_name(top);
        let decides = spot.attribute.is_some_and(|attribute| {
            inner.is_empty() && matches!(&*attribute.name, "count" | "for_each")
        });
        let (Some(name), false) = (name, decides) else {
            return self.in_blocks(inner, &env, &mut |env| visit(&scope.address, env));
        };
        let address = scope.address_of(&name);
        for repeated in self.repetition(top, &env).repeated {
            let own: Arc<str> = format!("{address}{}", repeated.key).into();
            let binding = Self::binding_of(&repeated);
            let bound = binding.as_ref().map(|binding| env.bind(binding));
            let env = bound.as_ref().unwrap_or(&env);
            self.in_blocks(inner, env, &mut |env| visit(&own, env));
        }
    }

    /// Binds the iterators of `dynamic` blocks on the way.
    fn in_blocks(&self, blocks: &[&Block], env: &Env<'_, 'p>, visit: &mut dyn FnMut(&Env<'_, 'p>)) {
        let Some((block, inner)) = blocks.split_first() else {
            return visit(env);
        };
        let is_repeated = &*block.kind == "dynamic" && !inner.is_empty();
        let (true, Some(for_each)) = (is_repeated, block.body.attribute("for_each")) else {
            return self.in_blocks(inner, env, visit);
        };
        let iterator = block.body.attribute("iterator").map(|it| &it.value.kind);
        let iterator = match iterator {
            Some(ExprKind::Variable(name) | ExprKind::String(name)) => Some(name.clone()),
            _ => block.label(0).cloned(),
        };
        let Some(iterator) = iterator else { return };
        let collection = self.value(&for_each.value, env);
        each(&collection, &mut |key, value| {
            let members = [("key".into(), key), ("value".into(), value)];
            let binding = Binding::Name(iterator.clone(), Value::object(members.into()));
            self.in_blocks(inner, &env.bind(&binding), visit);
            true
        });
    }

    /// The last expression of a path, for every element of the loops on the way.
    fn along(&self, path: &[&Expr], env: &Env<'_, 'p>, visit: &mut dyn FnMut(Value)) {
        match path {
            [] => {}
            [last] => visit(self.value(last, env)),
            [expr, rest @ ..] => {
                let inner = rest.first().map(|inner| loops(expr, inner));
                self.in_loops(&inner.unwrap_or_default(), env, &mut |env| {
                    self.along(rest, env, visit);
                });
            }
        }
    }

    fn in_loops(&self, loops: &[Loop<'_>], env: &Env<'_, 'p>, visit: &mut dyn FnMut(&Env<'_, 'p>)) {
        let Some((first, rest)) = loops.split_first() else {
            return visit(env);
        };
        match first {
            Loop::For {
                collection,
                key: key_name,
                value: value_name,
                condition,
            } => {
                let collection = self.value(collection, env);
                each(&collection, &mut |key, value| {
                    let value = Binding::Name((*value_name).clone(), value);
                    let with_value = env.bind(&value);
                    let key = key_name.map(|name| Binding::Name(name.clone(), key));
                    let with_key = key.as_ref().map(|key| with_value.bind(key));
                    let env = with_key.as_ref().unwrap_or(&with_value);
                    let is_kept = condition.is_none_or(|it| self.may_keep(it, env));
                    if is_kept {
                        self.in_loops(rest, env, visit);
                    }
                    is_kept
                });
            }
            Loop::Splat(base) => {
                let base = self.value(base, env);
                each(&base, &mut |_, element| {
                    let element = Binding::Element(element);
                    self.in_loops(rest, &env.bind(&element), visit);
                    true
                });
            }
        }
    }

    /// Whether an element may be kept, as the `if` of a loop says. What is sensitive says nothing: one could tell it from what is left out.
    fn may_keep(&self, condition: &Expr, env: &Env<'_, 'p>) -> bool {
        let condition = self.value(condition, env);
        let as_bool = convert::convert(&condition, &Type::Bool);
        condition.hides() || !as_bool.is_ok_and(|it| matches!(it.kind, Kind::Bool(false)))
    }
}

/// What the instances of a block are called that may be repeated.
fn repeated_name(block: &Block) -> Option<String> {
    let label = |index| block.label(index).cloned();
    let mode = match &*block.kind {
        "module" => return Some(format!("module.{}", label(0)?)),
        "resource" => Mode::Managed,
        "data" => Mode::Data,
        _ => return None,
    };
    let (ty, name) = (label(0)?, label(1)?);
    Some(ResourceName { mode, ty, name }.to_string())
}

/// Every element of a collection with its key, until enough were looked at, as `visit` says of each; something unknown for those that
/// are out of sight.
fn each(collection: &Value, visit: &mut dyn FnMut(Value, Value) -> bool) {
    let unknown = |why: Why| Value::unknown(Type::Any, why).hidden(collection.hides());
    for collection in collection.alternatives() {
        match access::elements(collection) {
            Ok(Some(elements)) => {
                let hidden = collection.sensitive;
                let looked_at = elements.items.into_iter().filter(|(key, value)| {
                    visit(key.clone().hidden(hidden), value.clone().hidden(hidden))
                });
                looked_at.take(MOST_ELEMENTS).for_each(drop);
                if let Some(rest) = elements.rest {
                    visit(unknown(rest.why.clone()), unknown(rest.why.clone()));
                }
            }
            Ok(None) => {
                visit(
                    unknown(collection.kind.why()),
                    unknown(collection.kind.why()),
                );
            }
            Err(_) => {}
        }
    }
}

/// The loops of an expression that bind something in one that it is made of, outermost first.
fn loops<'e>(expr: &'e Expr, inner: &Expr) -> Vec<Loop<'e>> {
    match &expr.kind {
        ExprKind::For(it) if !std::ptr::eq(&raw const it.collection, inner) => {
            let condition = it.condition.as_ref();
            vec![Loop::For {
                collection: &it.collection,
                key: it.key.as_ref(),
                value: &it.value,
                condition: condition.filter(|it| !std::ptr::eq(&raw const **it, inner)),
            }]
        }
        ExprKind::Splat(base, each) if std::ptr::eq(&raw const **each, inner) => {
            vec![Loop::Splat(base)]
        }
        ExprKind::Template(parts) => {
            let mut found = Vec::new();
            directives(parts, inner, &mut found);
            let directives = found.into_iter();
            directives
                .map(|it| Loop::For {
                    collection: &it.collection,
                    key: it.key.as_ref(),
                    value: &it.value,
                    condition: None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether an expression stands in some parts, with the `for` directives on the way to it.
fn directives<'e>(parts: &'e [Part], inner: &Expr, found: &mut Vec<&'e ForPart>) -> bool {
    parts.iter().any(|part| match part {
        Part::Literal(..) => false,
        Part::Interpolation(expr) => std::ptr::eq(expr, inner),
        Part::If(condition, then, otherwise) => {
            std::ptr::eq(&raw const **condition, inner)
                || directives(then, inner, found)
                || directives(otherwise, inner, found)
        }
        Part::For(directive) => {
            if std::ptr::eq(&raw const directive.collection, inner) {
                return true;
            }
            found.push(directive);
            let is_inside = directives(&directive.body, inner, found);
            if !is_inside {
                found.pop();
            }
            is_inside
        }
    })
}
