//! Trees as short texts.

use vpcelint::syntax::{Body, Expr, ExprKind, Part, UnaryOperator};

/// An expression, fully bracketed.
pub(crate) fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(digits) => digits.to_string(),
        ExprKind::String(text) => format!("{text:?}"),
        ExprKind::Template(parts) => format!("`{}`", show_parts(parts)),
        ExprKind::Tuple(elements) => format!("[{}]", list(elements)),
        ExprKind::Object(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| format!("{} = {}", show(&item.key), show(&item.value)))
                .collect();
            format!("{{{}}}", items.join(", "))
        }
        ExprKind::Variable(name) => name.to_string(),
        ExprKind::Element => "@".to_owned(),
        ExprKind::Attribute(base, label) => format!("{}.{}", show(base), label.text),
        ExprKind::Index(base, index) => format!("{}[{}]", show(base), show(index)),
        ExprKind::Splat(base, each) => format!("each({}: {})", show(base), show(each)),
        ExprKind::Call(call) => {
            let dots = if call.expand_last { "..." } else { "" };
            format!("{}({}{dots})", call.name, list(&call.arguments))
        }
        ExprKind::Conditional(parts) => {
            let [condition, yes, no] = &**parts;
            format!("({} ? {} : {})", show(condition), show(yes), show(no))
        }
        ExprKind::Unary(UnaryOperator::Negate, operand) => format!("(-{})", show(operand)),
        ExprKind::Unary(UnaryOperator::Not, operand) => format!("(!{})", show(operand)),
        ExprKind::Binary(operator, operands) => {
            let [left, right] = &**operands;
            format!("({} {operator:?} {})", show(left), show(right))
        }
        ExprKind::For(each) => {
            let key = each
                .key
                .as_ref()
                .map_or(String::new(), |key| format!("{key}, "));
            let key_result = each
                .key_result
                .as_ref()
                .map_or(String::new(), |key| format!("{} => ", show(key)));
            let condition = each
                .condition
                .as_ref()
                .map_or(String::new(), |c| format!(" if {}", show(c)));
            let grouping = if each.grouping { "..." } else { "" };
            let (collection, result) = (show(&each.collection), show(&each.result));
            format!(
                "for({key}{} in {collection}: {key_result}{result}{grouping}{condition})",
                each.value
            )
        }
        ExprKind::Parenthesis(inner) => format!("({})", show(inner)),
    }
}

fn list(expressions: &[Expr]) -> String {
    expressions.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn show_parts(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Literal(text, _) => format!("<{text}>"),
            Part::Interpolation(expr) => format!("${{{}}}", show(expr)),
            Part::If(condition, yes, no) => {
                format!(
                    "%{{if {}: {}: {}}}",
                    show(condition),
                    show_parts(yes),
                    show_parts(no)
                )
            }
            Part::For(each) => {
                let key = each
                    .key
                    .as_ref()
                    .map_or(String::new(), |key| format!("{key}, "));
                let collection = show(&each.collection);
                format!(
                    "%{{for {key}{} in {collection}: {}}}",
                    each.value,
                    show_parts(&each.body)
                )
            }
        })
        .collect()
}

/// A body: attributes, then blocks.
pub(crate) fn show_body(body: &Body) -> String {
    let attributes = body
        .attributes
        .iter()
        .map(|a| format!("{} = {};", a.name, show(&a.value)));
    let blocks = body.blocks.iter().map(|block| {
        let labels: String = block
            .labels
            .iter()
            .map(|label| format!(" {:?}", &*label.text))
            .collect();
        format!("{}{labels} {{{}}}", block.kind, show_body(&block.body))
    });
    attributes.chain(blocks).collect::<Vec<_>>().join(" ")
}
