//! The actions of services, as policies name them.

use std::{collections::BTreeMap, sync::LazyLock};

use super::ServiceName;
use crate::near::{LIKE, nearest};

/// What an action does to what it is used on (AWS's Service Authorization Reference, access levels).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Lists what there is.
    List,
    /// Reads it.
    Read,
    /// Makes, changes or removes it.
    Write,
    /// Changes its tags.
    Tagging,
    /// Changes who may use it.
    Permissions,
}

/// All actions with one prefix.
#[derive(Clone, Copy, Debug)]
pub struct Actions(&'static str);

static ACTIONS: LazyLock<BTreeMap<&'static str, Actions>> = LazyLock::new(|| {
    let lines = include_str!("../actions.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(prefix, names)| (prefix, Actions(names)))
        .collect()
});

impl Actions {
    /// The actions that start with that, `s3`, in whatever case; `None` where they are not listed.
    #[must_use]
    pub fn of(prefix: &str) -> Option<Self> {
        ACTIONS.get(&*prefix.to_ascii_lowercase()).copied()
    }

    /// What stands behind the colon of each, with what it does: `GetObject`.
    pub fn all(self) -> impl Iterator<Item = (Access, &'static str)> {
        let columns = self.0.split('\t');
        columns.filter_map(|it| it.split_once(':')).flat_map(|it| {
            let (level, names) = it;
            let access = match level {
                "L" => Access::List,
                "R" => Access::Read,
                "T" => Access::Tagging,
                "P" => Access::Permissions,
                _ => Access::Write,
            };
            names.split(',').map(move |name| (access, name))
        })
    }

    /// The one that was probably meant by a name: that which allows the operation of the API of that name, or one that begins with
    /// the same verb, since `PullImage` never means `PutImage`.
    #[must_use]
    pub fn near(self, name: &str) -> Option<&'static str> {
        let names = || self.all().map(|(_, known)| known);
        let by_operation = OPERATIONS.iter().find(|(operation, _)| *operation == name);
        if let Some((_, action)) = by_operation
            && let Some(known) = names().find(|known| known == action)
        {
            return Some(known);
        }
        nearest(
            names().filter(|known| verb(known).eq_ignore_ascii_case(verb(name))),
            name,
            LIKE,
        )
    }
}

