//! What `extra_arguments` give beside the inputs: files with values.

use std::{collections::BTreeSet, path::PathBuf};

use super::expression::{Place, Scope};
use crate::syntax::{Attribute, Block, Name};

/// Why a unit is left out to which they may give something else.
const MAY_GIVE: &str = "its extra_arguments may give other values";

/// Arguments that change what is applied.
const MEANT: [&str; 4] = ["-var", "-target", "-exclude", "-destroy"];

impl Scope<'_, '_> {
    /// The files with values that are given to a unit which is merged of some files, later ones win.
    ///
    /// # Errors
    ///
    /// Why it is not known what is given.
    pub(super) fn given_files(
        &self,
        places: &[Place],
        is_run_in_place: bool,
    ) -> Result<Vec<PathBuf>, &'static str> {
        let (mut given, mut seen) = (Vec::new(), BTreeSet::new());
        for place in places {
            let mut files = Vec::new();
            for terraform in place.config.blocks("terraform") {
                for block in terraform.body.blocks("extra_arguments") {
                    // A block takes the place of those of its name further below.
                    if seen.insert(block.label(0)) {
                        files.extend(self.files_of(block, place)?);
                    }
                }
            }
            given.extend((!files.is_empty()).then_some(files));
        }
        // With a source Terraform runs in a copy of the module, where relative paths start.
        let is_told = |file: &PathBuf| is_run_in_place || file.is_absolute();
        if !given.iter().flatten().all(is_told) {
            return Err(MAY_GIVE);
        }
        let in_place = |file: PathBuf| self.original.join(file);
        let given = given
            .into_iter()
            .map(|files| files.into_iter().map(in_place).collect());
        let mut given: Vec<Vec<PathBuf>> = given.collect();
        // In which order those of several files stand is not known.
        match given.pop() {
            Some(_) if !given.is_empty() => Err(MAY_GIVE),
            only => Ok(only.unwrap_or_default()),
        }
    }

    /// In the order in which Terragrunt gives them: by `arguments`, then those that must be there, then those that may.
    fn files_of(&self, block: &Block, place: &Place) -> Result<Vec<PathBuf>, &'static str> {
        let texts = |attribute: &Attribute| {
            let list = self.read(&attribute.value, place);
            self.texts(&list)
        };
        let commands = block.body.attribute("commands").and_then(texts);
        let applies =
            |commands: Vec<Name>| commands.iter().any(|it| matches!(&**it, "plan" | "apply"));
        if commands.is_some_and(|it| !applies(it)) {
            return Ok(Vec::new());
        }
        if block.body.attribute("env_vars").is_some() {
            return Err(MAY_GIVE);
        }
        let of = |argument: &str| match block.body.attribute(argument) {
            Some(attribute) => texts(attribute).ok_or(MAY_GIVE),
            None => Ok(Vec::new()),
        };
        let mut files = Vec::new();
        for argument in of("arguments")? {
            match argument.strip_prefix("-var-file=") {
                Some(file) => files.push(PathBuf::from(file)),
                None if MEANT.iter().any(|it| argument.contains(it)) => {
                    return Err(MAY_GIVE);
                }
                None => {}
            }
        }
        let required = of("required_var_files")?;
        files.extend(required.iter().map(|it| PathBuf::from(&**it)));
        let sources = self.files.sources;
        let cannot_be_read = |file: &PathBuf| file.is_absolute() && sources.read(file).is_err();
        if files.iter().any(cannot_be_read) {
            return Err("a file with values that its extra_arguments name cannot be read");
        }
        for file in of("optional_var_files")? {
            let file = PathBuf::from(&*file);
            match sources.exists(&place.at.join(&file)) {
                Ok(true) => files.push(file),
                Ok(false) if !file.is_absolute() || self.is_of_copy(&file) => return Err(MAY_GIVE),
                Ok(false) => {}
                Err(_) => return Err(MAY_GIVE),
            }
        }
        Ok(files)
    }
}
