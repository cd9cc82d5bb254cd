//! Raw findings to a report.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use super::{
    fingerprint::{Fingerprints, Identity},
    raw::RawFinding,
    report::{Diagnostic, Held, Question, Report, Silence, SuppressedBy},
    said::{claim, of_both},
    settings::{Treatment, Wanted},
    suppression::Suppression,
    variants::Variants,
};
use crate::{
    address::Address,
    config::{FailOn, SettingOrigin},
    finding::{Confidence, Finding, Fix, Severity, Undecided},
    fix,
    rules::Rule,
    source::{SourceFile, Sources},
    span::{FileId, Span},
};

/// What becomes of a finding; the greatest of several counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Disposition {
    /// It lies elsewhere, or is silenced twice.
    Hidden,
    /// Settings do not want it.
    LeftOut,
    /// It is less sure than settings want it.
    Unsure,
    /// A comment ignores it.
    Ignored,
    Shown,
}

/// All raw findings of one rule about one place that have the same disposition.
struct Merged {
    disposition: Disposition,
    suppressed_by: Option<SuppressedBy>,
    roots: Vec<Arc<str>>,
    variants: Variants,
    held: Vec<Held>,
    rule: &'static Rule,
    finding: Finding,
    severity: Severity,
    fail_on: Vec<FailOn>,
}

/// The report on all of `raw`, which come in the order of the roots. Findings in texts compiled in are dropped: nobody could
/// mend them.
#[must_use]
pub fn assemble(sources: &Sources, raw: Vec<RawFinding>) -> Report {
    let raw = raw.into_iter().map(|raw| (Suppression::Counts, raw));
    settle(sources, raw.collect(), |raw, _| Treatment {
        wanted: Wanted::Yes,
        severity: raw.rule.page.severity,
        fail_on: FailOn::default(),
    })
}

/// The report on raw findings of which some do not count. `judge` is asked with each and the file it speaks of. Fingerprints do not
/// depend on what is shown.
pub(super) fn settle(
    sources: &Sources,
    raw: Vec<(Suppression, RawFinding)>,
    judge: impl Fn(&RawFinding, &SourceFile) -> Treatment,
) -> Report {
    let mut files = Files::new(sources);
    let mut merged: BTreeMap<Place, Merged> = BTreeMap::new();
    let mut questions = Questions::default();
    for (suppression, raw) in raw {
        let place = match &raw.said {
            Ok(finding) => finding.primary,
            Err(question) => question.span,
        };
        let file = files.get(place.file);
        let treatment = judge(&raw, &file);
        let RawFinding {
            rule,
            root,
            services,
            said,
            variants,
        } = raw;
        match said {
            Ok(finding) => {
                if file.bundled {
                    continue;
                }
                let place = Place {
                    said: Some(claim(&finding, &services)),
                    ..Place::new(&file, finding.primary, rule, None)
                };
                let disposition = match (treatment.wanted, suppression) {
                    (_, Suppression::Elsewhere) | (Wanted::No(..), Suppression::Ignored) => {
                        Disposition::Hidden
                    }
                    // Nobody has decided anything: the rule is off by default.
                    (Wanted::No(Silence::Rule, SettingOrigin::Default), _) => Disposition::Hidden,
                    (Wanted::No(Silence::Unsure, _), Suppression::Counts) => Disposition::Unsure,
                    (Wanted::No(..), Suppression::Counts) => Disposition::LeftOut,
                    (Wanted::Yes, Suppression::Ignored) => Disposition::Ignored,
                    (Wanted::Yes, Suppression::Counts) => Disposition::Shown,
                };
                let one = Merged {
                    disposition,
                    suppressed_by: match (disposition, treatment.wanted) {
                        (Disposition::Hidden | Disposition::Shown, _) => None,
                        (_, Wanted::No(silence, origin)) => {
                            Some(SuppressedBy::Setting(silence, origin))
                        }
                        (_, Wanted::Yes) => Some(SuppressedBy::Comment),
                    },
                    held: vec![Held {
                        root: root.clone(),
                        variants: variants.clone(),
                        addresses: finding.addresses.clone(),
                        endpoints: finding.endpoints.clone(),
                    }],
                    roots: vec![root],
                    variants,
                    rule,
                    finding,
                    severity: treatment.severity,
                    fail_on: vec![treatment.fail_on],
                };
                match merged.get_mut(&place) {
                    Some(first) => first.take_in(one),
                    None => {
                        merged.insert(place, one);
                    }
                }
            }
            Err(question) => {
                if treatment.wanted == Wanted::Yes && suppression != Suppression::Elsewhere {
                    let address = Some(question.address.clone());
                    let place = Place::new(&file, question.span, rule, address);
                    questions.ask(place, &root, question, &variants);
                }
            }
        }
    }
    let mut fingerprints = Fingerprints::default();
    let mut report = Report::default();
    for one in merged.into_values() {
        let fingerprint = files.fingerprint(&mut fingerprints, one.rule, &one.finding);
        let list = match one.disposition {
            Disposition::Hidden | Disposition::LeftOut | Disposition::Unsure => &mut report.hidden,
            Disposition::Ignored => &mut report.suppressed,
            Disposition::Shown => &mut report.findings,
        };
        list.push(diagnostic(one, fingerprint));
    }
    report.undecided = questions.open();
    report.count();
    report
}

