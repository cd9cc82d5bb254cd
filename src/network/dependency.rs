//! Which services are needed together, and which of them a VPC without a way out lacks.

use super::{
    Case, Endpoint, EndpointType, Pass, Subnet, Vpc, Weight, Workload,
    answer::all_of,
    list::{distinct, listed},
};
use crate::{address::Address, provider::service::Service, span::Span};

/// Services of which one is no use without the others, in a VPC that nothing leads out of.
struct DependencySet {
    /// Whose endpoints show what the VPC is for.
    shown_by: &'static [&'static str],
    /// All that is needed for it.
    required: &'static [&'static str],
    /// What it is needed for.
    purpose: &'static str,
    /// Whether those endpoints have other uses too, so that only machines in the VPC show it.
    is_of_machines: bool,
}

/// AWS documents which endpoints go together: Systems Manager (create VPC endpoints), ECR (interface endpoints), ECS (interface
/// endpoints), CodeDeploy (use with Amazon VPC: agents call `codedeploy-commands-secure`; `codedeploy` is for tools).
const SETS: [DependencySet; 5] = [
    DependencySet {
        shown_by: &["ec2messages"],
        required: &["ssm", "ssmmessages"],
        purpose: "managing instances with Systems Manager",
        is_of_machines: false,
    },
    DependencySet {
        shown_by: &["ssm", "ssmmessages"],
        required: &["ssm", "ssmmessages"],
        purpose: "managing instances with Systems Manager",
        is_of_machines: true,
    },
    DependencySet {
        shown_by: &["ecr.api", "ecr.dkr"],
        required: &["ecr.api", "ecr.dkr", "s3"],
        purpose: "pulling images from ECR, whose layers lie in S3",
        is_of_machines: false,
    },
    DependencySet {
        shown_by: &["ecs-agent", "ecs-telemetry"],
        required: &["ecs", "ecs-agent", "ecs-telemetry"],
        purpose: "container instances of ECS",
        is_of_machines: true,
    },
    DependencySet {
        shown_by: &["codedeploy-commands-secure"],
        required: &["codedeploy-commands-secure", "s3"],
        purpose: "deploying with CodeDeploy, whose agents fetch what they deploy from S3",
        is_of_machines: false,
    },
];

/// That something needs endpoints that a VPC lacks.
#[derive(Debug)]
struct Gap {
    /// The services that it has no endpoint for.
    missing: Vec<&'static str>,
    /// What cannot be done, for a message.
    reason: String,
    /// What shows that they are needed.
    shown_at: Span,
    /// The endpoint that does, if it is one.
    shown_by: Option<Address>,
    /// Whether something does not even start.
    vital: bool,
    /// Whether what shows it has other uses.
    is_doubtful: bool,
}

/// All that a VPC lacks.
#[derive(Debug)]
pub struct Gaps {
    gaps: Vec<Gap>,
}

impl Gaps {
    /// Whether something does not even start.
    #[must_use]
    pub fn are_vital(&self) -> bool {
        self.gaps.iter().any(|gap| gap.vital)
    }

    /// Whether all that shows them has other uses.
    #[must_use]
    pub fn are_doubtful(&self) -> bool {
        self.gaps.iter().all(|gap| gap.is_doubtful)
    }

    /// What is missing, and what cannot be done for it.
    #[must_use]
    pub fn message(&self, vpc: &Case<'_, Vpc>) -> String {
        let missing = listed(&self.missing());
        let first = self.gaps.first().map_or("", |gap| gap.reason.as_str());
        let more = match self.gaps.len() {
            0 | 1 => String::new(),
            several => format!(", and {} more", several - 1),
        };
        format!(
            "VPC {vpc} has no endpoint for {missing}, and nothing else leads out of the subnets: {first}{more}"
        )
    }

    /// The endpoints that are of no use alone.
    #[must_use]
    pub fn endpoints(&self) -> Vec<Address> {
        distinct(self.gaps.iter().filter_map(|gap| gap.shown_by.clone()))
    }

