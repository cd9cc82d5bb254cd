//! The rules: what each page says, and the list that ties page to check.
//!
//! A rule is its page, `rules/<id>.md`, and at most one function from a case to an answer, `src/rules/<id>.rs`. The page's front
//! matter is the only place where its title, severity and category are written.

mod accept_before_private_dns;
mod allowed_ingress;
mod association_conflict;
mod aws_route_to_gateway_endpoint;
mod client_sg_cannot_reach_endpoint;
mod client_sg_cannot_reach_gateway_service;
mod cross_region_endpoint_unsupported;
mod dns_record_ip_type_incompatible;
mod duplicate_declaration;
mod duplicate_gateway_endpoint;
mod duplicate_interface_endpoint_in_vpc;
mod dynamodb_interface_without_gateway;
mod endpoint_cidr_in_public_subnet;
mod endpoint_ip_type_subnet_mismatch;
mod endpoint_policy_allows_nothing;
mod endpoint_policy_full_access;
mod endpoint_policy_invalid_wildcard;
mod endpoint_policy_malformed;
mod endpoint_policy_missing_principal;
mod endpoint_policy_no_identity_perimeter;
mod endpoint_policy_no_resource_perimeter;
mod endpoint_policy_too_large;
mod endpoint_policy_unsupported_service;
mod endpoint_policy_wrong_service_actions;
mod endpoint_service_auto_accept;
mod endpoint_service_load_balancers;
mod endpoint_service_open_to_everyone;
mod endpoint_service_private_dns_unverified;
mod endpoint_service_single_az;
mod endpoint_sg_association_keeps_default;
mod endpoint_sg_blocks_service_port;
mod endpoint_sg_open_to_world;
mod endpoint_type_service_mismatch;
mod endpoint_uses_default_sg;
mod endpoint_without_target;
mod execute_api_private_dns_captures_public_apis;
mod gateway_endpoint_interface_arguments;
mod gateway_endpoint_missing_route_table;
mod gateway_endpoint_needs_vpc_dns;
mod gateway_endpoint_quota;
mod gateway_endpoint_without_route_tables;
mod gateway_policy_principal;
mod gwlb_endpoint_multiple_subnets;
mod hardcoded_endpoint_region;
mod incomplete_endpoint_set;
mod inline_and_separate_policy;
mod interface_endpoint_duplicate_az;
mod interface_endpoint_in_many_azs_cost;
mod interface_endpoint_route_tables;
mod interface_endpoint_single_az;
mod interface_endpoint_without_subnets;
mod invalid_argument_value;
mod missing_dynamodb_gateway_endpoint;
mod missing_endpoint_policy;
mod missing_s3_gateway_endpoint;
mod private_dns_conflict;
mod private_dns_disabled;
mod private_dns_inbound_only_ignored;
mod private_dns_needs_vpc_dns;
mod private_dns_unsupported;
mod private_dns_zone_conflict;
mod region_attribute_deprecated;
mod required_endpoints;
mod required_policy_conditions;
mod required_tags;
mod s3_interface_without_gateway;
mod s3_policy_blocks_ecr_layers;
mod s3_policy_blocks_service_buckets;
mod s3_private_dns_missing_depends_on;
mod s3_private_dns_needs_gateway;
mod security_hub_required_endpoints;
mod service_region_mismatch;
mod subnet_configuration_without_subnet_id;
mod undeclared_reference;
mod unknown_argument;
mod unknown_endpoint_service;
mod withdrawn_endpoint_service;
mod wrong_partition_service_prefix;

use std::sync::LazyLock;

use crate::{
    address::Address,
    near::{LIKE, nearest},
    network::{
        Answer, Case, Endpoint, EndpointPolicy, EndpointService, MOST_READ, Network, Refusal,
        Subject, Things, Verdict, Vpc, Workload, judge,
    },
    options::Options,
    page::Page,
    value::Origins,
};