impl Merged {
    /// Only what has the same disposition is told together: an instance that is ignored is not named where another one is shown.
    fn take_in(&mut self, other: Self) {
        match other.disposition.cmp(&self.disposition) {
            Ordering::Less => {}
            Ordering::Greater => *self = other,
            Ordering::Equal => {
                self.roots.extend(other.roots);
                self.held.extend(other.held);
                self.variants.add(&other.variants);
                self.severity = self.severity.max(other.severity);
                self.fail_on.extend(other.fail_on);
                self.fail_on.dedup();
                merge(&mut self.finding, other.finding);
            }
        }
    }
}

/// The questions without an answer. What is asked in several variants of a root is one question, be its reasons different.
#[derive(Default)]
struct Questions {
    open: BTreeMap<Place, (Undecided, Variants)>,
    /// Where the first question of a root stands that a rule has about an instance, if the root is judged with variants.
    first: HashMap<(Arc<str>, &'static str, Address), Place>,
}

impl Questions {
    fn ask(&mut self, place: Place, root: &Arc<str>, question: Undecided, variants: &Variants) {
        if let Some((_, known)) = self.open.get_mut(&place) {
            known.add(variants);
            return;
        }
        if !variants.is_empty() {
            let key = (root.clone(), place.rule, question.address.clone());
            let first = self.first.entry(key).or_insert_with(|| place.clone());
            if let Some((_, known)) = self.open.get_mut(first)
                && !known.hold(variants)
            {
                known.add(variants);
                return;
            }
        }
        self.open.insert(place, (question, variants.clone()));
    }

    /// All of them in the order of places; each names the variants in which it is open, unless it is in all.
    fn open(self) -> Vec<Question> {
        let open = self.open.into_iter();
        open.map(|(place, (mut asked, variants))| {
            if let Some(only) = variants.only() {
                asked.reason.extend([" (in ", &*only, ")"]);
            }
            Question {
                rule: place.rule,
                asked,
                variants,
            }
        })
        .collect()
    }
}

/// Where a report lists something. Compared by file name: ids depend on the order of reading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    start: u32,
    end: u32,
    rule: &'static str,
    address: Option<Address>,
    /// What a finding says, whichever instances it says it of: what differs is told apart.
    said: Option<String>,
}

impl Place {
    fn new(file: &SourceFile, span: Span, rule: &'static Rule, address: Option<Address>) -> Self {
        Self {
            file: file.name.clone(),
            start: span.start,
            end: span.end,
            rule: rule.id,
            address,
            said: None,
        }
    }
}

/// What comes again is left out.
fn distinct<T: Clone + Eq + Hash>(list: &mut Vec<T>) {
    let mut known = HashSet::new();
    list.retain(|one| known.insert(one.clone()));
}

