//! Networks that arguments name, and what is known of those that are not known.

use std::{collections::HashSet, sync::Arc};

use ipnet::IpNet;

use super::Builder;
use crate::{
    eval::Exists,
    network::{Identity, Place, Set, fact::unknown_part},
    value::{Fragment, Kind, Symbol, Value, Why},
};

/// What has CIDR blocks of its own. AWS makes VPCs of /16 at the most, and subnets lie in them (Amazon VPC user guide: VPC CIDR blocks).
const BLOCKS: [&str; 4] = [
    "aws_default_subnet",
    "aws_default_vpc",
    "aws_subnet",
    "aws_vpc",
];

/// Nobody puts together all addresses from networks of this length or longer.
const NARROW: u8 = 8;

/// What these are called.
const OF_BLOCKS: [&str; 2] = ["cidr_block", "ipv6_cidr_block"];

impl Builder<'_, '_> {
    /// The networks of a list, or the one that a string is. What is sensitive would be named in the message.
    pub(super) fn networks(&self, value: &Value, place: &Place) -> Set<IpNet> {
        let hidden = place.sensitive;
        let mut networks = Set::parse(value, place, |item| {
            let known = item.as_str().filter(|_| !hidden && !item.sensitive);
            let network = known.and_then(|text| text.parse().ok());
            network.ok_or_else(|| self.why_not_known(item))
        });
        for (way, value) in networks.ways_mut().zip(value.alternatives()) {
            let narrow = || self.why_not_known(value);
            way.open = way.open.take().map(|why| match narrow() {
                narrow @ Why::Narrow(_) => narrow,
                _ => why,
            });
        }
        networks
    }

    fn why_not_known(&self, network: &Value) -> Why {
        let why = unknown_part(network);
        if self.is_narrow(network) {
            Why::Narrow(Arc::new(why))
        } else {
            why
        }
    }

    /// Whether a network that is not known is the block of a VPC or subnet, or has its length written: `${var.prefix}.0.0/16`.
    fn is_narrow(&self, network: &Value) -> bool {
        match &network.kind {
            Kind::Unknown(unknown) => unknown.symbol.as_ref().is_some_and(|symbol| {
                is_block(symbol)
                    || self
                        .blocks
                        .get_or_init(|| self.own_blocks())
                        .contains(symbol)
            }),
            Kind::PartialString(fragments) => match fragments.last() {
                Some(Fragment::Known(text)) => {
                    let length = text
                        .rsplit_once('/')
                        .map(|(_, length)| length.parse::<u8>());
                    matches!(length, Some(Ok(NARROW..)))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// What the blocks of own VPCs and subnets are, where that is not known: a variable.
    fn own_blocks(&self) -> HashSet<Symbol> {
        let owners = self.of(&BLOCKS);
        let certain = owners.filter(|it| it.exists == Exists::Must);
        let values = certain.flat_map(|it| OF_BLOCKS.map(|name| it.attribute(name)));
        values.filter_map(|it| it.symbol().cloned()).collect()
    }
}

/// Whether it is an attribute that is such a block, of something that is made here or looked up.
fn is_block(symbol: &Symbol) -> bool {
    let Identity::Attribute(owner, attribute) = Identity::behind(symbol) else {
        return false;
    };
    BLOCKS.contains(&owner.ty()) && OF_BLOCKS.contains(&&*attribute)
}
