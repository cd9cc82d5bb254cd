//! What a run found out.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    address::Address,
    config::SettingOrigin,
    finding::{Finding, Fix, Safety, Severity, Undecided},
    inputs::Given,
    module::{ModuleId, Program},
    money::Money,
    network::{Network, Topology, Verdict},
    note::Note,
    rules::Rule,
    source::{SourceFile, Sources},
    span::FileId,
};

use super::{
    cost::{self, Total},
    unfollowed::{Unseen, counted},
    variants::Variants,
};

/// All that a run found out.
#[derive(Debug, Default)]
pub struct Report {
    /// Counts.
    pub summary: Summary,
    /// The findings, ordered by file name, start, end and rule.
    pub findings: Vec<Diagnostic>,
    /// What an ignore comment or the baseline keeps out of `findings`, in the same order.
    pub suppressed: Vec<Diagnostic>,
    /// Whether reports list what is suppressed.
    pub shows_suppressed: bool,
    /// Whether reports for people show all changes in whole, and why there are none.
    pub shows_fixes: bool,
    /// The baseline of each root that has one, by the name of its directory, and who says so.
    pub(crate) baselines: BTreeMap<String, (PathBuf, SettingOrigin)>,
    /// What settings keep out of `findings`, in the same order, and what lies elsewhere.
    pub(crate) hidden: Vec<Diagnostic>,
    /// The directories of which everything is in sight that could make a rule fire there.
    pub(crate) closed: BTreeSet<PathBuf>,
    /// Whether that is the whole project.
    pub(crate) whole: bool,
    /// What was not as expected though nothing is wrong with the configuration: for standard error.
    pub notes: Vec<Note>,
    /// What rules could not decide, in the same order.
    pub undecided: Vec<Question>,
    /// What every rule answered, by its id, over all subjects of all roots in which it is on.
    pub coverage: BTreeMap<&'static str, Coverage>,
    /// The joined networks of the roots that concern endpoints, with the directory of each, if the request asks for them; of a root
    /// with variants that of the first.
    pub networks: Vec<(Arc<str>, Network)>,
    /// The graphs of the same, if the request asks for them.
    pub topologies: Vec<(Arc<str>, Topology)>,
    /// What the findings cost together, if the report says so: what is paid by the hour, for a month.
    pub per_month: Option<Vec<Money>>,
    /// What was not seen, by root.
    pub unfollowed: Vec<Unseen>,
    /// What was loaded: it says what must not be shown of the files that findings point into.
    pub(crate) program: Program,
    /// What its roots were given, once or once for each variant.
    pub(crate) given: Vec<(ModuleId, Given)>,
    /// The files with findings in which ignore comments must say why.
    pub(crate) in_need_of_reasons: HashSet<FileId>,
    /// Paths of the command line that led to no Terraform file.
    pub without_terraform: Vec<PathBuf>,
}

/// A finding with all that is attached to it.
#[derive(Debug)]
pub struct Diagnostic {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// The severity that its page or the settings give the rule; of a `possible` finding never more than [`Severity::Info`].
    pub severity: Severity,
    /// Whether it makes the run fail.
    pub fails: bool,
    /// What was found.
    pub finding: Finding,
    /// The directory of the first root in which it holds, as reports name it.
    pub root: String,
    /// The directories of all of them, in order.
    pub roots: Vec<Arc<str>>,
    /// In which of their variants it holds; empty where none of them has any. The message names them unless they are all.
    pub variants: Variants,
    /// The same root by root and variant by variant.
    pub held: Vec<Held>,
    /// What makes it the same finding tomorrow, in hexadecimal.
    pub fingerprint: String,
    /// Who decided not to see it.
    pub suppressed_by: Option<SuppressedBy>,
    /// What is paid for, if the report says so and prices are known.
    pub cost: Option<Total>,
}

/// Of what a finding holds in one root, in some of its variants.
#[derive(Debug)]
pub struct Held {
    /// The directory of the root.
    pub root: Arc<str>,
    /// In which of its variants; empty where it has none.
    pub variants: Variants,
    /// The instances at fault there.
    pub addresses: Vec<Address>,
    /// The endpoint instances concerned there.
    pub endpoints: Vec<Address>,
}

/// A question without an answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// The id of the rule that asks it.
    pub rule: &'static str,
    /// What is asked.
    pub asked: Undecided,
    /// In which variants it is open; empty where no root has any. Its reason names them unless they are all.
    pub variants: Variants,
}

/// Who decided not to see a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SuppressedBy {
    /// An ignore comment.
    Comment,
    /// A baseline.
    Baseline,
    /// A setting, and who says so.
    Setting(Silence, SettingOrigin),
}

/// What a setting can be silent about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// A rule.
    Rule,
    /// A service, as far as one rule is concerned.
    Service,
    /// A path.
    Path,
    /// What is less sure.
    Unsure,
}

impl SuppressedBy {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Baseline => "baseline",
            Self::Setting(Silence::Rule, _) => "rule",
            Self::Setting(Silence::Service, _) => "service",
            Self::Setting(Silence::Path, _) => "path",
            Self::Setting(Silence::Unsure, _) => "confidence",
        }
    }

    /// The place that says so, where settings do.
    #[must_use]
    pub const fn origin(self) -> Option<SettingOrigin> {
        match self {
            Self::Comment | Self::Baseline => None,
            Self::Setting(_, origin) => Some(origin),
        }
    }
}

