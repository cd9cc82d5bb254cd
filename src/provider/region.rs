//! Regions, their partitions, and the zones inside them.
//!
//! The table is compiled in from `regions.tsv`, which says where it comes from. Regions that are not in it are recognised by the
//! form of their name.

use std::sync::LazyLock;

/// A Region of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// `us-east-1`
    pub name: &'static str,
    /// The partition it belongs to.
    pub partition: Partition,
    /// What the ids of its zones start with, `use1`; `None` when that is not known.
    pub zone_id_prefix: Option<&'static str>,
    /// Whether it was launched in 2024 or later: AWS left some old services out there, `ec2messages` for one.
    pub launched_2024_or_later: bool,
    /// `US East (N. Virginia)`
    pub description: &'static str,
}

/// A group of Regions with accounts of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Partition {
    /// `aws`
    Commercial,
    /// `aws-cn`
    China,
    /// `aws-us-gov`
    UsGov,
    /// `aws-eusc`
    EuropeanSovereign,
    /// `aws-iso`
    Iso,
    /// `aws-iso-b`
    IsoB,
    /// `aws-iso-e`
    IsoE,
    /// `aws-iso-f`
    IsoF,
}

impl Partition {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Commercial,
        Self::China,
        Self::UsGov,
        Self::EuropeanSovereign,
        Self::Iso,
        Self::IsoB,
        Self::IsoE,
        Self::IsoF,
    ];

    /// As ARNs name it, and `data.aws_partition` in `partition` and `id`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Commercial => "aws",
            Self::China => "aws-cn",
            Self::UsGov => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
        }
    }

    /// The domain of its services, `dns_suffix` of `data.aws_partition`.
    #[must_use]
    pub const fn dns_suffix(self) -> &'static str {
        match self {
            Self::Commercial | Self::UsGov => "amazonaws.com",
            Self::China => "amazonaws.com.cn",
            Self::EuropeanSovereign => "amazonaws.eu",
            Self::Iso => "c2s.ic.gov",
            Self::IsoB => "sc2s.sgov.gov",
            Self::IsoE => "cloud.adc-e.uk",
            Self::IsoF => "csp.hci.ic.gov",
        }
    }

    /// That domain backwards, `reverse_dns_prefix` of `data.aws_partition`: what some service names start with.
    #[must_use]
    pub const fn reverse_dns_prefix(self) -> &'static str {
        match self {
            Self::Commercial | Self::UsGov => "com.amazonaws",
            Self::China => "cn.com.amazonaws",
            Self::EuropeanSovereign => "eu.amazonaws",
            Self::Iso => "gov.ic.c2s",
            Self::IsoB => "gov.sgov.sc2s",
            Self::IsoE => "uk.adc-e.cloud",
            Self::IsoF => "gov.ic.hci.csp",
        }
    }

    /// The domain of its services' dual-stack names.
    #[must_use]
    pub const fn dual_stack_dns_suffix(self) -> &'static str {
        match self {
            Self::Commercial | Self::UsGov => "api.aws",
            Self::China => "api.amazonwebservices.com.cn",
            Self::EuropeanSovereign => "api.amazonwebservices.eu",
            Self::Iso => "api.aws.ic.gov",
            Self::IsoB => "api.aws.scloud",
            Self::IsoE => "api.cloud-aws.adc-e.uk",
            Self::IsoF => "api.aws.hci.ic.gov",
        }
    }

    /// The partition of a Region by the form of its name, also of Regions outside the table; `None` when the text is no
    /// Region's name (the patterns are botocore's).
    #[must_use]
    pub fn of_region(name: &str) -> Option<Self> {
        let (region, rest) = split_region(name)?;
        if !rest.is_empty() {
            return None;
        }
        let mut words = region.split('-');
        Some(match (words.next(), words.next()) {
            (Some("cn"), _) => Self::China,
            (Some("eusc"), _) => Self::EuropeanSovereign,
            (Some("us"), Some("gov")) => Self::UsGov,
            (Some("us"), Some("iso")) => Self::Iso,
            (Some("us"), Some("isob")) => Self::IsoB,
            (Some("us"), Some("isof")) => Self::IsoF,
            (Some("eu"), Some("isoe")) => Self::IsoE,
            _ => Self::Commercial,
        })
    }
}

/// A zone by the form of its name or id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone<'a> {
    /// The Region it belongs to.
    pub region: &'a str,
    /// What kind of zone it is.
    pub kind: ZoneKind,
    /// Whether the text is an id, `use1-az1`: the same in every account, and not comparable with names.
    pub by_id: bool,
}

/// The kinds of zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZoneKind {
    /// `us-east-1a`
    Availability,
    /// `us-west-2-lax-1a`: a Local Zone.
    Local,
    /// `us-east-1-wl1-bos-wlz-1`: a Wavelength Zone, inside a carrier's network.
    Wavelength,
}

/// All Regions of the table, by name.
#[must_use]
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// The Region of that name; `None` when the table does not have it, which does not mean that there is none.
#[must_use]
pub fn find(name: &str) -> Option<&'static Region> {
    let index = REGIONS
        .binary_search_by_key(&name, |region| region.name)
        .ok()?;
    REGIONS.get(index)
}

