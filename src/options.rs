//! What users tell single rules: which options there are, and what settings say of them.

use std::collections::BTreeMap;

use ipnet::IpNet;

/// What users can tell a rule beside how much it weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RuleOption {
    /// Services of which the rule does not speak.
    ExceptServices,
    /// Services that are demanded.
    Services,
    /// Of which VPCs something is demanded.
    Vpcs,
    /// Tags that are demanded.
    Tags,
    /// Networks that may be admitted.
    CidrBlocks,
    /// Conditions that are demanded.
    Conditions,
}

/// What can be written for an option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptionType {
    /// A list of services of AWS.
    Services,
    /// A list of CIDR blocks.
    Networks,
    /// A table: for each key a string, or a list of strings.
    Map,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// What is written for an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OptionValue {
    /// Services, as they are named behind the Region.
    Services(Vec<String>),
    /// CIDR blocks.
    Networks(Vec<IpNet>),
    /// For each key its values.
    Map(BTreeMap<String, Vec<String>>),
    /// A word.
    Choice(&'static str),
}

impl RuleOption {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ExceptServices,
        Self::Services,
        Self::Vpcs,
        Self::Tags,
        Self::CidrBlocks,
        Self::Conditions,
    ];

    /// Its key in configuration files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExceptServices => "except-services",
            Self::Services => "services",
            Self::Vpcs => "vpcs",
            Self::Tags => "tags",
            Self::CidrBlocks => "cidr-blocks",
            Self::Conditions => "conditions",
        }
    }

    /// What it does, in a sentence.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::ExceptServices => {
                "Services of AWS, such as `s3` or `ecr.api`, about whose endpoints the rule is silent."
            }
            Self::Services => {
                "Services of AWS, such as `s3` or `ecr.api`, for which there must be endpoints. With it the rule is on."
            }
            Self::Vpcs => {
                "`all` VPCs, or only `private` ones: those with a subnet without a route to an internet gateway. `all` unless it is said."
            }
            Self::Tags => {
                "Tags that must be there, each with the value or the list of values that it may have; `\"*\"` stands for any. With it the rule is on."
            }
            Self::Conditions => {
                "Keys that each policy must ask for, such as `aws:PrincipalOrgID`, each with the value or the list of values that it may be compared with; `\"*\"` stands for any. With it the rule is on."
            }
            Self::CidrBlocks => {
                "The networks that may be admitted, such as `10.0.0.0/8`, and what lies in them. With it the rule is on."
            }
        }
    }

    /// What can be written for it.
    #[must_use]
    pub const fn value_type(self) -> OptionType {
        match self {
            Self::ExceptServices | Self::Services => OptionType::Services,
            Self::Vpcs => OptionType::Choice(&["all", "private"]),
            Self::Tags | Self::Conditions => OptionType::Map,
            Self::CidrBlocks => OptionType::Networks,
        }
    }

    /// Whether it is a demand of the user's own: whoever sets it wants the rule.
    #[must_use]
    pub const fn turns_on(self) -> bool {
        match self {
            Self::Services | Self::Tags | Self::CidrBlocks | Self::Conditions => true,
            Self::ExceptServices | Self::Vpcs => false,
        }
    }
}

/// What users tell one rule.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Options(BTreeMap<RuleOption, OptionValue>);

impl Options {
    /// Nothing is told.
    pub const NONE: &'static Self = &Self(BTreeMap::new());

    /// Takes in what is said of an option, in place of what was said before.
    pub fn set(&mut self, option: RuleOption, value: OptionValue) {
        self.0.insert(option, value);
    }

    /// Services of which the rule does not speak.
    #[must_use]
    pub fn except_services(&self) -> &[String] {
        self.services_of(RuleOption::ExceptServices)
            .unwrap_or_default()
    }

    /// The services that are demanded, if any are.
    #[must_use]
    pub fn services(&self) -> Option<&[String]> {
        self.services_of(RuleOption::Services)
    }

    /// Whether something is demanded of private VPCs only.
    #[must_use]
    pub fn of_private_vpcs(&self) -> bool {
        self.0.get(&RuleOption::Vpcs) == Some(&OptionValue::Choice("private"))
    }

    /// The tags that are demanded, if any are, with the values that each may have.
    #[must_use]
    pub fn tags(&self) -> Option<&BTreeMap<String, Vec<String>>> {
        self.map_of(RuleOption::Tags)
    }

    /// The conditions that are demanded, if any are: keys, with the values that each may be compared with.
    #[must_use]
    pub fn conditions(&self) -> Option<&BTreeMap<String, Vec<String>>> {
        self.map_of(RuleOption::Conditions)
    }

    /// The networks that may be admitted, if that is said.
    #[must_use]
    pub fn cidr_blocks(&self) -> Option<&[IpNet]> {
        match self.0.get(&RuleOption::CidrBlocks) {
            Some(OptionValue::Networks(networks)) => Some(networks),
            _ => None,
        }
    }

    fn services_of(&self, option: RuleOption) -> Option<&[String]> {
        match self.0.get(&option) {
            Some(OptionValue::Services(services)) => Some(services),
            _ => None,
        }
    }

    fn map_of(&self, option: RuleOption) -> Option<&BTreeMap<String, Vec<String>>> {
        match self.0.get(&option) {
            Some(OptionValue::Map(map)) => Some(map),
            _ => None,
        }
    }
}