/// A rule's check of one subject: from what it reads in the case to one of four answers. The registry walks the subjects.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Of every endpoint.
    Endpoint(fn(&Case<'_, Endpoint>) -> Answer),
    /// Of every policy of an endpoint.
    Policy(fn(&Case<'_, EndpointPolicy>) -> Answer),
    /// Of everything that Terraform itself refuses.
    Refusal(fn(&Case<'_, Refusal>) -> Answer),
    /// Of every VPC.
    Vpc(fn(&Case<'_, Vpc>) -> Answer),
    /// Of everything that runs in subnets.
    Workload(fn(&Case<'_, Workload>) -> Answer),
    /// Of every endpoint service.
    Service(fn(&Case<'_, EndpointService>) -> Answer),
}

impl Check {
    /// The verdict about every subject of a network, with its address and the endpoints that it concerns.
    #[must_use]
    pub fn verdicts(
        self,
        network: &Network,
        origins: &Origins,
        options: &Options,
    ) -> Vec<(Address, Vec<Address>, Verdict)> {
        let network = (network, origins, options);
        match self {
            Self::Endpoint(check) => each(network, &network.0.endpoints, check),
            Self::Policy(check) => each(network, &network.0.policies, check),
            Self::Refusal(check) => each(network, &network.0.refusals, check),
            Self::Vpc(check) => each(network, &network.0.vpcs, check),
            Self::Workload(check) => each(network, &network.0.workloads, check),
            Self::Service(check) => each(network, &network.0.endpoint_services, check),
        }
    }
}

fn each<T: Subject>(
    (network, origins, options): (&Network, &Origins, &Options),
    subjects: &Things<T>,
    check: fn(&Case<'_, T>) -> Answer,
) -> Vec<(Address, Vec<Address>, Verdict)> {
    let mut left = MOST_READ;
    let one = |subject: &T| {
        let verdict = judge(network, origins, options, subject, check, &mut left);
        let address = subject.resource().address.clone();
        (address, subject.endpoints(network), verdict)
    };
    subjects.iter().map(one).collect()
}

/// The built-in rule about comments that ignore nothing.
pub const UNUSED_IGNORE: &str = "unused_ignore";

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its one spelling: module, page, fixture folder, configuration key.
    pub id: &'static str,
    /// What its page says.
    pub page: Page,
    /// How it is found in a network; `None` for what the stages before meet while they read.
    pub check: Option<Check>,
}

impl Rule {
    fn new(id: &'static str, page: &'static str, check: Option<Check>) -> Self {
        // That every page can be read is tested; at run time a rule with a bad page would still be better than none.
        let page = Page::parse(page).unwrap_or_else(|_| Page::untitled(id, page));
        Self { id, page, check }
    }

    /// Whether it tells what could not be read: silence about that would look like a clean result, so it is reported whatever is
    /// selected, unless it is ignored by name.
    #[must_use]
    pub fn is_about_reading(&self) -> bool {
        self.check.is_none() && self.id != UNUSED_IGNORE
    }

    /// Where its page is on the web, in the version that speaks of it.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "{}/blob/v{}/rules/{}.md",
            env!("CARGO_PKG_REPOSITORY"),
            env!("CARGO_PKG_VERSION"),
            self.id
        )
    }
}

macro_rules! page {
    ($id:ident) => {
        include_str!(concat!("../rules/", stringify!($id), ".md"))
    };
}

/// A line for each rule: compiles its page in and keeps its check of a kind of subject.
macro_rules! rules {
    ($($id:ident: $subject:ident),* $(,)?) => {
        /// Every rule with a check, in the order of the list.
        pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
            vec![$(Rule::new(stringify!($id), page!($id), Some(Check::$subject($id::check)))),*]
        });
    };
}

/// The same for rules without a check.
macro_rules! built_in {
    ($($id:ident),* $(,)?) => {
        /// What the stages around the network report; they have pages and levels like any rule.
        pub static BUILT_IN: LazyLock<Vec<Rule>> =
            LazyLock::new(|| vec![$(Rule::new(stringify!($id), page!($id), None)),*]);
    };
}

rules! {
    accept_before_private_dns: Endpoint,
    allowed_ingress: Endpoint,
    association_conflict: Endpoint,
    aws_route_to_gateway_endpoint: Endpoint,
    client_sg_cannot_reach_endpoint: Workload,
    client_sg_cannot_reach_gateway_service: Workload,
    cross_region_endpoint_unsupported: Endpoint,
    dns_record_ip_type_incompatible: Endpoint,
    duplicate_declaration: Refusal,
    duplicate_gateway_endpoint: Endpoint,
    duplicate_interface_endpoint_in_vpc: Endpoint,
    dynamodb_interface_without_gateway: Endpoint,
    endpoint_cidr_in_public_subnet: Endpoint,
    endpoint_ip_type_subnet_mismatch: Endpoint,
    endpoint_policy_allows_nothing: Policy,
    endpoint_policy_full_access: Policy,
    endpoint_policy_invalid_wildcard: Policy,
    endpoint_policy_malformed: Policy,
    endpoint_policy_missing_principal: Policy,
    endpoint_policy_no_identity_perimeter: Policy,
    endpoint_policy_no_resource_perimeter: Policy,
    endpoint_policy_too_large: Policy,
    endpoint_policy_unsupported_service: Policy,
    endpoint_policy_wrong_service_actions: Policy,
    endpoint_service_auto_accept: Service,
    endpoint_service_load_balancers: Service,
    endpoint_service_open_to_everyone: Service,
    endpoint_service_private_dns_unverified: Service,
    endpoint_service_single_az: Service,
    endpoint_sg_association_keeps_default: Endpoint,
    endpoint_sg_blocks_service_port: Endpoint,
    endpoint_sg_open_to_world: Endpoint,
    endpoint_type_service_mismatch: Endpoint,
    endpoint_uses_default_sg: Endpoint,
    endpoint_without_target: Endpoint,
    execute_api_private_dns_captures_public_apis: Endpoint,
    gateway_endpoint_interface_arguments: Endpoint,
    gateway_endpoint_missing_route_table: Endpoint,
    gateway_endpoint_needs_vpc_dns: Endpoint,
    gateway_endpoint_quota: Endpoint,
    gateway_endpoint_without_route_tables: Endpoint,
    gateway_policy_principal: Policy,
    gwlb_endpoint_multiple_subnets: Endpoint,
    hardcoded_endpoint_region: Endpoint,
    incomplete_endpoint_set: Vpc,
    inline_and_separate_policy: Endpoint,
    interface_endpoint_duplicate_az: Endpoint,
    interface_endpoint_in_many_azs_cost: Endpoint,
    interface_endpoint_route_tables: Endpoint,
    interface_endpoint_single_az: Endpoint,
    interface_endpoint_without_subnets: Endpoint,
    invalid_argument_value: Refusal,
    missing_dynamodb_gateway_endpoint: Vpc,
    missing_endpoint_policy: Endpoint,
    missing_s3_gateway_endpoint: Vpc,
    private_dns_conflict: Endpoint,
    private_dns_disabled: Endpoint,
    private_dns_inbound_only_ignored: Endpoint,
    private_dns_needs_vpc_dns: Endpoint,
    private_dns_unsupported: Endpoint,
    private_dns_zone_conflict: Endpoint,
    region_attribute_deprecated: Endpoint,
    required_endpoints: Vpc,
    required_policy_conditions: Policy,
    required_tags: Endpoint,
    s3_interface_without_gateway: Endpoint,
    s3_policy_blocks_ecr_layers: Policy,
    s3_policy_blocks_service_buckets: Policy,
    s3_private_dns_missing_depends_on: Endpoint,
    s3_private_dns_needs_gateway: Endpoint,
    security_hub_required_endpoints: Vpc,
    service_region_mismatch: Endpoint,
    subnet_configuration_without_subnet_id: Endpoint,
    undeclared_reference: Refusal,
    unknown_argument: Refusal,
    unknown_endpoint_service: Endpoint,
    withdrawn_endpoint_service: Endpoint,
    wrong_partition_service_prefix: Endpoint,
}

built_in! {
    module_source,
    syntax,
    unreadable_file,
    unused_ignore,
}

/// Every rule by id, those without a check included.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let mut rules: Vec<_> = RULES.iter().chain(BUILT_IN.iter()).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.into_iter()
}

/// The rule of an id.
///
/// # Errors
///
/// When there is none: the id that was probably meant, if one comes near.
pub fn find(id: &str) -> Result<&'static Rule, Option<&'static str>> {
    all().find(|rule| rule.id == id).ok_or_else(|| {
        // An id of another linter's spelling is that id.
        let spelled = id.to_lowercase().replace('-', "_");
        nearest(all().map(|rule| rule.id), &spelled, LIKE)
    })
}
