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
    network::{fact::unknown_part, identity::names_nothing},
    value::{Type, Value, Why},
};

impl<'p> Builder<'_, 'p> {
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
        match template_of(group, around) {
            Ok(Some(template)) => {
                let profiles = template.attribute("iam_instance_profile");
                self.of_profile(&one_of(&profiles, &["name", "arn"]), around, needs);
            }
            Ok(None) => {}
            Err(why) => needs.0.leave_open(&why),
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
///
/// # Errors
///
/// Where it is not known which it is.
pub(super) fn template_of<'s, 'p>(
    group: &Instance<'p>,
    around: &Around<'s, 'p>,
) -> Result<Option<&'s Instance<'p>>, Why> {
    let named = one_of(&group.attribute("launch_template"), &["id", "name"]);
    match called(&named) {
        Some(template) => {
            let made_here = around.templates.get(&template);
            Ok(made_here.and_then(|it| it.first().copied()))
        }
        None if names_nothing(&named) => Ok(None),
        None => Err(unknown_part(&named)),
    }
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
