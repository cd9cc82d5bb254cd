//! The releases of the modules that have models, and the commits that their tags name: careful people pin a commit, which nobody can
//! move.
//!
//! The table is compiled in from `releases.tsv`: a line for each module, and for each release of it `5.7.0@47e101dc7181`, as its public
//! repository has them.

use super::Version;

const RELEASES: &str = include_str!("releases.tsv");

/// So many digits of a commit tell it from all others of its repository.
const DIGITS: usize = 12;

/// The modules that have releases here.
#[cfg(test)]
pub(super) fn modules() -> impl Iterator<Item = &'static str> {
    lines().map(|(module, _)| module)
}

/// Whether a module was released in that version.
pub(super) fn is_released(module: &str, version: Version) -> bool {
    of(module).any(|(release, _)| release == version)
}

/// The version that a module was released in from that commit, the first where several were: `47e101dc7181...`, with 12 digits at the
/// least. `None` of any other reference, also of a commit between two releases.
pub(super) fn at_commit(module: &str, reference: &str) -> Option<Version> {
    let commit = reference.get(..DIGITS)?;
    let is_commit = reference.bytes().all(|digit| digit.is_ascii_hexdigit());
    let mut releases = of(module).filter(|(_, at)| is_commit && at.eq_ignore_ascii_case(commit));
    releases.next().map(|(release, _)| release)
}

/// The releases of a module, each with the digits of its commit.
fn of(module: &str) -> impl Iterator<Item = (Version, &'static str)> {
    let line = lines().find(|(name, _)| *name == module);
    let releases = line.into_iter().flat_map(|(_, all)| all.split(' '));
    releases.filter_map(|release| {
        let (version, commit) = release.split_once('@')?;
        Some((Version::exact(version)?, commit))
    })
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    RELEASES.lines().filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VPC: &str = "terraform-aws-modules/vpc/aws";

    #[test]
    fn a_release_is_found_by_its_commit() {
        let commit = "a0307d4d1807de60b3868b96ef1b369808289157";
        assert_eq!(at_commit(VPC, commit), Some(Version(6, 0, 1)));
        assert_eq!(at_commit(VPC, "A0307D4D1807"), Some(Version(6, 0, 1)));
        for other in [
            "a0307d4",
            "v6.0.1",
            "main",
            "1c561a7000000000000000000000000000000000",
        ] {
            assert_eq!(at_commit(VPC, other), None, "{other}");
        }
        assert_eq!(at_commit("cloudposse/vpc/aws", commit), None);
    }

    #[test]
    fn every_release_has_a_version_and_a_commit() {
        for (module, releases) in lines() {
            let written = releases.split(' ').count();
            assert_eq!(of(module).count(), written, "{module}");
            assert!(of(module).all(|(_, at)| at.len() == DIGITS), "{module}");
        }
    }
}
