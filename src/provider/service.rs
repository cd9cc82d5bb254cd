//! What is known of the services that endpoints lead to.
//!
//! The table is compiled in from `services.tsv`, which says where it comes from. What is not known is never taken for a no.

mod name;

mod actions;

mod template;

mod meant;

mod prefix;
mod private_names;

use std::{collections::BTreeMap, ops::RangeInclusive, sync::LazyLock};

pub use actions::{Access, Actions};
pub use meant::{Meant, meant};
pub use name::ServiceName;
pub use template::name_of;

use super::region::Partition;

/// A service of the table.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that are independent of each other"
)]
pub struct Service {
    /// The name with `<region>` where its Region stands: `com.amazonaws.<region>.s3`. A few have no Region, or always
    /// the same.
    pub template: &'static str,
    /// What follows the Region: `s3`, `ecr.api`.
    pub suffix: &'static str,
    /// Whether there is an endpoint of type Gateway.
    pub gateway: bool,
    /// Whether there is an endpoint of type Interface.
    pub interface: bool,
    /// Whether endpoint policies have an effect.
    pub endpoint_policy: PolicySupport,
    /// Whether an interface endpoint can take over the service's public names.
    pub private_dns: PrivateDns,
    /// The ports on which it listens.
    pub ports: Ports,
    /// Whether endpoints can lead to it from another Region. `false` is not known.
    pub cross_region: bool,
    /// Whether its endpoints can have IPv6 addresses. `false` is not known.
    pub ipv6: bool,
    /// Where the name was found.
    pub status: Status,
    /// Whether it is a FIPS variant itself.
    pub is_fips: bool,
    /// The suffix of its FIPS variant.
    pub fips_variant: Option<&'static str>,
    private_dns_names: Option<&'static str>,
}

/// Whether a service looks at endpoint policies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PolicySupport {
    /// Documented or tried.
    Yes,
    /// Between two documented ones in a sorted list, or of a kind with them.
    Likely,
    /// Sources contradict each other.
    Conflicting,
    /// No source says.
    Unknown,
    /// Only an old list that was wrong elsewhere says no.
    NoUnconfirmed,
    /// Documented.
    No,
}

impl PolicySupport {
    /// Whether an endpoint may well have a policy of its own: nobody says otherwise.
    #[must_use]
    pub const fn may_be(self) -> bool {
        matches!(self, Self::Yes | Self::Likely | Self::Unknown)
    }
}

/// Whether a service has private DNS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PrivateDns {
    /// Documented or tried.
    Yes,
    /// AWS documents it for all services with few exceptions; not verified for this one.
    Presumed,
    /// It has, and it is not always right to use it: S3, execute-api, Storage Gateway.
    Special,
    /// Documented: enabling it fails.
    No,
    /// No source says.
    Unknown,
}

impl PrivateDns {
    /// Whether it is there, and right to use without further thought.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Yes | Self::Presumed)
    }
}

/// The TCP ports of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ports {
    /// 443, as for every HTTPS interface; assumed where nothing else is documented.
    Https,
    /// These.
    Listed(Vec<RangeInclusive<u16>>),
    /// Others than 443 too, which are not known.
    Unverified,
}

/// Where a service's name was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// In the list of us-east-1 in 2026.
    Current,
    /// Was in that list, and no longer is: with the day it was last there.
    Withdrawn(&'static str),
    /// Not in us-east-1, but known to aws-cdk-lib, or bound to another Region.
    Elsewhere,
    /// Only AWS's guide names it.
    Documented,
}

impl Service {
    /// The service by the template of its name.
    #[must_use]
    pub fn find(template: &str) -> Option<&'static Self> {
        SERVICES.get(template)
    }

    /// All services, by template.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        SERVICES.values()
    }

    /// The suffix of the service of which one is the FIPS variant: `ecr.dkr` of `ecr-fips.dkr`; of others their own.
    #[must_use]
    pub fn without_fips(suffix: &str) -> &str {
        let mut all = Self::all();
        let base = all.find(|it| it.fips_variant == Some(suffix));
        base.map_or(suffix, |it| it.suffix)
    }

    /// Whether its name has a place for a Region.
    #[must_use]
    pub fn is_regional(&self) -> bool {
        self.template.contains("<region>")
    }

    /// Whether data or credentials of applications pass through it, so that its endpoint is worth a policy above all.
    #[must_use]
    pub fn carries_data(&self) -> bool {
        let word = self.suffix.split('.').next().unwrap_or(self.suffix);
        let word = word.strip_suffix("-fips").unwrap_or(word);
        WITH_DATA.contains(&word) || word.starts_with("bedrock")
    }

    /// The names that private DNS takes over in a Region, `*.` for all names below: `*.dkr.ecr.eu-west-1.amazonaws.com`. Empty when
    /// there are none or they are not known.
    #[must_use]
    pub fn private_dns_names(&self, region: &str) -> Vec<String> {
        let domain = Partition::of_region(region).map_or("amazonaws.com", Partition::dns_suffix);
        let usual = format!("{region}.{domain}");
        match (self.private_dns, self.private_dns_names) {
            (PrivateDns::No | PrivateDns::Unknown, _) => Vec::new(),
            (_, Some(names)) => names
                .split(',')
                .map(|name| name.replace('@', &usual).replace("<region>", region))
                .collect(),
            // What the other families of names take over is not documented.
            (_, None) if self.template.starts_with("com.amazonaws.<region>.") => {
                vec![format!("{}.{usual}", self.suffix)]
            }
            (_, None) => Vec::new(),
        }
    }
}

