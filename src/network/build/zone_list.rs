//! In which kind of zones subnets are whose zones have no known name: an element of a list, a Region and a letter.

use super::{Builder, blocks, member, set_value};
use crate::{
    address::Address,
    eval::Instance,
    network::{Identity, Zone},
    value::{Fragment, Kind, Value},
};

/// What data sources of type `aws_availability_zones` list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Listed {
    /// Availability Zones.
    Availability,
    /// Local Zones and Wavelength Zones.
    Edge,
    /// What the account uses: nobody says that there are Local Zones among that.
    Used,
    /// Zones of every kind, or it is not known which.
    Any,
}

impl Listed {
    /// What one lists (Amazon EC2 API: `DescribeAvailabilityZones`; nobody has to opt into Availability Zones of a Region).
    fn by(source: &Instance<'_>) -> Self {
        let (filters, open) = blocks(&source.attribute("filter"));
        let all = set_value(source, "all_availability_zones");
        let all = !matches!(all.kind, Kind::Null(_)) && all.as_bool() != Some(false);
        let whole = if all { Self::Any } else { Self::Used };
        let kept: Vec<Self> = filters.iter().map(|it| Self::kept_by(it, whole)).collect();
        match open {
            Some(_) => Self::Any,
            None if kept.contains(&Self::Any) => Self::Any,
            None => {
                let told = kept.into_iter().find(|it| *it != Self::Used);
                told.unwrap_or(whole)
            }
        }
    }

    /// What a filter keeps of a list.
    fn kept_by(filter: &Value, whole: Self) -> Self {
        let (values, open) = blocks(&member(filter, "values"));
        let are_all = |names: &[&str]| {
            let is_one = |it: &Value| it.as_str().is_some_and(|it| names.contains(&&**it));
            open.is_none() && values.iter().all(is_one)
        };
        match member(filter, "name").as_str().map(|it| &**it) {
            Some("zone-type") if are_all(&["availability-zone"]) => Self::Availability,
            Some("zone-type") if are_all(&["local-zone", "wavelength-zone"]) => Self::Edge,
            Some("opt-in-status") if are_all(&["opt-in-not-required"]) => Self::Availability,
            Some("region-name" | "state") => whole,
            _ => Self::Any,
        }
    }

    pub(super) const fn are_edge(self) -> Option<bool> {
        match self {
            Self::Availability => Some(false),
            Self::Edge => Some(true),
            Self::Used | Self::Any => None,
        }
    }
}

impl<'p> Builder<'_, 'p> {
    /// What is in the list of which a zone is an element.
    pub(super) fn zones_beside(&self, zone: &Value) -> Option<Listed> {
        let zone = Zone::Name(Identity::of(zone)?);
        let source = self.source(&Address::from(zone.list()?))?;
        Some(Listed::by(source))
    }

    /// Whether the zone of a subnet is, whatever it hangs on, one of those that the account uses.
    pub(super) fn is_in_used_zone(&self, subnet: &Instance<'p>) -> bool {
        let zone = set_value(subnet, "availability_zone");
        let mut ways = zone.alternatives().iter();
        ways.all(|it| self.zones_beside(it) == Some(Listed::Used))
    }

    /// Whether a zone is named by the Region that something is made in and a letter, `${var.region}a`, as Availability Zones are.
    pub(super) fn is_of_own_region(&self, instance: &Instance<'p>, zone: &Value) -> bool {
        let Kind::PartialString(fragments) = &zone.kind else {
            return false;
        };
        let [Fragment::Unknown(region), Fragment::Known(letter)] = &**fragments else {
            return false;
        };
        let is_letter = letter.len() == 1 && letter.bytes().all(|it| it.is_ascii_lowercase());
        let region = Identity::of(&Value::from((**region).clone()));
        is_letter && region.is_some() && self.own_region(instance).settled() == region.as_ref()
    }
}
