//! How closed the world is: what modules that cannot be read may touch, what callers may add to, what was not read.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::OnceLock,
};

use super::{
    Fact, Identity, Pass,
    case::{Case, Made},
    route::MAIN,
};
use crate::{
    address::{Address, without_keys},
    provider::awscc,
    span::Span,
};

/// What lies beyond this configuration.
#[derive(Debug, Default)]
pub struct World {
    /// Whether a part of some module could not be read.
    pub unread: bool,
    /// Whether the root was written to be called: it configures no provider, no backend and has no variable file.
    pub library: bool,
    /// References that modules out of sight receive, and by which call.
    pub(super) passed: BTreeSet<(String, String)>,
    /// References that the root exports.
    pub(super) exported: BTreeSet<String>,
    /// What separate resources would be attached to of which there are none, as the values here are.
    pub(super) left_alone: BTreeSet<String>,
    /// What these lead to, once somebody has asked.
    handed: OnceLock<Handed>,
}

/// A sign that a service is used from here: what makes a missing endpoint matter.
#[derive(Clone, Debug)]
pub struct Sign {
    /// The header of the block that shows it.
    pub place: Span,
    /// What is to be seen there.
    pub message: String,
    /// The Region in which it is to be seen, of what has one.
    pub region: Option<Fact<Identity>>,
}

impl World {
    /// The call of a module out of sight that gets hold of something, if one does.
    #[must_use]
    pub fn gets_hold_of(&self, address: &Address) -> Option<&str> {
        if self.passed.is_empty() {
            return None;
        }
        self.handed()
            .passed
            .get(&address.plain())
            .map(|call| &**call)
    }

    /// Whether the root has an output of something: other configurations may add to it.
    #[must_use]
    pub fn hands_out(&self, address: &Address) -> bool {
        !self.exported.is_empty() && self.handed().exported.contains(&address.plain())
    }

    /// Whether the root is a module for others and exports something, so that a caller may add to it.
    #[must_use]
    pub fn exports(&self, address: &Address) -> bool {
        self.library && self.hands_out(address)
    }

    fn handed(&self) -> &Handed {
        self.handed.get_or_init(|| Handed::of(self))
    }
}

impl<T: Made> Case<'_, T> {
    /// That nothing out of sight can do something to it, `add rules to it`: what is missing is missing as far as this configuration goes.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub(super) fn nothing_else_may(&self, act: &str) -> Result<(), Pass> {
        let world = &self.network.world;
        if let Some(call) = world.gets_hold_of(&self.resource().address) {
            let why = format!("{call}, whose source is not on disk, may {act}");
            return Err(self.undecided(why));
        }
        if world.unread {
            return Err(self.undecided("a part of the configuration could not be read"));
        }
        self.rest_on_absence();
        Ok(())
    }

    /// Whether other values, or whoever reads an output of the root, may well attach something to it.
    #[must_use]
    pub fn may_be_attached_to(&self) -> bool {
        self.is_left_alone() || self.network.world.hands_out(&self.resource().address)
    }

    /// Whether separate resources are written that would be attached to it, of which there are none as the values here are.
    #[must_use]
    pub fn is_left_alone(&self) -> bool {
        let left_alone = &self.network.world.left_alone;
        !left_alone.is_empty() && left_alone.contains(&self.resource().address.plain())
    }

    /// Whether the root is a module for others and exports it, so that a caller may add to it.
    #[must_use]
    pub fn is_exported(&self) -> bool {
        self.network.world.exports(&self.resource().address)
    }
}

/// What modules out of sight and callers get hold of, by its address without keys.
#[derive(Debug)]
struct Handed {
    /// By which call.
    passed: HashMap<String, String>,
    exported: HashSet<String>,
}

impl Handed {
    fn of(world: &World) -> Self {
        let mut passed = HashMap::new();
        for (reference, call) in &world.passed {
            for address in led_to(reference) {
                passed.entry(address).or_insert_with(|| call.clone());
            }
        }
        let exported = world.exported.iter();
        Self {
            passed,
            exported: exported.flat_map(|it| led_to(it)).collect(),
        }
    }
}

/// The addresses, without keys, of what a reference gives a hold on: it names the thing itself, its id or its ARN, or the main route table
/// that is part of a VPC.
fn led_to(reference: &str) -> Vec<String> {
    let reference = without_keys(reference);
    let is_own = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    let mut addresses = Vec::new();
    // What a function is applied to is named behind its bracket, a comma or a blank.
    for word in reference.split(['(', ' ', ',', '"']) {
        let named = word
            .find(|it| !is_own(it))
            .map_or(word, |end| word.split_at(end).0);
        let steps: Vec<&str> = named.split('.').collect();
        for (at, step) in steps.iter().enumerate().skip(1) {
            // What the attributes of hashicorp/awscc are called in hashicorp/aws.
            let ty = at.checked_sub(2).and_then(|at| steps.get(at));
            let step = ty.map_or(*step, |ty| awscc::attribute(ty, step));
            if matches!(step, "id" | "arn" | "vpc_id") || MAIN.contains(&step) {
                addresses.extend(steps.get(..at).map(|steps| steps.join(".")));
            }
        }
        if !named.is_empty() {
            addresses.push(named.to_owned());
        }
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_what_they_name() {
        for (reference, address, leads) in [
            ("aws_vpc.a", "aws_vpc.a", true),
            ("aws_vpc.a.id", "aws_vpc.a", true),
            ("aws_vpc.a.arn", "aws_vpc.a", true),
            ("aws_vpc.a.main_route_table_id", "aws_vpc.a", true),
            ("aws_vpc.a.cidr_block", "aws_vpc.a", false),
            ("aws_vpc.a_b.id", "aws_vpc.a", false),
            ("aws_vpc.a[*].id", "aws_vpc.a", true),
            ("aws_vpc.a[0]", "aws_vpc.a", true),
            ("element(aws_vpc.a[*].id, 0)", "aws_vpc.a", true),
            ("concat(aws_x.b.id,aws_vpc.a.id)", "aws_vpc.a", true),
            ("module.m.aws_vpc.a.id", "aws_vpc.a", false),
            ("module.m[\"x\"].aws_vpc.a.id", "module.m.aws_vpc.a", true),
            ("aws_endpoint.e.vpc_id", "aws_endpoint.e", true),
        ] {
            let found = led_to(reference).iter().any(|it| it == address);
            assert_eq!(found, leads, "{reference} {address}");
        }
    }
}