    /// The services that it has no endpoints for.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let missing = self.gaps.iter().flat_map(|gap| &gap.missing);
        distinct(missing.map(ToString::to_string))
    }

    /// What to change.
    #[must_use]
    pub fn advice(&self, vpc: &Case<'_, Vpc>) -> String {
        let is_gateway = |service: &String| matches!(&**service, "s3" | "dynamodb");
        let (gateways, interfaces): (Vec<String>, Vec<String>) =
            self.missing().into_iter().partition(is_gateway);
        let mut parts = Vec::new();
        for (services, one, several) in [
            (interfaces, "an interface endpoint", "interface endpoints"),
            (gateways, "a gateway endpoint", "gateway endpoints"),
        ] {
            let what = if services.len() == 1 { one } else { several };
            if !services.is_empty() {
                parts.push(format!("{what} for {}", listed(&services)));
            }
        }
        format!("add {} to VPC {vpc}", parts.join(", and "))
    }
}

impl<'n> Case<'n, Vpc> {
    /// The endpoints that it lacks though something here is of no use without, as nothing leads out of its subnets.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when nothing is seen to need one; undecided when that, or what there is, is not known.
    pub fn gaps(&self) -> Result<Gaps, Pass> {
        let by_workload = self.every(self.workloads(), |workload| self.gap_of_workload(workload));
        let by_endpoint = self.every(&SETS, |set| self.gap_of_set(set));
        let mut gaps: Vec<Gap> = Vec::new();
        let mut undecided = None;
        for found in [by_workload, by_endpoint] {
            match found {
                Ok(found) => gaps.extend(found),
                Err(pass) => undecided = undecided.or(Some(pass)),
            }
        }
        match undecided {
            Some(pass) if gaps.is_empty() => Err(pass),
            _ if gaps.is_empty() => Err(Pass::Fine),
            _ => {
                // What is told with others is as sure as they are.
                if gaps.iter().any(|gap| !gap.is_doubtful) {
                    gaps.retain(|gap| !gap.is_doubtful);
                }
                self.routes_are_seen()?;
                self.is_seen_whole()?;
                for gap in gaps.iter().take(3) {
                    self.cite(gap.shown_at, gap.reason.clone());
                }
                Ok(Gaps { gaps })
            }
        }
    }

