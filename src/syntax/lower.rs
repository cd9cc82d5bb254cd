//! hcl-edit's tree to ours. Names, numbers and texts are read from the original by span, never from hcl-edit: the text
//! it saw is the repaired copy of `scan`.

mod chain;
mod expression;

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::structure::{self, BlockLabel, Structure};
use hcl_edit::template::{Directive, Element, Strip};

use super::names::Names;
use super::scan::{Chain, Literal, SyntaxError};
use super::template::{Form, Piece, PieceKind, assemble, plain, unescape, unmark};
use super::{Attribute, Block, Body, Expr, ExprKind, Label, Name};
use crate::span::{FileId, Span};

/// What lowering needs to know of the text.
pub(super) struct Lowering<'a> {
    pub(super) file: FileId,
    /// The original text.
    pub(super) text: &'a str,
    /// Where the text that hcl-edit saw starts in the original.
    pub(super) base: usize,
    /// The literals that hcl-edit did not see.
    pub(super) literals: &'a [Literal],
    /// The chains of operators that hcl-edit did not see, by place.
    pub(super) chains: &'a [Chain],
    /// Where the chain starts of which an operand is being lowered: a name there is its first operand.
    pub(super) chain: Option<usize>,
    /// How many operators of such chains enclose what is being lowered.
    pub(super) levels: usize,
    /// Spans of everything, when the text is a string of JSON.
    pub(super) fixed: Option<Span>,
    pub(super) names: &'a mut Names,
    /// The first thing hcl-edit let through although Terraform rejects it.
    pub(super) fault: Option<SyntaxError>,
}

