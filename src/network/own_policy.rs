//! Policies of endpoints for the account that owns them, as text that is to be written.

use super::aws_buckets::{AwsBuckets, LAYERS, OF_MACHINES};

/// Services through which resources of AWS's own accounts are used every day: base images, public machine images, public parameters
/// and documents. See the exceptions in aws-samples/data-perimeter-policy-examples.
const SHARED_BY_AWS: [&str; 4] = ["ec2", "ecr.api", "ecr.dkr", "ssm"];

/// Services that answer callers of whom AWS knows no principal: private APIs, and those where users and things get their credentials.
const OF_ANYBODY: [&str; 8] = [
    "appsync-api",
    "cognito-identity",
    "cognito-idp",
    "execute-api",
    "iot.credentials",
    "rolesanywhere",
    "signin",
    "sso-oauth",
];

/// How roles are taken on by a token of somebody else. Such requests are not signed, so that they have no account of a principal, but the
/// role has one (IAM user guide: control access to STS with VPC endpoint policies).
const FEDERATED: [&str; 2] = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/// The two sides of a request whose account a policy can ask for.
const PRINCIPAL: &str = "aws:PrincipalAccount";
const RESOURCE: &str = "aws:ResourceAccount";

/// Whom a policy is for, and where.
#[derive(Debug)]
pub(super) struct OwnPolicy<'a> {
    /// The service, by the end of its name.
    pub(super) service: &'a str,
    /// What says which account it is.
    pub(super) owner: &'a str,
    /// The Region as names of buckets have it; `*` for any.
    pub(super) region: &'a str,
    /// The id of its partition.
    pub(super) partition: &'a str,
    /// Whether machines may use the endpoint.
    pub(super) has_machines: bool,
}

/// What a policy for principals of an account would shut out of a service, if it would.
pub(super) fn refuses_callers_of(service: &str) -> Option<&'static str> {
    match service {
        "execute-api" => Some(
            "callers of private APIs may be anonymous, whom a policy for its own account would shut out",
        ),
        _ if OF_ANYBODY.contains(&service.trim_end_matches("-fips")) => {
            Some("its callers may be anonymous, whom a policy for its own account would shut out")
        }
        _ => None,
    }
}

impl OwnPolicy<'_> {
    /// An expression that makes the document.
    pub(super) fn written(&self) -> String {
        let statements = self.statements();
        let statements = match statements.as_slice() {
            [only] => format!("[{{{}\n  }}]", indented(only, "  ")),
            several => {
                let one = |it: &String| format!("    {{{}\n    }}", indented(it, "    "));
                let all: Vec<_> = several.iter().map(one).collect();
                format!("[\n{}\n  ]", all.join(",\n"))
            }
        };
        format!("jsonencode({{\n  Version = \"2012-10-17\"\n  Statement = {statements}\n}})")
    }

    fn statements(&self) -> Vec<String> {
        let limits: &[&str] = if SHARED_BY_AWS.contains(&self.service) {
            &[PRINCIPAL]
        } else {
            &[PRINCIPAL, RESOURCE]
        };
        let own = allowing("\"*\"", "\"*\"") + &self.limited_by(limits);
        let further = match self.service {
            "s3" => Some(allowing("\"s3:GetObject\"", &self.buckets_of_aws())),
            "sts" | "sts-fips" => {
                let federated = FEDERATED.map(|it| format!("\"{it}\"")).join(", ");
                Some(allowing(&format!("[{federated}]"), "\"*\"") + &self.limited_by(&[RESOURCE]))
            }
            _ => None,
        };
        std::iter::once(own).chain(further).collect()
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

    /// What is fetched through it without credentials of the account.
    fn buckets_of_aws(&self) -> String {
        let of_machines: &[AwsBuckets] = if self.has_machines { &OF_MACHINES } else { &[] };
        let all = std::iter::once(&LAYERS).chain(of_machines);
        let objects = all.flat_map(|it| it.objects(self.partition, self.region));
        let objects: Vec<_> = objects.map(|it| format!("\"{it}\"")).collect();
        match objects.as_slice() {
            [only] => only.clone(),
            several => {
                let one = |it: &String| format!("\n    {it},");
                let lines: String = several.iter().map(one).collect();
                format!("[{lines}\n  ]")
            }
        }
    }
}

/// The beginning of a statement.
fn allowing(action: &str, resource: &str) -> String {
    let padding = if resource.contains('\n') { "" } else { " " };
    format!(
        "\n  Effect    = \"Allow\"\n  Principal = \"*\"\n  Action    = {action}\n  Resource{padding} = {resource}"
    )
}

fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}
