//! Buckets of AWS itself, which a policy for own buckets or principals keeps everybody from.

use crate::{
    network::{
        Case, Endpoint, EndpointPolicy, EndpointType, Pass,
        answer::{applies_if, fine_if},
        policy::{Acting, Actions, Touched},
    },
    provider::region::{self, Partition},
    value::Truth,
};

/// What a policy lets nobody fetch.
#[derive(Debug)]
pub struct Blocked {
    /// Whose buckets they are.
    pub owner: &'static str,
    /// What needs them.
    pub user: String,
    /// What is in them, as a policy names it.
    pub resource: String,
    /// Whether a statement allows it and another denies it.
    is_denied: bool,
}

impl Blocked {
    /// What to change.
    #[must_use]
    pub fn advice(&self) -> String {
        let resource = &self.resource;
        if self.is_denied {
            format!("leave {resource} out of what its Deny covers, with NotResource")
        } else {
            format!(
                "allow s3:GetObject on {resource} to Principal \"*\" without a condition on principals"
            )
        }
    }
}

/// Where ECR keeps image layers. Requests for them are signed by an account of ECR (Amazon ECR user guide, interface VPC endpoints,
/// minimum Amazon S3 bucket permissions).
const LAYERS: &str = "prod-<region>-starport-layer-bucket";

/// What fetches without signing from buckets of AWS (aws-samples/data-perimeter-policy-examples, service-owned resources): the service
/// that shows that it is used, whose buckets they are, and one of them.
const UNSIGNED: [(&str, &str, &str); 3] = [
    ("ssm", "Systems Manager", "aws-ssm-<region>"),
    (
        "codedeploy-commands-secure",
        "CodeDeploy",
        "aws-codedeploy-<region>",
    ),
    ("elasticmapreduce", "EMR", "repo.<region>.emr.amazonaws.com"),
];

impl<'n> Case<'n, EndpointPolicy> {
    /// The image layers of ECR, where something fetches them through its endpoint and it lets nobody.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where S3 is not reached through the endpoint or nothing is seen to fetch layers, [`Pass::Fine`] where they
    /// pass; undecided when a part that decides is not known.
    pub fn blocked_layers(&self) -> Result<Blocked, Pass> {
        let endpoint = self.way_to_s3()?;
        let passing = self.fetch(&endpoint, Acting::Foreign, LAYERS)?;
        fine_if(passing == Truth::Yes)?;
        let user = self.user_of(&endpoint, &["ecr.dkr", "ecr.api"])?;
        let user = user.ok_or(Pass::NotApplicable)?;
        self.settled(passing)?;
        Ok(Blocked {
            owner: "ECR",
            user,
            resource: objects(&endpoint, LAYERS),
            is_denied: self.is_denied(&endpoint, Acting::Foreign, LAYERS)?,
        })
    }

    /// The buckets from which agents fetch without signing, where they are used behind its endpoint and it lets nobody.
    ///
    /// # Errors
    ///
    /// As of image layers.
    pub fn blocked_buckets(&self) -> Result<Vec<Blocked>, Pass> {
        let endpoint = self.way_to_s3()?;
        let blocked = self.every(&UNSIGNED, |(service, owner, bucket)| {
            let passing = self.fetch(&endpoint, Acting::Anonymous, bucket)?;
            if passing == Truth::Yes {
                return Ok(None);
            }
            let Some(user) = self.user_of(&endpoint, &[service])? else {
                return Ok(None);
            };
            self.settled(passing)?;
            Ok(Some(Blocked {
                owner,
                user,
                resource: objects(&endpoint, bucket),
                is_denied: self.is_denied(&endpoint, Acting::Anonymous, bucket)?,
            }))
        })?;
        fine_if(blocked.is_empty())?;
        Ok(blocked)
    }

