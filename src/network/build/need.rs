//! What shows that a workload needs a service: its images, logs and secrets, its policies, the resources it is told of.

use super::{blocks, member, set_value};
use crate::{
    address::Address,
    eval::Instance,
    network::{Fact, Need, Place, Set, Weight, fact::unknown_part},
    provider::Json,
    value::{Fragment, Kind, Unknown, Value, Why},
};

/// What pulling an image from ECR needs: its layers lie in S3.
const OF_IMAGES: [&str; 3] = ["ecr.api", "ecr.dkr", "s3"];

/// What agents on a machine need, by the policy of AWS that their role is given for it.
const OF_AGENTS: [(&str, &[&str], &str, Weight); 3] = [
    (
        "AmazonSSMManagedInstanceCore",
        &["ssm", "ssmmessages"],
        "be managed by Systems Manager",
        Weight::Vital,
    ),
    // Its agent is on no image of AWS, and that of Systems Manager is given the policy for the logs of its commands alone.
    (
        "CloudWatchAgentServerPolicy",
        &["logs"],
        "send logs",
        Weight::Permitted,
    ),
    (
        "CloudWatchAgentServerPolicy",
        &["monitoring"],
        "send metrics",
        Weight::Permitted,
    ),
];

/// The services of resources that code is told of by its environment, and how it is told.
const OF_RESOURCES: [(&str, &str); 8] = [
    ("aws_cloudwatch_event_bus", "events"),
    ("aws_dynamodb_table", "dynamodb"),
    ("aws_kinesis_stream", "kinesis-streams"),
    ("aws_s3_bucket", "s3"),
    ("aws_secretsmanager_secret", "secretsmanager"),
    ("aws_sfn_state_machine", "states"),
    ("aws_sns_topic", "sns"),
    ("aws_sqs_queue", "sqs"),
];

/// What code does with the resources that it is told of.
pub(super) const CALLS: &str = "call what its environment tells it of";

/// The attributes by which code calls a resource.
const CALLED_BY: [&str; 5] = ["arn", "bucket", "id", "name", "url"];

/// Needs in the making.
pub(super) struct Needs(pub(super) Set<Need>);

