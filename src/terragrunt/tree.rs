//! Expressions, put together.

use crate::{
    span::Span,
    syntax::{Call, Expr, ExprKind, For, ForPart, Item, Label, Part},
};

/// A text.
pub(super) fn text(text: &str, span: Span) -> Expr {
    Expr {
        kind: ExprKind::String(text.into()),
        span,
    }
}

/// Something that nothing here tells, by name: the same name is the same value.
pub(super) fn unknown(name: &str, span: Span) -> Expr {
    let base = Expr {
        kind: ExprKind::Variable("local".into()),
        span,
    };
    // No local can have a dot in its name.
    let label = Label {
        text: format!("terragrunt.{name}").into(),
        span,
    };
    Expr {
        kind: ExprKind::Attribute(Box::new(base), label),
        span,
    }
}

/// Attributes of something.
pub(super) fn attributes(base: Expr, labels: &[Label]) -> Expr {
    labels.iter().fold(base, |base, label| Expr {
        span: base.span,
        kind: ExprKind::Attribute(Box::new(base), label.clone()),
    })
}

/// `merge(below, above)`
pub(super) fn merged(below: Expr, above: Expr) -> Expr {
    let span = above.span;
    called("merge", vec![below, above], span)
}

/// The call of a function.
pub(super) fn called(name: &str, arguments: Vec<Expr>, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Call(Call {
            name: name.into(),
            name_span: span,
            arguments,
            expand_last: false,
        }),
        span,
    }
}

/// Maps merged and lists joined; `None` where it is not written out what they are.
pub(super) fn deeply_merged(below: &Expr, above: &Expr) -> Option<Expr> {
    let kind = match (&below.kind, &above.kind) {
        (ExprKind::Object(below), ExprKind::Object(above)) => {
            let mut items: Vec<Item> = Vec::new();
            for item in below.iter().chain(above) {
                let key = item.key.literal()?.clone();
                let known = items.iter_mut().find(|it| it.key.literal() == Some(&key));
                match known {
                    None => items.push(item.clone()),
                    Some(known) => known.value = deeply_merged(&known.value, &item.value)?,
                }
            }
            ExprKind::Object(items)
        }
        (ExprKind::Tuple(below), ExprKind::Tuple(above)) => {
            ExprKind::Tuple(below.iter().chain(above).cloned().collect())
        }
        (_, ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Number(_)) => above.kind.clone(),
        _ => return None,
    };
    Some(Expr {
        kind,
        span: above.span,
    })
}

/// An expression of which every part is changed.
pub(super) fn with_parts(expr: &Expr, change: &dyn Fn(&Expr) -> Expr) -> Expr {
    let boxed = |it: &Expr| Box::new(change(it));
    let all = |list: &[Expr]| list.iter().map(change).collect::<Vec<_>>();
    let kind = match &expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Variable(_)
        | ExprKind::Element => expr.kind.clone(),
        ExprKind::Template(parts) => ExprKind::Template(parts_of(parts, change)),
        ExprKind::Tuple(items) => ExprKind::Tuple(all(items)),
        ExprKind::Object(items) => {
            let item = |it: &Item| Item {
                key: change(&it.key),
                value: change(&it.value),
            };
            ExprKind::Object(items.iter().map(item).collect())
        }
        ExprKind::Attribute(base, label) => ExprKind::Attribute(boxed(base), label.clone()),
        ExprKind::Index(base, key) => ExprKind::Index(boxed(base), boxed(key)),
        ExprKind::Splat(base, each) => ExprKind::Splat(boxed(base), boxed(each)),
        ExprKind::Call(call) => ExprKind::Call(Call {
            arguments: all(&call.arguments),
            ..call.clone()
        }),
        ExprKind::Conditional(parts) => {
            let [condition, yes, no] = &**parts;
            ExprKind::Conditional(Box::new([change(condition), change(yes), change(no)]))
        }
        ExprKind::Unary(operator, operand) => ExprKind::Unary(*operator, boxed(operand)),
        ExprKind::Binary(operator, operands) => {
            let [one, other] = &**operands;
            ExprKind::Binary(*operator, Box::new([change(one), change(other)]))
        }
        ExprKind::For(it) => ExprKind::For(Box::new(For {
            collection: change(&it.collection),
            key_result: it.key_result.as_ref().map(change),
            result: change(&it.result),
            condition: it.condition.as_ref().map(change),
            ..(**it).clone()
        })),
        ExprKind::Parenthesis(inner) => ExprKind::Parenthesis(boxed(inner)),
    };
    Expr {
        kind: folded(kind),
        span: expr.span,
    }
}

fn parts_of(parts: &[Part], change: &dyn Fn(&Expr) -> Expr) -> Vec<Part> {
    let part = |part: &Part| match part {
        Part::Literal(text, span) => Part::Literal(text.clone(), *span),
        Part::Interpolation(expr) => Part::Interpolation(change(expr)),
        Part::If(condition, yes, no) => Part::If(
            Box::new(change(condition)),
            parts_of(yes, change),
            parts_of(no, change),
        ),
        Part::For(it) => Part::For(Box::new(ForPart {
            collection: change(&it.collection),
            body: parts_of(&it.body, change),
            ..(**it).clone()
        })),
    };
    parts.iter().map(part).collect()
}

/// In bytes.
const LONGEST_TEXT: usize = 4096;

/// A template of nothing but texts is one. A long one stays as it is, to be paid for where it is evaluated.
fn folded(kind: ExprKind) -> ExprKind {
    let ExprKind::Template(parts) = &kind else {
        return kind;
    };
    let texts = parts.iter().map(|part| match part {
        Part::Literal(text, _) => Some(&**text),
        Part::Interpolation(expr) => expr.literal().map(|it| &**it),
        Part::If(..) | Part::For(_) => None,
    });
    let texts: Option<Vec<&str>> = texts.collect();
    match texts {
        Some(texts) if texts.iter().map(|it| it.len()).sum::<usize>() <= LONGEST_TEXT => {
            ExprKind::String(texts.concat().into())
        }
        _ => kind,
    }
}
