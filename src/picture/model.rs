//! What a picture holds, in the order in which it is drawn.

use std::sync::Arc;

use crate::{
    eval::Exists,
    finding::Severity,
    lint::heading,
    network::{Outside, Rule, WayOut, ZoneOf},
    span::Span,
};

/// A picture of one root.
#[derive(PartialEq, Eq, Debug)]
pub struct Picture {
    /// Its directory, as reports name it.
    pub root: String,
    /// The variants that are drawn so, where those of the root are drawn in several ways.
    pub variants: Vec<Arc<str>>,
    /// Its VPCs: those that it makes, then others, then whatever lies in no VPC that is known.
    pub vpcs: Vec<Vpc>,
    /// What is wrong, in the order of the report.
    pub faults: Vec<Fault>,
    /// Which of these concern nothing that is drawn.
    pub elsewhere: Vec<usize>,
}

/// A finding.
#[derive(PartialEq, Eq, Debug)]
pub struct Fault {
    /// The id of its rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub message: String,
}

/// Anything that is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thing {
    /// Its address; of what is not made here, what names it.
    pub address: String,
    /// The same in little room.
    pub label: String,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Where it is written; nothing of what is not made here.
    pub place: Option<Span>,
    /// What is wrong with it.
    pub faults: Vec<usize>,
}

/// A VPC and all that lies in it.
#[derive(PartialEq, Eq, Debug)]
pub struct Vpc {
    /// It; nothing where the VPC is not known.
    pub thing: Option<Thing>,
    /// Whether it is made here.
    pub made_here: bool,
    /// Its zones, as far as subnets are in them.
    pub zones: Vec<ZoneOf>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Its route tables.
    pub tables: Vec<Table>,
    /// Its internet gateways, and whatever else its routes lead to outside.
    pub gateways: Vec<Gateway>,
    /// Its endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Its security groups.
    pub groups: Vec<Group>,
}

/// A subnet.
#[derive(PartialEq, Eq, Debug)]
pub struct Subnet {
    /// It.
    pub thing: Thing,
    /// The place of its zone.
    pub zone: usize,
    /// Its IPv4 range.
    pub range: Option<String>,
    /// How traffic leaves it, if that is known.
    pub way: Option<WayOut>,
    /// NAT gateways and attachments in it.
    pub inside: Vec<Inside>,
}

/// What stands in a subnet beside endpoints.
#[derive(PartialEq, Eq, Debug)]
pub struct Inside {
    /// It.
    pub thing: Thing,
    /// `NAT gateway`, `transit gateway attachment`.
    pub what: &'static str,
}

/// A route table.
#[derive(PartialEq, Eq, Debug)]
pub struct Table {
    /// It.
    pub thing: Thing,
    /// The subnets that follow it.
    pub followers: Vec<(usize, Exists)>,
    /// Where it sends traffic.
    pub targets: Vec<Target>,
    /// Whether it may have other routes.
    pub open: bool,
}

/// Where a route table sends traffic.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Target {
    /// What it is, as messages name it.
    pub name: String,
    /// The same in little room.
    pub label: String,
    /// What passes the traffic on, if that is known.
    pub way: Option<WayOut>,
    /// Which argument of the route names it.
    pub argument: &'static str,
    /// Whether that is all traffic of a family, if that is known.
    pub everything: Option<bool>,
    /// Whether that is certain.
    pub exists: Exists,
}

/// What leads out of a VPC.
#[derive(PartialEq, Eq, Debug)]
pub struct Gateway {
    /// It.
    pub thing: Thing,
    /// `internet gateway`, `transit gateway`.
    pub what: &'static str,
    /// Which traffic it passes on, if that is known.
    pub way: Option<WayOut>,
}

/// What an endpoint is tied to.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct Ends {
    /// Things of its VPC, by their places.
    pub here: Vec<(usize, Exists)>,
    /// Others, by their names.
    pub elsewhere: Vec<(String, Exists)>,
    /// Whether there may be more.
    pub open: bool,
}

/// An endpoint.
#[derive(PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// It.
    pub thing: Thing,
    /// Its type, if that is known.
    pub kind: Option<String>,
    /// What it leads to.
    pub outside: Outside,
    /// Whether the names of its service lead to it, if that is known.
    pub private_dns: Option<bool>,
    /// The subnets in which it has network interfaces.
    pub stands: Ends,
    /// The route tables that it serves.
    pub serves: Ends,
    /// The security groups that guard it.
    pub groups: Vec<(String, Exists)>,
    /// Whether other groups may guard it.
    pub groups_open: bool,
}

/// A security group.
#[derive(PartialEq, Eq, Debug)]
pub struct Group {
    /// It.
    pub thing: Thing,
    /// What it admits.
    pub rules: Vec<Rule>,
    /// How many endpoints it guards.
    pub guards: usize,
}

impl Picture {
    /// As headings name it: `envs/prod`, `network (variant prod)`.
    #[must_use]
    pub fn name(&self) -> String {
        heading(&self.root, &self.variants)
    }

    /// Whether the same is drawn, whatever the variants.
    #[must_use]
    pub fn is_drawn_as(&self, other: &Self) -> bool {
        let is_same = self.root == other.root && self.vpcs == other.vpcs;
        is_same && self.faults == other.faults && self.elsewhere == other.elsewhere
    }

    /// Whether an endpoint stands in it.
    #[must_use]
    pub fn has_endpoints(&self) -> bool {
        self.vpcs.iter().any(|vpc| !vpc.endpoints.is_empty())
    }
}

impl Vpc {
    /// Whether nothing lies in it that a picture would show.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.subnets.is_empty() && self.endpoints.is_empty() && self.tables.is_empty()
    }

    /// As a heading names it.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.thing {
            Some(thing) => &thing.address,
            None => "not known",
        }
    }
}

impl Endpoint {
    /// What it leads to, in a word.
    #[must_use]
    pub fn service(&self) -> String {
        match &self.outside {
            Outside::Aws(suffix) => suffix.clone(),
            Outside::Other(Some(name)) => super::names::short_text(name),
            Outside::Other(None) => "a customer's service".to_owned(),
            Outside::Unnamed(kind) => format!("{} {}", self.thing.label, kind.name()),
            Outside::Unknown => "unknown service".to_owned(),
        }
    }

    /// Whether it stands in route tables.
    #[must_use]
    pub fn is_gateway(&self) -> bool {
        self.kind.as_deref() == Some("Gateway")
    }
}
