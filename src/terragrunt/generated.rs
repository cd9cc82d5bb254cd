//! Files that a unit generates beside those of the module that it runs.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::expression::{Place, Scope};
use crate::{
    source::SourceFile,
    syntax::{self, Block, Expr, ExprKind, Name, Part},
};

/// Why a unit is left out of which it is not known what it generates.
pub(super) const MAY_ADD: &str = "it generates files that may add to the module";

impl Scope<'_, '_> {
    /// The Terraform files that a unit generates beside a module, which is merged of some files: a block of one name counts once.
    ///
    /// # Errors
    ///
    /// Why it is not known what the module is with them.
    pub(super) fn generated(
        &self,
        places: &[Place],
        module: &Path,
    ) -> Result<Vec<Arc<SourceFile>>, &'static str> {
        let own: BTreeSet<PathBuf> = self.files.sources.directory(module).into_iter().collect();
        let (mut seen, mut files) = (BTreeSet::new(), Vec::new());
        for place in places {
            if place.config.maps_files() {
                return Err(MAY_ADD);
            }
            for block in place.config.blocks("generate") {
                if seen.insert(block.label(0)) {
                    files.extend(self.generated_by(block, place, &own)?);
                }
            }
        }
        Ok(files)
    }

    fn generated_by(
        &self,
        block: &Block,
        place: &Place,
        own: &BTreeSet<PathBuf>,
    ) -> Result<Option<Arc<SourceFile>>, &'static str> {
        let argument = |name: &str| block.body.attribute(name).map(|it| &it.value);
        let text = |expr: &Expr| self.text(&self.read(expr, place));
        match argument("disable").map(|it| &it.kind) {
            None | Some(ExprKind::Bool(false)) => {}
            Some(ExprKind::Bool(true)) => return Ok(None),
            Some(_) => return Err(MAY_ADD),
        }
        let path = argument("path").and_then(text).ok_or(MAY_ADD)?;
        let name = Path::new(&*path);
        let of_module = |it: &PathBuf| it.file_name() == Some(name.as_os_str());
        if own.iter().any(of_module) {
            let skips = argument("if_exists").and_then(text);
            return if skips.is_some_and(|it| &*it == "skip") {
                Ok(None)
            } else {
                Err("it generates files that may replace some of the module")
            };
        }
        if !path.ends_with(".tf") || path.contains('/') {
            let is_idle = !path.ends_with(".json") && !path.contains(".tfvars");
            return if is_idle && !path.ends_with(".tofu") {
                Ok(None)
            } else {
                Err(MAY_ADD)
            };
        }
        let contents = argument("contents").ok_or(MAY_ADD)?;
        let sources = self.files.sources;
        let file = if let Some(file) = self.read_whole(contents, place) {
            sources.read(&file).map_err(|_| MAY_ADD)?
        } else if let Some(text) = text(contents) {
            let name = sources.name(&place.at.join(name));
            sources.scratch(&name, text)
        } else if adds_declarations(contents) {
            return Err(MAY_ADD);
        } else {
            return Ok(None);
        };
        let parsed = syntax::parse_native(file.id, &file.text);
        let calls = parsed.body.blocks("module").next().is_some();
        if calls || !parsed.problems.is_empty() {
            return Err(MAY_ADD);
        }
        Ok(Some(file))
    }

    /// The file whose text an expression is, if it is that and no more: what is found in it is found there.
    fn read_whole(&self, expr: &Expr, place: &Place) -> Option<PathBuf> {
        match self.read(expr, place).kind {
            ExprKind::Call(call) if &*call.name == "file" => {
                let path: Name = self.text(call.arguments.first()?)?;
                Some(PathBuf::from(&*path))
            }
            _ => None,
        }
    }
}

/// Whether a file that is generated may be about more than providers and backends.
fn adds_declarations(contents: &Expr) -> bool {
    let parts = match &contents.kind {
        ExprKind::String(text) => return declares(text),
        ExprKind::Template(parts) => parts,
        _ => return true,
    };
    parts.iter().any(|part| match part {
        Part::Literal(text, _) => declares(text),
        Part::Interpolation(expr) => !matches!(expr.kind, ExprKind::Attribute(..)),
        Part::If(..) | Part::For(_) => true,
    })
}

/// Whether a text has a block that adds to a module.
fn declares(text: &str) -> bool {
    const KINDS: [&str; 6] = ["resource", "data", "module", "locals", "variable", "output"];
    let mut words = text.split_whitespace();
    words.any(|word| KINDS.contains(&word.trim_end_matches(['{', '"'])))
}
