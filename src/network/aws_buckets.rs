//! Buckets of AWS itself, and what fetches from them (aws-samples/data-perimeter-policy-examples: service-owned resources).

use super::policy::Acting;
use crate::provider::region::Partition;

/// What is done with most of them.
pub(super) const FETCH: &str = "s3:GetObject";

/// What is done where logs are kept.
pub(super) const PUT: &str = "s3:PutObject";

/// Buckets of one owner.
#[derive(Debug)]
pub(super) struct AwsBuckets {
    /// Whose they are.
    pub(super) owner: &'static str,
    /// The services that show that they are fetched from.
    pub(super) services: &'static [&'static str],
    /// By whom requests for them are.
    pub(super) by: Acting,
    /// What is done with their objects.
    pub(super) action: &'static str,
    /// Their names, with what all objects in them begin with: `<region>` stands for the Region, and `*` for what has no rule.
    names: &'static [&'static str],
}

/// Where ECR keeps image layers. Requests for them are signed by an account of ECR (Amazon ECR user guide, interface VPC endpoints,
/// minimum Amazon S3 bucket permissions).
pub(super) const LAYERS: AwsBuckets = AwsBuckets {
    owner: "ECR",
    services: &["ecr.dkr", "ecr.api"],
    by: Acting::Foreign,
    action: FETCH,
    names: &["prod-<region>-starport-layer-bucket"],
};

/// What machines use, mostly without signing: their package managers and agents.
pub(super) const OF_MACHINES: [AwsBuckets; 9] = [
    AwsBuckets {
        owner: "Amazon Linux 2023",
        services: &[],
        by: Acting::Anonymous,
        action: FETCH,
        names: &["al2023-repos-<region>-de612dc2", "al2023-<region>"],
    },
    AwsBuckets {
        owner: "Amazon Linux 2",
        services: &[],
        by: Acting::Anonymous,
        action: FETCH,
        names: &[
            "amazonlinux-2-repos-<region>",
            "amazonlinux.<region>.amazonaws.com",
            "packages.<region>.amazonaws.com",
            "repo.<region>.amazonaws.com",
        ],
    },
    // Of what Patch Manager runs, see "Amazon S3 buckets for patching operations" in the Systems Manager user guide.
    AwsBuckets {
        owner: "Systems Manager",
        services: &["ssm"],
        by: Acting::Anonymous,
        action: FETCH,
        names: &[
            "aws-ssm-<region>",
            "amazon-ssm-<region>",
            "amazon-ssm-packages-<region>",
            "aws-ssm-distributor-file-<region>",
            "aws-ssm-document-attachments-<region>",
            "aws-patch-manager-<region>-*",
            "patch-baseline-snapshot-<region>",
            "patch-baseline-snapshot-<region>-*",
            "aws-patchmanager-macos-<region>",
            "aws-windows-downloads-<region>",
            "<region>-birdwatcher-prod",
        ],
    },
    AwsBuckets {
        owner: "CloudWatch",
        services: &[],
        by: Acting::Anonymous,
        action: FETCH,
        names: &["amazoncloudwatch-agent-<region>", "amazoncloudwatch-agent"],
    },
    AwsBuckets {
        owner: "CodeDeploy",
        services: &["codedeploy-commands-secure"],
        by: Acting::Anonymous,
        action: FETCH,
        names: &["aws-codedeploy-<region>"],
    },
    AwsBuckets {
        owner: "EMR",
        services: &["elasticmapreduce"],
        by: Acting::Anonymous,
        action: FETCH,
        names: &["repo.<region>.emr.amazonaws.com"],
    },
    // Where the event logs of Spark go.
    AwsBuckets {
        owner: "EMR",
        services: &[],
        by: Acting::Anonymous,
        action: PUT,
        names: &["prod.<region>.appinfo.src"],
    },
    AwsBuckets {
        owner: "Image Builder",
        services: &[],
        by: Acting::Anonymous,
        action: FETCH,
        names: &[
            "ec2imagebuilder-toe-<region>-prod",
            "ec2imagebuilder-managed-resources-<region>-prod/components",
        ],
    },
    AwsBuckets {
        owner: "Elastic Beanstalk",
        services: &[],
        by: Acting::Own,
        action: FETCH,
        names: &[
            "elasticbeanstalk-<region>",
            "elasticbeanstalk-env-resources-<region>",
            "elasticbeanstalk-platform-assets-<region>",
            "elasticbeanstalk-samples-<region>",
        ],
    },
];

impl AwsBuckets {
    /// All their objects in a Region, as a policy names them; `*` is every Region.
    pub(super) fn objects(&self, partition: &str, region: &str) -> impl Iterator<Item = String> {
        self.names.iter().map(move |name| {
            let name = name.replace("<region>", region);
            format!("arn:{partition}:s3:::{name}/*")
        })
    }

    /// An object of each in a Region.
    pub(super) fn samples(&self, region: &str) -> impl Iterator<Item = String> {
        let partition = Partition::of_region(region).map_or("aws", Partition::id);
        self.objects(partition, region)
            .map(|it| it.replace('*', "x"))
    }
}