    /// Whether something here is of no use for want of an endpoint for a service.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub(super) fn is_lacking(&self, service: &str) -> Result<bool, Pass> {
        let lacks = |gap: Option<Gap>| gap.is_some_and(|it| it.missing.contains(&service));
        self.aside(|| {
            let mut workloads = self.workloads();
            let by_workload = self.any(&mut workloads, |workload| {
                let lacking = lacks(self.gap_of_workload(workload)?);
                if !lacking && workload.is_shut_in(self)? {
                    workload.closed(&workload.it.needs)?;
                }
                Ok(lacking)
            });
            let mut sets = SETS.iter().filter(|set| set.required.contains(&service));
            let by_set = self.any(&mut sets, |set| Ok(lacks(self.gap_of_set(set)?)));
            match (by_workload, by_set) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (by_workload, by_set) => Ok(by_workload? || by_set?),
            }
        })
    }

    fn gap_of_workload(&self, workload: Case<'n, Workload>) -> Result<Option<Gap>, Pass> {
        if !workload.is_shut_in(self)? {
            return Ok(None);
        }
        let mut missing = Vec::new();
        for need in workload.needs()? {
            if !self.has_endpoint_for(need.service)? {
                missing.push(need);
            }
        }
        if missing.is_empty() {
            workload.closed(&workload.it.needs)?;
            return Ok(None);
        }
        for subnet in workload.places()?.iter().take(2) {
            self.cite_way(subnet);
        }
        let weight = missing.iter().map(|need| need.weight).max();
        let is_doubtful = weight == Some(Weight::Permitted);
        // What may be used says little beside what is.
        missing.retain(|need| is_doubtful || need.weight > Weight::Permitted);
        let purposes = distinct(missing.iter().map(|need| need.purpose.to_owned()));
        Ok(Some(Gap {
            missing: distinct(missing.iter().map(|need| need.service)),
            reason: format!("{workload} cannot {}", listed(&purposes)),
            shown_at: workload.it.resource.at,
            shown_by: None,
            vital: weight == Some(Weight::Vital),
            is_doubtful,
        }))
    }

    fn gap_of_set(&self, set: &'static DependencySet) -> Result<Option<Gap>, Pass> {
        let endpoints = self.endpoints_of_vpc(&self.it.identity);
        let shown = self.first(endpoints, |endpoint| {
            let shows = all_of(&[
                &|| endpoint.is(&endpoint.it.kind, &EndpointType::Interface),
                &|| self.any(set.shown_by, |service| endpoint.is_for(service)),
                &|| endpoint.is_in(&self.it.identity),
            ])?;
            let shows = shows && self.exists(&endpoint.it.resource, &self.it.resource);
            Ok(shows.then_some(endpoint))
        })?;
        let Some(endpoint) = shown else {
            return Ok(None);
        };
        let mut missing = Vec::new();
        for service in set.required {
            if !self.has_endpoint_for(service)? {
                missing.push(*service);
            }
        }
        if missing.is_empty() || !self.is_shut_in_around(&endpoint)? {
            return Ok(None);
        }
        Ok(Some(Gap {
            missing,
            reason: format!(
                "endpoint {endpoint} alone is not enough for {}",
                set.purpose
            ),
            shown_at: endpoint.it.resource.at,
            shown_by: Some(endpoint.it.resource.address.clone()),
            vital: false,
            is_doubtful: set.is_of_machines && !self.network.transit.has_machines()
                || self.has_clients_outside_alone(),
        }))
    }

    /// Whether something runs in it, and nothing of that where no way leads out: it needs no endpoints.
    fn has_clients_outside_alone(&self) -> bool {
        self.aside(|| {
            let mut shut_in = self.workloads().map(|it| it.is_shut_in(self)).peekable();
            shut_in.peek().is_some() && shut_in.all(|it| matches!(it, Ok(false)))
        })
    }

    /// Whether nothing leads out of the subnets of an endpoint, nor out of others of the VPC, but for those that are public: clients
    /// are wherever there is a way to it.
    fn is_shut_in_around(&self, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        let made_here = self.made_here(&endpoint.it.subnets)?;
        let open = self.any(&made_here, |subnet| Ok(!subnet.is_shut_in()?))?;
        if open || made_here.is_empty() {
            return Ok(false);
        }
        let leads_out = self.any(self.subnets(), |subnet| {
            if subnet.is_shut_in()? {
                return Ok(false);
            }
            let tables = subnet.route_tables()?;
            Ok(!self.any(tables, |table| table.is_public())?)
        })?;
        for subnet in made_here.iter().take(2) {
            self.cite_way(subnet);
        }
        Ok(!leads_out)
    }

    fn cite_way(&self, subnet: &Case<'n, Subnet>) {
        let at = subnet.it.resource.at;
        self.cite(at, "this subnet has no route out of the VPC");
    }

    /// Whether an endpoint of any type is there for a service, or for its FIPS variant.
    pub(super) fn has_endpoint_for(&self, service: &str) -> Result<bool, Pass> {
        let facts = Service::find(&format!("com.amazonaws.<region>.{service}"));
        let variant = facts.and_then(|facts| facts.fips_variant);
        let named = [Some(service), variant].into_iter().flatten();
        let own = Some(&self.it.identity);
        let endpoints = named.flat_map(|name| self.endpoints_for(name, own));
        let made_here = self.any(endpoints, |endpoint| {
            let is_for = || {
                let name = endpoint.read(&endpoint.it.service)?.as_ref();
                Ok(name.is_some_and(|name| {
                    name.is_aws(service) || variant.is_some_and(|it| name.is_aws(it))
                }))
            };
            let holds = all_of(&[&is_for, &|| endpoint.is_in(&self.it.identity)]);
            match holds {
                Ok(true) => Ok(self.exists(&endpoint.it.resource, &self.it.resource)),
                Err(Pass::Undecided(_)) => {
                    Err(self.undecided(format!("{endpoint} may be its {service} endpoint")))
                }
                other => other,
            }
        })?;
        Ok(made_here || self.is_looked_up(service)?)
    }
}
