//! The structures that are written.

use std::collections::BTreeMap;

use serde::Serialize;

pub(in crate::report) const VERSION: u32 = 1;

/// A report of vpcelint, the linter for VPC endpoints in Terraform and OpenTofu.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Report {
    /// The version of this form: within one, fields are only added.
    #[cfg_attr(test, schemars(extend("const" = VERSION)))]
    pub(super) version: u32,
    /// What wrote it.
    pub(super) tool: Tool,
    /// How much was looked at, and what was found.
    pub(super) summary: Summary,
    /// The findings, by file, place and rule.
    pub(super) findings: Vec<Finding>,
    /// The findings that somebody decided not to see, by comments and baselines, then by settings; empty unless asked for.
    pub(super) suppressed: Vec<Suppressed>,
    /// The questions that rules could not decide; empty unless asked for.
    pub(super) undecided: Vec<Undecided>,
    /// The module calls and files that were not seen.
    pub(super) unfollowed: Vec<Unfollowed>,
    /// What else was not as expected, as it is told on standard error.
    pub(super) notes: Vec<String>,
    /// What every rule answered, by its id.
    pub(super) coverage: BTreeMap<&'static str, Coverage>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Summary {
    /// Root modules evaluated.
    pub(super) roots: usize,
    /// Directories with Terraform files.
    pub(super) modules: usize,
    /// Files read as configuration.
    pub(super) files: usize,
    /// Endpoint instances.
    pub(super) endpoints: usize,
    /// Findings of severity error.
    pub(super) errors: usize,
    /// Findings of severity warning.
    pub(super) warnings: usize,
    /// Findings of severity info.
    pub(super) infos: usize,
    /// Findings that a comment or the baseline accepts.
    pub(super) suppressed: usize,
    /// Findings that are too unsure to show.
    pub(super) unsure: usize,
    /// Findings that settings leave out: of rules that are off, of excepted services, in excluded paths.
    pub(super) left_out: usize,
    /// Directories and named files that settings exclude, so that nobody looked at them.
    pub(super) excluded: usize,
    /// Questions without an answer.
    pub(super) undecided: usize,
    /// Module calls and files that were not seen.
    pub(super) unfollowed: usize,
    /// With `--cost`, what is paid for by the hour in all findings, for a month of 730 hours: one amount for each currency.
    pub(super) per_month: Option<Vec<Amount>>,
}

/// A module call, or without an address a file, that was not seen.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Unfollowed {
    /// `not_on_disk`, `early_source`, `outside_project`, `submodule` or `missing_directory`.
    pub(super) reason: &'static str,
    /// The root module from which it is reached.
    pub(super) root: String,
    /// The address of the call.
    pub(super) address: Option<String>,
    /// The `source` of the call, or the path of the file.
    pub(super) source: String,
    /// The `version` of the call.
    pub(super) version: Option<String>,
    /// Where it is called.
    pub(super) location: Option<Location>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Finding {
    /// The id of the rule.
    pub(super) rule: &'static str,
    /// How much it weighs.
    #[cfg_attr(test, schemars(schema_with = "super::schema::severities"))]
    pub(super) severity: &'static str,
    /// How sure it is.
    #[cfg_attr(test, schemars(schema_with = "super::schema::confidences"))]
    pub(super) confidence: &'static str,
    /// What suffers.
    pub(super) category: &'static str,
    /// The controls of catalogues that its rule speaks of.
    pub(super) controls: Vec<Control>,
    /// The thing at fault and the fact.
    pub(super) message: String,
    /// What to change; may be empty.
    pub(super) help: String,
    /// The page of the rule.
    pub(super) url: String,
    /// The same for the same finding in later runs, wherever its lines have moved.
    pub(super) fingerprint: String,
    /// The directory of the first root module in which it holds.
    pub(super) root: String,
    /// The variants in which it holds, where its root modules are judged with variants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) variants: Vec<String>,
    /// The instances at fault.
    pub(super) addresses: Vec<String>,
    /// The endpoint instances concerned, whatever is at fault.
    pub(super) endpoints: Vec<String>,
    /// The header of the block at fault, or of the module call that makes it.
    pub(super) subject: Subject,
    /// The place to change; null where that is no file.
    pub(super) location: Option<Location>,
    /// The places that prove it, in reading order.
    pub(super) steps: Vec<ProofStep>,
    /// How to mend it, where that can be said in edits.
    pub(super) fix: Option<Mend>,
    /// What is paid for, with `--cost` and where prices are known.
    pub(super) cost: Option<Cost>,
}

/// What is paid for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Cost {
    /// By the hour, for a month of 730 hours: one amount for each currency.
    pub(super) per_month: Vec<Amount>,
    /// For each GB.
    pub(super) per_gb: Option<Amount>,
}

/// An amount of money.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Amount {
    /// `USD` or `CNY`.
    pub(super) currency: &'static str,
    /// A decimal number, exact: `7.30`.
    pub(super) amount: String,
}

/// What auditors ask for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Control {
    /// The catalogue, such as `Security Hub`.
    pub(super) framework: &'static str,
    /// Its name there, such as `EC2.10`.
    pub(super) id: &'static str,
}

/// A finding that somebody decided not to see.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Suppressed {
    /// `comment` or `baseline`; or what settings are silent about: the `rule`, a `service`, the `path`, this `confidence`.
    pub(super) by: Option<&'static str>,
    /// The place, variable or option that says so, where settings do.
    pub(super) origin: Option<String>,
    #[serde(flatten)]
    pub(super) finding: Finding,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Subject {
    /// Relative to the directory of the run, with `/`.
    pub(super) file: String,
    /// From 1.
    pub(super) line: u32,
}

/// A place in a file of the user's, as far as it lies on one line.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Location {
    /// Relative to the directory of the run, with `/`.
    pub(super) file: String,
    /// The first character.
    pub(super) start: Position,
    /// One past the last character.
    pub(super) end: Position,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Position {
    /// From 1.
    pub(super) line: u32,
    /// From 1, in code points.
    pub(super) column: u32,
    /// From 0, in the file.
    pub(super) byte: u32,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ProofStep {
    /// What is to be seen there.
    pub(super) message: String,
    /// The place; null where that is no file.
    pub(super) location: Option<Location>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Mend {
    /// What it does.
    pub(super) title: String,
    /// Whether it may be applied without a second thought.
    #[cfg_attr(test, schemars(schema_with = "super::schema::safeties"))]
    pub(super) safety: &'static str,
    /// Edits of the original text, which do not overlap.
    pub(super) edits: Vec<Edit>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Edit {
    /// Relative to the directory of the run, with `/`.
    pub(super) file: String,
    /// The first byte that is replaced.
    pub(super) start_byte: u32,
    /// One past the last; the same where text is inserted.
    pub(super) end_byte: u32,
    /// The new text.
    pub(super) text: String,
}

/// How many subjects got which answer of a rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Coverage {
    /// They are at fault.
    pub(super) fault: usize,
    /// All is well.
    pub(super) fine: usize,
    /// They are none of the rule's.
    pub(super) not_applicable: usize,
    /// Not known.
    pub(super) undecided: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct Undecided {
    /// The id of the rule.
    pub(super) rule: &'static str,
    /// The instance in question.
    pub(super) address: String,
    /// Which fact is missing, and why.
    pub(super) reason: String,
    /// The variants in which it is open, where the root modules are judged with variants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) variants: Vec<String>,
    /// Where it would be; null where that is no file.
    pub(super) location: Option<Location>,
}