/// What the first said stays, unless the second is surer: a proof belongs to its confidence. Instances are gathered.
fn merge(first: &mut Finding, mut second: Finding) {
    let (fix, unfixed) = mended_together(first, &second);
    (first.fix, first.unfixed) = (fix.clone(), unfixed.clone());
    (second.fix, second.unfixed) = (fix, unfixed);
    first.addresses.append(&mut second.addresses);
    first.endpoints.append(&mut second.endpoints);
    first.costs.append(&mut second.costs);
    let (hint, grave) = (first.hint && second.hint, first.grave || second.grave);
    if second.proof.confidence > first.proof.confidence {
        let addresses = std::mem::take(&mut first.addresses);
        let endpoints = std::mem::take(&mut first.endpoints);
        let costs = std::mem::take(&mut first.costs);
        *first = Finding {
            addresses,
            endpoints,
            costs,
            ..second
        };
    }
    (first.hint, first.grave) = (hint, grave);
}

/// What mends both, or why nothing does.
fn mended_together(first: &Finding, second: &Finding) -> (Option<Fix>, Option<String>) {
    let (Some(one), Some(other)) = (&first.fix, &second.fix) else {
        let reason = first.unfixed.as_ref().or(second.unfixed.as_ref());
        return (None, reason.cloned());
    };
    let Some(fix) = fix::joined(one, other) else {
        let other = second.addresses.first().map_or("another", |it| it);
        let reason = format!("{other} shares the text and would be mended otherwise");
        return (None, Some(reason));
    };
    let title = if one.title == other.title {
        fix.title
    } else {
        of_both(&one.title, &other.title)
    };
    (Some(Fix { title, ..fix }), None)
}

fn diagnostic(merged: Merged, fingerprint: String) -> Diagnostic {
    let Merged {
        mut roots,
        variants,
        held,
        rule,
        mut finding,
        severity,
        fail_on,
        suppressed_by,
        ..
    } = merged;
    distinct(&mut roots);
    distinct(&mut finding.addresses);
    distinct(&mut finding.endpoints);
    if let Some(only) = variants.only() {
        finding.message.extend([" (in ", &*only, ")"]);
    }
    let severity = match finding.proof.confidence {
        Confidence::Possible => severity.min(Severity::Info),
        Confidence::Likely | Confidence::Certain if finding.hint => severity.min(Severity::Info),
        // What users have set otherwise stays as they set it.
        Confidence::Likely | Confidence::Certain
            if finding.grave && severity == rule.page.severity =>
        {
            Severity::Error
        }
        Confidence::Likely | Confidence::Certain => severity,
    };
    Diagnostic {
        rule,
        severity,
        fails: fail_on.iter().any(|least| least.is_reached(severity)),
        finding,
        root: roots.first().map_or_else(String::new, ToString::to_string),
        roots,
        variants,
        held,
        fingerprint,
        suppressed_by,
        cost: None,
    }
}

/// The files that findings speak of, asked for once.
struct Files<'a> {
    sources: &'a Sources,
    known: HashMap<FileId, Arc<SourceFile>>,
}

impl<'a> Files<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            known: HashMap::new(),
        }
    }

    fn get(&mut self, id: FileId) -> Arc<SourceFile> {
        self.known
            .entry(id)
            .or_insert_with(|| self.sources.file(id))
            .clone()
    }

    fn fingerprint(
        &mut self,
        fingerprints: &mut Fingerprints,
        rule: &Rule,
        finding: &Finding,
    ) -> String {
        let file = self.get(finding.primary.file);
        let directory = file.path.parent().unwrap_or(&file.path);
        let module = directory
            .strip_prefix(self.sources.project())
            .unwrap_or(directory)
            .to_string_lossy()
            .replace('\\', "/");
        let subject = self.get(finding.subject.file);
        fingerprints.of(&Identity {
            rule: rule.id,
            module: &module,
            header: subject.slice(finding.subject).trim_end_matches([' ', '{']),
            address: finding.addresses.first().map_or("", |address| address),
            attribute: &finding.attribute,
        })
    }
}
