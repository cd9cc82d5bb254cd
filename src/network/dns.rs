//! Names that lead to endpoints without private DNS: hosted zones, records, references to an endpoint's own names.

use std::collections::BTreeSet;

use super::{Builder, Endpoint, EndpointType, Identity, Network, endpoint::same_service};
use crate::{
    eval::ModuleInstance,
    module::{Mode, ResourceName},
    provider::service::ServiceName,
    syntax::{Block, Body, Expr, ExprKind},
    value::{Fragment, Kind, Truth, Value},
};

/// What the configuration does about names.
#[derive(Debug, Default)]
pub struct Names {
    /// The names of hosted zones and records.
    pub(super) zones: Vec<Value>,
    /// Whether zones out of sight are tied to VPCs: associations and Route 53 Profiles.
    pub(super) shared_zones: bool,
    /// Endpoints whose `dns_entry` is used, by the address of the resource; `None` stands for any endpoint.
    pub(super) entries_used: BTreeSet<Option<String>>,
}

impl Network<'_> {
    /// Whether something else than private DNS leads clients to an endpoint: a hosted zone or record of the service's name, a zone
    /// that is shared, a use of the endpoint's own names.
    #[must_use]
    pub fn names_lead_to(&self, endpoint: &Endpoint, service: &ServiceName) -> Truth {
        let names = &self.names;
        let resource = Identity::attribute(&endpoint.address, "id").collection();
        let resource = resource
            .as_str()
            .trim_end_matches(".id")
            .trim_end_matches("[*]");
        let used = names.entries_used.iter().any(|used| match used {
            Some(address) => {
                *Identity::attribute(address, "id")
                    .collection()
                    .as_str()
                    .trim_end_matches(".id")
                    == *resource
            }
            None => true,
        });
        if used {
            return Truth::Yes;
        }
        let zones = Truth::any(names.zones.iter().map(|zone| names_service(zone, service)));
        match zones {
            Truth::No if names.shared_zones => Truth::Unknown,
            zones => zones,
        }
    }
}

impl Network<'_> {
    /// Whether another endpoint of the same service in the same VPC has private DNS: only one may.
    #[must_use]
    pub fn is_named_by_another(&self, endpoint: &Endpoint, service: &ServiceName) -> Truth {
        let others = self
            .endpoints
            .iter()
            .filter(|other| other.address != endpoint.address);
        Truth::any(others.map(|other| {
            Truth::all([
                other.private_dns.holds(|on| *on),
                other.kind.holds(|kind| *kind == EndpointType::Interface),
                other.service.holds(|name| {
                    name.as_ref()
                        .is_some_and(|name| same_service(name, service))
                }),
                match (other.vpc.answer(), endpoint.vpc.answer()) {
                    (Some(a), Some(b)) if a == b => Truth::Yes,
                    (Some(a), Some(b)) if self.vpc(a).is_some() && self.vpc(b).is_some() => {
                        Truth::No
                    }
                    _ => Truth::Unknown,
                },
            ])
        }))
    }
}

/// Whether a zone or record is named after a service: it has all labels of the service's private name but the Region.
fn names_service(zone: &Value, service: &ServiceName) -> Truth {
    let ServiceName::Aws { suffix, facts, .. } = service else {
        return Truth::No;
    };
    let (mut text, mut hidden_start) = (String::new(), false);
    match &zone.kind {
        Kind::String(name) => text.push_str(name),
        Kind::PartialString(fragments) => {
            hidden_start = matches!(fragments.first(), Some(Fragment::Unknown(_)));
            for fragment in fragments.iter() {
                match fragment {
                    Fragment::Known(known) => text.push_str(known),
                    Fragment::Unknown(_) => text.push('?'),
                }
            }
        }
        Kind::Null(_) => return Truth::No,
        Kind::Union(alternatives) => {
            let truths: Vec<Truth> = alternatives
                .iter()
                .map(|name| names_service(name, service))
                .collect();
            return if truths.iter().all(|truth| *truth == Truth::No) {
                Truth::No
            } else {
                Truth::Unknown
            };
        }
        _ => return Truth::Unknown,
    }
    // `logs.example.com` has nothing to do with the service.
    let ends_hidden = matches!(&zone.kind, Kind::PartialString(fragments) if matches!(fragments.last(), Some(Fragment::Unknown(_))));
    if !text.contains("amazonaws") && !text.contains("api.aws") && !ends_hidden {
        return if hidden_start {
            Truth::Unknown
        } else {
            Truth::No
        };
    }
    let labels: BTreeSet<&str> = text.trim_end_matches('.').split('.').collect();
    // The Region of the name does not matter here: any will do, and what is left of the service's own labels decides.
    let region = "us-east-1";
    let names = facts
        .map(|facts| facts.private_dns_names(region))
        .unwrap_or_default();
    let own_name = names.first().map_or(&**suffix, |name| name.as_str());
    let common = ["", "*", "amazonaws", "com", "aws", "api", region];
    let mut wanted: Vec<&str> = own_name
        .split('.')
        .filter(|label| !common.contains(label))
        .collect();
    if wanted.is_empty() {
        wanted = suffix.split('.').collect();
    }
    if wanted.iter().all(|label| labels.contains(label)) {
        Truth::Yes
    } else if hidden_start {
        Truth::Unknown
    } else {
        Truth::No
    }
}

