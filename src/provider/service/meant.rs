//! Which service was probably meant by a name that there is not.

use super::{Service, ServiceName};
use crate::near::within;

/// What else an endpoint may have been meant to lead to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meant {
    /// These services, by the templates of their names: what the name means, or the one that is spelled most alike.
    These(Vec<&'static str>),
    /// Another of a kind whose names are numbered or differ from account to account.
    Sibling,
    /// Nothing that is known.
    Nothing,
}

/// What people call services, and the suffixes that these have.
const CALLED: [(&str, &[&str]); 43] = [
    ("alb", &["elasticloadbalancing"]),
    ("api-gateway", &["execute-api"]),
    ("aurora", &["rds", "rds-data"]),
    ("cloudwatch", &["monitoring"]),
    ("cloudwatch-events", &["events"]),
    ("cloudwatch-logs", &["logs"]),
    ("cloudwatch-metrics", &["monitoring"]),
    (
        "codeartifact",
        &["codeartifact.api", "codeartifact.repositories"],
    ),
    ("configservice", &["config"]),
    ("cognito", &["cognito-idp"]),
    ("docdb", &["rds"]),
    ("documentdb", &["rds"]),
    ("ecr", &["ecr.api", "ecr.dkr"]),
    ("ecr.docker", &["ecr.dkr"]),
    ("efs", &["elasticfilesystem"]),
    ("elb", &["elasticloadbalancing"]),
    ("elbv2", &["elasticloadbalancing"]),
    ("emr", &["elasticmapreduce"]),
    ("eventbridge", &["events"]),
    ("event-bridge", &["events"]),
    ("firehose", &["kinesis-firehose"]),
    ("datafirehose", &["kinesis-firehose"]),
    ("git", &["git-codecommit"]),
    ("iot", &["iot.data"]),
    ("keyspaces", &["cassandra"]),
    ("kinesis", &["kinesis-streams"]),
    ("kinesis-data-streams", &["kinesis-streams"]),
    ("mwaa", &["airflow.api", "airflow.env"]),
    ("airflow", &["airflow.api", "airflow.env"]),
    ("parameter-store", &["ssm"]),
    ("parameterstore", &["ssm"]),
    ("sagemaker", &["sagemaker.api", "sagemaker.runtime"]),
    ("sagemaker-api", &["sagemaker.api"]),
    ("sagemaker-runtime", &["sagemaker.runtime"]),
    ("ses", &["email", "email-smtp"]),
    ("ses-smtp", &["email-smtp"]),
    ("smtp", &["email-smtp"]),
    ("sfn", &["states"]),
    ("step-functions", &["states"]),
    ("stepfunctions", &["states"]),
    ("timestream", &["timestream-influxdb"]),
    ("transfer-server", &["transfer.server"]),
    ("xray-api", &["xray"]),
];

/// Names further apart than this are different names.
const MOST_EDITS: usize = 2;

/// What was meant by a name, if no service of the table has it.
#[must_use]
pub fn meant(name: &ServiceName) -> Meant {
    let (family, suffix) = match name {
        ServiceName::Aws { prefix, suffix, .. } => (*prefix, &**suffix),
        ServiceName::Other(text) => ("", &**text),
        ServiceName::Customer { .. } => return Meant::Nothing,
    };
    let family = if family.ends_with("com.amazonaws") || family.is_empty() {
        "com.amazonaws"
    } else {
        family
    };
    let regional = |suffix: &str| Service::find(&format!("{family}.<region>.{suffix}"));
    // The same suffix where the Region is missing, is one too many, or the name starts in another way.
    let mut alike: Vec<&str> = (regional(suffix).into_iter())
        .chain(Service::all().filter(|it| it.suffix == suffix))
        .map(|it| it.template)
        .collect();
    alike.dedup();
    if let Some(first) = alike.first() {
        return Meant::These(vec![first]);
    }
    let called = CALLED.iter().find(|(called, _)| *called == suffix);
    if let Some((_, suffixes)) = called {
        let found = suffixes.iter().filter_map(|suffix| regional(suffix));
        return Meant::These(found.map(|it| it.template).collect());
    }
    let suffixes = || Service::all().map(|it| it.suffix);
    if is_numbered(suffix) || suffixes().any(|known| kind(known) == kind(suffix)) {
        return Meant::Sibling;
    }
    match within(suffixes(), suffix, MOST_EDITS) {
        Some(near) => {
            let service = regional(near).or_else(|| Service::all().find(|it| it.suffix == near));
            service.map_or(Meant::Nothing, |it| Meant::These(vec![it.template]))
        }
        None => Meant::Nothing,
    }
}

/// Cells of a service have names of their own.
fn is_numbered(suffix: &str) -> bool {
    suffix.starts_with("dsql-") || suffix.contains("-cell")
}

/// A suffix without its numbers.
fn kind(suffix: &str) -> String {
    suffix.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn finds_what_was_meant() {
        for (name, expected) in [
            (
                "com.amazonaws.us-east-1.secretmanager",
                "com.amazonaws.<region>.secretsmanager",
            ),
            (
                "com.amazonaws.us-east-1.cloudwatch",
                "com.amazonaws.<region>.monitoring",
            ),
            (
                "com.amazonaws.us-east-1.ecr-dkr",
                "com.amazonaws.<region>.ecr.dkr",
            ),
            (
                "com.amazonaws.us-east-1.ec2message",
                "com.amazonaws.<region>.ec2messages",
            ),
            (
                "com.amazonaws.us-east-1.notebook",
                "aws.sagemaker.<region>.notebook",
            ),
            ("com.amazonaws.us-east-1.iam", "com.amazonaws.iam"),
            ("com.amazonaws.s3", "com.amazonaws.<region>.s3"),
            ("s3", "com.amazonaws.<region>.s3"),
        ] {
            let read = ServiceName::parse(&Value::string(name)).unwrap();
            assert_eq!(meant(&read), Meant::These(vec![expected]), "{name}");
        }
        let of = |suffix: &str| {
            let name = format!("com.amazonaws.us-east-1.{suffix}");
            meant(&ServiceName::parse(&Value::string(name.as_str())).unwrap())
        };
        assert!(matches!(of("ecr"), Meant::These(both) if both.len() == 2));
        for cell in ["timestream.ingest-cell5", "dsql-a1b2", "ec3", "route54"] {
            assert_eq!(of(cell), Meant::Sibling, "{cell}");
        }
        // Several names are as near.
        for unknown in ["brand-new-service", "sxs", "zz"] {
            assert_eq!(of(unknown), Meant::Nothing, "{unknown}");
        }
    }

    #[test]
    fn what_services_are_called_is_no_name() {
        for (called, suffixes) in CALLED {
            assert!(
                Service::all().all(|it| it.suffix != called),
                "{called} is a service"
            );
            assert!(!suffixes.is_empty());
            for suffix in suffixes {
                let template = format!("com.amazonaws.<region>.{suffix}");
                assert!(Service::find(&template).is_some(), "{called}: {template}");
            }
        }
    }
}
