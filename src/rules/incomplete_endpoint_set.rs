//! Half a set of endpoints does not work where nothing else leads out of the VPC.

use crate::network::{Answer, Case, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let gaps = vpc.gaps()?;
    vpc.possible_if(vpc.is_exported() || gaps.are_doubtful());
    fault(vpc, gaps.message(vpc))
        .concerning(gaps.endpoints())
        .lacking(vpc.missing(gaps.missing()))
        .error_if(gaps.are_vital())
        .hint_if(gaps.are_doubtful())
        .help(gaps.advice(vpc))
}
