//! Which tool is meant: that of a root counts for all that it calls.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use super::{
    Call, Module, Program,
    known::range::{Range, Version},
};
use crate::source::{Sources, Tool};

/// Before that `OpenTofu` neither loads files of its own nor works sources out.
const OF_TOFU: Version = Version::of_numbers([1, 8, 0]);

/// The tool that is meant where a module is run; none where it may be either. What no record and no file tells its `required_version` may.
pub(crate) fn of_root(sources: &Sources, module: &Module) -> Option<Tool> {
    let by_version = || {
        let asked = Range::of_constraint(module.required_version.as_ref()?);
        (!asked.reaches(OF_TOFU)).then_some(Tool::Terraform)
    };
    sources.tool(&module.directory).or_else(by_version)
}

/// The directories that were read for another tool than all roots mean that reach them. Where that can matter the roots are told theirs.
pub(super) fn of_callers(sources: &Sources, program: &mut Program) -> BTreeMap<PathBuf, Tool> {
    let matters =
        |module: &Module| module.read_for.is_some() || module.calls.values().any(Call::is_early);
    let mut meant: BTreeMap<PathBuf, BTreeSet<Tool>> = BTreeMap::new();
    if !program.modules.iter().any(matters) {
        return BTreeMap::new();
    }
    for root in program.roots.clone() {
        let tool = of_root(sources, program.module(root));
        for id in program.reach(root) {
            let module = program.module(id);
            if module.read_for.is_some() {
                let all = meant.entry(module.directory.clone()).or_default();
                all.insert(tool.unwrap_or(Tool::Tofu));
            }
        }
        if let Some(module) = program.modules.get_mut(root.0) {
            module.tool = tool;
        }
    }
    let others = program.modules.iter().filter_map(|module| {
        let meant = meant.get(&module.directory)?;
        let only = meant.first().filter(|_| meant.len() == 1)?;
        (module.read_for != Some(*only)).then(|| (module.directory.clone(), *only))
    });
    others.collect()
}
