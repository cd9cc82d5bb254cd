//! What something hidden is made of: from each hidden expression back through variables, locals, outputs and calls.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    called::Called,
    literals,
    names::is_called_secret,
    secrets::{each_hidden, each_hidden_in, within, within_value},
};
use crate::{
    module::{Mode, Module, ModuleId, Program, ResourceName, Target},
    span::Span,
    syntax::{Block, Body, Expr, ExprKind, Name},
};

/// Something in a module that has a value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Named {
    Variable(Name),
    Local(Name),
    Output(Name),
    /// An argument of a resource or data source.
    Argument(ResourceName, Name),
}

/// All that hidden values come from.
#[derive(Default, Debug)]
pub(super) struct Feeds {
    found: BTreeSet<(ModuleId, Named)>,
    called: Called,
    /// The variables of root modules, and those of them that are hidden.
    of_roots: BTreeSet<Name>,
    hidden_of_roots: BTreeSet<Name>,
    /// What calls of a name in a module may lead to.
    targets: BTreeMap<(ModuleId, Name), BTreeSet<ModuleId>>,
}

/// A search in its course.
struct Search<'p> {
    program: &'p Program,
    called: &'p Called,
    feeds: Feeds,
    /// The calls that may lead to a module.
    callers: BTreeMap<ModuleId, Vec<(ModuleId, Name)>>,
    /// Found, and not looked into yet.
    open: Vec<(ModuleId, Named)>,
}

impl Feeds {
    pub(super) fn of(program: &Program) -> Self {
        let called = Called::in_program(program);
        let mut search = Search {
            program,
            called: &called,
            feeds: Self::default(),
            callers: BTreeMap::new(),
            open: Vec::new(),
        };
        search.feeds.targets = targets(program);
        for (call, targets) in &search.feeds.targets {
            for target in targets {
                search
                    .callers
                    .entry(*target)
                    .or_default()
                    .push(call.clone());
            }
        }
        for module in program.modules() {
            search.begin(module);
        }
        while let Some((module, named)) = search.open.pop() {
            search.follow(module, &named);
        }
        let mut feeds = search.feeds;
        feeds.called = called;
        for root in &program.roots {
            let variables = program.module(*root).variables.keys();
            for name in variables.cloned() {
                if feeds.has(*root, Named::Variable(name.clone())) {
                    feeds.hidden_of_roots.insert(name.clone());
                }
                feeds.of_roots.insert(name);
            }
        }
        feeds
    }

    /// Whether a variable file must not show the value it has for a variable: one that no root declares may be anybody's.
    pub(super) fn hides_value_of(&self, name: &Name) -> bool {
        !self.of_roots.contains(name) || self.hidden_of_roots.contains(name)
    }

    /// Whether anything at all is hidden.
    pub(super) fn hides_anything(&self) -> bool {
        !self.found.is_empty() || !self.hidden_of_roots.is_empty()
    }

    /// The places of all literals that are hidden in a file of some modules.
    pub(super) fn hidden_in(&self, body: &Body, modules: &BTreeSet<ModuleId>) -> Vec<Span> {
        let mut spans = Vec::new();
        for block in &body.blocks {
            self.in_block(block, modules, &mut spans);
        }
        spans
    }

