//! What a unit reads of others: the outputs of those that its `dependency` blocks lead to.

use std::path::{Path, PathBuf};

use super::{
    expression::{Place, Scope},
    tree::{attributes, text},
};
use crate::{
    eval::UNIT_OUTPUTS,
    span::Span,
    syntax::{Block, Expr, ExprKind, Label},
};

impl Scope<'_, '_> {
    /// `dependency.vpc.outputs.id`: that output of the unit that the block leads to. What stands in `mock_outputs` only fills the
    /// place of outputs that are not there yet, and says nothing of what they will be.
    pub(super) fn output(&self, labels: &[Label], span: Span, place: &Place) -> Option<Expr> {
        let [name, outputs, rest @ ..] = labels else {
            return None;
        };
        if &*outputs.text != "outputs" {
            return None;
        }
        let (directory, header) = self.led_to(&name.text, place)?;
        let end = rest.last().unwrap_or(outputs).span;
        let span = Span::new(span.file, span.start, end.end);
        let key = text(&directory.to_string_lossy(), span);
        let name = Expr {
            kind: ExprKind::Variable(UNIT_OUTPUTS.into()),
            span,
        };
        let of_unit = Expr {
            kind: ExprKind::Index(Box::new(name), Box::new(key)),
            span,
        };
        self.needs.borrow_mut().entry(directory).or_insert(header);
        Some(attributes(of_unit, rest))
    }

    /// The directory of the unit that a block leads to, and its header: a block of the same file, else of those that the unit is merged
    /// of.
    fn led_to(&self, name: &str, place: &Place) -> Option<(PathBuf, Span)> {
        let merged = self.merged.borrow();
        let mut places = std::iter::once(place).chain(merged.iter());
        let (block, of) = places.find_map(|place| {
            let mut blocks = place.config.blocks("dependency");
            let block = blocks.find(|it| it.label(0).is_some_and(|it| &**it == name))?;
            Some((block, place))
        })?;
        if !is_read(block) {
            return None;
        }
        let path = self.read(&block.body.attribute("config_path")?.value, of);
        let path = of.at.join(&*self.text(&path)?);
        let is_file = path
            .extension()
            .is_some_and(|it| it == "hcl" || it == "json");
        let directory = if is_file { path.parent()? } else { &path };
        Some((self.absolute(directory), block.header))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.files.sources.absolute(path)
    }
}

/// Whether the outputs of a dependency are read at all.
fn is_read(block: &Block) -> bool {
    let says = |argument: &str, wanted: bool| {
        let attribute = block.body.attribute(argument);
        attribute.is_none_or(|it| matches!(it.value.kind, ExprKind::Bool(said) if said == wanted))
    };
    says("enabled", true) && says("skip_outputs", false)
}
