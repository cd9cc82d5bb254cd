//! What was not seen of roots that concern no endpoint, as far as can be seen: an endpoint may be where their calls lead.

use std::{collections::BTreeSet, path::Path};

use rayon::prelude::*;

use super::{
    plan::Plan,
    request::Error,
    unfollowed::{self, Unseen},
};
use crate::{
    config::Configs,
    eval::Evaluation,
    module::{self, Program},
    source::{Directory, Sources},
};

/// What was not seen of the roots that were passed over. No more than their calls is read, and what else is wrong with them is not told.
pub(super) fn of_passed_over(
    sources: &Sources,
    configs: &mut Configs<'_>,
    plan: &Plan,
    loaded: &Program,
) -> Result<Vec<Unseen>, Error> {
    let loaded: BTreeSet<&Path> = (loaded.modules().iter())
        .map(|module| module.directory.as_path())
        .collect();
    let directories = plan.calling_beyond.iter();
    let directories: Vec<Directory> = directories
        .filter(|directory| !loaded.contains(directory.path.as_path()))
        .cloned()
        .collect();
    let program = module::load_calls(sources, &directories);
    let of_roots: Vec<Vec<Unseen>> = program
        .roots
        .par_iter()
        .map(|root| unfollowed::of_root(&Evaluation::new(&program, sources, *root, &[])))
        .collect();
    let mut all = Vec::new();
    for (root, unseen) in program.roots.iter().zip(of_roots) {
        if unseen.is_empty() {
            continue;
        }
        let directory = &program.module(*root).directory;
        let (fails, _) = configs
            .of(directory)?
            .settings(directory)
            .fail_on_unfollowed();
        all.extend(unseen.into_iter().map(|one| Unseen { fails, ..one }));
    }
    Ok(all)
}
