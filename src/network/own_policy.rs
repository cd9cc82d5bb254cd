//! Policies of endpoints for the account that owns them, as text that is to be written.

use super::{
    aws_buckets::{AwsBuckets, FETCH, LAYERS, OF_MACHINES, PUT},
    policy::FEDERATED,
};
use crate::provider::service::Service;

/// Services whose requests are not asked whose resources they are about: through some of them resources of AWS's own accounts are used
/// every day, base images, public machine images, public parameters and documents (see the exceptions in
/// aws-samples/data-perimeter-policy-examples), and the EBS direct APIs do not tell (IAM user guide: `aws:ResourceAccount`).
const OF_ANY_OWNER: [&str; 5] = ["ebs", "ec2", "ecr.api", "ecr.dkr", "ssm"];

/// What principals do with resources of AWS through other services: the actions, and the resources in the partition `aws` (from the same
/// exceptions).
const OF_AWS: [(&str, &[&str], &[&str]); 4] = [
    (
        "cloudformation",
        &["cloudformation:CreateChangeSet"],
        &["arn:aws:cloudformation:*:aws:transform/*"],
    ),
    ("iam", &["iam:*"], &["arn:aws:iam::aws:policy/*"]),
    (
        "imagebuilder",
        &["imagebuilder:GetComponent", "imagebuilder:GetImage"],
        &[
            "arn:aws:imagebuilder:*:aws:component/*",
            "arn:aws:imagebuilder:*:aws:image/*",
        ],
    ),
    // In which of AWS's accounts layers are is not told.
    (
        "lambda",
        &["lambda:GetLayerVersion"],
        &["arn:aws:lambda:*:*:layer:*"],
    ),
];

/// Services that answer callers of whom AWS knows no principal: those where users and things get their credentials, and more.
const OF_ANYBODY: [&str; 7] = [
    "appsync-api",
    "cognito-identity",
    "cognito-idp",
    "iot.credentials",
    "rolesanywhere",
    "signin",
    "sso-oauth",
];

/// The two sides of a request whose account a policy can ask for.
const PRINCIPAL: &str = "aws:PrincipalAccount";
const RESOURCE: &str = "aws:ResourceAccount";

/// How long a list may be to stand in one line.
const WIDEST: usize = 72;

/// Whom a policy is for, and where.
#[derive(Debug)]
pub(super) struct OwnPolicy<'a> {
    /// The service, by the end of its name.
    pub(super) service: &'a str,
    /// What says which account it is.
    pub(super) owner: &'a str,
    /// The Region as names of buckets have it, where that can be told.
    pub(super) region: Option<&'a str>,
    /// The id of its partition.
    pub(super) partition: &'a str,
    /// Whether machines may use the endpoint.
    pub(super) has_machines: bool,
}

/// What a policy for principals of an account would shut out of a service, if it would.
pub(super) fn refuses_callers_of(service: &str) -> Option<&'static str> {
    match Service::without_fips(service) {
        "execute-api" => Some(
            "callers of private APIs may be anonymous, whom a policy for its own account would shut out",
        ),
        service if OF_ANYBODY.contains(&service) => {
            Some("its callers may be anonymous, whom a policy for its own account would shut out")
        }
        _ => None,
    }
}

impl OwnPolicy<'_> {
    /// An expression that makes the document.
    ///
    /// # Errors
    ///
    /// Where buckets of AWS are to be named, and it cannot be told in which Region: names with a `*` for it are anybody's to take.
    pub(super) fn written(&self) -> Result<String, String> {
        let statements = self.statements()?;
        let statements = match statements.as_slice() {
            [only] => format!("[{{{}\n  }}]", indented(only, "  ")),
            several => {
                let one = |it: &String| format!("    {{{}\n    }}", indented(it, "    "));
                let all: Vec<_> = several.iter().map(one).collect();
                format!("[\n{}\n  ]", all.join(",\n"))
            }
        };
        Ok(format!(
            "jsonencode({{\n  Version = \"2012-10-17\"\n  Statement = {statements}\n}})"
        ))
    }

    fn statements(&self) -> Result<Vec<String>, String> {
        let service = Service::without_fips(self.service);
        let limits: &[&str] = if OF_ANY_OWNER.contains(&service) {
            &[PRINCIPAL]
        } else {
            &[PRINCIPAL, RESOURCE]
        };
        let mut statements = vec![allowing(&["*"], &["*"]) + &self.limited_by(limits)];
        if let Some((_, actions, resources)) = OF_AWS.iter().find(|(of, ..)| *of == service) {
            let of_partition = |it: &&str| it.replacen("aws", self.partition, 1);
            let resources: Vec<String> = resources.iter().map(of_partition).collect();
            statements.push(allowing(actions, &resources) + &self.limited_by(&[PRINCIPAL]));
        }
        match service {
            "s3" => statements.extend(self.for_buckets_of_aws()?),
            "sts" => statements.push(allowing(&FEDERATED, &["*"]) + &self.limited_by(&[RESOURCE])),
            _ => {}
        }
        Ok(statements)
    }

    fn limited_by(&self, keys: &[&str]) -> String {
        let width = keys.iter().map(|it| it.len()).max().unwrap_or_default();
        let one = |key: &&str| {
            let padding = " ".repeat(width - key.len());
            format!("\n      \"{key}\"{padding} = {}", self.owner)
        };
        let limits: String = keys.iter().map(one).collect();
        format!("\n  Condition = {{\n    StringEquals = {{{limits}\n    }}\n  }}")
    }

    /// What is done with buckets of AWS without credentials of the account.
    fn for_buckets_of_aws(&self) -> Result<Vec<String>, String> {
        let region = self.region;
        let region = region.ok_or("nothing in its module says in which Region it is")?;
        let of_machines: &[AwsBuckets] = if self.has_machines { &OF_MACHINES } else { &[] };
        let one = |action: &str| {
            let all = std::iter::once(&LAYERS).chain(of_machines);
            let used = all.filter(|it| it.action == action);
            let objects = used.flat_map(|it| it.objects(self.partition, region));
            let objects: Vec<String> = objects.collect();
            (!objects.is_empty()).then(|| allowing(&[action], &objects))
        };
        Ok([FETCH, PUT].into_iter().filter_map(one).collect())
    }
}

/// The beginning of a statement.
fn allowing(actions: &[&str], resources: &[impl AsRef<str>]) -> String {
    let resources = listed(resources);
    let padding = if resources.contains('\n') { "" } else { " " };
    format!(
        "\n  Effect    = \"Allow\"\n  Principal = \"*\"\n  Action    = {}\n  Resource{padding} = {resources}",
        listed(actions)
    )
}

/// One text, or a list, which is longer than a line from some length on.
fn listed(texts: &[impl AsRef<str>]) -> String {
    let quoted = texts.iter().map(|it| format!("\"{}\"", it.as_ref()));
    let quoted: Vec<String> = quoted.collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        several => match several.join(", ") {
            line if line.len() < WIDEST => format!("[{line}]"),
            _ => format!("[\n    {},\n  ]", several.join(",\n    ")),
        },
    }
}

fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}
