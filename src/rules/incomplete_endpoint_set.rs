//! Half a set of endpoints does not work where nothing else leads out of the VPC.

use crate::network::{Answer, Case, Gap, Shown, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let gaps = vpc.gaps()?;
    vpc.possible_if(vpc.is_exported() || gaps.iter().all(|gap| gap.is_doubtful));
    vpc.every(gaps, |gap| claim(vpc, &gap))
}

fn claim(vpc: &Case<'_, Vpc>, gap: &Gap<'_>) -> Answer {
    let message = gap.message(vpc);
    let claim = match &gap.shown_by {
        Shown::By(workload) => fault(workload, message),
        Shown::ByEndpoint(endpoint) => fault(endpoint, message),
    };
    claim
        .error_if(gap.vital)
        .hint_if(gap.is_doubtful)
        .help(gap.advice(vpc))
}
