//! What stands at a byte of a file.

use super::{Attribute, Block, Body, Expr, Label};

/// What stands at a byte.
#[derive(Debug)]
pub struct Spot<'t> {
    /// The blocks around it, outermost first.
    pub blocks: Vec<&'t Block>,
    /// The attribute it is in.
    pub attribute: Option<&'t Attribute>,
    /// The expressions around it, from the attribute's value to the innermost; none on the attribute's name.
    pub expressions: Vec<&'t Expr>,
}

impl Body {
    /// What stands at a byte.
    #[must_use]
    pub fn spot(&self, byte: u32) -> Spot<'_> {
        let mut spot = Spot {
            blocks: Vec::new(),
            attribute: None,
            expressions: Vec::new(),
        };
        let mut body = self;
        let inside = |span: crate::span::Span| span.start <= byte && byte <= span.end;
        while let Some(block) = body.blocks.iter().find(|it| inside(it.span)) {
            spot.blocks.push(block);
            body = &block.body;
        }
        let mut attributes = body.attributes.iter();
        spot.attribute = attributes.find(|it| inside(it.span));
        let value = spot.attribute.map(|it| &it.value);
        let mut at = value.filter(|it| inside(it.span));
        while let Some(expr) = at {
            spot.expressions.push(expr);
            let mut inner: Option<&Expr> = None;
            expr.each_part(&mut |part| {
                let length = |it: &Expr| it.span.end - it.span.start;
                // What a splat does with each element covers the collection too. Of two that meet, the one behind is meant.
                if inside(part.span) && inner.is_none_or(|it| length(part) <= length(it)) {
                    inner = Some(part);
                }
            });
            at = inner;
        }
        spot
    }
}

impl Spot<'_> {
    /// The label of the innermost block at a byte.
    #[must_use]
    pub fn label(&self, byte: u32) -> Option<&Label> {
        let block = self.blocks.last().filter(|_| self.attribute.is_none())?;
        let mut labels = block.labels.iter();
        labels.find(|it| it.span.start <= byte && byte <= it.span.end)
    }

    /// Whether a byte is in the header of the innermost block.
    #[must_use]
    pub fn is_header(&self, byte: u32) -> bool {
        let header = self.blocks.last().map(|it| it.header);
        self.attribute.is_none() && header.is_some_and(|it| it.start <= byte && byte <= it.end)
    }
}
