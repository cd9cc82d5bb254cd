//! One variant of all.

use super::{Error, Given, named_so};
use crate::near::{LIKE, nearest};

/// Leaves of the variants of each root the one of a name. A root that is judged as it is stays so.
///
/// # Errors
///
/// When no root has a variant of that name.
pub fn choose(name: &str, given: &mut [Vec<Given>]) -> Result<(), Error> {
    let names = || {
        given
            .iter()
            .flatten()
            .filter_map(|it| it.variant.as_deref())
    };
    if !names().any(|it| it == name) {
        let near = nearest(names(), name, LIKE);
        let meant = named_so(near);
        return Err(Error::Variants(format!(
            "there is no variant `{name}`{meant}"
        )));
    }
    for of_root in given {
        of_root.retain(|it| it.variant.as_deref().is_none_or(|it| it == name));
    }
    Ok(())
}
