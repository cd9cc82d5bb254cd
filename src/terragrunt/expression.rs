//! Expressions of Terragrunt as Terraform would write them: what its own names and functions stand for is put in their place.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    file::{Config, Files},
    tree::{attributes, text, unknown, with_parts},
};
use crate::{
    eval::Evaluation,
    span::Span,
    syntax::{Attribute, Block, Call, Expr, ExprKind, Item, Label, Name},
};

/// Expressions of one unit have no more parts than this, with all that they refer to.
const MOST_PARTS: usize = 100_000;

/// References are not followed further than this, be they in a circle.
const DEEPEST: usize = 48;

/// Names that are Terragrunt's, and of which some only a run gives a meaning.
const OF_RUNS: [&str; 5] = ["dependency", "feature", "unit", "stack", "values"];

/// A file, and what its functions speak of.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) config: Rc<Config>,
    /// The directory of the unit, or of the file that is read.
    pub(super) at: PathBuf,
    /// Whether a unit includes it.
    pub(super) is_included: bool,
}

/// One unit.
pub(super) struct Scope<'f, 's> {
    pub(super) files: &'f Files<'s>,
    /// Of nothing but functions.
    pub(super) evaluation: Evaluation<'f>,
    /// The directory of the unit.
    pub(super) original: PathBuf,
    /// Whether a stack puts it there.
    is_copy: bool,
    /// What a stack gives it.
    values: Option<Expr>,
    /// The files that it is merged of, its own first.
    pub(super) merged: RefCell<Vec<Place>>,
    /// The directories of the units whose outputs it reads, with the blocks that lead there.
    pub(super) needs: RefCell<BTreeMap<PathBuf, Span>>,
    /// The variables of the environment that it reads, with their defaults.
    pub(super) environment: RefCell<Vec<(Name, Expr)>>,
    parts: Cell<usize>,
    depth: Cell<usize>,
}

impl<'f, 's> Scope<'f, 's> {
    pub(super) fn new(files: &'f Files<'s>, original: &Path, values: Option<Expr>) -> Self {
        let root = files.root;
        Self {
            files,
            evaluation: Evaluation::new(&files.program, files.sources, root, &[]),
            original: original.to_path_buf(),
            is_copy: false,
            values,
            merged: RefCell::default(),
            needs: RefCell::default(),
            environment: RefCell::default(),
            parts: Cell::new(MOST_PARTS),
            depth: Cell::new(0),
        }
    }

    /// The same of a unit that a stack puts there.
    pub(super) fn of_copy(self, is_copy: bool) -> Self {
        Self { is_copy, ..self }
    }

    /// The file that an include names.
    pub(super) fn included(&self, block: &Block, place: &Place) -> Option<Place> {
        let path = self.read(&block.body.attribute("path")?.value, place);
        let config = self.files.get(&place.at.join(&*self.text(&path)?))?;
        Some(Place {
            config,
            at: place.at.clone(),
            is_included: true,
        })
    }

    /// An expression in the words of Terraform.
    pub(super) fn read(&self, expr: &Expr, place: &Place) -> Expr {
        let left = self.parts.get();
        if left == 0 {
            return unknown("limit", expr.span);
        }
        self.parts.set(left - 1);
        let mut labels = Vec::new();
        let root = root_of(expr, &mut labels);
        match &root.kind {
            ExprKind::Variable(name) if is_own(name) => self.named(root, &labels, place),
            ExprKind::Call(call) if &*call.name == "read_terragrunt_config" => {
                self.other(call, root.span, &labels, place)
            }
            _ if !labels.is_empty() => {
                let base = with_parts(expr, &|part| self.read(part, place));
                Expr {
                    span: expr.span,
                    ..base
                }
            }
            ExprKind::Call(call) => self.call(call, expr, place),
            // A name that a loop binds is not Terragrunt's in it.
            ExprKind::For(it) if it.key.iter().chain([&it.value]).any(|name| is_own(name)) => {
                unknown("for", expr.span)
            }
            _ => with_parts(expr, &|part| self.read(part, place)),
        }
    }

    /// What is put in whole, if that is not too much.
    pub(super) fn paid(&self, expr: &Expr) -> Expr {
        let left = self.parts.get().saturating_sub(parts_of(expr));
        self.parts.set(left);
        if left == 0 {
            return unknown("limit", expr.span);
        }
        expr.clone()
    }

    fn deeper(&self, span: Span, read: impl FnOnce() -> Expr) -> Expr {
        let depth = self.depth.get();
        if depth >= DEEPEST {
            return unknown("circle", span);
        }
        self.depth.set(depth + 1);
        let expr = read();
        self.depth.set(depth);
        expr
    }

    /// `local.x`, `include.root.locals.x`, `dependency.vpc.outputs.id`, with what is read of it.
    fn named(&self, root: &Expr, labels: &[Label], place: &Place) -> Expr {
        let ExprKind::Variable(name) = &root.kind else {
            return unknown("name", root.span);
        };
        let untold = || {
            let labels: Vec<_> = labels.iter().map(|it| &*it.text).collect();
            unknown(&format!("{name}.{}", labels.join(".")), root.span)
        };
        match (&**name, labels) {
            ("local", [local, rest @ ..]) => {
                let Some(value) = place.config.local(&local.text) else {
                    return untold();
                };
                self.deeper(root.span, || self.part(value, rest, place))
            }
            ("include", labels) => {
                let block = |name: Option<&str>| {
                    let mut blocks = place.config.blocks("include");
                    let block = blocks.find(|it| it.label(0).map(|it| &**it) == name)?;
                    self.included(block, place)
                };
                let found = match labels {
                    [first, rest @ ..] => match block(Some(&first.text)) {
                        Some(found) => Some((found, rest)),
                        None => block(None).map(|found| (found, labels)),
                    },
                    [] => None,
                };
                found.map_or_else(untold, |(found, rest)| {
                    self.deeper(root.span, || self.of_config(&found, root.span, rest))
                })
            }
            ("values", labels) => {
                let values = self.values.as_ref();
                let part = values.and_then(|values| part_of(values, labels));
                part.map_or_else(untold, |part| self.paid(part))
            }
            ("dependency", labels) => {
                let output = || self.output(labels, root.span, place).unwrap_or_else(untold);
                self.deeper(root.span, output)
            }
            _ => untold(),
        }
    }