    fn in_block(&self, block: &Block, modules: &BTreeSet<ModuleId>, spans: &mut Vec<Span>) {
        let has = |named: fn(Name) -> Named, name: Option<&Name>| {
            let all = name
                .into_iter()
                .flat_map(|name| modules.iter().map(move |it| (it, name)));
            all.into_iter()
                .any(|(module, name)| self.has(*module, named(name.clone())))
        };
        let refers = |root: &str, name: &Name| {
            let mut modules = modules.iter();
            modules.any(|it| self.called.has(*it, root, name))
        };
        let mut hide = |value: &Expr| literals::of(value, spans);
        let mut named = |body: &Body, is_hidden: &dyn Fn(&Name) -> bool| {
            let attributes = body.attributes.iter().filter(|it| is_hidden(&it.name));
            attributes.for_each(|it| within(body, &it.value, &mut hide));
        };
        let label = block.label(0);
        match &*block.kind {
            "variable" if block.body.hides_value() || has(Named::Variable, label) => {
                named(&block.body, &|name| &**name == "default");
            }
            "output" if block.body.hides_value() || has(Named::Output, label) => {
                named(&block.body, &|name| &**name == "value");
            }
            "locals" => {
                for local in &block.body.attributes {
                    if has(Named::Local, Some(&local.name)) {
                        within_value(&local.value, &local.value, &mut hide);
                    }
                    each_hidden_in(&local.name, &local.value, &refers, &mut hide);
                }
                return;
            }
            "module" => named(&block.body, &|name| {
                let calls = label
                    .into_iter()
                    .flat_map(|label| modules.iter().map(move |it| (it, label)));
                let mut targets = calls.flat_map(|(module, label)| self.targets_of(*module, label));
                targets.any(|target| self.has(target, Named::Variable(name.clone())))
            }),
            "resource" | "data" => {
                let mode = if &*block.kind == "data" {
                    Mode::Data
                } else {
                    Mode::Managed
                };
                if let Some((ty, name)) = label.zip(block.label(1)) {
                    let resource = named_resource(mode, ty, name);
                    named(&block.body, &|argument| {
                        let argument = Named::Argument(resource.clone(), argument.clone());
                        modules.iter().any(|it| self.has(*it, argument.clone()))
                    });
                }
            }
            _ => {}
        }
        each_hidden(block, &refers, &mut hide);
    }

    fn targets_of(&self, module: ModuleId, call: &Name) -> impl Iterator<Item = ModuleId> {
        let targets = self.targets.get(&(module, call.clone()));
        targets.into_iter().flatten().copied()
    }

    fn has(&self, module: ModuleId, named: Named) -> bool {
        self.found.contains(&(module, named))
    }
}