/// The zone that a name or id means; `None` for any other text, also for ids of Regions whose prefix is not known.
#[must_use]
pub fn zone(text: &str) -> Option<Zone<'_>> {
    if let Some((region, rest)) = split_region(text) {
        let kind = match rest.strip_prefix('-') {
            None if is_letter(rest) => ZoneKind::Availability,
            None => return None,
            Some(rest) if rest.contains("-wlz-") => ZoneKind::Wavelength,
            Some(rest) => {
                // `lax-1a`
                let (_, end) = rest.rsplit_once('-')?;
                let letter = end.trim_start_matches(|c: char| c.is_ascii_digit());
                if letter.len() == end.len() || !is_letter(letter) {
                    return None;
                }
                ZoneKind::Local
            }
        };
        return Some(Zone {
            region,
            kind,
            by_id: false,
        });
    }
    let (prefix, rest) = text.split_once('-')?;
    let region = REGIONS
        .iter()
        .find(|region| region.zone_id_prefix == Some(prefix))?;
    let numbered = |text: &str, word: &str| {
        text.strip_prefix(word)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let kind = match rest.rsplit_once('-') {
        None if numbered(rest, "az") => ZoneKind::Availability,
        Some((_, end)) if numbered(end, "az") => ZoneKind::Local,
        Some((_, end)) if numbered(end, "wlz") => ZoneKind::Wavelength,
        _ => return None,
    };
    Some(Zone {
        region: region.name,
        kind,
        by_id: true,
    })
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Splits text that starts with a Region's name behind it: `us-gov-west-1` and `b`.
fn split_region(text: &str) -> Option<(&str, &str)> {
    const AREAS: [&str; 11] = [
        "af", "ap", "ca", "cn", "eu", "eusc", "il", "me", "mx", "sa", "us",
    ];
    let (mut words, mut end) = (0, 0);
    for word in text.split('-') {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if words >= 2 && digits > 0 {
            return text.split_at_checked(end + digits);
        }
        let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
        if !is_word || (words == 0 && !AREAS.contains(&word)) {
            return None;
        }
        words += 1;
        end += word.len() + 1;
    }
    None
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = include_str!("regions.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, partition) = (columns.next()?, columns.next()?);
            let (prefix, age) = (columns.next()?, columns.next()?);
            Some(Region {
                name,
                partition: Partition::ALL
                    .into_iter()
                    .find(|known| known.id() == partition)?,
                zone_id_prefix: Some(prefix).filter(|prefix| *prefix != "-"),
                launched_2024_or_later: age == "new",
                description: columns.next()?,
            })
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_table() {
        assert_eq!(all().len(), 48);
        assert!(all().is_sorted_by_key(|region| region.name));
        let region = find("us-east-1").unwrap();
        assert_eq!(region.zone_id_prefix, Some("use1"));
        assert_eq!(region.description, "US East (N. Virginia)");
        assert!(find("us-east-9").is_none());
        assert!(find("mx-central-1").unwrap().launched_2024_or_later);
    }

    #[test]
    fn the_form_of_a_name_gives_the_tables_partition() {
        for region in all() {
            assert_eq!(
                Partition::of_region(region.name),
                Some(region.partition),
                "{}",
                region.name
            );
        }
        assert_eq!(
            Partition::of_region("ap-southeast-9"),
            Some(Partition::Commercial)
        );
        for text in [
            "",
            "us",
            "us-east",
            "us-east-1a",
            "us-1",
            "xx-east-1",
            "iam",
            "us-east-",
            "us--1",
            "é-a-1",
        ] {
            assert_eq!(Partition::of_region(text), None, "{text}");
        }
    }

    #[test]
    fn the_prefix_is_the_suffix_backwards() {
        for partition in Partition::ALL {
            let backwards: Vec<&str> = partition.dns_suffix().rsplit('.').collect();
            assert_eq!(backwards.join("."), partition.reverse_dns_prefix());
        }
    }

    #[test]
    fn finds_the_region_of_a_zone() {
        use ZoneKind::{Availability, Local, Wavelength};
        for (text, region, kind, by_id) in [
            ("us-east-1a", "us-east-1", Availability, false),
            ("us-gov-west-1c", "us-gov-west-1", Availability, false),
            ("ap-northeast-12b", "ap-northeast-12", Availability, false),
            ("us-west-2-lax-1a", "us-west-2", Local, false),
            ("us-east-1-chi-2a", "us-east-1", Local, false),
            ("us-east-1-wl1-bos-wlz-1", "us-east-1", Wavelength, false),
            ("eu-west-2-wl1-lon-wlz-1", "eu-west-2", Wavelength, false),
            ("use1-az1", "us-east-1", Availability, true),
            ("usw2-lax1-az1", "us-west-2", Local, true),
            ("use1-wl1-bos-wlz1", "us-east-1", Wavelength, true),
            ("cnn1-az2", "cn-north-1", Availability, true),
        ] {
            assert_eq!(
                zone(text),
                Some(Zone {
                    region,
                    kind,
                    by_id
                }),
                "{text}"
            );
        }
        for text in [
            "",
            "us-east-1",
            "us-east-1ab",
            "us-east-1A",
            "a",
            "use1",
            "use1-az",
            "xyz1-az1",
            "us-west-2-lax",
            "us-west-2-lax-1",
        ] {
            assert_eq!(zone(text), None, "{text}");
        }
    }
}
