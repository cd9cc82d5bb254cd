//! What agents on machines need, by the policies of the roles that they run under.

use super::{
    Builder,
    around::{Around, called, keys_of},
    blocks, member,
    need::{Needs, of_policy},
    set_value,
};
use crate::{
    eval::Instance,
    module::Mode,
    network::{fact::unknown_part, identity::names_nothing},
    value::{Type, Value, Why},
};

/// What starts machines or runs on some.
const MACHINES: [&str; 18] = [
    "aws_autoscaling_group",
    "aws_batch_compute_environment",
    "aws_cloud9_environment_ec2",
    "aws_codebuild_project",
    "aws_codedeploy_deployment_group",
    "aws_ec2_fleet",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_elastic_beanstalk_environment",
    "aws_emr_cluster",
    "aws_imagebuilder_infrastructure_configuration",
    "aws_instance",
    "aws_launch_configuration",
    "aws_launch_template",
    "aws_spot_fleet_request",
    "aws_spot_instance_request",
    "aws_ssm_association",
    "aws_ssm_patch_baseline",
];

impl<'p> Builder<'_, 'p> {
    /// Whether a block starts machines or runs on some, however many it is for.
    pub(super) fn starts_machines(&self) -> bool {
        let mut resources = self.scopes.iter().flat_map(|it| it.module.resources.keys());
        resources.any(|it| it.mode == Mode::Managed && MACHINES.contains(&&*it.ty))
    }

    /// Those of a machine.
    pub(super) fn of_machine(
        &self,
        machine: &Instance<'p>,
        around: &Around<'_, 'p>,
        needs: &mut Needs,
    ) {
        let profile = set_value(machine, "iam_instance_profile");
        self.of_profile(&profile, around, needs);
    }

    /// Those of the machines that a group starts from a template.
    pub(super) fn of_group(
        &self,
        group: &Instance<'p>,
        around: &Around<'_, 'p>,
        needs: &mut Needs,
    ) {
        let named = one_of(&group.attribute("launch_template"), &["id", "name"]);
        let template = match called(&named) {
            Some(template) => around.templates.get(&template).and_then(|it| it.first()),
            None if names_nothing(&named) => return,
            None => return needs.0.leave_open(&unknown_part(&named)),
        };
        if let Some(template) = template {
            let profiles = template.attribute("iam_instance_profile");
            self.of_profile(&one_of(&profiles, &["name", "arn"]), around, needs);
        }
    }

    fn of_profile(&self, profile: &Value, around: &Around<'_, 'p>, needs: &mut Needs) {
        let profile = match called(profile) {
            Some(profile) => around.profiles.get(&profile).and_then(|it| it.first()),
            None if names_nothing(profile) => return,
            None => return needs.0.leave_open(&unknown_part(profile)),
        };
        let Some(profile) = profile else { return };
        let role = set_value(profile, "role");
        let role = match called(&role) {
            Some(role) => around.roles.get(&role).and_then(|it| it.first()),
            None => return needs.0.leave_open(&unknown_part(&role)),
        };
        let Some(role) = role else { return };
        if around.loose_attachments {
            needs.0.leave_open(&Why::Condition);
        }
        let keys = keys_of(role, "name").into_iter();
        for attachment in keys.filter_map(|it| around.attachments.get(&it)).flatten() {
            let policy = attachment.attribute("policy_arn");
            let place = self.place(attachment, "policy_arn", &policy);
            of_policy(&policy, needs, &place);
        }
        let policies = set_value(role, "managed_policy_arns");
        let place = self.place(role, "managed_policy_arns", &policies);
        let (policies, open) = blocks(&policies);
        for policy in &policies {
            of_policy(policy, needs, &place);
        }
        if let Some(why) = open {
            needs.0.leave_open(&why);
        }
    }
}

/// The template from which a group starts machines, if that is made here.
pub(super) fn template_of<'s, 'p>(
    group: &Instance<'p>,
    around: &Around<'s, 'p>,
) -> Option<&'s Instance<'p>> {
    let named = one_of(&group.attribute("launch_template"), &["id", "name"]);
    around.templates.get(&called(&named)?)?.first().copied()
}

/// The argument that names something, of some in a block of which there is one at most.
fn one_of(value: &Value, arguments: &[&str]) -> Value {
    let (found, open) = blocks(value);
    match (found.as_slice(), open) {
        ([only], None) => {
            let mut values: Vec<Value> = arguments.iter().map(|it| member(only, it)).collect();
            values.retain(|it| !names_nothing(it));
            // What the provider fills in names nothing that is made here.
            let named = values.iter().find(|it| called(it).is_some());
            let named = named.or(values.first()).cloned();
            named.unwrap_or(Value::null(Type::Any))
        }
        ([], None) => Value::null(Type::Any),
        (_, why) => Value::unknown(Type::Any, why.unwrap_or(Why::Condition)),
    }
}
