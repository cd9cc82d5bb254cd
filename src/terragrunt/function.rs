//! Terragrunt's own functions: those that tell where files are, and those that read them.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    expression::{Place, Scope},
    tree::{called, text, unknown},
};
use crate::{
    eval::{UNIT_ENVIRONMENT, UNIT_OUTPUTS},
    source::{Sources, UNIT, Unreadable, relative},
    span::Span,
    syntax::{Call, Expr, ExprKind, Name},
};

/// Functions that read a file by its path.
const OF_FILES: [&str; 8] = [
    "file",
    "filebase64",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "templatefile",
];

/// Functions of Terragrunt whose results only a run has.
const RUN: [&str; 13] = [
    "constraint_check",
    "get_aws_account_alias",
    "get_aws_account_id",
    "get_aws_caller_identity_arn",
    "get_aws_caller_identity_user_id",
    "get_default_retryable_errors",
    "get_platform",
    "get_terraform_cli_args",
    "get_terraform_command",
    "get_working_dir",
    "mark_as_read",
    "run_cmd",
    "sops_decrypt_file",
];

/// Whether an expression whose locals are put in names something still: what a loop around it binds.
fn is_of_loop(expr: &Expr) -> bool {
    let mut is_one = matches!(&expr.kind, ExprKind::Variable(name) if !BOUND.contains(&&**name));
    expr.for_each_part(&mut |part| is_one |= is_of_loop(part));
    is_one
}

/// What is bound around all of a unit's inputs.
const BOUND: [&str; 2] = [UNIT_ENVIRONMENT, UNIT_OUTPUTS];

impl Scope<'_, '_> {
    pub(super) fn call(&self, call: &Call, expr: &Expr, place: &Place) -> Expr {
        let span = expr.span;
        let arguments: Vec<Expr> = call
            .arguments
            .iter()
            .map(|it| self.read(it, place))
            .collect();
        let literal = |index: usize| arguments.get(index).and_then(|it| self.text(it));
        let path = |path: &Path| text(&path.to_string_lossy(), span);
        let untold = || unknown(&format!("{}()", call.name), span);
        match &*call.name {
            "find_in_parent_folders" => {
                let name = match (arguments.first(), literal(0)) {
                    (Some(_), None) => return untold(),
                    (_, name) => name,
                };
                let found = find_above(self.files.sources, &place.at, name.as_deref());
                match (found, arguments.get(1)) {
                    (Some(found), _) => path(&found),
                    // It may lie above the project.
                    (None, _) => untold(),
                }
            }
            "get_terragrunt_dir" => path(&place.at),
            "get_original_terragrunt_dir" => path(&self.original),
            "get_parent_terragrunt_dir" => match self.parent(literal(0).as_ref(), place) {
                Some(parent) => path(&parent),
                None => untold(),
            },
            "path_relative_to_include" | "path_relative_from_include" => {
                let Some(parent) = self.parent(literal(0).as_ref(), place) else {
                    return untold();
                };
                let is_to = &*call.name == "path_relative_to_include";
                text(
                    &if is_to {
                        relative(&parent, &place.at)
                    } else {
                        relative(&place.at, &parent)
                    },
                    span,
                )
            }
            "get_repo_root" | "get_path_from_repo_root" | "get_path_to_repo_root" => {
                let Some(root) = self.repository(&place.at) else {
                    return untold();
                };
                match &*call.name {
                    "get_repo_root" => path(&root),
                    "get_path_from_repo_root" => text(&relative(&root, &place.at), span),
                    _ => text(&relative(&place.at, &root), span),
                }
            }
            "get_env" => match (literal(0), arguments.as_slice()) {
                (Some(name), [_, default]) if !is_of_loop(default) => {
                    self.of_environment(name, default, span)
                }
                _ => untold(),
            },
            "read_tfvars_file" => {
                let file = literal(0).map(|it| place.at.join(&*it));
                let values = file.and_then(|it| self.files.values(&it, span));
                let encoded =
                    |values: Rc<Expr>| called("jsonencode", vec![self.paid(&values)], span);
                values.map_or_else(untold, encoded)
            }
            name if RUN.contains(&name) || name.starts_with("get_terraform_") => untold(),
            name if OF_FILES.contains(&name) => match literal(0) {
                Some(file) if self.is_of_copy(&place.config.directory.join(&*file)) => untold(),
                Some(file) => {
                    let mut arguments = arguments.clone();
                    if let Some(first) = arguments.first_mut() {
                        *first = path(&place.config.directory.join(&*file));
                    }
                    Expr {
                        kind: ExprKind::Call(Call {
                            arguments,
                            ..call.clone()
                        }),
                        span,
                    }
                }
                None => untold(),
            },
            _ => Expr {
                kind: ExprKind::Call(Call {
                    arguments,
                    ..call.clone()
                }),
                span,
            },
        }
    }

    /// A variable of the environment that has a default: which counts, as that of an input variable does, as long as nobody gives another.
    fn of_environment(&self, name: Name, default: &Expr, span: Span) -> Expr {
        let mut all = self.environment.borrow_mut();
        let index = ExprKind::Number(all.len().to_string().into());
        all.push((name, default.clone()));
        let environment = ExprKind::Variable(UNIT_ENVIRONMENT.into());
        let [environment, index] = [environment, index].map(|kind| Expr { kind, span });
        Expr {
            kind: ExprKind::Index(Box::new(environment), Box::new(index)),
            span,
        }
    }

    /// The directory of the file that is included: by its own name, or the only one.
    fn parent(&self, name: Option<&Name>, place: &Place) -> Option<PathBuf> {
        if place.is_included {
            return Some(place.config.directory.clone());
        }
        let mut blocks = place.config.blocks("include");
        let block = match name {
            Some(name) => blocks.find(|it| it.label(0) == Some(name))?,
            None => match (blocks.next(), blocks.next()) {
                (Some(only), None) => only,
                (None, _) => return Some(place.at.clone()),
                _ => return None,
            },
        };
        Some(self.included(block, place)?.config.directory.clone())
    }

    /// The nearest directory with `.git`.
    fn repository(&self, directory: &Path) -> Option<PathBuf> {
        let mut above = directory.ancestors();
        let outside = |path: &Path| is_outside(self.files.sources, path);
        let is_one = |path: &Path| {
            let git = path.join(".git");
            self.files.sources.is_directory(&git) || self.files.sources.exists(&git) == Ok(true)
        };
        let found = above.find(|path| outside(path) || is_one(path))?;
        (!outside(found)).then(|| found.to_path_buf())
    }
}

/// Whether a path lies outside the project. One where a stack puts its units may not be there yet.
fn is_outside(sources: &Sources, path: &Path) -> bool {
    sources.identity(path) == Err(Unreadable::OutsideProject)
}

/// The nearest file of that name above a directory.
fn find_above(sources: &Sources, directory: &Path, name: Option<&str>) -> Option<PathBuf> {
    let above = directory.ancestors().skip(1);
    let mut inside = above.take_while(|path| !is_outside(sources, path));
    inside.find_map(|path| {
        let file = path.join(name.unwrap_or(UNIT));
        let is_there = sources.exists(&file) == Ok(true) || sources.is_directory(&file);
        is_there.then_some(file)
    })
}
