//! Address arithmetic, as the library that Terraform uses does it.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Call, Function, NUMBER, STRING, Takes, call::whole, text::made};
use crate::{
    eval::Fault,
    value::{Type, Value},
};

pub(super) const TABLE: &[Function] = &[
    // OpenTofu's own, since 1.7: Terraform refuses a configuration that calls it.
    Function::new("cidrcontains", &[STRING, STRING], Takes::Bool, cidrcontains),
    Function::new("cidrhost", &[STRING, NUMBER], Takes::String, cidrhost),
    Function::new("cidrnetmask", &[STRING], Takes::String, cidrnetmask),
    Function::new(
        "cidrsubnet",
        &[STRING, NUMBER, NUMBER],
        Takes::String,
        cidrsubnet,
    ),
    Function::new("cidrsubnets", &[STRING], Takes::ListOfString, cidrsubnets).variadic(NUMBER),
];

/// A network: the address as a number, masked, and the lengths of the prefix and of addresses.
#[derive(Clone, Copy)]
struct Network {
    address: u128,
    prefix: u32,
    bits: u32,
}

impl Network {
    /// Octets may have leading zeros, as Terraform still reads them: as decimals.
    fn parse(text: &str) -> Result<Self, Fault> {
        let refused = || {
            Fault::new(format!(
                "invalid CIDR expression: invalid CIDR address: {text}"
            ))
        };
        let (address, prefix) = text.split_once('/').ok_or_else(refused)?;
        let (address, bits) = match ipv4(address) {
            Some(address) => (u128::from(address), 32),
            None => (
                u128::from(address.parse::<Ipv6Addr>().map_err(|_| refused())?),
                128,
            ),
        };
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        let prefix: u32 = prefix.parse().map_err(|_| refused())?;
        if prefix > bits {
            return Err(refused());
        }
        Ok(Self {
            address: address & mask(prefix, bits),
            prefix,
            bits,
        })
    }

    fn show(self, address: u128) -> Option<String> {
        if self.bits == 32 {
            return Some(Ipv4Addr::from(u32::try_from(address).ok()?).to_string());
        }
        // Go writes these as IPv4 addresses, with a prefix that does not fit.
        let address = Ipv6Addr::from(address);
        address
            .to_ipv4_mapped()
            .is_none()
            .then(|| address.to_string())
    }

    /// The last address.
    fn last(self) -> u128 {
        self.address | (all(self.bits) & !mask(self.prefix, self.bits))
    }
}

fn ipv4(text: &str) -> Option<u32> {
    let mut octets = text.split('.');
    let mut address = 0_u32;
    for _ in 0..4 {
        let octet = octets.next()?;
        if octet.is_empty() || octet.len() > 8 || !octet.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        address = (address << 8) | u32::from(octet.parse::<u8>().ok()?);
    }
    octets.next().is_none().then_some(address)
}

/// All ones in that many bits.
const fn all(bits: u32) -> u128 {
    match u128::MAX.checked_shr(128 - bits) {
        Some(ones) => ones,
        None => 0,
    }
}

/// A netmask.
const fn mask(prefix: u32, bits: u32) -> u128 {
    all(bits)
        & match all(bits).checked_shl(bits - prefix) {
            Some(ones) => ones,
            None => 0,
        }
}

/// Whether a network holds an address or another network.
fn cidrcontains(call: &Call<'_>) -> Result<Value, Fault> {
    let network = Network::parse(call.text(0)?)?;
    let text = call.text(1)?;
    let inner = if text.contains('/') {
        Network::parse(text)?
    } else {
        let length = if text.contains(':') { 128 } else { 32 };
        Network::parse(&format!("{text}/{length}"))?
    };
    if inner.bits != network.bits {
        return Err(Fault::new("address family mismatch"));
    }
    let holds = |address| (network.address..=network.last()).contains(&address);
    Ok(Value::bool(holds(inner.address) && holds(inner.last())))
}

fn cidrhost(call: &Call<'_>) -> Result<Value, Fault> {
    let number = whole(call.number(1)?)?;
    let network = Network::parse(call.text(0)?)?;
    let highest = network.last() - network.address;
    let host = if number < 0 {
        // Counted from the end.
        (number.unsigned_abs() - 1 <= highest).then(|| highest - (number.unsigned_abs() - 1))
    } else {
        Some(number.unsigned_abs()).filter(|host| *host <= highest)
    };
    // The library compares only the lower bits of larger numbers.
    let is_compared = i64::try_from(number).is_ok();
    if u64::try_from(number.unsigned_abs()).is_err() || (host.is_none() && !is_compared) {
        return Ok(call.impossible());
    }
    let Some(host) = host else {
        return Err(Fault::new(format!(
            "prefix of {} does not accommodate a host numbered {number}",
            network.prefix
        )));
    };
    Ok(network
        .show(network.address | host)
        .map_or_else(|| call.impossible(), made))
}

