//! What `extra_arguments` give beside the inputs: files with values.

use std::path::PathBuf;

use super::expression::{Place, Scope};
use crate::syntax::{Attribute, Block, Name};

/// Why a unit is left out to which they may give something else.
const MAY_GIVE: &str = "its extra_arguments may give other values";

impl Scope<'_, '_> {
    /// The files with values that are given to a unit which is merged of some files, later ones win.
    ///
    /// # Errors
    ///
    /// Why it is not known what is given.
    pub(super) fn given_files(&self, places: &[Place]) -> Result<Vec<PathBuf>, &'static str> {
        let mut given: Vec<Vec<PathBuf>> = Vec::new();
        for place in places {
            let mut files = Vec::new();
            for terraform in place.config.blocks("terraform") {
                for block in terraform.body.blocks("extra_arguments") {
                    files.extend(self.files_of(block, place)?);
                }
            }
            given.extend((!files.is_empty()).then_some(files));
        }
        // Blocks of one name replace each other.
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
                Some(file) => files.push(place.at.join(file)),
                None if argument.contains("-var") || argument.contains("-target") => {
                    return Err(MAY_GIVE);
                }
                None => {}
            }
        }
        let required = of("required_var_files")?;
        files.extend(required.iter().map(|it| place.at.join(&**it)));
        let sources = self.files.sources;
        if files.iter().any(|file| sources.read(file).is_err()) {
            return Err("a file with values that its extra_arguments name cannot be read");
        }
        for file in of("optional_var_files")? {
            let file = place.at.join(&*file);
            match sources.exists(&file) {
                Ok(true) => files.push(file),
                Ok(false) => {}
                Err(_) => return Err(MAY_GIVE),
            }
        }
        Ok(files)
    }
}