impl Search<'_> {
    /// What is hidden for itself.
    fn begin(&mut self, module: &Module) {
        for variable in module.variables.values() {
            let is_marked = variable.sensitive || variable.ephemeral;
            if is_marked || is_called_secret(&variable.name) {
                self.add(module.id, Named::Variable(variable.name.clone()));
            }
        }
        for (name, output) in &module.outputs {
            if output.body.hides_value() || is_called_secret(name) {
                self.add(module.id, Named::Output(name.clone()));
            }
        }
        let called = self.called;
        let refers = |root: &str, name: &Name| called.has(module.id, root, name);
        for local in module.locals.values() {
            each_hidden_in(&local.name, &local.value, &refers, &mut |value| {
                self.hide(module.id, value);
            });
        }
        let resources = module.resources.values().map(|it| &it.block);
        let calls = module.calls.values().map(|it| &it.block);
        let blocks = resources.chain(calls).chain(module.outputs.values());
        for block in blocks.chain(&module.providers) {
            each_hidden(block, &refers, &mut |value| self.hide(module.id, value));
        }
    }

    /// Everything that is referred to in a hidden expression is hidden too.
    fn hide(&mut self, module: ModuleId, expr: &Expr) {
        if let ExprKind::Attribute(base, label) = &expr.kind {
            match &base.kind {
                ExprKind::Variable(root) if &**root == "var" => {
                    self.add(module, Named::Variable(label.text.clone()));
                }
                ExprKind::Variable(root) if &**root == "local" => {
                    self.add(module, Named::Local(label.text.clone()));
                }
                _ => {
                    if let Some(resource) = resource(base) {
                        let mut arguments = vec![label.text.clone()];
                        // What is put into it comes out of it.
                        arguments
                            .extend((&*resource.ty == "terraform_data").then(|| "input".into()));
                        for argument in arguments {
                            self.add(module, Named::Argument(resource.clone(), argument));
                        }
                    } else if let Some(call) = called(base) {
                        let targets: Vec<_> = self.feeds.targets_of(module, call).collect();
                        for target in targets {
                            self.add(target, Named::Output(label.text.clone()));
                        }
                    }
                }
            }
        }
        expr.for_each_part(&mut |part| self.hide(module, part));
    }

    fn add(&mut self, module: ModuleId, named: Named) {
        let found = (module, named);
        if !self.feeds.found.contains(&found) {
            self.feeds.found.insert(found.clone());
            self.open.push(found);
        }
    }

    /// Looks into what was found: where its value is written.
    fn follow(&mut self, id: ModuleId, named: &Named) {
        let program = self.program;
        let module = program.module(id);
        match named {
            Named::Local(name) => {
                if let Some(local) = module.locals.get(name) {
                    within_value(&local.value, &local.value, &mut |value| {
                        self.hide(id, value);
                    });
                }
            }
            Named::Output(name) => {
                let output = module.outputs.get(name);
                if let Some(value) = output.and_then(|it| it.body.attribute("value")) {
                    self.hide(id, &value.value);
                }
            }
            Named::Argument(resource, argument) => {
                let body = module.resources.get(resource).map(|it| &it.block.body);
                let value = body.and_then(|it| it.attribute(argument));
                if let Some((body, value)) = body.zip(value) {
                    within(body, &value.value, &mut |value| self.hide(id, value));
                }
            }
            Named::Variable(name) => {
                for (caller, call) in self.callers.get(&id).cloned().unwrap_or_default() {
                    let call = program.module(caller).calls.get(&call);
                    let body = call.map(|it| &it.block.body);
                    if let Some((body, argument)) = body.zip(body.and_then(|it| it.attribute(name)))
                    {
                        within(body, &argument.value, &mut |value| self.hide(caller, value));
                    }
                }
            }
        }
    }
}

/// What the calls of all modules may lead to. What is installed for some root counts for every call of its name.
fn targets(program: &Program) -> BTreeMap<(ModuleId, Name), BTreeSet<ModuleId>> {
    let mut installed: BTreeMap<&str, BTreeSet<ModuleId>> = BTreeMap::new();
    for (path, id) in program.modules().iter().flat_map(|root| &root.installed) {
        let name = path.rsplit('.').next().unwrap_or(path);
        installed.entry(name).or_default().insert(*id);
    }
    let mut targets: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for module in program.modules() {
        for (name, call) in &module.calls {
            let all = targets.entry((module.id, name.clone())).or_default();
            all.extend(installed.get(&**name).into_iter().flatten());
            if let Target::Local(id) | Target::Known(id) | Target::Fork(id) = call.target {
                all.insert(id);
            }
        }
    }
    targets
}

/// `net` in `module.net` and `module.net[0]`.
fn called(base: &Expr) -> Option<&Name> {
    match &base.kind {
        ExprKind::Index(inner, _) => called(inner),
        ExprKind::Attribute(root, label) => {
            let is_module = matches!(&root.kind, ExprKind::Variable(root) if &**root == "module");
            is_module.then_some(&label.text)
        }
        _ => None,
    }
}

/// Names that are no types of resources.
const OTHERS: [&str; 6] = ["module", "var", "local", "data", "resource", "each"];

/// What is named in `aws_db_instance.main`, `aws_db_instance.main[0]` and `data.aws_ssm_parameter.main`.
fn resource(base: &Expr) -> Option<ResourceName> {
    if let ExprKind::Index(inner, _) = &base.kind {
        return resource(inner);
    }
    ResourceName::named_by(base).filter(|it| it.mode == Mode::Data || !OTHERS.contains(&&*it.ty))
}

fn named_resource(mode: Mode, ty: &Name, name: &Name) -> ResourceName {
    ResourceName {
        mode,
        ty: ty.clone(),
        name: name.clone(),
    }
}