impl Needs {
    pub(super) fn add(
        &mut self,
        services: &[&'static str],
        purpose: &'static str,
        weight: Weight,
        place: &Place,
    ) {
        for service in services {
            let need = Need {
                service,
                purpose,
                weight,
            };
            self.0.add(&Fact::new(Ok(need), place.clone()));
        }
    }

    /// What a question says: nothing, that they are needed, or that it is not known.
    pub(super) fn add_if(
        &mut self,
        needed: Result<bool, Why>,
        services: &[&'static str],
        purpose: &'static str,
        weight: Weight,
        place: &Place,
    ) {
        match needed {
            Ok(true) => self.add(services, purpose, weight, place),
            Ok(false) => {}
            Err(why) => self.0.leave_open(&why),
        }
    }
}

/// Whether a text is that word.
pub(super) fn is_word(value: &Value, word: &str) -> Result<bool, Why> {
    match &value.kind {
        Kind::Null(_) => Ok(false),
        Kind::String(text) => Ok(&**text == word),
        _ => Err(unknown_part(value)),
    }
}

/// Whether a service of ECS runs on Fargate.
pub(super) fn on_fargate(service: &Instance<'_>) -> Result<bool, Why> {
    let launch_type = set_value(service, "launch_type");
    if !matches!(launch_type.kind, Kind::Null(_)) {
        return is_word(&launch_type, "FARGATE");
    }
    let (strategies, open) = blocks(&service.attribute("capacity_provider_strategy"));
    if let Some(why) = open {
        return Err(why);
    }
    let mut on_fargate = !strategies.is_empty();
    for strategy in &strategies {
        let provider = member(strategy, "capacity_provider");
        on_fargate &= is_word(&provider, "FARGATE")? || is_word(&provider, "FARGATE_SPOT")?;
    }
    Ok(on_fargate)
}

/// What a container of a task needs.
pub(super) fn of_container(container: &Json, needs: &mut Needs, place: &Place) {
    if let Json::Unknown(unknown) = container {
        return needs.0.leave_open(&unknown.why);
    }
    let text = |json: Option<&Json>| match json {
        Some(Json::String(text)) => Some(text.clone()),
        Some(Json::Unknown(unknown)) => Some(Value::new(Kind::Unknown(unknown.clone()))),
        _ => None,
    };
    if let Some(image) = text(container.member("image", false)) {
        needs.add_if(
            is_in_ecr(&image),
            &OF_IMAGES,
            "pull its image",
            Weight::Vital,
            place,
        );
    }
    let logs = container.member("logConfiguration", false);
    if let Some(driver) = text(logs.and_then(|it| it.member("logDriver", false))) {
        let by_agent = is_word(&driver, "awslogs");
        needs.add_if(by_agent, &["logs"], "write its logs", Weight::Vital, place);
    }
    let Some(Json::Array(secrets, _)) = container.member("secrets", false) else {
        return;
    };
    for secret in secrets {
        if let Some(from) = text(secret.member("valueFrom", false)) {
            let purpose = "read its secrets";
            match store_of(&from) {
                Ok(store) => needs.add(&[store], purpose, Weight::Vital, place),
                Err(why) => needs.0.leave_open(&why),
            }
        }
    }
}

/// The known stretches of a text, and the resource that stands at its beginning, as an attribute.
pub(super) fn parts(text: &Value) -> (String, Option<(Address, String)>) {
    let of_symbol = |unknown: &Unknown| {
        let symbol = unknown.symbol.as_ref()?;
        let (address, attribute) = Address::of_attribute(symbol.as_str())?;
        Some((address, attribute.to_owned()))
    };
    match &text.kind {
        Kind::String(text) => (text.to_string(), None),
        Kind::Unknown(unknown) => (String::new(), of_symbol(unknown)),
        Kind::PartialString(fragments) => {
            let known = fragments.iter().filter_map(|fragment| match fragment {
                Fragment::Known(known) => Some(&**known),
                Fragment::Unknown(_) => None,
            });
            let first = match fragments.first() {
                Some(Fragment::Unknown(unknown)) => of_symbol(unknown),
                _ => None,
            };
            (known.collect(), first)
        }
        _ => (String::new(), None),
    }
}

/// Whether an image lies in a private registry of ECR.
fn is_in_ecr(image: &Value) -> Result<bool, Why> {
    let (known, first) = parts(image);
    let of_repository = first.is_some_and(|(_, attribute)| attribute == "repository_url");
    if of_repository || known.contains(".dkr.ecr.") {
        return Ok(true);
    }
    match &image.kind {
        Kind::String(_) => Ok(false),
        _ => Err(unknown_part(image)),
    }
}

/// Where a secret comes from: parameters are also named without ARN.
fn store_of(from: &Value) -> Result<&'static str, Why> {
    let (known, first) = parts(from);
    let ty = first
        .map(|(address, _)| address.own().to_owned())
        .unwrap_or_default();
    let ty = ty.strip_prefix("data.").unwrap_or(&ty);
    if known.contains(":secretsmanager:") || ty.starts_with("aws_secretsmanager_secret") {
        Ok("secretsmanager")
    } else if known.contains(":ssm:")
        || ty.starts_with("aws_ssm_parameter")
        || matches!(&from.kind, Kind::String(text) if !text.starts_with("arn:"))
    {
        Ok("ssm")
    } else {
        Err(unknown_part(from))
    }
}

/// What code calls that is told of a resource.
pub(super) fn of_variable(value: &Value, needs: &mut Needs, place: &Place) {
    for (ty, service) in OF_RESOURCES {
        needs.add_if(is_of(value, ty), &[service], CALLS, Weight::Used, place);
    }
    // What is not an attribute of some resource may be anything.
    if let Kind::Unknown(unknown) = &value.kind {
        let symbol = unknown.symbol.as_ref();
        if symbol.is_none_or(|it| Address::of_attribute(it.as_str()).is_none()) {
            needs.0.leave_open(&unknown.why);
        }
    }
}

/// Whether a value calls a resource of a type by its name.
fn is_of(value: &Value, ty: &str) -> Result<bool, Why> {
    let one = |value: &Value| {
        let named = match &value.kind {
            Kind::Unknown(unknown) => unknown.symbol.as_ref(),
            _ => None,
        };
        let named = named.and_then(|it| Address::of_attribute(it.as_str()));
        named.is_some_and(|(address, attribute)| {
            let own = address.own().strip_prefix(ty);
            own.is_some_and(|rest| rest.starts_with('.')) && CALLED_BY.contains(&attribute)
        })
    };
    let ways = value.alternatives();
    match ways.iter().filter(|it| one(it)).count() {
        0 => Ok(false),
        some if some == ways.len() => Ok(true),
        _ => Err(Why::Condition),
    }
}

/// What agents need that a policy of AWS is for.
pub(super) fn of_policy(policy: &Value, needs: &mut Needs, place: &Place) {
    if let Kind::Union(_) = &policy.kind {
        return needs.0.leave_open(&Why::Condition);
    }
    let (arn, _) = parts(policy);
    for (name, services, purpose, weight) in OF_AGENTS {
        if arn.ends_with(&format!("/{name}")) {
            needs.add(services, purpose, weight, place);
        }
    }
}
