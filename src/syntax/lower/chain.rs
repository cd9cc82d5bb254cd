//! Chains of operators that hcl-edit did not see, put together as HCL's grammar has them: `? :` binds least and to the right, all
//! others to the left.

use std::iter::Peekable;
use std::slice::Iter;

use hcl_edit::parser;

use super::super::message::explain;
use super::super::scan::{Chain, Link, Operator, SyntaxError};
use super::super::{BinaryOperator, Expr, ExprKind};
use super::Lowering;

/// How many operators may enclose an expression: trees are walked recursively. A generator gets there, a person does not.
const LEVELS: usize = 10_000;

type Links<'c> = Peekable<Iter<'c, Link>>;

impl Lowering<'_> {
    /// The chain that was cut out at `start`.
    pub(super) fn chain_at(&mut self, start: usize) -> Option<Expr> {
        if self.chain == Some(start) {
            return None;
        }
        let chains = self.chains;
        let index = chains.binary_search_by_key(&start, |chain| chain.range.start);
        let chain = chains.get(index.ok()?)?;
        let operators = chain.links.len() / 2;
        if self.levels + operators > LEVELS {
            self.fault(
                chain.range.clone(),
                format!("more than {LEVELS} operators in one expression"),
            );
            return None;
        }
        let outer = self.chain.replace(start);
        self.levels += operators;
        let expr = self.conditional(chain, &mut chain.links.iter().peekable());
        self.levels -= operators;
        self.chain = outer;
        Some(expr)
    }

    fn conditional(&mut self, chain: &Chain, links: &mut Links<'_>) -> Expr {
        let mut choices = Vec::new();
        let mut otherwise = self.operation(chain, links);
        while links
            .next_if_eq(&&Link::Operator(Operator::Question))
            .is_some()
        {
            let yes = self.conditional(chain, links);
            links.next_if_eq(&&Link::Operator(Operator::Colon));
            choices.push((otherwise, yes));
            otherwise = self.operation(chain, links);
        }
        choices
            .into_iter()
            .rev()
            .fold(otherwise, |no, (condition, yes)| Expr {
                span: condition.span.to(no.span),
                kind: ExprKind::Conditional(Box::new([condition, yes, no])),
            })
    }

    /// Operands and the operators between them, up to a `?` or `:`.
    fn operation(&mut self, chain: &Chain, links: &mut Links<'_>) -> Expr {
        let mut left = Vec::new();
        let mut operand = self.operand(chain, links);
        while let Some(Link::Operator(Operator::Binary(operator))) =
            links.next_if(|link| matches!(link, Link::Operator(Operator::Binary(_))))
        {
            operand = reduced(operand, &mut left, binding(*operator));
            left.push((operand, *operator));
            operand = self.operand(chain, links);
        }
        reduced(operand, &mut left, 0)
    }

    fn operand(&mut self, chain: &Chain, links: &mut Links<'_>) -> Expr {
        let range = match links.next() {
            Some(Link::Operand(range)) => range.clone(),
            // The scan lets operands and operators take turns.
            _ => chain.range.clone(),
        };
        let from = chain.range.start;
        let text = chain.copy.get(range.start - from..);
        let text = text.and_then(|text| text.get(..(range.end - range.start).min(text.len())));
        let text = text.unwrap_or_default().trim_end();
        let base = std::mem::replace(&mut self.base, range.start);
        let expr = match parser::parse_expr(text) {
            Ok(expr) => self.expr(&expr),
            Err(error) => {
                let at = range.start + error.location().offset();
                // As long as the text: places in it are those of the text.
                let copy = format!("{}{text}", " ".repeat(range.start));
                let SyntaxError { at, message, .. } = explain(
                    self.text,
                    &copy,
                    at..range.start + text.len(),
                    error.message(),
                );
                self.fault(at, message);
                Expr {
                    kind: ExprKind::Null,
                    span: self.span(range),
                }
            }
        };
        self.base = base;
        expr
    }
}

/// The operand with all before it that bind at least as much as what comes next.
fn reduced(mut operand: Expr, left: &mut Vec<(Expr, BinaryOperator)>, next: u8) -> Expr {
    while let Some((before, operator)) = left.pop_if(|(_, operator)| binding(*operator) >= next) {
        operand = Expr {
            span: before.span.to(operand.span),
            kind: ExprKind::Binary(operator, Box::new([before, operand])),
        };
    }
    operand
}

/// How much an operator binds; `binaryOps` of hashicorp/hcl.
fn binding(operator: BinaryOperator) -> u8 {
    match operator {
        BinaryOperator::Or => 1,
        BinaryOperator::And => 2,
        BinaryOperator::Equal | BinaryOperator::NotEqual => 3,
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => 4,
        BinaryOperator::Add | BinaryOperator::Subtract => 5,
        BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Modulo => 6,
    }
}
