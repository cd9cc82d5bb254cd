//! Stacks: files that make units of copies of others, with values of their own.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    expression::{Place, Scope},
    file::{Config, Files},
};
use crate::{
    source::{STACK, UNIT},
    syntax::{Block, Expr},
};

/// Where what a stack makes is put, beside its file.
const MADE: &str = ".terragrunt-stack";

/// More units than this are not made of one stack.
const MOST_COPIES: usize = 1_000;

/// Why a unit is left out that comes after these, or is made of what it is in.
const TOO_MANY: &str = "its stack makes more units than are followed, or itself";

/// What a stack makes.
pub(super) struct Copy {
    /// Where it is put.
    pub(super) directory: PathBuf,
    /// The file that makes it a unit; as an error why it is not known what that is.
    pub(super) config: Result<Rc<Config>, &'static str>,
    /// The values that it is given.
    pub(super) values: Option<Expr>,
}

/// The units that a stack makes in a directory, of stacks in it too. Those that come from elsewhere are passed over.
pub(super) fn copies(
    files: &Files<'_>,
    (config, directory): (Rc<Config>, &Path),
    values: Option<&Expr>,
    above: &[PathBuf],
) -> Vec<Copy> {
    let values = values.cloned();
    let values = values.or_else(|| files.values_of_stack(&config.directory));
    let scope = Scope::new(files, directory, values);
    let above = [above, std::slice::from_ref(&config.directory)].concat();
    let place = Place {
        config,
        at: directory.to_path_buf(),
        is_included: false,
    };
    let mut all = Vec::new();
    for kind in ["unit", "stack"] {
        for block in place.config.blocks(kind) {
            let made = copy(
                &scope,
                block,
                &place,
                if kind == "unit" { UNIT } else { STACK },
            );
            let Some(mut copy) = made else { continue };
            match (kind, &copy.config) {
                ("stack", Ok(config)) if !above.contains(&config.directory) => {
                    let inner = (config.clone(), &*copy.directory);
                    all.extend(copies(files, inner, copy.values.as_ref(), &above));
                }
                _ => {
                    if kind == "stack" && copy.config.is_ok() {
                        copy.config = Err(TOO_MANY);
                    }
                    all.push(copy);
                }
            }
            if let Some(cut) = all.get_mut(MOST_COPIES) {
                cut.config = Err(TOO_MANY);
                all.truncate(MOST_COPIES + 1);
                return all;
            }
        }
    }
    all
}

/// What one block makes of a file of that name; none of what comes from elsewhere.
fn copy(scope: &Scope<'_, '_>, block: &Block, place: &Place, file: &str) -> Option<Copy> {
    let argument = |name: &str| {
        let attribute = block.body.attribute(name);
        attribute.map(|it| scope.read(&it.value, place))
    };
    let flat = argument("no_dot_terragrunt_stack").map_or(Some(false), |it| scope.flag(&it));
    let base = match flat {
        Some(true) => place.at.clone(),
        _ => place.at.join(MADE),
    };
    let path = argument("path").and_then(|path| scope.text(&path));
    let name = path.as_deref().or(block.label(0).map(|it| &**it))?;
    let led_to =
        argument("source").map_or(Err("its source is not told"), |it| scope.only_led_to(&it));
    let config = match (led_to, &path) {
        (Ok(None), _) => return None,
        (_, None) => Err("its path is not known"),
        _ if flat.is_none() => Err("its path is not known"),
        (Err(reason), _) => Err(reason),
        (Ok(Some(source)), Some(_)) => {
            let config = scope.files.get(&source.join(file));
            config.ok_or("it cannot be read")
        }
    };
    Some(Copy {
        directory: scope.files.sources.absolute(&base.join(name)),
        config,
        values: argument("values"),
    })
}
