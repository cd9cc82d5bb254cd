//! What code finds in its environment: functions, and the containers of tasks.

use std::collections::BTreeSet;

use super::{Builder, blocks, member};
use crate::{
    address::Address,
    eval::Instance,
    network::Identity,
    provider::Json,
    value::{Fragment, Kind, Truth, Type, Value},
};

/// What code finds in its environment: names and addresses of tables, among all else.
#[derive(Default)]
pub(super) struct Told {
    /// Code that runs in a VPC.
    inside: BTreeSet<String>,
    /// Code that runs in none.
    outside: BTreeSet<String>,
    /// Whether such code may be told of more than is known.
    outside_is_open: bool,
}

impl Told {
    /// What code is told.
    pub(super) fn of(all: &[Code<'_, '_>]) -> Self {
        let mut told = Self::default();
        for code in all {
            let is_outside = !code.runs_in_vpc;
            told.outside_is_open |= is_outside && may_find_more(code.instance);
            for (_, value) in &code.variables {
                let names = if is_outside {
                    &mut told.outside
                } else {
                    &mut told.inside
                };
                let identity = Identity::of(value);
                let owner = identity
                    .as_ref()
                    .and_then(|it| it.owner(&["id", "name", "arn"]));
                match (owner.cloned().or_else(|| part_of(value)), value.as_str()) {
                    (Some(owner), _) => names.insert(owner.as_str().to_owned()),
                    (None, Some(name)) => names.insert(name.to_string()),
                    (None, None) => {
                        told.outside_is_open |=
                            is_outside && matches!(value.kind, Kind::Unknown(_));
                        continue;
                    }
                };
            }
        }
        told
    }

    /// Whether only what runs in no VPC may use a table, as far as is known: then it is no sign.
    pub(super) fn is_of_others(&self, table: &Instance<'_>) -> bool {
        let name = table.attribute("name").as_str().map(ToString::to_string);
        let is_in = |told: &BTreeSet<String>| {
            told.contains(&*table.address) || name.as_ref().is_some_and(|it| told.contains(it))
        };
        (self.outside_is_open || is_in(&self.outside)) && !is_in(&self.inside)
    }
}

/// Code, with what it finds in its environment.
pub(super) struct Code<'b, 'p> {
    pub(super) instance: &'b Instance<'p>,
    pub(super) runs_in_vpc: bool,
    pub(super) variables: Vec<(String, Value)>,
}

impl<'p> Builder<'_, 'p> {
    /// All functions and tasks.
    pub(super) fn code(&self) -> Vec<Code<'_, 'p>> {
        let code = self.of(&["aws_lambda_function", "aws_ecs_task_definition"]);
        let code = code.map(|instance| Code {
            instance,
            runs_in_vpc: runs_in_vpc(instance),
            variables: environment(instance),
        });
        code.collect()
    }
}

/// Whether code runs in a VPC: a task does, of functions those that say so.
pub(super) fn runs_in_vpc(function: &Instance<'_>) -> bool {
    if function.ty() != "aws_lambda_function" {
        return true;
    }
    let (blocks, _) = blocks(&function.attribute("vpc_config"));
    blocks.iter().any(|block| {
        let subnets = member(block, "subnet_ids");
        !matches!(&subnets.kind, Kind::Null(_))
            && !matches!(&subnets.kind, Kind::Sequence(list) if list.items.is_empty())
    })
}

/// What stands first in a text that is put together: `${aws_dynamodb_table.orders.arn}/index/*`.
pub(super) fn part_of(text: &Value) -> Option<Address> {
    let Kind::PartialString(fragments) = &text.kind else {
        return None;
    };
    let Some(Fragment::Unknown(unknown)) = fragments.first() else {
        return None;
    };
    match Identity::behind(unknown.symbol.as_ref()?) {
        Identity::Attribute(address, _) => Some(address),
        _ => None,
    }
}

/// The variables that code finds in its environment: a function, or the containers of a task.
fn environment(code: &Instance<'_>) -> Vec<(String, Value)> {
    if code.ty() == "aws_lambda_function" {
        let (blocks, _) = blocks(&code.attribute("environment"));
        let variables = blocks.iter().map(|block| member(block, "variables"));
        let entries = |variables: Value| -> Vec<(String, Value)> {
            let entries = variables.as_mapping().map(|it| &it.entries);
            let entries = entries.into_iter().flat_map(|it| it.iter());
            entries
                .map(|(name, value)| (name.to_string(), value.clone()))
                .collect()
        };
        return variables.flat_map(entries).collect();
    }
    let Ok(Json::Array(containers, _)) = Json::parse(&code.attribute("container_definitions"))
    else {
        return Vec::new();
    };
    let variables =
        containers
            .iter()
            .filter_map(|container| match container.member("environment", false)? {
                Json::Array(variables, _) => Some(variables),
                _ => None,
            });
    let text = |variable: &Json, member: &str| match variable.member(member, false)? {
        Json::String(value) => Some(value.clone()),
        _ => None,
    };
    let entry = |variable: &Json| {
        let name = text(variable, "name")?.as_str()?.to_string();
        let value = text(variable, "value");
        Some((name, value.unwrap_or_else(|| Value::null(Type::Any))))
    };
    variables.flatten().filter_map(entry).collect()
}

/// Whether a function may find more in its environment than is known.
fn may_find_more(function: &Instance<'_>) -> bool {
    let (blocks, open) = blocks(&function.attribute("environment"));
    let mut variables = blocks.iter().map(|block| member(block, "variables"));
    open.is_some()
        || variables.any(|it| match it.as_mapping() {
            Some(mapping) => mapping.rest.is_some(),
            None => it.is_null() != Truth::Yes,
        })
}
