//! Roots that lie beside each other: one makes the VPC, another the endpoints in it.

mod unasked;

use std::{
    mem::take,
    path::{Path, PathBuf},
};

pub(super) use unasked::unasked;

use super::judge::Judged;
use crate::{module::Program, network::Elsewhere, value::Truth};

/// A root, and what it has endpoints for in VPCs that are made elsewhere.
pub(super) struct Neighbour {
    pub(super) directory: PathBuf,
    pub(super) name: String,
    pub(super) elsewhere: Elsewhere,
}

/// What a VPC of one root lacks is undecided where a neighbour has endpoints for it in a VPC that is made elsewhere: it may be that one.
/// Some neighbours may not be among the roots.
pub(super) fn doubt(program: &Program, judged: &mut [Judged], mut all: Vec<Neighbour>) {
    let roots = program.roots.iter().map(|root| program.module(*root));
    let roots: Vec<_> = roots.collect();
    for (root, judged) in roots.iter().zip(&mut *judged) {
        all.push(Neighbour {
            directory: root.directory.clone(),
            name: root.name.clone(),
            elsewhere: take(&mut judged.elsewhere),
        });
    }
    for (root, judged) in roots.iter().zip(judged) {
        judged.doubt(|_, finding| {
            let missing = finding.missing.as_ref()?;
            let others = all
                .iter()
                .filter(|other| are_neighbours(&root.directory, &other.directory))
                .map(|other| (&other.name, other.elsewhere.has(missing)));
            let others: Vec<_> = others.filter(|(_, has)| *has != Truth::No).collect();
            let certain = others.iter().find(|(_, has)| *has == Truth::Yes);
            let (name, has) = certain.or_else(|| others.first())?;
            let has = if *has == Truth::Yes {
                "has"
            } else {
                "may have"
            };
            let services = missing.services.join(", ");
            Some(format!(
                "{name} {has} endpoints for {services} in a VPC that is made elsewhere, which may be this one"
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
