//! A reference to what no file declares: Terraform refuses the module.

use crate::network::{Answer, Case, NO_REFUSAL, Reason, Refusal, fault, meant};

pub(super) fn check(refusal: &Case<'_, Refusal>) -> Answer {
    let Reason::Undeclared(name, near) = &refusal.reason else {
        return NO_REFUSAL;
    };
    refusal.is_final()?;
    let message = format!("{refusal} refers to {name}, which is not declared");
    fault(&refusal.place, message).help(meant(near.as_ref(), &format!("declare {name}")))
}
