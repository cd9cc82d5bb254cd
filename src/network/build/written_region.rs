//! How the Region in the name of a service is written: what its expression says, whatever that is worth.

use super::{Builder, set_value};
use crate::{
    eval::Instance,
    finding::{Act, Change, Safety},
    module::{self, Mode, Module, Resource},
    network::{Place, WrittenRegion},
    provider::region,
    syntax::{Expr, ExprKind, Label, Part},
};

impl<'p> Builder<'_, 'p> {
    /// That of an endpoint.
    pub(super) fn written_region(&self, instance: &Instance<'p>) -> WrittenRegion {
        let value = set_value(instance, "service_name");
        let module = instance.scope.module;
        let body = &instance.resource.block.body;
        let written = body.attribute("service_name").filter(|_| !module.bundled);
        let expr = written.map(|it| &it.value);
        let old = expr.and_then(old_name);
        let root = self.evaluation.root.module;
        WrittenRegion {
            place: Place {
                span: written.map_or(instance.header(), |it| it.span),
                ..self.place(instance, "service_name", &value)
            },
            spelt: expr.and_then(spelt),
            said_by: said_by(module),
            is_called: instance.scope.call.is_some(),
            by_old_name: old.map(|(source, label)| {
                let file = self.evaluation.sources.file(label.span.file);
                let fix = if file.is_json() {
                    Err("its file is in JSON syntax".to_owned())
                } else {
                    Ok(renaming(label))
                };
                (format!("data.aws_region.{source}"), fix)
            }),
            provider_is_new: module::asks_for_provider_from(root, module, [6, 0, 0]),
        }
    }
}

fn renaming(label: &Label) -> Change<Place> {
    let rename = Act::Respell(label.span, "region".to_owned());
    Change::new(Safety::Safe, "read region instead of name").with(rename)
}

/// The Region in the literal text of an expression.
fn spelt(expr: &Expr) -> Option<String> {
    let in_text = |text: &str| {
        let mut words = text.split('.');
        let region = words.find(|word| region::find(word).is_some());
        region.map(str::to_owned)
    };
    match &expr.kind {
        ExprKind::String(text) => in_text(text),
        ExprKind::Template(parts) => parts.iter().find_map(|part| match part {
            Part::Literal(text, _) => in_text(text),
            _ => None,
        }),
        ExprKind::Parenthesis(inner) => spelt(inner),
        _ => None,
    }
}

/// The data source `aws_region` of which a template reads `name`, and where it does.
fn old_name(expr: &Expr) -> Option<(&str, &Label)> {
    match &expr.kind {
        ExprKind::Template(parts) => parts.iter().find_map(|part| match part {
            Part::Interpolation(inner) => old_name(inner),
            _ => None,
        }),
        ExprKind::Parenthesis(inner) => old_name(inner),
        ExprKind::Call(call) => call.arguments.iter().find_map(old_name),
        ExprKind::Attribute(base, label) if &*label.text == "name" => {
            Some((region_source(base)?, label))
        }
        _ => None,
    }
}

/// `current` of `data.aws_region.current`, or of one of its instances.
fn region_source(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Index(base, _) => region_source(base),
        ExprKind::Attribute(base, name) => match &base.kind {
            ExprKind::Attribute(data, ty) if &*ty.text == "aws_region" => match &data.kind {
                ExprKind::Variable(data) if &**data == "data" => Some(&name.text),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// What says in a module which Region it is for.
pub(super) fn said_by(module: &Module) -> Option<String> {
    let looked_up = module.resources.values().find_map(|source| {
        let name = &source.name;
        let is_region = name.mode == Mode::Data && &*name.ty == "aws_region";
        (is_region && is_plain(source)).then(|| name.to_string())
    });
    let given = || {
        // One that is null by default says nothing then, and a text cannot have it.
        let says = |name: &&str| {
            let variable = module.variables.get(*name);
            let default = variable.map(|it| it.default.as_ref().map(|it| &it.value.kind));
            default.is_some_and(|it| !matches!(it, Some(ExprKind::Null)))
        };
        let said = ["region", "aws_region"].into_iter().find(says);
        said.map(|name| format!("var.{name}"))
    };
    looked_up.or_else(given)
}

/// Whether a data source is one, and read with the provider configuration of its module.
pub(super) fn is_plain(source: &Resource) -> bool {
    let mut apart = ["count", "for_each", "provider", "region"].iter();
    !apart.any(|name| source.block.body.attribute(name).is_some())
}