    /// Its endpoint, where the names of S3 lead to that.
    fn way_to_s3(&self) -> Result<Case<'n, Endpoint>, Pass> {
        let endpoint = self.endpoint().ok_or(Pass::NotApplicable)?;
        applies_if(endpoint.is_for("s3")?)?;
        match endpoint.read(&endpoint.it.kind)? {
            EndpointType::Gateway => {}
            EndpointType::Interface => endpoint.applies_if(&endpoint.it.private_dns, &true)?,
            _ => return Err(Pass::NotApplicable),
        }
        Ok(endpoint)
    }

    /// Whether it allows somebody to fetch objects of a bucket, and denies it.
    fn is_denied(
        &self,
        endpoint: &Case<'n, Endpoint>,
        by: Acting,
        bucket: &'static str,
    ) -> Result<bool, Pass> {
        let mut objects = objects_fetched(endpoint, bucket);
        self.any(&mut objects, |object| {
            self.allows(by, fetching(), Touched::OfAws(&object))
        })
    }

    /// Whether somebody may fetch objects of a bucket; of one whose Region is not known, in any Region.
    fn fetch(
        &self,
        endpoint: &Case<'n, Endpoint>,
        by: Acting,
        bucket: &'static str,
    ) -> Result<Truth, Pass> {
        let passing = objects_fetched(endpoint, bucket)
            .map(|object| Ok(self.passes(by, fetching(), Touched::OfAws(&object))?.any));
        let passing: Result<Vec<Truth>, Pass> = passing.collect();
        Ok(Truth::any(passing?))
    }

    /// What is seen to use one of some services in the VPC of an endpoint.
    fn user_of(
        &self,
        endpoint: &Case<'n, Endpoint>,
        services: &[&str],
    ) -> Result<Option<String>, Pass> {
        let vpc = self.read(&endpoint.it.vpc)?;
        let owner = &endpoint.it.resource;
        let others = services
            .iter()
            .flat_map(|it| self.endpoints_for(it, Some(vpc)));
        let by_endpoint = self.first(others, |other| {
            let uses = self.any(services, |service| other.is_for(service))? && other.is_in(vpc)?;
            Ok((uses && self.exists(&other.it.resource, owner))
                .then_some(other.it.resource.as_ref()))
        })?;
        let made_here = endpoint.vpc()?;
        let workloads = made_here.iter().flat_map(Case::workloads);
        let user = match by_endpoint {
            Some(user) => Some(user),
            None => self.first(workloads, |workload| {
                let needs = workload.needs()?;
                let is_needed = needs.iter().any(|need| services.contains(&need.service));
                let runs_there = || {
                    let places = workload.places()?;
                    self.any(places, |subnet| endpoint.is_in(self.read(&subnet.it.vpc)?))
                };
                let uses = is_needed && runs_there()?;
                Ok((uses && self.exists(&workload.it.resource, owner))
                    .then_some(workload.it.resource.as_ref()))
            })?,
        };
        Ok(user.map(|user| {
            self.cite(user.at, "shows what is needed");
            user.address.to_string()
        }))
    }
}

/// What is done to objects.
fn fetching() -> Actions<'static> {
    Actions::These(vec!["s3:GetObject".to_owned()])
}

/// An object of a bucket in the Region of an endpoint; where that is not known, in each.
fn objects_fetched(
    endpoint: &Case<'_, Endpoint>,
    bucket: &'static str,
) -> impl Iterator<Item = String> {
    let regions = match endpoint.region() {
        Ok(region) => vec![region],
        Err(_) => region::all().iter().map(|it| it.name).collect(),
    };
    let objects = regions.into_iter();
    objects.map(|region| object(bucket, region, "x"))
}

/// The objects of a bucket, as a policy names them.
fn objects(endpoint: &Case<'_, Endpoint>, bucket: &str) -> String {
    match endpoint.region() {
        Ok(region) => object(bucket, region, "*"),
        Err(_) => object(&bucket.replace("<region>", "*"), "", "*"),
    }
}

/// An object of a bucket by its ARN.
fn object(bucket: &str, region: &str, key: &str) -> String {
    let partition = Partition::of_region(region).map_or("aws", Partition::id);
    format!(
        "arn:{partition}:s3:::{}/{key}",
        bucket.replace("<region>", region)
    )
}