    /// `read_terragrunt_config(path).locals.x`
    fn other(&self, call: &Call, span: Span, labels: &[Label], place: &Place) -> Expr {
        let path = call.arguments.first().map(|it| self.read(it, place));
        let path = path.and_then(|path| self.text(&path));
        let path = path.map(|path| place.at.join(&*path));
        let config = path.as_ref().and_then(|path| self.files.get(path));
        match (config, call.arguments.get(1)) {
            (Some(config), _) => {
                let found = Place {
                    at: config.directory.clone(),
                    config,
                    is_included: false,
                };
                self.deeper(span, || self.of_config(&found, span, labels))
            }
            // What is there and cannot be read is not what is given instead of what is not there.
            (None, Some(instead))
                if path.is_some_and(|it| !self.is_of_copy(&it) && self.is_missing(&it)) =>
            {
                self.deeper(span, || self.part(instead, labels, place))
            }
            _ => unknown("config", span),
        }
    }

    /// Whether a path leads to where a stack puts a copy: what lies there then is not there yet.
    pub(super) fn is_of_copy(&self, path: &Path) -> bool {
        self.is_copy
            && self
                .files
                .sources
                .absolute(path)
                .starts_with(&self.original)
    }

    fn is_missing(&self, path: &Path) -> bool {
        self.files.sources.exists(path) == Ok(false)
    }

    /// What is read of a file: its locals and inputs.
    fn of_config(&self, found: &Place, span: Span, labels: &[Label]) -> Expr {
        let item = |name: &str, value: Expr| Item {
            key: text(name, span),
            value,
        };
        match labels {
            [what, name, rest @ ..] if &*what.text == "locals" => {
                match found.config.local(&name.text) {
                    Some(value) => self.part(value, rest, found),
                    None => unknown(&format!("locals.{}", name.text), span),
                }
            }
            [what] if &*what.text == "locals" => {
                let locals = found.config.locals();
                let each = |it: &Attribute| item(&it.name, self.read(&it.value, found));
                Expr {
                    kind: ExprKind::Object(locals.map(each).collect()),
                    span,
                }
            }
            [what, rest @ ..] if &*what.text == "inputs" => {
                // Those that it includes itself are not merged here.
                match found.config.inputs() {
                    Some(inputs) if found.config.blocks("include").next().is_none() => {
                        self.part(inputs, rest, found)
                    }
                    _ => unknown("inputs", span),
                }
            }
            _ => unknown("config", span),
        }
    }

    /// A part of a value.
    fn part(&self, value: &Expr, labels: &[Label], place: &Place) -> Expr {
        let Some((first, rest)) = labels.split_first() else {
            return self.read(value, place);
        };
        match &value.kind {
            ExprKind::Parenthesis(inner) => self.part(inner, labels, place),
            ExprKind::Object(items) => {
                let mut found = items.iter().rev();
                match found.find(|it| it.key.literal() == Some(&first.text)) {
                    Some(item) => self.part(&item.value, rest, place),
                    None => attributes(self.read(value, place), labels),
                }
            }
            _ => {
                let mut own = Vec::new();
                let root = root_of(value, &mut own);
                let is_named = match &root.kind {
                    ExprKind::Variable(name) => is_own(name),
                    ExprKind::Call(call) => &*call.name == "read_terragrunt_config",
                    _ => false,
                };
                if is_named {
                    own.extend(labels.iter().cloned());
                    return self.read(&attributes(root.clone(), &own), place);
                }
                attributes(self.read(value, place), labels)
            }
        }
    }
}

/// Names that are Terragrunt's own, or that only it gives a meaning.
fn is_own(name: &str) -> bool {
    matches!(name, "local" | "include") || OF_RUNS.contains(&name)
}

/// What attributes are read of, and which.
fn root_of<'e>(expr: &'e Expr, labels: &mut Vec<Label>) -> &'e Expr {
    let mut root = expr;
    loop {
        match &root.kind {
            ExprKind::Attribute(base, label) => {
                labels.push(label.clone());
                root = base;
            }
            ExprKind::Index(base, key) => match key.literal() {
                Some(key_text) => {
                    labels.push(Label {
                        text: key_text.clone(),
                        span: key.span,
                    });
                    root = base;
                }
                None => break,
            },
            _ => break,
        }
    }
    labels.reverse();
    root
}

/// A part of what is in the words of Terraform already; none of what is not written out.
fn part_of<'e>(value: &'e Expr, labels: &[Label]) -> Option<&'e Expr> {
    let Some((first, rest)) = labels.split_first() else {
        return Some(value);
    };
    let ExprKind::Object(items) = &value.kind else {
        return None;
    };
    let mut found = items.iter().rev();
    let item = found.find(|it| it.key.literal() == Some(&first.text));
    part_of(&item?.value, rest)
}

/// How many expressions it is made of.
fn parts_of(expr: &Expr) -> usize {
    let mut parts = 1;
    expr.for_each_part(&mut |part| parts += parts_of(part));
    parts
}
