//! Two declarations of one name: Terraform refuses the module.

use crate::network::{Answer, Case, NO_REFUSAL, Reason, Refusal, fault};

pub(super) fn check(refusal: &Case<'_, Refusal>) -> Answer {
    let Reason::Repeated(what, first) = &refusal.reason else {
        return NO_REFUSAL;
    };
    refusal.is_final()?;
    refusal.cite(*first, "the first declaration");
    let message = format!("{what} is declared a second time in its module");
    fault(&refusal.place, message).help("give one of the two another name, or take it away")
}