/// What a run looked at, and how much it found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Root modules evaluated.
    pub roots: usize,
    /// Directories with Terraform files.
    pub modules: usize,
    /// Files read as configuration.
    pub files: usize,
    /// Endpoint instances.
    pub endpoints: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that somebody decided not to see.
    pub suppressed: usize,
    /// Findings that are less sure than settings want them.
    pub unsure: usize,
    /// Findings that settings leave out: of rules that are off, of excepted services, in excluded paths.
    pub left_out: usize,
    /// Directories with Terraform files that settings exclude, so that nobody looked at them.
    pub excluded: usize,
    /// Questions without an answer.
    pub undecided: usize,
    /// Module calls and files that were not seen.
    pub unfollowed: usize,
}

/// How many subjects got which answer of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// They are at fault.
    pub fault: usize,
    /// All is well.
    pub fine: usize,
    /// They are none of the rule's.
    pub not_applicable: usize,
    /// Not known.
    pub undecided: usize,
}

impl Coverage {
    pub(super) const fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Fault(..) => self.fault += 1,
            Verdict::Fine => self.fine += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
            Verdict::Undecided(_) => self.undecided += 1,
        }
    }

    pub(super) const fn add_all(&mut self, other: Self) {
        self.fault += other.fault;
        self.fine += other.fine;
        self.not_applicable += other.not_applicable;
        self.undecided += other.undecided;
    }

    /// How many subjects the rule was asked about.
    #[must_use]
    pub const fn subjects(self) -> usize {
        self.fault + self.fine + self.not_applicable + self.undecided
    }
}

impl Report {
    /// Notes of the files with findings where ignore comments must say why.
    pub(super) fn ask_for_reasons(
        &mut self,
        sources: &Sources,
        needs_reason: impl Fn(&SourceFile) -> bool,
    ) {
        let places = self.findings.iter().map(|it| it.finding.primary.file);
        let files: HashSet<FileId> = places.collect();
        let in_need = files
            .into_iter()
            .filter(|id| needs_reason(&sources.file(*id)));
        self.in_need_of_reasons = in_need.collect();
    }

    /// Says of every finding what it costs, as far as prices are known, and what all cost together.
    pub fn say_costs(&mut self) {
        let costs = self.findings.iter().flat_map(|it| &it.finding.costs);
        self.per_month = Some(cost::together(costs));
        let all = [&mut self.findings, &mut self.suppressed, &mut self.hidden];
        for diagnostic in all.into_iter().flatten() {
            diagnostic.cost = Total::of(&diagnostic.finding.costs);
            if let Some(cost) = &diagnostic.cost {
                let message = &mut diagnostic.finding.message;
                message.extend([" (costs ", &*cost.to_string(), ")"]);
            }
        }
    }

    /// What is suppressed, then what settings leave out, if reports list that.
    pub fn shown_suppressed(&self) -> impl Iterator<Item = &Diagnostic> {
        let by_settings = |diagnostic: &&Diagnostic| diagnostic.suppressed_by.is_some();
        let left_out = self.hidden.iter().filter(by_settings);
        let all = self.suppressed.iter().chain(left_out);
        all.filter(|_| self.shows_suppressed)
    }

    /// What could not be read, whoever decided not to see it.
    pub fn about_reading(&self) -> impl Iterator<Item = &Diagnostic> {
        let kept_out = self.suppressed.iter().chain(&self.hidden);
        let all = self.findings.iter().chain(kept_out);
        all.filter(|it| it.rule.is_about_reading())
    }

    /// The program that was read.
    #[must_use]
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// The fixes of the findings that can be trusted so far.
    pub fn fixes(&self, safety: Safety) -> impl Iterator<Item = &Fix> {
        let fixes = self
            .findings
            .iter()
            .filter_map(|it| it.finding.fix.as_ref());
        fixes.filter(move |fix| fix.safety <= safety)
    }

    /// Whether a root has a baseline.
    #[must_use]
    pub fn has_baseline(&self) -> bool {
        !self.baselines.is_empty()
    }

    /// The severity of the worst finding.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings
            .iter()
            .map(|diagnostic| diagnostic.severity)
            .max()
    }

    /// Whether one of the findings makes the run fail, or that something was not seen.
    #[must_use]
    pub fn fails(&self) -> bool {
        let mut unseen = self.unfollowed.iter();
        self.findings.iter().any(|diagnostic| diagnostic.fails) || unseen.any(|one| one.fails)
    }

    /// `2 module calls and 1 file`: how much was not seen.
    #[must_use]
    pub fn counted_unfollowed(&self) -> String {
        counted(self.unfollowed.iter())
    }

    fn left_out(&self, counts: impl Fn(Silence) -> bool) -> usize {
        let hidden = self.hidden.iter();
        let by_setting = hidden.filter(|one| match one.suppressed_by {
            Some(SuppressedBy::Setting(silence, _)) => counts(silence),
            _ => false,
        });
        by_setting.count()
    }

    /// Sets those counts of the summary that follow from the lists.
    pub(super) fn count(&mut self) {
        let count = |severity| {
            let of_it = |diagnostic: &&Diagnostic| diagnostic.severity == severity;
            self.findings.iter().filter(of_it).count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let infos = count(Severity::Info);
        self.summary = Summary {
            errors,
            warnings,
            infos,
            suppressed: self.suppressed.len(),
            unsure: self.left_out(|silence| silence == Silence::Unsure),
            left_out: self.left_out(|silence| silence != Silence::Unsure),
            undecided: self.undecided.len(),
            ..self.summary
        };
    }
}