impl Builder<'_, '_> {
    /// Collects the names of zones and records and the uses of `dns_entry`.
    pub(super) fn names(&self) -> Names {
        let mut names = Names::default();
        for instance in self.of(&["aws_route53_zone", "aws_route53_record"]) {
            names.zones.push(instance.attribute("name"));
        }
        names.shared_zones = self
            .of(&[
                "aws_route53_zone_association",
                "aws_route53profiles_association",
                "aws_route53profiles_resource_association",
            ])
            .next()
            .is_some();
        for scope in &self.scopes {
            entries_used(scope, &mut names.entries_used);
        }
        names
    }
}

/// Finds every `.dns_entry` in a module: of a named endpoint, or of something that may be any endpoint. Reading a data source's or a module's
/// own attribute of that name uses no endpoint that is made here by itself.
fn entries_used(scope: &ModuleInstance<'_>, into: &mut BTreeSet<Option<String>>) {
    let module = scope.module;
    let mut visit = |expr: &Expr| find_entries(expr, scope, into);
    module.locals.values().for_each(|local| visit(&local.value));
    module
        .resources
        .values()
        .for_each(|resource| each_expr(&resource.block.body, &mut visit));
    module
        .calls
        .values()
        .for_each(|call| each_expr(&call.block.body, &mut visit));
    module
        .outputs
        .values()
        .for_each(|output| each_expr(&output.body, &mut visit));
}

fn each_expr(body: &Body, visit: &mut dyn FnMut(&Expr)) {
    body.attributes
        .iter()
        .for_each(|attribute| visit(&attribute.value));
    body.blocks
        .iter()
        .for_each(|block: &Block| each_expr(&block.body, visit));
}

fn find_entries(expr: &Expr, scope: &ModuleInstance<'_>, into: &mut BTreeSet<Option<String>>) {
    if let Some(base) = entry_of(expr) {
        match root_of(base) {
            Some(("aws_vpc_endpoint", name)) => {
                into.insert(Some(address_in(scope, name)));
            }
            Some(_) => {}
            None => {
                into.insert(None);
            }
        }
    }
    if let ExprKind::Splat(base, each) = &expr.kind
        && mentions_entry(each)
        && let Some((ty, name)) = root_of(base)
    {
        if ty == "aws_vpc_endpoint" {
            into.insert(Some(address_in(scope, name)));
        }
        return;
    }
    super::world::for_each_part(expr, &mut |part| find_entries(part, scope, into));
}

/// The address of an endpoint that a module declares under a name.
fn address_in(scope: &ModuleInstance<'_>, name: &str) -> String {
    let ty = "aws_vpc_endpoint".into();
    let name = ResourceName {
        mode: Mode::Managed,
        ty,
        name: name.into(),
    };
    scope.address_of(name).to_string()
}

/// What an expression takes the `dns_entry` of: as an attribute, by index or with `lookup`.
fn entry_of(expr: &Expr) -> Option<&Expr> {
    let names_it = |key: &Expr| key.literal().is_some_and(|key| &**key == "dns_entry");
    match &expr.kind {
        ExprKind::Attribute(base, label) if &*label.text == "dns_entry" => Some(base),
        ExprKind::Index(base, key) if names_it(key) => Some(base),
        ExprKind::Call(call) if &*call.name == "lookup" => match call.arguments.as_slice() {
            [base, key, ..] if names_it(key) => Some(base),
            _ => None,
        },
        _ => None,
    }
}

fn mentions_entry(expr: &Expr) -> bool {
    if entry_of(expr).is_some() {
        return true;
    }
    let mut found = false;
    super::world::for_each_part(expr, &mut |part| found |= mentions_entry(part));
    found
}

/// The resource a reference starts with; `None` for names that loops bind, locals and the like. A data source is no resource of
/// that type: it comes back under the name `data`.
fn root_of(expr: &Expr) -> Option<(&str, &str)> {
    match &expr.kind {
        ExprKind::Attribute(base, label) => match &base.kind {
            ExprKind::Variable(root) if matches!(&**root, "var" | "local" | "each" | "module") => {
                None
            }
            ExprKind::Variable(root) => Some((root, &label.text)),
            _ => root_of(base),
        },
        ExprKind::Index(base, _) | ExprKind::Splat(base, _) | ExprKind::Parenthesis(base) => {
            root_of(base)
        }
        _ => None,
    }
}