impl<'a> Lowering<'a> {
    /// The contents of a body.
    pub(super) fn body(&mut self, body: &structure::Body) -> Body {
        let mut result = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    result.attributes.push(self.attribute(attribute));
                }
                Structure::Block(block) => result.blocks.push(self.block(block)),
            }
        }
        result
    }

    fn attribute(&mut self, attribute: &structure::Attribute) -> Attribute {
        let (name, name_span) = self.name(attribute.key.span());
        let value = self.expr(&attribute.value);
        let span = name_span.to(value.span);
        Attribute {
            name,
            name_span,
            value,
            span,
        }
    }

    fn block(&mut self, block: &structure::Block) -> Block {
        let (kind, kind_span) = self.name(block.ident.span());
        let labels: Vec<_> = block
            .labels
            .iter()
            .map(|label| match label {
                BlockLabel::Ident(name) => {
                    let (text, span) = self.name(name.span());
                    Label { text, span }
                }
                BlockLabel::String(string) => {
                    let range = self.literal(self.absolute(string.span())).range;
                    let inside = self.text(range.start + 1..range.end.saturating_sub(1));
                    let text = match unescape(inside) {
                        Ok(text) => self.names.get(&text),
                        Err(escape) => {
                            self.bad_escape(range.start + 1, &escape);
                            self.names.get(inside)
                        }
                    };
                    let span = self.span(range);
                    Label { text, span }
                }
            })
            .collect();
        let header = labels
            .last()
            .map_or(kind_span, |label| kind_span.to(label.span));
        let span = header.to(self.span(self.absolute(block.span())));
        let body = self.body(&block.body);
        Block {
            kind,
            labels,
            body,
            header,
            span,
        }
    }

    /// A name as the original has it.
    fn name(&mut self, span: Option<Range<usize>>) -> (Name, Span) {
        let range = self.absolute(span);
        let text = self.text(range.clone());
        (self.names.get(text), self.span(range))
    }

    /// The literal that stands in the original where hcl-edit saw a string.
    fn literal(&self, seen: Range<usize>) -> Literal {
        let known = self
            .literals
            .binary_search_by_key(&seen.start, |literal| literal.range.start)
            .ok()
            .and_then(|index| self.literals.get(index));
        known.cloned().unwrap_or_else(|| Literal {
            body: seen.start + 1..seen.end.saturating_sub(1),
            range: seen,
        })
    }

    /// A string or heredoc without interpolations.
    fn string(&mut self, seen: Range<usize>) -> Expr {
        let literal = self.literal(seen);
        let span = self.span(literal.range.clone());
        let body = self.text(literal.body.clone());
        let opening = self.text(literal.range.start..literal.body.start);
        if opening.starts_with("<<") {
            let text = plain(body, form_of_heredoc(opening));
            return Expr {
                kind: ExprKind::String(self.names.string(&text)),
                span,
            };
        }
        let text = match unescape(body) {
            Ok(text) => self.names.string(&text),
            Err(escape) => {
                self.bad_escape(literal.body.start, &escape);
                self.names.get(body)
            }
        };
        Expr {
            kind: ExprKind::String(text),
            span,
        }
    }

    /// A template of any form.
    pub(super) fn template<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        form: Form,
        span: Span,
    ) -> Expr {
        let mut pieces = Vec::new();
        self.pieces(elements, form, &mut pieces);
        assemble(pieces, form, span, self.names)
    }

    fn pieces<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        form: Form,
        pieces: &mut Vec<Piece>,
    ) {
        for element in elements {
            match element {
                Element::Literal(literal) => {
                    let range = self.absolute(literal.span());
                    self.text_pieces(range, form, pieces);
                }
                Element::Interpolation(interpolation) => {
                    let expr = self.expr(&interpolation.expr);
                    pieces.push(sequence(
                        interpolation.strip,
                        expr.span,
                        PieceKind::Interpolation(expr),
                    ));
                }
                Element::Directive(directive) => self.directive(directive, form, pieces),
            }
        }
    }

    fn directive(&mut self, directive: &Directive, form: Form, pieces: &mut Vec<Piece>) {
        match directive {
            Directive::If(directive) => {
                let condition = self.expr(&directive.if_expr.cond_expr);
                let span = condition.span;
                pieces.push(sequence(
                    directive.if_expr.strip,
                    span,
                    PieceKind::If(condition),
                ));
                self.pieces(directive.if_expr.template.iter(), form, pieces);
                if let Some(branch) = &directive.else_expr {
                    pieces.push(sequence(branch.strip, span, PieceKind::Else));
                    self.pieces(branch.template.iter(), form, pieces);
                }
                pieces.push(sequence(directive.endif_expr.strip, span, PieceKind::EndIf));
            }
            Directive::For(directive) => {
                let start = &directive.for_expr;
                let key = start.key_var.as_ref().map(|key| self.name(key.span()).0);
                let (value, _) = self.name(start.value_var.span());
                let collection = self.expr(&start.collection_expr);
                let span = collection.span;
                let kind = PieceKind::For {
                    key,
                    value,
                    collection,
                };
                pieces.push(sequence(start.strip, span, kind));
                self.pieces(start.template.iter(), form, pieces);
                pieces.push(sequence(
                    directive.endfor_expr.strip,
                    span,
                    PieceKind::EndFor,
                ));
            }
        }
    }

    /// Cuts text into the literals that Terraform sees: one, or one a line.
    fn text_pieces(&mut self, range: Range<usize>, form: Form, pieces: &mut Vec<Piece>) {
        let text = self.text(range.clone());
        if form == Form::Quoted {
            let resolved = match unescape(text) {
                Ok(text) => text.into_owned(),
                Err(escape) => {
                    self.bad_escape(range.start, &escape);
                    String::new()
                }
            };
            let span = self.span(range);
            pieces.push(literal_piece(resolved, span));
            return;
        }
        // Without an indent to compute, only the lines next to sequences must stand alone.
        let inner = match (text.find('\n'), text.trim_end_matches('\n').rfind('\n')) {
            (Some(first), Some(last)) if form == Form::Lines && first < last => first + 1..last + 1,
            _ => 0..0,
        };
        let mut start = 0;
        while start < text.len() {
            let end = if start == inner.start && !inner.is_empty() {
                inner.end
            } else {
                let rest = text.get(start..).unwrap_or_default();
                rest.find('\n')
                    .map_or(text.len(), |newline| start + newline + 1)
            };
            let piece = text.get(start..end).unwrap_or_default();
            let span = self.span(range.start + start..range.start + end);
            pieces.push(literal_piece(unmark(piece).into_owned(), span));
            start = end;
        }
    }

    fn bad_escape(&mut self, start: usize, escape: &Range<usize>) {
        let range = start + escape.start..start + escape.end;
        let text = self.text(range.clone());
        let message = match text {
            "\\u" | "\\U" => format!("`{text}` is not followed by the number of a character"),
            _ => format!("`{text}` is not an escape sequence"),
        };
        self.fault(range, message);
    }

    fn fault(&mut self, at: Range<usize>, message: impl Into<String>) {
        if self.fault.is_none() {
            self.fault = Some(SyntaxError::new(at, message));
        }
    }

    /// The place in the original of a place that hcl-edit gives.
    fn absolute(&self, span: Option<Range<usize>>) -> Range<usize> {
        let span = span.unwrap_or_default();
        self.base + span.start..self.base + span.end
    }

    /// The original text of a place.
    fn text(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.fixed.unwrap_or_else(|| span(self.file, range))
    }
}

/// A span of a byte range.
pub(super) fn span(file: FileId, range: Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(file, offset(range.start), offset(range.end))
}

fn form_of_heredoc(opening: &str) -> Form {
    if opening.starts_with("<<-") {
        Form::Flush
    } else {
        Form::Lines
    }
}

fn literal_piece(text: String, span: Span) -> Piece {
    Piece {
        kind: PieceKind::Text(text),
        span,
        trims_left: false,
        trims_right: false,
    }
}

fn sequence(strip: Strip, span: Span, kind: PieceKind) -> Piece {
    Piece {
        kind,
        span,
        trims_left: matches!(strip, Strip::Start | Strip::Both),
        trims_right: matches!(strip, Strip::End | Strip::Both),
    }
}
