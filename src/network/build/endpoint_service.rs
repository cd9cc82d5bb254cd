//! Endpoint services, and who may use them.

use std::collections::BTreeSet;

use super::{Builder, flag, values::for_each_value};
use crate::{
    eval::{Instance, ModuleInstance},
    network::{EndpointService, Identity, Principal, Set},
    syntax::{Expr, ExprKind},
    value::{Fragment, Kind, Value},
};

/// What has to be published to prove that a private name is its owner's.
const PROOF: &str = "private_dns_name_configuration";

impl<'p> Builder<'_, 'p> {
    /// All `aws_vpc_endpoint_service`.
    pub(super) fn endpoint_services(&self) -> Vec<EndpointService> {
        let mut services = self.of(&["aws_vpc_endpoint_service"]).peekable();
        if services.peek().is_none() {
            return Vec::new();
        }
        let own_accounts = self.own_accounts();
        let proof_is_read = self.scopes.iter().any(|scope| reads_proof(scope));
        services
            .map(|service| self.endpoint_service(service, &own_accounts, proof_is_read))
            .collect()
    }

    fn endpoint_service(
        &self,
        instance: &Instance<'p>,
        own_accounts: &BTreeSet<String>,
        proof_is_read: bool,
    ) -> EndpointService {
        let resource = self.resource(instance);
        let identity = Identity::attribute(&resource.address, "id");
        let principal = |value: &Value| principal(value, own_accounts);
        let mut principals = self.set(instance, "allowed_principals", |it, _| principal(it));
        let separate = "aws_vpc_endpoint_service_allowed_principal";
        let (granted, open) = self.attached_by(separate, "vpc_endpoint_service_id", &identity);
        for it in granted {
            principals.add(&self.fact(it, "principal_arn", principal));
        }
        if let Some(why) = open {
            principals.leave_open(&why);
        }
        let balancers = |argument| self.set(instance, argument, |it, _| Identity::of(it));
        let attached =
            |ty, attribute| self.service_attachments(instance, (ty, attribute), &identity);
        EndpointService {
            acceptance: self.fact(instance, "acceptance_required", flag),
            principals,
            network_balancers: balancers("network_load_balancer_arns"),
            gateway_balancers: balancers("gateway_load_balancer_arns"),
            has_private_name: self.is_set(instance, "private_dns_name"),
            verifications: attached(
                "aws_vpc_endpoint_service_private_dns_verification",
                "service_id",
            ),
            proof_is_read,
            accepters: attached(
                "aws_vpc_endpoint_connection_accepter",
                "vpc_endpoint_service_id",
            ),
            resource,
        }
    }

    /// Separate resources of a type that name a service.
    fn service_attachments(
        &self,
        instance: &Instance<'p>,
        (ty, attribute): (&'static str, &'static str),
        identity: &Identity,
    ) -> Set<Identity> {
        let nothing = Value::tuple(Vec::new());
        let place = self.place(instance, "", &nothing);
        let mut set = Set::read(&nothing, &place, Identity::of);
        let (attached, open) = self.attached_by(ty, attribute, identity);
        for it in attached {
            set.add(&self.identity(it, attribute));
        }
        if let Some(why) = open {
            set.leave_open(&why);
        }
        set
    }

    /// The accounts that providers of this configuration work in, as far as their blocks name any.
    fn own_accounts(&self) -> BTreeSet<String> {
        let mut accounts = BTreeSet::new();
        for scope in &self.scopes {
            for provider in &scope.module.providers {
                let is_aws = provider.label(0).is_some_and(|label| &**label == "aws");
                if is_aws {
                    let mut visit = |expr: &Expr| accounts_in(expr, &mut accounts);
                    provider.body.for_each_value(&mut visit);
                }
            }
        }
        accounts
    }
}

/// Whom a value names; `None` when that is not known.
fn principal(value: &Value, own_accounts: &BTreeSet<String>) -> Option<Principal> {
    let is_own_reference = |unknown: &crate::value::Unknown| {
        let symbol = unknown.symbol.as_ref();
        symbol.is_some_and(|it| it.as_str().contains("data.aws_caller_identity."))
    };
    match &value.kind {
        Kind::String(text) if &**text == "*" => Some(Principal::Everyone),
        Kind::String(text) => {
            let account = account_of(text).unwrap_or_default();
            Some(if own_accounts.contains(account) {
                Principal::Own
            } else {
                Principal::Other
            })
        }
        Kind::PartialString(fragments) => {
            let own = fragments
                .iter()
                .any(|fragment| matches!(fragment, Fragment::Unknown(it) if is_own_reference(it)));
            Some(if own {
                Principal::Own
            } else {
                Principal::Other
            })
        }
        Kind::Unknown(unknown) if is_own_reference(unknown) => Some(Principal::Own),
        // What this configuration makes or looks up has an ARN of its own.
        Kind::Unknown(_) => match Identity::of(value)? {
            Identity::Attribute(..) => Some(Principal::Other),
            _ => None,
        },
        _ => None,
    }
}

/// The account of an ARN, or the text as a whole.
fn account_of(text: &str) -> Option<&str> {
    text.split(':').find(|part| is_account(part))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn accounts_in(expr: &Expr, into: &mut BTreeSet<String>) {
    if let Some(account) = expr.literal().and_then(|text| account_of(text)) {
        into.insert(account.to_owned());
    }
    expr.for_each_part(&mut |part| accounts_in(part, into));
}

/// Whether a module reads what has to be published for any service's name.
fn reads_proof(scope: &ModuleInstance<'_>) -> bool {
    let mut found = false;
    let mut visit = |expr: &Expr| found |= names_proof(expr);
    for_each_value(scope.module, &mut visit);
    for output in scope.module.outputs.values() {
        output.body.for_each_value(&mut visit);
    }
    found
}

fn names_proof(expr: &Expr) -> bool {
    let mut found = match &expr.kind {
        ExprKind::Attribute(_, label) => &*label.text == PROOF,
        _ => expr.literal().is_some_and(|text| &**text == PROOF),
    };
    expr.for_each_part(&mut |part| found |= names_proof(part));
    found
}