fn cidrnetmask(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    let network = Network::parse(text)?;
    if network.show(network.address).is_none() {
        return Ok(call.impossible());
    }
    if network.bits != 32 {
        return Err(Fault::new(format!(
            "IPv6 addresses cannot have a netmask: {text}"
        )));
    }
    Ok(network
        .show(mask(network.prefix, 32))
        .map_or_else(|| call.impossible(), made))
}

fn cidrsubnet(call: &Call<'_>) -> Result<Value, Fault> {
    let (bits, number) = (call.integer(1)?, whole(call.number(2)?)?);
    let network = Network::parse(call.text(0)?)?;
    let length = i128::from(network.prefix).saturating_add(bits);
    if length > i128::from(network.bits) {
        return Err(Fault::new(format!(
            "insufficient address space to extend prefix of {} by {bits}",
            network.prefix
        )));
    }
    // A negative extension shortens the prefix and leaves the address as it is.
    let Some(prefix) = u32::try_from(length).ok() else {
        return Ok(call.impossible());
    };
    let highest = match u32::try_from(bits) {
        Ok(bits @ 0..=63) => (1_u64 << bits) - 1,
        _ => u64::MAX,
    };
    let Ok(magnitude) = u64::try_from(number.unsigned_abs()) else {
        // The library compares only the lower bits of larger numbers.
        return Ok(call.impossible());
    };
    if magnitude > highest {
        return Err(Fault::new(format!(
            "prefix extension of {bits} does not accommodate a subnet numbered {number}"
        )));
    }
    let room = network.bits - prefix;
    let shifted = u128::from(magnitude).checked_shl(room).unwrap_or(0);
    if shifted >> room.min(127) != u128::from(magnitude) || shifted > all(network.bits) {
        return Err(Fault::new(format!(
            "a subnet numbered {number} is past the last address"
        )));
    }
    // The library sets the bits of the number in the address, of a negative one those of its complement, and then
    // drops the sign.
    let address = if number < 0 {
        ((shifted - 1) & !network.address) + 1
    } else {
        network.address | shifted
    };
    Ok(network
        .show(address)
        .map_or_else(|| call.impossible(), |ip| made(format!("{ip}/{prefix}"))))
}

fn cidrsubnets(call: &Call<'_>) -> Result<Value, Fault> {
    let network = Network::parse(call.text(0)?)?;
    let mut next = network.address;
    let mut subnets = Vec::new();
    let mut before: Option<String> = None;
    for index in 1..call.arguments.len() {
        let bits = call.integer(index)?;
        if bits < 1 {
            return Err(Fault::new("must extend prefix by at least one bit"));
        }
        let length = bits.saturating_add(i128::from(network.prefix));
        if bits > 32 {
            return Err(Fault::new("may not extend prefix by more than 32 bits"));
        }
        let prefix = match u32::try_from(length) {
            Ok(prefix) if prefix <= network.bits => prefix,
            _ => {
                return Err(Fault::new(format!(
                    "would extend prefix to {length} bits, which is too long for an {} address",
                    if network.bits == 32 { "IPv4" } else { "IPv6" }
                )));
            }
        };
        let full = || {
            Fault::new(format!(
                "not enough remaining address space for a subnet with a prefix of {prefix} bits after {}",
                before.clone().unwrap_or_default()
            ))
        };
        // The library takes an address of zero for having gone round once.
        if network.address == 0 && subnets.is_empty() {
            return Err(full());
        }
        let size = all(network.bits) & !mask(prefix, network.bits);
        let aligned = next.checked_add(size).ok_or_else(full)? & mask(prefix, network.bits);
        if aligned < next || aligned > network.last() {
            return Err(full());
        }
        let Some(shown) = network.show(aligned).map(|ip| format!("{ip}/{prefix}")) else {
            return Ok(call.impossible());
        };
        before = Some(shown.clone());
        subnets.push(made(shown));
        match (aligned | size).checked_add(1) {
            Some(after) => next = after,
            None => next = u128::MAX,
        }
    }
    Ok(Value::list(Type::String, subnets))
}
