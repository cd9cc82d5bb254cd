//! Expressions.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::{self, Expression, ObjectKey, TraversalOperator};

use super::super::scan::number_end;
use super::super::{BinaryOperator, Call, Expr, ExprKind, For, Item, Label, UnaryOperator};
use super::{Form, Lowering, form_of_heredoc};
use crate::span::Span;

/// How many steps one reference may have: each is a level of the tree, which is walked recursively.
const STEPS: usize = 128;

impl Lowering<'_> {
    /// An expression. Its span covers its operands, which may reach further than hcl-edit saw.
    pub(in crate::syntax) fn expr(&mut self, expr: &Expression) -> Expr {
        let range = self.absolute(expr.span());
        let span = self.span(range.clone());
        let kind = match expr {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(_) => return self.number(range),
            Expression::String(_) => return self.string(range),
            Expression::StringTemplate(template) => {
                return self.template(template.iter(), Form::Quoted, span);
            }
            Expression::HeredocTemplate(heredoc) => {
                let form = form_of_heredoc(self.text(range));
                return self.template(heredoc.template.iter(), form, span);
            }
            Expression::Array(array) => {
                ExprKind::Tuple(array.iter().map(|element| self.expr(element)).collect())
            }
            Expression::Object(object) => ExprKind::Object(self.items(object)),
            Expression::Parenthesis(inner) => {
                ExprKind::Parenthesis(Box::new(self.expr(inner.inner())))
            }
            Expression::Variable(_) => match self.chain_at(range.start) {
                Some(chain) => return chain,
                None => ExprKind::Variable(self.name(expr.span()).0),
            },
            Expression::Conditional(conditional) => ExprKind::Conditional(Box::new([
                self.expr(&conditional.cond_expr),
                self.expr(&conditional.true_expr),
                self.expr(&conditional.false_expr),
            ])),
            Expression::FuncCall(call) => ExprKind::Call(self.call(call)),
            Expression::Traversal(traversal) => return self.traversal(traversal),
            Expression::UnaryOp(operation) => {
                let operand = self.expr(&operation.expr);
                let operator = match operation.operator.value() {
                    expr::UnaryOperator::Neg => UnaryOperator::Negate,
                    expr::UnaryOperator::Not => UnaryOperator::Not,
                };
                ExprKind::Unary(operator, Box::new(operand))
            }
            Expression::BinaryOp(operation) => ExprKind::Binary(
                binary_operator(*operation.operator.value()),
                Box::new([
                    self.expr(&operation.lhs_expr),
                    self.expr(&operation.rhs_expr),
                ]),
            ),
            Expression::ForExpr(each) => ExprKind::For(Box::new(self.for_expr(each))),
        };
        let span = match &kind {
            ExprKind::Binary(_, operands) => {
                let [left, right] = &**operands;
                left.span.to(right.span)
            }
            ExprKind::Unary(_, operand) => span.to(operand.span),
            ExprKind::Conditional(parts) => {
                let [condition, _, no] = &**parts;
                condition.span.to(no.span)
            }
            _ => span,
        };
        Expr { kind, span }
    }

    /// A number, which hcl-edit gives together with a `-` before it.
    fn number(&mut self, range: Range<usize>) -> Expr {
        let written = self.text(range.clone());
        let sign = written.starts_with('-');
        let skipped = written
            .find(|character: char| character.is_ascii_digit())
            .unwrap_or(0);
        let start = range.start + skipped;
        let end = number_end(self.text.as_bytes(), start);
        let digits = self.text(start..end);
        let number = Expr {
            kind: ExprKind::Number(self.names.get(digits)),
            span: self.span(start..end),
        };
        if sign {
            Expr {
                span: self.span(range.start..end),
                kind: ExprKind::Unary(UnaryOperator::Negate, Box::new(number)),
            }
        } else {
            number
        }
    }

    fn items(&mut self, object: &expr::Object) -> Vec<Item> {
        object
            .iter()
            .map(|(key, value)| Item {
                key: self.key(key),
                value: self.expr(value.expr()),
            })
            .collect()
    }

    /// A bare name is a string, the keywords too. What the scan renamed may have been a string before.
    fn key(&mut self, key: &ObjectKey) -> Expr {
        let range = match key {
            ObjectKey::Ident(name) => self.absolute(name.span()),
            ObjectKey::Expression(
                expr @ (Expression::Null(_) | Expression::Bool(_) | Expression::Variable(_)),
            ) => self.absolute(expr.span()),
            ObjectKey::Expression(expr) => return self.expr(expr),
        };
        let text = self.text(range.clone());
        if text.starts_with('"') {
            return self.string(range);
        }
        Expr {
            kind: ExprKind::String(self.names.string(text)),
            span: self.span(range),
        }
    }

    fn call(&mut self, call: &expr::FuncCall) -> Call {
        let (mut name, mut name_span) = self.name(call.name.name.span());
        if !call.name.namespace.is_empty() {
            let mut path = String::new();
            for part in &call.name.namespace {
                let (part, part_span) = self.name(part.span());
                path.push_str(&part);
                path.push_str("::");
                name_span = part_span.to(name_span);
            }
            path.push_str(&name);
            name = self.names.get(&path);
        }
        Call {
            name,
            name_span,
            arguments: call
                .args
                .iter()
                .map(|argument| self.expr(argument))
                .collect(),
            expand_last: call.args.expand_final(),
        }
    }

    fn for_expr(&mut self, each: &expr::ForExpr) -> For {
        let intro = &each.intro;
        For {
            key: intro.key_var.as_ref().map(|key| self.name(key.span()).0),
            value: self.name(intro.value_var.span()).0,
            collection: self.expr(&intro.collection_expr),
            key_result: each.key_expr.as_ref().map(|key| self.expr(key)),
            result: self.expr(&each.value_expr),
            condition: each.cond.as_ref().map(|cond| self.expr(&cond.expr)),
            grouping: each.grouping,
        }
    }

    /// `a.b[0].*.c`: hcl-edit gives one flat list of operators.
    fn traversal(&mut self, traversal: &expr::Traversal) -> Expr {
        let base = self.expr(&traversal.expr);
        if let (ExprKind::Number(_), Some(TraversalOperator::LegacyIndex(_))) = (
            &base.kind,
            traversal.operators.first().map(hcl_edit::Decorated::value),
        ) {
            let range = self.absolute(traversal.expr.span());
            self.fault(
                range,
                "this is not a number: an address or version needs quotes",
            );
        }
        if traversal.operators.len() > STEPS {
            let range = self.absolute(traversal.expr.span());
            self.fault(range, "this reference has more than 128 steps");
            return base;
        }
        self.steps(base, &traversal.operators)
    }

    fn steps(&mut self, base: Expr, operators: &[hcl_edit::Decorated<TraversalOperator>]) -> Expr {
        let mut result = base;
        let mut rest = operators;
        while let Some((operator, after)) = rest.split_first() {
            rest = after;
            let place = self.span(self.absolute(operator.span()));
            let span = result.span.to(place);
            match operator.value() {
                // Covers the names and numbers after it, and no brackets.
                TraversalOperator::AttrSplat(_) => {
                    let covered = rest
                        .iter()
                        .take_while(|operator| {
                            matches!(
                                operator.value(),
                                TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_)
                            )
                        })
                        .count();
                    let (inside, after) = rest.split_at(covered);
                    rest = after;
                    result = self.splat(result, inside, place, span);
                }
                // Covers everything after it, further splats too.
                TraversalOperator::FullSplat(_) => {
                    let inside = std::mem::take(&mut rest);
                    result = self.splat(result, inside, place, span);
                }
                TraversalOperator::GetAttr(name) => {
                    let (text, name_span) = match name.span() {
                        Some(name) => self.name(Some(name)),
                        None => (self.names.get(name.as_str()), place),
                    };
                    let label = Label {
                        text,
                        span: name_span,
                    };
                    let kind = ExprKind::Attribute(Box::new(result), label);
                    result = Expr { kind, span };
                }
                TraversalOperator::Index(index) => {
                    let index = self.expr(index);
                    let kind = ExprKind::Index(Box::new(result), Box::new(index));
                    result = Expr { kind, span };
                }
                TraversalOperator::LegacyIndex(_) => {
                    let range = self.absolute(operator.span());
                    let skipped = self
                        .text(range.clone())
                        .find(|character: char| character.is_ascii_digit())
                        .unwrap_or(0);
                    let digits = range.start + skipped..range.end;
                    let number = self.text(digits.clone());
                    let index = Expr {
                        kind: ExprKind::Number(self.names.get(number)),
                        span: self.span(digits),
                    };
                    let kind = ExprKind::Index(Box::new(result), Box::new(index));
                    result = Expr { kind, span };
                }
            }
        }
        result
    }

    fn splat(
        &mut self,
        base: Expr,
        covered: &[hcl_edit::Decorated<TraversalOperator>],
        place: Span,
        span: Span,
    ) -> Expr {
        let element = Expr {
            kind: ExprKind::Element,
            span: place,
        };
        let each = self.steps(element, covered);
        let span = span.to(each.span);
        Expr {
            kind: ExprKind::Splat(Box::new(base), Box::new(each)),
            span,
        }
    }
}

fn binary_operator(operator: expr::BinaryOperator) -> BinaryOperator {
    match operator {
        expr::BinaryOperator::Or => BinaryOperator::Or,
        expr::BinaryOperator::And => BinaryOperator::And,
        expr::BinaryOperator::Eq => BinaryOperator::Equal,
        expr::BinaryOperator::NotEq => BinaryOperator::NotEqual,
        expr::BinaryOperator::Less => BinaryOperator::Less,
        expr::BinaryOperator::LessEq => BinaryOperator::LessOrEqual,
        expr::BinaryOperator::Greater => BinaryOperator::Greater,
        expr::BinaryOperator::GreaterEq => BinaryOperator::GreaterOrEqual,
        expr::BinaryOperator::Plus => BinaryOperator::Add,
        expr::BinaryOperator::Minus => BinaryOperator::Subtract,
        expr::BinaryOperator::Mul => BinaryOperator::Multiply,
        expr::BinaryOperator::Div => BinaryOperator::Divide,
        expr::BinaryOperator::Mod => BinaryOperator::Modulo,
    }
}
