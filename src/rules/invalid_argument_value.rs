//! A value that the provider does not take: Terraform refuses the plan.

use crate::network::{Answer, Case, NO_REFUSAL, Reason, Refusal, fault};

pub(super) fn check(refusal: &Case<'_, Refusal>) -> Answer {
    let Reason::Value {
        argument,
        fault: what,
        instead,
    } = &refusal.reason
    else {
        return NO_REFUSAL;
    };
    refusal.is_final()?;
    fault(&refusal.place, format!("{argument} of {refusal} {what}")).help(instead)
}
