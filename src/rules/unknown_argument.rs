//! An argument or block that the type does not have: Terraform refuses the module.

use crate::network::{Answer, Case, NO_REFUSAL, Reason, Refusal, fault, meant};

pub(super) fn check(refusal: &Case<'_, Refusal>) -> Answer {
    let Reason::UnknownArgument(name, near) = &refusal.reason else {
        return NO_REFUSAL;
    };
    refusal.is_final()?;
    let message = format!("{refusal} sets `{name}`, which its type does not have");
    fault(&refusal.place, message)
        .fix(refusal.renaming(near.as_ref()))
        .help(meant(near.as_ref(), &format!("take `{name}` away")))
}
