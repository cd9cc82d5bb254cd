//! Buckets of AWS itself, which a policy for own buckets or principals keeps everybody from.

use crate::{
    network::{
        Case, Endpoint, EndpointPolicy, EndpointType, Pass,
        answer::{applies_if, fine_if},
        aws_buckets::{AwsBuckets, FETCH, LAYERS, OF_MACHINES},
        policy::{Actions, Touched},
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

impl<'n> Case<'n, EndpointPolicy> {
    /// The image layers of ECR, where something fetches them through its endpoint and it lets nobody.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where S3 is not reached through the endpoint or nothing is seen to fetch layers, [`Pass::Fine`] where they
    /// pass; undecided when a part that decides is not known.
    pub fn blocked_layers(&self) -> Result<Blocked, Pass> {
        let endpoint = self.way_to_s3()?;
        let passing = self.fetch(&endpoint, &LAYERS)?;
        fine_if(passing == Truth::Yes)?;
        let user = self.user_of(&endpoint, &LAYERS)?;
        let user = user.ok_or(Pass::NotApplicable)?;
        self.settled(passing)?;
        self.blocked(&endpoint, &LAYERS, user)
    }

    /// The buckets from which agents fetch without signing, where they are used behind its endpoint and it lets nobody.
    ///
    /// # Errors
    ///
    /// As of image layers.
    pub fn blocked_buckets(&self) -> Result<Vec<Blocked>, Pass> {
        let endpoint = self.way_to_s3()?;
        let fetched = OF_MACHINES.iter().filter(|it| it.action == FETCH);
        let blocked = self.every(fetched, |buckets| {
            let passing = self.fetch(&endpoint, buckets)?;
            if passing == Truth::Yes {
                return Ok(None);
            }
            let Some(user) = self.user_of(&endpoint, buckets)? else {
                return Ok(None);
            };
            self.settled(passing)?;
            Ok(Some(self.blocked(&endpoint, buckets, user)?))
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

    fn blocked(
        &self,
        endpoint: &Case<'n, Endpoint>,
        buckets: &AwsBuckets,
        user: String,
    ) -> Result<Blocked, Pass> {
        let (partition, region) = match endpoint.region() {
            Ok(region) => (Partition::of_region(region), region),
            Err(_) => (None, "*"),
        };
        let partition = partition.map_or("aws", Partition::id);
        let mut objects = objects_fetched(endpoint, buckets);
        Ok(Blocked {
            owner: buckets.owner,
            user,
            resource: buckets
                .objects(partition, region)
                .next()
                .unwrap_or_default(),
            is_denied: self.any(&mut objects, |object| {
                self.allows(buckets.by, fetching(), Touched::OfAws(&object))
            })?,
        })
    }

    /// Whether objects of one of some buckets may be fetched; where the Region is not known, in any Region.
    fn fetch(&self, endpoint: &Case<'n, Endpoint>, buckets: &AwsBuckets) -> Result<Truth, Pass> {
        let passing = objects_fetched(endpoint, buckets).map(|object| {
            Ok(self
                .passes(buckets.by, fetching(), Touched::OfAws(&object))?
                .any)
        });
        let passing: Result<Vec<Truth>, Pass> = passing.collect();
        Ok(Truth::any(passing?))
    }

    /// What is seen to fetch from some buckets in the VPC of an endpoint.
    fn user_of(
        &self,
        endpoint: &Case<'n, Endpoint>,
        buckets: &AwsBuckets,
    ) -> Result<Option<String>, Pass> {
        let services = buckets.services;
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
                let is_needed = workload.it.packages == Some(buckets.owner)
                    || !services.is_empty()
                        && (workload.needs()?.iter()).any(|it| services.contains(&it.service));
                let comes_through = || {
                    if endpoint.is(&endpoint.it.kind, &EndpointType::Gateway)? {
                        return workload.is_led_to(endpoint);
                    }
                    let places = workload.places()?;
                    self.any(places, |subnet| endpoint.is_in(self.read(&subnet.it.vpc)?))
                };
                let uses = is_needed && comes_through()?;
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
    Actions::These(vec![FETCH.to_owned()])
}

/// An object of each of some buckets in the Region of an endpoint; where that is not known, in each Region.
fn objects_fetched(
    endpoint: &Case<'_, Endpoint>,
    buckets: &AwsBuckets,
) -> impl Iterator<Item = String> {
    let regions = match endpoint.region() {
        Ok(region) => vec![region],
        Err(_) => region::all().iter().map(|it| it.name).collect(),
    };
    let regions = regions.into_iter();
    regions.flat_map(|region| buckets.samples(region))
}
