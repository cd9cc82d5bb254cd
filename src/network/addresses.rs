//! The addresses of endpoints, the records that name them, and what may be combined.

use super::{Case, Endpoint, EndpointType, IpType, Pass, RecordType, Subnet, answer::fine_if};
use crate::provider::service::ServiceName;

/// What of a subnet does not fit the addresses of an endpoint.
#[derive(Debug)]
pub struct Unfit<'n> {
    /// The subnet.
    pub subnet: Case<'n, Subnet>,
    /// What it is or lacks.
    pub why: &'static str,
    /// What to change about it.
    pub remedy: &'static str,
}

impl<'n> Case<'n, Endpoint> {
    /// The addresses and records that it asks for.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where one of the two is left to AWS or no word of the provider, undecided when it is not known.
    pub fn addresses_and_records(&self) -> Result<(IpType, RecordType), Pass> {
        let options = &self.it.dns_options;
        let record = *self.read(&options.record_type)?;
        let (Some(record), Some(ip)) = (record, *self.read(&options.ip_type)?) else {
            return Err(Pass::NotApplicable);
        };
        if ip == IpType::Other || record == RecordType::Other {
            return Err(Pass::NotApplicable);
        }
        Ok((ip, record))
    }

    /// The records that go with these addresses.
    ///
    /// # Errors
    ///
    /// When its type or service is not known; [`Pass::NotApplicable`] for types of which that is not documented.
    pub fn records_for(&self, ip: IpType) -> Result<&'static [RecordType], Pass> {
        use RecordType::{Dual, Service, V4, V6};
        let records: &[RecordType] = match (self.read(&self.it.kind)?, ip) {
            (EndpointType::Gateway, _) if self.is_for("dynamodb")? => &[Service],
            (EndpointType::Gateway, IpType::V4) => &[V4, Service],
            (EndpointType::Gateway, IpType::V6) => &[V6, Service],
            (EndpointType::Interface, IpType::V4) => &[V4],
            (EndpointType::Interface, IpType::V6) => &[V6],
            (EndpointType::Gateway | EndpointType::Interface, IpType::Dual) => {
                &[V4, V6, Dual, Service]
            }
            _ => return Err(Pass::NotApplicable),
        };
        Ok(records)
    }

    /// Why the provider does not send `private_dns_only_for_inbound_resolver_endpoint`, or AWS makes nothing of it.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it has its effect, undecided where that is not known.
    pub fn why_inbound_flag_is_ignored(&self) -> Result<&'static str, Pass> {
        let service = self.read(&self.it.service)?.as_ref();
        let of_s3 = service.is_some_and(|name| name.is_aws("s3"));
        let is_sent = of_s3 && service.is_some_and(ServiceName::is_usual);
        if !of_s3 {
            return Ok("its service is not S3");
        }
        if !is_sent {
            return Ok("the provider sends it for services named com.amazonaws.<region>.s3 only");
        }
        if !self.is(&self.it.kind, &EndpointType::Interface)? {
            return Ok("it is no interface endpoint");
        }
        fine_if(self.is(&self.it.private_dns, &true)?)?;
        Ok("private DNS is off")
    }

    /// A subnet of it that cannot hold addresses of that type.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when all can, undecided when none is known that cannot and not all are known.
    pub fn unfit_subnet(&self, ip: IpType) -> Result<Unfit<'n>, Pass> {
        let unfit = self.first(&self.some(&self.it.subnets).items, |item| {
            let identity = self.read(item)?;
            let there = self.exists(&item.place.resource, &self.it.resource);
            let subnet = self.network.subnet(identity).filter(|_| there);
            match subnet.map(|subnet| self.about(subnet)) {
                Some(subnet) => subnet.unfit_for(ip),
                None if !there => Ok(None),
                None => {
                    let name = identity.name();
                    Err(self.undecided(format!("subnet {name} is not made here")))
                }
            }
        })?;
        if unfit.is_none() {
            self.closed(&self.it.subnets)?;
            fine_if(true)?;
        }
        unfit.ok_or(Pass::Fine)
    }
}

impl<'n> Case<'n, Subnet> {
    fn unfit_for(&self, ip: IpType) -> Result<Option<Unfit<'n>>, Pass> {
        let native = || self.is(&self.it.ipv6_native, &true);
        let (why, remedy) = match ip {
            IpType::V6 if !native()? => (
                "is not IPv6-only",
                "name IPv6-only subnets (ipv6_native = true), or set ip_address_type = \"dualstack\"",
            ),
            IpType::V4 | IpType::Dual if native()? => {
                ("has no IPv4 range", "set ip_address_type = \"ipv6\"")
            }
            IpType::Dual if self.is(&self.it.ipv6, &false)? => {
                self.likely_if(!self.it.ipv6.place.written);
                (
                    "has no IPv6 range",
                    "give every subnet of the endpoint an ipv6_cidr_block, or set ip_address_type = \"ipv4\"",
                )
            }
            _ => return Ok(None),
        };
        Ok(Some(Unfit {
            subnet: *self,
            why,
            remedy,
        }))
    }
}
