//! Roots that lie beside each other: one makes the VPC, another the endpoints in it.

use std::{mem::take, path::Path};

use super::judge::Judged;
use crate::module::Program;

/// What a VPC of one root lacks is undecided where a neighbour has endpoints for it in a VPC that is made elsewhere: it may be that one.
pub(super) fn doubt(program: &Program, judged: &mut [Judged]) {
    let roots = program.roots.iter().map(|root| program.module(*root));
    let roots: Vec<_> = roots.collect();
    let elsewhere = judged.iter_mut().map(|it| take(&mut it.elsewhere));
    let elsewhere: Vec<_> = elsewhere.collect();
    for (root, judged) in roots.iter().zip(judged) {
        judged.doubt(|_, finding| {
            let missing = finding.missing.as_ref()?;
            let mut others = roots.iter().zip(&elsewhere);
            let (other, _) = others.find(|(other, elsewhere)| {
                are_neighbours(&root.directory, &other.directory) && elsewhere.may_have(missing)
            })?;
            let services = missing.services.join(", ");
            Some(format!(
                "{} has endpoints for {services} in a VPC that is made elsewhere, which may be this one",
                other.name
            ))
        });
    }
}

/// Whether two directories lie beside each other, or one in the other.
fn are_neighbours(one: &Path, other: &Path) -> bool {
    one != other
        && (one.parent() == other.parent()
            || one.parent() == Some(other)
            || other.parent() == Some(one))
}
