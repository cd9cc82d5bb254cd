//! Instances that cannot be told apart: those of two blocks with the same `count` or `for_each` go together, key by key.

use super::{
    Binding, Env, Evaluation, Key, ModuleInstance, Outcome, Repeated, module_instance::Repetition,
    planned,
};
use crate::{
    module::ResourceName,
    syntax::{Block, Call, Expr, ExprKind},
    value::{Kind, Symbol, Value},
};

/// One `for_each` may lead to another, in circles where somebody is mistaken.
const LONGEST_CHAIN: usize = 8;

/// A longer text names no keys: symbols end somewhere.
const LONGEST_TEXT: usize = 120;

impl<'p> Evaluation<'p> {
    /// The identity of `count.index` or `each.key` in the instances of a block that cannot be told apart. What is counted or keyed by
    /// the same expression in one module instance has the same: Terraform's expressions have one value wherever they stand.
    pub(super) fn key_symbol(
        &self,
        scope: &ModuleInstance<'p>,
        block: &Block,
        expr: &Expr,
        counted: bool,
    ) -> Symbol {
        let what = if counted { "count.index" } else { "each.key" };
        let basis = basis_of(scope, expr, counted);
        let text = |expr: &Expr| {
            let file = self.sources.file(expr.span.file);
            let text = file.slice(expr.span);
            if text.contains('"') {
                // Blanks may stand in it.
                return text.to_owned();
            }
            let words: Vec<&str> = text.split_whitespace().collect();
            words.join(" ")
        };
        let own = || {
            let file = self.sources.file(block.header.file);
            let header = file.slice(block.header).trim_end_matches(['{', ' ']);
            // In JSON it is the name alone.
            format!("{header} at {}", block.header.start)
        };
        let text = Some(text(basis)).filter(|text| text.len() <= LONGEST_TEXT);
        let text = text.unwrap_or_else(own);
        Symbol::new(scope.address_of(format_args!("{what}({text})")))
    }

    /// `aws_subnet.x[each.key]`, `aws_subnet.x[0]`: the instance of a resource of which not all are known.
    pub(super) fn instance_by_key(
        &self,
        base: &Expr,
        key: &Expr,
        env: &Env<'_, 'p>,
    ) -> Option<Outcome> {
        let name = ResourceName::named_by(base).filter(|name| env.name(&name.ty).is_none())?;
        let scope = env.scope;
        scope.module.resources.get(&name)?;
        let expansion = self.expansion(scope, &name);
        let repetition = expansion.repetition.as_ref().filter(|it| it.is_open())?;
        let key = self.expr(key, env).ok()?;
        let wanted = repetition.called(&key)?;
        let instance = expansion.instances.iter().find(|it| it.key == *wanted)?;
        let value = planned::referenced(&name, &instance.value, planned::schema(&name));
        Some(Ok(value.hidden(key.sensitive)))
    }

    /// `element(aws_subnet.x[*].id, count.index)`: of the instance of the same key. Its number is less than there are, so that counting starts
    /// over nowhere.
    pub(super) fn element_by_key(&self, call: &Call, env: &Env<'_, 'p>) -> Option<Outcome> {
        let [list, key] = &*call.arguments else {
            return None;
        };
        let ExprKind::Splat(base, each) = &list.kind else {
            return None;
        };
        let instance = self.instance_by_key(base, key, env)?;
        Some(instance.and_then(|it| self.expr(each, &env.bind(&Binding::Element(it)))))
    }
}

/// The expression that decides over instances in the end: `for_each = aws_subnet.x` and `count = length(aws_subnet.x)` have that
/// of the subnets.
fn basis_of<'e, 'p: 'e>(scope: &ModuleInstance<'p>, expr: &'e Expr, counted: bool) -> &'e Expr {
    let mut basis = expr;
    for _ in 0..LONGEST_CHAIN {
        let resource = if counted {
            lengthened(basis).and_then(ResourceName::named_by)
        } else {
            ResourceName::named_by(basis)
        };
        let resource = resource.and_then(|name| scope.module.resources.get(&name));
        let argument = if counted { "count" } else { "for_each" };
        match resource.and_then(|it| it.block.body.attribute(argument)) {
            Some(attribute) => basis = &attribute.value,
            None => break,
        }
    }
    basis
}

impl Repetition {
    /// Whether there is one way only for the instances to be, in which some cannot be told apart.
    pub(super) fn is_open(&self) -> bool {
        matches!(&*self.alternatives, [only] if only.rest.is_some())
    }

    /// The key of the instances that `count.index` or `each.key` of another block, or a number, means.
    pub(super) fn called(&self, key: &Value) -> Option<&Key> {
        let means = |repeated: &&Repeated| match (&repeated.key, &key.kind) {
            (Key::Index(own), Kind::Number(number)) => number.as_index() == Some(*own),
            (Key::Template(_), _) => repeated.index.same(key),
            (Key::Any { .. }, Kind::Unknown(unknown)) => match &repeated.index.kind {
                Kind::Unknown(own) => own.same(unknown),
                _ => false,
            },
            _ => false,
        };
        self.repeated.iter().find(means).map(|it| &it.key)
    }
}

/// What the length is taken of: the resource of `length(aws_subnet.x)` and `length(aws_subnet.x[*].id)`.
fn lengthened(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Call(call) if &*call.name == "length" => match &*call.arguments {
            [argument] => match &argument.kind {
                ExprKind::Splat(base, _) => Some(base),
                _ => Some(argument),
            },
            _ => None,
        },
        _ => None,
    }
}
