//! Files that a unit generates beside those of the module that it runs.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::expression::{Place, Scope};
use crate::{
    module::is_override,
    source::{SourceFile, is_configuration},
    syntax::{self, Block, Expr, ExprKind, Name, Part},
};

/// Why a unit is left out of which it is not known what it generates.
const MAY_ADD: &str = "it generates files that may add to the module";

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
        let (mut seen, mut taken, mut files) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for place in places {
            if place.config.maps_files() {
                return Err(MAY_ADD);
            }
            for block in place.config.blocks("generate") {
                if seen.insert(block.label(0)) {
                    files.extend(self.generated_by(block, place, (&own, &mut taken))?);
                }
            }
        }
        Ok(files)
    }

    fn generated_by(
        &self,
        block: &Block,
        place: &Place,
        (own, taken): (&BTreeSet<PathBuf>, &mut BTreeSet<String>),
    ) -> Result<Option<Arc<SourceFile>>, &'static str> {
        let argument = |name: &str| block.body.attribute(name).map(|it| &it.value);
        let text = |expr: &Expr| self.text(&self.read(expr, place));
        match argument("disable").map(|it| &it.kind) {
            None | Some(ExprKind::Bool(false)) => {}
            Some(ExprKind::Bool(true)) if argument("if_disabled").is_none() => return Ok(None),
            Some(_) => return Err(MAY_ADD),
        }
        let path = argument("path").and_then(text).ok_or(MAY_ADD)?;
        let name = path.strip_prefix("./").unwrap_or(&path);
        if !taken.insert(name.to_owned()) {
            return Err(MAY_ADD);
        }
        if own
            .iter()
            .any(|it| it.file_name() == Some(OsStr::new(name)))
        {
            let skips = argument("if_exists").and_then(text);
            return if skips.is_some_and(|it| &*it == "skip") {
                Ok(None)
            } else {
                Err("it generates files that may replace some of the module")
            };
        }
        if !is_configuration(Path::new(name)) {
            return Ok(None);
        }
        // In another directory, in JSON, to override or with values: all of that has rules of its own.
        let is_plain = Path::new(name).extension().is_some_and(|it| it == "tf");
        if name.contains('/') || !is_plain || is_override(Path::new(name)) {
            return Err(MAY_ADD);
        }
        let contents = argument("contents").ok_or(MAY_ADD)?;
        let sources = self.files.sources;
        let whole = self.read_whole(contents, place);
        let is_written = whole.is_some();
        let file = if let Some(file) = whole {
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
        // What is found in a text that is nowhere cannot be shown: only what builds nothing is taken from one.
        let builds = |block: &Block| match &*block.kind {
            "module" => true,
            "terraform" | "provider" | "variable" | "locals" => false,
            _ => !is_written,
        };
        if parsed.body.blocks.iter().any(builds) || !parsed.problems.is_empty() {
            return Err(MAY_ADD);
        }
        let is_backend = |block: &Block| {
            let inner = &block.body.blocks;
            &*block.kind == "terraform" && inner.iter().all(|it| &*it.kind == "backend")
        };
        Ok((!parsed.body.blocks.iter().all(is_backend)).then_some(file))
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
    let mut is_quoted = false;
    parts.iter().any(|part| match part {
        Part::Literal(text, _) => {
            let (before, last) = text
                .rsplit_once('\n')
                .map_or((None, &**text), |it| (Some(it.0), it.1));
            is_quoted &= before.is_none();
            is_quoted ^= last.matches('"').count() % 2 == 1;
            declares(text)
        }
        // Between quotation marks it is a part of a text, elsewhere it may be anything.
        Part::Interpolation(_) => !is_quoted,
        Part::If(..) | Part::For(_) => true,
    })
}

/// Whether a text has a block that adds to a module.
fn declares(text: &str) -> bool {
    const KINDS: [&str; 6] = ["resource", "data", "module", "locals", "variable", "output"];
    let mut words = text.split_whitespace();
    words.any(|word| KINDS.contains(&word.trim_end_matches(['{', '"'])))
}