/// The first words of the suffixes of services through which data or credentials of applications pass.
const WITH_DATA: [&str; 16] = [
    "dynamodb",
    "ecr",
    "execute-api",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lambda",
    "logs",
    "s3",
    "s3-global",
    "s3express",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
];

static SERVICES: LazyLock<BTreeMap<&'static str, Service>> = LazyLock::new(|| {
    let lines = include_str!("services.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(read)
        .map(|service| (service.template, service))
        .collect()
});

/// Columns that are missing at the end count as `-`.
fn read(line: &'static str) -> Option<Service> {
    let mut columns = line.split('\t');
    let mut column = || columns.next().unwrap_or("-");
    let (template, types) = (column(), column());
    let (policy, private_dns, private_dns_names) = (column(), column(), column());
    let (ports, flags, status, fips) = (column(), column(), column(), column());
    Some(Service {
        template,
        suffix: name::suffix_of(template)?,
        gateway: types.contains('G'),
        interface: types.contains('I'),
        endpoint_policy: match policy {
            "yes" => PolicySupport::Yes,
            "likely" => PolicySupport::Likely,
            "conflicting" => PolicySupport::Conflicting,
            "doubtful" => PolicySupport::NoUnconfirmed,
            "no" => PolicySupport::No,
            _ => PolicySupport::Unknown,
        },
        private_dns: match private_dns {
            "yes" => PrivateDns::Yes,
            "presumed" => PrivateDns::Presumed,
            "special" => PrivateDns::Special,
            "no" => PrivateDns::No,
            _ => PrivateDns::Unknown,
        },
        ports: read_ports(ports),
        cross_region: flags.contains('x'),
        ipv6: flags.contains('6'),
        status: match status.split_once(' ') {
            Some(("withdrawn", day)) => Status::Withdrawn(day),
            None if status == "elsewhere" => Status::Elsewhere,
            None if status == "documented" => Status::Documented,
            _ => Status::Current,
        },
        is_fips: fips == "fips",
        fips_variant: Some(fips).filter(|fips| !matches!(*fips, "-" | "fips")),
        private_dns_names: Some(private_dns_names).filter(|names| *names != "-"),
    })
}

fn read_ports(text: &str) -> Ports {
    match text {
        "-" => Ports::Https,
        "?" => Ports::Unverified,
        _ => {
            let ports = text.split(',').filter_map(|port| {
                let (first, last) = port.split_once('-').unwrap_or((port, port));
                Some(first.parse().ok()?..=last.parse().ok()?)
            });
            Ports::Listed(ports.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(suffix: &str) -> &'static Service {
        Service::find(&format!("com.amazonaws.<region>.{suffix}")).unwrap()
    }

    #[test]
    fn reads_the_table() {
        assert_eq!(Service::all().count(), 632);
        let policies = |support| {
            Service::all()
                .filter(|service| service.endpoint_policy == support)
                .count()
        };
        assert_eq!(policies(PolicySupport::Yes), 101);
        assert_eq!(policies(PolicySupport::Likely), 24);
        assert_eq!(policies(PolicySupport::No), 26);
        assert_eq!(policies(PolicySupport::NoUnconfirmed), 13);
        assert_eq!(policies(PolicySupport::Conflicting), 6);
        let gateways = Service::all().filter(|service| service.gateway);
        let gateways: Vec<&str> = gateways.map(|service| service.suffix).collect();
        assert_eq!(gateways, ["dynamodb", "s3", "s3express"]);
        assert_eq!(
            Service::all()
                .filter(|service| service.cross_region)
                .count(),
            13
        );
        assert_eq!(
            Service::all()
                .filter(|service| service.fips_variant.is_some())
                .count(),
            165
        );
        assert_eq!(
            Service::all()
                .filter(|service| !service.is_regional())
                .count(),
            8
        );
    }

    #[test]
    fn knows_what_differs() {
        assert_eq!(service("cassandra").ports, Ports::Listed(vec![9142..=9142]));
        assert_eq!(
            service("transfer.server").ports,
            Ports::Listed(vec![22..=22, 21..=21, 8192..=8200])
        );
        assert_eq!(service("iot.data").ports, Ports::Unverified);
        assert_eq!(service("ssm").ports, Ports::Https);
        assert_eq!(service("dynamodb").private_dns, PrivateDns::No);
        assert_eq!(service("s3").private_dns, PrivateDns::Special);
        assert!(!service("s3express").interface);
        assert_eq!(service("nimble").status, Status::Withdrawn("2025-10-16"));
        assert_eq!(service("ssm").status, Status::Current);
    }

    #[test]
    fn knows_the_names_of_private_dns() {
        assert_eq!(
            service("ssm").private_dns_names("eu-west-1"),
            ["ssm.eu-west-1.amazonaws.com"]
        );
        assert_eq!(
            service("ecr.dkr").private_dns_names("cn-north-1"),
            ["*.dkr.ecr.cn-north-1.amazonaws.com.cn"]
        );
        assert_eq!(
            service("eks-auth").private_dns_names("us-east-1"),
            ["eks-auth.us-east-1.api.aws"]
        );
        assert_eq!(service("s3").private_dns_names("us-east-1").len(), 2);
        assert!(
            service("dynamodb")
                .private_dns_names("us-east-1")
                .is_empty()
        );
    }

    #[test]
    fn every_fips_variant_is_in_the_table() {
        for service in Service::all() {
            if let Some(variant) = service.fips_variant {
                let template = service.template.replace(service.suffix, variant);
                assert!(
                    Service::find(&template).is_some_and(|variant| variant.is_fips),
                    "{template}"
                );
            }
        }
    }
}
