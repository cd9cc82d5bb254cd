//! What names of services start with in other partitions.

use std::{collections::BTreeMap, sync::LazyLock};

use super::Service;
use crate::provider::region::Partition;

const USUAL: &str = "com.amazonaws";

/// What is known of one Region.
#[derive(Debug)]
struct Prefixed {
    prefix: &'static str,
    suffixes: Vec<&'static str>,
}

static REGIONS: LazyLock<BTreeMap<&'static str, Prefixed>> = LazyLock::new(|| {
    let lines = include_str!("../prefixes.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (region, rest) = line.split_once('\t')?;
            let (prefix, suffixes) = rest.split_once('\t')?;
            let suffixes = suffixes.split(',').collect();
            Some((region, Prefixed { prefix, suffixes }))
        })
        .collect()
});

impl Service {
    /// What the name of its interface endpoint service starts with in a Region, and whether a source says so: of services that no
    /// list names it is the usual. `None` of Regions whose names are not known, and of families that are the same everywhere.
    #[must_use]
    pub fn prefix_in(&self, region: &str) -> Option<(&'static str, bool)> {
        if !self.template.starts_with("com.amazonaws.<region>.") {
            return None;
        }
        match REGIONS.get(region) {
            Some(listed) if listed.suffixes.contains(&self.suffix) => Some((listed.prefix, true)),
            Some(_) => Some((USUAL, false)),
            None => match Partition::of_region(region)? {
                Partition::Commercial | Partition::UsGov => Some((USUAL, true)),
                _ => None,
            },
        }
    }

    /// Whether its name starts in the same way in every Region, as far as is known.
    #[must_use]
    pub fn has_one_prefix(&self) -> bool {
        let mut regions = REGIONS.values();
        !regions.any(|listed| listed.suffixes.contains(&self.suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_names_start_with() {
        let prefix = |suffix: &str, region: &str| {
            let service = Service::find(&format!("com.amazonaws.<region>.{suffix}")).unwrap();
            service.prefix_in(region)
        };
        for (suffix, region, expected) in [
            ("ecr.api", "cn-north-1", Some(("cn.com.amazonaws", true))),
            ("logs", "cn-north-1", Some(("com.amazonaws", false))),
            ("ecr.api", "eu-west-1", Some(("com.amazonaws", true))),
            ("ecr.api", "us-gov-west-1", Some(("com.amazonaws", true))),
            ("ecr.dkr", "eusc-de-east-1", Some(("eu.amazonaws", true))),
            ("ecr.dkr", "us-isof-south-1", Some(("gov.ic.hci.csp", true))),
            ("ecr.dkr", "eu-isoe-north-9", None),
        ] {
            assert_eq!(prefix(suffix, region), expected, "{suffix} in {region}");
        }
    }

    #[test]
    fn prefixes_are_those_of_the_partitions() {
        assert_eq!(REGIONS.len(), 10);
        for (region, listed) in REGIONS.iter() {
            let partition = Partition::of_region(region).unwrap();
            assert_eq!(listed.prefix, partition.reverse_dns_prefix(), "{region}");
        }
    }
}
