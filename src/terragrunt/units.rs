//! All units.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    file::Files,
    stack,
    unit::{LeftOut, Unit, unit},
};
use crate::source::{STACK, Sources, UNIT};

/// What was found.
#[derive(Clone, Default, Debug)]
pub struct Units {
    /// Those that run modules of this project.
    pub units: Vec<Unit>,
    /// Those of which it is not known what they run.
    pub left_out: Vec<LeftOut>,
    /// Others that these need the outputs of, which nobody asked about.
    pub needed: Vec<Unit>,
}

impl Units {
    /// Those that run certain modules, by their directories, and what these need.
    #[must_use]
    pub fn that_run(self, is_run: impl Fn(&Path) -> bool) -> Self {
        let (units, others): (Vec<_>, Vec<_>) = self
            .units
            .into_iter()
            .partition(|unit| is_run(&unit.module));
        let others = others.into_iter().chain(self.needed);
        let mut others: BTreeMap<PathBuf, Unit> =
            others.map(|unit| (unit.directory.clone(), unit)).collect();
        let mut needed = Vec::new();
        let mut next: Vec<PathBuf> = units.iter().flat_map(Unit::needs).collect();
        while let Some(directory) = next.pop() {
            if let Some(unit) = others.remove(&directory) {
                next.extend(unit.needs());
                needed.push(unit);
            }
        }
        Self {
            units,
            needed,
            left_out: self.left_out,
        }
    }

    fn add(
        &mut self,
        sources: &Sources,
        directory: &Path,
        unit: Result<Option<Unit>, &'static str>,
    ) {
        match unit {
            Ok(unit) => self.units.extend(unit),
            Err(reason) => self.left_out.push(LeftOut {
                name: sources.name(directory).into(),
                reason,
            }),
        }
    }
}

/// The units that files are, and that stacks among them make, and what these need.
#[must_use]
pub fn units(sources: &Sources, files: &[PathBuf]) -> Units {
    let known = Files::new(sources);
    let mut all = Units::default();
    let mut seen = BTreeSet::new();
    let (stacks, plain): (Vec<_>, Vec<_>) = files.iter().partition(|it| it.ends_with(STACK));
    let directory_of = |file: &Path| sources.absolute(file.parent().unwrap_or(file));
    let of = |file: &Path, directory: &Path| {
        let config = known.get(file).ok_or("it cannot be read")?;
        unit(&known, config, directory, None)
    };
    for file in plain {
        let directory = directory_of(file);
        all.add(sources, &directory, of(file, &directory));
        seen.insert(directory);
    }
    for file in stacks {
        let directory = directory_of(file);
        let Some(config) = known.get(file) else {
            all.add(sources, &directory, Err("it cannot be read"));
            continue;
        };
        for copy in stack::copies(&known, (config, &directory), None, &[]) {
            // What Terragrunt has made already is there as it is.
            if seen.insert(copy.directory.clone()) {
                let unit = |config| unit(&known, config, &copy.directory, copy.values);
                all.add(sources, &copy.directory, copy.config.and_then(unit));
            }
        }
    }
    all.units.sort_by(|one, other| one.name.cmp(&other.name));
    all.left_out.sort_by(|one, other| one.name.cmp(&other.name));
    let mut next: Vec<PathBuf> = all.units.iter().flat_map(Unit::needs).collect();
    while let Some(directory) = next.pop() {
        if seen.insert(directory.clone())
            && let Ok(Some(unit)) = of(&directory.join(UNIT), &directory)
        {
            next.extend(unit.needs());
            all.needed.push(unit);
        }
    }
    all
}
