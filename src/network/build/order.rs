//! What a block refers to, through whatever lies between, is made before it.

use std::{
    collections::{BTreeSet, HashSet},
    rc::Rc,
    sync::Arc,
};

use super::Builder;
use crate::{
    address::Address,
    eval::{Evaluation, Instance, ModuleInstance},
    module::{Mode, ResourceName},
    network::{Endpoint, Things, order::Order},
    provider::service::ServiceName,
    syntax::{Body, Expr, ExprKind, Name},
};

/// Arguments of a call that everything in the module waits for.
const OF_ALL: [&str; 3] = ["count", "depends_on", "for_each"];

impl Builder<'_, '_> {
    /// The order of the endpoints for S3: of no other does it matter.
    pub(super) fn order(&self, endpoints: &Things<Endpoint>) -> Order {
        let mut order = Order::default();
        let may_be_s3 = |endpoint: &Endpoint| {
            let mut names = endpoint.service.possible().flatten();
            names.any(|name: &ServiceName| name.is_aws("s3"))
        };
        if endpoints.iter().filter(|it| may_be_s3(it)).count() < 2 {
            return order;
        }
        let instances = self.of(&["aws_vpc_endpoint"]).zip(endpoints);
        for (instance, endpoint) in instances.filter(|(_, endpoint)| may_be_s3(endpoint)) {
            let block = endpoint.resource.address.plain();
            let waits_for = || Walk::from(self.evaluation, instance);
            order.waits_for.entry(block).or_insert_with(waits_for);
        }
        order
    }
}

/// A node of Terraform's graph.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Node {
    Resource(ResourceName),
    Local(Name),
    Variable(Name),
    Output(Name),
    /// All that a module makes.
    Everything,
}

/// A walk along references.
struct Walk<'e, 'p> {
    evaluation: &'e Evaluation<'p>,
    seen: HashSet<(Arc<str>, Node)>,
    open: Vec<(Rc<ModuleInstance<'p>>, Node)>,
}

impl<'e, 'p> Walk<'e, 'p> {
    /// The endpoints that an instance waits for.
    fn from(evaluation: &'e Evaluation<'p>, instance: &Instance<'p>) -> BTreeSet<String> {
        let mut walk = Self {
            evaluation,
            seen: HashSet::new(),
            open: Vec::new(),
        };
        let mut found = BTreeSet::new();
        walk.enter_body(&instance.resource.block.body, &instance.scope);
        walk.enter_calls(&instance.scope);
        while let Some((scope, node)) = walk.open.pop() {
            if let Node::Resource(name) = &node
                && name.mode == Mode::Managed
                && &*name.ty == "aws_vpc_endpoint"
            {
                found.insert(Address::new(scope.address_of(name)).plain());
            }
            walk.follow(&scope, &node);
        }
        found
    }

    fn follow(&mut self, scope: &Rc<ModuleInstance<'p>>, node: &Node) {
        let module = scope.module;
        match node {
            Node::Resource(name) => {
                if let Some(resource) = module.resources.get(name) {
                    self.enter_body(&resource.block.body, scope);
                    self.enter_calls(scope);
                }
            }
            Node::Local(name) => {
                if let Some(local) = module.locals.get(name) {
                    self.refer(&local.value, scope);
                }
            }
            Node::Variable(name) => {
                if let Some(site) = &scope.call
                    && let Some(argument) = site.call.block.body.attribute(name)
                {
                    self.refer(&argument.value, &site.parent);
                }
            }
            Node::Output(name) => {
                if let Some(output) = module.outputs.get(name) {
                    self.enter_body(&output.body, scope);
                }
            }
            Node::Everything => {
                for name in module.resources.keys() {
                    self.enter(scope, Node::Resource(name.clone()));
                }
                for name in module.outputs.keys() {
                    self.enter(scope, Node::Output(name.clone()));
                }
                for name in module.calls.keys() {
                    self.call(scope, name, None);
                }
            }
        }
    }

    fn enter(&mut self, scope: &Rc<ModuleInstance<'p>>, node: Node) {
        if self.seen.insert((scope.address.clone(), node.clone())) {
            self.open.push((scope.clone(), node));
        }
    }

    fn enter_body(&mut self, body: &Body, scope: &Rc<ModuleInstance<'p>>) {
        body.for_each_value(&mut |value| self.refer(value, scope));
    }

    /// What the calls above wait for.
    fn enter_calls(&mut self, scope: &Rc<ModuleInstance<'p>>) {
        let mut scope = scope.clone();
        while let Some(site) = &scope.call {
            let body = &site.call.block.body;
            for argument in OF_ALL.iter().filter_map(|name| body.attribute(name)) {
                self.refer(&argument.value, &site.parent);
            }
            let parent = site.parent.clone();
            scope = parent;
        }
    }

    /// What a call leads to: one of its outputs, or all it makes. Of one that cannot be followed, what it is given.
    fn call(&mut self, scope: &Rc<ModuleInstance<'p>>, name: &Name, output: Option<&Name>) {
        let children = self.evaluation.children(scope, name);
        if !children.are_seen()
            && let Some(call) = scope.module.calls.get(name)
        {
            self.enter_body(&call.block.body, scope);
        }
        for (_, child) in &children.instances {
            let node = output.map_or(Node::Everything, |name| Node::Output(name.clone()));
            self.enter(child, node);
        }
    }

    fn refer(&mut self, expr: &Expr, scope: &Rc<ModuleInstance<'p>>) {
        let mut labels = Vec::new();
        if !self.labels_of(expr, scope, &mut labels) {
            expr.for_each_part(&mut |part| self.refer(part, scope));
            return;
        }
        match labels.as_slice() {
            [] | [_] => {}
            [root, name, ..] if &**root == "local" => self.enter(scope, Node::Local(name.clone())),
            [root, name, ..] if &**root == "var" => self.enter(scope, Node::Variable(name.clone())),
            [root, name, rest @ ..] if &**root == "module" => self.call(scope, name, rest.first()),
            [root, ty, name, ..] if &**root == "data" => {
                let (mode, ty, name) = (Mode::Data, ty.clone(), name.clone());
                self.enter(scope, Node::Resource(ResourceName { mode, ty, name }));
            }
            [ty, name, ..] => {
                let (mode, ty, name) = (Mode::Managed, ty.clone(), name.clone());
                self.enter(scope, Node::Resource(ResourceName { mode, ty, name }));
            }
        }
    }

    /// The labels of a reference, `module`, `net`, `vpc_id` for `module.net[0].vpc_id`; its keys may refer to something, too.
    fn labels_of(
        &mut self,
        expr: &Expr,
        scope: &Rc<ModuleInstance<'p>>,
        labels: &mut Vec<Name>,
    ) -> bool {
        match &expr.kind {
            ExprKind::Variable(root) => {
                labels.push(root.clone());
                true
            }
            ExprKind::Attribute(base, label) => {
                let is_reference = self.labels_of(base, scope, labels);
                labels.push(label.text.clone());
                is_reference
            }
            ExprKind::Index(base, key) => {
                let is_reference = self.labels_of(base, scope, labels);
                if is_reference {
                    self.refer(key, scope);
                }
                is_reference
            }
            _ => false,
        }
    }
}