/// Operations of an API that an action of another name allows (Amazon S3 user guide, required permissions for S3 API operations;
/// Amazon SQS, Amazon ECR and AWS Lambda in the Service Authorization Reference).
const OPERATIONS: [(&str, &str); 27] = [
    ("CompleteMultipartUpload", "PutObject"),
    ("CopyObject", "PutObject"),
    ("CreateMultipartUpload", "PutObject"),
    ("DeleteMessageBatch", "DeleteMessage"),
    ("DeleteObjects", "DeleteObject"),
    (
        "GetBucketAccelerateConfiguration",
        "GetAccelerateConfiguration",
    ),
    ("GetBucketEncryption", "GetEncryptionConfiguration"),
    ("GetBucketLifecycle", "GetLifecycleConfiguration"),
    (
        "GetBucketLifecycleConfiguration",
        "GetLifecycleConfiguration",
    ),
    ("GetBucketReplication", "GetReplicationConfiguration"),
    ("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
    ("HeadBucket", "ListBucket"),
    ("HeadObject", "GetObject"),
    ("Invoke", "InvokeFunction"),
    ("ListBuckets", "ListAllMyBuckets"),
    ("ListMultipartUploads", "ListBucketMultipartUploads"),
    ("ListObjectVersions", "ListBucketVersions"),
    ("ListObjects", "ListBucket"),
    ("ListObjectsV2", "ListBucket"),
    ("ListParts", "ListMultipartUploadParts"),
    ("PullImage", "BatchGetImage"),
    ("PutBucketEncryption", "PutEncryptionConfiguration"),
    (
        "PutBucketLifecycleConfiguration",
        "PutLifecycleConfiguration",
    ),
    ("PutBucketReplication", "PutReplicationConfiguration"),
    ("PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("SendMessageBatch", "SendMessage"),
    ("UploadPart", "PutObject"),
];

/// The first word of an action: `Get` of `GetObject`.
fn verb(name: &str) -> &str {
    let mut letters = name.char_indices().skip(1);
    let end = letters.find(|(_, letter)| letter.is_ascii_uppercase());
    end.map_or(name, |(at, _)| name.get(..at).unwrap_or(name))
}

/// What the actions of the service with a suffix start with, as far as it is not the first word of the suffix (AWS's Service
/// Authorization Reference).
fn action_prefix(suffix: &str) -> &str {
    let word = suffix.split('.').next().unwrap_or(suffix);
    match word.strip_suffix("-fips").unwrap_or(word) {
        "analytics-omics"
        | "control-storage-omics"
        | "storage-omics"
        | "tags-omics"
        | "workflows-omics" => "omics",
        "appconfigdata" => "appconfig",
        "aps-workspaces" => "aps",
        "arsenal-discovery" => "discovery",
        "bedrock-agent" | "bedrock-agent-runtime" | "bedrock-runtime" => "bedrock",
        "cassandra-streams" => "cassandra",
        "cloudcontrolapi" => "cloudformation",
        "cloudhsmv2" => "cloudhsm",
        "data-servicediscovery" => "servicediscovery",
        "dynamodb-streams" => "dynamodb",
        "ecs-agent" | "ecs-telemetry" => "ecs",
        "elasticbeanstalk-health" => "elasticbeanstalk",
        "email-smtp" | "email" => "ses",
        "evidently-dataplane" => "evidently",
        "forecastquery" => "forecast",
        "git-codecommit" => "codecommit",
        "guardduty-data" => "guardduty",
        "kinesis-firehose" => "firehose",
        "kinesis-streams" => "kinesis",
        "memory-db" => "memorydb",
        "models-v2-lex" | "runtime-v2-lex" => "lex",
        "monitoring" => "cloudwatch",
        "neptune-graph-data" => "neptune-graph",
        "notebook" | "studio" => "sagemaker",
        "personalize-events" | "personalize-runtime" => "personalize",
        "pinpoint" => "mobiletargeting",
        "pinpoint-sms-voice-v2" => "sms-voice",
        "rum-dataplane" => "rum",
        "runtime-medical-imaging" => "medical-imaging",
        "s3-global" => "s3",
        "servicecatalog-appregistry" => "servicecatalog",
        "stream-logs" | "syslog-logs" => "logs",
        "streaming-rekognition" => "rekognition",
        "sync-states" => "states",
        "tagging" => "tag",
        "transcribestreaming" => "transcribe",
        plain => plain,
    }
}

impl ServiceName {
    /// The prefixes of the service's IAM actions: `s3`, `ecr`; empty when it is no service of AWS.
    #[must_use]
    pub fn action_prefixes(&self) -> Vec<&str> {
        let Self::Aws { suffix, .. } = self else {
            return Vec::new();
        };
        match action_prefix(suffix) {
            "codeconnections" | "codestar-connections" => {
                vec!["codeconnections", "codestar-connections"]
            }
            "codewhisperer" | "q" => vec!["q", "codewhisperer"],
            "geo" => vec!["geo", "geo-maps", "geo-places", "geo-routes"],
            "iot" => vec!["iot", "iotdeviceadvisor", "iotfleethub", "iotjobsdata"],
            "s3" => vec!["s3", "s3-object-lambda", "s3express"],
            prefix => vec![prefix],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_actions_start_with() {
        for (suffix, prefix) in [
            ("s3", "s3"),
            ("ecr.dkr", "ecr"),
            ("kms-fips", "kms"),
            ("monitoring", "cloudwatch"),
            ("kinesis-streams-fips", "kinesis"),
        ] {
            assert_eq!(action_prefix(suffix), prefix);
        }
    }

    #[test]
    fn means_what_allows_an_operation_or_has_the_same_verb() {
        for (prefix, written, meant) in [
            ("s3", "ListObjectsV2", Some("ListBucket")),
            (
                "s3",
                "GetBucketEncryption",
                Some("GetEncryptionConfiguration"),
            ),
            ("s3", "GetObjects", Some("GetObject")),
            ("ecr", "PullImage", Some("BatchGetImage")),
            ("sqs", "SendMessageBatch", Some("SendMessage")),
            ("sqs", "ReadMessage", None),
            ("lambda", "Invoke", Some("InvokeFunction")),
        ] {
            assert_eq!(
                Actions::of(prefix).unwrap().near(written),
                meant,
                "{written}"
            );
        }
        for (_, action) in OPERATIONS {
            let is_there = |prefix: &&str| {
                let mut all = Actions::of(prefix).unwrap().all();
                all.any(|(_, name)| name == action)
            };
            assert!(
                ["ecr", "lambda", "s3", "sqs"].iter().any(is_there),
                "{action}"
            );
        }
    }

    #[test]
    fn lists_actions_with_what_they_do() {
        let level = |prefix: &str, wanted: &str| {
            let mut all = Actions::of(prefix).unwrap().all();
            all.find(|(_, name)| *name == wanted).map(|(it, _)| it)
        };
        assert_eq!(level("s3", "GetObject"), Some(Access::Read));
        assert_eq!(level("S3", "PutObject"), Some(Access::Write));
        assert_eq!(level("s3", "ListAllMyBuckets"), Some(Access::List));
        assert_eq!(level("s3", "PutBucketPolicy"), Some(Access::Permissions));
        assert_eq!(level("s3", "PutBucketTagging"), Some(Access::Tagging));
        assert_eq!(level("s3", "Get"), None);
        assert!(Actions::of("nothing").is_none());
        assert!(ACTIONS.len() > 300);
        assert!(ACTIONS.values().all(|it| it.all().count() > 0));
    }

    #[test]
    fn finds_what_was_meant() {
        let near = |name| Actions::of("s3").and_then(|it| it.near(name));
        assert_eq!(near("GetObjects"), Some("GetObject"));
        assert_eq!(near("Frobnicate"), None);
    }
}
