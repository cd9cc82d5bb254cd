//! Findings of one rule about one place, told together.

use std::{cmp::Ordering, collections::HashSet, hash::Hash, sync::Arc};

use crate::{
    address::without_keys,
    config::{FailOn, SettingOrigin},
    finding::{Confidence, Finding, Fix, Severity},
    fix,
    lint::{
        report::{Diagnostic, Held, Silence, SuppressedBy},
        said::of_both,
        settings::{Treatment, Wanted},
        suppression::Suppression,
        variants::Variants,
    },
    rules::Rule,
};

/// What becomes of a finding; the greatest of several counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Disposition {
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
pub(super) struct Merged {
    pub(super) disposition: Disposition,
    suppressed_by: Option<SuppressedBy>,
    roots: Vec<Arc<str>>,
    variants: Variants,
    held: Vec<Held>,
    pub(super) rule: &'static Rule,
    pub(super) finding: Finding,
    severity: Severity,
    fail_on: Vec<FailOn>,
}

impl Disposition {
    const fn of(wanted: Wanted, suppression: Suppression) -> Self {
        match (wanted, suppression) {
            // Nobody has decided anything where the rule is off by default.
            (_, Suppression::Elsewhere)
            | (Wanted::No(..), Suppression::Ignored)
            | (Wanted::No(Silence::Rule, SettingOrigin::Default), _) => Self::Hidden,
            (Wanted::No(Silence::Unsure, _), Suppression::Counts) => Self::Unsure,
            (Wanted::No(..), Suppression::Counts) => Self::LeftOut,
            (Wanted::Yes, Suppression::Ignored) => Self::Ignored,
            (Wanted::Yes, Suppression::Counts) => Self::Shown,
        }
    }

    const fn by(self, wanted: Wanted) -> Option<SuppressedBy> {
        match (self, wanted) {
            (Self::Hidden | Self::Shown, _) => None,
            (_, Wanted::No(silence, origin)) => Some(SuppressedBy::Setting(silence, origin)),
            (_, Wanted::Yes) => Some(SuppressedBy::Comment),
        }
    }
}

impl Merged {
    /// What a rule says alone, of a root in some of its variants.
    pub(super) fn of(
        finding: Finding,
        (rule, root, variants): (&'static Rule, Arc<str>, Variants),
        treatment: Treatment,
        suppression: Suppression,
    ) -> Self {
        let disposition = Disposition::of(treatment.wanted, suppression);
        Self {
            disposition,
            suppressed_by: disposition.by(treatment.wanted),
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
        }
    }

    /// Only what has the same disposition is told together: an instance that is ignored is not named where another one is shown.
    pub(super) fn take_in(&mut self, other: Self) {
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

    /// As the report tells it.
    pub(super) fn told(self, fingerprint: String) -> Diagnostic {
        let Self {
            mut roots,
            variants,
            held,
            rule,
            mut finding,
            severity,
            fail_on,
            suppressed_by,
            ..
        } = self;
        distinct(&mut roots);
        distinct(&mut finding.addresses);
        distinct(&mut finding.endpoints);
        if let Some(only) = variants.only() {
            finding.message.extend([" (in ", &*only, ")"]);
        }
        let severity = match finding.proof.confidence {
            Confidence::Possible => severity.min(Severity::Info),
            Confidence::Likely | Confidence::Certain if finding.hint => {
                severity.min(Severity::Info)
            }
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
}

/// What the first said stays, unless the second is surer: a proof belongs to its confidence. Of two that are alike what the severity
/// comes from is first. Instances are gathered.
fn merge(first: &mut Finding, mut second: Finding) {
    if weight(&second) > weight(first) && is_alike(first, &second) {
        std::mem::swap(first, &mut second);
    }
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

/// How much a finding makes of its severity.
const fn weight(finding: &Finding) -> (bool, bool) {
    (finding.grave, !finding.hint)
}

/// Whether two findings are as sure as each other and have one fingerprint, whichever is first.
fn is_alike(first: &Finding, second: &Finding) -> bool {
    let block = |it: &Finding| it.addresses.first().map(|it| without_keys(it));
    first.proof.confidence == second.proof.confidence
        && first.subject == second.subject
        && first.attribute == second.attribute
        && block(first) == block(second)
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

/// What comes again is left out.
fn distinct<T: Clone + Eq + Hash>(list: &mut Vec<T>) {
    let mut known = HashSet::new();
    list.retain(|one| known.insert(one.clone()));
}
