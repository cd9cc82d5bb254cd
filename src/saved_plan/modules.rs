//! Modules whose text is out of reach, made of what the plan has kept of them.

use std::{path::Path, sync::Arc};

use super::{
    Configured, SavedPlan,
    expressions::{Texts, attribute},
    of_program::mode,
};
use crate::{
    module::{
        Call, Module, ModuleId, Program, Resource, ResourceName, Target, Unfollowed, Variable,
    },
    span::{FileId, Span},
    syntax::{Attribute, Block, Body, Expr, ExprKind, Name},
};

impl SavedPlan {
    /// A program of the plan alone.
    #[must_use]
    pub fn program(&self, directory: &Path) -> Program {
        let mut program = Program::default();
        let root = self.module(&self.configuration, &self.name, self.file);
        let root = Module {
            directory: directory.to_path_buf(),
            place: directory.to_path_buf(),
            bundled: false,
            runs: true,
            ..root
        };
        let root = program.add_root(root);
        self.install(&mut program, root, "", &self.configuration, self.file);
        program
    }

    /// Adds to a root the modules that its calls cannot be followed to. What they make is shown at the calls.
    pub fn follow(&self, program: &mut Program, root: ModuleId, file: FileId) {
        let mut open: Vec<(ModuleId, String, &Configured)> =
            vec![(root, String::new(), &self.configuration)];
        while let Some((id, path, configured)) = open.pop() {
            let calls: Vec<(Name, Target)> = (program.module(id).calls.values())
                .map(|call| (call.name.clone(), call.target))
                .collect();
            for (name, target) in calls {
                let Some(call) = configured.calls.get(&name) else {
                    continue;
                };
                let path = path_of(&path, &name);
                let installed = program.module(root).installed.get(&path).copied();
                match (target, installed) {
                    (Target::Local(id), _)
                    | (Target::Fork(_) | Target::Unfollowed(_), Some(id)) => {
                        open.push((id, path, &call.module));
                    }
                    // What is taken for a fork may be otherwise.
                    (Target::Fork(_) | Target::Unfollowed(_), None) => {
                        let module = self.module(&call.module, &path, file);
                        program.install(root, path.clone(), module);
                        self.install(program, root, &path, &call.module, file);
                    }
                    (Target::Known(_) | Target::Cycle, _) => {}
                }
            }
        }
    }

    /// Adds the modules that a module of the plan calls.
    fn install(
        &self,
        program: &mut Program,
        root: ModuleId,
        path: &str,
        configured: &Configured,
        file: FileId,
    ) {
        for (name, call) in &configured.calls {
            let path = path_of(path, name);
            let module = self.module(&call.module, &path, file);
            program.install(root, path.clone(), module);
            self.install(program, root, &path, &call.module, file);
        }
    }

    fn module(&self, configured: &Configured, name: &str, file: FileId) -> Module {
        let mut module = Module::made(name);
        let nowhere = Span::new(file, 0, 0);
        let texts = Texts::of(&self.text, configured);
        for (name, is_sensitive) in &configured.variables {
            let variable = Variable {
                name: name.clone(),
                ty: None,
                default: None,
                nullable: true,
                sensitive: *is_sensitive,
                ephemeral: false,
                header: nowhere,
            };
            module.variables.insert(name.clone(), variable);
        }
        for resource in configured.resources.values() {
            let name = ResourceName {
                mode: mode(resource.is_data),
                ty: resource.ty.clone(),
                name: resource.name.clone(),
            };
            let header = resource.place.span(file);
            let mut body = texts.arguments(resource.expressions, header);
            body.extend(texts.own(resource.repeated, &resource.depends_on, header));
            let resource = Resource {
                name: name.clone(),
                block: block("resource", header, body),
            };
            module.resources.insert(name, resource);
        }
        for (name, call) in &configured.calls {
            let mut body = texts.arguments(call.expressions, nowhere);
            body.extend(texts.own(call.repeated, &call.depends_on, nowhere));
            let call = Call {
                early: [None, None],
                inputs: None,
                name: name.clone(),
                block: block("module", nowhere, body),
                target: Target::Unfollowed(Unfollowed::NotOnDisk),
            };
            module.calls.insert(name.clone(), call);
        }
        for (name, output) in &configured.outputs {
            let mut body = Vec::new();
            body.extend(
                output
                    .expression
                    .map(|it| texts.argument("value", it, nowhere)),
            );
            if output.is_sensitive {
                let hides = Expr {
                    kind: ExprKind::Bool(true),
                    span: nowhere,
                };
                body.push(attribute("sensitive", hides));
            }
            let block = block("output", nowhere, body);
            module.outputs.insert(name.clone(), block);
        }
        module.files.push(file);
        module
    }
}

/// The key of a call among what is installed.
fn path_of(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}.{name}")
    }
}

/// A block.
fn block(kind: &str, header: Span, attributes: Vec<Attribute>) -> Arc<Block> {
    Arc::new(Block {
        kind: kind.into(),
        labels: Vec::new(),
        body: Body {
            attributes,
            blocks: Vec::new(),
        },
        header,
        span: header,
    })
}
